"""Have photos described: caption."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from photofind import terminal
from photofind.cli.common import Json, cli, open_app
from photofind.errors import UsageError
from photofind.records import VIEW_SETS


@cli.command()
def caption(
    context: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH...", help="Only these files and folders.")] = None,
    model: Annotated[str, typer.Option(metavar="NAME", help="A model of “photofind models”.")] = "",
    lm: Annotated[str, typer.Option(metavar="PATH", help="Language model (GGUF) of a pair.")] = "",
    mmproj: Annotated[str, typer.Option(metavar="PATH", help="Projector (GGUF) of a pair.")] = "",
    views: Annotated[str, typer.Option(metavar="SET", help="whole, 17 (whole + 17 crops) or 40.")] = "",
    limit: Annotated[int, typer.Option(metavar="N", min=0, help="At most this many photos.")] = 0,
    json: Json = False,
) -> int:
    """Describe the photos that are not described yet."""
    _check_views(views)
    with open_app(context) as app, terminal.Interrupt() as interrupt:
        with terminal.Shown(json) as shown:
            done = app.describe(
                paths or (),
                model=model,
                lm=lm,
                mmproj=mmproj,
                views=views,
                limit=limit,
                report=shown.describing,
                interrupted=interrupt,
            )
        if json:
            terminal.say_json(dataclasses.asdict(done))
        else:
            pace = f", {done.views / done.seconds:.1f} views/s" if done.seconds and done.views else ""
            terminal.say(
                f"{done.described} photos described ({done.views} views in {terminal.duration(done.seconds)}{pace}), "
                f"{done.failed} views failed, {done.pending} views pending"
            )
            if done.pending and done.eta is not None:
                soon = f"{terminal.duration(done.stage_eta)} to find every photo, " if done.stage_eta else ""
                terminal.say(f"what is left takes about {soon}{terminal.duration(done.eta)} for everything")
        return 130 if interrupt() else 0


def _check_views(views: str) -> None:
    if views and views not in VIEW_SETS:
        raise UsageError(f"there is no view set “{views}”", f"choose one of {', '.join(VIEW_SETS)}")
