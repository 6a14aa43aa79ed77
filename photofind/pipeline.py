"""The steps from folder to index: scan, describe, commit, index; each reports, can be stopped and leaves no half work.

Every step can be called on its own, in the caller's thread, by a command that does one thing (``photofind scan``);
``background.Background`` runs them all in one thread.
Only the process that owns the data directory may run steps (see ``app.App.owned``).
"""

from __future__ import annotations

import dataclasses
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from photofind.captioning import models, servers
from photofind.captioning.describer import ViewDescriber
from photofind.captioning.worker import Describer, EngineOptions
from photofind.describing import Run
from photofind.documents import Documents
from photofind.errors import Cancelled, PhotofindError
from photofind.indexing import Indexing
from photofind.library.catalog import Catalog
from photofind.library.decoding import Decoder
from photofind.library.scan import Scanner
from photofind.records import (
    VIEW_SETS,
    CaptionSummary,
    Event,
    LibraryChanged,
    Model,
    Progress,
    ProgressChanged,
    ScanSummary,
    State,
)
from photofind.settings import Server, Settings

log = logging.getLogger(__name__)

_REPORT_EVERY = 0.2


class Pipeline(Indexing):
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
        super().__init__(catalog, index_folder, documents, emit)
        self._models_folder = models_folder
        self._decoder = decoder
        self._scanner = scanner
        self._settings = settings
        self._stopping = False
        self._look: tuple[int, ...] = ()
        self._describer: ViewDescriber | None = None
        self._describer_key: tuple[object, ...] = ()
        self._show: Callable[[Progress], None] = self._report
        self._reported = 0.0
        self._engine_used = 0.0
        self.progress = Progress("idle")

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
        self._show = show
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
        if self._index_due(0.25):
            self.index_stale()

    @property
    def running(self) -> bool:
        """Whether a background thread does the work of this data directory."""
        return False

    def _engine(self, model: Model) -> ViewDescriber:
        settings = self._settings()
        server = servers.find(settings, model) if model.remote else None
        key = (model.name, model.lm, model.mmproj, settings.threads, settings.gpu_layers, server)
        if self._describer is not None and self._describer_key != key:
            self.release_engine()
        if self._describer is None:
            describer = self._remote(server) if server else self._local(model, settings)
            self._describer, self._describer_key = describer, key
            try:
                if self._stopping:
                    raise Cancelled
                describer.start()
            except BaseException:
                self.release_engine()
                raise
        return self._describer

    def _local(self, model: Model, settings: Settings) -> ViewDescriber:
        return Describer(model, EngineOptions(threads=settings.threads, gpu_layers=settings.gpu_layers))

    def _remote(self, server: Server) -> ViewDescriber:
        # Its HTTP client takes a while to import, which only those wait for who use a server.
        from photofind.captioning.remote import Endpoint, RemoteDescriber, RemoteOptions

        endpoint = Endpoint(server.url, server.model, server.key)
        return RemoteDescriber(endpoint, RemoteOptions(server.slots, patient=self.running), self._await_server)

    def _await_server(self, reason: str) -> None:
        now: State = "waiting" if reason else "describing"
        detail = f"waiting for the server: {reason}" if reason else ""
        self._show(dataclasses.replace(self.progress, state=now, detail=detail))

    def release_engine(self) -> None:
        """Stop the engine's process and free its memory. Safe from any thread, also while a run goes on."""
        describer = self._describer
        self._describer = None
        if describer is not None:
            describer.stop()

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
