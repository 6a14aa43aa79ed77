"""The photos that could not be read or described, with reasons."""

from __future__ import annotations

from pathlib import PurePath

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from photofind.app import App
from photofind.gui.jobs import Requests
from photofind.gui.theme import S2, S3, S4
from photofind.gui.wording import tip, view_name
from photofind.records import Failure

SHOWN = 2000


class FailuresDialog(QDialog):
    """A list of failures; all can be tried again."""

    show_wanted = Signal(str)
    """A path to show in the file manager."""
    retried = Signal(int)

    def __init__(self, app: App, requests: Requests, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._requests = app, requests
        self._failures: list[Failure] = []
        self._shown = self._tried = False
        self.setWindowTitle(self.tr("Failed photos"))
        self.resize(760, 420)
        self.intro = QLabel()
        self.intro.setTextFormat(Qt.TextFormat.PlainText)
        self.intro.setWordWrap(True)
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName(self.tr("Failed photos"))
        self.table.setHorizontalHeaderLabels([self.tr("Photo"), self.tr("What failed"), self.tr("Why")])
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, 220)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.retry = QPushButton(self.tr("Try all again"))
        self.retry.setProperty("role", "primary")
        self.retry.clicked.connect(self._retry)
        self.retry_one = QPushButton(self.tr("Try the chosen again"))
        self.retry_one.clicked.connect(self._retry_chosen)
        self.show_button = QPushButton(self.tr("Show in the file manager"))
        self.show_button.clicked.connect(self._show)
        self.hint = QLabel()
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "muted")
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.setSpacing(S2)
        bottom.addWidget(self.show_button)
        bottom.addStretch(1)
        bottom.addWidget(self.retry_one)
        bottom.addWidget(self.retry)
        bottom.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S4, S4, S4, S4)
        layout.setSpacing(S3)
        layout.addWidget(self.intro)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.hint)
        layout.addStretch(0)
        layout.addLayout(bottom)
        self.table.itemSelectionChanged.connect(self._enable)
        self.fill()

    def fill(self) -> None:
        """Read the list anew."""
        self._requests.ask("failures", self._app.failures, self._fill)

    def _fill(self, failures: list[Failure]) -> None:
        if shiboken6.isValid(self):  # else it was closed before the answer came
            self.show_list(failures)

    def show_list(self, failures: list[Failure]) -> None:
        """Show these failures."""
        if failures[:SHOWN] == self._failures and self._shown:
            return  # what is chosen stays chosen
        self._failures, self._shown = failures[:SHOWN], True
        if failures:
            self.intro.setText(
                self.tr("%Ln photos or parts of photos could not be read or described.", None, len(failures))
            )
        elif self._tried:
            self.intro.setText(self.tr("They are tried again. What fails again appears here."))
        else:
            self.intro.setText(self.tr("Nothing failed: all photos could be read and described."))
        self.table.setRowCount(len(self._failures))
        for row, failure in enumerate(self._failures):
            what = self.tr("reading") if failure.stage == "read" else self.tr("describing")
            if failure.view:
                what = f"{what}: {view_name(failure.view)}"
            for column, text in enumerate((PurePath(failure.path).name, what, failure.reason)):
                item = QTableWidgetItem(text)
                item.setToolTip(tip(failure.path if column == 0 else text))
                self.table.setItem(row, column, item)
        self._enable()

    def _enable(self) -> None:
        """Let only that be pressed which does something, and say what the rest is waiting for."""
        some = bool(self._failures)
        self.table.setVisible(some)
        self.retry.setEnabled(some)
        chosen, rows = self._chosen(), self.table.selectionModel().hasSelection()
        self.retry_one.setEnabled(bool(chosen))
        if not some or chosen:
            text = ""
        elif rows:
            text = self.tr("A file that could not be read is tried again together with all others: “Try all again”.")
        else:
            text = self.tr("Choose photos in the list to try only these again, or to see where they are.")
        self.hint.setText(text)
        self.hint.setVisible(bool(text))
        self.retry_one.setToolTip(text)
        self.show_button.setEnabled(some and self.table.currentRow() >= 0)

    def _chosen(self) -> list[int]:
        """The photos of the selected rows; files that could not even be read are none."""
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        photos = (self._failures[row].photo_id for row in sorted(rows) if row < len(self._failures))
        return list(dict.fromkeys(photo for photo in photos if photo is not None))

    def _retry_chosen(self) -> None:
        chosen = self._chosen()
        self._requests.ask("retry", lambda: self._app.retry(chosen), self._retried)

    def _show(self) -> None:
        self.show_wanted.emit(self._failures[self.table.currentRow()].path)

    def _retry(self) -> None:
        self.retry.setEnabled(False)
        self._requests.ask("retry", self._app.retry_failures, self._retried)

    def _retried(self, count: int) -> None:
        self._tried = True
        self.retried.emit(count)
        self.fill()
