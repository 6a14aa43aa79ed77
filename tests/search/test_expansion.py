"""What captions teach about words: the counts, the statistics, the table, and the file that keeps them."""

from __future__ import annotations

import math
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photofind.search import expansion_counts
from photofind.search.expansion import EMPTY, FILE, LEVELS, Learner, Table
from photofind.search.expansion_counts import Counts, Pairs, significant

WORDS = [f"word{letter}" for letter in "abcdefgh"]
views = st.lists(st.sets(st.sampled_from(WORDS), max_size=5), max_size=4)


def library(photos: int, seed: int = 1) -> list[list[set[str]]]:
    """Photos of dogs, a third of which one view calls puppies; of cats; and words that say nothing about either."""
    rng = random.Random(seed)
    made = []
    for number in range(photos):
        animal = "dog" if number % 4 == 0 else "cat"
        second = {"puppy"} if animal == "dog" and number % 3 == 0 else {animal}
        made.append([{animal, rng.choice(WORDS)}, second | {rng.choice(WORDS)}, {rng.choice(WORDS)}])
    return made


def table(photos: list[list[set[str]]]) -> Table:
    counts = Counts()
    counts.add(photos)
    return Table(counts.stems, counts.learn())


@settings(max_examples=60, deadline=None)
@given(st.lists(views, max_size=25))
def test_counts_are_what_they_are_said_to_be(photos) -> None:
    counts = Counts()
    counts.add(photos)
    counts.learn()
    teaching = [photo for photo in photos if sum(1 for view in photo if view) > 1]
    assert counts.photos == len(teaching)
    inside = {word: sum(any(word in view for view in photo) for photo in teaching) for word in WORDS}
    assert set(counts.stems) == {word for word in WORDS if inside[word] >= 3}
    for target in counts.stems:
        single = [(p, next(v for v in p if target in v)) for p in teaching if sum(target in v for v in p) == 1]
        assert counts._single[counts._numbers[target]] == len(single)
        assert counts._photos_with[counts._numbers[target]] == inside[target]
        for source in counts.stems:
            expected = sum(any(source in v for v in photo if v is not home) for photo, home in single)
            if source != target:
                assert counts._pairs[counts._numbers[source], counts._numbers[target]] == expected


def test_views_teach_that_a_puppy_is_a_dog() -> None:
    learned = table(library(400))
    assert learned.implying("dog")["puppy"] > 0.9
    assert learned.implying("puppy").get("dog", 0) < 0.9  # not every dog is a puppy
    assert "cat" not in learned.implying("dog")
    found = learned.expand({"puppy", "grass"}, {"puppy", "grass"})
    assert list(found) == ["dog"]
    assert 1 <= found["dog"] <= LEVELS
    assert learned.expand({"puppy"}, {"puppy", "dog"}) == {}
    assert learned.expand(set(), {"puppy"}) == {}
    assert EMPTY.expand({"puppy"}, {"puppy"}) == {}
    assert EMPTY.implying("puppy") == {}


def test_words_that_meet_by_chance_teach_nothing() -> None:
    rng = random.Random(3)
    vocabulary = [f"chance{number}" for number in range(60)]
    photos = [[set(rng.sample(vocabulary, 5)) for _ in range(4)] for _ in range(600)]
    assert len(table(photos)) <= 0.002 * len(vocabulary) ** 2


def test_the_likelihood_ratio_is_that_of_the_table() -> None:
    """Against 2 Σ observed × ln(observed / expected), cell by cell."""
    for both, first, second, total in ((8, 10, 40, 200), (3, 3, 3, 50), (30, 60, 40, 100), (5, 50, 20, 200)):
        cells = [[both, first - both], [second - both, total - first - second + both]]
        rows, columns = [sum(row) for row in cells], [sum(column) for column in zip(*cells, strict=True)]
        expected = 2 * sum(
            seen * math.log(seen * total / (rows[r] * columns[c]))
            for r, row in enumerate(cells)
            for c, seen in enumerate(row)
            if seen
        )
        arrays = (np.array([float(value)]) for value in (both, first, second))
        assert expansion_counts._log_likelihood(*arrays, float(total))[0] == pytest.approx(expected, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0, 60), max_size=30), st.integers(1, 5000))
