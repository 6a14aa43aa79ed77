"""Servers that describe photos: models add-server, test-server."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from photofind import terminal
from photofind.cli.common import complain, open_app
from photofind.cli.model import models_cli
from photofind.errors import UsageError

KeyEnv = Annotated[
    str, typer.Option("--key-env", metavar="VAR", help="Environment variable that holds the API key to keep.")
]


@models_cli.command("add-server")
def add_server(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="For example http://localhost:8080/v1.")],
    model: Annotated[str, typer.Option(metavar="NAME", help="What the server calls the model.")],
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call it here; else the model's name.")] = "",
    key_env: KeyEnv = "",
    parallel: Annotated[int, typer.Option(metavar="N", min=0, help="Views in flight; 0 = as the server says.")] = 0,
) -> int:
    """Add an OpenAI-compatible server (llama-server, Ollama, vLLM, LM Studio). Nothing is sent before it is used."""
    key = _key(key_env)
    with open_app(context) as app:
        added = app.servers.add(url, model, name, key, parallel)
        exposed = app.servers.reach(added.source) == "exposed"
    terminal.say(
        f"added {terminal.plain(added.name)}: once it is used, pictures of your photos are sent to "
        f"{terminal.plain(added.source)}"
    )
    if exposed:
        complain(
            f"warning: {added.source} is neither on this network nor encrypted (https): everybody on the way could "
            "look at your photos",
            0,
        )
    terminal.say(
        f"photofind models test-server '{terminal.plain(added.name)}' tries it with a drawn picture; "
        f"photofind models use '{terminal.plain(added.name)}' describes with it"
    )
    return 0


@models_cli.command("test-server")
def test_server(context: typer.Context, name: str) -> int:
    """Ask a server that you added for its models, and have it describe a drawn picture; no photo is sent."""
    with open_app(context) as app, terminal.Interrupt() as interrupt:
        tried = app.servers.attempt_known(name, interrupt)
    terminal.say(f"models: {terminal.plain(', '.join(tried.models)) or 'not listed'}")
    terminal.say(f"{terminal.plain(tried.model)} says of the sample picture (a red house on a meadow under the sun),")
    terminal.say(f"after {tried.seconds:.1f} s: {terminal.plain(tried.text)}")
    return 0


def _key(variable: str) -> str:
    if not variable:
        return ""
    key = os.environ.get(variable, "")
    if not key:
        raise UsageError(f"the environment variable {variable} is not set", "put the server's API key there")
    return key
