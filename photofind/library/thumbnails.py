"""Cached thumbnails and previews on disk, by content key; they may be deleted at any time."""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import threading
from collections.abc import Container
from pathlib import Path
from typing import Literal

from photofind.errors import PhotofindError

logger = logging.getLogger(__name__)

Kind = Literal["thumb", "preview"]
_SUFFIXES: dict[Kind, str] = {"thumb": ".jpg", "preview": ".preview.jpg"}
_PART = ".part"


class ThumbnailStore:
    """JPEG files below one folder, spread over 256 directories by the first two digits of the key.

    Args:
        folder: made when the first file is put there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()

    def path(self, key: str, kind: Kind = "thumb") -> Path:
        """Where the file of a photo is, or would be."""
        return self._folder / key[:2] / f"{key}{_SUFFIXES[kind]}"

    def put(self, key: str, data: bytes, kind: Kind = "thumb") -> Path:
        """Keep a file, atomically: a reader sees the old one, none, or all of the new one.

        Raises:
            PhotofindError: it can't be written.
        """
        target = self.path(key, kind)
        part = target.with_name(f"{key}.{os.getpid()}-{threading.get_ident()}-{next(self._numbers)}{_PART}")
        try:
            try:
                part.write_bytes(data)
            except FileNotFoundError:
                self._make(target.parent)
                part.write_bytes(data)
            os.replace(part, target)
        except OSError as error:
            with contextlib.suppress(OSError):
                part.unlink()
            raise PhotofindError(
                f"can't write the thumbnail {target} ({error.strerror})", "free some space, or check the data directory"
            ) from error
        return target

    def strays(self, keys: Container[str]) -> list[Path]:
        """The files of photos that are not in ``keys``, and what a crash left half-written."""
        return [
            path
            for path in self._folder.glob("[0-9a-f][0-9a-f]/*")
            if path.suffix == _PART or path.name.split(".", 1)[0] not in keys
        ]

    def prune(self, keys: Container[str]) -> int:
        """Delete the strays; returns how many files were deleted."""
        deleted = 0
        for path in self.strays(keys):
            with contextlib.suppress(OSError):
                path.unlink()
                deleted += 1
        return deleted

    def _make(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        # Should the person add a folder that contains this one, these are no photos of theirs.
        with (
            contextlib.suppress(FileExistsError),
            (self._folder / ".photofindignore").open("x", encoding="utf-8") as file,
        ):
            file.write("*\n")
