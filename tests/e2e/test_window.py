"""The window as people start it: a process of its own, real files, the built-in model, closed from outside."""

from __future__ import annotations

import csv
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.conftest import PHOTOGRAPHS
from tests.e2e.conftest import Cli

PATIENCE_S = 90
X_TOOLS = ("Xvfb", "openbox", "xdotool")
"""A display without a screen, a window manager to close windows, keys as a person presses them."""


def until(check: Callable[[], object], what: str) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + PATIENCE_S
    while not check():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.1)


@pytest.fixture
def offscreen(cli: Cli, tmp_path: Path) -> Cli:
    """A window that no one sees, with a home of its own."""
    home = tmp_path / "home"
    home.mkdir()
    cli.environment |= {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "LC_ALL": "C.UTF-8"}
    return cli


@contextmanager
def window(cli: Cli, *folders: Path) -> Iterator[subprocess.Popen[str]]:
    """A running window; killed if the test fails before it is closed."""
    process = cli.start("gui", *map(str, folders))
    try:
        yield process
    finally:
        if process.poll() is None:
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
            process.kill()
        process.communicate()


def closed(process: subprocess.Popen[str], family: list[psutil.Process]) -> None:
    """The window ended as it should: status 0, nothing said, no process left behind."""
    _, said = process.communicate(timeout=30)
    assert (process.returncode, [line for line in said.splitlines() if "propagateSizeHints" not in line]) == (0, [])
    gone, left = psutil.wait_procs(family, timeout=10)
    assert left == []
    assert gone


def described(cli: Cli, views: int) -> bool:
    return bool(cli.json("stats")["views"] == views)


def test_a_folder_on_the_command_line_is_described_and_a_signal_closes_the_window(offscreen: Cli, photos: Path) -> None:
    names = ("chelsea.png", "coffee.png")
    for name in names:
        shutil.copy(PHOTOGRAPHS / name, photos / name)
    offscreen("settings", "views", "whole")
    # The first steps were gone through: else nothing is described before the person has chosen.
    (offscreen.data / "window.ini").write_text("[window]\nwelcomed=true\n", "utf-8")
    with window(offscreen, photos) as process:
        until(lambda: described(offscreen, 2), "two photos described")
        family = psutil.Process(process.pid).children(recursive=True)
        assert family, "photos are decoded and described in processes of their own"
        process.send_signal(signal.SIGTERM)
        closed(process, family)
    for name in names:
        shown = offscreen.json("show", str(photos / name))
        assert [caption["view"] for caption in shown["captions"]] == ["whole"]
        assert shown["captions"][0]["text"]
    stats = offscreen.json("stats")
    assert (stats["photos"], stats["captioned"], stats["index_photos"], stats["failed"]) == (2, 2, 2, 0)


def words_of(cli: Cli, path: Path) -> set[str]:
    """Words of a photo's descriptions that are long enough to be no stop words."""
    said = " ".join(caption["text"] for caption in cli.json("show", str(path))["captions"])
    return set(re.findall(r"[a-z]{5,}", said.lower()))


@pytest.fixture
def screen(cli: Cli, tmp_path: Path) -> Iterator[Cli]:
    """A display of its own with a window manager on it."""
    missing = [tool for tool in X_TOOLS if shutil.which(tool) is None]
    if not sys.platform.startswith("linux") or missing:
        pytest.skip(f"keys can't be pressed here: {', '.join(missing) or sys.platform}")
    home = tmp_path / "home"
    home.mkdir()
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        display = f":{pipe.readline().strip()}"
    environment = {**os.environ, "DISPLAY": display, "HOME": str(home), "LC_ALL": "C.UTF-8"}
    manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
    cli.environment |= {**environment, "QT_QPA_PLATFORM": "xcb", "XDG_RUNTIME_DIR": str(home)}
    yield cli
    manager.terminate()
    manager.wait(10)
    server.terminate()
    server.wait(10)


class Keyboard:
    """Presses keys on the display of a window."""

    def __init__(self, cli: Cli) -> None:
        self._environment = cli.environment

    def _xdotool(self, *words: str) -> str:
        environment = {**os.environ, **self._environment}
        return subprocess.run(
            ["xdotool", *words], env=environment, capture_output=True, text=True, check=False, timeout=30
        ).stdout

    def titled(self, title: str) -> bool:
        """Whether a window whose title begins so has the focus."""
        return self._xdotool("getactivewindow", "getwindowname").startswith(title)

    def press(self, *keys: str) -> None:
        for key in keys:
            self._xdotool("key", "--clearmodifiers", key)
            time.sleep(0.15)  # a person is no faster

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "30", text)


def exported(path: Path) -> list[str]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [Path(row["path"]).name for row in csv.DictReader(file)]


def test_keys_search_view_tag_export_and_close(screen: Cli, photos: Path) -> None:
    """The main job with the keyboard alone: chips, the photo view, own words, an export, and the window's own close."""
    cat, cup = photos / "chelsea.png", photos / "coffee.png"
    for path in (cat, cup):
        shutil.copy(PHOTOGRAPHS / path.name, path)
    screen("settings", "views", "whole")
    home = Path(screen.environment["HOME"])
    screen("add", str(photos))
    keys = Keyboard(screen)

    def export(name: str) -> list[str]:
        keys.press("ctrl+shift+e")
        until(lambda: keys.titled("Export"), "the export dialog")
        keys.press("Return")
        until(lambda: exported(home / name), name)
        keys.press("Escape")
        until(lambda: keys.titled("photofind"), "the window after the export")
        return exported(home / name)

    with window(screen) as process:
        until(lambda: described(screen, 2), "two photos described")
        of_cat, of_cup = words_of(screen, cat), words_of(screen, cup)
        first, second = min(of_cat - of_cup), min(of_cup - of_cat)
        until(lambda: keys.titled("photofind"), "the window")
        keys.press("ctrl+f")
        keys.type(first)
        keys.press("Return")
        time.sleep(1)
        assert export(f"{first}.csv") == [cat.name]
        # The chip goes, another one comes.
        keys.press("ctrl+f", "BackSpace")
        keys.type(f"{second},")
        time.sleep(1)
        assert export(f"{second}.csv") == [cup.name]
        # Into the photo view and back; then words for the photo.
        keys.press("ctrl+f", "Down", "Return", "Escape", "ctrl+a", "ctrl+t")
        until(lambda: keys.titled("Words"), "the dialog for own words")
        keys.type("breakfast")
        keys.press("Return")
        until(lambda: screen.json("search", "breakfast")["total"] == 1, "the photo is found by its tag")
        until(lambda: keys.titled("photofind"), "the window after the words")
        family = psutil.Process(process.pid).children(recursive=True)
        keys.press("alt+F4")
        closed(process, family)
    assert [Path(hit["path"]).name for hit in screen.json("search", "breakfast")["results"]] == [cup.name]
    assert screen.json("stats")["views"] == 2
