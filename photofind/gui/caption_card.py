"""One caption in the side panel: the view's place, the text with the matched words marked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from photofind.gui.theme import S2, Theme
from photofind.gui.wording import marked, view_name, word_ranges
from photofind.records import VIEWS, Box


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
        painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(part, 2, 2)
        painter.setPen(QPen(QColor(colours.control), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 3, 3)
        painter.end()


class CaptionCard(QFrame):
    """A caption. Pointing at it or focusing it asks for its outline; a click on a word asks what to do with it."""

    entered = Signal(str)
    """View name."""
    left = Signal(str)
    word_clicked = Signal(str, QPoint)
    """A word and where its menu should open (global)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.view = ""
        self._text = ""
        self._ranges: list[tuple[int, int]] = []
        self.setProperty("role", "caption")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icon = RegionIcon(theme)
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setProperty("role", "muted")
        self.body = QLabel()
        self.body.setTextFormat(Qt.TextFormat.RichText)
        self.body.setWordWrap(True)
        self.body.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.body.linkActivated.connect(self._link)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.name)
        column.addWidget(self.body)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(S2, 6, S2, 6)
        layout.setSpacing(S2)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(column, 1)
        theme.changed.connect(self._draw)

    def show_caption(self, view: str, text: str, ranges: list[tuple[int, int]]) -> None:
        """Show the caption of a view."""
        self.view, self._text, self._ranges = view, text, ranges
        title = view_name(view)
        self.name.setText(title[:1].upper() + title[1:])
        self._icon.set_box(VIEWS[view].box)
        self.setAccessibleName(f"{title}: {text}")
        self.light(False)
        self._draw()

    @property
    def text(self) -> str:
        """The caption."""
        return self._text

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
        self.entered.emit(self.view)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the outline away, unless the card has the focus."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self.left.emit(self.view)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Outline the view."""
        super().focusInEvent(event)
        self.entered.emit(self.view)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the outline away."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit(self.view)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go from caption to caption."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the word under the mouse; by keyboard, of the first word that matched, else the first."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            ranges = self._ranges or word_ranges(self._text)
            if ranges:
                start, end = ranges[0]
                self.word_clicked.emit(self._text[start:end], self.mapToGlobal(QPoint(40, self.height())))

    def _link(self, target: str) -> None:
        _, start, end = target.split(":")
        self.word_clicked.emit(self._text[int(start) : int(end)], self.cursor().pos())

    def _draw(self) -> None:
        colours = self._theme.colours
        self.body.setText(
            marked(self._text, self._ranges, colours.why, colours.why_text, links=True).replace(
                "palette(text)", colours.text
            )
        )
