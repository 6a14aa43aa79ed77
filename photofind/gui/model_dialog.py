"""The models that can describe photos: which there are, which is used, how to get another one."""

from __future__ import annotations

import functools
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from photofind.app import App
from photofind.gui.jobs import Requests
from photofind.gui.model_details import ModelDetails
from photofind.gui.model_list import ModelList, title_of
from photofind.gui.models_folder import ModelsFolder
from photofind.gui.own_model_dialog import OwnModelDialog
from photofind.gui.remote_dialog import ServerDialog
from photofind.gui.theme import S2, S4, Theme
from photofind.gui.wording import size
from photofind.records import DownloadProgress, Model
from photofind.settings import Server


class ModelDialog(QDialog):
    """Lists the models; downloads, uses and removes them; adds a pair of files. Downloads go on when it is closed."""

    def __init__(self, app: App, requests: Requests, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._requests = app, requests
        self._progress: dict[str, DownloadProgress] = {}
        self.setWindowTitle(self.tr("Models"))
        self.resize(860, 600)
        self.setMinimumSize(640, 440)
        intro = QLabel(
            self.tr(
                "A model looks at each photo and writes down what is in it. The better the model, the better you find. "
                "Captions of a former model stay until the new ones are in."
            )
        )
        intro.setWordWrap(True)
        self.models = ModelList(theme)
        self.models.setFixedWidth(340)
        self.models.chosen_changed.connect(self._show)
        self.details = ModelDetails()
        self.details.server_wanted.connect(self._change_server)
        self.list, self.about, self.message = self.models.list, self.details.about, self.details.message
        self.use_button, self.page_button = self.details.use_button, self.details.page_button
        self.change_button = self.details.change_button
        self.details.use_wanted.connect(self._use)
        self.details.remove_wanted.connect(self._ask_remove)
        self.details.download.start_wanted.connect(self.download)
        self.details.download.pause_wanted.connect(functools.partial(self._act, self._app.pause_download))
        self.details.download.cancel_wanted.connect(self._ask_cancel)
        self.folder = ModelsFolder(app)
        self.folder.moved.connect(self.refresh)
        self.folder.failed.connect(self.details.show_problem)
        self.add_button = QPushButton(self.tr("I already have one…"))
        self.add_button.setToolTip(self.tr("Add a model from two GGUF files on this computer"))
        self.add_button.clicked.connect(self._add)
        self.server_button = QPushButton(self.tr("Use a server…"))
        self.server_button.setToolTip(self.tr("Have photos described by a program on this or another computer"))
        self.server_button.clicked.connect(lambda: self._add_server(None))
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.clicked.connect(self.accept)
        self._layout(intro)
        self.finished.connect(self.folder.close_work)
        self.refresh()

    def _layout(self, intro: QLabel) -> None:
        page = QWidget()
        page.setProperty("role", "page")
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, 0, S2, 0)
        inner.addWidget(self.details)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        middle = QHBoxLayout()
        middle.setSpacing(S4)
        middle.addWidget(self.models)
        middle.addWidget(scroll, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(S2)
        bottom.addWidget(self.add_button)
        bottom.addWidget(self.server_button)
        bottom.addStretch(1)
        bottom.addWidget(self.close_button)
        rule = QFrame()
        rule.setProperty("role", "rule")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S4, S4, S4, S4)
        layout.setSpacing(S4)
        layout.addWidget(intro)
        layout.addLayout(middle, 1)
        layout.addWidget(self.folder)
        layout.addWidget(rule)
        layout.addLayout(bottom)

    @property
    def chosen(self) -> Model | None:
        """The model that is explained."""
        return self.models.chosen

    def choose(self, name: str) -> None:
        """Explain a model."""
        self.models.choose(name)

    def refresh(self, name: str = "") -> None:
        """Read the models again, and explain this one."""
        self._requests.ask(
            "models-dialog",
            lambda: (self._app.models(), self._app.downloads()),
            lambda answer: self._fill(*answer, name),
        )

    def download(self, name: str) -> None:
        """Download a model, or go on with it."""
        self._act(self._app.start_download, name)

    def show_download(self, progress: DownloadProgress) -> None:
        """Show how far a download is (connect the bridge's ``download_changed`` to this)."""
        before = self._progress.get(progress.model)
        self._progress[progress.model] = progress
        self.models.show_download(progress)
        if self.chosen is not None and self.chosen.name == progress.model:
            self.details.show_model(self.chosen, progress)
        if not progress.running and (before is None or before.running):
            self.refresh()

    def _fill(self, models: list[Model], downloads: dict[str, DownloadProgress], name: str) -> None:
        if not shiboken6.isValid(self):
            return  # closed before the answer came
        self._progress = downloads
        self.models.show_models(models, downloads, name)

    def _show(self, model: Model) -> None:
        self.details.show_model(model, self._progress.get(model.name))

    def _act(self, work: Callable[[str], None], name: str) -> None:
        self.details.show_problem("")
        self.details.download.busy()
        self._requests.ask("", functools.partial(work, name), lambda _none: self.refresh(), self._problem)

    def _use(self, name: str) -> None:
        self.use_button.setEnabled(False)
        self._requests.ask(
            "use-model", lambda: self._app.use_model(name), lambda m: self.refresh(m.name), self._problem
        )

    def _ask_cancel(self, name: str) -> None:
        text = self.tr("Cancel the download of {model}?").format(model=name)
        more = self.tr("What has come so far is deleted. “Pause” keeps it.")
        self._ask(
            text, more, self.tr("Cancel the download"), functools.partial(self._act, self._app.cancel_download, name)
        )

    def _ask_remove(self, name: str) -> None:
        model = self.chosen
        if model is None or model.name != name:
            return
        if model.files:
            text = self.tr("Remove the files of {model}?").format(model=title_of(model))
            more = self.tr("That frees {size}. The captions that it wrote stay.").format(size=size(model.size))
            act = self.tr("Remove files")
        else:
            text = self.tr("Take {model} off the list?").format(model=title_of(model))
            more = self.tr("The captions that it wrote stay.")
            if not model.remote:
                more = self.tr("Its files stay where they are. The captions that it wrote stay too.")
            act = self.tr("Take off the list")
        if model.active:
            more += "\n" + self.tr(
                "Photos are described by the quick preview model then, until you choose another one."
            )
        self._ask(text, more, act, functools.partial(self._remove, name))

    def _remove(self, name: str) -> None:
        self.details.remove_button.setEnabled(False)
        self._requests.ask("", lambda: self._app.remove_model(name), lambda _freed: self.refresh(), self._problem)

    def _ask(self, text: str, more: str, act: str, then: Callable[[], None]) -> None:
        box = QMessageBox(
            QMessageBox.Icon.Question, self.windowTitle(), text, QMessageBox.StandardButton.NoButton, self
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(more)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        yes = box.addButton(act, QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.setEscapeButton(no)
        yes.clicked.connect(then)
        box.open()

    def _problem(self, text: str) -> None:
        if self.chosen is not None:
            self._show(self.chosen)
        self.details.show_problem(text)

    def _add(self) -> None:
        dialog = OwnModelDialog(self._app, self._requests, self)
        dialog.finished.connect(lambda: self.refresh(dialog.added))
        dialog.open()

    def _add_server(self, server: Server | None) -> None:
        dialog = ServerDialog(self._app, server, self)
        dialog.finished.connect(lambda: self.refresh(dialog.added))
        dialog.open()

    def _change_server(self, name: str) -> None:
        self._add_server(next((own for own in self._app.settings.servers if own.name == name), None))
