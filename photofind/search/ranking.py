"""BM25F over arrays: the scores of Whoosh's own ``BM25F(B=0.4, K1=0.9)``, computed for all documents of a term at once.

A term's score in a document is the sum over fields of weight × BM25 in that field (what Whoosh calls BM25F), with
Whoosh's idf, ``ln(N / (df + 1)) + 1``. N, df and the average length count deleted documents until Whoosh merges them
away; so the scores are taken first and deleted documents left out after.

Paper: Nakata et al. 2024, section 3.2: k1 = 0.9, b = 0.4. There all views of a photo are one field; an index whose
documents hold every text in ``whole`` ranks that way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from whoosh.util.numeric import byte_to_length

from photofind.search.cache import ByteCache
from photofind.search.expansion import LEVELS
from photofind.search.segments import Bools, Floats, Ids, Ints, Part, Segment, gather
from photofind.search.snapshots import Snapshot
from photofind.search.store import LEARNED
from photofind.search.vocabulary import Words

K1 = 0.9
B = 0.4
FIELD_WEIGHTS: dict[str, float] = {"own": 2.0, "whole": 1.0, "crops": 0.7, "name": 0.5}
"""What a match is worth by field: a person's own words most; then what stands in the whole photo's caption, which names
what the photo is about; then what only a crop shows; file and folder names, often shared by many photos, least."""
EXPANSION_WEIGHT = 0.4
"""What a related word is worth beside the word that was typed."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What BM25F is asked with.

    Attributes:
        k1: how fast repeats of a word stop counting (0: at once).
        b: how far long texts are held back (0 to 1).
        weights: field → what a match in it is worth; fields that are left out don't count.
    """

    k1: float = K1
    b: float = B
    weights: Mapping[str, float] = field(default_factory=lambda: FIELD_WEIGHTS)


DEFAULTS = Parameters()
SAID = Parameters(weights={name: weight for name, weight in FIELD_WEIGHTS.items() if name != "name"})
"""What captions and people say; file and folder names don't count."""

LEARNED_WEIGHT = 0.5
"""What a word that a photo's captions imply at full strength is worth beside one that they say once."""

_LENGTHS = np.array([max(byte_to_length(i), 1) for i in range(256)], np.float64)
_CHIP_CACHE = 64 << 20
_LIKE = 0.2
_COUNTS = 31
_FEW = 500


class Vector(NamedTuple):
    """The live documents that a chip matches, ascending by row, and their scores (all above zero)."""

    rows: Ints
    scores: Floats


def times(vector: Vector, weight: int) -> Vector:
    """The same documents, scores multiplied."""
    return vector if weight == 1 else Vector(vector.rows, vector.scores * weight)


NOTHING = Vector(np.empty(0, np.int32), np.empty(0, np.float64))


def chip_cache() -> ByteCache[Vector]:
    """A cache for the vectors of one snapshot."""
    return ByteCache(_CHIP_CACHE, lambda v: v.rows.nbytes + v.scores.nbytes)


