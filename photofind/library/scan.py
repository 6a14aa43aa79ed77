"""Bring the catalog in line with the folders. Photos are only ever read; nothing is written beside them."""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from photofind.errors import Cancelled, PhotofindError
from photofind.library.catalog import Catalog
from photofind.library.catalog_files import Arrival, FoundFile, Outcome
from photofind.library.comparing import Differences, compare, match_renames, scopes
from photofind.library.decoding import Decoder
from photofind.library.locations import is_below, is_text, normal, shown
from photofind.library.probe import UnreadableError
from photofind.library.thumbnails import ThumbnailStore
from photofind.library.walking import walk
from photofind.records import Root, ScanSummary

logger = logging.getLogger(__name__)

_BATCH = 64
_BATCH_SECONDS = 1.0
_PROGRESS_SECONDS = 0.1
_FORGET = 2000

Progress = Callable[[int, int, str], None]
Todo = tuple[FoundFile, int]


def _silent(done: int, total: int, path: str) -> None:
    """No progress."""


def _never() -> bool:
    return False


class Scanner:
    """Finds new, changed, moved and removed photos; one scan at a time.

    Args:
        catalog: where files and photos are recorded.
        decoder: opens the photos; all its workers are used.
        thumbnails: gets a thumbnail of every new photo.
        min_side: images whose shorter side has fewer pixels are no photos (icons).
    """

    def __init__(self, catalog: Catalog, decoder: Decoder, thumbnails: ThumbnailStore, min_side: int = 32) -> None:
        self._catalog = catalog
        self._decoder = decoder
        self._thumbnails = thumbnails
        self._min_side = min_side

    def scan(
        self, paths: Sequence[str] = (), progress: Progress = _silent, cancelled: Callable[[], bool] = _never
    ) -> ScanSummary:
        """Compare the folders with the catalog and record what differs.

        Files of the same size and modification time are not opened. A folder that is absent is marked offline and
        nothing of it is forgotten; so is one that is suddenly empty and on another device than before (the mount
        point of an absent drive). What is done is committed about once a second.

        Args:
            paths: only these files and folders (they may be gone); none means every folder of the library.
            progress: called with files done, files found and the file at hand, at most ten times a second.
            cancelled: asked several times a second.

        Raises:
            Cancelled: ``cancelled`` said so; what was committed stays.
            CatalogError: the catalog failed.
        """
        return _Scan(self._catalog, self._decoder, self._thumbnails, self._min_side, progress, cancelled).run(paths)


