"""When describing may use the machine: hours, power, idleness; and the ETA that follows from hours."""

from __future__ import annotations

import ctypes.util
import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photofind import conditions, idleness
from photofind.conditions import Conditions, calendar_seconds, parse_hours, until_open
from photofind.errors import UsageError
from photofind.settings import Settings

HOUR = 3600.0
NIGHT = (22 * 60, 7 * 60)
OFFICE = (9 * 60, 17 * 60)


def at(clock: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-03-01T{clock}:00")


def test_hours_are_read() -> None:
    assert parse_hours("22:00-07:00") == NIGHT
    assert parse_hours(" 9:00 – 17:00 ") == OFFICE
    assert parse_hours("  ") is None
    for wrong in ("22-7", "24:00-01:00", "10:60-11:00", "always", "1:00-2:00-3:00"):
        with pytest.raises(UsageError, match="no hours"):
            parse_hours(wrong)


def test_hours_may_pass_midnight() -> None:
    assert until_open(NIGHT, at("23:00")) == until_open(NIGHT, at("06:59")) == until_open(NIGHT, at("22:00")) == 0
    assert until_open(NIGHT, at("07:00")) == 15 * HOUR
    assert until_open(OFFICE, at("12:00")) == 0
    assert until_open(OFFICE, at("18:00")) == 15 * HOUR
    assert until_open((60, 60), at("18:00")) == until_open(None, at("18:00")) == 0


def test_work_within_hours_takes_days() -> None:
    assert calendar_seconds(5 * HOUR, None, at("12:00")) == 5 * HOUR
    assert calendar_seconds(5 * HOUR, OFFICE, at("12:00")) == 5 * HOUR
    assert calendar_seconds(6 * HOUR, OFFICE, at("12:00")) == 22 * HOUR  # an hour on the next morning
    assert calendar_seconds(8 * HOUR, OFFICE, at("07:00")) == 10 * HOUR
    assert calendar_seconds(24 * HOUR, OFFICE, at("09:00")) == 56 * HOUR  # the third day's evening
    assert calendar_seconds(9 * HOUR, NIGHT, at("22:00")) == 9 * HOUR


@given(
    st.integers(1, 60 * 60).map(lambda minutes: minutes * 60),
    st.tuples(st.integers(0, 1439), st.integers(0, 1439)),
    st.integers(0, 1439),
)
@settings(max_examples=60, deadline=None)
def test_calendar_time_is_what_a_clock_counts(work: int, hours: tuple[int, int], start: int) -> None:
    moment = dt.datetime(2026, 3, 1) + dt.timedelta(minutes=start)  # noqa: DTZ001
    said = calendar_seconds(work, hours, moment)
    left, now, seconds = work, moment, 0
    while left > 0 and seconds < said + 120:
        left -= 0 if until_open(hours, now) else 60
        now, seconds = now + dt.timedelta(minutes=1), seconds + 60
    assert (left, seconds) == (0, said)


class Machine:
    """Readings that a test sets."""

    def __init__(self) -> None:
        self.mains: bool | None = True
        self.idle: float | None = 1e6
        self.clock = at("12:00")
        self.asked = 0

    def conditions(self) -> Conditions:
        return Conditions(self._mains, lambda: self.idle, lambda: self.clock)

    def _mains(self) -> bool | None:
        self.asked += 1
        return self.mains


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(conditions, "_EVERY", 0.0)
    return Machine()


def test_the_first_unmet_condition_is_named(machine: Machine) -> None:
    read = machine.conditions()
    everything = Settings(on_mains=True, only_idle=True, hours="09:00-17:00")
    assert read.unmet(everything) is None
    machine.idle = 5.0
    assert read.unmet(everything) == "waiting-idle"
    machine.mains = False
    assert read.unmet(everything) == "waiting-power"
    machine.clock = at("18:00")
    assert read.unmet(everything) == "waiting-hours"
    assert read.unmet(Settings()) is None
    assert read.unmet(Settings(hours="nonsense")) is None
    assert read.stretched(HOUR, everything) == 16 * HOUR


def test_what_cannot_be_read_holds_nothing_up(machine: Machine) -> None:
    machine.mains = machine.idle = None
    read = machine.conditions()
    assert read.unmet(Settings(on_mains=True, only_idle=True)) is None
    assert set(read.unknown()) == {"on_mains", "only_idle"}
    assert all(read.unknown().values())
    machine.mains, machine.idle = True, 3.0
    assert read.unknown() == {}


def test_the_machine_is_not_asked_all_the_time() -> None:
    machine = Machine()
    read = machine.conditions()
    for _ in range(5):
        read.unmet(Settings(on_mains=True))
    assert machine.asked == 1


def test_the_real_readings_do_no_harm() -> None:
    read = Conditions()
    assert read.unmet(Settings(on_mains=True, only_idle=True, hours="00:00-00:00")) in (
        None,
        "waiting-power",
        "waiting-idle",
    )
    assert set(read.unknown()) <= {"on_mains", "only_idle"}
    assert conditions.on_mains() in (True, False, None)
    for reader in (idleness._windows, idleness._macos, idleness._x11, idleness._mutter, idleness._logind):
        found = reader()
        assert found is None or found >= 0
    assert idleness.why_unknown()


def test_each_system_has_its_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    for system, first in (("win32", idleness._windows), ("darwin", idleness._macos)):
        monkeypatch.setattr(sys, "platform", system)
        assert idleness.readers()[0] is first
        assert "does not answer" in idleness.why_unknown()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert idleness.readers() == (idleness._mutter, idleness._logind)
    assert "logind" in idleness.why_unknown()
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.setenv("DISPLAY", ":77")
    assert idleness.readers() == (idleness._x11, idleness._logind)
    assert "libXss" in idleness.why_unknown()
    monkeypatch.delenv("DISPLAY")
    assert "no desktop" in idleness.why_unknown()
    monkeypatch.setattr(idleness, "readers", lambda: (lambda: None, lambda: -2.0))
    assert idleness.seconds() == 0.0


def program(folder: Path, name: str, says: str, status: int = 0) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\nprintf '%s\\n' '{says}'\nexit {status}\n")
    path.chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="programs of a Linux desktop")
