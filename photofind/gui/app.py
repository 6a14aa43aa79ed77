"""Starts the window and ends with it."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from photofind import log
from photofind.app import App
from photofind.errors import PhotofindError
from photofind.gui.main_window import MainWindow
from photofind.gui.theme import Theme, app_icon
from photofind.paths import DataPaths

logger = logging.getLogger(__name__)

TICK_MS = 300
SWITCH_S = 0.001
"""How long a busy background thread may keep the interpreter when the GUI thread wants it (Python's default: 5 ms)."""


def application() -> QApplication:
    """The Qt application, made if there is none."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application_ = QApplication(sys.argv[:1])
    application_.setApplicationName("photofind")
    application_.setApplicationDisplayName("photofind")
    application_.setDesktopFileName("photofind")
    return application_


def run(paths: DataPaths, folders: Sequence[str] = ()) -> int:
    """Open the library in a window; returns the exit status when the window is closed.

    Args:
        paths: the data directory.
        folders: added to the library at once.
    """
    qt = application()
    qt.setWindowIcon(app_icon())
    log.setup(paths.log)
    try:
        app = App(paths)
    except PhotofindError as error:
        logger.error("can't start: %s", error)
        show_error(str(error))
        return 3
    sys.setswitchinterval(SWITCH_S)
    theme = Theme(qt, app.settings.theme)
    window = MainWindow(app, theme, paths.root)
    qt.setLayoutDirection(QLocale().textDirection())
    former = signal.signal(signal.SIGINT, lambda _number, _frame: window.close())
    signal.signal(signal.SIGTERM, lambda _number, _frame: window.close())
    tick = QTimer()
    # Python looks at signals only while it runs: give it a moment now and then.
    tick.timeout.connect(lambda: None)
    tick.start(TICK_MS)
    try:
        window.show()
        QTimer.singleShot(0, window, lambda: _begin(app, window, folders))
        status = qt.exec()
    finally:
        tick.stop()
        signal.signal(signal.SIGINT, former)
        window.close()
        app.close()
        theme.close()
    return status


def _begin(app: App, window: MainWindow, folders: Sequence[str]) -> None:
    try:
        app.start()
    except PhotofindError as error:
        window.say(str(error))
    window.library_commands.add_folders([str(folder) for folder in folders])


def show_error(text: str) -> None:
    """Say why photofind can't start, and wait."""
    box = QMessageBox(QMessageBox.Icon.Critical, "photofind", text)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()
