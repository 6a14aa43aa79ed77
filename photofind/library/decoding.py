"""Decode photos in processes of their own, so that no file can crash, hang or swamp the program.

A worker is a spawned process and a pipe. The thread that asks does the waiting: there are no threads here. Workers
start with the first request; one that crashes, hangs or takes too much memory is killed and replaced.
"""

from __future__ import annotations

import contextlib
import json
import logging
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from photofind.errors import Cancelled, ImageError
from photofind.library.decoding_worker import serve
from photofind.library.probe import Probe, UnreadableError
from photofind.records import Box

if TYPE_CHECKING:
    import numpy as np
    import psutil

logger = logging.getLogger(__name__)

MEMORY_LIMIT = 1 << 30
_START_DEADLINE = 60.0
_CLOSE_DEADLINE = 10.0
_FAREWELL = 0.5
_TICK = 0.05
_SLACK = 256 << 20
_MEMORY_TICK = 0.25
_ANSWER_LIMIT = 1 << 20


class Decoder:
    """A small pool of decoding workers. Every method may be called from any thread.

    Args:
        workers: how many processes at most; further callers wait for a free one.
        deadline: seconds that one file may take.
        memory: bytes that decoding one file may take (1 GB unless a test says otherwise).
    """

    def __init__(self, workers: int = 2, deadline: float = 30.0, memory: int = MEMORY_LIMIT) -> None:
        self._deadline = deadline
        self._memory = memory
        self._count = max(1, workers)
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._free = threading.Condition()
        self._closed = False

    @property
    def workers(self) -> int:
        """How many files can be decoded at once."""
        return self._count

    def probe(self, path: str, cancelled: Callable[[], bool] | None = None) -> Probe:
        """Key, size, metadata and thumbnail of a photo.

        Args:
            path: the file.
            cancelled: asked several times a second; once it says true the worker is killed.

        Raises:
            ImageError: it can't be read, or its decoder crashed, hung or took too much memory.
            Cancelled: ``cancelled`` said so.
        """
        fields, thumbnail = self._call({"call": "probe", "path": path}, cancelled)
        return Probe(**fields, thumbnail=bytes(thumbnail))

    def pixels(self, path: str, max_side: int, cancelled: Callable[[], bool] | None = None) -> np.ndarray:
        """The photo as an array: height × width × 3, uint8, sRGB, upright, long side at most ``max_side``.

        Raises:
            ImageError, Cancelled: as for ``probe``.
        """
        import numpy as np

        shape, data = self._call({"call": "pixels", "path": path, "side": max_side}, cancelled)
        return np.frombuffer(data, np.uint8).reshape(shape)

    def preview(self, path: str, max_side: int, cancelled: Callable[[], bool] | None = None) -> bytes:
        """The photo as JPEG: sRGB, upright, no metadata, long side at most ``max_side``.

        Raises:
            ImageError, Cancelled: as for ``probe``.
        """
        return bytes(self._call({"call": "preview", "path": path, "side": max_side}, cancelled)[1])

    def region(self, path: str, box: Box, max_side: int, cancelled: Callable[[], bool] | None = None) -> bytes:
        """A part of the photo as JPEG, as ``preview`` otherwise. Further parts of the same file come quickly.

        Args:
            box: left, top, right and bottom as fractions of the upright photo.

        Raises:
            ImageError, Cancelled: as for ``probe``.
        """
        request = {"call": "region", "path": path, "box": list(box), "side": max_side}
        return bytes(self._call(request, cancelled)[1])

    def close(self) -> None:
        """End every worker, also those at work (their callers get an ImageError). Idempotent."""
        with self._free:
            self._closed = True
            idle, self._idle = self._idle, []
            for worker in self._busy:
                worker.kill()
            self._free.notify_all()
            for worker in idle:
                worker.dismiss()
            for worker in idle:
                worker.discard(patience=_FAREWELL)
            self._free.wait_for(lambda: not self._busy, _CLOSE_DEADLINE)

    def _is_closed(self) -> bool:
        return self._closed  # asked again after waiting, where a type checker takes the first answer for the last

    def _call(self, request: dict[str, Any], cancelled: Callable[[], bool] | None) -> tuple[Any, bytearray]:
        path = request["path"]
        with self._worker(path, cancelled) as worker:
            try:
                return worker.ask(request, cancelled)
            except _LostError as error:
                if self._closed:
                    raise ImageError(f"{path} was not read", "photofind is closing") from error
                logger.warning("decoding %s: %s", path, error)
                raise UnreadableError(path, str(error)) from error

    @contextlib.contextmanager
    def _worker(self, path: str, cancelled: Callable[[], bool] | None) -> Iterator[_Worker]:
        with self._free:
            while not self._closed and len(self._busy) >= self._count:
                self._free.wait(_TICK if cancelled else None)
                if cancelled and cancelled():
                    raise Cancelled
            if self._closed:
                raise ImageError(f"{path} was not read", "photofind is closing")
            worker = self._idle.pop() if self._idle else _Worker(self._deadline, self._memory)
            self._busy.add(worker)
        try:
            yield worker
        finally:
            keep = worker.alive
            with self._free:
                if keep and not self._is_closed():
                    self._idle.append(worker)
                else:
                    worker.discard()
                self._busy.discard(worker)
                self._free.notify_all()


