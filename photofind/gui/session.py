"""The Qt side of the program: application, window, event loop."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from photofind.app import App
from photofind.errors import PhotofindError
from photofind.gui import language
from photofind.gui.main_window import MainWindow
from photofind.gui.theme import Theme, app_icon
from photofind.paths import DataPaths

TICK_MS = 300
SWITCH_S = 0.0003
"""How long a busy background thread may keep the interpreter when the GUI thread wants it (Python's default: 5 ms).

Qt lets go of the interpreter several times while a grid is drawn, and gets it back that late each time. Beside one busy
thread a grid of 12 photos takes 27 to 47 ms to draw with the default, 20 to 24 ms with 1 ms, 6 to 20 ms with this; what
three busy threads get done in all is no less.
"""


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


def opened(app: App, paths: DataPaths) -> tuple[Theme, MainWindow]:
    """The window of a library, not yet shown."""
    qt = application()
    language.install(qt, app.settings.language)
    qt.setWindowIcon(app_icon())
    sys.setswitchinterval(SWITCH_S)
    theme = Theme(qt, app.settings.theme)
    return theme, MainWindow(app, theme, paths.root)


def _start(app: App, window: MainWindow) -> None:
    """Scan, describe and index, now that the first screen is there."""
    try:
        app.start()
    except PhotofindError as error:
        window.say(str(error))


@contextmanager
def closing_on_signals(window: QWidget) -> Iterator[None]:
    """Ctrl-C and SIGTERM close the window, from the event loop: they may come while it is being painted."""
    former = {
        number: signal.signal(number, lambda _number, _frame: QTimer.singleShot(0, window, window.close))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    tick = QTimer()
    # Python looks at signals only while it runs: give it a moment now and then.
    tick.timeout.connect(lambda: None)
    tick.start(TICK_MS)
    try:
        yield
    finally:
        tick.stop()
        for number, handler in former.items():
            signal.signal(number, handler)


def show(app: App, paths: DataPaths, folders: Sequence[str] = ()) -> int:
    """Show the library in a window until it is closed; closes the library too.

    Args:
        paths: the data directory, for what the window remembers.
        folders: added to the library at once.

    Returns:
        The exit status.
    """
    theme, window = opened(app, paths)
    window.settling.settled.connect(lambda: _start(app, window))
    try:
        with closing_on_signals(window):
            window.show()
            window.open_folders([str(folder) for folder in folders])
            status = QApplication.exec()
    finally:
        window.close()
        app.close()
        theme.close()
    return status


def show_error(text: str) -> None:
    """Say why photofind can't start, and wait."""
    language.install(application())
    box = QMessageBox(QMessageBox.Icon.Critical, "photofind", text)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()
