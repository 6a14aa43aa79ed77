from __future__ import annotations

import io
import os
import random
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from photofind.errors import ImageError
from photofind.library import formats, images
from photofind.library.images import UnreadableError, pixels, preview, probe
from tests.library import samples

FORMAT = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "tif": "TIFF", "gif": "GIF", "bmp": "BMP", "avif": "AVIF"}


@pytest.mark.parametrize("suffix", samples.ENCODABLE)
def test_every_format_is_read(tmp_path: Path, suffix: str) -> None:
    path = str(samples.save(tmp_path / f"a.{suffix}"))
    found = probe(path)
    assert (found.width, found.height, found.format, found.orientation) == (96, 64, FORMAT[suffix], 1)
    assert samples.is_upright(pixels(path, 1000))
    with Image.open(io.BytesIO(found.thumbnail)) as small, Image.open(io.BytesIO(preview(path, 50))) as shown:
        assert (small.format, small.mode, small.size) == ("JPEG", "RGB", (96, 64))
        assert (shown.format, shown.size) == ("JPEG", (50, 33))


@pytest.mark.parametrize("orientation", samples.STORED)
@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif", "avif"])
def test_the_orientation_is_applied_exactly_once(tmp_path: Path, suffix: str, orientation: int) -> None:
    turn = samples.STORED[orientation]
    stored = samples.quarters() if turn is None else samples.quarters().transpose(turn)
    path = str(samples.save(tmp_path / f"a.{suffix}", stored, exif=samples.exif(orientation)))
    found = probe(path)
    assert (found.width, found.height) == (96, 64)
    assert found.orientation == orientation
    assert samples.is_upright(pixels(path, 1000))
    assert pixels(path, 48).shape == (32, 48, 3)
    with Image.open(io.BytesIO(found.thumbnail)) as thumbnail:
        assert samples.is_upright(thumbnail)


@pytest.mark.parametrize("name", ["upright", "turned"])
def test_heic_is_turned_once_whatever_its_exif_says_too(name: str) -> None:
    path = str(samples.DATA / f"{name}.heic")
    found = probe(path)
    assert (found.width, found.height, found.format, found.orientation) == (96, 64, "HEIF", 1)
    assert (found.taken, found.camera) == ("2021-03-04T05:06:07", "Maker Phone")
    assert (found.latitude, found.longitude) == (-10.5, -20.25)
    assert samples.is_upright(pixels(path, 1000))


def test_heic_under_another_suffix_is_read(tmp_path: Path) -> None:
    path = tmp_path / "renamed.jpg"
    path.write_bytes((samples.DATA / "upright.heic").read_bytes())
    assert probe(str(path)).format == "HEIF"


def test_a_large_photo_is_reduced(tmp_path: Path) -> None:
    path = str(samples.save(tmp_path / "large.jpg", samples.quarters(3000, 2000), exif=samples.exif(6)))
    found = probe(path)
    assert (found.width, found.height) == (2000, 3000)
    with Image.open(io.BytesIO(found.thumbnail)) as thumbnail:
        assert thumbnail.size == (341, 512)
    array = pixels(path, 672)
    assert array.shape == (672, 448, 3)
    assert array.dtype == np.uint8
    assert array.flags.c_contiguous


def modes() -> dict[str, tuple[Image.Image, str]]:
    rgb = samples.quarters()
    alpha = Image.new("L", rgb.size, 255)
    alpha.paste(0, (48, 32, 96, 64))
    see_through = rgb.copy()
    see_through.paste((0, 0, 0), (48, 32, 96, 64))
    see_through.putalpha(alpha)
    palette = rgb.quantize(8)
    return {
        "RGBA": (see_through, "png"),
        "RGBA webp": (see_through, "webp"),
        "RGBA tiff": (see_through, "tif"),
        "P": (palette, "png"),
        "P gif": (palette, "gif"),
        "CMYK": (rgb.convert("CMYK"), "jpg"),
        "CMYK tiff": (rgb.convert("CMYK"), "tif"),
        "LAB": (
            ImageCms.profileToProfile(
                rgb,
                ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
                ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")),
                outputMode="LAB",
            ),
            "tif",
        ),
        "YCbCr": (rgb.convert("YCbCr"), "tif"),
    }


