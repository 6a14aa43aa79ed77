"""The facade: opens, owns and closes everything. The command line and the window talk to nothing else."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from photofind import choices, estimating, health, imports
from photofind import settings as settings_file
from photofind.background import SCAN_REQUEST, Background
from photofind.captioning import models
from photofind.captioning.download import Downloaded
from photofind.captioning.recipe import Recipe
from photofind.conditions import Conditions
from photofind.documents import Documents
from photofind.errors import ImageError, NotFoundError, PhotofindError, SearchIndexError
from photofind.library.catalog import Catalog
from photofind.library.decoding import Decoder
from photofind.library.scan import Scanner
from photofind.library.thumbnails import ThumbnailStore
from photofind.modelling import Modelling
from photofind.opening import Opening
from photofind.ownership import Ownership
from photofind.paths import DataPaths
from photofind.pipeline import GPU_META
from photofind.pruning import DAYS, Pruner
from photofind.records import (
    VIEW_SETS,
    VIEWS,
    Box,
    Caption,
    CaptionSummary,
    Check,
    Cost,
    Depth,
    DownloadProgress,
    Event,
    Evidence,
    Exported,
    ExportFormat,
    ExportOptions,
    Facets,
    Failure,
    FolderState,
    Ink,
    LibraryChanged,
    Model,
    Own,
    Photo,
    PlacedWord,
    Progress,
    Prunable,
    Pruned,
    Query,
    Root,
    ScanSummary,
    SearchResult,
    Stats,
    WordCount,
)
from photofind.scheduling import Scheduling
from photofind.serving import Serving
from photofind.settings import Settings

if TYPE_CHECKING:
    # These bring numpy, Whoosh and the formats along: a window shows photos before they are there.
    from photofind.export import Row
    from photofind.exporting import Exporter
    from photofind.finding import Finder
    from photofind.search.index import Index
    from photofind.search.query import Typed

log = logging.getLogger(__name__)

_PATIENCE = 5.0
Answer = TypeVar("Answer")
PREVIEW_SIDE = 2560
"""Long side of previews, in pixels: sharp on a 1440p screen."""


class App:
    """One library. Thread-safe; ``close`` it, or use it as a context manager.

    Args:
        paths: the data directory.
        conditions: reads whether the machine may be used; else the real one.

    Raises:
        CatalogError: the catalog can't be opened.
        PhotofindError: the settings can't be read.
    """

    def __init__(self, paths: DataPaths, conditions: Conditions | None = None) -> None:
        conditions = conditions or Conditions()
        self._paths = paths
        self._settings = settings_file.load(paths.settings)
        self._listeners: list[Callable[[Event], None]] = []
        self._lock = threading.Lock()
        self._mending = threading.Lock()
        self._ownership = Ownership(paths.lock)
        self._catalog = Catalog(paths.catalog)
        self._decoder = Decoder()
        self._thumbnails = ThumbnailStore(paths.thumbnails)
        self._prints_of: tuple[object, ...] | None = None
        self._prints: tuple[str, ...] = ()
        self._documents = Documents(self._catalog, self._fingerprints)
        self._pipeline = Background(
            self._catalog,
            paths.index,
            paths.models,
            self._decoder,
            Scanner(self._catalog, self._decoder, self._thumbnails, self._settings.min_side),
            self._documents,
            lambda: self._settings,
            self._publish,
            conditions=conditions,
        )
        self._models = Modelling(
            paths,
            lambda: self._settings,
            self.change_settings,
            self._publish,
            self._models_changed,
            self._pipeline.release_engine,
        )
        self._servers = Serving(lambda: self._settings, self.change_settings, self._models.models, self._models_changed)
        self._schedule = Scheduling(
            self._catalog,
            self._pipeline,
            conditions,
            lambda: models.active(self._settings, self._paths.models),
            self._publish,
        )
        self._opening = Opening(self._catalog)
        self._loading = threading.Lock()
        self._loaded: Finder | None = None
        self._pruner = Pruner(
            paths,
            self._catalog,
            self._thumbnails,
            self._fingerprints,
            lambda: self._settings.model or models.starter().name,
            lambda: self._models.folder,
            lambda: {name for name, progress in self._models.downloads().items() if progress.running},
        )

    def __enter__(self) -> App:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def start(self) -> None:
        """Scan, watch, describe and index in the background, or follow another process that does so already."""
        with self._mending:
            self._pipeline.start(self._ownership.take, self._ownership.holder)

    def demand(self) -> None:
        """Become the owner of the library (``OwnedError`` if another process is)."""
        self._ownership.demand()

    def close(self) -> None:
        """Stop everything, within about a second. Calling it again does nothing."""
        self._models.close()
        self._pipeline.close()
        self._decoder.close()
        self._catalog.close()
        self._ownership.release()

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Have ``listener`` called with events, on other threads than the caller's; returns how to end that."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock, contextlib.suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    def _publish(self, event: Event) -> None:
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(event)

    @property
    def _finder(self) -> Finder:
        """What answers queries, made when it is first needed."""
        with self._loading:
            if self._loaded is None:
                from photofind.finding import Finder

                self._loaded = Finder(
                    self._catalog, self._pipeline.index, lambda: len(VIEW_SETS.get(self._settings.views, VIEWS))
                )
            return self._loaded

    @property
    def _exporter(self) -> Exporter:
        from photofind.exporting import Exporter

        return Exporter(self._catalog, self._documents, self.evidence, self.thumbnail)

    # --- settings ---

    @property
    def settings(self) -> Settings:
        """The person's settings."""
        return self._settings

    def change_settings(self, **changes: Any) -> Settings:
        """Change and keep some settings; the pipeline follows at once."""
        with self._lock:
            former, self._settings = self._settings, self._settings.replace(**changes)
            settings_file.save(self._paths.settings, self._settings)
        if Recipe.chosen(former) != Recipe.chosen(self._settings):
            self._catalog.mark_all_stale()  # other captions count now
        self._pipeline.request_reload()
        return self._settings

    def choices(self) -> dict[str, str | int | bool]:
        """The settings that have a name on the command line, and their values."""
        return choices.shown(self._settings)

    def choose(self, name: str, text: str) -> None:
        """Change a setting to what a person typed (``UsageError`` if it can't have this value)."""
        self.change_settings(**choices.parse(name, text))

    @property
    def progress(self) -> Progress:
        """What the pipeline is doing."""
        return self._pipeline.progress

    # --- library ---

    def add_folder(self, path: str) -> Root:
        """Register a folder; a running pipeline (also another process's) reads it at once.

        Raises:
            NotFoundError: it is no folder.
            UsageError: it lies inside a folder of the library.
        """
        root = self._catalog.add_root(path)
        self._pipeline.request_scan()
        self._publish(LibraryChanged())
        return root

    def remove_folder(self, path: str) -> Root:
        """Forget a folder. Its captions stay, for the day it is added again.

        Raises:
            NotFoundError: it is no folder of the library.
        """
        root = self._catalog.remove_root(path)
        self._pipeline.request_scan()
        self._publish(LibraryChanged())
        return root

    def roots(self) -> list[Root]:
        """The folders of the library."""
        return self._catalog.roots()

    def subfolders(self, path: str) -> list[tuple[str, int]]:
        """The folders right in a folder that have photos in or below them, with their numbers of photos. Blocks."""
        return self._catalog.subfolders(path)

    def rescan(self) -> None:
        """Have all folders read again, by this process's pipeline or the owner's."""
        self._pipeline.request_scan()
        self._catalog.set_meta(SCAN_REQUEST, str(time.time_ns()))

    def scan(
        self,
        progress: Callable[[int, int, str], None] = lambda _done, _total, _path: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> ScanSummary | None:
        """Read all folders now; None when another process owns the library and has been asked to do it."""
        if not self._ownership.take():
            self.rescan()
            return None
        self._pipeline.ensure_index()
        return self._pipeline.scan((), progress, cancelled)

    def photo(self, photo_id: int) -> Photo:
        """A photo by id (``NotFoundError`` if there is none)."""
        return self._catalog.photo(photo_id)

    def photo_by_path(self, path: str) -> Photo:
        """A photo by one of its files (``NotFoundError`` if the library does not have it)."""
        return self._catalog.photo_by_path(path)

    def photos(self, ids: Sequence[int]) -> list[Photo]:
        """Photos in the order asked, missing ones left out."""
        return self._catalog.photos(ids)

    def thumbnail(self, photo_id: int) -> Path | None:
        """The cached thumbnail (JPEG, long side up to 512 px), made if missing; None if it can't be. Blocks."""
        found = self._catalog.photos([photo_id])
        if not found:
            return None
        path = self._thumbnails.path(found[0].key)
        if path.exists():
            return path
        for original in found[0].paths if found[0].online else ():
            with contextlib.suppress(ImageError):
                return self._thumbnails.put(found[0].key, self._decoder.probe(original).thumbnail)
        return None

    def preview(self, photo_id: int) -> Path | None:
        """The cached preview (JPEG, long side up to 2560 px), made if missing, else the thumbnail. Blocks."""
        found = self._catalog.photos([photo_id])
        if not found:
            return None
        path = self._thumbnails.path(found[0].key, "preview")
        if path.exists():
            return path
        for original in found[0].paths if found[0].online else ():
            with contextlib.suppress(ImageError):
                data = self._decoder.preview(original, PREVIEW_SIDE)
                return self._thumbnails.put(found[0].key, data, "preview")
        return self.thumbnail(photo_id)

    def region(self, photo_id: int, box: Box, side: int) -> bytes | None:
        """A part of the photo itself as JPEG, to zoom beyond the preview; None if it can't be read. Blocks.

        Args:
            box: the part, as fractions of the photo.
            side: long side in pixels at most; parts are never enlarged.
        """
        for photo in self._catalog.photos([photo_id]):
            for original in photo.paths if photo.online else ():
                with contextlib.suppress(ImageError):
                    return self._decoder.region(original, box, side)
        return None

    def captions(self, photo_id: int, hidden: bool = False) -> list[Caption]:
        """The captions that count, one a view in the order of ``VIEWS``, with ``text`` cleaned.

        Args:
            hidden: also those that a person has hidden.
        """
        return self._documents.captions(photo_id, hidden)

    def hide_caption(self, caption: Caption, hidden: bool = True) -> None:
        """Hide a wrong caption: it stays in the catalog but is searched no more; ``hidden=False`` shows it again.

        Raises:
            NotFoundError: the catalog does not have it any more.
        """
        self._catalog.set_hidden(caption.photo_id, caption.view, caption.fingerprint, hidden)
        self._index_now()

    def own(self, photo_id: int) -> Own:
        """The person's own caption and tags."""
        return self._catalog.own(photo_id)

    def set_own(self, photo_id: int, own: Own) -> None:
        """Keep the person's own caption and tags; they are searchable at once if this process owns the library."""
        self._catalog.set_own(photo_id, own)
        self._index_now()

    def exclude(self, ids: Sequence[int]) -> list[int]:
        """Take photos out of the library: their files and captions stay; returns those that were in it."""
        taken = self._catalog.exclude(ids)
        self._moved_out_or_in(taken)
        return taken

    def include(self, ids: Sequence[int]) -> list[int]:
        """Put photos back that were taken out; returns those that had been."""
        back = self._catalog.include(ids)
        self._moved_out_or_in(back)
        return back

    def excluded(self) -> list[Photo]:
        """The photos that were taken out of the library and still have a file, the latest first."""
        return self._catalog.photos(self._catalog.excluded())

    def _moved_out_or_in(self, ids: Sequence[int]) -> None:
        if ids:
            self._index_now()
            self._pipeline.request_reload()
            self._publish(LibraryChanged())

    def owns(self, ids: Sequence[int]) -> dict[int, Own]:
        """The person's own words about several photos; those without are left out."""
        return self._catalog.owns(ids)

    def set_owns(self, owns: Mapping[int, Own]) -> int:
        """Keep own words about several photos, all or none; returns how many of the photos there are."""
        count = self._catalog.set_owns(owns)
        self._index_now()
        return count

    def failures(self, photo_id: int | None = None) -> list[Failure]:
        """What could not be read or described, with reasons."""
        return self._catalog.failures(photo_id)

    def retry_failures(self) -> int:
        """Forget all failures, so that they are tried again; returns how many there were."""
        count = self._catalog.clear_failures()
        self.rescan()
        return count

    # --- search ---

    def typed(self, text: str) -> Typed:
        """Typed text → chips, filters, and what was dropped."""
        from photofind.search import query as query_text

        return query_text.read(text)

    def argument(self, text: str, exclude: bool = False) -> Typed:
        """One command-line argument → one chip or one filter, or neither if it holds only stop words.

        Raises:
            UsageError: the filter has no such value.
        """
        from photofind.search import query as query_text

        return query_text.argument(text, exclude)

    def query_json(self, query: Query) -> dict[str, object]:
        """A query as JSON values."""
        from photofind.search import query as query_text

        return query_text.to_json(query)

    def query_text(self, query: Query) -> str:
        """A query as a person could have typed it."""
        from photofind.search import query as query_text

        return query_text.to_text(query)

    def search(self, query: Query) -> SearchResult:
        """The whole ordered result.

        Raises:
            SearchIndexError: the index can't be used and another process owns the library.
            UsageError: a date is not an ISO date.
        """
        if self._loaded is None and (everything := self._opening.search(query)) is not None:
            return everything
        self._ready()
        return self._asked(lambda: self._finder.search(query))

    def evidence(self, photo_id: int, query: Query) -> Evidence:
        """Why a photo was found."""
        return self._asked(lambda: self._pipeline.index().evidence(photo_id, query, self._finder.like(query)))

    def suggest(self, query: Query, limit: int = 12) -> list[tuple[str, int]]:
        """Words that would narrow the result best, with the number of photos that each would leave."""
        self._ready()
        return self._asked(lambda: self._pipeline.index().suggest(query, self._finder.search(query).ids, limit))

    def complete(self, prefix: str, limit: int = 10) -> list[tuple[str, int]]:
        """Words of the index that begin so, or values of a filter (``camera:ca``), with the numbers of their photos."""
        values = self._finder.values(prefix)
        return self._asked(lambda: self._pipeline.index().complete(prefix, limit)) if values is None else values[:limit]

    def facets(self, query: Query) -> Facets:
        """What the filters would find among the photos of a query.

        Raises:
            SearchIndexError, UsageError, NotFoundError: as ``search``.
        """
        self._ready()
        return self._asked(lambda: self._finder.facets(query))

    def months(self, ids: Sequence[int]) -> list[tuple[str, int]]:
        """Photos in order of date as runs of one month: "YYYY-MM", or an empty text without a date, and how many."""
        months = self._opening.months(ids) if self._loaded is None else None
        return self._finder.months(ids) if months is None else months

    def photo_like(self, name: str) -> Photo:
        """A photo by its content key or by the path of one of its files (``NotFoundError`` if there is none)."""
        return self._catalog.photo(self._catalog.photo_like(name))

    def similar(self, photo_id: int, limit: int = 50) -> SearchResult:
        """The photos whose captions share the words that tell most about a photo, the nearest first, without itself.

        The same as a search with ``Query(similar=…)``, which can have chips and filters too; ``evidence`` of that query
        says which words they share.

        Args:
            limit: so many at most; 0 means all.

        Raises:
            NotFoundError: there is no such photo.
        """
        result = self.search(Query(similar=self.photo(photo_id).key))
        end = limit or result.total
        return dataclasses.replace(result, ids=result.ids[:end], scores=result.scores[:end])

    def words(self, ids: Sequence[int] | None, limit: int = 15) -> list[WordCount]:
        """The words that the captions of some photos, or of the library, use most (see ``search.frequency``)."""
        return self._pipeline.index().frequent(ids, limit)

    def place_words(
        self, words: Sequence[WordCount], inks: Mapping[str, Ink], width: float, height: float
    ) -> list[PlacedWord]:
        """Lay out a word cloud (see ``insights.cloud``)."""
        from photofind import insights  # brings Pillow's fonts, which few commands need

        return insights.lay_out(words, inks, width, height)

    def draw_words(
        self,
        words: Sequence[WordCount],
        title: str,
        form: Literal["svg", "png"] = "svg",
        *,
        dark: bool = False,
        inks: Mapping[str, Ink] | None = None,
        family: str = "",
    ) -> bytes:
        """The word cloud and the histogram as the bytes of a file.

        Args:
            title: written on top.
            inks: sizes of the words in the font ``family``; without them Pillow's font is taken.
        """
        from photofind import insights

        picture = insights.compose(words, title, dark=dark, inks=inks, family=family)
        return insights.svg(picture).encode() if form == "svg" else insights.png(picture)

    def write_picture(self, path: Path, data: bytes) -> None:
        """Write a picture to a file that the person chose (``ExportError`` if that fails)."""
        from photofind import insights

        insights.write(path, data)

    def _asked(self, ask: Callable[[], Answer]) -> Answer:
        """What the index answers; one that turns out damaged is made anew from the catalog.

        While the pipeline runs, that is done in the background, and the answer is of what is indexed so far.
        """
        before = self._pipeline.opened
        try:
            return ask()
        except SearchIndexError:
            damaged = before or self._pipeline.opened
            if self._pipeline.started:
                self._pipeline.wait_ready(_PATIENCE)  # it may be about to own the library
            if self._pipeline.running:
                self._pipeline.renew_index(damaged)
                self._pipeline.wake()
            elif not self._renewed(damaged):
                raise
        return ask()

    def _renewed(self, damaged: Index | None) -> bool:
        with self._mending, self._ownership.borrowed() as owner:
            if self._pipeline.started or not owner:
                return False
            self._pipeline.renew_index(damaged)
            self._pipeline.index_stale()
        return True

    def _ready(self) -> None:
        """Make sure the index can answer: a command that comes after a crash or a copied catalog mends it first."""
        if self._pipeline.started:
            self._pipeline.wait_ready(_PATIENCE)
            if not self._pipeline.running:
                self._pipeline.refresh_index()
            return
        with self._mending:
            if self._ownership.held:
                self._pipeline.ensure_index()
                self._pipeline.index_stale()
                return
            stale = bool(self._catalog.stale(1))
            self._pipeline.refresh_index()
            if stale or not self._pipeline.index_usable:
                with self._ownership.borrowed() as owner:
                    if owner:
                        self._pipeline.ensure_index()
                        self._pipeline.index_stale()

    def _index_now(self) -> None:
        if self._pipeline.running:
            self._pipeline.wake()
        else:
            self._ready()

    def _fingerprints(self) -> tuple[str, ...]:
        """The fingerprints of the active model; none while its files are gone."""
        chosen = self._settings
        recipe = Recipe.chosen(chosen)
        key = (chosen.model, chosen.own_models, chosen.servers, recipe)
        if key != self._prints_of:
            try:
                model = models.active(chosen, self._paths.models)
                prints = {models.fingerprint(model, name, recipe) for name in VIEWS}
            except PhotofindError as error:
                log.warning("no active model: %s", error)
                prints = set()
            self._prints_of, self._prints = key, tuple(sorted(prints))
        return self._prints

    # --- describing ---

    def pause(self) -> None:
        """Stop describing until ``resume``, also after a restart. The views in flight are described again later."""
        self.change_settings(paused=True)

    def resume(self) -> None:
        """Go on describing; also tries again after the engine failed."""
        self.change_settings(paused=False)

    def look(self, ids: Sequence[int]) -> None:
        """Name the photos in view: they are described first."""
        self._pipeline.look(ids)

    def prefer(self, ids: Sequence[int]) -> None:
        """Name the photos that the current search finds, the best first; they jump the queue after those in view."""
        self._pipeline.prefer(ids)

    def describe_anyway(self) -> None:
        """Describe whatever the conditions of the settings say, until the next pause or the end of this process."""
        self._pipeline.describe_anyway()

    def hold(self, on: bool) -> None:
        """Describe nothing in the background until this is taken back: the person is still choosing how."""
        self._pipeline.hold(on)

    def describe_first(self, ids: Sequence[int]) -> int:
        """Have photos described before all others; returns how many of them have something left to describe.

        Raises:
            ModelError: there is no usable model.
        """
        return self._schedule.first(ids)

    def redescribe(self, ids: Sequence[int]) -> int:
        """Have photos described again by the active model, though they are; their captions stay until the new are in.

        Returns:
            How many photos that are.

        Raises:
            ModelError: there is no usable model.
        """
        return self._schedule.again(ids)

    def retry(self, ids: Sequence[int]) -> int:
        """Forget what these photos failed at, so that they are tried again; returns how many failures there were."""
        return self._schedule.retry(ids)

    def set_depth(self, path: str, depth: Depth) -> str:
        """Say how deep the photos of a folder, and of those in it, are described; returns the folder's full path.

        ``inherit`` takes that back. No caption is lost. It is kept also when the folder is removed and added again.

        Raises:
            NotFoundError: the folder is not in the library.
            UsageError: there is no such depth.
        """
        return self._schedule.set_depth(path, depth)

    def depths(self) -> dict[str, Depth]:
        """The folders that have a depth of their own, by path."""
        return self._catalog.depths()

    def set_first(self, path: str, first: bool = True) -> str:
        """Have a folder described before others, or no longer; returns and raises as ``set_depth``."""
        return self._schedule.set_first(path, first)

    def folders(self) -> list[FolderState]:
        """The folders of the library, and those in them with a depth of their own, and how far they are described."""
        return self._schedule.folders()

    def unknown_conditions(self) -> dict[str, str]:
        """The settings whose condition can't be read on this machine (``only_idle``, ``on_mains``) → why. Blocks."""
        return self._schedule.unknown()

    def describe(
        self,
        paths: Sequence[str] = (),
        *,
        model: str = "",
        lm: str = "",
        mmproj: str = "",
        views: str = "",
        limit: int = 0,
        report: Callable[[Progress], None] = lambda _progress: None,
        interrupted: Callable[[], bool] = lambda: False,
    ) -> CaptionSummary:
        """Describe what is pending, in the caller's thread (the ``caption`` command).

        Args:
            paths: files and folders of the library; empty means everything.
            model: name of a model; ``lm`` and ``mmproj`` a pair of files; else the active model.
            views: ``whole``, ``17`` or ``40``; else what the settings say.

        Raises:
            OwnedError: another process does this already.
            NotFoundError: a path does not exist or is not in the library.
            ModelError: the model can't be used.
        """
        self._ownership.demand()
        self._pipeline.ensure_index()
        chosen = self._models.choose(model, lm, mmproj)
        full = [str(Path(path).expanduser().absolute()) for path in paths]
        for path in full:
            if Path(path).is_dir():
                if not self._catalog.select(folder=path):
                    raise NotFoundError(f"no photo of the library lies in {path}", f"photofind add {path}")
            elif not Path(path).exists():
                raise NotFoundError(f"{path} does not exist", "check the spelling")
            else:
                self._catalog.photo_by_path(path)
        return self._pipeline.describe(chosen, views, full, limit, report=report, interrupted=interrupted)

    # --- models ---

    def models(self) -> list[Model]:
        """The models that photofind knows: built-in, the person's own, and the catalogue."""
        self._models.gpu = bool(self._catalog.meta(GPU_META))
        return self._models.models()

    def set_expansion(self, on: bool) -> None:
        """Find photos by words that their captions imply, too, or don't; a running pipeline builds the search anew."""
        if on != self.settings.expansion:
            self.change_settings(expansion=on)
            if self._pipeline.running:
                self._pipeline.renew_index(self._pipeline.opened)
                self._pipeline.wake()

    def cost(self, model: Model) -> Cost | None:
        """How long a model takes for a photo, measured here or estimated; None if nothing is known. Blocks."""
        gpu = bool(self._catalog.meta(GPU_META))
        return estimating.cost(self._pipeline, model, self._settings.fast_crops, gpu)

    def use_model(self, name: str) -> Model:
        """Describe with this model from now on (see ``Modelling.use``)."""
        return self._models.use(name)

    def add_model(self, lm: str, mmproj: str, name: str = "") -> Model:
        """Add a pair of GGUF files that the person has (see ``Modelling.add``)."""
        return self._models.add(lm, mmproj, name)

    def remove_model(self, name: str) -> int:
        """Forget an own pair or a server, or delete a downloaded model; returns the bytes freed.

        See ``Modelling.remove``.
        """
        return 0 if self._servers.remove(name) else self._models.remove(name)

    @property
    def servers(self) -> Serving:
        """Servers that describe: adding and trying them."""
        return self._servers

    def download_model(
        self,
        name: str,
        report: Callable[[DownloadProgress], None] = lambda _progress: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Downloaded | None:
        """Download a model and wait for it; None if it is here already (see ``Modelling.download``)."""
        return self._models.download(name, report, stopped)

    def start_download(self, name: str) -> None:
        """Download a model in the background (see ``Modelling.start_download``)."""
        self._models.start_download(name)

    def pause_download(self, name: str) -> None:
        """Stop a download and keep what has come."""
        self._models.pause_download(name)

    def cancel_download(self, name: str) -> None:
        """Stop a download and throw away what has come."""
        self._models.cancel_download(name)

    def downloads(self) -> dict[str, DownloadProgress]:
        """Model → how far its download is."""
        return self._models.downloads()

    @property
    def models_folder(self) -> Path:
        """Where downloaded models are kept."""
        return self._models.folder

    def move_models(
        self,
        path: str,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Path:
        """Keep downloaded models in another folder (see ``Modelling.move_folder``; ``OwnedError`` if not ours)."""
        held = self._ownership.held
        self._ownership.demand()
        try:
            return self._models.move_folder(path, progress, stopped)
        finally:
            if not held:
                self._ownership.release()

    def _models_changed(self) -> None:
        """Another model counts, or its files came or went: what it has described is searched from now on."""
        self._prints_of = None
        self._pipeline.request_reload()
        self._catalog.mark_all_stale()
        self._index_now()

    def import_captions(self, path: Path, cancelled: Callable[[], bool] = lambda: False) -> dict[str, int]:
        """Take captions made elsewhere from a JSON Lines file; returns ``photos``, ``views`` and ``unknown`` lines.

        Raises:
            NotFoundError: the file does not exist.
            UsageError: a line is no caption; nothing was taken.
        """
        counts = imports.read_captions(self._catalog, path, cancelled)
        self._index_now()
        return counts

    def rebuild(
        self,
        report: Callable[[int, int], None] = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
        expansion: bool | None = None,
    ) -> int:
        """Make the index anew from the catalog; returns the number of photos indexed (``OwnedError`` if not ours).

        Args:
            expansion: from now on find photos by words that their captions imply, too, or don't; None: as it was.
        """
        self._ownership.demand()
        if expansion is not None and expansion != self.settings.expansion:
            self.change_settings(expansion=expansion)
        return self._pipeline.rebuild(report, cancelled)

    def prune_report(self, days: float = DAYS) -> list[Prunable]:
        """What could be removed from the data directory (see ``Pruner.report``)."""
        return self._pruner.report(days)

    def prune(self, kinds: Collection[str], days: float = DAYS) -> Pruned:
        """Remove things of these kinds, because a person asked for it (see ``Pruner.prune``; ``OwnedError``)."""
        held = self._ownership.held
        self._ownership.demand()
        try:
            done = self._pruner.prune(kinds, days)
            if done.backup:
                self._index_now()
        finally:
            if not held:
                self._ownership.release()
        if done.backup:
            self._publish(LibraryChanged())
        return done

    # --- out ---

    def formats(self) -> dict[str, ExportFormat]:
        """Export formats by name, in the order in which people are offered them."""
        from photofind.export import FORMATS

        return dict(FORMATS)

    def export(
        self,
        query: Query,
        form: str,
        out: Path,
        overwrite: bool = False,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
        options: ExportOptions | None = None,
        ids: Sequence[int] | None = None,
    ) -> Exported:
        """Write the whole result of a query to a file, or into a folder.

        Args:
            ids: only these photos, in the order of the result; those that it has no more come last.

        Raises:
            UsageError: there is no such format.
            ExportError: the file exists, there is no room, or it can't be written.
            Cancelled: ``cancelled`` said so; nothing is left behind, or the message says what.
        """
        result = self.search(query)
        if ids is not None:
            result = _only(result, ids)
        return self._exporter.write(result, form, out, overwrite, options, progress, cancelled)

    def rows(self, result: SearchResult, limit: int = 0) -> Iterator[Row]:
        """The results one by one, with their captions and evidence. ``limit`` 0 means all."""
        return self._exporter.rows(result, limit)

    def stats(self) -> Stats:
        """Counts of the library."""
        counts = self._catalog.counts()
        try:
            index_photos = self._pipeline.index().count
        except PhotofindError:
            index_photos = 0
        return health.with_index(counts, index_photos, self._settings.model or models.starter().name)

    def checks(self) -> list[Check]:
        """What works here and what is missing (``doctor``)."""
        return health.checks(self._paths, self._catalog, self._pipeline.index, self._settings, self._thumbnails)


def _only(result: SearchResult, ids: Sequence[int]) -> SearchResult:
    """These photos of a result."""
    wanted = set(ids)
    kept = [(photo, score) for photo, score in zip(result.ids, result.scores, strict=True) if photo in wanted]
    left = wanted.difference(photo for photo, _ in kept)
    kept += [(photo, 0.0) for photo in ids if photo in left]
    return dataclasses.replace(result, ids=[photo for photo, _ in kept], scores=[score for _, score in kept])
