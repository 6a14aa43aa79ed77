"""Where downloaded models are kept, and a way to move them to another disk."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from photofind.app import App
from photofind.gui.jobs import Requests
from photofind.gui.theme import S2
from photofind.gui.wording import homely, size, tip

_STEPS = 1000


class ModelsFolder(QWidget):
    """The folder on one line; while it moves, how far that is. ``close_work`` it before it goes."""

    moved = Signal()
    failed = Signal(str)
    _progressed = Signal(object, object)

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._requests = Requests(1, "models-folder", self)
        self._stop = threading.Event()
        self._path = ""
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setProperty("role", "muted")
        # The path is elided to the room there is; its full length must not make the dialog wide.
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self.bar.setFixedWidth(140)
        self.bar.setAccessibleName(self.tr("Moving the models"))
        self.change_button = QPushButton(self.tr("Change folder…"))
        self.change_button.setProperty("role", "link")
        self.change_button.setToolTip(self.tr("Keep downloaded models in another folder, and move them there"))
        self.change_button.clicked.connect(self._choose)
        self.stop_button = QPushButton(self.tr("Stop"))
        self.stop_button.setToolTip(self.tr("Leave everything where it was"))
        self.stop_button.clicked.connect(self._stop.set)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S2)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.change_button)
        layout.addWidget(self.stop_button)
        self._progressed.connect(self._show_progress)
        self._show_moving(False)
        self.refresh()

    @property
    def moving(self) -> bool:
        """Whether models are being moved."""
        return self._requests.busy

    def refresh(self) -> None:
        """Show the folder of now."""
        self._path = str(self._app.models_folder)
        self._show_path()

    def move_to(self, path: str) -> None:
        """Move the models to a folder."""
        if self.moving:
            return
        self._stop.clear()
        self._show_moving(True)
        self.bar.setValue(0)
        self._requests.ask(
            "move",
            lambda: self._app.move_models(path, self._progressed.emit, self._stop.is_set),
            self._done,
            self._problem,
        )

    def close_work(self) -> None:
        """Stop a move and wait for its end."""
        self._stop.set()
        self._requests.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the path."""
        super().resizeEvent(event)
        if not self.moving:
            self._show_path()

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Keep models in"), str(Path(self._path).parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.move_to)
        dialog.open()

    def _done(self, _path: Path) -> None:
        self._show_moving(False)
        self.refresh()
        self.moved.emit()

    def _problem(self, text: str) -> None:
        self._show_moving(False)
        self.refresh()
        if text:
            self.failed.emit(text)

    def _show_progress(self, done: int, total: int) -> None:
        if self.moving and total:
            self.bar.setValue(round(_STEPS * done / total))
            self.label.setText(self.tr("Moving: {done} of {total}").format(done=size(done), total=size(total)))

    def _show_moving(self, moving: bool) -> None:
        self.bar.setVisible(moving)
        self.stop_button.setVisible(moving)
        self.change_button.setVisible(not moving)

    def _show_path(self) -> None:
        text = self.tr("Models are kept in {folder}").format(folder=homely(self._path))
        room = max(120, self.label.width())
        self.label.setText(QFontMetrics(self.label.font()).elidedText(text, Qt.TextElideMode.ElideMiddle, room))
        self.label.setToolTip(tip(self._path))
