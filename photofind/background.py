"""The one background thread: it scans everything, then watches, describes and indexes; progress, pause, cancel."""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from photofind.captioning import models
from photofind.conditions import Conditions, Unmet
from photofind.errors import Cancelled, EngineMissingError, ModelError, PhotofindError
from photofind.pipeline import Pipeline
from photofind.records import LibraryChanged, Notice, Progress, State
from photofind.settings import Settings

log = logging.getLogger(__name__)

SCAN_REQUEST = "scan_request"
"""Catalog entry that another process writes to ask the owner for a scan."""
_POLL = 0.5
_ENGINE_LINGERS = 60.0
_LOOK_EVERY = 1.0


class Background(Pipeline):
    """A pipeline with a thread of its own, which describes under the conditions that the settings name.

    Args:
        arguments: those of ``Pipeline``.
        conditions: reads the machine.
    """

    def __init__(self, *arguments: Any, conditions: Conditions) -> None:
        super().__init__(*arguments)
        self._conditions = conditions
        self._anyway = False
        self._undecided = False
        self._wake = threading.Condition()
        self._owning = False
        self._ready = threading.Event()
        self._scan_paths: set[str] | None = None
        self._reload = False
        self._thread: threading.Thread | None = None
        self._blocked: State | None = None
        self._blocked_detail = ""

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
        self.close_index()

    def request_scan(self, paths: set[str] | None = None) -> None:
        """Have the background thread read folders: those given, or all."""
        with self._wake:
            if paths is None or self._scan_paths == set():
                self._scan_paths = set()
            else:
                self._scan_paths = (self._scan_paths or set()) | paths
            self._wake.notify_all()

    def _gone(self, path: str) -> None:
        super()._gone(path)
        if self.running:
            self.request_scan({path})

    def wake(self) -> None:
        """Have the background thread look for work now."""
        with self._wake:
            self._indexed = 0.0
            self._wake.notify_all()

    def describe_anyway(self) -> None:
        """Describe whatever the conditions of the settings say, until ``pause`` or the end of this process."""
        with self._wake:
            self._anyway = True
            self._wake.notify_all()

    def hold(self, on: bool) -> None:
        """Describe nothing for now, or go on: the person has yet to choose a model and how deep."""
        with self._wake:
            self._undecided = on
            self._reload = True
            self._wake.notify_all()

    def _unmet(self) -> Unmet | None:
        return None if self._anyway else self._conditions.unmet(self._settings())

    def _in_calendar_time(self, progress: Progress) -> Progress:
        if not self.running or self._anyway or not self._settings().hours:
            return progress
        settings = self._settings()
        eta, stage = (
            None if seconds is None else self._conditions.stretched(seconds, settings)
            for seconds in (progress.eta, progress.stage_eta)
        )
        return dataclasses.replace(progress, eta=eta, stage_eta=stage)

    def request_reload(self) -> None:
        """Have the background thread look at the settings again (model, views, paused)."""
        with self._wake:
            self._reload = True
            self._wake.notify_all()

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
            self.preload_index(cancelled=lambda: self._stopping)
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
            self._anyway = False
            self.release_engine()
            self._report(self._at_rest("paused", settings))
        elif self._undecided:
            self._report(self._at_rest("waiting-choice", settings))
        elif self._blocked:
            self._report(self._at_rest(self._blocked, settings, self._blocked_detail))
        elif (unmet := self._unmet()) and (waits := self._at_rest(unmet, settings)).total:
            self._report(waits if unmet != "waiting-hours" else dataclasses.replace(waits, detail=settings.hours))
            self._release_idle_engine()
        else:
            self._describe_round(settings)
        with self._wake:
            if not (self._stopping or self._scan_paths is not None or self._reload):
                self._wake.wait(_POLL)

    def _at_rest(self, state: State, settings: Settings, detail: str = "") -> Progress:
        """A state in which nothing is described: what is left, and how long that took if it went on as before."""
        try:
            wanted = self.wanted(models.active(settings, self._models_folder))
            left, pace = self.left(wanted), self.pace(wanted)
        except PhotofindError:
            return Progress(state, detail)
        eta, stage_eta = pace.eta(*left), pace.eta(left[0], 0) if all(left) else None
        return self._in_calendar_time(Progress(state, detail, total=sum(left), eta=eta, stage_eta=stage_eta))

    def _release_idle_engine(self) -> None:
        if self._describer and time.monotonic() - self._engine_used > _ENGINE_LINGERS:
            self.release_engine()

    def _describe_round(self, settings: Settings) -> None:
        began = self._catalog.meta(SCAN_REQUEST)
        roots = self._catalog.root_paths()

        def interrupted() -> bool:
            return (
                self._stopping
                or self._reload
                or self._settings().paused
                or self._undecided
                or self._catalog.meta(SCAN_REQUEST) != began
                or self._catalog.root_paths() != roots
            )

        try:
            summary = self.describe(
                models.active(settings, self._models_folder),
                interrupted=_at_most_every(0.2, interrupted),
                held=_at_most_every(_LOOK_EVERY, lambda: self._unmet() is not None),
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
            if not interrupted() and not (summary.pending and self._unmet()):
                self._report(Progress("idle"))
                self._release_idle_engine()

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
        elif self._index_due(_POLL):
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
