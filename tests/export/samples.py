"""Photos on disk, rows about them, and jobs that export these."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from PIL import Image

from photofind.export import Job
from photofind.export.row import Row

HOSTILE = '<script>alert("1")</script> & \x00\x1b[31m\u202egnp.exe'


def photo(path: Path, colour: str = "red", size: tuple[int, int] = (48, 32)) -> Path:
    """A small JPEG, ten days old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path, "JPEG")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    return path


def row(path: Path | str, caption: str | None = "A dog.", **more: Any) -> Row:
    """A result at this path."""
    values: dict[str, Any] = {"score": 1.0, "date": "2024-05-01T10:00:00", "width": 48, "height": 32}
    return Row(path=str(path), paths=(str(path),), caption=caption, **{**values, **more})


def job(rows: list[Row], out: Path, **more: Any) -> Job:
    """An export of these rows; thumbnails are the photos themselves, by their number from 0."""
    values: dict[str, Any] = {"thumbnail": lambda number: Path(rows[number].path), "total": len(rows)}
    return Job(rows=lambda: iter(rows), out=out, **{**values, **more})


def names(folder: Path) -> list[str]:
    """What lies in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())
