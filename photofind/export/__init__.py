"""Write results out: one module a format, one registry.

A format gets rows one by one, so that a long result is never in memory as a whole. Files are written beside their
final name and renamed when complete: a cancelled or failed export leaves what was there before.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from photofind.errors import Cancelled, ExportError, UsageError
from photofind.export import csv_table, json_document, json_lines, path_list
from photofind.export.row import Row, Writer

__all__ = ["FORMATS", "Format", "Row", "write"]


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: its file suffix, what it is for, and the function that writes it."""

    suffix: str
    about: str
    writer: Writer


FORMATS: dict[str, Format] = {
    "csv": Format(".csv", "Table for spreadsheets (CSV)", csv_table.write),
    "json": Format(".json", "Results with query and evidence (JSON)", json_document.write),
    "jsonl": Format(".jsonl", "One result a line, for scripts (JSON Lines)", json_lines.write),
    "paths": Format(".txt", "File paths, one a line", path_list.write),
}


def write(
    name: str,
    rows: Iterable[Row],
    query: dict[str, object],
    out: Path,
    *,
    overwrite: bool = False,
    progress: Callable[[int], None] = lambda _done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Write rows as the format called ``name`` to the file ``out``.

    Args:
        rows: results in order.
        query: the query as JSON values, for formats that keep it.
        progress: called with the number of rows written so far.

    Returns:
        The number of rows written.

    Raises:
        UsageError: there is no such format.
        ExportError: ``out`` exists and ``overwrite`` is off, or it can't be written.
        Cancelled: ``cancelled`` said so; nothing is left behind.
    """
    chosen = FORMATS.get(name)
    if chosen is None:
        raise UsageError(f"there is no export format “{name}”", f"choose one of {', '.join(FORMATS)}")
    if out.is_dir():
        raise ExportError(f"{out} is a folder", "name a file")
    if out.exists() and not overwrite:
        raise ExportError(f"{out} exists already", "choose another name, or overwrite it (--overwrite)")
    count = 0

    def counted() -> Iterator[Row]:
        nonlocal count
        for row in rows:
            if cancelled():
                raise Cancelled
            yield row
            count += 1
            progress(count)

    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("w", encoding="utf-8", errors="surrogateescape", newline="") as stream:
                chosen.writer(stream, counted(), query)
            os.replace(part, out)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(f"can't write {out} ({error.strerror})", "choose another place") from error
    return count
