"""The catalog's pending views: what is left to describe, how much that is, and in which order."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from photofind.library import scopes
from photofind.library.catalog_captions import CaptionQueries
from photofind.library.locations import below, normal
from photofind.records import Depth

_FEW_PATHS = 20
_FEW_FILES = 2000
_AMONG = " AND id IN (SELECT value FROM json_each(?))"
_WITHIN = "(path = ? OR (path >= ? AND path < ?))"

Entry = tuple[int, list[str]]
"""A photo's id and the names of its views to describe."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be described, and by which engine.

    Attributes:
        prints: engine fingerprint of each view that may be wanted, by its name.
        default: how deep the photos of folders are described that say nothing: ``none``, ``whole``, ``crops``.
        force: whether folders that say ``whole`` get crops too; those that say ``none`` get nothing all the same.
        paths: only photos with a file at or below one of these; empty means all.
    """

    prints: Mapping[str, str]
    default: Depth = "crops"
    force: bool = False
    paths: Sequence[str] = ()

    @property
    def views(self) -> list[str]:
        """The names of the views."""
        return list(self.prints)


@dataclass(frozen=True, slots=True)
class Order:
    """Which photos jump the queue, after those that a person has asked for by name.

    Attributes:
        seen: photos in view, in this order.
        fresh: moments (seconds since the epoch), the latest first; photos that were added since come together.
        found: photos that the search finds.
        serial: raised when a person asked for something else; an order that differs in any way has the queue made anew.
    """

    seen: Sequence[int] = ()
    fresh: Sequence[float] = ()
    found: Sequence[int] = ()
    serial: int = 0


class PendingQueries(CaptionQueries):
    """What is left to say about views."""

    def pending(self, wanted: Wanted, limit: int, order: Order = Order(), skip: Collection[int] = ()) -> list[Entry]:
        """Photos with views that are missing under the view's fingerprint, in the order to work on them.

        First what a person has asked for by name, whole views and crops. Then all whole views before all crops, and
        within each stage the photos in view, those of folders to be described first, those just added, those that the
        search finds, the newest. A view that was imported, or failed under its fingerprint, is not missing, unless it
        is wanted again. Photos on absent drives are left out.

        Args:
            limit: how many entries at most.
            skip: photos that are being worked on.

        Returns:
            Only ``whole`` in an entry of the first stage; only a photo that was asked for may have two entries.

        Raises:
            UsageError: a view that does not exist.
        """
        with self._read() as connection:
            asked = bool(connection.execute("SELECT 1 FROM asked").fetchone())
            search = _Search(connection, limit, wanted.paths, skip)
            everything, *stages = (self._missing(connection, wanted, part) for part in (-1, 1, ~1))
            idle: list[int] = []
            if asked:
                done = f"SELECT p.id FROM asked a JOIN photos p ON p.id = a.photo_id WHERE {everything} = 0"
                idle = [photo_id for (photo_id,) in connection.execute(done)]
                for missing in stages:
                    search.asked(missing)
                search.taken.update(photo_id for photo_id, _mask in search.found)
            for missing in stages:
                search.stage(missing, order)
        if idle:
            with self._write() as connection:
                query = "DELETE FROM asked WHERE photo_id IN (SELECT value FROM json_each(?))"
                connection.execute(query, (json.dumps(idle),))
        return [(photo_id, self._views_of(mask, wanted)) for photo_id, mask in search.found]

    def missing(self, wanted: Wanted, ids: Collection[int]) -> dict[int, list[str]]:
        """The views that are missing of these photos, whole views and crops together; photos with none are left out."""
        with self._read() as connection:
            within, values = _restricted(connection, wanted.paths)
            rows = connection.execute(
                f"SELECT id, {self._missing(connection, wanted)} AS missing FROM photos p "
                f"WHERE files > 0 AND missing != 0{within} AND id IN (SELECT value FROM json_each(?))",
                [*values, json.dumps(list(ids))],
            ).fetchall()
        return {photo_id: self._views_of(mask, wanted) for photo_id, mask in rows}

    def pending_stages(self, wanted: Wanted) -> tuple[int, int]:
        """How many whole views, and how many crops, ``pending`` would ask for altogether.

        Raises:
            UsageError: a view that does not exist.
        """
        crops = self._mask(wanted.views) & ~1
        with self._read() as connection:
            within, values = _restricted(connection, wanted.paths)
            # LIMIT keeps SQLite from computing the mask once for each time that it is mentioned. Masks of some crops
            # only are few; counting their bits here is quicker than having SQLite sort all photos by their masks.
            whole, full, partial = connection.execute(
                f"SELECT total(missing & 1), total(missing & {crops} = {crops}), "
                f"group_concat(CASE WHEN missing & {crops} NOT IN (0, {crops}) THEN missing & {crops} END) FROM ("
                f"SELECT {self._missing(connection, wanted)} AS missing FROM photos p INDEXED BY photos_taken "
                f"WHERE files > 0{within} LIMIT -1) WHERE missing != 0",
                values,
            ).fetchone()
        some = sum(int(mask).bit_count() for mask in partial.split(",")) if partial else 0
        return int(whole), int(full) * crops.bit_count() + some

    def pending_views(self, wanted: Wanted) -> int:
        """How many views ``pending`` would ask for altogether.

        Raises:
            UsageError: a view that does not exist.
        """
        return sum(self.pending_stages(wanted))

    def _views_of(self, mask: int, wanted: Wanted) -> list[str]:
        return [name for name in wanted.views if mask >> self._bits[name] & 1]

    def _missing(self, connection: sqlite3.Connection, wanted: Wanted, stage: int = -1, least: Depth = "none") -> str:
        """An SQL expression: the mask of those wanted views of photo ``p`` that are missing, limited to a stage.

        The latest engine's work is in the photo's own row; only photos that another engine did last are looked up.
        """
        masks: dict[int, int] = defaultdict(int)
        for name, fingerprint in wanted.prints.items():
            bit = self._bit(name)
            if not stage >> bit & 1:
                continue
            row = connection.execute("SELECT id FROM engines WHERE fingerprint = ?", (fingerprint,)).fetchone()
            masks[row[0] if row else -1] |= 1 << bit
        parts = [f"again & {self._mask(wanted.views) & stage}"]
        for engine, mask in masks.items():
            done = "settled"
            if engine >= 0:
                held = f"SELECT done | failed FROM coverage c WHERE c.photo_id = p.id AND c.engine = {engine}"
                for column, value, part in (("whole", 1, 1), ("crops", "crops_done", ~1)):
                    if mask & part:  # a photo that no engine has done yet has nothing to be looked up
                        done += (
                            f" | CASE WHEN {column}_engine = {engine} THEN {value} WHEN {column}_engine IS NULL THEN 0 "
                            f"ELSE coalesce(({held}), 0) & {part} END"
                        )
            parts.append(f"({self._depth(connection, mask, wanted, least)} & ~({done}))")
        return f"({' | '.join(parts)})"

    def _depth(self, connection: sqlite3.Connection, mask: int, wanted: Wanted, least: Depth = "none") -> str:
        """An SQL expression: those views of a mask that the folders of photo ``p`` ask for.

        Args:
            least: how deep photos are described whose folders ask for nothing.
        """
        depth = {"none": 0, "whole": mask & 1, "crops": mask, "inherit": 0}
        if not connection.execute("SELECT 1 FROM scopes WHERE depth != 'inherit'").fetchone():
            default = "crops" if wanted.force and wanted.default == "whole" else wanted.default
            return str(depth[default] or depth[least])
        crops, whole = (scopes.reaching(each, wanted.default, wanted.force) for each in ("crops", "whole"))
        return f"CASE WHEN scope & {crops} THEN {mask} WHEN scope & {whole} THEN {mask & 1} ELSE {depth[least]} END"


class _Search:
    """Looks for pending photos, tier by tier, until there are enough.

    Attributes:
        found: ids and masks of missing views.
        taken: photos that are being worked on or were found.
    """

    def __init__(self, connection: sqlite3.Connection, limit: int, paths: Sequence[str], skip: Collection[int]) -> None:
        self._connection = connection
        self._limit = limit
        self._within, self._values = _restricted(connection, paths)
        self._firsts = connection.execute("SELECT 1 FROM scopes WHERE first").fetchone() is not None
        self.found: list[tuple[int, int]] = []
        self.taken = set(skip)

    def asked(self, missing: str) -> None:
        """What a person asked for by name, the latest request first."""
        for row in self._rows(missing, "asked a JOIN photos p ON p.id = a.photo_id", "", "a.place", []):
            if row[0] not in self.taken and len(self.found) < self._limit:
                self.found.append(row)

    def stage(self, missing: str, order: Order) -> None:
        """What is missing of one stage."""
        for ids in (order.seen, None, order.found):
            if ids is not None:
                self._several(missing, ids)
                continue
            if self._firsts:
                self._newest(missing, f" AND scope & {scopes.FIRST}")
            for moment in order.fresh:
                self._newest(missing, f" AND added >= {float(moment)!r}")
        self._newest(missing, "")

    def _several(self, missing: str, ids: Sequence[int]) -> None:
        if ids and len(self.found) < self._limit:
            place = {photo_id: number for number, photo_id in reversed(list(enumerate(ids)))}
            rows = self._rows(missing, "photos p", _AMONG, "1", [json.dumps(list(ids))])
            self._take(sorted(rows, key=lambda row: place[row[0]]))

    def _newest(self, missing: str, condition: str) -> None:
        if len(self.found) < self._limit:
            tables = "photos p INDEXED BY photos_taken"
            self._take(self._rows(missing, tables, condition, "taken DESC, id DESC", []))

    def _rows(
        self, missing: str, tables: str, condition: str, order: str, values: list[object]
    ) -> list[tuple[int, int]]:
        return self._connection.execute(
            f"SELECT p.id, {missing} AS missing FROM {tables} "
            f"WHERE files > 0 AND missing != 0{self._within}{condition} ORDER BY {order} LIMIT ?",
            [*self._values, *values, self._limit + len(self.taken)],
        ).fetchall()

    def _take(self, rows: Sequence[tuple[int, int]]) -> None:
        for photo_id, mask in rows:
            if photo_id not in self.taken and len(self.found) < self._limit:
                self.taken.add(photo_id)
                self.found.append((photo_id, mask))


def _restricted(connection: sqlite3.Connection, paths: Sequence[str]) -> tuple[str, list[object]]:
    """An SQL condition on photo ``p`` (starting with AND) for the paths given and the drives that are there."""
    condition = ""
    values: list[object] = []
    if connection.execute("SELECT 1 FROM roots WHERE NOT online").fetchone():
        condition += (
            " AND EXISTS (SELECT 1 FROM files f JOIN roots r ON r.id = f.root_id "
            "WHERE f.photo_id = p.id AND f.raw = 0 AND r.online)"
        )
    if paths:
        places = [normal(path) for path in paths]
        if len(places) > _FEW_PATHS:
            query = f"SELECT photo_id FROM files WHERE photo_id IS NOT NULL AND {_WITHIN}"
            found = {row[0] for place in places for row in connection.execute(query, (place, *below(place)))}
            return f"{condition} AND p.id IN (SELECT value FROM json_each(?))", [json.dumps(sorted(found))]
        ranges = f"({' OR '.join([_WITHIN] * len(places))})"
        values = [value for place in places for value in (place, *below(place))]
        query = f"SELECT count(*) FROM (SELECT 1 FROM files WHERE {ranges} LIMIT {_FEW_FILES + 1})"
        if connection.execute(query, values).fetchone()[0] <= _FEW_FILES:
            condition += f" AND p.id IN (SELECT photo_id FROM files WHERE photo_id IS NOT NULL AND {ranges})"
        else:  # looking up the few photos that are pending is quicker than listing all those in the folder
            condition += f" AND EXISTS (SELECT 1 FROM files f WHERE f.photo_id = p.id AND {ranges})"
    return condition, values
