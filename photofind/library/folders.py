"""Find and watch folders. Watching only ever says where to look again; ``scan`` then finds out what changed."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import platform
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from photofind.library.catalog_files import FoundFile
from photofind.library.formats import is_photo
from photofind.library.ignore import IGNORE_FILE, Ignore
from photofind.library.locations import is_below, normal
from photofind.library.walking import Walk, walk

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver, ObservedWatch

__all__ = ["FoundFile", "Ignore", "Walk", "Watcher", "walk"]

logger = logging.getLogger(__name__)

_EVENTS = frozenset(("created", "modified", "moved", "deleted", "closed"))
"""Opening and reading a file are events too; they must not count, or reading photos would cause rescans for ever."""
_BURST = 4000
"""After this many changes in one burst the system may have dropped some, so that whole folders are looked at again."""
_LINUX = platform.system() == "Linux"
_IN_DELETE_SELF = 0x400
_PATIENCE = 10.0
"""Times ``settle`` that settled changes wait for others of the same burst."""

Stamp = tuple[int, int] | None


@dataclass(slots=True)
class _Pending:
    """A path that changed: its size and modification time when last looked at, and since when they have been so."""

    stamp: Stamp
    since: float
    first: float


@dataclass(slots=True)
class _Watched:
    """A root: what the folder is (device and inode; None while absent) and who watches it."""

    identity: tuple[int, int] | None = None
    observer: BaseObserver | None = None
    watch: ObservedWatch | None = None


class Watcher:
    """Watches folders and says, after things have calmed down, which paths to look at again.

    Files that are still being written are waited for. Hidden files and files that are no photos are not reported,
    folders and ``.photofindignore`` are. A root that vanishes or comes back is reported as a whole. A root for which
    the system has no watches left is polled instead.

    Args:
        on_change: called on the watcher's thread with normal paths of files and folders, which may be gone.
        settle: seconds for which size and modification time must not change.
        poll: seconds between two looks at a root that can't be watched.
        presence: seconds between two checks whether the roots are there.
        observer: makes the observer of the system's events; only a test needs another than watchdog's.
    """

    def __init__(
        self,
        on_change: Callable[[set[str]], None],
        settle: float = 1.0,
        poll: float = 60.0,
        presence: float = 2.0,
        observer: Callable[[], BaseObserver] | None = None,
    ) -> None:
        self._on_change = on_change
        self._settle = settle
        self._poll = poll
        self._presence = presence
        self._make_observer = observer or _native
        self._lock = threading.RLock()
        self._roots: dict[str, _Watched] = {}
        self._events: dict[str, None] = {}
        self._event_count = 0
        self._pending: dict[str, _Pending] = {}
        self._burst = 0
        self._observer: BaseObserver | None = None
        self._poller: BaseObserver | None = None
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def watch(self, roots: Sequence[str]) -> list[str]:
        """Watch these folders and no others. Absent ones are watched as soon as they are there.

        Returns:
            Those that can't be watched and are polled instead.
        """
        wanted = dict.fromkeys(normal(root) for root in roots)
        with self._lock:
            if self._stop.is_set():
                return []
            for root in [root for root in self._roots if root not in wanted]:
                self._release(root)
                del self._roots[root]
            for root in wanted:
                if root not in self._roots:
                    self._roots[root] = _Watched()
                    self._engage(root)
            if self._thread is None and wanted:
                self._thread = threading.Thread(target=self._run, name="photofind-watcher", daemon=True)
                self._thread.start()
            return [root for root in wanted if self._roots[root].observer is self._poller is not None]

    def close(self) -> None:
        """Stop watching and wait for the threads. Idempotent; not to be called from ``on_change``."""
        self._stop.set()
        with self._lock:
            observers = [observer for observer in (self._observer, self._poller) if observer is not None]
            self._observer = self._poller = None
            thread, self._thread = self._thread, None
            self._roots.clear()
        for observer in observers:
            observer.stop()
        for observer in observers:
            observer.join()
        if thread is not None:
            thread.join()

    # Which folders are watched, and how. All of it with the lock held.

    def _engage(self, root: str) -> None:
        """Watch a root if it is there."""
        watched = self._roots[root]
        watched.identity = _identity(root)
        if watched.identity is None:
            return
        try:
            if self._observer is None:
                self._observer = self._started(self._make_observer())
            watched.observer, watched.watch = self._observer, self._schedule(self._observer, root)
            if not watches_left():  # watchdog tells of a root that can't be watched, but not of the folders below it
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EMFILE)
            self._engage_polling(root, "the system has no watches left" if full else str(error.strerror))

    def _engage_polling(self, root: str, reason: str) -> None:
        from watchdog.observers.polling import PollingObserver

        logger.warning("%s can't be watched (%s); looking there every %.0f s instead", root, reason, self._poll)
        self._release(root)
        watched = self._roots[root]
        try:
            if self._poller is None:
                self._poller = self._started(PollingObserver(timeout=self._poll))
            watched.observer, watched.watch = self._poller, self._schedule(self._poller, root)
        except OSError as error:
            logger.warning("%s can't be polled either (%s)", root, error.strerror)
            watched.observer = watched.watch = None
            watched.identity = None  # so that it is tried again

    @staticmethod
    def _started(observer: BaseObserver) -> BaseObserver:
        observer.daemon = True
        observer.start()
        return observer

    def _schedule(self, observer: BaseObserver, root: str) -> ObservedWatch:
        from watchdog.events import FileSystemEventHandler

        watcher = self

        class Handler(FileSystemEventHandler):
            def dispatch(self, event: FileSystemEvent) -> None:
                watcher._note(root, event)

        return observer.schedule(Handler(), root, recursive=True)

    def _release(self, root: str) -> None:
        watched = self._roots[root]
        if watched.observer is not None and watched.watch is not None:
            with contextlib.suppress(Exception):  # its own thread may have given up on it already
                watched.observer.unschedule(watched.watch)
        watched.observer = watched.watch = None

    def _check_roots(self) -> None:
        """Notice roots that vanished, came back, or became another folder."""
        with self._lock:
            for root, watched in self._roots.items():
                if _identity(root) != watched.identity:
                    self._release(root)
                    self._engage(root)
                    self._events[root] = None
            for root, watched in self._roots.items():
                if watched.observer is None or watched.observer is self._poller:
                    continue
                if not _is_alive(watched.observer):
                    self._engage_polling(root, "the thread that hears of changes has died")
                    self._events[root] = None
                elif not watches_left():  # a new folder may have gone unwatched
                    self._engage_polling(root, "the system has no watches left")
                    self._events[root] = None

    # From single events to what on_change gets.

    def _note(self, root: str, event: FileSystemEvent) -> None:
        """Keep what an event is about (on an observer's thread, so as little as possible)."""
        if event.event_type not in _EVENTS or (event.is_directory and event.event_type == "modified"):
            return
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        with self._lock:
            self._event_count += 1
            for path in paths:
                place = _relevant(root, path, event.is_directory)
                if place:
                    self._events[place] = None

    def _run(self) -> None:
        checked = time.monotonic()
        while not self._stop.wait(min(0.25, self._settle / 4)):
            try:
                now = time.monotonic()
                if now - checked >= self._presence:
                    checked = now
                    self._check_roots()
                ready = self._collect(now)
                if ready:
                    self._on_change(ready)
            except Exception:
                logger.exception("what changed in the folders could not be dealt with")

    def _collect(self, now: float) -> set[str]:
        """Take in new events; the paths to report now, if it is time to."""
        with self._lock:
            events, self._events = self._events, {}
            self._burst += self._event_count
            self._event_count = 0
            roots = list(self._roots)
        for path in events:
            held = self._pending.get(path)
            self._pending[path] = _Pending(_stamp(path), now, held.first if held else now)
        if not self._pending:
            self._burst = 0
            return set()
        ready = {path for path, pending in self._pending.items() if self._is_settled(path, pending, now)}
        unsettled = [path for path in self._pending if path not in ready]
        # A folder is reported as a whole, which must not catch a file below it half-written.
        ready = {path for path in ready if not (os.path.isdir(path) and any(is_below(p, path) for p in unsettled))}
        oldest = min((self._pending[path].first for path in ready), default=now)
        if not ready or (unsettled and now - oldest < self._settle * _PATIENCE):
            return set()
        for path in ready:
            del self._pending[path]
        if self._burst > _BURST and not unsettled:
            ready.update(root for root in roots if any(is_below(path, root) for path in ready))
        if not unsettled:
            self._burst = 0
        folders = sorted(path for path in ready if os.path.isdir(path))
        return _without_covered(ready, folders)

    def _is_settled(self, path: str, pending: _Pending, now: float) -> bool:
        if now - pending.since < self._settle:
            return False
        stamp = _stamp(path)
        if stamp != pending.stamp:
            pending.stamp, pending.since = stamp, now
            return False
        return True


def watches_left() -> bool:
    """Whether the system lets this user watch one more folder (Linux limits that; elsewhere this is true)."""
    if not _LINUX:
        return True
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    handle = libc.inotify_init1(os.O_CLOEXEC)
    if handle < 0:
        return True  # no further instance, which says nothing about watches
    try:
        return bool(libc.inotify_add_watch(handle, b"/", _IN_DELETE_SELF) >= 0 or ctypes.get_errno() != errno.ENOSPC)
    finally:
        os.close(handle)


def _is_alive(observer: BaseObserver) -> bool:
    """Whether an observer still hears of changes, as far as its threads tell."""
    if not observer.is_alive():
        return False
    if _LINUX:
        from watchdog.observers import inotify_c

        # All observers share one reading thread, whose death nobody is told of.
        reader = getattr(getattr(inotify_c, "InotifyFD", None), "_instance", None)
        return reader is None or bool(reader.is_alive())
    return True


def _native() -> BaseObserver:
    from watchdog.observers import Observer

    # A folder that is moved out of a root and back again is watched twice, which does no harm.
    warnings.filterwarnings("ignore", message="Callback with id", category=RuntimeWarning)
    observer: Any = Observer()
    return observer  # type: ignore[no-any-return]


def _identity(root: str) -> tuple[int, int] | None:
    """What tells a folder from another at the same path; None if there is none that can be listed."""
    try:
        with os.scandir(root):
            status = os.stat(root)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _stamp(path: str) -> Stamp:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _relevant(root: str, path: str, is_folder: bool) -> str | None:
    """The path to look at again after an event, or None if it means nothing."""
    if not is_below(path, root):
        return None
    *above, name = path[len(root) :].split(os.sep)
    if any(part.startswith(".") for part in above):
        return None
    if name == IGNORE_FILE:
        return os.path.dirname(path)
    if name.startswith("."):
        return None
    return path if is_folder or is_photo(name) else None


def _without_covered(paths: set[str], folders: Sequence[str]) -> set[str]:
    """The paths without those that lie below one of the folders (sorted)."""
    outermost: list[str] = []
    for folder in folders:
        if not any(is_below(folder, other) for other in outermost):
            outermost.append(folder)
    kept = {path for path in paths if not any(is_below(path, folder) for folder in outermost)}
    return kept | set(outermost)
