"""Keeps the search index in line with the catalog: opens it, makes it anew, brings it up to date."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from photofind.documents import Documents
from photofind.errors import Cancelled, SearchIndexError
from photofind.library.catalog import Catalog
from photofind.records import Event, PhotosChanged

if TYPE_CHECKING:
    from photofind.search.index import Document, Index

log = logging.getLogger(__name__)

INDEX_IDENTITY = "index_identity"
"""Catalog entry: the identity of the index that was filled from this catalog."""
_BATCH = 500


class Indexing:
    """The open index of one catalog, and how it follows the catalog. Thread-safe.

    Args:
        emit: called with ``PhotosChanged`` whenever photos were indexed.
        expansion: whether an index that is opened now finds photos by words that their captions imply, too.
    """

    def __init__(
        self,
        catalog: Catalog,
        index_folder: Path,
        documents: Documents,
        emit: Callable[[Event], None],
        expansion: Callable[[], bool] = lambda: False,
    ) -> None:
        self._catalog = catalog
        self._index_folder = index_folder
        self._documents = documents
        self._emit = emit
        self._expansion = expansion
        self._learned = False
        self._index: Index | None = None
        self._index_lock = threading.RLock()
        self._indexed = 0.0
        self._index_cost = 0.0

    def index(self) -> Index:
        """The open index.

        Raises:
            SearchIndexError: it is missing, damaged, of another version or of another catalog.
        """
        with self._index_lock:
            if self._index is None:
                index = self._open()
                if index.identity != self._catalog.meta(INDEX_IDENTITY):
                    index.close()
                    raise SearchIndexError("the search index does not belong to this catalog", "photofind rebuild")
                self._index = index
            return self._index

    def _open(self) -> Index:
        from photofind.search.index import Index  # brings numpy and Whoosh along: a window starts without them

        return Index(self._index_folder, self._documents.texts, expansion=self._expansion())

    def ensure_index(self) -> bool:
        """Open the index; make a new one, to be filled from the catalog, if it can't be used.

        Returns:
            Whether a new index was made.
        """
        with self._index_lock:
            try:
                self.index()
            except SearchIndexError as error:
                log.info("the index is made anew: %s", error)
                self._new_index()
                return True
            return False

    def refresh_index(self) -> bool:
        """Pick up what another process committed to the index; returns whether anything changed.

        An index that can't be opened counts as unchanged: asking it says why.
        """
        with self._index_lock:
            known = self._index is not None
            try:
                return self.index().refresh() or not known
            except SearchIndexError:
                if self._index is not None:
                    self._index.close()
                    self._index = None
                return False

    @property
    def index_usable(self) -> bool:
        """Whether the index can be opened and belongs to this catalog."""
        try:
            self.index()
        except SearchIndexError:
            return False
        return True

    @property
    def opened(self) -> Index | None:
        """The index if it is open."""
        return self._index

    def preload_index(self, cancelled: Callable[[], bool]) -> None:
        """Read the index's most used words; if that shows that it is damaged, make it anew."""
        opened = self.index()
        try:
            opened.preload(cancelled=cancelled)
        except SearchIndexError:
            self.renew_index(opened)
            self.index_stale(cancelled=cancelled)

    def renew_index(self, damaged: Index | None) -> None:
        """Put a new, empty index in the place of one that turned out damaged; all photos are stale then.

        Args:
            damaged: what was ``opened`` when that was seen; if another index is open by now, nothing is done.
        """
        with self._index_lock:
            if self._index is damaged:
                log.warning("the search index is damaged and is made anew")
                self._new_index()

    def _new_index(self) -> None:
        with self._index_lock:
            if self._index is not None:
                self._index.close()
                self._index = None
            from photofind.search.index import Index

            Index.wipe(self._index_folder)
            index = self._open()
            self._learned = False
            self._catalog.mark_all_stale()
            # Written last: a crash before this line leaves an index that is not the catalog's, and it is made again.
            self._catalog.set_meta(INDEX_IDENTITY, index.identity)
            self._index = index

    def index_stale(
        self,
        report: Callable[[int, int], None] = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> int:
        """Bring the index up to date with the catalog; returns the number of photos indexed.

        Raises:
            Cancelled: ``cancelled`` said so; what was indexed stays.
            SearchIndexError: a new index can't be written either.
        """
        total = 0
        renewed = False
        begun = time.monotonic()
        self._learn(cancelled)
        while stale := self._catalog.stale(_BATCH):
            if cancelled():
                raise Cancelled
            ids = [photo_id for photo_id, _version in stale]
            documents, gone = self._documents.build(ids)
            try:
                self.index().update(documents, gone)
            except SearchIndexError:
                if renewed:
                    raise
                renewed = True
                log.exception("the index can't be written and is made anew")
                self._new_index()
                continue
            renewed = False
            self._catalog.clear_stale(stale)
            total += len(ids)
            self._emit(PhotosChanged(tuple(ids)))
            report(total, total)
        self._indexed = time.monotonic()
        self._index_cost = self._indexed - begun
        return total

    def _learn(self, cancelled: Callable[[], bool]) -> None:
        """Let an index that learns from captions, and has not yet, see those of the whole library once."""
        if self._learned or not self.index_usable or not self.index().unlearned:
            return
        ids = self._catalog.select()

        def batches() -> Iterator[Sequence[Document]]:
            for start in range(0, len(ids), _BATCH):
                if cancelled():
                    raise Cancelled
                yield self._documents.build(ids[start : start + _BATCH])[0]

        self.index().learn(batches())
        self._learned = True

    def rebuild(
        self,
        report: Callable[[int, int], None] = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> int:
        """Throw the index away and fill a new one from the catalog; returns the number of photos indexed."""
        photos = self._catalog.counts().photos
        self._new_index()
        return self.index_stale(lambda done, _total: report(done, max(done, photos)), cancelled)

    def _index_due(self, least: float) -> bool:
        """Whether enough time went by: a fast model lands many captions a second, and indexing them together is cheap.

        Args:
            least: seconds that must have passed at least.
        """
        return time.monotonic() - self._indexed > max(least, 8 * self._index_cost)

    def close_index(self) -> None:
        """Close the index; it opens again when it is asked for."""
        with self._index_lock:
            if self._index is not None:
                self._index.close()
                self._index = None
