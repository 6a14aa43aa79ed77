"""Bytes on their way, on the terminal: how many, how fast, how long still."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, SpinnerColumn, TaskID, TextColumn
from rich.progress import Progress as Bar

from photofind import terminal
from photofind.records import DownloadProgress

_STATES = {"starting": "asking what there is", "waiting": "waiting", "checking": "checking"}


class TransferBar:
    """A bar on stderr; nothing where stderr is no terminal."""

    def __init__(self, quiet: bool = False) -> None:
        console = Console(stderr=True)
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            DownloadColumn(),
            TextColumn("{task.fields[note]}", markup=False),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self._task: TaskID | None = None
        self.last: DownloadProgress | None = None
        """What was shown last of a download."""

    def __enter__(self) -> TransferBar:
        self._bar.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._bar.stop()

    def download(self, progress: DownloadProgress) -> None:
        """Progress of a download."""
        self.last = progress
        pace = f"{progress.rate / 1e6:.1f} MB/s" if progress.rate else ""
        left = f"{terminal.duration(progress.eta)} left" if progress.eta is not None else ""
        why = progress.detail if progress.state == "waiting" else ""
        self._show(
            _STATES.get(progress.state, progress.model),
            progress.done,
            progress.total,
            " · ".join(part for part in (pace, left, why) if part),
        )

    def moved(self, done: int, total: int) -> None:
        """Progress of a move."""
        self._show("moving", done, total, "")

    def _show(self, what: str, done: int, total: int, note: str) -> None:
        if self._task is None:
            self._task = self._bar.add_task(what, total=total or None, note=note)
        self._bar.update(self._task, description=what, completed=done, total=total or None, note=terminal.plain(note))


def amount(size: int) -> str:
    """Bytes as people say them: ``4.08 GB``, ``624 MB``, ``12 kB``."""
    for unit, name in ((1e9, "GB"), (1e6, "MB")):
        if size >= unit:
            return f"{size / unit:.2f} {name}" if name == "GB" else f"{size / unit:.0f} {name}"
    return f"{size / 1e3:.0f} kB"
