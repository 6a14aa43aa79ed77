"""Learned sparse expansion: a photo is found by words that its captions don't say, but imply.

Where one view of a photo says "puppy" and another "dog", the library teaches that puppy implies dog. ``learned`` words
are written to a field of their own when a photo is indexed, each with a level; queries stay as typed. The table and the
counts that it was learned from lie in one file in the index's folder, made anew from the catalog at any time.

Paper: Nguyen et al. 2024, "Multimodal learned sparse retrieval for image suggestion" (arXiv 2402.07736): expansion on
the side of the document, none on that of the query, which so stays interpretable. The weights here are counted, not
trained.
"""

from __future__ import annotations

import logging
import os
import threading
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from photofind.search.expansion_counts import MOST, Counts, Pairs, Views, text, words

log = logging.getLogger(__name__)

FILE = "expansion.npz"
LEVELS = 15
"""Strengths that a learned word can have in a document: what is stored is a whole number from 1 to this."""
_TARGETS = 20
"""Words that one word may imply, the strongest."""
_LEAST = 9
"""The lowest level that counts: below it a word finds more wrong photos than right ones."""
_LEARNED = 32
"""Words that one photo may be found by besides those of its captions, the strongest."""
_GROWTH = 1.25
_FIRST = 50


class Table:
    """Which words imply which, and how strongly. Immutable.

    Args:
        stems: the words by number.
        pairs: the associations; of each source the strongest ``_TARGETS`` are taken.
    """

    def __init__(self, stems: Sequence[str], pairs: Pairs) -> None:
        order = np.lexsort((pairs.targets, -pairs.weights, pairs.sources))
        sources = pairs.sources[order]
        starts = np.searchsorted(sources, np.arange(len(stems) + 1))
        rank = np.arange(len(sources)) - starts[sources]
        kept = order[rank < _TARGETS]
        self.stems = tuple(stems)
        self._numbers = {stem: number for number, stem in enumerate(stems)}
        self._targets = pairs.targets[kept]
        self.pairs = Pairs(pairs.sources[kept], self._targets, pairs.weights[kept])
        self._bounds = np.searchsorted(self.pairs.sources, np.arange(len(stems) + 1)).tolist()
        # Evidence adds up as that of independent witnesses: 1 − Π(1 − w).
        self._doubts = np.log1p(-np.minimum(self.pairs.weights, 0.999))

    def __len__(self) -> int:
        return len(self._targets)

    def expand(self, said: Collection[str], present: Collection[str]) -> dict[str, int]:
        """The words that a document implies and does not hold, with their levels from ``_LEAST`` to ``LEVELS``.

        Args:
            said: stems of its captions; a person's own words and names imply nothing.
            present: all stems of the document.
        """
        numbers = [number for stem in said if (number := self._numbers.get(stem)) is not None]
        parts = [slice(self._bounds[number], self._bounds[number + 1]) for number in numbers]
        if not parts or not len(self):
            return {}
        targets = np.concatenate([self._targets[part] for part in parts])
        doubts = np.bincount(targets, np.concatenate([self._doubts[part] for part in parts]), len(self.stems))
        doubts[[number for stem in present if (number := self._numbers.get(stem)) is not None]] = 0.0
        found = np.flatnonzero(doubts)
        levels = np.rint((1 - np.exp(doubts[found])) * LEVELS).astype(np.int64)
        strong = levels >= _LEAST
        found, levels = found[strong], levels[strong]
        best = np.argsort(doubts[found], kind="stable")[:_LEARNED]
        return {self.stems[at]: level for at, level in zip(found[best].tolist(), levels[best].tolist(), strict=True)}

    def implying(self, stem: str) -> dict[str, float]:
        """The words that imply a word, with their weights."""
        number = self._numbers.get(stem)
        if number is None:
            return {}
        at = np.flatnonzero(self._targets == number)
        found = zip(self.pairs.sources[at].tolist(), self.pairs.weights[at].tolist(), strict=True)
        return {self.stems[source]: weight for source, weight in found}


