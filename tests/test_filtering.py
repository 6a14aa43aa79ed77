"""Filters over the catalog's photos: against a plain model, while the catalog changes, and in queries."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photofind.app import App
from photofind.cli import run
from photofind.errors import NotFoundError, UsageError
from photofind.filtering import Filters
from photofind.library.catalog import Catalog
from photofind.paths import data_paths
from photofind.records import Chip, Facets, Own, Query
from tests.conftest import draw_big

CAMERAS = (None, "Canon EOS 80D", "Canon EOS R", "Apple iPhone 12")


def put(catalog: Catalog, rows: list[tuple[int, int, int, str, str | None]]) -> None:
    with catalog._write() as connection:
        for number, width, height, taken, camera in rows:
            connection.execute(
                "INSERT INTO photos (id, key, width, height, format, taken, camera, added, name, files) "
                "VALUES (?, ?, ?, ?, 'JPEG', ?, ?, 0, ?, 1)",
                (number, f"key{number}", width, height, taken, camera, f"{number}.jpg"),
            )


def described(catalog: Catalog, photo: int, views: int, failed: int = 0) -> None:
    with catalog._write() as connection:
        connection.execute(
            "UPDATE photos SET views = ?, whole = ?, failed = ? WHERE id = ?", (views, views > 0, failed, photo)
        )


rows = st.lists(
    st.tuples(
        st.sampled_from([(40, 30), (30, 40), (50, 50), (100, 99)]),
        st.sampled_from(["2019-12-31T10:00:00", "2020-01-01T00:00:00", "2020-06-05T12:00:00"]),
        st.sampled_from(CAMERAS),
        st.integers(0, 19),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)
dates = st.sampled_from([None, "2019-12-31", "2020-01-01", "2020-02-01", "2021-01-01"])
queries = st.builds(
    Query,
    after=dates,
    before=dates,
    camera=st.sampled_from([None, "canon", "Canon EOS R", "canon eos", "phone", "nikon"]),
    orientation=st.sampled_from([None, "landscape", "portrait", "square"]),
    own=st.booleans(),
    state=st.sampled_from([None, "described", "partly", "undescribed", "failed"]),
)


def passes(query: Query, row: tuple) -> bool:
    (width, height), taken, camera, views, failed, own, present = row
    shape = "square" if abs(width - height) <= 1 else "landscape" if width > height else "portrait"
    names = {None: CAMERAS, "canon": CAMERAS[1:3], "canon eos": CAMERAS[1:3], "Canon EOS R": CAMERAS[2:3]}
    names |= {"phone": CAMERAS[3:], "nikon": ()}
    states = {"described": views >= 18, "partly": 0 < views < 18, "undescribed": not views, "failed": failed}
    return bool(
        present
        and (query.after is None or taken >= query.after)
        and (query.before is None or taken < query.before)
        and camera in names[query.camera]
        and query.orientation in (None, shape)
        and (own or not query.own)
        and (query.state is None or states[query.state])
    )


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with contextlib.closing(Catalog(tmp_path_factory.mktemp("catalog") / "catalog.sqlite3")) as catalog:
        yield catalog


@settings(max_examples=15, deadline=None)
@given(rows, st.lists(queries, min_size=1, max_size=6))
def test_filters_are_what_they_say(empty: Catalog, photos: list[tuple], asked: list[Query]) -> None:
    catalog = empty
    with catalog._write() as connection:
        connection.execute("DELETE FROM photos")
    filters = Filters(catalog, lambda: 18)
    assert filters.photos() == (0, 0)
    numbered = list(enumerate(photos, 1))
    for half in (numbered[::2], numbered[1::2]):  # the table follows the log of changes
        put(catalog, [(number, *row[0], row[1], row[2]) for number, row in half])
        filters.photos()
        with catalog._write() as connection:
            for number, row in half:
                values = (row[3], row[3] > 0, row[4], row[6], number)
                connection.execute("UPDATE photos SET views = ?, whole = ?, failed = ?, files = ? WHERE id = ?", values)
                if row[5]:
                    connection.execute("INSERT INTO owns (photo_id, text, tags) VALUES (?, '', '[]')", (number,))
        filters.photos()
    fresh = Filters(catalog, lambda: 18)
    ids = np.arange(1, len(photos) + 3)
    for query in asked:
        expected = [number for number, row in enumerate(photos, 1) if passes(query, row)]
        assert ids[filters.keep(ids, query)].tolist() == expected
        assert ids[fresh.keep(ids, query)].tolist() == expected
    assert filters.facets(ids) == fresh.facets(ids)


def test_facets_orders_and_a_log_that_was_cut(tmp_path: Path) -> None:
    with contextlib.closing(Catalog(tmp_path / "catalog.sqlite3")) as catalog:
        put(catalog, [(1, 40, 30, "2020-01-05", "Canon EOS R"), (2, 30, 40, "2019-03-01", "Canon EOS R")])
        put(catalog, [(3, 30, 30, "2020-01-09", None)])
        described(catalog, 1, 18)
        catalog.set_own(3, Own("", ("sea",)))
        filters = Filters(catalog, lambda: 18)
        assert filters.order("newest").tolist() == [3, 1, 2]
        assert filters.order("name").tolist() == [1, 2, 3]
        assert filters.facets(filters.order("newest")) == Facets(
            months=(("2019-03", 1), ("2020-01", 2)),
            cameras=(("Canon EOS R", 2),),
            orientations={"landscape": 1, "portrait": 1, "square": 1},
            states={"described": 1, "undescribed": 2},
            own=1,
        )
        with catalog._write() as connection:
            for _ in range(22):  # a process that slept through so many changes reads everything again
                connection.executemany("INSERT INTO changes (photo_id, layout) VALUES (?, 0)", [(1,)] * 1000)
            connection.execute("DELETE FROM photos WHERE id = 2")
            assert connection.execute("SELECT count(*) FROM changes").fetchone()[0] < 22_000
        assert filters.photos() == (2, 1)
        assert filters.order("newest").tolist() == [3, 1]
        with pytest.raises(UsageError, match="not a date"):
            filters.keep(np.array([1]), Query(after="soon"))


def test_filters_cost_little_in_a_large_library(tmp_path: Path) -> None:
    with contextlib.closing(Catalog(tmp_path / "catalog.sqlite3")) as catalog:
        put(catalog, [(n, 40, 30 + n % 20, f"20{n % 20:02d}-01-05", CAMERAS[n % 4]) for n in range(1, 20_001)])
        filters = Filters(catalog, lambda: 18)
        ids = filters.order("newest")
        query = Query(camera="canon", orientation="portrait", after="2005-01-01", state="undescribed")
        filters.keep(ids, query)
        costs = []
        for number in range(9):
            described(catalog, 1 + number, 1)  # a caption lands: only that photo is read again
            begun = time.thread_time()
            filters.keep(ids, query)
            costs.append(time.thread_time() - begun)
        whole = time.thread_time()
        Filters(catalog, lambda: 18).keep(ids, query)
        assert sorted(costs)[4] * 5 < time.thread_time() - whole


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    said = {"a": "a red horse on a beach", "b": "a red horse in a field", "c": "a blue boat", "d": "a horse"}
    lines = []
    for number, (name, text) in enumerate(said.items()):
        path = folder / f"{name}.png"
        draw_big(path, ("red", "blue", "green", "yellow")[number])
        lines.append(json.dumps({"path": str(path), "view": "whole", "text": text, "model": "test"}))
    captions = tmp_path / "captions.jsonl"
    captions.write_text("\n".join(lines), "utf-8")
    with App(data_paths(tmp_path / "data")) as app:
        app.add_folder(str(folder))
        app.scan()
        app.import_captions(captions)
        app.set_own(app.photo_by_path(str(folder / "a.png")).id, Own("", ("ours",)))
    return folder


def names(app: App, query: Query) -> list[str]:
    return [Path(photo.path).stem for photo in app.photos(app.search(query).ids)]


def test_queries_with_filters_and_likeness(library: Path, tmp_path: Path) -> None:
    with App(data_paths(tmp_path / "data")) as app:
        horse = (Chip("horse"),)
        assert sorted(names(app, Query(horse))) == ["a", "b", "d"]
        assert names(app, Query(horse, own=True)) == ["a"]
        assert names(app, Query(horse, state="described")) == []
        assert names(app, Query(own=True)) == ["a"]
        assert sorted(names(app, Query(horse, folder=str(library), state="partly"))) == ["a", "b", "d"]
        photo = app.photo_by_path(str(library / "a.png"))
        for similar in (photo.key, photo.path):
            like = Query(similar=similar)
            assert names(app, like) == ["b"]
        assert names(app, Query((Chip("field"),), similar=photo.key)) == ["b"]
        assert names(app, Query((Chip("field", exclude=True),), similar=photo.key)) == []
        assert names(app, Query((Chip("boat"), Chip("field")), any=True, similar=photo.key)) == ["b"]
        assert names(app, Query(similar=photo.key, own=True)) == []
        result = app.similar(photo.id)
        assert [Path(one.path).stem for one in app.photos(result.ids)] == ["b"]
        (spans,) = app.evidence(result.ids[0], result.query).matches.values()
        assert {word for span in spans for word in span.words} == {"red", "horse"}
        assert app.facets(Query(horse)).own == 1
        assert app.complete("is:un") == []
        assert app.complete("is:p") == [("is:partly", 4)]
        assert app.complete("has:t") == [("has:tags", 1)]
        with pytest.raises(NotFoundError):
            app.search(Query(similar="nowhere"))


def test_the_command_line(library: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    def said(*arguments: str) -> str:
        status = run(["--data-dir", str(tmp_path / "data"), *arguments])
        captured = capsysbinary.readouterr()
        return f"{status} {captured.out.decode()}{captured.err.decode()}"

    assert "1 of 4 photos" in said("search", "horse", "--own")
    assert "1 of 4 photos" in said("search", "horse", "has:tags", "--state", "partly")
    assert "0 of 4 photos" in said("search", "--camera", "canon")
    found = json.loads(said("search", "=horse", "--orientation", "square", "--json").split(" ", 1)[1])
    assert found["query"]["chips"][0]["exact"]
    assert found["query"]["orientation"] == "square"
    assert said("search", "--orientation", "round").startswith("2 ")
    assert said("search", "--state", "tired").startswith("2 ")
    assert said("search", "is:tired").startswith("2 ")
    assert "b.png" in said("search", "--similar", str(library / "a.png"))
    assert "red, horse" in said("similar", str(library / "a.png"))
    found = json.loads(said("similar", str(library / "a.png"), "--json").split(" ", 1)[1])
    assert [Path(result["path"]).name for result in found["results"]] == ["b.png"]
    assert "no photo is like it" in said("similar", str(library / "c.png"))
    assert said("similar", str(library / "zzz.png")).startswith("3 ")
    out = tmp_path / "out.jsonl"
    assert said("export", "horse", "--own", "--format", "jsonl", "-o", str(out)).startswith("0 ")
    assert len(out.read_text().splitlines()) == 1
