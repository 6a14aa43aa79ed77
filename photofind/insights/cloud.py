"""Where the words of a cloud go: the most frequent in the middle, the others around it on a spiral, none over another.

After Wordle's layout (Feinberg, in Beautiful Visualization, 2010, chapter 3), with boxes instead of glyphs, level words
only, and without chance: the same words in the same room always lie the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from photofind.records import Ink, PlacedWord, WordCount

_LARGEST, _SMALLEST = 150.0, 11.0
"""Em sizes in pixels between which words are drawn; a room too small for 11 loses its rarest words instead."""
_POWER = 0.62
"""Size grows with this power of the count: a word said twice as often looks larger, but doesn't dwarf the other."""
_GAP = 0.2
"""Space around a word as a part of its size, and at least so many pixels:"""
_LEAST_GAP = 5.0
_SHRINK = 0.92
_FILL = 0.75
"""The part of the room that the words would fill at the size that is tried first; no cloud is as dense."""
_STEPS = 2600

Box = tuple[float, float, float, float]


def lay_out(words: Sequence[WordCount], inks: Mapping[str, Ink], width: float, height: float) -> list[PlacedWord]:
    """Place words in a room of ``width`` × ``height`` pixels, as large as they fit.

    Args:
        words: the most frequent first.
        inks: the room that each word takes, in ems of the font it will be drawn in.

    Returns:
        The words in the same order; where the room is too small for all, the rarest are left out.
    """
    if not words or width < 8 or height < 8:
        return []
    most = words[0].count
    parts = [(word.count / most) ** _POWER for word in words]
    area = sum(
        (inks[word.word].advance + _GAP) * (1.0 + _GAP) * part**2 for word, part in zip(words, parts, strict=True)
    )
    scale = max(_SMALLEST, min(_LARGEST, height / 3, math.sqrt(_FILL * width * height / area)))
    while True:
        sizes = [max(_SMALLEST, scale * part) for part in parts]
        placed = _place(words, sizes, inks, width, height)
        if len(placed) == len(words) or scale <= _SMALLEST:
            return placed
        scale = max(_SMALLEST, scale * _SHRINK)


def _place(
    words: Sequence[WordCount], sizes: Sequence[float], inks: Mapping[str, Ink], width: float, height: float
) -> list[PlacedWord]:
    """Place as many words as fit at these sizes; all but the smallest size stop at the first that does not."""
    placed: list[PlacedWord] = []
    taken: list[Box] = []
    for rank, (word, size) in enumerate(zip(words, sizes, strict=True)):
        ink = inks[word.word]
        gap = max(_LEAST_GAP, size * _GAP)
        wide, high = (ink.right - ink.left) * size + gap, (ink.bottom - ink.top) * size + gap
        spot = _spot(wide, high, taken, width, height, rank)
        if spot is None:
            if sizes[0] > _SMALLEST:
                return placed
            continue
        taken.append((spot[0], spot[1], spot[0] + wide, spot[1] + high))
        left, top = spot[0] + gap / 2, spot[1] + gap / 2
        placed.append(PlacedWord(word, rank, size, left - ink.left * size, top - ink.top * size, ink))
    return placed


def _spot(
    wide: float, high: float, taken: Sequence[Box], width: float, height: float, rank: int
) -> tuple[float, float] | None:
    """The free place for a box that lies nearest to the middle along a spiral as wide as the room."""
    if wide > width or high > height:
        return None
    stretch = width / height
    turn = rank * 2.399963  # the golden angle: neighbours in rank set out in different directions
    for step in range(_STEPS):
        # The angle between points falls with the square root of their number, so that they lie about evenly.
        angle = math.sqrt(step) * 2.2
        radius = 1.7 * angle
        x = width / 2 + radius * math.cos(angle + turn) * min(stretch, 2.2) - wide / 2
        y = height / 2 + radius * math.sin(angle + turn) - high / 2
        if radius > height and radius > width:
            return None
        if x < 0 or y < 0 or x + wide > width or y + high > height:
            continue
        if not any(x < box[2] and box[0] < x + wide and y < box[3] and box[1] < y + high for box in taken):
            return x, y
    return None
