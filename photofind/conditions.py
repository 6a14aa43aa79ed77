"""When describing may use the machine: on mains power, while nobody uses it, between hours.

What can't be read on this machine never holds describing up; ``unknown`` says why, so that it can be said.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
import time
from collections.abc import Callable
from typing import Literal

from photofind import idleness
from photofind.errors import UsageError
from photofind.settings import Settings

IDLE_AFTER = 120.0
"""Seconds without a key or a mouse movement after which nobody uses the machine."""
DAY = 86400.0
_EVERY = 1.0
_HOURS = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*")

Unmet = Literal["waiting-power", "waiting-idle", "waiting-hours"]
"""The state of a pipeline that waits for a condition."""


def on_mains() -> bool | None:
    """Whether the machine runs on mains power; also without a battery. None if the system does not say."""
    import psutil  # a window starts without it

    try:
        battery = psutil.sensors_battery()
    except (AttributeError, OSError, RuntimeError):  # not on this system; a driver that answers nonsense
        return None
    if battery is None:
        return True
    return None if battery.power_plugged is None else bool(battery.power_plugged)


def now() -> dt.datetime:
    """The local time."""
    return dt.datetime.now()  # noqa: DTZ005 - people mean the clock on their wall


def parse_hours(text: str) -> tuple[int, int] | None:
    """``22:00-07:00`` as minutes since midnight, from and to; None for an empty text: always.

    Raises:
        UsageError: it is neither.
    """
    if not text.strip():
        return None
    match = _HOURS.fullmatch(text)
    parts = [int(part) for part in match.groups()] if match else []
    if not parts or max(parts[0], parts[2]) > 23 or max(parts[1], parts[3]) > 59:
        raise UsageError(f"“{text}” are no hours", "write them like 22:00-07:00, or leave them empty")
    return parts[0] * 60 + parts[1], parts[2] * 60 + parts[3]


def until_open(hours: tuple[int, int] | None, moment: dt.datetime) -> float:
    """Seconds until the hours begin; 0 within them. From and to alike mean the whole day."""
    if hours is None or hours[0] == hours[1]:
        return 0.0
    start, end = (minutes * 60.0 for minutes in hours)
    clock = _clock(moment)
    inside = start <= clock < end if start < end else clock >= start or clock < end
    return 0.0 if inside else (start - clock) % DAY


def calendar_seconds(work: float, hours: tuple[int, int] | None, moment: dt.datetime) -> float:
    """Seconds from a moment until this much work is done, when it is only done within hours."""
    if hours is None or hours[0] == hours[1]:
        return work
    start, end = (minutes * 60.0 for minutes in hours)
    window = (end - start) % DAY
    wait = until_open(hours, moment)
    today = (end - _clock(moment)) % DAY if not wait else window
    if work <= today:
        return wait + work
    days, rest = divmod(work - today, window)
    # After what is left of today's window: the break, then whole days, then a part of the last one.
    return wait + today + (DAY - window) + days * DAY + rest if rest else wait + today + days * DAY


def _clock(moment: dt.datetime) -> float:
    return moment.hour * 3600.0 + moment.minute * 60.0 + moment.second


class Conditions:
    """Reads the machine, at most once a second. Thread-safe.

    Args:
        mains: whether the machine runs on mains power, None if unknown.
        idle: seconds since somebody used the machine, None if unknown.
        clock: the local time.
    """

    def __init__(
        self,
        mains: Callable[[], bool | None] = on_mains,
        idle: Callable[[], float | None] = idleness.seconds,
        clock: Callable[[], dt.datetime] = now,
    ) -> None:
        self._mains, self._idle, self._clock = mains, idle, clock
        self._lock = threading.Lock()
        self._read: dict[str, tuple[float, float | bool | None]] = {}

    def unmet(self, settings: Settings) -> Unmet | None:
        """The first condition of the settings that does not hold now, or None."""
        if until_open(self._hours(settings), self._clock()):
            return "waiting-hours"
        if settings.on_mains and self._reading("mains", self._mains) is False:
            return "waiting-power"
        if settings.only_idle:
            idle = self._reading("idle", self._idle)
            if idle is not None and idle < IDLE_AFTER:
                return "waiting-idle"
        return None

    def stretched(self, work: float, settings: Settings) -> float:
        """Seconds of work as seconds from now, given the hours of the settings."""
        return calendar_seconds(work, self._hours(settings), self._clock())

    def unknown(self) -> dict[str, str]:
        """Settings whose condition can't be read on this machine → why; empty if all can be."""
        found = {}
        if self._reading("mains", self._mains) is None:
            found["on_mains"] = "the system does not say whether it runs on its battery"
        if self._reading("idle", self._idle) is None:
            found["only_idle"] = f"whether somebody uses the machine is not known here: {idleness.why_unknown()}"
        return found

    def _hours(self, settings: Settings) -> tuple[int, int] | None:
        try:
            return parse_hours(settings.hours)
        except UsageError:  # `doctor` says so; nothing would ever be described if it counted
            return None

    def _reading(self, name: str, read: Callable[[], float | bool | None]) -> float | bool | None:
        with self._lock:
            at, value = self._read.get(name, (-_EVERY, None))
            if time.monotonic() - at >= _EVERY:
                at, value = time.monotonic(), read()
                self._read[name] = (at, value)
            return value
