"""Runs the first run: does what its steps say, and uses a model as soon as its download is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from photofind.app import App
from photofind.gui.jobs import Requests
from photofind.gui.layout import Parts
from photofind.gui.library_commands import LibraryCommands
from photofind.gui.own_model_dialog import OwnModelDialog
from photofind.gui.remote_dialog import ServerDialog
from photofind.gui.window_state import WindowState
from photofind.records import DownloadProgress

DONE = "welcomed"
BEGUN = "welcoming"
"""It was begun and neither finished nor skipped: the window was closed over it."""


class Welcome(QObject):
    """Joins the first run with the library.

    Args:
        memory: remembers that it was done, and which model is to be used when its download ends.
    """

    def __init__(
        self, app: App, requests: Requests, parts: Parts, library: LibraryCommands, memory: WindowState, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._app, self._requests, self._parts, self._library, self._memory = app, requests, parts, library, memory
        self._page = page = parts.first_run
        page.folders_chosen.connect(library.add_folders)
        page.more_wanted.connect(self._ask_folder)
        page.own_wanted.connect(self._ask_files)
        page.server_wanted.connect(self._ask_server)
        page.download_wanted.connect(self._download)
        page.model_chosen.connect(self._use)
        page.settings_chosen.connect(library.change_settings)
        page.finished.connect(self._finish)
        self.dialog: QDialog | None = None
        """The dialog opened last."""
        self._held = not memory.flag(DONE, False)
        if self._held:
            # Until it is known whether there is anything to choose.
            app.hold(True)

    @property
    def active(self) -> bool:
        """Whether the first run is on the screen."""
        return self._parts.stack.currentWidget() is self._page

    def offer(self, photos: int, roots: list[str]) -> None:
        """Begin if nothing was ever chosen here; folders that came another way meanwhile are shown as chosen."""
        if self.active:
            self._page.know(roots)
        elif self._memory.flag(DONE, False) or ((photos or roots) and not self._memory.flag(BEGUN, False)):
            self._release()
        else:
            self._memory.keep(BEGUN, True)
            self._page.begin()
            self._page.know(roots)
            self._parts.toast.set_at_top(True)
            self._parts.clear_for_first_run(True)
            self._parts.stack.setCurrentWidget(self._page)

    def close(self) -> None:
        """Bring back what stands around the photos."""
        self._parts.toast.set_at_top(False)
        self._parts.clear_for_first_run(False)

    def show_download(self, progress: DownloadProgress) -> None:
        """Follow a download; the model is used when it is done, if that was asked for here."""
        if self.active:
            self._page.show_download(progress)
        if progress.state == "done" and progress.model == self._memory.text("use_after", ""):
            self._use(progress.model)
        if progress.state in ("done", "cancelled"):
            self._memory.keep("use_after", "")

    def _finish(self) -> None:
        self._memory.keep(DONE, True)
        self.close()
        self._release()
        self._parts.stack.setCurrentWidget(self._parts.grid)
        self._library.library_touched.emit()

    def _release(self) -> None:
        """Let photos be described, after the changes that were asked for before."""
        if self._held:
            self._held = False
            self._requests.ask("", lambda: self._app.hold(False))

    def _ask_folder(self) -> None:
        dialog = self._library.folder_dialog()
        dialog.filesSelected.connect(lambda paths: self._page.folders.offer(list(paths), ticked=True))
        self.dialog = dialog
        dialog.open()

    def _ask_files(self) -> None:
        dialog = OwnModelDialog(self._app, self._requests, self._page)
        dialog.finished.connect(lambda: self._added(dialog.added))
        self.dialog = dialog
        dialog.open()

    def _ask_server(self) -> None:
        dialog = ServerDialog(self._app, None, self._page)
        dialog.finished.connect(lambda: self._added(dialog.added))
        self.dialog = dialog
        dialog.open()

    def _added(self, name: str) -> None:
        if name:
            # Read only when it is in use: the next step goes on with the model that was in use when they were read.
            self._use(name, lambda: self._page.refresh(name))

    def _download(self, name: str) -> None:
        self._memory.keep("use_after", name)
        self._requests.ask("", lambda: self._app.start_download(name))

    def _use(self, name: str, then: Callable[[], None] = lambda: None) -> None:
        def use() -> None:
            model = next((model for model in self._app.models() if model.name == name), None)
            if model is not None and model.installed and not model.active:
                self._app.use_model(name)

        def used(_none: None) -> None:
            self._library.models_changed.emit()
            then()

        self._requests.ask("", use, used)
