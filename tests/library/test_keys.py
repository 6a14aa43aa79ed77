from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from photofind.library.images import probe
from photofind.library.keys import content_key
from tests.library import samples

XMP = b'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/"><xmp:Rating>5</xmp:Rating></x:xmpmeta>'


def encoded(kind: str, image: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (image or samples.quarters()).save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def tagged_tiff(**tags: str) -> bytes:
    return encoded("TIFF", compression="tiff_lzw", tiffinfo={int(tag[1:]): text for tag, text in tags.items()})


RATED = {
    "jpeg": (encoded("JPEG"), samples.insert_segment(encoded("JPEG"), 0xE1, XMP)),
    "jpeg comment": (encoded("JPEG"), samples.insert_segment(encoded("JPEG"), 0xFE, b"a comment")),
    "jpeg IPTC": (encoded("JPEG"), samples.insert_segment(encoded("JPEG"), 0xED, b"Photoshop 3.0\0keywords")),
    "jpeg progressive": (
        encoded("JPEG", progressive=True),
        samples.insert_segment(encoded("JPEG", progressive=True), 0xE1, XMP),
    ),
    "jpeg trailer": (encoded("JPEG"), encoded("JPEG") + b"a movie that a phone appended"),
    "png": (encoded("PNG"), samples.png_with(samples.quarters(), Rating="5", Keywords="sea")),
    "webp": (
        encoded("WEBP", lossless=True),
        samples.insert_chunk(encoded("WEBP", lossless=True), b"XMP ", XMP),
    ),
    "webp lossy": (encoded("WEBP"), samples.insert_chunk(encoded("WEBP"), b"EXIF", b"Exif\0\0")),
    "tiff": (tagged_tiff(t270="before"), tagged_tiff(t270="a much longer description", t315="somebody")),
}


@pytest.mark.parametrize("kind", RATED)
def test_metadata_that_another_program_writes_keeps_the_key(kind: str) -> None:
    before, after = RATED[kind]
    assert before != after
    assert content_key(before, 1) == content_key(after, 1)


@pytest.mark.parametrize("suffix", samples.ENCODABLE)
def test_other_pixels_change_the_key(tmp_path: Path, suffix: str) -> None:
    first = samples.save(tmp_path / f"a.{suffix}")
    second = samples.save(tmp_path / f"b.{suffix}", samples.quarters(seed=3))
    assert probe(str(first)).key != probe(str(second)).key


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif"])
def test_the_orientation_changes_the_key_and_metadata_does_not(tmp_path: Path, suffix: str) -> None:
    plain = samples.save(tmp_path / f"plain.{suffix}", exif=samples.exif(1, camera=("One", "Two")))
    rated = samples.save(tmp_path / f"rated.{suffix}", exif=samples.exif(1, camera=("Longer", "Names and a rating")))
    turned = samples.save(tmp_path / f"turned.{suffix}", exif=samples.exif(6, camera=("One", "Two")))
    assert probe(str(plain)).key == probe(str(rated)).key
    assert probe(str(plain)).key != probe(str(turned)).key


def test_no_orientation_is_the_same_as_upright(tmp_path: Path) -> None:
    bare = samples.save(tmp_path / "bare.jpg")
    said = samples.save(tmp_path / "said.jpg", exif=samples.exif(1))
    assert probe(str(bare)).key == probe(str(said)).key


def test_a_colour_profile_is_part_of_the_picture() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        assert content_key(encoded(kind, icc_profile=profile), 1) != content_key(encoded(kind), 1), kind


def test_how_a_png_is_cut_into_chunks_does_not_count() -> None:
    image = samples.noise(64, 64)
    whole = encoded("PNG", image)
    start = whole.index(b"IDAT") - 4
    (length,) = struct.unpack_from(">I", whole, start)
    data = whole[start + 8 : start + 8 + length]
    split = whole[:start] + b"".join(
        struct.pack(">I", len(part)) + b"IDAT" + part + b"crc!" for part in (data[:100], data[100:])
    )
    split += whole[start + 12 + length :]
    assert content_key(whole, 1) == content_key(split, 1)


def test_other_formats_are_hashed_whole() -> None:
    assert content_key(b"GIF89a one", 1) != content_key(b"GIF89a two", 1)
    assert len(content_key(b"", 1)) == 40


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_every_byte_counts_where_the_format_is_broken(kind: str) -> None:
    data = encoded(kind, samples.noise(16, 16))
    cut = data[: len(data) // 2]
    assert content_key(cut, 1) != content_key(cut[:-1], 1)


@given(
    st.binary(max_size=400), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"II*\0", b"MM\0*", b""])
)
def test_any_bytes_have_a_stable_key(data: bytes, head: bytes) -> None:
    key = content_key(head + data, 3)
    assert key == content_key(memoryview(head + data), 3)
    assert len(key) == 40
    assert key != content_key(head + data, 4)


@given(
    st.sampled_from([before for before, _ in RATED.values()]),
    st.integers(0, 10_000),
    st.integers(1, 255),
    st.booleans(),
)
def test_damaged_images_have_a_key(data: bytes, place: int, change: int, cut: bool) -> None:
    place %= len(data)
    damaged = data[:place] if cut else data[:place] + bytes([data[place] ^ change]) + data[place + 1 :]
    assert len(content_key(damaged, 1)) == 40


@given(st.binary(max_size=300), st.sampled_from([0xE0, 0xE1, 0xED, 0xEF, 0xFE]))
def test_any_metadata_segment_leaves_a_jpeg_key(body: bytes, marker: int) -> None:
    data = RATED["jpeg"][0]
    assert content_key(samples.insert_segment(data, marker, body), 1) == content_key(data, 1)


def test_tiff_pages_and_odd_directories() -> None:
    one, two = samples.quarters(), samples.quarters(seed=5)
    first = encoded("TIFF", one, save_all=True, append_images=[one])
    second = encoded("TIFF", one, save_all=True, append_images=[two])
    assert content_key(first, 1) != content_key(second, 1)
    loop = bytearray(encoded("TIFF", one))
    (offset,) = struct.unpack_from("<I", loop, 4)
    (count,) = struct.unpack_from("<H", loop, offset)
    struct.pack_into("<I", loop, offset + 2 + 12 * count, offset)
    assert len(content_key(bytes(loop), 1)) == 40
    big_endian = b"MM\0*" + struct.pack(">IH", 8, 0) + b"\0\0\0\0"
    assert content_key(big_endian, 1) != content_key(big_endian + b"\0", 1)
