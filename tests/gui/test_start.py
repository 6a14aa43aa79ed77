"""Starting: the first screen first, then what it can do without."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from photofind.__main__ import window_words
from photofind.app import App
from photofind.errors import PhotofindError
from photofind.gui import session, settling
from photofind.gui.main_window import MainWindow
from photofind.gui.theme import Theme
from tests.gui.conftest import opened
from tests.test_opening import HEAVY, LATER


def test_the_rest_begins_when_the_photos_are_there(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.settling.done)
    assert window.settling.complete
    qtbot.waitUntil(lambda: window.parts.sidebar._photos == len(window.model.ids))
    qtbot.waitUntil(lambda: window.parts.results._lead.text() == "Often seen:")


def test_a_thumbnail_that_takes_long_holds_nothing_up(
    qtbot: QtBot, app: App, theme: Theme, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    monkeypatch.setattr(settling, "LONGEST_MS", 200)
    monkeypatch.setattr(app, "thumbnail", lambda _photo: released.wait(60) and None)
    window = MainWindow(app, theme, data)
    qtbot.addWidget(window)
    window.show()
    try:
        qtbot.waitUntil(lambda: window.settling.done)
        assert not window.settling.complete
        qtbot.waitUntil(lambda: bool(window.model.ids))
    finally:
        released.set()
        window.close()


def test_a_window_that_is_closed_at_once_begins_nothing(
    qtbot: QtBot, app: App, theme: Theme, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "LONGEST_MS", 50)
    window = MainWindow(app, theme, data)
    qtbot.addWidget(window)
    begun: list[bool] = []
    window.settling.settled.connect(lambda: begun.append(True))
    window.close()
    qtbot.wait(200)
    assert not begun


def test_what_is_wrong_with_the_pipeline_is_said(
    qtbot: QtBot, app: App, theme: Theme, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise PhotofindError("the lock can't be made", "free some space")

    monkeypatch.setattr(app, "start", broken)
    window = opened(qtbot, app, theme, data)
    session._start(app, window)
    assert "the lock can't be made" in window.parts.toast.label.text()
    window.close()


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ([], (None, [])),
        (["gui"], (None, [])),
        (["gui", "a", "b c"], (None, ["a", "b c"])),
        (["--data-dir", "d"], ("d", [])),
        (["--data-dir", "d", "gui", "a"], ("d", ["a"])),
        (["--data-dir"], None),
        (["--data-dir", "d", "search", "dog"], None),
        (["search", "gui"], None),
        (["gui", "--help"], None),
        (["-v"], None),
        (["-v", "gui"], None),
        (["gui", "--", "-a"], None),
        (["a"], None),
    ],
)
def test_words_that_only_ask_for_a_window(words: Sequence[str], asked: object) -> None:
    assert window_words(words) == asked


def test_the_first_screen_comes_without_heavy_modules(data: Path) -> None:
    """In a new process: what takes long to load is loaded after the photos are shown."""
    program = f"""
import sys
from pathlib import Path
from photofind.__main__ import window_words
from photofind.gui.app import read_ahead
from photofind.paths import DataPaths
paths = DataPaths(Path({str(data)!r}))
app = read_ahead(paths)
from photofind.gui import session
theme, window = session.opened(app, paths)
loaded = []
window.settling.settled.disconnect()
heavy = {(*HEAVY, *LATER)!r}
window.settling.settled.connect(lambda: loaded.extend(sorted(name for name in sys.modules if name.startswith(heavy))))
window.settling.settled.connect(window.close)
window.show()
session.QApplication.exec()
print(len(window.model.ids), window.settling.complete, *loaded)
app.close()
theme.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.split() == ["7", "True"], done.stdout + done.stderr


def test_a_first_window_fits_on_the_screen(qtbot: QtBot, app: App, theme: Theme, data: Path) -> None:
    window = MainWindow(app, theme, data)
    qtbot.addWidget(window)
    room = window.screen().availableSize()
    assert window.width() <= max(room.width(), window.minimumWidth())
    assert window.height() <= max(room.height(), window.minimumHeight())
    window.close()
