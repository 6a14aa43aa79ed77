"""The content key: a hash of what makes up the picture and of nothing else.

Programs write ratings, keywords and dates into photos. Such an edit must cost no inference and orphan no caption, so
metadata is left out of the hash where the format allows that cheaply (JPEG, PNG, WebP, TIFF). Everything that changes
the pixels stays in: the coded image, colour tables, ICC profiles and the EXIF orientation. Whatever does not parse
as its format says is hashed whole, which is always right and at worst asks for one more inference.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Callable, Iterator

DIGEST_SIZE = 20

Buffer = bytes | memoryview
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG_CHUNKS = frozenset((b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"iCCP", b"sRGB", b"cICP", b"sBIT"))
_WEBP_CHUNKS = frozenset((b"VP8 ", b"VP8L", b"ALPH", b"ICCP", b"ANIM", b"ANMF"))
# Width, height, bits, compression, photometry, fill order, samples, rows per strip, planes, transfer function,
# predictor, white point, primaries, colour map, tile size, extra samples, sample format, JPEG tables, YCbCr, ICC.
_TIFF_TAGS = frozenset(
    (256, 257, 258, 259, 262, 266, 277, 278, 284, 292, 293, 301, 317, 318, 319, 320, 322, 323, 338, 339, 340, 341, 347)
) | frozenset((529, 530, 531, 532, 34675))
_TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_TIFF_MAX_PAGES = 1000


class _OddError(Exception):
    """The bytes are not what the format promises, so that they are hashed whole."""


def content_key(data: Buffer, orientation: int) -> str:
    """The key of a photo.

    Args:
        data: the whole file.
        orientation: EXIF orientation, 1 to 8 (1 if the file has none).

    Returns:
        40 lower-case hexadecimal digits (BLAKE2b of 20 bytes).
    """
    view = memoryview(data)
    digest = hashlib.blake2b(digest_size=DIGEST_SIZE, person=b"photofind")
    parts = _parser(bytes(view[:16]))
    try:
        if parts is None:
            raise _OddError
        for part in parts(view):
            digest.update(part)
    except (_OddError, struct.error, IndexError, ValueError, OverflowError):
        digest = hashlib.blake2b(view, digest_size=DIGEST_SIZE, person=b"photofind")
    digest.update(b"orientation %d" % orientation)
    return digest.hexdigest()


def _parser(head: bytes) -> Callable[[memoryview], Iterator[Buffer]] | None:
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp
    if head[:4] in (b"II*\0", b"MM\0*"):
        return _tiff
    return None


def _jpeg(data: memoryview) -> Iterator[Buffer]:
    """Every segment but APPn and comments, except the ICC profile and Adobe's colour transform (ITU-T T.81, B.1)."""
    yield b"jpeg"
    position = 2
    while True:
        if data[position] != 0xFF:
            raise _OddError
        while data[position + 1] == 0xFF:  # fill bytes before a marker
            position += 1
        marker = data[position + 1]
        if marker == 0xD9:
            return
        if marker == 0x00 or 0xD0 <= marker <= 0xD8 or marker == 0x01:
            raise _OddError
        (length,) = struct.unpack_from(">H", data, position + 2)
        end = position + 2 + length
        if length < 2 or end > len(data):
            raise _OddError
        body = data[position:end]
        keep = not (0xE0 <= marker <= 0xEF or marker == 0xFE)
        if marker == 0xE2:
            keep = bytes(body[4:16]) == b"ICC_PROFILE\0"
        elif marker == 0xEE:
            keep = bytes(body[4:9]) == b"Adobe"
        if keep:
            yield body[1:]
        position = end
        if marker == 0xDA:
            # Within coded data 0xFF is only ever stuffed, a restart marker or a fill byte.
            found = _MARKER.search(data, end)
            stop = found.start() if found else len(data)
            yield data[end:stop]
            if found is None:
                return
            position = stop


def _png(data: memoryview) -> Iterator[Buffer]:
    """The critical chunks and those that say what the colours mean; how the data is cut into chunks does not count."""
    yield b"png"
    position = 8
    previous = b""
    while True:
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise _OddError
        if kind == b"IEND":
            return
        if kind in _PNG_CHUNKS:
            if kind != b"IDAT" or previous != b"IDAT":
                yield kind
            yield data[position + 8 : position + 8 + length]
            previous = kind
        position = end


def _webp(data: memoryview) -> Iterator[Buffer]:
    """The image chunks. VP8X is left out: its flags only announce metadata, and its size is that of the image."""
    yield b"webp"
    (size,) = struct.unpack_from("<I", data, 4)
    stop = size + 8
    if stop > len(data):
        raise _OddError
    position = 12
    seen = False
    while position + 8 <= stop:
        kind, length = struct.unpack_from("<4sI", data, position)
        end = position + 8 + length
        if end > stop:
            raise _OddError
        if kind in _WEBP_CHUNKS:
            seen = True
            yield kind
            yield data[position + 8 : end]
        position = end + (length & 1)
    if not seen:
        raise _OddError


def _tiff(data: memoryview) -> Iterator[Buffer]:
    """Of every page the tags that say how to decode it, and its strips or tiles (TIFF 6.0, sections 2 and 8)."""
    yield b"tiff"
    order = "<" if data[0] == 0x49 else ">"
    (offset,) = struct.unpack_from(order + "I", data, 4)
    visited: set[int] = set()
    while offset:
        if offset in visited or len(visited) >= _TIFF_MAX_PAGES:
            raise _OddError
        visited.add(offset)
        (count,) = struct.unpack_from(order + "H", data, offset)
        places: dict[int, tuple[int, ...]] = {}
        for entry in range(offset + 2, offset + 2 + 12 * count, 12):
            tag, kind, values = struct.unpack_from(order + "HHI", data, entry)
            if tag not in _TIFF_TAGS and tag not in (273, 279, 324, 325, 513, 514):
                continue
            size = _TIFF_SIZES[kind] * values if kind in _TIFF_SIZES else -1
            start = entry + 8 if size <= 4 else struct.unpack_from(order + "I", data, entry + 8)[0]
            if size < 0 or start + size > len(data):
                raise _OddError
            if tag in _TIFF_TAGS:
                yield struct.pack("<HHI", tag, kind, values)
                yield data[start : start + size]
            elif kind in (3, 4):
                places[tag] = struct.unpack_from(f"{order}{values}{'H' if kind == 3 else 'I'}", data, start)
            else:
                raise _OddError
        pieces = 0
        for starts, lengths in ((273, 279), (324, 325), (513, 514)):
            for start, length in zip(places.get(starts, ()), places.get(lengths, ()), strict=True):
                if start + length > len(data):
                    raise _OddError
                yield data[start : start + length]
                pieces += 1
        if not pieces:
            raise _OddError
        (offset,) = struct.unpack_from(order + "I", data, offset + 2 + 12 * count)
