"""Selections as runs of rows, so that a hundred thousand selected photos cost no more than one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel

Flag = QItemSelectionModel.SelectionFlag


def selected_ranges(selection: QItemSelectionModel) -> list[tuple[int, int]]:
    """First and last row of each selected run, ascending."""
    parts = selection.selection()
    return sorted((part.top(), part.bottom()) for part in (parts.at(number) for number in range(parts.size())))


def invert_selection(selection: QItemSelectionModel, model: QAbstractItemModel) -> None:
    """Select what isn't selected."""
    inverse, start, count = QItemSelection(), 0, model.rowCount()
    for top, bottom in [*selected_ranges(selection), (count, count)]:
        if top > start:
            inverse.select(model.index(start, 0), model.index(top - 1, 0))
        start = bottom + 1
    selection.select(inverse, Flag.ClearAndSelect)


def select_rows(
    selection: QItemSelectionModel, model: QAbstractItemModel, rows: Sequence[int], current: int | None
) -> None:
    """Select just these rows; ``current`` is the one with the focus, if any."""
    chosen = QItemSelection()
    for row in rows:
        chosen.select(model.index(row, 0), model.index(row, 0))
    if current is not None:
        selection.setCurrentIndex(model.index(current, 0), Flag.NoUpdate)
    selection.select(chosen, Flag.ClearAndSelect)
