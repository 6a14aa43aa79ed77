"""Paths as the catalog keeps and compares them."""

from __future__ import annotations

import os
import re
from pathlib import Path

_DIGITS = re.compile(r"\d+")
_NEXT = chr(ord(os.sep) + 1)


def normal(path: str | os.PathLike[str]) -> str:
    """An absolute path without ``.``, ``..`` and doubled or trailing separators; symbolic links stay as they are."""
    return os.path.normpath(os.path.join(Path.cwd(), os.path.expanduser(os.fspath(path))))


def below(path: str) -> tuple[str, str]:
    """The range (first inclusive, last exclusive) of all paths strictly below a folder, compared by their bytes."""
    folder = path.rstrip(os.sep)
    return folder + os.sep, folder + _NEXT


def is_below(path: str, folder: str) -> bool:
    """Whether a path is the folder itself or lies anywhere below it; both normal."""
    return path == folder or path.startswith(below(folder)[0])


def name_key(path: str) -> str:
    """A key that sorts paths by file name as people do: case does not count, and 9 comes before 10."""
    name = os.path.basename(path).casefold()
    return _DIGITS.sub(lambda digits: digits.group().lstrip("0")[:40].rjust(12, "0"), name)


def is_text(path: str) -> bool:
    """Whether a path is valid text: names in other encodings reach Python with lone surrogates in them."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def shown(path: str) -> str:
    """A path as valid text, for messages: what is not text is escaped."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
