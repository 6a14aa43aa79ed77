"""The catalog's failures: files that could not be read, and views that could not be described."""

from __future__ import annotations

import logging
import time

from photofind.library.catalog_captions import CaptionQueries, cover_failed, engine_id, uncover_failed
from photofind.records import Failure

logger = logging.getLogger(__name__)

RETRY = -1
"""A file's modification time in the catalog when it must be read again whatever its real one."""


class FailureQueries(CaptionQueries):
    """What went wrong, and trying again."""

    def add_failure(self, failure: Failure, fingerprint: str = "") -> None:
        """Keep a failure; an earlier one of the same thing is replaced.

        With a photo, its view (or every view, if none is named) is not pending any more under this fingerprint, or
        under any if the fingerprint is empty.

        Raises:
            UsageError: a view that does not exist.
        """
        bit = None if failure.view is None else self._bit(failure.view)
        when = failure.when or time.time()
        with self._write() as connection:
            if failure.photo_id is None:
                connection.execute(
                    "DELETE FROM failures WHERE path = ? AND stage = ? AND photo_id IS NULL",
                    (failure.path, failure.stage),
                )
                engine = None
            elif connection.execute("SELECT 1 FROM photos WHERE id = ?", (failure.photo_id,)).fetchone() is None:
                logger.info("photo %d is gone; its failure is dropped", failure.photo_id)
                return
            else:
                engine = engine_id(connection, fingerprint) if fingerprint else None
                connection.execute(
                    "DELETE FROM failures WHERE photo_id = ? AND view IS ? AND engine IS ?",
                    (failure.photo_id, bit, engine),
                )
            connection.execute(
                "INSERT INTO failures (stage, path, photo_id, view, engine, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (failure.stage, failure.path, failure.photo_id, bit, engine, failure.reason, when),
            )
            if failure.photo_id is not None:
                cover_failed(connection, failure.photo_id, engine, bit)

    def failures(self, photo_id: int | None = None) -> list[Failure]:
        """Every failure, or those of one photo; the newest first."""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT path, stage, reason, photo_id, view, at FROM failures WHERE (?1 IS NULL OR photo_id = ?1) "
                "AND NOT EXISTS (SELECT 1 FROM excluded e WHERE e.photo_id = failures.photo_id) "
                "ORDER BY at DESC, id DESC",
                (photo_id,),
            ).fetchall()
        return [
            Failure(path, stage, reason, photo, None if bit is None else self._names.get(bit), when)
            for path, stage, reason, photo, bit, when in rows
        ]

    def clear_failures(self, photo_id: int | None = None) -> int:
        """Forget failures, so that the views are pending again and the next scan reads the files again.

        Args:
            photo_id: only those of this photo.

        Returns:
            How many were forgotten.
        """
        with self._write() as connection:
            rows = connection.execute(
                "DELETE FROM failures WHERE ?1 IS NULL OR photo_id = ?1 RETURNING path, photo_id", (photo_id,)
            ).fetchall()
            # What another engine has described since is no failure any more, but this engine still holds it for one.
            held = connection.execute(
                "SELECT photo_id FROM coverage WHERE failed != 0 AND (?1 IS NULL OR photo_id = ?1)", (photo_id,)
            ).fetchall()
            for photo in {photo for _, photo in rows if photo is not None} | {photo for (photo,) in held}:
                uncover_failed(connection, photo)
            connection.executemany(
                "UPDATE files SET mtime_ns = ? WHERE path = ? AND photo_id IS NULL",
                ((RETRY, path) for path, photo in rows if photo is None),
            )
        return len(rows)
