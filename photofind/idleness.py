"""How long nobody has used the machine: each desktop system has its own way to say it."""

from __future__ import annotations

import ctypes
import ctypes.util
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

log = logging.getLogger(__name__)

_PATIENCE = 2.0
_lock = threading.Lock()


def seconds() -> float | None:
    """Seconds since a key was pressed or the mouse moved; None if this system does not say."""
    with _lock:
        for reader in readers():
            found = reader()
            if found is not None:
                return max(0.0, found)
    return None


def readers() -> tuple[Callable[[], float | None], ...]:
    """The ways to find out that may work on this system, the best first."""
    if sys.platform == "win32":
        return (_windows,)
    if sys.platform == "darwin":
        return (_macos,)
    if os.environ.get("WAYLAND_DISPLAY"):  # the X server below Wayland only sees the windows of X programs
        return (_mutter, _logind)
    return (_x11, _logind)


def why_unknown() -> str:
    """What is missing, for people."""
    if sys.platform in ("win32", "darwin"):
        return "the system does not answer"
    if os.environ.get("WAYLAND_DISPLAY"):
        return "neither the desktop nor logind tells"
    if os.environ.get("DISPLAY"):
        return "the X server has no screen saver extension (libXss), and logind does not tell"
    return "there is no desktop session"


def _windows() -> float | None:
    """``GetLastInputInfo``: ticks (milliseconds, 32 bits) of the last input of this session."""

    class LastInput(ctypes.Structure):
        _fields_ = (("size", ctypes.c_uint), ("ticks", ctypes.c_uint))

    found = LastInput(ctypes.sizeof(LastInput), 0)
    windll: Any = getattr(ctypes, "windll", None)
    if windll is None or not windll.user32.GetLastInputInfo(ctypes.byref(found)):
        return None
    return float((windll.kernel32.GetTickCount() - found.ticks) & 0xFFFFFFFF) / 1000.0


def _macos() -> float | None:
    """``CGEventSourceSecondsSinceLastEventType`` of Quartz, for any input and the whole session."""
    path = ctypes.util.find_library("ApplicationServices")
    if path is None:
        return None
    try:
        ask = ctypes.CDLL(path).CGEventSourceSecondsSinceLastEventType
    except (OSError, AttributeError):
        return None
    ask.restype = ctypes.c_double
    ask.argtypes = (ctypes.c_int, ctypes.c_uint32)
    return float(ask(0, 0xFFFFFFFF))


class _ScreenSaver(ctypes.Structure):
    """``XScreenSaverInfo`` of the X screen saver extension."""

    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("mask", ctypes.c_ulong),
    )


@lru_cache(maxsize=1)
def _libraries() -> tuple[Any, Any] | None:
    names = [ctypes.util.find_library(name) for name in ("X11", "Xss")]
    try:
        x11, saver = (
            ctypes.CDLL(name or missing) for name, missing in zip(names, ("libX11.so.6", "libXss.so.1"), strict=True)
        )
    except OSError:
        return None
    x11.XOpenDisplay.restype = x11.XDefaultRootWindow.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = (ctypes.c_char_p,)
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XDefaultRootWindow.argtypes = x11.XCloseDisplay.argtypes = (ctypes.c_void_p,)
    saver.XScreenSaverQueryExtension.argtypes = (
        ctypes.c_void_p,
        ctypes.POINTER(ctypes.c_int),
        ctypes.POINTER(ctypes.c_int),
    )
    saver.XScreenSaverQueryInfo.argtypes = (ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(_ScreenSaver))
    return x11, saver


def _x11() -> float | None:
    """The X screen saver extension. A connection each time: one that is kept ends the process with its server."""
    libraries = _libraries() if os.environ.get("DISPLAY") else None
    if libraries is None:
        return None
    x11, saver = libraries
    display = x11.XOpenDisplay(None)
    if not display:
        return None
    try:
        event, error, info = ctypes.c_int(), ctypes.c_int(), _ScreenSaver()
        if not saver.XScreenSaverQueryExtension(display, ctypes.byref(event), ctypes.byref(error)):
            return None
        if not saver.XScreenSaverQueryInfo(display, x11.XDefaultRootWindow(display), ctypes.byref(info)):
            return None
        return float(info.idle) / 1000.0
    finally:
        x11.XCloseDisplay(display)


def _mutter() -> float | None:
    """GNOME's own counter: milliseconds, as ``t 1234``."""
    name = "org.gnome.Mutter.IdleMonitor"
    path = "/org/gnome/Mutter/IdleMonitor/Core"
    answer = _output("busctl", "--user", "call", name, path, name, "GetIdletime").split()
    return float(answer[1]) / 1000.0 if len(answer) == 2 and answer[1].isdigit() else None


def _logind() -> float | None:
    """The idle hint that the desktop gives to logind: whether, and since when in microseconds since the epoch."""
    session = os.environ.get("XDG_SESSION_ID")
    if not session or not os.environ.get("XDG_CURRENT_DESKTOP"):  # without a desktop nobody sets the hint
        return None
    answer = _output("loginctl", "show-session", session, "-p", "IdleHint", "-p", "IdleSinceHint")
    values = dict(line.split("=", 1) for line in answer.splitlines() if "=" in line)
    if values.get("IdleHint") not in ("yes", "no"):
        return None
    since = values.get("IdleSinceHint", "")
    return time.time() - int(since) / 1e6 if values["IdleHint"] == "yes" and since.isdigit() else 0.0


def _output(program: str, *arguments: str) -> str:
    path = shutil.which(program)
    if path is None:
        return ""
    try:
        done = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        log.debug("%s: %s", program, error)
        return ""
    return done.stdout if done.returncode == 0 else ""
