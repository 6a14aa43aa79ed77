"""What the captions of a photo say about words: which stand in one view where other views say something else.

The views of a photo are a parallel corpus. For every photo, a word that exactly one of its views says is *single*; it
is counted together with every word that another view says. The counts only ever grow by photos, one at a time and in
any order, so that they follow the captions as they land.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

MOST = 4096
"""Words whose pairs are counted: 64 MiB of counts at most, whatever the library's size."""
_SUPPORT = 3
"""Photos that a pair must be seen in; and a word, before its pairs are counted."""
_FALSE = 0.05
"""False discovery rate (Benjamini & Hochberg 1995) over all pairs of words."""
_RARE_LIMIT = 200_000
_HELD = 512

Views = Sequence[Collection[str]]
"""The stems that each view of one photo says."""


class Pairs(NamedTuple):
    """Directed pairs of words, equally long arrays; ``weights`` above 0, at most 1."""

    sources: npt.NDArray[np.int64]
    targets: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float64]


class Counts:
    """Counts over photos, each of which is added once. Not thread-safe."""

    def __init__(self) -> None:
        self.photos = 0
        self.stems: list[str] = []
        self._numbers: dict[str, int] = {}
        self._rare: Counter[str] = Counter()
        self._held: list[Views] = []
        self._photos_with = np.zeros(0, np.int64)
        self._single = np.zeros(0, np.int64)
        self._pairs = np.zeros((0, 0), np.int32)  # photos that say a target singly, and a source in another view

    def add(self, photos: Iterable[Views]) -> None:
        """Count photos. Those with fewer than two views that say anything teach nothing, and are left out."""
        for views in photos:
            if sum(1 for view in views if view) > 1:
                self._held.append(views)
                if len(self._held) == _HELD:
                    self._count()

    def _count(self) -> None:
        """Count the photos that were held back to find out first which new words are frequent enough."""
        photos, self._held = self._held, []
        self.photos += len(photos)
        room = MOST - len(self.stems)
        if room:
            for views in photos:
                self._rare.update({stem for view in views for stem in view if stem not in self._numbers})
            fresh = [stem for stem, count in self._rare.most_common(room) if count >= _SUPPORT]
            self._admit(fresh)
            if len(self._rare) > _RARE_LIMIT:
                self._rare = Counter({stem: count for stem, count in self._rare.items() if count > 1})
        for views in photos:
            self._count_photo(views)

    def _admit(self, stems: Sequence[str]) -> None:
        for stem in stems:
            del self._rare[stem]
            self._numbers[stem] = len(self.stems)
            self.stems.append(stem)
        size = len(self._pairs)
        if len(self.stems) > size:
            larger = min(MOST, max(256, 2 * size, len(self.stems)))
            self._pairs = np.pad(self._pairs, (0, larger - size))
            self._photos_with = np.pad(self._photos_with, (0, larger - size))
            self._single = np.pad(self._single, (0, larger - size))

    def _count_photo(self, views: Views) -> None:
        numbers = self._numbers
        home: dict[int, int] = {}  # word → the one view that says it, −1 for several
        for place, view in enumerate(views):
            for stem in view:
                number = numbers.get(stem)
                if number is not None:
                    home[number] = -1 if home.get(number, place) != place else place
        words = np.fromiter(home, np.int64, len(home))
        at = np.fromiter(home.values(), np.int64, len(home))
        single = at >= 0
        self._photos_with[words] += 1
        self._single[words[single]] += 1
        # No pair occurs twice here, so that adding through index arrays is right.
        self._pairs[words[:, None], words[single]] += at[:, None] != at[single]

    def learn(self) -> Pairs:
        """The pairs whose association is significant, by Dunning's log-likelihood ratio, and how strong it is.

        The weight is directed and corrected for base rates: log(P(t | s) / P(t)) / −log P(t), which is 0 for a target
        that the source says nothing about and 1 for one that it implies (positive normalised pointwise mutual
        information, with a conditional in place of the joint probability).

        Papers: Dunning 1993, "Accurate methods for the statistics of surprise and coincidence", equation for binomials;
        Bouma 2009, "Normalized (pointwise) mutual information in collocation extraction".
        """
        self._count()
        size = len(self.stems)
        sources, targets = np.nonzero(self._pairs[:size, :size] >= _SUPPORT)
        both = self._pairs[sources, targets].astype(np.float64)
        with_source = self._photos_with[sources].astype(np.float64)
        with_target = self._single[targets].astype(np.float64)
        given, base = both / with_source, with_target / max(self.photos, 1)
        found = given > base
        sources, targets, given, base = sources[found], targets[found], given[found], base[found]
        ratio = _log_likelihood(both[found], with_source[found], with_target[found], float(self.photos))
        kept = significant(ratio, tests=size * size)
        sources, targets, given, base = sources[kept], targets[kept], given[kept], base[kept]
        return Pairs(sources, targets, np.log(given / base) / -np.log(base))

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Everything as arrays; ``from_arrays`` gives the same counts back."""
        self._count()
        size = len(self.stems)
        sources, targets = np.nonzero(self._pairs[:size, :size])
        rare = {stem: count for stem, count in self._rare.items() if count > 1}
        return {
            "photos": np.array([self.photos], np.int64),
            "stems": text(self.stems),
            "with": self._photos_with[:size],
            "single": self._single[:size],
            "cells": sources * MOST + targets,
            "pairs": self._pairs[sources, targets],
            "rare": text(list(rare)),
            "rare_with": np.fromiter(rare.values(), np.int64, len(rare)),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.generic]]) -> Counts:
        """The counts that ``arrays`` wrote.

        Raises:
            ValueError, KeyError, IndexError: they are not such.
        """
        made = cls()
        stems = words(arrays["stems"])
        if len(stems) > MOST or len(set(stems)) != len(stems):
            raise ValueError("too many words, or one twice")
        made._rare.update(dict.fromkeys(stems, 0))
        made._admit(stems)
        made.photos = int(arrays["photos"][0])
        made._photos_with[: len(stems)] = arrays["with"]
        made._single[: len(stems)] = arrays["single"]
        sources, targets = np.divmod(arrays["cells"].astype(np.int64), MOST)
        made._pairs[sources, targets] = arrays["pairs"]
        made._rare = Counter(dict(zip(words(arrays["rare"]), arrays["rare_with"].tolist(), strict=True)))
        return made


def text(stems: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Stems, which hold no line breaks, as bytes in an array."""
    return np.frombuffer("\n".join(stems).encode("utf-8"), np.uint8)


