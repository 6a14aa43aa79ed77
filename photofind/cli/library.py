"""Folders and what is in them: add, remove, scan, watch, import, show, stats."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer

from photofind import terminal
from photofind.app import App
from photofind.cli.common import Json, cli, open_app
from photofind.errors import PhotofindError, UsageError
from photofind.records import VIEWS, ScanSummary

_LISTED = 50
"""Failures that are named after a scan."""


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
        failures = app.failures()
        if failures and not summary.failed:
            terminal.say(f"{len(failures)} failed before:")
        for failure in failures[:_LISTED]:
            terminal.say(f"  {terminal.plain(failure.path)}: {terminal.plain(failure.reason)}")
        if len(failures) > _LISTED:
            terminal.say(f"  and {len(failures) - _LISTED} more; the window lists them under Failed")
    return 0


def _summary(summary: ScanSummary) -> dict[str, int]:
    return {name: getattr(summary, name) for name in ("added", "changed", "moved", "removed", "failed", "photos")}


@cli.command()
def add(
    context: typer.Context, folders: Annotated[list[str], typer.Argument(metavar="FOLDER...")], json: Json = False
) -> int:
    """Add folders to the library and read them."""
    with open_app(context) as app:
        for folder in folders:
            app.add_folder(folder)
        return _scan(app, json)


@cli.command()
def remove(context: typer.Context, folder: str) -> int:
    """Forget a folder. Photos are not touched; their captions stay for the day it is added again."""
    with open_app(context) as app:
        root = app.remove_folder(folder)
        terminal.say(f"forgot {terminal.plain(root.path)}; its captions stay")
    return 0


@cli.command()
def scan(context: typer.Context, json: Json = False) -> int:
    """Read all folders again."""
    with open_app(context) as app:
        return _scan(app, json)


@cli.command()
def watch(
    context: typer.Context,
    folders: Annotated[list[str] | None, typer.Argument(metavar="FOLDER...")] = None,
) -> int:
    """Add folders, then read, watch and describe until stopped (Ctrl-C)."""
    with open_app(context) as app, terminal.Interrupt() as interrupt:
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
    with open_app(context) as app, terminal.Interrupt() as interrupt:
        counts = app.import_captions(jsonl, interrupt)
    if json:
        terminal.say_json(counts)
    else:
        terminal.say(f"{counts['views']} captions of {counts['photos']} photos; {counts['unknown']} of unknown photos")
    return 0


@cli.command()
def show(context: typer.Context, path: str, json: Json = False) -> int:
    """All captions of a photo by view, its metadata and failures."""
    if Path(path).is_dir():
        raise UsageError(f"{path} is a folder", "name a photo; photofind search --folder lists a folder's photos")
    with open_app(context) as app:
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
def stats(context: typer.Context, json: Json = False) -> int:
    """Counts and states of the library."""
    with open_app(context) as app:
        counts = dataclasses.asdict(app.stats())
    if json:
        terminal.say_json(counts)
    else:
        for name, value in counts.items():
            terminal.say(f"{name.replace('_', ' '):>13}  {value}")
    return 0
