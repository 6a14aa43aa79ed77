"""The one background thread: scan → describe → commit → index; progress, pause, cancel.

Every step can also be called on its own, in the caller's thread, by a command that does one thing (``photofind scan``).
Only the process that owns the data directory may run steps (see ``app.App.owned``).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from photofind.captioning import models
from photofind.captioning.worker import Describer, EngineOptions
from photofind.describing import Run
from photofind.documents import Documents
from photofind.errors import Cancelled, EngineMissingError, ModelError, PhotofindError, SearchIndexError
from photofind.library.catalog import Catalog
from photofind.library.decoding import Decoder
from photofind.library.scan import Scanner
from photofind.records import (
    VIEW_SETS,
    CaptionSummary,
    Event,
    LibraryChanged,
    Model,
    Notice,
    PhotosChanged,
    Progress,
    ProgressChanged,
    ScanSummary,
    State,
)
from photofind.search.index import Index
from photofind.settings import Settings

log = logging.getLogger(__name__)

SCAN_REQUEST = "scan_request"
"""Catalog entry that another process writes to ask the owner for a scan."""
INDEX_IDENTITY = "index_identity"
"""Catalog entry: the identity of the index that was filled from this catalog."""
_POLL = 0.5
_BATCH = 500
_REPORT_EVERY = 0.2
_ENGINE_LINGERS = 60.0


class Pipeline:
    """Runs the steps from folder to index.

    Args:
        emit: called with events, on whichever thread runs the step.
        settings: gives the settings as they are now.
    """

    def __init__(
        self,
        catalog: Catalog,
        index_folder: Path,
        models_folder: Path,
        decoder: Decoder,
        scanner: Scanner,
        documents: Documents,
        settings: Callable[[], Settings],
        emit: Callable[[Event], None],
    ) -> None:
        self._catalog = catalog
        self._index_folder = index_folder
        self._models_folder = models_folder
        self._decoder = decoder
        self._scanner = scanner
        self._documents = documents
        self._settings = settings
        self._emit = emit
        self._index: Index | None = None
        self._index_lock = threading.RLock()
        self._wake = threading.Condition()
        self._stopping = False
        self._owning = False
        self._ready = threading.Event()
        self._scan_paths: set[str] | None = None
        self._reload = False
        self._look: tuple[int, ...] = ()
        self._thread: threading.Thread | None = None
        self._describer: Describer | None = None
        self._describer_key: tuple[object, ...] = ()
        self._indexed = 0.0
        self._index_cost = 0.0
        self._reported = 0.0
        self._engine_used = 0.0
        self._blocked: State | None = None
        self._blocked_detail = ""
        self.progress = Progress("idle")

    # --- the index ---

    def index(self) -> Index:
        """The open index.

        Raises:
            SearchIndexError: it is missing, damaged, of another version or of another catalog.
        """
        with self._index_lock:
            if self._index is None:
                index = Index(self._index_folder, self._documents.texts)
                if index.identity != self._catalog.meta(INDEX_IDENTITY):
                    index.close()
                    raise SearchIndexError("the search index does not belong to this catalog", "photofind rebuild")
                self._index = index
            return self._index

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

    def _new_index(self) -> None:
        with self._index_lock:
            if self._index is not None:
                self._index.close()
                self._index = None
            Index.wipe(self._index_folder)
            index = Index(self._index_folder, self._documents.texts)
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
        """
        total = 0
        begun = time.monotonic()
        while stale := self._catalog.stale(_BATCH):
            if cancelled():
                raise Cancelled
            ids = [photo_id for photo_id, _version in stale]
            documents, gone = self._documents.build(ids)
            try:
                self.index().update(documents, gone)
            except SearchIndexError:
                log.exception("the index can't be written and is made anew")
                self._new_index()
                continue
            self._catalog.clear_stale(stale)
            total += len(ids)
            self._emit(PhotosChanged(tuple(ids)))
            report(total, total)
        self._indexed = time.monotonic()
        self._index_cost = self._indexed - begun
        return total

    def rebuild(
        self,
        report: Callable[[int, int], None] = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> int:
        """Throw the index away and fill a new one from the catalog; returns the number of photos indexed."""
        photos = self._catalog.counts().photos
        self._new_index()
        return self.index_stale(lambda done, _total: report(done, max(done, photos)), cancelled)

    # --- single steps ---

    def scan(
        self,
        paths: Sequence[str] = (),
        progress: Callable[[int, int, str], None] = lambda _done, _total, _path: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> ScanSummary:
        """Read folders (all, or those given) and index what changed.

        Raises:
            Cancelled: ``cancelled`` said so; what was read stays.
        """
        shown = time.monotonic()

        def report(done: int, total: int, path: str) -> None:
            nonlocal shown
            progress(done, total, path)
            self._report(Progress("scanning", path, done, total))
            if time.monotonic() - shown > max(2.0, 4 * self._index_cost):
                self.index_stale()
                self._emit(LibraryChanged())
                shown = time.monotonic()

        try:
            summary = self._scanner.scan(paths, report, cancelled)
        finally:
            if not cancelled():
                self.index_stale()
            self._emit(LibraryChanged())
        return summary

    def describe(
        self,
        model: Model,
        views: str,
        paths: Sequence[str] = (),
        limit: int = 0,
        report: Callable[[Progress], None] = lambda _progress: None,
        interrupted: Callable[[], bool] = lambda: False,
        tend: Callable[[], None] = lambda: None,
    ) -> CaptionSummary:
        """Describe what is pending with ``model``, committing and indexing as captions land.

        Raises:
            ModelError: the model can't be loaded (``EngineMissingError``: llama-cpp-python is not installed).
            EngineCrashedError: the engine could not be revived.
            Cancelled: the run was stopped while the model was loading.
        """

        def show(progress: Progress) -> None:
            report(progress)
            self._report(progress)

        prints = {view.name: models.fingerprint(model, view.name) for view in VIEW_SETS[views]}
        if not self._catalog.pending_views(prints, list(prints), paths):
            return CaptionSummary()
        show(Progress("loading", model.name))
        describer = self._engine(model)
        run = Run(
            self._catalog,
            self._decoder,
            describer,
            model,
            views,
            paths,
            limit,
            first=lambda: self._look,
            interrupted=interrupted,
            committed=self._committed,
            report=show,
            tend=tend,
        )
        try:
            return run()
        except PhotofindError:
            self.release_engine()
            raise
        finally:
            self._engine_used = time.monotonic()
            self.index_stale()

    def _committed(self, _ids: Sequence[int]) -> None:
        # A fast model lands many captions a second: index them together to keep that cheap.
        if time.monotonic() - self._indexed > max(0.25, 8 * self._index_cost):
            self.index_stale()

    def _engine(self, model: Model) -> Describer:
        settings = self._settings()
        key = (model.name, model.lm, model.mmproj, settings.threads, settings.gpu_layers)
        if self._describer is not None and self._describer_key != key:
            self.release_engine()
        if self._describer is None:
            describer = Describer(model, EngineOptions(threads=settings.threads, gpu_layers=settings.gpu_layers))
            self._describer, self._describer_key = describer, key
            try:
                if self._stopping:
                    raise Cancelled
                describer.start()
            except BaseException:
                self.release_engine()
                raise
        return self._describer

    def release_engine(self) -> None:
        """Stop the engine's process and free its memory. Safe from any thread, also while a run goes on."""
        describer = self._describer
        self._describer = None
        if describer is not None:
            describer.stop()

    # --- the background thread ---

    @property
    def started(self) -> bool:
        """Whether there is a background thread, at work or following another process."""
        return self._thread is not None and self._thread.is_alive()

    def wait_ready(self, seconds: float) -> None:
        """Wait until the background thread has opened the index, or given up on that."""
        self._ready.wait(seconds)

    @property
    def running(self) -> bool:
        """Whether the background thread does the work of this data directory."""
        return self._owning and self.started

    def start(self, claim: Callable[[], bool], holder: Callable[[], str]) -> None:
        """Start the background thread: it scans everything, then watches, describes and indexes.

        Args:
            claim: tries to become the owner of the data directory. While that fails the thread follows what the
                owner commits, and takes over when the owner ends.
            holder: who the owner is, for people.
        """
        self._scan_paths = set()
        self._thread = threading.Thread(target=self._run, args=(claim, holder), name="photofind-pipeline")
        self._thread.start()

    def stop(self) -> None:
        """Stop the background thread and the engine, within about a second."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        if self._thread is not None:
            self.release_engine()
            self._thread.join()
            self._thread = None
        self.release_engine()

    def close(self) -> None:
        """Stop, and close the index."""
        self.stop()
        with self._index_lock:
            if self._index is not None:
                self._index.close()
                self._index = None

    def request_scan(self, paths: set[str] | None = None) -> None:
        """Have the background thread read folders: those given, or all."""
        with self._wake:
            if paths is None or self._scan_paths == set():
                self._scan_paths = set()
            else:
                self._scan_paths = (self._scan_paths or set()) | paths
            self._wake.notify_all()

    def wake(self) -> None:
        """Have the background thread look for work now."""
        with self._wake:
            self._indexed = 0.0
            self._wake.notify_all()

    def request_reload(self) -> None:
        """Have the background thread look at the settings again (model, views, paused)."""
        with self._wake:
            self._reload = True
            self._wake.notify_all()

    def look(self, ids: Sequence[int]) -> None:
        """Name the photos in view: they are described first."""
        self._look = tuple(ids)

    def _report(self, progress: Progress) -> None:
        now = time.monotonic()
        same = progress.state == self.progress.state
        self.progress = progress
        if same and now - self._reported < _REPORT_EVERY and progress.done < progress.total:
            return
        self._reported = now
        self._emit(ProgressChanged(progress))

    def _follow(self, claim: Callable[[], bool], holder: Callable[[], str]) -> None:
        """Show what another owner commits until this process can be the owner."""
        version = self._catalog.data_version()
        while not self._stopping and not claim():
            self._report(Progress("elsewhere", f"Another photofind is at work on this library ({holder()})."))
            now = self._catalog.data_version()
            changed = self.refresh_index()
            self._ready.set()
            if changed or now != version:
                version = now
                self._emit(LibraryChanged())
            with self._wake:
                if not self._stopping:
                    self._wake.wait(1.0)

    def _run(self, claim: Callable[[], bool], holder: Callable[[], str]) -> None:
        # Only the background thread watches: single commands start faster without it.
        from photofind.library.folders import Watcher

        watcher = Watcher(self.request_scan)
        try:
            self._follow(claim, holder)
            if self._stopping:
                return
            self._owning = True
            if self.ensure_index():
                self._report(Progress("rebuilding"))
            self._ready.set()
            self.index_stale(cancelled=lambda: self._stopping)
            self.index().preload(cancelled=lambda: self._stopping)
            roots: tuple[str, ...] | None = None
            requested = self._catalog.meta(SCAN_REQUEST)
            while not self._stopping:
                now = tuple(root.path for root in self._catalog.roots())
                if now != roots:
                    watcher.watch(now)
                    if roots is not None:
                        self.request_scan()
                    roots = now
                asked = self._catalog.meta(SCAN_REQUEST)
                if asked != requested:
                    requested = asked
                    self.request_scan()
                self._turn()
        except Cancelled:
            pass
        except Exception as error:
            log.exception("the pipeline stopped")
            self._report(Progress("failed", str(error) or type(error).__name__))
            self._emit(
                Notice(f"photofind stopped describing photos: {error}. Start it again; the log has the details.")
            )
        finally:
            self._ready.set()
            watcher.close()

    def _turn(self) -> None:
        """One round: what is asked for first, then describing, then a short sleep."""
        self._tend()
        with self._wake:
            if self._reload:
                self._reload = False
                self._blocked = None
        settings = self._settings()
        if settings.paused:
            self.release_engine()
            self._report(Progress("paused", total=self._pending(settings)))
        elif self._blocked:
            self._report(Progress(self._blocked, self._blocked_detail, total=self._pending(settings)))
        else:
            self._describe_round(settings)
        with self._wake:
            if not (self._stopping or self._scan_paths is not None or self._reload):
                self._wake.wait(_POLL)

    def _pending(self, settings: Settings) -> int:
        try:
            model = models.active(settings, self._models_folder)
            prints = {view.name: models.fingerprint(model, view.name) for view in VIEW_SETS[settings.views]}
        except PhotofindError:
            return 0
        return self._catalog.pending_views(prints, list(prints))

    def _describe_round(self, settings: Settings) -> None:
        began = self._catalog.meta(SCAN_REQUEST)
        roots = self._catalog.roots()

        def interrupted() -> bool:
            return (
                self._stopping
                or self._reload
                or self._settings().paused
                or self._catalog.meta(SCAN_REQUEST) != began
                or len(self._catalog.roots()) != len(roots)
            )

        try:
            self.describe(
                models.active(settings, self._models_folder),
                settings.views,
                interrupted=_at_most_every(0.2, interrupted),
                tend=self._tend,
            )
        except Cancelled:
            return
        except EngineMissingError as error:
            self._block("no-engine", error)
        except ModelError as error:
            self._block("no-model", error)
        except PhotofindError as error:
            if not self._stopping:
                self._block("failed", error)
        else:
            if not interrupted():
                self._report(Progress("idle"))
                if self._describer and time.monotonic() - self._engine_used > _ENGINE_LINGERS:
                    self.release_engine()

    def _block(self, state: State, error: PhotofindError) -> None:
        log.warning("describing stopped: %s", error)
        self._blocked, self._blocked_detail = state, str(error)
        self._emit(Notice(str(error)))

    def _tend(self) -> None:
        """Serve what can't wait for the end of a describing run: changed folders and other processes' changes."""
        with self._wake:
            paths, self._scan_paths = self._scan_paths, None
        if paths is not None:
            try:
                self.scan(sorted(paths), cancelled=lambda: self._stopping)
            except Cancelled:
                return
            except PhotofindError as error:
                log.warning("scan: %s", error)
                self._emit(Notice(str(error)))
        elif time.monotonic() - self._indexed > max(_POLL, 8 * self._index_cost):
            self.index_stale(cancelled=lambda: self._stopping)


def _at_most_every(seconds: float, question: Callable[[], bool]) -> Callable[[], bool]:
    """``question``, asked no more often than that; in between the last answer stands."""
    asked, answer = -seconds, False

    def ask() -> bool:
        nonlocal asked, answer
        if time.monotonic() - asked >= seconds:
            asked, answer = time.monotonic(), question()
        return answer

    return ask
