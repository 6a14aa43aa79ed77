"""The first screen comes first: what it doesn't need waits until it is there."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from photofind.gui.grid_view import GridView
from photofind.gui.thumbnails import ThumbnailLoader

LONGEST_MS = 1500
"""After that the rest begins, whatever is missing: an absent drive may keep its thumbnails for long."""


class Settling(QObject):
    """Sees when the photos in view have come after the window was opened."""

    settled = Signal()
    """Once: the first screen is complete, or it takes too long."""

    def __init__(self, grid: GridView, thumbnails: ThumbnailLoader, parent: QObject) -> None:
        super().__init__(parent)
        self._grid, self._thumbnails = grid, thumbnails
        self._found = False
        self.done = False
        """Whether ``settled`` was emitted."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LONGEST_MS)
        self._timer.timeout.connect(self._end)
        self._timer.start()
        thumbnails.ready.connect(self._look)

    def found(self) -> None:
        """The first answer is in the grid."""
        self._found = True
        self._look()

    def close(self) -> None:
        """Nothing more is to begin."""
        self.done = True
        self._timer.stop()

    @property
    def complete(self) -> bool:
        """Whether all that is in view is there."""
        rows, ids, known = self._grid.visible_rows(), self._grid.photos().ids, self._thumbnails
        if not self._found or rows is None:
            return self._found
        return all(known.get(photo) is not None or known.is_missing(photo) for photo in ids[rows[0] : rows[1] + 1])

    def _look(self) -> None:
        if not self.done and self.complete:
            self._end()

    def _end(self) -> None:
        self.close()
        self._thumbnails.ready.disconnect(self._look)
        self.settled.emit()
