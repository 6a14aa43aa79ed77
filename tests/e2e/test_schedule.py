"""Folders and their depth on the command line; what a killed process was asked for is not forgotten."""

from __future__ import annotations

import json
import signal
import sqlite3
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from photofind.app import App
from photofind.cli import run
from photofind.paths import data_paths
from photofind.settings import OwnModel
from tests.conftest import COLOURS_PAIR, draw_big, draw_many
from tests.e2e.conftest import Cli


@dataclass
class Here:
    """The same commands within this process: no time goes by with starting Python."""

    data: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: str, status: int = 0) -> str:
        assert run(["--data-dir", str(self.data), *words]) == status
        out, err = self.capture.readouterr()
        return out if status == 0 else err

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(tmp_path / "data", capsys)


def test_folders_are_listed_with_their_depth(here: Here, photos: Path) -> None:
    draw_big(photos / "a" / "red.jpg", "red")
    draw_big(photos / "b" / "blue.jpg", "blue")
    assert "no folder yet" in here("folders")
    here("add", str(photos))
    assert "whole photo only" in here("depth", str(photos / "b"), "whole", "--first")
    found = here.json("folders")["folders"]
    assert [(Path(each["path"]).name, each["root"], each["effective"], each["first"]) for each in found] == [
        ("photos", True, "crops", False),
        ("b", False, "whole", True),
    ]
    assert [(each["photos"], each["described"], each["pending"], each["online"]) for each in found] == [
        (2, 0, 19, True),
        (1, 0, 1, True),
    ]
    text = here("folders")
    assert "whole photo and crops (default)" in text
    assert "first" in text
    assert "in its turn" in here("depth", str(photos / "b"), "inherit", "--not-first")
    assert len(here.json("folders")["folders"]) == 1
    assert "not a folder of the library" in here("depth", str(photos.parent), "none", status=3)
    assert "whole, crops" in here("depth", str(photos), "deep", status=2)


def test_caption_tells_how_long_the_rest_takes(here: Here, photos: Path) -> None:
    for number, colour in enumerate(("red", "blue", "green")):
        draw_big(photos / f"{number}.jpg", colour)
    here("add", str(photos))
    pair = ("--lm", COLOURS_PAIR[0], "--mmproj", COLOURS_PAIR[1])
    done = here.json("caption", *pair, "--limit", "1")
    assert done["pending"] == 36
    assert done["eta"] is None or done["eta"] > 0
    assert (done["stage_eta"] is None) == (done["eta"] is None)
    assert here.json("caption", *pair)["eta"] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_kill_9_forgets_no_request(cli: Cli, photos: Path) -> None:
    for number in range(8):
        draw_many(
            photos / f"{number}.jpg", ["red", "blue", "green", "pink", "brown", "purple", "orange", "yellow"][number:]
        )
    with App(data_paths(cli.data)) as app:
        app.change_settings(own_models=(OwnModel("colours", *COLOURS_PAIR),), model="colours")
        app.add_folder(str(photos))
        app.scan()
        app.describe(views="whole")
        app.redescribe([1, 2])
        app.set_depth(str(photos), "crops")
        app.set_first(str(photos))
        left = app.folders()[0].pending
        assert left == 8 * 17 + 2
    process = cli.start("caption")
    watched = sqlite3.connect(data_paths(cli.data).catalog)
    deadline = time.monotonic() + 60
    while watched.execute("SELECT count(*) FROM captions").fetchone()[0] < 12 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    watched.close()
    with App(data_paths(cli.data)) as app:
        (folder,) = app.folders()
        assert (folder.depth, folder.first) == ("crops", True)
        assert folder.pending <= left - 4
        assert app.describe().views == folder.pending, "nothing that was committed is described again"
        assert app.folders()[0].pending == 0
