"""The catalog's files: what a scan found, and which photo each file holds."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from photofind.library import scopes
from photofind.library.database import Database, mark_stale
from photofind.library.locations import below, name_key
from photofind.library.probe import Probe

_MAX_INODE = (1 << 63) - 1


class FoundFile(NamedTuple):
    """A file that a walk found: absolute path, bytes, modification time in nanoseconds, inode (0 if there is none)."""

    path: str
    size: int
    mtime_ns: int
    inode: int = 0


class KnownFile(NamedTuple):
    """A file as the catalog knows it; ``photo_id`` is None if it could not be read or is too small."""

    path: str
    size: int
    mtime_ns: int
    photo_id: int | None
    raw: int
    inode: int


KnownRow = tuple[str, int, int, int | None, int, int]
"""The fields of a ``KnownFile``: one for every file of the library is made at every start."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A new or changed file and what it turned out to be; exactly one of the last four is given.

    Attributes:
        root_id: the folder that it lies below.
        probe: it is a photo.
        reason: it could not be read.
        ignored: it is an image, but too small to be a photo.
        beside: it is the RAW file of the photo at this path.
        formerly: it is the same file as this one, which is gone.
    """

    file: FoundFile
    root_id: int
    probe: Probe | None = None
    reason: str = ""
    ignored: bool = False
    beside: str = ""
    formerly: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What recording an arrival changed. ``touched`` is the photo that is new, changed or back; else None."""

    kind: Literal["added", "changed", "moved", "same", "failed", "ignored"]
    photo_id: int | None = None
    touched: bool = False
    left: str = ""


class FileQueries(Database):
    """What a scan reads and writes."""

    def known(self, root_id: int, folder: str = "") -> dict[str, KnownRow]:
        """The files known below a root, or only those at or below one folder of it; by path, as plain rows."""
        query = "SELECT path, size, mtime_ns, photo_id, raw, inode FROM files WHERE root_id = ?"
        values: list[object] = [root_id]
        if folder:
            query += " AND (path = ? OR (path >= ? AND path < ?))"
            values += [folder, *below(folder)]
        with self._read() as connection:
            return {row[0]: row for row in connection.execute(query, values)}

    def holders(self, paths: Sequence[str]) -> dict[str, int]:
        """The photo that each of the files holds, without those that hold none."""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT path, photo_id FROM files WHERE raw = 0 AND photo_id IS NOT NULL "
                "AND path IN (SELECT value FROM json_each(?))",
                (json.dumps(list(paths)),),
            )
            return dict(rows.fetchall())

    def record(self, arrivals: Sequence[Arrival], gone: Callable[[str], bool]) -> list[Outcome]:
        """Record files in one transaction.

        Args:
            arrivals: in any order, except that a RAW file of a pair follows its photo.
            gone: whether a known file does not exist any more; a photo whose file is gone has moved, not been copied.

        Returns:
            An outcome for each arrival; ``same`` if its root was removed meanwhile.
        """
        if not arrivals:
            return []
        with self._write() as connection:
            recorder = _Recorder(connection, gone)
            roots = {root_id for (root_id,) in connection.execute("SELECT id FROM roots")}
            outcomes = [
                recorder.record(arrival) if arrival.root_id in roots else Outcome("same") for arrival in arrivals
            ]
            recorder.finish()
        return outcomes

    def forget(self, paths: Sequence[str]) -> int:
        """Forget files that are gone, and what they failed at; returns how many of them held a photo."""
        if not paths:
            return 0
        with self._write() as connection:
            return forget(connection, paths)


def forget(connection: sqlite3.Connection, paths: Iterable[str]) -> int:
    """As ``FileQueries.forget``, within a transaction."""
    recorder = _Recorder(connection, lambda _: True)
    held = sum(recorder.drop(path) for path in paths)
    recorder.finish()
    return held


