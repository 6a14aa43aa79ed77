"""The current snapshot of an index, lent to any number of threads, and what becomes of former ones.

A search leases the snapshot; a commit puts a new one in its place. Segments are shared between snapshots, and closed
when the last snapshot that holds them has lost its last user.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from photofind.errors import PhotofindError
from photofind.search.cache import ByteCache
from photofind.search.ranking import Ranker
from photofind.search.segments import Entry, Segment
from photofind.search.snapshots import Snapshot
from photofind.search.store import Store, damaged
from photofind.search.vocabulary import Vocabulary


class Leases:
    """The snapshots of one index folder, with their rankers. Any thread may call it.

    Args:
        vocabulary: is told how many words belong to each snapshot.
        cache: keeps the postings of all segments.

    Raises:
        SearchIndexError: the index is damaged.
    """

    def __init__(self, store: Store, vocabulary: Vocabulary, cache: ByteCache[Entry]) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._cache = cache
        self._lock = threading.Lock()  # guards the ranker and every user count
        self._refresh_lock = threading.Lock()
        self._ranker: Ranker | None = None
        self.refresh()

    @contextmanager
    def lease(self) -> Iterator[Ranker]:
        """The current snapshot, kept open until the block ends whatever is committed meanwhile."""
        with self._lock:
            ranker = self._ranker
            if ranker is None:
                raise PhotofindError("the search index is closed")
            ranker.snapshot.users += 1
        try:
            yield ranker
        finally:
            with self._lock:
                ranker.snapshot.users -= 1
                gone = self._release(ranker.snapshot)
            for segment in gone:
                segment.close()

    def _release(self, snapshot: Snapshot) -> list[Segment]:
        """The segments that nobody needs once a retired snapshot has lost its last user; call under the lock."""
        if snapshot.users or not snapshot.retired:
            return []
        snapshot.retired = False  # once only
        for segment in snapshot.segments:
            segment.users -= 1
        return [segment for segment in snapshot.segments if not segment.users]

    def _replace(self, ranker: Ranker | None) -> None:
        with self._lock:
            old, self._ranker = self._ranker, ranker
            gone: list[Segment] = []
            if ranker is not None:
                for segment in ranker.snapshot.segments:
                    segment.users += 1
            if old is not None:
                old.snapshot.retired = True
                gone = self._release(old.snapshot)
        for segment in gone:
            segment.close()

    def refresh(self) -> bool:
        """Pick up what this or another process committed. Whether there was anything.

        Raises:
            SearchIndexError: the index was wiped or damaged.
        """
        with self._refresh_lock:
            with self._lock:
                current = self._ranker.snapshot if self._ranker else None
            generation = self._store.generation()
            if current is not None and current.generation == generation:
                return False
            known = {segment.id: segment for segment in current.segments} if current else {}
            self._replace(Ranker(self._open(known)))
            return True

    def _open(self, known: dict[str, Segment]) -> Snapshot:
        for attempt in range(20):
            toc, words = self._store.toc()
            self._vocabulary.expect(words)
            opened: list[Segment] = []
            fresh: list[Segment] = []
            try:
                for one in toc.segments:
                    segment = known.get(one.segment_id())
                    if segment is None:
                        segment = Segment(self._store, one, self._cache)
                        fresh.append(segment)
                    opened.append(segment)
                return Snapshot(toc.generation, opened, [list(one.deleted_docs()) for one in toc.segments])
            except FileNotFoundError as error:
                for segment in fresh:
                    segment.close()
                # A writer in another process has merged the segment away meanwhile; else the file is really gone.
                if self._store.generation() == toc.generation or attempt == 19:
                    raise damaged(self._store.folder, f"{error.filename} is missing") from error
            except Exception as error:
                for segment in fresh:
                    segment.close()
                raise damaged(self._store.folder, f"{type(error).__name__}: {error}") from error
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Close all files once the leases that are out have ended; later ones raise."""
        self._replace(None)
