"""The pace and the end of describing, fed with runs whose true end is known."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator

import pytest

from photofind.captioning.schedule import FORMER, Pace


def run(
    photos: int, crops: int, prefill: float, tokens: tuple[float, float], speed: float, slots: int, seed: int = 1
) -> Iterator[tuple[float, int, int, int]]:
    """An engine that describes ``slots`` views at once: moment, stage, tokens of each answer, in the order they come.

    A view costs reading the image (as many seconds as writing ``prefill`` tokens) and writing its own tokens, at
    ``speed`` tokens a second for all slots together.
    """
    luck = random.Random(seed)
    jobs = [0] * photos + [1] * (photos * crops)
    free = [0.0] * slots
    heapq.heapify(free)
    answers = []
    for stage in jobs:
        written = max(5, round(luck.gauss(tokens[stage], tokens[stage] / 5)))
        moment = heapq.heappop(free) + (prefill + written) * slots / speed
        heapq.heappush(free, moment)
        answers.append((moment, stage, written, 0))
    yield from sorted(answers)


@pytest.mark.parametrize(
    ("photos", "prefill", "tokens", "speed", "slots"),
    [
        (500, 60, (160, 80), 400, 18),  # long texts, cut off at the limits
        (500, 60, (45, 40), 300, 4),  # short texts
        (300, 45, (120, 75), 200, 1),
        (2000, 80, (150, 80), 2000, 18),  # fast
    ],
)
def test_the_end_is_known_after_the_first_minute(
    photos: int, prefill: float, tokens: tuple[float, float], speed: float, slots: int
) -> None:
    pace, last, left = Pace(), 0.0, [photos, photos * 17]
    answers = list(run(photos, 17, prefill, tokens, speed, slots))
    ends = [max(moment for moment, stage, *_ in answers if stage == which) for which in (0, 1)]
    checked = 0
    for moment, stage, written, _ in answers:
        pace.add(1 - stage, stage, moment - last, written if stage == 0 else 0)
        last = moment
        left[stage] -= 1
        if moment > 60 and left[1] > photos:
            eta, soon = pace.eta(*left), pace.eta(left[0], 0)
            assert eta is not None
            assert soon is not None
            assert eta == pytest.approx(ends[1] - moment, rel=0.25)
            if ends[0] - moment > 30:
                assert soon == pytest.approx(ends[0] - moment, rel=0.25)
            checked += 1
    assert checked > 100


def test_nothing_is_said_before_anything_is_measured() -> None:
    pace = Pace()
    assert pace.eta(1, 17) is None
    assert pace.per_hour((1, 0)) is None
    assert pace.eta(0, 0) == 0.0
    pace.add(0, 0, 5.0)
    pace.add(3, 0, 0.0)
    assert pace.eta(1, 0) is None
    pace.add(1, 0, 0.2)
    assert pace.eta(1, 0) is None, "a fifth of a second is no measurement"


def test_whole_views_and_crops_are_told_apart() -> None:
    pace = Pace()
    for _ in range(60):
        pace.add(1, 0, 2.0, 160)
    assert pace.cost(0) == pytest.approx(2.0)
    assert pace.cost(1) == pytest.approx(2.0 * 140 / 220)
    assert pace.per_hour((1, 0)) == pytest.approx(1800)
    for _ in range(2000):
        pace.add(0, 1, 0.5)
    assert pace.cost(0) == pytest.approx(2.0), "what crops cost says nothing about whole views"
    assert pace.cost(1) == pytest.approx(0.5, rel=0.01)
    assert pace.eta(10, 100) == pytest.approx(70, rel=0.01)
    pace.add(5, 20, 20.0)
    assert pace.eta(10, 100) == pytest.approx(70, rel=0.01), (
        "answers that come together share their time by what they cost"
    )


def test_short_texts_make_crops_as_dear_as_whole_views() -> None:
    pace = Pace()
    for _ in range(30):
        pace.add(1, 0, 1.0, 30)
    assert pace.cost(1) == pytest.approx(1.0)


def test_only_crops_tell_about_whole_views_too() -> None:
    pace = Pace()
    for _ in range(30):
        pace.add(0, 1, 1.4)
    assert pace.cost(0) == pytest.approx(2.2)


def test_pooled_crops_are_expected_to_be_cheaper() -> None:
    slow, fast = Pace(), Pace(pooled=True)
    for pace in (slow, fast):
        for _ in range(30):
            pace.add(1, 0, 1.0, 160)
    assert (fast.cost(1) or 9) < (slow.cost(1) or 0)


def test_the_pace_follows_changes() -> None:
    pace = Pace()
    for _ in range(600):
        pace.add(1, 0, 1.0)
    for _ in range(200):
        pace.add(1, 0, 5.0)
    assert pace.cost(0) == pytest.approx(5.0, rel=0.15)


def test_time_without_work_is_left_out() -> None:
    pace = Pace()
    pace.add(10, 0, 10.0)
    pace.skip()
    pace.add(1, 0, 500.0)
    pace.add(10, 0, 10.0)
    assert pace.cost(0) == pytest.approx(1.0, rel=0.05)


def test_an_earlier_run_counts_until_something_is_measured() -> None:
    pace = Pace((2.0, 1.0))
    assert pace.eta(10, 100) == pytest.approx(120)
    assert pace.costs == (2.0, 1.0)
    for _ in range(60):
        pace.add(1, 0, 4.0)
    assert FORMER < 60
    assert pace.cost(0) == pytest.approx(4.0, rel=0.1)
    assert Pace((float("inf"), -1.0)).eta(1, 1) is None
