"""Downloads a model: language model and projector together, from the hub's cache where it has them already."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
import os
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from photofind.captioning.catalogue import Entry
from photofind.captioning.hub import Hub, RemoteFile, Trouble
from photofind.captioning.pair import check_pair
from photofind.captioning.transfer import Attempts, Patience, Stopped, Transfer, apart, digest_of, note_of
from photofind.errors import Cancelled, DownloadError, OwnedError
from photofind.records import DownloadProgress, DownloadState

log = logging.getLogger(__name__)

Report = Callable[[DownloadProgress], None]

PART, LINK = ".part", ".link"
PATIENCE = Patience()
_WINDOW = 8.0
"""Seconds over which the pace is measured."""
_EVERY = 0.1
_MARGIN = 100_000_000
"""Bytes that a download leaves free on the disk."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What a download did: bytes that came over the network, and bytes that were on this machine already."""

    model: str
    fetched: int
    found: int
    seconds: float


def folder_of(entry: Entry, models_dir: Path) -> Path:
    """Where a model's files lie."""
    return models_dir / entry.name


def targets(entry: Entry, models_dir: Path) -> tuple[Path, Path]:
    """Its two files: language model, projector."""
    folder = folder_of(entry, models_dir)
    return folder / entry.lm, folder / entry.mmproj


def partial(entry: Entry, models_dir: Path) -> int:
    """Bytes that an unfinished download has left; 0 when nothing was begun or all is there."""
    whole = [path.stat().st_size if path.is_file() else 0 for path in targets(entry, models_dir)]
    if all(whole):
        return 0
    parts = [path.with_name(path.name + PART) for path in targets(entry, models_dir)]
    return sum(whole) + sum(part.stat().st_size for part in parts if part.is_file())


@contextlib.contextmanager
def locked(models_dir: Path) -> Iterator[None]:
    """Keep others from changing a models folder meanwhile.

    Raises:
        OwnedError: another download, removal or move is at work there.
        DownloadError: the folder can't be made or written.
    """
    from filelock import FileLock, Timeout  # a window starts without it

    lock = FileLock(models_dir / ".lock", thread_local=False)
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise OwnedError(
            f"another download is at work in {models_dir}", "wait until it has ended, or stop it"
        ) from None
    except OSError as error:
        raise DownloadError(
            f"can't write into {models_dir} ({error.strerror or error})", "choose another models folder"
        ) from error
    try:
        yield
    finally:
        lock.release()


def remove(entry: Entry, models_dir: Path, unfinished_only: bool = False) -> int:
    """Delete a model's files; returns the bytes that were freed.

    Args:
        unfinished_only: leave a model alone that is whole.

    Raises:
        OwnedError: another download is at work there.
        DownloadError: a file can't be deleted.
    """
    freed = 0
    with locked(models_dir):
        whole = all(path.is_file() for path in targets(entry, models_dir))
        try:
            for path in targets(entry, models_dir):
                part = path.with_name(path.name + PART)
                link = path.with_name(path.name + LINK)
                for each in (part, note_of(part), link, *(() if whole and unfinished_only else (path,))):
                    if each.is_file():
                        freed += each.stat().st_size
                        each.unlink()
        except OSError as error:
            raise DownloadError(
                f"can't delete {error.filename} ({error.strerror})", "close what uses it, then try again"
            ) from error
        with contextlib.suppress(OSError):
            folder_of(entry, models_dir).rmdir()
    return freed


def download(
    entry: Entry,
    models_dir: Path,
    hub: Hub,
    report: Report = lambda _progress: None,
    stopped: Stopped = lambda: False,
    patience: Patience = PATIENCE,
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
) -> Downloaded:
    """Bring what is missing of a model into its folder; blocks until it is there, checked.

    Each file comes into a ``.part`` beside its place and takes it when its SHA-256 is right; the second one only when
    both belong together. A file that the hub's cache holds is linked, or copied where that can't be.

    Args:
        stopped: polled ten times a second; what has come is kept then.
        free: bytes free on the disk of a folder.

    Raises:
        DownloadError: it can't be had, says why and what to do.
        ModelError: the files don't belong together.
        OwnedError: another download is at work in the folder.
        Cancelled: it was stopped.
    """
    with locked(models_dir):
        return _Download(entry, models_dir, hub, report, stopped, patience, free)()


