"""A quick look at the current photo over the grid: the keys stay with the grid, so that one can go on to the next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from photofind.gui.theme import S2, S3, S4

_GROUND = QColor(12, 14, 16, 246)
_INK = QColor("#f2f4f5")
LINES = 3
"""Lines of the caption at most."""


class QuickLook(QWidget):
    """Covers its parent while it is open; a click or Space ends it, a double click opens the photo.

    Attributes:
        name, caption: what is written under the photo.
    """

    opened = Signal()
    """The person wants to see the photo in the viewer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name, self.caption = "", ""
        self._picture: QPixmap | None = None
        self._size = QSize()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Quick look"))
        parent.installEventFilter(self)
        self.hide()

    def show_photo(self, picture: QPixmap | None, name: str, size: QSize) -> None:
        """Show another photo: its thumbnail for the moment, as large as the photo (``size`` in pixels) will be."""
        self.name, self.caption, self._picture, self._size = name, "", picture, size
        self.setGeometry(self._around())
        self.setAccessibleDescription(name)
        self.show()
        self.raise_()
        self.update()

    def show_image(self, image: QImage) -> None:
        """The photo itself has come."""
        if not image.isNull():
            self._picture = QPixmap.fromImage(image)
            self.update()

    def show_caption(self, caption: str) -> None:
        """What the photo was described as."""
        self.caption = caption
        self.setAccessibleDescription(f"{self.name}. {caption}")
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the parent."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._around())
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """End it."""
        self.hide()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the viewer."""
        self.opened.emit()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the photo as large as there is room, never enlarged beyond twice its pixels, and the words below."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), _GROUND)
        metrics = QFontMetrics(self.font())
        words = metrics.height() * (LINES + 1) + S2
        room = self.rect().adjusted(S4, S4, -S4, -S4 - words - S3)
        if self._picture is not None and room.isValid():
            size = self._size if not self._size.isEmpty() else self._picture.size()
            size = size / self.devicePixelRatioF()
            size = size.scaled(room.size().boundedTo(size * 2), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(room.topLeft(), size)
            place.moveCenter(room.center())
            painter.drawPixmap(place, self._picture)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        line = QRect(room.left(), room.bottom() + S3, room.width(), metrics.height())
        painter.setPen(_INK)
        painter.setFont(bold)
        name = QFontMetrics(bold).elidedText(self.name, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, name)
        painter.setFont(self.font())
        width = min(line.width(), 760)
        below = QRect(line.center().x() - width // 2, line.bottom() + S2, width, metrics.height() * LINES)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(below, flags, self.caption)
        painter.end()

    def _around(self) -> QRect:
        parent = self.parentWidget()
        return parent.rect() if parent is not None else self.geometry()
