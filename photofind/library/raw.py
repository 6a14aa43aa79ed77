"""Camera RAW files: the picture that the camera embedded, else a quick development (needs ``photofind[raw]``)."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib.util
import io
from collections.abc import Iterator
from typing import Any

from PIL import Image

from photofind.errors import ImageError
from photofind.library import metadata
from photofind.library.metadata import Metadata

_ENOUGH = 1000
"""A preview whose long side has this many pixels serves for captions and the viewer; smaller ones are icons."""
_FLIPS = {3: 3, 5: 8, 6: 6}
"""LibRaw's flip → EXIF orientation."""


def available() -> bool:
    """Whether rawpy is installed."""
    return importlib.util.find_spec("rawpy") is not None


@contextlib.contextmanager
def opened(path: str) -> Iterator[tuple[Image.Image, Metadata, tuple[int, int]]]:
    """The picture of a RAW file, loaded; its metadata, whose orientation still has to be applied; its upright size.

    Raises:
        ImageError: rawpy is not installed.
        Exception: whatever LibRaw or Pillow raise on a damaged file.
    """
    if not available():
        raise ImageError("RAW files need an extra library", "install photofind[raw]")
    import rawpy

    with rawpy.imread(path) as raw:
        sizes = raw.sizes
        size = (sizes.height, sizes.width) if sizes.flip in (5, 6) else (sizes.width, sizes.height)
        image = _embedded(raw)
        if image is None:
            developed = raw.postprocess(use_camera_wb=True, half_size=True, output_bps=8)
            image = Image.fromarray(developed)
            found, applied = _own_metadata(path), 1  # LibRaw has turned it upright
        else:
            found = metadata.read(image)
            applied = found.orientation if 274 in image.getexif() else _FLIPS.get(sizes.flip, 1)
            if found.taken is None:
                found = _own_metadata(path)
    with image:
        yield image, dataclasses.replace(found, orientation=applied), size


def _embedded(raw: Any) -> Image.Image | None:
    """The embedded JPEG if there is one worth using."""
    import rawpy

    try:
        thumbnail = raw.extract_thumb()
    except (rawpy.LibRawNoThumbnailError, rawpy.LibRawUnsupportedThumbnailError):
        return None
    if thumbnail.format != rawpy.ThumbFormat.JPEG:
        return None
    image: Image.Image = Image.open(io.BytesIO(thumbnail.data), formats=("JPEG",))
    whole = max(raw.sizes.width, raw.sizes.height)
    if max(image.size) < min(_ENOUGH, whole // 2):
        image.close()
        return None
    image.load()
    return image


def _own_metadata(path: str) -> Metadata:
    """Metadata of the RAW container itself, where that is a TIFF (most are)."""
    exif = Image.Exif()
    try:
        with open(path, "rb") as file:
            exif.load_from_fp(file)
            return metadata.from_exif(exif)
    except Exception:  # noqa: BLE001 - containers that are no TIFF, and garbage
        return Metadata()
