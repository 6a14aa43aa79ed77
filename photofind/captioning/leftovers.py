"""What unfinished downloads have left in the models folder."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Sequence
from pathlib import Path

from photofind.captioning import download
from photofind.captioning.catalogue import Entry
from photofind.captioning.transfer import note_of
from photofind.errors import DownloadError


def unfinished(entries: Sequence[Entry], models_dir: Path, running: Collection[str] = ()) -> dict[str, int]:
    """Model → bytes that its unfinished download has left; strays of models that nobody knows under their path.

    Args:
        running: models whose download is at work.
    """
    found = {entry.name: download.partial(entry, models_dir) for entry in entries if entry.name not in running}
    found = {name: size for name, size in found.items() if size}
    for part in _strays(entries, models_dir):
        found[str(part)] = sum(path.stat().st_size for path in (part, note_of(part)) if path.is_file())
    return found


def throw_away(entries: Sequence[Entry], models_dir: Path, running: Collection[str] = ()) -> tuple[int, int]:
    """Delete what ``unfinished`` finds; returns how many downloads and bytes those were.

    Raises:
        OwnedError: another process downloads or moves models.
        DownloadError: a file can't be deleted.
    """
    found = unfinished(entries, models_dir, running)
    size = 0
    for entry in entries:
        if entry.name in found:
            size += download.remove(entry, models_dir, unfinished_only=True)
    strays = _strays(entries, models_dir)
    if strays:
        with download.locked(models_dir):
            for part in strays:
                for path in (part, note_of(part)):
                    with contextlib.suppress(FileNotFoundError):
                        taken = path.stat().st_size
                        try:
                            path.unlink()
                        except OSError as error:
                            raise DownloadError(f"can't delete {path} ({error.strerror})", "try again") from error
                        size += taken
    return len(found), size


def _strays(entries: Sequence[Entry], models_dir: Path) -> list[Path]:
    """Parts of models that are in the catalogue no more."""
    known = {path for entry in entries for path in download.targets(entry, models_dir)}
    return [
        part
        for part in sorted(models_dir.glob(f"*/*.gguf{download.PART}"))
        if part.with_name(part.name.removesuffix(download.PART)) not in known
    ]
