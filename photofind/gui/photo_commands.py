"""What can be done with the selected photos: open, show, copy."""

from __future__ import annotations

from pathlib import PurePath

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from photofind.app import App
from photofind.gui import desktop
from photofind.gui.grid_drag import MOST
from photofind.gui.grid_view import GridView
from photofind.gui.jobs import Requests
from photofind.gui.photo_menu import photo_menu
from photofind.gui.theme import Theme
from photofind.gui.wording import number, photos
from photofind.gui.words_dialog import Words, WordsDialog, changes
from photofind.records import Own, Photo

UNDO = 20
"""Changes of words that can be taken back."""


class PhotoCommands(QObject):
    """Acts on the selection of a grid."""

    said = Signal(str)
    view_wanted = Signal()
    export_wanted = Signal()
    insights_wanted = Signal()
    words_changed = Signal(object)
    """Ids of photos whose own words are others now."""
    offered = Signal(str, str, object)
    """What to tell the person, and a button in it: its text and what it does."""
    similar_wanted = Signal(str)
    """Photos like the one of this key are wanted."""

    def __init__(self, app: App, requests: Requests, theme: Theme, grid: GridView, parent: QObject) -> None:
        super().__init__(parent)
        self._app, self._requests, self._theme, self._grid = app, requests, theme, grid
        self._former: list[dict[int, Own]] = []
        self.dialog: WordsDialog | None = None
        """The dialog for own words that was opened last."""
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), grid)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.exclude)

    def menu(self, parent: QWidget) -> QMenu:
        """The context menu of the selection."""
        handlers = {
            "view": self.view_wanted.emit,
            "open": self.open_default,
            "show": self.show_in_folder,
            "similar": self.find_similar,
            "copy_files": self.copy_files,
            "copy_path": self.copy_paths,
            "copy_caption": self.copy_caption,
            "words": self.add_words,
            "unwords": self.take_words_back,
            "retry": self.retry,
            "first": self.describe_first,
            "again": self.describe_again,
            "insights": self.insights_wanted.emit,
            "export": self.export_wanted.emit,
            "exclude": self.exclude,
        }
        count = self._grid.selected_count()
        return photo_menu(parent, self._theme, self._photo(), count, handlers, bool(self._former))

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

    def copy_files(self) -> None:
        """Copy the selected files, to be pasted in a file manager or a message."""
        ids = self._grid.selected_ids()
        if len(ids) > MOST:
            self.say_too_many(len(ids))
        elif ids:
            self._requests.ask(
                "copy", lambda: [p.path for p in self._app.photos(ids) if p.online and p.path], self._copied_files
            )

    def say_too_many(self, count: int) -> None:
        """So many files can't be dragged or copied."""
        said = self.tr("{photos} are too many to copy at once: at most {most}. Export them instead.")
        self.said.emit(said.format(photos=photos(count), most=number(MOST)))

    def retry(self) -> None:
        """Try again what failed at the selected photos."""
        ids = self._grid.selected_ids()
        if ids:
            self._requests.ask("", lambda: self._app.retry(ids), self._retried)

    def _retried(self, count: int) -> None:
        self.said.emit(self.tr("%Ln failures are tried again.", None, count))

    def add_words(self) -> None:
        """Ask for own words for the selected photos."""
        ids = self._grid.selected_ids()
        if not ids:
            return
        dialog = WordsDialog(len(ids), self._grid.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(lambda words: self._change_words(ids, words))
        self.dialog = dialog

        def show(owns: dict[int, Own]) -> None:
            if shiboken6.isValid(dialog):
                dialog.show_owns(owns)

        self._requests.ask("owns", lambda: self._app.owns(ids), show)
        dialog.open()

    def _change_words(self, ids: list[int], words: Words) -> None:
        def change() -> dict[int, Own]:
            owns = self._app.owns(ids)
            after = changes(owns, ids, words)
            self._app.set_owns(after)
            return {photo: owns.get(photo, Own()) for photo in after}

        self._requests.ask("", change, self._words_changed)

    def _words_changed(self, former: dict[int, Own]) -> None:
        if not former:
            self.said.emit(self.tr("Nothing to change: they have these words already."))
            return
        self._former.append(former)
        del self._former[:-UNDO]
        self.words_changed.emit(frozenset(former))
        said = self.tr("Words changed: {photos}.").format(photos=photos(len(former)))
        self.offered.emit(said, self.tr("Undo"), self.take_words_back)

    def take_words_back(self) -> None:
        """Bring back the own words from before the last change of a selection."""
        if self._former:
            former = self._former.pop()
            self._requests.ask("", lambda: self._app.set_owns(former), lambda _: self._taken_back(former))

    def _taken_back(self, former: dict[int, Own]) -> None:
        self.words_changed.emit(frozenset(former))
        self.said.emit(self.tr("Taken back: {photos}.").format(photos=photos(len(former))))

    def exclude(self) -> None:
        """Take the selected photos out of the library; their files stay where they are."""
        ids = self._grid.selected_ids()
        if ids:
            self._requests.ask("", lambda: self._app.exclude(ids), self._excluded)

    def _excluded(self, ids: list[int]) -> None:
        if ids:
            said = self.tr("%Ln photos were taken out of the library. Their files stay where they are.", None, len(ids))
            self.offered.emit(said, self.tr("Undo"), lambda: self.include(ids))

    def include(self, ids: list[int]) -> None:
        """Put photos back into the library."""
        self._requests.ask("", lambda: self._app.include(ids), self._included)

    def _included(self, ids: list[int]) -> None:
        if ids:
            self.said.emit(self.tr("%Ln photos are in the library again.", None, len(ids)))

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
            self.said.emit(self.tr("%Ln paths copied.", None, len(paths)))

    def _copied_files(self, paths: list[str]) -> None:
        desktop.copy_files(paths)
        self.said.emit(self.tr("%Ln files copied.", None, len(paths)))

    def _copied_text(self, texts: list[str]) -> None:
        desktop.copy_text("\n".join(texts))
        self.said.emit(self.tr("Caption copied."))

    def _photo(self) -> Photo | None:
        index = self._grid.currentIndex()
        return self._grid.photos().photo_at(index.row()) if index.isValid() else None
