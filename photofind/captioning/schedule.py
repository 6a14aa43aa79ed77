"""How fast describing goes, and how long the rest will take, from what was measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from photofind.captioning.prompts import CROP_LIMIT

HALF_LIFE = 120.0
"""Seconds of work after which a measurement counts half: the pace follows changes but not single views."""
HOUR = 3600.0
FORMER = 10.0
"""Seconds of work that what is expected counts for: from an earlier run, or from the other kind of views."""
_PREFILL = 60.0
_PREFILL_POOLED = 25.0
_FIRST_SECONDS = 1.0


@dataclass(slots=True)
class _Stage:
    """What was measured of one kind of views, weighted towards the recent past."""

    views: float = 0.0
    seconds: float = 0.0

    def expect(self, cost: float | None) -> None:
        """Begin with what a view is likely to cost, so that the first few measurements don't say it all."""
        if not self.views and cost is not None and 0 < cost < math.inf:
            self.views, self.seconds = FORMER / cost, FORMER

    def add(self, views: float, seconds: float) -> None:
        weight = math.pow(0.5, seconds / HALF_LIFE)
        self.views = self.views * weight + views
        self.seconds = self.seconds * weight + seconds

    @property
    def cost(self) -> float | None:
        return self.seconds / self.views if self.views and self.seconds >= _FIRST_SECONDS else None


class Pace:
    """Seconds that a whole view and a crop cost; None until something was measured.

    Whole views come first and may be twice as long as crops, so that each kind is measured on its own. While no crop
    was, its cost follows from the length of the texts: reading an image costs as much as writing ``_PREFILL`` tokens
    (about that with LLaVA 1.5 on CPUs and GPUs alike), and a crop's text is as long as a whole photo's, up to its
    limit.

    Args:
        former: what ``costs`` said at the end of an earlier run with the same engine; it counts until something is
            measured, and little afterwards.
        pooled: whether crops are given to the model with a quarter of the image tokens.
    """

    def __init__(self, former: Sequence[float | None] = (None, None), pooled: bool = False) -> None:
        self._stages = (_Stage(), _Stage())
        self._prefill = _PREFILL_POOLED if pooled else _PREFILL
        self._tokens = 0
        self._texts = 0
        self._skip = False
        for stage, cost in zip(self._stages, former, strict=True):
            stage.expect(cost)

    def skip(self) -> None:
        """Leave the time until the next views out of account: the engine had nothing to do, or could do nothing."""
        self._skip = True

    def add(self, whole: int, crops: int, seconds: float, tokens: int = 0) -> None:
        """Views that were finished within these seconds of work (pauses, loading and waiting left out).

        Args:
            tokens: written for the whole views, altogether.
        """
        self._tokens += tokens
        self._texts += whole if tokens else 0
        if self._skip:
            self._skip = False
            return
        if seconds <= 0 or not (whole or crops):
            return
        for number, views in enumerate((whole, crops)):
            if views:
                self._stages[number].expect(self.cost(number))
        shares = (whole * (self.cost(0) or 1.0), crops * (self.cost(1) or 1.0))
        for stage, views, share in zip(self._stages, (whole, crops), shares, strict=True):
            if views:
                stage.add(views, seconds * share / sum(shares))

    def cost(self, stage: int) -> float | None:
        """Seconds that a view costs: of a whole photo (0) or a crop (1)."""
        own, other = self._stages[stage].cost, self._stages[1 - stage].cost
        if own is not None or other is None:
            return own
        return other * self._ratio if stage else other / self._ratio

    @property
    def costs(self) -> tuple[float | None, float | None]:
        """The costs that were measured, to be kept for the next run."""
        return self._stages[0].cost, self._stages[1].cost

    def per_hour(self, views: Sequence[int]) -> float | None:
        """Photos an hour.

        Args:
            views: how many whole views and crops are described of each.
        """
        seconds = self.eta(*views)
        return HOUR / seconds if seconds else None

    def eta(self, whole: int, crops: int) -> float | None:
        """Seconds of work that these views will take; None while nothing is measured."""
        total = 0.0
        for stage, views in enumerate((whole, crops)):
            if views > 0:
                cost = self.cost(stage)
                if cost is None:
                    return None
                total += views * cost
        return total

    @property
    def _ratio(self) -> float:
        """What a crop costs, in whole views."""
        tokens = self._tokens / self._texts if self._texts else 2.0 * CROP_LIMIT
        return (self._prefill + min(tokens, CROP_LIMIT)) / (_PREFILL + tokens)
