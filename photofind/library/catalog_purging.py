"""What is deleted from the catalog because a person asked for it, and the copy that is made before."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Collection
from pathlib import Path

from photofind.errors import CatalogError
from photofind.library.catalog_captions import CaptionQueries, _cover, _recount
from photofind.library.database import chunks, mark_stale, marks

_ROW_BYTES = 60
"""Of a caption besides its text, about."""
# Not those that a person took out and whose files are still there.
_LOST = """files = 0 AND coalesce(gone, added) <= :before AND NOT EXISTS (SELECT 1 FROM excluded e JOIN files f
    ON f.photo_id = e.photo_id AND f.raw = 0 WHERE e.photo_id = photos.id)"""
# Of another engine than the active one, which has described the same view too. Imported captions can't be made again.
_SUPERSEDED = """c.imported = 0 AND c.engine NOT IN (SELECT id FROM engines WHERE fingerprint IN
    (SELECT value FROM json_each(:prints))) AND EXISTS (SELECT 1 FROM captions a JOIN engines e ON e.id = a.engine
    WHERE a.photo_id = c.photo_id AND a.view = c.view AND e.fingerprint IN (SELECT value FROM json_each(:prints)))"""
_SUM = f"count(*), coalesce(sum(length(CAST(c.raw AS BLOB)) + {_ROW_BYTES}), 0)"


class PurgeQueries(CaptionQueries):
    """Counting and deleting captions; nothing here runs by itself."""

    def present_keys(self) -> set[str]:
        """The content keys of the photos that have a file, also on an absent drive."""
        with self._read() as connection:
            return {key for (key,) in connection.execute("SELECT key FROM photos WHERE files > 0")}

    def count_missing(self, before: float) -> tuple[int, int]:
        """How many captions there are of photos whose last file went before a moment, and their bytes (about)."""
        query = f"SELECT {_SUM} FROM captions c WHERE photo_id IN (SELECT id FROM photos WHERE {_LOST})"
        with self._read() as connection:
            count, size = connection.execute(query, {"before": before}).fetchone()
        return int(count), int(size)

    def purge_missing(self, before: float) -> tuple[int, int]:
        """Delete what ``count_missing`` counts. Photos go too, but for those that a person has written about.

        Returns:
            Captions deleted, and their bytes (about).
        """
        with self._write() as connection:
            lost = connection.execute(f"SELECT id FROM photos WHERE {_LOST}", {"before": before}).fetchall()
            ids = [photo_id for (photo_id,) in lost]
            within = "SELECT value FROM json_each(?)"
            named = [json.dumps(ids)]
            count, size = connection.execute(
                f"SELECT {_SUM} FROM captions c WHERE photo_id IN ({within})", named
            ).fetchone()
            kept = [i for (i,) in connection.execute(f"SELECT photo_id FROM owns WHERE photo_id IN ({within})", named)]
            for chunk in chunks(kept):
                several = marks(len(chunk))
                for table in ("captions", "coverage", "failures"):
                    connection.execute(f"DELETE FROM {table} WHERE photo_id IN ({several})", chunk)
            for photo_id in kept:
                _renew(connection, photo_id)
            for chunk in chunks(sorted(set(ids) - set(kept))):
                connection.execute(f"DELETE FROM files WHERE photo_id IN ({marks(len(chunk))})", chunk)
                connection.execute(f"DELETE FROM photos WHERE id IN ({marks(len(chunk))})", chunk)
            mark_stale(connection, ids)
        return int(count), int(size)

    def count_superseded(self, fingerprints: Collection[str]) -> tuple[int, int]:
        """How many captions have been superseded by the active engine's, and their bytes (about).

        Args:
            fingerprints: of the active engine; none means that nothing is superseded.
        """
        with self._read() as connection:
            count, size = connection.execute(
                f"SELECT {_SUM} FROM captions c WHERE {_SUPERSEDED}", {"prints": json.dumps(list(fingerprints))}
            ).fetchone()
        return int(count), int(size)

    def purge_superseded(self, fingerprints: Collection[str]) -> tuple[int, int]:
        """Delete what ``count_superseded`` counts; going back to that engine means describing again.

        Returns:
            Captions deleted, and their bytes (about).
        """
        values = {"prints": json.dumps(list(fingerprints))}
        with self._write() as connection:
            count, size = connection.execute(f"SELECT {_SUM} FROM captions c WHERE {_SUPERSEDED}", values).fetchone()
            ids = [
                photo_id
                for (photo_id,) in connection.execute(
                    f"SELECT DISTINCT c.photo_id FROM captions c WHERE {_SUPERSEDED}", values
                )
            ]
            connection.execute(
                f"DELETE FROM captions WHERE (photo_id, view, engine) IN "
                f"(SELECT c.photo_id, c.view, c.engine FROM captions c WHERE {_SUPERSEDED})",
                values,
            )
            for photo_id in ids:
                _renew(connection, photo_id)
            mark_stale(connection, ids)
        return int(count), int(size)

    def backup(self, target: Path) -> None:
        """Copy the catalog to a new file, and check the copy.

        Raises:
            CatalogError: it can't be written, or is not whole; there is no file then.
        """
        try:
            with self._translated(), contextlib.closing(sqlite3.connect(target)) as copy:
                with self._writer_lock:
                    self._writer.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                (answer,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            if answer != "ok":
                raise CatalogError(f"the copy of the catalog {target} is not whole ({answer})", "check the disk")
            target.chmod(0o600)
        except BaseException:
            target.unlink(missing_ok=True)
            raise

    def compact(self) -> None:
        """Give the room of what was deleted back to the disk. It needs as much room again while it works."""
        with self._translated(), self._writer_lock:
            self._writer.execute("VACUUM")
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _renew(connection: sqlite3.Connection, photo_id: int) -> None:
    """Bring what is noted about a photo in line with the captions that are left."""
    connection.execute(
        "UPDATE coverage SET done = coalesce((SELECT sum(DISTINCT 1 << c.view) FROM captions c WHERE "
        "c.photo_id = coverage.photo_id AND c.engine = coverage.engine AND NOT c.imported), 0) WHERE photo_id = ?",
        (photo_id,),
    )
    connection.execute("DELETE FROM coverage WHERE photo_id = ? AND done = 0 AND failed = 0", (photo_id,))
    connection.execute(
        "UPDATE photos SET whole_engine = NULL, crops_engine = NULL, crops_done = 0 WHERE id = ?", (photo_id,)
    )
    for engine, _ in connection.execute(
        "SELECT engine, max(created) FROM captions WHERE photo_id = ? AND NOT imported GROUP BY engine ORDER BY 2",
        (photo_id,),
    ).fetchall():
        _cover(connection, photo_id, engine)
    _recount(connection, photo_id)