def test_what_the_desktop_programs_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_SESSION_ID", "3")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "GNOME")
    assert (idleness._mutter(), idleness._logind()) == (None, None)
    program(tmp_path, "busctl", "t 12345")
    assert idleness._mutter() == 12.345
    program(tmp_path, "busctl", "t 12345", 1)
    assert idleness._mutter() is None
    program(tmp_path, "loginctl", "IdleHint=no\nIdleSinceHint=0")
    assert idleness._logind() == 0.0
    program(tmp_path, "loginctl", "IdleHint=yes\nIdleSinceHint=1600000000000000")
    assert (idleness._logind() or 0) > 1e8
    program(tmp_path, "loginctl", "Failed to get session")
    assert idleness._logind() is None
    (tmp_path / "busctl").write_bytes(b"\0not a program")
    assert idleness._mutter() is None
    monkeypatch.delenv("XDG_SESSION_ID")
    assert idleness._logind() is None


@pytest.fixture
def x_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A real X server without a screen."""
    if shutil.which("Xvfb") is None or ctypes.util.find_library("Xss") is None:
        pytest.skip("needs Xvfb and libXss")
    ours, theirs = os.pipe()
    command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "320x200x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, pass_fds=(theirs,), stderr=subprocess.DEVNULL) as server:
        os.close(theirs)
        with os.fdopen(ours) as answer:
            number = answer.readline().strip()
        monkeypatch.setenv("DISPLAY", f":{number}")
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        yield number
        server.terminate()


def test_an_x_server_says_how_long_it_was_idle(x_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = idleness.seconds()
    assert found is not None
    assert 0 <= found < 300
    assert "only_idle" not in Conditions().unknown()
    monkeypatch.setenv("DISPLAY", ":9999")
    assert idleness._x11() is None
