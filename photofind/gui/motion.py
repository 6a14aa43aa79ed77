"""Whether the window may move things: animations and cross-fades."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStyle

_PROPERTY = "reducedMotion"


def set_reduced(reduced: bool) -> None:
    """Have nothing move, whatever the system says."""
    application = QApplication.instance()
    if application is not None:
        application.setProperty(_PROPERTY, reduced)


def animated() -> bool:
    """Whether things may move: neither the person nor the desktop has switched animations off."""
    application = QApplication.instance()
    if not isinstance(application, QApplication) or application.property(_PROPERTY):
        return False
    return application.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
