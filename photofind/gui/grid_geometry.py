"""Where the cells of a grid lie, by arithmetic: all cells are equal, so a cell's place follows from its number."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

MARGIN = 16
GAP = 12


@dataclass(frozen=True, slots=True)
class GridGeometry:
    """A grid of ``count`` cells in a viewport of ``width`` × ``height`` pixels.

    All coordinates are those of the contents (0 at the top of the first line), unless said otherwise.
    """

    count: int
    cell: QSize
    width: int
    height: int
    mirrored: bool = False

    @property
    def columns(self) -> int:
        """Cells in a line."""
        return max(1, (self.width - 2 * MARGIN + GAP) // (self.cell.width() + GAP))

    @property
    def across(self) -> int:
        """From one cell to the next in its line: spare width is shared out, up to a limit."""
        columns, cell = self.columns, self.cell.width()
        spare = max(0, self.width - 2 * MARGIN - columns * cell)
        if columns == 1 or self.count < columns:
            return cell + GAP
        return min(cell + spare // (columns - 1), cell + 4 * GAP)

    @property
    def down(self) -> int:
        """From one line to the next."""
        return self.cell.height() + GAP

    @property
    def lines(self) -> int:
        """Number of lines."""
        return -(-self.count // self.columns)

    @property
    def scroll_range(self) -> int:
        """How far the contents can be scrolled."""
        return max(0, 2 * MARGIN + self.lines * self.down - GAP - self.height)

    @property
    def page(self) -> int:
        """Rows that a page key moves by."""
        return max(1, self.height // self.down) * self.columns

    def rect(self, row: int) -> QRect:
        """The cell of a row."""
        columns = self.columns
        x, y = MARGIN + (row % columns) * self.across, MARGIN + (row // columns) * self.down
        if self.mirrored:
            x = self.width - x - self.cell.width()
        return QRect(QPoint(x, y), self.cell)

    def row_at(self, point: QPoint) -> int | None:
        """The row whose cell holds a point."""
        x = self.width - point.x() if self.mirrored else point.x()
        column, line = (x - MARGIN) // self.across, (point.y() - MARGIN) // self.down
        row = line * self.columns + column
        if 0 <= column < self.columns and line >= 0 and 0 <= row < self.count and self.rect(row).contains(point):
            return row
        return None

    def visible(self, offset: int) -> tuple[int, int] | None:
        """First and last row in view when the contents are scrolled by ``offset``; None without cells."""
        if not self.count:
            return None
        first = max(0, (offset - MARGIN) // self.down) * self.columns
        last = max(0, (offset - MARGIN + self.height) // self.down) * self.columns + self.columns - 1
        return (min(first, self.count - 1), min(last, self.count - 1))

    def touched(self, area: QRect) -> list[tuple[int, int]]:
        """The rows whose cells touch a rectangle, as runs, one a line."""
        runs = []
        first, last = ((edge - MARGIN) // self.down for edge in (area.top(), area.bottom()))
        for line in range(max(0, first), min(self.lines - 1, last) + 1):
            start = line * self.columns
            rows = [
                row for row in range(start, min(self.count, start + self.columns)) if self.rect(row).intersects(area)
            ]
            if rows:
                runs.append((rows[0], rows[-1]))
        return runs
