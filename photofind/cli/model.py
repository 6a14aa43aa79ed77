"""Models that describe photos: models list, download, use, add, remove, folder."""

from __future__ import annotations

from typing import Annotated

import typer

from photofind import terminal
from photofind.cli.common import Json, cli, complain, open_app
from photofind.cli.transferring import TransferBar, amount
from photofind.errors import Cancelled

models_cli = typer.Typer(
    help="List, download, choose and add the models that describe photos.", invoke_without_command=True
)
cli.add_typer(models_cli, name="models")


@models_cli.callback()
def models(context: typer.Context, json: Json = False) -> int:
    """List, download, choose and add the models that describe photos."""
    return _list_models(context, json) if context.invoked_subcommand is None else 0


def _list_models(context: typer.Context, as_json: bool) -> int:
    with open_app(context) as app:
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
                ("installed", model.installed and not model.remote),
                ("on a server", bool(model.remote)),
                ("recommended", model.recommended),
                ("too large for this machine", not model.fits),
                (f"{amount(model.partial)} downloaded so far", model.partial > 0),
            )
            if on
        ]
        needs = f"{model.size / 1e9:.2f} GB, needs {model.memory / 1e9:.1f} GB of memory" if model.size else ""
        terminal.say(f"{'*' if model.active else ' '} {model.name:28} {needs:38} {', '.join(marks)}".rstrip())
        if model.source and (model.remote or not model.installed):
            licence = f", licence {model.licence}" if model.licence else ""
            terminal.say(f"      {terminal.plain(model.source + licence)}")
    return 0


@models_cli.command("list")
def models_list(context: typer.Context, json: Json = False) -> int:
    """The models that photofind knows."""
    return _list_models(context, json)


@models_cli.command("download")
def models_download(context: typer.Context, name: str, json: Json = False) -> int:
    """Download a model. What has come is kept when it is stopped or breaks; the same command goes on from there."""
    with open_app(context) as app, terminal.Interrupt() as interrupt:
        bar = TransferBar(json)
        try:
            with bar:
                done = app.download_model(name, bar.download, interrupt)
        except Cancelled:
            last = bar.last
            kept = f"{amount(last.done)} of {amount(last.total)} are kept; " if last and last.total else ""
            return complain(f"stopped: {kept}the same command goes on from there", 130)
        model = next(model for model in app.models() if model.name == name)
    if json:
        value = {"name": name, "installed": True, "already": done is None, "size": model.size}
        value |= {"fetched": done.fetched, "found": done.found, "seconds": done.seconds} if done else {}
        terminal.say_json(value)
    elif done is None:
        terminal.say(f"{name} is here already" + (" (it is built in)" if model.builtin else ""))
    else:
        found = f", {amount(done.found)} were here already" if done.found else ""
        terminal.say(f"{name} is downloaded and checked: {amount(done.fetched)} fetched{found}")
        if not model.active:
            terminal.say(f"photofind models use '{name}' describes with it")
    return 0


@models_cli.command("folder")
def models_folder(
    context: typer.Context,
    path: Annotated[str | None, typer.Argument(metavar="PATH", help="Move the downloaded models here.")] = None,
    json: Json = False,
) -> int:
    """Say where downloaded models are kept, or move them to another folder."""
    with open_app(context) as app, terminal.Interrupt() as interrupt:
        if path is not None:
            with TransferBar(json) as bar:
                app.move_models(path, bar.moved, interrupt)
        place = str(app.models_folder)
    if json:
        terminal.say_json({"folder": place})
    else:
        terminal.say(terminal.plain(place) if path is None else f"models are kept in {terminal.plain(place)} now")
    return 0


@models_cli.command("use")
def models_use(context: typer.Context, name: str) -> int:
    """Describe with this model from now on; older captions stay until the new ones are in."""
    with open_app(context) as app:
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
    with open_app(context) as app:
        model = app.add_model(lm, mmproj, name)
    terminal.say(f"added {model.name}; photofind models use '{model.name}' describes with it")
    return 0


@models_cli.command("remove")
def models_remove(context: typer.Context, name: str) -> int:
    """Forget a pair that you added (its files stay), or delete the files of a downloaded model. Captions stay."""
    with open_app(context) as app:
        freed = app.remove_model(name)
    if freed:
        terminal.say(f"deleted the files of {name}, {amount(freed)} are free again; its captions stay")
    else:
        terminal.say(f"forgot {name}; its files and captions stay")
    return 0
