"""The engine's own process: reads views from one pipe, writes texts to another, and ends when its parent does.

Three one-way channels lead here or away: ``jobs`` (pickled by the parent), ``control`` (cancel, stop; its closing means
that the parent is gone) and ``answers`` (JSON, so that a process gone wrong can't make the parent unpickle anything).
"""

from __future__ import annotations

import collections
import faulthandler
import itertools
import json
import logging
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import parent_process
from typing import TYPE_CHECKING, Any

from photofind.errors import EngineMemoryError, EngineMissingError, ModelError

if TYPE_CHECKING:
    from photofind.captioning.engine import Engine
    from photofind.captioning.native import EngineSpec

BEAT = 1.0
"""Seconds between two signs of life."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """A view on its way to the engine. ``generation`` tells jobs from before a cancel from those after it."""

    generation: int
    job: int
    view: str
    limit: int
    shape: tuple[int, int, int]
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Channels:
    """The child's ends of its pipes; ``output`` takes what is written to the terminal (None on Windows)."""

    jobs: Connection[Any, Any]
    control: Connection[Any, Any]
    answers: Connection[Any, Any]
    output: Connection[Any, Any] | None


def main(channels: Channels, lm: str, mmproj: str, options: dict[str, Any], log_level: int) -> None:
    """Run the engine until told to stop or until the parent is gone."""
    _detach(channels.output)
    answers = _Answers(channels.answers)
    root = logging.getLogger("photofind")
    root.setLevel(log_level)
    root.propagate = False
    root.addHandler(_Forward(answers))
    server = _Server(channels, answers)
    try:
        from photofind.captioning import native

        native.route_logs(lambda level, line: log.log(level, "llama.cpp: %s", line))
        spec = native.EngineSpec(lm=lm, mmproj=mmproj, **options)
        loaded = server.load(spec)
    except EngineMissingError as error:
        answers.send("failed", "missing", error.what, error.remedy)
    except EngineMemoryError as error:
        answers.send("failed", "memory", error.what, error.remedy)
    except ModelError as error:
        answers.send("failed", "model", error.what, error.remedy)
    except MemoryError:
        answers.send("failed", "memory", f"not enough memory to load {lm}", "choose a smaller model or close programs")
    else:
        try:
            server.serve(loaded)
        finally:
            loaded.close()


def _detach(output: Connection[Any, Any] | None) -> None:
    """Leave Ctrl-C to the parent, yield to other programs, keep off the terminal, and say where a crash came from."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Threads that spin while they wait take the machine from everyone; read when llama.cpp is loaded.
    os.environ["OMP_WAIT_POLICY"] = "passive"
    os.environ["GGML_NO_BACKTRACE"] = "1"  # it would start a debugger, which holds the pipes open
    if sys.platform == "win32":
        import psutil

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(10)
    target = output.fileno() if output is not None else os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(target, stream)
    faulthandler.enable(2, all_threads=False)


class _Answers:
    """Writes messages to the parent, from any thread; a parent that is gone is the control thread's business."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._last = 0.0

    def send(self, *message: object) -> None:
        data = json.dumps(message).encode()
        with self._lock:
            self._last = time.monotonic()
            try:
                self._connection.send_bytes(data)
            except OSError:
                return

    def beat(self) -> None:
        if time.monotonic() - self._last >= BEAT:
            self.send("beat")


class _Forward(logging.Handler):
    """Sends log records to the parent, whose log they belong to."""

    def __init__(self, answers: _Answers) -> None:
        super().__init__()
        self._answers = answers

    def emit(self, record: logging.LogRecord) -> None:
        self._answers.send("log", record.levelno, record.name, record.getMessage())


