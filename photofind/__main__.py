"""Entry points: ``photofind`` (command line, or the window when no command is given) and ``photofind-gui``."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Sequence

from photofind.errors import PhotofindError
from photofind.paths import DataPaths, data_paths


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


def window_words(words: Sequence[str]) -> tuple[str | None, Sequence[str]] | None:
    """The data directory and the folders, if the words only ask for a window; None for all else.

    ``cli`` reads the same words the same way, but takes a tenth of a second to load, which a window doesn't need.
    """
    chosen, rest = None, list(words)
    if len(rest) > 1 and rest[0] == "--data-dir":
        chosen, rest = rest[1], rest[2:]
    if (rest and rest[0] != "gui") or any(word.startswith("-") for word in rest):
        return None
    return chosen, rest[1:]


def _open(chosen: str | None, folders: Sequence[str]) -> int:
    try:
        return _window(data_paths(chosen), folders)
    except PhotofindError as error:
        from photofind.cli.common import complain

        return complain(str(error), 3)


def _run(words: Sequence[str]) -> None:
    multiprocessing.freeze_support()
    try:
        asked = window_words(words)
        if asked is not None:
            status = _open(*asked)
        else:
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
