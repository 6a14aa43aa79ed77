"""A plain folder with a labels file of one's own.

JSON        [{"file": "beach.jpg", "labels": ["dog", "sea"], "captions": ["A dog runs …"]}, …]
JSON Lines  one such object a line (.jsonl, .jsonl.gz); "image_id" may stand for "file"
CSV         file,labels,captions   with several labels or captions in a cell divided by ";" or "|"
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from photofind.evaluation.datasets.reading import damaged, json_value, relative, rows, text
from photofind.evaluation.datasets.records import Choice, Dataset, Item, Source

SOURCE = Source(
    title="folder",
    where="your own files",
    licence="your own",
    files="a JSON list of {file, labels, captions}, the same as JSON Lines, or a CSV with these columns",
)


def read(choice: Choice) -> Dataset:
    """Read a labels file.

    Raises:
        NotFoundError: it is missing.
        PhotofindError: an entry is not as above; the message says which.
    """
    path = Path(choice.labels)
    kind = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
    items: dict[str, Item] = {}
    for where, value in _entries(path, kind.lower()):
        item = _item(path, where, value)
        if item.file in items:
            raise damaged(path, f"{where}: {item.file} stands there twice", SOURCE)
        items[item.file] = item
    if not items:
        raise damaged(path, "it names no photo", SOURCE)
    labels = sorted({label for item in items.values() for label in item.labels})
    return Dataset("folder", tuple(items.values()), tuple(labels), SOURCE)


def _entries(path: Path, kind: str) -> Iterator[tuple[str, Any]]:
    if kind == ".csv":
        for number, row in enumerate(rows(path, SOURCE), 2):
            yield f"line {number}", {**row, **{name: _cell(row.get(name, "")) for name in ("labels", "captions")}}
    elif kind in {".jsonl", ".ndjson"}:
        for number, line in enumerate(text(path, SOURCE).splitlines(), 1):
            if line.strip():
                try:
                    yield f"line {number}", json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise damaged(path, f"line {number} is not JSON: {error}", SOURCE) from error
    else:
        value = json_value(path, SOURCE)
        if not isinstance(value, list):
            raise damaged(path, "not a JSON list", SOURCE)
        yield from ((f"entry {number}", one) for number, one in enumerate(value, 1))


def _cell(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;|]", cell) if part.strip()]


def _item(path: Path, where: str, value: Any) -> Item:
    if not isinstance(value, dict):
        raise damaged(path, f"{where} is no object", SOURCE)
    name = value.get("file", value.get("image_id"))
    file = relative(str(name)) if isinstance(name, str | int) and str(name) else None
    if file is None:
        raise damaged(path, f"{where} names no file below the folder", SOURCE)
    several: dict[str, tuple[str, ...]] = {}
    for key in ("labels", "captions"):
        texts = value.get(key) or []
        if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
            raise damaged(path, f"{where}: “{key}” is no list of texts", SOURCE)
        several[key] = tuple(one.strip() for one in texts if one.strip())
    return Item(file, tuple(dict.fromkeys(several["labels"])), several["captions"])
