"""Limits the search to a range of days."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QDateEdit, QDialog, QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from photofind.gui.theme import S2, S3, S4


class DateDialog(QDialog):
    """Two days, each of which can be left open."""

    def __init__(self, after: str | None, before: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Dates"))
        today = QDate.currentDate()
        self.use_first = QCheckBox(self.tr("Taken on or after"))
        self.first = QDateEdit(QDate.fromString(after, Qt.DateFormat.ISODate) if after else today.addYears(-1))
        self.use_last = QCheckBox(self.tr("Taken on or before"))
        self.last = QDateEdit(QDate.fromString(before, Qt.DateFormat.ISODate).addDays(-1) if before else today)
        form = QFormLayout()
        form.setHorizontalSpacing(S3)
        form.setVerticalSpacing(S3)
        for box, edit, on in ((self.use_first, self.first, after), (self.use_last, self.last, before)):
            edit.setCalendarPopup(True)
            edit.setAccessibleName(box.text())
            edit.dateChanged.connect(lambda _=None, b=box: b.setChecked(True))
            box.setChecked(on is not None)
            form.addRow(box, edit)
        ok = QPushButton(self.tr("Show these"))
        ok.setProperty("role", "primary")
        ok.clicked.connect(self.accept)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        bottom = QHBoxLayout()
        bottom.setSpacing(S2)
        bottom.addStretch(1)
        bottom.addWidget(cancel)
        bottom.addWidget(ok)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S4, S4, S4, S4)
        layout.setSpacing(S4)
        layout.addLayout(form)
        layout.addLayout(bottom)

    @property
    def range(self) -> tuple[str | None, str | None]:
        """ISO days: from (inclusive) and before (exclusive), None where open."""
        iso = Qt.DateFormat.ISODate
        first = self.first.date().toString(iso) if self.use_first.isChecked() else None
        last = self.last.date().addDays(1).toString(iso) if self.use_last.isChecked() else None
        return first, last
