"""Commits stand back while somebody searches, and never for long."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from photofind.records import Chip, Query
from photofind.search.index import Document, Index
from photofind.search.turns import PATIENCE, SWITCH_SECONDS, Turns


@pytest.fixture
def switch_interval() -> Iterator[Callable[[float], None]]:
    found = sys.getswitchinterval()
    yield sys.setswitchinterval
    sys.setswitchinterval(found)


def waited(turns: Turns, times: int = 1000) -> float:
    """Seconds for which a commit stood back when it was asked so often."""
    before = turns._waited
    for _ in range(times):
        turns.give_way()
    return turns._waited - before


def test_nobody_waits_when_nobody_searches() -> None:
    turns = Turns()
    with turns.commit():
        assert waited(turns) == 0.0
    with turns.search():
        pass
    with turns.commit():
        assert waited(turns) == 0.0


def test_a_commit_waits_until_the_last_search_is_over() -> None:
    turns = Turns()
    ended: list[str] = []

    def search(name: str, seconds: float) -> None:
        with turns.search():
            started.release()
            time.sleep(seconds)
            ended.append(name)

    started = threading.Semaphore(0)
    threads = [threading.Thread(target=search, args=one) for one in (("short", 0.005), ("long", PATIENCE / 3))]
    for thread in threads:
        thread.start()
        started.acquire()
    with turns.commit():
        turns.give_way()
        ended.append("commit")
    for thread in threads:
        thread.join()
    assert ended == ["short", "long", "commit"]


def test_a_search_that_does_not_end_holds_no_commit_up_for_long() -> None:
    turns = Turns()
    with turns.search(), turns.commit():
        assert waited(turns) > PATIENCE * 0.9
        while time.thread_time() - turns._begun < PATIENCE * 2:
            pass  # work that gives no way
        assert waited(turns) > PATIENCE / 2, "as long as it has computed"
        assert waited(turns, 1) < PATIENCE / 2, "but no longer"
    with turns.search(), turns.commit():
        assert waited(turns) > PATIENCE * 0.9, "each commit anew"


def test_a_search_that_fails_counts_no_longer() -> None:
    turns = Turns()
    with suppress(KeyError), turns.search():
        raise KeyError
    with turns.commit():
        assert waited(turns) == 0.0


@pytest.mark.parametrize("before", [0.005, 0.0002], ids=["as Python starts", "already shorter"])
def test_commits_that_overlap_leave_the_switch_interval_as_it_was(
    before: float, switch_interval: Callable[[float], None]
) -> None:
    switch_interval(before)
    first, second = Turns().commit(), Turns().commit()
    first.__enter__()
    second.__enter__()
    during = sys.getswitchinterval()
    assert during == pytest.approx(min(before, SWITCH_SECONDS), abs=1e-5)
    first.__exit__(None, None, None)
    assert sys.getswitchinterval() == during
    second.__exit__(None, None, None)
    assert sys.getswitchinterval() == pytest.approx(before, abs=1e-5)


def test_the_index_writes_on_while_a_search_hangs(tmp_path: Path) -> None:
    hung, free = threading.Event(), threading.Event()

    def texts(_photo: int) -> list[tuple[str, str]]:
        hung.set()
        free.wait(10)
        return [("own", "a dog")]

    index = Index(tmp_path / "index", texts)
    index.update([Document(1, ("a dog",))])
    thread = threading.Thread(target=lambda: index.evidence(1, Query((Chip("dog"),))))
    thread.start()
    assert hung.wait(5)
    before = sys.getswitchinterval()
    index.update([Document(2, ("a cat",))])
    assert index.search(Query((Chip("cat"),))).ids.tolist() == [2]
    assert sys.getswitchinterval() == before
    free.set()
    thread.join()
    index.close()


def test_writing_the_index_stands_back_while_somebody_searches(tmp_path: Path) -> None:
    index = Index(tmp_path / "index", lambda _photo: ())
    words = " ".join(f"word{n}" for n in range(300))
    index.update([Document(1, (words,))])
    asked = 0

    def give_way() -> None:
        nonlocal asked
        asked += 1
        plain()

    plain, index._turns.give_way = index._turns.give_way, give_way  # type: ignore[method-assign]
    index.update([Document(2, (words,))])
    assert asked > 300, "at every word"
    assert index._turns._waited == 0.0
    with index._turns.search():
        index.update([Document(3, (words,))])
    assert index._turns._waited > PATIENCE * 0.9
    assert index.search(Query((Chip("word7"),))).ids.tolist() == [1, 2, 3]
    index.close()
