"""What can be done with the library: folders, models, settings, export, saved searches."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QMessageBox, QWidget

from photofind.app import App
from photofind.gui import desktop
from photofind.gui.about import AboutDialog, ShortcutsDialog
from photofind.gui.date_dialog import DateDialog
from photofind.gui.excluded_dialog import ExcludedDialog
from photofind.gui.export_dialog import ExportDialog
from photofind.gui.failures_dialog import FailuresDialog
from photofind.gui.jobs import Requests
from photofind.gui.model_dialog import ModelDialog
from photofind.gui.search_state import SearchState
from photofind.gui.settings_dialog import SettingsDialog
from photofind.gui.theme import Theme
from photofind.gui.window_state import WindowState
from photofind.gui.wording import duration, photos
from photofind.records import Cost, Depth, DownloadProgress, Query, Root


class LibraryCommands(QObject):
    """Opens the dialogs and does what they say. No dialog blocks: each is opened and answers by a signal."""

    said = Signal(str)
    models_changed = Signal()
    settings_changed = Signal()
    library_touched = Signal()
    """What is shown may be another."""
    searches_changed = Signal(object)
    include_wanted = Signal(object)
    """Ids of photos that are to be put back into the library."""
    offered = Signal(str, str, object)
    """What to tell the person, and a button in it: its text and what it does."""

    def __init__(
        self,
        app: App,
        requests: Requests,
        theme: Theme,
        state: SearchState,
        memory: WindowState,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._app, self._requests, self._theme = app, requests, theme
        self._state, self._memory, self._window = state, memory, window
        self._dialog: QDialog | None = None
        self._question: QMessageBox | None = None

    @property
    def dialog(self) -> QDialog | None:
        """The dialog opened last, while it is there."""
        return self._dialog if self._dialog is not None and shiboken6.isValid(self._dialog) else None

    @property
    def question(self) -> QMessageBox | None:
        """What is asked about a change of the settings, while it is."""
        return self._question if self._question is not None and shiboken6.isValid(self._question) else None

    # --- folders ---

    def folder_dialog(self) -> QFileDialog:
        """A dialog that asks for a folder."""
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        dialog = QFileDialog(self._window, self.tr("Add a folder of photos"), pictures)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def add_folder(self) -> None:
        """Ask for a folder and add it."""
        dialog = self.folder_dialog()
        dialog.filesSelected.connect(self.add_folders)
        self._open(dialog)

    def add_folders(self, paths: Sequence[str]) -> None:
        """Add folders to the library."""
        for path in paths:
            self._requests.ask("", functools.partial(self._app.add_folder, path), self._added)

    def _added(self, root: Root) -> None:
        self.said.emit(self.tr("{folder} is being read.").format(folder=root.path))

    def move_folder(self, path: str) -> None:
        """Ask where a folder is now: its photos are known by their content, so nothing is described again."""
        dialog = self.folder_dialog()
        dialog.setWindowTitle(self.tr("Where is {folder} now?").format(folder=path))
        dialog.filesSelected.connect(lambda paths: self._move_folder(path, paths[0]))
        self._open(dialog)

    def _move_folder(self, path: str, place: str) -> None:
        app = self._app

        def move() -> str:
            old = next((root for root in app.roots() if root.path == path), None)
            new = app.add_folder(place)
            if old is None or new.path == old.path:
                return new.path
            if old.depth != "inherit":
                app.set_depth(new.path, old.depth)
            if old.first:
                app.set_first(new.path)
            app.remove_folder(path)
            return new.path

        def moved(new: str) -> None:
            self.said.emit(self.tr("{folder} is being read. Nothing is described again.").format(folder=new))

        if self._state.query.folder == path:
            self._state.set_folder(None)
        self._requests.ask("", move, moved)

    def remove_folder(self, path: str) -> None:
        """Ask, then forget a folder."""
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Remove folder"),
            self.tr("Remove {folder} from the library?").format(folder=path),
            QMessageBox.StandardButton.Cancel,
            self._window,
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(
            self.tr("Its files stay as they are. What was said about its photos is kept for the day you add it again.")
        )
        remove = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
        remove.clicked.connect(lambda: self._remove(path))
        self._open(box)

    def _remove(self, path: str) -> None:
        if self._state.query.folder == path:
            self._state.set_folder(None)
        self._requests.ask("", lambda: self._app.remove_folder(path))

    def rescan(self) -> None:
        """Read all folders again."""
        self._requests.ask("rescan", self._app.rescan)

    def pause(self, paused: bool) -> None:
        """Pause or go on."""
        self._requests.ask("pause", self._app.pause if paused else self._app.resume)

    def describe_anyway(self) -> None:
        """Describe now, whatever the conditions."""
        self._requests.ask("anyway", self._app.describe_anyway)

    def set_depth(self, path: str, depth: Depth) -> None:
        """Describe the photos of a folder this deep."""
        self._requests.ask("", lambda: self._app.set_depth(path, depth))

    def set_first(self, path: str, first: bool) -> None:
        """Describe the photos of a folder before others, or in their turn."""
        self._requests.ask("", lambda: self._app.set_first(path, first))

    # --- dialogs ---

    def show_models(self) -> None:
        """The models."""
        dialog = ModelDialog(self._app, self._requests, self._theme, self._window)
        dialog.finished.connect(self.models_changed)
        self._open(dialog)

    def show_download(self, progress: DownloadProgress) -> None:
        """Tell the models dialog how far a download is, or the person how it ended while that is closed."""
        dialog = self.dialog
        if progress.state == "done":
            self.models_changed.emit()
        if isinstance(dialog, ModelDialog) and dialog.isVisible():
            dialog.show_download(progress)
        elif progress.state == "done":
            self.said.emit(self.tr("{model} is downloaded and can be used now.").format(model=progress.model))
        elif progress.state == "failed":
            reason = f"{progress.detail}: {progress.remedy}" if progress.remedy else progress.detail
            self.said.emit(self.tr("{model} could not be downloaded. {why}").format(model=progress.model, why=reason))

    def close(self) -> None:
        """Close the models dialog, which may be moving files; a download goes on until the library is closed."""
        if isinstance(self.dialog, ModelDialog):
            self.dialog.reject()

    def show_failures(self) -> None:
        """The failed photos."""
        dialog = FailuresDialog(self._app, self._requests, self._window)
        dialog.show_wanted.connect(desktop.show_file)
        self._open(dialog)

    def show_excluded(self) -> None:
        """The photos that were taken out of the library."""
        dialog = ExcludedDialog(self._app, self._requests, self._window)
        dialog.show_wanted.connect(desktop.show_file)
        dialog.include_wanted.connect(self.include_wanted)
        self._open(dialog)

    def counted(self) -> None:
        """The library was counted anew: bring a list of photos that is open up to date."""
        dialog = self.dialog
        if isinstance(dialog, FailuresDialog | ExcludedDialog) and dialog.isVisible():
            dialog.fill()

    def show_settings(self) -> None:
        """The settings."""
        dialog = SettingsDialog(self._app.settings, self._window)
        dialog.changed.connect(self.change_settings)
        dialog.again_wanted.connect(lambda changes: self._ask_again(dialog, changes))
        dialog.models_wanted.connect(dialog.accept)
        dialog.models_wanted.connect(self.show_models)
        dialog.excluded_wanted.connect(dialog.accept)
        dialog.excluded_wanted.connect(self.show_excluded)

        def show(reasons: dict[str, str]) -> None:
            if shiboken6.isValid(dialog):
                dialog.show_unknown(reasons)

        self._requests.ask("conditions", self._app.unknown_conditions, show)
        self._open(dialog)

    def change_settings(self, changes: dict[str, object]) -> None:
        """Change settings that are others than they were."""
        changes = {name: value for name, value in changes.items() if getattr(self._app.settings, name) != value}
        if not changes:
            return
        if "theme" in changes:
            self._theme.choose(str(changes["theme"]))
        expansion = changes.pop("expansion", None)
        if expansion is not None:
            self._requests.ask("", lambda: self._app.set_expansion(bool(expansion)))
        if changes:
            self._requests.ask(
                "", lambda: self._app.change_settings(**changes), lambda _settings: self.settings_changed.emit()
            )

    def _ask_again(self, dialog: SettingsDialog, changes: dict[str, object]) -> None:
        """Ask before a change that has all photos described again, and say how long that takes."""

        def read() -> tuple[int, Cost | None]:
            model = next((model for model in self._app.models() if model.active), None)
            return self._app.stats().captioned, self._app.cost(model) if model is not None else None

        def ask(answer: tuple[int, Cost | None]) -> None:
            count, cost = answer
            if not count:
                self.change_settings(changes)
                return
            seconds = 0.0 if cost is None else cost.whole + (cost.crops if self._app.settings.views != "whole" else 0)
            about = self.tr("The present descriptions stay, and are searched, until then.")
            if cost:
                about = self.tr(
                    "That takes about {time}. The present descriptions stay, and are searched, until then."
                ).format(time=duration(count * seconds))
            box = QMessageBox(
                QMessageBox.Icon.Question,
                self.tr("Settings"),
                self.tr("Describe {photos} again?").format(photos=photos(count)),
                QMessageBox.StandardButton.Cancel,
                self._window,
            )
            box.setTextFormat(Qt.TextFormat.PlainText)
            box.setInformativeText(about)
            box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            again = box.addButton(self.tr("Describe again"), QMessageBox.ButtonRole.AcceptRole)
            again.clicked.connect(lambda: self.change_settings(changes))
            box.finished.connect(lambda: self._show_settings_again(dialog))
            self._question = box
            box.open()

        self._requests.ask("again", read, ask)

    def _show_settings_again(self, dialog: SettingsDialog) -> None:
        def show(_none: object = None) -> None:
            if shiboken6.isValid(dialog):
                dialog.show_settings(self._app.settings)

        self._requests.ask("", lambda: None, show)  # after the change, if there was one

    def show_shortcuts(self) -> None:
        """The keys."""
        self._open(ShortcutsDialog(self._window))

    def show_about(self) -> None:
        """What this is, and what works here."""
        self._open(AboutDialog(self._app, self._requests, self._window))

    def choose_dates(self) -> None:
        """Limit the search to dates."""
        query = self._state.query
        dialog = DateDialog(query.after, query.before, self._window)
        dialog.accepted.connect(lambda: self._state.set_dates(*dialog.range))
        self._open(dialog)

    def export(self, query: Query, count: int, selected: Sequence[int] = (), prefer_selected: bool = False) -> None:
        """Write the result of a query, or what is selected of it.

        Args:
            selected: the selected photos.
            prefer_selected: they are meant until the person says otherwise.
        """
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = self._memory.text("export_folder", documents if Path(documents).is_dir() else str(Path.home()))
        dialog = ExportDialog(self._app, query, count, folder, self._window, selected, prefer_selected)
        dialog.written.connect(self._exported)
        self._open(dialog)

    def _exported(self, path: str, count: int) -> None:
        if not path:  # sidecars, beside the photos
            return
        self._memory.keep("export_folder", str(Path(path).parent))
        self.said.emit(self.tr("%Ln photos exported to {path}.", None, count).format(path=path))

    # --- saved searches ---

    def tell_searches(self) -> None:
        """Tell the names of the saved searches."""
        self.searches_changed.emit(tuple(self._memory.searches()))

    def save_search(self) -> None:
        """Ask for a name and keep the search."""
        query = self._state.query
        if dataclasses.replace(query, sort="relevance") == Query():
            self.said.emit(self.tr("There is nothing to save: add a chip first."))
            return
        words = self._app.query_text(dataclasses.replace(query, sort="relevance"))
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("Save this search"))
        dialog.setLabelText(self.tr("Name"))
        dialog.setTextValue(words)
        dialog.resize(420, dialog.sizeHint().height())
        dialog.textValueSelected.connect(lambda name: self._save_search(name.strip() or words, query))
        self._open(dialog)

    def _save_search(self, name: str, query: Query) -> None:
        self._memory.keep_searches({**self._memory.searches(), name: query})
        self.tell_searches()

    def use_search(self, name: str) -> None:
        """Search for a saved search."""
        query = self._memory.searches().get(name)
        if query is not None:
            self._state.use(dataclasses.replace(query, sort=self._state.query.sort))

    def remove_search(self, name: str) -> None:
        """Forget a saved search; it can be brought back at once."""
        before = self._memory.searches()
        self._keep_searches({n: query for n, query in before.items() if n != name})
        said = self.tr("“{name}” is deleted.").format(name=name)
        self.offered.emit(said, self.tr("Undo"), lambda: self._keep_searches(before))

    def rename_search(self, former: str, name: str) -> None:
        """Call a saved search something else."""
        self._keep_searches({name if n == former else n: query for n, query in self._memory.searches().items()})

    def move_search(self, name: str, place: int) -> None:
        """Put a saved search before the one of that number."""
        searches = self._memory.searches()
        names = list(searches)
        if name in names:
            before = names[:place]
            rest = [n for n in names[place:] if n != name]
            names = [*(n for n in before if n != name), name, *rest]
            self._keep_searches({n: searches[n] for n in names})

    def _keep_searches(self, searches: dict[str, Query]) -> None:
        self._memory.keep_searches(searches)
        self.tell_searches()

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog = dialog
        dialog.open()
