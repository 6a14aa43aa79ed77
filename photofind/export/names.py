"""File names that every desktop system takes, made from names that may be hostile.

Windows: "Naming Files, Paths, and Namespaces" (reserved names and characters, trailing dots and spaces). macOS and
Windows tell no upper from lower case, and macOS no composed from decomposed letters.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 180
"""Bytes (UTF-8) of a name; with a number, ``.xmp`` and the suffix of an unfinished file it stays below 255."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)
_REFUSED = set('<>:"/\\|?*')
_JOINERS = "\u200c\u200d"


def safe_name(name: str) -> str:
    """A file name without what any system refuses, or could take for a path, a device or another direction of text.

    Args:
        name: the last part of a path; may hold surrogates for bytes that are no UTF-8.
    """
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = unicodedata.normalize("NFC", text)
    text = "".join("_" if sign in _REFUSED or _unfit(sign) else sign for sign in text)
    stem, suffix = _split(text.strip(" ").rstrip(". "))
    if len(suffix.encode()) > 20:
        stem, suffix = stem + suffix, ""
    stem = _cut(stem, LONGEST - len(suffix.encode()))
    stem = (stem if suffix else stem.rstrip(". ")) or "photo"
    # "con.txt" and "con.a.txt" are the device too.
    first, dot, rest = stem.partition(".")
    if _RESERVED.fullmatch(first.rstrip(" ")):
        stem = f"{first.rstrip(' ')}_{dot}{rest}"
    return stem + suffix


class Names:
    """Gives every photo a name of its own, also where upper and lower case are the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, path: str) -> str:
        """A name for a file of this path: its own, else with a number."""
        name = safe_name(path.replace("\\", "/").rsplit("/", 1)[-1] if "/" not in path else PurePosixPath(path).name)
        if self._claim(name):
            return name
        return self.another(name)

    def another(self, name: str) -> str:
        """The next name with a number that nobody has."""
        stem, suffix = _split(name)
        folded = _fold(name)
        number = self._next.get(folded, 2)
        while not self._claim(numbered := f"{stem} ({number}){suffix}"):
            number += 1
        self._next[folded] = number + 1
        return numbered

    def _claim(self, name: str) -> bool:
        folded = _fold(name)
        if folded in self._taken:
            return False
        self._taken.add(folded)
        return True


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _unfit(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and sign not in _JOINERS


def _split(name: str) -> tuple[str, str]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if stem else (name, "")


def _cut(text: str, length: int) -> str:
    return text.encode()[: max(1, length)].decode("utf-8", "ignore")
