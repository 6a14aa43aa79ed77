from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from photofind.library import raw
from photofind.library.images import UnreadableError, pixels, probe
from tests.library import samples

needs_rawpy = pytest.mark.skipif(importlib.util.find_spec("rawpy") is None, reason="needs photofind[raw]")


@needs_rawpy
def test_the_embedded_picture_is_used(tmp_path: Path) -> None:
    path = str(samples.dng(tmp_path / "a.dng", preview=samples.quarters(1200, 900)))
    found = probe(path)
    assert (found.width, found.height, found.format) == (1280, 960, "RAW")
    assert (found.taken, found.camera, found.orientation) == ("2020-02-03T04:05:06", "Test Camera", 1)
    assert samples.is_upright(pixels(path, 512))


@needs_rawpy
def test_the_embedded_picture_is_turned_as_the_camera_was(tmp_path: Path) -> None:
    stored = samples.quarters(1200, 900).transpose(samples.STORED[3])  # type: ignore[arg-type]
    path = str(samples.dng(tmp_path / "a.dng", orientation=3, preview=stored))
    assert probe(path).orientation == 3
    assert samples.is_upright(pixels(path, 512))


@needs_rawpy
@pytest.mark.parametrize("tiny", [False, True])
def test_without_a_useful_picture_it_is_developed(tmp_path: Path, tiny: bool) -> None:
    preview = samples.quarters(160, 120) if tiny else None
    path = str(samples.dng(tmp_path / "a.dng", orientation=6, preview=preview))
    found = probe(path)
    assert (found.width, found.height, found.orientation) == (960, 1280, 1)
    shown = pixels(path, 512)
    assert shown.shape == (512, 384, 3)
    assert shown[:200].mean() > shown[-200:].mean()  # the bright left half of the sensor is on top now


@needs_rawpy
def test_damaged_raw_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.cr2"
    path.write_bytes(b"no camera wrote this")
    with pytest.raises(UnreadableError, match="damaged"):
        probe(str(path))


def test_without_rawpy_the_remedy_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "available", lambda: False)
    path = samples.dng(tmp_path / "a.dng")
    with pytest.raises(UnreadableError) as caught:
        probe(str(path))
    assert "photofind[raw]" in caught.value.remedy
