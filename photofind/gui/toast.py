"""A short message over the lower edge of the window, or the upper one. It moves nothing and goes by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from photofind.gui.theme import S2, S3, Theme

SECONDS = 8
MARGIN = 12


class Toast(QFrame):
    """Shows one message at a time."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAutoFillBackground(True)
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._act: Callable[[], object] | None = None
        self._at_top = False
        self.button = QPushButton()
        self.button.setProperty("role", "link")
        self.button.clicked.connect(self._do)
        self.button.hide()
        close = QToolButton()
        close.setAccessibleName(self.tr("Close the message"))
        close.clicked.connect(self.hide)
        theme.bind(close, "close", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(S3, S2, S2, S2)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, button: str = "", act: Callable[[], object] | None = None) -> None:
        """Show a message, with a button that does something about it."""
        self._act = act
        self.button.setText(button)
        self.button.setVisible(act is not None)
        self.label.setText(text)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def set_at_top(self, at_top: bool) -> None:
        """Stand at the upper edge, while there are buttons at the lower one."""
        self._at_top = at_top
        if self.isVisible():
            self._place()

    def _do(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the edge."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def close_timers(self) -> None:
        """Stop the timer."""
        self._timer.stop()

    def _place(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        width = min(560, parent.width() - 32)
        self.setFixedWidth(width)
        spare = self.button.sizeHint().width() + S2 if self._act is not None else 0
        self.label.setFixedWidth(width - 64 - spare)
        self.adjustSize()
        top = MARGIN if self._at_top else parent.height() - self.height() - 58
        self.move((parent.width() - width) // 2, top)
