"""Entry points: ``photofind`` (command line, or the window when no command is given) and ``photofind-gui``."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence

from photofind.paths import DataPaths


def _window(paths: DataPaths, folders: Sequence[str]) -> int:
    # Qt is loaded only when a window is wanted: the command line works without it.
    from photofind.gui.app import run

    return run(paths, folders)


def main() -> None:
    """Run the command line; exits the process."""
    multiprocessing.freeze_support()
    from photofind.cli import run

    sys.exit(run(sys.argv[1:], _window))


def main_gui() -> None:
    """Open the window; exits the process."""
    multiprocessing.freeze_support()
    from photofind.cli import run

    sys.exit(run(["gui", *sys.argv[1:]], _window))


if __name__ == "__main__":
    main()
