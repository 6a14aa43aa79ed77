"""Asks for the two files of a model that the person has, and has them checked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photofind.app import App
from photofind.gui.jobs import Requests
from photofind.gui.theme import S2, S3, S4
from photofind.records import Model


class OwnModelDialog(QDialog):
    """Asks for the two files of a model and has them checked."""

    def __init__(self, app: App, requests: Requests, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._requests = app, requests
        self.added = ""
        self.setWindowTitle(self.tr("Add a model from files"))
        self.resize(560, 260)
        self.lm, self.mmproj, self.name = QLineEdit(), QLineEdit(), QLineEdit()
        self.lm.setAccessibleName(self.tr("Language model file"))
        self.mmproj.setAccessibleName(self.tr("Projector file"))
        self.name.setAccessibleName(self.tr("Name"))
        self.name.setPlaceholderText(self.tr("the file's name"))
        intro = QLabel(
            self.tr(
                "A model that can see has two GGUF files: the language model, and the projector, whose name usually "
                "has “mmproj” in it. The files stay where they are."
            )
        )
        intro.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(S3)
        form.setVerticalSpacing(S2)
        form.addRow(self.tr("Language model"), self._with_button(self.lm))
        form.addRow(self.tr("Projector (mmproj)"), self._with_button(self.mmproj))
        form.addRow(self.tr("Name"), self.name)
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setProperty("role", "failure")
        self.add_button = QPushButton(self.tr("Add"))
        self.add_button.setProperty("role", "primary")
        self.add_button.clicked.connect(self._add)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        bottom = QHBoxLayout()
        bottom.setSpacing(S2)
        bottom.addStretch(1)
        bottom.addWidget(cancel)
        bottom.addWidget(self.add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S4, S4, S4, S4)
        layout.setSpacing(S3)
        layout.addWidget(intro)
        layout.addLayout(form)
        layout.addWidget(self.message)
        layout.addStretch(1)
        layout.addLayout(bottom)
        for field in (self.lm, self.mmproj):
            field.textChanged.connect(self._check)
        self._check()

    def _with_button(self, field: QLineEdit) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S2)
        button = QPushButton(self.tr("Browse…"))
        button.clicked.connect(lambda: self._browse(field))
        row.addWidget(field, 1)
        row.addWidget(button)
        return box

    def _browse(self, field: QLineEdit) -> None:
        dialog = QFileDialog(self, field.accessibleName(), "", self.tr("GGUF files (*.gguf)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(field.setText)
        dialog.open()

    def _check(self) -> None:
        self.add_button.setEnabled(bool(self.lm.text().strip() and self.mmproj.text().strip()))

    def _add(self) -> None:
        self.message.clear()
        self.add_button.setEnabled(False)
        lm, mmproj, name = self.lm.text().strip(), self.mmproj.text().strip(), self.name.text().strip()
        self._requests.ask("add-model", lambda: self._app.add_model(lm, mmproj, name), self._added, self._problem)

    def _added(self, model: Model) -> None:
        self.added = model.name
        self.accept()

    def _problem(self, text: str) -> None:
        self._check()
        self.message.setText(text)
