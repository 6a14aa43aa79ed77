"""Describing views through an OpenAI-compatible server (llama-server, Ollama, vLLM, LM Studio), several at once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable

from photofind.captioning import remote_protocol as protocol
from photofind.captioning.remote_client import Endpoint, ServerClient, Unavailable
from photofind.captioning.remote_loop import event_loop
from photofind.captioning.remote_work import Message, RemoteOptions, Task, Waiting, Work
from photofind.captioning.views import Pixels
from photofind.captioning.worker import Answer
from photofind.errors import Cancelled, EngineCrashedError, PhotofindError

__all__ = ["Endpoint", "RemoteDescriber", "RemoteOptions"]

log = logging.getLogger(__name__)

SIDE = 672
"""Pixels of the longer side of a view that is sent: twice what LLaVA 1.5 sees, all that LLaVA 1.6 does."""
DEFAULTS = RemoteOptions()


class RemoteDescriber:
    """One server, asked from an event loop in a thread. Methods are called from one thread, except ``stop``.

    While the server is away or busy nothing is lost and nothing fails: it is tried again, ever less often, first by
    asking for its models (it may come back with another one), then with one view, then with all. A view that breaks
    the server's work is sent alone; it is refused only when the server then describes a drawn sample picture.

    Args:
        waiting: called from ``poll`` (and ``start``) with why the server is waited for, and with nothing when it is
            back.
    """

    image_side = SIDE

    def __init__(
        self,
        endpoint: Endpoint,
        options: RemoteOptions = DEFAULTS,
        waiting: Callable[[str], None] = lambda _reason: None,
    ) -> None:
        self.waiting = waiting
        self._endpoint = endpoint
        self._options = options
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._ready: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()
        self._messages: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._work = Work(endpoint, options, self._messages.put)
        self._problem: PhotofindError | None = None
        self._open: set[int] = set()
        self._generation = 0

    @property
    def slots(self) -> int:
        """Views in flight at once."""
        return self._work.slots

    @property
    def backlog(self) -> int:
        """Views submitted and not answered."""
        return len(self._open)

    def start(self) -> None:
        """Reach the server and see that it has the model; blocks, up to 20 s.

        Raises:
            ModelError: the server does not answer (unless ``patient``), refuses, or has other models.
            Cancelled: ``stop`` was called.
        """
        with self._lock:
            if self._stopped.is_set():
                raise Cancelled
            self._thread = threading.Thread(target=self._run, name="photofind-remote")
            self._thread.start()
        outcome = self._ready.get()
        if self._stopped.is_set():
            raise Cancelled
        if outcome is not None:
            raise outcome

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
        if job in self._open:
            raise ValueError(f"view {job} ({view}) is being described already")
        self._open.add(job)
        task = Task(self._generation, job, protocol.picture(rgb), limit)
        self._tell(lambda: self._work.add(task))

    def poll(self, timeout: float) -> list[Answer]:
        """Answers that are in, waiting up to ``timeout`` seconds for the first; none after ``stop``.

        Raises:
            ModelError: the server refuses photofind (its key, its model), or every picture.
            EngineCrashedError: the thread came to an end by a mistake of photofind.
        """
        deadline = time.monotonic() + timeout
        answers: list[Answer] = []
        while not self._stopped.is_set() and self._problem is None:
            try:
                message = self._messages.get(timeout=0 if answers else max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                break
            if isinstance(message, Waiting):
                self.waiting(message.reason)
            elif isinstance(message, PhotofindError):
                self._problem = message
            elif message is not None and message[0] == self._generation:
                self._open.discard(message[1].job)
                answers.append(message[1])
        if self._problem is not None and not answers and not self._stopped.is_set():
            problem, self._problem = self._problem, None
            raise problem
        return answers

    def cancel(self) -> list[int]:
        """Forget all unanswered views; returns their numbers. Requests in flight are broken off."""
        jobs = list(self._open)
        self._open.clear()
        self._generation += 1
        self._tell(self._work.clear)
        return jobs

    def stop(self) -> None:
        """End it, for good; thread-safe, idempotent, within a second."""
        self._stopped.set()
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is None:
            return
        self._messages.put(None)
        self._tell(self._end)
        thread.join()

    # in the thread

    def _tell(self, action: Callable[[], object]) -> None:
        """Have the loop do something, if it still runs."""
        with contextlib.suppress(RuntimeError):  # it ended this moment
            if self._loop is not None:
                self._loop.call_soon_threadsafe(action)

    def _end(self) -> None:
        if self._main is not None:
            self._main.cancel()

    def _run(self) -> None:
        try:
            with event_loop() as loop, contextlib.suppress(asyncio.CancelledError):
                self._main = loop.create_task(self._serve())
                self._loop = loop
                if self._stopped.is_set():
                    self._main.cancel()
                loop.run_until_complete(self._main)
        except PhotofindError as error:
            self._ready.put(error)
        except Exception as error:
            log.exception("the remote engine failed")
            broken = EngineCrashedError(f"asking the server failed ({error})", "the log has the details")
            self._messages.put(broken)
            self._ready.put(broken)
        finally:
            self._ready.put(None)

    async def _serve(self) -> None:
        away: Unavailable | None = None
        async with ServerClient(self._endpoint, self._options.timeout) as client:
            try:
                await self._work.greet(client)
            except Unavailable as trouble:
                if not self._options.patient:
                    raise trouble.error(self._endpoint.url) from trouble
                away = trouble
            self._ready.put(None)
            await self._work.run(client, away)
