"""The index folder: whatever lies there, whoever else uses it, whenever a process dies."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from photofind.errors import OwnedError, SearchIndexError
from photofind.records import Chip, Query
from photofind.search import writing
from photofind.search.index import Document, Index
from photofind.search.store import IDENTITY, Store
from tests.search.conftest import document

HORSE = Query((Chip("horse"),), synonyms=False)
ROOT = Path(__file__).parents[2]


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )


def test_it_opens_again_as_it_was(opened, index, tmp_path) -> None:
    again = opened()
    assert again.identity == index.identity
    assert len(again.identity) == 32
    assert again.count == 4
    assert again.search(HORSE).ids.tolist() == [1]
    assert not again.refresh()


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_only_its_owner_may_read_it(opened, tmp_path) -> None:
    folder = tmp_path / "index"
    folder.mkdir(mode=0o755)
    opened()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_wipe_and_create(opened, index, tmp_path) -> None:
    folder = tmp_path / "index"
    (folder / "notes.txt").write_text("mine")
    (folder / "MAIN.tmp").mkdir(exist_ok=True)
    identity = index.identity
    index.close()
    Index.wipe(folder)
    assert [entry.name for entry in folder.iterdir()] == ["notes.txt"]
    fresh = opened()
    assert fresh.count == 0
    assert fresh.identity != identity
    Index.wipe(tmp_path / "nowhere")


def test_wiped_under_an_open_index(index, tmp_path) -> None:
    Index.wipe(tmp_path / "index")
    assert index.search(HORSE).ids.tolist() == [1]  # the snapshot is held
    with pytest.raises(SearchIndexError, match="rebuild"):
        index.refresh()
    with pytest.raises(SearchIndexError):
        index.update([document(1)])


@pytest.mark.parametrize(
    "record",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"format": 0, "identity": "x", "byteorder": "little"}',
        "[" * 99999,
        '{"format": 1, "identity": 5, "byteorder": "little"}',
    ],
)
def test_other_versions_are_refused(opened, index, tmp_path, record) -> None:
    (tmp_path / "index" / IDENTITY).write_text(record)
    with pytest.raises(SearchIndexError, match="rebuild"):
        opened()


def test_a_foreign_index_is_never_read(opened, index, tmp_path) -> None:
    (tmp_path / "index" / IDENTITY).unlink()
    with pytest.raises(SearchIndexError, match="did not make"):
        opened()


def test_a_file_in_the_way(tmp_path) -> None:
    (tmp_path / "index").write_text("x")
    with pytest.raises(SearchIndexError):
        Index(tmp_path / "index", lambda _: ())


def _answers(folder: Path) -> tuple[object, ...]:
    """What an index says: search, phrase, suggestion, completion, update."""
    index = Index(folder, lambda _: ())
    try:
        found = index.search(HORSE)
        phrase = index.search(Query((Chip("brown horse", phrase=True),)))
        index.suggest(Query(), found.ids)
        index.complete("h")
        index.preload()
        index.update([Document(50, ("a fox",))])
        return (found.ids.tolist(), phrase.ids.tolist(), index.search(Query((Chip("fox"),))).ids.tolist())
    finally:
        index.close()


def test_damage_is_an_error_never_a_crash(index, tmp_path) -> None:
    """Every file missing, cut, emptied, zeroed and overwritten at random."""
    index.close()
    folder, copy = tmp_path / "index", tmp_path / "copy"
    rng = random.Random(3)
    outcomes = {"ok": 0, "error": 0}
    for path in sorted(folder.iterdir()):
        original = path.read_bytes()
        damages = [None, b"", original[: len(original) // 2], bytes(len(original)), rng.randbytes(len(original) + 1)]
        for _ in range(3):
            flipped = bytearray(original)
            for _ in range(3):
                if flipped:
                    flipped[rng.randrange(len(flipped))] = rng.randrange(256)
            damages.append(bytes(flipped))
        for damage in damages:
            shutil.copytree(folder, copy)
            target = copy / path.name
            if damage is None:
                target.unlink()
            else:
                target.write_bytes(damage)
            try:
                _answers(copy)
                outcomes["ok"] += 1
            except SearchIndexError:
                outcomes["error"] += 1
            Index.wipe(copy)
            assert _answers(copy) == ([], [], [50])
            shutil.rmtree(copy)
    assert outcomes["error"] > 40
    assert outcomes["ok"] > 30


def test_a_reader_in_another_process_follows(opened, index, tmp_path) -> None:
    code = """
import sys
from pathlib import Path
from photofind.search.index import Document, Index
index = Index(Path(sys.argv[1]), lambda _: ())
for n in range(100, 140):
    index.update([Document(n, ("a horse",), ("a tail",))], [n - 1])
index.update([Document(1000, ("a horse",))])
index.close()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "index")], env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    try:
        deadline = time.monotonic() + 60
        while index.count != 6:
            assert time.monotonic() < deadline
            index.refresh()
            found = index.search(HORSE).ids.tolist()
            assert 1 in found
            assert len(found) <= 3
    finally:
        assert process.wait(60) == 0
    assert sorted(index.search(HORSE).ids.tolist()) == [1, 139, 1000]
    assert not index.refresh()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killed_in_the_middle_of_commits(opened, tmp_path) -> None:
    """Each commit replaces photo 1 and adds one with the same number of words: any other mix would show."""
    code = """
import sys
from pathlib import Path
from photofind.search.index import Document, Index
index = Index(Path(sys.argv[1]), lambda _: ())
n = index.count
while True:
    n += 1
    index.update([Document(n, ("a horse",), (f"word{n}",)), Document(1, ("a horse",), (f"last{n}",))])
    print(n, flush=True)
"""
    folder = tmp_path / "index"
    rng = random.Random(1)
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(folder)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        line = process.stdout.readline()
        time.sleep(rng.random() * 0.06)
        process.send_signal(signal.SIGKILL)
        said = [int(number) for number in (line + process.stdout.read()).split()]
        process.stdout.close()
        process.wait()
        index = opened()
        count = index.count
        assert count in (said[-1], said[-1] + 1)
        assert sorted(index.search(HORSE).ids.tolist()) == list(range(1, count + 1))
        assert index.search(Query((Chip(f"last{count}"),), synonyms=False)).ids.tolist() == [1]
        index.close()


def test_two_writers_take_turns(index, tmp_path, monkeypatch) -> None:
    store = Store(tmp_path / "index")
    held = store.storage.lock("MAIN_WRITELOCK")
    assert held.acquire()
    monkeypatch.setattr(writing, "LOCK_SECONDS", 0.2)
    with pytest.raises(OwnedError, match="another process"):
        index.update([document(1)])
    held.release()
    index.update([document(1)])
    assert index.count == 4


def test_a_failing_update_changes_nothing(index, tmp_path) -> None:
    with pytest.raises(SearchIndexError):
        index.update([Document(1 << 70, ("too large an id",))])
    assert index.count == 4
    index.update([document(1)])
    assert index.search(HORSE).ids.tolist() == [1]


def test_words_cut_by_a_kill_are_mended(index, opened, tmp_path) -> None:
    words = tmp_path / "index" / "words.txt"
    words.write_bytes(words.read_bytes() + b"half")
    again = opened()
    again.update([Document(60, ("a zeppelin over the horse",))])
    assert b"half" not in words.read_bytes()
    assert again.search(Query((Chip("zeppelin over the horse", phrase=True),))).ids.tolist() == [60]


def test_identity_is_json(index, tmp_path) -> None:
    assert json.loads((tmp_path / "index" / IDENTITY).read_text())["identity"] == index.identity
