"""Write results out: export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args

import typer

from photofind import terminal
from photofind.cli.common import (
    After,
    AnyChip,
    Before,
    Camera,
    DescribedState,
    Folder,
    NoSynonyms,
    Not,
    OwnOnly,
    Shape,
    SimilarTo,
    SortBy,
    Terms,
    cli,
    complain,
    open_app,
)
from photofind.cli.searching import query_of
from photofind.errors import Cancelled, UsageError
from photofind.records import Exported, ExportOptions, ModelCaptions, Paper

_NAMED = 20
"""So many photos that were left out are named."""


@cli.command()
def export(
    context: typer.Context,
    terms: Terms = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="F", help="csv, json, jsonl, paths, html, pdf, xmp, copy or zip.")
    ] = "csv",
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="OUT", help="The file to write; for xmp and copy a folder.")
    ] = Path(),
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what is there already.")] = False,
    beside: Annotated[bool, typer.Option("--beside", help="xmp: sidecars beside the photos, without -o.")] = False,
    model_captions: Annotated[
        str,
        typer.Option(
            "--model-captions",
            metavar="WHERE",
            help="xmp: what a model wrote goes nowhere (no), into a field of its own (labelled), or also into the "
            "description where you wrote none (description).",
        ),
    ] = "labelled",
    embed: Annotated[
        bool | None, typer.Option("--embed/--no-embed", help="html: pictures in the page, or in a folder beside it.")
    ] = None,
    paper: Annotated[str, typer.Option("--paper", metavar="SIZE", help="pdf: a4 or letter.")] = "",
    any_: AnyChip = False,
    not_: Not = None,
    folder: Folder = None,
    after: After = None,
    before: Before = None,
    camera: Camera = None,
    orientation: Shape = None,
    own: OwnOnly = False,
    state: DescribedState = None,
    similar: SimilarTo = None,
    sort: SortBy = "relevance",
    no_synonyms: NoSynonyms = False,
) -> int:
    """Write all results of a search to a file, or the photos or sidecars into a folder. No photo is ever changed."""
    if beside and format_ != "xmp":
        raise UsageError("only sidecars go beside the photos", "add --format xmp")
    if beside and out != Path():
        raise UsageError("sidecars go either beside the photos or into a folder", "leave out --beside or -o")
    if out == Path() and not beside:
        raise UsageError("no file to write", "name one with -o")
    options = ExportOptions(beside, _captions(model_captions), embed, _paper(paper))
    with open_app(context) as app, terminal.Interrupt() as interrupt:
        query = query_of(
            app,
            terms or (),
            not_ or (),
            any=any_,
            folder=folder,
            after=after,
            before=before,
            camera=camera,
            orientation=orientation,
            own=own,
            state=state,
            similar=similar,
            sort=sort,
            synonyms=not no_synonyms,
        )
        try:
            with terminal.Shown() as shown:
                done = app.export(query, format_, out, overwrite, shown.counted, interrupt, options)
        except Cancelled as stopped:
            return complain(str(stopped), 130) if str(stopped) else 130
        folders = app.formats()[format_].folder
    _tell(done, "sidecars" if format_ == "xmp" else "photos", folders)
    return 0


def _tell(done: Exported, what: str, folder: bool) -> None:
    place = f"{'into' if folder else 'to'} {done.path}" if done.path else "beside the photos"
    kept = f"; {done.kept} were there already" if done.kept else ""
    terminal.say(terminal.plain(f"{done.photos} {what} written {place}{kept}"))
    if done.left_out:
        complain(f"{len(done.left_out)} left out or incomplete:", 0)
    for path, reason in done.left_out[:_NAMED]:
        complain(f"  {path}: {reason}", 0)
    if len(done.left_out) > _NAMED:
        complain(f"  … and {len(done.left_out) - _NAMED} more", 0)


def _captions(text: str) -> ModelCaptions:
    choices: tuple[ModelCaptions, ...] = get_args(ModelCaptions)
    for choice in choices:
        if choice == text:
            return choice
    raise UsageError(f"there is no place “{text}” for a model's captions", "choose no, labelled or description")


def _paper(text: str) -> Paper:
    choices: tuple[Paper, ...] = get_args(Paper)
    for choice in choices:
        if choice == text.lower():
            return choice
    raise UsageError(f"there is no paper “{text}”", "choose a4 or letter")
