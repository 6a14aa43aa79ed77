"""How deep folders are described: folders, depth."""

from __future__ import annotations

import dataclasses
from typing import Annotated, get_args

import typer

from photofind import terminal
from photofind.cli.common import Json, cli, open_app
from photofind.errors import UsageError
from photofind.records import Depth

WORDS: dict[Depth, str] = {
    "none": "not described",
    "whole": "whole photo only",
    "crops": "whole photo and crops",
    "inherit": "as the folder above",
}


@cli.command()
def folders(context: typer.Context, json: Json = False) -> int:
    """The folders of the library: how deep they are described, and how far that is."""
    with open_app(context) as app:
        found = app.folders()
    if json:
        terminal.say_json({"folders": [dataclasses.asdict(folder) for folder in found]})
        return 0
    for folder in found:
        notes = [
            f"{folder.photos} photos",
            f"{folder.described} described",
            f"{folder.pending} views pending",
            WORDS[folder.effective] if folder.depth != "inherit" else f"{WORDS[folder.effective]} (default)",
        ]
        notes += ["first"] if folder.first else []
        notes += [] if folder.online else ["offline: its drive is not connected"]
        terminal.say(f"{'' if folder.root else '  '}{terminal.plain(folder.path)}")
        terminal.say(f"      {', '.join(notes)}")
    if not found:
        terminal.say("no folder yet: photofind add FOLDER")
    return 0


@cli.command()
def depth(
    context: typer.Context,
    folder: str,
    how: Annotated[str, typer.Argument(metavar="DEPTH", help="whole, crops, none or inherit.")],
    first: Annotated[
        bool | None, typer.Option("--first/--not-first", help="Describe its photos before those of other folders.")
    ] = None,
) -> int:
    """Say how deep the photos of a folder, and of the folders in it, are described. Captions that exist stay."""
    if how not in get_args(Depth):
        raise UsageError(f"there is no depth “{how}”", f"choose one of {', '.join(get_args(Depth))}")
    chosen: Depth = next(each for each in get_args(Depth) if each == how)
    with open_app(context) as app:
        place = app.set_depth(folder, chosen)
        if first is not None:
            app.set_first(folder, first)
    order = "" if first is None else ", before others" if first else ", in its turn"
    terminal.say(f"{terminal.plain(place)}: {WORDS[chosen]}{order}")
    return 0
