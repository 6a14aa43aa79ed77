"""Looking at one photo: opens and closes the viewer, goes on to other photos, full screen, slideshow."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from photofind.gui.grid_feeder import GridFeeder
from photofind.gui.inspector import Inspector
from photofind.gui.layout import Parts
from photofind.gui.photo_model import PhotoModel
from photofind.gui.pictures import Pictures
from photofind.gui.slideshow import SECONDS, Choices, Slideshow
from photofind.gui.theme import Theme
from photofind.gui.window_state import WindowState


class Viewing(QObject):
    """Follows the rows of the grid while the viewer is open."""

    closed = Signal()
    full_screen_changed = Signal(bool)

    def __init__(
        self,
        window: QMainWindow,
        parts: Parts,
        model: PhotoModel,
        inspector: Inspector,
        feeder: GridFeeder,
        pictures: Pictures,
        theme: Theme,
        memory: WindowState,
    ) -> None:
        super().__init__(window)
        self._window, self._parts, self._model, self._inspector = window, parts, model, inspector
        self._feeder, self._pictures, self._theme, self._memory = feeder, pictures, theme, memory
        self._immersed = False
        self._step = 1
        self.slideshow: Slideshow | None = None
        viewer = parts.viewer
        viewer.closed.connect(self.leave)
        viewer.moved.connect(self.move)
        viewer.strip.chosen.connect(self.go_to)
        viewer.full_screen_wanted.connect(lambda: self.set_full_screen(not self.full_screen))
        viewer.slideshow_wanted.connect(self.start_slideshow)
        viewer.set_strip(memory.flag("filmstrip", True))

    @property
    def open(self) -> bool:
        """Whether the viewer is shown."""
        return self._parts.stack.currentWidget() is self._parts.viewer

    @property
    def full_screen(self) -> bool:
        """Whether the window fills the screen."""
        return bool(self._window.windowState() & Qt.WindowState.WindowFullScreen)

    def show_photo(self, photo_id: int) -> None:
        """Show a photo large."""
        parts = self._parts
        parts.stack.setCurrentWidget(parts.viewer)
        parts.panel.show_picture(False)
        ids = self._model.ids
        row = self._model.row_of(photo_id)
        beside = []
        if row is not None:
            beside = [ids[other] for other in (row + self._step, row - self._step) if 0 <= other < len(ids)]
        self._inspector.show_photo(photo_id, self._model.query)
        self._inspector.set_large(True, beside)
        parts.viewer.setFocus()
        self.show_place()
        self._feeder.look_at(photo_id)
        self._immerse(self.full_screen)

    def close(self) -> None:
        """Back to all photos."""
        parts = self._parts
        self._immerse(False)
        self._inspector.set_large(False)
        self._feeder.look_at(None)
        parts.panel.show_picture(True)
        parts.stack.setCurrentWidget(parts.grid)
        self.closed.emit()
        if parts.grid.currentIndex().isValid():
            parts.grid.scrollTo(parts.grid.currentIndex())
        parts.grid.refresh_window()
        parts.grid.setFocus()

    def leave_for(self, page: QWidget) -> None:
        """Show another page instead of the photo or the grid."""
        self._immerse(False)
        self._inspector.set_large(False)
        self._parts.panel.show_picture(True)
        self._parts.stack.setCurrentWidget(page)

    def leave(self) -> None:
        """Leave the full screen, then the viewer."""
        if self._immersed:
            self.set_full_screen(False)
        else:
            self.close()

    def move(self, step: int) -> None:
        """Go so many photos further, to the last at most."""
        count = len(self._model.ids)
        row = self._current_row()
        target = max(0, min(count - 1, row + step))
        if count and target != row:
            self._step = 1 if step > 0 else -1
            self.go_to(target)

    def go_to(self, row: int) -> None:
        """Show the photo of a row."""
        self._parts.grid.show_row(row)
        self.show_photo(self._model.ids[row])

    def show_place(self) -> None:
        """Say which photo of how many is shown."""
        photo = self._inspector.photo
        row = self._model.row_of(photo) if photo is not None else None
        if row is not None:
            loaded = self._model.photo_at(row)
            self._parts.viewer.show_place(row, len(self._model.ids), PurePath(loaded.path).name if loaded else "")

    def set_full_screen(self, on: bool) -> None:
        """Fill the screen, or not; of the open viewer only the photo is left."""
        state = Qt.WindowState.WindowFullScreen
        self._window.setWindowState(self._window.windowState() | state if on else self._window.windowState() & ~state)
        self._immerse(on and self.open)
        self.full_screen_changed.emit(on)

    def start_slideshow(self) -> None:
        """Show the photos of the result one after the other, from the current one on."""
        if not self._model.ids or self.slideshow is not None:
            return
        usual = Choices()
        choices = Choices(
            min(SECONDS[1], max(SECONDS[0], self._memory.number("slideshow_seconds", usual.seconds))),
            self._memory.flag("slideshow_mixed", usual.mixed),
            self._memory.flag("slideshow_loop", usual.loop),
        )
        start = max(0, self._current_row())
        ids = self._model.ids
        first = self._parts.grid.picture_of(ids[start])
        show = Slideshow(self._pictures, self._theme, ids, start, choices, seed=len(ids), first=first)
        show.setScreen(self._window.screen())
        show.ended.connect(self._slideshow_ended)
        show.chosen.connect(self._keep_choices)
        self.slideshow = show
        show.showFullScreen()
        show.setFocus()

    def end(self) -> None:
        """The window closes: remember what is chosen, stop what runs."""
        self._memory.keep("filmstrip", not self._parts.viewer.strip.isHidden())
        if self.slideshow is not None:
            self.slideshow.end()
        self._parts.viewer.close_timers()
        self._parts.panel.picture.close_timers()

    def _slideshow_ended(self, photo_id: int) -> None:
        self.slideshow = None
        row = self._model.row_of(photo_id)
        if row is not None:
            self._parts.grid.show_row(row)
            if self.open:
                self.show_photo(photo_id)

    def _keep_choices(self, choices: Choices) -> None:
        self._memory.keep("slideshow_seconds", choices.seconds)
        self._memory.keep("slideshow_mixed", choices.mixed)
        self._memory.keep("slideshow_loop", choices.loop)

    def _current_row(self) -> int:
        photo = self._inspector.photo
        row = self._model.row_of(photo) if photo is not None else None
        return row if row is not None else self._parts.grid.currentIndex().row()

    def _immerse(self, on: bool) -> None:
        if on != self._immersed:
            self._immersed = on
            self._parts.immerse(on)
