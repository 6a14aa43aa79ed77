"""Peers on the same captions: BM25 by Lucene's formula, as Pyserini runs it, and SQLite FTS5."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import closing
from math import log

import numpy as np
import numpy.typing as npt

from photofind.errors import PhotofindError
from photofind.evaluation.captions import Views
from photofind.evaluation.retrievers import cleaned
from photofind.search.ranking import K1, B
from photofind.search.text import scan, stem_of, stems

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_EXACT = 24


def quantised(length: int) -> int:
    """What Lucene's norm byte keeps of a document's length: all up to 40, then four bits of what is above 24.

    Lucene 8 and later: ``SmallFloat.byte4ToInt(SmallFloat.intToByte4(length))``.
    """
    if length < _EXACT:
        return length
    rest = length - _EXACT
    shift = max(rest.bit_length() - 4, 0)
    return _EXACT + (rest >> shift << shift)


def lucene_idf(photos: int, documents: int) -> float:
    """Lucene's idf of a term that is in ``documents`` of ``photos``: ln(1 + (N − n + 0.5) / (n + 0.5))."""
    return log(1 + (photos - documents + 0.5) / (documents + 0.5))


class Lucene:
    """An oracle for ``BM25Similarity`` of Lucene 8 and later, the one behind Pyserini.

    score = Σ over query words, repeats counted: idf × tf / (tf + k1 × (1 − b + b × length / average)). Words are
    analysed as photofind does, so that only the formula differs; average and N count photos that have a text.

    Args:
        photos: the texts by view of each photo, in document order.
    """

    def __init__(self, photos: Sequence[Views], k1: float = K1, b: float = B, cleaning: bool = True) -> None:
        self._size = len(photos)
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = np.zeros(len(photos))
        exact = 0
        filled = 0
        for number, views in enumerate(photos):
            counts = Counter(stem for text in cleaned(views, cleaning).values() for stem in stems(text))
            for stem, count in counts.items():
                postings[stem].append((number, count))
            lengths[number] = quantised(counts.total())
            exact += counts.total()
            filled += bool(counts)
        self._filled = filled
        average = exact / filled if filled else 1.0
        self._norms: Floats = k1 * (1 - b + b * lengths / average)
        self._postings = {stem: np.array(pairs, np.int64) for stem, pairs in postings.items()}

    def scores(self, texts: Sequence[str], either: bool) -> tuple[Ints, Floats]:
        """Document numbers that match, ascending, and their scores."""
        total = np.zeros(self._size)
        matched = np.zeros(self._size, np.int64)
        wanted = Counter(stem for text in texts for stem in stems(text))
        for stem, times in wanted.items():
            pairs = self._postings.get(stem)
            if pairs is None:
                continue
            documents, counts = pairs[:, 0], pairs[:, 1].astype(np.float64)
            idf = lucene_idf(self._filled, len(documents))
            total[documents] += times * idf * counts / (counts + self._norms[documents])
            matched[documents] += 1
        found = np.flatnonzero(matched if either else matched == max(len(wanted), 1))
        return found, total[found]

    @property
    def name(self) -> str:
        """See ``retrievers.Retriever``."""
        return "Lucene BM25"

    def rank(self, texts: Sequence[str], either: bool) -> Ints:
        """See ``retrievers.Retriever``."""
        found, scores = self.scores(texts, either)
        return found[np.argsort(-scores, kind="stable")]

    def close(self) -> None:
        """Nothing to free."""


class Fts5:
    """SQLite FTS5 with its own analysis (``porter unicode61``) and ranking (BM25, k1 = 1.2, b = 0.75).

    Stop words are left out of queries, as everywhere here; FTS5 itself has none.

    Raises:
        PhotofindError: this SQLite was built without FTS5.
    """

    def __init__(self, photos: Sequence[Views], cleaning: bool = True) -> None:
        self._connection = sqlite3.connect(":memory:")
        try:
            self._connection.execute("CREATE VIRTUAL TABLE photos USING fts5(text, tokenize='porter unicode61')")
        except sqlite3.OperationalError as error:
            self._connection.close()
            raise PhotofindError("this SQLite was built without FTS5", "leave out the peer fts5") from error
        self._connection.executemany(
            "INSERT INTO photos (rowid, text) VALUES (?, ?)",
            ((number, "\n".join(cleaned(views, cleaning).values())) for number, views in enumerate(photos)),
        )

    @property
    def name(self) -> str:
        """See ``retrievers.Retriever``."""
        return "SQLite FTS5"

    def rank(self, texts: Sequence[str], either: bool) -> Ints:
        """See ``retrievers.Retriever``."""
        words = dict.fromkeys(word for text in texts for word, *_ in scan(text) if stem_of(word))
        if not words:
            return np.empty(0, np.int64)
        match = (" OR " if either else " AND ").join(f'"{word}"' for word in words)
        with closing(
            self._connection.execute("SELECT rowid FROM photos WHERE photos MATCH ? ORDER BY rank, rowid", (match,))
        ) as rows:
            return np.array([row[0] for row in rows], np.int64)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()
