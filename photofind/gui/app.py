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
        app = read_ahead(paths)
    except PhotofindError as error:
        logger.error("can't start: %s", error)
        # Qt is loaded only now: see below.
        from photofind.gui.session import show_error

        show_error(str(error))
        return 3
    from photofind.gui import session

    return session.show(app, paths, folders)


def read_ahead(paths: DataPaths) -> App:
    """Open the library and read the list of its photos while Qt is loaded, which takes longer: both at once."""
    app = App(paths)
    threading.Thread(target=_read, args=(app,), name="read-ahead", daemon=True).start()
    return app


def _read(app: App) -> None:
    # The answer is kept until the window asks; what is wrong is said then, too.
    with contextlib.suppress(PhotofindError):
        app.search(Query())
