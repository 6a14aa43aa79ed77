"""Threads step aside while the window's thread has something to do.

Python runs one thread at a time, and hands on in no order. A frame makes hundreds of short calls to Qt, each of which
lets go of the interpreter and has to win it back: beside four busy threads 30 ms of work took 120 ms. So the threads
look, where they begin a piece of work, whether the window is at work, and wait until it has nothing more to do.
"""

from __future__ import annotations

import threading
import time

PATIENCE = 0.1
"""Seconds that a thread waits at most; after that it works as long without looking again."""


class Courtesy:
    """One thread that goes first, and others that let it. Without such a thread nothing ever waits."""

    def __init__(self) -> None:
        self._first = 0
        self._busy = False
        self._idle = threading.Event()
        self._of = threading.local()

    def begin(self) -> bool:
        """The calling thread goes first from now on; returns False if it already does. Costs next to nothing."""
        if self._busy:
            return False
        self._first, self._busy = threading.get_ident(), True
        self._idle.clear()
        return True

    def end(self) -> None:
        """It has nothing more to do."""
        self._busy = False
        self._idle.set()

    def give_way(self) -> None:
        """Wait while the first thread is at work, but not for long. To be called without a lock that it may want."""
        if not self._busy or threading.get_ident() == self._first:
            return
        if time.monotonic() >= getattr(self._of, "until", 0.0) and not self._idle.wait(PATIENCE):
            self._of.until = time.monotonic() + PATIENCE


courtesy = Courtesy()
"""Of this process."""
