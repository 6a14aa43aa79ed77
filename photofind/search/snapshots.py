"""One commit of the index: what a search works on to its end, whatever is committed meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from photofind.search.segments import NAMES, Bools, Ids, Ints, Segment, gather
from photofind.search.store import damaged
from photofind.search.terms import EMPTY, Postings

_FEW = 1000


class Snapshot:
    """One commit of the index. Rows are documents numbered through all segments, as Whoosh numbers them.

    Attributes:
        photos: photo id by row, deleted rows included.
        live: whether a row is not deleted.
        count: number of live rows.
    """

    def __init__(self, generation: int, segments: Sequence[Segment], deleted: Sequence[Iterable[int]]) -> None:
        self.generation = generation
        self.segments = tuple(segments)
        self.users = 0
        self.retired = False
        sizes = [segment.count for segment in segments]
        self.offsets = [sum(sizes[:i]) for i in range(len(sizes))]
        self.rows = sum(sizes)
        self.photos: Ids = np.concatenate([s.photos for s in segments]) if segments else np.empty(0, np.int64)
        self.live: Bools = np.ones(self.rows, np.bool_)
        for segment, offset, gone in zip(segments, self.offsets, deleted, strict=True):
            numbers = np.fromiter(gone, np.int64)
            if len(numbers) and (numbers.min() < 0 or numbers.max() >= segment.count):
                raise ValueError("a deleted document does not exist")
            self.live[numbers + offset] = False
        self.all_live = bool(self.live.all())
        self.count = int(self.live.sum())

    def total(self, field: str) -> int:
        """The summed length of a field, deleted documents included."""
        return sum(segment.totals[field] for segment in self.segments)

    def postings(self, field: str, stem: str) -> Postings:
        """Rows with a stem in a field, deleted ones included."""
        if len(self.segments) == 1:
            return self.segments[0].postings(field, stem)
        docs, counts = [], []
        for segment, offset in zip(self.segments, self.offsets, strict=True):
            found = segment.postings(field, stem)
            if len(found.docs):
                docs.append(found.docs + np.int32(offset))
                counts.append(found.counts)
        if not docs:
            return EMPTY
        return Postings(np.concatenate(docs), np.concatenate(counts))

    def number_of(self, stem: str, among: Bools | None = None) -> int:
        """How many live documents hold a stem in any field.

        Args:
            among: by row whether it counts, for live rows only; None for all.
        """
        if among is None and not self.all_live:
            among = self.live
        total = 0
        for segment, offset in zip(self.segments, self.offsets, strict=True):
            docs = segment.entry(stem).docs
            if len(docs):
                total += len(docs) if among is None else int(np.count_nonzero(among[offset:].take(docs)))
        return total

    def load(self, stem: str) -> None:
        """Read all that a search for a stem needs, so that its scores are quick."""
        for segment in self.segments:
            for part in segment.entry(stem).parts:
                _ = part.codes

    @cached_property
    def ranks(self) -> Ints:
        """By live row the position of its photo in ``ids``; of deleted rows nothing."""
        found = np.zeros(self.rows, np.int32)
        found[self._by_photo[1]] = np.arange(self.count)
        return found

    @cached_property
    def _by_photo(self) -> tuple[Ids, Ids]:
        rows = np.flatnonzero(self.live)
        order = np.argsort(self.photos[rows], kind="stable")
        return self.photos[rows][order], rows[order]

    @cached_property
    def _row_of(self) -> Ids | None:
        """The live row of each photo, −1 of ids that are not in the index; None if the ids are few and far between."""
        ids, rows = self._by_photo
        if int(ids[-1]) > 8 * self.rows + 100_000:
            return None
        found = np.full(int(ids[-1]) + 1, -1, np.int64)
        found[ids] = rows
        return found

    def ids(self) -> Ids:
        """The photos of the index, ascending."""
        return self._by_photo[0]

    def find(self, photo_ids: npt.ArrayLike) -> Ids:
        """The live rows of photos, in the order asked; photos that are not in the index are left out."""
        asked = np.asarray(photo_ids, np.int64).reshape(-1)
        ids, rows = self._by_photo
        if not len(ids) or not len(asked):
            return np.empty(0, np.int64)
        if len(asked) > _FEW and self._row_of is not None:
            places = self._row_of[asked[(asked >= 0) & (asked < len(self._row_of))]]
            return places[places >= 0]
        at = np.minimum(np.searchsorted(ids, asked), len(ids) - 1)
        found: Ids = rows[at[ids[at] == asked]]
        return found

    def words_of(self, rows: Ids, known: int, names: bool = False) -> tuple[npt.NDArray[np.int64], Ids]:
        """What is said about these rows (ascending), word by word, and the position in ``rows`` of each word.

        Args:
            known: size of the vocabulary.
            names: whether the words of file and folder names are among them.

        Raises:
            SearchIndexError: a row holds a word that the vocabulary lacks.
        """
        streams, owners = [], []
        for segment, offset in zip(self.segments, self.offsets, strict=True):
            low, high = np.searchsorted(rows, [offset, offset + segment.count])
            if low == high:
                continue
            tokens, at = gather(segment, rows[low:high] - offset)
            streams.append(tokens)
            owners.append(at + low)
        if not streams:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        tokens, owner = np.concatenate(streams), np.concatenate(owners)
        real = tokens < NAMES
        if not names:
            named = np.flatnonzero(tokens == NAMES)
            ends = np.full(len(rows), len(tokens))
            ends[owner[named]] = named
            real &= np.arange(len(tokens)) < ends[owner]
        words, owner = tokens[real].astype(np.int64), owner[real]
        if len(words) and int(words.max()) >= known:
            raise damaged(self.segments[0].folder, "a photo holds a word that the word list lacks")
        return words, owner
