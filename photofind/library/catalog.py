"""The catalog: the truth about photos, files, captions and what people wrote. Everything else can be made again.

Database            connections, transactions, errors
├── PhotoQueries    photos, lists, counts, own texts
├── FilterQueries   what filters and orders depend on, and what changed of it
├── CaptionQueries  captions, and which engine has done which views
│   ├── FailureQueries
│   ├── PendingQueries  what is left to describe, and in which order
│   │   └── ScopeQueries  how deep, and what first
│   └── PurgeQueries  what is deleted because a person asked for it
├── ExcludeQueries  photos that a person took out
├── FileQueries     what scans record
│   └── RootQueries
└── Catalog         all of it, and which index documents are out of date
"""

from __future__ import annotations

from collections.abc import Sequence

from photofind.library.catalog_excluding import ExcludeQueries
from photofind.library.catalog_failures import FailureQueries
from photofind.library.catalog_filters import FilterQueries
from photofind.library.catalog_photos import PhotoQueries
from photofind.library.catalog_purging import PurgeQueries
from photofind.library.catalog_roots import RootQueries
from photofind.library.catalog_scopes import ScopeQueries
from photofind.library.database import mark_stale

__all__ = ["Catalog"]


class Catalog(PhotoQueries, FilterQueries, FailureQueries, ScopeQueries, PurgeQueries, ExcludeQueries, RootQueries):
    """One SQLite file, safe for several threads and several processes at once.

    Args:
        path: the file; made if it does not exist, migrated if it is older.

    Raises:
        CatalogError: the file is damaged, of a newer version, another program's, or can't be opened. Every method
            raises it when the file fails, is busy for longer than half a minute, or the catalog is closed.
    """

    def stale(self, limit: int = 500) -> list[tuple[int, int]]:
        """Photos whose index documents are out of date, and as of which version; the oldest first.

        Photos that are not present, or don't exist any more, are among them: the index must delete those.
        """
        with self._read() as connection:
            return connection.execute(
                "SELECT photo_id, version FROM stale ORDER BY version, photo_id LIMIT ?", (limit,)
            ).fetchall()

    def clear_stale(self, done: Sequence[tuple[int, int]]) -> None:
        """Note that the index has these photos as of these versions; those that changed since then stay stale."""
        if done:
            with self._write() as connection:
                connection.executemany("DELETE FROM stale WHERE photo_id = ? AND version = ?", done)

    def mark_all_stale(self) -> int:
        """Make the index documents of all photos stale (to build the index anew); returns how many that are."""
        with self._write() as connection:
            ids = [photo_id for (photo_id,) in connection.execute("SELECT id FROM photos")]
            mark_stale(connection, ids)
        return len(ids)

    def meta(self, name: str) -> str | None:
        """A value kept under a name, or None."""
        with self._read() as connection:
            row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def set_meta(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        with self._write() as connection:
            connection.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (name, value)
            )
