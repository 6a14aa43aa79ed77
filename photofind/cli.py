"""The command line. Exit status: 0 done, 2 wrong usage, 3 an error with a remedy, 130 cancelled."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from photofind import log, terminal
from photofind.app import App
from photofind.errors import Cancelled, PhotofindError, UsageError
from photofind.paths import DataPaths, data_paths
from photofind.records import VIEW_SETS, VIEWS, Query, ScanSummary, Sort

Window = Callable[[DataPaths, Sequence[str]], int]

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Find any photo by what is in it, in words, on your own machine, and see why it was found.",
)
models_cli = typer.Typer(help="List, choose and add the models that describe photos.", invoke_without_command=True)
cli.add_typer(models_cli, name="models")


@dataclass(slots=True)
class _State:
    data_dir: str | None
    window: Window

    def paths(self) -> DataPaths:
        return data_paths(self.data_dir)


def run(arguments: Sequence[str] | None = None, window: Window | None = None) -> int:
    """Run one command.

    Args:
        arguments: the words after ``photofind``; else those of the process.
        window: opens the window and returns the exit status.

    Returns:
        The exit status.
    """

    def no_window(_paths: DataPaths, _folders: Sequence[str]) -> int:
        raise UsageError("there is no window here", "use a command; photofind --help lists them")

    command = typer.main.get_command(cli)
    try:
        outcome = command.main(
            args=list(arguments) if arguments is not None else None,
            prog_name="photofind",
            standalone_mode=False,
            obj=_State(None, window or no_window),
        )
        return outcome if isinstance(outcome, int) else 0
    except Cancelled:
        return 130
    except KeyboardInterrupt:
        return 130
    except UsageError as error:
        return _complain(str(error), 2)
    except PhotofindError as error:
        return _complain(str(error), 3)
    except BrokenPipeError:
        return 0
    except Exception as error:
        shown = getattr(error, "format_message", None)
        if shown is not None:
            return _complain(shown(), int(getattr(error, "exit_code", 2)))
        if type(error).__name__ == "Abort":
            return 130
        raise
    finally:
        log.close()


def _complain(message: str, status: int) -> int:
    encoding = sys.stderr.encoding or "utf-8"
    text = f"photofind: {terminal.plain(message)}\n"
    sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
    return status


DataDir = Annotated[str | None, typer.Option("--data-dir", metavar="DIR", help="Keep the library's data here.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
Folder = Annotated[str | None, typer.Option(metavar="P", help="Only photos at or below this folder.")]
After = Annotated[str | None, typer.Option(metavar="DATE", help="Taken on this day or later (YYYY-MM-DD).")]
Before = Annotated[str | None, typer.Option(metavar="DATE", help="Taken before this day.")]
Not = Annotated[list[str] | None, typer.Option("--not", metavar="TERM", help="Leave out photos with this word.")]
AnyChip = Annotated[bool, typer.Option("--any", help="Photos with any of the terms instead of all.")]
NoSynonyms = Annotated[bool, typer.Option("--no-synonyms", help="Only the words themselves.")]
Terms = Annotated[list[str] | None, typer.Argument(metavar="TERM...", help="Words; “two words” are a phrase.")]
SortBy = Annotated[str, typer.Option(metavar="ORDER", help="relevance, newest, oldest or name.")]


@cli.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    data_dir: DataDir = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say on stderr what goes on.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> int:
    """Find any photo by what is in it, in words, on your own machine, and see why it was found."""
    state: _State = context.obj
    state.data_dir = data_dir
    if version:
        from photofind import __version__

        terminal.say(f"photofind {__version__}")
        raise typer.Exit
    log.setup(state.paths().log, verbose)
    if context.invoked_subcommand is None:
        return state.window(state.paths(), ())
    return 0


def _app(context: typer.Context) -> App:
    state: _State = context.obj
    return App(state.paths())


@cli.command()
def gui(
    context: typer.Context, folders: Annotated[list[str] | None, typer.Argument(metavar="FOLDER...")] = None
) -> int:
    """Open the window, and add these folders."""
    state: _State = context.obj
    return state.window(state.paths(), folders or ())


def _scan(app: App, as_json: bool) -> int:
    with terminal.Interrupt() as interrupt, terminal.Shown(as_json) as shown:
        summary = app.scan(shown.files, interrupt)
    if summary is None:
        if as_json:
            terminal.say_json({**_summary(ScanSummary()), "photos": app.stats().photos})
        else:
            terminal.say("another photofind is at work on this library and reads the folders now")
        return 0
    if as_json:
        terminal.say_json(_summary(summary))
    else:
        terminal.say(
            f"{summary.photos} photos; {summary.added} added, {summary.changed} changed, {summary.moved} moved, "
            f"{summary.removed} removed, {summary.failed} failed"
        )
        for failure in app.failures() if summary.failed else ():
            terminal.say(f"  {terminal.plain(failure.path)}: {terminal.plain(failure.reason)}")
    return 0


def _summary(summary: ScanSummary) -> dict[str, int]:
    return {name: getattr(summary, name) for name in ("added", "changed", "moved", "removed", "failed", "photos")}


@cli.command()
def add(
    context: typer.Context, folders: Annotated[list[str], typer.Argument(metavar="FOLDER...")], json: Json = False
) -> int:
    """Add folders to the library and read them."""
    with _app(context) as app:
        for folder in folders:
            app.add_folder(folder)
        return _scan(app, json)


@cli.command()
def remove(context: typer.Context, folder: str) -> int:
    """Forget a folder. Photos are not touched; their captions stay for the day it is added again."""
    with _app(context) as app:
        root = app.remove_folder(folder)
        terminal.say(f"forgot {terminal.plain(root.path)}; its captions stay")
    return 0


@cli.command()
def scan(context: typer.Context, json: Json = False) -> int:
    """Read all folders again."""
    with _app(context) as app:
        return _scan(app, json)


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
    with _app(context) as app, terminal.Interrupt() as interrupt:
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
        return 130 if interrupt() else 0


def _check_views(views: str) -> None:
    if views and views not in VIEW_SETS:
        raise UsageError(f"there is no view set “{views}”", f"choose one of {', '.join(VIEW_SETS)}")


@cli.command()
def watch(
    context: typer.Context,
    folders: Annotated[list[str] | None, typer.Argument(metavar="FOLDER...")] = None,
) -> int:
    """Add folders, then read, watch and describe until stopped (Ctrl-C)."""
    with _app(context) as app, terminal.Interrupt() as interrupt:
        for folder in folders or ():
            app.add_folder(folder)
        app.demand()
        app.start()
        with terminal.Shown() as shown:
            while not interrupt.wait(0.2):
                progress = app.progress
                shown.describing(progress)
                if progress.state in {"failed", "no-engine", "no-model"}:
                    raise PhotofindError(progress.detail)
    return 130


@cli.command("import")
def import_(context: typer.Context, jsonl: Path, json: Json = False) -> int:
    """Take captions made elsewhere: one JSON object a line, {path or file, view, text, model}."""
    with _app(context) as app, terminal.Interrupt() as interrupt:
        counts = app.import_captions(jsonl, interrupt)
    if json:
        terminal.say_json(counts)
    else:
        terminal.say(f"{counts['views']} captions of {counts['photos']} photos; {counts['unknown']} of unknown photos")
    return 0


def _query(
    app: App,
    terms: Sequence[str],
    excluded: Sequence[str],
    any_chip: bool = False,
    folder: str | None = None,
    after: str | None = None,
    before: str | None = None,
    sort: str = "relevance",
    no_synonyms: bool = False,
) -> Query:
    orders: dict[str, Sort] = {"relevance": "relevance", "newest": "newest", "oldest": "oldest", "name": "name"}
    if sort not in orders:
        raise UsageError(f"there is no order “{sort}”", f"choose one of {', '.join(orders)}")
    chips = []
    for words, exclude in ((terms, False), (excluded, True)):
        for word in words:
            chip = app.chip(word, exclude)
            if chip is None:
                _complain(f"“{word}” holds only words that every caption has; it is left out", 0)
            else:
                chips.append(chip)
    return Query(
        tuple(chips),
        any=any_chip,
        folder=str(Path(folder).expanduser().absolute()) if folder else None,
        after=after,
        before=before,
        sort=orders[sort],
        synonyms=not no_synonyms,
    )


@cli.command()
def search(
    context: typer.Context,
    terms: Terms = None,
    any_: AnyChip = False,
    not_: Not = None,
    folder: Folder = None,
    after: After = None,
    before: Before = None,
    sort: SortBy = "relevance",
    no_synonyms: NoSynonyms = False,
    limit: Annotated[int, typer.Option(metavar="N", min=0, help="At most this many; 0 = all.")] = 50,
    json: Json = False,
    null: Annotated[bool, typer.Option("-0", help="Only paths, each ended by a NUL byte.")] = False,
) -> int:
    """Find photos. Each TERM is a chip; no TERM finds everything."""
    with _app(context) as app:
        query = _query(app, terms or (), not_ or (), any_, folder, after, before, sort, no_synonyms)
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
                results.append({name: value[name] for name in ("path", "paths", "score", "matched", "caption")})
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
            why = "; ".join(f"{chip} ({', '.join(views)})" for chip, views in row.matched.items())
            terminal.say(f"{row.score:7.3f}  {terminal.plain(row.path)}")
            if row.caption or why:
                terminal.say(f"         {terminal.plain(' — '.join(part for part in (row.caption, why) if part))}")
        more = f", {shown} shown (--limit 0 shows all)" if shown < result.total else ""
        terminal.say(f"{result.total} of {result.photos} photos{more}; {result.captioned} of {result.photos} described")
        for chip, nearest in result.unmatched.items():
            hint = f"; did you mean {', '.join(nearest)}?" if nearest else ""
            terminal.say(f"no photo matches “{terminal.plain(chip)}”{terminal.plain(hint)}")
    return 0


@cli.command()
def suggest(
    context: typer.Context,
    terms: Terms = None,
    any_: AnyChip = False,
    not_: Not = None,
    json: Json = False,
) -> int:
    """Words that would narrow the result, with the number of photos that each would leave."""
    with _app(context) as app:
        words = app.suggest(_query(app, terms or (), not_ or (), any_))
    if json:
        terminal.say_json({"suggestions": [{"word": word, "count": count} for word, count in words]})
    else:
        for word, count in words:
            terminal.say(f"{count:7d}  {terminal.plain(word)}")
    return 0


@cli.command()
def show(context: typer.Context, path: str, json: Json = False) -> int:
    """All captions of a photo by view, its metadata and failures."""
    with _app(context) as app:
        photo = app.photo_by_path(path)
        own = app.own(photo.id)
        failures = app.failures(photo.id)
        captions: list[dict[str, Any]] = [
            {
                "view": c.view,
                "box": list(VIEWS[c.view].box),
                "text": c.text,
                "raw": c.raw,
                "model": c.model,
                "own": False,
            }
            for c in app.captions(photo.id)
        ]
        if own.text or own.tags:
            text = own.text + (f" Tags: {', '.join(own.tags)}." if own.tags else "")
            captions.append(
                {
                    "view": "whole",
                    "box": [0.0, 0.0, 1.0, 1.0],
                    "text": text.strip(),
                    "raw": text,
                    "model": "",
                    "own": True,
                }
            )
        metadata = {
            name: getattr(photo, name)
            for name in ("width", "height", "format", "taken", "camera", "latitude", "longitude", "size")
        }
        metadata["paths"] = list(photo.paths)
        metadata["raws"] = list(photo.raws)
        if json:
            terminal.say_json(
                {
                    "path": photo.path,
                    "photo": photo.key,
                    "metadata": metadata,
                    "failure": "; ".join(failure.reason for failure in failures) or None,
                    "captions": captions,
                }
            )
            return 0
        for each in photo.paths:
            terminal.say(terminal.plain(each))
        facts = (f"{photo.width} × {photo.height}", photo.format, photo.taken, photo.camera)
        terminal.say(terminal.plain(", ".join(str(fact) for fact in facts if fact)))
        for line in captions:
            terminal.say(f"{'own' if line['own'] else line['view']:>6}  {terminal.plain(line['text'])}")
        if not captions:
            terminal.say("not described yet: photofind caption")
        for failure in failures:
            terminal.say(f"failed ({failure.stage}): {terminal.plain(failure.reason)}")
    return 0


@cli.command()
def export(
    context: typer.Context,
    terms: Terms = None,
    format_: Annotated[str, typer.Option("--format", metavar="F", help="csv, json, jsonl or paths.")] = "csv",
    out: Annotated[Path, typer.Option("-o", "--out", metavar="OUT", help="The file to write.")] = Path(),
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it exists.")] = False,
    any_: AnyChip = False,
    not_: Not = None,
    folder: Folder = None,
    after: After = None,
    before: Before = None,
    sort: SortBy = "relevance",
    no_synonyms: NoSynonyms = False,
) -> int:
    """Write all results of a search to a file."""
    if out == Path():
        raise UsageError("no file to write", "name one with -o")
    with _app(context) as app, terminal.Interrupt() as interrupt:
        query = _query(app, terms or (), not_ or (), any_, folder, after, before, sort, no_synonyms)
        with terminal.Shown() as shown:
            count = app.export(query, format_, out, overwrite, shown.counted, interrupt)
    terminal.say(f"{count} photos written to {terminal.plain(str(out))}")
    return 0


@models_cli.callback()
def models(context: typer.Context, json: Json = False) -> int:
    """List, choose and add the models that describe photos."""
    return _list_models(context, json) if context.invoked_subcommand is None else 0


def _list_models(context: typer.Context, as_json: bool) -> int:
    with _app(context) as app:
        known = app.models()
    if as_json:
        keys = ("name", "installed", "active", "size", "recommended", "memory", "licence", "source", "about")
        terminal.say_json({"models": [{key: getattr(model, key) for key in keys} for model in known]})
        return 0
    for model in known:
        marks = [
            mark
            for mark, on in (
                ("in use", model.active),
                ("installed", model.installed),
                ("recommended", model.recommended),
            )
            if on
        ]
        needs = f"{model.size / 1e9:.2f} GB, needs {model.memory / 1e9:.1f} GB of memory" if model.size else ""
        terminal.say(f"{'*' if model.active else ' '} {model.name:28} {needs:38} {', '.join(marks)}")
        if model.source and not model.installed:
            terminal.say(f"      {terminal.plain(model.source)}")
    return 0


@models_cli.command("list")
def models_list(context: typer.Context, json: Json = False) -> int:
    """The models that photofind knows."""
    return _list_models(context, json)


@models_cli.command("use")
def models_use(context: typer.Context, name: str) -> int:
    """Describe with this model from now on; older captions stay until the new ones are in."""
    with _app(context) as app:
        model = app.use_model(name)
    terminal.say(f"describing with {model.name} from now on; photofind caption starts it")
    return 0


@models_cli.command("add")
def models_add(
    context: typer.Context,
    lm: Annotated[str, typer.Option(metavar="PATH", help="Language model (GGUF).")],
    mmproj: Annotated[str, typer.Option(metavar="PATH", help="Its projector (GGUF).")],
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call it.")] = "",
) -> int:
    """Add a pair of GGUF files that you have."""
    with _app(context) as app:
        model = app.add_model(lm, mmproj, name)
    terminal.say(f"added {model.name}; photofind models use '{model.name}' describes with it")
    return 0


@models_cli.command("remove")
def models_remove(context: typer.Context, name: str) -> int:
    """Forget a pair that you added; its files and captions stay."""
    with _app(context) as app:
        app.remove_model(name)
    terminal.say(f"forgot {name}; its files and captions stay")
    return 0


@cli.command()
def stats(context: typer.Context, json: Json = False) -> int:
    """Counts and states of the library."""
    with _app(context) as app:
        counts = dataclasses.asdict(app.stats())
    if json:
        terminal.say_json(counts)
    else:
        for name, value in counts.items():
            terminal.say(f"{name.replace('_', ' '):>13}  {value}")
    return 0


@cli.command()
def rebuild(context: typer.Context, json: Json = False) -> int:
    """Make the search index anew from the catalog."""
    import time

    begun = time.monotonic()
    with _app(context) as app, terminal.Interrupt() as interrupt, terminal.Shown(json) as shown:
        photos = app.rebuild(shown.counted, interrupt)
    seconds = time.monotonic() - begun
    if json:
        terminal.say_json({"photos": photos, "seconds": round(seconds, 3)})
    else:
        terminal.say(f"{photos} photos indexed in {terminal.duration(seconds)}")
    return 0


@cli.command()
def doctor(context: typer.Context, json: Json = False) -> int:
    """What works here and what is missing."""
    with _app(context) as app:
        found = app.checks()
    if json:
        terminal.say_json({"checks": [dataclasses.asdict(check) for check in found]})
    else:
        for check in found:
            terminal.say(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {terminal.plain(check.detail)}")
            if check.remedy and not check.ok:
                terminal.say(f"      → {terminal.plain(check.remedy)}")
    return 0 if all(check.ok for check in found) else 3
