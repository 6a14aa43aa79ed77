"""Repetition, memory, pooling."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photofind.captioning import memory
from photofind.captioning.pooling import pool
from photofind.captioning.repetition import looping, tag_loop


@pytest.mark.parametrize("loop", [[1, 2, 3], list(range(32))])
def test_the_same_words_three_times_are_a_loop(loop: list[int]) -> None:
    assert looping([99, *loop * 3])
    assert not looping([99, *loop * 2])


def test_short_repeats_are_allowed_longer() -> None:
    assert not looping([5] * 7)
    assert looping([5] * 8)
    assert not looping([1, 2] * 5)
    assert looping([1, 2] * 6)


@given(st.lists(st.integers(), max_size=80, unique=True))
def test_text_without_repeats_is_no_loop(tokens: list[int]) -> None:
    assert not looping(tokens)


def test_a_tag_may_come_twice_but_not_thrice() -> None:
    assert not tag_loop("A dog. Tags: dog, Dog,")
    assert tag_loop("A dog. Tags: dog, Dog, cat, dog,")
    assert not tag_loop("A dog. Tags: dog, Dog, cat, dog, bird,")
    assert not tag_loop("dog, dog, dog, dog,")


def test_cells_are_rounded_up() -> None:
    assert memory.cells(prompt=40, image=576, limit=160) == 1024
    assert memory.cells(prompt=10, image=144, limit=102) == 256


def test_slots_follow_the_memory() -> None:
    slot = 100 * 256
    assert memory.slots(100, 256, available=slot * 20) == 10
    assert memory.slots(100, 256, available=slot * 2000) == memory.MOST_SLOTS
    assert memory.slots(100, 256, available=0) == 1


def test_a_container_has_the_memory_that_its_limits_leave(tmp_path: Path) -> None:
    own, group = tmp_path / "own", tmp_path / "fs" / "outer" / "inner"
    group.mkdir(parents=True)
    own.write_text("0::/outer/inner\n")
    for folder, limit, used in ((group, "max", 5_000_000), (group.parent, "64000000", 30_000_000)):
        (folder / "memory.max").write_text(limit)
        (folder / "memory.current").write_text(str(used))
        (folder / "memory.stat").write_text("anon 1\ninactive_file 10000000\n")
    fs = tmp_path / "fs"
    assert memory.available(fs, own) == 44_000_000
    assert memory.total(fs, own) == 64_000_000
    own.write_text("12:memory:/old\n")
    assert memory.total(fs, own) > 64_000_000
    assert memory.total(fs, tmp_path / "none") > 64_000_000


def test_pooling_averages_neighbours() -> None:
    vectors = np.arange(16, dtype=np.float32).reshape(16, 1)
    assert pool(vectors).ravel().tolist() == [2.5, 4.5, 10.5, 12.5]


def test_pooling_an_odd_grid_averages_what_is_there() -> None:
    assert pool(np.ones((27 * 27, 4), np.float32)).tolist() == np.ones((14 * 14, 4)).tolist()


def test_a_count_that_is_no_grid_stays() -> None:
    assert pool(np.ones((145, 4), np.float32)).shape == (145, 4)
