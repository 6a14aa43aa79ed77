"""Moves the models folder: copy, check, switch, then remove the old files; a kill at any moment leaves one whole set.

A journal in the data directory says what is under way. Until the settings name the new folder, the old files are the
models and the journal's copies are waste; from then on it is the other way round. ``finish`` clears up after a kill.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from photofind.captioning.catalogue import Entry
from photofind.captioning.download import PART, locked, sync_folder, targets
from photofind.captioning.transfer import Stopped, digest_of, note_of
from photofind.errors import Cancelled, DownloadError, OwnedError, PhotofindError, UsageError

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Bytes moved, and bytes in all."""

_COPY = ".moving"
_BLOCK = 1 << 20
_MARGIN = 50_000_000


def move(
    old: Path,
    new: Path,
    entries: Sequence[Entry],
    journal: Path,
    switch: Callable[[], None],
    progress: Progress = lambda _done, _total: None,
    stopped: Stopped = lambda: False,
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
) -> int:
    """Move the downloaded models (also unfinished ones) from one folder to another; returns the bytes moved.

    Only photofind's own files are touched, whatever else lies in either folder.

    Args:
        journal: a file in the data directory.
        switch: makes the new folder the one in use, durably, and has nothing use the old one.
        stopped: polled after each piece; everything is as before then.
        free: bytes free on the disk of a folder.

    Raises:
        UsageError: one folder lies in the other.
        DownloadError: no room, not writable, or another file is in the way; everything is as before.
        OwnedError: a download is at work in a folder.
        Cancelled: it was stopped.
    """
    old, new = old.absolute(), new.absolute()
    if old in new.parents or new in old.parents:
        raise UsageError(f"{new} and {old} lie in one another", "choose a folder beside it")
    with _journal_lock(journal), locked(new), contextlib.ExitStack() as stack:
        if old.is_dir():
            stack.enter_context(locked(old))
        plan = [path.relative_to(old) for path in _files(entries, old)]
        sizes = {path: (old / path).stat().st_size for path in plan}
        for path in plan:
            if (new / path).exists():
                raise DownloadError(f"{new / path} is in the way", "move it away or choose another folder")
        total = sum(sizes.values())
        linkable = old.is_dir() and old.stat().st_dev == new.stat().st_dev
        if not linkable and total + _MARGIN > free(new):
            raise DownloadError(
                f"the models take {total / 1e9:.2f} GB and {free(new) / 1e9:.2f} GB are free on the disk of {new}",
                "make room or choose another folder",
            )
        _write(journal, {"old": str(old), "new": str(new), "files": [path.as_posix() for path in plan]})

        def after(before: int) -> Callable[[int], None]:
            return lambda part: progress(before + part, total)

        try:
            done = 0
            for path in plan:
                _bring(old / path, new / path, after(done), stopped)
                done += sizes[path]
                progress(done, total)
            switch()
        except BaseException as error:
            _clear(new, plan)
            journal.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise DownloadError(
                    f"can't copy to {error.filename or new} ({error.strerror})", "choose another folder"
                ) from error
            raise
        _clear_old(old, new, plan, journal)
    with contextlib.suppress(OSError):
        (old / ".lock").unlink(missing_ok=True)
        old.rmdir()
    return total


def finish(journal: Path, current: Path) -> None:
    """Clear up after a move that was killed: whichever set of files isn't in use is removed.

    Args:
        current: the folder that the settings name.
    """
    if not journal.exists():
        return
    try:
        with _journal_lock(journal):
            try:
                note = json.loads(journal.read_text("utf-8"))
                old, new = Path(note["old"]), Path(note["new"])
                plan = [Path(str(path)) for path in note["files"]]
            except (OSError, ValueError, KeyError, TypeError):
                log.warning("the journal of a move of models is unreadable")
                journal.unlink(missing_ok=True)
                return
            if any(path.is_absolute() or ".." in path.parts for path in plan):
                journal.unlink(missing_ok=True)
                return
            log.warning("a move of the models from %s to %s was broken off", old, new)
            if current.absolute() == new:
                _clear_old(old, new, plan, journal)
            else:
                # Nothing is removed that the old folder does not have.
                _clear(new, [path for path in plan if (old / path).is_file()])
                journal.unlink(missing_ok=True)
    except PhotofindError:
        log.info("another process moves the models")


@contextlib.contextmanager
def _journal_lock(journal: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout  # a window starts without it

    lock = FileLock(journal.with_suffix(".lock"), thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise OwnedError("the models are being moved already", "wait until that has ended") from None
    try:
        yield
    finally:
        lock.release()


def _files(entries: Sequence[Entry], folder: Path) -> list[Path]:
    found = []
    for entry in entries:
        for path in targets(entry, folder):
            part = path.with_name(path.name + PART)
            found += [each for each in (path, part, note_of(part)) if each.is_file()]
    return found


def _write(journal: Path, value: object) -> None:
    fresh = journal.with_name(f"{journal.name}.new")
    with open(fresh, "w", encoding="utf-8") as file:
        json.dump(value, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, journal)
    sync_folder(journal.parent)


def _bring(source: Path, target: Path, progress: Callable[[int], None], stopped: Stopped) -> None:
    """A second name for the same file where both are on one disk, else a copy that was read back and compared."""
    if stopped():
        raise Cancelled
    target.parent.mkdir(exist_ok=True)
    copy = target.with_name(target.name + _COPY)
    copy.unlink(missing_ok=True)
    try:
        os.link(source, copy)
    except OSError:
        _copy(source, copy, progress, stopped)
    os.replace(copy, target)
    sync_folder(target.parent)


def _copy(source: Path, copy: Path, progress: Callable[[int], None], stopped: Stopped) -> None:
    digest, done = hashlib.sha256(), 0
    with open(source, "rb") as read, open(copy, "wb") as write:
        while block := read.read(_BLOCK):
            write.write(block)
            digest.update(block)
            done += len(block)
            progress(done)
            if stopped():
                raise Cancelled
        write.flush()
        os.fsync(write.fileno())
    if digest_of(copy, lambda _done: None, stopped).digest() != digest.digest():
        raise DownloadError(f"{copy} reads back differently from what was written", "the disk may be failing")
    shutil.copystat(source, copy)


def _clear(folder: Path, plan: Sequence[Path]) -> None:
    """Remove what a move brought into a folder."""
    for path in plan:
        target = folder / path
        for each in (target.with_name(target.name + _COPY), target):
            with contextlib.suppress(OSError):
                each.unlink(missing_ok=True)
    _remove_empty(folder, plan)
    with contextlib.suppress(OSError):
        (folder / ".lock").unlink(missing_ok=True)
        folder.rmdir()


def _clear_old(old: Path, new: Path, plan: Sequence[Path], journal: Path) -> None:
    """Remove what has been moved. A file that is in use (on Windows) stays until the next start."""
    left = False
    for path in plan:
        try:
            if (new / path).is_file():
                (old / path).unlink(missing_ok=True)
        except OSError as error:
            left = True
            log.warning("%s can't be removed yet: %s", old / path, error)
    _remove_empty(old, plan)
    if not left:
        journal.unlink(missing_ok=True)


def _remove_empty(folder: Path, plan: Sequence[Path]) -> None:
    for parent in {path.parent for path in plan}:
        with contextlib.suppress(OSError):
            (folder / parent).rmdir()
