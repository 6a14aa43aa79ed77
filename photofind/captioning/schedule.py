"""How fast describing goes, and how long the rest will take, from what was measured."""

from __future__ import annotations

import math
from collections import deque

HALF_LIFE = 120.0
"""Seconds of work after which a measurement counts half: the pace follows changes but not single views."""
HOUR = 3600.0


class Pace:
    """Views and photos an hour, weighted towards the recent past; None until something was measured."""

    def __init__(self) -> None:
        self._measured: deque[tuple[int, int, float]] = deque(maxlen=4096)

    def add(self, views: int, photos: int, seconds: float) -> None:
        """Views and photos finished within these seconds of work (pauses and loading left out)."""
        if seconds > 0 and (views or photos):
            self._measured.append((views, photos, seconds))

    def views_per_hour(self) -> float | None:
        """Views an hour."""
        return self._rate(0)

    def per_hour(self, views_per_photo: int = 0) -> float | None:
        """Photos an hour: those finished, or views an hour over ``views_per_photo`` while none has finished."""
        rate = self._rate(1)
        if rate or views_per_photo <= 0:
            return rate or None
        views = self._rate(0)
        return views / views_per_photo if views else None

    def eta(self, views_left: int) -> float | None:
        """Seconds that these views will take."""
        if views_left <= 0:
            return 0.0
        rate = self._rate(0)
        return views_left / rate * HOUR if rate else None

    def _rate(self, which: int) -> float | None:
        age = done = seconds = 0.0
        for measured in reversed(self._measured):
            weight = math.pow(0.5, age / HALF_LIFE)
            done += measured[which] * weight
            seconds += measured[2] * weight
            age += measured[2]
        return done / seconds * HOUR if seconds else None
