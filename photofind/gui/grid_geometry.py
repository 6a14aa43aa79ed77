"""Where the cells of a grid lie, by arithmetic: all cells are equal, so a cell's place follows from its number.

Cells may stand in sections, each under a heading; a section begins a new line.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPoint, QRect, QSize

MARGIN = 16
GAP = 12
HEAD = 40
"""Height of a heading in pixels."""


@dataclass(frozen=True)
class GridGeometry:
    """A grid of ``count`` cells in a viewport of ``width`` × ``height`` pixels.

    All coordinates are those of the contents (0 at the top of the first line), unless said otherwise.

    Attributes:
        starts: the first row of each section, ascending from 0; empty for a grid without headings.
    """

    count: int
    cell: QSize
    width: int
    height: int
    mirrored: bool = False
    starts: tuple[int, ...] = ()

    @cached_property
    def columns(self) -> int:
        """Cells in a line."""
        return max(1, (self.width - 2 * MARGIN + GAP) // (self.cell.width() + GAP))

    @cached_property
    def across(self) -> int:
        """From one cell to the next in its line: spare width is shared out, up to a limit."""
        columns, cell = self.columns, self.cell.width()
        spare = max(0, self.width - 2 * MARGIN - columns * cell)
        if columns == 1 or (self.count < columns and not self.starts):
            return cell + GAP
        return min(cell + spare // (columns - 1), cell + 4 * GAP)

    @cached_property
    def down(self) -> int:
        """From one line to the next."""
        return self.cell.height() + GAP

    @property
    def head(self) -> int:
        """Height of a heading, 0 without."""
        return HEAD if self.starts else 0

    @cached_property
    def _rows(self) -> list[int]:
        """First row of each section that has rows."""
        return [start for start in self.starts if start < self.count] or [0]

    @cached_property
    def _firsts(self) -> list[int]:
        """First line of each section, and the number of all lines."""
        lines, out = 0, []
        for start, end in zip(self._rows, [*self._rows[1:], self.count], strict=True):
            out.append(lines)
            lines += -(-(end - start) // self.columns)
        return [*out, lines]

    @cached_property
    def _tops(self) -> list[int]:
        """Where each section's heading begins."""
        return [MARGIN + number * self.head + line * self.down for number, line in enumerate(self._firsts[:-1])]

    @property
    def lines(self) -> int:
        """Number of lines."""
        return self._firsts[-1]

    @property
    def scroll_range(self) -> int:
        """How far the contents can be scrolled."""
        heads = self.head * len(self._rows)
        return max(0, 2 * MARGIN + heads + self.lines * self.down - GAP - self.height)

    def section(self, row: int) -> int:
        """The section that a row stands in."""
        return bisect_right(self._rows, row) - 1

    def section_rows(self, section: int) -> tuple[int, int]:
        """First and last row of a section."""
        ends = [*self._rows[1:], self.count]
        return self._rows[section], ends[section] - 1

    def headings(self, offset: int) -> list[tuple[int, QRect]]:
        """The headings in view when the contents are scrolled by ``offset``, with their places in the viewport.

        The first stays at the top until the next one pushes it out.
        """
        if not self.starts or not self.count:
            return []
        first = max(0, bisect_right(self._tops, offset) - 1)
        out = []
        for number in range(first, len(self._tops)):
            top = self._tops[number] - offset
            if top >= self.height:
                break
            if number == first and top < 0:
                after = self._tops[number + 1] - offset if number + 1 < len(self._tops) else HEAD
                top = min(0, after - HEAD)
            out.append((number, QRect(0, top, self.width, HEAD)))
        return out

    def line_of(self, row: int) -> tuple[int, int]:
        """Line and column of a row."""
        section = self.section(row)
        line, column = divmod(row - self._rows[section], self.columns)
        return self._firsts[section] + line, column

    def row_in(self, line: int, column: int) -> int:
        """The row in a line (clamped to those there are) at a column, or the last before it."""
        line = max(0, min(self.lines - 1, line))
        section = bisect_right(self._firsts, line, hi=len(self._rows)) - 1
        first, last = self.section_rows(section)
        return min(first + (line - self._firsts[section]) * self.columns + column, last)

    @property
    def page_lines(self) -> int:
        """Lines that a page key moves by."""
        return max(1, self.height // self.down)

    def _line_top(self, line: int) -> int:
        section = bisect_right(self._firsts, line, hi=len(self._rows)) - 1
        return self._tops[section] + self.head + (line - self._firsts[section]) * self.down

    def _line_at(self, y: int) -> int:
        """The line that reaches to a height, or the last before it."""
        section = max(0, bisect_right(self._tops, y) - 1)
        line = self._firsts[section] + max(0, (y - self._tops[section] - self.head) // self.down)
        return max(0, min(line, self._firsts[section + 1] - 1))

    def rect(self, row: int) -> QRect:
        """The cell of a row."""
        line, column = self.line_of(row)
        x = MARGIN + column * self.across
        if self.mirrored:
            x = self.width - x - self.cell.width()
        return QRect(QPoint(x, self._line_top(line)), self.cell)

    def row_at(self, point: QPoint) -> int | None:
        """The row whose cell holds a point."""
        if not self.count:
            return None
        x = self.width - point.x() if self.mirrored else point.x()
        column = (x - MARGIN) // self.across
        if not 0 <= column < self.columns:
            return None
        row = self.row_in(self._line_at(point.y()), column)
        return row if self.rect(row).contains(point) else None

    def visible(self, offset: int) -> tuple[int, int] | None:
        """First and last row in view when the contents are scrolled by ``offset``; None without cells."""
        if not self.count:
            return None
        return self.row_in(self._line_at(offset), 0), self.row_in(self._line_at(offset + self.height), self.columns - 1)

    def touched(self, area: QRect) -> list[tuple[int, int]]:
        """The rows whose cells touch a rectangle, as runs, one a line."""
        runs = []
        if not self.count:
            return []
        for line in range(self._line_at(area.top()), self._line_at(area.bottom()) + 1):
            start, end = self.row_in(line, 0), self.row_in(line, self.columns - 1)
            rows = [row for row in range(start, end + 1) if self.rect(row).intersects(area)]
            if rows:
                runs.append((rows[0], rows[-1]))
        return runs
