"""Which words of a photo's place belong to it, from a scan to a search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from photofind.app import App
from photofind.paths import data_paths
from photofind.records import Chip, Query
from tests.conftest import draw_big


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with App(data_paths(tmp_path / "data")) as opened:
        yield opened


def found(app: App, *words: str) -> list[str]:
    return [photo.path for photo in app.photos(app.search(Query(tuple(map(Chip, words)))).ids)]


def test_only_folders_of_the_library_are_words_of_a_photo(app: App, tmp_path: Path) -> None:
    place = tmp_path / "archive" / "cellar" / "Holidays"
    photo = str(draw_big(place / "Iceland" / "south" / "geyser.jpg", "red"))
    app.add_folder(str(place))
    app.scan()
    for word in ("holidays", "iceland", "south", "geyser"):
        assert found(app, word) == [photo], word
    for word in ("archive", "cellar", *tmp_path.parts[1:3]):
        assert found(app, word) == [], word
    assert app.suggest(Query()) == []

    app.add_folder(str(tmp_path / "archive"))  # takes the other over
    app.scan()
    assert found(app, "cellar") == found(app, "archive") == [photo]
    (span,) = app.evidence(app.photo_by_path(photo).id, Query((Chip("cellar"),))).matches["cellar"]
    assert (span.source, span.words) == ("name", ("cellar",))
