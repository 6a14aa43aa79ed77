"""Photos that a person takes out of the library: their files and captions stay, and they come back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from photofind.app import App
from photofind.cli import run
from photofind.paths import data_paths
from photofind.records import Chip, Failure, Own, Query
from tests.conftest import draw_big

ALL = Query()
DOG = Query((Chip("dog"),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, colour in (("a", "red"), ("b", "blue"), ("c", "green")):
        draw_big(tmp_path / "photos" / "inner" / f"{name}.png", colour)
    return tmp_path / "photos"


@pytest.fixture
def app(tmp_path: Path, folder: Path) -> Iterator[App]:
    captions = tmp_path / "captions.jsonl"
    lines = [
        {"path": str(path), "view": "whole", "text": "A dog.", "model": "m"} for path in (folder / "inner").iterdir()
    ]
    captions.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    with App(data_paths(tmp_path / "data")) as opened:
        opened.add_folder(str(folder))
        opened.scan()
        opened.import_captions(captions)
        yield opened


def names(app: App, query: Query = ALL) -> list[str]:
    return sorted(Path(photo.path).name for photo in app.photos(list(app.search(query).ids)))


def test_a_photo_is_taken_out_and_put_back(app: App, folder: Path) -> None:
    path = folder / "inner" / "a.png"
    before = path.read_bytes()
    photo = app.photo_by_path(str(path)).id
    app.set_own(photo, Own("mine", ("tag",)))
    assert app.exclude([photo, photo, 999]) == [photo]
    assert app.exclude([photo]) == []
    assert names(app) == names(app, DOG) == ["b.png", "c.png"]
    stats = app.stats()
    assert (stats.photos, stats.files, stats.captioned, stats.index_photos) == (2, 2, 2, 2)
    assert app.roots()[0].photos == 2
    assert app.subfolders(str(folder)) == [(str(folder / "inner"), 2)]
    assert app.facets(Query()).own == 0
    assert [kept.path for kept in app.excluded()] == [str(path)]
    assert path.read_bytes() == before
    assert app.include([photo]) == [photo]
    assert app.include([photo]) == []
    assert app.excluded() == []
    assert names(app) == names(app, DOG) == ["a.png", "b.png", "c.png"]
    assert app.own(photo) == Own("mine", ("tag",))
    assert app.roots()[0].photos == 3
    assert app.stats().index_photos == 3


def test_it_stays_out_when_its_file_moves_or_is_copied(app: App, folder: Path, tmp_path: Path) -> None:
    path = folder / "inner" / "a.png"
    photo = app.photo_by_path(str(path)).id
    app.exclude([photo])
    shutil.copy(path, folder / "copy.png")
    app.scan()
    path.rename(folder / "moved.png")
    app.scan()
    assert names(app) == ["b.png", "c.png"]
    assert len(app.excluded()[0].paths) == 2
    (folder / "copy.png").unlink()
    (folder / "moved.png").unlink()
    app.scan()
    assert app.excluded() == []  # nothing is left to put back
    draw_big(folder / "again.png", "red")
    app.scan()
    assert names(app) == ["b.png", "c.png"]
    assert [kept.id for kept in app.excluded()] == [photo]
    app.include([photo])
    assert names(app, DOG) == ["again.png", "b.png", "c.png"]
    with App(data_paths(tmp_path / "data")) as again:
        assert names(again) == ["again.png", "b.png", "c.png"]


def test_its_captions_are_kept_and_its_failures_not_listed(app: App, folder: Path) -> None:
    photo = app.photo_by_path(str(folder / "inner" / "b.png")).id
    app._catalog.add_failure(Failure(str(folder / "inner" / "b.png"), "describe", "why", photo, "q11"))
    assert len(app.failures()) == 1
    app.exclude([photo])
    assert app.failures() == []
    assert app.stats().failed == 0
    report = {one.kind: one.count for one in app.prune_report(days=0)}
    assert not any(count for kind, count in report.items() if "caption" in kind), report
    (folder / "inner" / "b.png").unlink()
    app.scan()
    report = {one.kind: one.count for one in app.prune_report(days=0)}
    assert any(count for kind, count in report.items() if "caption" in kind), report
    assert app.captions(photo)[0].text == "A dog."


def test_it_is_not_described(app: App, folder: Path) -> None:
    draw_big(folder / "new.png", "pink")
    app.scan()
    photo = app.photo_by_path(str(folder / "new.png")).id
    app.exclude([photo])
    wanted = app._pipeline.wanted(next(model for model in app.models() if model.builtin))
    assert photo not in app._catalog.missing(wanted, [photo])
    assert all(entry != photo for entry, _views in app._catalog.pending(wanted, 99))


def test_the_command_takes_out_lists_and_puts_back(
    app: App, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app.close()
    path = str(folder / "inner" / "a.png")

    def said(*words: str) -> str:
        assert run(["--data-dir", str(tmp_path / "data"), "exclude", *words], lambda *_: 0) == 0
        return capsys.readouterr().out

    assert "no photo" in said()
    assert "1 photos taken out" in said(path)
    assert said() == f"{path}\n"
    assert json.loads(said("--json")) == {"photos": 0, "excluded": [path]}
    assert json.loads(said(path, "--back", "--json")) == {"photos": 1, "excluded": []}
    assert run(["--data-dir", str(tmp_path / "data"), "exclude", "/nowhere.png"], lambda *_: 0) == 3
