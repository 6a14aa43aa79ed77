"""The photos of a dataset, described in a data directory of the evaluation's own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from photofind import settings as settings_file
from photofind.captioning import models, servers
from photofind.captioning.describer import ViewDescriber
from photofind.captioning.prompts import FOLLOW_UP_PROMPT, PAPER_PROMPT
from photofind.captioning.recipe import Recipe
from photofind.captioning.worker import Describer, EngineOptions
from photofind.describing import Run
from photofind.errors import Cancelled, NotFoundError, PhotofindError, UsageError
from photofind.evaluation.captions import Texts
from photofind.evaluation.datasets import Dataset
from photofind.library.catalog import Catalog
from photofind.library.catalog_pending import Wanted
from photofind.library.decoding import Decoder
from photofind.library.scan import Scanner
from photofind.library.thumbnails import ThumbnailStore
from photofind.ownership import Ownership
from photofind.paths import DataPaths
from photofind.records import VIEW_SETS, Model, Progress
from photofind.settings import OwnModel, Settings

Reporter = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Question:
    """Which model is asked what.

    Attributes:
        model, lm, mmproj: as for ``caption``; else the active model.
        prompt: empty for the paper's.
        follow_up: whether the paper's second question is asked, too.
        fast_crops: whether the image tokens of crops are pooled.
    """

    model: str = ""
    lm: str = ""
    mmproj: str = ""
    prompt: str = ""
    follow_up: bool = False
    fast_crops: bool = False

    @property
    def recipe(self) -> Recipe:
        """What is asked, whatever the person's settings say: an evaluation says all that it asks."""
        return Recipe(self.prompt or PAPER_PROMPT, FOLLOW_UP_PROMPT if self.follow_up else "", self.fast_crops)


def described(
    dataset: Dataset,
    images: Path,
    question: Question,
    views: Sequence[str],
    paths: DataPaths,
    work: DataPaths,
    report: Reporter,
    interrupted: Callable[[], bool],
) -> tuple[Texts, str]:
    """Describe what is missing; the texts of the photos, and the name of the model that wrote them.

    Args:
        images: absolute path of the folder of the photos, all of which are there.
        views: names of view sets.
        paths: the person's data directory: settings and models.
        work: the evaluation's, where the captions are kept.

    Raises:
        OwnedError: another evaluation describes these photos.
        PhotofindError: a photo can't be read.
        ModelError: the model can't be used.
        Cancelled: ``interrupted`` said so; what was described is kept.
    """
    settings = settings_file.load(paths.settings)
    model = _model(question, settings, paths)
    owner = Ownership(work.lock)
    owner.demand()
    with contextlib.ExitStack() as stack:
        stack.callback(owner.release)
        catalog = stack.enter_context(contextlib.closing(Catalog(work.catalog)))
        decoder = stack.enter_context(contextlib.closing(Decoder()))
        files = [str(images / item.file) for item in dataset.items]
        scanner = Scanner(catalog, decoder, ThumbnailStore(work.thumbnails), min_side=1)
        ids = _scanned(catalog, scanner, images, files, report, interrupted)
        recipe = question.recipe
        prints = {view.name: models.fingerprint(model, view.name, recipe) for name in views for view in VIEW_SETS[name]}
        wanted = Wanted(prints, paths=() if set(catalog.select()) == set(ids) else files)
        if catalog.pending_views(wanted):
            report(Progress("loading", model.name))
            describer = _describer(model, settings, recipe)
            stack.callback(describer.stop)
            describer.start()
            Run(catalog, decoder, describer, model, wanted, interrupted=interrupted, report=report)()
            if interrupted():
                raise Cancelled
        return Texts(tuple(_texts(catalog, photo, prints) for photo in ids)), model.name


def _describer(model: Model, settings: Settings, recipe: Recipe) -> ViewDescriber:
    if not model.remote:
        return Describer(model, EngineOptions(settings.threads, spare=0, gpu_layers=settings.gpu_layers, recipe=recipe))
    from photofind.captioning.remote import Endpoint, RemoteDescriber, RemoteOptions

    server = servers.find(settings, model)
    return RemoteDescriber(Endpoint(server.url, server.model, server.key), RemoteOptions(server.slots, recipe=recipe))


def _texts(catalog: Catalog, photo_id: int, prints: dict[str, str]) -> dict[str, str]:
    found = catalog.captions(photo_id, tuple(prints.values()))
    return {one.view: one.raw for one in found if one.fingerprint == prints.get(one.view)}


def _model(question: Question, settings: Settings, paths: DataPaths) -> Model:
    folder = Path(settings.models_folder) if settings.models_folder else paths.models
    if bool(question.lm) != bool(question.mmproj):
        raise UsageError("--lm and --mmproj go together", "give both files of the pair")
    if question.lm:
        first, second = (Path(part).expanduser().absolute() for part in (question.lm, question.mmproj))
        models.check_pair(first, second)
        own = OwnModel(first.stem, str(first), str(second))
        return models.active(settings.replace(model=own.name, own_models=(own,)), folder)
    return models.active(settings.replace(model=question.model) if question.model else settings, folder)


def _scanned(
    catalog: Catalog,
    scanner: Scanner,
    images: Path,
    files: Sequence[str],
    report: Reporter,
    interrupted: Callable[[], bool],
) -> list[int]:
    """Read the photos; their ids in document order."""
    catalog.add_root(str(images))
    scanner.scan(
        files,
        lambda done, total, path: report(Progress("scanning", path, done, total)),
        interrupted,
    )
    ids: list[int] = []
    failed = {failure.path: failure.reason for failure in catalog.failures()}
    for path in files:
        try:
            ids.append(catalog.photo_by_path(path).id)
        except NotFoundError as error:
            reason = failed.get(path, "it is no image that photofind reads")
            raise PhotofindError(f"{path} can't be read ({reason})", "get the file again, or leave it out") from error
    return ids
