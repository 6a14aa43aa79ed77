"""How the command line speaks: escaped text, JSON, progress with an ETA, Ctrl-C."""

from __future__ import annotations

import json
import signal
import sys
import threading
import unicodedata
from types import FrameType, TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from photofind.records import Progress

WAITS = {
    "waiting-power": "waiting for mains power",
    "waiting-idle": "waiting until nobody uses the machine",
    "waiting-hours": "waiting for the set hours",
    "waiting-choice": "waiting until a model is chosen",
}
"""States of a pipeline that waits for a condition, in words."""


def plain(text: str) -> str:
    """Untrusted text on one line, without control, format or surrogate characters that a terminal could obey."""
    return "".join(
        " " if c in "\n\r\t" else c if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"} else "\ufffd"
        for c in text
    )


def say(text: str = "") -> None:
    """A line on stdout. Characters that the terminal's encoding lacks are replaced."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def say_json(value: object) -> None:
    """One JSON value on stdout, on one line, in ASCII so that any encoding carries it."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")


def duration(seconds: float) -> str:
    """Seconds as people say it: ``40 s``, ``12 min``, ``5.5 h``, ``3.2 days``, ``4 months``, ``2.1 years``."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    if seconds < 36 * 3600:
        return f"{seconds / 3600:.1f} h"
    days = seconds / 86400
    if days < 60:
        return f"{days:.1f} days"
    return f"{days / 30.4:.0f} months" if days < 720 else f"{days / 365.25:.1f} years"


class Interrupt:
    """Ctrl-C (and SIGTERM) as a flag, so that work ends tidily; a second Ctrl-C ends it at once."""

    def __init__(self) -> None:
        self._set = threading.Event()
        self._former: dict[int, Any] = {}

    def __call__(self) -> bool:
        """Whether it was asked for."""
        return self._set.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait that long, or until it is asked for."""
        return self._set.wait(seconds)

    def __enter__(self) -> Interrupt:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._former[number] = signal.signal(number, self._caught)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for number, former in self._former.items():
            signal.signal(number, former)

    def _caught(self, number: int, _frame: FrameType | None) -> None:
        if self._set.is_set():
            raise KeyboardInterrupt
        self._set.set()
        sys.stderr.write("\nstopping…\n" if number == signal.SIGINT else "")


class Shown:
    """A progress bar on stderr; where stderr is no terminal, nothing, so that logs stay readable."""

    def __init__(self, quiet: bool = False) -> None:
        console = Console(stderr=True)
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self._task: TaskID | None = None
        self._told = False

    def __enter__(self) -> Shown:
        self._bar.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._bar.stop()

    def files(self, done: int, total: int, _path: str) -> None:
        """Progress of a scan, in files."""
        self._show("reading", done, total, "")

    def counted(self, done: int, total: int) -> None:
        """Progress of an export or a rebuild, in photos."""
        self._show("writing", done, total, "")

    def step(self, what: str, done: int, total: int) -> None:
        """Progress of one step of several, each with its own name and number of things."""
        self._show(what, done, total, "")

    def describing(self, progress: Progress) -> None:
        """Progress of a captioning run, in views."""
        if progress.state == "loading":
            self._show("loading the model", 0, 0, progress.detail)
            return
        if progress.state == "waiting":
            if self._bar.disable and not self._told:
                # Nobody sees a bar here, and waiting can take long.
                self._told = True
                sys.stderr.write(f"waiting for the server: {plain(progress.detail)}\n")
            self._show("waiting for the server", progress.done, progress.total, progress.detail)
            return
        what = WAITS.get(progress.state, progress.state)
        notes = [progress.detail] if progress.state in WAITS else []
        if progress.state == "describing" and progress.eta is None:
            notes.append("measuring…")
        if progress.per_hour:
            notes.append(f"{progress.per_hour:,.0f} photos/h")
        if progress.stage_eta is not None:
            notes.append(f"all searchable in {duration(progress.stage_eta)}")
        if progress.eta is not None and progress.total:
            notes.append(f"{duration(progress.eta)} left")
        self._show(what, progress.done, progress.total, " · ".join(note for note in notes if note))

    def _show(self, what: str, done: int, total: int, note: str) -> None:
        if self._task is None:
            self._task = self._bar.add_task(what, total=total or None, note=note)
        self._bar.update(
            self._task, description=what, completed=done, total=total or None, note=Text(plain(note)).plain
        )
