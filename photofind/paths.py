"""Where photofind keeps its own files, and where the resources that ship with it lie."""

from __future__ import annotations

import functools
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from photofind.errors import NotFoundError, PhotofindError

APP = "photofind"


@dataclass(frozen=True, slots=True)
class DataPaths:
    """The places below one data directory. Only ``catalog`` and ``settings`` can't be made again."""

    root: Path

    @property
    def catalog(self) -> Path:
        """The SQLite database: the truth."""
        return self.root / "catalog.sqlite3"

    @property
    def index(self) -> Path:
        """The Whoosh index, derived from the catalog."""
        return self.root / "index"

    @property
    def thumbnails(self) -> Path:
        """Cached thumbnails and previews, by content."""
        return self.root / "thumbnails"

    @property
    def models(self) -> Path:
        """Downloaded models, unless the settings name another folder."""
        return self.root / "models"

    @property
    def models_move(self) -> Path:
        """The journal of a move of the models folder, while one is under way."""
        return self.root / "models-move.json"

    @property
    def settings(self) -> Path:
        """The settings file (TOML)."""
        return self.root / "settings.toml"

    @property
    def log(self) -> Path:
        """The log file."""
        return self.root / "photofind.log"

    @property
    def lock(self) -> Path:
        """The file whose OS lock names the process that owns the pipeline."""
        return self.root / "owner.lock"


def data_paths(data_dir: str | os.PathLike[str] | None = None) -> DataPaths:
    """The data directory asked for, made if needed (readable by its owner only).

    Args:
        data_dir: the ``--data-dir`` option; else the environment variable ``PHOTOFIND_DATA_DIR``; else the platform's
            user data directory.

    Raises:
        PhotofindError: the directory can't be made, or a test would use the real home.
    """
    chosen = data_dir or os.environ.get("PHOTOFIND_DATA_DIR")
    if not chosen:
        if "PYTEST_CURRENT_TEST" in os.environ:
            raise PhotofindError("a test wants the real data directory", "pass --data-dir")
        chosen = platformdirs.user_data_dir(APP, appauthor=False)
    root = Path(chosen).expanduser().absolute()
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise PhotofindError(
            f"can't use the data directory {root} ({error.strerror})", "choose another with --data-dir"
        ) from error
    return DataPaths(root)


@functools.cache
def _bases(bundle: str | None) -> list[Path]:
    """The folders that resources may lie in."""
    package = Path(__file__).resolve().parent
    bases = [package / "resources", package.parent / "resources"]
    return [Path(bundle) / "resources", *bases] if bundle else bases


def resource(*parts: str) -> Path:
    """A file that ships with photofind: in the wheel, a frozen build or the checkout.

    Raises:
        NotFoundError: it is not there.
    """
    for base in _bases(getattr(sys, "_MEIPASS", None)):
        path = base.joinpath(*parts)
        if path.exists():
            return path
    raise NotFoundError(f"the file resources/{'/'.join(parts)} is missing", "install photofind again")
