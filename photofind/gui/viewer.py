"""One photo, large, inside the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from photofind.gui.canvas import STEP, PhotoCanvas
from photofind.gui.theme import S1, S2, Theme
from photofind.gui.wording import number


class Viewer(QFrame):
    """The photo with back, previous, next and zoom. The window gives it the pictures."""

    closed = Signal()
    moved = Signal(int)
    """−1 the previous, 1 the next photo; ±10**9 the first and the last."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "stage")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Photo view"))
        self.canvas = PhotoCanvas(theme, movable=True)
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        bar = QFrame()
        bar.setProperty("role", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(S2, S1, S2, S1)
        row.setSpacing(S1)
        self.back = self._button(theme, "back", self.tr("Back to all photos (Esc)"), self.closed.emit)
        self.previous = self._button(theme, "previous", self.tr("Previous photo (←)"), lambda: self.moved.emit(-1))
        self.next = self._button(theme, "next", self.tr("Next photo (→)"), lambda: self.moved.emit(1))
        self.smaller = self._button(theme, "zoom-out", self.tr("Zoom out (−)"), lambda: self._zoom(1 / STEP))
        self.fit = self._button(theme, "fit", self.tr("Fit into the window (0)"), lambda: self.canvas.set_zoom(1.0))
        self.larger = self._button(theme, "zoom-in", self.tr("Zoom in (+)"), lambda: self._zoom(STEP))
        for widget in (self.back, self.previous, self.next):
            row.addWidget(widget)
        row.addWidget(self.title, 1)
        for widget in (self.smaller, self.fit, self.larger):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.canvas, 1)

    def show_place(self, row: int, count: int, name: str) -> None:
        """Say which photo of how many this is."""
        place = self.tr("{row} of {count}").format(row=number(row + 1), count=number(count))
        self.title.setText(f"{name}   ·   {place}" if name else place)
        self.previous.setEnabled(row > 0)
        self.next.setEnabled(row < count - 1)

    def show_image(self, image: QImage, size: QSize | None, keep: bool) -> None:
        """Show a picture of the photo, at first a small one, then (``keep``) a sharp one."""
        if image.isNull():
            self.canvas.set_message(self.tr("This photo can't be shown: its file can't be read or isn't there."))
        else:
            self.canvas.set_image(image, size, keep)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, zoom keys, Esc."""
        back = Qt.Key.Key_Right if self.isRightToLeft() else Qt.Key.Key_Left
        ahead = Qt.Key.Key_Left if self.isRightToLeft() else Qt.Key.Key_Right
        key = event.key()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace):
            self.closed.emit()
        elif key in (back, Qt.Key.Key_PageUp, Qt.Key.Key_Up):
            self.moved.emit(-1)
        elif key in (ahead, Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_Space):
            self.moved.emit(1)
        elif key == Qt.Key.Key_Home:
            self.moved.emit(-(10**9))
        elif key == Qt.Key.Key_End:
            self.moved.emit(10**9)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(STEP)
        elif key == Qt.Key.Key_Minus:
            self._zoom(1 / STEP)
        elif key == Qt.Key.Key_0:
            self.canvas.set_zoom(1.0)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _zoom(self, factor: float) -> None:
        self.canvas.set_zoom(self.canvas.zoom * factor)

    def _button(self, theme: Theme, icon: str, tip: str, action: object) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(20, 20))
        button.setToolTip(tip)
        button.setAccessibleName(tip.rsplit(" (", 1)[0])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(action)
        theme.bind(button, icon)
        return button
