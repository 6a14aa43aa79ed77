"""The person's settings: a frozen value, kept as versioned TOML beside the catalog."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
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
class Settings:
    """What the person chose.

    Attributes:
        model: name of the model that describes photos; empty means the built-in one.
        views: which view set to describe: ``whole``, ``17`` or ``40``.
        paused: describing stays paused until the person resumes it.
        min_side: photos whose shorter side is below this many pixels are ignored (icons).
        threads: CPU threads of the engine; 0 means physical cores − 1, at least 1.
        gpu_layers: layers on the GPU; −1 means as many as fit.
        theme: ``system``, ``light`` or ``dark``.
        own_models: pairs that the person added.
        models_folder: where downloaded models are kept; empty means in the data directory.
    """

    model: str = ""
    views: str = "17"
    paused: bool = False
    min_side: int = 32
    threads: int = 0
    gpu_layers: int = -1
    theme: str = "system"
    thumbnail_side: int = 176
    own_models: tuple[OwnModel, ...] = ()
    models_folder: str = ""

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
        path.with_name(f"{path.name}.v{version}").write_text(text, "utf-8")
        while version < VERSION:
            values = MIGRATIONS[version](values)
            version += 1
        settings = _build(path, values)
        save(path, settings)
        return settings
    return _build(path, values)


def _build(path: Path, values: dict[str, Any]) -> Settings:
    defaults = Settings()
    known: dict[str, Any] = {}
    for item in dataclasses.fields(Settings):
        if item.name not in values:
            continue
        value = values[item.name]
        if item.name == "own_models":
            try:
                value = tuple(OwnModel(**entry) for entry in value)
            except TypeError as error:
                raise PhotofindError(f"own_models in the settings {path} is wrong ({error})", "mend it") from error
        elif type(value) is not type(getattr(defaults, item.name)):
            raise PhotofindError(
                f"{item.name} in the settings {path} should be a {type(getattr(defaults, item.name)).__name__}",
                "mend or delete the line",
            )
        known[item.name] = value
    return Settings(**known)


def save(path: Path, settings: Settings) -> None:
    """Write the settings so that a crash leaves the old file or the new one, never half of one.

    Raises:
        PhotofindError: the file can't be written.
    """
    values = {"version": VERSION, **dataclasses.asdict(settings)}
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_text(tomli_w.dumps(values), "utf-8")
        os.replace(part, path)
    except OSError as error:
        raise PhotofindError(f"can't write the settings {path} ({error.strerror})") from error
