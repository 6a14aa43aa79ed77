"""Where to look: places, folders, saved searches; and the notice about the quick preview model."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QTreeWidgetItem, QVBoxLayout, QWidget

from photofind.gui.places import COUNT, ICON, KIND, NOTE, ON, VALUE, Places
from photofind.gui.theme import S1, S2, S3, Theme
from photofind.gui.wording import tip
from photofind.records import Depth, Facets, Query, Root


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("sidebar", text)


def depth_words() -> dict[Depth, tuple[str, str]]:
    """How deep a folder is described: what it is called, and what it means."""
    return {
        "crops": (tr("Whole photo and regions"), tr("Finds small things too; takes longest")),
        "whole": (tr("Whole photo only"), tr("Many times faster; small things may not be found")),
        "none": (tr("Not at all"), tr("Found by names and your own words only; descriptions that exist are kept")),
        "inherit": (tr("As the settings say"), tr("What you chose for all folders")),
    }


def _icon(root: Root) -> str:
    """The icon that tells a folder's state."""
    if not root.online:
        return "folder-off"
    if root.depth in ("none", "whole"):
        return f"folder-{root.depth}"
    return "folder-first" if root.first else "folder"


WIDTH = 232
LOW, VERY_LOW = 480, 420
"""Heights of the sidebar below which the notice gives its room to the places: its explanation, all of it."""
EDITED_MS = 200
"""So long after it the places are drawn if a name is being typed."""
ROOM = "9,999"
"""A number of photos that fits beside the longest name in the narrowest sidebar."""
ALL = "all"
PLACES: dict[str, dict[str, object]] = {
    ALL: {},
    "recent": {"recent": True},
    "undescribed": {"state": "undescribed"},
    "failed": {"state": "failed"},
    "duplicates": {"duplicates": True},
    "own": {"own": True},
}
"""The places above the folders, and the filters that each stands for."""
_OFF: dict[str, object] = {"recent": False, "state": None, "duplicates": False, "own": False}


def place_words() -> dict[str, tuple[str, str, str]]:
    """The places: name, icon, what is there."""
    return {
        ALL: (tr("All photos"), "photos", tr("Everything, without limits of folder or state")),
        "recent": (tr("Recent"), "recent", tr("Added to the library in the last 30 days")),
        "undescribed": (tr("Not described"), "pending", tr("Found only by names and your own words so far")),
        "failed": (tr("Failed"), "warning", tr("Photos that could not be described in full")),
        "duplicates": (tr("Duplicates"), "copy", tr("The same photo in several files")),
        "own": (tr("With own words"), "tag", tr("Photos with tags or a caption of yours")),
    }


