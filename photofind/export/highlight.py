"""What is said about a photo as HTML: escaped, with the words marked that were searched for."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence

from photofind.export.row import Row

_LINES = re.compile(r"\s+")
_GRID = {1: ("top", "middle", "bottom"), 2: ("left", "middle", "right")}


def escaped(text: str) -> str:
    """Text on one line for HTML, without control characters and what turns the direction of text around."""
    kept = "".join("\ufffd" if _unfit(sign) else sign for sign in _LINES.sub(" ", text))
    return html.escape(kept, quote=True)


def marked(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """Escaped text with ``<mark>`` around the ranges (character offsets; they may overlap)."""
    parts, at = [], 0
    for start, end in _merged(ranges, len(text)):
        parts += [escaped(text[at:start]), "<mark>", escaped(text[start:end]), "</mark>"]
        at = end
    return "".join([*parts, escaped(text[at:])])


def ranges_in(row: Row, source: str, text: str) -> list[tuple[int, int]]:
    """Where chips matched in a text of this source."""
    return [
        one for span in row.spans if span.source == source and span.text.strip() == text.strip() for one in span.ranges
    ]


def view_name(view: str) -> str:
    """A view (or ``own``, ``name``) for people."""
    if view in ("whole", "own", "name"):
        return {"whole": "whole photo", "own": "your words", "name": "file and folder name"}[view]
    halves = {"v1of2": "left half", "v2of2": "right half", "h1of2": "top half", "h2of2": "bottom half"}
    if view in halves:
        return halves[view]
    if re.fullmatch(r"[qg][123]{2}", view):
        row, column = int(view[1]) - 1, int(view[2]) - 1
        if view[0] == "q" and max(row, column) < 2:
            return f"{('top', 'bottom')[row]} {('left', 'right')[column]} quarter"
        if view[0] == "g":
            return "centre" if row == column == 1 else f"{_GRID[1][row]} {_GRID[2][column]} ninth"
    return f"crop {view}"


def _merged(ranges: Iterable[tuple[int, int]], length: int) -> Sequence[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        start, end = max(0, start), min(end, length)
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _unfit(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return kind in {"Cc", "Cs"} or sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
