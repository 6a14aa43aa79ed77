"""Cells of the grid as they were drawn last, bounded by bytes."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtGui import QPixmap

CACHE_BYTES = 32 * 1024 * 1024


class CellCache:
    """Keeps the drawn cell of each photo, as long as what it shows is the same."""

    def __init__(self, most: int = CACHE_BYTES) -> None:
        self._most = most
        self._cells: OrderedDict[int, tuple[object, tuple[object, ...], QPixmap]] = OrderedDict()
        self._bytes = 0

    def get(self, photo_id: int, row: object, look: tuple[object, ...]) -> QPixmap | None:
        """The cell of a photo, if it was drawn from this very row and looked like this; else None."""
        kept = self._cells.get(photo_id)
        if kept is None or kept[0] is not row or kept[1] != look:
            return None
        self._cells.move_to_end(photo_id)
        return kept[2]

    def put(self, photo_id: int, row: object, look: tuple[object, ...], cell: QPixmap) -> None:
        """Keep a cell instead of the photo's former one; those not used for longest make room."""
        self._drop(photo_id)
        self._cells[photo_id] = (row, look, cell)
        self._bytes += _bytes(cell)
        while self._bytes > self._most and len(self._cells) > 1:
            self._drop(next(iter(self._cells)))

    def clear(self) -> None:
        """Forget all: everything looks different now."""
        self._cells.clear()
        self._bytes = 0

    def _drop(self, photo_id: int) -> None:
        kept = self._cells.pop(photo_id, None)
        if kept is not None:
            self._bytes -= _bytes(kept[2])


def _bytes(cell: QPixmap) -> int:
    return cell.width() * cell.height() * 4
