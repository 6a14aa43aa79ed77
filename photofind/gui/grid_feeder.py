"""Gives the grid what it shows: rows and thumbnails of what is in view first; tells the core what is looked at."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from photofind.app import App
from photofind.gui.grid_view import GridView
from photofind.gui.jobs import Requests
from photofind.gui.thumbnails import ThumbnailLoader

LOOK_MS = 400


class GridFeeder(QObject):
    """Follows the scrolling of a grid."""

    def __init__(
        self, app: App, grid: GridView, thumbnails: ThumbnailLoader, requests: Requests, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._app, self._grid, self._thumbnails, self._requests = app, grid, thumbnails, requests
        self._photo: int | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        model = grid.photos()
        grid.window_changed.connect(self._window_changed)
        thumbnails.ready.connect(self._thumbnail_ready)
        model.dataChanged.connect(self._redraw)
        model.rowsInserted.connect(grid.refresh_window)
        model.rowsRemoved.connect(grid.refresh_window)

    def look_at(self, photo_id: int | None) -> None:
        """One photo is looked at large, or the grid again."""
        self._photo = photo_id
        self._timer.start()

    def close(self) -> None:
        """Stop the timer."""
        self._timer.stop()

    def _window_changed(self, first: int, last: int) -> None:
        """Load what is in view first, then a screen below and above."""
        model, grid = self._grid.photos(), self._grid
        ids, span = model.ids, last - first + 1
        near = [*ids[first : last + 1], *ids[last + 1 : last + 1 + span], *ids[max(0, first - span) : first]]
        self._thumbnails.want(near, grid.side, grid.devicePixelRatioF())
        model.want(first - span // 2, last + span // 2)
        self._timer.start()

    def _thumbnail_ready(self, photo_id: int) -> None:
        rows, model = self._grid.visible_rows(), self._grid.photos()
        if rows:
            # Only what is in view is looked through: the model's own look-up is as long as the whole list.
            seen = model.ids[rows[0] : rows[1] + 1]
            if photo_id in seen:
                self._grid.update(model.index(rows[0] + seen.index(photo_id), 0))

    def _redraw(self) -> None:
        self._grid.viewport().update()

    def _look(self) -> None:
        rows = self._grid.visible_rows()
        if self._photo is not None:
            ids = [self._photo]
        elif rows:
            ids = self._grid.photos().ids[rows[0] : rows[1] + 1]
        else:
            return
        self._requests.ask("look", lambda: self._app.look(ids))
