"""The most frequent words as bars: a list, so that keys and screen readers find their way."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from photofind.gui.theme import Theme
from photofind.gui.wordcloud import EXCLUDE, said
from photofind.gui.wording import number, tip
from photofind.records import WordCount

ROWS = (24, 38)
"""The least and the largest height of a row; between them the bars fill the room."""
COLUMN = 120
"""The most room that the words may take beside the bars."""
_WORD = Qt.ItemDataRole.UserRole
_USED = Qt.ItemDataRole.UserRole + 1


class BarDelegate(QStyledItemDelegate):
    """Draws a word, its bar and its count."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.column = COLUMN
        self.most = 1
        self.row = ROWS[0]

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows of one height."""
        del option, index
        return QSize(200, self.row)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row; the bar's length is the count, from a common zero."""
        word: WordCount = index.data(_WORD)
        colours = self._theme.colours
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus):
            painter.setPen(
                QPen(QColor(colours.accent), 2) if state & QStyle.StateFlag.State_HasFocus else Qt.PenStyle.NoPen
            )
            painter.setBrush(QColor(colours.soft))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 5, 5)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        count = number(word.count)
        metrics = QFontMetrics(option.font)
        numbers = metrics.horizontalAdvance(number(self.most)) + 16
        length = max(2.0, (rect.width() - self.column - 20 - numbers) * word.count / self.most)
        label = QRect(rect.left() + 8, rect.top(), self.column, rect.height())
        bar = QRectF(label.right() + 10, rect.top() + 6, length, rect.height() - 12)
        value = QRect(round(bar.right()) + 8, rect.top(), numbers, rect.height())
        if mirrored:
            for part in (label, value):
                part.moveLeft(2 * rect.center().x() - part.right() + 1)
            bar.moveLeft(2 * rect.center().x() - bar.right() + 1)
        painter.setFont(option.font)
        used = bool(index.data(_USED))
        shown = metrics.elidedText(word.word, Qt.TextElideMode.ElideRight, self.column)
        end = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
        start = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        if used:
            width = metrics.horizontalAdvance(shown) + 8
            mark = QRectF(label.right() - width + 5, label.top() + 6, width, label.height() - 12)
            if mirrored:
                mark.moveLeft(label.left() - 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.why))
            painter.drawRoundedRect(mark, 4, 4)
        painter.setPen(QColor(colours.why_text if used else colours.text))
        painter.drawText(label, end | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setPen(QColor(colours.muted))
        painter.drawText(value, start | Qt.AlignmentFlag.AlignVCenter, count)
        painter.restore()


class Histogram(QListWidget):
    """One row a word."""

    chosen = Signal(str, bool)
    menu_wanted = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "places")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Histogram of frequent words"))
        self._bars = BarDelegate(theme, self)
        self.setItemDelegate(self._bars)
        theme.changed.connect(self.viewport().update)

    def show_words(self, words: Sequence[WordCount], used: Collection[str]) -> None:
        """Show other words."""
        row = self.currentRow()
        self.clear()
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(word.word) for word in words), default=0)
        self._bars.column = min(COLUMN, widest + 6)
        self._bars.most = max((word.count for word in words), default=1)
        for word in words:
            item = QListWidgetItem(said(word))
            item.setData(_WORD, word)
            item.setData(_USED, word.word in used)
            item.setToolTip(tip(said(word)))
            self.addItem(item)
        if 0 <= row < self.count():
            self.setCurrentRow(row)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the room."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        row = max(ROWS[0], min(ROWS[1], (self.viewport().height() - 2) // max(1, self.count())))
        if row != self._bars.row:
            self._bars.row = row
            self.scheduleDelayedItemsLayout()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses the word."""
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if item is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(item.data(_WORD).word, bool(QGuiApplication.keyboardModifiers() & EXCLUDE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, with Shift or Alt leaves out."""
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(item.data(_WORD).word, bool(event.modifiers() & EXCLUDE))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask what to do with the word."""
        item = self.itemAt(event.pos()) or self.currentItem()
        if item is not None:
            self.menu_wanted.emit(item.data(_WORD).word, event.globalPos())
