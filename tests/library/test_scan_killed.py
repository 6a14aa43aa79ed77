from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from photofind.library.catalog import Catalog
from photofind.library.decoding import Decoder
from photofind.library.scan import Scanner
from photofind.library.thumbnails import ThumbnailStore
from tests.library import samples

PROGRAM = """
import pathlib, sys
from photofind.library.catalog import Catalog
from photofind.library.decoding import Decoder
from photofind.library.scan import Scanner
from photofind.library.thumbnails import ThumbnailStore

def main():
    base = pathlib.Path(sys.argv[1])
    catalog, decoder = Catalog(base / "catalog.sqlite3"), Decoder()
    scanner = Scanner(catalog, decoder, ThumbnailStore(base / "thumbnails"))
    print("ready", flush=True)
    scanner.scan()
    decoder.close()
    catalog.close()

if __name__ == "__main__":
    main()
"""


def start(tmp_path: Path) -> subprocess.Popen[bytes]:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    program = subprocess.Popen([sys.executable, str(script), str(tmp_path)], stdout=subprocess.PIPE)
    assert program.stdout is not None
    assert program.stdout.readline() == b"ready\n"
    return program


def check(path: Path) -> int:
    """Assert that the catalog's derived columns agree with its files; returns the number of photos."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = connection.execute(
            "SELECT p.id, p.files, (SELECT count(*) FROM files f WHERE f.photo_id = p.id AND f.raw = 0), "
            "EXISTS (SELECT 1 FROM stale s WHERE s.photo_id = p.id) FROM photos p"
        ).fetchall()
    assert all(held == counted and stale for _, held, counted, stale in rows)
    return len(rows)


@pytest.mark.skipif(os.name != "posix", reason="needs kill -9")
def test_a_scan_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    for number in range(240):
        samples.save(folder / f"{number}.jpg", samples.quarters(97 + number // 49, 66, seed=number % 49))
    with contextlib.closing(Catalog(tmp_path / "catalog.sqlite3")) as catalog:
        catalog.add_root(str(folder))
    seen = [0]
    for delay in (0.5, 0.9, 1.3):
        with start(tmp_path) as program:
            time.sleep(delay)
            program.send_signal(signal.SIGKILL)
        seen.append(check(tmp_path / "catalog.sqlite3"))
    assert seen == sorted(seen)
    decoder = Decoder()
    with contextlib.closing(Catalog(tmp_path / "catalog.sqlite3")) as catalog, contextlib.closing(decoder):
        before = catalog.counts().photos
        summary = Scanner(catalog, decoder, ThumbnailStore(tmp_path / "thumbnails")).scan()
        assert (summary.added, summary.photos) == (240 - before, 240)
    assert check(tmp_path / "catalog.sqlite3") == 240


def test_two_processes_scan_the_same_folder_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    for number in range(60):
        samples.save(folder / f"{number}.jpg", samples.quarters(97 + number // 49, 66, seed=number % 49))
    with contextlib.closing(Catalog(tmp_path / "catalog.sqlite3")) as catalog:
        catalog.add_root(str(folder))
    with start(tmp_path) as one, start(tmp_path) as two:
        assert (one.wait(60), two.wait(60)) == (0, 0)
    with contextlib.closing(Catalog(tmp_path / "catalog.sqlite3")) as catalog:
        stats = catalog.counts()
        assert (stats.photos, stats.files, stats.failed) == (60, 60, 0)
    assert check(tmp_path / "catalog.sqlite3") == 60
