"""A photo that can be zoomed and moved, with views outlined on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QInputDevice,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from photofind.gui.canvas_drawing import draw_part, frame, holds, shade_around
from photofind.gui.placement import Placement
from photofind.gui.theme import Theme
from photofind.records import Box

STEP = 1.25
SHARP_MS = 120
MARGIN = 0.35
"""How much more than what is in view is asked for in full sharpness, so that small moves need nothing new."""
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)

Point = tuple[float, float]


class PhotoCanvas(QWidget):
    """Draws a photo fitted into the widget, never distorted.

    What is drawn comes from a picture of the whole photo and, once the zoom shows more than that has, from a sharper
    picture of the part in view.

    Args:
        movable: wheel, drag and pinch zoom and move the photo.
    """

    pointed = Signal(object)
    """(x, y) as fractions of the photo under the mouse, or None outside."""
    opened = Signal()
    """Double click."""
    zoomed = Signal(float)
    """Zoom factor; 1 is the fitted photo."""
    sharper_wanted = Signal(object, int)
    """A part of the photo (a ``Box``) is shown larger than the picture is; its long side in device pixels."""

    def __init__(self, theme: Theme, movable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._movable = movable
        self._placement = Placement(movable)
        self._image = QImage()
        self._half = QImage()
        self._fitted: tuple[QSize, QPixmap] | None = None
        self._sharp: tuple[Box, QImage] | None = None
        self._drag: QPoint | None = None
        self._outline: Box | None = None
        self._matched: tuple[Box, ...] = ()
        self._message = ""
        self.tip: Callable[[Point], str] | None = None
        """Gives the rich text that says what is at a point of the photo."""
        self._sharp_timer = QTimer(self)
        self._sharp_timer.setSingleShot(True)
        self._sharp_timer.setInterval(SHARP_MS)
        self._sharp_timer.timeout.connect(self._ask_sharper)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Photo"))
        if movable:
            self.grabGesture(Qt.GestureType.PinchGesture)
        theme.changed.connect(self.update)

    # --- what it shows ---------------------------------------------------------------------------------------------

    def set_image(self, image: QImage, size: QSize | None = None, keep: bool = False) -> None:
        """Show another picture.

        Args:
            size: size of the photo, if the picture is a smaller version of it.
            keep: it is the same photo, sharper: zoom and place stay.
        """
        self._image, self._half = image, QImage()
        self._fitted = None
        self._message = ""
        if not keep:
            self._sharp = None
        before = self.zoom
        self._place.set_photo(size or image.size(), keep)
        if self.zoom != before or not keep:
            self.zoomed.emit(self.zoom)
        self._changed()

    def set_sharp(self, box: Box, image: QImage) -> None:
        """Show a part of the same photo in more detail."""
        if not image.isNull():
            self._sharp = (box, image)
            self.update()

    def set_message(self, text: str) -> None:
        """Say something instead of a photo."""
        self._image, self._half, self._fitted, self._sharp = QImage(), QImage(), None, None
        self._message = text
        self.update()

    def set_outline(self, box: Box | None) -> None:
        """Outline one view, or none."""
        if box != self._outline:
            self._outline = box
            self.update()

    def set_matched(self, boxes: Sequence[Box]) -> None:
        """Mark the views that matched the search, subtly."""
        self._matched = tuple(boxes)
        self.update()

    @property
    def outline(self) -> Box | None:
        """The view that is outlined."""
        return self._outline

    @property
    def matched(self) -> tuple[Box, ...]:
        """The views that are marked."""
        return self._matched

    @property
    def zoom(self) -> float:
        """Zoom factor; 1 is the fitted photo."""
        return self._place.zoom

    @property
    def full(self) -> float:
        """The zoom factor at which a pixel of the photo is a pixel of the screen."""
        return self._place.full

    @property
    def has_image(self) -> bool:
        """Whether a photo is shown."""
        return not self._image.isNull()

    @property
    def sharp(self) -> Box | None:
        """The part that is shown in more detail than the picture has."""
        return self._sharp[0] if self._sharp else None

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom so that the point ``at`` of the widget stays where it is."""
        if not self._image.isNull() and self._place.zoom_to(zoom, at):
            self.zoomed.emit(self.zoom)
            self._changed()

    def toggle_zoom(self, at: QPointF | None = None) -> None:
        """Between the fitted photo and its own pixels; photos that fit anyway are enlarged."""
        full = self.full
        self.set_zoom(1.0 if self.zoom > 1.0 else full if full > 1.1 else 2.5, at)

    @property
    def _place(self) -> Placement:
        """Zoom and place in the widget as it is now, also before it is shown or when it moves to a denser screen."""
        self._placement.set_room(self.size(), self.devicePixelRatioF())
        return self._placement

    def photo_rect(self) -> QRectF:
        """Where the photo lies in the widget."""
        return self._place.rect()

    def view_rect(self, box: Box) -> QRectF:
        """Where a view of the photo lies in the widget."""
        return self._place.box_rect(box)

    def sizeHint(self) -> QSize:
        """A reasonable start."""
        return QSize(320, 220)

    def close_timers(self) -> None:
        """Stop the timer."""
        self._sharp_timer.stop()

    # --- drawing ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the photo, the views that matched, and the outline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._image.isNull():
            painter.setPen(QColor(self._theme.colours.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), flags, self._message)
            painter.end()
            return
        place = self.photo_rect()
        if self.zoom == 1.0:
            painter.drawPixmap(place.toRect(), self._fit(place.toRect().size()))
        else:
            self._draw_zoomed(painter, place, QRectF(event.rect()))
        for box in self._matched:
            if box != WHOLE:
                frame(painter, self.view_rect(box), 1.5, 150)
        if self._outline is not None:
            rect = self.view_rect(self._outline)
            shade_around(painter, place, rect)
            frame(painter, rect, 3, 255)
        painter.end()

    def _draw_zoomed(self, painter: QPainter, place: QRectF, damaged: QRectF) -> None:
        """Draw the part in view: the whole picture's, where there is none sharper.

        Only that part is handed to the painter: scaling the whole and clipping costs as much as the zoom is large.
        """
        view = damaged.intersected(QRectF(self.rect())).intersected(place)
        source = self._image
        if place.width() * self._place.ratio < source.width() / 2:
            if self._half.isNull():
                self._half = source.scaled(
                    source.size() / 2, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
            source = self._half
        detail: tuple[QRectF, QImage] | None = None
        if self._sharp is not None:
            box, image = self._sharp
            inner = self.view_rect(box)
            density = image.width() / inner.width()
            if source.width() / place.width() < density < 2 * self._place.ratio:  # denser would be drawn ragged
                detail = inner, image
        if detail is None or not detail[0].contains(view):
            draw_part(painter, place, source, view)
        if detail is not None:
            draw_part(painter, *detail, view)

    def _fit(self, size: QSize) -> QPixmap:
        """The picture at the size of the fitted photo, kept: scaling on every paint would be slow."""
        ratio = self.devicePixelRatioF()
        pixels = QSize(round(size.width() * ratio), round(size.height() * ratio))
        if self._fitted is None or self._fitted[0] != pixels:
            scaled = self._image.scaled(
                pixels, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            picture = QPixmap.fromImage(scaled)
            picture.setDevicePixelRatio(ratio)
            self._fitted = (pixels, picture)
        return self._fitted[1]

    # --- events ----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Pinches, and tips that say what is at a place."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.tip is not None:
            point = self._fraction(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.tip(point) if point else "", self)
            return True
        if self._movable and isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.set_zoom(self.zoom * (1 + event.value()), event.position())
                return True
            if event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
                self.toggle_zoom(event.position())
                return True
        if self._movable and event.type() == QEvent.Type.Gesture:
            pinch = event.gesture(Qt.GestureType.PinchGesture)  # type: ignore[attr-defined] # stubs: a QEvent
            if pinch is not None:
                self.set_zoom(
                    self.zoom * pinch.scaleFactor(), QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint()))
                )
                event.accept()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse; two fingers on a touchpad move the photo that is zoomed in."""
        if not self._movable:
            event.ignore()
            return
        touch = event.device() is not None and event.device().type() == QInputDevice.DeviceType.TouchPad
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if touch and not control and self.zoom > 1 and not event.pixelDelta().isNull():
            self._place.move(QPointF(event.pixelDelta()))
            self._changed()
        else:
            self.set_zoom(self.zoom * STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the photo."""
        if self._movable and event.button() == Qt.MouseButton.LeftButton and self.zoom > 1:
            self._drag = event.position().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the photo, or tell what is pointed at."""
        point = event.position()
        if self._drag is not None:
            delta = point.toPoint() - self._drag
            self._drag = point.toPoint()
            self._place.move(QPointF(delta))
            self._changed()
        else:
            self.pointed.emit(self._fraction(point))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the photo."""
        if self._drag is not None:
            self._drag = None
            self.unsetCursor()
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom in and out, or open."""
        if self._movable:
            self.toggle_zoom(event.position())
        else:
            self.opened.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def move_by(self, right: float, down: float) -> None:
        """Move what is seen by parts of the widget's size (for keys)."""
        self._place.move(QPointF(-right * self.width(), -down * self.height()))
        self._changed()

    def _fraction(self, point: QPointF) -> Point | None:
        place = self.photo_rect()
        if self._image.isNull() or not place.contains(point):
            return None
        return (point.x() - place.left()) / place.width(), (point.y() - place.top()) / place.height()

    def _changed(self) -> None:
        self.update()
        if self._movable and self._wants_sharper():
            self._sharp_timer.start()

    def _wants_sharper(self) -> bool:
        """Whether the picture has fewer pixels than are shown, and the photo more."""
        if self._image.isNull() or self._image.width() >= self._place.photo.width():
            return False
        return self.photo_rect().width() * self._place.ratio > self._image.width() * 1.02

    def _ask_sharper(self) -> None:
        if not self._wants_sharper():
            return
        place, seen = self.photo_rect(), self._place.seen()
        shown = place.width() * self._place.ratio / self._place.photo.width()
        if self._sharp is not None:
            box, image = self._sharp
            held = image.width() / max(1.0, (box[2] - box[0]) * self._place.photo.width())
            if holds(box, seen) and held >= min(1.0, shown) * 0.98:
                return
        box = self._place.seen(MARGIN)
        pixels = max((box[2] - box[0]) * place.width(), (box[3] - box[1]) * place.height()) * self._place.ratio
        self.sharper_wanted.emit(box, round(pixels))