class _LostError(Exception):
    """A worker died or had to be killed; the message is the reason for people."""


class _Worker:
    """One process and its pipe; used by one thread at a time, except for ``kill``."""

    def __init__(self, deadline: float, memory: int) -> None:
        self._deadline = deadline
        self._memory = memory
        self._lock = threading.Lock()
        self._killed = False
        self._process: multiprocessing.process.BaseProcess | None = None
        self._usage: psutil.Process | None = None

    @property
    def alive(self) -> bool:
        """Whether it can take another request."""
        return self._process is not None and not self._killed and self._process.is_alive()

    def ask(self, request: dict[str, Any], cancelled: Callable[[], bool] | None) -> tuple[Any, bytearray]:
        """Send a request and wait for its answer.

        Raises:
            ImageError: the worker says that the file can't be read.
            _LostError: the worker is gone.
            Cancelled: ``cancelled`` said so; the worker is gone too.
        """
        try:
            self._start(cancelled)
            try:
                self._send(request)
            except OSError:  # it died while idle, of which this file is not guilty
                self.discard()
                self._start(cancelled)
                self._send(request)
            head = self._receive(self._deadline, cancelled)
            answer = json.loads(head)
            if "reason" in answer:
                raise UnreadableError(request["path"], str(answer["reason"]), str(answer["remedy"]))
            extra = self._receive(self._deadline, cancelled, 1 << 31) if answer.get("bytes") else bytearray()
            return answer["ok"], extra
        except (EOFError, OSError, ValueError, KeyError) as error:
            raise _LostError(_death(self.discard(patience=0.5))) from error
        except (_LostError, Cancelled):
            self.discard()
            raise

    def _start(self, cancelled: Callable[[], bool] | None) -> None:
        if self._process is not None:
            if self._process.is_alive():
                return
            self.discard()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=serve, args=(theirs, self._memory, self._deadline), name="photofind-decoder", daemon=True
        )
        with self._lock:
            if self._killed:
                ours.close()
                theirs.close()
                raise _LostError("photofind is closing")
            process.start()
            theirs.close()
            self._process, self._pipe = process, ours
        import psutil  # only where photos are decoded: a window starts without it

        with contextlib.suppress(psutil.Error):
            self._usage = psutil.Process(process.pid)
        self._receive(_START_DEADLINE, cancelled)

    def _send(self, request: dict[str, Any]) -> None:
        self._pipe.send_bytes(json.dumps(request).encode())

    def _receive(self, deadline: float, cancelled: Callable[[], bool] | None, most: int = _ANSWER_LIMIT) -> bytearray:
        started = time.monotonic()
        looked = started
        while not self._pipe.poll(_TICK):
            now = time.monotonic()
            if now - started > deadline:
                raise _LostError(f"decoding it took longer than {deadline:.0f} seconds")
            if cancelled and cancelled():
                raise Cancelled
            if now - looked > _MEMORY_TICK:
                looked = now
                self._watch_memory()
        return bytearray(self._pipe.recv_bytes(most))

    def _watch_memory(self) -> None:
        import psutil

        # Not every system can limit a process's memory from within.
        with contextlib.suppress(psutil.Error):
            if self._usage is not None and self._usage.memory_info().rss > self._memory + _SLACK:
                raise _LostError("decoding it takes more memory than photofind allows")

    def kill(self) -> None:
        """End the process at once; the thread that uses it then finds the pipe closed and discards it. Thread-safe."""
        with self._lock:
            self._killed = True
            if self._process is not None:
                self._process.kill()

    def dismiss(self) -> None:
        """Let an idle process end by itself, by closing its pipe."""
        with self._lock:
            if self._process is not None:
                self._pipe.close()

    def discard(self, patience: float = 0.0) -> int | None:
        """End the process, wait for it and close the pipe. Idempotent.

        Args:
            patience: seconds to let it end by itself, so that its own exit code is seen.

        Returns:
            Its exit code, or None if there is no process.
        """
        with self._lock:
            process, self._process = self._process, None
            if process is None:
                return None
            process.join(patience)
            process.kill()
            process.join()
            code = process.exitcode
            self._pipe.close()
            with contextlib.suppress(ValueError):  # somebody else waited for it, so that its end was not seen
                process.close()
            return code


def _death(code: int | None) -> str:
    if code == -9:
        return "the system ended its decoder, most likely for want of memory"
    return f"its decoder crashed (exit code {code})"