@pytest.mark.parametrize("name", modes())
def test_every_colour_mode_becomes_opaque_rgb(tmp_path: Path, name: str) -> None:
    image, suffix = modes()[name]
    path = str(samples.save(tmp_path / f"a.{suffix}", image))
    assert samples.is_upright(pixels(path, 1000), tolerance=60 if "CMYK" in name or name == "LAB" else 12)


def test_palettes_with_a_transparent_colour_are_laid_over_white(tmp_path: Path) -> None:
    image = samples.quarters().quantize(8)
    index = image.getpixel((90, 60))
    path = str(samples.save(tmp_path / "a.gif", image, transparency=index))
    assert samples.is_upright(pixels(path, 1000))


@pytest.mark.parametrize(
    ("image", "suffix", "expected"),
    [
        (Image.fromarray(np.full((64, 96), 0x8000, np.uint16)), "png", 128),
        (Image.fromarray(np.full((64, 96), 0x8000, np.uint16)), "tif", 128),
        (Image.fromarray(np.full((64, 96), 200, np.int32)), "tif", 200),
        (Image.fromarray(np.full((64, 96), 40000, np.int32)), "tif", 155),
        (Image.fromarray(np.full((64, 96), 0.5, np.float32)), "tif", 127),
        (Image.fromarray(np.full((64, 96), 127.0, np.float32)), "tif", 127),
        (Image.fromarray(np.array([[np.nan, np.inf], [0.0, 0.0]], np.float32)), "tif", 0),
        (Image.fromarray(np.array([[-5.0, 5.0]], np.float32)), "tif", 0),
        (Image.new("L", (96, 64), 77), "png", 77),
        (Image.new("1", (96, 64), 1), "png", 255),
        (Image.new("LA", (96, 64), (0, 0)), "png", 255),
    ],
    ids=["16-png", "16-tif", "32-200", "32-40000", "float-half", "float-127", "nan", "negative", "l", "1", "la"],
)
def test_grey_of_every_depth(tmp_path: Path, image: Image.Image, suffix: str, expected: int) -> None:
    path = str(samples.save(tmp_path / f"a.{suffix}", image))
    found = pixels(path, 1000)
    assert found.shape[2] == 3
    assert abs(int(found[0, 0, 0]) - expected) <= 1


