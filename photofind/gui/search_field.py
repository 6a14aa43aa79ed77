"""The line where one types, and the words it offers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

MAX_ROWS = 8
WORD = Qt.ItemDataRole.UserRole + 1
COUNT = Qt.ItemDataRole.UserRole + 2
SIGNS = "-="
"""What may stand before a word: leave it out, count it without related words."""


class _WordDelegate(QStyledItemDelegate):
    """A word at the start of the line, its count at the end."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the usual item, then the count."""
        super().paint(painter, option, index)
        rect: QRect = option.rect
        palette: QPalette = option.palette
        painter.save()
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(rect.adjusted(8, 0, -10, 0), flags, index.data(COUNT))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A steady height."""
        return QSize(super().sizeHint(option, index).width() + 48, 30)


class WordPopup(QListWidget):
    """Words with counts below the search field. The field keeps the focus."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_WordDelegate(self))
        self.setAccessibleName(self.tr("Words that begin so"))
        self.itemClicked.connect(lambda item: self.chosen.emit(item.data(WORD)))
        self.hide()

    def offer(self, words: Sequence[tuple[str, int]], below: QWidget) -> None:
        """Show these words below a widget, or hide when there are none."""
        self.clear()
        for word, count in words[:MAX_ROWS]:
            item = QListWidgetItem(word, self)
            item.setData(WORD, word)
            item.setData(COUNT, self.locale().toString(count))
            spoken = self.tr("{word}, %Ln photos", None, count).format(word=word)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        if not self.count():
            self.hide()
            return
        window = self.parentWidget()
        assert window is not None
        place = below.mapTo(window, QPoint(0, below.height() + 6))
        self.setGeometry(place.x(), place.y(), max(240, min(360, below.width())), self.count() * 30 + 12)
        self.raise_()
        self.show()

    def move_by(self, step: int) -> None:
        """Go to the next or the previous word; beyond the ends none is chosen."""
        row = self.currentRow() + step
        self.setCurrentRow(row if 0 <= row < self.count() else -1)

    def current_word(self) -> str | None:
        """The word that is highlighted."""
        item = self.currentItem()
        return item.data(WORD) if self.isVisible() and item is not None and self.currentRow() >= 0 else None

    def first_word(self) -> str | None:
        """The word on top."""
        return self.item(0).data(WORD) if self.isVisible() and self.count() else None


class SearchField(QLineEdit):
    """The line edit: its own keys become chip commands."""

    committed = Signal()
    """Enter or a comma outside quotes: make chips of the text."""
    completed = Signal(str)
    """A word of the popup was chosen."""
    backspaced = Signal()
    """Backspace in the empty field."""
    undone = Signal()
    redone = Signal()
    left = Signal()
    """Esc or arrow down: on to the photos."""
    focus_changed = Signal(bool)

    def __init__(self, popup: WordPopup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._popup = popup
        self.setProperty("role", "bare")
        self.setFrame(False)
        self.setMinimumWidth(170)
        self.setMinimumHeight(30)
        self.setMaxLength(400)
        self.setAccessibleName(self.tr("Search photos by what is in them"))
        self.setPlaceholderText(self.tr('Search: dog, beach, -people, "red car"'))
        self.setToolTip(
            self.tr(
                "<p>Type words; Enter or a comma makes chips of them (Ctrl+F).</p>"
                "<p><b>-word</b> leaves out, <b>=word</b> counts without related words, <b>“two words”</b> is a "
                "phrase, <b>name:word</b> and <b>own:word</b> look only there.</p>"
                "<p>Filters: <b>camera:</b>canon, <b>orientation:</b>portrait, <b>has:</b>tags, <b>is:</b>undescribed, "
                "<b>after:</b>2020-01-31, <b>before:</b>2021-01-01, <b>folder:</b>/photos</p>"
            )
        )
        popup.chosen.connect(self.completed)

    def word(self) -> str:
        """The unfinished last word, without its sign; empty after a space."""
        text = self.text()[: self.cursorPosition()]
        if not text or text[-1].isspace() or text.count('"') % 2:
            return ""
        return text.split()[-1].lstrip(SIGNS).strip('"')

    def event(self, event: QEvent) -> bool:
        """Tab takes the word that is highlighted."""
        tab = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab and not event.modifiers()
        if tab and event.type() == QEvent.Type.KeyPress and (word := self._popup.current_word()):
            self.completed.emit(word)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys of the search bar, leave the rest to the text."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        text_undo = bool(self.text()) and self.isUndoAvailable()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            word = self._popup.current_word()
            if word:
                self.completed.emit(word)
            else:
                self.committed.emit()
        elif event.text() == "," and self.text()[: self.cursorPosition()].count('"') % 2 == 0:
            self.committed.emit()
        elif key == Qt.Key.Key_Backspace and not self.text():
            self.backspaced.emit()
        elif key == Qt.Key.Key_Z and control and not shift and not text_undo:
            self.undone.emit()
        elif ((key == Qt.Key.Key_Z and control and shift) or (key == Qt.Key.Key_Y and control)) and not (
            self.isRedoAvailable()
        ):
            self.redone.emit()
        elif key == Qt.Key.Key_Down:
            if self._popup.isVisible():
                self._popup.move_by(1)
            else:
                self.left.emit()
        elif key == Qt.Key.Key_Up and self._popup.isVisible():
            self._popup.move_by(-1)
        elif key == Qt.Key.Key_Escape:
            if self._popup.isVisible():
                self._popup.hide()
            elif self.text():
                self.clear()
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Light the frame."""
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the popup away."""
        super().focusOutEvent(event)
        self._popup.hide()
        self.focus_changed.emit(False)
