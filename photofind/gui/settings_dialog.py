"""The settings that people change."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from photofind.gui.theme import S2, S3, S4
from photofind.settings import Settings


class SettingsDialog(QDialog):
    """Each change is emitted at once; there is nothing to confirm."""

    changed = Signal(object)
    """dict of changed settings."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.resize(480, 300)
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
        form = QFormLayout()
        form.setHorizontalSpacing(S3)
        form.setVerticalSpacing(S3)
        for text, widget in (
            (self.tr("&Appearance"), self.theme),
            (self.tr("&Describe"), self.views),
            (self.tr("Processor &threads"), self.threads),
            (self.tr("&Ignore photos smaller than"), self.min_side),
        ):
            form.addRow(text, widget)
            widget.setAccessibleName(text.replace("&", ""))
        note = QLabel(self.tr("Threads and the smallest size count from the next start on."))
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
        self.views.activated.connect(lambda: self.changed.emit({"views": self.views.currentData()}))
        self.threads.editingFinished.connect(lambda: self.changed.emit({"threads": self.threads.value()}))
        self.min_side.editingFinished.connect(lambda: self.changed.emit({"min_side": self.min_side.value()}))
