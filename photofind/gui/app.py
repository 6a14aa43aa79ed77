"""Starts the window: opens the library and reads its photos while Qt is being loaded."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Sequence

from photofind import log
from photofind.app import App
from photofind.errors import PhotofindError
from photofind.paths import DataPaths
from photofind.records import Query

WARM_UP_S = 1.0
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")
"""Linux: one of these tells Qt where windows go."""

logger = logging.getLogger(__name__)


def run(paths: DataPaths, folders: Sequence[str] = ()) -> int:
    """Open the library in a window; returns the exit status when the window is closed.

    Args:
        paths: the data directory.
        folders: added to the library at once.

    Raises:
        PhotofindError: there is no display.
    """
    log.setup(paths.log)
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _DISPLAYS):
        # Qt would abort the process.
        raise PhotofindError(
            "there is no display for a window", "start it on a desktop, or use a command: photofind --help lists them"
        )
    try:
        app = App(paths)
    except PhotofindError as error:
        logger.error("can't start: %s", error)
        # Qt is loaded only now: see below.
        from photofind.gui.session import show_error

        show_error(str(error))
        return 3
    trouble = ""
    try:
        # Before anything is asked: a search without the pipeline would have to mend the index first.
        app.start()
    except PhotofindError as error:
        trouble = str(error)
    warm = threading.Thread(target=warm_up, args=(app,), name="warm-up", daemon=True)
    warm.start()
    # Loading Qt takes about as long as reading the list of 100,000 photos: both at once.
    from photofind.gui import session

    warm.join(WARM_UP_S)
    return session.show(app, paths, folders, trouble)


def warm_up(app: App) -> None:
    """Ask for all photos, so that the answer is there when the window asks."""
    with contextlib.suppress(PhotofindError):
        app.search(Query())
