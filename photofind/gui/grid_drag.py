"""Dragging photos out of the grid: the files are copied, never moved."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QDrag, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QWidget

from photofind.gui.wording import number

SIDE = 96
MOST = 5000
"""Files dragged at once: reading the paths of more would let the drag begin late."""


def drag(source: QWidget, data: QMimeData, picture: QPixmap | None, count: int) -> Qt.DropAction:
    """Drag files until they are dropped; ``picture`` stands under the pointer with their number."""
    drag_ = QDrag(source)
    drag_.setMimeData(data)
    drag_.setPixmap(drawn(picture, count, source.palette(), source.devicePixelRatioF()))
    drag_.setHotSpot(QPoint(SIDE // 2, SIDE - 8))
    return drag_.exec(Qt.DropAction.CopyAction)


def drawn(picture: QPixmap | None, count: int, palette: QPalette, ratio: float) -> QPixmap:
    """A small picture of what is dragged."""
    canvas = QPixmap(QSize(SIDE, SIDE) * ratio)
    canvas.setDevicePixelRatio(ratio)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    place = QRect(0, 0, SIDE, SIDE)
    if picture is not None:
        size = picture.deviceIndependentSize().toSize().scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio)
        spot = QRect(QPoint(0, 0), size)
        spot.moveCenter(place.center())
        painter.setOpacity(0.85)
        painter.drawPixmap(spot, picture)
        painter.setOpacity(1)
    if count > 1 or picture is None:
        text = number(count)
        width = painter.fontMetrics().horizontalAdvance(text) + 16
        pill = QRect(SIDE - width - 2, 2, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.color(QPalette.ColorRole.Highlight)))
        painter.drawRoundedRect(pill, 11, 11)
        painter.setPen(palette.color(QPalette.ColorRole.HighlightedText))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return canvas
