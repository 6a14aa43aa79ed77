"""What the command line says about why a photo was found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from photofind.app import App
from photofind.cli import run
from photofind.cli.searching import reason
from photofind.paths import data_paths
from tests.conftest import draw_big

SAID = {
    "a": {"whole": "A brown dog on green grass.", "v1of2": "Two dogs and a red ball.", "g22": "A ball."},
    "b": {"whole": "A puppy and its red ball on the grass."},
    "c": {"whole": "A boat."},
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    lines = []
    for name, colour in zip(SAID, ("red", "green", "blue"), strict=True):
        path = draw_big(tmp_path / "photos" / f"{name}.png", colour)
        lines += [json.dumps({"path": str(path), "view": v, "text": t, "model": "m"}) for v, t in SAID[name].items()]
    (tmp_path / "captions.jsonl").write_text("\n".join(lines), "utf-8")
    with App(data_paths(tmp_path / "data")) as app:
        app.add_folder(str(tmp_path / "photos"))
        app.scan()
        app.import_captions(tmp_path / "captions.jsonl")
    return tmp_path


@pytest.fixture
def said(library: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def shown(*words: str) -> str:
        assert run(["--data-dir", str(library / "data"), *words], lambda *_: 0) == 0
        return capsys.readouterr().out

    return shown


def test_a_related_word_is_named(said) -> None:  # type: ignore[no-untyped-def]
    assert "puppy → dog (whole, left half)" in said("search", "puppy")
    assert "— puppy (whole)\n" in said("search", "puppy"), "the word itself needs no naming"
    found = {Path(one["path"]).stem: one for one in json.loads(said("search", "puppy", "--json"))["results"]}
    assert found["a"]["related"] == {"puppy": ["dog"]}
    assert found["a"]["matched"] == {"puppy": ["whole", "v1of2"]}
    assert "related" not in found["b"]
    assert "→" not in said("search", "puppy", "--no-synonyms")


def test_photos_that_are_alike_name_the_words_that_they_share(said, library: Path) -> None:  # type: ignore[no-untyped-def]
    photo = str(library / "photos" / "a.png")
    assert "alike → " in said("search", "--similar", photo)
    (found,) = json.loads(said("search", "--similar", photo, "--json"))["results"]
    assert set(found["shared"]) == {"red", "ball", "grass"}
    (same,) = json.loads(said("similar", photo, "--json"))["results"]
    assert same["words"] == found["shared"]
    assert f"         {', '.join(found['shared'])} (whole)\n" in said("similar", photo)


def test_without_words_there_is_no_score(said, library: Path) -> None:  # type: ignore[no-untyped-def]
    shown = said("search")
    assert "0.000" not in shown
    assert f"{library}/photos/c.png\n" in shown
    assert "0.000" not in said("search", "orientation:square")
    assert "(" not in said("search", "boat", "puppy", "--any").split("c.png")[1].split("boat (whole)")[1].split("\n")[0]


def test_many_views_are_counted() -> None:
    assert reason("dog", ["whole", "q11", "own", "g22"], (), ()) == (
        "dog (whole, top left quarter, your words, centre ninth)"
    )
    assert (
        reason("dog", ["whole", "q11", "own", "g22", "g23"], (), ())
        == "dog (whole, top left quarter, your words, 2 more)"
    )
