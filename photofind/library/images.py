"""Open a photo: what it is, a thumbnail, its pixels. These functions run inside a decoding worker.

Nothing about a photo's bytes is trusted. Only the decoders of the formats below are tried, the size is checked before
anything is decoded, and whatever goes wrong becomes one ``UnreadableError`` with a reason for people.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import logging
import math
import mmap
import os
import stat
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image, UnidentifiedImageError

from photofind.errors import ImageError
from photofind.library import metadata, raw
from photofind.library.formats import EXTENSIONS, RAW_EXTENSIONS, is_raw
from photofind.library.keys import content_key
from photofind.library.metadata import Metadata
from photofind.library.pixels import draft, jpeg, srgb
from photofind.library.probe import Probe, UnreadableError

if TYPE_CHECKING:
    import numpy as np

__all__ = ["EXTENSIONS", "RAW_EXTENSIONS", "Probe", "UnreadableError", "pixels", "preview", "probe"]

logger = logging.getLogger(__name__)

THUMBNAIL_SIDE = 512
MAX_PIXELS = 1 << 28
"""Photos that claim more pixels are refused: a square of 16,384 (phones reach 200 million, far less than this)."""
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "DIB", "AVIF")
"""What Pillow may open; Multi-Picture files are opened as JPEG. HEIF is added where a file looks like it."""
_UPRIGHT = ("TIFF", "HEIF")
"""Formats whose decoder applies the orientation itself (Pillow for TIFF; libheif, from ``irot`` and ``imir``)."""
_READ_WHOLE = 128 << 20
_THUMBNAIL_QUALITY = 80
_PREVIEW_QUALITY = 88


def probe(path: str) -> Probe:
    """Key, size, metadata and thumbnail of a photo.

    Raises:
        ImageError: it can't be read; the message names the file and the reason.
    """
    with opened(path, THUMBNAIL_SIDE * 3 // 2, keyed=True) as photo:
        small = srgb(photo.image, THUMBNAIL_SIDE, photo.turn)
        width, height = photo.size
        found = photo.metadata
        return Probe(
            key=photo.key,
            width=width,
            height=height,
            format=photo.format,
            taken=found.taken,
            camera=found.camera,
            latitude=found.latitude,
            longitude=found.longitude,
            orientation=found.orientation,
            thumbnail=jpeg(small, _THUMBNAIL_QUALITY),
        )


def pixels(path: str, max_side: int) -> np.ndarray:
    """The photo as an array: height × width × 3, uint8, sRGB, upright, contiguous, long side at most ``max_side``.

    Raises:
        ImageError: it can't be read; the message names the file and the reason.
    """
    import numpy as np

    with opened(path, max_side * 2) as photo:
        return np.ascontiguousarray(np.asarray(srgb(photo.image, max_side, photo.turn)))


def preview(path: str, max_side: int) -> bytes:
    """The photo as JPEG: sRGB, upright, no metadata, long side at most ``max_side``.

    Raises:
        ImageError: it can't be read; the message names the file and the reason.
    """
    with opened(path, max_side) as photo:
        return jpeg(srgb(photo.image, max_side, photo.turn), _PREVIEW_QUALITY)


@dataclass(slots=True)
class _Photo:
    """A loaded image; ``turn`` is the orientation that still has to be applied, ``size`` that of the upright photo."""

    image: Image.Image
    metadata: Metadata
    turn: int
    size: tuple[int, int]
    format: str
    key: str


@contextlib.contextmanager
def opened(path: str, side: int, keyed: bool = False, area: int = MAX_PIXELS) -> Iterator[_Photo]:
    """Open, check and load; every failure on the way becomes an ``UnreadableError``.

    Args:
        path: the file.
        side: the long side need not be larger than this: some formats load faster then.
        keyed: whether the content key is wanted.
        area: nor need there be more pixels than so many.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of damaged EXIF and the like; nobody could act on it
            with _bytes(path) as (data, file), _loaded(path, data, file, (side, area), keyed) as photo:
                yield photo
    except UnreadableError:
        raise
    except ImageError as error:
        raise UnreadableError(path, error.what, error.remedy) from error
    except MemoryError as error:
        raise UnreadableError(path, "decoding it takes more memory than photofind allows") from error
    except Exception as error:  # decoders raise anything at all on damaged files
        raise UnreadableError(path, _reason(error)) from error


@contextlib.contextmanager
def _bytes(path: str) -> Iterator[tuple[memoryview, BinaryIO]]:
    """The bytes of a regular file and a file to decode them from; large ones are mapped, not read."""
    # Without O_NONBLOCK, opening a FIFO waits for a writer for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    handle = os.open(path, flags)
    with open(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise ImageError("it is not a regular file")
        if status.st_size == 0:
            raise ImageError("the file is empty")
        if status.st_size > _READ_WHOLE:
            # Closed when the last view of it is gone, not before.
            yield memoryview(mmap.mmap(handle, 0, access=mmap.ACCESS_READ)), file
        else:
            data = file.read()
            yield memoryview(data), io.BytesIO(data)


@contextlib.contextmanager
def _loaded(path: str, data: memoryview, file: BinaryIO, enough: tuple[int, int], keyed: bool) -> Iterator[_Photo]:
    if is_raw(path):
        with raw.opened(path) as (image, found, size):
            key = content_key(data, found.orientation) if keyed else ""
            yield _Photo(image, found, found.orientation, size, "RAW", key)
        return
    with Image.open(file, formats=_formats(heif=bytes(data[4:8]) == b"ftyp")) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise Image.DecompressionBombError
        kind = "JPEG" if image.format == "MPO" else image.format or "?"
        if kind != "PNG":
            found = metadata.read(image)
        side, area = enough
        halved = math.ceil(math.log(max(1.0, width * height / area), 4))
        draft(image, min(side, math.ceil(max(width, height) / 2**halved)))
        image.load()
        if kind == "PNG":
            found = metadata.read(image)
        turn = 1 if kind in _UPRIGHT else found.orientation
        if kind == "TIFF":
            width, height = image.size
        size = (height, width) if turn >= 5 else (width, height)
        yield _Photo(image, found, turn, size, kind, content_key(data, found.orientation) if keyed else "")


@functools.cache
def _formats(heif: bool) -> tuple[str, ...]:
    """The formats to try, their decoders loaded and limited; HEIF only if asked for, as its import takes a while."""
    from PIL import AvifImagePlugin

    for plugin in ("Bmp", "Gif", "Jpeg", "Png", "Tiff", "WebP"):
        importlib.import_module(f"PIL.{plugin}ImagePlugin")
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # two workers already share the machine, and threads take memory
    if not heif:
        return _FORMATS
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    return (*_FORMATS, "HEIF")


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "the file is gone"
    if isinstance(error, PermissionError):
        return "photofind may not read the file"
    if isinstance(error, IsADirectoryError):
        return "it is a folder"
    if isinstance(error, Image.DecompressionBombError):
        return f"it claims more than {MAX_PIXELS // 1_000_000} million pixels"
    if isinstance(error, UnidentifiedImageError):
        return "it is not an image of a known format, or its beginning is damaged"
    text = " ".join(str(error).split())[:200]
    if "truncated" in text.lower() or "unexpected end" in text.lower() or isinstance(error, EOFError):
        return "the file is cut short"
    return f"the image is damaged ({type(error).__name__}{': ' if text else ''}{text})"