class Ranker:
    """Scores on one snapshot; safe to share between threads.

    Attributes:
        standing: what words stand for besides themselves in this snapshot, as far as it was asked.
    """

    def __init__(self, snapshot: Snapshot, parameters: Parameters = DEFAULTS) -> None:
        self.snapshot = snapshot
        self.parameters = parameters
        self._vectors = chip_cache()
        self.standing: dict[str, Sequence[str]] = {}
        self._tables: dict[str, Floats] = {}
        self._other: Ranker | None = None

    def under(self, parameters: Parameters) -> Ranker:
        """The ranker of the same snapshot with other parameters; that of the last ones is kept."""
        if parameters == self.parameters:
            return self
        other = self._other
        if other is None or other.parameters != parameters:
            other = self._other = Ranker(self.snapshot, parameters)
        return other

    def word(self, stem: str, field: str | None = None) -> Vector:
        """Documents with a stem in any field, or in the one named, with their BM25F scores."""
        key = ("word", stem, field)
        found = self._vectors.get(key)
        if found is None:
            found = self._word(stem, field)
            self._vectors.put(key, found)
        return found

    def _word(self, stem: str, field: str | None) -> Vector:
        fields = self.parameters.weights if field is None else {field: 1.0}
        parts: dict[str, list[tuple[int, Part]]] = {}
        for segment, offset in zip(self.snapshot.segments, self.snapshot.offsets, strict=True):
            for part in segment.entry(stem).parts:
                parts.setdefault(part.field, []).append((offset, part))
        total = np.zeros(self.snapshot.rows)
        for name, weight in fields.items():
            found = parts.get(name)
            if not found:
                continue
            documents = sum(len(part.codes) for _, part in found)
            idf = self.idf(documents)
            table = self._table(name, max(part.highest for _, part in found))
            many = documents > len(table)
            if many:  # a score a code is fewer than a score a posting
                table = weight * (idf * table)
            for offset, part in found:
                scores = table[part.codes]
                total[offset:][part.postings.docs] += scores if many else weight * (idf * scores)
        if not self.snapshot.all_live:
            total[~self.snapshot.live] = 0.0
        rows = np.flatnonzero(total > 0.0)  # of truth values: four times as fast as of numbers
        return Vector(rows.astype(np.int32), total[rows])

    def matching(
        self, stem: str, related: Sequence[str] = (), field: str | None = None, learned: bool = False
    ) -> Bools:
        """For every row whether it is live and holds a stem or a related one: a fraction of the cost of the scores.

        Args:
            learned: whether rows that imply the stem count too.
        """
        found = np.zeros(self.snapshot.rows, np.bool_)
        for one in (stem, *related):
            if field is not None:
                found[self.snapshot.postings(field, one).docs] = True
                continue
            for segment, offset in zip(self.snapshot.segments, self.snapshot.offsets, strict=True):
                found[offset:][segment.entry(one).docs] = True
        if learned:
            found[self.snapshot.postings(LEARNED, stem).docs] = True
        return found & self.snapshot.live

    def _table(self, field: str, highest: int) -> Floats:
        """BM25 of a posting without its idf, by count × 256 + length byte, exactly as Whoosh's scorer computes it.

        Args:
            highest: counts up to this one are needed.
        """
        found = self._tables.get(field)
        if found is None or len(found) < (highest + 1) * 256:
            counts = np.arange(max(highest, _COUNTS) + 1, dtype=np.float64)[:, None]
            with np.errstate(invalid="ignore"):  # no word is there 0 times
                scores = (counts * (self.parameters.k1 + 1)) / (counts + self._norm(field)[None, :])
            found = self._tables[field] = scores.ravel()
        return found[: (highest + 1) * 256]

    def idf(self, documents: int) -> float:
        """Whoosh's inverse document frequency of a term that is in so many documents."""
        return log(self.snapshot.rows / (documents + 1)) + 1

    def _norm(self, field: str) -> Floats:
        """k1 × ((1 − b) + b × length / average) by length byte."""
        average = self.snapshot.total(field) / (self.snapshot.rows or 1)
        k1, b = self.parameters.k1, self.parameters.b
        return k1 * ((1 - b) + b * _LENGTHS / average) if average else np.ones(256)

    def expanded(self, stem: str, related: Sequence[str], field: str | None = None, learned: bool = False) -> Vector:
        """Documents with a stem or a related one, or that imply the stem if ``learned``: the best of their scores each.

        A related word's score is scaled down twice: by ``EXPANSION_WEIGHT``, and to the idf of the typed word where its
        own is higher, so that a rare kind ("corgi") does not outrank the word itself ("dog").
        """
        if not related and not learned:
            return self.word(stem, field)
        key = ("expanded", stem, tuple(related), field, learned)
        found = self._vectors.get(key)
        if found is None:
            found = self._expanded(stem, related, field, learned)
            self._vectors.put(key, found)
        return found

    def _expanded(self, stem: str, related: Sequence[str], field: str | None, learned: bool) -> Vector:
        exact = self.word(stem, field)
        ceiling = self.idf(len(exact.rows)) if len(exact.rows) else None
        best = np.zeros(self.snapshot.rows)
        for other in related:
            vector = self.word(other, field)
            if len(vector.rows):
                scale = EXPANSION_WEIGHT * (min(1.0, ceiling / self.idf(len(vector.rows))) if ceiling else 1.0)
                best[vector.rows] = np.maximum(best[vector.rows], scale * vector.scores)
        best[exact.rows] = np.maximum(best[exact.rows], exact.scores)
        if learned:
            self._add_learned(stem, len(exact.rows), best)
        rows = np.flatnonzero(best > 0.0)
        return Vector(rows.astype(np.int32), best[rows])

    def _add_learned(self, stem: str, documents: int, best: Floats) -> None:
        """Raise the scores of the documents that imply a stem, which ``documents`` of them say."""
        postings = self.snapshot.postings(LEARNED, stem)
        scores = LEARNED_WEIGHT * self.idf(documents) / LEVELS * postings.counts
        alive = self.snapshot.live[postings.docs]
        rows = postings.docs[alive]
        best[rows] = np.maximum(best[rows], scores[alive])

    def like(self, stems: Sequence[str], row: int) -> Vector:
        """Documents that share enough of a document's telling stems: two of them, and a fifth of its own score."""
        key = ("like", tuple(stems), row)
        found = self._vectors.get(key)
        if found is None:
            total = np.zeros(self.snapshot.rows)
            shared = np.zeros(self.snapshot.rows, np.int32)
            for stem in stems:
                vector = self.word(stem)
                total[vector.rows] += vector.scores
                shared[vector.rows] += 1
            near = (shared >= min(2, len(stems))) & (total >= total[row] * _LIKE) & (total > 0.0)
            near[row] = False
            rows = np.flatnonzero(near)
            found = Vector(rows.astype(np.int32), total[rows])
            self._vectors.put(key, found)
        return found

    def phrase(self, stems: Sequence[str], words: Words) -> Vector:
        """Documents in which the stems follow one another within one sentence of one view; score: the words' sum.

        Stop words may lie between: they are not in the stream.
        """
        key = ("phrase", tuple(stems))
        found = self._vectors.get(key)
        if found is None:
            found = self._phrase(tuple(stems), words)
            self._vectors.put(key, found)
        return found

    def _phrase(self, stems: tuple[str, ...], words: Words) -> Vector:
        both = intersect([self.word(stem) for stem in dict.fromkeys(stems)])
        # A word that stands in the phrase twice counts twice.
        for stem in {stem for stem in stems if stems.count(stem) > 1}:
            again = self.word(stem)
            both = Vector(
                both.rows, both.scores + (stems.count(stem) - 1) * again.scores[np.searchsorted(again.rows, both.rows)]
            )
        if not len(both.rows):
            return NOTHING
        forms = [np.array(words.by_stem.get(stem, ()), np.uint32) for stem in stems]
        keep = np.zeros(len(both.rows), np.bool_)
        for segment, offset in zip(self.snapshot.segments, self.snapshot.offsets, strict=True):
            low, high = np.searchsorted(both.rows, [offset, offset + segment.count])
            if low < high:
                docs = both.rows[low:high] - np.int32(offset)
                keep[low:high] = _inside(segment.remember(stems, partial(_adjacent, segment, docs, forms)), docs)
        return Vector(both.rows[keep], both.scores[keep])


