"""Opens the quick look, and gives it what it shows while one goes from photo to photo."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent

from photofind.gui.detail import Detail
from photofind.gui.grid_view import GridView
from photofind.gui.inspector import Inspector
from photofind.gui.pictures import Pictures
from photofind.gui.quick_look import QuickLook
from photofind.gui.thumbnails import ThumbnailLoader
from photofind.records import WHOLE


class Peeking(QObject):
    """Follows the current photo of a grid while the quick look is open."""

    def __init__(
        self, grid: GridView, thumbnails: ThumbnailLoader, pictures: Pictures, inspector: Inspector, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._grid, self._thumbnails, self._pictures = grid, thumbnails, pictures
        self._photo: int | None = None
        self._detail: Detail | None = None
        self.look = QuickLook(grid)
        grid.picture_of = thumbnails.get
        grid.peeked.connect(self._toggle)
        grid.selected.connect(self._follow)
        grid.installEventFilter(self)
        self.look.opened.connect(self._open)
        pictures.ready.connect(self._ready)
        inspector.loaded.connect(self._loaded)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape ends the quick look, Enter goes on to the viewer."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.look.isVisible():
            if event.key() == Qt.Key.Key_Escape:
                self.look.hide()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.look.hide()
        return super().eventFilter(watched, event)

    def _toggle(self) -> None:
        if self.look.isVisible():
            self.look.hide()
        else:
            self._photo = None
            self._show()

    def _open(self) -> None:
        self.look.hide()
        if self._photo is not None:
            self._grid.opened.emit(self._photo)

    def _follow(self) -> None:
        if self.look.isVisible():
            self._show()

    def _show(self) -> None:
        current = self._grid.current_id()
        if current is None or current == self._photo:
            return
        self._photo = current
        model, row = self._grid.photos(), self._grid.currentIndex().row()
        photo = model.photo_at(row)
        size = QSize(photo.width, photo.height) if photo is not None else QSize()
        self.look.show_photo(self._thumbnails.get(current), PurePath(photo.path).name if photo else "", size)
        self._pictures.want(current, model.ids[row + 1 : row + 2] + model.ids[max(0, row - 1) : row])
        if self._detail is not None:
            self._loaded(self._detail)

    def _ready(self, photo_id: int) -> None:
        found = self._pictures.get(photo_id)
        if photo_id == self._photo and found is not None and self.look.isVisible():
            self.look.show_image(found[0])

    def _loaded(self, detail: Detail) -> None:
        self._detail = detail
        caption = next((each.text for each in detail.captions if each.view == WHOLE.name and not each.hidden), "")
        self._grid.announce(detail.photo.id, caption)
        if detail.photo.id == self._photo and self.look.isVisible():
            self.look.show_caption(detail.own.text or caption)
