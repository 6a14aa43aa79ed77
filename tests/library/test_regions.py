"""Parts of a photo at full sharpness."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from photofind.errors import ImageError
from photofind.library import images, regions
from photofind.library.decoding import Decoder
from tests.library import samples


@pytest.fixture(autouse=True)
def nothing_held() -> None:
    regions.let_go()


def shown(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image.copy()


def near(one: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_part_of_the_upright_photo(tmp_path: Path, orientation: int) -> None:
    upright = samples.quarters(600, 400)
    turn = samples.STORED[orientation]
    stored = upright if turn is None else upright.transpose(turn)
    path = str(samples.save(tmp_path / "a.jpg", stored, exif=samples.exif(orientation)))
    part = shown(regions.region(path, (0.5, 0.0, 1.0, 0.5), 5000))
    assert part.size == (300, 200)
    assert near(part.getpixel((150, 100)), samples.GREEN)
    part = shown(regions.region(path, (0.25, 0.25, 0.75, 0.75), 150))
    assert part.size == (150, 100)
    assert near(part.getpixel((10, 10)), samples.RED)
    assert near(part.getpixel((140, 90)), samples.WHITE)


def test_boxes_are_clipped_and_never_empty(tmp_path: Path) -> None:
    path = str(samples.save(tmp_path / "a.png", samples.quarters(60, 40)))
    assert shown(regions.region(path, (-1.0, -1.0, 2.0, 2.0), 100)).size == (60, 40)
    assert shown(regions.region(path, (1.0, 1.0, 1.0, 1.0), 100)).size == (1, 1)


def test_a_photo_that_changed_is_read_again(tmp_path: Path) -> None:
    path = samples.save(tmp_path / "a.png", samples.quarters(60, 40))
    regions.region(str(path), (0.0, 0.0, 1.0, 1.0), 100)
    samples.save(path, Image.new("RGB", (60, 40), samples.BLUE))
    os.utime(path, (1, 1))
    part = shown(regions.region(str(path), (0.0, 0.0, 0.3, 0.3), 100))
    assert near(part.getpixel((5, 5)), samples.BLUE)


def test_a_file_that_is_gone_or_no_image(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="gone"):
        regions.region(str(tmp_path / "none.jpg"), (0, 0, 1, 1), 100)
    (tmp_path / "text.jpg").write_text("no image")
    with pytest.raises(ImageError):
        regions.region(str(tmp_path / "text.jpg"), (0, 0, 1, 1), 100)


def test_very_large_photos_are_held_reduced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regions, "HELD_PIXELS", 30_000)
    path = str(samples.save(tmp_path / "a.jpg", samples.quarters(600, 400)))
    assert shown(regions.region(path, (0.0, 0.0, 1.0, 1.0), 5000)).size[0] <= 213
    with images.opened(path, 1 << 16, area=240_000) as photo:
        assert photo.image.size == (600, 400)
    with images.opened(path, 1 << 16, area=100_000) as photo:
        assert photo.image.size == (300, 200)


def test_a_worker_cuts_the_same_parts(decoder: Decoder, tmp_path: Path) -> None:
    path = str(samples.save(tmp_path / "a.jpg", samples.quarters(600, 400)))
    box = (0.25, 0.0, 0.5, 0.5)
    assert decoder.region(path, box, 900) == regions.region(path, box, 900)
    decoder.probe(path)
    assert decoder.region(path, box, 900) == regions.region(path, box, 900)
