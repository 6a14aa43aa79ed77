"""The window: puts the parts together and passes on what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow

from photofind.app import App
from photofind.gui import desktop, motion, remembering
from photofind.gui.actions import Actions
from photofind.gui.bridge import Bridge
from photofind.gui.finder import Finder, Found
from photofind.gui.grid_changes import neighbour
from photofind.gui.grid_feeder import GridFeeder
from photofind.gui.insights import InsightsPage
from photofind.gui.inspector import Inspector
from photofind.gui.jobs import Requests
from photofind.gui.layout import Parts
from photofind.gui.library_commands import LibraryCommands
from photofind.gui.overview import Overview
from photofind.gui.peeking import Peeking
from photofind.gui.photo_commands import PhotoCommands
from photofind.gui.photo_model import PhotoModel
from photofind.gui.pictures import Pictures
from photofind.gui.places import local_folders
from photofind.gui.search_state import SearchState
from photofind.gui.settling import Settling
from photofind.gui.theme import Theme
from photofind.gui.thumbnails import ThumbnailLoader
from photofind.gui.viewing import Viewing
from photofind.gui.welcome import Welcome
from photofind.gui.window_state import WindowState
from photofind.records import VIEW_SETS, Caption, Own, Progress, Query, Sort, Stats

PREFERRED = 1000
"""Found photos that are described next; the rest of a long result waits its turn."""


class MainWindow(QMainWindow):
    """The main window of one library.

    Args:
        app: opened, not necessarily started; the window doesn't close it.
        folder: the data directory, for what the window remembers.
    """

    def __init__(self, app: App, theme: Theme, folder: Path) -> None:
        super().__init__()
        self._app, self._theme = app, theme
        self._found: Found | None = None
        self._closed = False
        self._given: Sequence[str] | None = ()
        self._memory = WindowState(folder)
        self.setWindowTitle("photofind")
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 520)
        self._fast = Requests(2, "requests", self)
        self._slow = Requests(2, "previews", self)
        self._background = Requests(1, "changes", self)
        for requests in (self._fast, self._slow, self._background):
            requests.failed.connect(self.say)
        self.state = SearchState(self)
        self.model = PhotoModel(app, self._fast)
        self.thumbnails = ThumbnailLoader(app.thumbnail, self)
        side = self._memory.number("side", app.settings.thumbnail_side)
        self.parts = Parts(self, app, theme, self.state, self._fast, self.model, self.thumbnails, side)
        self.model.views = len(VIEW_SETS.get(app.settings.views, ()))
        self.finder = Finder(app, self.state, self._fast, lambda: self.model.ids, self)
        self.pictures = Pictures(app, self._slow, self)
        self.inspector = Inspector(
            app, self._fast, self._slow, self.pictures, self.parts.panel, self.parts.viewer, self
        )
        self.feeder = GridFeeder(app, self.parts.grid, self.thumbnails, self._background, self)
        self.viewing = Viewing(
            self, self.parts, self.model, self.inspector, self.feeder, self.pictures, theme, self._memory
        )
        self.peeking = Peeking(self.parts.grid, self.thumbnails, self.pictures, self.inspector, self)
        self.insights = InsightsPage(app, self._fast, theme, self._photos_of, lambda: self.state.query.chips)
        self.parts.stack.addWidget(self.insights)
        self.photo_commands = PhotoCommands(app, self._background, theme, self.parts.grid, self)
        self.library_commands = LibraryCommands(app, self._background, theme, self.state, self._memory, self)
        self.welcome = Welcome(app, self._background, self.parts, self.library_commands, self._memory, self)
        self.actions_ = Actions(self, theme, self._handlers())
        self.parts.menu_button.setMenu(self.actions_.menu(self))
        self.bridge = Bridge(app, self)
        self.overview = Overview(app, self.parts, self._fast, self._background, self)
        self.settling = Settling(self.parts.grid, self.thumbnails, self)
        self._connect()
        remembering.restore(self, self._memory, self.parts, self.state, self.actions_)
        self._state_changed()
        self.settings_changed()
        self.parts.activity.show_progress(app.progress)
        self.library_commands.tell_searches()
        self.finder.search()

    # --- parts -----------------------------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[..., object]]:
        grid, library, photo = self.parts.grid, self.library_commands, self.photo_commands
        return {
            "add": library.add_folder,
            "rescan": library.rescan,
            "export": lambda: self._export(pointed=False),
            "models": library.show_models,
            "failures": library.show_failures,
            "excluded": library.show_excluded,
            "settings": library.show_settings,
            "find": self._find,
            "dates": library.choose_dates,
            "clear": self.parts.search.clear,
            "save_search": library.save_search,
            "undo": self.state.undo,
            "redo": self.state.redo,
            "pause": lambda: library.pause(self.parts.activity.progress.state not in ("paused", "failed")),
            "larger": lambda: grid.set_side(grid.side + 32),
            "smaller": lambda: grid.set_side(grid.side - 32),
            "sidebar": self.parts.show_sidebar,
            "panel": self.parts.show_panel,
            "fullscreen": self.viewing.set_full_screen,
            "slideshow": self.viewing.start_slideshow,
            "insights": self.show_insights,
            "invert": grid.invert_selection,
            "group": self._group,
            "words": photo.add_words,
            "copy_path": photo.copy_paths,
            "shortcuts": library.show_shortcuts,
            "about": library.show_about,
            "quit": self.close,
        }

    def _connect(self) -> None:
        parts, state = self.parts, self.state
        self.settling.settled.connect(self._begin)
        self.overview.counted.connect(self._counted)
        self.finder.found.connect(self._show_found)
        self.finder.suggested.connect(parts.results.show_suggestions)
        self.bridge.photos_changed.connect(self._photos_changed)
        self.bridge.library_changed.connect(self._library_changed)
        self.bridge.progress_changed.connect(self._progress_changed)
        self.bridge.download_changed.connect(self.library_commands.show_download)
        self.bridge.download_changed.connect(parts.activity.show_download)
        self.bridge.download_changed.connect(self.welcome.show_download)
        self.bridge.notice.connect(self.say)
        state.chips_changed.connect(self._state_changed)
        parts.search.left.connect(self._to_photos)
        parts.search.dropped.connect(self._dropped)
        parts.results.sort_chosen.connect(self._sort)
        grid = parts.grid
        grid.opened.connect(self.open_photo)
        grid.selected.connect(self._selection_changed)
        grid.side_changed.connect(parts.slider.setValue)
        grid.customContextMenuRequested.connect(self._photo_menu)
        parts.slider.valueChanged.connect(grid.set_side)
        self.viewing.closed.connect(self._choose_page)
        self.insights.closed.connect(self.close_photo)
        self.insights.chip_wanted.connect(lambda chip: state.add([chip]))
        self.insights.said.connect(self.say)
        parts.insights_button.clicked.connect(self.show_insights)
        self.photo_commands.insights_wanted.connect(self.show_insights)
        parts.panel.describe_wanted.connect(lambda photo: self.photo_commands.describe_photos_again([photo]))
        self.viewing.full_screen_changed.connect(self.actions_["fullscreen"].setChecked)
        parts.viewer.info_wanted.connect(self._toggle_panel)
        parts.panel.caption_hidden.connect(self._hide_caption)
        parts.panel.show_wanted.connect(self.photo_commands.show_path)
        parts.panel.chip_wanted.connect(lambda chip: state.add([chip]))
        parts.panel.own_saved.connect(self._save_own)
        parts.panel.opened.connect(self._open_current)
        parts.sidebar.filters_chosen.connect(lambda filters: state.set_filters(**filters))
        parts.sidebar.children_wanted.connect(self.overview.read_subfolders)
        library, photo = self.library_commands, self.photo_commands
        parts.sidebar.search_chosen.connect(library.use_search)
        parts.sidebar.search_removed.connect(library.remove_search)
        parts.sidebar.search_renamed.connect(library.rename_search)
        parts.sidebar.search_moved.connect(library.move_search)
        parts.sidebar.folders_dropped.connect(library.add_folders)
        library.offered.connect(parts.toast.say)
        parts.sidebar.add_wanted.connect(library.add_folder)
        parts.sidebar.remove_wanted.connect(library.remove_folder)
        parts.sidebar.elsewhere_wanted.connect(library.move_folder)
        parts.sidebar.show_wanted.connect(desktop.show_file)
        parts.sidebar.depth_wanted.connect(library.set_depth)
        parts.sidebar.first_wanted.connect(library.set_first)
        parts.activity.anyway_wanted.connect(library.describe_anyway)
        parts.sidebar.failures_wanted.connect(library.show_failures)
        parts.sidebar.models_wanted.connect(library.show_models)
        parts.activity.pause_wanted.connect(library.pause)
        parts.activity.failures_wanted.connect(library.show_failures)
        parts.activity.models_wanted.connect(library.show_models)
        parts.empty.add_wanted.connect(library.add_folder)
        parts.empty.folder_wanted.connect(lambda path: library.add_folders([path]))
        library.said.connect(self.say)
        library.include_wanted.connect(photo.include)
        library.library_touched.connect(self._choose_page)
        library.models_changed.connect(self.overview.read_models)
        library.settings_changed.connect(self.settings_changed)
        library.searches_changed.connect(parts.sidebar.show_searches)
        photo.said.connect(self.say)
        photo.offered.connect(parts.toast.say)
        photo.words_changed.connect(self._words_changed)
        grid.too_many.connect(photo.say_too_many)
        self._theme.changed.connect(self._tint)
        self._tint()
        photo.view_wanted.connect(self._open_current)
        photo.similar_wanted.connect(self._find_similar)
        parts.search.dates_wanted.connect(library.choose_dates)
        photo.export_wanted.connect(lambda: self._export(pointed=True))
        parts.empty.clear_wanted.connect(parts.search.clear)
        parts.empty.any_wanted.connect(lambda: state.set_any(True))

    # --- results ---------------------------------------------------------------------------------------------------

    def _after_gone(self, found: Found) -> int | None:
        """The photo to go on with if the current one was taken out or is no more."""
        ids, current = self.model.ids, self.parts.grid.currentIndex().row()
        if not found.refresh or found.changes is None or found.changes.before is not ids:
            return None
        row = neighbour(found.changes.gone, current, len(ids))
        return ids[row] if row is not None else None

    def _show_found(self, found: Found) -> None:
        grid = self.parts.grid
        self._found = found
        selected = grid.selected_ids() if not found.refresh or found.ids != self.model.ids else []
        current = grid.current_id()
        before = self.model.ids
        after, chosen = self._after_gone(found), bool(grid.selected_count())
        self.model.apply(found.ids, found.result.query, found.refresh, found.months, found.changes)
        if self.model.ids is found.ids and before is not found.ids:
            # The list was replaced: bring back what was selected and is still there.
            rows = [row for photo in selected[:5000] if (row := self.model.row_of(photo)) is not None]
            place = self.model.row_of(current) if current is not None else None
            grid.select_rows(rows, place)
            if not found.refresh:
                grid.verticalScrollBar().setValue(0)
            self._selection_changed()
        if after is not None and (row := self.model.row_of(after)) is not None:
            grid.go_on_with(row, select=chosen and not grid.selected_count())
        if not found.refresh:
            # What is looked for is described next; without a search nothing is preferred.
            query = found.result.query
            searching = bool(query.chips or query.folder or query.after or query.before)
            self._app.prefer(found.ids[:PREFERRED] if searching else ())
        self.parts.results.show_found(found)
        self.parts.search.set_unmatched(found.result.unmatched)
        self.actions_["export"].setEnabled(bool(found.ids))
        self._choose_page()
        grid.refresh_window()
        if self.inspector.photo is not None:
            self.inspector.show_photo(self.inspector.photo, found.result.query)
        self.viewing.show_place()
        self._count_words()
        self.settling.found()

    def _begin(self) -> None:
        """The first screen is there: now the rest."""
        self.overview.count()
        self.overview.read_models()
        self.finder.begin_suggesting()

    def _choose_page(self) -> None:
        if self._found is not None:
            scanning = self._app.progress.state == "scanning"
            self.parts.choose_page(self._found.result, self.overview.roots, scanning)

    def _state_changed(self) -> None:
        self.parts.sidebar.show_query(self.state.query)
        self.actions_["undo"].setEnabled(self.state.can_undo)
        self.actions_["redo"].setEnabled(self.state.can_redo)

    def _sort(self, sort: Sort) -> None:
        self.state.set_sort(sort)
        self._memory.keep("sort", sort)

    def _dropped(self, words: Sequence[str]) -> None:
        if words:
            self.parts.results.keep_dropped(words)

    # --- events of the core ----------------------------------------------------------------------------------------

    def _photos_changed(self, ids: frozenset[int]) -> None:
        self.model.touch(ids)
        self.inspector.changed(ids)
        self._count_words()
        self.finder.refresh()
        self.overview.count_soon()

    def _library_changed(self) -> None:
        self.thumbnails.retry()
        self.finder.refresh()
        self.overview.count_soon()

    def _progress_changed(self, progress: Progress) -> None:
        self.overview.show_progress(progress)
        if self._found is not None and not self._found.result.photos:
            self._choose_page()

    def _counted(self, stats: Stats) -> None:
        self.library_commands.counted()
        self.welcome.offer(stats.photos, [root.path for root in self.overview.roots])
        given, self._given = self._given, None
        self.library_commands.add_folders(given or ())
        self._choose_page()

    # --- one photo -------------------------------------------------------------------------------------------------

    def open_photo(self, photo_id: int) -> None:
        """Show a photo large."""
        self.viewing.show_photo(photo_id)

    def open_folders(self, paths: Sequence[str]) -> None:
        """Add the folders that the program was started with, once it is known whether this is the first run."""
        if self._given is None:
            self.library_commands.add_folders(paths)
        else:
            self._given = [*self._given, *paths]

    def close_photo(self) -> None:
        """Back to all photos."""
        self.viewing.close()

    def show_insights(self) -> None:
        """Show the words that the captions of what is chosen use most."""
        count = self.parts.grid.selected_count()
        viewed = self.viewing.open
        self.viewing.leave_for(self.insights)
        self.insights.open("photo" if viewed else "selection" if count > 1 else "result")

    def _photos_of(self, scope: str) -> Sequence[int] | None:
        """The photos whose frequent words are asked for; None for the whole library."""
        if scope == "library":
            return None
        if scope == "result":
            return self.model.ids
        if scope == "photo":
            return [self.inspector.photo] if self.inspector.photo is not None else []
        return self.parts.grid.selected_ids()

    def _count_words(self) -> None:
        if self.parts.stack.currentWidget() is self.insights:
            self.insights.refresh()

    def _open_current(self) -> None:
        if self.inspector.photo is not None:
            self.open_photo(self.inspector.photo)

    def _selection_changed(self) -> None:
        grid = self.parts.grid
        count = grid.selected_count()
        if count > 1:
            self.inspector.show_several(count)
        elif count == 1:
            chosen = self.model.ids[grid.selected_ranges()[0][0]]
            self.inspector.show_photo(chosen, self.model.query)
        elif self.parts.stack.currentWidget() is not self.parts.viewer:
            self.inspector.show_photo(None, self.model.query)

    def _save_own(self, photo_id: int, own: Own) -> None:
        self._background.ask("", lambda: self._app.set_own(photo_id, own), lambda _: self._saved(photo_id))

    def _words_changed(self, ids: frozenset[int]) -> None:
        self.model.touch(ids)
        self.parts.grid.refresh_window()
        self.inspector.changed(ids)
        self.finder.refresh()
        self.overview.count_soon()

    def _tint(self) -> None:
        self.model.marker = (self._theme.colours.why, self._theme.colours.why_text)

    def _hide_caption(self, caption: Caption, hidden: bool) -> None:
        self._background.ask(
            "", lambda: self._app.hide_caption(caption, hidden), lambda _: self._saved(caption.photo_id)
        )

    def _saved(self, photo_id: int) -> None:
        self.inspector.changed({photo_id})
        self.finder.refresh()

    def _photo_menu(self, point: QPoint) -> None:
        if self.parts.grid.indexAt(point).isValid():
            self.photo_commands.menu(self).popup(self.parts.grid.viewport().mapToGlobal(point))

    def _export(self, pointed: bool) -> None:
        """Export; several selected photos are meant, and one if somebody pointed at it: a click selects one anyway."""
        selected = self.parts.grid.selected_ids()
        query, count = self.model.query, len(self.model.ids)
        self.library_commands.export(query, count, selected, pointed or len(selected) > 1)

    def _find_similar(self, key: str) -> None:
        self.close_photo()
        self.state.use(Query(similar=key))
        self.parts.results.show_sort(self.state.query.sort)

    # --- the window ------------------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """Tell the person something that needs no answer."""
        self.parts.toast.say(text)

    def settings_changed(self) -> None:
        """The number of views may be another, and whether things move."""
        motion.set_reduced(self._app.settings.reduced_motion)
        self.model.views = len(VIEW_SETS.get(self._app.settings.views, ()))
        self.parts.grid.viewport().update()

    def _find(self) -> None:
        if self.parts.stack.currentWidget() is self.parts.viewer:
            self.close_photo()
        self.parts.search.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.parts.search.field.selectAll()

    def _to_photos(self) -> None:
        grid = self.parts.grid
        grid.setFocus()
        if not grid.currentIndex().isValid() and self.model.ids:
            grid.show_row(0)

    def _group(self, on: bool) -> None:
        self.parts.grid.set_grouped(on)
        self._memory.keep("grouped", on)

    def _toggle_panel(self) -> None:
        self.parts.show_panel(self.parts.panel.isHidden())
        self.actions_["panel"].setChecked(not self.parts.panel.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        self.parts.fit(event.size().width())
        self.actions_["panel"].setChecked(not self.parts.panel.isHidden())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders may be dropped."""
        if local_folders(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the folders that are dropped."""
        if self.welcome.active:
            self.parts.first_run.folders.offer(local_folders(event.mimeData()), ticked=True)
        else:
            self.library_commands.add_folders(local_folders(event.mimeData()))
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is typed, stop all threads and timers."""
        if not self._closed:
            self._closed = True
            self.parts.panel.own.save()
            self.viewing.end()
            self.insights.close_timers()
            self.welcome.close()
            remembering.keep(self, self._memory, self.parts)
            self.bridge.close()
            self.library_commands.close()
            self.finder.close()
            self.parts.close()
            self.feeder.close()
            self.settling.close()
            self.overview.close()
            self.thumbnails.close()
            self._background.finish()
            for requests in (self._fast, self._slow):
                requests.close()
        super().closeEvent(event)
