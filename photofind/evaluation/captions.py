"""The texts of photos: chosen by view, read from JSON Lines, kept as JSON Lines."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from photofind.errors import NotFoundError, PhotofindError, UsageError
from photofind.evaluation.datasets.records import Item
from photofind.records import VIEW_SETS, VIEWS

Views = Mapping[str, str]
"""View → text. A view may be one of ``VIEWS`` or have any other name (``c1`` for a person's first caption)."""

_REMEDY = 'a line reads {"file": …, "view": "whole", "text": …}'


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a dataset's photos.

    Attributes:
        photos: by document number, view → text; empty where a photo has none.
        unknown: lines whose photo the dataset does not have.
    """

    photos: tuple[Views, ...]
    unknown: int = 0

    @property
    def described(self) -> int:
        """Photos with at least one text."""
        return sum(any(text.strip() for text in views.values()) for views in self.photos)


def chosen(views: Views, name: str) -> dict[str, str]:
    """Those texts that belong to a view set (``whole``, ``17``, ``40``; empty for all), in the order of ``VIEWS``.

    Views that are no region of the photo (``c1``) always belong.
    """
    wanted = {view.name for view in VIEW_SETS[name]} if name else set(VIEWS)
    order = {view: place for place, view in enumerate(VIEWS)}
    kept = [view for view in views if view in wanted or view not in VIEWS]
    return {view: views[view] for view in sorted(kept, key=lambda view: order.get(view, len(order)))}


def human(items: Sequence[Item], left_out: int = 0) -> Texts:
    """The datasets' own captions as views ``c1``, ``c2``…, but for the one with number ``left_out`` (from 1)."""
    return Texts(
        tuple(
            {f"c{number}": text for number, text in enumerate(item.captions, 1) if number != left_out} for item in items
        )
    )


def read(path: Path, items: Sequence[Item]) -> Texts:
    """The captions of a JSON Lines file, ``{file, view, text}`` a line.

    ``file`` is a photo's path as in the dataset, an absolute path, or its name alone if only one photo is called so. A
    line without ``view`` is about the whole photo. Several lines of one view are joined by a line break, in the order
    of the file, so that each stays a sentence of its own.

    Raises:
        NotFoundError: the file does not exist.
        UsageError: a line is no caption; the message says which.
    """
    exact = {item.file: number for number, item in enumerate(items)}
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        by_name[item.file.rsplit("/", 1)[-1]].append(number)
    found: list[dict[str, str]] = [{} for _ in items]
    unknown = 0
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for row, line in enumerate(stream, 1):
                if not line.strip():
                    continue
                file, view, text = _line(path, row, line)
                named = by_name.get(file.rsplit("/", 1)[-1], [])
                at = exact.get(file, named[0] if len(named) == 1 else -1)
                if at < 0:
                    unknown += 1
                else:
                    views = found[at]
                    views[view] = f"{views[view]}\n{text}" if view in views else text
    except FileNotFoundError as error:
        raise NotFoundError(f"{path} does not exist", "check the spelling") from error
    except OSError as error:
        raise NotFoundError(f"can't read {path} ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text", _REMEDY) from error
    texts = Texts(tuple(found), unknown)
    if not texts.described:
        raise PhotofindError(f"{path} has no caption of a photo of the dataset", "check the file names in it")
    return texts


def _line(path: Path, row: int, line: str) -> tuple[str, str, str]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}, line {row}: not JSON ({error})", _REMEDY) from error
    if not isinstance(value, dict):
        raise UsageError(f"{path}, line {row}: not a JSON object", _REMEDY)
    file = value.get("file") or value.get("path")
    view, text = value.get("view") or "whole", value.get("text")
    if not (isinstance(file, str | int) and isinstance(view, str) and isinstance(text, str)):
        raise UsageError(f"{path}, line {row}: file, view and text must be texts", _REMEDY)
    return str(file).replace("\\", "/"), view, text


def write(path: Path, items: Sequence[Item], texts: Iterable[Views]) -> None:
    """Keep texts as JSON Lines that ``read`` takes.

    Raises:
        PhotofindError: the file can't be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("w", encoding="utf-8") as stream:
                for item, views in zip(items, texts, strict=True):
                    for view, text in views.items():
                        stream.write(json.dumps({"file": item.file, "view": view, "text": text}) + "\n")
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise PhotofindError(f"can't write {path} ({error.strerror})", "choose another place") from error
