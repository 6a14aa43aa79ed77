"""Settings as a person types them."""

from __future__ import annotations

import dataclasses
import difflib
from typing import Any

from photofind.conditions import parse_hours
from photofind.errors import UsageError
from photofind.records import VIEW_SETS
from photofind.settings import Settings

_ELSEWHERE = {
    "model": "photofind models use NAME",
    "models_folder": "photofind models folder PATH",
    "own_models": "photofind models add",
    "servers": "photofind models add-server",
    "expansion": "photofind rebuild --expansion",
}
_VALUES = {"views": tuple(VIEW_SETS), "theme": ("system", "light", "dark")}
_LEAST = {"min_side": 1, "threads": 0, "gpu_layers": -1, "thumbnail_side": 64}
_SWITCH = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}


def shown(settings: Settings) -> dict[str, str | int | bool]:
    """The settings that can be changed by name, with their values."""
    return {
        item.name: getattr(settings, item.name) for item in dataclasses.fields(Settings) if item.name not in _ELSEWHERE
    }


def parse(name: str, text: str) -> dict[str, Any]:
    """A name and a value as typed → the change, for ``App.change_settings``.

    Raises:
        UsageError: there is no such setting, or it can't have this value.
    """
    known = shown(Settings())
    if name in _ELSEWHERE:
        raise UsageError(f"“{name}” is not set here", _ELSEWHERE[name])
    if name not in known:
        near = difflib.get_close_matches(name, known, 3)
        raise UsageError(f"there is no setting “{name}”", f"did you mean {' or '.join(near or known)}?")
    former = known[name]
    if isinstance(former, bool):
        if text.lower() not in _SWITCH:
            raise UsageError(f"{name} can't be “{text}”", "say yes or no")
        return {name: _SWITCH[text.lower()]}
    if isinstance(former, int):
        least = _LEAST[name]
        if not text.removeprefix("-").isdecimal() or int(text) < least:
            raise UsageError(f"{name} can't be “{text}”", f"give a whole number from {least} on")
        return {name: int(text)}
    if name in _VALUES and text not in _VALUES[name]:
        raise UsageError(f"{name} can't be “{text}”", f"choose one of {', '.join(_VALUES[name])}")
    if name == "hours":
        parse_hours(text)
    return {name: text}
