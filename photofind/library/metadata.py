"""What a photo says about itself: date, camera, place and orientation, read from EXIF that nobody vouches for.

Cameras, editors and accidents leave impossible dates, NaN coordinates, NUL bytes and megabytes of text in EXIF. None
of it may fail a photo: a field that makes no sense is simply not known.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image

_ORIENTATION, _MAKE, _MODEL, _DATE_TIME = 274, 271, 272, 306
_EXIF_IFD, _GPS_IFD = 34665, 34853
_DATE_ORIGINAL, _DATE_DIGITIZED = 36867, 36868
_DATE = re.compile(r"(\d{4})[:/.-](\d{1,2})[:/.-](\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?")
_CAMERA_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields that photofind uses; see ``Probe`` for their meaning."""

    orientation: int = 1
    taken: str | None = None
    camera: str | None = None
    latitude: float | None = None
    longitude: float | None = None


def read(image: Image.Image) -> Metadata:
    """The metadata of an opened image; the defaults for whatever is missing or makes no sense.

    Args:
        image: opened, and loaded if it is a PNG (whose EXIF may follow the pixels); not loaded if it is a TIFF (whose
            orientation Pillow removes when it applies it).
    """
    try:
        return from_exif(image.getexif())
    except Exception:  # noqa: BLE001 - Pillow's EXIF parser raises anything on garbage, which must not cost the photo
        return Metadata()


def from_exif(exif: Image.Exif) -> Metadata:
    """The metadata in EXIF; the defaults for whatever is missing or makes no sense."""
    detail, place = _directory(exif, _EXIF_IFD), _directory(exif, _GPS_IFD)
    latitude = _degrees(place.get(2), place.get(1), "S", 90.0)
    longitude = _degrees(place.get(4), place.get(3), "W", 180.0)
    if latitude is None or longitude is None or (latitude == 0.0 and longitude == 0.0):
        latitude = longitude = None  # many devices write 0, 0 for "no fix"
    dates = (detail.get(_DATE_ORIGINAL), detail.get(_DATE_DIGITIZED), exif.get(_DATE_TIME))
    return Metadata(
        orientation=orientation(exif),
        taken=next((date for date in map(_date, dates) if date), None),
        camera=_camera(exif.get(_MAKE), exif.get(_MODEL)),
        latitude=latitude,
        longitude=longitude,
    )


def orientation(exif: Mapping[int, Any] | Image.Exif) -> int:
    """The EXIF orientation, 1 to 8; 1 if it is missing or wrong."""
    value = exif.get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _directory(exif: Image.Exif, tag: int) -> Mapping[int, Any]:
    try:
        return exif.get_ifd(tag)
    except Exception:  # noqa: BLE001 - as in read()
        return {}


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value[:1000].decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    kept = value[:1000].split("\0", 1)[0]
    return " ".join("".join(c if c.isprintable() else " " for c in kept).replace("\ufffd", " ").split())


def _date(value: object) -> str | None:
    found = _DATE.match(_text(value))
    if not found:
        return None
    year, month, day, hour, minute, second = (int(group or 0) for group in found.groups())
    try:
        moment = dt.datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - EXIF is local time
    except ValueError:
        return None
    return moment.isoformat() if 1800 <= year <= 2200 else None


def _camera(make: object, model: object) -> str | None:
    brand, name = _text(make), _text(model)
    if brand and name.lower().startswith(brand.split()[0].lower()):
        brand = ""
    return f"{brand} {name}".strip()[:_CAMERA_LENGTH].strip() or None


def _degrees(value: object, reference: object, negative: str, limit: float) -> float | None:
    if not isinstance(value, (tuple, list)) or not 1 <= len(value) <= 3:
        return None
    try:
        parts = [float(part) for part in value]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    degrees = math.fsum(part / 60**power for power, part in enumerate(parts))
    if not math.isfinite(degrees) or min(parts) < 0 or degrees > limit:
        return None
    return round(-degrees if _text(reference).upper().startswith(negative) else degrees, 7)
