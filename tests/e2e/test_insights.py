"""Frequent words on the command line: a table, JSON, and pictures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from photofind.app import App
from photofind.cli import run
from photofind.paths import DataPaths
from tests.conftest import draw_big

Run = Callable[..., str]


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``photofind insights`` on two photos with captions; gives what it prints."""
    folder = tmp_path / "photos"
    folder.mkdir()
    lines = []
    for name, texts in {
        "a.png": {"whole": "A dog <b>& a ball.", "q11": "The dog.", "q22": "A dog's ear."},
        "b.png": {"whole": "A cat and a ball."},
    }.items():
        draw_big(folder / name, "red" if name == "a.png" else "blue")
        lines += [json.dumps({"file": name, "view": view, "text": text, "model": "m"}) for view, text in texts.items()]
    captions = tmp_path / "captions.jsonl"
    captions.write_text("\n".join(lines), "utf-8")
    data = tmp_path / "data"
    data.mkdir()
    with App(DataPaths(data)) as app:
        app.add_folder(str(folder))
        app.scan()
        app.import_captions(captions)

    def call(*words: str, status: int = 0) -> str:
        capsys.readouterr()
        assert run(["--data-dir", str(data), "insights", *words]) == status
        out, err = capsys.readouterr()
        return out if status == 0 else err

    return call


def test_words_are_counted_over_all_views(command: Run) -> None:
    found = json.loads(command("--json"))
    assert found["photos"] == 2
    assert found["words"][0] == {"word": "dog", "count": 3, "photos": 1}
    assert {"word": "ball", "count": 2, "photos": 2} in found["words"]
    table = command("cat").splitlines()
    assert table[0].split() == ["said", "photos"]
    assert table[1].split()[:3] == ["ball", "1", "1"]
    assert "█" in table[1]
    assert "dog" not in "".join(table)
    assert table[-1] == "1 of 2 photos"
    assert len(command("--limit", "1").splitlines()) == 3
    assert command("zebra").splitlines() == ["0 of 2 photos"]


def test_pictures(command: Run, tmp_path: Path) -> None:
    drawing, picture = tmp_path / "w.svg", tmp_path / "w.PNG"
    assert "drawn as" in command("dog", "--limit", "1", "-o", str(drawing))
    text = drawing.read_text("utf-8")
    assert ">dog</text>" in text
    assert "Frequent words · 1 photo · dog" in text
    assert "exists already" in command("-o", str(drawing), status=3)
    command("--dark", "-o", str(picture), "--overwrite")
    with Image.open(picture) as image:
        assert image.getpixel((2, 2)) == (22, 25, 28)
    assert "ends in .svg or .png" in command("-o", str(tmp_path / "w.gif"), status=2)
    assert "can't write" in command("-o", str(tmp_path / "nowhere" / "w.svg"), status=3)
    assert not list(tmp_path.glob(".*part"))
