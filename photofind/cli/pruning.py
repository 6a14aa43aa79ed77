"""Remove what is not needed any more, on request only: prune."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from photofind import terminal
from photofind.cli.common import Json, cli, open_app
from photofind.cli.transferring import amount
from photofind.errors import Cancelled, UsageError
from photofind.records import Prunable


def _flag(name: str, help: str) -> object:
    return typer.Option(f"--{name}", help=help)


@cli.command()
def prune(
    context: typer.Context,
    thumbnails: Annotated[bool, _flag("thumbnails", "Thumbnails and previews of photos that left.")] = False,
    captions_of_missing: Annotated[
        bool, _flag("captions-of-missing", "Captions of photos whose files have been gone for --days.")
    ] = False,
    old_models: Annotated[bool, _flag("old-models", "Captions that the active model's have superseded.")] = False,
    downloads: Annotated[bool, _flag("downloads", "Unfinished downloads of models.")] = False,
    index: Annotated[bool, _flag("index", "Files of former generations of the index.")] = False,
    backups: Annotated[bool, _flag("backups", "Copies of the catalog from before an update or a purge.")] = False,
    days: Annotated[float, typer.Option("--days", metavar="N", help="For --captions-of-missing.")] = 90,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
    json: Json = False,
) -> int:
    """Say what could be removed from photofind's own data; with options, remove that. Photos are never touched."""
    flags = {
        "thumbnails": thumbnails,
        "captions-of-missing": captions_of_missing,
        "old-models": old_models,
        "downloads": downloads,
        "index": index,
        "backups": backups,
    }
    kinds = [kind for kind, wanted in flags.items() if wanted]
    with open_app(context) as app:
        if not kinds:
            found = app.prune_report(days)
            if json:
                terminal.say_json({"prunable": [dataclasses.asdict(each) for each in found], "days": days})
            else:
                _table(found)
                terminal.say("nothing was removed; name what to remove, for example --thumbnails")
            return 0
        if not yes:
            _confirm([each for each in app.prune_report(days) if each.kind in kinds], json)
        done = app.prune(kinds, days)
    if json:
        removed = [dataclasses.asdict(each) for each in done.removed]
        terminal.say_json({"removed": removed, "backup": done.backup or None})
    else:
        for each in done.removed:
            terminal.say(f"{each.kind}: {each.count:,} removed, {amount(each.size)}")
        if done.backup:
            terminal.say(f"the catalog as it was before is in {terminal.plain(done.backup)}")
    return 0


def _table(found: Sequence[Prunable]) -> None:
    wide = max(len(each.kind) for each in found)
    for each in found:
        terminal.say(f"{each.kind:{wide}}  {each.count:9,}  {amount(each.size):>9}  {terminal.plain(each.about)}")


def _confirm(found: Sequence[Prunable], json: bool) -> None:
    """Ask the person.

    Raises:
        UsageError: there is nobody to ask.
        Cancelled: the person says no.
    """
    if json or not sys.stdin.isatty():
        raise UsageError("nobody is here to be asked", "add --yes to remove without a question")
    _table(found)
    if not typer.confirm("Remove these?", default=False, err=True):
        raise Cancelled
