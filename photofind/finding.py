"""Joins the index's ranking with the catalog's filters and orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from photofind.filtering import Filters, Ids
from photofind.library.catalog import Catalog
from photofind.records import Facets, Query, SearchResult
from photofind.search.filters import as_text
from photofind.search.index import Index

COMPLETED = ("camera", "orientation", "is", "has")
"""Filters whose values are offered while they are typed."""


class Finder:
    """Answers queries. Thread-safe.

    Args:
        index: gives the open index, or raises ``SearchIndexError``.
        views: number of views that the settings ask for.
    """

    def __init__(self, catalog: Catalog, index: Callable[[], Index], views: Callable[[], int]) -> None:
        self._catalog = catalog
        self._index = index
        self.filters = Filters(catalog, views)

    def search(self, query: Query) -> SearchResult:
        """The whole ordered result.

        Raises:
            SearchIndexError: there are chips and the index can't be used.
            UsageError: a date is not an ISO date.
            NotFoundError: there is no such photo as those found shall be similar to.
        """
        photos, captioned = self.filters.photos()
        if not query.scored:
            ids = self.filters.order(query.sort)
            ids = ids[self.filters.keep(ids, query)]
            return SearchResult(query, ids.tolist(), [0.0] * len(ids), photos, captioned)
        ranking = self._index().search(query, like=self.like(query))
        kept = self.filters.keep(ranking.ids, query)
        ids, scores = ranking.ids, ranking.scores
        if not kept.all():
            ids, scores = ids[kept], scores[kept]
        if query.sort != "relevance":
            ids, scores = _reorder(ids, scores, self.filters.order(query.sort))
        return SearchResult(
            query,
            ids.tolist(),
            scores.tolist(),
            photos,
            captioned,
            dict(ranking.unmatched),
            tuple(ranking.dropped),
        )

    def facets(self, query: Query) -> Facets:
        """What the filters would find among the photos of a query (raises what ``search`` does)."""
        return self.filters.facets(np.asarray(self.search(query).ids, np.int64))

    def months(self, ids: Sequence[int]) -> list[tuple[str, int]]:
        """See ``Filters.runs``."""
        return self.filters.runs(np.asarray(ids, np.int64))

    def values(self, typed: str) -> list[tuple[str, int]] | None:
        """Filters with values that begin as typed (``is:un``), with numbers of photos; None if it is no filter's name.

        Those that many photos have come first; a camera is found by any word of its name.
        """
        name, colon, begun = typed.partition(":")
        if not colon or name.lower() not in COMPLETED:
            return None
        facets = self.filters.facets(self.filters.order("newest"))
        found: list[tuple[str, str, int]] = []
        match name.lower():
            case "camera":
                found = [("camera", camera, count) for camera, count in facets.cameras]
            case "orientation":
                found = [("orientation", shape, count) for shape, count in facets.orientations.items()]
            case "is":
                found = [("is", state, count) for state, count in facets.states.items()]
                found.append(("is", "recent", facets.recent))
            case _:
                found = [("has", "tags", facets.own), ("has", "duplicates", facets.duplicates)]
        begun = begun.strip('"').casefold()
        return [
            (as_text(name, value), count)
            for name, value, count in sorted(found, key=lambda one: -one[2])
            if any(part.startswith(begun) for part in (value.casefold(), *value.casefold().split())) and count
        ]

    def like(self, query: Query) -> int | None:
        """The photo that those found shall be similar to.

        Raises:
            NotFoundError: there is none of this key or path.
        """
        return None if query.similar is None else self._catalog.photo_like(query.similar)


def _reorder(ids: Ids, scores: npt.NDArray[np.float64], order: Ids) -> tuple[Ids, npt.NDArray[np.float64]]:
    """Those of ``order`` that were found, each with its score."""
    if not len(ids) or not len(order):
        return ids[:0], scores[:0]
    by_id = np.full(max(int(ids.max()), int(order.max())) + 1, np.nan)
    by_id[ids] = scores
    found = by_id[order]
    kept = ~np.isnan(found)
    return order[kept], found[kept]
