"""Work off the GUI thread: the newest request of a kind counts, its result is applied on the GUI thread."""

from __future__ import annotations

import itertools
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from photofind.courtesy import courtesy
from photofind.errors import Cancelled, PhotofindError
from photofind.gui.urgent import urgent

log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[], Any]


class Requests(QObject):
    """A few threads that run requests; a request replaces an older one of its kind that still waits.

    A result whose kind was asked for again meanwhile is late and dropped.
    """

    failed = Signal(str)
    """What to tell the person about a request that failed and has no handler of its own."""
    _finished = Signal(str, int, object, object)

    def __init__(self, threads: int = 2, name: str = "requests", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._limit = threads
        self._name = name
        self._waiting: OrderedDict[str, tuple[int, Work]] = OrderedDict()
        self._current: dict[str, tuple[int, Callable[[Any], None], Callable[[str], None] | None]] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._idle = 0
        self._threads: list[threading.Thread] = []
        self._stamps = itertools.count(1)
        self._finished.connect(self._deliver)

    def ask(
        self,
        kind: str,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Run ``work`` on a thread, then ``done`` with its result (or ``failed`` with a message) on this one.

        Args:
            kind: requests of one kind replace one another; an empty kind never is replaced.
        """
        stamp = next(self._stamps)
        kind = kind or f"once-{stamp}"
        self._current[kind] = (stamp, done or _ignore, failed)
        with self._changed:
            if self._closed:
                return
            self._waiting[kind] = (stamp, work)
            if self._idle == 0 and len(self._threads) < self._limit:
                thread = threading.Thread(target=self._run, name=f"{self._name}-{len(self._threads)}", daemon=True)
                self._threads.append(thread)
                thread.start()
            self._changed.notify()

    def forget(self, kind: str) -> None:
        """Drop the waiting or running request of this kind, if any."""
        self._current.pop(kind, None)
        with self._changed:
            self._waiting.pop(kind, None)

    @property
    def busy(self) -> bool:
        """Whether a request waits, runs, or has a result that is not applied yet."""
        return bool(self._current)

    def finish(self) -> None:
        """Run what waits, then close: for changes that must not be lost."""
        self._current.clear()
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def close(self) -> None:
        """Forget what waits and wait for what runs."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()
        self._current.clear()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._idle += 1
                while not self._waiting and not self._closed:
                    self._changed.wait()
                self._idle -= 1
                if not self._waiting:
                    return
                kind, (stamp, work) = self._waiting.popitem(last=False)
            value: object = None
            problem: str | None = None
            try:
                courtesy.give_way()
                value = work()
            except Cancelled:
                problem = ""
            except PhotofindError as error:
                problem = str(error)
            except Exception as error:
                log.exception("%s failed", kind)
                problem = self.tr("Something went wrong: {error}. The log has more.").format(error=error)
            with self._changed:
                if self._closed and not self._waiting:
                    return
                if self._closed:
                    continue  # nobody waits for the result, but what else was asked for must be done
            self._finished.emit(kind, stamp, value, problem)

    @Slot(str, int, object, object)
    def _deliver(self, kind: str, stamp: int, value: object, problem: str | None) -> None:
        entry = self._current.get(kind)
        if entry is None or entry[0] != stamp:
            return
        urgent()
        del self._current[kind]
        _, done, failed = entry
        if _gone(done):
            return
        if problem is None:
            done(value)
        elif failed is not None:
            failed(problem)
        elif problem:
            self.failed.emit(problem)


def _gone(done: Callable[..., object]) -> bool:
    """Whether who asked is no more: a dialog that was closed before the answer came."""
    owner = getattr(done, "__self__", None)
    return isinstance(owner, QObject) and not shiboken6.isValid(owner)


def _ignore(value: object) -> None:
    del value
