"""kill -9, owners and watching: several real processes on one data directory."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.conftest import COLOURS_PAIR, draw_big
from tests.e2e.conftest import Cli

LM, MMPROJ = COLOURS_PAIR
PAIR = ("--lm", LM, "--mmproj", MMPROJ)
COLOURS = ["red", "green", "blue", "yellow", "orange", "purple", "pink", "brown"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals")


def captions(cli: Cli) -> dict[tuple[int, str], float]:
    """(photo, view) → when it was committed, straight from the catalog."""
    connection = sqlite3.connect(f"file:{cli.data / 'catalog.sqlite3'}?mode=ro", uri=True, timeout=10)
    try:
        rows = connection.execute("SELECT photo_id, view, created FROM captions").fetchall()
    finally:
        connection.close()
    assert len({(photo, view) for photo, view, _created in rows}) == len(rows), "a view was described twice"
    return {(photo, view): created for photo, view, created in rows}


def wait_until(what: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def distinct_scenes(photos: Path, count: int) -> None:
    from PIL import Image

    for number in range(count):
        path = draw_big(photos / f"{number:03}.png", COLOURS[number % len(COLOURS)])
        with Image.open(path) as picture:
            changed = picture.copy()
        changed.putpixel((number, 0), (number, number, number))
        changed.save(path)


def orphans(pids: list[int]) -> list[int]:
    return [pid for pid in pids if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE]


def test_kill_9_loses_no_committed_caption_and_describes_none_again(cli: Cli, photos: Path) -> None:
    distinct_scenes(photos, 24)
    cli("add", str(photos))
    kept: dict[tuple[int, str], float] = {}
    for round_ in range(3):
        process = cli.start("caption", *PAIR)
        wait_until(lambda: len(captions(cli)) >= len(kept) + 20 + 7 * round_)  # noqa: B023
        children = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
        process.kill()
        process.communicate()
        wait_until(lambda: not orphans(children), 10)  # noqa: B023
        now = captions(cli)
        assert all(now[key] == created for key, created in kept.items()), "a committed caption was lost or made again"
        kept = now
    done = cli.json("caption", *PAIR)
    assert done["pending"] == 0
    last = captions(cli)
    assert len(last) == 24 * 18
    assert all(last[key] == created for key, created in kept.items())
    assert done["views"] == 24 * 18 - len(kept)
    assert cli.json("search", "purple")["total"] == 3
    assert cli.json("stats")["index_photos"] == 24


def test_ctrl_c_ends_tidily_with_status_130(cli: Cli, photos: Path) -> None:
    distinct_scenes(photos, 24)
    cli("add", str(photos))
    process = cli.start("caption", *PAIR, "--json")
    wait_until(lambda: len(captions(cli)) >= 20)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, _err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert time.monotonic() - begun < 5
    assert json.loads(out)["views"] == len(captions(cli))


def test_watch_describes_what_arrives_and_owns_the_library(cli: Cli, photos: Path) -> None:
    distinct_scenes(photos, 2)
    cli("models", "add", "--lm", LM, "--mmproj", MMPROJ, "--name", "colours")
    cli("models", "use", "colours")
    owner = cli.start("watch", str(photos))
    try:
        wait_until(lambda: (cli.data / "catalog.sqlite3").exists() and len(captions(cli)) >= 1)
        refused = cli("caption", status=3)
        assert f"process {owner.pid}" in refused.stderr
        draw_big(photos / "sub" / "late.jpg", "pink")
        wait_until(lambda: cli.json("search", "pink")["total"] == 1)
        other = photos.parent / "more"
        draw_big(other / "more.jpg", "brown")
        cli("add", str(other))
        wait_until(lambda: cli.json("search", "brown")["total"] == 1)
    finally:
        owner.send_signal(signal.SIGINT)
        owner.communicate(timeout=20)
    assert owner.returncode == 130
    assert cli.json("caption", "--views", "whole")["failed"] == 0


def test_the_engine_process_dies_with_its_parent_even_while_loading(cli: Cli, photos: Path) -> None:
    distinct_scenes(photos, 4)
    cli("add", str(photos))
    process = cli.start("caption", *PAIR, stdin=subprocess.DEVNULL)
    wait_until(lambda: bool(psutil.Process(process.pid).children(recursive=True)))
    time.sleep(0.1)
    children = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
    process.kill()
    process.communicate()
    wait_until(lambda: not orphans(children), 10)
    assert cli.json("caption", *PAIR)["pending"] == 0
