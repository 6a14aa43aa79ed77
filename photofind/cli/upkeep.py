"""Keep the library in order: rebuild, doctor."""

from __future__ import annotations

import dataclasses
import time
from typing import Annotated

import typer

from photofind import terminal
from photofind.cli.common import Json, cli, open_app


@cli.command()
def rebuild(
    context: typer.Context,
    expansion: Annotated[
        bool | None,
        typer.Option(
            "--expansion/--no-expansion", help="Find photos by words that their captions imply, too, from now on."
        ),
    ] = None,
    json: Json = False,
) -> int:
    """Make the search index anew from the catalog."""
    begun = time.monotonic()
    with open_app(context) as app, terminal.Interrupt() as interrupt, terminal.Shown(json) as shown:
        photos = app.rebuild(shown.counted, interrupt, expansion)
    seconds = time.monotonic() - begun
    if json:
        terminal.say_json({"photos": photos, "seconds": round(seconds, 3)})
    else:
        terminal.say(f"{photos} photos indexed in {terminal.duration(seconds)}")
    return 0


@cli.command()
def doctor(context: typer.Context, json: Json = False) -> int:
    """What works here and what is missing."""
    with open_app(context) as app:
        found = app.checks()
    if json:
        terminal.say_json({"checks": [dataclasses.asdict(check) for check in found]})
    else:
        for check in found:
            terminal.say(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {terminal.plain(check.detail)}")
            if check.remedy and not check.ok:
                terminal.say(f"      → {terminal.plain(check.remedy)}")
    return 0 if all(check.ok for check in found) else 3
