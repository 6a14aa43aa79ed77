"""The first run: folders, model, depth. Each step can be skipped, gone back to, and changed later in the window."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from photofind.app import App
from photofind.gui.depth_page import DepthPage
from photofind.gui.folders_page import FoldersPage, picture_folders
from photofind.gui.jobs import Requests
from photofind.gui.model_page import ModelPage
from photofind.gui.models_folder import ModelsFolder
from photofind.gui.theme import S2, S3, S4, S6, Theme
from photofind.records import Cost, DownloadProgress, Model

WIDTH = 680


class FirstRun(QFrame):
    """Three steps in the place of the photos. Folders are added as soon as the first is done: the library fills."""

    folders_chosen = Signal(object)
    """Paths of folders to add."""
    more_wanted = Signal()
    own_wanted = Signal()
    server_wanted = Signal()
    download_wanted = Signal(str)
    settings_chosen = Signal(object)
    """Settings that change."""
    model_chosen = Signal(str)
    finished = Signal()

    def __init__(self, app: App, requests: Requests, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._requests = app, requests
        self._costs: Mapping[str, Cost | None] = {}
        self._models: list[Model] = []
        self._added: set[str] = set()
        self.setProperty("role", "insights")
        self.step = QLabel()
        self.step.setProperty("role", "muted")
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.folders, self.thoroughness = FoldersPage(theme), DepthPage()
        self.model = ModelPage(theme, ModelsFolder(app))
        self.pages = QStackedWidget()
        for page in (self.folders, self.model, self.thoroughness):
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setFrameShape(QFrame.Shape.NoFrame)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            page.setProperty("role", "page")
            scroll.setWidget(page)
            self.pages.addWidget(scroll)
        self.skip = QPushButton(self.tr("Skip all this"))
        self.skip.setProperty("role", "link")
        self.skip.setToolTip(self.tr("All can be chosen later: folders at the side, models and settings in the menu"))
        self.skip.clicked.connect(self.finished)
        self.back = QPushButton(self.tr("Back"))
        self.back.clicked.connect(lambda: self.go(self.pages.currentIndex() - 1))
        self.next = QPushButton()
        self.next.setProperty("role", "primary")
        self.next.clicked.connect(self._next)
        bottom = QHBoxLayout()
        bottom.setSpacing(S2)
        bottom.addWidget(self.skip)
        bottom.addStretch(1)
        bottom.addWidget(self.back)
        bottom.addWidget(self.next)
        column = QWidget()
        column.setMaximumWidth(WIDTH)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, S6, 0, S4)
        inner.setSpacing(S3)
        inner.addWidget(self.step)
        inner.addWidget(self.title)
        inner.addWidget(self.pages, 1)
        inner.addLayout(bottom)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(S6, 0, S6, 0)
        outer.addStretch(1)
        outer.addWidget(column, 100)
        outer.addStretch(1)
        self.folders.changed.connect(self._draw)
        self.folders.more_wanted.connect(self.more_wanted)
        self.model.own_wanted.connect(self.own_wanted)
        self.model.server_wanted.connect(self.server_wanted)
        self.model.download_wanted.connect(self.download_wanted)
        self._draw()

    def close_work(self) -> None:
        """Stop what may be under way."""
        self.model.folder.close_work()

    def begin(self) -> None:
        """Offer the usual folders, read which models there are, and start with the first step."""
        self.folders.offer(picture_folders(), ticked=False)
        self.refresh()
        self.go(0)

    def know(self, roots: list[str]) -> None:
        """Tick folders that the library has already; ``roots``: their paths."""
        new = [path for path in roots if path not in self._added]
        self._added.update(new)
        if new:
            self.folders.offer(new, ticked=True)

    def refresh(self, name: str = "") -> None:
        """Read the models again; ``name``: one that was added just now."""

        def read() -> tuple[list[Model], dict[str, Cost | None], dict[str, DownloadProgress]]:
            models = self._app.models()
            return models, {model.name: self._app.cost(model) for model in models}, self._app.downloads()

        self._requests.ask("first-run", read, lambda answer: self._read(*answer, name))

    def show_download(self, progress: DownloadProgress) -> None:
        """Show how far a download is."""
        self.model.show_download(progress)
        if not progress.running:
            self.refresh()

    def _read(
        self,
        models: list[Model],
        costs: dict[str, Cost | None],
        downloads: dict[str, DownloadProgress],
        name: str,
    ) -> None:
        self._models, self._costs = models, costs
        self.model.show_models(models, costs, downloads, name)

    def go(self, step: int) -> None:
        """Show a step."""
        self.pages.setCurrentIndex(step)
        if step == 2:
            self.thoroughness.show_cost(self._costs.get(self._describer()))
        self._draw()
        pages = (self.folders.first, self.model.group.checkedButton(), self.thoroughness.group.checkedButton())
        first = pages[step]
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next(self) -> None:
        step = self.pages.currentIndex()
        if step == 0:
            new = [path for path in self.folders.folders if path not in self._added]
            self._added.update(new)
            if new:
                self.folders_chosen.emit(new)
        if step == 1:
            later = self.model.later.button.isChecked()
            if later != self._app.settings.paused:
                self.settings_chosen.emit({"paused": later})
            chosen = self._describer()
            if not later and chosen:
                self.model_chosen.emit(chosen)
        if step < 2 and not (step == 1 and self.model.later.button.isChecked()):
            self.go(step + 1)
            return
        if step == 2:
            self.settings_chosen.emit({"views": self.thoroughness.views})
        self.finished.emit()

    def _describer(self) -> str:
        """The model that is chosen and here; else the one in use."""
        better = self.model.models.chosen
        if self.model.better.button.isChecked() and better is not None:
            return better.name
        wanted = self.model.builtin.button.isChecked()
        return next((m.name for m in self._models if (m.builtin if wanted else m.active)), "")

    def _draw(self) -> None:
        step = self.pages.currentIndex()
        titles = (
            self.tr("Find your photos by what is in them"),
            self.tr("How are they described?"),
            self.tr("How thoroughly?"),
        )
        self.step.setText(self.tr("Step {n} of {all}").format(n=step + 1, all=len(titles)))
        self.title.setText(titles[step])
        self.back.setVisible(step > 0)
        if step == 0:
            self.next.setText(self.tr("Next") if self.folders.folders else self.tr("Without folders for now"))
        else:
            self.next.setText(self.tr("Next") if step == 1 else self.tr("Start"))
        self.setAccessibleName(f"{self.step.text()}: {titles[step]}")
