"""Entry points: ``photofind`` (command line, or the window when no command is given) and ``photofind-gui``."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Sequence

from photofind.paths import DataPaths


def _window(paths: DataPaths, folders: Sequence[str]) -> int:
    # Qt is loaded only when a window is wanted: the command line works without it.
    from photofind.gui.app import run

    return run(paths, folders)


def main() -> None:
    """Run the command line; exits the process."""
    _run(sys.argv[1:])


def main_gui() -> None:
    """Open the window; exits the process."""
    _run(["gui", *sys.argv[1:]])


def _run(words: Sequence[str]) -> None:
    multiprocessing.freeze_support()
    try:
        # Modules take about a second to load: Ctrl-C is taken in that time, too.
        from photofind.cli import run

        status = run(words, _window)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader has what it wanted; what is buffered still must not be complained about at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
