"""The parent's end of one engine process: its pipes, the threads that serve them, and its end."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from photofind.captioning import child

log = logging.getLogger(__name__)

GRACE = 0.6
"""Seconds that a process is given to end by itself before it is killed."""
GONE = "gone"
"""Name of the last message of a process: it has ended."""

Message = list[Any]


class EngineProcess:
    """One spawned engine process. ``messages`` holds what it answered, and [GONE] when it has ended.

    Args:
        lm, mmproj: the model pair.
        options: the other fields of ``engine.EngineSpec``.
    """

    def __init__(self, lm: str, mmproj: str, options: dict[str, Any]) -> None:
        self.messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self.last_sign = time.monotonic()
        self._outbox: queue.SimpleQueue[child.Task | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        context = multiprocessing.get_context("spawn")
        jobs, self._jobs = context.Pipe(duplex=False)
        control, self._control = context.Pipe(duplex=False)
        self._answers, answers = context.Pipe(duplex=False)
        self._output: Connection[Any, Any] | None = None
        output: Connection[Any, Any] | None = None
        if sys.platform != "win32":
            self._output, output = context.Pipe(duplex=False)
        channels = child.Channels(jobs, control, answers, output)
        level = logging.getLogger("photofind").getEffectiveLevel()
        self._process = context.Process(
            target=child.main, args=(channels, lm, mmproj, options, level), name="photofind-engine", daemon=True
        )
        try:
            with _interrupts_held():
                self._process.start()
        except BaseException:
            for end in (self._jobs, self._control, self._answers, self._output):
                if end is not None:
                    end.close()
            raise
        finally:
            for end in (jobs, control, answers, output):
                if end is not None:
                    end.close()
        self.pid: int = self._process.pid or 0
        self._threads = [
            threading.Thread(target=target, name=f"engine-{name}", daemon=True)
            for target, name in ((self._feed, "feed"), (self._receive, "receive"), (self._drain, "output"))
        ]
        for thread in self._threads:
            thread.start()

    def put(self, task: child.Task) -> None:
        """Send a view; never blocks."""
        self._outbox.put(task)

    def cancel(self, generation: int) -> None:
        """Tell the process to forget every view of an earlier generation."""
        self._command("cancel", generation)

    def alive(self) -> bool:
        """Whether the process runs (or is stopped by a signal)."""
        return not self._closed and self._process.is_alive()

    def close(self, grace: float = GRACE) -> int | None:
        """End the process, by force after ``grace`` seconds, and its threads. Idempotent; returns the exit status."""
        with self._lock:
            if self._closed:
                return None
            self._closed = True
        if grace > 0:
            self._command("stop", 1 << 60)
            self._process.join(grace)
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        status = self._process.exitcode
        self._outbox.put(None)
        for thread in self._threads:
            thread.join()
        for end in (self._jobs, self._control, self._answers, self._output):
            if end is not None:
                end.close()
        self._process.close()
        return status

    def _command(self, command: str, generation: int) -> None:
        try:
            self._control.send((command, generation))
        except OSError:
            log.debug("the engine process is gone already")

    def _feed(self) -> None:
        while (task := self._outbox.get()) is not None:
            try:
                self._jobs.send(task)
            except OSError:
                return

    def _receive(self) -> None:
        while True:
            try:
                message = json.loads(self._answers.recv_bytes(1 << 24))
            except (EOFError, OSError, ValueError):
                break
            self.last_sign = time.monotonic()
            if message[0] == "log":
                logging.getLogger(message[2]).log(message[1], "%s", message[3])
            else:
                self.messages.put(message)
        self.messages.put([GONE])

    def _drain(self) -> None:
        """Log what the process writes to its terminal: a crash report, as nothing else goes there."""
        if self._output is None:
            return
        with os.fdopen(os.dup(self._output.fileno()), "r", encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if line.strip():
                    log.info("engine process: %s", line.rstrip())


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Keep Ctrl-C from a process that starts, until it ignores it by itself (it inherits the mask)."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
