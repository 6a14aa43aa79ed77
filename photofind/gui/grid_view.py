"""The grid of photos: a list view whose geometry is plain arithmetic, so that 100,000 photos cost nothing.

``QListView`` lays out every item again on each change of the list or of the width (a third of a second for 100,000
items, measured), which would stall the window whenever a caption lands. All cells being equal, where a cell lies
follows from its number.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from photofind.gui.grid_geometry import GAP, GridGeometry
from photofind.gui.grid_selection import invert_selection, select_rows, selected_ranges
from photofind.gui.photo_model import PhotoModel, Role

SIDES = (96, 384)
WINDOW_MS = 30
Index = QModelIndex | QPersistentModelIndex


class GridView(QListView):
    """Shows a :class:`PhotoModel` in a grid.

    Args:
        extra: size that a cell has beyond its thumbnail (insets and the line of text).
    """

    opened = Signal(int)
    """Photo id: the person wants to see it large."""
    window_changed = Signal(int, int)
    """First and last row in view."""
    selected = Signal()
    """The selection or the current photo changed."""
    side_changed = Signal(int)
    """Thumbnail side in device-independent pixels."""

    def __init__(self, extra: QSize, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._extra = extra
        self._side = max(SIDES[0], min(SIDES[1], side))
        self._band: tuple[QPoint, QPoint] | None = None
        self.setProperty("role", "grid")
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Photos"))
        self.activated.connect(self._open)
        self.verticalScrollBar().valueChanged.connect(self._moved)
        self._window_timer = QTimer(self)
        self._window_timer.setSingleShot(True)
        self._window_timer.setInterval(WINDOW_MS)
        self._window_timer.timeout.connect(self._tell_window)

    # --- what it shows -------------------------------------------------------------------------------------------

    def photos(self) -> PhotoModel:
        """The model."""
        model = self.model()
        assert isinstance(model, PhotoModel)
        return model

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

    def visible_rows(self) -> tuple[int, int] | None:
        """First and last row in view, or None when the grid is empty."""
        return self.geometry_of_cells().visible(self.verticalOffset())

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

    def select_rows(self, rows: list[int], current: int | None) -> None:
        """Select rows without moving the view."""
        select_rows(self.selectionModel(), self.photos(), rows, current)

    # --- geometry ------------------------------------------------------------------------------------------------

    def geometry_of_cells(self) -> GridGeometry:
        """Where the cells lie now."""
        model, view = self.model(), self.viewport()
        count = model.rowCount() if model is not None else 0
        cell = QSize(self._side, self._side) + self._extra
        return GridGeometry(count, cell, view.width(), view.height(), self.isRightToLeft())

    def _row_at(self, point: QPoint) -> int | None:
        """The row at a point of the viewport."""
        return self.geometry_of_cells().row_at(point + QPoint(0, self.verticalOffset()))

    def visualRect(self, index: Index) -> QRect:
        """Where a photo's cell lies in the viewport."""
        if not index.isValid():
            return QRect()
        return self.geometry_of_cells().rect(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The photo at a point of the viewport."""
        row = self._row_at(point)
        return self.model().index(row, 0) if row is not None else QModelIndex()

    def horizontalOffset(self) -> int:
        """Nothing scrolls sideways."""
        return 0

    def verticalOffset(self) -> int:
        """How far the contents are scrolled."""
        return self.verticalScrollBar().value()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a photo into view."""
        if not index.isValid():
            return
        self.executeDelayedItemsLayout()
        rect, bar, height = (
            self.geometry_of_cells().rect(index.row()),
            self.verticalScrollBar(),
            self.viewport().height(),
        )
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(rect.center().y() - height // 2)
        elif hint == QAbstractItemView.ScrollHint.PositionAtTop or rect.top() < bar.value():
            bar.setValue(rect.top() - GAP)
        elif rect.bottom() > bar.value() + height:
            bar.setValue(rect.bottom() + GAP - height)

    def doItemsLayout(self) -> None:
        """Nothing to lay out: only the scroll bar's range follows from the number of photos."""
        QAbstractItemView.doItemsLayout(self)
        self._moved()

    def updateGeometries(self) -> None:
        """Set the scroll bar's range."""
        cells = self.geometry_of_cells()
        bar = self.verticalScrollBar()
        bar.setSingleStep(max(20, cells.down // 3))
        bar.setPageStep(max(cells.down, cells.height - cells.down // 2))
        bar.setRange(0, cells.scroll_range)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the first photo in view in view when the number of columns changes."""
        rows = self.visible_rows()
        at_top = self.verticalScrollBar().value() == 0
        super().resizeEvent(event)
        self.updateGeometries()
        if rows and not at_top and event.oldSize().width() not in (-1, event.size().width()):
            self.scrollTo(self.model().index(rows[0], 0), QAbstractItemView.ScrollHint.PositionAtTop)
        self._moved()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is drawn."""
        self.viewport().scroll(dx, dy)

    def isIndexHidden(self, index: Index) -> bool:
        """No row is hidden."""
        return not index.isValid()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """The photo that a key goes to."""
        del modifiers
        cells = self.geometry_of_cells()
        count, columns, page = cells.count, cells.columns, cells.page
        if not count:
            return QModelIndex()
        if not self.currentIndex().isValid():
            return self.model().index((self.visible_rows() or (0, 0))[0], 0)
        forward, row = (-1 if self.isRightToLeft() else 1), self.currentIndex().row()
        to = QAbstractItemView.CursorAction
        moves = {
            to.MoveLeft: row - forward,
            to.MoveRight: row + forward,
            to.MovePrevious: row - 1,
            to.MoveNext: row + 1,
            to.MoveUp: row - columns if row >= columns else row,
            to.MoveDown: row + columns
            if row + columns < count or row // columns == (count - 1) // columns
            else count - 1,
            to.MovePageUp: row - page if row >= page else row % columns,
            to.MovePageDown: row + page,
            to.MoveHome: 0,
            to.MoveEnd: count - 1,
        }
        target = moves.get(action, row)
        if action == to.MoveDown and target >= count:
            target = row
        return self.model().index(max(0, min(count - 1, target)), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select from one photo to another in reading order; with the rubber band, what it touches."""
        first, last = self._row_at(rect.topLeft()), self._row_at(rect.bottomRight())
        if self._band is None and first is not None and last is not None:
            top, bottom = sorted((first, last))
            run = QItemSelection(self.model().index(top, 0), self.model().index(bottom, 0))
            self.selectionModel().select(run, command)
            return
        area = rect.normalized().translated(0, self.verticalOffset())
        selection = QItemSelection()
        for top, bottom in self.geometry_of_cells().touched(area):
            selection.select(self.model().index(top, 0), self.model().index(bottom, 0))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """The part of the viewport that a change of the selection draws anew."""
        return QRegion(self.viewport().rect()) if not selection.isEmpty() else QRegion()

    # --- events --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells in the damaged region."""
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
            cells = self.geometry_of_cells()
            for row in range(rows[0], rows[1] + 1):
                rect = cells.rect(row).translated(0, -self.verticalOffset())
                if not rect.intersects(event.rect()):
                    continue
                index = self.model().index(row, 0)
                option.rect = rect
                flags = base & ~(state.State_Selected | state.State_HasFocus | state.State_MouseOver)
                if selection.isSelected(index):
                    flags |= state.State_Selected
                if row == current and focused:
                    flags |= state.State_HasFocus
                if row == hover:
                    flags |= state.State_MouseOver
                option.state = flags
                delegate.paint(painter, option, index)
        if self._band is not None:
            colour = self.palette().color(QPalette.ColorRole.Highlight)
            offset = QPoint(0, self.verticalOffset())
            painter.setPen(colour)
            painter.setBrush(QColor(colour.red(), colour.green(), colour.blue(), 40))
            painter.drawRect(QRect(self._band[0] - offset, self._band[1] - offset).normalized())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a rubber band where there is no photo."""
        point = event.position().toPoint()
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
        """Enter and Space open; a letter isn't a search through rows that aren't loaded."""
        index = self.currentIndex()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and index.isValid():
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
        """Tell the window."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.selected.emit()

    def close_timers(self) -> None:
        """Stop the timer."""
        self._window_timer.stop()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index.data(Role.ID))

    def _moved(self) -> None:
        if not self._window_timer.isActive():
            self._window_timer.start()

    def _tell_window(self) -> None:
        rows = self.visible_rows()
        if rows:
            self.window_changed.emit(*rows)
