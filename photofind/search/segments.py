"""Whoosh's segments as arrays that nobody changes.

Segments are immutable but for deletions, which belong to the snapshot (see ``snapshots``); so a segment's arrays serve
every later snapshot too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec

from photofind.search import sums
from photofind.search.cache import ByteCache
from photofind.search.store import FIELDS, Store, damaged
from photofind.search.terms import EMPTY, Postings, Terms

Ints: TypeAlias = npt.NDArray[np.int32]
Ids: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Tokens: TypeAlias = npt.NDArray[np.uint32]
Codes: TypeAlias = npt.NDArray[np.unsignedinteger[Any]]

BREAK = 0xFFFFFFFF
"""Stands between the sentences of a document's stream of word numbers, and at its end."""
NAMES = 0xFFFFFFFE
"""Stands before the words of file and folder names, the last of the stream."""


class Part:
    """A stem in one field of one segment.

    Attributes:
        highest: the largest count.
    """

    __slots__ = ("_codes", "_lengths", "field", "highest", "postings")

    def __init__(self, field: str, postings: Postings, lengths: npt.NDArray[np.uint8] | None) -> None:
        self.field = field
        self.postings = postings
        self.highest = int(postings.counts.max())
        self._lengths = lengths
        self._codes: Codes | None = None

    @property
    def codes(self) -> Codes:
        """By posting count × 256 + length byte, all that its score depends on. Made when first asked, not to count."""
        if self._codes is None:
            codes = np.left_shift(self.postings.counts.astype(self._kind), 8)
            if self._lengths is not None:
                codes |= self._lengths[self.postings.docs]
            self._codes = codes
        return self._codes

    @property
    def _kind(self) -> type[np.uint16 | np.uint32]:
        return np.uint16 if self.highest < 256 else np.uint32

    @property
    def bytes(self) -> int:
        """What it takes with its codes, made or not: a cache must count alike when it takes it and when it drops it."""
        docs, counts = self.postings
        return docs.nbytes + counts.nbytes + len(docs) * np.dtype(self._kind).itemsize


class Entry(NamedTuple):
    """What one segment holds of a stem: the fields that have it, and the documents that have it in any of them."""

    parts: tuple[Part, ...]
    docs: Ints


_NO_ENTRY = Entry((), EMPTY.docs)
_SMALL = 32


def entry_cache(limit: int) -> ByteCache[Entry]:
    """The cache that all segments of an index share."""

    def size(entry: Entry) -> int:
        return entry.docs.nbytes + sum(part.bytes for part in entry.parts)

    return ByteCache(limit, size)


