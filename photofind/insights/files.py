"""Writing a picture to a file that a person chose."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from photofind.errors import ExportError


def write(path: Path, data: bytes) -> None:
    """Write a file, all of it or nothing; one that is there already is replaced.

    Raises:
        ExportError: it can't be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise ExportError(f"can't write {path} ({error.strerror})", "choose another place") from error
