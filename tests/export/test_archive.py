"""Archives: the photos byte by byte, their captions, nothing half."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from photofind import export
from photofind.errors import Cancelled, ExportError
from tests.export.samples import HOSTILE, job, names, photo, row


def test_an_archive_holds_photos_and_captions(tmp_path: Path) -> None:
    one, other = photo(tmp_path / "a" / "Grüße 日本.jpg"), photo(tmp_path / "b" / "captions.json", "blue")
    os.utime(other, (0, 0))  # before the years that the format knows
    rows = [row(one, HOSTILE, own="mine", tags=("x",)), row(other), row(tmp_path / "gone.jpg")]
    out = tmp_path / "out.zip"
    done = export.write("zip", job(rows, out, query={"chips": []}))
    assert (done.photos, done.left_out) == (2, ((str(tmp_path / "gone.jpg"), "the file is gone"),))
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["Grüße 日本.jpg", "captions (2).json", "captions.json"]
        assert all(entry.compress_type == zipfile.ZIP_STORED for entry in archive.infolist())
        assert archive.read("Grüße 日本.jpg") == one.read_bytes()
        assert archive.getinfo("Grüße 日本.jpg").date_time[0] == 2020
        said = json.loads(archive.read("captions.json"))
    assert [photo["file"] for photo in said["photos"]] == ["Grüße 日本.jpg", "captions (2).json"]
    assert said["photos"][0]["caption"] == HOSTILE
    assert str(tmp_path) not in json.dumps(said), "folders are nobody's business"


def test_a_stopped_archive_leaves_nothing(tmp_path: Path) -> None:
    rows = [row(photo(tmp_path / "in" / f"{n}.jpg")) for n in range(3)]
    seen: list[int] = []
    with pytest.raises(Cancelled):
        export.write("zip", job(rows, tmp_path / "x.zip", progress=seen.append, cancelled=lambda: len(seen) == 1))
    assert names(tmp_path) == ["in"]


def test_no_room_is_said_before(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="are free on the disk"):
        export.write("zip", job([], tmp_path / "x.zip", size=lambda: 1 << 60))
    assert names(tmp_path) == []


def test_an_unreadable_photo_is_left_out_whole(tmp_path: Path) -> None:
    file = photo(tmp_path / "a.jpg")
    calls: list[int] = []

    def shrink() -> bool:
        calls.append(1)
        if len(calls) == 2:
            file.write_bytes(b"")
        return False

    done = export.write("zip", job([row(file)], tmp_path / "x.zip", cancelled=shrink))
    assert done.left_out == ((str(file), "it is being changed by another program"),)
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.namelist() == ["captions.json"]
