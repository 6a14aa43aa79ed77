"""The catalog's captions: adding them, reading them, and noting which engine has done which views."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Sequence

from photofind.errors import NotFoundError, UsageError
from photofind.library.database import Database, chunks, mark_stale
from photofind.records import Caption

logger = logging.getLogger(__name__)

ALL_VIEWS = (1 << 63) - 1
"""The mask of every view there may ever be."""


class CaptionQueries(Database):
    """What engines said about views."""

    def add_captions(self, captions: Sequence[Caption]) -> None:
        """Keep captions, all in one durable transaction; one of the same photo, view and engine is replaced.

        Failures of these views are forgotten, and the photos' index documents become stale. Captions of photos that
        were purged meanwhile are dropped.

        Raises:
            UsageError: a view that does not exist.
        """
        if not captions:
            return
        bits = [self._bit(caption.view) for caption in captions]
        with self._write() as connection:
            known = _existing(connection, {caption.photo_id for caption in captions})
            done: dict[tuple[int, int], int] = defaultdict(int)
            imported: dict[int, int] = defaultdict(int)
            for caption, bit in zip(captions, bits, strict=True):
                if caption.photo_id not in known:
                    logger.info("photo %d is gone; its caption is dropped", caption.photo_id)
                    continue
                engine = _id(connection, "engines", "fingerprint", caption.fingerprint)
                model = _id(connection, "models", "name", caption.model)
                connection.execute(
                    "INSERT INTO captions (photo_id, view, engine, model, created, imported, raw) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET model = excluded.model, "
                    "created = excluded.created, imported = excluded.imported, raw = excluded.raw, "
                    "hidden = hidden AND raw = excluded.raw",
                    (caption.photo_id, bit, engine, model, caption.created, int(caption.imported), caption.raw),
                )
                connection.execute(
                    "DELETE FROM failures WHERE photo_id = ? AND (view IS NULL OR view = ?)", (caption.photo_id, bit)
                )
                if caption.imported:
                    imported[caption.photo_id] |= 1 << bit
                else:
                    done[caption.photo_id, engine] |= 1 << bit
            for (photo_id, engine), mask in done.items():
                _cover(connection, photo_id, engine, mask)
            for photo_id in known:
                _recount(connection, photo_id)
            mark_stale(connection, known)

    def captions(self, photo_id: int, fingerprints: Collection[str] = ()) -> list[Caption]:
        """The caption that counts of each view: one made under one of the fingerprints, else the newest.

        Returns:
            At most one a view, in the order of ``VIEWS``.
        """
        best: dict[str, Caption] = {}
        for caption in self.all_captions(photo_id):
            held = best.get(caption.view)
            if held is None or (caption.fingerprint in fingerprints, caption.created) >= (
                held.fingerprint in fingerprints,
                held.created,
            ):
                best[caption.view] = caption
        return list(best.values())

    def all_captions(self, photo_id: int) -> list[Caption]:
        """Every caption of a photo, by view in the order of ``VIEWS``, then the oldest first."""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT c.view, e.fingerprint, m.name, c.raw, c.created, c.imported, c.hidden FROM captions c "
                "JOIN engines e ON e.id = c.engine JOIN models m ON m.id = c.model WHERE c.photo_id = ? "
                "ORDER BY c.view, c.created, c.engine",
                (photo_id,),
            ).fetchall()
        return [
            Caption(photo_id, self._names[bit], fingerprint, model, raw, "", created, bool(imported), bool(hidden))
            for bit, fingerprint, model, raw, created, imported, hidden in rows
            if bit in self._names
        ]

    def set_hidden(self, photo_id: int, view: str, fingerprint: str, hidden: bool) -> None:
        """Hide a caption that a person found wrong, or show it again; the photo's index document becomes stale.

        Raises:
            NotFoundError: there is no such caption.
            UsageError: a view that does not exist.
        """
        bit = self._bit(view)
        with self._write() as connection:
            changed = connection.execute(
                "UPDATE captions SET hidden = ? WHERE photo_id = ? AND view = ? "
                "AND engine = (SELECT id FROM engines WHERE fingerprint = ?)",
                (int(hidden), photo_id, bit, fingerprint),
            )
            if not changed.rowcount:
                raise NotFoundError("this caption is not in the catalog any more", "look at the photo again")
            mark_stale(connection, [photo_id])

    def _bit(self, view: str) -> int:
        try:
            return self._bits[view]
        except KeyError:
            raise UsageError(f"there is no view named {view!r}", "see `photofind caption --help`") from None

    def _mask(self, views: Sequence[str]) -> int:
        mask = 0
        for view in views:
            mask |= 1 << self._bit(view)
        return mask


def _existing(connection: sqlite3.Connection, ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for chunk in chunks(ids):
        query = "SELECT id FROM photos WHERE id IN (SELECT value FROM json_each(?))"
        found.update(photo_id for (photo_id,) in connection.execute(query, (json.dumps(chunk),)))
    return found


def _id(connection: sqlite3.Connection, table: str, column: str, value: str) -> int:
    """The id of a fingerprint or a model name, made if it is new."""
    row = connection.execute(f"SELECT id FROM {table} WHERE {column} = ?", (value,)).fetchone()
    if row is None:
        row = connection.execute(f"INSERT INTO {table} ({column}) VALUES (?) RETURNING id", (value,)).fetchone()
    return int(row[0])


def engine_id(connection: sqlite3.Connection, fingerprint: str) -> int:
    """The id of an engine fingerprint, made if it is new."""
    return _id(connection, "engines", "fingerprint", fingerprint)


def _cover(connection: sqlite3.Connection, photo_id: int, engine: int, done: int = 0, failed: int = 0) -> None:
    """Note views as described by an engine, or as failed, and this engine as the latest."""
    (mask,) = connection.execute(
        "INSERT INTO coverage (photo_id, engine, done, failed) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET "
        "done = done | ?3, failed = (failed | ?4) & ~?3 RETURNING done | failed",
        (photo_id, engine, done, failed),
    ).fetchone()
    _answered(connection, photo_id, done | failed)
    if mask & 1:
        connection.execute("UPDATE photos SET whole_engine = ? WHERE id = ?", (engine, photo_id))
    if mask & ~1:
        connection.execute(
            "UPDATE photos SET crops_engine = ?, crops_done = ? WHERE id = ?", (engine, mask & ~1, photo_id)
        )


def _answered(connection: sqlite3.Connection, photo_id: int, mask: int) -> None:
    """Note that views which a person wanted described again have been."""
    connection.execute("UPDATE photos SET again = again & ~?1 WHERE id = ?2 AND again & ?1", (mask, photo_id))


def cover_failed(connection: sqlite3.Connection, photo_id: int, engine: int | None, bit: int | None) -> None:
    """Note that an engine (any, if None) failed at a view (all, if ``bit`` is None): it is not asked again."""
    mask = ALL_VIEWS if bit is None else 1 << bit
    if engine is not None:
        _cover(connection, photo_id, engine, failed=mask)
    _answered(connection, photo_id, mask)
    _recount(connection, photo_id)


def uncover_failed(connection: sqlite3.Connection, photo_id: int) -> None:
    """Make the failed views of a photo pending again."""
    connection.execute("UPDATE coverage SET failed = 0 WHERE photo_id = ?", (photo_id,))
    connection.execute(
        "UPDATE photos SET whole_engine = NULL, crops_engine = NULL, crops_done = 0 WHERE id = ?", (photo_id,)
    )
    for engine, _ in connection.execute(
        "SELECT engine, max(created) FROM captions WHERE photo_id = ? AND NOT imported GROUP BY engine ORDER BY 2",
        (photo_id,),
    ).fetchall():
        _cover(connection, photo_id, engine)
    _recount(connection, photo_id)


def _recount(connection: sqlite3.Connection, photo_id: int) -> None:
    """Bring what the photo's row says about captions and failures up to date."""
    connection.execute(
        """UPDATE photos SET
            views = (SELECT count(DISTINCT view) FROM captions WHERE photo_id = :id),
            whole = EXISTS (SELECT 1 FROM captions WHERE photo_id = :id AND view = 0),
            failed = EXISTS (SELECT 1 FROM failures WHERE photo_id = :id),
            settled = CASE WHEN EXISTS (SELECT 1 FROM failures WHERE photo_id = :id AND view IS NULL AND engine IS NULL)
                THEN :all
                ELSE coalesce((SELECT sum(1 << view) FROM (
                    SELECT view FROM captions WHERE photo_id = :id AND imported UNION
                    SELECT view FROM failures WHERE photo_id = :id AND engine IS NULL AND view IS NOT NULL)), 0) END
           WHERE id = :id""",
        {"id": photo_id, "all": ALL_VIEWS},
    )
