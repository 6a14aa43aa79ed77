"""The views on their way to a server: how many at once, what happens when it is away, and which view is to blame."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from photofind.captioning import remote_protocol as protocol
from photofind.captioning.recipe import Recipe
from photofind.captioning.remote_client import Declined, Endpoint, ServerClient, Unavailable
from photofind.captioning.worker import Answer, Described, Refused
from photofind.errors import ModelError, PhotofindError

log = logging.getLogger(__name__)

SLOTS = 4
"""Views in flight when the server doesn't say how many it takes."""
TRIES = 3
"""Times that a view may break the server's work before it is suspected."""
LONGEST_BACKOFF = 15.0
_SAMPLE_TOKENS = 24


@dataclass(frozen=True, slots=True)
class RemoteOptions:
    """How a server is asked.

    Attributes:
        slots: views in flight; 0 = as many as the server says, else ``SLOTS``.
        timeout: seconds for one description, after which the server counts as stuck.
        backoff: seconds before the first new try; doubled each time up to ``LONGEST_BACKOFF``.
        patient: wait for a server that is away already at the start, instead of saying so.
        recipe: what the model is asked; image tokens are pooled by no server.
    """

    slots: int = 0
    timeout: float = 300.0
    backoff: float = 0.5
    patient: bool = False
    recipe: Recipe = field(default_factory=Recipe)


@dataclass(slots=True)
class Task:
    """A view (a data URL) on its way. ``tries`` counts how often the server broke down over it."""

    generation: int
    job: int
    image: str
    limit: int
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """The server is away or busy, for this reason; none when it is back."""

    reason: str


Message = tuple[int, Answer] | Waiting | PhotofindError
"""A generation and an answer; a change of the server's presence; or why it is over."""


