"""The core's callbacks as Qt signals on the GUI thread, bursts of them joined."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from photofind.gui.urgent import urgent
from photofind.records import DownloadProgress, Event, LibraryChanged, Notice, PhotosChanged, Progress, ProgressChanged

PHOTOS_MS = 500
PROGRESS_MS = 100


class Source(Protocol):
    """Something that tells its listeners what happens (the facade)."""

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call ``listener`` from any thread until the function that is returned is called."""


class Bridge(QObject):
    """Listens to the core, joins what comes faster than a person can see, and emits it on its own thread."""

    photos_changed = Signal(object)
    """frozenset of photo ids, at most twice a second."""
    library_changed = Signal()
    """At most twice a second."""
    progress_changed = Signal(object)
    """The latest ``Progress``, at most ten times a second."""
    download_changed = Signal(object)
    """The latest ``DownloadProgress`` of a model, at most ten times a second."""
    notice = Signal(str)
    _arrived = Signal()

    def __init__(self, source: Source, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._ids: set[int] = set()
        self._library = False
        self._progress: Progress | None = None
        self._downloads: dict[str, DownloadProgress] = {}
        self._notices: list[str] = []
        self._told = False
        self._photos_timer = self._timer(self._emit_photos)
        self._progress_timer = self._timer(self._emit_progress)
        self._since_photos = QElapsedTimer()
        self._since_progress = QElapsedTimer()
        self._arrived.connect(self._schedule)
        self._unsubscribe = source.subscribe(self._listen)

    def close(self) -> None:
        """Stop listening."""
        self._unsubscribe()
        self._photos_timer.stop()
        self._progress_timer.stop()

    def _timer(self, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(slot)
        return timer

    def _listen(self, event: Event) -> None:
        """Take an event on whatever thread it comes; wake the GUI thread once for any number of them."""
        with self._lock:
            match event:
                case PhotosChanged(ids):
                    self._ids.update(ids)
                case LibraryChanged():
                    self._library = True
                case ProgressChanged(progress):
                    self._progress = progress
                case DownloadProgress(model=model):
                    self._downloads[model] = event
                case Notice(text):
                    self._notices.append(text)
            if self._told:
                return
            self._told = True
        self._arrived.emit()

    @Slot()
    def _schedule(self) -> None:
        with self._lock:
            self._told = False
            photos = bool(self._ids) or self._library
            progress = self._progress is not None or bool(self._downloads)
            notices, self._notices = self._notices, []
        if photos:
            _soon(self._photos_timer, self._since_photos, PHOTOS_MS)
        if progress:
            _soon(self._progress_timer, self._since_progress, PROGRESS_MS)
        for text in notices:
            self.notice.emit(text)

    @Slot()
    def _emit_photos(self) -> None:
        urgent()
        self._since_photos.start()
        with self._lock:
            ids, self._ids = frozenset(self._ids), set()
            library, self._library = self._library, False
        if library:
            self.library_changed.emit()
        if ids:
            self.photos_changed.emit(ids)

    @Slot()
    def _emit_progress(self) -> None:
        urgent()
        self._since_progress.start()
        with self._lock:
            progress, self._progress = self._progress, None
            downloads, self._downloads = self._downloads, {}
        if progress is not None:
            self.progress_changed.emit(progress)
        for download in downloads.values():
            self.download_changed.emit(download)


def _soon(timer: QTimer, since: QElapsedTimer, interval: int) -> None:
    if timer.isActive():
        return
    elapsed = since.elapsed() if since.isValid() else interval
    timer.start(max(0, interval - elapsed))
