"""Thumbnails for the grid: read off the GUI thread, what is in view first, bounded by bytes."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter, QPainterPath, QPixmap

from photofind.courtesy import courtesy
from photofind.gui.urgent import urgent

log = logging.getLogger(__name__)

CACHE_BYTES = 96 * 1024 * 1024
THREADS = 2
RADIUS = 6.0
JPEG = QByteArray(b"jpeg")
START = b"\xff\xd8"
"""What a JPEG begins with."""


def read_scaled(path: Path, side: int) -> QImage:
    """A cached JPEG of ours, its long side at most ``side`` pixels (decoded no larger); null if unreadable."""
    try:
        return decode(path.read_bytes(), side)
    except OSError:
        return QImage()


def decode(data: bytes, side: int | None = None) -> QImage:
    """A JPEG of ours, its long side at most ``side`` pixels if that is given; null if unreadable."""
    if not data.startswith(START):
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, JPEG)
    # Asked what a file is, Qt tries its SVG reader, which connects a signal while this thread holds the interpreter;
    # the GUI thread, disconnecting another with Qt's lock held, waits for the interpreter: both would wait for ever.
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if side is not None and size.isValid() and max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def rounded(image: QImage, radius: float) -> QImage:
    """The image with round corners (radius in its pixels), ready to be painted quickly."""
    result = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    result.fill(Qt.GlobalColor.transparent)
    path = QPainterPath()
    path.addRoundedRect(QRectF(result.rect()), radius, radius)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(path)
    painter.drawImage(0, 0, image)
    painter.end()
    return result


@cache
def prepare() -> None:
    """Do once on the GUI thread what the threads will do.

    PySide makes its classes and enumerations when they are first used; two threads that do so at the same moment can
    lock each other up for good (seen with 6.11 as a window that froze while it opened).
    """
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image = QImage(8, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    QImageWriter(buffer, JPEG).write(image)
    rounded(decode(bytes(buffer.data().data()), 4), 1.0).isNull()


class ThumbnailLoader(QObject):
    """Keeps ready-made pixmaps of photos and reads those that the grid wants.

    Args:
        find: photo id → file of the thumbnail; may block; called on the loader's threads.
    """

    ready = Signal(int)
    """A photo's pixmap came (or turned out to be missing)."""
    _read = Signal(int, int, QImage)

    def __init__(self, find: Callable[[int], Path | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        prepare()
        self._find = find
        self._cache: OrderedDict[int, tuple[int, QPixmap]] = OrderedDict()
        self._bytes = 0
        self._missing: set[int] = set()
        self._wanted: OrderedDict[int, int] = OrderedDict()
        self._running: set[int] = set()
        self._changed = threading.Condition()
        self._closed = False
        self._threads: list[threading.Thread] = []
        self._ratio = 1.0
        self._read.connect(self._store)

    def get(self, photo_id: int) -> QPixmap | None:
        """The pixmap of a photo in any size that is there, or None."""
        entry = self._cache.get(photo_id)
        if entry is None:
            return None
        self._cache.move_to_end(photo_id)
        return entry[1]

    def is_missing(self, photo_id: int) -> bool:
        """Whether the photo's thumbnail can't be made."""
        return photo_id in self._missing

    def want(self, ids: Sequence[int], side: int, ratio: float) -> None:
        """Read these photos, the first first, and forget others asked for before and not begun.

        Args:
            side: long side in device-independent pixels.
            ratio: device pixels a device-independent pixel.
        """
        self._ratio = ratio
        pixels = round(side * ratio)
        wanted = OrderedDict(
            (i, pixels)
            for i in ids
            if i not in self._missing and ((entry := self._cache.get(i)) is None or entry[0] != pixels)
        )
        with self._changed:
            self._wanted = wanted
            if wanted and not self._threads and not self._closed:
                for number in range(THREADS):
                    thread = threading.Thread(target=self._run, name=f"thumbnails-{number}", daemon=True)
                    self._threads.append(thread)
                    thread.start()
            self._changed.notify_all()

    def retry(self) -> None:
        """Try again those that were missing: a drive may be back."""
        self._missing.clear()

    @property
    def bytes(self) -> int:
        """Memory that the cached pixmaps take."""
        return self._bytes

    def close(self) -> None:
        """Stop the threads."""
        with self._changed:
            self._closed = True
            self._wanted.clear()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._closed and not (self._wanted.keys() - self._running):
                    self._changed.wait()
                if self._closed:
                    return
                photo_id = next(i for i in self._wanted if i not in self._running)
                pixels = self._wanted.pop(photo_id)
                self._running.add(photo_id)
            image = QImage()
            try:
                courtesy.give_way()
                path = self._find(photo_id)
                if path is not None:
                    image = read_scaled(path, pixels)
                    courtesy.give_way()
                    if not image.isNull():
                        image = rounded(image, RADIUS * self._ratio)
            except Exception:
                log.exception("no thumbnail for photo %d", photo_id)
            with self._changed:
                self._running.discard(photo_id)
                self._changed.notify_all()
            self._read.emit(photo_id, pixels, image)

    @Slot(int, int, QImage)
    def _store(self, photo_id: int, pixels: int, image: QImage) -> None:
        urgent()
        if image.isNull():
            self._missing.add(photo_id)
        else:
            picture = QPixmap.fromImage(image)
            picture.setDevicePixelRatio(self._ratio)
            old = self._cache.pop(photo_id, None)
            if old is not None:
                self._bytes -= _size(old[1])
            self._cache[photo_id] = (pixels, picture)
            self._bytes += _size(picture)
            while self._bytes > CACHE_BYTES and len(self._cache) > 1:
                _, (_, gone) = self._cache.popitem(last=False)
                self._bytes -= _size(gone)
        self.ready.emit(photo_id)


def _size(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
