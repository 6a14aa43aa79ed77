"""Words to go on with: those that would narrow a result, that complete a prefix, that lie near an unknown word."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from photofind.search.ranking import Ranker
from photofind.search.segments import Ids
from photofind.search.text import normal, stem_of
from photofind.search.vocabulary import Words
from photofind.search.words import ABOUT_PICTURES

Count = Callable[[str], int]
"""Stem → photos of the result that match it."""

_SAMPLE = 600  # a share of it is right to within two hundredths, which is enough to choose by
_CANDIDATES = 48
_LEAST_GAIN = 1e-6
_SURFACE_SAMPLE = 3000


class Sample:
    """The words of some rows: a 0/1 table of distinct stems by document, made from at most ``_SAMPLE`` rows.

    Attributes:
        size: documents in it.
        tokens: their word numbers, repeats included.
    """

    def __init__(self, ranker: Ranker, words: Words, rows: Ids) -> None:
        if len(rows) > _SAMPLE:
            rows = rows[np.linspace(0, len(rows) - 1, _SAMPLE).astype(np.int64)]
        self.size = len(rows)
        self.tokens, owners = ranker.snapshot.words_of(np.sort(rows), len(words.words))
        self._words = words
        small = len(words.stem_names) * max(self.size, 1) < 2**31  # half the bytes, half the time to sort
        stems = words.stem_numbers[self.tokens].astype(np.int32 if small else np.int64)
        pairs = np.sort(stems * max(self.size, 1) + owners.astype(stems.dtype))
        pairs = pairs[np.flatnonzero(np.diff(pairs, prepend=-1))]  # np.unique hashes, which takes ten times as long
        self._stems, self._owners = np.divmod(pairs, max(self.size, 1))
        self.counts = np.bincount(self._stems, minlength=len(words.stem_names))

    def surface(self, stems: Sequence[int]) -> list[str]:
        """The commonest form of each stem in the sample."""
        used = np.bincount(self.tokens, minlength=len(self._words.words))
        names = self._words.stem_names
        return [self._words.words[max(self._words.by_stem[names[s]], key=lambda n: (used[n], -n))] for s in stems]

    def likeness(self, stems: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """How far each stem stands where each other does: their correlation, 0 where it is negative, to 1."""
        column = np.full(len(self.counts), -1, np.int64)
        column[stems] = np.arange(len(stems))
        chosen = column[self._stems] >= 0
        table = np.zeros((len(stems), self.size), np.bool_)
        table[column[self._stems[chosen]], self._owners[chosen]] = True
        # Counted bit by bit: a matrix product would wake BLAS's threads, which costs more than the sum itself.
        bits = np.packbits(table, axis=1)
        both = _ONES[bits[:, None, :] & bits[None, :, :]].sum(axis=2).astype(np.float64)
        single = np.diagonal(both)
        covariance = both * self.size - np.outer(single, single)
        spread = single * (self.size - single)
        like: npt.NDArray[np.float64] = np.maximum(covariance, 0.0) / np.sqrt(np.maximum(np.outer(spread, spread), 1.0))
        return like


_ONES = np.array([number.bit_count() for number in range(256)], np.uint16)


def narrowing(sample: Sample, words: Words, used: Collection[str], limit: int) -> list[tuple[str, str]]:
    """The words that tell most about which photo of the result is meant: (surface, stem), best first.

    Each is chosen for its information gain (the entropy of the yes/no question it asks of the result), less what the
    words chosen before already answer (those that stand in the same photos).
    """
    if sample.size < 2:
        return []
    share = sample.counts / sample.size
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = -(share * np.log2(share) + (1 - share) * np.log2(1 - share))
    gain = np.where((sample.counts > 0) & (sample.counts < sample.size), gain, 0.0)
    banned = _ABOUT | set(used)
    order = np.argsort(-gain, kind="stable")[: _CANDIDATES + len(banned)]
    picked = np.array([s for s in order if gain[s] > 0 and _worth(words.stem_names[s], banned)][:_CANDIDATES], np.int64)
    if not len(picked):
        return []
    likeness = sample.likeness(picked)
    chosen: list[int] = []
    left = gain[picked].copy()
    while len(chosen) < min(limit, len(picked)):
        best = int(np.argmax(left))
        if left[best] < _LEAST_GAIN:
            break
        chosen.append(best)
        left = np.minimum(left, gain[picked] * (1 - likeness[best]))
        left[chosen] = -1.0
    stems = [int(picked[i]) for i in chosen]
    return list(zip(sample.surface(stems), [words.stem_names[s] for s in stems], strict=True))


_ABOUT = frozenset(stem_of(word) for word in ABOUT_PICTURES)


def worth(stem: str) -> bool:
    """Whether a stem says something about what is in a photo."""
    return _worth(stem, _ABOUT)


def _worth(stem: str, banned: Collection[str]) -> bool:
    return stem not in banned and not stem.isdigit() and len(stem) > 1


def telling(sample: Sample, words: Words, used: npt.NDArray[np.int64], limit: int = 12) -> list[str]:
    """The stems that tell most about the sampled photos: said often here, seldom in the index.

    Args:
        used: how often a sample of the index uses each word.
    """
    here = np.flatnonzero(sample.counts)
    everywhere = np.bincount(
        words.stem_numbers[: len(used)], weights=used[: len(words.stems)], minlength=len(sample.counts)
    )
    said = np.bincount(words.stem_numbers[sample.tokens], minlength=len(sample.counts))
    worth = said[here] / (said[here] + 1.0) * np.log1p(used.sum() / (everywhere[here] + 1.0))
    ranked = (words.stem_names[here[i]] for i in np.argsort(-worth, kind="stable"))
    return [stem for stem in ranked if _worth(stem, _ABOUT)][:limit]


def completions(words: Words, prefix: str, popularity: npt.NDArray[np.int64], limit: int) -> list[tuple[str, str]]:
    """Words that start with a prefix, one a stem, the most used first: (surface, stem).

    Args:
        popularity: how often a sample of the index uses each word.
    """
    start = normal(prefix.strip())
    if not start:
        return []
    best: dict[str, int] = {}
    numbers = words.starting(start)
    used = np.zeros(len(numbers), np.int64)
    counted = numbers < len(popularity)
    used[counted] = popularity[numbers[counted]]
    for number in numbers[np.lexsort((numbers, -used))].tolist():
        best.setdefault(words.stems[number], number)
        if len(best) >= limit * 2:
            break
    return [(words.words[number], stem) for stem, number in best.items()]


def surface_popularity(ranker: Ranker, words: Words) -> npt.NDArray[np.int64]:
    """How often each word stands in a sample of the index, whole photos picked evenly."""
    rows = np.flatnonzero(ranker.snapshot.live)
    if len(rows) > _SURFACE_SAMPLE:
        rows = rows[np.linspace(0, len(rows) - 1, _SURFACE_SAMPLE).astype(np.int64)]
    tokens, _ = ranker.snapshot.words_of(rows, len(words.words), names=True)
    return np.bincount(tokens, minlength=len(words.words))


def nearest(words: Words, typed: str, count: Count, chosen: Callable[[str], bool], limit: int = 5) -> tuple[str, ...]:
    """The nearest words of the index to one that no photo matches, likeliest meant first.

    Near by edit distance (one for short words, two for longer), or with the same start of the stem. How likely a word
    is meant falls with the distance and rises with its photos. Words that match no photo any more are left out; so are
    words in few photos beside one of far more that is about as near: models misspell, too.

    Args:
        count: photos that match a stem.
        chosen: whether a stem is among the words that people chose (own words, names), which are not doubted.
    """
    word = normal(typed.strip())
    if not word:
        return ()
    near: dict[str, _Near] = {}
    for distance, number in words.near(word, 1 if len(word) < 5 else 2)[:200]:
        stem = words.stems[number]
        if stem not in near and (photos := count(stem)):
            near[stem] = _Near(stem, number, distance, photos, words.words[number][:1] == word[:1])
    if len(near) < limit and len(word) >= 4:
        root = stem_of(word)[: max(4, len(word) - 3)]
        for number in words.starting(root)[:100].tolist():
            stem = words.stems[number]
            if stem not in near and (photos := count(stem)):
                near[stem] = _Near(stem, number, 3, photos, same_start=True)
    found = []
    for one in sorted(near.values(), key=_Near.likelihood, reverse=True):
        rare = any(one.photos * _RARE < other.photos and other.distance <= one.distance + 1 for other in near.values())
        if not rare or chosen(one.stem):
            found.append(words.words[one.number])
        if len(found) == limit:
            break
    return tuple(found)


class _Near(NamedTuple):
    """A word that may have been meant."""

    stem: str
    number: int
    distance: int
    photos: int
    same_start: bool

    def likelihood(self) -> float:
        """How likely it was meant, as a logarithm."""
        return math.log(self.photos) - _SLIP * self.distance - (0.0 if self.same_start else _FIRST)


_SLIP = math.log(30)
"""A word at one edit more is as likely if it is in thirty times as many photos."""
_FIRST = math.log(8)
"""People seldom get the first letter wrong."""
_RARE = 50
"""Times as many photos make a word far commoner than another."""