class Segment:
    """One Whoosh segment, thread-safe.

    Attributes:
        id: Whoosh's name of it; what it holds never changes.
        photos: photo id by document.
        lengths: for each field the length byte (see ``whoosh.util.numeric``) by document.
        totals: for each field the sum of the exact lengths.
    """

    def __init__(self, store: Store, whoosh_segment: Any, cache: ByteCache[Entry]) -> None:
        self.id: str = whoosh_segment.segment_id()
        self.count: int = whoosh_segment.doc_count_all()
        self.users = 0
        self.folder = store.folder
        self._cache = cache
        self._closed = False
        self._segment = whoosh_segment
        # Every file is opened now: a writer in another process may delete them once they are merged.
        with store.storage.tidy():
            self._open(store)

    def _open(self, store: Store) -> None:
        codec = self._segment.codec()
        self._sums = sums.read(self.folder, self.id)
        self._terms = Terms(self.folder, self.id, self._sums)
        self.photos: Ids = self._column("photo", ">i8", np.int64)
        self.lengths: dict[str, npt.NDArray[np.uint8]] = {
            name: self._column(f"_{name}_len", "u1", np.uint8) for name in FIELDS
        }
        per_document = codec.per_document_reader(store.storage, self._segment)
        self.totals: dict[str, int] = {name: int(per_document.field_length(name)) for name in FIELDS}
        per_document.close()
        if self.photos.min(initial=1) < 0 or (np.diff(np.sort(self.photos)) == 0).any():
            raise ValueError("a document has no photo")
        self._stream_file = self._checked(self._path("stream").name)
        # What a commit of a photo or two lacks is known at once, not looked up for every word of every search after it.
        self._stems = frozenset(term for _, term in self._terms) if self.count <= _SMALL else None

    def _path(self, column: str) -> Path:
        return self.folder / str(W3Codec.column_filename(self._segment, column))

    def _column(self, column: str, stored: str, wanted: Any) -> Any:
        """A column of fixed-size numbers; documents after its end (or all, if there is no file) hold zero."""
        values = np.zeros(self.count, wanted)
        try:
            file = self._checked(self._path(column).name)
            file.check()
            raw = np.frombuffer(file.data, stored)
        except KeyError:
            if column == "photo" and self.count:
                raise
            return values
        if len(raw) > self.count:
            raise ValueError(f"column {column} is too long")
        values[: len(raw)] = raw
        values.flags.writeable = False
        return values

    def _checked(self, name: str) -> sums.Checked:
        """One of the segment's files, by its name or ending (``KeyError`` if there is none)."""
        ending = name.removeprefix(self.id)
        return sums.Checked(self.folder / f"{self.id}{ending}", *self._sums[ending])

    def postings(self, field: str, stem: str) -> Postings:
        """Documents with a stem in a field, deleted ones included (Whoosh counts them until they are merged away)."""
        parts = self.entry(stem, FIELDS if field in FIELDS else (field,)).parts
        return next((part.postings for part in parts if part.field == field), EMPTY)

    def entry(self, stem: str, fields: tuple[str, ...] = FIELDS) -> Entry:
        """A stem in these fields, deleted documents included."""
        if self._stems is not None and stem.encode("utf-8") not in self._stems:
            return _NO_ENTRY
        key = (self.id, stem, fields)
        found = self._cache.get(key)
        if found is None:
            found = self._entry([(name, self._load(name, stem)) for name in fields])
            self._cache.put(key, found)
        return found

    def _entry(self, loaded: list[tuple[str, Postings]]) -> Entry:
        parts = tuple(Part(name, found, self.lengths.get(name)) for name, found in loaded if len(found.docs))
        if len(parts) < 2:
            return Entry(parts, parts[0].postings.docs) if parts else _NO_ENTRY
        inside = np.zeros(self.count, np.bool_)
        for part in parts:
            inside[part.postings.docs] = True
        return Entry(parts, np.flatnonzero(inside).astype(np.int32))

    def remember(self, phrase: tuple[str, ...], find: Callable[[], Ints]) -> Ints:
        """Documents that hold a phrase, found once: what a segment holds never changes, deleted documents only go."""
        key = (self.id, phrase)
        found = self._cache.get(key)
        if found is None:
            docs = find()
            found = Entry((), docs)
            self._cache.put(key, found)
        return found.docs

    def _load(self, field: str, stem: str) -> Postings:
        if self._closed:
            raise RuntimeError(f"segment {self.id} was used after it was closed")
        try:
            found = self._terms.find(field, stem.encode("utf-8"))
            docs = found.docs
            if len(docs) and (docs[0] < 0 or docs[-1] >= self.count or (docs[1:] <= docs[:-1]).any()):
                raise ValueError("document numbers out of order")
        except Exception as error:
            raise damaged(self.folder, f"{type(error).__name__}: {error}") from error
        return found

    @cached_property
    def _stream_bounds(self) -> tuple[Ids, Ids]:
        """Where each document's words start in the stream, and how many there are."""
        # The column ends with the lengths, perhaps the offsets, and their type codes (whoosh.columns.VarBytesColumn).
        data = self._stream_file.data
        if not data:
            return np.zeros(self.count, np.int64), np.zeros(self.count, np.int64)
        end = len(data) - 1
        code = chr(data[end])
        if code == "X":
            code = chr(data[end - 2])
            end -= 2 + np.dtype(f">{chr(data[end - 1])}").itemsize * self.count
        kind = np.dtype(f">{code}")
        start = end - kind.itemsize * self.count
        self._stream_file.check(start)
        lengths = np.frombuffer(data, kind, self.count, start).astype(np.int64)
        if start < 0 or int(lengths.sum()) != start or (lengths % 4).any():
            raise ValueError("the stream column has other lengths than it says")
        counts = lengths // 4
        return np.cumsum(counts) - counts, counts

    def bounds(self) -> tuple[Ids, Ids]:
        """Start and number of words in ``stream`` by document.

        Raises:
            SearchIndexError: the column is damaged.
        """
        try:
            return self._stream_bounds
        except Exception as error:
            raise damaged(self.folder, f"{type(error).__name__}: {error}") from error

    def stream(self, docs: Ids | None = None) -> Tokens:
        """The word numbers of all documents one after the other, with ``BREAK`` between sentences; mapped, not read.

        Args:
            docs: only the words of these documents (ascending) will be looked at; None for all.

        Raises:
            SearchIndexError: the column is damaged there.
        """
        starts, counts = self.bounds()
        if not self._stream_file.data or not self.count:
            return np.empty(0, np.uint32)
        try:
            if docs is None:
                self._stream_file.check()
            else:
                self._stream_file.check_ranges(starts[docs] * 4, (starts[docs] + counts[docs]) * 4)
        except ValueError as error:
            raise damaged(self.folder, error) from error
        return np.frombuffer(self._stream_file.data, "<u4", int(starts[-1] + counts[-1]))

    def close(self) -> None:
        """Close the files. Nobody may use the segment any more."""
        if not self._closed:
            self._closed = True
            del self._stream_file, self._terms  # unmapped when the last array that looks into them goes
        self._cache.drop(lambda key: isinstance(key, tuple) and key[0] == self.id)


def gather(segment: Segment, docs: Ids) -> tuple[Tokens, Ids]:
    """The streams of documents of one segment one after the other, and the position in ``docs`` of every word."""
    starts, counts = segment.bounds()
    sizes = counts[docs]
    owners = np.repeat(np.arange(len(docs)), sizes)
    ends = np.cumsum(sizes)
    places = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(starts[docs] - (ends - sizes), sizes)
    return segment.stream(docs)[places], owners
