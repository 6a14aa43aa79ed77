"""Describing views in a supervised engine process: views in, texts out, whatever the model file does."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import logging
import queue
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photofind.captioning import pair
from photofind.captioning.child import Task
from photofind.captioning.process import GONE, EngineProcess, Message
from photofind.captioning.recipe import PAPER, Recipe
from photofind.errors import Cancelled, EngineCrashedError, EngineMemoryError, EngineMissingError, ModelError
from photofind.records import Model

if TYPE_CHECKING:  # a window starts without numpy
    from photofind.captioning.views import Pixels

log = logging.getLogger(__name__)

PATIENCE_NEW, PATIENCE = 3, 5
"""Processes that may die in a row without an answer: of a model that never gave one, and of one that did."""
_TICK = 0.1

_FAILURES: dict[str, type[ModelError]] = {"missing": EngineMissingError, "memory": EngineMemoryError}


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How the engine runs.

    Attributes:
        threads: CPU threads; 0 = physical cores less ``spare``, at least 1.
        spare: cores left to a window; on the command line the engine is all that is waited for.
        gpu_layers: layers on the GPU; −1 = as many as fit.
        slots: views described at once; 0 = as many as memory allows.
        hang: seconds without a sign of life, while there is work, after which the process is given up.
        loading: likewise while the process starts and loads the model.
        recipe: what the model is asked and how.
    """

    threads: int = 0
    spare: int = 1
    gpu_layers: int = -1
    slots: int = 0
    hang: float = 300.0
    loading: float = 300.0
    recipe: Recipe = PAPER

    def cpu_threads(self) -> int:
        """Return how many CPU threads that is on this machine."""
        import psutil  # a window starts without it

        return self.threads or max(1, (psutil.cpu_count(logical=False) or 2) - self.spare)


@dataclass(frozen=True, slots=True)
class Described:
    """The text of a view, its tokens, and the seconds from when the engine began it."""

    job: int
    text: str
    tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Refused:
    """A view that failed for good."""

    job: int
    reason: str


Answer = Described | Refused


