"""The window and the signals that end a program."""

from __future__ import annotations

import signal

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from photofind.gui.session import closing_on_signals


class Interrupted(QWidget):
    """Is told to end while it paints."""

    def __init__(self) -> None:
        super().__init__()
        self.shown_after: list[bool] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        signal.raise_signal(signal.SIGTERM)
        self.shown_after.append(self.isVisible())


def test_a_signal_that_comes_while_the_window_is_painted_closes_it_afterwards(qtbot: QtBot) -> None:
    before = signal.getsignal(signal.SIGTERM)
    window = Interrupted()
    qtbot.addWidget(window)
    with closing_on_signals(window):
        window.show()
        qtbot.waitUntil(lambda: not window.isVisible())
    assert window.shown_after
    assert all(window.shown_after)
    assert signal.getsignal(signal.SIGTERM) is before
