"""CSV (RFC 4180): a header and one line a result."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from photofind.export.row import Row, printable

COLUMNS = ("path", "score", "date", "width", "height", "caption", "own", "matched")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def defuse(text: str) -> str:
    """Text that a spreadsheet will not run: a cell that would start a formula gets an apostrophe in front (OWASP)."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def write(stream: TextIO, rows: Iterable[Row], _query: dict[str, object]) -> None:
    """Write the table. ``own`` holds the person's caption and tags, ``matched`` reads ``chip: view view; chip: …``."""
    table = csv.writer(stream)
    table.writerow(COLUMNS)
    for row in rows:
        own = "; ".join(part for part in (row.own, ", ".join(row.tags)) if part)
        matched = "; ".join(f"{chip}: {' '.join(views)}" for chip, views in row.matched.items())
        table.writerow(
            [
                defuse(printable(row.path)),
                f"{row.score:.6f}",
                row.date or "",
                row.width,
                row.height,
                defuse(row.caption or ""),
                defuse(own),
                defuse(matched),
            ]
        )
