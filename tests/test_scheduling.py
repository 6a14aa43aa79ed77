"""What is described, when and how deep: the facade, the background thread, the engine and the catalog together."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from photofind import background, conditions
from photofind.app import App
from photofind.captioning import schedule
from photofind.errors import NotFoundError
from photofind.paths import DataPaths, data_paths
from photofind.records import Caption, Event, Own, ProgressChanged
from photofind.settings import OwnModel
from tests.conftest import COLOUR, COLOURS_PAIR, draw_big, draw_many
from tests.test_conditions import Machine


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    return data_paths(tmp_path / "data")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Red and green in a, blue in b."""
    for name, colour in (("a/red", "red"), ("a/green", "green"), ("b/blue", "blue")):
        draw_big(tmp_path / "photos" / f"{name}.jpg", colour)
    return tmp_path / "photos"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(conditions, "_EVERY", 0.0)
    monkeypatch.setattr(background, "_LOOK_EVERY", 0.0)
    return Machine()


@pytest.fixture
def app(paths: DataPaths, photos: Path, machine: Machine) -> Iterator[App]:
    """Scanned, nothing described, not started."""
    with App(paths, machine.conditions()) as opened:
        opened.change_settings(own_models=(OwnModel("colours", *COLOURS_PAIR),), model="colours")
        opened.add_folder(str(photos))
        opened.scan()
        yield opened


