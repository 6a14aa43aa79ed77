"""The picture that is saved: a title, the word cloud, and beside it the histogram."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from photofind.insights.cloud import lay_out
from photofind.insights.ink import inks_of
from photofind.records import Ink, PlacedWord, WordCount

HISTOGRAM_WORDS = 15
"""Bars of the histogram, as in the paper."""
WIDTH, HEIGHT = 1280, 680
_EDGE, _TITLE = 32, 56
_CLOUD = 700
_FONT = 15.0
_LIGHT = ("#ffffff", "#1a2126", "#56626b", "#0b6e69", "#d8efec")
_DARK = ("#16191c", "#e7eaec", "#a3adb5", "#5ccabf", "#1f4441")


@dataclass(frozen=True, slots=True)
class Label:
    """A piece of text: untrusted, to be escaped. ``x`` is its start, ``y`` its base line, ``width`` what it takes."""

    text: str
    x: float
    y: float
    size: float
    width: float
    colour: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, in pixels; the bars first."""

    width: int
    height: int
    ground: str
    title: str
    family: str
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]


def compose(
    words: Sequence[WordCount],
    title: str,
    *,
    dark: bool = False,
    inks: Mapping[str, Ink] | None = None,
    family: str = "",
) -> Picture:
    """Draw up the picture of frequent words.

    Args:
        words: the most frequent first; all are in the cloud, the first 15 in the histogram.
        title: written on top.
        inks: the room that the words, the counts and the title take in the font ``family``, in ems; unknown ones are
            measured in Pillow's font.
        family: name of the font; empty means any without serifs.
    """
    ground, text, muted, accent, _soft = _DARK if dark else _LIGHT
    bars = words[:HISTOGRAM_WORDS]
    sizes = dict(inks or {})
    needed = [title, *(word.word for word in words), *(str(word.count) for word in bars)]
    sizes.update(inks_of(set(needed) - sizes.keys()))
    labels = [Label(title, _EDGE, _EDGE + 22, 22.0, sizes[title].advance * 22, text)]
    for placed in lay_out(words, sizes, _CLOUD, HEIGHT - _TITLE - 2 * _EDGE):
        colour = shade(placed, (accent, text, muted))
        x, y = placed.x + _EDGE, placed.y + _EDGE + _TITLE
        labels.append(Label(placed.word.word, x, y, placed.size, placed.ink.advance * placed.size, colour))
    start = _EDGE + _CLOUD + 2 * _EDGE
    column = max((sizes[word.word].advance for word in bars), default=0.0) * _FONT
    column = min(column, 200.0)
    numbers = max((sizes[str(word.count)].advance for word in bars), default=0.0) * _FONT
    room = WIDTH - _EDGE - start - column - numbers - 24
    pitch = min(36.0, (HEIGHT - _TITLE - 2 * _EDGE) / max(1, len(bars)))
    boxes = []
    for row, word in enumerate(bars):
        top = _EDGE + _TITLE + row * pitch
        long = max(2.0, room * word.count / bars[0].count)
        base = top + pitch / 2 + _FONT * 0.36
        boxes.append(Bar(start + column + 12, top + pitch * 0.16, long, pitch * 0.68, accent))
        width = sizes[word.word].advance * _FONT
        shrink = min(1.0, column / width) if width else 1.0
        labels.append(Label(word.word, start + column - width * shrink, base, _FONT * shrink, width * shrink, text))
        count = str(word.count)
        labels.append(Label(count, start + column + 20 + long, base, _FONT, sizes[count].advance * _FONT, muted))
    return Picture(WIDTH, HEIGHT, ground, title, family, tuple(boxes), tuple(labels))


def shade(placed: PlacedWord, colours: tuple[str, str, str]) -> str:
    """The colour of a word in the cloud: the first five, those up to the twentieth, the rest."""
    return colours[0] if placed.rank < 5 else colours[1] if placed.rank < 20 else colours[2]
