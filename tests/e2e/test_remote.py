"""A library described through a server: by the command line, and in the background while the server comes and goes."""

from __future__ import annotations

import json
import queue
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photofind.app import App
from photofind.cli import run
from photofind.paths import DataPaths
from photofind.records import Event, Notice, ProgressChanged
from tests.captioning.remote_servers import MODEL, LlamaServer, Unruly, free_port, well
from tests.conftest import PHOTOGRAPHS, draw_big, draw_many
from tests.e2e.conftest import Cli

KEY = "sesame-1234"


@pytest.fixture(scope="module")
def llama() -> Iterator[LlamaServer]:
    server = LlamaServer(key=KEY)
    yield server
    server.stop()


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(cli: Cli, capsys: pytest.CaptureFixture[str]) -> Command:
    """A command in this process, which is faster: status, stdout, stderr."""

    def execute(*words: str) -> tuple[int, str, str]:
        status = run(["--data-dir", str(cli.data), *words])
        out, err = capsys.readouterr()
        return status, out, err

    return execute


def test_a_library_is_described_through_a_server_and_searched(
    cli: Cli, photos: Path, llama: LlamaServer, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_KEY", KEY)
    key = ("--key-env", "LAB_KEY")
    draw_big(photos / "one.jpg", "red")
    draw_many(photos / "many.jpg", ["purple", "yellow", "green"])
    command("add", str(photos))
    status, said, warned = command("models", "add-server", llama.url, "--model", MODEL, "--name", "lab", *key)
    assert (status, warned) == (0, "")
    assert f"pictures of your photos are sent to {llama.url}" in said
    done = cli.json("caption", "--model", "lab")
    assert (done["described"], done["views"], done["failed"], done["pending"]) == (2, 36, 0, 0)
    hits = cli.json("search", "purple")["results"]
    assert [Path(hit["path"]).name for hit in hits] == ["many.jpg"]
    assert "whole" not in hits[0]["matched"]["purple"]
    assert "one.jpg" in command("search", "red")[1]

    assert "models: colours" in command("models", "test-server", "lab")[1]
    # It may move, and be called otherwise: nothing is done twice.
    moved = llama.url.replace("127.0.0.1", "localhost")
    assert command("models", "add-server", moved, "--model", MODEL, "--name", "moved", *key)[0] == 0
    assert "on a server" in command("models")[1]
    command("models", "use", "moved")
    assert json.loads(command("caption", "--json")[1])["views"] == 0
    assert f"moved: {MODEL} on the server at {moved}" in command("doctor")[1]
    for name in ("moved", "lab"):
        command("models", "remove", name)
    for path in cli.data.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path


def test_a_server_that_will_not_do_is_said_at_once(photos: Path, llama: LlamaServer, command: Command) -> None:
    draw_big(photos / "one.jpg", "red")
    command("add", str(photos))
    _, _, warned = command("models", "add-server", "http://photos.example.org", "--model", MODEL, "--name", "far")
    assert "neither on this network nor encrypted" in warned
    command("models", "add-server", llama.url, "--model", MODEL, "--name", "keyless")
    command("models", "add-server", f"127.0.0.1:{free_port()}", "--model", MODEL, "--name", "away")
    for status, why, words in (
        (3, "refuses the key", ("caption", "--model", "keyless")),
        (3, "does not answer", ("caption", "--model", "away")),
        (2, "is not set", ("models", "add-server", "x", "--model", "m", "--key-env", "NO_SUCH")),
        (2, "can't be used", ("models", "add-server", "ftp://x", "--model", "m")),
        (2, "is taken", ("models", "add-server", "x", "--model", "starter")),
        (2, "there is no server", ("models", "test-server", "starter")),
    ):
        got, _, said = command(*words)
        assert got == status
        assert why in said
    assert json.loads(command("stats", "--json")[1])["views"] == 0


@pytest.fixture
def app(tmp_path: Path, photos: Path) -> Iterator[App]:
    for name in ("coffee.png", "chelsea.png"):
        shutil.copy(PHOTOGRAPHS / name, photos / name)
    with App(DataPaths(tmp_path)) as opened:
        opened.add_folder(str(photos))
        opened.change_settings(views="whole")
        yield opened


def follow(app: App) -> tuple[list[str], Callable[[str], None]]:
    """States as they come, and a function that waits for one."""
    came: queue.Queue[str] = queue.Queue()
    states: list[str] = []

    def listen(event: Event) -> None:
        if isinstance(event, ProgressChanged):
            came.put(event.progress.state)
        elif isinstance(event, Notice):
            came.put(event.text)

    app.subscribe(listen)

    def until(state: str) -> None:
        while not states or states[-1] != state:
            states.append(came.get(timeout=30))

    return states, until


def test_the_background_waits_for_a_server_and_goes_on_by_itself(app: App) -> None:
    port = free_port()
    app.servers.add(f"127.0.0.1:{port}", MODEL)
    app.use_model(MODEL)
    states, until = follow(app)
    app.start()
    until("waiting")
    assert "can't be reached" in app.progress.detail
    assert app.stats().failed == 0
    server = Unruly(port=port)
    try:
        until("idle")
    finally:
        server.stop()
    assert app.stats().captioned == 2
    assert app.failures() == []
    assert not {"no-model", "failed"} & set(states)


def test_nothing_is_sent_to_a_server_that_is_not_used(app: App) -> None:
    server = Unruly(well)
    try:
        app.servers.add(server.url, MODEL)
        _states, until = follow(app)
        app.start()
        until("idle")
        assert app.stats().captioned == 2  # by the built-in model
    finally:
        server.stop()
    assert server.calls == []


def test_a_server_without_the_model_is_said_and_photos_stay_pending(app: App) -> None:
    server = Unruly(models=("other",))
    try:
        app.servers.add(server.url, MODEL)
        app.use_model(MODEL)
        states, until = follow(app)
        app.start()
        until("no-model")
    finally:
        server.stop()
    assert any("has no model colours: it has: other" in state for state in states)
    assert server.views == []
    assert app.failures() == []
