from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from watchdog.observers import Observer

from photofind.errors import Cancelled
from photofind.library.folders import Ignore, Walk, Watcher, walk
from tests.library import samples


def tree(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def found(folder: Path) -> list[str]:
    return [os.path.relpath(file.path, folder) for file in walk(str(folder), lambda: False)]


def test_a_walk_is_sorted_and_tells_size_time_and_inode(tmp_path: Path) -> None:
    tree(tmp_path, "b.jpg", "a.JPG", "z/1.png", "c/2.webp", "c/d/3.heic", "notes.txt", "c/noext", ".x/a.jpg", ".y.jpg")
    assert found(tmp_path) == ["a.JPG", "b.jpg", "c/2.webp", "c/d/3.heic", "z/1.png"]
    file = next(walk(str(tmp_path), lambda: False))
    status = os.stat(file.path)
    assert file[1:] == (status.st_size, status.st_mtime_ns, status.st_ino)
    assert found(tmp_path / "missing") == []


def test_a_walk_can_be_cancelled(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        list(walk(str(tmp_path), lambda: True))


def test_a_walk_may_start_below_the_root(tmp_path: Path) -> None:
    tree(tmp_path, "a/1.jpg", "a/b/2.jpg", ".hidden/3.jpg", "drop/4.jpg")
    (tmp_path / ".photofindignore").write_text("drop")

    def below(name: str, recursive: bool = True) -> list[str]:
        walked = Walk(str(tmp_path), str(tmp_path / name), lambda: False, recursive)
        return [os.path.basename(file.path) for _, files in walked for file in files]

    assert below("a") == ["1.jpg", "2.jpg"]
    assert below("a", recursive=False) == ["1.jpg"]
    assert below(".hidden") == below("drop") == below("none") == []


def test_ignore_files_work_like_gitignore(tmp_path: Path) -> None:
    tree(tmp_path, "a.jpg", "b.png", "raw/c.jpg", "raw/keep.jpg", "x/raw/d.jpg", "x/e.jpg", "x/y/e.jpg", "é/ü.jpg")
    (tmp_path / ".photofindignore").write_text("\ufeff# a comment\n*.png\n/raw/*\n!/raw/keep.jpg\nü.*\n\n")
    (tmp_path / "x" / ".photofindignore").write_text("y/\n")
    assert found(tmp_path) == ["a.jpg", "raw/keep.jpg", "x/e.jpg", "x/raw/d.jpg"]
    (tmp_path / "x" / ".photofindignore").write_text("!*.png\n")
    tree(tmp_path, "x/f.png")
    assert "x/f.png" in found(tmp_path)


def test_ignore_files_that_cannot_be_followed_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "a.jpg", "b.jpg")
    rules = tmp_path / ".photofindignore"
    rules.mkdir()
    assert found(tmp_path) == ["a.jpg", "b.jpg"]
    rules.rmdir()
    rules.write_bytes(b"# " + b"x" * (2 << 20))
    assert found(tmp_path) == ["a.jpg", "b.jpg"]
    rules.write_bytes(b"\xff\xfe\n!\nb.jpg\n")
    assert found(tmp_path) == ["a.jpg"]
    rules.write_text("\n\n")
    assert found(tmp_path) == ["a.jpg", "b.jpg"]


@given(st.text(max_size=60), st.from_regex(r"[a-zA-Z0-9 _-]{1,12}", fullmatch=True))
def test_any_rules_give_an_answer(tmp_path_factory: pytest.TempPathFactory, rules: str, name: str) -> None:
    folder = tmp_path_factory.mktemp("rules")
    (folder / ".photofindignore").write_text(rules, "utf-8", errors="replace")
    assert Ignore(str(folder)).ignored(f"{name}.jpg") in (True, False)
    assert Ignore(str(folder)).ignored(f".{name}.jpg")


@given(st.lists(st.from_regex(r"[a-z]{1,3}(\.jpg)?", fullmatch=True), min_size=1, max_size=4))
def test_a_rule_of_a_plain_name_ignores_that_name_at_any_depth(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("names")
    (folder / ".photofindignore").write_text("\n".join(names))
    inner = Ignore(str(folder / "deep"), Ignore(str(folder)))
    for name in ("a.jpg", "b.jpg", "abc", "zz.jpg"):
        assert Ignore(str(folder)).ignored(name) == inner.ignored(name) == (name in names)


def test_a_deep_tree_ends(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(230):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "a.jpg").touch()
    assert found(tmp_path) == []


class Heard:
    """What a watcher reported."""

    def __init__(self) -> None:
        self.calls: list[set[str]] = []
        self.times: list[float] = []

    def __call__(self, paths: set[str]) -> None:
        self.calls.append(paths)
        self.times.append(time.monotonic())

    @property
    def paths(self) -> set[str]:
        return set().union(*self.calls)

    def wait(self, condition: Callable[[], bool], seconds: float = 10) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.calls
            time.sleep(0.02)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "photos"
    path.mkdir()
    return path


@pytest.fixture
def watcher(heard: Heard, folder: Path) -> Iterator[Watcher]:
    opened = Watcher(heard, settle=0.2, presence=0.2)
    assert opened.watch([str(folder)]) == []
    yield opened
    opened.close()


def test_created_changed_moved_and_deleted_files_are_reported(watcher: Watcher, heard: Heard, folder: Path) -> None:
    path = folder / "a.jpg"
    path.write_bytes(b"x")
    heard.wait(lambda: str(path) in heard.paths)
    heard.calls.clear()
    path.write_bytes(b"longer")
    heard.wait(lambda: str(path) in heard.paths)
    heard.calls.clear()
    path.rename(folder / "b.jpg")
    heard.wait(lambda: {str(path), str(folder / "b.jpg")} <= heard.paths)
    heard.calls.clear()
    (folder / "b.jpg").unlink()
    heard.wait(lambda: str(folder / "b.jpg") in heard.paths)


def test_only_what_may_matter_is_reported(watcher: Watcher, heard: Heard, folder: Path) -> None:
    tree(folder, "notes.txt", ".hidden.jpg", ".thumbs/a.jpg", "sub/.cache/b.jpg", "last.jpg")
    heard.wait(lambda: str(folder / "last.jpg") in heard.paths)
    assert heard.paths <= {str(folder / "last.jpg"), str(folder / "sub")}
    heard.calls.clear()
    (folder / "sub" / ".photofindignore").write_text("*.png")
    heard.wait(lambda: str(folder / "sub") in heard.paths)


def test_reading_a_photo_reports_nothing(watcher: Watcher, heard: Heard, folder: Path) -> None:
    tree(folder, "a.jpg")
    heard.wait(lambda: bool(heard.calls))
    heard.calls.clear()
    (folder / "a.jpg").read_bytes()
    list(walk(str(folder), lambda: False))
    time.sleep(0.8)
    assert heard.calls == []


def test_a_half_written_file_is_waited_for(watcher: Watcher, heard: Heard, folder: Path) -> None:
    path = folder / "slow.jpg"
    with path.open("wb", buffering=0) as file:
        for _ in range(12):
            file.write(b"x" * 1000)
            time.sleep(0.1)
        ended = time.monotonic()
    heard.wait(lambda: str(path) in heard.paths)
    assert heard.times[0] > ended
    assert len(heard.calls) == 1


def test_a_burst_is_few_calls(watcher: Watcher, heard: Heard, folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    tree(source, *(f"{number % 7}/{number}.jpg" for number in range(3000)))
    shutil.copytree(source, folder / "copied")
    heard.wait(lambda: bool(heard.paths & {str(folder), str(folder / "copied")}), 30)
    time.sleep(0.6)
    assert len(heard.calls) <= 6


def test_a_burst_of_single_files_reports_the_root_too(
    watcher: Watcher, heard: Heard, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photofind.library.folders._BURST", 50)
    tree(folder, *(f"{number}.jpg" for number in range(100)))
    heard.wait(lambda: str(folder) in heard.paths)


def test_moved_folders_are_reported_from_and_to(watcher: Watcher, heard: Heard, folder: Path, tmp_path: Path) -> None:
    tree(folder, "old/a.jpg")
    heard.wait(lambda: bool(heard.calls))
    time.sleep(0.5)
    heard.calls.clear()
    (folder / "old").rename(folder / "new")
    heard.wait(lambda: {str(folder / "old"), str(folder / "new")} <= heard.paths)
    heard.calls.clear()
    (folder / "new").rename(tmp_path / "out")
    heard.wait(lambda: str(folder / "new") in heard.paths)
    heard.calls.clear()
    (tmp_path / "out").rename(folder / "back")
    heard.wait(lambda: str(folder / "back") in heard.paths)
    heard.calls.clear()
    (folder / "back" / "deep").mkdir()
    heard.wait(lambda: str(folder / "back" / "deep") in heard.paths)
    heard.calls.clear()
    tree(folder, "back/deep/new.jpg")
    heard.wait(lambda: str(folder / "back" / "deep" / "new.jpg") in heard.paths)


def test_roots_that_vanish_and_come_back(watcher: Watcher, heard: Heard, folder: Path, tmp_path: Path) -> None:
    folder.rename(tmp_path / "away")
    heard.wait(lambda: str(folder) in heard.paths)
    time.sleep(0.5)
    heard.calls.clear()
    (tmp_path / "away").rename(folder)
    heard.wait(lambda: str(folder) in heard.paths)
    time.sleep(0.5)
    heard.calls.clear()
    tree(folder, "a.jpg")
    heard.wait(lambda: str(folder / "a.jpg") in heard.paths)
    shutil.rmtree(folder)
    heard.wait(lambda: str(folder) in heard.paths)


def test_absent_roots_are_watched_when_they_come(heard: Heard, tmp_path: Path) -> None:
    watcher = Watcher(heard, settle=0.1, presence=0.1)
    assert watcher.watch([str(tmp_path / "later")]) == []
    (tmp_path / "later").mkdir()
    heard.wait(lambda: str(tmp_path / "later") in heard.paths)
    tree(tmp_path, "later/a.jpg")
    heard.wait(lambda: str(tmp_path / "later" / "a.jpg") in heard.paths)
    watcher.close()


def test_the_set_of_roots_is_replaced(watcher: Watcher, heard: Heard, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    watcher.watch([str(other)])
    tree(folder, "a.jpg")
    tree(other, "b.jpg")
    heard.wait(lambda: str(other / "b.jpg") in heard.paths)
    assert heard.paths == {str(other / "b.jpg")}
    watcher.watch([])


def test_an_error_in_the_listener_does_not_end_the_watch(folder: Path, heard: Heard) -> None:
    def failing(paths: set[str]) -> None:
        heard(paths)
        raise RuntimeError

    watcher = Watcher(failing, settle=0.1)
    watcher.watch([str(folder)])
    tree(folder, "a.jpg")
    heard.wait(lambda: len(heard.calls) == 1)
    tree(folder, "b.jpg")
    heard.wait(lambda: str(folder / "b.jpg") in heard.paths)
    watcher.close()


def test_without_watches_left_the_folder_is_polled(folder: Path, heard: Heard) -> None:
    def exhausted() -> Any:
        observer = Observer()

        def refuse(*args: object, **kwargs: object) -> None:
            raise OSError(errno.ENOSPC, "inotify watch limit reached")

        observer.schedule = refuse  # type: ignore[method-assign, assignment]
        return observer

    watcher = Watcher(heard, settle=0.1, poll=0.2, presence=0.2, observer=exhausted)
    assert watcher.watch([str(folder)]) == [str(folder)]
    tree(folder, "a.jpg")
    heard.wait(lambda: str(folder / "a.jpg") in heard.paths)
    shutil.rmtree(folder)
    heard.wait(lambda: str(folder) in heard.paths)
    folder.mkdir()
    time.sleep(0.6)
    tree(folder, "b.jpg")
    heard.wait(lambda: str(folder / "b.jpg") in heard.paths or str(folder) in heard.paths)
    watcher.close()


def test_closing_ends_every_thread(heard: Heard, folder: Path) -> None:
    before = set(threading.enumerate())
    watcher = Watcher(heard)
    watcher.close()
    watcher = Watcher(heard)
    watcher.watch([str(folder)])
    assert set(threading.enumerate()) - before
    started = time.monotonic()
    watcher.close()
    watcher.close()
    assert time.monotonic() - started < 2
    assert not {thread for thread in threading.enumerate() if thread.is_alive()} - before
    assert watcher.watch([str(folder)]) == []


def test_what_is_reported_is_what_a_scan_needs(tmp_path: Path, folder: Path) -> None:
    """From real events to the catalog: every kind of change ends up there, with nothing else told to the scanner."""
    from photofind.library.catalog import Catalog
    from photofind.library.decoding import Decoder
    from photofind.library.scan import Scanner
    from photofind.library.thumbnails import ThumbnailStore

    catalog, decoder = Catalog(tmp_path / "catalog.sqlite3"), Decoder()
    scanner = Scanner(catalog, decoder, ThumbnailStore(tmp_path / "thumbnails"))
    catalog.add_root(str(folder))
    watcher = Watcher(lambda paths: scanner.scan(sorted(paths)) and None, settle=0.2)
    try:
        watcher.watch([str(folder)])

        def names() -> set[str]:
            return {os.path.relpath(path, folder) for p in catalog.photos(catalog.select()) for path in p.paths}

        def settles(*expected: str) -> None:
            deadline = time.monotonic() + 15
            while names() != set(expected):
                assert time.monotonic() < deadline, names()
                time.sleep(0.05)

        samples.save(folder / "a.jpg")
        settles("a.jpg")
        samples.save(tmp_path / "elsewhere" / "sub" / "b.jpg", samples.quarters(seed=1))
        (tmp_path / "elsewhere").rename(folder / "in")
        settles("a.jpg", "in/sub/b.jpg")
        (folder / "in").rename(folder / "moved")
        settles("a.jpg", "moved/sub/b.jpg")
        subprocess.run(["cp", "-r", str(folder / "moved"), str(folder / "copy")], check=True)
        settles("a.jpg", "moved/sub/b.jpg", "copy/sub/b.jpg")
        shutil.rmtree(folder / "moved")
        (folder / "a.jpg").unlink()
        settles("copy/sub/b.jpg")
        assert catalog.counts().photos == 1
    finally:
        watcher.close()
        decoder.close()
        catalog.close()


LIMITED = """
import pathlib, sys, time
from photofind.library.folders import Watcher, watches_left

pathlib.Path("/proc/sys/user/max_inotify_watches").write_text("6")
root = pathlib.Path(sys.argv[1])
heard = set()
watcher = Watcher(heard.update, settle=0.1, poll=0.2, presence=0.2)

def hears(path):
    path.write_bytes(b"x")
    deadline = time.monotonic() + 10
    while str(path) not in heard and str(root) not in heard:
        assert time.monotonic() < deadline, (path, heard)
        time.sleep(0.05)
    heard.clear()

(root / "1").mkdir(parents=True)
assert watcher.watch([str(root)]) == []
hears(root / "1" / "a.jpg")
for number in range(2, 12):
    (root / str(number)).mkdir()
time.sleep(1.0)
heard.clear()
hears(root / "11" / "b.jpg")
assert watcher.watch([str(root)]) == [str(root)]
watcher.close()
watcher = Watcher(heard.update, settle=0.1, poll=0.2)
assert watcher.watch([str(root)]) == [str(root)]
assert watches_left()
watcher.close()
print("done")
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a name space with a limit of its own")
def test_running_out_of_the_systems_watches(tmp_path: Path) -> None:
    alone = ["unshare", "--user", "--map-root-user"]
    trial = "echo 6 > /proc/sys/user/max_inotify_watches"
    if subprocess.run([*alone, "sh", "-c", trial], capture_output=True, check=False).returncode:
        pytest.skip("name spaces are not allowed here")
    command = [*alone, sys.executable, "-c", LIMITED, str(tmp_path / "photos")]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60, text=True)
    assert done.stdout == "done\n", done.stderr
