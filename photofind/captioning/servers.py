"""Servers as models: how one is kept and listed, and what its captions are known by."""

from __future__ import annotations

import hashlib

from photofind.captioning import prompts, remote_address
from photofind.captioning.recipe import PAPER, Recipe
from photofind.captioning.remote_protocol import MOST_SLOTS
from photofind.errors import ModelError, UsageError
from photofind.records import Model
from photofind.settings import Server, Settings

PREPARATION = 1
"""Raised whenever the views that are sent change in a way that changes texts."""
FAMILY = "server"


def server(url: str, model: str, name: str = "", key: str = "", slots: int = 0) -> Server:
    """A server as it is kept, from what a person typed; nothing is sent.

    Args:
        name: what to call it here; else the model's name.

    Raises:
        UsageError: the address, the key or the number can't be used, or there is no model's name.
    """
    model, key = model.strip(), key.strip()
    if not model or not model.isprintable():
        raise UsageError("the server must be asked for a model by name", "give the name that the server calls it")
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise UsageError("the key can't be used (it has characters that no key has)", "copy it again")
    if not 0 <= slots <= MOST_SLOTS:
        raise UsageError(f"{slots} views at once can't be used", f"give 1 to {MOST_SLOTS}, or 0")
    return Server(name.strip() or model, remote_address.normal(url), model, key, slots)


def as_model(own: Server) -> Model:
    """A server among the models."""
    return Model(
        name=own.name,
        family=FAMILY,
        source=own.url,
        about=f"pictures of your photos leave photofind: they are sent to {own.url}, where {own.model} describes them",
        installed=True,
        remote=own.model,
    )


def fingerprint(model: Model, view: str, recipe: Recipe = PAPER) -> str:
    """Like ``models.fingerprint``, by what the server calls the model: where it is and its name here don't count."""
    follow_up = [recipe.follow_up] if recipe.follow_up else []
    parts = (FAMILY, str(PREPARATION), model.remote, recipe.prompt, str(prompts.limit(view)), *follow_up)
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


def find(settings: Settings, model: Model) -> Server:
    """The server behind a model.

    Raises:
        ModelError: it was removed meanwhile.
    """
    for own in settings.servers:
        if (own.name, own.url, own.model) == (model.name, model.source, model.remote):
            return own
    raise ModelError(f"the server {model.name} was removed", "choose another model")