def _adjacent(segment: Segment, docs: Ints, forms: list[npt.NDArray[np.uint32]]) -> Ints:
    """Those of the documents (ascending) of a segment in whose streams words of these forms follow one another."""
    _, counts = segment.bounds()
    everything = segment.stream()
    if int(counts[docs].sum()) * 4 > len(everything):
        tokens, all_ends = everything, np.cumsum(counts)
        found = np.zeros(segment.count, np.bool_)
        found[np.searchsorted(all_ends, _runs(tokens, forms), side="right")] = True
        return docs[found[docs]]
    tokens, owners = gather(segment, docs.astype(np.int64))
    result = np.zeros(len(docs), np.bool_)
    result[owners[_runs(tokens, forms)]] = True
    return docs[result]


def _runs(tokens: npt.NDArray[np.uint32], forms: list[npt.NDArray[np.uint32]]) -> Ids:
    """Positions at which a run of words starts. Every document's stream ends with a break: no run crosses documents."""
    length = len(tokens) - len(forms) + 1
    if length <= 0:
        return np.empty(0, np.int64)
    # The word with the fewest forms tends to be the rarest; the others are looked at only where it stands.
    first = min(range(len(forms)), key=lambda i: len(forms[i]))
    at = np.flatnonzero(_among(tokens[first : first + length], forms[first]))
    for i, form in enumerate(forms):
        if i != first and len(at):
            at = at[_among(tokens[at + i], form)]
    return at


