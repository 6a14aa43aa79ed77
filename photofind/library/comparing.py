"""Compare what lies in the folders with what the catalog knows: which files are new, changed, renamed or gone."""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from photofind.library.catalog_files import Arrival, FoundFile, KnownFile, KnownRow
from photofind.library.formats import is_photo, is_raw
from photofind.library.locations import is_below, is_text, shown
from photofind.library.walking import Walk
from photofind.records import Root

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of a root to compare: a folder and all below it, or (with ``stems``) some files of one folder.

    Attributes:
        stems: names without suffix, in lower case; files of other names are not looked at.
        vanished: paths that may have been folders and are none now; what was below them is gone.
    """

    root: Root
    folder: str
    stems: frozenset[str] = frozenset()
    vanished: tuple[str, ...] = ()


@dataclass(slots=True)
class Differences:
    """What a comparison found.

    Attributes:
        total: files seen; ``unchanged`` of them need nothing.
        fresh: new or changed files to open, with the id of their root.
        pairs: RAW files to attach to the photo at a path: file, root id, that path.
        renamed: arrivals that need no look, as the same file was known elsewhere.
        missing: known files that were not seen.
    """

    total: int = 0
    unchanged: int = 0
    fresh: list[tuple[FoundFile, int]] = field(default_factory=list)
    pairs: list[tuple[FoundFile, int, str]] = field(default_factory=list)
    renamed: list[Arrival] = field(default_factory=list)
    missing: dict[str, KnownFile] = field(default_factory=dict)


def scopes(roots: Sequence[Root], paths: Sequence[str]) -> list[Scope]:
    """The parts of the roots that contain the paths, none within another; paths outside every root are left out.

    Args:
        roots: all of them.
        paths: normal paths of files and folders, also of those that are gone; none means everything.
    """
    if not paths:
        return [Scope(root, root.path) for root in roots]
    folders: list[Scope] = []
    files: dict[str, tuple[Root, list[str]]] = {}
    for path in sorted(set(paths)):
        root = next((root for root in roots if is_below(path, root.path)), None)
        if root is None:
            logger.info("%r is below no folder of the library", path)
        elif path == root.path or os.path.isdir(path):
            if not any(is_below(path, scope.folder) for scope in folders):
                folders.append(Scope(root, path))
        else:
            files.setdefault(os.path.dirname(path), (root, []))[1].append(path)
    for folder, (root, several) in files.items():
        if not any(is_below(folder, scope.folder) for scope in folders):
            folders.append(Scope(root, folder, frozenset(map(_stem, several)), tuple(several)))
    return folders


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0].lower()


def compare(scope: Scope, known: dict[str, KnownRow], differences: Differences, cancelled: Callable[[], bool]) -> None:
    """Add what differs within a scope to ``differences``.

    Args:
        scope: what to walk.
        known: the files that the catalog knows in it; emptied down to those that were not seen.
        differences: is added to.
        cancelled: asked once a folder.

    Raises:
        Cancelled: ``cancelled`` said so.
    """
    root_id = scope.root.id
    if scope.stems:
        for path in [path for path in known if not _concerns(scope, path)]:
            del known[path]
    walk = Walk(scope.root.path, scope.folder, cancelled, not scope.stems, None if scope.stems else known)
    for _, files in walk:
        if scope.stems:
            files = [file for file in files if _stem(file.path) in scope.stems]
        partners = _partners(files)
        # The rows of files that did not change: a partner that did may become another photo.
        steady = {}
        if partners:
            steady = {file.path: row for file in files if (row := known.get(file.path)) and _same(row, file)}
        differences.total += len(files)
        for file in files:
            row = known.pop(file.path, None)
            if row is None and not is_text(file.path):
                row = known.pop(shown(file.path), None)
            partner = partners.get(_stem(file.path)) if partners and is_raw(file.path) else None
            if row is not None and _same(row, file) and _is_settled(KnownFile._make(row), partner, steady):
                differences.unchanged += 1
            elif partner is None:
                differences.fresh.append((file, root_id))
            else:
                differences.pairs.append((file, root_id, partner))
    differences.total += walk.unchanged
    differences.unchanged += walk.unchanged
    for path, row in known.items():
        if not any(is_below(path, folder) for folder in walk.unreadable):
            differences.missing[path] = KnownFile._make(row)


def _is_settled(row: KnownFile, partner: str | None, steady: Mapping[str, KnownRow]) -> bool:
    """Whether an unchanged file also still has its part: a photo of its own, or the RAW file of its partner's photo."""
    if partner is None:
        return not row.raw
    if partner not in steady:
        return False
    other = KnownFile._make(steady[partner])
    return row.photo_id == other.photo_id if row.raw else other.photo_id is None


def _same(row: KnownRow, file: FoundFile) -> bool:
    return row[2] == file.mtime_ns and row[1] == file.size


def _concerns(scope: Scope, path: str) -> bool:
    """Whether a known file below a scope's folder is one that the scope is about."""
    if os.path.dirname(path) == scope.folder:
        return _stem(path) in scope.stems
    return any(is_below(path, gone) for gone in scope.vanished)


def _partners(files: Sequence[FoundFile]) -> dict[str, str]:
    """For the files of one folder: stem → the photo that a RAW file of this stem belongs to."""
    if not any(is_raw(file.path) for file in files):
        return {}
    found: dict[str, str] = {}
    for file in files:
        if not is_raw(file.path):
            found.setdefault(_stem(file.path), file.path)
    return found


def match_renames(differences: Differences) -> None:
    """Move the new files that were known under another path from ``fresh`` to ``renamed``.

    A file is the same if size and modification time (to the nanosecond) are, and its name or its inode too; so that
    renaming a folder of 100,000 photos reads none of them. Others are recognised by their content once they are read.
    """
    gone: dict[tuple[int, int], list[tuple[str, KnownFile]]] = defaultdict(list)
    for path, row in differences.missing.items():
        if row.photo_id is not None and not row.raw:
            gone[row.size, row.mtime_ns].append((path, row))
    if not gone:
        return
    fresh = []
    for file, root_id in differences.fresh:
        candidates = gone.get((file.size, file.mtime_ns), [])
        found = next((entry for entry in candidates if _same_file(file, *entry)), None)
        if found is None or not is_text(file.path):
            fresh.append((file, root_id))
            continue
        candidates.remove(found)
        del differences.missing[found[0]]
        differences.renamed.append(Arrival(file, root_id, formerly=found[0]))
    differences.fresh = fresh


def _same_file(file: FoundFile, path: str, row: KnownFile) -> bool:
    named = os.path.basename(file.path) == os.path.basename(path)
    return named or (file.inode == row.inode != 0 and is_raw(file.path) == is_raw(path) and is_photo(path))
