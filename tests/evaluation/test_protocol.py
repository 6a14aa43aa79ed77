"""Which queries a task asks, which photos are relevant, and what rankings make of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from photofind.errors import Cancelled, UsageError
from photofind.evaluation.datasets import Dataset, Item
from photofind.evaluation.datasets.folder import SOURCE
from photofind.evaluation.protocol import Examiner, Rules, questions

ITEMS = (
    Item("0.jpg", ("dog", "traffic light"), ("A dog waits.", "A dog.")),
    Item("1.jpg", ("dog",), ("Only a dog.",)),
    Item("2.jpg", (), ("Nothing.",)),
    Item("3.jpg", ("traffic light", "dog", "bus"), ()),
    Item("4.jpg", ("dog",), ("Another dog.",)),
)
PLAIN = Rules()
DATASET = Dataset("folder", ITEMS, ("bus", "dog", "kite", "traffic light"), SOURCE)


class Fixed:
    """Ranks as it was told, and remembers what it was asked."""

    name = "fixed"

    def __init__(self, answers: dict[str, list[int]]) -> None:
        self.answers = answers
        self.asked: list[tuple[tuple[str, ...], bool]] = []

    def rank(self, texts: Sequence[str], either: bool) -> npt.NDArray[np.int64]:
        self.asked.append((tuple(texts), either))
        return np.array(self.answers.get(" ".join(texts), []), np.int64)

    def close(self) -> None:
        """Nothing to free."""


def asked(task: str, rules: Rules = PLAIN) -> list[tuple[tuple[str, ...], list[int]]]:
    return [(one.texts, one.relevant.tolist()) for one in questions(DATASET, task, rules)]


def test_every_label_that_a_photo_has_is_a_keyword_query() -> None:
    assert asked("keyword") == [(("bus",), [3]), (("dog",), [0, 1, 3, 4]), (("traffic light",), [0, 3])]


def test_the_labels_of_each_photo_are_a_joined_query_after_photos_with_all_of_them() -> None:
    assert asked("multi") == [
        (("dog", "traffic light"), [0, 3]),
        (("dog",), [0, 1, 3, 4]),
        (("traffic light", "dog", "bus"), [3]),
        (("dog",), [0, 1, 3, 4]),
    ]


def test_joined_queries_may_be_after_the_same_labels_or_the_photo_itself() -> None:
    assert [relevant for _, relevant in asked("multi", Rules(relevance="same"))] == [[0], [1, 4], [3], [1, 4]]
    assert [relevant for _, relevant in asked("multi", Rules(relevance="self"))] == [[0], [1], [3], [4]]


def test_one_caption_of_each_photo_is_a_caption_query() -> None:
    assert [texts for texts, _ in asked("caption")] == [
        ("A dog waits.",),
        ("Only a dog.",),
        ("Nothing.",),
        ("Another dog.",),
    ]
    assert asked("caption", Rules(caption=2)) == [(("A dog.",), [0])]


def test_words_of_a_keyword_must_all_match_and_any_of_the_others() -> None:
    ways = {task: Rules().either(task) for task in ("keyword", "multi", "caption", "feedback")}
    assert ways == {"keyword": False, "multi": True, "caption": True, "feedback": True}
    assert Rules(match="any").either("keyword")
    assert not Rules(match="all").either("multi")


def test_a_retriever_is_asked_once_for_the_same() -> None:
    retriever = Fixed({"dog": [1, 0], "dog traffic light": [0]})
    outcome = Examiner(retriever, len(ITEMS)).run(DATASET, "multi", Rules())
    assert [texts for texts, _ in retriever.asked] == [
        ("dog", "traffic light"),
        ("dog",),
        ("traffic light", "dog", "bus"),
    ]
    assert [one.ranks.tolist() for one in outcome.judged] == [[0], [0, 1], [], [0, 1]]
    assert [one.relevant for one in outcome.judged] == [2, 4, 1, 4]


def test_feedback_adds_labels_one_at_a_time_and_keeps_the_last_query_of_those_that_have_run_out() -> None:
    retriever = Fixed(
        {
            "A dog waits.": [1, 0],
            "A dog waits. dog": [1, 0],
            "A dog waits. dog traffic light": [0, 1],
            "Only a dog.": [4, 1],
            "Only a dog. dog": [1, 4],
            "Another dog.": [4],
            "Another dog. dog": [1, 4],
        }
    )
    outcome = Examiner(retriever, len(ITEMS)).run(DATASET, "feedback", Rules())
    assert outcome.still == (3, 3, 1)
    assert outcome.r1_by_keywords == pytest.approx((1 / 3, 1 / 3, 2 / 3))
    assert [one.ranks.tolist() for one in outcome.judged] == [[0], [0], [1]]
    assert all(either for _, either in retriever.asked)
    assert len(retriever.asked) == 7


def test_progress_counts_every_query_and_a_run_can_be_cancelled() -> None:
    told: list[tuple[int, int]] = []
    Examiner(Fixed({}), len(ITEMS), lambda done, total: told.append((done, total))).run(DATASET, "feedback", Rules())
    assert told == [(number, 7) for number in range(1, 8)]
    stopped = Examiner(Fixed({}), len(ITEMS), cancelled=lambda: True)
    with pytest.raises(Cancelled):
        stopped.run(DATASET, "keyword", Rules())


@pytest.mark.parametrize(
    ("task", "rules", "why"),
    [
        ("sorting", Rules(), "no task “sorting”"),
        ("keyword", Rules(match="some"), "no way to match"),
        ("multi", Rules(relevance="none"), "no relevance"),
        ("caption", Rules(caption=0), "numbered from 1"),
        ("caption", Rules(caption=9), "no captions number 9"),
    ],
)
def test_what_can_not_be_asked_is_refused(task: str, rules: Rules, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        questions(DATASET, task, rules)


def test_a_dataset_without_labels_or_captions_says_which_task_lacks_them() -> None:
    bare = Dataset("folder", (Item("a.jpg"),), (), SOURCE)
    for task, lacks in (("keyword", "labels"), ("multi", "labels"), ("caption", "captions"), ("feedback", "both")):
        with pytest.raises(UsageError, match=f"task {task} can't be run: folder has no .*{lacks}"):
            questions(bare, task, Rules())
