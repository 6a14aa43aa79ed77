"""Writes the photos that were found, or what is said about them, to a file or into a folder."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
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
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photofind.app import App
from photofind.gui import desktop
from photofind.gui.export_options import OptionRows
from photofind.gui.export_scope import ExportScope
from photofind.gui.jobs import Requests
from photofind.gui.theme import S2, S3, S4
from photofind.gui.wording import number
from photofind.records import Exported, ExportFormat, Query

_NAMED = 500
"""So many photos that were left out are listed."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExportDialog", text)


def _described(form: ExportFormat) -> tuple[str, str]:
    """What a format is called, and what it is for."""
    known = {
        "csv": (_tr("Table (CSV)"), _tr("One photo a row, for spreadsheets.")),
        "json": (_tr("Results (JSON)"), _tr("The search and its results with the reasons, for programs.")),
        "jsonl": (_tr("Results (JSON Lines)"), _tr("One result a line, for scripts and long lists.")),
        "paths": (_tr("File paths"), _tr("One path a line, for other programs.")),
        "html": (_tr("Gallery (HTML)"), _tr("A page to look at in any browser, with the words marked.")),
        "pdf": (_tr("Contact sheet (PDF)"), _tr("Twelve photos a page with their captions, to print or send.")),
        "xmp": (
            _tr("Sidecars (XMP)"),
            _tr("Captions and tags in small files that other photo programs read."),
        ),
        "copy": (
            _tr("Copies of the photos"),
            _tr("The photos, copied into a folder; what is there already stays."),
        ),
        "zip": (_tr("Archive (ZIP)"), _tr("The photos and their captions in one file, to send or keep.")),
    }
    return known.get(form.name, (form.name.upper(), form.about))


