from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from pathlib import Path

import pytest

from photofind.errors import Cancelled, ImageError
from photofind.library import scan as scan_module
from photofind.library.catalog import Catalog
from photofind.library.decoding import Decoder
from photofind.library.scan import Scanner
from photofind.library.thumbnails import ThumbnailStore
from photofind.records import Caption, Own, ScanSummary
from tests.library import samples
from tests.library.conftest import Library


def brief(summary: ScanSummary) -> dict[str, int]:
    names = ("added", "changed", "moved", "removed", "failed")
    return {name: getattr(summary, name) for name in names if getattr(summary, name)}


def photo(library: Library, name: str, seed: int = 0, **options: object) -> Path:
    return samples.save(library.folder / name, samples.quarters(seed=seed), **options)


def test_new_photos_get_a_row_a_thumbnail_and_a_date(library: Library) -> None:
    path = photo(library, "sub/a.jpg", exif=samples.exif(1, "2021:03:04 05:06:07", ("Maker", "Phone")))
    other = photo(library, "b.png", 1)
    os.utime(other, (1_600_000_000, 1_600_000_000))
    summary = library.scan()
    assert brief(summary) == {"added": 2}
    assert summary.photos == 2
    assert set(summary.touched) == library.stale() == {1, 2}
    found = library.photo(path)
    assert (found.taken, found.camera, found.width, found.height) == ("2021-03-04T05:06:07", "Maker Phone", 96, 64)
    assert library.photo(other).taken == time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(1_600_000_000))
    assert library.thumbnails.path(found.key).read_bytes()[:2] == b"\xff\xd8"
    assert brief(library.scan()) == {}
    assert library.stale() == set()


def test_unchanged_files_are_not_opened(library: Library) -> None:
    path = photo(library, "a.jpg")
    library.scan()
    status = path.stat()
    path.write_bytes(b"x" * status.st_size)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert brief(library.scan()) == {}


def test_a_rename_a_move_and_a_copy_cost_nothing(library: Library) -> None:
    path = photo(library, "a.jpg")
    library.scan()
    first = library.photo(path)
    library.catalog.add_captions([Caption(first.id, "whole", "w", "m", "text")])
    library.stale()
    renamed = library.folder / "deep" / "renamed.jpg"
    renamed.parent.mkdir()
    path.rename(renamed)
    summary = library.scan()
    assert (brief(summary), summary.touched) == ({"moved": 1}, ())
    assert library.photo(renamed).id == first.id
    assert library.stale() == {first.id}
    shutil.copy(renamed, path)
    assert brief(library.scan()) == {"added": 1}
    both = library.catalog.photo(first.id)
    assert both.paths == (str(path), str(renamed))
    assert both.whole
    # Without the help of size, time and inode: only the content tells.
    renamed.unlink()
    shutil.copy(path, library.folder / "third.jpg")
    path.unlink()
    summary = library.scan()
    assert brief(summary) == {"moved": 1, "removed": 1}
    assert library.catalog.photo(first.id).paths == (str(library.folder / "third.jpg"),)


def test_a_moved_folder_is_not_read_again(library: Library, decoder: Decoder) -> None:
    for number in range(8):
        photo(library, f"old/{number}.jpg", number)
    library.scan()
    (library.folder / "old").rename(library.folder / "new")
    closed = Decoder()
    closed.close()  # whatever is opened now fails
    scanner = Scanner(library.catalog, closed, library.thumbnails)
    assert brief(scanner.scan()) == {"moved": 8}
    assert brief(scanner.scan([str(library.folder / "old"), str(library.folder / "new")])) == {}


