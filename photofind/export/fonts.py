"""Finds fonts of this system that can show a text, one after the other as new scripts turn up."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)

_FOLDERS = {
    "win32": ["%WINDIR%/Fonts", "%LOCALAPPDATA%/Microsoft/Windows/Fonts"],
    "darwin": ["~/Library/Fonts", "/Library/Fonts", "/System/Library/Fonts"],
    "": ["~/.local/share/fonts", "~/.fonts", "/usr/local/share/fonts", "/usr/share/fonts", "/run/host/fonts"],
}
# What is read first: fonts for running text with many scripts; then the usual ones for the scripts that they lack.
_FIRST = (
    *("notosans-regular", "dejavusans", "segoeui", "liberationsans-regular", "arial unicode", "arial", "helvetica"),
    *("notosansarabic-regular", "notosansdevanagari-regular", "notosanshebrew-regular", "notosansthai-regular"),
    *("notosanscjk", "notosanssc", "notosansjp", "notosanskr", "droidsansfallback", "wqy", "msyh", "pingfang"),
    *("hiragino", "applesdgothicneo", "malgun", "meiryo", "yugoth", "nirmala", "leelawui", "geezapro", "kohinoor"),
    *("notosanssymbols", "notoemoji", "seguisym", "applesymbols"),
)
_FORMS = (".ttf", ".ttc", ".otf")
_UNFIT = ("bold", "italic", "oblique", "light", "thin", "black", "condensed", "mono", "coloremoji")
_MOST = 1200
"""Fonts that are looked at before giving up."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font file (the first of a collection) and the characters that it has."""

    path: Path
    characters: frozenset[int] = field(repr=False)


class Fonts:
    """The fonts that a text so far has needed.

    Args:
        folders: where fonts lie; else the system's.
    """

    def __init__(self, folders: list[Path] | None = None) -> None:
        self.chosen: list[Font] = []
        self._covered: set[int] = set()
        self._given_up: set[int] = set()
        self._files = _files(folders if folders is not None else system_folders())
        self._seen: list[Font] = []

    def need(self, text: str) -> list[Font]:
        """Choose fonts for the characters of a text that no chosen one has; returns those that are new."""
        missing = {ord(sign) for sign in text if not sign.isspace()} - self._covered - self._given_up
        new: list[Font] = []
        for font in self._candidates() if missing else ():
            if missing & font.characters:
                new.append(font)
                self._covered |= font.characters
                missing -= font.characters
                if not missing:
                    break
        self._given_up |= missing
        self.chosen += new
        return new

    def shown(self, text: str) -> str:
        """The text with a replacement for each character that no font has."""
        return "".join(sign if ord(sign) not in self._given_up else "\u00b7" for sign in text)

    def _candidates(self) -> Iterator[Font]:
        """The fonts that were read already, then the others."""
        yield from [font for font in self._seen if font not in self.chosen]
        for path in self._files:
            font = _read(path)
            if font is not None:
                self._seen.append(font)
                yield font


def system_folders() -> list[Path]:
    """Where this system keeps fonts."""
    places = [Path(os.path.expandvars(place)).expanduser() for place in _FOLDERS.get(sys.platform, _FOLDERS[""])]
    return [place for place in places if place.is_dir()]


def _files(folders: list[Path]) -> Iterator[Path]:
    found = []
    for folder in folders:
        for base, _, names in os.walk(folder):
            found += [Path(base, name) for name in names if name.lower().endswith(_FORMS)]

    def rank(path: Path) -> tuple[int, int, str]:
        name = path.name.lower()
        place = next((i for i, first in enumerate(_FIRST) if name.startswith(first)), len(_FIRST))
        return (any(word in name for word in _UNFIT), place, name)

    return iter(sorted(found, key=rank)[:_MOST])


def _read(path: Path) -> Font | None:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        # TTFont itself leaves a file open that is no font.
        with path.open("rb") as file, TTFont(file, fontNumber=0, lazy=True) as font:
            # Only outlines that can be embedded.
            if "glyf" not in font and "CFF " not in font:
                return None
            return Font(path, frozenset(font.getBestCmap() or ()))
    except (TTLibError, OSError, ValueError, KeyError, AssertionError) as error:
        log.info("font %s: %s", path, error)
        return None
