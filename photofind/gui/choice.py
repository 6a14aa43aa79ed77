"""A choice among a few: radio buttons, each with a line that says what it means."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QRadioButton, QVBoxLayout, QWidget

from photofind.gui.theme import S1, S3


class Choice(QFrame):
    """One option: a radio button, a muted line below it, and what else belongs to it."""

    def __init__(self, title: str, about: str, group: QButtonGroup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.button = QRadioButton(title)
        font = self.button.font()
        font.setBold(True)
        self.button.setFont(font)
        self.about = QLabel()
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.about.setProperty("role", "muted")
        self.about.setContentsMargins(24, 0, 0, 0)
        group.addButton(self.button)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(S3, S3 - 2, S3, S3 - 2)
        self._layout.setSpacing(S1)
        self._layout.addWidget(self.button)
        self._layout.addWidget(self.about)
        self.say(about)

    def say(self, about: str) -> None:
        """Explain it."""
        self.about.setText(about)
        self.button.setAccessibleDescription(about)

    def add(self, widget: QWidget) -> None:
        """Put something below the explanation."""
        self._layout.addWidget(widget)