EMPTY = Table((), Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)))


class Learner:
    """The table and the counts of one index folder. For one writing thread at a time; ``table`` for any thread.

    Args:
        folder: the index's.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._counts: Counts | None = None  # large, and needed for writing only
        self._counted: set[int] = set()
        self._due = _FIRST
        self._table = EMPTY
        self._lock = threading.Lock()
        self._opened = False

    @property
    def table(self) -> Table:
        """What was learned; read when it is first asked for, as opening an index must not wait for it."""
        self._open()
        return self._table

    @table.setter
    def table(self, table: Table) -> None:
        self._open()
        self._table = table

    @property
    def photos(self) -> int:
        """Number of photos counted."""
        self._open()
        return len(self._counted)

    def _open(self) -> None:
        if not self._opened:
            with self._lock:
                if not self._opened:
                    self._read(self._take_table)
                    self._opened = True

    def count(self, photos: Iterable[tuple[int, Views]]) -> None:
        """Count photos (by id) that were not counted yet and that several views describe."""
        self._open()
        fresh = {photo: views for photo, views in photos if photo not in self._counted and len(views) > 1}
        if fresh:
            self._taught().add(fresh.values())
            self._counted.update(fresh)

    def add(self, photos: Iterable[tuple[int, Views]]) -> None:
        """Count photos, and learn anew when there are a quarter more of them than last time.

        What was indexed before keeps what it was given; ``photofind rebuild`` gives all photos the same.
        """
        self.count(photos)
        if len(self._counted) >= self._due:
            self.learn()

    def learn(self) -> None:
        """Make the table from what was counted, and keep both in the file."""
        counts = self._taught()
        self._table = Table(counts.stems, counts.learn())
        self._due = max(_FIRST, int(len(self._counted) * _GROWTH))
        self._save()
        log.info("%d photos taught %d pairs of words", len(self._counted), len(self.table))

    def _taught(self) -> Counts:
        """The counts, read when they are first needed."""
        self._open()
        if self._counts is None:
            self._read(self._take_counts)
        if self._counts is None:
            self._counts = Counts()
        return self._counts

    def _save(self) -> None:
        pairs = self.table.pairs
        part = self._path.with_name(f"{FILE}.{os.getpid()}.part")
        with open(part, "wb") as file:
            np.savez_compressed(
                file,
                allow_pickle=False,
                **self._taught().arrays(),
                counted=np.array(sorted(self._counted), np.int64),
                table=text(self.table.stems),
                sources=pairs.sources,
                targets=pairs.targets,
                weights=pairs.weights,
            )
        os.replace(part, self._path)

    def _read(self, take: Callable[[Mapping[str, npt.NDArray[np.generic]]], None]) -> None:
        """Take something out of the file, if there is one; if it can't be read, all is learned anew."""
        try:
            with open(self._path, "rb") as opened, np.load(opened, allow_pickle=False) as file:
                take(file)
        except FileNotFoundError:
            return
        except (OSError, EOFError, ValueError, KeyError, IndexError, zipfile.BadZipFile, zlib.error) as error:
            log.warning("what was learned from captions can't be read and is learned anew: %s", error)
            self._counts, self._table, self._counted, self._due = Counts(), EMPTY, set(), _FIRST

    def _take_table(self, file: Mapping[str, npt.NDArray[np.generic]]) -> None:
        stems = words(file["table"])
        sources, targets = file["sources"].astype(np.int64), file["targets"].astype(np.int64)
        both = np.concatenate([sources, targets])
        if len(stems) > MOST or (len(both) and not 0 <= both.min() <= both.max() < len(stems)):
            raise ValueError("a pair of words that there are not")
        self._table = Table(stems, Pairs(sources, targets, file["weights"].astype(np.float64)))
        self._counted = set(file["counted"].astype(np.int64).tolist())
        self._due = max(_FIRST, int(len(self._counted) * _GROWTH))

    def _take_counts(self, file: Mapping[str, npt.NDArray[np.generic]]) -> None:
        self._counts = Counts.from_arrays(file)
