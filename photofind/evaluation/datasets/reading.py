"""Reading the files of a dataset, with errors that name the file, where to get it and under which terms."""

from __future__ import annotations

import csv
import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from photofind.errors import NotFoundError, PhotofindError, UsageError
from photofind.evaluation.datasets.records import Source

csv.field_size_limit(10_000_000)


def missing(path: Path, source: Source) -> NotFoundError:
    """The error for a file that is not there."""
    return NotFoundError(
        f"{source.title}: {path} does not exist",
        f"get {source.files} from {source.where} (terms: {source.licence}) and name it",
    )


def damaged(path: Path, why: str, source: Source) -> PhotofindError:
    """The error for a file that is not what it should be."""
    what = f"{source.title}: {path} is damaged or not that file ({why})"
    return PhotofindError(what, f"get it again from {source.where}")


def text(path: Path, source: Source) -> str:
    """A whole text file (UTF-8, packed with gzip if its name ends in ``.gz``).

    Raises:
        NotFoundError: it does not exist.
        PhotofindError: it can't be read as text.
    """
    try:
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
        return data.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise missing(path, source) from error
    except IsADirectoryError as error:
        raise UsageError(f"{path} is a folder", f"name the file: {source.files}") from error
    except (OSError, EOFError, zlib.error) as error:
        raise damaged(path, getattr(error, "strerror", None) or str(error), source) from error
    except UnicodeDecodeError as error:
        raise damaged(path, "it is not UTF-8 text", source) from error


def lines(path: Path, source: Source) -> list[str]:
    """The lines of a text file that are not empty, stripped."""
    return [line.strip() for line in text(path, source).splitlines() if line.strip()]


def json_value(path: Path, source: Source) -> Any:
    """The JSON value in a file."""
    try:
        return json.loads(text(path, source))
    except (ValueError, RecursionError) as error:
        raise damaged(path, f"not JSON: {error}", source) from error


def json_object(path: Path, source: Source, *keys: str) -> dict[str, Any]:
    """The JSON object in a file, which must have lists under these keys."""
    value = json_value(path, source)
    if not isinstance(value, dict):
        raise damaged(path, "not a JSON object", source)
    for key in keys:
        if not isinstance(value.get(key), list):
            raise damaged(path, f"it has no list “{key}”", source)
    return value


def rows(path: Path, source: Source, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """The rows of a CSV file by column name, names and values stripped."""
    reader = csv.reader(text(path, source).splitlines(keepends=True), delimiter=delimiter, skipinitialspace=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        for row in reader:
            yield {name: value.strip() for name, value in zip(names, row, strict=False)}
    except csv.Error as error:
        raise damaged(path, str(error), source) from error


def relative(name: str) -> str | None:
    """A file name of a dataset as a path below the images folder, with ``/``; None if it leads out of it."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in (path.parts[0] if path.parts else "") or not path.name:
        return None
    return str(path)
