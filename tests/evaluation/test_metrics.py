"""Measures against cases counted by hand, and against scikit-learn where its definition is the same."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, precision_recall_curve

from photofind.evaluation.metrics import Judged, area, judge, measure, sweep


def judged(ranks: list[int], relevant: int) -> Judged:
    return Judged(np.array(ranks, np.int64), relevant)


@pytest.mark.parametrize(
    ("photos", "ks"), [(1, (1,)), (2, (1, 2)), (3, (1, 2, 3)), (8, (1, 2, 4, 8)), (10, (1, 2, 4, 8, 10))]
)
def test_the_sweep_is_powers_of_two_up_to_the_number_of_photos_and_then_that(photos: int, ks: tuple[int, ...]) -> None:
    assert sweep(photos) == ks


def test_pooled_precision_recall_and_area_of_two_queries_counted_by_hand() -> None:
    # Query A: relevant photos at ranks 1 and 3 of 3 relevant; query B: at rank 2 of 1. Five photos.
    found = measure([judged([0, 2], 3), judged([1], 1)], photos=5, rounds=0)
    assert found.ks == (1, 2, 4, 5)
    assert found.p_at == {1: 1 / 2, 2: 2 / 4, 4: 3 / 8, 5: 3 / 10, 10: 3 / 20}
    assert found.r_at == {1: 1 / 4, 2: 2 / 4, 4: 3 / 4, 5: 3 / 4, 10: 3 / 4}
    # 0 → 1/4 at 1/2; 1/4 → 2/4 at 1/2; 2/4 → 3/4 from 1/2 to 3/8; then no more recall.
    assert found.pr_auc == pytest.approx(0.125 + 0.125 + 0.25 * (0.5 + 0.375) / 2)
    # A: (1/1 + 2/3) / 3; B: 1/2.
    assert found.map == pytest.approx(((1 + 2 / 3) / 3 + 1 / 2) / 2)
    assert math.isnan(found.errors["map"])


def test_pooling_weights_queries_by_their_relevant_photos() -> None:
    # One query with 1 of 1 found, one with 0 of 3: the mean of the recalls would be 1/2.
    found = measure([judged([0], 1), judged([], 3)], photos=4, rounds=0)
    assert found.r_at[4] == 1 / 4
    assert found.p_at[1] == 1 / 2


def test_what_is_not_retrieved_is_a_miss_and_precision_divides_by_k_all_the_same() -> None:
    one = judge(np.array([2, 0]), np.array([0, 1]), photos=4)
    assert (one.ranks.tolist(), one.relevant) == ([1], 2)
    found = measure([one], photos=4, rounds=0)
    assert found.p_at == {1: 0, 2: 1 / 2, 4: 1 / 4, 5: 1 / 5, 10: 1 / 10}
    assert found.r_at[4] == 1 / 2
    assert found.pr_auc == pytest.approx(1 / 2 * (0 + 1 / 2) / 2)


def test_perfect_and_hopeless_rankings() -> None:
    perfect = measure([judged([0, 1], 2)], photos=2, rounds=0)
    assert (perfect.pr_auc, perfect.map) == (1, 1)
    hopeless = measure([judged([], 2)], photos=2, rounds=0)
    assert (hopeless.pr_auc, hopeless.map, hopeless.r_at[2]) == (0, 0, 0)


@given(st.integers(0, 2**32 - 1), st.integers(2, 60))
def test_average_precision_is_that_of_scikit_learn(seed: int, photos: int) -> None:
    generator = np.random.default_rng(seed)
    ranking = generator.permutation(photos)
    relevant = np.flatnonzero(generator.random(photos) < 0.4)
    if not len(relevant):
        relevant = np.array([0])
    truth = np.isin(np.arange(photos), relevant)
    scores = np.empty(photos)
    scores[ranking] = np.arange(photos, 0, -1)
    ours = judge(ranking, relevant, photos).average_precision
    assert ours == pytest.approx(average_precision_score(truth, scores), abs=1e-12)


@given(st.integers(0, 2**32 - 1))
def test_points_of_the_curve_lie_on_that_of_scikit_learn(seed: int) -> None:
    generator = np.random.default_rng(seed)
    photos = 32
    ranking = generator.permutation(photos)
    relevant = np.sort(generator.choice(photos, 7, replace=False))
    scores = np.empty(photos)
    scores[ranking] = np.arange(photos, 0, -1)
    precision, recall, thresholds = precision_recall_curve(np.isin(np.arange(photos), relevant), scores)
    found = measure([judge(ranking, relevant, photos)], photos, rounds=0)
    for k in found.ks:
        # The threshold that lets k photos through.
        at = np.flatnonzero(thresholds == photos - k + 1)
        if len(at):
            assert found.p_at[k] == pytest.approx(precision[at[0]])
            assert found.r_at[k] == pytest.approx(recall[at[0]])


def test_the_area_of_a_straight_line() -> None:
    assert area(np.array([1.0, 0.5]), np.array([0.5, 1.0])) == pytest.approx(0.5 + 0.5 * 0.75)


def test_bootstrap_errors_agree_with_the_formula_for_a_share_and_repeat_with_the_seed() -> None:
    generator = np.random.default_rng(1)
    queries = [judged([0] if hit else [], 1) for hit in generator.random(400) < 0.3]
    found = measure(queries, photos=10, rounds=2000, seed=3)
    share = found.r_at[1]
    assert found.errors["r@1"] == pytest.approx(math.sqrt(share * (1 - share) / 400), rel=0.08)
    assert found.errors == measure(queries, photos=10, rounds=2000, seed=3).errors
    assert found.errors != measure(queries, photos=10, rounds=2000, seed=4).errors


def test_differences_are_paired_over_queries() -> None:
    generator = np.random.default_rng(2)
    first = [judged([0] if hit else [], 1) for hit in generator.random(300) < 0.5]
    # The second finds what the first finds, and three photos more: the difference is far surer than either figure.
    missed = [place for place, one in enumerate(first) if not len(one.ranks)][:3]
    second = [judged([0], 1) if place in missed else one for place, one in enumerate(first)]
    a, b = (measure(queries, photos=10, rounds=1000, seed=1) for queries in (first, second))
    value, error = b.difference(a, "r@1")
    assert value == pytest.approx(3 / 300)
    assert error == pytest.approx(math.sqrt(3) / 300, rel=0.15)
    assert error < a.errors["r@1"] / 3
    assert a.difference(a, "map") == (0, 0)
    without = measure(first, photos=10, rounds=0)
    assert math.isnan(without.difference(without, "pr_auc")[1])


def test_bootstrap_in_parts_that_fit_into_memory_gives_every_round(monkeypatch: pytest.MonkeyPatch) -> None:
    queries = [judged([i % 3], 1) for i in range(50)]
    monkeypatch.setattr("photofind.evaluation.metrics._CELLS", 7 * 50)
    found = measure(queries, photos=8, rounds=500)
    mean = found.map
    spread = math.sqrt(sum((q.average_precision - mean) ** 2 for q in queries) / 50 / 50)
    assert found.errors["map"] == pytest.approx(spread, rel=0.15)