class _Server:
    """The loop: admits waiting views into free slots, steps, answers; two threads listen meanwhile."""

    def __init__(self, channels: Channels, answers: _Answers) -> None:
        self._channels = channels
        self._answers = answers
        self._engine: Engine | None = None
        self._wake = threading.Condition()
        self._waiting: collections.deque[Task] = collections.deque()
        self._generation = 0
        self._stopping = False
        self._worked = False
        threading.Thread(target=self._follow_control, name="control", daemon=True).start()

    def load(self, spec: EngineSpec) -> Engine:
        """Load the model and tell the parent what came of it."""
        from photofind.captioning.engine import Engine

        engine = Engine(spec, self._answers.beat)
        self._engine = engine
        if self._stopping:
            engine.abort.set()
        self._answers.send("ready", engine.slots, engine.image_side, engine.gpu)
        return engine

    def serve(self, engine: Engine) -> None:
        """Describe until told to stop."""
        import numpy as np  # only in the engine process: who imports this module for its messages starts sooner

        from photofind.captioning.engine import Aborted, ViewError

        threading.Thread(target=self._follow_jobs, name="jobs", daemon=True).start()
        tasks: dict[int, Task] = {}
        alone: collections.deque[Task] = collections.deque()
        while True:
            self._forget_cancelled(engine, tasks, alone)
            if self._stopping:
                return
            task = self._next(engine, alone)
            try:
                if task is not None:
                    tasks[task.job] = task
                    self._answers.send("taken", task.generation, task.job)
                    for soon in self._soon(engine, task):
                        engine.look_ahead(soon.job, np.frombuffer(soon.pixels, np.uint8).reshape(soon.shape))
                    rgb = np.frombuffer(task.pixels, np.uint8).reshape(task.shape)
                    engine.admit(task.job, task.view, rgb, task.limit)
                    if engine.free and not alone:
                        continue  # fill the slots first: a joint step costs little more than a single one
                if engine.live:
                    for done in engine.step():
                        task = tasks.pop(done.job)
                        self._answers.send("done", task.generation, done.job, done.text, len(done.tokens), done.seconds)
            except Aborted:
                if task is not None and task.job not in engine.live:
                    alone.appendleft(task)  # the abort was meant for others; dropped above if for this one
            except ViewError as error:
                if task is not None and task.job not in engine.live:
                    del tasks[task.job]
                    self._answers.send("refused", task.generation, task.job, str(error))
                elif len(engine.live) == 1:
                    task = tasks.pop(engine.drop()[0])
                    self._answers.send("refused", task.generation, task.job, str(error))
                else:
                    alone.extend(tasks[job] for job in engine.drop())

    def _next(self, engine: Engine, alone: collections.deque[Task]) -> Task | None:
        """The next view to admit: one that failed in company when nobody else is in, else the oldest that waits."""
        if alone:
            return None if engine.live else alone.popleft()
        with self._wake:
            begun = time.monotonic()
            while not self._waiting and not engine.live and not self._stopping and not engine.abort.is_set():
                self._wake.wait()
            if self._waiting and engine.free and not self._stopping:
                if self._worked and not engine.live:
                    self._answers.send("idle", time.monotonic() - begun)
                self._worked = True
                return self._waiting.popleft()
        return None

    def _soon(self, engine: Engine, task: Task) -> list[Task]:
        """The views that are encoded together: the one that is admitted, and those after it, slot or no slot."""
        with self._wake:
            more = itertools.islice(self._waiting, 2 * engine.together - 1)
            return [task, *more] if engine.together > 1 else []

    def _forget_cancelled(self, engine: Engine, tasks: dict[int, Task], alone: collections.deque[Task]) -> None:
        if not engine.abort.is_set():
            return
        with self._wake:
            engine.abort.clear()
            current = self._generation
            kept = [task for task in self._waiting if task.generation >= current]
            self._waiting.clear()
            self._waiting.extend(kept)
        old = {job for job, task in tasks.items() if task.generation < current}
        engine.drop(old)
        engine.forget()
        for job in old:
            del tasks[job]
        kept = [task for task in alone if task.generation >= current]
        alone.clear()
        alone.extend(kept)

    def _follow_jobs(self) -> None:
        """Take views off the pipe at once, so that the parent is never held up."""
        while True:
            try:
                task = self._channels.jobs.recv()
            except (EOFError, OSError):
                return
            with self._wake:
                if task.generation >= self._generation:
                    self._waiting.append(task)
                    self._wake.notify_all()

    def _follow_control(self) -> None:
        """Cancel and stop at once, also within a decode; the parent's death ends this process wherever it is."""
        parent = parent_process()
        watched: list[Any] = [self._channels.control]
        if parent is not None:
            watched.append(parent.sentinel)
        while True:
            ready = wait(watched)
            if self._channels.control not in ready:
                os._exit(1)
            try:
                command, generation = self._channels.control.recv()
            except (EOFError, OSError):
                os._exit(1)
            with self._wake:
                self._generation = generation
                self._stopping = self._stopping or command == "stop"
                if self._engine is not None:
                    self._engine.abort.set()
                self._wake.notify_all()