class Describer:
    """One engine process, started again when it dies. Methods are called from one thread, except ``stop``.

    A process that dies or hangs is replaced by one with half the slots; the views that were in it are given to it one
    by one, and one that kills it again is refused.

    Attributes:
        slots: views described at once.
        image_side: pixels of the longer side that the model takes.
        gpu: whether llama.cpp can use a graphics card here; known once started.
        idle: seconds that the engine waited for a view since its first one.
    """

    slots: int
    image_side: int
    gpu: bool = False
    idle: float = 0.0

    def __init__(self, model: Model, options: EngineOptions = EngineOptions()) -> None:
        self._model = model
        self._options = options
        self._process: EngineProcess | None = None
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._tasks: dict[int, Task] = {}
        self._taken: set[int] = set()
        self._suspects: list[int] = []
        self._guilty: dict[int, str] = {}
        self._proven = False
        self._generation = 0
        self._deaths = 0
        self._busy_since = 0.0
        self.slots = options.slots
        self.image_side = 0

    @property
    def backlog(self) -> int:
        """Views submitted and not answered."""
        return len(self._tasks)

    @property
    def pid(self) -> int:
        """The engine's process id, 0 without a process."""
        process = self._process
        return process.pid if process is not None else 0

    def start(self) -> None:
        """Start the process and load the model; blocks until it is ready.

        Raises:
            ModelError: the files are missing, wrong, or don't belong together.
            EngineMissingError: llama-cpp-python is not installed or broken.
            EngineMemoryError: not enough memory.
            EngineCrashedError: the process died twice while loading.
            Cancelled: ``stop`` was called.
        """
        pair.check_pair(Path(self._model.lm), Path(self._model.mmproj))
        self._launch(self._options.slots)

    def submit(self, job: int, view: str, rgb: Pixels, limit: int) -> None:
        """Hand over a view (height × width × 3, RGB, uint8; at most ``image_side`` long is enough).

        Args:
            job: any number that no unanswered view has.
            view: name of the view.
            limit: most tokens of its text.

        Raises:
            ValueError: the pixels have another shape or type, or the number is taken.
        """
        if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != "uint8" or 0 in rgb.shape:
            raise ValueError(f"a view must be height × width × 3 of uint8, not {rgb.shape} of {rgb.dtype}")
        if job in self._tasks:
            raise ValueError(f"view {job} is being described already")
        if not self._tasks:
            self._busy_since = time.monotonic()
        height, width, _ = rgb.shape
        self._tasks[job] = Task(self._generation, job, view, limit, (height, width, 3), rgb.tobytes())
        if self._process is not None and not self._suspects:
            self._process.put(self._tasks[job])

    def poll(self, timeout: float) -> list[Answer]:
        """Answers that are in, waiting up to ``timeout`` seconds for the first; none after ``stop``.

        Raises:
            EngineCrashedError: the process died again and again; ``cancel`` tells which views are unanswered.
            ModelError: the model could not be loaded again after a crash.
        """
        deadline = time.monotonic() + timeout
        answers: list[Answer] = []
        while not self._stopped.is_set():
            process = self._process
            if process is None:
                break
            left = deadline - time.monotonic()
            try:
                message = process.messages.get(timeout=0 if answers else max(0.0, min(_TICK, left)))
            except queue.Empty:
                if self._hangs(process):
                    log.warning("the engine gave no sign of life for %.0f s: it is restarted", self._options.hang)
                    answers += self._revive(process, "it hung")
                elif answers or left <= 0:
                    break
                continue
            if message[0] == GONE:
                answers += self._revive(process, "the engine crashed")
            else:
                answers += self._take(message)
        return answers

    def cancel(self) -> list[int]:
        """Forget all unanswered views; returns their numbers. The process drops them in its own time (milliseconds)."""
        jobs = list(self._tasks)
        self._tasks.clear()
        self._taken.clear()
        self._suspects.clear()
        self._guilty.clear()
        self._generation += 1
        if self._process is not None:
            self._process.cancel(self._generation)
        return jobs

    def stop(self) -> None:
        """End the process, for good; thread-safe, idempotent, within a second."""
        self._stopped.set()
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.close()

    # supervision

    def _launch(self, slots: int) -> None:
        """Start a process and wait until it is ready; once more with less if it dies."""
        for attempt in (1, 2):
            process = self._spawn(slots)
            reason = self._await(process)
            if not reason:
                return
            self._bury(process)
            log.warning("the engine ended while loading %s (%s), attempt %d", self._model.name, reason, attempt)
            slots = max(1, (slots or self.slots or 2) // 2)
        raise EngineCrashedError(
            f"the engine crashed while loading the model {self._model.name}",
            "download it again or choose another model; the log has the details",
        )

    def _spawn(self, slots: int) -> EngineProcess:
        options: dict[str, Any] = {
            "family": self._model.family if self._model.family != "auto" else pair.family(self._model.lm),
            "prompt": self._options.recipe.prompt,
            "follow_up": self._options.recipe.follow_up,
            "threads": self._options.cpu_threads(),
            "gpu_layers": self._options.gpu_layers,
            "slots": slots,
            "pooled_crops": self._options.recipe.pooled_crops,
        }
        with self._lock:
            if self._stopped.is_set():
                raise Cancelled
            self._process = EngineProcess(self._model.lm, self._model.mmproj, options)
            return self._process

    def _await(self, process: EngineProcess) -> str:
        """Wait until the process is ready; why it never will be, or empty."""
        while True:
            if self._stopped.is_set():
                raise Cancelled
            try:
                message = process.messages.get(timeout=_TICK)
            except queue.Empty:
                if time.monotonic() - process.last_sign > self._options.loading:
                    return "it hung"
                continue
            if message[0] == "ready":
                self.slots, self.image_side, self.gpu = message[1:4]
                self._busy_since = time.monotonic()
                return ""
            if message[0] == "failed":
                self._bury(process)
                raise _FAILURES.get(message[1], ModelError)(message[2], message[3])
            if message[0] == GONE:
                if self._stopped.is_set():
                    raise Cancelled
                return "it crashed"

    def _bury(self, process: EngineProcess) -> None:
        with self._lock:
            if self._process is process:
                self._process = None
        status = process.close(grace=0)
        log.info("the engine process ended with status %s", status)

    def _hangs(self, process: EngineProcess) -> bool:
        if not self._tasks:
            return False
        return time.monotonic() - max(process.last_sign, self._busy_since) > self._options.hang

    def _revive(self, process: EngineProcess, reason: str) -> list[Answer]:
        """Replace a process that died: find the guilty view, refuse it, give the others to the new process."""
        self._bury(process)
        if self._stopped.is_set():
            return []
        self._deaths += 1
        slots = max(1, self.slots // 2)
        if self._suspects:
            slots = self._options.slots  # it wasn't for lack of memory
            self._guilty[self._suspects.pop(0)] = f"{reason} on this view, also alone"
        else:
            self._suspects = [job for job in self._tasks if job in self._taken and job not in self._guilty]
        self._taken.clear()
        if self._deaths >= (PATIENCE if self._proven else PATIENCE_NEW):
            raise EngineCrashedError(
                f"the engine keeps crashing with the model {self._model.name} ({reason})",
                "choose another model; the log has the details",
            )
        try:
            self._launch(slots)
        except Cancelled:
            return []
        self._feed()
        return self._sentence() if len(self._guilty) == len(self._tasks) else []

    def _feed(self) -> None:
        """Give the new process one suspect, or everything when there is none."""
        self._resend(self._suspects[:1] or [job for job in self._tasks if job not in self._guilty])

    def _sentence(self) -> list[Answer]:
        """Refuse the views that killed the engine: held back until others prove that it isn't the model's fault."""
        refused: list[Answer] = [Refused(job, reason) for job, reason in self._guilty.items()]
        for job in self._guilty:
            del self._tasks[job]
        self._guilty.clear()
        return refused

    def _resend(self, jobs: list[int]) -> None:
        process = self._process
        if process is not None:
            # A new process counts generations from zero; views carry that of their submission, never an older one.
            for job in jobs:
                process.put(self._tasks[job])

    def _take(self, message: Message) -> list[Answer]:
        """One message of the process; views of before a cancel are nobody's any more."""
        name = message[0]
        if name == "idle":
            self.idle += message[1]
        if name not in ("taken", "done", "refused") or message[1] != self._generation:
            return []
        job = message[2]
        if job not in self._tasks:
            return []
        if name == "taken":
            self._taken.add(job)
            return []
        del self._tasks[job]
        self._taken.discard(job)
        self._deaths = 0
        if job in self._suspects:
            self._suspects.remove(job)
            self._feed()
        answers: list[Answer] = []
        if name == "refused":
            answers.append(Refused(job, message[3]))
        else:
            self._proven = True
            answers.append(Described(job, message[3], message[4], message[5]))
        return answers + self._sentence()


def engine_available() -> tuple[bool, str]:
    """Whether llama-cpp-python is installed (looked up, not loaded), and its version or what to do."""
    if importlib.util.find_spec("llama_cpp") is None:
        return False, "llama-cpp-python is not installed: pip install 'photofind[llama]' (needs a C++ compiler)"
    try:
        return True, f"llama-cpp-python {importlib.metadata.version('llama_cpp_python')}"
    except importlib.metadata.PackageNotFoundError:
        return True, "llama-cpp-python"
