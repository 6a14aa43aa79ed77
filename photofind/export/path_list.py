"""Plain paths, one a line, for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from photofind.errors import ExportError
from photofind.export.row import Row


def write(stream: TextIO, rows: Iterable[Row], _query: dict[str, object]) -> None:
    """Write the path of each result.

    Raises:
        ExportError: a path holds a line break and would read as two.
    """
    for row in rows:
        if "\n" in row.path or "\r" in row.path:
            raise ExportError(f"the path {row.path!r} holds a line break", "export as json, or use photofind search -0")
        stream.write(row.path + "\n")
