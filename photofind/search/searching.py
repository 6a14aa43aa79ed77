"""From a query's chips to a ranking, on one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from photofind.records import Chip, Query
from photofind.search import ranking, suggest
from photofind.search.evidence import Related, alone, ranges_of
from photofind.search.query import NAMED_FIELDS, Wanted, wanted
from photofind.search.segments import Ids
from photofind.search.text import analyse
from photofind.search.vocabulary import Words

Texts = Callable[[int], Sequence[tuple[str, str]]]
"""Photo id → (source, cleaned text) in the order of ``VIEWS``, then ("own", …), ("name", …)."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """A whole ordered result.

    Attributes:
        ids, scores: photo ids by score descending, then id ascending, and the scores (0 without included chips).
        unmatched: included chips that no photo of the index matches, each with the nearest words of the vocabulary.
        dropped: chips that were left out because they hold only stop words.
    """

    ids: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]
    unmatched: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


class Search:
    """Queries on one snapshot.

    Args:
        words: the vocabulary, asked only when a query needs it.
        related: what words stand for besides themselves, on this snapshot.
        learned: whether photos whose captions imply a word are found by it too.
    """

    def __init__(
        self,
        ranker: ranking.Ranker,
        words: Callable[[], Words],
        texts: Texts,
        related: Callable[[ranking.Ranker], Related],
        learned: bool = False,
    ) -> None:
        self._ranker = ranker
        self._words = words
        self._texts = texts
        self._related = related
        self._learned = learned

    def run(
        self, query: Query, allowed: Collection[int] | npt.NDArray[np.int64] | None, similar: ranking.Vector | None
    ) -> Ranking:
        """The ranking of a query.

        Args:
            allowed: only these photos, None for all.
            similar: only these documents, to whose scores those of the chips are added; None for all.
        """
        included: list[ranking.Vector] = []
        excluded: list[ranking.Vector] = []
        unmatched: dict[str, tuple[str, ...]] = {}
        dropped: list[str] = []
        seen: set[tuple[object, ...]] = set()
        related = self._related(self._ranker) if query.synonyms else alone
        for chip in query.chips:
            want = wanted(chip)
            if not want.stems:
                dropped.append(chip.text)
                continue
            # What is left out is left out for what was typed: "-dog" keeps the photo of a hound.
            vector = self._vector(chip, want, alone if chip.exclude or chip.exact else related)
            if not chip.exclude and not len(vector.rows):
                unmatched[chip.text] = self._nearest(want)
            same = (want.stems, want.field, chip.exclude, chip.exact)
            if same in seen:  # "dog" and "dogs" ask the same once
                continue
            seen.add(same)
            (excluded if chip.exclude else included).append(vector)
        ids, scores = self._result(included, excluded, query.any, allowed, similar)
        return Ranking(ids, scores, unmatched, tuple(dropped))

    def _result(
        self,
        included: list[ranking.Vector],
        excluded: list[ranking.Vector],
        either: bool,
        allowed: Collection[int] | npt.NDArray[np.int64] | None,
        similar: ranking.Vector | None,
    ) -> tuple[Ids, npt.NDArray[np.float64]]:
        snapshot = self._ranker.snapshot
        if included:
            found = ranking.union(included, snapshot.rows) if either else ranking.intersect(included)
            if similar is not None:
                found = ranking.intersect([found, similar])
        elif similar is not None:
            found = similar
        else:
            rows = np.flatnonzero(snapshot.live).astype(np.int32)
            found = ranking.Vector(rows, np.zeros(len(rows)))
        rows, scores = found
        kept = None if not excluded else ranking.subtract(rows, excluded, snapshot.rows)
        if allowed is not None:
            if not isinstance(allowed, np.ndarray):
                allowed = np.fromiter(allowed, np.int64, len(allowed))
            inside = np.zeros(snapshot.rows, np.bool_)
            inside[snapshot.find(allowed)] = True
            kept = inside[rows] if kept is None else kept & inside[rows]
        if kept is not None:
            rows, scores = rows[kept], scores[kept]
        if not included and similar is None:
            return np.sort(snapshot.photos[rows]), scores
        return ranking.ranked(ranking.Vector(rows, scores), snapshot)

    def _vector(self, chip: Chip, want: Wanted, related: Related) -> ranking.Vector:
        ranker = self._ranker
        if len(want.stems) == 1:
            if chip.phrase:
                related = alone
            learned = self._learned and related is not alone and want.field is None
            return ranker.expanded(want.stems[0], related(want.stems[0]), want.field, learned)
        if want.field is None:
            return ranker.phrase(want.stems, self._words())
        # Few photos have names or texts of their own with all the words: these are read again.
        both = ranking.intersect([ranker.word(stem, want.field) for stem in want.stems])
        photos = ranker.snapshot.photos[both.rows].tolist()
        keep = np.array([self._holds(photo, chip, want) for photo in photos], np.bool_)
        return ranking.Vector(both.rows[keep], both.scores[keep]) if len(photos) else both

    def _holds(self, photo_id: int, chip: Chip, want: Wanted) -> bool:
        texts = self._texts(photo_id)
        return any(ranges_of(want, chip, analyse(text), alone) for source, text in texts if source == want.field)

    def _nearest(self, want: Wanted) -> tuple[str, ...]:
        if len(want.stems) != 1:
            return ()
        ranker = self._ranker

        def count(stem: str) -> int:
            return int(ranker.matching(stem, (), want.field).sum())

        def chosen(stem: str) -> bool:
            return any(len(ranker.snapshot.postings(field, stem).docs) for field in NAMED_FIELDS)

        return suggest.nearest(self._words(), want.words, count, chosen)
