"""``photofind evaluate``: joins the evaluation with the parts that describe photos.

The captions of an evaluation live in a data directory of their own, so that nothing of it enters the person's library.
It is kept: what was described once is not described again, and a run that was stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from photofind.errors import NotFoundError, UsageError
from photofind.evaluating_photos import Question, Reporter, described
from photofind.evaluation import captions as caption_files
from photofind.evaluation import datasets, dense, experiment
from photofind.evaluation.captions import Texts
from photofind.evaluation.clip import Clip
from photofind.evaluation.datasets import Choice, Dataset
from photofind.evaluation.metrics import ROUNDS
from photofind.evaluation.protocol import TASKS, Rules
from photofind.evaluation.report import CAVEATS, Report, check_folder, tables, write
from photofind.evaluation.retrievers import Ranking, product_weights
from photofind.paths import DataPaths, data_paths
from photofind.records import VIEW_SETS

__all__ = ["CAVEATS", "TASKS", "Question", "Report", "Request", "evaluate", "tables", "work_paths"]

Steps = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """One evaluation.

    Attributes:
        dataset: format of the dataset, a key of ``evaluation.datasets.READERS``.
        labels: its labels file or folder.
        images: folder of the photos; not needed when the captions come from a file.
        human_captions: file of human captions, where it does not lie beside ``labels``.
        split, subset, sample, seed: which part of the photos.
        skip_missing: leave out photos whose file is not there, instead of refusing.
        captions: JSON Lines of captions; then no model runs.
        human: index the dataset's human captions, all but the one that is the query; then no model runs.
        save_captions: JSON Lines file to keep the captions in.
        work: data directory of the evaluation; else one below the library's.
        question: which model describes, and what it is asked.
        tasks, views, peers: what to compare. No view set: all views of a captions file, else ``17``.
        product: rank by the application's fields and weights instead of the paper's one field.
        weights: field weights of one's own.
        match, relevance, query_caption: what the paper leaves open, see ``evaluation.protocol``.
        clip: folder of a CLIP model in ONNX: the dense baseline.
        clip_score: also score the views of ``views`` against all labels with it.
        out, overwrite: folder for the report's files.
    """

    dataset: str
    labels: str
    images: str = ""
    human_captions: str = ""
    split: str = ""
    subset: str = ""
    sample: int = 0
    seed: int = 0
    skip_missing: bool = False
    captions: str = ""
    human: bool = False
    save_captions: str = ""
    work: str = ""
    question: Question = field(default_factory=Question)
    tasks: tuple[str, ...] = ("keyword",)
    views: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()
    k1: float = 0.9
    b: float = 0.4
    product: bool = False
    weights: dict[str, float] = field(default_factory=dict)
    stemming: bool = True
    synonyms: bool = False
    expansion: bool = False
    cleaning: bool = True
    match: str = ""
    relevance: str = "all"
    query_caption: int = 1
    rounds: int = ROUNDS
    clip: str = ""
    clip_score: bool = False
    out: str = ""
    overwrite: bool = False


def evaluate(
    request: Request,
    paths: DataPaths,
    report: Reporter = lambda _progress: None,
    step: Steps = lambda _what, _done, _total: None,
    interrupted: Callable[[], bool] = lambda: False,
) -> Report:
    """Run an evaluation; where the request says so, write its files.

    Args:
        paths: the person's data directory: its settings and models, and where captions are kept by default.
        report: progress of reading and describing photos.
        step: progress of the rest: what is done, how much of it, of how much.
        interrupted: polled several times a second.

    Raises:
        UsageError: the request does not go together.
        NotFoundError: a file is missing; the message says where to get it.
        Cancelled: ``interrupted`` said so; captions that were made are kept.
    """
    setup = _setup(request)
    if request.out:
        check_folder(Path(request.out), request.overwrite)
    if request.save_captions and Path(request.save_captions).exists() and not request.overwrite:
        raise UsageError(f"{request.save_captions} exists already", "choose another name, or --overwrite")
    choice = Choice(request.labels, request.human_captions, request.split)
    dataset = datasets.load(request.dataset, choice, request.subset, request.sample, request.seed)
    experiment.check(dataset, setup)
    clip = _clip(request, dataset, setup.views)
    origin = Path(request.captions).name
    if request.captions:
        texts = caption_files.read(Path(request.captions), dataset.items)
    elif request.human:
        texts, origin = caption_files.human(dataset.items, request.query_caption), "human captions"
    else:
        images = _images(request)
        dataset = _present(dataset, images, request.skip_missing)
        work = work_paths(request, paths)
        texts, model = described(dataset, images, request.question, setup.views, paths, work, report, interrupted)
        origin = f"{model}, described here"
    if request.save_captions:
        caption_files.write(Path(request.save_captions), dataset.items, texts.photos)
    baseline = None
    if clip is not None:
        images = _images(request)
        dataset = _present(dataset, images, skip=False)
        kept = work_paths(request, paths).root / "clip.sqlite3"
        wanted = setup.views if request.clip_score else ()
        baseline = dense.compare(clip, dataset, images, kept, wanted, step, interrupted)
    results = experiment.run(dataset, texts, setup, step, interrupted, baseline.retriever if baseline else None)
    done = Report(
        dataset,
        tuple(results),
        _shown(request, origin),
        _notes(request, dataset, texts),
        baseline.averages() if baseline else {},
    )
    if request.out:
        write(done, Path(request.out))
    return done


def _setup(request: Request) -> experiment.Setup:
    if request.captions and request.human:
        raise UsageError("--captions and --human are two sources of captions", "give one of them")
    if not (request.captions or request.human or request.images):
        raise UsageError(
            "there is nothing to describe", "name the folder of the photos (--images), or --captions JSONL"
        )
    for name in request.views:
        if name not in VIEW_SETS:
            raise UsageError(f"there is no view set “{name}”", f"choose from {', '.join(VIEW_SETS)}")
    for name in request.tasks:
        if request.tasks.count(name) > 1:
            raise UsageError(f"the task {name} is asked for twice", "name it once")
    fixed = bool(request.captions or request.human)
    ranking = Ranking(
        k1=request.k1,
        b=request.b,
        weights=dict(request.weights) or (product_weights() if request.product else {}),
        stemming=request.stemming,
        synonyms=request.synonyms,
        expansion=request.expansion,
        cleaning=request.cleaning,
    )
    rules = Rules(request.match, request.relevance, request.query_caption)
    views = request.views or (("",) if fixed else ("17",))
    return experiment.Setup(request.tasks, views, ranking, rules, request.peers, request.rounds, request.seed)


def _clip(request: Request, dataset: Dataset, views: Sequence[str]) -> Clip | None:
    """The CLIP model that is asked for, opened before anything takes long."""
    if not request.clip:
        if request.clip_score:
            raise UsageError("CLIPScore needs a CLIP model", "name its folder with --clip")
        return None
    if not request.images:
        raise UsageError("CLIP looks at the photos themselves", "name their folder with --images")
    if request.clip_score and ("" in views or not dataset.labels):
        raise UsageError("CLIPScore compares view sets with labels", "name the sets (--views whole,17), with labels")
    return Clip(Path(request.clip))


def _shown(request: Request, origin: str) -> dict[str, str]:
    """The settings of a run that change its figures, for people."""
    shown = {"captions": origin, "k1": f"{request.k1:g}", "b": f"{request.b:g}"}
    weights: dict[str, float] = request.weights or (product_weights() if request.product else {})
    shown["fields"] = ", ".join(f"{k} × {v:g}" for k, v in weights.items()) or "all views as one field"
    shown["analysis"] = "stems and stop words" if request.stemming else "stop words, no stems"
    shown["related words"] = "yes" if request.synonyms or request.expansion else "no"
    shown["words that captions imply"] = "yes" if request.expansion else "no"
    if not request.cleaning:
        shown["captions"] += ", not cleaned"
    if request.question.prompt:
        shown["prompt"] = request.question.prompt
    if request.question.follow_up:
        shown["second question"] = "yes"
    if request.question.fast_crops:
        shown["fast crops"] = "yes"
    if "multi" in request.tasks:
        about = {
            "all": "photos with all the labels",
            "same": "photos with just these labels",
            "self": "the photo itself",
        }
        shown["relevant to joined labels"] = about[request.relevance]
    if request.match:
        shown["words that must match"] = request.match
    if set(request.tasks) & {"caption", "feedback"}:
        shown["query caption"] = f"number {request.query_caption} of each photo"
    return shown


def _notes(request: Request, dataset: Dataset, texts: Texts) -> tuple[str, ...]:
    notes = list(dataset.notes)
    if texts.described < len(dataset.items):
        notes.append(f"{len(dataset.items) - texts.described} photos have no caption: they count as never retrieved")
    if texts.unknown:
        notes.append(f"{texts.unknown} lines of {request.captions} are of photos that the dataset does not have")
    return tuple(notes)


def work_paths(request: Request, paths: DataPaths) -> DataPaths:
    """Where the captions of an evaluation are kept: by dataset and folder of photos, so that every run finds them."""
    if request.work:
        return data_paths(request.work)
    sign = hashlib.blake2b(os.fsencode(_images(request)), digest_size=6).hexdigest()
    return data_paths(paths.root / "evaluation" / f"{request.dataset}-{sign}")


def _images(request: Request) -> Path:
    """The folder of the photos, written the way the catalog writes paths."""
    return Path(os.path.abspath(os.path.expanduser(request.images)))


def _present(dataset: Dataset, images: Path, skip: bool) -> Dataset:
    if not images.is_dir():
        what = f"the folder of photos {images} does not exist"
        raise NotFoundError(what, f"{dataset.source.title} is to be had from {dataset.source.where}")
    gone = [item.file for item in dataset.items if not (images / item.file).is_file()]
    if not gone:
        return dataset
    if not skip or len(gone) == len(dataset.items):
        source = dataset.source
        raise NotFoundError(
            f"{source.title}: {len(gone)} of {len(dataset.items)} photos are not in {images}, the first {gone[0]}",
            f"get them from {source.where} (terms: {source.licence}), or leave them out (--skip-missing)",
        )
    return dataset.without(frozenset(gone), f"{len(gone)} photos were left out: their files are not there")
