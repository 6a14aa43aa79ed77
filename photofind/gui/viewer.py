"""One photo, large, inside the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from photofind.gui.canvas import STEP, PhotoCanvas
from photofind.gui.filmstrip import Filmstrip
from photofind.gui.theme import S1, S2, Theme
from photofind.gui.wording import number

FAR = 10**9
PAN = 0.2
NARROW = 480
"""Width below which there is no room for the buttons that zoom."""


class Viewer(QFrame):
    """The photo with back, previous, next and zoom, and a strip of the others. The window gives it the pictures."""

    closed = Signal()
    moved = Signal(int)
    """−1 the previous, 1 the next photo; ±``FAR`` the first and the last."""
    full_screen_wanted = Signal()
    slideshow_wanted = Signal()
    info_wanted = Signal()

    def __init__(self, theme: Theme, strip: Filmstrip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "stage")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Photo view"))
        self.canvas = PhotoCanvas(theme, movable=True)
        self.strip = strip
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.bar = QFrame()
        self.bar.setProperty("role", "bar")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(S2, S1, S2, S1)
        row.setSpacing(S1)
        self.back = self._button(theme, "back", self.tr("Back to all photos (Esc)"), self.closed.emit)
        self.previous = self._button(theme, "previous", self.tr("Previous photo (←)"), lambda: self.moved.emit(-1))
        self.next = self._button(theme, "next", self.tr("Next photo (→)"), lambda: self.moved.emit(1))
        self.smaller = self._button(theme, "zoom-out", self.tr("Zoom out (−)"), lambda: self._zoom(1 / STEP))
        self.scale = QToolButton()
        self.scale.setProperty("role", "switch")
        # As wide as its longest text, so that zooming moves nothing.
        widest = max(self.scale.fontMetrics().horizontalAdvance(text) for text in (self.tr("Fit"), "8888 %"))
        self.scale.setFixedWidth(widest + 36)
        self.scale.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.scale.setToolTip(self.tr("Fit into the window (0), or the photo's own pixels (1)"))
        self.scale.clicked.connect(lambda: self.canvas.toggle_zoom(None))
        self.larger = self._button(theme, "zoom-in", self.tr("Zoom in (+)"), lambda: self._zoom(STEP))
        self.show_strip = self._button(theme, "filmstrip", self.tr("Other photos below (T)"), self.toggle_strip)
        self.show_strip.setCheckable(True)
        self.show_strip.setChecked(True)
        self.slideshow = self._button(theme, "slideshow", self.tr("Slideshow (S)"), self.slideshow_wanted.emit)
        self.full_screen = self._button(theme, "expand", self.tr("Full screen (F)"), self.full_screen_wanted.emit)
        self.info = self._button(theme, "info", self.tr("Captions and details at the side (I)"), self.info_wanted.emit)
        for widget in (self.back, self.previous, self.next):
            row.addWidget(widget)
        row.addWidget(self.title, 1)
        for widget in (self.smaller, self.scale, self.larger, self.show_strip, self.slideshow):
            row.addWidget(widget)
        row.addWidget(self.full_screen)
        row.addWidget(self.info)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.strip)
        self.canvas.zoomed.connect(self._say_scale)
        self._say_scale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the wheel and the keys zoom; the rest of the buttons keep their room."""
        super().resizeEvent(event)
        for button in (self.smaller, self.larger):
            button.setVisible(event.size().width() >= NARROW)

    def show_place(self, row: int, count: int, name: str) -> None:
        """Say which photo of how many this is."""
        place = self.tr("{row} of {count}").format(row=number(row + 1), count=number(count))
        self.title.setText(f"{name}   ·   {place}" if name else place)
        self.previous.setEnabled(row > 0)
        self.next.setEnabled(row < count - 1)
        if self.strip.row != row:
            self.strip.show_row(row)

    def show_image(self, image: QImage, size: QSize | None, keep: bool) -> None:
        """Show a picture of the photo, at first a small one, then (``keep``) a sharp one."""
        if image.isNull():
            self.canvas.set_message(self.tr("This photo can't be shown: its file can't be read or isn't there."))
        else:
            self.canvas.set_image(image, size, keep)

    def toggle_strip(self) -> None:
        """Show or hide the other photos."""
        self.set_strip(self.strip.isHidden())

    def set_strip(self, shown: bool) -> None:
        """Show or hide the other photos."""
        self.strip.setVisible(shown)
        self.show_strip.setChecked(shown)

    def close_timers(self) -> None:
        """Stop the timers of the parts."""
        self.canvas.close_timers()
        self.strip.close_timers()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, zoom keys, Esc; with Shift the arrows move the photo that is zoomed in."""
        mirrored = self.isRightToLeft()
        back = Qt.Key.Key_Right if mirrored else Qt.Key.Key_Left
        ahead = Qt.Key.Key_Left if mirrored else Qt.Key.Key_Right
        key = event.key()
        pan = {
            Qt.Key.Key_Left: (-PAN, 0.0),
            Qt.Key.Key_Right: (PAN, 0.0),
            Qt.Key.Key_Up: (0.0, -PAN),
            Qt.Key.Key_Down: (0.0, PAN),
        }
        actions: dict[int, Callable[[], object]] = {
            **dict.fromkeys(_LEAVE, self.closed.emit),
            **dict.fromkeys((back, Qt.Key.Key_PageUp, Qt.Key.Key_Up), lambda: self.moved.emit(-1)),
            **dict.fromkeys((ahead, Qt.Key.Key_PageDown, Qt.Key.Key_Down), lambda: self.moved.emit(1)),
            Qt.Key.Key_Home: lambda: self.moved.emit(-FAR),
            Qt.Key.Key_End: lambda: self.moved.emit(FAR),
            Qt.Key.Key_Plus: lambda: self._zoom(STEP),
            Qt.Key.Key_Equal: lambda: self._zoom(STEP),
            Qt.Key.Key_Minus: lambda: self._zoom(1 / STEP),
            Qt.Key.Key_0: lambda: self.canvas.set_zoom(1.0),
            Qt.Key.Key_1: lambda: self.canvas.set_zoom(self.canvas.full),
            Qt.Key.Key_T: self.toggle_strip,
            Qt.Key.Key_S: self.slideshow_wanted.emit,
            Qt.Key.Key_F: self.full_screen_wanted.emit,
            Qt.Key.Key_I: self.info_wanted.emit,
        }
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and key in pan and not held:
            self.canvas.move_by(*pan[Qt.Key(key)])
        elif key in actions and not held:
            actions[key]()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _zoom(self, factor: float) -> None:
        self.canvas.set_zoom(self.canvas.zoom * factor)

    def _say_scale(self) -> None:
        zoom, full = self.canvas.zoom, self.canvas.full
        text = self.tr("Fit") if zoom == 1.0 or not full else f"{zoom / full:.0%}"
        self.scale.setText(text)
        self.scale.setAccessibleName(self.tr("Zoom: {zoom}").format(zoom=text))

    def _button(self, theme: Theme, icon: str, tip: str, action: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(20, 20))
        button.setToolTip(tip)
        button.setAccessibleName(tip.rsplit(" (", 1)[0])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(action)
        theme.bind(button, icon)
        return button


_LEAVE = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Space)
