"""About photofind, what works here, and the keys."""

from __future__ import annotations

from importlib import metadata

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from photofind.app import App
from photofind.gui import desktop
from photofind.gui.actions import commands
from photofind.gui.jobs import Requests
from photofind.gui.theme import S1, S2, S4, S6
from photofind.records import Check


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("about", text)


class AboutDialog(QDialog):
    """Version, purpose, and the checks, to be copied into a report."""

    def __init__(self, app: App, requests: Requests, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About photofind"))
        self.resize(620, 440)
        try:
            self._version = metadata.version("photofind")
        except metadata.PackageNotFoundError:
            self._version = "?"
        title = QLabel(f"photofind {self._version}")
        title.setProperty("role", "title")
        text = QLabel(
            self.tr(
                "Find any photo by what is in it, in words, on your own machine, and see why it was found. "
                "Photos are only read, never changed. MIT licence."
            )
        )
        text.setWordWrap(True)
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setAccessibleName(self.tr("What works here"))
        self.report.setPlainText(self.tr("Checking…"))
        copy = QPushButton(self.tr("Copy"))
        copy.clicked.connect(lambda: desktop.copy_text(self.report.toPlainText()))
        close = QPushButton(self.tr("Close"))
        close.setProperty("role", "primary")
        close.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.setSpacing(S2)
        bottom.addWidget(copy)
        bottom.addStretch(1)
        bottom.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S4, S4, S4, S4)
        layout.setSpacing(S2)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addWidget(self.report, 1)
        layout.addLayout(bottom)
        requests.ask("checks", app.checks, self._show)

    def _show(self, checks: list[Check]) -> None:
        lines = [f"photofind {self._version}, Qt {qVersion()}", ""]
        for check in checks:
            lines.append(f"{'✓' if check.ok else '✗'} {check.name}: {check.detail}")
            if check.remedy and not check.ok:
                lines.append(f"    → {check.remedy}")
        self.report.setPlainText("\n".join(lines))


class ShortcutsDialog(QDialog):
    """The keys of all commands, and those of grid and photo view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(560, 600)
        native = QKeySequence.SequenceFormat.NativeText
        rows = [
            (", ".join(QKeySequence(key).toString(native) for key in command.keys), command.text)
            for command in commands()
            if command.keys
        ]
        rows += [
            (tr("Enter, comma"), tr("Make chips of the typed words")),
            (tr("Backspace"), tr("In the empty search field: take the last chip away")),
            (tr("Space, Enter on a chip"), tr("Include or leave out")),
            (tr("Enter, Space"), tr("View the photo")),
            (tr("Delete"), tr("Take the selected photos out of the library; their files stay")),
            (tr("← → Home End"), tr("In the photo view: previous, next, first, last photo")),
            (tr("+ − 0"), tr("In the photo view: zoom in, out, fit")),
            (tr("Esc"), tr("Back")),
            (tr("Ctrl and wheel"), tr("Size of the thumbnails")),
        ]
        page = QWidget()
        grid = QGridLayout(page)
        grid.setHorizontalSpacing(S6)
        grid.setVerticalSpacing(S1)
        grid.setColumnStretch(1, 1)
        for number, (keys, text) in enumerate(rows):
            key = QLabel(keys)
            key.setTextFormat(Qt.TextFormat.PlainText)
            font = key.font()
            font.setBold(True)
            key.setFont(font)
            label = QLabel(text)
            label.setWordWrap(True)
            grid.addWidget(key, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, number, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        close = QPushButton(self.tr("Close"))
        close.setProperty("role", "primary")
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S4, S4, S4, S4)
        layout.setSpacing(S4)
        layout.addWidget(area, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTrailing)