def wait_until(what: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def photo(app: App, photos: Path, name: str) -> int:
    return app.photo_by_path(str(photos / name)).id


def created(app: App, photo_id: int) -> dict[str, float]:
    return {caption.view: caption.created for caption in app.captions(photo_id)}


# --- conditions ---


def test_describing_waits_for_power_and_goes_on_within_seconds(
    app: App, machine: Machine, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_ENGINE_LINGERS", 0.3)
    for number in range(6):
        draw_many(photos / f"{number}.jpg", list(COLOUR)[number % 8 :])
    app.scan()
    machine.mains = False
    app.change_settings(on_mains=True)
    app.start()
    wait_until(lambda: app.progress.state == "waiting-power")
    total = 18 * app.stats().photos
    assert app.progress.total == total > 100
    assert app.stats().views == 0
    machine.mains = True
    wait_until(lambda: app.stats().views > 3)
    machine.mains = False
    wait_until(lambda: app.progress.state == "waiting-power")
    views = app.stats().views
    assert views + app.progress.total == total, "what is left is what is not described"
    wait_until(lambda: app._pipeline._describer is None)
    assert app.stats().views == views
    machine.mains = True
    wait_until(lambda: app.progress.state == "idle")
    assert app.stats().views == total
    machine.mains = False
    time.sleep(0.2)
    assert app.progress.state == "idle", "nothing is left to wait for"


def test_describe_anyway_holds_until_the_next_pause(app: App, machine: Machine, photos: Path) -> None:
    machine.idle = 1.0
    app.change_settings(only_idle=True, views="whole")
    app.start()
    wait_until(lambda: app.progress.state == "waiting-idle")
    app.describe_anyway()
    wait_until(lambda: app.progress.state == "idle" and app.stats().captioned == 3)
    draw_many(photos / "new.jpg", ["pink"])
    wait_until(lambda: app.stats().captioned == 4)
    app.pause()
    wait_until(lambda: app.progress.state == "paused")
    app.resume()
    draw_many(photos / "newer.jpg", ["brown"])
    wait_until(lambda: app.progress.state == "waiting-idle")
    assert app.stats().captioned == 4
    machine.idle = 1000.0
    wait_until(lambda: app.stats().captioned == 5)


def test_hours_hold_describing_and_stretch_its_end(app: App, machine: Machine) -> None:
    machine.clock = dt.datetime(2026, 3, 1, 12)  # noqa: DTZ001
    app.change_settings(hours="22:00-06:00")
    app.start()
    wait_until(lambda: app.progress.state == "waiting-hours")
    assert app.progress.detail == "22:00-06:00"
    assert app.progress.eta is None
    pipeline = app._pipeline
    wanted = pipeline.wanted(next(model for model in app.models() if model.active))
    pipeline.pace(wanted).add(100, 0, 100 * 3600.0)  # an hour a view
    wait_until(lambda: app.progress.eta is not None)
    assert (app.progress.eta or 0) > 3600 * 24 * 2, "54 hours of work take a week of nights"
    machine.clock = dt.datetime(2026, 3, 1, 23)  # noqa: DTZ001
    wait_until(lambda: app.progress.state == "idle")
    assert app.stats().views == 54


def test_the_caption_command_asks_for_no_conditions(app: App, machine: Machine) -> None:
    machine.mains, machine.idle = False, 0.0
    app.change_settings(on_mains=True, only_idle=True, hours="00:00-00:01")
    done = app.describe(views="whole")
    assert (done.described, done.pending) == (3, 0)


def test_what_is_not_known_is_said(app: App, machine: Machine) -> None:
    machine.mains = None
    assert list(app.unknown_conditions()) == ["on_mains"]


# --- order and depth ---


def test_folders_are_described_as_deep_as_they_say(app: App, photos: Path) -> None:
    assert app.set_depth(str(photos / "a"), "whole") == str(photos / "a")
    app.set_depth(str(photos / "b"), "none")
    with pytest.raises(NotFoundError):
        app.set_depth(str(photos.parent), "none")
    by_path = {Path(folder.path).name: folder for folder in app.folders()}
    assert list(by_path) == ["photos", "a", "b"]
    assert [(f.depth, f.effective, f.photos, f.pending) for f in by_path.values()] == [
        ("inherit", "crops", 3, 2),
        ("whole", "whole", 2, 2),
        ("none", "none", 1, 0),
    ]
    assert app.describe().views == 2
    assert app.describe(views="17").views == 34, "asked for outright; still nothing of what is not to be described"
    app.set_depth(str(photos / "b"), "inherit")
    app.change_settings(views="whole")
    app.set_depth(str(photos / "b"), "crops")
    done = app.describe()
    assert (done.described, done.views, done.pending) == (1, 18, 0)
    app.set_depth(str(photos / "b"), "none")
    assert len(app.captions(photo(app, photos, "b/blue.jpg"))) == 18
    assert app.depths() == {str(photos / "a"): "whole", str(photos / "b"): "none"}
    app.remove_folder(str(photos))
    assert app.folders() == []


def test_folders_are_listed_also_without_a_model(app: App) -> None:
    app.change_settings(model="gone")
    (folder,) = app.folders()
    assert (folder.photos, folder.pending, folder.effective) == (3, 0, "crops")


def test_what_comes_next(app: App, photos: Path) -> None:
    red, green, blue = (photo(app, photos, name) for name in ("a/red.jpg", "a/green.jpg", "b/blue.jpg"))
    assert not app._pipeline._order.fresh, "when everything is new, nothing is"
    app.prefer([red])
    app.describe(views="whole", limit=1)
    assert app.photo(red).whole
    app.set_first(str(photos / "b"))
    app.describe(views="whole", limit=1)
    assert app.photo(blue).whole
    app.set_first(str(photos / "b"), first=False)
    assert app.describe_first([green]) == 1
    done = app.describe(limit=1)
    assert (done.described, done.pending) == (1, 34)
    assert app.photo(green).views == 18
    assert app.describe_first([green]) == 0


def test_a_running_pipeline_turns_to_what_is_asked_for(app: App, photos: Path) -> None:
    for number in range(12):
        draw_many(photos / "many" / f"{number}.jpg", ["red", "blue", ("red", "green")[number % 2]])
    app.scan()
    blue = photo(app, photos, "b/blue.jpg")
    finished: list[int] = []

    def watch(event: Event) -> None:
        if isinstance(event, ProgressChanged) and event.progress.state == "describing" and not finished:
            app.describe_first([blue])
            finished.append(1)

    app.subscribe(watch)
    app.start()
    wait_until(lambda: bool(finished))
    wait_until(lambda: app.photo(blue).views == 18)
    assert app.stats().views < 18 * app.stats().photos, "before the others"
    app.pause()


# --- again ---


def test_chosen_photos_are_described_again(app: App, photos: Path) -> None:
    red, blue = photo(app, photos, "a/red.jpg"), photo(app, photos, "b/blue.jpg")
    app._catalog.add_captions([Caption(blue, "whole", "elsewhere", "m", "an old text", created=1.0, imported=True)])
    app.set_own(red, Own("my words", ("mine",)))
    app.change_settings(views="whole")
    assert app.describe().views == 2
    before = created(app, red)
    assert app.redescribe([red, blue]) == 2
    assert app.captions(blue)[0].raw == "an old text"
    assert created(app, red) == before
    done = app.describe()
    assert (done.views, done.described, done.pending) == (2, 2, 0)
    assert created(app, red)["whole"] > before["whole"]
    assert app.captions(blue)[0].model == "colours"
    assert app.own(red) == Own("my words", ("mine",))
    assert app.describe().views == 0


def test_another_model_has_just_its_own_work_to_do(app: App, photos: Path) -> None:
    red = photo(app, photos, "a/red.jpg")
    app.set_own(red, Own("my words"))
    app.describe(views="whole")
    app.use_model("starter")
    assert app.folders()[0].pending == 54
    assert app.captions(red)[0].model == "colours", "the old words count until the new ones are in"
    app.use_model("colours")
    assert app.folders()[0].pending == 51
    assert app.own(red) == Own("my words")


def test_failed_photos_are_tried_again_on_request_only(app: App, photos: Path) -> None:
    app.change_settings(views="whole")
    red, blue = photo(app, photos, "a/red.jpg"), photo(app, photos, "b/blue.jpg")
    texts = {name: (photos / name).read_bytes() for name in ("a/red.jpg", "b/blue.jpg")}
    for name in texts:
        (photos / name).write_bytes(b"no photo any more")
    assert app.describe().failed == 2
    for name, data in texts.items():
        (photos / name).write_bytes(data)
    assert app.describe().views == 0
    assert app.retry([blue]) == 1
    assert app.describe().described == 1
    assert [failure.photo_id for failure in app.failures()] == [red]


# --- pace ---


def test_the_end_is_told_in_stages_and_remembered(app: App, paths: DataPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_FIRST_SECONDS", 0.0)  # a fast machine describes two photos in less
    seen = []
    app.describe(report=seen.append, limit=2)
    describing = [progress for progress in seen if progress.state == "describing"]
    assert all(progress.total == 36 for progress in describing)
    done = app.describe(views="whole")
    assert done.stage_eta is None
    last = app.describe(limit=1)
    assert last.pending == 0
    assert last.eta == 0
    kept = [
        json.loads(value)
        for name, value in app._catalog._writer.execute("SELECT name, value FROM meta").fetchall()
        if name.startswith("pace ")
    ]
    assert len(kept) == 1
    assert all(cost is None or cost > 0 for cost in kept[0])
    assert any(kept[0])
    draw_big(paths.root.parent / "photos" / "new.jpg", "purple")
    app.scan()
    app.pause()
    app.close()
    with App(paths) as again:
        again.start()
        wait_until(lambda: again.progress.state == "paused" and again.progress.total == 18)
        assert again.progress.eta is not None, "measured in an earlier run"


def test_a_damaged_pace_is_no_harm(app: App) -> None:
    wanted = app._pipeline.wanted(next(model for model in app.models() if model.active))
    name = f"pace {wanted.prints['whole']}"
    app._catalog.set_meta(name, '{"no": "pace"}')
    assert app._pipeline.pace(wanted).eta(1, 1) is None


# --- a machine that stays usable ---


@pytest.mark.skipif(psutil.WINDOWS, reason="priorities have other names there")
def test_engine_and_decoders_give_way_to_other_programs(app: App) -> None:
    own = psutil.Process()
    nices: dict[str, int] = {}

    def look(_progress: object) -> None:
        for child in own.children():
            command = " ".join(child.cmdline())
            if "spawn_main" in command:
                nices[str(child.pid)] = child.nice()

    app.describe(views="whole", report=look)
    assert len(nices) >= 2
    assert all(nice > own.nice() for nice in nices.values())
    assert max(nices.values()) >= min(19, own.nice() + 10)


def test_a_drive_that_goes_away_fails_no_photo(app: App, photos: Path, paths: DataPaths) -> None:
    photos.rename(photos.with_name("unplugged"))
    done = app.describe(views="whole")
    assert (done.views, done.failed, done.pending) == (0, 0, 3)
    assert app.failures() == []
    photos.with_name("unplugged").rename(photos)
    app.scan()
    assert app.describe(views="whole").views == 3


def test_a_drive_that_goes_away_is_marked_as_away_while_describing(app: App, photos: Path) -> None:
    app.change_settings(paused=True)
    app.start()
    wait_until(lambda: app.progress.state == "paused")
    photos.rename(photos.with_name("unplugged"))
    app.change_settings(paused=False)
    wait_until(lambda: not app.roots()[0].online)
    wait_until(lambda: app.progress.state == "idle")
    assert app.failures() == []
