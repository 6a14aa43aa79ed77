"""What works here and what is missing: the lines of ``photofind doctor``."""

from __future__ import annotations

import dataclasses
import importlib.util
import os
import platform
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from photofind.captioning import models
from photofind.captioning.worker import engine_available
from photofind.conditions import Conditions, parse_hours
from photofind.errors import PhotofindError, UsageError
from photofind.indexing import INDEX_IDENTITY
from photofind.library.catalog import Catalog
from photofind.library.thumbnails import ThumbnailStore
from photofind.paths import DataPaths
from photofind.records import Check, Stats
from photofind.settings import Settings

if TYPE_CHECKING:
    from photofind.search.index import Index

_LOW_DISK = 1_000_000_000


def with_index(counts: Stats, index_photos: int, model: str) -> Stats:
    """The catalog's counts with what only the app knows."""
    return dataclasses.replace(counts, index_photos=index_photos, model=model)


def checks(
    paths: DataPaths,
    catalog: Catalog,
    index: Callable[[], Index],
    settings: Settings,
    thumbnails: ThumbnailStore,
) -> list[Check]:
    """Every check, in the order of the pipeline."""
    return [
        Check(
            "python", True, f"{platform.python_implementation()} {platform.python_version()} on {platform.platform()}"
        ),
        _data_directory(paths, thumbnails),
        _catalog(paths),
        *_folders(catalog),
        *_formats(),
        _engine(settings, paths),
        _model(settings, paths),
        *_conditions(settings),
        _index(index, catalog),
        _window(),
    ]


def _data_directory(paths: DataPaths, thumbnails: ThumbnailStore) -> Check:
    free = shutil.disk_usage(paths.root).free
    writable = os.access(paths.root, os.W_OK) and os.access(thumbnails.path("0" * 8).parents[-2], os.R_OK)
    ok = writable and free > _LOW_DISK
    remedy = "" if ok else "make room on the disk, or choose another place with --data-dir"
    return Check("data directory", ok, f"{paths.root}, {free / 1e9:.1f} GB free", remedy)


def _catalog(paths: DataPaths) -> Check:
    uri = f"{paths.catalog.as_uri()}?mode=ro"
    try:
        connection = sqlite3.connect(uri, uri=True)
        try:
            answer = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error as error:
        answer = str(error)
    size = paths.catalog.stat().st_size if paths.catalog.exists() else 0
    return Check(
        "catalog",
        answer == "ok",
        f"SQLite {sqlite3.sqlite_version}, {size / 1e6:.1f} MB, check says {answer}",
        "" if answer == "ok" else f"restore {paths.catalog} from a backup",
    )


def _folders(catalog: Catalog) -> list[Check]:
    roots = catalog.roots()
    if not roots:
        return [Check("folders", True, "none added yet: photofind add FOLDER")]
    here = {root.path: Path(root.path).is_dir() for root in roots}
    return [
        Check("folder", on, f"{path}{'' if on else ' is not there'}", "" if on else "connect its drive, or remove it")
        for path, on in here.items()
    ]


def _formats() -> list[Check]:
    from PIL import features  # a window starts without it

    avif = bool(features.check("avif"))
    heif = importlib.util.find_spec("pi_heif") is not None
    raw = importlib.util.find_spec("rawpy") is not None
    return [
        Check("JPEG PNG WebP TIFF GIF BMP", bool(features.check("jpg") and features.check("webp")), "Pillow"),
        Check("AVIF", avif, "Pillow", "" if avif else "install a newer Pillow"),
        Check("HEIC", heif, "pi-heif", "" if heif else "pip install pi-heif"),
        Check("RAW (optional)", True, "rawpy" if raw else "not installed: pip install 'photofind[raw]'"),
    ]


def _engine(settings: Settings, paths: DataPaths) -> Check:
    here, detail = engine_available()
    try:
        needed = not models.active(settings, paths.models).remote
    except PhotofindError:  # the model's own line says so
        needed = True
    if not here and not needed:
        return Check("llama.cpp", True, "not installed, and not needed: a server describes the photos")
    return Check(
        "llama.cpp", here, detail, "" if here else "pip install 'photofind[llama]' (needs a C and C++ compiler)"
    )


def _model(settings: Settings, paths: DataPaths) -> Check:
    try:
        model = models.active(settings, paths.models)
        if model.remote:
            return Check("model", True, f"{model.name}: {model.remote} on the server at {model.source} (not asked now)")
        models.check_pair(Path(model.lm), Path(model.mmproj))
    except PhotofindError as error:
        return Check("model", False, error.what, error.remedy or "photofind models use NAME")
    quick = " (quick preview model; a LLaVA describes far better: photofind models)" if model.builtin else ""
    return Check("model", True, f"{model.name}{quick}")


def _conditions(settings: Settings) -> list[Check]:
    """Whether the conditions under which describing may go on can be read here; only what is set can be wrong."""
    try:
        parse_hours(settings.hours)
        wrong = {}
    except UsageError as error:
        wrong = {"hours": str(error)}
    unknown = Conditions().unknown()
    found = []
    for name, title, known in (
        ("on_mains", "mains power", "is known"),
        ("only_idle", "idle machine", "is known"),
        ("hours", "hours", settings.hours or "always"),
    ):
        why = {**unknown, **wrong}.get(name, "")
        ok = not why or not getattr(settings, name)
        found.append(Check(title, ok, why or known, "" if ok else f"change {name} in the settings"))
    return found


def _index(index: Callable[[], Index], catalog: Catalog) -> Check:
    if catalog.meta(INDEX_IDENTITY) is None:
        return Check("index", True, "none yet; the first scan makes it")
    try:
        count = index().count
    except PhotofindError as error:
        return Check("index", False, error.what, "photofind rebuild")
    waiting = len(catalog.stale(1))
    return Check("index", True, f"{count} photos" + (", more are waiting to be indexed" if waiting else ""))


def _window() -> Check:
    ok = importlib.util.find_spec("PySide6") is not None
    return Check(
        "window (Qt)", ok, "PySide6" if ok else "not installed", "" if ok else "pip install PySide6-Essentials"
    )
