"""Feeds the engine with the views that are missing and commits what comes back."""

from __future__ import annotations

import contextlib
import itertools
import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from photofind.captioning.describer import ViewDescriber
from photofind.captioning.models import fingerprint
from photofind.captioning.prompts import PAPER_PROMPT
from photofind.captioning.prompts import limit as token_limit
from photofind.captioning.schedule import Pace
from photofind.captioning.views import crop, fit
from photofind.captioning.worker import Answer, Refused
from photofind.errors import ImageError
from photofind.library.catalog import Catalog
from photofind.library.decoding import Decoder
from photofind.records import VIEW_SETS, VIEWS, WHOLE, Caption, CaptionSummary, Failure, Model, Progress

log = logging.getLogger(__name__)

Rgb = npt.NDArray[np.uint8]

DECODE_AHEAD = 4
"""Photos being decoded while the engine works: enough that it never waits for a file."""
QUEUE_AHEAD = 64
"""Photos asked of the catalog at a time; small, so that a photo that comes into view soon has its turn."""


@dataclass(slots=True)
class _Photo:
    """A photo in flight: which views were asked for and how many answers are still out."""

    id: int
    path: str
    views: list[str]
    open: int = 0
    failed: int = 0
    finishes: bool = False


@dataclass(slots=True)
class Run:
    """One pass over what is pending, until nothing is left, ``interrupted`` says so, or ``limit`` photos are done.

    Args:
        views: name of the view set.
        paths: only photos with a file at or below one of these; empty means all.
        limit: photos to finish; 0 means all.
        first: photo ids that jump the queue, asked anew whenever the queue is refilled.
        interrupted: polled several times a second; the views in flight are finished first if ``drain`` is set.
        committed: called with the photo ids whose captions were just committed.
        report: called with the progress after each answer.
        prompt: what ``describer`` asks the model; the captions are kept under it.
    """

    catalog: Catalog
    decoder: Decoder
    describer: ViewDescriber
    model: Model
    views: str
    paths: Sequence[str] = ()
    limit: int = 0
    first: Callable[[], Sequence[int]] = tuple
    interrupted: Callable[[], bool] = lambda: False
    committed: Callable[[Sequence[int]], None] = lambda _ids: None
    report: Callable[[Progress], None] = lambda _progress: None
    tend: Callable[[], None] = lambda: None
    prompt: str = PAPER_PROMPT

    _queue: deque[tuple[int, list[str]]] = field(default_factory=deque)
    _jobs: dict[int, tuple[_Photo, str]] = field(default_factory=dict)
    _photos: dict[int, _Photo] = field(default_factory=dict)
    _skip: set[int] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _pace: Pace = field(default_factory=Pace)
    _described: int = 0
    _views_done: int = 0
    _failed: int = 0
    _planned: bool = False
    _total: int = 0
    _names: list[str] = field(default_factory=list)
    _prints: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names = [view.name for view in VIEW_SETS[self.views]]
        self._prints = {name: fingerprint(self.model, name, self.prompt) for name in self._names}

    def __call__(self) -> CaptionSummary:
        """Describe; returns what was done.

        Raises:
            EngineCrashedError: the engine could not be revived; what was answered before is committed.
        """
        begun = time.monotonic()
        self._total = self.catalog.pending_views(self._prints, self._names, self.paths)
        decoding: deque[tuple[_Photo, Future[Rgb]]] = deque()
        pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="photofind-decode")
        last = time.monotonic()
        try:
            while not self.interrupted():
                self.tend()
                while len(decoding) < DECODE_AHEAD and (photo := self._next()):
                    decoding.append((photo, pool.submit(self._decode, photo)))
                self._feed(decoding)
                if not self._jobs and not decoding:
                    break
                answers = self.describer.poll(0.05) if self._jobs else []
                if not self._jobs and decoding:
                    with contextlib.suppress(ImageError, TimeoutError):
                        decoding[0][1].result(timeout=0.05)
                if answers:
                    now = time.monotonic()
                    finished = self._commit(answers)
                    self._pace.add(len(answers), finished, now - last)
                    last = now
                    self._progress()
        finally:
            for _photo, future in decoding:
                future.cancel()
            pool.shutdown(wait=True)
            self._drain()
        pending = self.catalog.pending_views(self._prints, self._names, self.paths)
        return CaptionSummary(
            described=self._described,
            views=self._views_done,
            failed=self._failed,
            pending=pending,
            seconds=round(time.monotonic() - begun, 3),
        )

    def _next(self) -> _Photo | None:
        """The next photo to decode, or None when there is none (now)."""
        while self._queue or self._refill():
            photo_id, views = self._queue[0]
            if photo_id in self._photos and self._planned:
                return None  # its crops come when its whole view is done
            self._queue.popleft()
            if photo_id in self._photos or photo_id in self._skip:
                continue
            found = self.catalog.photos([photo_id])
            if not found or not found[0].online:
                self._skip.add(photo_id)
                continue
            last_stage = len(self._names) == 1 or views != [WHOLE.name]
            photo = _Photo(photo_id, found[0].path, views, finishes=last_stage)
            self._photos[photo_id] = photo
            return photo
        return None

    def _refill(self) -> bool:
        if not self.limit:
            busy = self._skip | self._photos.keys()
            self._queue.extend(
                (photo_id, list(views))
                for photo_id, views in self.catalog.pending(
                    self._prints, self._names, QUEUE_AHEAD, self.paths, tuple(self.first()), busy
                )
            )
        elif not self._planned:
            self._planned = True
            self._queue.extend(self._plan())
        return bool(self._queue)

    def _plan(self) -> list[tuple[int, list[str]]]:
        """The whole work on the first ``limit`` photos: both stages, whole photos first."""
        first = self.catalog.pending(self._prints, self._names, self.limit, self.paths, tuple(self.first()))
        plan = [(photo_id, list(views)) for photo_id, views in first]
        for photo_id, views in first:
            if list(views) == [WHOLE.name]:
                have = {c.view for c in self.catalog.all_captions(photo_id) if self._counts(c)}
                crops = [name for name in self._names[1:] if name not in have]
                if crops:
                    plan.append((photo_id, crops))
        self._total = sum(len(views) for _id, views in plan)
        return plan

    def _counts(self, caption: Caption) -> bool:
        return caption.imported or caption.fingerprint == self._prints.get(caption.view)

    def _decode(self, photo: _Photo) -> Rgb:
        # A ninth of the photo must still fill the model's input; the whole is scaled from the same pixels, so that
        # its caption does not depend on whether crops are asked for.
        return self.decoder.pixels(photo.path, 3 * self.describer.image_side)

    def _feed(self, decoding: deque[tuple[_Photo, Future[Rgb]]]) -> None:
        while decoding and decoding[0][1].done() and self.describer.backlog < 2 * self.describer.slots:
            photo, future = decoding.popleft()
            try:
                rgb = future.result()
            except ImageError as error:
                self._fail_photo(photo, str(error))
                continue
            photo.open = len(photo.views)
            for name in photo.views:
                job = next(self._numbers)
                self._jobs[job] = (photo, name)
                view = fit(crop(rgb, VIEWS[name]), self.describer.image_side)
                self.describer.submit(job, name, view, token_limit(name))

    def _fail_photo(self, photo: _Photo, reason: str) -> None:
        log.warning("can't read %s: %s", photo.path, reason)
        for name in photo.views:
            failure = Failure(photo.path, "describe", reason, photo.id, name, time.time())
            self.catalog.add_failure(failure, self._prints[name])
        self._failed += len(photo.views)
        self._photos.pop(photo.id, None)

    def _commit(self, answers: Sequence[Answer]) -> int:
        captions: list[Caption] = []
        touched: list[_Photo] = []
        for answer in answers:
            if answer.job not in self._jobs:
                continue
            photo, name = self._jobs.pop(answer.job)
            touched.append(photo)
            if isinstance(answer, Refused):
                photo.failed += 1
                self._failed += 1
                failure = Failure(photo.path, "describe", answer.reason, photo.id, name, time.time())
                self.catalog.add_failure(failure, self._prints[name])
            else:
                captions.append(
                    Caption(photo.id, name, self._prints[name], self.model.name, answer.text, created=time.time())
                )
        if captions:
            self.catalog.add_captions(captions)
            self._views_done += len(captions)
        finished = 0
        for photo in touched:
            photo.open -= 1
            if photo.open == 0:
                self._photos.pop(photo.id, None)
                finished += photo.finishes and not photo.failed
        self._described += finished
        if captions:
            self.committed(list(dict.fromkeys(caption.photo_id for caption in captions)))
        return finished

    def _drain(self) -> None:
        """Keep what the engine has finished by now; forget the rest (it stays pending in the catalog)."""
        if not self._jobs:
            return
        self._commit(self.describer.poll(0))
        self.describer.cancel()
        self._jobs.clear()
        self._photos.clear()

    def _progress(self) -> None:
        left = max(0, self._total - self._views_done - self._failed)
        current = next((photo.path for photo, _name in self._jobs.values()), "")
        self.report(
            Progress(
                "describing",
                current,
                done=self._views_done,
                total=self._total,
                per_hour=self._pace.per_hour(len(self._names)),
                eta=self._pace.eta(left),
                failed=self._failed,
            )
        )
