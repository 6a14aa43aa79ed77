"""Writes the photos that were found to a file."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photofind.app import App
from photofind.gui.jobs import Requests
from photofind.gui.theme import S2, S3, S4
from photofind.gui.wording import photos
from photofind.records import Query

SUFFIXES = {"paths": "txt", "xmp": "", "copy": "", "html": "html"}


class ExportDialog(QDialog):
    """Format, place, progress. The work runs in its own thread and can be cancelled."""

    written = Signal(str, int)
    """Path and number of photos."""
    _progressed = Signal(int, int)

    def __init__(self, app: App, query: Query, count: int, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._query = app, query
        self._requests = Requests(1, "export", self)
        self._stop = threading.Event()
        self._running = False
        self._chosen = False
        self.setWindowTitle(self.tr("Export"))
        self.resize(560, 240)
        self.count = QLabel(self.tr("{photos} will be exported.").format(photos=photos(count)))
        self.format = QComboBox()
        self.format.setAccessibleName(self.tr("Format"))
        for name, about in app.formats().items():
            self.format.addItem(f"{name.upper()} – {about}", name)
        self.path = QLineEdit()
        self.path.setAccessibleName(self.tr("File"))
        self._folder = folder
        self.browse = QPushButton(self.tr("Browse…"))
        self.browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setSpacing(S2)
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        form = QFormLayout()
        form.setHorizontalSpacing(S3)
        form.setVerticalSpacing(S2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Format"), self.format)
        form.addRow(self.tr("File"), row)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, max(1, count))
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.bar.hide()
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setProperty("role", "failure")
        self.export_button = QPushButton(self.tr("Export"))
        self.export_button.setProperty("role", "primary")
        self.export_button.setEnabled(count > 0)
        self.export_button.clicked.connect(lambda: self._export(overwrite=False))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        bottom = QHBoxLayout()
        bottom.setSpacing(S2)
        bottom.addStretch(1)
        bottom.addWidget(self.cancel)
        bottom.addWidget(self.export_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S4, S4, S4, S4)
        layout.setSpacing(S3)
        layout.addWidget(self.count)
        layout.addLayout(form)
        layout.addWidget(self.bar)
        layout.addWidget(self.message)
        layout.addStretch(1)
        layout.addLayout(bottom)
        self.format.currentIndexChanged.connect(self._suggest)
        self.path.textEdited.connect(self._edited)
        self._progressed.connect(self._progress)
        self._suggest()

    def reject(self) -> None:
        """Cancel the work, or close."""
        if self._running:
            self._stop.set()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Wait for the thread."""
        self._stop.set()
        self._requests.close()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window cancels."""
        self._stop.set()
        self._requests.close()
        super().closeEvent(event)

    def _suffix(self) -> str:
        name = str(self.format.currentData())
        return SUFFIXES.get(name, name)

    def _suggest(self) -> None:
        """Another format: another suffix, unless the person typed a place of their own."""
        if self._chosen:
            base = Path(self.path.text().strip() or "photos")
            self.path.setText(str(base.with_suffix(f".{self._suffix()}" if self._suffix() else "")))
            return
        words = "-".join(chip.text for chip in self._query.chips if not chip.exclude)
        name = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in words)[:60] or "photos"
        suffix = self._suffix()
        self.path.setText(str(Path(self._folder) / (f"{name}.{suffix}" if suffix else name)))

    def _edited(self) -> None:
        self._chosen = True

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Export to"), self.path.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(self._picked)
        dialog.open()

    def _picked(self, path: str) -> None:
        self._chosen = True
        self.path.setText(path)

    def _export(self, overwrite: bool) -> None:
        text = self.path.text().strip()
        if not text:
            self.message.setText(self.tr("Say where the file should go."))
            return
        out = Path(text).expanduser()
        if out.exists() and not overwrite:
            self._ask_overwrite(out)
            return
        form = str(self.format.currentData())
        self._set_running(True)
        self._stop.clear()
        self._requests.ask(
            "export",
            lambda: self._app.export(
                self._query, form, out, overwrite, progress=self._progressed.emit, cancelled=self._stop.is_set
            ),
            lambda count: self._done(out, count),
            self._problem,
        )

    def _ask_overwrite(self, out: Path) -> None:
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Export"),
            self.tr("There is a file “{name}” already.").format(name=out.name),
            QMessageBox.StandardButton.Cancel,
            self,
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(self.tr("Replace it?"))
        replace = box.addButton(self.tr("Replace"), QMessageBox.ButtonRole.AcceptRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        replace.clicked.connect(lambda: self._export(overwrite=True))
        box.open()

    def _progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)

    def _done(self, out: Path, count: int) -> None:
        self._set_running(False)
        self.written.emit(str(out), count)
        self.accept()

    def _problem(self, text: str) -> None:
        self._set_running(False)
        self.message.setText(text or self.tr("Cancelled; nothing was written."))

    def _set_running(self, running: bool) -> None:
        self._running = running
        self.message.clear()
        self.bar.setVisible(running)
        for widget in (self.export_button, self.format, self.path, self.browse):
            widget.setEnabled(not running)
