"""What the commands share: the program, its state, common options, and how an error is shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from photofind import terminal
from photofind.app import App
from photofind.paths import DataPaths, data_paths

Window = Callable[[DataPaths, Sequence[str]], int]

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Find any photo by what is in it, in words, on your own machine, and see why it was found.",
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
Folder = Annotated[str | None, typer.Option(metavar="P", help="Only photos at or below this folder.")]
After = Annotated[str | None, typer.Option(metavar="DATE", help="Taken on this day or later (YYYY-MM-DD).")]
Before = Annotated[str | None, typer.Option(metavar="DATE", help="Taken before this day.")]
Not = Annotated[list[str] | None, typer.Option("--not", metavar="TERM", help="Leave out photos with this word.")]
AnyChip = Annotated[bool, typer.Option("--any", help="Photos with any of the terms instead of all.")]
NoSynonyms = Annotated[bool, typer.Option("--no-synonyms", help="Only the words themselves.")]
Terms = Annotated[list[str] | None, typer.Argument(metavar="TERM...", help="Words; “two words” are a phrase.")]
Camera = Annotated[
    str | None, typer.Option("--camera", metavar="NAME", help="Only photos of this camera; a part of its name will do.")
]
Shape = Annotated[
    str | None, typer.Option("--orientation", metavar="SHAPE", help="Only landscape, portrait or square photos.")
]
OwnOnly = Annotated[bool, typer.Option("--own", help="Only photos with a caption or tags of your own.")]
DescribedState = Annotated[
    str | None, typer.Option("--state", metavar="STATE", help="Only described, partly, undescribed or failed photos.")
]
SimilarTo = Annotated[
    str | None, typer.Option("--similar", metavar="PATH", help="Only photos whose captions are like this photo's.")
]
SortBy = Annotated[str, typer.Option(metavar="ORDER", help="relevance, newest, oldest or name.")]


@dataclass(slots=True)
class State:
    """What the words before the command said, and how a window is opened."""

    data_dir: str | None
    window: Window

    def paths(self) -> DataPaths:
        """The data directory (made if missing)."""
        return data_paths(self.data_dir)


def open_app(context: typer.Context) -> App:
    """The library that the command line named."""
    state: State = context.obj
    return App(state.paths())


def complain(message: str, status: int) -> int:
    """Write one line to stderr, whatever its encoding; returns ``status``."""
    encoding = sys.stderr.encoding or "utf-8"
    text = f"photofind: {terminal.plain(message)}\n"
    sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
    return status
