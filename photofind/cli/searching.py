"""Find photos: search, suggest."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from photofind import terminal
from photofind.app import App
from photofind.cli.common import (
    After,
    AnyChip,
    Before,
    Camera,
    DescribedState,
    Folder,
    Json,
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
from photofind.errors import NotFoundError, UsageError
from photofind.records import SIMILAR, Chip, Described, Orientation, Query, Sort
from photofind.view_names import view_name

_PLACES = 4
"""Views that are named; more are counted."""


def query_of(app: App, terms: Sequence[str], excluded: Sequence[str], **options: Any) -> Query:
    """The query of the terms, which may be filters too, and of the options."""
    for name in ("sort", "orientation", "state"):
        if options.get(name) is not None:
            _check_choice(name, options[name])
    for name in ("folder", "similar"):
        if options.get(name):
            options[name] = str(Path(options[name]).expanduser().absolute())
    chips: list[Chip] = []
    filters: dict[str, Any] = {}
    for words, exclude in ((terms, False), (excluded, True)):
        for word in words:
            read = app.argument(word, exclude)
            chips += read.chips
            filters |= read.filters
            if not word.strip():
                complain("an empty term is left out", 0)
            elif read.dropped:
                complain(f"“{word}” holds only words that every caption has; it is left out", 0)
    place = options.get("folder")
    # The photos of a drive that is away are in the library all the same.
    if place and not Path(place).exists() and not app.search(Query(folder=place)).total:
        raise NotFoundError(f"{place} does not exist", "check the spelling")
    return Query(tuple(chips), **{**options, **filters})


def _check_choice(name: str, value: str) -> None:
    choices = {"sort": get_args(Sort), "orientation": get_args(Orientation), "state": get_args(Described)}[name]
    if value not in choices:
        what = f"there is no {'order' if name == 'sort' else name} “{value}”"
        raise UsageError(what, f"choose one of {', '.join(choices)}")


@cli.command()
def search(
    context: typer.Context,
    terms: Terms = None,
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
    limit: Annotated[int, typer.Option(metavar="N", min=0, help="At most this many; 0 = all.")] = 50,
    json: Json = False,
    null: Annotated[bool, typer.Option("-0", help="Only paths, each ended by a NUL byte.")] = False,
) -> int:
    """Find photos. Each TERM is a chip; no TERM finds everything."""
    if json and null:
        raise UsageError("--json and -0 are two forms of the same result", "give one of them")
    with open_app(context) as app:
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
        result = app.search(query)
        rows = app.rows(result, limit)
        if null:
            for row in rows:
                sys.stdout.buffer.write(row.path.encode("utf-8", "surrogateescape") + b"\0")
            sys.stdout.buffer.flush()
            return 0
        if json:
            results = []
            for row in rows:
                value = row.as_json()
                shown_values = {name: value[name] for name in ("path", "paths", "score", "matched", "caption")}
                told = {"learned": row.learned, "related": row.related, "shared": row.shared}
                results.append(shown_values | {name: words for name, words in told.items() if words})
            terminal.say_json(
                {
                    "query": app.query_json(query),
                    "total": result.total,
                    "photos": result.photos,
                    "captioned": result.captioned,
                    "results": results,
                    "unmatched": {chip: list(words) for chip, words in result.unmatched.items()},
                }
            )
            return 0
        shown = 0
        for row in rows:
            shown += 1
            why = "; ".join(
                reason(chip, views, row.learned.get(chip, ()), row.related.get(chip, ()))
                for chip, views in row.matched.items()
                if views and chip != SIMILAR
            )
            if row.shared:
                like = reason("alike", row.matched[SIMILAR], (), row.shared)
                why = f"{why}; {like}" if why else like
            terminal.say(f"{row.score:7.3f}  {terminal.plain(row.path)}" if query.scored else terminal.plain(row.path))
            if row.caption or why:
                terminal.say(f"         {terminal.plain(' — '.join(part for part in (row.caption, why) if part))}")
        more = f", {shown} shown (--limit 0 shows all)" if shown < result.total else ""
        terminal.say(f"{result.total} of {result.photos} photos{more}; {result.captioned} of {result.photos} described")
        for chip, nearest in result.unmatched.items():
            hint = f"; did you mean {', '.join(nearest)}?" if nearest else ""
            terminal.say(f"no photo matches “{terminal.plain(chip)}”{terminal.plain(hint)}")
    return 0


def reason(chip: str, views: Sequence[str], learned: Sequence[str] = (), related: Sequence[str] = ()) -> str:
    """Where a chip matched: "dog (whole, left half)"; by which words, if not by its own: "puppy → dog (whole)".

    Args:
        learned: words that imply the chip's, which stands nowhere.
        related: the words that matched, if the chip's stands for others too.
    """
    told = [view_name(view).removesuffix(" photo") for view in views[:_PLACES]]
    if len(views) > _PLACES:
        told[-1] = f"{len(views) - _PLACES + 1} more"
    said = f"{chip} → {', '.join(related)}" if related else chip
    lesson = f"learned from {', '.join(learned)}: " if learned else ""
    return f"{said} ({lesson}{', '.join(told)})"


@cli.command()
def suggest(
    context: typer.Context,
    terms: Terms = None,
    any_: AnyChip = False,
    not_: Not = None,
    json: Json = False,
) -> int:
    """Words that would narrow the result, with the number of photos that each would leave."""
    with open_app(context) as app:
        words = app.suggest(query_of(app, terms or (), not_ or (), any=any_))
    if json:
        terminal.say_json({"suggestions": [{"word": word, "count": count} for word, count in words]})
    else:
        for word, count in words:
            terminal.say(f"{count:7d}  {terminal.plain(word)}")
    return 0
