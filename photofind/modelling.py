"""The models of a library: which there are and which is used, getting, adding, removing and moving them."""

from __future__ import annotations

import difflib
import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from photofind.captioning import catalogue, models, moving
from photofind.captioning.download import Downloaded, download, remove
from photofind.captioning.hub import Hub
from photofind.errors import Cancelled, ModelError, NotFoundError, PhotofindError, UsageError
from photofind.paths import DataPaths
from photofind.records import DownloadProgress, Event, Model
from photofind.settings import OwnModel, Settings

log = logging.getLogger(__name__)

Report = Callable[[DownloadProgress], None]
_LEAVE = 2.0


class Modelling:
    """What a person can do with models. Thread-safe; ``close`` it.

    Args:
        paths: of the data directory.
        settings: the settings of now.
        change: changes and keeps settings.
        publish: tells everybody (``DownloadProgress``).
        changed: called when the model in use became another one, came, went or moved.
        release: has the engine let go of the model's files.
        hub: where they come from.
        gpu: whether the engine can use a graphics card here (for the recommendation).
    """

    def __init__(
        self,
        paths: DataPaths,
        settings: Callable[[], Settings],
        change: Callable[..., Settings],
        publish: Callable[[Event], None],
        changed: Callable[[], None],
        release: Callable[[], None],
        hub: Callable[[], Hub] = Hub,
        gpu: bool = False,
    ) -> None:
        self._paths, self._settings, self._change = paths, settings, change
        self._publish, self._changed, self._release = publish, changed, release
        self._hub, self.gpu = hub, gpu
        self._lock = threading.Lock()
        self._job: _Job | None = None
        self._progress: dict[str, DownloadProgress] = {}
        moving.finish(paths.models_move, self.folder)

    def close(self) -> None:
        """Stop a download, within a second; what has come is kept."""
        job = self._job
        if job is not None:
            job.stop("paused")
            job.thread.join(_LEAVE)

    # --- which ---

    @property
    def folder(self) -> Path:
        """Where downloaded models are kept."""
        return models.folder(self._settings(), self._paths.models)

    def models(self) -> list[Model]:
        """The models that photofind knows: built-in, the person's own, and the catalogue. No network."""
        return models.models(self._settings(), self._paths.models, self.gpu)

    def choose(self, model: str = "", lm: str = "", mmproj: str = "") -> Model:
        """The model of that name, or of a pair of files, else the one in use.

        Raises:
            UsageError: only one file of a pair is given.
            ModelError: it can't be used.
        """
        if bool(lm) != bool(mmproj):
            raise UsageError("--lm and --mmproj go together", "give both files of the pair")
        settings = self._settings()
        if lm:
            own = _own_pair(lm, mmproj, "")
            settings = settings.replace(model=own.name, own_models=(own,))
        elif model:
            self._known(model)
            settings = settings.replace(model=model)
        return models.active(settings, self._paths.models)

    def use(self, name: str) -> Model:
        """Describe with this model from now on. Older captions stay until the new ones are in.

        Raises:
            NotFoundError: there is no such model.
            ModelError: its files are not installed.
        """
        chosen = self.choose(self._known(name).name)
        self._change(model=name)
        self._changed()
        return chosen

    def add(self, lm: str, mmproj: str, name: str = "") -> Model:
        """Add a pair of GGUF files that the person has.

        Raises:
            ModelError: a file is missing or invalid, or they do not belong together.
            UsageError: the name is taken.
        """
        own = _own_pair(lm, mmproj, name)
        mine = self._settings().own_models
        taken = {model.name for model in self.models()} - {other.name for other in mine}
        if own.name in taken:
            raise UsageError(f"the name “{own.name}” is taken", "give another with --name")
        self._change(own_models=(*(other for other in mine if other.name != own.name), own))
        return self._known(own.name)

    def remove(self, name: str) -> int:
        """Forget a pair that the person added (its files stay), or delete the files of a downloaded model.

        Captions stay. If it was in use, the built-in model is used from now on.

        Returns:
            The bytes that were freed on the disk.

        Raises:
            NotFoundError: it is neither.
            UsageError: it is being downloaded.
            DownloadError: a file can't be deleted.
        """
        settings = self._settings()
        used = settings.model == name
        left = tuple(own for own in settings.own_models if own.name != name)
        freed = 0
        if len(left) < len(settings.own_models):
            self._change(own_models=left, model="" if used else settings.model)
        else:
            model = self._known(name)
            if not model.files or not (model.installed or model.partial):
                raise NotFoundError(
                    f"“{name}” is neither downloaded nor one of the pairs that you added", "photofind models lists them"
                )
            if self._runs(name):
                raise UsageError(f"{name} is being downloaded", "cancel the download first")
            if used:
                self._change(model="")
                self._release()
            freed = remove(self._entry(name), self.folder)
        self._progress.pop(name, None)
        if used:
            self._changed()
        return freed

    def _known(self, name: str) -> Model:
        found = {model.name: model for model in self.models()}
        if name in found:
            return found[name]
        near = difflib.get_close_matches(name.lower(), found, 3, 0.4)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        raise NotFoundError(f"there is no model “{name}”", f"{hint}photofind models lists them")

    def _entry(self, name: str) -> catalogue.Entry:
        return next(entry for entry in catalogue.ENTRIES if entry.name == name)

    # --- downloads ---

    def downloads(self) -> dict[str, DownloadProgress]:
        """Model → how far its download is, of all that were begun or failed in this session."""
        return dict(self._progress)

    def download(
        self,
        name: str,
        report: Report = lambda _progress: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Downloaded | None:
        """Download a model and wait for it; None if it is here already. What has come is kept when it is stopped.

        Raises:
            NotFoundError: there is no such model; the message names the nearest.
            DownloadError, ModelError, OwnedError, Cancelled: as ``captioning.download.download``.
        """
        model = self._known(name)
        if model.installed:
            return None
        if not model.files:
            raise ModelError(f"the files of {name} are gone", "bring them back, or add the pair again")
        with self._hub() as hub:
            done = download(self._entry(name), self.folder, hub, report, stopped)
        if model.active:
            self._changed()
        return done

    def start_download(self, name: str) -> None:
        """Download a model in the background; ``DownloadProgress`` events tell how it goes.

        Raises:
            NotFoundError: there is no such model.
            UsageError: another one is being downloaded.
        """
        model = self._known(name)
        with self._lock:
            if self._job is not None and self._job.thread.is_alive():
                if self._job.name == name:
                    return
                raise UsageError(
                    f"{self._job.name} is being downloaded, one model comes at a time", "pause it, or wait for it"
                )
            self._tell(DownloadProgress(name, "starting", model.partial, model.size))
            self._job = _Job(name, self._run)
            self._job.thread.start()

    def pause_download(self, name: str) -> None:
        """Stop it and keep what has come; ``start_download`` goes on from there."""
        if (job := self._runs(name)) is not None:
            job.stop("paused")

    def cancel_download(self, name: str) -> None:
        """Stop it and throw away what has come.

        Raises:
            NotFoundError: there is no such model.
            DownloadError: it can't be deleted.
        """
        self._known(name)
        if (job := self._runs(name)) is not None:
            job.stop("cancelled")
            return
        remove(self._entry(name), self.folder, unfinished_only=True)
        self._tell(DownloadProgress(name, "cancelled"))

    def _runs(self, name: str) -> _Job | None:
        job = self._job
        return job if job is not None and job.name == name and job.thread.is_alive() else None

    def _run(self, job: _Job) -> None:
        name = job.name
        last = self._progress[name]

        def report(progress: DownloadProgress) -> None:
            nonlocal last
            last = progress
            if progress.state != "done":  # said below, when everything knows it
                self._tell(progress)

        try:
            self.download(name, report, job.stopped.is_set)
            end = replace(last, state="done", detail="", rate=None, eta=None)
        except Cancelled:
            end = replace(last, state=job.fate, detail="", rate=None, eta=None)
            if job.fate == "cancelled":
                end = self._thrown_away(name)
        except PhotofindError as error:
            end = replace(last, state="failed", detail=error.what, remedy=error.remedy, rate=None, eta=None)
        except Exception as error:
            log.exception("the download of %s failed", name)
            end = replace(last, state="failed", detail=str(error), remedy="the log has more", rate=None, eta=None)
        self._tell(end)

    def _thrown_away(self, name: str) -> DownloadProgress:
        try:
            remove(self._entry(name), self.folder, unfinished_only=True)
        except PhotofindError as error:
            return DownloadProgress(name, "failed", detail=error.what, remedy=error.remedy)
        return DownloadProgress(name, "cancelled")

    def _tell(self, progress: DownloadProgress) -> None:
        self._progress[progress.model] = progress
        self._publish(progress)

    # --- the folder ---

    def move_folder(
        self,
        path: str,
        progress: moving.Progress = lambda _done, _total: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Path:
        """Keep downloaded models in another folder from now on, and move there what there is.

        Args:
            path: the folder; empty means the one in the data directory.

        Raises:
            UsageError: a download is running, or one folder lies in the other.
            DownloadError: no room, or it can't be written; everything is as before.
            Cancelled: it was stopped; everything is as before.
        """
        new = Path(path).expanduser().absolute() if path else self._paths.models
        if new == self.folder.absolute():
            return new
        job = self._job
        if job is not None and job.thread.is_alive():
            raise UsageError(f"{job.name} is being downloaded", "pause the download first")

        def switch() -> None:
            self._change(models_folder="" if new == self._paths.models else str(new))
            self._release()

        moving.move(self.folder, new, catalogue.ENTRIES, self._paths.models_move, switch, progress, stopped)
        return new


class _Job:
    """A download in the background."""

    def __init__(self, name: str, run: Callable[[_Job], None]) -> None:
        self.name = name
        self.stopped = threading.Event()
        self.fate: Literal["paused", "cancelled"] = "paused"
        self.thread = threading.Thread(target=run, args=(self,), name=f"download-{name}", daemon=True)

    def stop(self, fate: Literal["paused", "cancelled"]) -> None:
        self.fate = fate
        self.stopped.set()


def _own_pair(lm: str, mmproj: str, name: str) -> OwnModel:
    first, second = (Path(part).expanduser().absolute() for part in (lm, mmproj))
    models.check_pair(first, second)
    return OwnModel(name or first.stem, str(first), str(second))
