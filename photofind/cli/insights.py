"""Frequent words: insights."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from photofind import terminal
from photofind.cli.common import After, AnyChip, Before, Folder, Json, NoSynonyms, Not, Terms, cli, open_app
from photofind.cli.searching import query_of
from photofind.errors import ExportError, UsageError
from photofind.records import WordCount

_BARS = 15
_CLOUD = 60
_EIGHTHS = " ▏▎▍▌▋▊▉"


@cli.command()
def insights(
    context: typer.Context,
    terms: Terms = None,
    any_: AnyChip = False,
    not_: Not = None,
    folder: Folder = None,
    after: After = None,
    before: Before = None,
    no_synonyms: NoSynonyms = False,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="How many words.")] = _BARS,
    json: Json = False,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Draw a word cloud and histogram: .svg or .png.")
    ] = None,
    dark: Annotated[bool, typer.Option("--dark", help="Light words on a dark ground.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it exists.")] = False,
) -> int:
    """The words that the captions of the photos found use most; no TERM counts the whole library."""
    form = out.suffix.lower().removeprefix(".") if out is not None else ""
    if out is not None and form not in ("svg", "png"):
        raise UsageError(f"a picture can't be written as {out.name}", "give a name that ends in .svg or .png")
    with open_app(context) as app:
        query = query_of(
            app,
            terms or (),
            not_ or (),
            any=any_,
            folder=folder,
            after=after,
            before=before,
            synonyms=not no_synonyms,
        )
        result = app.search(query)
        words = app.words(result.ids, max(limit, _CLOUD) if out else limit)
        if out is not None:
            if out.exists() and not overwrite:
                raise ExportError(f"{out} exists already", "choose another name, or give --overwrite")
            chips = [f"−{chip.text}" if chip.exclude else chip.text for chip in query.chips]
            whose = "1 photo" if result.total == 1 else f"{result.total} photos"
            title = " · ".join(["Frequent words", whose, *([", ".join(chips)] if chips else [])])
            app.write_picture(out, app.draw_words(words, title, "png" if form == "png" else "svg", dark=dark))
    words = words[:limit]
    if json:
        terminal.say_json(
            {
                "photos": result.total,
                "words": [{"word": word.word, "count": word.count, "photos": word.photos} for word in words],
            }
        )
    else:
        _table(words)
        terminal.say(f"{result.total} of {result.photos} photos" + (f"; drawn as {out}" if out is not None else ""))
    return 0


def _table(words: list[WordCount]) -> None:
    """A line a word: how often it is said, in how many photos, and a bar."""
    column = max((len(terminal.plain(word.word)) for word in words), default=0)
    room = max(8, min(60, shutil.get_terminal_size().columns - column - 20))
    if words:
        terminal.say(f"{'':{column}}  {'said':>7} {'photos':>7}")
    for word in words:
        eighths = max(1, round(room * 8 * word.count / words[0].count))
        bar = "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
        terminal.say(f"{terminal.plain(word.word):>{column}}  {word.count:7d} {word.photos:7d}  {bar}")
