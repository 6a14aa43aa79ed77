"""A chip of the search bar: a word that photos must, or must not, show."""

from __future__ import annotations

import html

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from photofind.gui.theme import Theme, pixmap
from photofind.records import Chip

HEIGHT = 28
MAX_TEXT = 220
_CUT = 7.0


class ChipButton(QAbstractButton):
    """A click turns include into exclude, ✕ (or Delete) removes.

    Included: a full pill with a tick, or an equals sign if related words don't count. Excluded: a square-cornered frame
    with a minus sign and the word struck through. A filter: a frame with cut corners and its icon. Shape and sign tell
    them apart without colour. A dashed frame marks a word that no photo matches.
    """

    toggled_chip = Signal()
    removed = Signal()
    exact_chosen = Signal(bool)
    """Whether related words shall not count."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        exclude: bool = False,
        exact: bool = False,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._exclude = exclude
        self._exact = exact
        self._icon = icon
        self._unmatched = False
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)
        self._describe()

    @classmethod
    def of(cls, theme: Theme, chip: Chip) -> ChipButton:
        """The button of a chip; a phrase stands in quotes."""
        text = f"“{chip.text}”" if chip.phrase and " " in chip.text else chip.text
        return cls(theme, text, exclude=chip.exclude, exact=chip.exact)

    def set_unmatched(self, unmatched: bool) -> None:
        """Mark the word as one that no photo matches."""
        if unmatched != self._unmatched:
            self._unmatched = unmatched
            self._describe()
            self.update()

    @property
    def close_rect(self) -> QRect:
        """Where ✕ is."""
        left = 4 if self.isRightToLeft() else self.width() - 24
        return QRect(left, (self.height() - 20) // 2, 20, 20)

    def sizeHint(self) -> QSize:
        """As wide as the word, up to a limit."""
        width = min(MAX_TEXT, QFontMetrics(self.font()).horizontalAdvance(self.text()))
        return QSize(10 + 18 + width + 6 + 22, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remove or toggle."""
        inside = self.rect().contains(event.position().toPoint()) and self.isDown()
        self.setDown(False)
        if not inside or event.button() != Qt.MouseButton.LeftButton:
            return
        if self.close_rect.contains(event.position().toPoint()):
            self.removed.emit()
        else:
            self.toggled_chip.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace remove, Space and Enter toggle, arrows go to the neighbours."""
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.removed.emit()
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.toggled_chip.emit()
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self.focusNextPrevChild((event.key() == Qt.Key.Key_Right) != self.isRightToLeft())
            case _:
                super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Everything that can be done with the chip, by name."""
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """The context menu."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not self._icon:
            text = self.tr("Include these photos") if self._exclude else self.tr("Leave these photos out")
            menu.addAction(text, self.toggled_chip.emit)
            exact = menu.addAction(self.tr("Only this word, no related ones"))
            exact.setCheckable(True)
            exact.setChecked(self._exact)
            exact.setEnabled(not self._exclude)
            exact.triggered.connect(self.exact_chosen)
            menu.addSeparator()
        menu.addAction(self._theme.icon("close"), self.tr("Remove"), self.removed.emit)
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        del event
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ink = colours.out if self._exclude else colours.on_accent
        ground = colours.out_soft if self._exclude else colours.accent
        edge = colours.out if self._exclude else colours.accent
        if self._icon or self._unmatched:
            ink, ground, edge = colours.text, colours.panel, colours.control
        pen = QPen(QColor(edge), 1.4, Qt.PenStyle.DashLine if self._unmatched else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.setBrush(QColor(ground))
        outline = self._outline(frame)
        painter.drawPath(outline)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(outline)
        ratio = self.devicePixelRatioF()
        sign = self._icon or ("minus" if self._exclude else "equals" if self._exact else "check")
        mirrored = self.isRightToLeft()
        x = self.width() - 24 if mirrored else 8
        painter.drawPixmap(QPointF(x, (self.height() - 16) / 2), pixmap(sign, ink, 16, ratio))
        text_rect = QRect(28, 0, self.width() - 28 - 26, self.height())
        if mirrored:
            text_rect.moveLeft(26)
        font = self.font()
        font.setStrikeOut(self._exclude)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideMiddle, text_rect.width())
        painter.drawText(text_rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
        cross = self.close_rect
        if self.underMouse() and cross.contains(self.mapFromGlobal(self.cursor().pos())):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ink))
            painter.setOpacity(0.2)
            painter.drawEllipse(cross)
            painter.setOpacity(1.0)
        painter.drawPixmap(cross.topLeft() + QPointF(3, 3).toPoint(), pixmap("close", ink, 14, ratio))
        painter.end()

    def _outline(self, frame: QRectF) -> QPainterPath:
        path = QPainterPath()
        if self._icon:
            left, right, top, bottom = frame.left(), frame.right(), frame.top(), frame.bottom()
            across, down = (left + _CUT, right - _CUT), (top + _CUT, bottom - _CUT)
            points = [(across[0], top), (across[1], top), (right, down[0]), (right, down[1])]
            points += [(across[1], bottom), (across[0], bottom), (left, down[1]), (left, down[0])]
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
            path.closeSubpath()
        else:
            radius = 3 if self._exclude else frame.height() / 2
            path.addRoundedRect(frame, radius, radius)
        return path

    def _describe(self) -> None:
        word = self.text()
        if self._icon:
            name = self.tr("Filter: {word}").format(word=word)
            tip = self.tr("Only {word}. ✕ or Delete removes it.").format(word=word)
        elif self._exclude:
            name = self.tr("Without {word}").format(word=word)
            tip = self.tr("Photos with “{word}” are left out. Click to include them, ✕ or Delete removes.").format(
                word=word
            )
        elif self._exact:
            name = self.tr("With {word} itself, no related words").format(word=word)
            tip = self.tr(
                "Only photos with “{word}” itself, not with related words. Click to leave them out, "
                "✕ or Delete removes."
            ).format(word=word)
        else:
            name = self.tr("With {word}").format(word=word)
            tip = self.tr("Only photos with “{word}”. Click to leave them out, ✕ or Delete removes.").format(word=word)
        if self._unmatched:
            name = self.tr("{name}: no photo matches").format(name=name)
        self.setAccessibleName(name)
        self.setToolTip(f"<span>{html.escape(tip)}</span>")
