"""Which process may scan, describe and index: the one that holds an OS lock in the data directory."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from photofind.errors import OwnedError

if TYPE_CHECKING:
    from filelock import FileLock


class Ownership:
    """The lock of one data directory. The OS frees it when the process ends, however it ends.

    Args:
        lock: path of the lock file; a file beside it (suffix ``.txt``) says who holds it.
    """

    def __init__(self, lock: Path) -> None:
        self._path = lock
        self._lock: FileLock | None = None
        self._changing = threading.Lock()
        self._kept = False
        self._borrowers = 0
        self._note = lock.with_suffix(".txt")

    @property
    def held(self) -> bool:
        """Whether this process is the owner."""
        return self._lock is not None and self._lock.is_locked

    def take(self) -> bool:
        """Become the owner if nobody else is, until ``release``; returns whether this process is the owner now."""
        with self._changing:
            self._kept = self._acquire()
            return self._kept

    @contextlib.contextmanager
    def borrowed(self) -> Iterator[bool]:
        """Be the owner for a block, if nobody else is; whether this process is, is given to the block.

        Blocks of several threads may overlap, and ``take`` within one outlives it.
        """
        with self._changing:
            borrowed = self._acquire()
            self._borrowers += borrowed
        try:
            yield borrowed
        finally:
            with self._changing:
                self._borrowers -= borrowed
                if not (self._borrowers or self._kept):
                    self._free()

    def _acquire(self) -> bool:
        from filelock import FileLock, Timeout  # a window starts without it

        if self._lock is None:
            self._lock = FileLock(self._path, thread_local=False)
        if self._lock.is_locked:
            return True
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        with contextlib.suppress(OSError):
            self._note.write_text(f"{os.getpid()} {_command(sys.argv)}", "utf-8")
        return True

    def demand(self) -> None:
        """Become the owner.

        Raises:
            OwnedError: another process is; the message says which.
        """
        if not self.take():
            raise OwnedError(
                f"another photofind is working on this library ({self.holder()})",
                "stop it, or let it do the work",
            )

    def holder(self) -> str:
        """Who holds the lock, as it said itself: ``process N, command``."""
        with contextlib.suppress(OSError, UnicodeDecodeError):
            number, _, command = self._note.read_text("utf-8").partition(" ")
            return f"process {number}" + (f", {command}" if command else "")
        return "an unknown process"

    def release(self) -> None:
        """Let another process become the owner."""
        with self._changing:
            self._kept = False
            if not self._borrowers:
                self._free()

    def _free(self) -> None:
        if self._lock is not None and self._lock.is_locked:
            with contextlib.suppress(OSError):
                self._note.unlink()
            self._lock.release()


def _command(words: Sequence[str]) -> str:
    """The program and its command, without options and their values: ``photofind caption``."""
    rest = iter(words[1:])
    for word in rest:
        if word == "--data-dir":
            next(rest, None)
        elif not word.startswith("-"):
            return f"photofind {Path(word).name}"
    return "photofind"
