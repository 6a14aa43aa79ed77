"""Follows the chosen photo: gives panel and viewer its captions, evidence and pictures."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from photofind.app import App
from photofind.gui import detail, pictures
from photofind.gui.captions_panel import CaptionsPanel
from photofind.gui.detail import Detail
from photofind.gui.jobs import Requests
from photofind.gui.pictures import Pictures
from photofind.gui.thumbnails import decode
from photofind.gui.viewer import Viewer
from photofind.gui.wording import matched_boxes
from photofind.records import Box, Query

MOST_SIDE = 4096
"""Long side in pixels of the largest part of a photo that is asked for."""


class Inspector(QObject):
    """One photo at a time. Everything is read on worker threads; what comes late is dropped.

    Args:
        fast: for what is quick.
        slow: for what may have to be made from the original.
        pictures_: the large pictures.
    """

    loaded = Signal(object)
    """A ``Detail``."""

    def __init__(
        self,
        app: App,
        fast: Requests,
        slow: Requests,
        pictures_: Pictures,
        panel: CaptionsPanel,
        viewer: Viewer,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._app, self._fast, self._slow, self._panel, self._viewer = app, fast, slow, panel, viewer
        self._pictures = pictures_
        self._photo: int | None = None
        self._query = Query()
        self._large = False
        self._sharp: int | None = None
        self._small: int | None = None
        self._beside: tuple[int, ...] = ()
        pictures_.ready.connect(self._take_large)
        panel.outline_changed.connect(viewer.canvas.set_outline)
        viewer.canvas.pointed.connect(panel.point_at)
        viewer.canvas.sharper_wanted.connect(self._want_part)
        viewer.canvas.tip = panel.picture.tip = panel.said_at
        panel.picture.pointed.connect(panel.point_at)

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

    def set_large(self, large: bool, beside: Sequence[int] = ()) -> None:
        """Whether the viewer is open, so that a sharp picture is needed.

        Args:
            beside: the photos that probably come next, the likeliest first; their pictures are read ahead.
        """
        self._large = large
        self._beside = tuple(beside)
        if large and self._photo is not None:
            self._load_pictures()
        if not large:
            self._slow.forget("part")

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
        if self._large:
            self._pictures.want(photo_id, self._beside)
        if self._small != photo_id:
            self._fast.ask(
                "small",
                lambda: pictures.read(self._app, photo_id, large=False),
                lambda answer: self._take_small(photo_id, *answer),
            )

    def _take_small(self, photo_id: int, image: QImage, size: QSize | None) -> None:
        if photo_id != self._photo:
            return
        self._small = photo_id
        self._panel.picture.set_image(image, size)
        if self._sharp != photo_id:
            self._sharp = None
            self._viewer.show_image(image, size, keep=False)

    def _take_large(self, photo_id: int) -> None:
        found = self._pictures.get(photo_id)
        if photo_id != self._photo or photo_id == self._sharp or not self._large or found is None:
            return
        image, size = found
        self._viewer.show_image(image, size, keep=self._small == photo_id)
        self._sharp = photo_id

    def _want_part(self, box: Box, side: int) -> None:
        """Read a part of the photo in full sharpness: it is shown larger than the picture is."""
        photo_id = self._photo
        if photo_id is None or photo_id != self._sharp:
            return

        def read() -> QImage:
            data = self._app.region(photo_id, box, min(side, MOST_SIDE))
            return decode(data) if data else QImage()

        def take(image: QImage) -> None:
            if photo_id == self._photo:
                self._viewer.canvas.set_sharp(box, image)

        self._slow.ask("part", read, take)
