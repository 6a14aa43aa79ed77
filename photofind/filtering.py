"""The filters beside chips, evaluated on arrays over the photos of the catalog.

The arrays are read once; later only the photos that the catalog's log of changes names are read again, so that a filter
costs the same while captions land.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from datetime import date
from typing import get_args

import numpy as np
import numpy.typing as npt

from photofind.errors import UsageError
from photofind.library.catalog import Catalog
from photofind.library.catalog_filters import FilterRow
from photofind.records import Described, Facets, Orientation, Query, Sort

Ids = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_SHAPES: tuple[Orientation, ...] = get_args(Orientation)  # in the order of FilterRow.shape, from 1
_FOLDERS = 32
RECENT_S = 30 * 86_400
"""How long a photo counts as added lately, in seconds."""


class Filters:
    """What every photo is to the filters. Thread-safe.

    Args:
        views: number of views that the settings ask for.
    """

    def __init__(self, catalog: Catalog, views: Callable[[], int]) -> None:
        self._catalog = catalog
        self._views = views
        self._lock = threading.RLock()
        self._number = -1
        self._table = np.zeros(0, _ROW)
        self._cameras: dict[str, int] = {}
        self._orders: dict[Sort, Ids] = {}
        self._folders: dict[str, Ids] = {}

    def photos(self) -> tuple[int, int]:
        """Numbers of photos that are present, and of those among them whose whole view is described."""
        with self._lock:
            self._refresh()
            present = self._table["present"]
            return int(np.count_nonzero(present)), int(np.count_nonzero(present & self._table["whole"]))

    def keep(self, ids: Ids, query: Query) -> Bools:
        """Which of the photos are present and pass a query's filters.

        Raises:
            UsageError: a date is not an ISO date.
        """
        with self._lock:
            self._refresh()
            mask = self._mask(query)
            inside = ids < len(mask)
            if inside.all():
                kept: Bools = mask[ids]
                return kept
            inside[inside] = mask[ids[inside]]
            return inside

    def order(self, sort: Sort) -> Ids:
        """The present photos in order; ``relevance`` is ``newest``."""
        sort = "newest" if sort == "relevance" else sort
        with self._lock:
            self._refresh()
            found = self._orders.get(sort)
            if found is None:
                found = self._orders[sort] = np.array(self._catalog.everything(sort).ids, np.int64)
            return found

    def facets(self, ids: Ids) -> Facets:
        """What the filters would find among these photos."""
        with self._lock:
            self._refresh()
            rows = self._table[ids[ids < len(self._table)]]
            rows = rows[rows["present"]]
            names = list(self._cameras)
        months, counts = np.unique(rows["day"] // 100, return_counts=True)
        used = np.bincount(rows["camera"], minlength=len(names) + 1)[1:]
        shapes = np.bincount(rows["shape"], minlength=len(_SHAPES) + 1)[1:]
        states = {state: int(np.count_nonzero(_described(rows, state, self._views()))) for state in get_args(Described)}
        return Facets(
            months=tuple(
                (f"{month // 100:04d}-{month % 100:02d}", count)
                for month, count in zip(months.tolist(), counts.tolist(), strict=True)
                if 0 < month % 100 <= 12
            ),
            cameras=tuple(
                sorted(((names[i], int(used[i])) for i in np.flatnonzero(used)), key=lambda c: (-c[1], c[0]))
            ),
            orientations={shape: int(n) for shape, n in zip(_SHAPES, shapes.tolist(), strict=True) if n},
            states={state: count for state, count in states.items() if count},
            own=int(np.count_nonzero(rows["own"])),
            recent=int(np.count_nonzero(_recent(rows))),
            duplicates=int(np.count_nonzero(rows["files"] > 1)),
        )

    def runs(self, ids: Ids) -> list[tuple[str, int]]:
        """Photos in order of date as runs of one month: "YYYY-MM", or an empty text without a date, and how many."""
        with self._lock:
            self._refresh()
            months = np.zeros(len(ids), np.int64)
            known = ids < len(self._table)
            months[known] = self._table["day"][ids[known]] // 100
        starts = np.flatnonzero(np.diff(months, prepend=-1))
        lengths = np.diff(starts, append=len(months))
        return [
            (f"{month // 100:04d}-{month % 100:02d}" if 0 < month % 100 <= 12 else "", length)
            for month, length in zip(months[starts].tolist(), lengths.tolist(), strict=True)
        ]

    def cameras(self) -> list[str]:
        """The names of all cameras, the most used first."""
        return [name for name, _ in self.facets(self.order("newest")).cameras]

    def _refresh(self) -> None:
        changes = self._catalog.changes(self._number)
        if changes.ids is None:
            self._table = np.zeros(0, _ROW)
            self._cameras.clear()
            self._write(self._catalog.filter_rows())
        elif changes.ids:
            gone = [photo_id for photo_id in changes.ids if photo_id < len(self._table)]
            self._table[gone] = np.zeros(1, _ROW)
            self._write(self._catalog.filter_rows(changes.ids))
        if changes.layout:
            self._orders.clear()
            self._folders.clear()
        self._number = changes.number

    def _write(self, rows: list[FilterRow]) -> None:
        if not rows:
            return
        highest = max(row.id for row in rows)
        if highest >= len(self._table):
            grown = np.zeros(highest + 1 + highest // 8, _ROW)
            grown[: len(self._table)] = self._table
            self._table = grown
        cameras = self._cameras
        values = [(*row[1:10], cameras.setdefault(row[10], len(cameras) + 1) if row[10] else 0) for row in rows]
        self._table[[row.id for row in rows]] = np.array(values, _ROW)

    def _mask(self, query: Query) -> Bools:
        table = self._table
        mask = table["present"].copy()
        if query.after is not None:
            mask &= table["day"] >= _day(query.after)
        if query.before is not None:
            mask &= (table["day"] < _day(query.before)) & (table["day"] > 0)
        if query.orientation is not None:
            mask &= table["shape"] == 1 + _SHAPES.index(query.orientation)
        if query.own:
            mask &= table["own"]
        if query.recent:
            mask &= _recent(table)
        if query.duplicates:
            mask &= table["files"] > 1
        if query.state is not None:
            mask &= _described(table, query.state, self._views())
        if query.camera is not None:
            mask &= np.isin(table["camera"], list(self._named(query.camera)))
        if query.folder is not None:
            inside = np.zeros(len(table), np.bool_)
            inside[self._within(query.folder)] = True
            mask &= inside
        return mask

    def _named(self, camera: str) -> Iterable[int]:
        """The numbers of the cameras of this name; of those with these words in it if none is called just so."""
        asked = camera.casefold().split()
        split = {number: name.casefold().split() for name, number in self._cameras.items()}
        return [n for n, name in split.items() if name == asked] or [
            n for n, name in split.items() if all(any(part in word for word in name) for part in asked)
        ]

    def _within(self, folder: str) -> Ids:
        found = self._folders.get(folder)
        if found is None:
            found = np.array(self._catalog.within(folder), np.int64)
            found = found[found < len(self._table)]
            while len(self._folders) >= _FOLDERS:
                del self._folders[next(iter(self._folders))]
            self._folders[folder] = found
        return found


_ROW = np.dtype(
    [
        ("present", np.bool_),
        ("day", np.int32),
        ("shape", np.uint8),
        ("views", np.uint8),
        ("whole", np.bool_),
        ("failed", np.bool_),
        ("own", np.bool_),
        ("files", np.uint8),
        ("added", np.int64),
        ("camera", np.int32),
    ]
)


def _recent(rows: npt.NDArray[np.void]) -> Bools:
    found: Bools = rows["added"] >= time.time() - RECENT_S
    return found


def _described(rows: npt.NDArray[np.void], state: Described, views: int) -> Bools:
    found: Bools
    match state:
        case "described":
            found = rows["whole"] & (rows["views"] >= views)
        case "partly":
            found = rows["whole"] & (rows["views"] < views)
        case "undescribed":
            found = ~rows["whole"]
        case "failed":
            found = rows["failed"]
    return found


def _day(value: str) -> int:
    try:
        when = date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"“{value}” is not a date", "write it as YYYY-MM-DD") from error
    return when.year * 10000 + when.month * 100 + when.day
