"""The log: one rotating file in the data directory, and warnings on stderr when asked for."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from pathlib import Path

FORMAT = "%(asctime)s %(levelname)s %(processName)s %(name)s: %(message)s"


def setup(path: Path, verbose: bool = False) -> None:
    """Send photofind's log to ``path`` (1 MB, three kept), and to stderr too when ``verbose``.

    Calling it again replaces the former set-up. A log that can't be written is said once and does without.
    """
    root = logging.getLogger("photofind")
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    root.propagate = False
    handlers: list[logging.Handler] = []
    try:
        handlers.append(
            logging.handlers.RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
        )
    except OSError as error:
        sys.stderr.write(f"photofind: no log at {path} ({error.strerror})\n")
    if verbose:
        handlers.append(logging.StreamHandler())
    for handler in handlers:
        handler.setFormatter(logging.Formatter(FORMAT))
        root.addHandler(handler)


def close() -> None:
    """Close the log's handlers."""
    root = logging.getLogger("photofind")
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
