"""Copies of photos: whole or not there, never over something else, resumed."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from photofind import export
from photofind.errors import Cancelled, ExportError
from tests.export.samples import job, names, photo, row


def test_copies_have_the_bytes_and_times_and_names_of_their_own(tmp_path: Path) -> None:
    one, other = photo(tmp_path / "a" / "x.jpg", "red"), photo(tmp_path / "b" / "X.JPG", "blue")
    seen: list[int] = []
    done = export.write("copy", job([row(one), row(other)], tmp_path / "out", progress=seen.append))
    assert (done.photos, done.kept, done.left_out) == (2, 0, ())
    assert names(tmp_path / "out") == ["X (2).JPG", "x.jpg"]
    assert (tmp_path / "out" / "x.jpg").read_bytes() == one.read_bytes()
    assert (tmp_path / "out" / "X (2).JPG").read_bytes() == other.read_bytes()
    assert (tmp_path / "out" / "x.jpg").stat().st_mtime == one.stat().st_mtime
    assert seen == [1, 2]


def test_what_is_there_stays(tmp_path: Path) -> None:
    one, other = photo(tmp_path / "a" / "x.jpg", "red"), photo(tmp_path / "a" / "y.jpg", "blue")
    out = tmp_path / "out"
    out.mkdir()
    (out / "y.jpg").write_bytes(b"somebody's")
    rows = [row(one), row(other)]
    assert export.write("copy", job(rows, out)).photos == 2
    assert (out / "y.jpg").read_bytes() == b"somebody's"
    again = export.write("copy", job(rows, out))
    assert (again.photos, again.kept) == (0, 2)
    assert names(out) == ["x.jpg", "y (2).jpg", "y.jpg"]
    os.utime(out / "x.jpg")  # another time, the same bytes
    assert export.write("copy", job(rows, out)).kept == 2
    replaced = export.write("copy", job(rows, out, overwrite=True))
    assert (replaced.photos, replaced.kept) == (1, 1)
    assert (out / "y.jpg").read_bytes() == other.read_bytes()


def test_photos_that_are_not_there_are_named(tmp_path: Path) -> None:
    (tmp_path / "folder.jpg").mkdir()
    broken = "/\x00.jpg"
    rows = [
        row(tmp_path / "gone.jpg"),
        row("/drive/b.jpg", online=False),
        row(tmp_path / "folder.jpg"),
        row(broken),
        row(photo(tmp_path / "c.jpg")),
    ]
    done = export.write("copy", job(rows, tmp_path / "out"))
    assert done.photos == 1
    reasons = dict(done.left_out)
    assert reasons[str(tmp_path / "gone.jpg")] == "the file is gone"
    assert reasons["/drive/b.jpg"] == "its drive is absent"
    assert "no file" in reasons[str(tmp_path / "folder.jpg")]
    assert "can't be read" in reasons[broken]


def test_another_file_of_the_photo_is_taken(tmp_path: Path) -> None:
    there = photo(tmp_path / "b.jpg")
    found = dataclasses.replace(row(tmp_path / "a.jpg"), paths=(str(tmp_path / "a.jpg"), str(there)))
    assert export.write("copy", job([found], tmp_path / "out")).photos == 1
    assert (tmp_path / "out" / "a.jpg").read_bytes() == there.read_bytes()


def test_a_stopped_copy_leaves_whole_files_and_goes_on(tmp_path: Path) -> None:
    rows = [row(photo(tmp_path / f"{n}.jpg", size=(48 + n, 32))) for n in range(4)]
    out = tmp_path / "out"
    seen: list[int] = []
    with pytest.raises(Cancelled, match="2 photos have been copied"):
        export.write("copy", job(rows, out, progress=seen.append, cancelled=lambda: len(seen) == 2))
    assert names(out) == ["0.jpg", "1.jpg"]
    done = export.write("copy", job(rows, out))
    assert (done.photos, done.kept) == (2, 2)


def test_what_a_killed_copy_left_is_swept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    dead, alive = out / ".photofind-999999999.part", out / f".photofind-{os.getppid()}.part"
    for part in (dead, alive):
        part.write_bytes(b"half")
    export.write("copy", job([], out))
    assert names(out) == [alive.name]


def test_no_room_means_nothing_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photofind.export.job.MARGIN", 1 << 60)
    with pytest.raises(ExportError, match="are free on the disk"):
        export.write("copy", job([row(photo(tmp_path / "a.jpg"))], tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_the_folder_must_be_one(tmp_path: Path) -> None:
    file = photo(tmp_path / "a.jpg")
    with pytest.raises(ExportError, match="is a file"):
        export.write("copy", job([], file))
    with pytest.raises(ExportError, match="can't write"):
        export.write("copy", job([], tmp_path / "no" / "such"))


def test_copying_over_itself_changes_nothing(tmp_path: Path) -> None:
    file = photo(tmp_path / "a.jpg")
    before = file.read_bytes()
    assert export.write("copy", job([row(file)], tmp_path, overwrite=True)).kept == 1
    assert file.read_bytes() == before


def test_a_photo_that_is_being_written_is_not_taken(tmp_path: Path) -> None:
    file = photo(tmp_path / "a.jpg")
    polled: list[int] = []

    def grow() -> bool:
        polled.append(1)
        if len(polled) == 2:  # planned already
            with file.open("ab") as stream:
                stream.write(b"more")
        return False

    done = export.write("copy", job([row(file)], tmp_path / "out", cancelled=grow))
    assert done.left_out == ((str(file), "it is being changed by another program"),)
    assert not (tmp_path / "out").exists()
