"""The large pictures of the viewer and the slideshow: decoded off the GUI thread, the neighbours ahead of time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from photofind.app import App
from photofind.gui.jobs import Requests
from photofind.gui.thumbnails import read_scaled

SMALL, LARGE = 512, 2560
CACHE_BYTES = 80 * 1024 * 1024
"""Four pictures of 2560 × 1920: the one shown, its neighbours, and the one before."""

Picture = tuple[QImage, QSize | None]
"""A picture (null if the photo can't be shown) and the size in pixels of the photo that it stands for."""


def read(app: App, photo_id: int, large: bool) -> Picture:
    """The preview or the thumbnail of a photo (worker thread)."""
    path = app.preview(photo_id) if large else app.thumbnail(photo_id)
    photos = app.photos([photo_id])
    size = QSize(photos[0].width, photos[0].height) if photos and photos[0].width else None
    return (read_scaled(path, LARGE if large else SMALL) if path is not None else QImage()), size


class Pictures(QObject):
    """Keeps the last few pictures.

    Args:
        requests: for what may take long: a preview may have to be made from the original.
    """

    ready = Signal(int)
    """The picture of a photo that was wanted is here."""

    def __init__(self, app: App, requests: Requests, parent: QObject) -> None:
        super().__init__(parent)
        self._app, self._requests = app, requests
        self._kept: OrderedDict[int, Picture] = OrderedDict()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """Memory that the pictures take."""
        return self._bytes

    def get(self, photo_id: int) -> Picture | None:
        """The picture of a photo, if it is here."""
        found = self._kept.get(photo_id)
        if found is not None:
            self._kept.move_to_end(photo_id)
        return found

    def want(self, photo_id: int, ahead: Sequence[int] = ()) -> None:
        """Read a photo's picture, then those that are probably asked for next. What was wanted before is dropped."""
        for place, wanted in enumerate((photo_id, *ahead)):
            kind = f"picture-{place}"
            if wanted in self._kept:
                self._requests.forget(kind)
                if place == 0:
                    self.ready.emit(wanted)
            else:
                self._ask(kind, wanted)

    def forget(self, ids: Collection[int]) -> None:
        """The pixels of these photos may be others."""
        for photo_id in ids:
            found = self._kept.pop(photo_id, None)
            if found is not None:
                self._bytes -= found[0].sizeInBytes()

    def _ask(self, kind: str, photo_id: int) -> None:
        self._requests.ask(
            kind, lambda: read(self._app, photo_id, large=True), lambda picture: self._take(photo_id, picture)
        )

    def _take(self, photo_id: int, picture: Picture) -> None:
        self.forget([photo_id])
        self._kept[photo_id] = picture
        self._bytes += picture[0].sizeInBytes()
        while self._bytes > CACHE_BYTES and len(self._kept) > 1:
            self.forget([next(iter(self._kept))])
        self.ready.emit(photo_id)
