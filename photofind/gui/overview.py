"""Keeps the side and the foot of the window in line with the library: counts, folders, the model, what is described."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from photofind.app import App
from photofind.errors import NotFoundError
from photofind.gui.activity import PICTURE
from photofind.gui.jobs import Requests
from photofind.gui.layout import Parts
from photofind.gui.thumbnails import read_scaled
from photofind.records import Facets, Model, Progress, Query, Root, Stats

COUNTS_MS = 1000


class Overview(QObject):
    """Asks the library and tells the parts of the window.

    Args:
        requests: for what is quick; ``background`` for what may take long.
    """

    counted = Signal(object)
    """``Stats``: the folders and the counts are new."""

    def __init__(self, app: App, parts: Parts, requests: Requests, background: Requests, parent: QObject) -> None:
        super().__init__(parent)
        self._app, self._parts, self._requests, self._background = app, parts, requests, background
        self._described = ""
        self.roots: list[Root] = []
        """The folders of the library when they were last counted."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COUNTS_MS)
        self._timer.timeout.connect(self.count)

    def close(self) -> None:
        """Stop the timer."""
        self._timer.stop()

    def count_soon(self) -> None:
        """Count again within a second."""
        if not self._timer.isActive():
            self._timer.start()

    def count(self) -> None:
        """Count now."""
        app = self._app
        self._requests.ask("counts", lambda: (app.roots(), app.stats(), app.facets(Query())), self._counted)

    def _counted(self, answer: tuple[list[Root], Stats, Facets]) -> None:
        self.roots, stats, facets = answer
        self._parts.sidebar.show_counts(facets, stats.failed)
        self._parts.sidebar.show_roots(self.roots, stats.photos)
        self._parts.activity.show_failed(stats.failed)
        self.counted.emit(stats)

    def read_subfolders(self, path: str) -> None:
        """Have the sidebar show what lies in a folder."""
        sidebar = self._parts.sidebar
        self._requests.ask(
            f"folders {path}", lambda: self._app.subfolders(path), lambda found: sidebar.show_subfolders(path, found)
        )

    def read_models(self) -> None:
        """Another model may be in use."""
        self._background.ask("models", self._app.models, self._show_models)

    def _show_models(self, models: list[Model]) -> None:
        active = next((model for model in models if model.active), None)
        best = next((model.name for model in models if model.recommended and not model.builtin), "")
        self._parts.sidebar.show_notice(active is not None and active.builtin, best)
        if active is not None:
            self._parts.activity.show_model(active.name, active.builtin)

    def show_progress(self, progress: Progress) -> None:
        """Show what is done, and the photo that is described."""
        activity = self._parts.activity
        activity.show_progress(progress)
        if progress.state == "describing" and progress.detail != self._described:
            self._described = progress.detail
            self._requests.ask("described", lambda: self._picture_of(progress.detail), activity.show_picture)

    def _picture_of(self, path: str) -> QImage:
        """The thumbnail of what is described now (worker thread)."""
        try:
            thumbnail = self._app.thumbnail(self._app.photo_by_path(path).id)
        except NotFoundError:
            return QImage()
        return read_scaled(thumbnail, 2 * PICTURE) if thumbnail is not None else QImage()
