"""A word cloud that can be used: every word is a button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from photofind.gui.theme import Theme
from photofind.gui.wording import times, tip
from photofind.records import Ink, PlacedWord, WordCount

EM = 100
"""Pixels an em at which words are measured; larger or smaller ones are in proportion."""
PAD = 3
RESIZE_MS = 90
EXCLUDE = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier


def inks_of(words: Sequence[str], family: str) -> dict[str, Ink]:
    """The room that each word takes in a font of the window, in ems (GUI thread)."""
    font = QFont(family)
    # Hinted letters are wider at small sizes than in proportion.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setPixelSize(EM)
    metrics = QFontMetricsF(font)
    inks = {}
    for word in words:
        box = metrics.tightBoundingRect(word)
        inks[word] = Ink(
            box.left() / EM, box.top() / EM, box.right() / EM, box.bottom() / EM, metrics.horizontalAdvance(word) / EM
        )
    return inks


def said(word: WordCount) -> str:
    """How often a word is said, for tips and screen readers."""
    return f"{word.word}: {times(word.count, word.photos)}"


class CloudWord(QAbstractButton):
    """One word of the cloud, drawn where the layout puts it."""

    menu_wanted = Signal(object)
    """Global position."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.placed: PlacedWord | None = None
        self.used = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def place(self, placed: PlacedWord, used: bool, first: bool) -> None:
        """Show a word; only the first is reached by Tab, the others by the arrow keys."""
        self.placed, self.used = placed, used
        left, top, right, bottom = placed.box
        self.setGeometry(QRectF(left - PAD, top - PAD, right - left + 2 * PAD, bottom - top + 2 * PAD).toAlignedRect())
        self.setText(placed.word.word.replace("&", "&&"))
        self.setAccessibleName(said(placed.word))
        self.setToolTip(tip(said(placed.word)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if first else Qt.FocusPolicy.ClickFocus)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        super().enterEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space clicks; the arrow keys are the cloud's (a button would move the focus by itself)."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask what to do with the word."""
        self.menu_wanted.emit(event.globalPos())
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the word, and a frame when it has the focus."""
        del event
        if self.placed is None:
            return
        placed, colours = self.placed, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setPixelSize(max(1, int(placed.size)))
        painter.setFont(font)
        colour = colours.accent if placed.rank < 5 else colours.text if placed.rank < 20 else colours.muted
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.used:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.why))
            painter.drawRoundedRect(rect, 4, 4)
            colour = colours.why_text
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.soft))
            painter.drawRoundedRect(rect, 4, 4)
            colour = colours.text
        painter.setPen(QColor(colour))
        painter.drawText(QPointF(placed.x - self.x(), placed.y - self.y()), placed.word.word)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent if not self.used else colours.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 4, 4)
        painter.end()


class WordCloud(QWidget):
    """Shows placed words; asks for another layout when its size changes."""

    chosen = Signal(str, bool)
    """A word, and whether photos with it are to be left out."""
    menu_wanted = Signal(str, object)
    room_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: list[CloudWord] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RESIZE_MS)
        self._timer.timeout.connect(self.room_changed)
        self.setMinimumSize(240, 160)
        self.setAccessibleName(self.tr("Word cloud"))
        theme.changed.connect(self.update)

    @property
    def words(self) -> list[CloudWord]:
        """The words that are shown, the commonest first."""
        return [button for button in self._buttons if button.isVisibleTo(self)]

    def show_words(self, placed: Sequence[PlacedWord], used: Mapping[str, bool]) -> None:
        """Show a layout; words that ``used`` names are chips already."""
        while len(self._buttons) < len(placed):
            self._buttons.append(self._new())
        focus = next((b.placed.word.word for b in self._buttons if b.hasFocus() and b.placed), None)
        for one, button in zip(placed, self._buttons, strict=False):
            button.place(one, one.word.word in used, first=one is placed[0])
            button.show()
            if one.word.word == focus:
                button.setFocus()
        for button in self._buttons[len(placed) :]:
            button.hide()

    def close_timers(self) -> None:
        """Stop the timer."""
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another layout once the size stays."""
        super().resizeEvent(event)
        self._timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys go from word to word, by frequency; Enter chooses, with Shift or Alt leaves out."""
        words = self.words
        at = next((n for n, word in enumerate(words) if word.hasFocus()), None)
        key = event.key()
        if at is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(words[at], bool(event.modifiers() & EXCLUDE))
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up):
            step = 1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1
            words[max(0, min(len(words) - 1, at + step))].setFocus(Qt.FocusReason.TabFocusReason)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            words[0 if key == Qt.Key.Key_Home else -1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _new(self) -> CloudWord:
        button = CloudWord(self._theme, self)
        button.clicked.connect(lambda: self._choose(button, bool(QGuiApplication.keyboardModifiers() & EXCLUDE)))
        button.menu_wanted.connect(lambda where: self._ask(button, where))
        return button

    def _choose(self, button: CloudWord, exclude: bool) -> None:
        if button.placed is not None:
            self.chosen.emit(button.placed.word.word, exclude)

    def _ask(self, button: CloudWord, where: object) -> None:
        if button.placed is not None:
            self.menu_wanted.emit(button.placed.word.word, where)


def summary(words: Sequence[WordCount]) -> str:
    """The words as lines of a table, to be pasted into a spreadsheet."""
    return "\n".join(f"{word.word}\t{word.count}\t{word.photos}" for word in words)
