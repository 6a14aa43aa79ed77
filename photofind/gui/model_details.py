"""What is known of one model, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from photofind.gui.download_panel import DownloadPanel
from photofind.gui.model_list import about_of, title_of
from photofind.gui.theme import S2, S3, S4
from photofind.gui.wording import size
from photofind.records import DownloadProgress, Model


class ModelDetails(QWidget):
    """Name, facts, download, and the buttons to use or remove it."""

    use_wanted = Signal(str)
    remove_wanted = Signal(str)
    server_wanted = Signal(str)
    """The server's settings are to be changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: Model | None = None
        self._facts_of: Model | None = None
        self.title = _plain("title")
        self.about = _plain("")
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(S4)
        self._facts.setVerticalSpacing(S2)
        self._facts.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.warning = _plain("warning")
        self.page_button = QPushButton(self.tr("Open its page in the browser"))
        self.page_button.setProperty("role", "link")
        self.page_button.clicked.connect(self._open_page)
        self.change_button = QPushButton(self.tr("Change the server…"))
        self.change_button.setProperty("role", "link")
        self.change_button.clicked.connect(lambda: self.server_wanted.emit(self._name))
        self.download = DownloadPanel()
        self.good = _plain("muted")
        self.message = _plain("failure")
        self.use_button = QPushButton(self.tr("Use this model"))
        self.use_button.setProperty("role", "primary")
        self.use_button.clicked.connect(lambda: self.use_wanted.emit(self._name))
        self.remove_button = QPushButton()
        self.remove_button.clicked.connect(lambda: self.remove_wanted.emit(self._name))
        buttons = QHBoxLayout()
        buttons.setSpacing(S2)
        buttons.addWidget(self.use_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S3)
        layout.addWidget(self.title)
        layout.addWidget(self.about)
        layout.addLayout(self._facts)
        layout.addWidget(self.page_button, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self.change_button, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self.warning)
        layout.addStretch(1)
        layout.addWidget(self.message)
        layout.addWidget(self.good)
        layout.addWidget(self.download)
        layout.addLayout(buttons)
        self.about.setText(self.tr("Looking which models there are…"))
        for widget in (self.page_button, self.change_button, self.download, self.use_button, self.remove_button):
            widget.hide()  # until it is known what they are about

    @property
    def _name(self) -> str:
        return self._model.name if self._model is not None else ""

    def show_model(self, model: Model, progress: DownloadProgress | None) -> None:
        """Show a model and how far its download is."""
        if self._model is None or self._model.name != model.name:
            self.message.clear()
        self._model = model
        self._show_facts(model)
        self.download.show_state(model, progress)
        fresh = progress is not None and progress.state == "done" and model.installed
        self.good.setVisible(fresh)
        if fresh:
            self.good.setText(self.tr("It is downloaded and checked."))
        self.message.setVisible(bool(self.message.text()))
        self.use_button.setVisible(model.installed)
        self.use_button.setEnabled(not model.active)
        if model.active:
            self.use_button.setText(self.tr("In use"))
        else:
            self.use_button.setText(self.tr("Use it now") if fresh else self.tr("Use this model"))
        downloaded = bool(model.files) and model.installed
        own = not model.files and not model.builtin
        self.remove_button.setVisible(downloaded or own)
        self.remove_button.setEnabled(True)
        self.remove_button.setText(self.tr("Remove files…") if downloaded else self.tr("Take off the list…"))

    def show_problem(self, text: str) -> None:
        """Say what went wrong."""
        self.message.setText(text)
        self.message.setVisible(bool(text))
        if self._model is not None:
            self.use_button.setEnabled(not self._model.active)
            self.remove_button.setEnabled(True)

    def _show_facts(self, model: Model) -> None:
        if model == self._facts_of:
            return  # progress comes ten times a second
        self._facts_of = model
        self.title.setText(title_of(model))
        self.about.setText(about_of(model))
        while self._facts.rowCount():
            self._facts.removeRow(0)
        memory = self.tr("about {size}").format(size=size(model.memory)) if model.memory else ""
        for name, value in (
            (self.tr("Server"), model.source if model.remote else ""),
            (self.tr("Model there"), model.remote),
            (self.tr("Size"), size(model.size) if model.size else ""),
            (self.tr("Memory needed"), memory),
            (self.tr("Licence"), model.licence),
            (self.tr("Files"), "\n".join(path for path in (model.lm, model.mmproj) if path)),
        ):
            if value:
                label = _plain("")
                label.setText(value)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                heading = QLabel(name)
                heading.setAlignment(Qt.AlignmentFlag.AlignTop)
                self._facts.addRow(heading, label)
        self.page_button.setVisible(bool(model.source) and not model.remote)
        self.change_button.setVisible(bool(model.remote))
        gone = not model.installed and not model.files and not model.remote and not model.builtin
        if gone:
            self.warning.setText(self.tr("Its files are gone. Bring them back, or add the pair again."))
        elif model.licence == "not stated":
            self.warning.setText(self.tr("Its page states no licence: read there what you may do with it."))
        if not model.fits:
            self.warning.setText(
                self.tr("This computer has less memory than it needs: it may be slow, or not start at all.")
            )
        self.warning.setVisible(gone or not model.fits or model.licence == "not stated")

    def _open_page(self) -> None:
        if self._model is not None:
            QDesktopServices.openUrl(QUrl(self._model.source))


def _plain(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label
