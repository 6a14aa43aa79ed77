"""The steps from folder to index: scan, describe, commit, index; each reports, can be stopped and leaves no half work.

Every step can be called on its own, in the caller's thread, by a command that does one thing (``photofind scan``);
``background.Background`` runs them all in one thread.
Only the process that owns the data directory may run steps (see ``app.App.owned``).
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from photofind.captioning import models, servers
from photofind.captioning.describer import ViewDescriber
from photofind.captioning.recipe import Recipe
from photofind.captioning.schedule import Pace
from photofind.captioning.worker import Describer, EngineOptions
from photofind.describing import Run
from photofind.documents import Documents
from photofind.errors import Cancelled, PhotofindError
from photofind.indexing import Indexing
from photofind.library.catalog import Catalog
from photofind.library.catalog_pending import Order, Wanted
from photofind.library.decoding import Decoder
from photofind.library.scan import Scanner
from photofind.records import (
    VIEW_SETS,
    CaptionSummary,
    Depth,
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

GPU_META = "gpu"
"""Catalog entry: whether the engine could use a graphics card when it was last started."""

CROPS = "17"
"""The view set of folders that ask for crops while the settings don't."""
PREFERRED = 1000
"""Photos of a search that are preferred: more than anyone waits for, few enough to be looked up at once."""
_REPORT_EVERY = 0.2
_FRESH = 4


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
        super().__init__(catalog, index_folder, documents, emit, lambda: settings().expansion)
        self._models_folder = models_folder
        self._decoder = decoder
        self._scanner = scanner
        self._settings = settings
        self._stopping = False
        self._order = Order()
        self._order_lock = threading.Lock()
        self._paces: dict[str, Pace] = {}
        self._counts: tuple[object, tuple[int, int]] | None = None
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
        begun = time.time()

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
        if 0 < 2 * summary.added <= summary.photos:  # else everything is new, and nothing before the rest
            self._reorder(fresh=(begun, *self._order.fresh)[:_FRESH])
        return summary

    def describe(
        self,
        model: Model,
        views: str = "",
        paths: Sequence[str] = (),
        limit: int = 0,
        report: Callable[[Progress], None] = lambda _progress: None,
        interrupted: Callable[[], bool] = lambda: False,
        held: Callable[[], bool] = lambda: False,
        tend: Callable[[], None] = lambda: None,
    ) -> CaptionSummary:
        """Describe what is pending with ``model``, committing and indexing as captions land.

        Args:
            views: name of the view set for every photo whose folder is described at all; empty means as deep as the
                settings and the folders say.
            paths, limit, interrupted, held, tend: as for ``describing.Run``.

        Raises:
            ModelError: the model can't be loaded (``EngineMissingError``: llama-cpp-python is not installed).
            EngineCrashedError: the engine could not be revived.
            Cancelled: the run was stopped while the model was loading.
        """

        def show(progress: Progress) -> None:
            progress = self._in_calendar_time(progress)
            report(progress)
            self._report(progress)

        wanted = self.wanted(model, views, paths)
        if not any(self.left(wanted)):
            return CaptionSummary()
        pace = self.pace(wanted)
        self._show = show
        show(Progress("loading", model.name))
        describer = self._engine(model)
        run = Run(
            self._catalog,
            self._decoder,
            describer,
            model,
            wanted,
            limit,
            order=lambda: self._order,
            interrupted=interrupted,
            held=held,
            committed=self._committed,
            report=show,
            gone=self._gone,
            tend=tend,
            pace=pace,
        )
        try:
            return run()
        except PhotofindError:
            self.release_engine()
            raise
        finally:
            self._engine_used = time.monotonic()
            self._keep_pace(wanted, pace)
            self.index_stale()

    def wanted(self, model: Model, views: str = "", paths: Sequence[str] = ()) -> Wanted:
        """What is to be described by a model; ``views`` and ``paths`` as for ``describe``.

        Raises:
            ModelError: a file of the model can't be read.
        """
        default: Depth = "crops"
        force = bool(views)
        if not views:
            views = self._settings().views
            if views == "whole":
                default = "whole"
                views = CROPS if "crops" in self._catalog.depths().values() else views
        recipe = Recipe.chosen(self._settings())
        prints = {view.name: models.fingerprint(model, view.name, recipe) for view in VIEW_SETS[views]}
        return Wanted(prints, default, force, tuple(paths))

    def left(self, wanted: Wanted) -> tuple[int, int]:
        """How many whole views and crops are pending; counted anew only when something was committed."""
        key = (self._catalog.data_version(), wanted)
        if self._counts is None or self._counts[0] != key:
            self._counts = (key, self._catalog.pending_stages(wanted))
        return self._counts[1]

    def pace(self, wanted: Wanted) -> Pace:
        """The pace of the engine that describes what is wanted, beginning with what an earlier run measured."""
        name = _pace_name(wanted)
        if name not in self._paces:
            former: tuple[float | None, float | None] = (None, None)
            with contextlib.suppress(ValueError, TypeError):
                whole, crops = json.loads(self._catalog.meta(name) or "")
                former = (float(whole) if whole else None, float(crops) if crops else None)
            self._paces[name] = Pace(former, pooled=self._settings().fast_crops)
        return self._paces[name]

    def _keep_pace(self, wanted: Wanted, pace: Pace) -> None:
        if any(pace.costs):
            self._catalog.set_meta(_pace_name(wanted), json.dumps(pace.costs))

    def _in_calendar_time(self, progress: Progress) -> Progress:
        """Seconds of work as seconds from now; the same, unless there are hours without work."""
        return progress

    def _gone(self, path: str) -> None:
        """The file of a photo that was to be described is not there any more."""
        log.info("%s is gone", path)

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
        key = (
            model.name,
            model.lm,
            model.mmproj,
            settings.threads,
            settings.gpu_layers,
            Recipe.chosen(settings),
            server,
        )
        if self._describer is not None and self._describer_key != key:
            self.release_engine()
        if self._describer is None:
            describer = self._remote(server, settings) if server else self._local(model, settings)
            self._describer, self._describer_key = describer, key
            try:
                if self._stopping:
                    raise Cancelled
                describer.start()
                if isinstance(describer, Describer):
                    self._catalog.set_meta(GPU_META, "1" if describer.gpu else "")
            except BaseException:
                self.release_engine()
                raise
        return self._describer

    def _local(self, model: Model, settings: Settings) -> ViewDescriber:
        options = EngineOptions(
            settings.threads,
            spare=int(self.running),
            gpu_layers=settings.gpu_layers,
            recipe=Recipe.chosen(settings),
        )
        return Describer(model, options)

    def _remote(self, server: Server, settings: Settings) -> ViewDescriber:
        # Its HTTP client takes a while to import, which only those wait for who use a server.
        from photofind.captioning.remote import Endpoint, RemoteDescriber, RemoteOptions

        endpoint = Endpoint(server.url, server.model, server.key)
        options = RemoteOptions(server.slots, patient=self.running, recipe=Recipe.chosen(settings))
        return RemoteDescriber(endpoint, options, self._await_server)

    def _await_server(self, reason: str) -> None:
        now: State = "waiting" if reason else "describing"
        self._show(dataclasses.replace(self.progress, state=now, detail=reason))

    def release_engine(self) -> None:
        """Stop the engine's process and free its memory. Safe from any thread, also while a run goes on."""
        describer = self._describer
        self._describer = None
        if describer is not None:
            describer.stop()

    def look(self, ids: Sequence[int]) -> None:
        """Name the photos in view: they are described first."""
        self._reorder(seen=tuple(ids))

    def prefer(self, ids: Sequence[int]) -> None:
        """Name the photos that the current search finds: they come after those in view and those just added."""
        self._reorder(found=tuple(ids[:PREFERRED]))

    def reorder(self) -> None:
        """Look at the queue again: a person asked for something, or a folder's depth changed."""
        self._reorder(serial=self._order.serial + 1)

    def _reorder(self, **changes: Any) -> None:
        with self._order_lock:
            self._order = dataclasses.replace(self._order, **changes)

    def _report(self, progress: Progress) -> None:
        now = time.monotonic()
        same = progress.state == self.progress.state
        self.progress = progress
        if same and now - self._reported < _REPORT_EVERY and progress.done < progress.total:
            return
        self._reported = now
        self._emit(ProgressChanged(progress))


def _pace_name(wanted: Wanted) -> str:
    """Catalog entry of a pace: the fingerprint says all about the model that changes it."""
    return f"pace {next(iter(wanted.prints.values()))}"
