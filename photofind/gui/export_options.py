"""What a person can choose about an export: only the rows that the format heeds are shown."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QWidget

from photofind.gui.theme import S2, S3
from photofind.records import ExportFormat, ExportOptions


class OptionRows(QWidget):
    """A form whose rows follow the format."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(S3)
        self._form.setVerticalSpacing(S2)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
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
        self.setVisible(bool(form.options) or form.folder)

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
