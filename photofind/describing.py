"""Feeds the engine with the views that are missing and commits what comes back."""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from photofind.captioning.describer import ViewDescriber
from photofind.captioning.prompts import limit as token_limit
from photofind.captioning.schedule import Pace
from photofind.captioning.worker import Answer, Refused
from photofind.errors import ImageError
from photofind.library.catalog import Catalog
from photofind.library.catalog_pending import Entry, Order, Wanted
from photofind.library.decoding import Decoder
from photofind.records import VIEWS, WHOLE, Caption, CaptionSummary, Failure, Model, Progress

if TYPE_CHECKING:  # a window starts without numpy
    from photofind.captioning.views import Pixels

log = logging.getLogger(__name__)

DECODE_AHEAD = 4
"""Photos being decoded while the engine works: enough that it never waits for a file."""
QUEUE_AHEAD = 64
"""Photos asked of the catalog at a time."""
RECOUNT = 15.0
"""Seconds between two counts of what is left: photos come and go meanwhile."""
FINISH = 20.0
"""Seconds that the views in flight are given when describing has to wait, so that their work isn't lost."""
_DRY = 0.5


@dataclass(slots=True)
class _Photo:
    """A photo in flight: which views were asked for and how many answers are still out."""

    id: int
    path: str
    views: list[str]
    open: int = 0
    failed: int = 0


