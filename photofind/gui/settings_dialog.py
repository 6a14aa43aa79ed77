"""The settings that people change."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from photofind.gui.language import NAMES
from photofind.gui.theme import S1, S2, S3, S4
from photofind.gui.wording import tip
from photofind.settings import Settings


class SettingsDialog(QDialog):
    """Each change is emitted at once; there is nothing to confirm."""

    changed = Signal(object)
    """dict of changed settings."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.resize(500, 420)
        self.theme = QComboBox()
        for value, text in (
            ("system", self.tr("Like the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            self.theme.addItem(text, value)
        self.theme.setCurrentIndex(self.theme.findData(settings.theme))
        self.views = QComboBox()
        for value, text in (
            ("whole", self.tr("The whole photo only: fastest")),
            ("17", self.tr("Whole photo and 17 regions: finds small things")),
            ("40", self.tr("Whole photo and 40 regions: finds more, takes longest")),
        ):
            self.views.addItem(text, value)
        self.views.setCurrentIndex(self.views.findData(settings.views))
        self.threads = QSpinBox()
        self.threads.setRange(0, 256)
        self.threads.setSpecialValueText(self.tr("automatic"))
        self.threads.setValue(settings.threads)
        self.min_side = QSpinBox()
        self.min_side.setRange(0, 4096)
        self.min_side.setSuffix(self.tr(" px"))
        self.min_side.setValue(settings.min_side)
        self.language = QComboBox()
        for value, text in {"": self.tr("Like the system"), **NAMES}.items():
            self.language.addItem(text, value)
        self.language.setCurrentIndex(max(0, self.language.findData(settings.language)))
        form = QFormLayout()
        form.setHorizontalSpacing(S3)
        form.setVerticalSpacing(S3)
        for text, widget in (
            (self.tr("&Appearance"), self.theme),
            (self.tr("&Language"), self.language),
            (self.tr("&Describe"), self.views),
            (self.tr("Processor &threads"), self.threads),
            (self.tr("&Ignore photos smaller than"), self.min_side),
        ):
            form.addRow(text, widget)
            widget.setAccessibleName(text.replace("&", ""))
        self.still = QCheckBox(self.tr("No animations and fades"))
        self.still.setChecked(settings.reduced_motion)
        self.still.setToolTip(self.tr("They are off too where the system switches them off"))
        self.still.toggled.connect(lambda on: self.changed.emit({"reduced_motion": on}))
        form.insertRow(2, self.tr("&Motion"), self.still)
        form.addRow(self.tr("Describe &when"), self._when(settings))
        note = QLabel(self.tr("The language, threads and the smallest size count from the next start on."))
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        close = QPushButton(self.tr("Close"))
        close.setProperty("role", "primary")
        close.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.setSpacing(S2)
        bottom.addStretch(1)
        bottom.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S4, S4, S4, S4)
        layout.setSpacing(S4)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addStretch(1)
        layout.addLayout(bottom)
        self.theme.activated.connect(lambda: self.changed.emit({"theme": self.theme.currentData()}))
        self.language.activated.connect(lambda: self.changed.emit({"language": self.language.currentData()}))
        self.views.activated.connect(lambda: self.changed.emit({"views": self.views.currentData()}))
        self.threads.editingFinished.connect(lambda: self.changed.emit({"threads": self.threads.value()}))
        self.min_side.editingFinished.connect(lambda: self.changed.emit({"min_side": self.min_side.value()}))

    def show_unknown(self, reasons: Mapping[str, str]) -> None:
        """Switch off what can't be known on this machine, and say why."""
        for name, box in (("on_mains", self.mains), ("only_idle", self.idle)):
            reason = reasons.get(name, "")
            box.setEnabled(not reason or box.isChecked())
            box.setToolTip(tip(reason) if reason else "")

    def _when(self, settings: Settings) -> QWidget:
        """The conditions under which photos are described."""
        box = QWidget()
        self.mains = QCheckBox(self.tr("Only on mains power"))
        self.mains.setChecked(settings.on_mains)
        self.idle = QCheckBox(self.tr("Only while nobody uses the computer"))
        self.idle.setChecked(settings.only_idle)
        self.between = QCheckBox(self.tr("Only from"))
        self.between.setChecked(bool(settings.hours))
        self.start, self.end = QTimeEdit(), QTimeEdit()
        times = settings.hours.replace("–", "-").split("-") if settings.hours else []
        shown = times if len(times) == 2 else ["22:00", "07:00"]
        for edit, text, name in zip((self.start, self.end), shown, (self.tr("From"), self.tr("Until")), strict=True):
            edit.setDisplayFormat("HH:mm")
            edit.setTime(QTime.fromString(text.strip().rjust(5, "0"), "HH:mm"))
            edit.setEnabled(self.between.isChecked())
            edit.setAccessibleName(name)
            edit.editingFinished.connect(self._hours_changed)
            self.between.toggled.connect(edit.setEnabled)
        hours = QHBoxLayout()
        hours.setSpacing(S2)
        until = QLabel(self.tr("until"))
        for widget in (self.between, self.start, until, self.end):
            hours.addWidget(widget)
        hours.addStretch(1)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S1)
        layout.addWidget(self.mains)
        layout.addWidget(self.idle)
        layout.addLayout(hours)
        self.mains.toggled.connect(lambda on: self.changed.emit({"on_mains": on}))
        self.idle.toggled.connect(lambda on: self.changed.emit({"only_idle": on}))
        self.between.toggled.connect(self._hours_changed)
        return box

    def _hours_changed(self) -> None:
        start, end = (edit.time().toString("HH:mm") for edit in (self.start, self.end))
        self.changed.emit({"hours": f"{start}-{end}" if self.between.isChecked() else ""})
