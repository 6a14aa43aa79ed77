"""Pictures of frequent words: nothing overlaps, nothing that a caption says can break out of the file."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from photofind.insights import HISTOGRAM_WORDS, compose, inks_of, lay_out, png, svg
from photofind.records import PlacedWord, WordCount

SVG = "{http://www.w3.org/2000/svg}"
NAMES = "sheep fence rocks grass field white standing hill green animal group wool black stone wall sky brown"
SHEEP = [WordCount(word, 40 // (rank + 1) + 1, 3) for rank, word in enumerate(NAMES.split())]


def overlap(one: PlacedWord, other: PlacedWord) -> bool:
    a, b = one.box, other.box
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text("abcdefgjmpqyW羊山é", min_size=1, max_size=14), min_size=1, max_size=25, unique=True),
    st.integers(60, 900),
    st.integers(40, 700),
)
def test_words_never_overlap_or_leave_the_room(names: list[str], width: int, height: int) -> None:
    words = [WordCount(name, 3 * (len(names) - n) ** 2, 1) for n, name in enumerate(names)]
    placed = lay_out(words, inks_of(names), width, height)
    for n, one in enumerate(placed):
        left, top, right, bottom = one.box
        assert left >= 0
        assert top >= 0
        assert right <= width
        assert bottom <= height
        assert not any(overlap(one, other) for other in placed[n + 1 :])
    ranks = [one.rank for one in placed]
    assert ranks == sorted(ranks)
    sizes = [one.size for one in placed]
    assert sizes == sorted(sizes, reverse=True)


def test_the_same_words_always_lie_the_same_and_all_are_there() -> None:
    inks = inks_of(word.word for word in SHEEP)
    first = lay_out(SHEEP, inks, 600, 400)
    assert [placed.word for placed in first] == SHEEP
    assert first == lay_out(SHEEP, inks, 600, 400)
    left, top, right, bottom = first[0].box
    assert left < 300 < right, "the commonest word is in the middle"
    assert top < 200 < bottom
    assert first[0].size > 2 * first[-1].size


@pytest.mark.parametrize("room", [(4, 300), (300, 4), (30, 12)])
def test_a_room_too_small_for_the_words(room: tuple[int, int]) -> None:
    placed = lay_out(SHEEP, inks_of(word.word for word in SHEEP), *room)
    assert len(placed) < len(SHEEP)
    assert lay_out([], {}, 100, 100) == []


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=20), st.text(max_size=30), st.text(max_size=20))
def test_svg_says_exactly_the_words_whatever_they_are(word: str, title: str, family: str) -> None:
    picture = compose([WordCount(word, 3, 1)], title, family=family)
    root = ET.fromstring(svg(picture))
    assert {element.tag for element in root.iter()} <= {SVG + tag for tag in ("svg", "title", "rect", "text")}
    assert not any("href" in name for element in root.iter() for name in element.attrib)
    shown = [element.text or "" for element in root.iter(SVG + "text")]
    if word.isprintable():
        assert shown.count(word) >= 2
        assert "3" in shown


def test_histogram_has_fifteen_bars_as_long_as_their_counts() -> None:
    picture = compose(SHEEP, "Sheep", dark=True)
    assert len(picture.bars) == HISTOGRAM_WORDS == 15
    assert picture.bars[1].width / picture.bars[0].width == pytest.approx(SHEEP[1].count / SHEEP[0].count)
    for label in picture.labels:
        assert label.x >= 0
        assert label.x + label.width <= picture.width
    assert picture.ground != compose(SHEEP, "Sheep").ground
    assert compose([], "Nothing").bars == ()


def test_a_very_long_word_stays_in_its_column() -> None:
    picture = compose([WordCount("m" * 60, 2, 1)], "Long")
    assert all(label.x >= 0 for label in picture.labels)


def test_png_is_a_picture_with_the_ground_and_the_bars() -> None:
    with Image.open(io.BytesIO(png(compose(SHEEP, "Sheep")))) as image:
        image.load()
        assert image.format == "PNG"
        assert image.size == (2560, 1360)
        colours = {colour for _, colour in image.getcolors(1 << 20) or []}
    assert (255, 255, 255) in colours
    assert (11, 110, 105) in colours