def test_moves_between_roots_and_outside_the_scope(library: Library, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    library.catalog.add_root(str(other))
    path = photo(library, "a.jpg")
    library.scan()
    path.rename(other / "b.jpg")
    os.utime(other / "b.jpg")
    assert brief(library.scan(other)) == {"moved": 1}
    assert library.catalog.photo(1).paths == (str(other / "b.jpg"),)


def test_a_copy_of_what_is_on_an_absent_drive_is_a_copy(library: Library, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    library.catalog.add_root(str(drive))
    samples.save(drive / "a.jpg")
    library.scan()
    shutil.copy(drive / "a.jpg", library.folder / "copy.jpg")
    drive.rename(tmp_path / "unplugged")
    assert brief(library.scan()) == {"added": 1}
    assert library.catalog.photo(1).paths == (str(library.folder / "copy.jpg"), str(drive / "a.jpg"))
    assert library.catalog.photo(1).online


def test_metadata_is_read_again_and_the_photo_stays(library: Library) -> None:
    path = photo(library, "a.jpg", exif=samples.exif(1, "2021:03:04 05:06:07"))
    library.scan()
    library.stale()
    photo(library, "a.jpg", exif=samples.exif(1, "2022:03:04 05:06:07", ("New", "Camera")))
    os.utime(path, (1, 1))
    summary = library.scan()
    assert (brief(summary), summary.touched) == ({"changed": 1}, (1,))
    assert library.photo(path).taken == "2022-03-04T05:06:07"
    os.utime(path, (2, 2))
    assert brief(library.scan()) == {}


def test_edited_pixels_make_a_new_photo_that_keeps_the_persons_words(library: Library) -> None:
    path = photo(library, "a.jpg")
    library.scan()
    library.catalog.set_own(1, Own("ours", ("tag",)))
    library.stale()
    photo(library, "a.jpg", 3)
    os.utime(path, (5, 5))
    summary = library.scan()
    assert (brief(summary), summary.touched) == ({"changed": 1}, (2,))
    assert library.catalog.own(2) == Own("ours", ("tag",))
    assert library.stale() == {1, 2}
    assert library.catalog.select() == [2]


def test_removed_files_are_forgotten_and_come_back(library: Library) -> None:
    path = photo(library, "a.jpg")
    photo(library, "b.jpg", 1)
    library.scan()
    first = library.photo(path).id
    library.catalog.add_captions([Caption(first, "whole", "w", "m", "text")])
    library.stale()
    path.unlink()
    summary = library.scan()
    assert (brief(summary), summary.photos) == ({"removed": 1}, 1)
    assert library.catalog.present([first]) == set()
    assert library.stale() == {first}
    photo(library, "a.jpg")
    summary = library.scan(path)
    assert (brief(summary), summary.touched) == ({"added": 1}, (first,))
    assert library.photo(path).whole


def test_failures_are_listed_and_not_tried_again_until_the_file_changes(library: Library) -> None:
    path = photo(library, "a.jpg")
    good = path.read_bytes()
    path.write_bytes(good[: len(good) // 2])
    (library.folder / "empty.png").touch()
    assert brief(library.scan()) == {"failed": 2}
    assert {(Path(f.path).name, f.reason, f.stage) for f in library.catalog.failures()} == {
        ("a.jpg", "the file is cut short", "read"),
        ("empty.png", "the file is empty", "read"),
    }
    assert brief(library.scan()) == {}
    assert library.catalog.clear_failures() == 2
    assert brief(library.scan()) == {"failed": 2}
    path.write_bytes(good)
    assert brief(library.scan()) == {"changed": 1}
    assert [Path(f.path).name for f in library.catalog.failures()] == ["empty.png"]
    (library.folder / "empty.png").unlink()
    assert brief(library.scan()) == {}
    assert library.catalog.failures() == []


def test_small_images_are_no_photos(library: Library) -> None:
    samples.save(library.folder / "icon.png", samples.quarters(200, 31))
    samples.save(library.folder / "photo.png", samples.quarters(200, 32))
    assert brief(library.scan()) == {"added": 1}
    assert brief(library.scan()) == {}
    assert library.catalog.failures() == []
    samples.save(library.folder / "photo.png", samples.quarters(10, 10))
    library.scan()
    assert library.catalog.select() == []


def test_only_photos_are_taken(library: Library) -> None:
    photo(library, ".hidden.jpg")
    photo(library, ".hidden/a.jpg")
    photo(library, "@eaDir/a.jpg")
    (library.folder / "notes.txt").write_text("x")
    (library.folder / "folder.jpg").mkdir()
    photo(library, "folder.jpg/in.JPG", 2)
    if hasattr(os, "mkfifo"):
        os.mkfifo(library.folder / "fifo.jpg")
    (library.folder / "dangling.jpg").symlink_to(library.folder / "nowhere.jpg")
    assert brief(library.scan()) == {"added": 1}


def test_photos_that_become_ignored_leave_the_library(library: Library) -> None:
    photo(library, "keep/a.jpg", 1)
    photo(library, "drop/b.jpg", 2)
    photo(library, "keep/c.png", 3)
    library.scan()
    (library.folder / ".photofindignore").write_text("drop/\n*.png\n!keep/special.png\n")
    assert brief(library.scan()) == {"removed": 2}
    photo(library, "keep/special.png", 4)
    assert brief(library.scan()) == {"added": 1}
    photo(library, "drop/new.jpg", 5)
    assert brief(library.scan(library.folder / "drop" / "new.jpg")) == {}
    (library.folder / ".photofindignore").unlink()
    assert brief(library.scan()) == {"added": 3}


def test_an_absent_root_is_offline_and_comes_back(library: Library, tmp_path: Path) -> None:
    photo(library, "a.jpg")
    library.scan()
    library.stale()
    away = tmp_path / "away"
    library.folder.rename(away)
    summary = library.scan()
    assert (brief(summary), summary.photos) == ({}, 1)
    assert [root.online for root in library.catalog.roots()] == [False]
    assert not library.catalog.photo(1).online
    assert brief(library.scan(library.folder / "a.jpg")) == {}
    away.rename(library.folder)
    assert brief(library.scan()) == {}
    assert [root.online for root in library.catalog.roots()] == [True]
    assert library.stale() == set()


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="needs a second file system")
def test_the_mount_point_of_an_absent_drive_wipes_nothing(library: Library, tmp_path: Path) -> None:
    """The root is a link, first to one file system, then to an empty folder of another: as after an unmount."""
    import tempfile

    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:
        drive, mount = Path(elsewhere) / "drive", tmp_path / "mount"
        if os.stat(elsewhere).st_dev == os.stat(tmp_path).st_dev:
            pytest.skip("needs a second file system")
        samples.save(drive / "sub" / "a.jpg")
        mount.symlink_to(drive)
        library.catalog.add_root(str(mount))
        assert brief(library.scan()) == {"added": 1}
        (tmp_path / "empty").mkdir()
        mount.unlink()
        mount.symlink_to(tmp_path / "empty")
        for paths in ((), (mount / "sub",), (mount / "sub" / "a.jpg",)):
            assert brief(library.scan(*paths)) == {}
            assert [root.online for root in library.catalog.roots()] == [False, True]
        mount.unlink()
        mount.symlink_to(drive)
        assert brief(library.scan()) == {}
        (drive / "sub" / "a.jpg").unlink()
        assert brief(library.scan()) == {"removed": 1}


def test_an_unreadable_folder_loses_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    path = photo(library, "sub/a.jpg")
    photo(library, "other/b.jpg", 1).unlink()
    library.scan()
    real = os.scandir

    def refusing(folder: str) -> object:
        if folder == str(path.parent):
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr("photofind.library.walking.os.scandir", refusing)
    assert brief(library.scan()) == {}
    assert library.photo(path).online


def test_a_partial_scan_looks_only_where_it_is_told(library: Library) -> None:
    first, second = photo(library, "a/1.jpg"), photo(library, "b/2.jpg", 1)
    photo(library, "a/3.jpg", 2)
    assert brief(library.scan(first)) == {"added": 1}
    assert brief(library.scan(library.folder / "b")) == {"added": 1}
    second.unlink()
    first.unlink()
    assert brief(library.scan(first, library.folder / "a" / "none.jpg")) == {"removed": 1}
    assert brief(library.scan()) == {"removed": 1, "added": 1}
    shutil.rmtree(library.folder / "a")
    assert brief(library.scan(library.folder / "a")) == {"removed": 1}
    assert brief(library.scan(Path("/outside/every/root"))) == {}
    photo(library, "c/d/4.jpg", 3)
    assert brief(library.scan(library.folder / "c", library.folder / "c" / "d", library.folder / "c/d/4.jpg")) == {
        "added": 1
    }


def test_a_raw_file_belongs_to_the_photo_beside_it(library: Library) -> None:
    pytest.importorskip("rawpy")
    jpeg = photo(library, "IMG_1.JPG")
    raw = samples.dng(library.folder / "img_1.dng", preview=samples.quarters(1200, 900))
    assert brief(library.scan()) == {"added": 1}
    assert library.catalog.photo(1).raws == (str(raw),)
    assert library.catalog.photo(1).paths == (str(jpeg),)
    assert library.photo(raw).id == 1
    assert brief(library.scan()) == {}
    # The photo changes: the RAW file goes with it.
    photo(library, "IMG_1.JPG", 4)
    os.utime(jpeg, (5, 5))
    assert brief(library.scan()) == {"changed": 1}
    assert library.catalog.photo(2).raws == (str(raw),)
    assert library.catalog.photo(1).raws == ()
    # The photo goes: the RAW file is one of its own; it comes back: it is not.
    jpeg.unlink()
    assert brief(library.scan(jpeg)) == {"added": 1, "removed": 1}
    assert library.catalog.photo(3).format == "RAW"
    assert brief(library.scan()) == {}
    photo(library, "IMG_1.JPG", 4)
    assert brief(library.scan()) == {"added": 1}
    assert library.catalog.photo(2).raws == (str(raw),)
    assert library.catalog.select() == [2]
    # Its partner is broken: better the RAW file than nothing.
    jpeg.write_bytes(b"broken")
    assert brief(library.scan()) == {"added": 1, "failed": 1}
    assert library.catalog.select() == [3]
    assert brief(library.scan()) == {}
    (library.folder / "moved").mkdir()
    photo(library, "IMG_1.JPG", 4)
    library.scan()
    jpeg.rename(library.folder / "moved" / jpeg.name)
    raw.rename(library.folder / "moved" / raw.name)
    assert brief(library.scan()) == {"moved": 1}
    assert library.catalog.photo(2).raws == (str(library.folder / "moved" / raw.name),)


def test_links_out_of_the_root_are_followed_once(library: Library, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    samples.save(outside / "sub" / "a.jpg")
    samples.save(outside / "b.jpg", samples.quarters(seed=1))
    (outside / "loop").symlink_to(outside)
    (library.folder / "first").symlink_to(outside)
    (library.folder / "second").symlink_to(outside / "sub")
    (library.folder / "up").symlink_to(tmp_path)
    (library.folder / "self").symlink_to(library.folder)
    (library.folder / "c.jpg").symlink_to(outside / "b.jpg")
    photo(library, "d.jpg", 2)
    (library.folder / "e.jpg").symlink_to(library.folder / "d.jpg")
    assert brief(library.scan()) == {"added": 4}
    assert sorted(Path(path).name for n in (1, 2, 3) for path in library.catalog.photo(n).paths) == [
        "a.jpg",
        "b.jpg",
        "c.jpg",
        "d.jpg",
    ]
    assert brief(library.scan()) == {}


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text here")
def test_a_name_that_is_no_text_is_a_failure_that_says_so(library: Library) -> None:
    path = os.fsencode(library.folder) + b"/caf\xe9.jpg"
    shutil.copy(photo(library, "a.jpg"), path)
    assert brief(library.scan()) == {"added": 1, "failed": 1}
    (failure,) = library.catalog.failures()
    assert "\\xe9" in failure.path or "\\udce9" in failure.path
    assert "rename" in failure.reason
    assert brief(library.scan()) == {}
    os.rename(path, library.folder / "cafe.jpg")
    assert brief(library.scan()) == {"added": 1}
    assert library.catalog.failures() == []


def test_nothing_in_the_folders_changes(library: Library) -> None:
    photo(library, "a.jpg")
    photo(library, "sub/b.png", 1)
    (library.folder / "c.jpg").write_bytes(b"broken")

    def state() -> dict[str, tuple[int, int]]:
        return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for p in library.folder.rglob("*")}

    before = state()
    library.scan()
    assert state() == before


def test_progress_is_told_and_never_too_often(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        photo(library, f"{number}.jpg", number)
    told: list[tuple[int, int, str]] = []
    monkeypatch.setattr(scan_module, "_PROGRESS_SECONDS", 0.0)
    library.scanner.scan(progress=lambda *values: told.append(values))
    assert told[0] == (0, 0, str(library.folder))
    assert told[-1][:2] == (6, 6)
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    monkeypatch.setattr(scan_module, "_PROGRESS_SECONDS", 60.0)
    told.clear()
    library.scanner.scan(progress=lambda *values: told.append(values))
    assert told == [(0, 0, str(library.folder)), (6, 6, "")]


def test_cancelling_keeps_what_is_done(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_module, "_PROGRESS_SECONDS", 0.0)
    for number in range(40):
        photo(library, f"{number:02}.jpg", number)
    stop = threading.Event()

    def progress(done: int, total: int, path: str) -> None:
        if done:
            stop.set()

    started = time.monotonic()
    with pytest.raises(Cancelled):
        library.scanner.scan(progress=progress, cancelled=stop.is_set)
    assert time.monotonic() - started < 5
    kept = library.catalog.counts().photos
    assert 0 < kept < 40
    assert brief(library.scan()) == {"added": 40 - kept}
    with pytest.raises(Cancelled):
        library.scanner.scan(cancelled=lambda: True)


def test_a_closing_decoder_fails_no_file(library: Library) -> None:
    photo(library, "a.jpg")
    closed = Decoder()
    closed.close()
    with pytest.raises(ImageError, match="closing"):
        Scanner(library.catalog, closed, library.thumbnails).scan()
    assert library.catalog.failures() == []
    assert brief(library.scan()) == {"added": 1}


def test_a_full_thumbnail_folder_stops_nothing(library: Library, decoder: Decoder, tmp_path: Path) -> None:
    photo(library, "a.jpg")
    photo(library, "b.jpg", 1)
    (tmp_path / "in the way").touch()
    scanner = Scanner(library.catalog, decoder, ThumbnailStore(tmp_path / "in the way"))
    assert brief(scanner.scan()) == {"added": 2}


def test_a_root_that_is_removed_during_the_scan(library: Library) -> None:
    for number in range(6):
        photo(library, f"{number}.jpg", number)

    def progress(done: int, total: int, path: str) -> None:
        if done == 0 and library.catalog.roots():
            library.catalog.remove_root(str(library.folder))

    summary = library.scanner.scan(progress=progress)
    assert summary.photos == 0


def test_a_drive_pulled_out_during_the_scan(library: Library, tmp_path: Path) -> None:
    for number in range(6):
        photo(library, f"{number}.jpg", number)
    library.scan()
    photo(library, "new.jpg", 40)
    away = tmp_path / "away"

    def progress(done: int, total: int, path: str) -> None:
        if done == 0 and library.folder.exists():
            library.folder.rename(away)

    summary = library.scanner.scan(progress=progress)
    assert brief(summary) == {}
    assert library.catalog.counts().photos == 6
    away.rename(library.folder)
    assert brief(library.scan()) == {"added": 1}


def test_an_empty_library(catalog: Catalog, decoder: Decoder, tmp_path: Path) -> None:
    scanner = Scanner(catalog, decoder, ThumbnailStore(tmp_path / "thumbnails"))
    assert scanner.scan() == ScanSummary()
