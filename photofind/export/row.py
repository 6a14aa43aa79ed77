"""One exported result, and what every text format's writer looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TextIO

from photofind.records import Span


@dataclass(frozen=True, slots=True)
class Row:
    """A result: where the photo is, why it was found, and what is said about it.

    Attributes:
        path: first file (online if any is); ``paths``: all files with this content.
        date: ISO 8601 date of capture, or None.
        caption: cleaned caption of the whole photo, or None while it is not described; ``model`` wrote it.
        own, tags: the person's own caption and tags.
        matched: chip → views (or ``own``, ``name``) that matched.
        learned: of these the chips that matched because other words imply theirs → those words.
        related: the chips that matched by words related to theirs → all words that matched.
        shared: the words shared with the photo that those found are like.
        spans: the texts that matched, and where in them.
        photo_id: of the photo in the catalog.
        online: whether one of its files is on a drive that is present.
    """

    path: str
    paths: tuple[str, ...]
    score: float
    date: str | None
    width: int
    height: int
    caption: str | None
    own: str = ""
    tags: tuple[str, ...] = ()
    matched: dict[str, list[str]] = field(default_factory=dict)
    learned: dict[str, tuple[str, ...]] = field(default_factory=dict)
    related: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shared: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    model: str = ""
    photo_id: int = 0
    online: bool = True

    def as_json(self) -> dict[str, object]:
        """The row as JSON values."""
        return {
            "path": printable(self.path),
            "paths": [printable(path) for path in self.paths],
            "score": self.score,
            "date": self.date,
            "width": self.width,
            "height": self.height,
            "caption": self.caption,
            "own": self.own,
            "tags": list(self.tags),
            "matched": self.matched,
        }


def printable(path: str) -> str:
    r"""A path as valid Unicode: bytes that are no UTF-8 are shown as ``\xNN``."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


Writer = Callable[[TextIO, Iterable[Row], dict[str, object]], None]
"""Writes rows, and for some formats the query, to an open UTF-8 text file."""
