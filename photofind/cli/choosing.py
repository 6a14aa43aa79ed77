"""Settings on the command line: settings."""

from __future__ import annotations

from typing import Annotated

import typer

from photofind import terminal
from photofind.cli.common import Json, cli, open_app
from photofind.errors import UsageError


@cli.command()
def settings(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")] = "",
    value: Annotated[str | None, typer.Argument(metavar="VALUE")] = None,
    json: Json = False,
) -> int:
    """Show the settings, or change one: photofind settings fast_crops yes."""
    with open_app(context) as app:
        if value is not None:
            app.choose(name, value)
        chosen = app.choices()
    if name and name not in chosen:
        raise UsageError(f"there is no setting “{name}”", "photofind settings lists them")
    wanted = {name: chosen[name]} if name else chosen
    if json:
        terminal.say_json(wanted)
    else:
        for key, known in wanted.items():
            said = ("no", "yes")[known] if isinstance(known, bool) else known
            terminal.say(f"{key:>15}  {terminal.plain(str(said))}".rstrip())
    return 0
