"""A small histogram of photos over months or years, on which one picks a range of dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from photofind.gui.grid_headings import month_name
from photofind.gui.theme import Theme
from photofind.gui.wording import date_range, photos

MOST = 48
"""More months than this are shown by year."""


class Bar(NamedTuple):
    """One month or year: its first day, the first day after it, and how many photos it has."""

    first: str
    after: str
    photos: int


def bars(months: Sequence[tuple[str, int]]) -> list[Bar]:
    """A bar for each month between the first and the last that has photos, or for each year if those are too many.

    Args:
        months: ("YYYY-MM", number), ascending.
    """
    if not months:
        return []
    counts = dict(months)
    (year, month), (last_year, last_month) = (
        tuple(map(int, name.split("-"))) for name in (months[0][0], months[-1][0])
    )
    if (last_year - year) * 12 + last_month - month < MOST:
        found = []
        while (year, month) <= (last_year, last_month):
            following = (year, month + 1) if month < 12 else (year + 1, 1)
            found.append(Bar(_first(year, month), _first(*following), counts.get(f"{year:04d}-{month:02d}", 0)))
            year, month = following
        return found
    years: dict[int, int] = {}
    for name, count in months:
        years[int(name[:4])] = years.get(int(name[:4]), 0) + count
    span = last_year - year + 1
    step = -(-span // MOST)
    return [
        Bar(_first(start, 1), _first(start + step, 1), sum(years.get(y, 0) for y in range(start, start + step)))
        for start in range(year, last_year + 1, step)
    ]


def _label(bar: Bar) -> str:
    """The month or the year of a bar, for people."""
    year = bar.first[:4]
    whole = bar.first[5:7] == "01" and bar.after[5:7] == "01"
    return year if whole else month_name(bar.first[:7])


def _first(year: int, month: int) -> str:
    return date(min(max(year, 1), 9999), month, 1).isoformat()


class MonthBars(QWidget):
    """A click takes one bar, a drag several; with keys, arrows go and Enter takes."""

    picked = Signal(str, str)
    """First day, and first day after."""

    def __init__(self, theme: Theme, months: Sequence[tuple[str, int]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.bars = bars(months)
        self._start = self._end = -1
        self._pressed = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._describe()

    def sizeHint(self) -> QSize:
        """Wide enough to hit a bar."""
        return QSize(300, 84)

    def bar_rect(self, number: int) -> QRectF:
        """The whole column of a bar."""
        width = (self.width() - 24) / max(len(self.bars), 1)
        return QRectF(12 + number * width, 6, width, self.height() - 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars and the years or months at both ends."""
        del event
        colours = self._theme.colours
        painter = QPainter(self)
        highest = max((bar.photos for bar in self.bars), default=1) or 1
        low, high = sorted((self._start, self._end))
        for number, bar in enumerate(self.bars):
            column = self.bar_rect(number)
            chosen = low >= 0 and low <= number <= high
            if chosen:
                painter.fillRect(column, QColor(colours.soft))
            height = max(2.0, column.height() * bar.photos / highest) if bar.photos else 1.0
            gap = 1 if column.width() > 4 else 0
            rect = QRectF(column.left() + gap, column.bottom() - height, max(1.0, column.width() - 2 * gap), height)
            painter.fillRect(rect, QColor(colours.accent if bar.photos else colours.line))
        painter.setPen(QPen(QColor(colours.muted)))
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        if self.bars:
            line = QRectF(12, self.height() - 20, self.width() - 24, 18)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, _label(self.bars[0]))
            if len(self.bars) > 1:
                painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, _label(self.bars[-1]))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a range."""
        self._pressed = True
        self._start = self._end = self._at(event.position().x())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend it, or show where a click would be."""
        self._end = self._at(event.position().x())
        if not self._pressed:
            self._start = self._end
        self._describe()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        self._pressed = False
        self._end = self._at(event.position().x())
        self._take()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        super().leaveEvent(event)
        if not self._pressed:
            self._start = self._end = -1
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go, with Shift they extend, Enter takes."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.bars:
            step = 1 if key == Qt.Key.Key_Right else -1
            self._end = min(max(self._end + step, 0), len(self.bars) - 1)
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._start = self._end
            self._describe()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._take()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what a bar stands for."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.accessibleDescription(), self)
            return True
        return super().event(event)

    def _at(self, x: float) -> int:
        width = (self.width() - 24) / max(len(self.bars), 1)
        return min(max(int((x - 12) // width), 0), len(self.bars) - 1)

    def _range(self) -> tuple[str, str, int] | None:
        low, high = sorted((self._start, self._end))
        if low < 0 or not self.bars:
            return None
        return self.bars[low].first, self.bars[high].after, sum(bar.photos for bar in self.bars[low : high + 1])

    def _take(self) -> None:
        found = self._range()
        if found:
            self.picked.emit(found[0], found[1])

    def _describe(self) -> None:
        self.setAccessibleName(self.tr("Photos by date"))
        found = self._range()
        said = f"{date_range(found[0], found[1])}: {photos(found[2])}" if found else self.tr("Click or drag to choose")
        self.setAccessibleDescription(said)
