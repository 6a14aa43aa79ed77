"""What can be done with the selected photos: open, show, copy."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from photofind.app import App
from photofind.gui import desktop
from photofind.gui.grid_view import GridView
from photofind.gui.jobs import Requests
from photofind.gui.photo_menu import photo_menu
from photofind.gui.theme import Theme
from photofind.gui.wording import number, photos
from photofind.records import Photo


class PhotoCommands(QObject):
    """Acts on the selection of a grid."""

    said = Signal(str)
    view_wanted = Signal()
    export_wanted = Signal()
    insights_wanted = Signal()
    similar_wanted = Signal(str)
    """Photos like the one of this key are wanted."""

    def __init__(self, app: App, requests: Requests, theme: Theme, grid: GridView, parent: QObject) -> None:
        super().__init__(parent)
        self._app, self._requests, self._theme, self._grid = app, requests, theme, grid

    def menu(self, parent: QWidget) -> QMenu:
        """The context menu of the selection."""
        handlers = {
            "view": self.view_wanted.emit,
            "open": self.open_default,
            "show": self.show_in_folder,
            "similar": self.find_similar,
            "copy_path": self.copy_paths,
            "copy_caption": self.copy_caption,
            "first": self.describe_first,
            "again": self.describe_again,
            "insights": self.insights_wanted.emit,
            "export": self.export_wanted.emit,
        }
        count = self._grid.selected_count()
        return photo_menu(parent, self._theme, self._photo(), count, handlers)

    def open_default(self) -> None:
        """Open the photo with the system's program."""
        photo = self._photo()
        if photo is not None and not desktop.open_file(photo.path):
            self.said.emit(self.tr("No program opens {name}.").format(name=PurePath(photo.path).name))

    def show_in_folder(self) -> None:
        """Show the photo in the file manager."""
        photo = self._photo()
        if photo is not None:
            self.show_path(photo.path)

    def find_similar(self) -> None:
        """Find photos whose captions are like the current photo's."""
        photo = self._photo()
        if photo is not None:
            self.similar_wanted.emit(photo.key)

    def show_path(self, path: str) -> None:
        """Show a file in the file manager."""
        if not desktop.show_file(path):
            self.said.emit(self.tr("The file manager can't be opened."))

    def copy_paths(self) -> None:
        """Copy the paths of the selected photos, one a line."""
        ids = self._grid.selected_ids()
        if ids:
            self._requests.ask("copy", lambda: [photo.path for photo in self._app.photos(ids)], self._copied)

    def copy_caption(self) -> None:
        """Copy the caption of the whole photo."""
        photo = self._photo()
        if photo is not None:
            photo_id = photo.id
            self._requests.ask(
                "copy", lambda: [c.text for c in self._app.captions(photo_id) if c.view == "whole"], self._copied_text
            )

    def describe_first(self) -> None:
        """Describe the selected photos before all others."""
        ids = self._grid.selected_ids()
        if ids:
            self._requests.ask("", lambda: self._app.describe_first(ids), self._asked_first)

    def describe_photos_again(self, ids: list[int]) -> None:
        """Have photos described anew by the model in use; what was said stays until then."""
        self._requests.ask("", lambda: self._app.redescribe(ids), self._asked_again)

    def describe_again(self) -> None:
        """Describe the selected photos again, though they are."""
        ids = self._grid.selected_ids()
        if ids:
            self.describe_photos_again(ids)

    def _asked_first(self, count: int) -> None:
        if count:
            self.said.emit(self.tr("Described next: {photos}.").format(photos=photos(count)))
        else:
            self.said.emit(self.tr("There is nothing left to describe here."))

    def _asked_again(self, count: int) -> None:
        said = self.tr("Described again: {photos}. The present descriptions stay until then.")
        self.said.emit(said.format(photos=photos(count)))

    def _copied(self, paths: list[str]) -> None:
        desktop.copy_text("\n".join(paths))
        if len(paths) == 1:
            self.said.emit(self.tr("Path copied."))
        else:
            self.said.emit(self.tr("{n} paths copied.").format(n=number(len(paths))))

    def _copied_text(self, texts: list[str]) -> None:
        desktop.copy_text("\n".join(texts))
        self.said.emit(self.tr("Caption copied."))

    def _photo(self) -> Photo | None:
        index = self._grid.currentIndex()
        return self._grid.photos().photo_at(index.row()) if index.isValid() else None
