"""Image files of every format, made on the spot; HEIC comes from ``data`` because nothing here can encode it."""

from __future__ import annotations

import io
import struct
from pathlib import Path

from PIL import Image, PngImagePlugin

DATA = Path(__file__).parent / "data"
RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 200, 20), (20, 20, 220), (255, 255, 255)
ENCODABLE = ("jpg", "png", "webp", "tif", "gif", "bmp", "avif")

# EXIF orientation → how the pixels are stored so that the upright picture comes out.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def quarters(width: int = 96, height: int = 64, seed: int = 0) -> Image.Image:
    """Red, green, blue and white quarters; ``seed`` moves the cross a little."""
    image = Image.new("RGB", (width, height), WHITE)
    x, y = width // 2 + seed % 7, height // 2 + seed // 7
    image.paste(RED, (0, 0, x, y))
    image.paste(GREEN, (x, 0, width, y))
    image.paste(BLUE, (0, y, x, height))
    return image


def noise(width: int, height: int, seed: int = 1) -> Image.Image:
    """A picture that does not compress and differs for every seed."""
    import numpy as np

    values = np.random.default_rng(seed).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(values)


def exif(orientation: int | None = None, taken: str | None = None, camera: tuple[str, str] | None = None) -> Image.Exif:
    found = Image.Exif()
    if orientation is not None:
        found[274] = orientation
    if camera:
        found[271], found[272] = camera
    if taken:
        found.get_ifd(34665)[36867] = taken
    return found


def save(path: Path, image: Image.Image | None = None, **options: object) -> Path:
    """Write an image in the format of its suffix; lossless where the format can be."""
    image = quarters() if image is None else image
    path.parent.mkdir(parents=True, exist_ok=True)
    suffix = path.suffix[1:].lower()
    if suffix in ("jpg", "jpeg", "avif"):
        options.setdefault("quality", 95)
    if suffix == "jpg":
        options.setdefault("subsampling", 0)
    if suffix == "webp":
        options.setdefault("lossless", True)
    if suffix in ("tif", "tiff") and isinstance(options.get("exif"), Image.Exif):
        tags = options.pop("exif")
        options["tiffinfo"] = {tag: value for tag, value in tags.items() if tag != 34665}  # type: ignore[attr-defined]
    image.save(path, **options)  # type: ignore[arg-type]
    return path


def unlike(first: tuple[int, ...], second: tuple[int, ...]) -> int:
    """How far two colours are apart, in the channel that differs most."""
    return max(abs(int(a) - int(b)) for a, b in zip(first, second, strict=True))


def is_upright(array: object, tolerance: int = 12) -> bool:
    """Whether an array shows ``quarters()`` the right way round."""
    import numpy as np

    values = np.asarray(array)
    height, width = values.shape[:2]
    corners = {
        RED: values[height // 8, width // 8],
        GREEN: values[height // 8, -width // 8],
        BLUE: values[-height // 8, width // 8],
        WHITE: values[-height // 8, -width // 8],
    }
    return width > height and all(unlike(colour, tuple(found)) <= tolerance for colour, found in corners.items())


def png_with(image: Image.Image, **texts: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        info.add_text(name, text)
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=info)
    return out.getvalue()


def insert_segment(jpeg: bytes, marker: int, body: bytes) -> bytes:
    """A JPEG with one more segment right after its start."""
    return jpeg[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + jpeg[2:]


def insert_chunk(webp: bytes, kind: bytes, body: bytes) -> bytes:
    """A WebP with one more chunk at its end."""
    chunk = kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1)
    return webp[:4] + struct.pack("<I", len(webp) - 8 + len(chunk)) + webp[8:] + chunk


Entry = tuple[int, int, object]


def _directory(entries: list[Entry], offset: int) -> bytes:
    """One TIFF directory (little-endian) that starts at ``offset``, with its values behind it."""
    entries = sorted(entries, key=lambda entry: entry[0])
    head = struct.pack("<H", len(entries))
    extra = b""
    start = offset + 2 + 12 * len(entries) + 4
    for tag, kind, value in entries:
        data, count = _packed(kind, value)
        if len(data) > 4:
            head += struct.pack("<HHII", tag, kind, count, start + len(extra))
            extra += data + b"\0" * (len(data) & 1)
        else:
            head += struct.pack("<HHI", tag, kind, count) + data.ljust(4, b"\0")
    return head + struct.pack("<I", 0) + extra


def _packed(kind: int, value: object) -> tuple[bytes, int]:
    if kind == 2:
        data = str(value).encode() + b"\0"
        return data, len(data)
    if isinstance(value, bytes):
        return value, len(value)
    values = value if isinstance(value, tuple) else (value,)
    if kind in (5, 10):
        return struct.pack(f"<{len(values)}{'I' if kind == 5 else 'i'}", *values), len(values) // 2
    return struct.pack(f"<{len(values)}{ {1: 'B', 3: 'H', 4: 'I'}[kind] }", *values), len(values)


def dng(path: Path, orientation: int = 1, preview: Image.Image | None = None) -> Path:
    """A small camera RAW file (DNG 1.4), with an embedded JPEG if one is given."""
    import numpy as np

    width, height = 1280, 960
    sensor = np.full((height, width), 3000, "<u2")
    sensor[:, : width // 2] = 9000
    pixels = sensor.tobytes()
    encoded = b""
    if preview is not None:
        out = io.BytesIO()
        preview.save(out, "JPEG", quality=90)
        encoded = out.getvalue() + b"\0" * (len(out.getvalue()) & 1)
    raw_at = 8
    jpeg_at = raw_at + len(pixels)
    first_at = jpeg_at + len(encoded)
    image: list[Entry] = [
        (254, 4, 0),
        (256, 4, width),
        (257, 4, height),
        (258, 3, 16),
        (259, 3, 1),
        (262, 3, 32803),
        (273, 4, raw_at),
        (277, 3, 1),
        (278, 4, height),
        (279, 4, len(pixels)),
        (33421, 3, (2, 2)),
        (33422, 1, (0, 1, 1, 2)),
    ]
    camera: list[Entry] = [
        (271, 2, "Test"),
        (272, 2, "Camera"),
        (274, 3, orientation),
        (306, 2, "2020:02:03 04:05:06"),
        (50706, 1, (1, 4, 0, 0)),
        (50707, 1, (1, 1, 0, 0)),
        (50708, 2, "Test Camera"),
        (50721, 10, (1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1)),
        (50728, 5, (1, 1, 1, 1, 1, 1)),
        (50778, 3, 21),
    ]
    if preview is None:
        body = pixels + _directory(image + camera, first_at)
    else:
        small: list[Entry] = [
            (254, 4, 1),
            (256, 4, preview.width),
            (257, 4, preview.height),
            (258, 3, (8, 8, 8)),
            (259, 3, 7),
            (262, 3, 6),
            (273, 4, jpeg_at),
            (277, 3, 3),
            (278, 4, preview.height),
            (279, 4, len(encoded)),
        ]
        first = _directory([*small, *camera, (330, 4, 0)], first_at)
        second_at = first_at + len(first)
        first = _directory([*small, *camera, (330, 4, second_at)], first_at)
        body = pixels + encoded + first + _directory(image, second_at)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"II*\0" + struct.pack("<I", first_at) + body)
    return path
