"""What a person can choose about an export: only the rows that the format heeds are shown."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout

from photofind.records import ExportFormat, ExportOptions


class OptionRows(QObject):
    """Rows of a form that follow the format.

    Args:
        form: they are added to it.
    """

    def __init__(self, form: QFormLayout, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self.embed = _choice(
            self.tr("Pictures"),
            (self.tr("In the page, up to 200 photos"), None),
            (self.tr("In the page itself"), True),
            (self.tr("In a folder beside the page"), False),
        )
        self.paper = _choice(self.tr("Paper"), (self.tr("A4"), "a4"), (self.tr("US Letter"), "letter"))
        if QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem:
            self.paper.setCurrentIndex(1)
        self.model_captions = _choice(
            self.tr("What the model wrote"),
            (self.tr("In a field that says so"), "labelled"),
            (self.tr("Also as description, where you wrote none"), "description"),
            (self.tr("Leave it out"), "no"),
        )
        self.beside = QCheckBox(self.tr("Beside the photos, in their own folders"))
        self.overwrite = QCheckBox(self.tr("Replace files that are there and differ"))
        self._form.addRow(self.tr("Pictures"), self.embed)
        self._form.addRow(self.tr("Paper"), self.paper)
        self._form.addRow(self.tr("What the model wrote"), self.model_captions)
        self._form.addRow("", self.beside)
        self._form.addRow("", self.overwrite)

    def show_for(self, form: ExportFormat) -> None:
        """Show the rows that a format heeds."""
        for name in ("embed", "paper", "model_captions", "beside"):
            self._form.setRowVisible(getattr(self, name), name in form.options)
        self._form.setRowVisible(self.overwrite, form.folder)

    def enable(self, enabled: bool) -> None:
        """Let the person choose, or not while an export runs."""
        for widget in (self.embed, self.paper, self.model_captions, self.beside, self.overwrite):
            widget.setEnabled(enabled)

    def chosen(self, form: ExportFormat) -> ExportOptions:
        """What is chosen of what the format heeds."""
        return ExportOptions(
            beside="beside" in form.options and self.beside.isChecked(),
            model_captions=self.model_captions.currentData(),
            embed=self.embed.currentData(),
            paper=self.paper.currentData(),
        )


def _choice(name: str, *entries: tuple[str, object]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for text, value in entries:
        box.addItem(text, value)
    return box