class _Scan:
    """One scan and its counts."""

    def __init__(
        self,
        catalog: Catalog,
        decoder: Decoder,
        thumbnails: ThumbnailStore,
        min_side: int,
        progress: Progress,
        cancelled: Callable[[], bool],
    ) -> None:
        self._catalog = catalog
        self._decoder = decoder
        self._thumbnails = thumbnails
        self._min_side = min_side
        self._progress = progress
        self._cancelled = cancelled
        self._roots: list[Root] = []
        self._devices: dict[int, int] = {}
        self._missing: set[str] = set()
        self._done = 0
        self._total = 0
        self._told = 0.0
        self._counts = dict.fromkeys(("added", "changed", "moved", "failed", "same", "ignored"), 0)
        self._touched: dict[int, None] = {}
        self._thumbnail_failed = False
        self._stopped = False

    def run(self, paths: Sequence[str]) -> ScanSummary:
        """Scan, as ``Scanner.scan``."""
        self._roots = self._catalog.roots()
        differences = self._compare(paths)
        self._missing = set(differences.missing)
        self._missing.update(arrival.formerly for arrival in differences.renamed)
        self._done, self._total = differences.unchanged, differences.total
        for start in range(0, len(differences.renamed), _FORGET):
            self._record(differences.renamed[start : start + _FORGET])
        self._open(differences.fresh)
        self._pair(differences)
        removed = self._forget(list(differences.missing))
        for root in self._roots:
            if root.id in self._devices:
                there = self._still_there(root)
                self._catalog.set_root_state(root.id, there, self._devices[root.id] if there else None)
        self._tell("", force=True)
        return ScanSummary(
            added=self._counts["added"],
            changed=self._counts["changed"],
            moved=self._counts["moved"],
            removed=removed,
            failed=self._counts["failed"],
            photos=self._catalog.counts().photos,
            touched=tuple(self._touched),
        )

    def _compare(self, paths: Sequence[str]) -> Differences:
        differences = Differences()
        wanted = [normal(path) for path in paths]
        for scope in scopes(self._roots, wanted):
            if not self._is_online(scope.root):
                continue
            self._tell(scope.folder, force=True)
            folder = "" if scope.folder == scope.root.path else scope.folder
            compare(scope, self._catalog.known(scope.root.id, folder), differences, self._cancelled)
        match_renames(differences)
        return differences

    def _is_online(self, root: Root) -> bool:
        """Whether a root can be read; looked up once a scan, and noted in the catalog if it is not."""
        if root.id not in self._devices:
            device = self._device(root)
            if device is None:
                if self._catalog.set_root_state(root.id, False):
                    logger.info("the folder %s is absent", root.path)
                self._roots = [other for other in self._roots if other.id != root.id]
                self._devices[root.id] = -1
                return False
            self._devices[root.id] = device
        return self._devices[root.id] >= 0

    def _device(self, root: Root) -> int | None:
        """The device that a root is on; None if it is absent."""
        try:
            with os.scandir(root.path):
                device = os.stat(root.path).st_dev
        except OSError:
            return None
        recorded = self._catalog.root_device(root.id)
        if recorded not in (0, device) and root.photos and next(walk(root.path, self._cancelled), None) is None:
            return None
        return device

    def _still_there(self, root: Root) -> bool:
        """Whether a root that could be read at the start still is the same one."""
        try:
            with os.scandir(root.path):
                return os.stat(root.path).st_dev == self._devices.get(root.id)
        except OSError:
            return False

    def _root_of(self, path: str) -> Root | None:
        return next((root for root in self._roots if is_below(path, root.path)), None)

    def _gone(self, path: str) -> bool:
        """Whether a known file does not exist any more; what is on an absent drive does."""
        if path in self._missing:
            return True
        root = self._root_of(path)
        return root is not None and self._is_online(root) and not os.path.lexists(path)

    def _open(self, files: Sequence[Todo]) -> None:
        """Decode files with all workers and record them in batches."""
        batch: list[Arrival] = []
        committed = time.monotonic()
        try:
            with contextlib.closing(self._arrivals(files)) as arrivals:
                for arrival in arrivals:
                    self._done += 1
                    if arrival is not None:
                        batch.append(arrival)
                        self._tell(arrival.file.path)
                    if len(batch) >= _BATCH or time.monotonic() - committed > _BATCH_SECONDS:
                        ready, batch, committed = batch, [], time.monotonic()
                        self._record(ready)
        finally:
            self._record(batch)

    def _arrivals(self, files: Iterable[Todo]) -> Generator[Arrival | None, None, None]:
        """What the files turn out to be, as they are done; None for one that vanished meanwhile."""
        self._stopped = False
        waiting = iter(files)
        pool = ThreadPoolExecutor(self._decoder.workers, thread_name_prefix="photofind-scan")
        running: set[Future[Arrival | None]] = set()
        try:
            while True:
                if self._cancelled():
                    raise Cancelled
                ahead = 3 * self._decoder.workers - len(running)
                running.update(pool.submit(self._look, *todo) for todo in itertools.islice(waiting, ahead))
                if not running:
                    return
                done, running = wait(running, timeout=_PROGRESS_SECONDS, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            self._stopped = True
            for future in running:
                future.cancel()
            pool.shutdown(wait=True)

    def _look(self, file: FoundFile, root_id: int) -> Arrival | None:
        """Open one file (in a pool thread) and keep its thumbnail."""
        path = file.path
        if not is_text(path):
            reason = "its name is not valid text; rename it"
            return Arrival(file._replace(path=shown(path)), root_id, reason=reason)
        try:
            probe = self._decoder.probe(path, lambda: self._stopped or self._cancelled())
        except UnreadableError as error:
            if not os.path.lexists(path):
                return None
            return Arrival(file, root_id, reason=f"{error.reason}: {error.remedy}" if error.remedy else error.reason)
        if min(probe.width, probe.height) < self._min_side:
            return Arrival(file, root_id, ignored=True)
        try:
            self._thumbnails.put(probe.key, probe.thumbnail)
        except PhotofindError as error:
            # A thumbnail can be made again, so a full disk must not stop the photo from being known.
            if not self._thumbnail_failed:
                logger.warning("%s", error)
            self._thumbnail_failed = True
        return Arrival(file, root_id, probe)

    def _record(self, arrivals: Sequence[Arrival]) -> None:
        kept = list(arrivals)
        if any(arrival.reason for arrival in kept):
            # A drive that was pulled out fails every file; that says nothing about the files.
            lost = {root.id for root in self._roots if root.id in self._devices and not self._still_there(root)}
            kept = [arrival for arrival in kept if not (arrival.reason and arrival.root_id in lost)]
        for outcome in self._catalog.record(kept, self._gone):
            self._count(outcome)

    def _count(self, outcome: Outcome) -> None:
        self._counts[outcome.kind] += 1
        self._missing.discard(outcome.left)
        if outcome.touched and outcome.photo_id is not None:
            self._touched[outcome.photo_id] = None

    def _pair(self, differences: Differences) -> None:
        """Attach RAW files to the photos beside them; those whose partner is no photo are photos themselves."""
        alone: list[Todo] = []
        for start in range(0, len(differences.pairs), _BATCH):
            several = differences.pairs[start : start + _BATCH]
            holders = self._catalog.holders([partner for _, _, partner in several])
            paired = [
                Arrival(file, root_id, beside=partner) for file, root_id, partner in several if partner in holders
            ]
            alone += [(file, root_id) for file, root_id, partner in several if partner not in holders]
            self._record([arrival for arrival in paired if is_text(arrival.file.path)])
            self._done += len(paired)
        self._open(alone)

    def _forget(self, paths: Sequence[str]) -> int:
        """Forget the files that were not found, except where the drive went away during the scan."""
        there = [root for root in self._roots if root.id in self._devices and self._still_there(root)]
        gone = [path for path in paths if any(is_below(path, root.path) for root in there)]
        gone = [path for path in gone if path in self._missing]
        return sum(self._catalog.forget(gone[start : start + _FORGET]) for start in range(0, len(gone), _FORGET))

    def _tell(self, path: str, force: bool = False) -> None:
        now = time.monotonic()
        if force or now - self._told >= _PROGRESS_SECONDS:
            self._told = now
            self._progress(self._done, self._total, path)
