"""A small real library with captions, and the real window on it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from photofind.app import App
from photofind.gui import language
from photofind.gui.main_window import MainWindow
from photofind.gui.theme import Theme
from photofind.paths import DataPaths
from tests.conftest import PHOTOGRAPHS, draw_big

HOSTILE = '<script>alert("dog")</script> <img src="file:///etc/passwd"> & a & b dog </span>'
CAPTIONS: dict[str, dict[str, str]] = {
    "astronaut.png": {
        "whole": "A woman in an orange space suit smiles. A flag stands behind her.",
        "v1of2": "A flag with stars.",
        "g11": "A flag.",
        "q22": "A white helmet.",
    },
    "chelsea.png": {"whole": "A tabby cat looks at the camera.", "h1of2": "The ears of a cat.", "g22": "A cat's nose."},
    "coffee.png": {"whole": "A cup of coffee on a wooden table.", "q21": "A spoon on a table."},
    "rocket.jpg": {"whole": "A rocket starts into a dark sky.", "h2of2": "Smoke and a tower."},
    "red.png": {"whole": "A red ball on a gray table."},
    "hostile.png": {"whole": HOSTILE, "v1of2": "A dog & a cat."},
}
PLAIN = "plain.png"
"""A photo without captions."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen platform can't do these things and says so.
    for item in items:
        if "/gui/" in str(item.path):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


class PatientBot(QtBot):
    """Waits longer than pytest-qt's five seconds: a test machine may be busy, and what is right ends the wait."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 60_000) -> None:
        super().waitUntil(callback, timeout=max(timeout, 60_000))

    def waitSignal(self, signal: Any, *, timeout: int = 60_000, **options: Any) -> SignalBlocker:
        return super().waitSignal(signal, timeout=max(timeout, 60_000), **options)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data directory and the folder of its photos; scanned and with captions, made once."""
    folder = tmp_path_factory.mktemp("photos")
    for name in ("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg"):
        shutil.copy(PHOTOGRAPHS / name, folder / name)
    draw_big(folder / "red.png", "red")
    draw_big(folder / "hostile.png", "blue")
    draw_big(folder / PLAIN, "green")
    for number, name in enumerate(sorted(path.name for path in folder.iterdir())):
        when = 1_600_000_000 + number * 86_400
        os.utime(folder / name, (when, when))
    data = tmp_path_factory.mktemp("data")
    lines = [
        json.dumps({"path": str(folder / name), "view": view, "text": text, "model": "test"})
        for name, views in CAPTIONS.items()
        for view, text in views.items()
    ]
    captions = tmp_path_factory.mktemp("captions") / "captions.jsonl"
    captions.write_text("\n".join(lines), "utf-8")
    with App(DataPaths(data)) as app:
        app.add_folder(str(folder))
        app.scan()
        app.import_captions(captions)
    return data, folder


@pytest.fixture
def data(prepared: tuple[Path, Path], tmp_path: Path) -> Path:
    """The test's own copy of the data directory."""
    return Path(shutil.copytree(prepared[0], tmp_path / "data"))


@pytest.fixture
def folder(prepared: tuple[Path, Path]) -> Path:
    """The folder of the photos; not to be changed."""
    return prepared[1]


@pytest.fixture(scope="session", autouse=True)
def _english(qapp: QApplication) -> None:
    """The window speaks English, with its plurals, wherever the tests run."""
    language.install(qapp, "en")


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(qapp, "light")
    yield theme
    theme.close()


@pytest.fixture
def app(data: Path) -> Iterator[App]:
    with App(DataPaths(data)) as opened:
        yield opened


Ids = Callable[[str], int]


@pytest.fixture
def photo(app: App, folder: Path) -> Ids:
    """File name → photo id."""
    return lambda name: app.photo_by_path(str(folder / name)).id


def opened(qtbot: QtBot, app: App, theme: Theme, data: Path, waits: bool = True) -> MainWindow:
    window = MainWindow(app, theme, data)
    qtbot.addWidget(window)
    window.resize(1200, 800)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    if waits:
        qtbot.waitUntil(lambda: len(window.model.ids) == 7)
    return window


@pytest.fixture
def window(qtbot: QtBot, app: App, theme: Theme, data: Path) -> Iterator[MainWindow]:
    """The window, all photos shown; the pipeline isn't started."""
    shown = opened(qtbot, app, theme, data)
    yield shown
    shown.close()


def names(window: MainWindow) -> list[str]:
    """File names of what is found, in order."""
    return [Path(photo.path).name for photo in window._app.photos(window.model.ids)]


def found(qtbot: QtBot, window: MainWindow, wanted: list[str]) -> None:
    """Wait until just these photos are found (in any order)."""

    def check() -> None:
        assert sorted(names(window)) == sorted(wanted)

    qtbot.waitUntil(check)
