"""Captions made elsewhere, from JSON Lines: ``{"path" or "file", "view", "text", "model"}`` a line."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from photofind.errors import Cancelled, NotFoundError, UsageError
from photofind.library.catalog import Catalog
from photofind.records import VIEWS, Caption

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    where: str
    absolute: bool
    view: str
    text: str
    model: str


def read_captions(catalog: Catalog, path: Path, cancelled: Callable[[], bool] = lambda: False) -> dict[str, int]:
    """Take the captions of a file; they count as described.

    ``path`` is an absolute path of a library photo (or one relative to the JSONL's folder); ``file`` is a file name, or
    the last parts of a path, and must name one photo only.

    Returns:
        ``photos`` and ``views`` that got captions, and ``unknown``: lines whose photo the library does not have.

    Raises:
        NotFoundError: the file does not exist.
        UsageError: a line is no caption. The whole file is checked before anything is taken.
        Cancelled: ``cancelled`` said so; batches that were committed stay.
    """
    for _line in _lines(path):
        if cancelled():
            raise Cancelled
    by_path, by_name = _photos(catalog)
    photos: set[int] = set()
    views = unknown = 0
    batch: list[Caption] = []
    now = time.time()
    for line in _lines(path):
        if cancelled():
            raise Cancelled
        photo_id = _find(line, path.parent, by_path, by_name)
        if photo_id is None:
            unknown += 1
            continue
        mark = f"import-{hashlib.blake2b(line.model.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"
        batch.append(Caption(photo_id, line.view, mark, line.model, line.text, created=now, imported=True))
        photos.add(photo_id)
        views += 1
        if len(batch) >= _BATCH:
            catalog.add_captions(batch)
            batch = []
    if batch:
        catalog.add_captions(batch)
    return {"photos": len(photos), "views": views, "unknown": unknown}


def _lines(path: Path) -> Iterator[_Line]:
    try:
        with path.open(encoding="utf-8") as stream:
            for number, text in enumerate(stream, 1):
                if text.strip():
                    yield _line(path, number, text)
    except FileNotFoundError as error:
        raise NotFoundError(f"{path} does not exist", "check the spelling") from error
    except OSError as error:
        raise NotFoundError(f"can't read {path} ({error.strerror})", "name a file of captions (JSON Lines)") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text", "export the captions as JSON Lines in UTF-8") from error


def _line(path: Path, number: int, text: str) -> _Line:
    def wrong(why: str) -> UsageError:
        return UsageError(
            f"{path}, line {number}: {why}", 'a line reads {"path": …, "view": "whole", "text": …, "model": …}'
        )

    try:
        value = json.loads(text)
    except ValueError as error:
        raise wrong(f"not JSON ({error})") from error
    if not isinstance(value, dict):
        raise wrong("not a JSON object")
    where = value.get("path") or value.get("file")
    view = value.get("view", "whole")
    said = value.get("text")
    model = value.get("model") or "imported"
    if not isinstance(where, str) or not where:
        raise wrong("it names no photo (path or file)")
    if not isinstance(said, str):
        raise wrong("it has no text")
    if not isinstance(view, str) or view not in VIEWS:
        raise wrong(f"there is no view {view!r}")
    return _Line(number, where, bool(value.get("path")), view, said, str(model))


def _photos(catalog: Catalog) -> tuple[dict[str, int], dict[str, list[tuple[str, int]]]]:
    by_path: dict[str, int] = {}
    by_name: dict[str, list[tuple[str, int]]] = defaultdict(list)
    ids = catalog.select()
    for start in range(0, len(ids), 500):
        for photo in catalog.photos(ids[start : start + 500]):
            for path in photo.paths:
                by_path[path] = photo.id
                by_name[os.path.basename(path)].append((path, photo.id))
    return by_path, by_name


def _find(line: _Line, base: Path, by_path: dict[str, int], by_name: dict[str, list[tuple[str, int]]]) -> int | None:
    if line.absolute:
        return by_path.get(os.path.normpath(base.absolute() / line.where))
    parts = Path(line.where).parts
    found = {
        photo_id
        for path, photo_id in by_name.get(parts[-1] if parts else "", ())
        if Path(path).parts[-len(parts) :] == parts
    }
    return found.pop() if len(found) == 1 else None
