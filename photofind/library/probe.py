"""What one look at a file tells, apart from ``images``: the window starts without Pillow."""

from __future__ import annotations

from dataclasses import dataclass

from photofind.errors import ImageError


class UnreadableError(ImageError):
    """A file can't be read as an image.

    Args:
        path: the file.
        reason: why, in words that follow "because"; for the list of failures.
        remedy: what the person can do about it.
    """

    def __init__(self, path: str, reason: str, remedy: str = "") -> None:
        super().__init__(f"can't read {path}: {reason}", remedy)
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Probe:
    """What one look at a file tells.

    Attributes:
        key: content key (see ``keys``).
        width, height: pixels, upright.
        format: Pillow's name of the format, or ``RAW``.
        taken: EXIF date of capture as ISO 8601 local time, or None.
        camera: make and model, or None.
        latitude, longitude: degrees, north and east positive, or None.
        orientation: EXIF orientation (1 where the decoder hides it).
        thumbnail: JPEG, sRGB, upright, long side at most 512.
    """

    key: str
    width: int
    height: int
    format: str
    taken: str | None
    camera: str | None
    latitude: float | None
    longitude: float | None
    orientation: int
    thumbnail: bytes