def words(array: npt.NDArray[np.generic]) -> list[str]:
    """What ``text`` wrote."""
    joined = array.astype(np.uint8).tobytes().decode("utf-8")
    return joined.split("\n") if joined else []


def _log_likelihood(
    both: npt.NDArray[np.float64], first: npt.NDArray[np.float64], second: npt.NDArray[np.float64], total: float
) -> npt.NDArray[np.float64]:
    """Dunning's G² of two-by-two tables: photos with both, with the first, with the second, and all."""

    def term(count: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return count * np.log(np.maximum(count, 1.0))  # 0 log 0 = 0

    cells = (both, first - both, second - both, total - first - second + both)
    margins = (first, total - first, second, total - second)
    every = np.full_like(both, total)
    found: npt.NDArray[np.float64] = 2 * (
        sum(map(term, cells), start=np.zeros_like(both))
        - sum(map(term, margins), start=np.zeros_like(both))
        + term(every)
    )
    return found


def significant(ratio: npt.NDArray[np.float64], tests: int) -> npt.NDArray[np.bool_]:
    """Which G² (one degree of freedom) are significant when so many were tested, by Benjamini and Hochberg."""
    tail = np.fromiter((math.erfc(math.sqrt(max(g, 0.0) / 2)) for g in ratio.tolist()), np.float64, len(ratio))
    order = np.argsort(tail, kind="stable")
    passed = np.flatnonzero(tail[order] <= _FALSE * np.arange(1, len(tail) + 1) / max(tests, 1))
    kept = np.zeros(len(tail), np.bool_)
    if len(passed):
        kept[order[: passed[-1] + 1]] = True
    return kept
