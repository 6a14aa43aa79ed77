"""What is said about a photo as HTML: escaped, with the words marked that were searched for."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence

from photofind.export.row import Row

_LINES = re.compile(r"\s+")


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