class _Download:
    def __init__(
        self,
        entry: Entry,
        models_dir: Path,
        hub: Hub,
        report: Report,
        stopped: Stopped,
        patience: Patience,
        free: Callable[[Path], int],
    ) -> None:
        self._entry, self._hub, self._report, self._stopped = entry, hub, report, stopped
        self._patience, self._free = patience, free
        self._targets = targets(entry, models_dir)
        self._total = self._before = self._fetched = self._found = 0
        self._name = ""
        self._last: tuple[float, DownloadState] = (0.0, "paused")
        self._marks: deque[tuple[float, int]] = deque()

    def __call__(self) -> Downloaded:
        begun = time.monotonic()
        self._tell("starting", 0, "")
        missing = [path for path in self._targets if not path.is_file()]
        self._found = sum(path.stat().st_size for path in self._targets if path not in missing)
        try:
            self._targets[0].parent.mkdir(exist_ok=True)
        except OSError as error:
            folder = self._targets[0].parent
            raise DownloadError(
                f"can't write into {folder} ({error.strerror})", "choose another models folder"
            ) from error
        kept = {path: self._take_cached(path, "") for path in missing}
        wanted = {path: self._ask(path.name) for path in missing if not kept[path]}
        self._total = sum(path.stat().st_size for path in self._targets if path.is_file()) + sum(
            file.size for file in wanted.values()
        )
        self._before = self._total - sum(file.size for file in wanted.values())
        self._check_room(wanted)
        for path, file in wanted.items():
            self._name = path.name
            if not self._take_cached(path, file.sha256):
                self._fetch(path, file)
            self._before += file.size
        self._tell("done", 0, "", rush=True)
        return Downloaded(self._entry.name, self._fetched, self._found, round(time.monotonic() - begun, 3))

    def _ask(self, name: str) -> RemoteFile:
        attempts = Attempts(self._hub.host, self._patience, lambda why: self._tell("waiting", 0, why), self._stopped)
        while True:
            try:
                return apart(lambda: self._hub.file(self._entry.repository, name), self._stopped)
            except Trouble as trouble:
                attempts.failed(trouble)

    def _check_room(self, wanted: dict[Path, RemoteFile]) -> None:
        folder = self._targets[0].parent
        there = 0
        for path in wanted:
            part = path.with_name(path.name + PART)
            there += part.stat().st_size if part.is_file() else 0
        need = sum(file.size for file in wanted.values()) - there
        free = self._free(folder)
        if need > 0 and need + _MARGIN > free:
            raise DownloadError(
                f"{self._entry.name} needs {(need + _MARGIN) / 1e9:.2f} GB more on the disk of {folder}, "
                f"and {free / 1e9:.2f} GB are free",
                "make room, or choose a models folder on another disk",
            )

    def _fetch(self, path: Path, file: RemoteFile) -> None:
        part = path.with_name(path.name + PART)
        transfer = Transfer(
            self._hub, self._entry.repository, file, part, self._patience, self._tell, self._stopped
        )  # fmt: skip
        transfer()
        self._fetched += file.size - transfer.resumed
        self._found += transfer.resumed
        self._install(part, path)
        note_of(part).unlink(missing_ok=True)

    def _take_cached(self, path: Path, sha256: str) -> bool:
        """Take a file from the hub's cache if it has it whole."""
        cached = self._hub.cached(self._entry.repository, path.name, sha256)
        if cached is None:
            return False
        source, expected = cached
        self._name = path.name
        link = path.with_name(path.name + LINK)
        try:
            digest = digest_of(source, lambda done: self._tell("checking", done, ""), self._stopped)
            if digest.hexdigest() != expected:
                log.warning("%s in the cache of the hub is damaged: it is not used", source)
                return False
            link.unlink(missing_ok=True)
            # Neither the cache nor photofind ever writes into a finished file: both replace it. So a link is safe.
            try:
                os.link(source, link)
            except OSError:
                self._copy(source, link, expected)
            self._install(link, path)
        except OSError as error:
            log.warning("%s in the cache of the hub can't be used: %s", source, error)
            return False
        finally:
            link.unlink(missing_ok=True)
        self._found += path.stat().st_size
        part = path.with_name(path.name + PART)
        for leftover in (part, note_of(part)):
            leftover.unlink(missing_ok=True)
        return True

    def _copy(self, source: Path, target: Path, expected: str) -> None:
        digest = hashlib.sha256()
        try:
            with open(source, "rb") as read, open(target, "wb") as write:
                while block := read.read(_BLOCK):
                    write.write(block)
                    digest.update(block)
                    if self._stopped():
                        raise Cancelled
                write.flush()
                os.fsync(write.fileno())
            if digest.hexdigest() != expected:
                raise OSError(errno.EIO, "it changed while it was copied")
        except BaseException:
            target.unlink(missing_ok=True)
            raise

    def _install(self, source: Path, path: Path) -> None:
        lm, mmproj = self._targets
        if path == mmproj and lm.is_file():
            check_pair(lm, source)
        elif path == lm and mmproj.is_file():
            check_pair(source, mmproj)
        os.replace(source, path)
        sync_folder(path.parent)

    def _tell(self, state: DownloadState, done: int, detail: str, rush: bool = False) -> None:
        now = time.monotonic()
        if not rush and state != "waiting" and state == self._last[1] and now - self._last[0] < _EVERY:
            return
        self._last = (now, state)
        have = self._before + done
        rate = eta = None
        if state == "downloading":
            self._marks.append((now, have))
            while len(self._marks) > 2 and now - self._marks[0][0] > _WINDOW:
                self._marks.popleft()
            first = self._marks[0]
            if now - first[0] > 0.5 and have > first[1]:
                rate = (have - first[1]) / (now - first[0])
                eta = (self._total - have) / rate
        else:
            self._marks.clear()
        self._report(
            DownloadProgress(
                self._entry.name, state, min(have, self._total), self._total, rate, eta, detail or self._name
            )
        )


def sync_folder(folder: Path) -> None:
    """Have the names in a folder survive a power cut, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
