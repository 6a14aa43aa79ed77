"""How deep the photos of a folder are described: the nearest folder above a file that says something decides.

What folders say is kept in the table ``scopes``; what follows for a photo, in its row as a mask, so that a hundred
thousand photos are counted without a look at their paths. A photo with files in several folders has a bit for each
of them, and the deepest counts.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from photofind.library.locations import below
from photofind.records import Depth

BITS: dict[Depth, int] = {"none": 1, "whole": 2, "crops": 4, "inherit": 8}
"""What the folders of a photo's files say; ``inherit``: no folder says anything."""
FIRST = 16
"""One of the files lies in a folder that a person wants described first."""
_FILES = (
    "SELECT photo_id, path FROM files WHERE raw = 0 AND photo_id IN "
    "(SELECT photo_id FROM files WHERE photo_id IS NOT NULL AND (path = ? OR (path >= ? AND path < ?)))"
)


class Scope(NamedTuple):
    """What a person said about one folder."""

    depth: Depth
    first: bool


def load(connection: sqlite3.Connection) -> dict[str, Scope]:
    """What a person said, by folder."""
    rows = connection.execute("SELECT path, depth, first FROM scopes")
    return {path: Scope(depth, bool(first)) for path, depth, first in rows}


def mask(scopes: Mapping[str, Scope], paths: Iterable[str]) -> int:
    """The mask of a photo with these files."""
    if not scopes:
        return BITS["inherit"]
    found = 0
    for path in paths:
        depth, first = effective(scopes, path)
        found |= BITS[depth] | (FIRST if first else 0)
    return found or BITS["inherit"]


def effective(scopes: Mapping[str, Scope], path: str) -> Scope:
    """What counts for a file or folder: the depth of the nearest folder that names one; first if any folder is."""
    depth: Depth = "inherit"
    first = False
    while scopes:
        scope = scopes.get(path)
        if scope is not None:
            first = first or scope.first
            if depth == "inherit":
                depth = scope.depth
        above = os.path.dirname(path)
        if above == path:
            break
        path = above
    return Scope(depth, first)


def apply(connection: sqlite3.Connection, folder: str) -> int:
    """Bring the photos with a file in a folder in line with what was said; returns how many changed."""
    scopes = load(connection)
    files: dict[int, list[str]] = {}
    for photo_id, path in connection.execute(_FILES, (folder, *below(folder))):
        files.setdefault(photo_id, []).append(path)
    masks = [(found := mask(scopes, paths), photo_id, found) for photo_id, paths in files.items()]
    return connection.executemany("UPDATE photos SET scope = ? WHERE id = ? AND scope != ?", masks).rowcount


def reaching(depth: Depth, default: Depth, force: bool) -> int:
    """The bits of which a photo must have one to be described that deep.

    Args:
        depth: ``whole`` or ``crops``.
        default: what ``inherit`` means.
        force: whether whole photos only counts as crops too (a person asked for a set of views outright).
    """
    enough: list[Depth] = ["crops"] if depth == "crops" and not force else ["whole", "crops"]
    bits = sum(BITS[each] for each in enough)
    return bits | BITS["inherit"] if default in enough else bits
