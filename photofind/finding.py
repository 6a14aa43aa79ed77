"""Joins the index's ranking with the catalog's filters and orders."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date

import numpy as np
import numpy.typing as npt

from photofind.errors import UsageError
from photofind.library.catalog import Catalog
from photofind.records import Query, SearchResult, Sort, Stats
from photofind.search.index import Index

Ids = npt.NDArray[np.int64]


class Finder:
    """Answers queries. Thread-safe.

    Args:
        index: gives the open index, or raises ``SearchIndexError``.
    """

    def __init__(self, catalog: Catalog, index: Callable[[], Index]) -> None:
        self._catalog = catalog
        self._index = index
        self._lock = threading.Lock()
        self._orders: dict[tuple[str | None, str | None, str | None, Sort], Ids] = {}
        self._orders_of = -1
        self._counts = Stats()
        self._counts_of = -1
        self._counts_at = 0.0
        self._counts_cost = 0.0

    def search(self, query: Query) -> SearchResult:
        """The whole ordered result.

        Raises:
            SearchIndexError: there are chips and the index can't be used.
            UsageError: a date is not an ISO date.
        """
        for value in (query.after, query.before):
            _check_date(value)
        filtered = query.folder is not None or query.after is not None or query.before is not None
        counts = self._current_counts()
        if not query.chips:
            ids = self._order(query, "newest" if query.sort == "relevance" else query.sort)
            return SearchResult(query, ids.tolist(), [0.0] * len(ids), counts.photos, counts.captioned)
        ranking = self._index().search(query)
        ids, scores = ranking.ids, ranking.scores
        if query.sort != "relevance":
            ids, scores = _reorder(ids, scores, self._order(query, query.sort))
        elif filtered:
            keep = np.isin(ids, self._order(query, "newest"))
            ids, scores = ids[keep], scores[keep]
        return SearchResult(
            query,
            ids.tolist(),
            scores.tolist(),
            counts.photos,
            counts.captioned,
            dict(ranking.unmatched),
            tuple(ranking.dropped),
        )

    def _order(self, query: Query, sort: Sort) -> Ids:
        """Present photos that pass the filters, in order; remembered until the catalog changes."""
        key = (query.folder, query.after, query.before, sort)
        version = self._catalog.data_version()
        with self._lock:
            if version != self._orders_of:
                self._orders.clear()
                self._orders_of = version
            known = self._orders.get(key)
        if known is not None:
            return known
        ids = np.asarray(self._catalog.select(query.folder, query.after, query.before, sort), dtype=np.int64)
        with self._lock:
            if version == self._orders_of:
                self._orders[key] = ids
        return ids

    def _current_counts(self) -> Stats:
        """Counts of the library: at most as old as five countings take, so that they never slow a search down."""
        version = self._catalog.data_version()
        with self._lock:
            if version == self._counts_of or time.monotonic() - self._counts_at < 5 * self._counts_cost:
                return self._counts
        begun = time.monotonic()
        counts = self._catalog.counts()
        now = time.monotonic()
        with self._lock:
            self._counts, self._counts_of, self._counts_at, self._counts_cost = counts, version, now, now - begun
        return counts


def _check_date(value: str | None) -> None:
    if value is None:
        return
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"“{value}” is not a date", "write it as YYYY-MM-DD") from error


def _reorder(ids: Ids, scores: npt.NDArray[np.float64], order: Ids) -> tuple[Ids, npt.NDArray[np.float64]]:
    """Those of ``order`` that were found, each with its score."""
    if not len(ids):
        return ids, scores
    sorter = np.argsort(ids, kind="stable")
    place = np.searchsorted(ids, order, sorter=sorter)
    place[place == len(ids)] = 0
    rows = sorter[place]
    found = ids[rows] == order
    return order[found], scores[rows[found]]
