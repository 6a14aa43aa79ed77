"""A list view that lays out a grid by arithmetic, so that 100,000 photos cost nothing.

``QListView`` lays out every item again on each change of the list or of the width (a third of a second for 100,000
items, measured), which would stall the window whenever a caption lands. All cells being equal, where a cell lies
follows from its number.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
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
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from photofind.gui.grid_geometry import GAP, GridGeometry
from photofind.gui.photo_model import PhotoModel
from photofind.gui.urgent import urgent

WINDOW_MS = 30
Index = QModelIndex | QPersistentModelIndex


class GridLayoutView(QListView):
    """Where the cells of a :class:`PhotoModel` lie, which are in view, and how keys and bands go over them.

    Args:
        extra: size that a cell has beyond its thumbnail (insets and the line of text).
        side: of the thumbnails in device-independent pixels.
    """

    window_changed = Signal(int, int)
    """First and last row in view."""

    def __init__(self, extra: QSize, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._extra = extra
        self._side = side
        self._band: tuple[QPoint, QPoint] | None = None
        self._grouped = True
        self._cells = GridGeometry(0, QSize(1, 1), 1, 1)
        self._held: list[tuple[int, int]] = []
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._window_timer = QTimer(self)
        self._window_timer.setSingleShot(True)
        self._window_timer.setInterval(WINDOW_MS)
        self._window_timer.timeout.connect(self._tell_window)
        self.verticalScrollBar().valueChanged.connect(self._moved)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Follow a model."""
        super().setModel(model)
        if isinstance(model, PhotoModel):
            model.months_changed.connect(self._sections_changed)
            model.about_to_change.connect(self._hold)
            model.has_changed.connect(self._put_back)

    def photos(self) -> PhotoModel:
        """The model."""
        model = self.model()
        assert isinstance(model, PhotoModel)
        return model

    @property
    def grouped(self) -> bool:
        """Whether photos in order of date stand under headings."""
        return self._grouped

    def set_grouped(self, grouped: bool) -> None:
        """Show headings or not; the first photo in view stays in view."""
        if grouped != self._grouped:
            rows = self.visible_rows()
            self._grouped = grouped
            self._sections_changed()
            if rows and self.verticalScrollBar().value():
                self.scrollTo(self.model().index(rows[0], 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def _sections_changed(self) -> None:
        self.updateGeometries()
        self.viewport().update()
        self._moved()

    def _hold(self) -> None:
        """Keep where the photos in view are; at the top the newest are seen coming, unless somebody is at it."""
        rows, bar = self.visible_rows(), self.verticalScrollBar()
        self._held = []
        current = self.currentIndex()
        if rows is None or not (bar.value() or self.underMouse() or current.isValid()):
            return
        cells, offset, ids = self.geometry_of_cells(), self.verticalOffset(), self.photos().ids
        in_view = list(range(rows[0], rows[1] + 1))
        if current.isValid() and rows[0] <= current.row() <= rows[1]:
            in_view.insert(0, current.row())
        # What is cut off at the top comes last: it is what one looks at least.
        whole = [row for row in in_view if cells.rect(row).top() >= offset]
        self._held = [(ids[row], cells.rect(row).top() - offset) for row in whole or in_view]

    def _put_back(self) -> None:
        """Bring the first of those photos that is still there back to where it was."""
        held, self._held = self._held, []
        model = self.photos()
        for number, (photo, top) in enumerate(held):
            # The first is there nearly always, and a look through the list is quicker than making a table of it.
            row = model.find(photo) if not number else model.row_of(photo)
            if row is not None:
                self.executeDelayedItemsLayout()
                self.updateGeometries()
                self.verticalScrollBar().setValue(self.geometry_of_cells().rect(row).top() - top)
                self.viewport().update()
                return

    def visible_rows(self) -> tuple[int, int] | None:
        """First and last row in view, or None when the grid is empty."""
        return self.geometry_of_cells().visible(self.verticalOffset())

    def geometry_of_cells(self) -> GridGeometry:
        """Where the cells lie now."""
        model, view, former = self.model(), self.viewport(), self._cells
        count = model.rowCount() if model is not None else 0
        cell = QSize(self._side, self._side) + self._extra
        starts = model.starts if self._grouped and isinstance(model, PhotoModel) else ()
        cells = GridGeometry(count, cell, view.width(), view.height(), self.isRightToLeft(), starts)
        if cells != former:
            self._cells = cells
        return self._cells

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
        cells, bar, height = self.geometry_of_cells(), self.verticalScrollBar(), self.viewport().height()
        rect = cells.rect(index.row())
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(rect.center().y() - height // 2)
        elif hint == QAbstractItemView.ScrollHint.PositionAtTop or rect.top() < bar.value() + cells.head:
            bar.setValue(rect.top() - GAP - cells.head)
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
        """Move what is drawn; a heading that stays at the top does not move with it."""
        urgent()
        if self.geometry_of_cells().starts:
            self.viewport().update()
        else:
            self.viewport().scroll(dx, dy)

    def isIndexHidden(self, index: Index) -> bool:
        """No row is hidden."""
        return not index.isValid()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """The photo that a key goes to."""
        del modifiers
        cells = self.geometry_of_cells()
        count = cells.count
        if not count:
            return QModelIndex()
        if not self.currentIndex().isValid():
            return self.model().index((self.visible_rows() or (0, 0))[0], 0)
        forward, row = (-1 if self.isRightToLeft() else 1), self.currentIndex().row()
        line, column = cells.line_of(row)
        page, last = cells.page_lines, cells.lines - 1
        to = QAbstractItemView.CursorAction
        moves = {
            to.MoveLeft: row - forward,
            to.MoveRight: row + forward,
            to.MovePrevious: row - 1,
            to.MoveNext: row + 1,
            to.MoveUp: cells.row_in(line - 1, column) if line else row,
            to.MoveDown: cells.row_in(line + 1, column) if line < last else row,
            to.MovePageUp: cells.row_in(max(0, line - page), column),
            to.MovePageDown: cells.row_in(line + page, column) if line + page <= last else count - 1,
            to.MoveHome: 0,
            to.MoveEnd: count - 1,
        }
        target = moves.get(action, row)
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

    def close_timers(self) -> None:
        """Stop the timer."""
        self._window_timer.stop()

    def _moved(self) -> None:
        if not self._window_timer.isActive():
            self._window_timer.start()

    def _tell_window(self) -> None:
        rows = self.visible_rows()
        if rows:
            self.window_changed.emit(*rows)
