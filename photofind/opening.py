"""The first screen: all photos in an order, read from the catalog alone.

The index and the tables that filters look at take numpy, Whoosh and half a second for 100,000 photos; a window that has
just been opened shows photos before that.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from photofind.library.catalog import Catalog
from photofind.records import Query, SearchResult


class Opening:
    """Answers the query that asks for everything. Thread-safe."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lock = threading.Lock()
        self._last: tuple[list[int], list[tuple[str, int]]] = ([], [])
        self._answer: tuple[int, Query, SearchResult] | None = None

    def search(self, query: Query) -> SearchResult | None:
        """All photos, if that is what is asked for; else None."""
        if query != Query(sort=query.sort):
            return None
        with self._lock:
            # The window asks for what was read for it while it was loading.
            number = self._catalog.changes(-1).number
            if self._answer is not None and self._answer[:2] == (number, query):
                return self._answer[2]
            found = self._catalog.everything(query.sort)
            self._last = (found.ids, found.months) if query.sort != "name" else ([], [])
            result = SearchResult(query, found.ids, [0.0] * len(found.ids), len(found.ids), found.described)
            self._answer = (number, query, result)
            return result

    def months(self, ids: Sequence[int]) -> list[tuple[str, int]] | None:
        """The runs of one month in the photos that were found last (see ``Filters.runs``); None for others."""
        with self._lock:
            last, months = self._last
        return months if ids == last else None