class Work:
    """Sends views and tells what becomes of them. Everything but ``slots`` belongs to the event loop's thread.

    After a failure nothing is sent for a while, ever longer; then the server is asked for its models, then for one
    view, and when that is described for as many as it takes.
    """

    def __init__(self, endpoint: Endpoint, options: RemoteOptions, tell: Callable[[Message], None]) -> None:
        self.slots = options.slots or SLOTS
        self._endpoint = endpoint
        self._options = options
        self._tell = tell
        self._client: ServerClient | None = None
        self._group: asyncio.TaskGroup | None = None
        self._queue: deque[Task] = deque()
        self._busy: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._knocking = False
        self._failures = 0
        self._alone = False
        self._over = False
        self._proven = False
        self._waiting = False

    def add(self, task: Task) -> None:
        """Have a view described after those that wait."""
        self._queue.append(task)
        self._changed.set()

    def clear(self) -> None:
        """Forget all views, also those in flight."""
        self._queue.clear()
        for sending in self._busy:
            sending.cancel()
        self._changed.set()

    async def greet(self, client: ServerClient) -> None:
        """See that the server is there and has the model, and how many views it takes at once.

        Raises:
            Unavailable: it is away.
            ModelError: it refuses, or has other models.
        """
        await client.check()
        if not self._options.slots:
            self.slots = await client.slots() or SLOTS

    async def run(self, client: ServerClient, away: Unavailable | None) -> None:
        """Send views until cancelled. ``away`` is why the server is not there at first."""
        self._client = client
        async with asyncio.TaskGroup() as self._group:
            if away is not None:
                self._lost(away)
            while True:
                while not self._may_send():
                    self._changed.clear()
                    await self._changed.wait()
                task = self._queue.popleft()
                self._alone = self._delicate(task)
                sending = self._group.create_task(self._send(client, task))
                self._busy.add(sending)
                sending.add_done_callback(self._sent)

    def _delicate(self, task: Task) -> bool:
        """Whether a view must be sent alone: the server is on trial, or the view is suspected of breaking it."""
        return self._failures > 0 or task.tries > 0

    def _may_send(self) -> bool:
        if not self._queue or self._over or self._knocking or self._alone:
            return False
        return len(self._busy) < (1 if self._delicate(self._queue[0]) else self.slots)

    def _sent(self, sending: asyncio.Task[None]) -> None:
        self._busy.discard(sending)
        if not self._busy:
            self._alone = False
        self._changed.set()

    async def _send(self, client: ServerClient, task: Task) -> None:
        begun = time.monotonic()
        try:
            said = await client.describe(self._options.recipe, task.image, task.limit)
        except Unavailable as trouble:
            task.tries += trouble.served
            if task.tries >= TRIES:
                await self._judge(client, task, trouble.reason)
            else:
                self._queue.appendleft(task)
                self._lost(trouble)
        except Declined as refusal:
            if self._proven:
                self._answer(task, Refused(task.job, str(refusal)))
            elif refusal.size:
                self._end(
                    ModelError(
                        f"the server at {self._endpoint.url} takes no pictures of this size ({refusal})",
                        "raise its limit on the size of a request (1 MB is enough)",
                    )
                )
            else:
                await self._judge(client, task, str(refusal))
        except PhotofindError as error:
            self._end(error)
        else:
            self._back()
            self._answer(task, Described(task.job, said.text, said.tokens, time.monotonic() - begun))

    async def _judge(self, client: ServerClient, task: Task, reason: str) -> None:
        """Is it the view, or the server? A drawn sample picture tells."""
        try:
            await client.describe(self._options.recipe, protocol.picture(protocol.sample()), _SAMPLE_TOKENS)
        except (Unavailable, Declined) as trouble:
            if isinstance(trouble, Unavailable) and (self._proven or not (trouble.served and trouble.answered)):
                task.tries = 0
                self._queue.appendleft(task)
                self._lost(trouble)
                return
            self._end(
                ModelError(
                    f"the server at {self._endpoint.url} describes no picture at all: {reason}",
                    "see that its model can look at pictures and doesn't only “think”; its log may tell more",
                )
            )
        except PhotofindError as error:
            self._end(error)
        else:
            self._back()
            self._answer(task, Refused(task.job, reason))

    def _answer(self, task: Task, answer: Answer) -> None:
        self._tell((task.generation, answer))

    def _end(self, error: PhotofindError) -> None:
        """Nothing more is sent: a person must do something."""
        if not self._over:
            self._over = True
            self._tell(error)
            self._queue.clear()

    def _back(self) -> None:
        self._proven = True
        if self._knocking:
            return  # what was in flight came still; that tells nothing of the next
        self._failures = 0
        if self._waiting:
            self._waiting = False
            log.info("the server at %s is back", self._endpoint.url)
            self._tell(Waiting(""))

    def _lost(self, trouble: Unavailable) -> None:
        """Send nothing for a while; views in flight that fail meanwhile say nothing new."""
        if not self._knocking and not self._over and self._group is not None and self._client is not None:
            self._knocking = True
            self._group.create_task(self._knock(self._client, trouble))

    async def _knock(self, client: ServerClient, trouble: Unavailable) -> None:
        """Ask the server for its models, ever less often, until it answers."""
        while True:
            self._failures += 1
            if not self._waiting:
                log.warning("waiting for the server at %s: %s", self._endpoint.url, trouble.reason)
            self._waiting = True
            self._tell(Waiting(trouble.reason))
            await asyncio.sleep(self._delay(trouble))
            try:
                await self.greet(client)
            except Unavailable as again:
                trouble = again
                continue
            except PhotofindError as error:
                self._end(error)
            break
        self._knocking = False
        self._changed.set()

    def _delay(self, trouble: Unavailable) -> float:
        backoff = min(LONGEST_BACKOFF, self._options.backoff * 2.0 ** min(self._failures - 1, 16))
        # Jitter, so that several programs that lost a server don't all come back in the same moment.
        jittered = backoff * random.uniform(0.5, 1.0)  # noqa: S311 - nothing secret
        return max(trouble.wait, self._options.backoff) if trouble.wait is not None else jittered
