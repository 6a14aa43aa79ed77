"""The catalog's schema, as the steps that lead to it. Steps only ever get added; one that was released never changes.

    roots ──< files >── photos ──< captions, coverage, failures, owns
                               └── stale (which index documents are out of date)

What can be computed from other tables but is asked for all the time is kept in ``photos``: how many files hold a photo
(present means more than none), how many views are described, and which views the latest engine has done.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from photofind.errors import CatalogError

logger = logging.getLogger(__name__)

APPLICATION_ID = 0x50686F66  # "Phof"

_V1 = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # device: st_dev when files were last seen there; tells an emptied folder from the mount point of an absent drive.
    """CREATE TABLE roots (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        path TEXT NOT NULL UNIQUE,
        device INTEGER NOT NULL DEFAULT 0,
        online INTEGER NOT NULL DEFAULT 1,
        added REAL NOT NULL)""",
    # Views are bits in the masks below: `whole` is bit 0, and a bit never changes its meaning.
    "CREATE TABLE views (bit INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE engines (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE)",
    "CREATE TABLE models (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    # name: sort key of the first file. settled: views that count as done whatever the engine. whole_engine,
    # crops_engine, crops_done: the latest engine that has done the whole view, a crop, and which crops.
    """CREATE TABLE photos (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        format TEXT NOT NULL,
        taken TEXT,
        camera TEXT,
        latitude REAL,
        longitude REAL,
        added REAL NOT NULL,
        name TEXT NOT NULL DEFAULT '',
        files INTEGER NOT NULL DEFAULT 0,
        views INTEGER NOT NULL DEFAULT 0,
        whole INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0,
        settled INTEGER NOT NULL DEFAULT 0,
        whole_engine INTEGER REFERENCES engines,
        crops_engine INTEGER REFERENCES engines,
        crops_done INTEGER NOT NULL DEFAULT 0)""",
    # Holds everything that lists, counts and the search for pending views read, so that they never touch the table.
    """CREATE INDEX photos_taken ON photos (taken, id, files, whole, failed, added, views, settled, whole_engine,
        crops_engine, crops_done) WHERE files > 0""",
    "CREATE INDEX photos_name ON photos (name, id, files, whole, failed, added, taken) WHERE files > 0",
    # photo_id is null if the file could not be read or is too small. raw: a RAW file beside the photo it belongs to.
    """CREATE TABLE files (
        path TEXT PRIMARY KEY,
        root_id INTEGER NOT NULL REFERENCES roots,
        photo_id INTEGER REFERENCES photos,
        raw INTEGER NOT NULL DEFAULT 0,
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        inode INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID""",
    "CREATE INDEX files_photo ON files (photo_id, raw, root_id)",
    "CREATE INDEX files_root ON files (root_id, raw, photo_id)",
    """CREATE TABLE captions (
        photo_id INTEGER NOT NULL REFERENCES photos ON DELETE CASCADE,
        view INTEGER NOT NULL REFERENCES views,
        engine INTEGER NOT NULL REFERENCES engines,
        model INTEGER NOT NULL REFERENCES models,
        created REAL NOT NULL,
        imported INTEGER NOT NULL DEFAULT 0,
        raw TEXT NOT NULL,
        PRIMARY KEY (photo_id, view, engine)) WITHOUT ROWID""",
    # Masks of the views that an engine has described, and of those that it failed at.
    """CREATE TABLE coverage (
        photo_id INTEGER NOT NULL REFERENCES photos ON DELETE CASCADE,
        engine INTEGER NOT NULL REFERENCES engines,
        done INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (photo_id, engine)) WITHOUT ROWID""",
    # path: where the photo's last file was, so that the text can follow the path when other pixels appear there.
    """CREATE TABLE owns (
        photo_id INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,
        text TEXT NOT NULL,
        tags TEXT NOT NULL,
        path TEXT)""",
    "CREATE INDEX owns_path ON owns (path) WHERE path IS NOT NULL",
    # engine and view are null where the failure is not about one engine or one view.
    """CREATE TABLE failures (
        id INTEGER PRIMARY KEY,
        stage TEXT NOT NULL,
        path TEXT NOT NULL,
        photo_id INTEGER REFERENCES photos ON DELETE CASCADE,
        view INTEGER REFERENCES views,
        engine INTEGER REFERENCES engines,
        reason TEXT NOT NULL,
        at REAL NOT NULL)""",
    "CREATE INDEX failures_photo ON failures (photo_id)",
    "CREATE INDEX failures_path ON failures (path)",
    # No reference to photos: a photo that is deleted stays here until the index has deleted it too.
    "CREATE TABLE stale (photo_id INTEGER PRIMARY KEY, version INTEGER NOT NULL)",
    "CREATE INDEX stale_version ON stale (version, photo_id)",
    "INSERT INTO meta VALUES ('stale_version', '0')",
    f"PRAGMA application_id = {APPLICATION_ID}",
)

_V2 = (
    # A person found the caption wrong: it is kept, but neither indexed nor counted as said.
    "ALTER TABLE captions ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0",
)

# What filters and orders depend on, as a log: a process that holds it in memory reads what came after its last entry.
# layout: whether folders, dates, cameras or names changed; else only what is said about the photo.
_V3 = (
    "CREATE TABLE changes (number INTEGER PRIMARY KEY AUTOINCREMENT, photo_id INTEGER, layout INTEGER NOT NULL)",
    *(
        f"""CREATE TRIGGER {name} AFTER {event} BEGIN
            INSERT INTO changes (photo_id, layout) VALUES ({row}, {layout}); END"""
        for name, event, row, layout in (
            ("photo_added", "INSERT ON photos", "new.id", 1),
            ("photo_gone", "DELETE ON photos", "old.id", 1),
            ("photo_changed", "UPDATE OF width, height, taken, camera, name, files ON photos", "new.id", 1),
            ("photo_described", "UPDATE OF views, whole, failed ON photos", "new.id", 0),
            ("file_added", "INSERT ON files", "new.photo_id", 1),
            ("file_gone", "DELETE ON files", "old.photo_id", 1),
            ("file_changed", "UPDATE OF path, photo_id ON files", "new.photo_id", 1),
            ("own_added", "INSERT ON owns", "new.photo_id", 0),
            ("own_gone", "DELETE ON owns", "old.photo_id", 0),
            ("own_changed", "UPDATE OF text, tags, photo_id ON owns", "new.photo_id", 0),
        )
    ),
    # Who has not looked for so long reads everything again.
    """CREATE TRIGGER changes_kept AFTER INSERT ON changes WHEN new.number % 1000 = 0 BEGIN
        DELETE FROM changes WHERE number <= new.number - 20000; END""",
)

_V4 = (
    # What a person said about a folder: how deep its photos are described, and whether before others. Without a
    # reference to roots: it comes back with a folder that is removed and added again.
    """CREATE TABLE scopes (
        path TEXT PRIMARY KEY,
        depth TEXT NOT NULL DEFAULT 'inherit',
        first INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID""",
    # Photos that a person wants described first, the least place before all.
    """CREATE TABLE asked (
        photo_id INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,
        place INTEGER NOT NULL)""",
    # scope: what the folders of the photo's files say (library/scopes.py; 8 = nothing). again: views that a person
    # wants described again.
    "ALTER TABLE photos ADD COLUMN scope INTEGER NOT NULL DEFAULT 8",
    "ALTER TABLE photos ADD COLUMN again INTEGER NOT NULL DEFAULT 0",
    "DROP INDEX photos_taken",
    """CREATE INDEX photos_taken ON photos (taken, id, files, whole, failed, added, views, settled, whole_engine,
        crops_engine, crops_done, scope, again) WHERE files > 0""",
)

_V5 = (
    # When a photo's last file was forgotten (seconds since the epoch), so that captions can be purged by their age.
    "ALTER TABLE photos ADD COLUMN gone REAL",
    "UPDATE photos SET gone = CAST(strftime('%s', 'now') AS REAL) WHERE files = 0",
    """CREATE TRIGGER photo_lost AFTER UPDATE OF files ON photos WHEN new.files = 0 AND old.files > 0 BEGIN
        UPDATE photos SET gone = CAST(strftime('%s', 'now') AS REAL) WHERE id = new.id; END""",
    """CREATE TRIGGER photo_back AFTER UPDATE OF files ON photos WHEN new.files > 0 AND old.files = 0 BEGIN
        UPDATE photos SET gone = NULL WHERE id = new.id; END""",
)

_V6 = (
    # Photos that a person took out of the library: they have no file as far as all others can see.
    """CREATE TABLE excluded (
        photo_id INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,
        at REAL NOT NULL)""",
    """CREATE TRIGGER photo_excluded AFTER UPDATE OF files ON photos
        WHEN new.files > 0 AND EXISTS (SELECT 1 FROM excluded WHERE photo_id = new.id) BEGIN
        UPDATE photos SET files = 0 WHERE id = new.id; END""",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_V1, _V2, _V3, _V4, _V5, _V6)
"""Statements that lead from one schema version to the next; the first from nothing to version 1."""


def migrate(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Sequence[str]] = MIGRATIONS
) -> tuple[int, int]:
    """Bring a catalog to the newest schema, each step in a transaction of its own.

    An older catalog is copied to ``<name>.v<version>`` first.

    Args:
        connection: in autocommit mode.
        path: the catalog's file, for messages and the copy.
        migrations: the steps.

    Returns:
        The version before and after.

    Raises:
        CatalogError: the schema is newer than this program, or the file is another program's database.
        sqlite3.Error: the file can't be read or written.
    """
    found = _version(connection)
    if found > len(migrations):
        raise CatalogError(f"the catalog {path} was written by a newer photofind (schema {found})", "update photofind")
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application not in (0, APPLICATION_ID) or (found == 0 and tables):
        raise CatalogError(f"{path} is not a photofind catalog", "choose another data directory with --data-dir")
    if 0 < found < len(migrations):
        _copy(connection, path.with_name(f"{path.name}.v{found}"))
    for version in range(found, len(migrations)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) == version:  # else another process was quicker
                for statement in migrations[version]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    if found != len(migrations):
        logger.info("catalog %s: schema %d → %d", path, found, len(migrations))
    return found, len(migrations)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    copy = sqlite3.connect(target)
    try:
        connection.backup(copy)
    finally:
        copy.close()
