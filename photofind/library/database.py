"""The SQLite file below the catalog: connections, transactions, and errors that people can act on."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from photofind.courtesy import courtesy
from photofind.errors import CatalogError
from photofind.library.migrations import migrate
from photofind.records import VIEWS

logger = logging.getLogger(__name__)

BUSY_SECONDS = 30.0
CHUNK = 500
"""Rows named in one statement."""


class Database:
    """One locked writer connection, a read connection per thread, and one that only watches for commits.

    Args:
        path: the file; made if it does not exist (readable by its owner only).

    Raises:
        CatalogError: the file is damaged, of a newer version, another program's, or can't be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._closed = False
        self._writer_lock = threading.RLock()
        self._readers_lock = threading.Lock()
        self._readers: list[_Reader] = []
        self._local = threading.local()
        self._watch_lock = threading.Lock()
        with self._translated():
            with contextlib.suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            self._writer = self._connect()
            try:
                migrate(self._writer, path)
                self._bits = self._view_bits()
                self._watch = self._connect()
            except BaseException:
                self._writer.close()
                raise
        self._names = {bit: name for name, bit in self._bits.items()}

    def close(self) -> None:
        """Close every connection, waiting for running statements. Idempotent."""
        self._closed = True
        with self._readers_lock:
            readers, self._readers = self._readers, []
        for reader in readers:
            reader.connection.interrupt()
            with reader.lock:
                reader.connection.close()
        with self._watch_lock:
            self._watch.close()
        with self._writer_lock:
            self._writer.close()

    def data_version(self) -> int:
        """A number that changes whenever any process has committed."""
        with self._translated(), self._watch_lock:
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        try:
            for pragma in (
                "journal_mode = WAL",
                "synchronous = FULL",
                "foreign_keys = ON",
                "trusted_schema = OFF",
                "cache_size = -16000",
                "temp_store = MEMORY",
            ):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    @contextlib.contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """One transaction on the writer connection: all of it, or nothing. Not to be nested."""
        with self._translated(), self._writer_lock:
            connection = self._writer
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        """This thread's read connection, seeing one state of the catalog throughout. May be nested."""
        courtesy.give_way()
        reader: _Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = self._new_reader()
        with self._translated(), reader.lock:
            connection = reader.connection
            if reader.depth == 0:
                connection.execute("BEGIN")
            reader.depth += 1
            try:
                yield connection
            finally:
                reader.depth -= 1
                if reader.depth == 0:
                    with contextlib.suppress(sqlite3.Error):  # there is nothing to lose
                        connection.execute("COMMIT")

    def _new_reader(self) -> _Reader:
        with self._translated():
            reader = _Reader(self._connect())
        with self._readers_lock:
            if self._closed:
                reader.connection.close()
                raise CatalogError("the catalog is closed")
            for other in [other for other in self._readers if not other.thread.is_alive()]:
                other.connection.close()
                self._readers.remove(other)
            self._readers.append(reader)
        return reader

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        """SQLite's errors as CatalogError with a remedy."""
        try:
            yield
        except OSError as error:
            raise CatalogError(f"can't open the catalog {self.path} ({error.strerror})", "check its folder") from error
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def _explained(self, error: sqlite3.Error) -> CatalogError:
        if self._closed:
            return CatalogError("the catalog is closed")
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return CatalogError(
                f"the catalog {self.path} is damaged ({error})",
                "restore a backup of it, or move it away to begin anew (your photos are not touched)",
            )
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return CatalogError(f"the catalog {self.path} is busy", "wait for the other photofind to finish")
        if code == sqlite3.SQLITE_FULL:
            return CatalogError(f"no space left for the catalog {self.path}", "free some space")
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR):
            return CatalogError(f"can't use the catalog {self.path} ({error})", "check its folder and its permissions")
        return CatalogError(f"the catalog {self.path} failed ({error})", "please report this")

    def _view_bits(self) -> dict[str, int]:
        """Every view's bit; views that are new in this version of photofind get the next ones."""
        query = "SELECT name, bit FROM views"
        bits = dict(self._writer.execute(query).fetchall())
        if any(name not in bits for name in VIEWS):
            self._writer.execute("BEGIN IMMEDIATE")
            for name in VIEWS:
                self._writer.execute(
                    "INSERT OR IGNORE INTO views SELECT coalesce(max(bit) + 1, 0), ? FROM views WHERE NOT EXISTS "
                    "(SELECT 1 FROM views WHERE name = ?)",
                    (name, name),
                )
            self._writer.execute("COMMIT")
            bits = dict(self._writer.execute(query).fetchall())
        if max(bits.values()) > 62:
            raise CatalogError(f"the catalog {self.path} knows too many views", "update photofind")
        return bits


class _Reader:
    """A read connection and the thread it belongs to."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.thread = threading.current_thread()
        self.lock = threading.RLock()
        self.depth = 0


def chunks(ids: Iterable[int], size: int = CHUNK) -> Iterator[list[int]]:
    """The ids in lists that one statement can name."""
    several = list(ids)
    for start in range(0, len(several), size):
        yield several[start : start + size]


def marks(count: int) -> str:
    """That many question marks for a statement."""
    return ",".join("?" * count)


def mark_stale(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Note that the index documents of these photos are out of date, under a version that never was used before."""
    rows = sorted(set(ids))
    if not rows:
        return
    connection.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'stale_version'")
    version = int(connection.execute("SELECT value FROM meta WHERE name = 'stale_version'").fetchone()[0])
    connection.executemany(
        "INSERT INTO stale VALUES (?, ?) ON CONFLICT (photo_id) DO UPDATE SET version = excluded.version",
        ((photo_id, version) for photo_id in rows),
    )