class Sidebar(QFrame):
    """The list of places."""

    filters_chosen = Signal(object)
    """Fields of the query that change: a place, or a folder."""
    children_wanted = Signal(str)
    """The folders in a folder are to be read."""
    folders_dropped = Signal(object)
    """Paths of folders that were dropped here."""
    add_wanted = Signal()
    remove_wanted = Signal(str)
    elsewhere_wanted = Signal(str)
    """A folder that is not found is in another place now."""
    show_wanted = Signal(str)
    depth_wanted = Signal(str, str)
    """Folder, and how deep its photos are to be described."""
    first_wanted = Signal(str, bool)
    """Folder, and whether its photos are to be described before others."""
    models_wanted = Signal()
    failures_wanted = Signal()
    search_chosen = Signal(str)
    """Name of a saved search."""
    search_removed = Signal(str)
    search_renamed = Signal(str, str)
    search_moved = Signal(str, int)
    """A saved search is wanted before the one of this number."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._roots: list[Root] = []
        self._photos = 0
        self._counts: dict[str, int] = {}
        self._shown_failed = 0
        self._searches: tuple[str, ...] = ()
        self._children: dict[str, list[tuple[str, int]]] = {}
        self._open: set[str] = set()
        self._query = Query()
        self.setProperty("role", "side")
        self.places = Places(theme)
        self.places.setAccessibleName(self.tr("Library and folders"))
        self.places.customContextMenuRequested.connect(self._menu)
        self.places.chosen.connect(self._chosen)
        self.places.renamed.connect(self._renamed)
        self.places.removed.connect(self.search_removed)
        self.places.moved.connect(self.search_moved)
        self.places.dropped.connect(self.folders_dropped)
        self.places.itemExpanded.connect(self._expanded)
        self.places.itemCollapsed.connect(lambda item: self._open.discard(item.data(0, VALUE)))
        self.add = QPushButton(self.tr("Add folder…"))
        self.add.setToolTip(self.tr("Add a folder of photos (Ctrl+O); or drag one into the window"))
        self.add.clicked.connect(self.add_wanted)
        theme.bind(self.add, "folder-add")
        self.notice = QFrame()
        self.notice.setProperty("role", "notice")
        box = QVBoxLayout(self.notice)
        box.setContentsMargins(S3, S2, S3, S2)
        box.setSpacing(S1)
        title = QLabel(self.tr("Quick preview model"))
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        title.setWordWrap(True)
        self._advice = QLabel()
        self._advice.setTextFormat(Qt.TextFormat.PlainText)
        self._advice.setWordWrap(True)
        self.choose = QPushButton(self.tr("Choose a model…"))
        self.choose.setProperty("role", "link")
        self.choose.clicked.connect(self.models_wanted)
        box.addWidget(title)
        box.addWidget(self._advice)
        box.addWidget(self.choose)
        self.notice.hide()
        self._noticed = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S3, S3, S3, S3)
        layout.setSpacing(S2)
        layout.addWidget(self.places, 1)
        layout.addWidget(self.notice)
        layout.addWidget(self.add)
        self.setMinimumWidth(self._least())
        theme.changed.connect(self._draw)

    def show_roots(self, roots: Sequence[Root], photos: int) -> None:
        """Show the folders and how many photos there are."""
        if list(roots) != self._roots or photos != self._photos or not self.places.topLevelItemCount():
            self._roots, self._photos = list(roots), photos
            self._draw()
            for path in sorted(self._open):
                self.children_wanted.emit(path)

    def show_counts(self, facets: Facets, failed: int) -> None:
        """Show how many photos there are in the places; ``failed`` also counts files that are no readable photos."""
        self._shown_failed = facets.states.get("failed", 0)
        counts = {
            "recent": facets.recent,
            "undescribed": facets.states.get("undescribed", 0),
            "failed": failed,
            "duplicates": facets.duplicates,
            "own": facets.own,
        }
        if counts != self._counts:
            self._counts = counts
            for item in self.places.items("place"):
                place = item.data(0, VALUE)
                if place in counts:
                    item.setData(0, COUNT, counts[place])
            self.show_query(self._query)

    def show_subfolders(self, path: str, folders: Sequence[tuple[str, int]]) -> None:
        """Show the folders in a folder: paths and numbers of photos."""
        if self._children.get(path) != list(folders):
            self._children[path] = list(folders)
            self._draw()

    def show_searches(self, names: Sequence[str]) -> None:
        """Show the saved searches."""
        self._searches = tuple(names)
        self._draw()

    def show_query(self, query: Query) -> None:
        """Mark the places and the folder that the search is limited to."""
        self._query = query
        chosen = {name: getattr(query, name) for name in _OFF}
        free = chosen == _OFF and query.folder is None
        for item in self.places.items():
            value = item.data(0, VALUE)
            match item.data(0, KIND):
                case "place":
                    on = free if value == ALL else all(chosen[n] == v for n, v in PLACES[value].items())
                case "folder":
                    on = value == query.folder
                case _:
                    on = False
            self.places.set_on(item, on)

    def show_notice(self, shown: bool, recommended: str) -> None:
        """Show or hide the notice about the built-in model."""
        self._advice.setText(
            self.tr("Photos are described roughly. {model} describes them far better.").format(
                model=recommended or "LLaVA"
            )
        )
        self._noticed = shown
        self._fit_notice()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the places come first: the notice is one line and its button, or gone."""
        super().resizeEvent(event)
        self._fit_notice()

    def _fit_notice(self) -> None:
        height = self.height()
        self._advice.setVisible(height >= LOW)
        self.notice.setVisible(self._noticed and height >= VERY_LOW)

    def _least(self) -> int:
        """The width at which the names of the places and the buttons can be read, in the person's language."""
        metrics = QFontMetrics(self.places.font())
        names = max(metrics.horizontalAdvance(text) for text, _, _ in place_words().values())
        rows = self.places.indentation() + ICON + 4 * S2 + names + metrics.horizontalAdvance(ROOM)
        buttons = max(self.add.sizeHint().width(), self.choose.sizeHint().width() + 2 * S3)
        return max(176, min(WIDTH, 2 * S3 + max(rows, buttons)))

    def menu_of(self, root: Root, removable: bool = True) -> QMenu:
        """What can be done with a folder; one that lies in another can't be removed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        show = menu.addAction(self._theme.icon("folder"), self.tr("Show in the file manager"))
        show.setEnabled(root.online)
        show.triggered.connect(lambda: self.show_wanted.emit(root.path))
        if removable and not root.online:
            elsewhere = menu.addAction(self.tr("It is in another place now…"))
            elsewhere.triggered.connect(lambda: self.elsewhere_wanted.emit(root.path))
        menu.addSeparator()
        menu.addMenu(self._depths(root, menu))
        first = menu.addAction(self.tr("Describe this folder first"))
        first.setCheckable(True)
        first.setChecked(root.first)
        first.setEnabled(root.depth != "none")
        first.triggered.connect(lambda on: self.first_wanted.emit(root.path, on))
        if not removable:
            return menu
        menu.addSeparator()
        remove = menu.addAction(self._theme.icon("close"), self.tr("Remove from the library…"))
        remove.triggered.connect(lambda: self.remove_wanted.emit(root.path))
        return menu

    def _depths(self, root: Root, menu: QMenu) -> QMenu:
        """How deep a folder is described, the one in force marked."""
        depths = QMenu(self.tr("Describe"), menu)
        depths.setToolTipsVisible(True)
        group = QActionGroup(depths)
        for depth, (text, about) in depth_words().items():
            action = depths.addAction(text)
            action.setToolTip(about)
            action.setCheckable(True)
            action.setChecked(depth == root.depth)
            action.triggered.connect(functools.partial(self._depth_chosen, root.path, depth))
            group.addAction(action)
        return depths

    def _depth_chosen(self, path: str, depth: str) -> None:
        self.depth_wanted.emit(path, depth)

    def _draw(self) -> None:
        places = self.places
        if places.editing:
            QTimer.singleShot(EDITED_MS, self, self._draw)  # what is being typed would be lost
            return
        current = places.currentItem()
        kept = (current.data(0, KIND), current.data(0, VALUE)) if current is not None else None
        scrolled = places.verticalScrollBar().value()
        places.clear()
        places.add("heading", "", self.tr("Library"))
        for name, (text, icon, about) in place_words().items():
            count = self._photos if name == ALL else self._counts.get(name, 0)
            places.add("place", name, text, self._theme.icon(icon), count).setToolTip(0, tip(about))
        places.add("heading", "", self.tr("Folders"))
        for root in self._roots:
            self._add_root(root)
        if self._searches:
            places.add("heading", "", self.tr("Saved searches"))
        for name in self._searches:
            item = places.add("search", name, name, self._theme.icon("star"))
            item.setToolTip(0, tip(self.tr("F2 renames, Delete removes; drag it to another place")))
        if kept is not None:
            item_ = places.item(*kept)
            if item_ is not None:
                places.setCurrentItem(item_)
        places.verticalScrollBar().setValue(scrolled)
        self.show_query(self._query)

    def _add_root(self, root: Root) -> None:
        name = PurePath(root.path).name or root.path
        item = self._add_folder(root.path, name, root.photos, _icon(root), None)
        about = [tip(root.path)]
        if not root.online:
            item.setData(0, NOTE, self.tr("offline"))
            about[0] = tip(root.path + self.tr(" — its drive is not connected; what is known of it is kept"))
        if root.depth != "inherit":
            about.append(tip(self.tr("Describe: {how}").format(how=depth_words()[root.depth][0])))
        if root.first:
            about.append(tip(self.tr("Its photos are described first")))
        item.setToolTip(0, "<br>".join(about))

    def _add_folder(
        self, path: str, name: str, photos: int, icon: str, parent: QTreeWidgetItem | None
    ) -> QTreeWidgetItem:
        item = self.places.add("folder", path, name, self._theme.icon(icon), photos, parent)
        item.setToolTip(0, tip(path))
        children = self._children.get(path)
        unknown = children is None and photos > 0
        policy = QTreeWidgetItem.ChildIndicatorPolicy
        item.setChildIndicatorPolicy(policy.ShowIndicator if unknown else policy.DontShowIndicatorWhenChildless)
        if path in self._open:
            for child, count in children or ():
                self._add_folder(child, PurePath(child).name, count, "folder", item)
            item.setExpanded(True)
        elif children:
            item.setChildIndicatorPolicy(policy.ShowIndicator)
        return item

    def _expanded(self, item: QTreeWidgetItem) -> None:
        path = item.data(0, VALUE)
        if path not in self._open:
            self._open.add(path)
            self.children_wanted.emit(path)
            if self._children.get(path) and not item.childCount():
                QTimer.singleShot(0, self, self._draw)  # not while Qt is opening the item

    def _chosen(self, item: QTreeWidgetItem) -> None:
        value = item.data(0, VALUE)
        match item.data(0, KIND):
            case "search":
                self.search_chosen.emit(value)
            case "folder":
                self.filters_chosen.emit({"folder": None if value == self._query.folder else value})
            case _ if value == ALL:
                self.filters_chosen.emit({**_OFF, "folder": None})
            case _ if value == "failed" and not self._shown_failed and self._counts.get(value):
                self.failures_wanted.emit()  # files that could not even be read: there is no photo to show
            case _:
                on = item.data(0, ON)
                self.filters_chosen.emit(_OFF if on else {**_OFF, **PLACES[value]})

    def _renamed(self, former: str, name: str) -> None:
        if name and name not in self._searches:
            self.search_renamed.emit(former, name)
        else:
            QTimer.singleShot(0, self, self._draw)  # the name that there is already, or none: back to the former

    def _menu(self, point: QPoint) -> None:
        item = self.places.itemAt(point)
        kind, value = (item.data(0, KIND), item.data(0, VALUE)) if item is not None else ("", "")
        menu: QMenu | None = None
        if item is not None and kind == "search":
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(self.tr("Rename…")).triggered.connect(lambda: self.places.editItem(item))
            menu.addAction(self.tr("Delete this saved search")).triggered.connect(
                lambda: self.search_removed.emit(value)
            )
        elif kind == "folder":
            root = next((root for root in self._roots if root.path == value), None)
            menu = self.menu_of(root or Root(0, value), removable=root is not None)
        if menu is not None:
            menu.popup(self.places.viewport().mapToGlobal(point))
