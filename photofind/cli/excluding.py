"""Photos taken out of the library, and put back: exclude."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from photofind import terminal
from photofind.cli.common import Json, cli, open_app


@cli.command()
def exclude(
    context: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH…", help="Photos; none: list them.")] = None,
    back: Annotated[bool, typer.Option("--back", help="Put them back instead.")] = False,
    json: Json = False,
) -> int:
    """Take photos out of the library, or list those that are; their files and captions stay."""
    with open_app(context) as app:
        ids = [app.photo_by_path(str(Path(path).expanduser().absolute())).id for path in paths or ()]
        changed = len(app.include(ids) if back else app.exclude(ids)) if ids else 0
        out = [photo.path for photo in app.excluded()]
    if json:
        terminal.say_json({"photos": changed, "excluded": out})
    elif ids:
        terminal.say(f"{changed} photos {'put back' if back else 'taken out'}; their files stay as they are")
    else:
        for path in out:
            terminal.say(terminal.plain(path))
        if not out:
            terminal.say("no photo was taken out of the library")
    return 0
