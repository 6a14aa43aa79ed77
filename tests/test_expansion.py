"""Learned expansion through the facade and the command line: switched on, found, explained, switched off."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from photofind.app import App
from photofind.cli import run
from photofind.indexing import INDEX_IDENTITY
from photofind.paths import data_paths
from photofind.records import Chip, Query

PHOTOS = 48
"""The first has a leash and no dog in its captions; of the others every third a dog in one view, a leash in another."""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    lines = []
    for number in range(PHOTOS):
        path = folder / f"{number}.png"
        Image.new("RGB", (48, 48), (number, 255 - number, 90)).save(path)
        dog = number % 3 == 0 and number > 0
        whole = "A dog runs." if dog else "A leash lies on the floor." if number == 0 else "A car."
        lines += [
            {"path": str(path), "view": "whole", "text": whole, "model": "made"},
            {"path": str(path), "view": "q11", "text": "A leash." if dog else "A road.", "model": "made"},
        ]
    captions = tmp_path / "captions.jsonl"
    captions.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    with App(data_paths(tmp_path / "data")) as app:
        app.add_folder(str(folder))
        app.scan()
        assert app.import_captions(captions)["photos"] == PHOTOS
    return tmp_path / "data"


def names(app: App, *chips: Chip) -> set[str]:
    return {Path(photo.path).name for photo in app.photos(list(app.search(Query(chips)).ids))}


def test_it_is_switched_on_and_off_by_a_rebuild(library: Path, capsys) -> None:
    def shown(*words: str) -> str:
        assert run(["--data-dir", str(library), *words], lambda *_: 0) == 0
        return capsys.readouterr().out

    said = json.loads(shown("search", "dog", "--json"))
    assert said["total"] == PHOTOS // 3 - 1
    assert json.loads(shown("rebuild", "--expansion", "--json"))["photos"] == PHOTOS
    found = json.loads(shown("search", "dog", "--limit", "0", "--json"))
    assert found["total"] == said["total"] + 1
    assert Path(found["results"][-1]["path"]).name == "0.png"
    assert found["results"][-1]["matched"] == {"dog": ["whole"]}
    assert found["results"][-1]["learned"] == {"dog": ["leash"]}
    assert all("learned" not in result for result in found["results"][:-1])
    assert "dog (learned from leash: whole)" in shown("search", "dog", "--limit", "0")
    assert json.loads(shown("search", "dog", "--no-synonyms", "--json"))["total"] == said["total"]
    with App(data_paths(library)) as app:
        assert app.settings.expansion
        (number,) = set(app.search(Query((Chip("dog"),))).ids) - set(app.search(Query((Chip("dog", exact=True),))).ids)
        assert app.evidence(number, Query((Chip("dog"),))).learned == {"dog": ("leash",)}
        assert "0.png" in names(app, Chip("leash"), Chip("dog", exclude=True))
    shown("rebuild")  # stays as it was chosen
    assert json.loads(shown("search", "dog", "--json"))["total"] == said["total"] + 1
    shown("rebuild", "--no-expansion")
    assert json.loads(shown("search", "dog", "--json"))["total"] == said["total"]
    assert not (library / "index" / "expansion.npz").exists()


def test_a_library_that_is_indexed_already_teaches_what_comes_next(library: Path) -> None:
    with App(data_paths(library)) as app:
        app.change_settings(expansion=True)
    with App(data_paths(library)) as app:
        assert "0.png" not in names(app, Chip("dog"))
        late = library.parent / "photos" / "late.png"
        Image.new("RGB", (48, 48), (9, 9, 9)).save(late)
        app.scan()
        captions = library.parent / "late.jsonl"
        captions.write_text(json.dumps({"path": str(late), "view": "whole", "text": "A leash.", "model": "made"}))
        app.import_captions(captions)
        assert "late.png" in names(app, Chip("dog"))


def wait_until(check: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not check():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_switch_of_the_window_builds_the_search_anew_while_it_runs(library: Path) -> None:
    dog = Query((Chip("dog"),))
    with App(data_paths(library)) as app:
        app.change_settings(paused=True)
        app.start()
        wait_until(lambda: app.progress.state == "paused")
        said = app.search(dog).total
        before = app._catalog.meta(INDEX_IDENTITY)
        app.set_expansion(True)
        assert app.settings.expansion
        wait_until(lambda: app.stats().index_photos == PHOTOS and "0.png" in names(app, Chip("dog")))
        first = app._catalog.meta(INDEX_IDENTITY)
        assert first != before
        assert app.search(dog).total == said + 1
        number = list(app.search(dog).ids)[-1]  # below all that say so themselves
        assert app.evidence(number, dog).learned == {"dog": ("leash",)}
        assert names(app) == {f"{n}.png" for n in range(PHOTOS)}
        app.set_expansion(True)  # as it is: nothing to do
        assert app._catalog.meta(INDEX_IDENTITY) == first
        app.set_expansion(False)
        wait_until(lambda: app.stats().index_photos == PHOTOS and app.search(dog).total == said)
        assert app._catalog.meta(INDEX_IDENTITY) != first
        assert "0.png" not in names(app, Chip("dog"))
        assert not (library / "index" / "expansion.npz").exists()
    with App(data_paths(library)) as app:
        assert not app.settings.expansion
        assert app.search(dog).total == said
