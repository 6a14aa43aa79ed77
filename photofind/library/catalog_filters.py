"""What filters and orders depend on, in few columns, and which photos changed since they were read last."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from photofind.errors import NotFoundError
from photofind.library.database import Database, chunks, marks
from photofind.library.locations import below, normal
from photofind.records import Sort


class FilterRow(NamedTuple):
    """One photo.

    Attributes:
        present: 1 if a file holds it.
        day: the date as the number YYYYMMDD, 0 if there is none.
        shape: 1 landscape, 2 portrait, 3 square (sides that differ by at most a fiftieth).
        views: number of views described.
        whole, failed, own: 1 if the whole photo is described, something failed, there is text of the person's own.
        files: number of files that hold it, at most 255.
        added: when it came into the library, in whole seconds since the epoch.
    """

    id: int
    present: int
    day: int
    shape: int
    views: int
    whole: int
    failed: int
    own: int
    files: int
    added: int
    camera: str | None


class Changes(NamedTuple):
    """What changed since some moment.

    Attributes:
        number: of the last change; ask for those after it the next time.
        ids: the photos that changed, each once; None if that is not known any more.
        layout: whether folders, dates, cameras or names changed, not only what is said about photos.
    """

    number: int
    ids: list[int] | None
    layout: bool


_ROWS = """SELECT id, files > 0, coalesce(CAST(replace(substr(taken, 1, 10), '-', '') AS INTEGER), 0),
    CASE WHEN abs(width - height) * 50 <= max(width, height) THEN 3 WHEN width > height THEN 1 ELSE 2 END,
    views, whole, failed, EXISTS (SELECT 1 FROM owns o WHERE o.photo_id = photos.id),
    min(files, 255), CAST(added AS INTEGER), camera FROM photos"""


class Everything(NamedTuple):
    """All present photos.

    Attributes:
        ids: in order.
        described: how many of them have their whole view described.
        months: runs of one month ("YYYY-MM", empty without a date) and their lengths; of an order of date only.
    """

    ids: list[int]
    described: int
    months: list[tuple[str, int]]


class FilterQueries(Database):
    """Reading what filters look at."""

    def everything(self, sort: Sort) -> Everything:
        """All present photos in order.

        Read in one row each: while another thread is busy, a thread gets the interpreter back so late that 100,000 rows
        take seconds.
        """
        name = sort == "name"
        index, order = ("photos_name", "name, id") if name else ("photos_taken", "taken, id")
        with self._read() as connection:
            # In the order of the index: SQLite can't be told the order of an aggregate before 3.44.
            ids, described = connection.execute(
                f"SELECT json_group_array(id), coalesce(sum(whole), 0) FROM (SELECT id, whole FROM photos "
                f"INDEXED BY {index} WHERE files > 0 ORDER BY {order})"
            ).fetchone()
            months: list[tuple[str, int]] = []
            if not name:
                months = _months(
                    connection.execute(
                        "SELECT substr(taken, 1, 7) AS month, count(*) FROM photos INDEXED BY photos_taken "
                        "WHERE files > 0 GROUP BY month ORDER BY month"
                    )
                )
        found: list[int] = json.loads(ids)
        if sort in ("newest", "relevance"):
            found.reverse()
            months.reverse()
        return Everything(found, int(described), months)

    def changes(self, after: int) -> Changes:
        """What changed after the change of that number; ``after`` below zero: everything."""
        with self._read() as connection:
            first, last = connection.execute("SELECT min(number), max(number) FROM changes").fetchone()
            if last is None or last == after:
                return Changes(max(last or 0, 0), [] if after >= 0 else None, after < 0)
            if after < 0 or first > after + 1 or last < after:
                return Changes(last, None, True)
            rows = connection.execute("SELECT photo_id, layout FROM changes WHERE number > ?", (after,)).fetchall()
        ids = {photo_id for photo_id, _ in rows if photo_id is not None}
        return Changes(last, sorted(ids), any(layout for _, layout in rows))

    def filter_rows(self, ids: Sequence[int] | None = None) -> list[FilterRow]:
        """The rows of these photos that exist, or of all."""
        with self._read() as connection:
            if ids is None:
                return [FilterRow._make(row) for row in connection.execute(_ROWS)]
            found = []
            for chunk in chunks(ids):
                rows = connection.execute(f"{_ROWS} WHERE id IN ({marks(len(chunk))})", chunk)
                found += [FilterRow._make(row) for row in rows]
            return found

    def within(self, folder: str) -> list[int]:
        """The photos with a file at or below a path."""
        low, high = below(normal(folder))
        with self._read() as connection:
            cursor = connection.execute(
                "SELECT DISTINCT photo_id FROM files WHERE (path = ? OR (path >= ? AND path < ?)) "
                "AND photo_id IS NOT NULL",
                (normal(folder), low, high),
            )
            return [photo_id for (photo_id,) in cursor]

    def subfolders(self, folder: str) -> list[tuple[str, int]]:
        """The folders right in a folder that have photos in them, by path, with their numbers of photos."""
        low, high = below(normal(folder))
        with self._read() as connection:
            cursor = connection.execute(
                "SELECT substr(path, 1, ?1 + instr(substr(path, ?1 + 1), ?2) - 1) AS inner, count(DISTINCT photo_id) "
                "FROM files WHERE path >= ?3 AND path < ?4 AND photo_id NOT IN (SELECT photo_id FROM excluded) "
                "AND instr(substr(path, ?1 + 1), ?2) > 0 GROUP BY inner ORDER BY inner",
                (len(low), os.sep, low, high),
            )
            return [(str(path), int(count)) for path, count in cursor]

    def photo_like(self, name: str) -> int:
        """The id of a photo by its content key or by the path of one of its files.

        Raises:
            NotFoundError: there is none.
        """
        with self._read() as connection:
            row = connection.execute("SELECT id FROM photos WHERE key = ?", (name,)).fetchone()
            if row is None:
                query = "SELECT photo_id FROM files WHERE path = ? AND photo_id IS NOT NULL"
                row = connection.execute(query, (normal(name),)).fetchone()
        if row is None:
            raise NotFoundError(f"{name} is not in the library", "name one of its photos")
        return int(row[0])


def _months(rows: Iterable[tuple[str | None, int]]) -> list[tuple[str, int]]:
    """Months and their numbers of photos, those that are none as runs without a date."""
    runs: list[tuple[str, int]] = []
    for month, count in rows:
        known = month is not None and len(month) == 7 and month[5:].isdecimal() and 1 <= int(month[5:]) <= 12
        name = month if known and month is not None else ""
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + count)
        else:
            runs.append((name, count))
    return runs
