"""One caption in the side panel: the view's place, the text with the matched words marked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from photofind.gui.theme import S2, Theme
from photofind.gui.wording import marked, view_name, word_ranges
from photofind.records import VIEWS, Box, Caption

_EXCLUDE = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier


class RegionIcon(QWidget):
    """A small map: where on the photo the view lies."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._box: Box = (0.0, 0.0, 1.0, 1.0)
        self.setFixedSize(28, 22)
        theme.changed.connect(self.update)

    def set_box(self, box: Box) -> None:
        """Show another region."""
        self._box = box
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame and the region."""
        del event
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(1, 2, 26, 19)
        left, top, right, bottom = self._box
        part = QRectF(
            frame.left() + left * frame.width(),
            frame.top() + top * frame.height(),
            (right - left) * frame.width(),
            (bottom - top) * frame.height(),
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent if self.isEnabled() else colours.line))
        painter.drawRoundedRect(part, 2, 2)
        painter.setPen(QPen(QColor(colours.control), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 3, 3)
        painter.end()


class CaptionCard(QFrame):
    """A caption. Pointing at it or focusing it asks for its outline.

    A click on a word asks for a chip, with Shift or Alt for one that leaves out; the other button asks for the word's
    menu. By keyboard, left and right choose a word, Enter (with Shift or Alt) does what the click does.
    """

    entered = Signal(str)
    """View name."""
    left = Signal(str)
    word_chosen = Signal(str, bool)
    """A word, and whether photos with it are to be left out."""
    menu_wanted = Signal(str, QPoint)
    """A word (or none) and where its menu should open (global)."""
    hide_wanted = Signal(object, bool)
    """The ``Caption`` and whether it is to be hidden (else shown again)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.view = ""
        self.caption: Caption | None = None
        self._text = ""
        self._ranges: list[tuple[int, int]] = []
        self._word: int | None = None
        self.setProperty("role", "caption")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icon = RegionIcon(theme)
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setProperty("role", "muted")
        self.hide_button = QToolButton()
        self.hide_button.setProperty("role", "small")
        self.hide_button.setIconSize(QSize(16, 16))
        self.hide_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide_button.clicked.connect(self._ask_hide)
        keep = self.hide_button.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.hide_button.setSizePolicy(keep)
        self.hide_button.setFixedSize(22, 20)
        self.body = QLabel()
        self.body.setTextFormat(Qt.TextFormat.RichText)
        self.body.setWordWrap(True)
        self.body.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.body.linkActivated.connect(self._link)
        self.body.linkHovered.connect(self._hovered)
        self._link_under = ""
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.name, 1)
        head.addWidget(self.hide_button)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.body)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(S2, 4, 4, 6)
        layout.setSpacing(S2)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(column, 1)
        theme.changed.connect(self._draw)

    def show_caption(self, caption: Caption, text: str, ranges: list[tuple[int, int]]) -> None:
        """Show the caption of a view; of one that is hidden, only that there is one."""
        if (caption.view, text) != (self.view, self._text):
            self._word = None
        self.caption = caption
        self.view, self._text, self._ranges = caption.view, text, ranges
        title = view_name(caption.view)
        hidden = caption.hidden
        name = title[:1].upper() + title[1:]
        self.name.setText(self.tr("{view} · hidden").format(view=name) if hidden else name)
        self._icon.set_box(VIEWS[caption.view].box)
        self._icon.setEnabled(not hidden)
        self.body.setVisible(not hidden)
        tip = self.tr("Show this caption again") if hidden else self.tr("This is wrong: hide the caption (Del)")
        self.hide_button.setToolTip(tip)
        self.hide_button.setAccessibleName(tip.rsplit(" (", 1)[0])
        self._theme.bind(self.hide_button, "show" if hidden else "hide", "muted")
        self.setAccessibleName(self.tr("{view}: hidden caption").format(view=title) if hidden else f"{title}: {text}")
        self.light(False)
        self._show_button()
        self._draw()

    @property
    def text(self) -> str:
        """The caption."""
        return self._text

    @property
    def word(self) -> str:
        """The word that the keyboard has chosen, or none."""
        ranges = word_ranges(self._text)
        if self._word is None or self._word >= len(ranges):
            return ""
        start, end = ranges[self._word]
        return self._text[start:end]

    def light(self, lit: bool) -> None:
        """Show that the caption's view is the one outlined."""
        value = "true" if lit else "false"
        if self.property("lit") != value:
            self.setProperty("lit", value)
            self.style().unpolish(self)
            self.style().polish(self)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Outline the view."""
        super().enterEvent(event)
        self._show_button()
        self.entered.emit(self.view)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the outline away, unless the card has the focus."""
        super().leaveEvent(event)
        self._show_button()
        if not self.hasFocus():
            self.left.emit(self.view)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Outline the view."""
        super().focusInEvent(event)
        self._show_button()
        self.entered.emit(self.view)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the outline and the chosen word away."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._choose(None)
            self.left.emit(self.view)
        self._show_button()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go from caption to caption, left and right from word to word."""
        key = event.key()
        count = len(word_ranges(self._text)) if self.body.isVisibleTo(self) else 0
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and count:
            step = -1 if (key == Qt.Key.Key_Left) != self.isRightToLeft() else 1
            at = self._word + step if self._word is not None else (0 if step > 0 else count - 1)
            self._choose(max(0, min(count - 1, at)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.word:
            self.word_chosen.emit(self.word, bool(event.modifiers() & _EXCLUDE))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._ask_hide()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the word under the mouse; by keyboard, of the chosen word, else the first that matched."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            ranges = self._ranges or word_ranges(self._text)
            word = self.word or (self._text[ranges[0][0] : ranges[0][1]] if ranges else "")
            self.menu_wanted.emit(word, self.mapToGlobal(QPoint(40, self.height())))
        else:
            self.menu_wanted.emit(self._word_of(self._link_under), event.globalPos())
        event.accept()

    def _choose(self, word: int | None) -> None:
        if word != self._word:
            self._word = word
            self.setAccessibleDescription(self.word)
            self._draw()

    def _ask_hide(self) -> None:
        if self.caption is not None:
            self.hide_wanted.emit(self.caption, not self.caption.hidden)

    def _show_button(self) -> None:
        wanted = self.underMouse() or self.hasFocus() or (self.caption is not None and self.caption.hidden)
        self.hide_button.setVisible(wanted)

    def _hovered(self, target: str) -> None:
        self._link_under = target

    def _link(self, target: str) -> None:
        word = self._word_of(target)
        if word:
            self.word_chosen.emit(word, bool(QGuiApplication.keyboardModifiers() & _EXCLUDE))

    def _word_of(self, target: str) -> str:
        if not target:
            return ""
        _, start, end = target.split(":")
        return self._text[int(start) : int(end)]

    def _draw(self) -> None:
        colours = self._theme.colours
        chosen = word_ranges(self._text)[self._word] if self.word and self._word is not None else None
        text = marked(self._text, self._ranges, colours.why, colours.why_text, links=True, chosen=chosen)
        self.body.setText(text.replace("palette(text)", colours.text).replace("palette(link)", colours.accent))
