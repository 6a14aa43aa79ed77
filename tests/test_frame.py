"""Records, settings, paths, log, terminal and ownership."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photofind import log, settings, terminal
from photofind.errors import Cancelled, NotFoundError, OwnedError, PhotofindError
from photofind.ownership import Ownership
from photofind.paths import data_paths, resource
from photofind.records import VIEW_SETS, VIEWS, View
from photofind.settings import OwnModel, Server, Settings


def test_view_sets_are_the_papers() -> None:
    assert [len(VIEW_SETS[name]) for name in ("whole", "17", "40")] == [1, 18, 41]
    assert len(VIEWS) == 58
    assert VIEWS["v1of2"].box == (0, 0, 0.5, 1)
    assert VIEWS["h2of2"].box == (0, 0.5, 1, 1)
    assert VIEWS["q12"].box == (0.5, 0, 1, 0.5)
    assert VIEWS["g31"].twelfths == (0, 8, 4, 12)
    assert VIEWS["G55"].twelfths == (8, 8, 12, 12)
    assert VIEWS["Q22"].twelfths == (3, 3, 9, 9)


@given(st.integers(1, 9000), st.integers(1, 9000), st.sampled_from(list(VIEWS.values())))
def test_views_lie_in_the_photo_and_are_never_empty(width: int, height: int, view: View) -> None:
    left, top, right, bottom = view.pixels(width, height)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height


@given(st.integers(3, 500), st.integers(3, 500))
def test_each_grid_covers_the_photo_without_overlap(width: int, height: int) -> None:
    for prefix, count in (("v", 2), ("h", 2), ("q", 4), ("g", 9)):
        views = [view for name, view in VIEWS.items() if name.startswith(prefix)]
        assert len(views) == count
        boxes = [view.pixels(width, height) for view in views]
        assert sum((r - l) * (b - t) for l, t, r, b in boxes) == width * height  # noqa: E741


def test_settings_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    assert settings.load(path) == Settings()
    changed = Settings(model="m", paused=True, own_models=(OwnModel('a "b"', "/x", "/y"),))
    settings.save(path, changed)
    assert settings.load(path) == changed
    assert [file.name for file in tmp_path.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("= 3", "TOML"),
        ("version = 99", "newer"),
        ('paused = "yes"', "bool"),
        ("threads = true", "int"),
        ("[[own_models]]\nnme = 1", "own_models"),
        ("[[servers]]\nname = 'a'\nurl = 3\nmodel = 'b'", "url should be a str"),
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(PhotofindError, match=why):
        settings.load(path)


def test_older_settings_are_migrated_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('version = 0\nengine = "x"\n', "utf-8")
    monkeypatch.setitem(settings.MIGRATIONS, 0, lambda values: {"model": values["engine"]})
    assert settings.load(path).model == "x"
    assert settings.load(path).model == "x"
    assert (tmp_path / "settings.toml.v0").read_text("utf-8").startswith("version = 0")


def test_settings_that_can_not_be_kept_say_so(tmp_path: Path) -> None:
    with pytest.raises(PhotofindError, match="can't write"):
        settings.save(tmp_path / "none" / "settings.toml", Settings())
    (tmp_path / "folder").mkdir()
    with pytest.raises(PhotofindError, match="can't read"):
        settings.load(tmp_path / "folder")


def test_the_data_directory_is_made_and_never_the_real_home_in_a_test(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert data_paths(tmp_path / "a" / "b").root.is_dir()
    monkeypatch.setenv("PHOTOFIND_DATA_DIR", str(tmp_path / "env"))
    assert data_paths().catalog == tmp_path / "env" / "catalog.sqlite3"
    monkeypatch.delenv("PHOTOFIND_DATA_DIR")
    with pytest.raises(PhotofindError, match="real data directory"):
        data_paths()
    (tmp_path / "file").touch()
    with pytest.raises(PhotofindError, match="--data-dir"):
        data_paths(tmp_path / "file")


def test_resources_are_found_or_named() -> None:
    assert resource("models", "starter", "MODEL_CARD.md").is_file()
    with pytest.raises(NotFoundError, match="resources/none"):
        resource("none")


def test_the_log_goes_to_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        log.setup(tmp_path / "x.log", verbose=True)
        log.setup(tmp_path / "x.log")
        logging.getLogger("photofind.test").warning("kept")
    finally:
        log.close()
    assert "kept" in (tmp_path / "x.log").read_text("utf-8")
    assert capsys.readouterr().err == ""


def test_durations_are_said_as_people_do() -> None:
    said = [terminal.duration(seconds) for seconds in (3, 700, 20_000, 600_000)]
    assert said == ["3 s", "12 min", "5.6 h", "6.9 days"]


@given(st.text())
def test_untrusted_text_gives_a_terminal_no_orders(text: str) -> None:
    shown = terminal.plain(text)
    assert len(shown) == len(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2066" for c in shown)


def test_one_process_owns_a_data_directory(tmp_path: Path) -> None:
    lock = tmp_path / "owner.lock"
    code = (
        "import sys; from pathlib import Path; from photofind.ownership import Ownership\n"
        "o = Ownership(Path(sys.argv[1])); print(o.take(), flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        mine = Ownership(lock)
        assert not mine.take()
        with pytest.raises(OwnedError, match=f"process {other.pid}"):
            mine.demand()
        assert not mine.held
        other.kill()
        other.communicate()
    mine.demand()
    assert mine.held
    assert mine.take()
    assert f"process {os.getpid()}" in mine.holder()
    mine.release()
    mine.release()
    assert mine.holder() == "an unknown process"


def test_threads_of_the_owner_all_own_the_library(tmp_path: Path) -> None:
    mine, another = Ownership(tmp_path / "owner.lock"), Ownership(tmp_path / "owner.lock")
    with ThreadPoolExecutor(8) as pool:
        for _round in range(20):
            together = threading.Barrier(8)

            def take(together: threading.Barrier = together) -> bool:
                together.wait()
                return mine.take()

            assert all(pool.map(lambda _number, ask=take: ask(), range(8)))
            mine.release()
    with mine.borrowed() as first, mine.borrowed() as second:
        assert first
        assert second
        with another.borrowed() as theirs:
            assert not theirs
    assert not mine.held
    with mine.borrowed():
        assert mine.take()
    assert mine.held, "what is taken within a block outlives it"
    with mine.borrowed():
        mine.release()
        assert mine.held, "what is borrowed is not given back by another"
    assert not mine.held
    with another.borrowed() as theirs:
        assert theirs
    assert not another.held


def test_cancelled_is_no_error() -> None:
    assert not issubclass(Cancelled, PhotofindError)
    assert str(PhotofindError("what", "do")) == "what: do"
    assert str(PhotofindError("what")) == "what"


def test_the_key_of_a_server_is_kept_for_its_owner_only_and_never_shown(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("", "utf-8")
    path.chmod(0o644)
    server = Server("lab", "http://lab:8080/v1", "llava", "sesame-1234", 3)
    settings.save(path, Settings(servers=(server,)))
    assert settings.load(path).servers == (server,)
    assert "sesame" not in f"{server} {Settings(servers=(server,))!r}"
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("[[servers]]\nname = 'lab'\nkey = 'sesame-1234'", "utf-8")
    with pytest.raises(PhotofindError, match="servers in the settings") as caught:
        settings.load(path)
    assert "sesame" not in str(caught.value)