class _Recorder:
    """One transaction's worth of changes to files; ``finish`` brings the photos' rows in line."""

    def __init__(self, connection: sqlite3.Connection, gone: Callable[[str], bool]) -> None:
        self._connection = connection
        self._gone = gone
        self._dirty: set[int] = set()
        self._lost: dict[int, str] = {}
        self._replaced: list[tuple[int, int, str]] = []

    def record(self, arrival: Arrival) -> Outcome:
        """Record one file."""
        path = arrival.file.path
        old = self._connection.execute("SELECT photo_id, raw FROM files WHERE path = ?", (path,)).fetchone()
        self._connection.execute("DELETE FROM failures WHERE path = ? AND photo_id IS NULL", (path,))
        if arrival.formerly:
            return self._renamed(arrival, old)
        if arrival.beside:
            row = self._connection.execute(
                "SELECT photo_id FROM files WHERE path = ? AND raw = 0", (arrival.beside,)
            ).fetchone()
            self._put(arrival, row[0] if row else None, old, raw=1)
            return Outcome("same", row[0] if row else None)
        if arrival.probe is None:
            self._put(arrival, None, old)
            if arrival.ignored:
                return Outcome("ignored")
            self._connection.execute(
                "INSERT INTO failures (stage, path, reason, at) VALUES ('read', ?, ?, ?)",
                (path, arrival.reason, time.time()),
            )
            return Outcome("failed")
        return self._photo(arrival, arrival.probe, old)

    def _photo(self, arrival: Arrival, probe: Probe, old: tuple[int | None, int] | None) -> Outcome:
        path = arrival.file.path
        photo_id, fresh, edited = self._identify(probe, arrival.file.mtime_ns)
        before = old[0] if old and not old[1] else None
        elsewhere = [] if before == photo_id else self._files(photo_id)
        left = next((other for other in elsewhere if other != path and self._gone(other)), "")
        if left:
            self.drop(left)
        self._put(arrival, photo_id, old)
        if fresh and before is None:
            self._inherit(photo_id, path)
        if before is not None and before != photo_id:
            self._replaced.append((before, photo_id, path))
            return Outcome("changed", photo_id, True, left)
        if before == photo_id:
            return Outcome("changed" if edited else "same", photo_id, edited)
        if left:
            return Outcome("moved", photo_id, False, left)
        kind: Literal["added", "changed"] = "changed" if old and old[0] is None else "added"
        return Outcome(kind, photo_id, fresh or not elsewhere)

    def _renamed(self, arrival: Arrival, old: tuple[int | None, int] | None) -> Outcome:
        row = self._connection.execute("SELECT photo_id, raw FROM files WHERE path = ?", (arrival.formerly,)).fetchone()
        if row is None:  # another process has been here in between; the next scan will see
            return Outcome("same")
        photo_id, raw = row
        self.drop(arrival.formerly)
        self._put(arrival, photo_id, old, raw)
        return Outcome("moved", photo_id, False, arrival.formerly)

    def _identify(self, probe: Probe, mtime_ns: int) -> tuple[int, bool, bool]:
        """The photo of a key: its id, whether it is new, whether its metadata changed."""
        taken = probe.taken or _moment(mtime_ns)
        place = (probe.camera, probe.latitude, probe.longitude)
        values = (probe.width, probe.height, probe.format, taken, *place)
        row = self._connection.execute(
            "SELECT id, width, height, format, taken, camera, latitude, longitude FROM photos WHERE key = ?",
            (probe.key,),
        ).fetchone()
        if row is None:
            (photo_id,) = self._connection.execute(
                "INSERT INTO photos (key, width, height, format, taken, camera, latitude, longitude, added) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (probe.key, *values, time.time()),
            ).fetchone()
            return photo_id, True, False
        if probe.taken is None:  # a copy's modification time says nothing about when the photo was taken
            values = (probe.width, probe.height, probe.format, min(row[4] or taken, taken), *place)
        if row[1:] == values:
            return row[0], False, False
        self._connection.execute(
            "UPDATE photos SET width = ?, height = ?, format = ?, taken = ?, camera = ?, latitude = ?, longitude = ? "
            "WHERE id = ?",
            (*values, row[0]),
        )
        return row[0], False, True

    def _put(self, arrival: Arrival, photo_id: int | None, old: tuple[int | None, int] | None, raw: int = 0) -> None:
        path, size, mtime_ns, inode = arrival.file
        self._connection.execute(
            "INSERT INTO files (path, root_id, photo_id, raw, size, mtime_ns, inode) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET root_id = excluded.root_id, photo_id = excluded.photo_id, raw = excluded.raw, "
            "size = excluded.size, mtime_ns = excluded.mtime_ns, inode = excluded.inode",
            (path, arrival.root_id, photo_id, raw, size, mtime_ns, inode & _MAX_INODE),
        )
        if old != (photo_id, raw):
            if old and old[0] is not None and not old[1]:
                self._lost[old[0]] = path
            self._dirty.update(photo for photo in (photo_id, old[0] if old else None) if photo is not None)

    def drop(self, path: str) -> bool:
        """Forget one file; whether it held a photo (RAW files of pairs don't count)."""
        row = self._connection.execute("DELETE FROM files WHERE path = ? RETURNING photo_id, raw", (path,)).fetchone()
        self._connection.execute("DELETE FROM failures WHERE path = ? AND photo_id IS NULL", (path,))
        if row is None or row[0] is None:
            return False
        self._dirty.add(row[0])
        if row[1]:
            return False
        self._lost[row[0]] = path
        return True

    def _files(self, photo_id: int) -> list[str]:
        rows = self._connection.execute("SELECT path FROM files WHERE photo_id = ? AND raw = 0", (photo_id,))
        return [path for (path,) in rows]

    def _inherit(self, photo_id: int, path: str) -> None:
        """Other pixels appeared at a path that was empty for a while: what was written about it is still meant."""
        self._connection.execute(
            "INSERT INTO owns (photo_id, text, tags) SELECT ?, o.text, o.tags FROM owns o JOIN photos p "
            "ON p.id = o.photo_id WHERE o.path = ? AND p.files = 0 AND o.photo_id != ? LIMIT 1",
            (photo_id, path, photo_id),
        )

    def finish(self) -> None:
        """Bring counts, sort keys, own texts and the list of stale photos in line with the files."""
        said = scopes.load(self._connection) if self._dirty else {}
        for photo_id in self._dirty:
            files = self._files(photo_id)
            self._connection.execute(
                "UPDATE photos SET files = ?, name = ?, scope = ? WHERE id = ?",
                (len(files), name_key(min(files)) if files else "", scopes.mask(said, files), photo_id),
            )
            last = None if files else self._lost.get(photo_id)
            if files or last:
                self._connection.execute("UPDATE owns SET path = ? WHERE photo_id = ?", (last, photo_id))
        for old, new, _ in self._replaced:
            self._connection.execute(
                "INSERT INTO owns (photo_id, text, tags) SELECT ?, o.text, o.tags FROM owns o JOIN photos p "
                "ON p.id = o.photo_id WHERE o.photo_id = ? AND p.files = 0 ON CONFLICT DO NOTHING",
                (new, old),
            )
        mark_stale(self._connection, self._dirty)


def _moment(mtime_ns: int) -> str:
    """A modification time as ISO 8601 local time without a fraction."""
    try:
        return dt.datetime.fromtimestamp(mtime_ns // 10**9).isoformat()  # noqa: DTZ006 - EXIF dates are local too
    except (OverflowError, OSError, ValueError):
        return "1970-01-01T00:00:00"
