"""The grid of photos: what is selected, drawn, dragged, and told to a screen reader."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from photofind.gui.grid_drag import MOST, drag
from photofind.gui.grid_headings import draw_headings
from photofind.gui.grid_layout_view import GridLayoutView, Index
from photofind.gui.grid_selection import invert_selection, select_rows, selected_ranges
from photofind.gui.photo_model import Role
from photofind.gui.urgent import urgent

SIDES = (96, 384)


class GridView(GridLayoutView):
    """Shows a :class:`PhotoModel` in a grid.

    Args:
        extra: size that a cell has beyond its thumbnail (insets and the line of text).
    """

    opened = Signal(int)
    """Photo id: the person wants to see it large."""
    peeked = Signal()
    """The person wants a quick look at the current photo, or to end it."""
    too_many = Signal(int)
    """Number of photos: more than can be dragged at once."""
    selected = Signal()
    """The selection or the current photo changed."""
    side_changed = Signal(int)
    """Thumbnail side in device-independent pixels."""

    def __init__(self, extra: QSize, side: int, parent: QWidget | None = None) -> None:
        super().__init__(extra, max(SIDES[0], min(SIDES[1], side)), parent)
        self.picture_of: Callable[[int], QPixmap | None] = lambda _photo: None
        """The thumbnail of a photo, if it is there."""
        self.setProperty("role", "grid")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Photos"))
        self.activated.connect(self._open)

    # --- what it shows -------------------------------------------------------------------------------------------

    @property
    def side(self) -> int:
        """Thumbnail side in device-independent pixels."""
        return self._side

    def set_side(self, side: int) -> None:
        """Make the thumbnails larger or smaller; the photo that is current or in the middle stays in view."""
        side = max(SIDES[0], min(SIDES[1], side))
        if side == self._side:
            return
        anchor = self.currentIndex()
        if not anchor.isValid() or not self.visualRect(anchor).intersects(self.viewport().rect()):
            rows = self.visible_rows()
            anchor = self.model().index(sum(rows) // 2, 0) if rows else QModelIndex()
        self._side = side
        self.updateGeometries()
        if anchor.isValid():
            self.scrollTo(anchor, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.viewport().update()
        self._moved()
        self.side_changed.emit(side)

    def current_id(self) -> int | None:
        """The current photo."""
        index = self.currentIndex()
        return self.photos().ids[index.row()] if index.isValid() else None

    def selected_ranges(self) -> list[tuple[int, int]]:
        """The selection as first and last rows, ascending."""
        return selected_ranges(self.selectionModel())

    def selected_count(self) -> int:
        """Number of selected photos."""
        return sum(bottom - top + 1 for top, bottom in self.selected_ranges())

    def selected_ids(self) -> list[int]:
        """The selected photos in order, also those that aren't loaded."""
        ids = self.photos().ids
        return [photo for top, bottom in self.selected_ranges() for photo in ids[top : bottom + 1]]

    def invert_selection(self) -> None:
        """Select what isn't selected."""
        invert_selection(self.selectionModel(), self.photos())

    def refresh_window(self) -> None:
        """Tell again which rows are in view: what they show may be another."""
        self._moved()

    def show_row(self, row: int, select: bool = True) -> None:
        """Make a row current and bring it into view."""
        index = self.model().index(row, 0)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect if select else flag.NoUpdate)
        self.scrollTo(index)

    def go_on_with(self, row: int, select: bool) -> None:
        """Make a row current without moving the view, and select it if nothing else is to be."""
        flag = QItemSelectionModel.SelectionFlag
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect if select else flag.NoUpdate)

    def select_rows(self, rows: list[int], current: int | None) -> None:
        """Select rows without moving the view."""
        select_rows(self.selectionModel(), self.photos(), rows, current)

    # --- events --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells in the damaged region."""
        urgent()
        painter = QPainter(self.viewport())
        rows = self.visible_rows()
        delegate = self.itemDelegate()
        if rows:
            option = QStyleOptionViewItem()
            self.initViewItemOption(option)
            base = option.state
            selection, current = self.selectionModel(), self.currentIndex().row()
            focused = self.hasFocus()
            hover = self._row_at(self.viewport().mapFromGlobal(self.cursor().pos())) if self.underMouse() else None
            state = QStyle.StateFlag
            plain = base & ~(state.State_Selected | state.State_HasFocus | state.State_MouseOver)
            cells, scrolled = self.geometry_of_cells(), self.verticalOffset()
            region, model = event.region(), self.model()
            for row in range(rows[0], rows[1] + 1):
                rect = cells.rect(row).translated(0, -scrolled)
                # Not the rectangle around it: thumbnails come in two corners at once.
                if not region.intersects(rect):
                    continue
                index = model.index(row, 0)
                option.rect = rect
                flags = plain
                if selection.isSelected(index):
                    flags |= state.State_Selected
                if row == current and focused:
                    flags |= state.State_HasFocus
                if row == hover:
                    flags |= state.State_MouseOver
                option.state = flags
                delegate.paint(painter, option, index)
        cells = self.geometry_of_cells()
        heads = cells.headings(self.verticalOffset())
        if heads:
            months = self.photos().months
            draw_headings(painter, heads, months, self.palette(), self.isRightToLeft(), self.font())
        if self._band is not None:
            colour = self.palette().color(QPalette.ColorRole.Highlight)
            offset = QPoint(0, self.verticalOffset())
            painter.setPen(colour)
            painter.setBrush(QColor(colour.red(), colour.green(), colour.blue(), 40))
            painter.drawRect(QRect(self._band[0] - offset, self._band[1] - offset).normalized())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a rubber band where there is no photo; a heading selects what is under it."""
        point = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self._heading_pressed(point, event.modifiers()):
            return
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self._row_at(point) is None:
            place = point + QPoint(0, self.verticalOffset())
            self._band = (place, place)
            keep = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            if not event.modifiers() & keep:
                self.clearSelection()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stretch the rubber band."""
        super().mouseMoveEvent(event)
        if self._band is not None:
            self._band = (self._band[0], event.position().toPoint() + QPoint(0, self.verticalOffset()))
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the rubber band."""
        super().mouseReleaseEvent(event)
        if self._band is not None:
            self._band = None
            self.viewport().update()

    def _heading_pressed(self, point: QPoint, modifiers: Qt.KeyboardModifier) -> bool:
        cells = self.geometry_of_cells()
        for section, place in cells.headings(self.verticalOffset()):
            if place.contains(point):
                first, last = cells.section_rows(section)
                flag = QItemSelectionModel.SelectionFlag
                more = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
                run = QItemSelection(self.model().index(first, 0), self.model().index(last, 0))
                self.selectionModel().setCurrentIndex(self.model().index(first, 0), flag.NoUpdate)
                self.selectionModel().select(run, flag.Toggle if more else flag.ClearAndSelect)
                return True
        return False

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag the selected files out, also those of rows that aren't loaded."""
        del actions
        count = self.selected_count()
        if count > MOST:
            self.too_many.emit(count)
            return
        data = self.photos().files_of(self.selected_ids())
        if data.hasUrls():
            current = self.current_id()
            drag(self, data, self.picture_of(current) if current is not None else None, len(data.urls()))

    def leaveEvent(self, event: QEvent) -> None:
        """Take the hover away."""
        super().leaveEvent(event)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel change the size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_side(self._side + (16 if event.angleDelta().y() > 0 else -16))
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space gives a quick look; a letter isn't a search through rows that aren't loaded."""
        index = self.currentIndex()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() == Qt.Key.Key_Space and index.isValid():
            self.peeked.emit()
            event.accept()
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(self.photos().ids[index.row()])
            event.accept()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing letters does nothing here."""

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell the window."""
        super().selectionChanged(selected, deselected)
        self.selected.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell the window, and a screen reader: Qt's own list tells it only of items that it has laid out itself."""
        QAbstractItemView.currentChanged(self, current, previous)
        self.viewport().update()
        if self.hasFocus():
            self._tell_reader(QAccessible.Event.Focus)
        self.selected.emit()

    def announce(self, photo_id: int, caption: str) -> None:
        """Let a screen reader know what the current photo was described as."""
        if photo_id == self.current_id():
            self.photos().note(photo_id, caption)
            self._tell_reader(QAccessible.Event.NameChanged)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say which photo has the focus now."""
        super().focusInEvent(event)
        self._tell_reader(QAccessible.Event.Focus)

    def _tell_reader(self, kind: QAccessible.Event) -> None:
        index = self.currentIndex()
        if index.isValid():
            event = QAccessibleEvent(self, kind)
            event.setChild(index.row())
            QAccessible.updateAccessibility(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index.data(Role.ID))
