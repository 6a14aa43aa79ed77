"""The photos beside the one that is viewed, as a strip of small squares. Only what is in view is drawn or read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from photofind.gui import motion
from photofind.gui.photo_model import PhotoModel
from photofind.gui.theme import Theme
from photofind.gui.thumbnails import ThumbnailLoader
from photofind.gui.wording import number, tip

SIDE, GAP = 64, 6
PITCH = SIDE + GAP
HEIGHT = SIDE + 20
MOVE_MS = 160


class Filmstrip(QWidget):
    """Follows the photo that is viewed; a click goes to another, the wheel looks further along.

    Args:
        side: side of the grid's thumbnails, which are shared.
    """

    chosen = Signal(int)
    """Row of a photo."""

    def __init__(
        self,
        theme: Theme,
        model: PhotoModel,
        thumbnails: ThumbnailLoader,
        side: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._model, self._thumbnails, self._side = theme, model, thumbnails, side
        self._row = 0
        self._middle = 0.0
        self._hover: int | None = None
        self._turn = 0.0
        self._move = QVariantAnimation(self)
        self._move.setDuration(MOVE_MS)
        self._move.valueChanged.connect(self._moved)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Photos beside this one"))
        theme.changed.connect(self.update)
        thumbnails.ready.connect(self._came)
        model.rowsInserted.connect(self.refresh)
        model.rowsRemoved.connect(self.refresh)
        model.modelReset.connect(self.refresh)

    @property
    def row(self) -> int:
        """The row that is marked."""
        return self._row

    def show_row(self, row: int) -> None:
        """Mark a photo and bring it into the middle."""
        near = abs(row - self._middle) <= self.width() / PITCH
        self._row = row
        self._move.stop()
        if motion.animated() and near and self.isVisible():
            self._move.setStartValue(self._middle)
            self._move.setEndValue(self._within(row))
            self._move.start()
        else:
            self._middle = self._within(row)
        count = len(self._model.ids)
        self.setAccessibleDescription(self.tr("{row} of {count}").format(row=number(row + 1), count=number(count)))
        self.refresh()

    def refresh(self) -> None:
        """Have what is in view read and drawn."""
        self._hover = None
        if self._move.state() != QVariantAnimation.State.Running:
            self._middle = self._within(self._middle)
        rows = self.visible_rows()
        if rows and self.isVisible():
            first, last = rows
            middle = (first + last) // 2
            order = sorted(range(first, last + 1), key=lambda row: abs(row - middle))
            ids = self._model.ids
            self._thumbnails.want([ids[row] for row in order], self._side(), self.devicePixelRatioF())
            self._model.want(first, last)
        self.update()

    def visible_rows(self) -> tuple[int, int] | None:
        """First and last row in view."""
        half = self.width() / 2 / PITCH + 1
        first, last = max(0, int(self._middle - half)), min(len(self._model.ids) - 1, int(self._middle + half) + 1)
        return (first, last) if first <= last else None

    def rect_of(self, row: int) -> QRectF:
        """Where a photo's square lies."""
        offset = (row - self._middle) * PITCH * (-1 if self.isRightToLeft() else 1)
        return QRectF(self.width() / 2 + offset - SIDE / 2, (HEIGHT - SIDE) / 2, SIDE, SIDE)

    def row_at(self, point: QPointF) -> int | None:
        """The photo at a point."""
        offset = (point.x() - self.width() / 2) / PITCH * (-1 if self.isRightToLeft() else 1)
        row = round(self._middle + offset)
        return row if 0 <= row < len(self._model.ids) and self.rect_of(row).contains(point) else None

    def sizeHint(self) -> QSize:
        """As high as it is."""
        return QSize(400, HEIGHT)

    def close_timers(self) -> None:
        """Stop moving."""
        self._move.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the squares in view."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colours = self._theme.colours
        painter.fillRect(event.rect(), QColor(colours.panel))
        rows = self.visible_rows()
        for row in range(rows[0], rows[1] + 1) if rows else ():
            rect = self.rect_of(row)
            picture = self._thumbnails.get(self._model.ids[row])
            shape = QPainterPath()
            shape.addRoundedRect(rect, 5, 5)
            painter.save()
            painter.setClipPath(shape)
            if picture is None:
                painter.fillRect(rect, QColor(colours.stage))
            else:
                painter.setOpacity(1.0 if row in (self._row, self._hover) else 0.72)
                painter.drawPixmap(rect, picture, _square(picture))
            painter.restore()
            if row in (self._row, self._hover):
                ring = colours.accent if row == self._row else colours.control
                painter.setPen(QPen(QColor(ring), 3 if row == self._row else 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(-2.5, -2.5, 2.5, 2.5), 7, 7)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """The names of the files as tips."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self.row_at(QPointF(event.pos()))
            name = self._model.index(row, 0).data() if row is not None else None
            QToolTip.showText(event.globalPos(), tip(name) if name else "", self)
            return True
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            done = super().event(event)
            self.refresh()
            return done
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to a photo."""
        row = self.row_at(event.position())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which photo is pointed at."""
        row = self.row_at(event.position())
        if row != self._hover:
            self._hover = row
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        super().leaveEvent(event)
        self._hover = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Look further along; the photo that is viewed stays."""
        delta = event.angleDelta()
        turn = delta.y() if abs(delta.y()) >= abs(delta.x()) else delta.x()
        self._move.stop()
        self._middle = self._within(self._middle - turn / 40)
        self.refresh()
        event.accept()

    def _within(self, middle: float) -> float:
        """The row in the middle, moved so that no room is left empty at an end."""
        last = len(self._model.ids) - 1
        half = (self.width() - SIDE - 2 * GAP) / 2 / PITCH
        return last / 2 if last <= 2 * half else max(half, min(last - half, middle))

    def _moved(self, value: float) -> None:
        self._middle = value
        self.update()

    def _came(self, photo_id: int) -> None:
        rows = self.visible_rows()
        if rows and self.isVisible() and photo_id in self._model.ids[rows[0] : rows[1] + 1]:
            self.update()


def _square(picture: QPixmap) -> QRectF:
    """The middle square of a picture, less its rounded corners."""
    width, height = picture.width(), picture.height()
    side = min(width, height) * 0.94
    return QRectF((width - side) / 2, (height - side) / 2, side, side)
