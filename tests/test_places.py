"""What the places at the side of the window rest on: photos added lately, copies, folders in folders, months."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from photofind.app import App
from photofind.paths import data_paths
from photofind.records import Query
from tests.conftest import draw_big


@pytest.fixture
def app(tmp_path: Path) -> App:
    folder = tmp_path / "photos"
    for name, colour in (("rome/a.png", "red"), ("rome/deep/b.png", "blue"), ("c.png", "green")):
        draw_big(folder / name, colour)
    (folder / "paris").mkdir()
    shutil.copy(folder / "c.png", folder / "paris" / "copy.png")
    with App(data_paths(tmp_path / "data")) as opened:
        opened.add_folder(str(folder))
        opened.scan()
        yield opened


def names(app: App, query: Query) -> list[str]:
    return sorted(Path(photo.path).stem for photo in app.photos(app.search(query).ids))


def test_added_lately_and_in_several_files(app: App, tmp_path: Path) -> None:
    assert names(app, Query(duplicates=True)) == ["c"]
    assert len(names(app, Query(recent=True))) == 3
    catalog = sqlite3.connect(tmp_path / "data" / "catalog.sqlite3")
    catalog.execute("UPDATE photos SET added = added - 40 * 86400, files = files WHERE name LIKE 'a%'")
    catalog.commit()
    catalog.close()
    assert names(app, Query(recent=True)) == ["b", "c"]
    assert names(app, Query(recent=True, duplicates=True)) == ["c"]
    facets = app.facets(Query())
    assert (facets.recent, facets.duplicates) == (2, 1)
    assert app.complete("is:r") == [("is:recent", 2)]
    assert app.complete("has:d") == [("has:duplicates", 1)]


def test_both_as_text_and_json(app: App) -> None:
    query = Query(recent=True, duplicates=True)
    text = app.query_text(query)
    assert text == "is:recent has:duplicates"
    assert app.typed(text).filters == {"recent": True, "duplicates": True}
    assert app.query_json(query)["duplicates"] is True


def test_folders_in_a_folder(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    assert app.subfolders(str(folder)) == [(str(folder / "paris"), 1), (str(folder / "rome"), 2)]
    assert app.subfolders(str(folder / "rome")) == [(str(folder / "rome" / "deep"), 1)]
    assert app.subfolders(str(folder / "paris")) == []


def test_months_follow_the_order(app: App, tmp_path: Path) -> None:
    catalog = sqlite3.connect(tmp_path / "data" / "catalog.sqlite3")
    for name, taken in (("a%", "2020-01-05T10:00:00"), ("b%", "2020-01-01T10:00:00"), ("c%", None)):
        catalog.execute("UPDATE photos SET taken = ? WHERE name LIKE ?", (taken, name))
    catalog.commit()
    catalog.close()
    ids = list(app.search(Query(sort="newest")).ids)
    assert app.months(ids) == [("2020-01", 2), ("", 1)]
    assert app.months([]) == []
    assert app.months([10**6]) == [("", 1)]
