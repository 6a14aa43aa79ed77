"""Photos that a person took out of the library without touching their files.

They count as not present (``photos.files`` is 0, which a trigger keeps so), wherever their files are, and also when a
copy appears. Their captions and the person's own words stay.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from photofind.library.database import Database, chunks, mark_stale, marks


class ExcludeQueries(Database):
    """Taking photos out, and putting them back."""

    def exclude(self, ids: Sequence[int]) -> list[int]:
        """Take present photos out of the library; returns those that were in it."""
        taken: list[int] = []
        with self._write() as connection:
            for chunk in chunks(dict.fromkeys(ids)):
                several = marks(len(chunk))
                rows = connection.execute(f"SELECT id FROM photos WHERE files > 0 AND id IN ({several})", chunk)
                taken += [photo_id for (photo_id,) in rows]
            now = time.time()
            connection.executemany("INSERT OR IGNORE INTO excluded VALUES (?, ?)", ((i, now) for i in taken))
            connection.executemany("UPDATE photos SET files = 0 WHERE id = ?", ((i,) for i in taken))
            mark_stale(connection, taken)
        return taken

    def include(self, ids: Sequence[int]) -> list[int]:
        """Put photos back; returns those that had been taken out."""
        back: list[int] = []
        with self._write() as connection:
            for chunk in chunks(dict.fromkeys(ids)):
                query = f"DELETE FROM excluded WHERE photo_id IN ({marks(len(chunk))}) RETURNING photo_id"
                back += [photo_id for (photo_id,) in connection.execute(query, chunk).fetchall()]
            connection.executemany(
                "UPDATE photos SET files = (SELECT count(*) FROM files f WHERE f.photo_id = photos.id AND f.raw = 0) "
                "WHERE id = ?",
                ((i,) for i in back),
            )
            mark_stale(connection, back)
        return back

    def excluded(self) -> list[int]:
        """The photos that were taken out and still have a file, the latest first."""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT photo_id FROM excluded e WHERE EXISTS (SELECT 1 FROM files f WHERE f.photo_id = e.photo_id "
                "AND f.raw = 0) ORDER BY at DESC, photo_id DESC"
            )
            return [photo_id for (photo_id,) in rows]