def test_the_step_up_procedure_keeps_the_most_significant(ratios, tests) -> None:
    tail = sorted(math.erfc(math.sqrt(ratio / 2)) for ratio in ratios)
    passing = [rank for rank, p in enumerate(tail, 1) if p <= 0.05 * rank / tests]
    kept = significant(np.array(ratios), tests)
    limit = tail[passing[-1] - 1] if passing else -1.0
    assert kept.tolist() == [math.erfc(math.sqrt(ratio / 2)) <= limit for ratio in ratios]


def test_a_word_implies_a_few_words_and_a_photo_is_given_a_few() -> None:
    stems = [f"w{number}" for number in range(200)]
    sources, targets = np.divmod(np.arange(3 * 60), 60)
    weights = np.linspace(0.1, 0.9, 180)
    learned = Table(stems, Pairs(sources, targets + 100, weights))
    assert len(learned) == 3 * 20
    assert set(learned.implying("w159")) == {"w0", "w1", "w2"}
    assert learned.implying("w100") == {}  # the weakest of 60
    given_words = learned.expand(stems[:3], stems[:3])
    assert len(given_words) == 20
    # Three that say so count for more than one.
    assert given_words["w159"] > round(weights[179] * LEVELS) >= learned.expand({"w2"}, {"w2"})["w159"]


def test_memory_is_bounded(monkeypatch) -> None:
    monkeypatch.setattr(expansion_counts, "MOST", 300)
    monkeypatch.setattr(expansion_counts, "_RARE_LIMIT", 500)
    counts = Counts()
    counts.add([[{f"a{n % 400}", f"once{n}"}, {f"b{n % 400}"}] for n in range(2000)])
    counts.learn()
    assert len(counts.stems) == 300
    assert counts._pairs.shape == (300, 300)
    assert len(counts._rare) <= 1100  # what is seen once goes when it is too much


def test_the_file_holds_all_that_was_learned(tmp_path: Path) -> None:
    photos = list(enumerate(library(300), 1))
    learner = Learner(tmp_path)
    learner.add(photos[:40])
    assert not (tmp_path / FILE).exists()
    learner.add(photos[:60])  # 40 of them are known
    assert (tmp_path / FILE).exists()
    assert learner._taught().photos == 60
    learner.add(photos)
    again = Learner(tmp_path)
    assert again._taught().photos == 300
    assert again.table.stems == learner.table.stems
    for one, other in zip(again.table.pairs, learner.table.pairs, strict=True):
        np.testing.assert_array_equal(one, other)
    more = list(enumerate(library(500, seed=9), 1001))
    for each in (learner, again):
        each.add(photos)  # teaches nothing twice
        each.add(more)
        each.learn()
        assert each._taught().photos == 800
    assert again.table.implying("dog") == learner.table.implying("dog") != {}


def test_opening_reads_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Learner(tmp_path).add(enumerate(library(300), 1))
    reads: list[object] = []
    monkeypatch.setattr(Learner, "_read", lambda self, take: reads.append(take))
    learner = Learner(tmp_path)
    assert not reads
    assert (learner.photos, len(reads)) == (0, 1)
    assert (learner.table, len(reads)) == (EMPTY, 1)


def test_a_file_that_can_not_be_read_is_learned_anew(tmp_path: Path, caplog) -> None:
    learner = Learner(tmp_path)
    learner.add(enumerate(library(300), 1))
    good = (tmp_path / FILE).read_bytes()
    rng = random.Random(4)
    damaged = [b"", b"PK", good[: len(good) // 2], bytes(rng.randrange(256) for _ in range(500))]
    for content in damaged:
        (tmp_path / FILE).write_bytes(content)
        caplog.clear()
        fresh = Learner(tmp_path)
        assert fresh.table is EMPTY
        assert "learned anew" in caplog.text
    (tmp_path / FILE).write_bytes(good)
    with np.load(tmp_path / FILE) as file:
        arrays = dict(file)
    for name, value in (("targets", [4096]), ("cells", [-1]), ("photos", []), ("counted", ["x"]), ("table", [255])):
        np.savez(tmp_path / FILE, **{**arrays, name: np.array(value)})
        broken = Learner(tmp_path)
        assert broken._taught().photos == 0
        assert broken.table is EMPTY
    fresh.add(enumerate(library(300), 1))
    assert len(Learner(tmp_path).table)
