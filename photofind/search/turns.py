"""Who goes first when a search and a commit want the interpreter at once: the search.

A commit is pure Python. A search is a few hundred short array operations, each of which lets go of the interpreter and
has to win it back, so that beside a commit it takes as long as both together. So the commit looks, every few lines,
whether somebody searches, and stands back until that is over. It never waits for long: a commit under a stream of
searches takes at most twice its time, or ``PATIENCE`` longer.

Other threads, such as a window's, get the interpreter ten times as often as usual while a commit runs: with Python's
5 ms each of the many short calls of a frame may wait so long.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from photofind.courtesy import courtesy

PATIENCE = 0.04
"""Seconds that any commit may wait in all; a longer one may wait as long as it computes."""
_LEAST = 0.002
SWITCH_SECONDS = 0.0005


class Turns:
    """Searches of any number of threads, and the commits of one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._searches = 0
        self._free = threading.Event()
        self._free.set()
        self._begun = 0.0
        self._waited = 0.0

    @contextmanager
    def search(self) -> Iterator[None]:
        """What runs in the block goes before a commit."""
        with self._lock:
            self._searches += 1
            self._free.clear()
        try:
            yield
        finally:
            with self._lock:
                self._searches -= 1
                if not self._searches:
                    self._free.set()

    @contextmanager
    def commit(self) -> Iterator[None]:
        """The block is one commit: what it may wait is counted anew."""
        self._begun, self._waited = time.thread_time(), 0.0
        with _often:
            yield

    def give_way(self) -> None:
        """Wait until nobody searches, or until this commit has waited long enough. Costs nothing if nobody does.

        The caller must hold no lock that a search may ask for.
        """
        courtesy.give_way()
        if not self._searches:
            return
        patience = max(PATIENCE, time.thread_time() - self._begun) - self._waited
        if patience > _LEAST:
            start = time.perf_counter()
            self._free.wait(patience)
            self._waited += time.perf_counter() - start


class _Often:
    """While any commit of the process runs, threads take turns more often; after the last one as before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._commits = 0
        self._before = 0.0

    def __enter__(self) -> None:
        with self._lock:
            if not self._commits:
                self._before = sys.getswitchinterval()
                sys.setswitchinterval(min(self._before, SWITCH_SECONDS))
            self._commits += 1

    def __exit__(self, *_exc: object) -> None:
        with self._lock:
            self._commits -= 1
            if not self._commits:
                sys.setswitchinterval(self._before)


_often = _Often()
