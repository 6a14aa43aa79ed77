from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from photofind.errors import CatalogError
from photofind.library import database
from photofind.library.catalog import Catalog
from photofind.library.catalog_pending import Wanted
from photofind.library.migrations import APPLICATION_ID, MIGRATIONS, migrate
from photofind.records import VIEWS

# Schema version 1 as it was released; written out, so that a change of the first migration can't go unnoticed.
V1 = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE roots (id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE,
    device INTEGER NOT NULL DEFAULT 0, online INTEGER NOT NULL DEFAULT 1, added REAL NOT NULL);
CREATE TABLE views (bit INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE engines (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE);
CREATE TABLE models (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE photos (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, width INTEGER NOT NULL,
    height INTEGER NOT NULL, format TEXT NOT NULL, taken TEXT, camera TEXT, latitude REAL, longitude REAL,
    added REAL NOT NULL, name TEXT NOT NULL DEFAULT '', files INTEGER NOT NULL DEFAULT 0,
    views INTEGER NOT NULL DEFAULT 0, whole INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
    settled INTEGER NOT NULL DEFAULT 0, whole_engine INTEGER REFERENCES engines,
    crops_engine INTEGER REFERENCES engines, crops_done INTEGER NOT NULL DEFAULT 0);
CREATE INDEX photos_taken ON photos (taken, id, files, whole, failed, added, views, settled, whole_engine,
    crops_engine, crops_done) WHERE files > 0;
CREATE INDEX photos_name ON photos (name, id, files, whole, failed, added, taken) WHERE files > 0;
CREATE TABLE files (path TEXT PRIMARY KEY, root_id INTEGER NOT NULL REFERENCES roots,
    photo_id INTEGER REFERENCES photos, raw INTEGER NOT NULL DEFAULT 0, size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX files_photo ON files (photo_id, raw, root_id);
CREATE INDEX files_root ON files (root_id, raw, photo_id);
CREATE TABLE captions (photo_id INTEGER NOT NULL REFERENCES photos ON DELETE CASCADE,
    view INTEGER NOT NULL REFERENCES views, engine INTEGER NOT NULL REFERENCES engines,
    model INTEGER NOT NULL REFERENCES models, created REAL NOT NULL, imported INTEGER NOT NULL DEFAULT 0,
    raw TEXT NOT NULL, PRIMARY KEY (photo_id, view, engine)) WITHOUT ROWID;
CREATE TABLE coverage (photo_id INTEGER NOT NULL REFERENCES photos ON DELETE CASCADE,
    engine INTEGER NOT NULL REFERENCES engines, done INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (photo_id, engine)) WITHOUT ROWID;
CREATE TABLE owns (photo_id INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE, text TEXT NOT NULL,
    tags TEXT NOT NULL, path TEXT);
CREATE INDEX owns_path ON owns (path) WHERE path IS NOT NULL;
CREATE TABLE failures (id INTEGER PRIMARY KEY, stage TEXT NOT NULL, path TEXT NOT NULL,
    photo_id INTEGER REFERENCES photos ON DELETE CASCADE, view INTEGER REFERENCES views,
    engine INTEGER REFERENCES engines, reason TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX failures_photo ON failures (photo_id);
CREATE INDEX failures_path ON failures (path);
CREATE TABLE stale (photo_id INTEGER PRIMARY KEY, version INTEGER NOT NULL);
CREATE INDEX stale_version ON stale (version, photo_id);
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = 1;
INSERT INTO meta VALUES ('stale_version', '7');
INSERT INTO views VALUES (0, 'whole'), (1, 'v1of2');
INSERT INTO engines VALUES (1, 'fp');
INSERT INTO models VALUES (1, 'starter');
INSERT INTO roots VALUES (1, '/photos', 0, 1, 0);
INSERT INTO photos (id, key, width, height, format, taken, added, name, files, views, whole, whole_engine)
    VALUES (1, 'abc', 10, 20, 'JPEG', '2020-01-01T00:00:00', 0, 'a.jpg', 1, 1, 1, 1);
INSERT INTO files VALUES ('/photos/a.jpg', 1, 1, 0, 100, 200, 300);
INSERT INTO captions VALUES (1, 0, 1, 1, 5.0, 0, 'A boat.');
INSERT INTO coverage VALUES (1, 1, 1, 0);
INSERT INTO owns VALUES (1, 'ours', '["sea"]', NULL);
INSERT INTO stale VALUES (1, 7);
"""


def execute(path: Path, script: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def schema(path: Path) -> set[tuple[str, str, str]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {(kind, name, "".join(sql.split())) for kind, name, sql in rows}


def test_a_catalog_of_version_1_opens_with_everything_in_it(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    execute(path, V1)
    with contextlib.closing(Catalog(path)) as catalog:
        photo = catalog.photo(1)
        assert (photo.paths, photo.views, photo.whole) == (("/photos/a.jpg",), 1, True)
        assert [(caption.raw, caption.hidden) for caption in catalog.captions(1)] == [("A boat.", False)]
        assert catalog.own(1).tags == ("sea",)
        assert catalog.stale() == [(1, 7)]
        assert catalog.pending(Wanted({"whole": "fp", "v1of2": "fp"}), 5) == [(1, ["v1of2"])]
    with contextlib.closing(Catalog(tmp_path / "new.sqlite3")):
        assert schema(path) == schema(tmp_path / "new.sqlite3")


def test_every_step_is_one_transaction_and_the_old_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    execute(path, V1)
    steps = (*MIGRATIONS, ("ALTER TABLE photos ADD COLUMN stars INTEGER",), ("UPDATE photos SET stars = 1", "nonsense"))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection, path, steps)
        assert connection.execute("PRAGMA user_version").fetchone() == (len(steps) - 1,)
        assert connection.execute("SELECT stars FROM photos").fetchall() == [(None,)]
        assert migrate(connection, path, steps[:-1]) == (len(steps) - 1, len(steps) - 1)
    with contextlib.closing(sqlite3.connect(tmp_path / "catalog.sqlite3.v1")) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (1,)
        assert copy.execute("SELECT raw FROM captions").fetchall() == [("A boat.",)]


def test_a_newer_catalog_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    Catalog(path).close()
    execute(path, "PRAGMA user_version = 99")
    with pytest.raises(CatalogError, match="newer photofind") as caught:
        Catalog(path)
    assert caught.value.remedy == "update photofind"


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    path.write_bytes(b"this is no database" * 500)
    with pytest.raises(CatalogError, match="damaged"):
        Catalog(path)
    foreign = tmp_path / "foreign.sqlite3"
    execute(foreign, "CREATE TABLE theirs (x)")
    with pytest.raises(CatalogError, match="not a photofind catalog"):
        Catalog(foreign)
    with pytest.raises(CatalogError, match="can't open"):
        Catalog(tmp_path / "missing" / "catalog.sqlite3")
    (tmp_path / "folder").mkdir()
    with pytest.raises(CatalogError):
        Catalog(tmp_path / "folder")


def test_damage_within_is_reported_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    with contextlib.closing(Catalog(path)) as catalog:
        catalog.add_root(str(tmp_path))
    data = bytearray(path.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = os.urandom(200)
    path.write_bytes(data)
    with pytest.raises(CatalogError, match="damaged") as caught, contextlib.closing(Catalog(path)) as catalog:
        catalog.roots()
    assert "backup" in caught.value.remedy


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    Catalog(path).close()
    assert path.stat().st_mode & 0o077 == 0


def test_every_view_has_its_bit(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    Catalog(path).close()
    execute(path, "DELETE FROM views WHERE name IN ('G54', 'G55')")
    with contextlib.closing(Catalog(path)):
        pass
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, bit FROM views ORDER BY bit").fetchall()
    assert rows == [(name, bit) for bit, name in enumerate(VIEWS)]
    execute(path, "INSERT INTO views VALUES (63, 'too many')")
    with pytest.raises(CatalogError, match="views"):
        Catalog(path)


def test_a_closed_catalog_says_so(catalog: Catalog) -> None:
    assert catalog.meta("x") is None
    catalog.close()
    catalog.close()
    for call in (catalog.roots, catalog.data_version, catalog.mark_all_stale):
        with pytest.raises(CatalogError, match="closed"):
            call()
    errors: list[Exception] = []

    def ask() -> None:
        try:
            catalog.roots()
        except CatalogError as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert "closed" in str(errors[0])


def test_threads_read_while_another_writes_and_their_connections_end_with_them(catalog: Catalog) -> None:
    failures: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                value = catalog.meta("n")
                assert value is None or int(value) >= 0
                catalog.counts()
        except BaseException as error:
            failures.append(error)

    for _ in range(3):
        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for number in range(20):
            catalog.set_meta("n", str(number))
        stop.set()
        for thread in threads:
            thread.join()
        stop.clear()
    assert not failures
    catalog.meta("n")
    catalog._local.reader = None
    catalog.meta("n")
    assert len(catalog._readers) <= 6


def test_closing_interrupts_readers(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.sqlite3")
    errors: list[CatalogError] = []
    started = threading.Event()

    def long() -> None:
        try:
            with catalog._read() as connection:
                started.set()
                connection.execute(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
                ).fetchone()
        except CatalogError as error:
            errors.append(error)

    thread = threading.Thread(target=long)
    thread.start()
    started.wait()
    time.sleep(0.1)
    begun = time.monotonic()
    catalog.close()
    thread.join(5)
    assert time.monotonic() - begun < 2
    assert "closed" in str(errors[0])


def test_a_failed_transaction_leaves_nothing(catalog: Catalog) -> None:
    def half() -> None:
        with catalog._write() as connection:
            connection.execute("INSERT INTO meta VALUES ('half', '1')")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert catalog.meta("half") is None
    catalog.set_meta("whole", "1")
    assert catalog.meta("whole") == "1"


def test_a_busy_catalog_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    path = tmp_path / "catalog.sqlite3"
    with contextlib.closing(Catalog(path)) as catalog, contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CatalogError, match="busy"):
            catalog.set_meta("a", "b")
        other.rollback()
        catalog.set_meta("a", "b")


def test_the_data_version_follows_every_process(catalog: Catalog) -> None:
    first = catalog.data_version()
    assert catalog.data_version() == first
    catalog.set_meta("a", "1")
    second = catalog.data_version()
    assert second != first
    script = "import sys, pathlib; from photofind.library.catalog import Catalog\n"
    script += "c = Catalog(pathlib.Path(sys.argv[1])); c.set_meta('a', '2'); c.close()"
    subprocess.run([sys.executable, "-c", script, str(catalog.path)], check=True, timeout=60)
    assert catalog.data_version() != second
    assert catalog.meta("a") == "2"


WRITER = """
import sys, pathlib
from photofind.library.catalog import Catalog
from photofind.library.catalog_pending import Wanted
from photofind.records import Caption
catalog = Catalog(pathlib.Path(sys.argv[1]))
for number in range(60):
    catalog.add_captions([Caption(1, "whole", sys.argv[2], "m", f"{sys.argv[2]} {number}", created=number)])
    catalog.set_meta(sys.argv[2], str(number))
catalog.close()
"""


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    execute(path, V1)
    Catalog(path).close()
    names = ("one", "two")
    programs = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in names]
    with contextlib.closing(Catalog(path)) as catalog:
        for number in range(40):
            catalog.set_meta("three", str(number))
            catalog.photos([1])
        assert [program.wait(60) for program in programs] == [0, 0]
        assert [catalog.meta(name) for name in ("one", "two", "three")] == ["59", "59", "39"]
        assert {caption.raw for caption in catalog.all_captions(1)} == {"A boat.", "one 59", "two 59"}
