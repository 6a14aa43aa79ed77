"""The person's settings: a frozen value, kept as versioned TOML beside the catalog."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from photofind.errors import PhotofindError

VERSION = 1

Migration = Callable[[dict[str, Any]], dict[str, Any]]
MIGRATIONS: dict[int, Migration] = {}
"""Old version → function that turns its values into those of the next version."""


@dataclass(frozen=True, slots=True)
class OwnModel:
    """A model pair that the person pointed at."""

    name: str
    lm: str
    mmproj: str


@dataclass(frozen=True, slots=True)
class Server:
    """An OpenAI-compatible server that the person added.

    Attributes:
        url: its base URL, usually ending in ``/v1``.
        model: what the server calls the model.
        key: sent as a bearer token, empty for none; never shown.
        slots: views in flight; 0 means as many as the server says, else 4.
    """

    name: str
    url: str
    model: str
    key: str = field(default="", repr=False)
    slots: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person chose.

    Attributes:
        model: name of the model that describes photos; empty means the built-in one.
        views: which view set to describe: ``whole``, ``17`` or ``40``.
        paused: describing stays paused until the person resumes it.
        min_side: photos whose shorter side is below this many pixels are ignored (icons).
        threads: CPU threads of the engine; 0 means all physical cores, less one in the window, at least 1.
        gpu_layers: layers on the GPU; −1 means as many as fit.
        theme: ``system``, ``light`` or ``dark``.
        language: of the window, ``de`` for example; empty means the system's.
        reduced_motion: nothing in the window moves or fades, whatever the system says.
        own_models: pairs that the person added.
        servers: servers that the person added; nothing is sent to one until it is the model that is used.
        expansion: whether photos are found by words that their captions imply, too (after ``rebuild``).
        models_folder: where downloaded models are kept; empty means in the data directory.
        on_mains: describe only on mains power.
        only_idle: describe only while nobody uses the machine.
        prompt: what models are asked; empty means the paper's question.
        follow_up: whether the paper's second question is asked too: longer texts for about half as much time again.
        fast_crops: whether crops are read with a quarter of the image tokens: more than twice as fast, coarser.
        hours: describe only between these, local time, as ``22:00-07:00``; empty means always.
    """

    model: str = ""
    views: str = "17"
    paused: bool = False
    min_side: int = 32
    threads: int = 0
    gpu_layers: int = -1
    theme: str = "system"
    language: str = ""
    reduced_motion: bool = False
    thumbnail_side: int = 176
    own_models: tuple[OwnModel, ...] = ()
    servers: tuple[Server, ...] = ()
    models_folder: str = ""
    expansion: bool = False
    prompt: str = ""
    follow_up: bool = False
    fast_crops: bool = False
    on_mains: bool = False
    only_idle: bool = False
    hours: str = ""

    def replace(self, **changes: Any) -> Settings:
        """The same settings with some fields changed."""
        return dataclasses.replace(self, **changes)


def load(path: Path) -> Settings:
    """The settings kept at ``path``; the defaults if there is no such file.

    An older version is migrated and the old file kept beside it as ``settings.toml.v<N>``.

    Raises:
        PhotofindError: the file is not TOML, has a value of the wrong type, or is of a newer version.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise PhotofindError(f"can't read the settings {path} ({error.strerror})") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PhotofindError(f"the settings {path} are not valid TOML ({error})", "mend or delete the file") from error
    version = values.pop("version", VERSION)
    if not isinstance(version, int) or version > VERSION:
        raise PhotofindError(f"the settings {path} are of a newer version ({version})", "update photofind")
    if version < VERSION:
        _write(path.with_name(f"{path.name}.v{version}"), text)
        while version < VERSION:
            values = MIGRATIONS[version](values)
            version += 1
        settings = _build(path, values)
        save(path, settings)
        return settings
    return _build(path, values)


def _entry(kind: type[OwnModel | Server], values: dict[str, Any]) -> OwnModel | Server:
    entry = kind(**values)
    for item in dataclasses.fields(entry):
        # The annotations are the names of their types.
        if type(getattr(entry, item.name)).__name__ != item.type:
            raise TypeError(f"{item.name} should be a {item.type}")
    return entry


_LISTS: dict[str, type[OwnModel | Server]] = {"own_models": OwnModel, "servers": Server}


def _build(path: Path, values: dict[str, Any]) -> Settings:
    defaults = Settings()
    known: dict[str, Any] = {}
    for item in dataclasses.fields(Settings):
        if item.name not in values:
            continue
        value = values[item.name]
        if item.name in _LISTS:
            try:
                value = tuple(_entry(_LISTS[item.name], entry) for entry in value)
            except TypeError as error:
                raise PhotofindError(f"{item.name} in the settings {path} is wrong ({error})", "mend it") from error
        elif type(value) is not type(getattr(defaults, item.name)):
            raise PhotofindError(
                f"{item.name} in the settings {path} should be a {type(getattr(defaults, item.name)).__name__}",
                "mend or delete the line",
            )
        known[item.name] = value
    return Settings(**known)


def save(path: Path, settings: Settings) -> None:
    """Write the settings so that a crash leaves the old file or the new one, never half of one; for the owner only.

    Raises:
        PhotofindError: the file can't be written.
    """
    values = {"version": VERSION, **dataclasses.asdict(settings)}
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        _write(part, tomli_w.dumps(values))
        os.replace(part, path)
    except OSError as error:
        raise PhotofindError(f"can't write the settings {path} ({error.strerror})") from error


def _write(path: Path, text: str) -> None:
    """Write a file that only its owner can read from its first byte on: it may hold the key of a server."""
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
