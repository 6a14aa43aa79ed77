"""Models of a real library: their folder moves while they describe, and what is in use comes and goes."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from photofind.app import App
from photofind.captioning import catalogue
from photofind.errors import DownloadError, ModelError, NotFoundError, OwnedError, UsageError
from photofind.paths import DataPaths
from photofind.records import DownloadProgress, Event
from photofind.settings import OwnModel
from tests.captioning.hub_server import FakeHub, serving
from tests.conftest import COLOUR, COLOURS_PAIR, draw_big

NAME = "smolvlm-500m"
ENTRY = next(entry for entry in catalogue.ENTRIES if entry.name == NAME)


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    (tmp_path / "data").mkdir()
    return DataPaths(tmp_path / "data")


@pytest.fixture
def app(paths: DataPaths) -> Iterator[App]:
    with App(paths) as opened:
        yield opened


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeHub]:
    with serving() as hub:
        hub.put(ENTRY, *map(Path, COLOURS_PAIR))
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
        yield hub


def wait_until(done: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def install(app: App) -> Path:
    """Lay the colours model down as if it had been downloaded; returns its folder."""
    folder = app.models_folder / NAME
    folder.mkdir(parents=True)
    shutil.copy(COLOURS_PAIR[0], folder / ENTRY.lm)
    shutil.copy(COLOURS_PAIR[1], folder / ENTRY.mmproj)
    return folder


def test_the_folder_moves_while_its_model_describes(app: App, tmp_path: Path) -> None:
    old = install(app)
    app.use_model(NAME)
    for name in list(COLOUR)[:4]:
        draw_big(tmp_path / "photos" / f"{name}.png", name)
    app.add_folder(str(tmp_path / "photos"))
    app.start()
    wait_until(lambda: app.progress.state == "describing" and app.progress.done > 0)
    new = tmp_path / "new"
    assert app.move_models(str(new)) == new
    assert not old.exists()
    assert (new / NAME / ENTRY.lm).is_file()
    wait_until(lambda: app.progress.state == "idle" and app.stats().views == app.stats().photos * 18)
    assert app.stats().failed == 0
    photo = app.photo_by_path(str(tmp_path / "photos" / "red.png"))
    assert {caption.model for caption in app.captions(photo.id)} == {NAME}


def test_the_folder_stays_while_another_process_works(app: App, paths: DataPaths, tmp_path: Path) -> None:
    with FileLock(paths.lock), pytest.raises(OwnedError, match="another photofind"):
        app.move_models(str(tmp_path / "new"))
    assert app.models_folder == paths.models
    app.move_models(str(paths.models))  # it is there already
    app.move_models(str(tmp_path / "new"))
    with App(paths) as second:
        assert second.models_folder == tmp_path / "new"


def test_a_broken_off_move_is_cleared_up_at_the_next_start(app: App, paths: DataPaths, tmp_path: Path) -> None:
    folder = install(app)
    app.close()
    half = tmp_path / "new" / NAME
    half.mkdir(parents=True)
    (half / f"{ENTRY.lm}.moving").write_bytes(b"half")
    paths.models_move.write_text(
        f'{{"old": "{paths.models}", "new": "{tmp_path / "new"}", "files": ["{NAME}/{ENTRY.lm}"]}}'
    )
    with App(paths) as again:
        assert next(model for model in again.models() if model.name == NAME).installed
    assert not half.parent.exists()
    assert (folder / ENTRY.lm).is_file()
    assert not paths.models_move.exists()


def test_a_download_of_the_model_in_use_starts_the_work(app: App, server: FakeHub, tmp_path: Path) -> None:
    draw_big(tmp_path / "photos" / "red.png", "red")
    install(app)
    app.use_model(NAME)
    shutil.rmtree(app.models_folder)
    app.change_settings(views="whole")
    app.add_folder(str(tmp_path / "photos"))
    app.start()
    wait_until(lambda: app.progress.state == "no-model")
    told: list[DownloadProgress] = []

    def listen(event: Event) -> None:
        if isinstance(event, DownloadProgress):
            told.append(event)

    unsubscribe = app.subscribe(listen)
    app.start_download(NAME)
    app.start_download(NAME)  # it runs already
    wait_until(lambda: app.stats().captioned == 1)
    unsubscribe()
    assert told[-1].state == "done"
    assert app.downloads()[NAME] == told[-1]
    assert len(server.gets(f"/{ENTRY.lm}")) == 1


def test_what_cannot_be_done_is_said(app: App, server: FakeHub, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"did you mean llava-1\.5-7b"):
        app.start_download("lava-1.5-7b")
    with pytest.raises(NotFoundError, match="no model “x”"):
        app.cancel_download("x")
    with pytest.raises(NotFoundError, match="neither downloaded"):
        app.remove_model("starter")
    app.change_settings(own_models=(OwnModel("mine", str(tmp_path / "a"), str(tmp_path / "b")),))
    with pytest.raises(ModelError, match="files of mine are gone"):
        app.download_model("mine")
    app.pause_download(NAME)  # it does not run: nothing to do
    server.paced = 0.05
    app.start_download(NAME)
    with pytest.raises(UsageError, match="one model comes at a time"):
        app.start_download("llava-1.5-7b")
    wait_until(lambda: next(model for model in app.models() if model.name == NAME).partial > 0)
    with pytest.raises(UsageError, match="cancel the download first"):
        app.remove_model(NAME)
    with pytest.raises(UsageError, match="pause the download first"):
        app.move_models(str(tmp_path / "new"))
    app.cancel_download(NAME)
    wait_until(lambda: app.downloads()[NAME].state == "cancelled")
    assert not (app.models_folder / NAME).exists()


def test_a_file_in_use_by_another_download_is_not_deleted(app: App) -> None:
    install(app)
    with FileLock(app.models_folder / ".lock"), pytest.raises(OwnedError):
        app.remove_model(NAME)
    assert app.remove_model(NAME) > 1_000_000


def test_a_folder_that_cannot_be_made_is_refused(app: App, tmp_path: Path) -> None:
    install(app)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DownloadError, match="choose another"):
        app.move_models(str(tmp_path / "file" / "models"))
    assert app.settings.models_folder == ""
