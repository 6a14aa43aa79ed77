"""What people do wrong on the command line, and what is said to them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from photofind.ownership import Ownership
from tests.conftest import draw_big
from tests.e2e.conftest import Cli


def test_wrong_words_are_told_where_help_is(cli: Cli) -> None:
    for words, command in (
        (("add",), "photofind add"),
        (("search", "--bogus"), "photofind search"),
        (("models", "add"), "photofind models add"),
        (("frobnicate",), "photofind"),
        (("--bogus",), "photofind"),
    ):
        stderr = cli(*words, status=2).stderr
        assert f": {command} --help shows how" in stderr, stderr
        assert stderr.count("\n") == 1, stderr


def test_a_folder_that_does_not_exist_is_not_searched(cli: Cli, photos: Path, tmp_path: Path) -> None:
    (photos / "trip").mkdir()
    draw_big(photos / "trip" / "a.jpg", "red")
    cli("add", str(photos))
    nowhere = str(tmp_path / "nowhere")
    for words in (
        ("search", "--folder", nowhere),
        ("insights", "--folder", nowhere),
        ("export", "--folder", nowhere, "--format", "csv", "-o", str(tmp_path / "x.csv")),
    ):
        assert f"{nowhere} does not exist" in cli(*words, status=3).stderr
    assert not (tmp_path / "x.csv").exists()
    assert cli.json("search", "--folder", str(photos / "trip"))["total"] == 1
    # A drive that is away still has its photos in the library.
    photos.rename(tmp_path / "away")
    assert cli.json("search", "--folder", str(photos / "trip"))["total"] == 1
    assert cli.json("search", "--folder", str(photos.parent))["total"] == 1


def test_json_and_null_exclude_each_other(cli: Cli) -> None:
    assert "--json" in cli("search", "-0", "--json", status=2).stderr


def test_a_term_without_words_is_named_as_such(cli: Cli) -> None:
    assert "an empty term is left out" in cli("search", "").stderr
    assert "“the”" in cli("search", "the").stderr


def test_the_list_of_models_names_the_licence(cli: Cli) -> None:
    assert "licence llama2" in cli("models").stdout


def test_an_import_that_is_a_folder_is_told_what_is_wanted(cli: Cli, photos: Path) -> None:
    assert "name a file of captions" in cli("import", str(photos), status=3).stderr


def test_a_reader_that_leaves_is_no_error(cli: Cli, photos: Path) -> None:
    for number in range(3):
        draw_big(photos / f"{number}.jpg", ("red", "green", "blue")[number])
    cli("add", str(photos))
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        done = subprocess.run(
            cli.command("search"), stdout=pipe, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_while_modules_are_loaded_says_nothing() -> None:
    interrupted = """
import sys

class Pressed:
    def find_spec(self, name, *rest):
        if name == "photofind.app":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Pressed())
sys.argv = ["photofind", "stats"]
from photofind.__main__ import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", interrupted], stderr=subprocess.PIPE, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a display")
def test_a_window_without_a_display_is_an_error_with_a_remedy(cli: Cli) -> None:
    cli.environment = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": "", "XDG_SESSION_TYPE": ""}
    stderr = cli("gui", status=3).stderr
    assert "there is no display" in stderr
    assert stderr.count("\n") == 1, stderr


def test_the_owner_is_named_by_its_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/bin/photofind", "-v", "--data-dir", str(tmp_path), "caption", "a.jpg"])
    owner = Ownership(tmp_path / "owner.lock")
    assert owner.take()
    try:
        assert owner.holder().endswith(", photofind caption")
    finally:
        owner.release()
