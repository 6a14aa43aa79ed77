"""Runs: every combination of captions, retriever and task that was asked for, and what each achieved."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from photofind.errors import UsageError
from photofind.evaluation.captions import Texts, Views, chosen
from photofind.evaluation.datasets.records import Dataset
from photofind.evaluation.metrics import ROUNDS, Measures, measure
from photofind.evaluation.peers import Fts5, Lucene
from photofind.evaluation.protocol import Examiner, Rules, questions
from photofind.evaluation.retrievers import Photofind, Ranking, Retriever

PEERS = ("lucene", "fts5")


@dataclass(frozen=True, slots=True)
class Setup:
    """What is to be run on a dataset and its texts.

    Attributes:
        tasks: each of ``protocol.TASKS`` that is wanted.
        views: view sets to compare; an empty name takes every view that there is.
        peers: each of ``PEERS`` that is wanted beside photofind.
        rounds: bootstrap resamplings.
    """

    tasks: tuple[str, ...] = ("keyword",)
    views: tuple[str, ...] = ("",)
    ranking: Ranking = field(default_factory=Ranking)
    rules: Rules = field(default_factory=Rules)
    peers: tuple[str, ...] = ()
    rounds: int = ROUNDS
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """What one retriever achieved at one task on one set of views.

    Attributes:
        described: photos that have a text at all.
        before: the measures before any label was added (feedback only).
        r1_by_keywords: R@1 after each number of labels (feedback only), with ``still``, how many queries had so many.
        milliseconds: mean time of a ranking, in milliseconds.
    """

    system: str
    views: str
    task: str
    queries: int
    photos: int
    described: int
    measures: Measures
    before: Measures | None = None
    r1_by_keywords: tuple[float, ...] = ()
    still: tuple[int, ...] = ()
    milliseconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The result as JSON values: fractions rounded to nine places, errors that are unknown as null."""
        measures = self.measures
        value: dict[str, Any] = {
            "task": self.task,
            "queries": self.queries,
            "photos": self.photos,
            "pr_auc": _round(measures.pr_auc),
            "map": _round(measures.map),
            "p_at": {str(k): _round(v) for k, v in measures.p_at.items()},
            "r_at": {str(k): _round(v) for k, v in measures.r_at.items()},
        }
        if self.r1_by_keywords:
            value["r1_by_keywords"] = [_round(one) for one in self.r1_by_keywords]
            value["queries_by_keywords"] = list(self.still)
        errors = measures.errors
        value["errors"] = {
            "pr_auc": _round(errors["pr_auc"]),
            "map": _round(errors["map"]),
            "p_at": {str(k): _round(errors[f"p@{k}"]) for k in measures.p_at},
            "r_at": {str(k): _round(errors[f"r@{k}"]) for k in measures.r_at},
        }
        value |= {"system": self.system, "views": self.views or "all", "described": self.described}
        value["ms_per_query"] = round(self.milliseconds, 3)
        return value


def _round(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 9)


@dataclass(slots=True)
class _Timed:
    """A retriever with a stopwatch."""

    inner: Retriever
    seconds: float = 0.0
    asked: int = 0

    @property
    def name(self) -> str:
        return self.inner.name

    def rank(self, texts: Sequence[str], either: bool) -> Any:
        begun = time.perf_counter()
        found = self.inner.rank(texts, either)
        self.seconds += time.perf_counter() - begun
        self.asked += 1
        return found

    def close(self) -> None:
        self.inner.close()


def check(dataset: Dataset, setup: Setup) -> None:
    """Refuse at once what ``run`` would refuse after an hour of describing.

    Raises:
        UsageError: the setup does not go together, or the dataset lacks what a task needs.
    """
    setup.ranking.check()
    for peer in setup.peers:
        if peer not in PEERS:
            raise UsageError(f"there is no peer “{peer}”", f"choose one of {', '.join(PEERS)}")
    for task in setup.tasks:
        questions(dataset, task, setup.rules)


Progress = Callable[[str, int, int], None]
"""What is being done, how much of it, of how much."""


def run(
    dataset: Dataset,
    texts: Texts,
    setup: Setup,
    progress: Progress = lambda _what, _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
    dense: Retriever | None = None,
) -> list[Result]:
    """Run everything that a setup asks for.

    Args:
        dense: a baseline that sees whole photos instead of texts; it is closed.

    Raises:
        UsageError: the setup does not go together, or the dataset lacks what a task needs.
        Cancelled: ``cancelled`` said so.
    """
    check(dataset, setup)
    results = []
    for name in setup.views:
        photos = [chosen(views, name) for views in texts.photos]
        described = sum(any(text.strip() for text in views.values()) for views in photos)
        for make in _retrievers(photos, setup, progress):
            retriever = _Timed(make())
            with closing(retriever):
                results += [
                    _examine(dataset, retriever, task, name, described, setup, progress, cancelled)
                    for task in setup.tasks
                ]
    if dense is not None:
        with closing(_Timed(dense)) as retriever:
            size = len(dataset.items)
            results += [
                _examine(dataset, retriever, task, "whole", size, setup, progress, cancelled) for task in setup.tasks
            ]
    return results


def _retrievers(photos: Sequence[Views], setup: Setup, progress: Progress) -> list[Callable[[], Retriever]]:
    ranking = setup.ranking
    made: list[Callable[[], Retriever]] = [
        partial(Photofind, photos, ranking, lambda done: progress("indexing", done, len(photos)))
    ]
    if "lucene" in setup.peers:
        made.append(partial(Lucene, photos, ranking.k1, ranking.b, ranking.cleaning))
    if "fts5" in setup.peers:
        made.append(partial(Fts5, photos, ranking.cleaning))
    return made


def _examine(
    dataset: Dataset,
    retriever: _Timed,
    task: str,
    views: str,
    described: int,
    setup: Setup,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Result:
    size = len(dataset.items)
    retriever.seconds, retriever.asked = 0.0, 0
    what = f"{retriever.name}, {task}"
    examiner = Examiner(retriever, size, lambda done, total: progress(what, done, total), cancelled)
    outcome = examiner.run(dataset, task, setup.rules)
    feedback = task == "feedback"
    return Result(
        system=retriever.name,
        views=views,
        task=task,
        queries=len(outcome.judged),
        photos=size,
        described=described,
        measures=measure(outcome.judged, size, setup.rounds, setup.seed),
        before=measure(outcome.steps[0], size, setup.rounds, setup.seed) if feedback else None,
        r1_by_keywords=outcome.r1_by_keywords if feedback else (),
        still=outcome.still if feedback else (),
        milliseconds=1000 * retriever.seconds / max(retriever.asked, 1),
    )
