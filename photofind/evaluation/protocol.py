"""The four tasks of the paper's section 4.1: from a dataset to queries, from rankings to judged queries.

What the paper leaves open is decided here, and said in the report:

- *keyword*: the words of a label must all match (``match="all"``); Lucene's own way is any.
- *multi*: the labels of a photo are one query of all their words, best matches first (any of them, as Lucene ranks a
  bag of words). Relevant are the photos with all of these labels (``relevance="all"``), or with these and no others
  (``same``), or the photo itself (``self``): the paper does not say which. Photos with the same labels ask twice.
- *caption*: one caption of each photo, the first unless said; relevant is the photo.
- *feedback*: that caption, then with the photo's labels added one at a time in the dataset's order. A photo that has
  run out of labels keeps its last query, so that every step is over the same queries.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photofind.errors import Cancelled, UsageError
from photofind.evaluation.datasets.records import Dataset, Item
from photofind.evaluation.metrics import Judged, judge
from photofind.evaluation.retrievers import Retriever

Ints = npt.NDArray[np.int64]

TASKS = ("keyword", "multi", "caption", "feedback")
MATCHES = ("all", "any")
RELEVANCES = ("all", "same", "self")
_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What the paper leaves open.

    Attributes:
        match: whether photos must hold ``all`` words of a query or ``any``; empty for the task's own way.
        relevance: which photos a joined query is after: see the module.
        caption: number of the caption that is the query (from 1).
    """

    match: str = ""
    relevance: str = "all"
    caption: int = 1

    def check(self) -> None:
        """Refuse what can't be (``UsageError``)."""
        if self.match not in {"", *MATCHES}:
            raise UsageError(f"there is no way to match “{self.match}”", f"choose one of {', '.join(MATCHES)}")
        if self.relevance not in RELEVANCES:
            raise UsageError(f"there is no relevance “{self.relevance}”", f"choose one of {', '.join(RELEVANCES)}")
        if self.caption < 1:
            raise UsageError("captions are numbered from 1", "name another with --query-caption")

    def either(self, task: str) -> bool:
        """Whether any of the words is enough."""
        return self.match == "any" or (not self.match and task != "keyword")


@dataclass(frozen=True, slots=True)
class Question:
    """One query: its parts, and the document numbers of the photos that are relevant."""

    texts: tuple[str, ...]
    relevant: Ints


@dataclass(frozen=True, slots=True)
class Outcome:
    """The judged queries of a run.

    Attributes:
        steps: the judged queries by number of labels added; one entry for the tasks without feedback.
        still: by step, how many queries had that many labels.
    """

    steps: tuple[tuple[Judged, ...], ...]
    still: tuple[int, ...]

    @property
    def judged(self) -> tuple[Judged, ...]:
        """The queries as they ended: with all labels in the feedback task."""
        return self.steps[-1]

    @property
    def r1_by_keywords(self) -> tuple[float, ...]:
        """Recall at 1 after each number of labels (figure 6, left)."""
        return tuple(float(np.mean([len(one.ranks) > 0 and one.ranks[0] == 0 for one in step])) for step in self.steps)


def questions(dataset: Dataset, task: str, rules: Rules) -> list[Question]:
    """The queries of a task, in document order; those of feedback without labels added.

    Raises:
        UsageError: there is no such task, or the dataset lacks what it needs.
    """
    rules.check()
    if task not in TASKS:
        raise UsageError(f"there is no task “{task}”", f"choose one of {', '.join(TASKS)}")
    if task == "keyword":
        found = list(_keywords(dataset))
    elif task == "multi":
        found = list(_joined(dataset, rules.relevance))
    else:
        found = [
            Question((item.captions[rules.caption - 1],), np.array([number]))
            for number, item in enumerate(dataset.items)
            if _asked(item, task, rules)
        ]
    if not found:
        lacks = "labels" if task in {"keyword", "multi"} else f"captions number {rules.caption}"
        lacks = "photos with both labels and captions" if task == "feedback" else lacks
        raise UsageError(
            f"the task {task} can't be run: {dataset.source.title} has no {lacks} here",
            "name the file that holds them (--human-captions), or choose another task",
        )
    return found


def _asked(item: Item, task: str, rules: Rules) -> bool:
    return len(item.captions) >= rules.caption and (task == "caption" or bool(item.labels))


def _keywords(dataset: Dataset) -> Iterator[Question]:
    holders: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(dataset.items):
        for label in dict.fromkeys(item.labels):
            holders[label].append(number)
    for label in dataset.labels:
        if holders[label]:
            yield Question((label,), np.array(holders[label]))


def _joined(dataset: Dataset, relevance: str) -> Iterator[Question]:
    sets = [frozenset(item.labels) for item in dataset.items]
    columns = {label: np.array([label in labels for labels in sets]) for label in dataset.labels}
    same: dict[frozenset[str], list[int]] = defaultdict(list)
    for number, labels in enumerate(sets):
        same[labels].append(number)
    known: dict[frozenset[str], Ints] = {}
    for number, (item, labels) in enumerate(zip(dataset.items, sets, strict=True)):
        if not labels:
            continue
        if relevance == "self":
            yield Question(item.labels, np.array([number]))
            continue
        if labels not in known:
            every = np.logical_and.reduce([columns[label] for label in labels])
            known[labels] = np.flatnonzero(every) if relevance == "all" else np.array(same[labels])
        yield Question(item.labels, known[labels])


class Examiner:
    """Asks a retriever, remembering what it has asked.

    Args:
        photos: number of photos of the collection.
        progress: called with the queries done and their number.
        cancelled: polled before each query.
    """

    def __init__(
        self,
        retriever: Retriever,
        photos: int,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._retriever = retriever
        self._photos = photos
        self._progress = progress
        self._cancelled = cancelled
        self._known: dict[tuple[tuple[str, ...], bool, bytes], Judged] = {}

    def run(self, dataset: Dataset, task: str, rules: Rules) -> Outcome:
        """Ask all queries of a task.

        Raises:
            UsageError: the dataset lacks what the task needs.
            Cancelled: ``cancelled`` said so.
        """
        asked = questions(dataset, task, rules)
        either = rules.either(task)
        if task != "feedback":
            return Outcome((tuple(self._all(asked, either, 0, len(asked))),), (len(asked),))
        labels = [dataset.items[int(question.relevant[0])].labels for question in asked]
        total = len(asked) + sum(map(len, labels))
        steps = [tuple(self._all(asked, either, 0, total))]
        still = [len(asked)]
        done = len(asked)
        for step in range(1, max(map(len, labels)) + 1):
            going = [place for place, some in enumerate(labels) if len(some) >= step]
            longer = [Question((*asked[i].texts, *labels[i][:step]), asked[i].relevant) for i in going]
            judged = list(steps[-1])
            for place, one in zip(going, self._all(longer, either, done, total), strict=True):
                judged[place] = one
            steps.append(tuple(judged))
            still.append(len(going))
            done += len(going)
        return Outcome(tuple(steps), tuple(still))

    def _all(self, asked: Sequence[Question], either: bool, before: int, total: int) -> Iterator[Judged]:
        for number, question in enumerate(asked, before + 1):
            if self._cancelled():
                raise Cancelled
            key = (question.texts, either, hashlib.blake2b(question.relevant.tobytes(), digest_size=16).digest())
            found = self._known.get(key)
            if found is None:
                found = judge(self._retriever.rank(question.texts, either), question.relevant, self._photos)
                if len(self._known) < _REMEMBERED:
                    self._known[key] = found
            yield found
            self._progress(number, total)
