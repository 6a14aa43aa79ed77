"""How large words are in the font that Pillow brings along, where no other font's sizes are known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from PIL import ImageFont

from photofind.records import Ink

_SIDE = 100
_LATIN_END = 0x250
"""Pillow's font has Latin letters only; others are taken to be as wide as their script usually is."""


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Pillow's own font at ``size`` pixels an em."""
    found = ImageFont.load_default(size)
    assert isinstance(found, ImageFont.FreeTypeFont)
    return found


def ink_of(word: str) -> Ink:
    """The room that a word takes, in ems."""
    if all(ord(sign) < _LATIN_END for sign in word):
        left, top, right, bottom = font(_SIDE).getbbox(word, anchor="ls")
        return Ink(left / _SIDE, top / _SIDE, right / _SIDE, bottom / _SIDE, font(_SIDE).getlength(word) / _SIDE)
    advance = sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.62 for sign in word)
    return Ink(0.0, -0.92, advance, 0.25, advance)


def inks_of(words: Iterable[str]) -> dict[str, Ink]:
    """The room that each word takes, in ems."""
    return {word: ink_of(word) for word in words}
