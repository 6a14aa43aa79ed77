"""Models that describe photos: models list, use, add, remove."""

from __future__ import annotations

from typing import Annotated

import typer

from photofind import terminal
from photofind.cli.common import Json, cli, open_app

models_cli = typer.Typer(help="List, choose and add the models that describe photos.", invoke_without_command=True)
cli.add_typer(models_cli, name="models")


@models_cli.callback()
def models(context: typer.Context, json: Json = False) -> int:
    """List, choose and add the models that describe photos."""
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
    """Forget a pair that you added; its files and captions stay."""
    with open_app(context) as app:
        app.remove_model(name)
    terminal.say(f"forgot {name}; its files and captions stay")
    return 0