class ExportDialog(QDialog):
    """Format, options, place, progress, outcome. The work runs in its own thread and can be cancelled."""

    written = Signal(str, int)
    """Path (empty if sidecars went beside the photos) and number of photos."""
    _progressed = Signal(int, int)

    def __init__(
        self,
        app: App,
        query: Query,
        count: int,
        folder: str,
        parent: QWidget | None = None,
        selected: Sequence[int] = (),
        prefer_selected: bool = False,
    ) -> None:
        super().__init__(parent)
        self._app, self._query, self._folder = app, query, folder
        self._forms = app.formats()
        self._requests = Requests(1, "export", self)
        self._stop = threading.Event()
        self._running = False
        self._chosen = False
        self._made = ""
        self.setWindowTitle(self.tr("Export"))
        self.resize(620, 360)
        self.count = QLabel(self.tr("%Ln photos will be exported.", None, count))
        self.scope = ExportScope(selected, count, prefer_selected)
        self.count.setVisible(not self.scope.offered)
        self.format = QComboBox()
        self.format.setAccessibleName(self.tr("Format"))
        for name, form in self._forms.items():
            self.format.addItem(_described(form)[0], name)
        self.about = QLabel()
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.path = QLineEdit()
        self.browse = QPushButton(self.tr("Browse…"))
        self.browse.clicked.connect(self._browse)
        self.place = QWidget()
        row = QHBoxLayout(self.place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S2)
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(S3)
        self.form.setVerticalSpacing(S2)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.addRow(self.tr("Photos"), self.scope)
        self.form.setRowVisible(self.scope, self.scope.offered)
        self.form.addRow(self.tr("Format"), self.format)
        self.form.addRow("", self.about)
        self.form.addRow(self.tr("File"), self.place)
        self.options = OptionRows(self.form, self)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Progress"))
        self.bar.setTextVisible(False)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.bar.hide()
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setProperty("role", "failure")
        self.left_out = QPlainTextEdit()
        self.left_out.setReadOnly(True)
        self.left_out.setTabChangesFocus(True)
        self.left_out.setAccessibleName(self.tr("Photos that were left out"))
        self.left_out.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.left_out.hide()
        self.show_button = QPushButton(self.tr("Show in folder"))
        self.show_button.clicked.connect(lambda: desktop.show_file(self._made))
        self.show_button.hide()
        self.export_button = QPushButton(self.tr("Export"))
        self.export_button.setProperty("role", "primary")
        self.export_button.setEnabled(count > 0)
        self.export_button.setDefault(True)
        self.export_button.clicked.connect(lambda: self._export(overwrite=False))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        bottom = QHBoxLayout()
        bottom.setSpacing(S2)
        bottom.addWidget(self.show_button)
        bottom.addStretch(1)
        bottom.addWidget(self.cancel)
        bottom.addWidget(self.export_button)
        layout = self._rows = QVBoxLayout(self)
        layout.setContentsMargins(S4, S4, S4, S4)
        layout.setSpacing(S3)
        layout.addWidget(self.count)
        layout.addLayout(self.form)
        layout.addWidget(self.bar)
        layout.addWidget(self.message)
        layout.addWidget(self.left_out, 1)
        layout.addStretch(1)
        layout.addLayout(bottom)
        self.format.currentIndexChanged.connect(self._format_changed)
        self.options.beside.toggled.connect(self._place_changed)
        self.path.textEdited.connect(self._edited)
        self._progressed.connect(self._progress)
        self._format_changed()

    @property
    def chosen_format(self) -> ExportFormat:
        """The format that is chosen."""
        return self._forms[str(self.format.currentData())]

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

    def _format_changed(self) -> None:
        form = self.chosen_format
        self.about.setText(_described(form)[1])
        self.options.show_for(form)
        self._suggest()
        self._place_changed()

    def _place_changed(self) -> None:
        """Say whether a file or a folder is meant, or neither."""
        form = self.chosen_format
        name = self.tr("Folder") if form.folder else self.tr("File")
        label = self.form.labelForField(self.place)
        if isinstance(label, QLabel):
            label.setText(name)
        self.path.setAccessibleName(name)
        self.place.setEnabled(not self._running and not self.options.chosen(form).beside)

    def _suggest(self) -> None:
        """Another format: another suffix, unless the person typed a place of their own."""
        suffix = self.chosen_format.suffix
        known = {form.suffix for form in self._forms.values()}
        if self._chosen:
            base = Path(self.path.text().strip() or "photos")
            if base.suffix.lower() in known:
                base = base.with_suffix("")
            self.path.setText(f"{base}{suffix}")
            return
        words = "-".join(chip.text for chip in self._query.chips if not chip.exclude)
        name = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in words)[:60] or "photos"
        self.path.setText(str(Path(self._folder) / f"{name}{suffix}"))

    def _edited(self) -> None:
        self._chosen = True

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Export to"), self.path.text())
        if self.chosen_format.folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setDirectory(str(Path(self.path.text()).parent))
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(self._picked)
        dialog.open()

    def _picked(self, path: str) -> None:
        self._chosen = True
        self.path.setText(path)

    def _export(self, overwrite: bool) -> None:
        form = self.chosen_format
        options = self.options.chosen(form)
        text = self.path.text().strip()
        if not text and not options.beside:
            self.message.setText(
                self.tr("Say where the folder should be.") if form.folder else self.tr("Say where the file should go.")
            )
            return
        out = Path(text).expanduser()
        if form.folder:
            overwrite = self.options.overwrite.isChecked()
        elif out.exists() and not overwrite:
            self._ask_overwrite(out)
            return
        self._set_running(True)
        self._stop.clear()
        ids = self.scope.ids
        self.bar.setRange(0, max(1, self.scope.count))
        self._requests.ask(
            "export",
            lambda: self._app.export(
                self._query,
                form.name,
                out,
                overwrite,
                progress=self._progressed.emit,
                cancelled=self._stop.is_set,
                options=options,
                ids=ids,
            ),
            self._done,
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

    def _done(self, done: Exported) -> None:
        """Say what was written, what was not, and where it is."""
        self._set_running(False)
        self._made = done.path
        for widget in (self.count, self.bar, self.export_button):
            widget.hide()
        for row in range(self.form.rowCount()):
            self.form.setRowVisible(row, False)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(False)
        self.bar.setSizePolicy(policy)
        self.message.setProperty("role", "")
        self.message.style().polish(self.message)
        self.message.setText(self._outcome(done))
        if done.left_out:
            lines = [f"{path}: {reason}" for path, reason in done.left_out[:_NAMED]]
            if len(done.left_out) > _NAMED:
                lines.append(self.tr("… and {n} more").format(n=number(len(done.left_out) - _NAMED)))
            self.left_out.setPlainText("\n".join(line.replace("\n", " ") for line in lines))
            self.left_out.show()
        else:
            self._rows.activate()
            self.resize(self.width(), self.minimumSizeHint().height())
        self.show_button.setVisible(bool(done.path))
        self.cancel.setText(self.tr("Close"))
        self.cancel.setFocus()
        self.written.emit(done.path, done.photos)

    def _outcome(self, done: Exported) -> str:
        if self.chosen_format.name == "xmp":
            text = self.tr("Sidecars written: {n}.").format(n=number(done.photos))
        else:
            text = self.tr("%Ln photos exported.", None, done.photos)
        if done.path:
            text += "\n" + done.path
        if done.kept:
            text += "\n" + self.tr("Already there, and the same: {n}.").format(n=number(done.kept))
        if done.left_out:
            text += "\n" + self.tr("Left out or incomplete: {n}.").format(n=number(len(done.left_out)))
        return text

    def _problem(self, text: str) -> None:
        self._set_running(False)
        stays = self.tr("Cancelled. What has been written is whole and stays; the same export goes on from there.")
        nothing = self.tr("Cancelled; nothing was written.")
        self.message.setText(text or (stays if self.chosen_format.folder else nothing))

    def _set_running(self, running: bool) -> None:
        self._running = running
        self.message.clear()
        self.bar.setVisible(running)
        for widget in (self.export_button, self.scope, self.format, self.place):
            widget.setEnabled(not running)
        self.options.enable(not running)
        self._place_changed()