def test_colours_are_managed(tmp_path: Path) -> None:
    """The same numbers under a profile whose red and blue are swapped show other colours; a broken one is ignored."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", profile, 128)[0]
    for entry in range(132, 132 + 12 * count, 12):
        if profile[entry : entry + 4] in (b"rXYZ", b"bXYZ"):
            profile[entry : entry + 1] = b"b" if profile[entry : entry + 1] == b"r" else b"r"
    path = str(
        samples.save(tmp_path / "swapped.png", Image.new("RGB", (64, 64), (255, 0, 0)), icc_profile=bytes(profile))
    )
    assert samples.unlike(tuple(pixels(path, 64)[0, 0]), (0, 0, 255)) < 20
    for rubbish in (b"rubbish" * 100, b"short"):
        path = str(samples.save(tmp_path / "broken.png", icc_profile=rubbish))
        assert samples.is_upright(pixels(path, 1000))
    grey = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = str(samples.save(tmp_path / "grey.png", Image.new("L", (64, 64), 99), icc_profile=grey))
    assert tuple(pixels(path, 64)[0, 0]) == (99, 99, 99)


def test_the_first_frame_of_an_animation(tmp_path: Path) -> None:
    for suffix in ("gif", "webp", "png"):
        path = tmp_path / f"a.{suffix}"
        samples.save(path, save_all=True, append_images=[Image.new("RGB", (96, 64), "black")] * 2)
        assert samples.is_upright(pixels(str(path), 1000))


def test_the_first_picture_of_a_multi_picture_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    samples.quarters().save(path, "MPO", save_all=True, append_images=[Image.new("RGB", (96, 64))], quality=95)
    assert probe(str(path)).format == "JPEG"
    assert samples.is_upright(pixels(str(path), 1000))


def test_a_bomb_is_refused_with_its_reason(tmp_path: Path) -> None:
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    packed = b"IDAT" + zlib.compress(b"\0" * 1000)
    data += struct.pack(">I", len(packed) - 4) + packed + struct.pack(">I", zlib.crc32(packed))
    path = tmp_path / "bomb.png"
    path.write_bytes(data)
    with pytest.raises(ImageError, match="million pixels"):
        probe(str(path))
    between = data[:8] + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 20_000, 20_000) + data[24:29]
    between += struct.pack(">I", zlib.crc32(between[12:29])) + data[33:]
    path.write_bytes(between)
    with pytest.raises(ImageError, match="million pixels"):
        probe(str(path))


def test_what_is_no_image_is_refused_with_its_reason(tmp_path: Path) -> None:
    def reason(path: Path) -> str:
        with pytest.raises(UnreadableError) as caught:
            probe(str(path))
        assert str(path) in str(caught.value)
        return caught.value.reason

    (tmp_path / "empty.jpg").touch()
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "text.jpg").write_text("not an image at all")
    assert "empty" in reason(tmp_path / "empty.jpg")
    assert "folder" in reason(tmp_path / "folder.jpg")
    assert "not an image" in reason(tmp_path / "text.jpg")
    assert "gone" in reason(tmp_path / "missing.jpg")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "fifo.jpg")
        assert "regular" in reason(tmp_path / "fifo.jpg")
    eps = tmp_path / "vector.jpg"
    eps.write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n")
    assert "not an image" in reason(eps)  # no interpreter is ever started


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif", "gif", "bmp", "avif"])
def test_a_truncated_file_is_a_failure(tmp_path: Path, suffix: str) -> None:
    path = samples.save(tmp_path / f"a.{suffix}", samples.noise(200, 200))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(UnreadableError):
        probe(str(path))


def test_a_truncated_jpeg_says_so(tmp_path: Path) -> None:
    path = samples.save(tmp_path / "a.jpg", samples.noise(400, 400))
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(UnreadableError, match="cut short"):
        probe(str(path))


@pytest.mark.parametrize("suffix", [*samples.ENCODABLE, "heic"])
def test_damaged_bytes_are_read_or_refused(tmp_path: Path, suffix: str) -> None:
    source = samples.DATA / "turned.heic" if suffix == "heic" else samples.save(tmp_path / f"source.{suffix}")
    original = source.read_bytes()
    path = tmp_path / f"damaged.{suffix}"
    rng = random.Random(suffix)
    for _ in range(40):
        data = bytearray(original[: rng.choice((len(original), rng.randrange(len(original))))])
        for _ in range(rng.randrange(1, 12)):
            if data:
                data[rng.randrange(len(data))] = rng.randrange(256)
        path.write_bytes(data)
        try:
            found = probe(str(path))
        except UnreadableError:
            continue
        assert found.width > 0
        assert len(found.key) == 40


def test_a_file_too_large_to_read_at_once_is_mapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = samples.save(tmp_path / "a.jpg", samples.quarters())
    whole = probe(str(path))
    monkeypatch.setattr(images, "_READ_WHOLE", 10)
    assert probe(str(path)) == whole
    heic = str(samples.DATA / "turned.heic")
    assert samples.is_upright(pixels(heic, 100))


def test_suffixes() -> None:
    assert formats.suffix("A.JPeG") == "jpeg"
    assert formats.suffix("archive.tar.gz") == "gz"
    assert [formats.suffix(name) for name in (".jpg", "jpg", "a.", "folder.d/.jpg")] == ["", "", "", ""]
    assert formats.is_photo("x.HEIC")
    assert not formats.is_photo("x.mp4")
    assert formats.is_raw("x.CR2")
    assert not formats.is_raw("x.jpg")
    assert images.RAW_EXTENSIONS < images.EXTENSIONS
