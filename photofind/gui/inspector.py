"""Follows the chosen photo: gives panel and viewer its captions, evidence and pictures."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from photofind.app import App
from photofind.gui import detail
from photofind.gui.captions_panel import CaptionsPanel
from photofind.gui.detail import Detail
from photofind.gui.jobs import Requests
from photofind.gui.thumbnails import read_scaled
from photofind.gui.viewer import Viewer
from photofind.gui.wording import matched_boxes
from photofind.records import Query

SMALL, LARGE = 512, 2560


class Inspector(QObject):
    """One photo at a time. Everything is read on worker threads; what comes late is dropped.

    Args:
        fast: for what is quick.
        slow: for previews, which may have to be made from the original.
    """

    loaded = Signal(object)
    """A ``Detail``."""

    def __init__(
        self, app: App, fast: Requests, slow: Requests, panel: CaptionsPanel, viewer: Viewer, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._app, self._fast, self._slow, self._panel, self._viewer = app, fast, slow, panel, viewer
        self._photo: int | None = None
        self._query = Query()
        self._large = False
        self._sharp: int | None = None
        self._small: int | None = None
        self._next: int | None = None
        panel.outline_changed.connect(viewer.canvas.set_outline)
        viewer.canvas.pointed.connect(self._pointed)

    @property
    def photo(self) -> int | None:
        """The photo that is shown."""
        return self._photo

    def show_photo(self, photo_id: int | None, query: Query) -> None:
        """Show a photo as found by a query, or none."""
        if photo_id == self._photo and query == self._query and photo_id is not None:
            return
        changed = photo_id != self._photo
        self._photo, self._query = photo_id, query
        if photo_id is None:
            self._fast.forget("detail")
            self._panel.show_nothing()
            return
        self._load()
        if changed:
            self._viewer.canvas.set_outline(None)
            self._load_pictures()

    def show_several(self, count: int) -> None:
        """Several photos are chosen: show none."""
        self._photo = None
        self._fast.forget("detail")
        self._panel.show_several(count)

    def set_large(self, large: bool, after: int | None = None) -> None:
        """Whether the viewer is open, so that a sharp picture is needed.

        Args:
            after: the photo that probably comes next, whose preview is made ahead.
        """
        self._large = large
        self._next = after
        if large and self._photo is not None and self._sharp != self._photo:
            self._load_pictures()

    def changed(self, ids: Collection[int]) -> None:
        """Captions or own words of these photos changed."""
        if self._photo in ids:
            self._load()

    def _load(self) -> None:
        photo_id, query = self._photo, self._query
        assert photo_id is not None
        self._fast.ask("detail", lambda: detail.load(self._app, photo_id, query), self._take, self._gone)

    def _take(self, found: Detail) -> None:
        self._panel.show_detail(found)
        self._viewer.canvas.set_matched(matched_boxes(found.evidence.matches))
        self.loaded.emit(found)

    def _gone(self, problem: str) -> None:
        self._panel.show_nothing(problem)

    def _load_pictures(self) -> None:
        photo_id = self._photo
        assert photo_id is not None
        if self._small != photo_id:
            self._fast.ask(
                "small", lambda: self._read(photo_id, large=False), lambda answer: self._take_small(photo_id, *answer)
            )
        if self._large:
            self._slow.ask(
                "large", lambda: self._read(photo_id, large=True), lambda answer: self._take_large(photo_id, *answer)
            )

    def _read(self, photo_id: int, large: bool) -> tuple[QImage, QSize | None]:
        """The picture and the size of the photo it stands for (worker thread)."""
        path = self._app.preview(photo_id) if large else self._app.thumbnail(photo_id)
        photos = self._app.photos([photo_id])
        size = QSize(photos[0].width, photos[0].height) if photos and photos[0].width else None
        return (read_scaled(path, LARGE if large else SMALL) if path is not None else QImage()), size

    def _take_small(self, photo_id: int, image: QImage, size: QSize | None) -> None:
        if photo_id != self._photo:
            return
        self._small = photo_id
        self._panel.picture.set_image(image, size)
        if self._sharp != photo_id:
            self._viewer.show_image(image, size, keep=False)

    def _take_large(self, photo_id: int, image: QImage, size: QSize | None) -> None:
        if photo_id != self._photo:
            return
        keep = self._small == photo_id
        self._sharp = photo_id
        self._viewer.show_image(image, size, keep)
        if self._next is not None:
            ahead = self._next
            self._slow.ask("ahead", lambda: self._app.preview(ahead))

    def _pointed(self, point: tuple[float, float] | None) -> None:
        self._panel.point_at(point)
