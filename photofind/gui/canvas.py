"""A photo that can be zoomed and moved, with views outlined on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from photofind.gui.theme import EVIDENCE, Theme
from photofind.records import Box

MAX_ZOOM = 8.0
STEP = 1.25


class PhotoCanvas(QWidget):
    """Draws a photo fitted into the widget, never distorted.

    Args:
        movable: wheel and drag zoom and move the photo.
    """

    pointed = Signal(object)
    """(x, y) as fractions of the photo under the mouse, or None outside."""
    opened = Signal()
    """Double click."""
    zoomed = Signal(float)
    """Zoom factor; 1 is the fitted photo."""

    def __init__(self, theme: Theme, movable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._movable = movable
        self._image = QImage()
        self._fitted: tuple[QSize, QPixmap] | None = None
        self._zoom = 1.0
        self._centre = QPointF(0.5, 0.5)
        self._drag: QPoint | None = None
        self._outline: Box | None = None
        self._matched: tuple[Box, ...] = ()
        self._message = ""
        self._size = QSize()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Photo"))
        theme.changed.connect(self.update)

    def set_image(self, image: QImage, size: QSize | None = None, keep: bool = False) -> None:
        """Show another picture.

        Args:
            size: size of the photo, if the picture is a smaller version of it.
            keep: it is the same photo, sharper: zoom and place stay.
        """
        self._image = image
        self._size = size or image.size()
        self._fitted = None
        self._message = ""
        if not keep:
            self._zoom, self._centre = 1.0, QPointF(0.5, 0.5)
            self.zoomed.emit(1.0)
        self.update()

    def set_message(self, text: str) -> None:
        """Say something instead of a photo."""
        self._image, self._fitted = QImage(), None
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
        return self._zoom

    @property
    def has_image(self) -> bool:
        """Whether a photo is shown."""
        return not self._image.isNull()

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom so that the point ``at`` of the widget stays where it is."""
        zoom = max(1.0, min(MAX_ZOOM, zoom))
        if zoom == self._zoom or self._image.isNull():
            return
        at = at or QPointF(self.rect().center())
        before = self.photo_rect()
        x = (at.x() - before.left()) / before.width()
        y = (at.y() - before.top()) / before.height()
        self._zoom = zoom
        after = self.photo_rect()
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._centre = QPointF(
            x - (at.x() - middle.x()) / after.width(),
            y - (at.y() - middle.y()) / after.height(),
        )
        self._hold()
        self.zoomed.emit(zoom)
        self.update()

    def photo_rect(self) -> QRectF:
        """Where the photo lies in the widget."""
        fitted = QSize(self._size).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        if not self._movable or max(self._size.width(), self._size.height()) > 256:
            limit = self._size
            if fitted.width() > limit.width() * 2:
                fitted = limit * 2
        width, height = max(1.0, fitted.width() * self._zoom), max(1.0, fitted.height() * self._zoom)
        left = self.width() / 2 - self._centre.x() * width
        top = self.height() / 2 - self._centre.y() * height
        return QRectF(left, top, width, height)

    def view_rect(self, box: Box) -> QRectF:
        """Where a view of the photo lies in the widget."""
        place = self.photo_rect()
        return QRectF(
            place.left() + box[0] * place.width(),
            place.top() + box[1] * place.height(),
            (box[2] - box[0]) * place.width(),
            (box[3] - box[1]) * place.height(),
        )

    def sizeHint(self) -> QSize:
        """A reasonable start."""
        return QSize(320, 220)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the photo, the views that matched, and the outline."""
        del event
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
        if self._zoom == 1.0:
            painter.drawPixmap(place.toRect(), self._fit(place.toRect().size()))
        else:
            painter.drawImage(place, self._image)
        for box in self._matched:
            if box != (0.0, 0.0, 1.0, 1.0):
                self._frame(painter, self.view_rect(box), 1.5, 150, fill=0)
        if self._outline is not None:
            rect = self.view_rect(self._outline)
            dim = QColor(0, 0, 0, 90)
            painter.save()
            painter.setClipRect(place)
            for part in _around(place, rect):
                painter.fillRect(part, dim)
            painter.restore()
            self._frame(painter, rect, 3, 255, fill=0)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._hold()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse."""
        if not self._movable:
            event.ignore()
            return
        steps = event.angleDelta().y() / 120
        self.set_zoom(self._zoom * STEP**steps, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the photo."""
        if self._movable and event.button() == Qt.MouseButton.LeftButton and self._zoom > 1:
            self._drag = event.position().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the photo, or tell what is pointed at."""
        point = event.position()
        place = self.photo_rect()
        if self._drag is not None:
            delta = point.toPoint() - self._drag
            self._drag = point.toPoint()
            self._centre -= QPointF(delta.x() / place.width(), delta.y() / place.height())
            self._hold()
            self.update()
        elif not self._image.isNull() and place.contains(point):
            self.pointed.emit(((point.x() - place.left()) / place.width(), (point.y() - place.top()) / place.height()))
        else:
            self.pointed.emit(None)

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
            self.set_zoom(1.0 if self._zoom > 1 else 2.5, event.position())
        else:
            self.opened.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def _hold(self) -> None:
        """Keep the photo from leaving the widget."""
        place = self.photo_rect()

        def hold(centre: float, length: float, room: float) -> float:
            if length <= room:
                return 0.5
            edge = room / 2 / length
            return max(edge, min(1 - edge, centre))

        self._centre = QPointF(
            hold(self._centre.x(), place.width(), self.width()), hold(self._centre.y(), place.height(), self.height())
        )

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

    def _frame(self, painter: QPainter, rect: QRectF, width: float, alpha: int, fill: int) -> None:
        inner = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        halo = QColor(0, 0, 0, alpha * 2 // 3)
        colour = QColor(EVIDENCE)
        colour.setAlpha(alpha)
        painter.setBrush(QColor(EVIDENCE.red(), EVIDENCE.green(), EVIDENCE.blue(), fill))
        painter.setPen(QPen(halo, width + 2))
        painter.drawRoundedRect(inner, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, width))
        painter.drawRoundedRect(inner, 3, 3)


def _around(outer: QRectF, inner: QRectF) -> list[QRectF]:
    return [
        QRectF(outer.left(), outer.top(), outer.width(), inner.top() - outer.top()),
        QRectF(outer.left(), inner.bottom(), outer.width(), outer.bottom() - inner.bottom()),
        QRectF(outer.left(), inner.top(), inner.left() - outer.left(), inner.height()),
        QRectF(inner.right(), inner.top(), outer.right() - inner.right(), inner.height()),
    ]
