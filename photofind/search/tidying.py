"""Files in the index folder that no commit needs any more: what a crash, or a reader on Windows, has left."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from whoosh.index import TOC
from whoosh.util.filelock import try_for

from photofind.errors import OwnedError
from photofind.search.store import IDENTITY, LOCK_SECONDS, NAME, Store

_LOCK = "WRITELOCK"


def leftovers(folder: Path) -> list[Path]:
    """Files and folders of former generations of the index, and unfinished ones.

    Raises:
        SearchIndexError: the index can't be read.
    """
    return _leftovers(Store(folder)) if (folder / IDENTITY).exists() else []


def tidy(folder: Path) -> tuple[int, int]:
    """Delete the leftovers while nobody writes; returns how many files and bytes those were.

    Raises:
        OwnedError: another process writes the index.
        SearchIndexError: the index can't be read.
    """
    if not (folder / IDENTITY).exists():
        return 0, 0
    store = Store(folder)
    lock = store.index().lock(_LOCK)
    if not try_for(lock.acquire, timeout=LOCK_SECONDS):
        raise OwnedError(f"another process is writing the search index in {folder}", "close it and try again")
    count = size = 0
    try:
        for path in _leftovers(store):
            with contextlib.suppress(OSError):
                taken = size_of(path)
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()
                count, size = count + 1, size + taken
    finally:
        lock.release()
    return count, size


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    if path.is_dir() and not path.is_symlink():
        return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
    return path.lstat().st_size


def _leftovers(store: Store) -> list[Path]:
    toc, _words = store.toc()
    living = {segment.segment_id() for segment in toc.segments}
    # Whoosh's own patterns, by which it deletes what a commit has replaced; they have no public name.
    tables, parts = TOC._pattern(NAME), TOC._segment_pattern(NAME)  # noqa: SLF001
    found = []
    for path in sorted(store.folder.iterdir()):
        table, part = tables.match(path.name), parts.match(path.name)
        old = int(table.group(1)) < toc.generation if table else part is not None and part.group(1) not in living
        if old or path.name in (f"{NAME}.tmp", f"{IDENTITY}.tmp"):
            found.append(path)
    return found
