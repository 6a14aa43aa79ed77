"""What the window's thread does goes before the work of all other threads."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from photofind.courtesy import courtesy


def urgent() -> None:
    """To be called where the window's thread begins work worth milliseconds: others wait until no event is left."""
    if courtesy.begin():
        QTimer.singleShot(0, courtesy.end)
