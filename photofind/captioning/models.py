"""Which models there are, which one describes, and the fingerprint of what it writes."""

from __future__ import annotations

import functools
import hashlib
import os
from dataclasses import replace
from pathlib import Path

from photofind.captioning import catalogue as known
from photofind.captioning import download, memory, pair, prompts, servers
from photofind.captioning.pair import check_pair
from photofind.captioning.recipe import PAPER, Recipe
from photofind.errors import ModelError, NotFoundError
from photofind.paths import resource
from photofind.records import Model
from photofind.settings import OwnModel, Settings

__all__ = ["STARTER", "active", "catalogue", "check_pair", "fingerprint", "folder", "models", "starter"]

STARTER = "starter"
_STARTER_LM, _STARTER_MMPROJ = "starter-lm-q8.gguf", "starter-mmproj-f16.gguf"
_SAMPLE = 1 << 20
PREPARATION = 1
"""Raised whenever views are cropped, scaled or decoded in a way that changes texts."""


def starter() -> Model:
    """The built-in quick preview model, which works offline at once.

    Raises:
        NotFoundError: the installation is damaged.
    """
    lm, mmproj = resource("models", "starter", _STARTER_LM), resource("models", "starter", _STARTER_MMPROJ)
    return Model(
        name=STARTER,
        lm=str(lm),
        mmproj=str(mmproj),
        family=prompts.CHAT_TEMPLATE,
        size=lm.stat().st_size + mmproj.stat().st_size,
        memory=500_000_000,
        licence="see MODEL_CARD.md",
        about="quick preview model: rough words at once; get a LLaVA for real descriptions",
        installed=True,
        builtin=True,
    )


def folder(settings: Settings, default: Path) -> Path:
    """Where downloaded models are kept: the folder that the person chose, else ``default``."""
    return Path(settings.models_folder) if settings.models_folder else default


def catalogue(gpu: bool = False) -> tuple[Model, ...]:
    """The models that can be downloaded, one of them recommended for this machine.

    Args:
        gpu: whether the engine can use a graphics card here.
    """
    there_is = memory.total()
    best = known.recommended(there_is, gpu)
    return tuple(
        Model(
            name=entry.name,
            family=entry.family,
            size=entry.size,
            memory=entry.memory,
            licence=entry.licence,
            source=f"https://huggingface.co/{entry.repository}",
            about=entry.about,
            recommended=entry.name == best,
            files=(entry.lm, entry.mmproj),
            fits=entry.memory < there_is,
        )
        for entry in known.ENTRIES
    )


def models(settings: Settings, models_dir: Path, gpu: bool = False) -> list[Model]:
    """Every model: the built-in one, the person's own, the catalogue; flags say which are here and which is used.

    Nothing is asked of the network.

    Args:
        models_dir: downloaded pairs lie in a folder each below it, named like the model, unless the settings name
            another folder.
        gpu: whether the engine can use a graphics card here (for the recommendation).
    """
    chosen = settings.model or STARTER
    listed = [_builtin(), *(_own(pair_) for pair_ in settings.own_models)]
    listed += [servers.as_model(server) for server in settings.servers]
    names = {model.name for model in listed}
    place = folder(settings, models_dir)
    for entry, model in zip(known.ENTRIES, catalogue(gpu), strict=True):
        if model.name in names:
            continue  # the person's own pair or server goes by that name
        lm, mmproj = download.targets(entry, place)
        if lm.is_file() and mmproj.is_file():
            size = lm.stat().st_size + mmproj.stat().st_size
            model = replace(model, lm=str(lm), mmproj=str(mmproj), installed=True, size=size)
        else:
            model = replace(model, partial=download.partial(entry, place))
        listed.append(model)
    return [replace(model, active=model.name == chosen) for model in listed]


def active(settings: Settings, models_dir: Path) -> Model:
    """The model that describes photos: the chosen one, else the built-in.

    Raises:
        ModelError: it is unknown, not downloaded, or its files are gone.
    """
    model = next((model for model in models(settings, models_dir) if model.active), None)
    if model is None:
        raise ModelError(f"there is no model {settings.model}", "choose one that `photofind models` lists")
    for path in () if model.remote else (model.lm, model.mmproj):
        if not path:
            raise ModelError(f"the model {model.name} is not installed", "download it or choose another one")
        if not Path(path).is_file():
            raise ModelError(f"the model file {path} is gone", "bring it back or choose another model")
    return model


def fingerprint(model: Model, view: str, recipe: Recipe = PAPER) -> str:
    """A short stable name for all that decides what is written about a view: files, prompt, its form and limits.

    Copies of the same files agree.

    Raises:
        ModelError: a file can't be read.
    """
    if model.remote:
        return servers.fingerprint(model, view, recipe)
    family = model.family if model.family != "auto" else pair.family(model.lm)
    parts = (
        str(PREPARATION),
        _identity(model.lm),
        _identity(model.mmproj),
        family,
        recipe.prompt,
        str(prompts.limit(view)),
        *recipe.parts(view)[1:],
    )
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


def _builtin() -> Model:
    try:
        return starter()
    except NotFoundError:
        return Model(name=STARTER, family=prompts.CHAT_TEMPLATE, builtin=True, about="missing: install photofind again")


def _own(own: OwnModel) -> Model:
    files = (Path(own.lm), Path(own.mmproj))
    here = all(file.is_file() for file in files)
    size = sum(file.stat().st_size for file in files) if here else 0
    family = "auto"
    if here:
        try:
            family = pair.family(own.lm)
        except ModelError:
            family = "auto"  # said when it is used
    return Model(
        name=own.name,
        lm=own.lm,
        mmproj=own.mmproj,
        family=family,
        size=size,
        memory=size + 1_000_000_000 if here else 0,
        about="your own files",
        installed=here,
    )


def _identity(path: str) -> str:
    try:
        status = os.stat(path)
        return _sampled(path, status.st_size, status.st_mtime_ns)
    except OSError as error:
        raise ModelError(f"the model file {path} can't be read ({error.strerror})", "choose another model") from error


@functools.lru_cache(maxsize=64)
def _sampled(path: str, size: int, _modified: int) -> str:
    """Hash of size, head and tail: reading gigabytes at every start would cost minutes and tell no more."""
    digest = hashlib.blake2b(str(size).encode(), digest_size=16)
    with open(path, "rb") as file:
        digest.update(file.read(_SAMPLE))
        file.seek(max(0, size - _SAMPLE))
        digest.update(file.read(_SAMPLE))
    return digest.hexdigest()
