"""Writing segments: Whoosh's writer with a pool of postings of its own, and the policy that merges segments.

Whoosh's pool handles every posting as a tuple, several times over. Ours keeps two arrays a term and hands them to the
codec a block at a time. The files are Whoosh's: its own reader and scorer read them, as the tests do.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from typing import Any

from whoosh.index import LockError
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from photofind.errors import OwnedError
from photofind.search import sums
from photofind.search.store import CODEC, LOCK_SECONDS, Store
from photofind.search.terms import Terms

_TIER = 8
_SINGLES = 24
_MEDIUM = 256
_LARGE = 8_192


class _Pool:
    """Postings by term, in memory: documents ascending (as they are added), and counts."""

    def __init__(self) -> None:
        self.terms: dict[tuple[str, bytes], tuple[array[int], array[float]]] = {}

    def of(self, field: str, term: bytes) -> tuple[array[int], array[float]]:
        """The arrays of a term, to append to."""
        found = self.terms.get((field, term))
        if found is None:
            found = self.terms[field, term] = (array("I"), array("f"))
        return found

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """One posting, as Whoosh hands it over."""
        field, term, document, weight, _ = item
        documents, weights = self.of(field, term)
        documents.append(document)
        weights.append(weight)

    def cleanup(self) -> None:
        """Forget all."""
        self.terms.clear()


class _Reader(SegmentReader):  # type: ignore[misc]
    """Whoosh's reader of one segment, whose documents are read with pauses between them."""

    def __init__(self, writer: Writer, segment: Any) -> None:
        super().__init__(writer.storage, writer.schema, segment)
        self._give_way = writer.give_way

    def iter_docs(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Number and stored fields of every living document."""
        for one in super().iter_docs():
            self._give_way()
            yield one


class Writer(SegmentWriter):  # type: ignore[misc]
    """Whoosh's segment writer for fields of counted stems. It holds the index's lock until it commits or cancels.

    Args:
        give_way: called every few lines; it may wait until others have done what is more urgent (see ``turns``).

    Raises:
        OwnedError: another process has held the lock for half a minute.
    """

    def __init__(self, store: Store, give_way: Callable[[], None] = lambda: None) -> None:
        self.give_way = give_way
        try:
            super().__init__(store.index(), timeout=LOCK_SECONDS, codec=CODEC, compound=False)
        except LockError as error:
            what = f"another process is writing the search index in {store.folder}"
            raise OwnedError(what, "close it and try again") from error
        self.pool = _Pool()
        self._folder = store.folder

    def release(self) -> None:
        """Give the index's lock back whatever failed."""
        if self.writelock is not None and self.writelock.fd is not None:
            self.writelock.release()

    def take(self, segment: Any) -> None:
        """Take over the living documents of a segment."""
        sums.verify(self._folder, segment.segment_id())  # or the damage would get a sum that fits
        first = self.docnum
        reader = _Reader(self, segment)
        try:
            moved = self.write_per_doc(set(self.schema.names()), reader)
        finally:
            reader.close()
        self._added = True
        terms = Terms(self._folder, segment.segment_id(), sums.read(self._folder, segment.segment_id()))
        for field, term, postings in terms.items():
            self.give_way()
            documents, weights = self.pool.of(field, term)
            if moved is None:
                documents.extend((postings.docs + first).tolist())
                weights.extend(postings.counts.tolist())
                continue
            for document, weight in zip(postings.docs.tolist(), postings.counts.tolist(), strict=True):
                place = moved.get(document)
                if place is not None:
                    documents.append(place)
                    weights.append(weight)

    def add_document(self, **fields: Any) -> None:
        """Add one document."""
        self.give_way()
        super().add_document(**fields)

    def _finalize_segment(self) -> Any:
        segment = super()._finalize_segment()
        self.give_way()
        sums.write(self._folder, segment.segment_id())
        return segment

    def _flush_segment(self) -> None:
        """Write the pool in the order of fields and terms (SegmentWriter's own does so posting by posting)."""
        self.perdocwriter.close()
        out = self.fieldwriter
        current = ""
        for (field, term), (documents, weights) in sorted(self.pool.terms.items(), key=lambda item: item[0]):
            if not documents:
                continue
            self.give_way()
            if field != current:
                if current:
                    out.finish_field()
                out.start_field(field, self.schema[field])
                current = field
            out.start_term(term)
            self._postings(out._postwriter, documents, weights)  # noqa: SLF001 - the codec has no call for many at once
            out.finish_term()
        if current:
            out.finish_field()
        out.close()

    @staticmethod
    def _postings(out: Any, documents: array[int], weights: array[float]) -> None:
        """What ``add_posting`` does for each posting, a block at a time."""
        size = out._blocklimit  # noqa: SLF001
        for start in range(0, len(documents), size):
            if start:
                out._write_block()  # noqa: SLF001
            out._ids = documents[start : start + size]  # noqa: SLF001
            out._weights = weights[start : start + size]  # noqa: SLF001
            out._maxweight = max(out._weights)  # noqa: SLF001


def merge_policy(writer: Writer, segments: list[Any]) -> list[Any]:
    """Bound the number of segments at little cost: every photo is written about three times in all.

    Eight small segments of about one size become one, and 24 of the smallest (so that of the commits of single
    photos fewer than one in twenty takes the time of a merge); medium ones (from 256 photos on) wait until they
    make a large one (8,192) together; large ones are left alone, so that no commit takes long. Segments without a
    living document are dropped, and those that are half deleted rewritten.
    """
    alive = {id(segment): segment.doc_count_all() - segment.deleted_count() for segment in segments}
    kept = [segment for segment in segments if alive[id(segment)]]
    tiers: dict[int, list[Any]] = {}
    medium: list[Any] = []
    merged: list[Any] = []
    for segment in kept:
        size = alive[id(segment)]
        if segment.doc_count_all() > 1 and segment.deleted_count() * 2 > segment.doc_count_all():
            merged.append(segment)
        elif size >= _LARGE:
            continue
        elif size >= _MEDIUM:
            medium.append(segment)
        else:
            tiers.setdefault((size.bit_length() - 1) // 3, []).append(segment)  # 1–7, 8–63, 64–255
    for tier, same in tiers.items():
        if len(same) >= (_TIER if tier else _SINGLES):
            merged += same
    if sum(alive[id(segment)] for segment in medium) >= _LARGE:
        merged += medium
    for segment in merged:
        writer.take(segment)
    condemned = {id(segment) for segment in merged}
    return [segment for segment in kept if id(segment) not in condemned]
