"""Threads step aside for the window's thread, and never for long."""

from __future__ import annotations

import threading
import time

import pytest

from photofind.courtesy import PATIENCE, Courtesy


def on_a_thread(courtesy: Courtesy, times: int = 1) -> float:
    """Seconds for which a thread waited that looked so often."""
    waited: list[float] = []

    def look() -> None:
        begun = time.monotonic()
        for _ in range(times):
            courtesy.give_way()
        waited.append(time.monotonic() - begun)

    thread = threading.Thread(target=look)
    thread.start()
    thread.join(timeout=30)
    return waited[0]


def test_nobody_waits_for_a_thread_that_has_nothing_to_do() -> None:
    courtesy = Courtesy()
    assert on_a_thread(courtesy, 1000) < PATIENCE
    assert courtesy.begin()
    courtesy.end()
    assert on_a_thread(courtesy, 1000) < PATIENCE


def test_the_first_thread_never_waits_for_itself() -> None:
    courtesy = Courtesy()
    assert courtesy.begin()
    assert not courtesy.begin(), "it already goes first"
    begun = time.monotonic()
    courtesy.give_way()
    assert time.monotonic() - begun < PATIENCE


def test_others_go_on_as_soon_as_it_has_done() -> None:
    courtesy, order, looking = Courtesy(), [], threading.Event()
    courtesy.begin()

    def work() -> None:
        looking.set()
        courtesy.give_way()
        order.append("thread")

    thread = threading.Thread(target=work)
    thread.start()
    looking.wait()
    time.sleep(PATIENCE / 4)
    order.append("first")
    courtesy.end()
    thread.join(timeout=30)
    assert order == ["first", "thread"]


@pytest.mark.parametrize("times", [1, 1000])
def test_a_first_thread_that_never_ends_holds_nobody_up_for_long(times: int) -> None:
    courtesy = Courtesy()
    courtesy.begin()
    waited = on_a_thread(courtesy, times)
    assert waited >= PATIENCE * 0.9
    assert waited < PATIENCE * 3, "it works as long as it waited before it looks again"
