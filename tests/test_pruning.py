"""Purging on request: what is counted goes, what a person wrote stays, and the catalog is copied before."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from photofind.app import App
from photofind.captioning import catalogue, download
from photofind.cli import run
from photofind.errors import CatalogError, OwnedError, UsageError
from photofind.library.catalog import Catalog
from photofind.ownership import Ownership
from photofind.paths import DataPaths, data_paths
from photofind.records import Own, Prunable, Query
from photofind.settings import OwnModel
from tests.conftest import COLOURS_PAIR, draw_big


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    return data_paths(tmp_path / "data")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for colour in ("red", "green", "blue"):
        draw_big(tmp_path / "photos" / f"{colour}.jpg", colour)
    return tmp_path / "photos"


@pytest.fixture
def app(paths: DataPaths, photos: Path, tmp_path: Path) -> Iterator[App]:
    lines = [
        {"path": str(photos / f"{colour}.jpg"), "view": view, "text": f"A {colour} circle.", "model": "elsewhere"}
        for colour in ("red", "green", "blue")
        for view in ("whole", "g11")
    ]
    (tmp_path / "captions.jsonl").write_text("\n".join(map(json.dumps, lines)))
    with App(paths) as opened:
        opened.add_folder(str(photos))
        opened.scan()
        opened.import_captions(tmp_path / "captions.jsonl")
        yield opened


def counts(app: App, days: float = 0) -> dict[str, int]:
    return {each.kind: each.count for each in app.prune_report(days)}


def leave(app: App, photo: Path) -> None:
    photo.unlink()
    app.scan()


def test_captions_of_missing_photos_go_after_a_copy(app: App, paths: DataPaths, photos: Path) -> None:
    red, green = (app.photo_by_path(str(photos / name)).id for name in ("red.jpg", "green.jpg"))
    app.set_own(green, Own("my circle", ("round",)))
    assert set(counts(app).values()) == {0}
    leave(app, photos / "red.jpg")
    leave(app, photos / "green.jpg")
    assert counts(app) == {
        "thumbnails": 2,
        "captions-of-missing": 4,
        "old-models": 0,
        "downloads": 0,
        "index": 0,
        "backups": 0,
    }
    assert counts(app, 1)["captions-of-missing"] == 0, "they have not been gone for a day"
    assert app.prune(["captions-of-missing"], 1).backup == ""
    done = app.prune(["captions-of-missing", "thumbnails"], 0)
    assert [(each.kind, each.count) for each in done.removed] == [("thumbnails", 2), ("captions-of-missing", 4)]
    assert all(each.size for each in done.removed)
    assert app.own(green) == Own("my circle", ("round",)), "what a person wrote is never purged"
    assert app.captions(green) == app.captions(red) == []
    assert app.photos([red]) == []
    with closing(sqlite3.connect(done.backup)) as copy:
        assert copy.execute("SELECT count(*) FROM captions").fetchone() == (6,)
    assert counts(app)["backups"] == 1
    again = app.prune(["backups"])
    assert (again.removed[0].count, again.backup) == (1, "")
    assert not Path(done.backup).exists()
    # The green photo comes back, with its person's words.
    draw_big(photos / "green.jpg", "green")
    app.scan()
    assert app.photo_by_path(str(photos / "green.jpg")).id == green
    assert app.own(green).tags == ("round",)
    assert counts(app)["captions-of-missing"] == 0
    assert app.search(Query()).total == 2


def test_a_photo_that_comes_back_is_missing_no_more(app: App, photos: Path) -> None:
    saved = photos.parent / "saved.jpg"
    shutil.copy(photos / "red.jpg", saved)
    leave(app, photos / "red.jpg")
    assert counts(app)["captions-of-missing"] == 2
    shutil.copy(saved, photos / "red.jpg")
    app.scan()
    assert counts(app)["captions-of-missing"] == 0
    assert app.captions(app.photo_by_path(str(photos / "red.jpg")).id)


def test_an_absent_drive_is_not_missing(app: App, photos: Path) -> None:
    photos.rename(photos.parent / "unplugged")
    app.scan()
    assert counts(app)["captions-of-missing"] == 0
    assert counts(app)["thumbnails"] == 0


def test_superseded_captions_go_and_are_made_again_when_asked(paths: DataPaths, tmp_path: Path) -> None:
    photo = draw_big(tmp_path / "photos" / "red.jpg", "red")
    with App(paths) as app:
        app.change_settings(own_models=(OwnModel("colours", *COLOURS_PAIR),), model="colours")
        app.add_folder(str(photo.parent))
        app.scan()
        app.describe(views="whole")
        app.use_model("starter")
        assert counts(app)["old-models"] == 0, "nothing has taken their place yet"
        app.describe(views="whole")
        assert counts(app)["old-models"] == 1
        done = app.prune(["old-models"])
        assert (done.removed[0].count, counts(app)["old-models"]) == (1, 0)
        photo_id = app.photo_by_path(str(photo)).id
        assert [caption.model for caption in app.captions(photo_id)] == ["starter"]
        assert app.describe(views="whole").views == 0
        app.use_model("colours")
        assert app.describe(views="whole").views == 1, "what was purged is pending again"
        assert app.captions(photo_id)[0].model == "colours"


def test_imported_captions_are_never_superseded(app: App) -> None:
    app.describe(model="starter", views="whole")
    assert counts(app)["old-models"] == 0


def test_leftovers_of_downloads_and_of_the_index(app: App, paths: DataPaths) -> None:
    entry = catalogue.ENTRIES[0]
    part = download.targets(entry, paths.models)[0]
    part.parent.mkdir(parents=True)
    part.with_name(f"{part.name}.part").write_bytes(b"half")
    stray = paths.models / "forgotten" / "old.gguf.part"
    stray.parent.mkdir()
    stray.write_bytes(b"half")
    (stray.parent / "old.gguf.part.json").write_bytes(b"{}")
    (stray.parent / "mine.gguf").write_bytes(b"precious")
    for name in ("_MAIN_0.toc", "MAIN_0123456789abcdef.trm", "MAIN_0123456789abcdef.sums"):
        (paths.index / name).write_bytes(b"left")
    (paths.index / "MAIN.tmp").mkdir()
    (paths.index / "MAIN.tmp" / "x").write_bytes(b"left")
    found = {each.kind: (each.count, each.size) for each in app.prune_report()}
    assert found["downloads"] == (2, 10)
    assert found["index"] == (4, 16)
    done = app.prune(["downloads", "index"])
    assert [(each.count, each.size) for each in done.removed] == [(2, 10), (4, 16)]
    assert done.backup == ""
    assert not stray.exists()
    assert (stray.parent / "mine.gguf").exists()
    assert counts(app)["index"] == counts(app)["downloads"] == 0
    assert app.search(Query()).total == 3


def test_what_makes_no_sense_is_refused(app: App, paths: DataPaths) -> None:
    with pytest.raises(UsageError, match="nothing called"):
        app.prune(["photos"])
    with pytest.raises(UsageError, match="days"):
        app.prune_report(float("nan"))
    app.close()
    with App(paths) as other:
        holder = Ownership(paths.lock)
        assert holder.take()
        try:
            with pytest.raises(OwnedError):
                other.prune(["thumbnails"])
        finally:
            holder.release()


def test_without_a_copy_nothing_is_purged(
    app: App, paths: DataPaths, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(app, photos / "red.jpg")
    with closing(Catalog(paths.catalog)) as catalog, pytest.raises(CatalogError):
        catalog.backup(paths.root / "no" / "such")
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=1000))
    with pytest.raises(CatalogError, match="no room for a copy"):
        app.prune(["captions-of-missing"], 0)
    assert counts(app)["captions-of-missing"] == 2


def test_the_command(app: App, paths: DataPaths, photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leave(app, photos / "red.jpg")
    app.close()
    command = ["--data-dir", str(paths.root), "prune"]
    assert run([*command, "--days", "0"]) == 0
    out = capsys.readouterr().out
    assert "captions-of-missing" in out
    assert "nothing was removed" in out
    assert run([*command, "--days", "0", "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert {each["kind"]: each["count"] for each in value["prunable"]}["captions-of-missing"] == 2
    assert run([*command, "--captions-of-missing", "--days", "0"]) == 2, "nobody can be asked"
    assert "--yes" in capsys.readouterr().err
    assert run([*command, "--captions-of-missing", "--days", "0", "--yes"]) == 0
    out = capsys.readouterr().out
    assert "captions-of-missing: 2 removed" in out
    assert str(paths.root) in out
    assert run([*command, "--backups", "--index", "--yes", "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert [each["kind"] for each in value["removed"]] == ["index", "backups"]
    assert value["removed"][1]["count"] == 1
    assert value["backup"] is None


def test_a_report_names_every_kind(app: App) -> None:
    report = app.prune_report()
    assert all(isinstance(each, Prunable) and each.about for each in report)
    assert "90 days" in next(each.about for each in report if each.kind == "captions-of-missing")
