"""The settings that people change: a page a subject, a line about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTabWidget,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from photofind.gui.language import NAMES
from photofind.gui.theme import S1, S2, S3, S4
from photofind.gui.wording import tip
from photofind.settings import Settings

PROMPT_HEIGHT = 72


class SettingsDialog(QDialog):
    """Each change is emitted at once; there is nothing to confirm but what has all photos described again."""

    changed = Signal(object)
    """dict of changed settings."""
    again_wanted = Signal(object)
    """dict of changed settings that have all photos described again: to be asked about first."""
    models_wanted = Signal()
    excluded_wanted = Signal()
    """The photos that were taken out are to be shown."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(self.tr("Settings"))
        self.resize(600, 560)
        self.theme = self._combo(
            "theme",
            (("system", self.tr("Like the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))),
        )
        self.language = self._combo("language", (("", self.tr("Like the system")), *NAMES.items()))
        self.views = self._combo(
            "views",
            (
                ("whole", self.tr("The whole photo only: fastest")),
                ("17", self.tr("Whole photo and 17 regions: finds small things")),
                ("40", self.tr("Whole photo and 40 regions: finds more, takes longest")),
            ),
        )
        self.still = self._box("reduced_motion", self.tr("No animations and fades"))
        self.fast = self._box("fast_crops", self.tr("Quick look at regions"), again=True)
        self.follow = self._box("follow_up", self.tr("Ask a second question"), again=True)
        self.expansion = self._box("expansion", self.tr("Find by implied words too"))
        self.threads = self._number("threads", 0, 256, self.tr("automatic"))
        self.gpu_layers = self._number("gpu_layers", -1, 200, self.tr("as many as fit"))
        self.min_side = self._number("min_side", 0, 4096)
        self.min_side.setSuffix(self.tr(" px"))
        self.prompt = QPlainTextEdit()
        self.prompt.setFixedHeight(PROMPT_HEIGHT)
        self.prompt.setTabChangesFocus(True)
        self.prompt.setPlaceholderText(self.tr("The question of the method that photofind follows"))
        self.prompt.textChanged.connect(self._prompt_changed)
        self.use_prompt = QPushButton(self.tr("Use this question…"))
        self.use_prompt.clicked.connect(lambda: self._ask_prompt(self.prompt.toPlainText().strip()))
        self.reset_prompt = QPushButton(self.tr("Back to the original"))
        self.reset_prompt.clicked.connect(lambda: self._ask_prompt(""))
        self.models_button = QPushButton(self.tr("Models and their folder…"))
        self.models_button.clicked.connect(self.models_wanted)
        self.excluded_button = QPushButton(self.tr("Show them…"))
        self.excluded_button.clicked.connect(self.excluded_wanted)
        when = self._when(settings)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._page(
            self.tr("Window"),
            (self.tr("&Appearance"), self.theme, self.tr("Light or dark; “like the system” follows it at once.")),
            (self.tr("&Language"), self.language, self.tr("Counts from the next start on.")),
            (self.tr("&Motion"), self.still, self.tr("They are off too where the system switches them off.")),
        )
        self._page(
            self.tr("Describing"),
            (
                self.tr("&Describe"),
                self.views,
                self.tr("More regions find smaller things and take longer. What is described already is kept."),
            ),
            (
                self.tr("&Regions"),
                self.fast,
                self.tr("More than twice as fast, with coarser descriptions of regions. They are described again."),
            ),
            (
                self.tr("&Thoroughness"),
                self.follow,
                self.tr("Longer descriptions for about half as much time again. All photos are described again."),
            ),
            (
                self.tr("&Question"),
                self._with_prompt(),
                self.tr("What the model is asked about each view. Another question has all photos described again."),
            ),
        )
        self._page(
            self.tr("When"),
            (
                self.tr("Describe &when"),
                when,
                self.tr("Otherwise it waits and says so at the bottom; you can go on with “Describe anyway”."),
            ),
        )
        self._page(
            self.tr("Computer"),
            (
                self.tr("Processor &threads"),
                self.threads,
                self.tr("More are faster until the computer gets slow for you. Counts when the model is loaded next."),
            ),
            (
                self.tr("Layers on the &graphics card"),
                self.gpu_layers,
                self.tr("0 uses the processor only. Fewer leave memory of the card to other programs."),
            ),
            (
                self.tr("&Models"),
                self.models_button,
                self.tr("Which model describes, and where models are kept."),
            ),
            (
                self.tr("&Ignore photos smaller than"),
                self.min_side,
                self.tr("The shorter side: keeps icons out of the library. Counts from the next start on."),
            ),
        )
        self._page(
            self.tr("Search"),
            (
                self.tr("&Expansion"),
                self.expansion,
                self.tr("“beach” finds photos of sand and waves too, below exact matches. The search is built anew."),
            ),
            (
                self.tr("Photos &taken out"),
                self.excluded_button,
                self.tr("Photos that you took out of the library; they can be put back."),
            ),
        )
        close = QPushButton(self.tr("Close"))
        close.setProperty("role", "primary")
        close.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S4, S3, S4, S4)
        layout.setSpacing(S3)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(bottom)
        self.show_settings(settings)

    def show_settings(self, settings: Settings) -> None:
        """Show what is set; nothing is emitted."""
        self._settings = settings
        for box, name in ((self.theme, "theme"), (self.language, "language"), (self.views, "views")):
            box.setCurrentIndex(max(0, box.findData(getattr(settings, name))))
        for check in (self.still, self.fast, self.follow, self.expansion):
            check.blockSignals(True)
            check.setChecked(bool(getattr(settings, check.objectName())))
            check.blockSignals(False)
        for spin in (self.threads, self.gpu_layers, self.min_side):
            spin.setValue(int(getattr(settings, spin.objectName())))
        self.prompt.setPlainText(settings.prompt)
        self._prompt_changed()

    def show_unknown(self, reasons: Mapping[str, str]) -> None:
        """Switch off what can't be known on this machine, and say why."""
        for name, box in (("on_mains", self.mains), ("only_idle", self.idle)):
            reason = reasons.get(name, "")
            box.setEnabled(not reason or box.isChecked())
            box.setToolTip(tip(reason) if reason else "")

    # --- parts ---

    def _page(self, title: str, *rows: tuple[str, QWidget, str]) -> None:
        """A page of rows: a name, a control, what it means."""
        page = QWidget()
        page.setProperty("role", "page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(S2, S4, S3, S2)
        layout.setSpacing(S1)
        for text, control, about in rows:
            label = QLabel(text)
            font = label.font()
            font.setBold(True)
            label.setFont(font)
            label.setBuddy(control)
            note = QLabel(about)
            note.setWordWrap(True)
            note.setProperty("role", "muted")
            if not control.accessibleName():
                control.setAccessibleName(text.replace("&", ""))
            control.setAccessibleDescription(about)
            line = QHBoxLayout()
            line.addWidget(control)
            if isinstance(control, QComboBox | QSpinBox | QPushButton):
                line.addStretch(1)
            layout.addWidget(label)
            layout.addLayout(line)
            layout.addWidget(note)
            layout.addSpacing(S3)
        layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        self.tabs.addTab(scroll, title)

    def _combo(self, name: str, options: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        for value, text in options:
            box.addItem(text, value)
        box.setMinimumWidth(260)
        box.activated.connect(lambda: self.changed.emit({name: box.currentData()}))
        return box

    def _box(self, name: str, text: str, again: bool = False) -> QCheckBox:
        box = QCheckBox(text)
        box.setObjectName(name)
        signal = self.again_wanted if again else self.changed
        box.toggled.connect(lambda on: signal.emit({name: on}))
        return box

    def _number(self, name: str, least: int, most: int, special: str = "") -> QSpinBox:
        box = QSpinBox()
        box.setObjectName(name)
        box.setRange(least, most)
        box.lineEdit().setTextMargins(S1, 0, 0, 0)
        box.setSpecialValueText(special)
        box.setMinimumWidth(160)
        box.editingFinished.connect(lambda: self.changed.emit({name: box.value()}))
        return box

    def _with_prompt(self) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(self.tr("Question"))
        self.prompt.setAccessibleName(self.tr("What models are asked"))
        buttons = QHBoxLayout()
        buttons.setSpacing(S2)
        buttons.addWidget(self.use_prompt)
        buttons.addWidget(self.reset_prompt)
        buttons.addStretch(1)
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S2)
        layout.addWidget(self.prompt)
        layout.addLayout(buttons)
        holder.setFocusProxy(self.prompt)
        return holder

    def _prompt_changed(self) -> None:
        typed = self.prompt.toPlainText().strip()
        self.use_prompt.setEnabled(typed != self._settings.prompt)
        self.reset_prompt.setEnabled(bool(typed or self._settings.prompt))

    def _ask_prompt(self, prompt: str) -> None:
        if prompt != self._settings.prompt:
            self.again_wanted.emit({"prompt": prompt})
        else:
            self.prompt.setPlainText(prompt)

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
            edit.lineEdit().setTextMargins(S1, 0, 0, 0)
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
        layout.setSpacing(S2)
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
