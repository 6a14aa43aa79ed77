"""Getting and moving models on the command line, from a hub on this machine."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from photofind.captioning import catalogue
from tests.captioning.hub_server import FakeHub, serving
from tests.conftest import COLOURS_PAIR, draw_big
from tests.e2e.conftest import Cli

NAME = "smolvlm-500m"
ENTRY = next(entry for entry in catalogue.ENTRIES if entry.name == NAME)


@pytest.fixture
def server(cli: Cli, tmp_path: Path) -> Iterator[FakeHub]:
    with serving() as hub:
        hub.put(ENTRY, *map(Path, COLOURS_PAIR))
        cli.environment |= {"HF_ENDPOINT": hub.url, "HF_HUB_CACHE": str(tmp_path / "cache")}
        yield hub


def part(cli: Cli) -> Path:
    return cli.data / "models" / NAME / f"{ENTRY.lm}.part"


def wait_for(process: subprocess.Popen[str], path: Path) -> None:
    deadline = time.monotonic() + 30
    while not (path.exists() and path.stat().st_size):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_a_download_is_stopped_taken_up_used_and_removed(cli: Cli, server: FakeHub, photos: Path) -> None:
    server.paced = 0.05
    process = cli.start("models", "download", NAME)
    wait_for(process, part(cli))
    # Another process does not interfere.
    assert "another download" in cli("models", "download", NAME, status=3).stderr
    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130, (out, err)
    assert time.monotonic() - begun < 2
    assert "are kept; the same command goes on from there" in err
    there = part(cli).stat().st_size
    assert there
    assert "downloaded so far" in cli("models").stdout
    server.paced = 0
    done = cli.json("models", "download", NAME)
    assert (done["name"], done["installed"], done["found"]) == (NAME, True, there)
    assert "is here already" in cli("models", "download", NAME).stdout
    cli("models", "use", NAME)
    draw_big(photos / "one.png", "red")
    cli("add", str(photos))
    assert cli.json("caption", "--views", "whole")["described"] == 1
    assert "red" in cli.json("show", str(photos / "one.png"))["captions"][0]["text"]
    assert "are free again; its captions stay" in cli("models", "remove", NAME).stdout
    assert not part(cli).parent.exists()
    assert cli.json("stats")["model"] == "starter"
    cli("models", "remove", NAME, status=3)


def test_names_are_helped_with(cli: Cli, server: FakeHub) -> None:
    assert "did you mean smolvlm-500m" in cli("models", "download", "smolvm-500", status=3).stderr
    assert "built in" in cli("models", "download", "starter").stdout
    assert cli.json("models", "download", "starter")["already"]
    assert {"name", "installed", "active", "size", "recommended"} <= cli.json("models")["models"][0].keys()
    assert not server.asked


def test_the_folder_is_told_and_moved(cli: Cli, server: FakeHub, tmp_path: Path) -> None:
    assert cli("models", "folder").stdout.strip() == str(cli.data / "models")
    cli("models", "download", NAME)
    cli("models", "use", NAME)
    new = tmp_path / "elsewhere"
    assert str(new) in cli("models", "folder", str(new)).stdout
    assert cli.json("models", "folder") == {"folder": str(new)}
    assert (new / NAME / ENTRY.lm).is_file()
    assert not (cli.data / "models").exists()
    assert "in one another" in cli("models", "folder", str(new / "deeper"), status=2).stderr
    assert next(m for m in cli.json("models")["models"] if m["active"])["installed"]
    cli("models", "folder", str(cli.data / "models"))
    assert (cli.data / "models" / NAME / ENTRY.lm).is_file()
    assert not new.exists()
