"""The photos one after the other, on the whole screen."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSpinBox, QToolButton, QWidget

from photofind.gui import motion
from photofind.gui.pictures import Picture, Pictures
from photofind.gui.theme import S1, S2, Theme
from photofind.gui.wording import number

HIDE_MS = 2500
FADE_MS = 600
SECONDS = (1, 120)


@dataclass(frozen=True, slots=True)
class Choices:
    """How a slideshow goes on: seconds a photo, in the order of the list or mixed, once or again and again."""

    seconds: int = 5
    mixed: bool = False
    loop: bool = True


class Slideshow(QWidget):
    """A window of its own over the whole screen. A photo stays until the next one can be shown: never an empty screen.

    Args:
        ids: the photos in order.
        start: the first row that is shown.
        seed: of the mixed order.
        first: the first photo in small, which stands for it until it is read.
    """

    ended = Signal(int)
    """It is over; the photo that was shown last."""
    chosen = Signal(object)
    """The ``Choices`` are others."""

    def __init__(
        self,
        pictures: Pictures,
        theme: Theme,
        ids: Sequence[int],
        start: int,
        choices: Choices,
        seed: int = 0,
        first: QPixmap | None = None,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Slideshow"))
        self.setAccessibleName(self.tr("Slideshow"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self._pictures, self._ids, self._choices = pictures, list(ids), choices
        self._random = random.Random(seed)  # noqa: S311 - an order of photos is no secret
        self._order = list(range(len(self._ids)))
        self._place = start
        self._shown: int | None = None
        self._picture: Picture | None = None
        self._before, self._first = QPixmap(), first
        self._fitted: tuple[QSize, QPixmap] | None = None
        self._over = False
        self._timer = self._single(choices.seconds * 1000, self._next_by_itself)
        self._hide = self._single(HIDE_MS, self._rest)
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.valueChanged.connect(lambda _value: self.update())
        self._build(theme)
        if choices.mixed:
            self._mix()
        pictures.ready.connect(self._came)
        self.play.setChecked(True)
        self._want()

    # --- what it does ----------------------------------------------------------------------------------------------

    @property
    def photo(self) -> int:
        """The photo that is shown or about to be."""
        return self._ids[self._order[self._place]]

    @property
    def shown(self) -> int | None:
        """The photo on the screen."""
        return self._shown

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""
        return self.play.isChecked()

    @property
    def choices(self) -> Choices:
        """How it goes on."""
        return self._choices

    def go(self, step: int) -> None:
        """Show a photo further on or back; past an end only if it loops."""
        place = self._place + step
        if not 0 <= place < len(self._order):
            if not self._choices.loop:
                self.play.setChecked(False)
                return
            place %= len(self._order)
        self._place = place
        self._timer.stop()
        self._want()

    def end(self) -> None:
        """Leave."""
        if not self._over:
            self._over = True
            self._pictures.ready.disconnect(self._came)
            for timer in (self._timer, self._hide):
                timer.stop()
            self._fade.stop()
            self.unsetCursor()
            self.hide()
            self.ended.emit(self.photo)
            self.deleteLater()

    # --- parts -----------------------------------------------------------------------------------------------------

    def _build(self, theme: Theme) -> None:
        self.bar = QFrame(self)
        self.bar.setProperty("role", "card")
        self.bar.setAutoFillBackground(True)
        self.bar.setMouseTracking(True)
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(S2, S1, S2, S1)
        row.setSpacing(S1)
        self.place = QLabel()
        self.place.setProperty("role", "muted")
        self.seconds = QSpinBox()
        self.seconds.setRange(*SECONDS)
        self.seconds.lineEdit().setTextMargins(S1, 0, 0, 0)
        self.seconds.setSuffix(self.tr(" s"))
        self.seconds.setValue(self._choices.seconds)
        self.seconds.setAccessibleName(self.tr("Seconds a photo"))
        self.seconds.setToolTip(self.tr("Seconds a photo (+, −)"))
        self.seconds.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.seconds.valueChanged.connect(self._chose)
        self.seconds.editingFinished.connect(self.setFocus)
        self.back = _button(theme, "previous", self.tr("Previous photo (←)"), lambda: self.go(-1))
        self.play = _button(theme, "pause", self.tr("Go on by itself, or stay (Space)"), None)
        self.play.setCheckable(True)
        self.play.toggled.connect(lambda on: self._play(theme, on))
        self.next = _button(theme, "next", self.tr("Next photo (→)"), lambda: self.go(1))
        self.mixed = _button(theme, "shuffle", self.tr("Mixed order (R)"), None)
        self.loop = _button(theme, "loop", self.tr("Start again at the end (L)"), None)
        for button, on in ((self.mixed, self._choices.mixed), (self.loop, self._choices.loop)):
            button.setCheckable(True)
            button.setChecked(on)
            button.toggled.connect(self._chose)
        self.leave = _button(theme, "close", self.tr("End (Esc)"), self.end)
        for widget in (self.back, self.play, self.next, self.place, self.seconds, self.mixed, self.loop, self.leave):
            row.addWidget(widget)

    def _single(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    def _play(self, theme: Theme, on: bool) -> None:
        theme.bind(self.play, "pause" if on else "play")
        if not on:
            self._timer.stop()
        elif self._shown == self.photo:
            self._timer.start()

    def _chose(self) -> None:
        mixed = self.mixed.isChecked()
        if mixed != self._choices.mixed:
            if mixed:
                self._mix()
            else:
                self._place = self._order[self._place]
                self._order = list(range(len(self._ids)))
        self._choices = Choices(self.seconds.value(), mixed, self.loop.isChecked())
        self._timer.setInterval(self._choices.seconds * 1000)
        self._say()
        self.chosen.emit(self._choices)

    def _mix(self) -> None:
        """Mix the order; the photo that is shown comes first."""
        row = self._order[self._place]
        rest = [other for other in range(len(self._ids)) if other != row]
        self._random.shuffle(rest)
        self._order, self._place = [row, *rest], 0

    # --- showing ---------------------------------------------------------------------------------------------------

    def _want(self) -> None:
        count = len(self._order)
        ahead = [self._ids[self._order[(self._place + step) % count]] for step in (1, -1)]
        self._say()
        self._pictures.want(self.photo, [other for other in ahead if other != self.photo])

    def _came(self, photo_id: int) -> None:
        picture = self._pictures.get(photo_id)
        if photo_id != self.photo or photo_id == self._shown or picture is None:
            return
        if self._shown is not None and motion.animated() and self.isVisible():
            self._before = self._frame()
            self._fade.stop()
            self._fade.start()
        self._shown, self._picture, self._fitted = photo_id, picture, None
        if self.playing:
            self._timer.start()
        self.update()

    def _next_by_itself(self) -> None:
        self.go(1)

    def _say(self) -> None:
        self.place.setText(f"{number(self._place + 1)} / {number(len(self._order))}")
        self._arrange()

    def _frame(self) -> QPixmap:
        """What is on the screen, without the bar."""
        ratio = self.devicePixelRatioF()
        frame = QPixmap(self.size() * ratio)
        frame.setDevicePixelRatio(ratio)
        painter = QPainter(frame)
        self._draw(painter)
        painter.end()
        return frame

    def _draw(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor("black"))
        if self._picture is None:
            if self._first is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawPixmap(_fit(self._first.size() * 8, self.size()), self._first)
            return
        image, size = self._picture
        if image.isNull():
            painter.setPen(QColor("#a3adb5"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("This photo can't be shown."))
            return
        place = _fit(size or image.size(), self.size())
        painter.drawPixmap(place.topLeft(), self._scaled(image, place.size()))

    def _scaled(self, image: QImage, size: QSize) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._fitted is None or self._fitted[0] != size:
            scaled = image.scaled(
                size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            picture = QPixmap.fromImage(scaled)
            picture.setDevicePixelRatio(ratio)
            self._fitted = (size, picture)
        return self._fitted[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the photo, and over it the one before while it fades."""
        del event
        painter = QPainter(self)
        self._draw(painter)
        if self._fade.state() == QVariantAnimation.State.Running:
            painter.setOpacity(1.0 - float(self._fade.currentValue() or 0.0))
            painter.drawPixmap(0, 0, self._before)
        painter.end()

    # --- events ----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """The controls come with the mouse and go by themselves."""
        if event.type() == QEvent.Type.Show:
            self._wake()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fitted = None
        self._arrange()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the pointer and the controls."""
        super().mouseMoveEvent(event)
        self._wake()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The left button goes on, the right one back."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self.go(1 if event.button() == Qt.MouseButton.LeftButton else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, arrows, Esc, and the switches."""
        key = event.key()
        ahead, back = Qt.Key.Key_Right, Qt.Key.Key_Left
        if self.isRightToLeft():
            ahead, back = back, ahead
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F, Qt.Key.Key_F11, Qt.Key.Key_S):
            self.end()
        elif key == Qt.Key.Key_Space:
            self.play.toggle()
        elif key in (ahead, Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.go(1)
        elif key in (back, Qt.Key.Key_Up, Qt.Key.Key_PageUp):
            self.go(-1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.seconds.setValue(self.seconds.value() + (-1 if key == Qt.Key.Key_Minus else 1))
        elif key == Qt.Key.Key_R:
            self.mixed.toggle()
        elif key == Qt.Key.Key_L:
            self.loop.toggle()
        else:
            super().keyPressEvent(event)
            return
        self._wake()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window ends it."""
        super().closeEvent(event)
        self.end()

    def _wake(self) -> None:
        self.unsetCursor()
        self.bar.show()
        self._arrange()
        self._hide.start()

    def _rest(self) -> None:
        if self.bar.underMouse() or self.seconds.hasFocus():
            self._hide.start()
        else:
            self.bar.hide()
            self.setCursor(Qt.CursorShape.BlankCursor)

    def _arrange(self) -> None:
        self.bar.adjustSize()
        self.bar.move((self.width() - self.bar.width()) // 2, self.height() - self.bar.height() - 24)


def _fit(photo: QSize, room: QSize) -> QRect:
    """The photo as large as the room allows, at most twice its size, in the middle."""
    size = photo.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    if size.width() > photo.width() * 2:
        size = photo * 2
    rect = QRectF(0, 0, size.width(), size.height())
    rect.moveCenter(QRectF(0, 0, room.width(), room.height()).center())
    return rect.toRect()


def _button(theme: Theme, icon: str, tip: str, action: Callable[[], None] | None) -> QToolButton:
    button = QToolButton()
    button.setIconSize(QSize(20, 20))
    button.setToolTip(tip)
    button.setAccessibleName(tip.rsplit(" (", 1)[0])
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if action is not None:
        button.clicked.connect(action)
    theme.bind(button, icon)
    return button
