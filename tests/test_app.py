"""The facade and its pipeline in one process: real files, engine, catalog and index."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photofind.app import App
from photofind.errors import NotFoundError, SearchIndexError, UsageError
from photofind.paths import DataPaths, data_paths
from photofind.records import Chip, Event, LibraryChanged, Own, PhotosChanged, ProgressChanged, Query
from photofind.search.index import Index
from photofind.settings import OwnModel
from tests.conftest import COLOURS_PAIR, draw_big, draw_many


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    return data_paths(tmp_path / "data")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    return folder


@pytest.fixture
def app(paths: DataPaths) -> Iterator[App]:
    with App(paths) as opened:
        opened.change_settings(own_models=(OwnModel("colours", *COLOURS_PAIR),), model="colours")
        yield opened


def wait_until(what: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def query(*words: str, **options: object) -> Query:
    return Query(tuple(Chip(word) for word in words), **options)  # type: ignore[arg-type]


def names(app: App, *words: str, **options: object) -> list[str]:
    result = app.search(query(*words, **options))
    return [Path(photo.path).name for photo in app.photos(list(result.ids))]


def test_results_arrive_while_captions_land(app: App, photos: Path) -> None:
    draw_big(photos / "red.jpg", "red")
    draw_many(photos / "many.jpg", ["purple", "yellow"])
    events: list[Event] = []
    unsubscribe = app.subscribe(events.append)
    app.add_folder(str(photos))
    app.start()
    wait_until(lambda: app.progress.state == "idle" and names(app, "purple") == ["many.jpg"])
    kinds = {type(event) for event in events}
    assert {PhotosChanged, LibraryChanged, ProgressChanged} <= kinds
    states = [event.progress.state for event in events if isinstance(event, ProgressChanged)]
    assert [state for state in ("scanning", "loading", "describing", "idle") if state in states] == [
        "scanning",
        "loading",
        "describing",
        "idle",
    ]
    unsubscribe()
    result = app.search(query("red"))
    assert (result.photos, result.captioned, result.total) == (2, 2, 1)
    evidence = app.evidence(result.ids[0], query("red"))
    spans = evidence.matches["red"]
    assert spans[0].source == "whole"
    assert spans[0].box == (0, 0, 1, 1)
    assert {word.lower() for span in spans for word in span.words} == {"red"}

    draw_big(photos / "new.jpg", "pink")
    wait_until(lambda: names(app, "pink") == ["new.jpg"])
    (photos / "new.jpg").unlink()
    wait_until(lambda: names(app, "pink") == [])


def test_pause_holds_and_resume_goes_on(app: App, photos: Path, paths: DataPaths) -> None:
    draw_big(photos / "red.jpg", "red")
    app.pause()
    app.add_folder(str(photos))
    app.start()
    wait_until(lambda: app.progress.state == "paused" and app.stats().photos == 1)
    assert app.progress.total == 18
    time.sleep(0.3)
    assert app.stats().views == 0
    app.close()
    with App(paths) as again:
        assert again.settings.paused
        again.start()
        again.look([again.search(Query()).ids[0]])
        again.resume()
        wait_until(lambda: again.stats().views == 18)
        wait_until(lambda: again.progress.state == "idle")


def test_a_second_app_follows_the_first_and_takes_over(app: App, photos: Path, paths: DataPaths) -> None:
    draw_big(photos / "red.jpg", "red")
    app.change_settings(views="whole")
    app.add_folder(str(photos))
    app.start()
    wait_until(lambda: names(app, "red") == ["red.jpg"])
    with App(paths) as second:
        second.start()
        wait_until(lambda: second.progress.state == "elsewhere")
        assert names(second, "red") == ["red.jpg"]
        second.set_own(second.search(Query()).ids[0], Own("my holiday", ("beach",)))
        wait_until(lambda: names(app, "beach") == ["red.jpg"])
        second.add_folder(str(_folder_with_blue(photos.parent / "other")))
        wait_until(lambda: names(second, "blue") == ["blue.jpg"])
        app.close()
        wait_until(lambda: second.progress.state == "idle")


def _folder_with_blue(folder: Path) -> Path:
    draw_big(folder / "blue.jpg", "blue")
    return folder


def test_own_words_are_found_and_never_overwritten(app: App, photos: Path) -> None:
    draw_big(photos / "red.jpg", "red")
    app.add_folder(str(photos))
    assert app.scan() is not None
    photo = app.search(Query()).ids[0]
    app.set_own(photo, Own("Grandmother's kitchen", ("Winter", "family dinner")))
    assert names(app, "kitchen") == ["red.jpg"]
    assert app.search(Query((Chip("family dinner", phrase=True),))).total == 1
    app.describe(views="whole")
    assert app.own(photo) == Own("Grandmother's kitchen", ("Winter", "family dinner"))
    assert names(app, "kitchen", "red") == ["red.jpg"]
    assert "own" in app.evidence(photo, query("kitchen")).views["kitchen"]


def test_a_damaged_or_missing_index_is_made_again(app: App, photos: Path, paths: DataPaths) -> None:
    draw_big(photos / "red.jpg", "red")
    app.add_folder(str(photos))
    app.scan()
    app.describe(views="whole")
    app.close()
    for file in paths.index.iterdir():
        file.write_bytes(b"junk")
    with App(paths) as again:
        assert names(again, "red") == ["red.jpg"]
    shutil.rmtree(paths.index)
    with App(paths) as again:
        again.start()
        wait_until(lambda: again.progress.state == "idle" and names(again, "red") == ["red.jpg"])
        assert again.rebuild() == 1
        assert names(again, "red") == ["red.jpg"]


@pytest.mark.parametrize("started", [False, True])
def test_an_index_that_turns_out_damaged_is_made_again(app: App, photos: Path, paths: DataPaths, started: bool) -> None:
    draw_big(photos / "red.jpg", "red")
    app.add_folder(str(photos))
    app.scan()
    app.describe(views="whole")
    app.close()
    words = paths.index / "words.txt"
    words.write_bytes(words.read_bytes().replace(b"red", b"rad"))  # read only when a word is asked for
    with App(paths) as again:
        if started:
            again.start()
            wait_until(lambda: again.progress.state == "idle")
        again.complete("re")
        wait_until(lambda: [word for word, _ in again.complete("re")] == ["red"])
        assert names(again, "red") == ["red.jpg"]


def test_an_index_that_can_never_be_written_is_an_error_not_a_loop(
    app: App, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise SearchIndexError("the disk is full")

    draw_big(photos / "red.jpg", "red")
    app.add_folder(str(photos))
    app.scan()
    monkeypatch.setattr(Index, "update", full)
    with pytest.raises(SearchIndexError, match="full"):
        app.rebuild()


def test_an_index_of_another_catalog_is_not_believed(app: App, photos: Path, paths: DataPaths, tmp_path: Path) -> None:
    draw_big(photos / "red.jpg", "red")
    app.add_folder(str(photos))
    app.scan()
    app.describe(views="whole")
    app.close()
    other = data_paths(tmp_path / "other")
    with App(other) as second:
        assert second.search(query("red")).total == 0
    shutil.rmtree(other.index)
    shutil.copytree(paths.index, other.index)
    with App(other) as second:
        assert second.search(query("red")).total == 0


def test_sorting_and_filters(app: App, photos: Path) -> None:
    for name, colour in (("b.jpg", "red"), ("a.jpg", "red"), ("sub/c.jpg", "blue")):
        draw_big(photos / name, colour)
        if name == "a.jpg":
            draw_many(photos / name, ["red"])
    app.add_folder(str(photos))
    app.scan()
    app.describe(views="17")
    assert names(app, "red", sort="name") == ["a.jpg", "b.jpg"]
    assert names(app, sort="name") == ["a.jpg", "b.jpg", "c.jpg"]
    assert names(app, folder=str(photos / "sub")) == ["c.jpg"]
    assert names(app, "red", folder=str(photos / "sub")) == []
    assert names(app, "red", after="1990-01-01", sort="oldest") != []
    with pytest.raises(UsageError, match="not a date"):
        app.search(query("red", before="soon"))
    result = app.search(query("redd"))
    assert result.total == 0
    assert "red" in result.unmatched["redd"]
    assert ("red", 2) in app.complete("re")
    assert all(0 < count < 3 for _word, count in app.suggest(Query()))
    assert ("red", 2) in [(word.word, word.photos) for word in app.words(None, 50)]


def test_changing_the_model_keeps_old_captions_until_new_ones_are_in(app: App, photos: Path) -> None:
    draw_big(photos / "red.jpg", "red")
    app.add_folder(str(photos))
    app.scan()
    app.describe(views="whole")
    app.use_model("starter")
    assert names(app, "red") == ["red.jpg"]
    photo = app.search(Query()).ids[0]
    assert app.captions(photo)[0].model == "colours"
    app.describe(views="whole")
    assert app.captions(photo)[0].model == "starter"
    app.use_model("colours")
    assert app.captions(photo)[0].model == "colours"
    assert app.describe(views="whole").views == 0
    with pytest.raises(NotFoundError):
        app.use_model("none")


def test_limit_and_paths_say_what_is_described(app: App, photos: Path) -> None:
    for number, colour in enumerate(("red", "green", "blue")):
        draw_big(photos / str(number) / f"{colour}.jpg", colour)
    app.add_folder(str(photos))
    app.scan()
    done = app.describe(limit=1)
    assert (done.described, done.views, done.pending) == (1, 18, 36)
    done = app.describe([str(photos / "2")], views="whole")
    assert done.pending == 0
    done = app.describe([str(photos / "0" / "red.jpg"), str(photos / "1")], views="whole")
    assert done.pending == 0
    assert app.stats().captioned == 3
    with pytest.raises(NotFoundError, match="add"):
        app.describe([str(photos.parent / "data")])


def test_a_photo_that_vanishes_before_its_turn_fails_alone(app: App, photos: Path) -> None:
    draw_big(photos / "red.jpg", "red")
    doomed = draw_big(photos / "blue.jpg", "blue")
    app.add_folder(str(photos))
    app.scan()
    doomed.write_bytes(b"no longer a photo")
    done = app.describe(views="whole")
    assert (done.described, done.failed, done.pending) == (1, 1, 0)
    assert "blue.jpg" in app.failures()[0].path
    draw_big(doomed, "blue")
    assert app.retry_failures() == 1
    app.scan()
    assert app.describe(views="whole").described == 1


def test_thumbnails_and_previews_are_made_again_from_the_original(app: App, photos: Path, paths: DataPaths) -> None:
    draw_big(photos / "red.jpg", "red")
    app.add_folder(str(photos))
    app.scan()
    photo = app.search(Query()).ids[0]
    first = app.thumbnail(photo)
    assert first is not None
    assert first.stat().st_size > 500
    shutil.rmtree(paths.thumbnails)
    assert app.thumbnail(photo) == first
    assert first.exists()
    preview = app.preview(photo)
    assert preview is not None
    assert preview != first
    assert app.preview(photo) == preview
    shutil.rmtree(paths.thumbnails)
    (photos / "red.jpg").unlink()
    assert app.thumbnail(photo) is None
    assert app.preview(photo) is None
    assert app.thumbnail(10**9) is None
    assert app.preview(10**9) is None


def test_originals_are_never_changed(app: App, photos: Path, tmp_path: Path) -> None:
    path = draw_big(photos / "red.jpg", "red")
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    app.add_folder(str(photos))
    app.start()
    wait_until(lambda: app.progress.state == "idle" and app.stats().views == 18)
    app.set_own(app.search(Query()).ids[0], Own("mine", ()))
    app.export(query("red"), "csv", tmp_path / "x.csv")
    app.close()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [file.name for file in photos.iterdir()] == ["red.jpg"]


def test_a_missing_model_blocks_describing_and_nothing_else(paths: DataPaths, photos: Path, tmp_path: Path) -> None:
    pair = [tmp_path / "lm.gguf", tmp_path / "mmproj.gguf"]
    for source, target in zip(COLOURS_PAIR, pair, strict=True):
        shutil.copy(source, target)
    draw_big(photos / "red.jpg", "red")
    with App(paths) as app:
        app.add_model(str(pair[0]), str(pair[1]), "mine")
        app.use_model("mine")
        pair[1].unlink()
        app.add_folder(str(photos))
        app.start()
        wait_until(lambda: app.progress.state == "no-model")
        assert "mmproj.gguf" in app.progress.detail
        assert names(app) == ["red.jpg"]
        shutil.copy(COLOURS_PAIR[1], pair[1])
        app.resume()
        wait_until(lambda: names(app, "red") == ["red.jpg"])
        with pytest.raises(UsageError, match="taken"):
            app.add_model(str(pair[0]), str(pair[1]), "starter")
        app.remove_model("mine")
        assert app.settings.model == ""


def test_closing_in_the_middle_is_quick_and_leaves_nothing(paths: DataPaths, photos: Path) -> None:
    for number in range(30):
        draw_big(photos / f"{number}.png", ["red", "green", "blue", "pink"][number % 4])
    app = App(paths)
    app.change_settings(own_models=(OwnModel("colours", *COLOURS_PAIR),), model="colours")
    app.add_folder(str(photos))
    app.start()
    wait_until(lambda: app.stats().views > 5)
    begun = time.monotonic()
    app.close()
    assert time.monotonic() - begun < 3
    app.close()
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("photofind")] == []
    connection = sqlite3.connect(paths.catalog)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()


def test_typed_text_becomes_chips(app: App) -> None:
    typed = app.typed('dog -cat "red car" the is:failed')
    assert [(chip.text, chip.exclude, chip.phrase) for chip in typed.chips] == [
        ("dog", False, False),
        ("cat", True, False),
        ("red car", False, True),
    ]
    assert typed.dropped == ("the",)
    assert typed.filters == {"state": "failed"}
    assert app.argument("the").dropped == ("the",)
    assert app.argument("red car").chips == (Chip("red car", phrase=True),)
    assert app.argument("dog", exclude=True).chips == (Chip("dog", exclude=True),)
    assert app.query_text(Query((Chip("dog", exact=True),), state="failed")) == "=dog is:failed"
    assert json.dumps(app.query_json(query("dog")))
    assert set(app.formats()) == {"csv", "json", "jsonl", "paths", "html", "pdf", "xmp", "copy", "zip"}
