"""Getting and moving models on the command line, from a hub on this machine."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photofind.captioning import catalogue
from photofind.cli import run
from tests.captioning.hub_server import FakeHub, serving
from tests.conftest import COLOURS_PAIR
from tests.e2e.conftest import Cli

NAME = "smolvlm-500m"
ENTRY = next(entry for entry in catalogue.ENTRIES if entry.name == NAME)


@pytest.fixture
def server(cli: Cli, tmp_path: Path) -> Iterator[FakeHub]:
    with serving() as hub:
        hub.put(ENTRY, *map(Path, COLOURS_PAIR))
        cli.environment |= {"HF_ENDPOINT": hub.url, "HF_HUB_CACHE": str(tmp_path / "cache")}
        yield hub


def there(cli: Cli) -> int:
    return sum(path.stat().st_size for path in (cli.data / "models").rglob("*.gguf*") if path.suffix != ".json")


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_a_download_is_stopped_and_taken_up(cli: Cli, server: FakeHub) -> None:
    server.paced = 0.5
    process = cli.start("models", "download", NAME)
    deadline = time.monotonic() + 60
    while not there(cli):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    # Another process does not interfere.
    assert "another download" in cli("models", "download", NAME, status=3).stderr
    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130, (out, err)
    assert time.monotonic() - begun < 3
    assert "are kept; the same command goes on from there" in err
    kept = there(cli)
    server.paced = 0
    done = cli.json("models", "download", NAME)
    assert (done["name"], done["installed"], done["found"]) == (NAME, True, kept)


Said = Callable[..., str]


@pytest.fixture
def said(cli: Cli, server: FakeHub, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Said:
    """Runs a command in this process; returns what it says on both streams."""
    for name, value in cli.environment.items():
        monkeypatch.setenv(name, value)

    def call(*words: str, status: int = 0) -> str:
        assert run(["--data-dir", str(cli.data), *words]) == status
        captured = capsys.readouterr()
        return captured.out + captured.err

    return call


def test_names_are_helped_with(said: Said, server: FakeHub) -> None:
    assert "did you mean smolvlm-500m" in said("models", "download", "smolvm-500", status=3)
    assert "built in" in said("models", "download", "starter")
    assert json.loads(said("models", "download", "starter", "--json"))["already"]
    first = json.loads(said("models", "--json"))["models"][0]
    assert {"name", "installed", "active", "size", "recommended"} <= first.keys()
    assert not server.asked


def test_a_downloaded_model_is_used_and_removed(said: Said, cli: Cli) -> None:
    begun = cli.data / "models" / NAME / f"{ENTRY.mmproj}.part"
    begun.parent.mkdir(parents=True)
    begun.write_bytes(b"GGUF" * 1000)
    assert "4 kB downloaded so far" in said("models")
    assert "is downloaded and checked: 2 MB fetched" in said("models", "download", NAME)
    assert "is here already" in said("models", "download", NAME)
    said("models", "use", NAME)
    assert "are free again; its captions stay" in said("models", "remove", NAME)
    assert not begun.parent.exists()
    assert json.loads(said("stats", "--json"))["model"] == "starter"
    assert "neither downloaded" in said("models", "remove", NAME, status=3)


def test_the_folder_is_told_and_moved(said: Said, cli: Cli, tmp_path: Path) -> None:
    assert said("models", "folder").strip() == str(cli.data / "models")
    said("models", "download", NAME)
    said("models", "use", NAME)
    new = tmp_path / "elsewhere"
    assert str(new) in said("models", "folder", str(new))
    assert json.loads(said("models", "folder", "--json")) == {"folder": str(new)}
    assert (new / NAME / ENTRY.lm).is_file()
    assert not (cli.data / "models").exists()
    assert "in one another" in said("models", "folder", str(new / "deeper"), status=2)
    assert next(model for model in json.loads(said("models", "--json"))["models"] if model["active"])["installed"]
    said("models", "folder", str(cli.data / "models"))
    assert (cli.data / "models" / NAME / ENTRY.lm).is_file()
    assert not new.exists()
