"""Reading the photos themselves: opened read-only, and a reason for each that can't be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import IO

from photofind.export.row import Row

BLOCK = 1 << 20


def find(row: Row) -> tuple[Path, os.stat_result] | str:
    """The first file of a photo that is there; else why there is none."""
    reason = "the file is gone"
    for path in row.paths:
        try:
            status = os.stat(path)
        except (OSError, ValueError) as error:
            if not isinstance(error, FileNotFoundError):
                reason = f"it can't be read ({getattr(error, 'strerror', None) or error})"
            continue
        if stat.S_ISREG(status.st_mode):
            return Path(path), status
        reason = "it is no file any more"
    return reason if row.online else "its drive is absent"


class UnreadableError(Exception):
    """A photo could not be read to its end; says why."""


def pour(source: Path, expected: int, target: IO[bytes], check: Callable[[], None]) -> None:
    """Copy the bytes of a photo.

    Args:
        expected: how many there must be.
        check: called before each block; may raise.

    Raises:
        UnreadableError: it can't be read, or is being written.
        OSError: the target can't be written.
    """
    size = 0
    try:
        file = source.open("rb")
    except OSError as error:
        raise UnreadableError(f"it can't be read ({error.strerror})") from error
    with file:
        while True:
            check()
            try:
                block = file.read(BLOCK)
            except OSError as error:
                raise UnreadableError(f"it can't be read ({error.strerror})") from error
            size += len(block)
            if size > expected or (not block and size < expected):
                raise UnreadableError("it is being changed by another program")
            if not block:
                return
            target.write(block)
