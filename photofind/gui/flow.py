"""A layout that puts widgets one after another and breaks the line when it is full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lines of widgets, right-to-left where the language is.

    Args:
        stretch_last: the last widget takes the rest of its line.
        lines: widgets beyond this many lines are hidden (0 = any number).
    """

    def __init__(self, parent: QWidget | None = None, stretch_last: bool = False, lines: int = 0, gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._stretch = stretch_last
        self._lines = lines
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Append an item."""
        self._items.append(item)

    def insert(self, position: int, widget: QWidget) -> None:
        """Add a widget at a position."""
        self.addWidget(widget)
        self._items.insert(position, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        """Number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a position, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def clear(self) -> None:
        """Delete all widgets."""
        while self._items:
            widget = self._items.pop().widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        """Doesn't ask for more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the lines at this width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """The size of the largest item."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The size of the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _arrange(self, rect: QRect, move: bool) -> int:
        margins = self.contentsMargins()
        area = rect.marginsRemoved(margins)
        x, y, high, line = area.left(), area.top(), 0, 1
        parent = self.parentWidget()
        mirrored = parent is not None and parent.isRightToLeft()
        row: list[tuple[QLayoutItem, int, int]] = []

        def place(height: int) -> None:
            for item, left, width in row:
                tall = min(item.sizeHint().height(), height)
                spot = QRect(QPoint(left, y + (height - tall) // 2), QSize(width, tall))
                if mirrored:
                    spot.moveLeft(area.left() + area.right() - spot.right())
                item.setGeometry(spot)
            row.clear()

        shown = [item for item in self._items if not item.isEmpty()]
        for number, item in enumerate(shown):
            last = self._stretch and number == len(shown) - 1
            hint = item.minimumSize() if last else item.sizeHint()
            width = min(hint.width(), area.width())
            if x > area.left() and x + width > area.right() + 1:
                if move:
                    place(high)
                line += 1
                x, y, high = area.left(), y + high + self._gap, 0
            if self._lines and line > self._lines:
                if move:
                    item.setGeometry(QRect(-10_000, 0, hint.width(), hint.height()))
                y, line = y - self._gap, self._lines + 1
                continue
            if last:
                width = max(width, area.right() + 1 - x)
            row.append((item, x, width))
            x += width + self._gap
            high = max(high, item.sizeHint().height())
        if move:
            place(high)
        return y + high - rect.top() + margins.bottom()