def _among(tokens: npt.NDArray[np.uint32], form: npt.NDArray[np.uint32]) -> Bools:
    if len(form) > 6:
        return np.isin(tokens, form)
    hit = np.zeros(len(tokens), np.bool_)
    for number in form:
        hit |= tokens == number
    return hit


def intersect(vectors: Sequence[Vector]) -> Vector:
    """Documents that are in all of the vectors, scores summed in the order given."""
    if len(vectors) == 1:
        return vectors[0]
    smallest = min(vectors, key=lambda v: len(v.rows))
    rows = smallest.rows
    for vector in vectors:
        if vector is not smallest and len(rows):
            rows = rows[_inside(vector.rows, rows)]
    if not len(rows):
        return NOTHING
    scores = np.zeros(len(rows))
    for vector in vectors:
        scores += vector.scores if len(vector.rows) == len(rows) else _scores_at(vector, rows)
    return Vector(rows, scores)


def _scores_at(vector: Vector, rows: Ints) -> Floats:
    """The scores of rows that are all in the vector."""
    if len(rows) < _FEW:
        return vector.scores[np.searchsorted(vector.rows, rows)]
    by_row = np.empty(int(vector.rows[-1]) + 1)  # a search a row would take ten times as long
    by_row[vector.rows] = vector.scores
    return by_row[rows]


def _inside(haystack: Ints, rows: Ints) -> Bools:
    if not len(haystack):
        return np.zeros(len(rows), np.bool_)
    inside: Bools
    if len(rows) < _FEW:
        at = np.minimum(np.searchsorted(haystack, rows), len(haystack) - 1)
        inside = haystack[at] == rows
        return inside
    marks = np.zeros(int(max(haystack[-1], rows[-1])) + 1, np.bool_)
    marks[haystack] = True
    inside = marks[rows]
    return inside


def union(vectors: Sequence[Vector], size: int) -> Vector:
    """Documents that are in any of the vectors, scores summed; ``size``: rows of the snapshot."""
    if len(vectors) == 1:
        return vectors[0]
    total = np.zeros(size)
    for vector in vectors:
        total[vector.rows] += vector.scores
    rows = np.flatnonzero(total > 0.0)  # of truth values: four times as fast as of numbers
    return Vector(rows.astype(np.int32), total[rows])


def subtract(rows: Ints, excluded: Sequence[Vector], size: int) -> Bools:
    """Which of the rows are in none of the excluded vectors."""
    kept = np.ones(size, np.bool_)
    for vector in excluded:
        kept[vector.rows] = False
    return kept[rows]


def ranked(vector: Vector, snapshot: Snapshot) -> tuple[Ids, Floats]:
    """Photo ids and scores by score descending, then photo id ascending."""
    scores = vector.scores
    if not len(scores):
        return np.empty(0, np.int64), scores
    # One sort of whole numbers that hold both: of the score, whose bits order as it does, all but the lowest; in their
    # place the rank of the photo. Five times as fast as a stable sort of the scores.
    low = snapshot.count.bit_length()
    ranks = snapshot.ranks[vector.rows]
    keys = (~scores.view(np.int64) >> low << low) | ranks
    keys.sort()
    order = keys & ((1 << low) - 1)
    by_rank = np.empty(snapshot.count)
    by_rank[ranks] = scores
    found = by_rank[order]
    wrong = np.flatnonzero(found[1:] > found[:-1])
    if len(wrong):
        # Scores that differ in their lowest bits only: those that share the rest are sorted again.
        upper = keys >> low
        group = np.cumsum(np.concatenate(([0], np.diff(upper) != 0)))
        doubtful = np.zeros(int(group[-1]) + 1, np.bool_)
        doubtful[group[wrong]] = True
        places = np.flatnonzero(doubtful[group])
        again = places[np.lexsort((order[places], -found[places], group[places]))]
        order[places], found[places] = order[again], found[again]
    return snapshot.ids()[order], found
