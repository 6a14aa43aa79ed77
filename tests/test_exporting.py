"""Exports of a real library, by the facade and by the command line."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from photofind.app import App
from photofind.cli import run
from photofind.errors import ExportError
from photofind.paths import DataPaths, data_paths
from photofind.records import Chip, ExportOptions, Own, Query
from tests.conftest import draw_big

DOG = Query((Chip("dog"),))
HOSTILE = "A dog & <b>another</b>."


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for colour in ("red", "green", "blue"):
        draw_big(tmp_path / "photos" / colour / "x.jpg", colour)
    return tmp_path / "photos"


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    return data_paths(tmp_path / "data")


@pytest.fixture
def app(paths: DataPaths, photos: Path, tmp_path: Path) -> Iterator[App]:
    lines = [
        {"path": str(photos / colour / "x.jpg"), "view": view, "text": HOSTILE, "model": "m"}
        for colour in ("red", "green")
        for view in ("whole", "g13")
    ]
    (tmp_path / "captions.jsonl").write_text("\n".join(map(json.dumps, lines)))
    with App(paths) as opened:
        opened.add_folder(str(photos))
        opened.scan()
        opened.import_captions(tmp_path / "captions.jsonl")
        opened.set_own(opened.photo_by_path(str(photos / "red" / "x.jpg")).id, Own("Rex the dog", ("pet",)))
        yield opened


def test_every_format_writes_the_result(app: App, photos: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in photos.rglob("*") if path.is_file()}
    seen: list[tuple[int, int]] = []
    for name, form in app.formats().items():
        done = app.export(DOG, name, tmp_path / f"out-{name}{form.suffix}", progress=lambda *at: seen.append(at))
        assert (done.photos, done.left_out) == (2, ()), name
        assert seen[-1] == (2, 2)
    page = (tmp_path / "out-html.html").read_text("utf-8")
    assert "A <mark>dog</mark> &amp; &lt;b&gt;another&lt;/b&gt;." in page
    assert "Rex the <mark>dog</mark>" in page
    assert "top right ninth" in page
    sidecar = (tmp_path / "out-xmp" / "x.jpg.xmp").read_text("utf-8")
    assert "Rex the dog" in sidecar
    assert escape(HOSTILE) in sidecar
    assert sorted(path.name for path in (tmp_path / "out-copy").iterdir()) == ["x (2).jpg", "x.jpg"]
    with zipfile.ZipFile(tmp_path / "out-zip.zip") as archive:
        assert len(archive.namelist()) == 3
    assert (tmp_path / "out-pdf.pdf").read_bytes().startswith(b"%PDF-")
    assert {path: path.read_bytes() for path in photos.rglob("*") if path.is_file()} == before


def test_nothing_of_the_library_is_replaced(app: App, photos: Path) -> None:
    with pytest.raises(ExportError, match="never written"):
        app.export(DOG, "csv", photos / "blue" / "x.jpg", overwrite=True)
    with pytest.raises(ExportError, match="nothing is overwritten"):
        app.export(DOG, "copy", photos / "blue", overwrite=True)
    assert app.export(DOG, "copy", photos / "blue").photos == 2
    done = app.export(DOG, "xmp", Path(), options=ExportOptions(beside=True))
    assert (done.photos, done.path) == (2, "")
    assert (photos / "red" / "x.jpg.xmp").exists()


def test_a_drive_that_is_absent_is_named(app: App, photos: Path, tmp_path: Path) -> None:
    photos.rename(tmp_path / "unplugged")
    app.scan()
    done = app.export(DOG, "copy", tmp_path / "out")
    assert (done.photos, [reason for _, reason in done.left_out]) == (0, ["its drive is absent"] * 2)
    assert app.export(DOG, "html", tmp_path / "x.html").left_out == (), "thumbnails are here all the same"


def test_the_command(
    app: App, paths: DataPaths, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (photos / "green" / "x.jpg").unlink()
    app.close()
    command = ["--data-dir", str(paths.root), "export", "dog"]
    assert run([*command, "--format", "copy", "-o", str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    assert "1 photos written into" in said.out
    assert "the file is gone" in said.err
    assert run([*command, "--format", "copy", "-o", str(tmp_path / "out")]) == 0
    assert "1 were there already" in capsys.readouterr().out
    assert run([*command, "--format", "pdf", "--paper", "Letter", "-o", str(tmp_path / "x.pdf")]) == 0
    assert run([*command, "--format", "pdf", "-o", str(tmp_path / "x.pdf")]) == 3
    assert "--overwrite" in capsys.readouterr().err
    assert run([*command, "--format", "xmp", "--beside", "--model-captions", "description"]) == 0
    assert "sidecars written beside the photos" in capsys.readouterr().out
    for wrong in (
        ["--format", "docx", "-o", "x"],
        ["--format", "csv"],
        ["--format", "csv", "--beside"],
        ["--format", "xmp", "--beside", "-o", "x"],
        ["--format", "pdf", "--paper", "a9", "-o", "x"],
        ["--format", "xmp", "--model-captions", "everywhere", "-o", "x"],
    ):
        assert run([*command, *wrong]) == 2, wrong