@dataclass(slots=True)
class Run:
    """One pass over what is pending, until nothing is left, ``interrupted`` says so, or ``limit`` photos are done.

    Args:
        wanted: what is to be described.
        limit: photos to finish; 0 means all.
        order: which photos jump the queue; asked all the time, and a new answer makes the queue anew.
        interrupted: polled several times a second; ends the run at once.
        held: polled as often; ends the run after the views in flight, or ``FINISH`` seconds.
        committed: called with the photo ids whose captions were just committed.
        report: called with the progress after each answer.
        gone: called with the path of a photo whose file is not there any more: it fails at nothing and stays pending.
        tend: called all the time, for what can't wait for the end of the run.
        pace: what was measured before, and is measured on.
    """

    catalog: Catalog
    decoder: Decoder
    describer: ViewDescriber
    model: Model
    wanted: Wanted
    limit: int = 0
    order: Callable[[], Order] = Order
    interrupted: Callable[[], bool] = lambda: False
    held: Callable[[], bool] = lambda: False
    committed: Callable[[Sequence[int]], None] = lambda _ids: None
    report: Callable[[Progress], None] = lambda _progress: None
    gone: Callable[[str], None] = lambda _path: None
    tend: Callable[[], None] = lambda: None
    pace: Pace = field(default_factory=Pace)

    _queue: deque[Entry] = field(default_factory=deque)
    _jobs: dict[int, tuple[_Photo, str]] = field(default_factory=dict)
    _flying: Counter[int] = field(default_factory=Counter)
    _skip: set[int] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _described: int = 0
    _views_done: int = 0
    _failed: int = 0
    _plan: list[Entry] | None = None
    _order: Order = field(default_factory=Order)
    _left: list[int] = field(default_factory=lambda: [0, 0])
    _counted: float = 0.0
    _count_cost: float = 0.0
    _warm: bool = False
    _first: list[int] = field(default_factory=lambda: [0, 0, 0])
    _first_seconds: float = 0.0

    def __call__(self) -> CaptionSummary:
        """Describe; returns what was done.

        Raises:
            EngineCrashedError: the engine could not be revived; what was answered before is committed.
        """
        begun = time.monotonic()
        self._order = self.order()
        self._count()
        decoding: deque[tuple[_Photo, Future[Pixels]]] = deque()
        pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="photofind-decode")
        last = time.monotonic()
        held_since: float | None = None
        try:
            while not self.interrupted():
                if self.held():
                    held_since = held_since or time.monotonic()
                    if not self._jobs or time.monotonic() - held_since > FINISH:
                        break
                else:
                    held_since = None
                    self._tend()
                    while len(decoding) < DECODE_AHEAD and (photo := self._next()):
                        decoding.append((photo, pool.submit(self._decode, photo)))
                    self._feed(decoding)
                    if not self._jobs and not decoding:
                        self._measure(0, 0, 0.0, 0, whole_batch=True)
                        break
                answers = self.describer.poll(0.05) if self._jobs else []
                if not self._jobs and decoding:
                    with contextlib.suppress(ImageError, TimeoutError):
                        decoding[0][1].result(timeout=0.05)
                if answers:
                    now = time.monotonic()
                    self._commit(answers, now - last)
                    last = now
                    self._progress()
        finally:
            for _photo, future in decoding:
                future.cancel()
            pool.shutdown(wait=True)
            self._drain()
        whole, crops = self.catalog.pending_stages(self.wanted)
        return CaptionSummary(
            described=self._described,
            views=self._views_done,
            failed=self._failed,
            pending=whole + crops,
            seconds=round(time.monotonic() - begun, 3),
            eta=_rounded(self.pace.eta(whole, crops)),
            stage_eta=_rounded(self.pace.eta(whole, 0)) if whole else None,
        )

    def _tend(self) -> None:
        begun = time.monotonic()
        self.tend()
        if time.monotonic() - begun > _DRY:
            self._commit_waiting()
            if not self._jobs:
                self.pace.skip()  # the engine ran dry meanwhile, nobody knows when

    def _commit_waiting(self) -> None:
        if self._jobs and (answers := self.describer.poll(0)):
            self.pace.skip()
            self._commit(answers, 0.0)

    def _next(self) -> _Photo | None:
        """The next photo to decode, or None when there is none (now)."""
        order = self.order()
        if order != self._order and not self.limit:
            self._order = order
            self._queue.clear()
            self._counted = 0.0
        while self._queue or self._refill():
            photo_id, views = self._queue.popleft()
            if photo_id in self._skip:
                continue
            found = self.catalog.photos([photo_id])
            if not found or not found[0].online:
                self._skip.add(photo_id)
                continue
            self._flying[photo_id] += 1
            return _Photo(photo_id, found[0].path, views)
        return None

    def _refill(self) -> bool:
        if self._plan is not None:
            return False
        if self.limit:
            self._plan = self._planned()
            self._queue.extend(self._plan)
        else:
            busy = self._skip | self._flying.keys()
            self._queue.extend(self.catalog.pending(self.wanted, QUEUE_AHEAD, self._order, busy))
        return bool(self._queue)

    def _planned(self) -> list[Entry]:
        """The whole work on the first ``limit`` photos: both stages, whole photos first."""
        first = self.catalog.pending(self.wanted, 2 * self.limit, self._order)
        ids = list(dict.fromkeys(photo_id for photo_id, _views in first))[: self.limit]
        missing = self.catalog.missing(self.wanted, ids)
        stages = (
            (photo_id, [name for name in missing.get(photo_id, ()) if (name == WHOLE.name) == whole])
            for whole in (True, False)
            for photo_id in ids
        )
        plan = [(photo_id, views) for photo_id, views in stages if views]
        self._left = [
            sum(len(views) for _id, views in plan if (views == [WHOLE.name]) == whole) for whole in (True, False)
        ]
        return plan

    def _count(self) -> None:
        """Count what is left, unless that was done a short while ago."""
        now = time.monotonic()
        if self._counted and (self.limit or now - self._counted < max(RECOUNT, 50 * self._count_cost)):
            return
        self._left = list(self.catalog.pending_stages(self.wanted))
        self._counted = time.monotonic()
        self._count_cost = self._counted - now

    def _decode(self, photo: _Photo) -> Pixels:
        # A ninth of the photo must still fill the model's input; the whole is scaled from the same pixels, so that
        # its caption does not depend on whether crops are asked for.
        return self.decoder.pixels(photo.path, 3 * self.describer.image_side)

    def _feed(self, decoding: deque[tuple[_Photo, Future[Pixels]]]) -> None:
        while decoding and decoding[0][1].done() and self.describer.backlog < 2 * self.describer.slots:
            photo, future = decoding.popleft()
            try:
                rgb = future.result()
            except ImageError as error:
                if os.path.lexists(photo.path):
                    self._fail_photo(photo, str(error))
                else:
                    # Moved, deleted, or its drive was unplugged: a scan finds out, and nothing is wrong with the photo.
                    self._skip.add(photo.id)
                    self._land(photo)
                    self.gone(photo.path)
                continue
            from photofind.captioning.views import crop, fit  # only while photos are described: see above

            photo.open = len(photo.views)
            for name in photo.views:
                job = next(self._numbers)
                self._jobs[job] = (photo, name)
                view = fit(crop(rgb, VIEWS[name]), self.describer.image_side)
                self.describer.submit(job, name, view, token_limit(name))

    def _fail_photo(self, photo: _Photo, reason: str) -> None:
        log.warning("can't read %s: %s", photo.path, reason)
        for name in photo.views:
            self._fail(photo, name, reason)
        self._land(photo)

    def _fail(self, photo: _Photo, name: str, reason: str) -> None:
        failure = Failure(photo.path, "describe", reason, photo.id, name, time.time())
        self.catalog.add_failure(failure, self.wanted.prints[name])
        self._failed += 1
        self._left[name != WHOLE.name] -= 1

    def _land(self, photo: _Photo) -> None:
        self._flying[photo.id] -= 1
        if not self._flying[photo.id]:
            del self._flying[photo.id]

    def _commit(self, answers: Sequence[Answer], seconds: float) -> None:
        """Keep what the engine said; ``seconds`` of work went by since the last time."""
        captions: list[Caption] = []
        touched: list[_Photo] = []
        measured, tokens = [0, 0], 0
        for answer in answers:
            if answer.job not in self._jobs:
                continue
            photo, name = self._jobs.pop(answer.job)
            touched.append(photo)
            measured[name != WHOLE.name] += 1
            if isinstance(answer, Refused):
                photo.failed += 1
                self._fail(photo, name, answer.reason)
            else:
                tokens += answer.tokens if name == WHOLE.name else 0
                fingerprint = self.wanted.prints[name]
                captions.append(Caption(photo.id, name, fingerprint, self.model.name, answer.text, created=time.time()))
                self._left[name != WHOLE.name] -= 1
        self._measure(measured[0], measured[1], seconds, tokens)
        if captions:
            self.catalog.add_captions(captions)
            self._views_done += len(captions)
        ended = []
        for photo in touched:
            photo.open -= 1
            if photo.open == 0:
                self._land(photo)
                if not photo.failed:
                    ended.append(photo.id)
        if ended:
            unfinished = self.catalog.missing(self.wanted, ended)
            self._described += sum(photo_id not in unfinished for photo_id in ended)
        if captions:
            self.committed(list(dict.fromkeys(caption.photo_id for caption in captions)))

    def _measure(self, whole: int, crops: int, seconds: float, tokens: int, whole_batch: bool = False) -> None:
        """Tell the pace; only from a slotful of answers on, since the first took as long as those that come with it."""
        first = self._first
        first[:] = [first[0] + whole, first[1] + crops, first[2] + tokens]
        self._first_seconds += seconds
        if whole_batch or self._warm or first[0] + first[1] >= self.describer.slots:
            self._warm = True
            self.pace.add(first[0], first[1], self._first_seconds, first[2])
            first[:] = [0, 0, 0]
            self._first_seconds = 0.0

    def _drain(self) -> None:
        """Keep what the engine has finished by now; forget the rest (it stays pending in the catalog)."""
        if not self._jobs:
            return
        self.pace.skip()
        self._commit(self.describer.poll(0), 0.0)
        self.describer.cancel()
        self._jobs.clear()
        self._flying.clear()

    def _progress(self) -> None:
        self._count()
        whole, crops = (max(0, left) for left in self._left)
        done = self._views_done + self._failed
        current = next((photo.path for photo, _name in self._jobs.values()), "")
        regions = len(self.wanted.prints) - 1
        of_photo = (1, 0) if whole or not regions else (0, regions)
        self.report(
            Progress(
                "describing",
                current,
                done=done,
                total=done + whole + crops,
                per_hour=self.pace.per_hour(of_photo),
                eta=self.pace.eta(whole, crops),
                stage_eta=self.pace.eta(whole, 0) if whole and crops else None,
                failed=self._failed,
            )
        )


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)
