"""Where to look: everything, or one folder; and the notice about the quick preview model."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QMenu, QPushButton, QVBoxLayout, QWidget

from photofind.gui.theme import S1, S2, S3, S4, Theme
from photofind.gui.wording import number, tip
from photofind.records import Depth, Root


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


PATH = Qt.ItemDataRole.UserRole + 1
SEARCH = Qt.ItemDataRole.UserRole + 2
WIDTH = 216


class Sidebar(QFrame):
    """The list of places."""

    folder_chosen = Signal(object)
    """Absolute path, or None for everything."""
    add_wanted = Signal()
    remove_wanted = Signal(str)
    show_wanted = Signal(str)
    depth_wanted = Signal(str, str)
    """Folder, and how deep its photos are to be described."""
    first_wanted = Signal(str, bool)
    """Folder, and whether its photos are to be described before others."""
    models_wanted = Signal()
    search_chosen = Signal(str)
    """Name of a saved search."""
    search_removed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._roots: list[Root] = []
        self._photos = 0
        self._searches: tuple[str, ...] = ()
        self._folder: str | None = None
        self.setProperty("role", "side")
        self.setMinimumWidth(176)
        self.places = QListWidget()
        self.places.setProperty("role", "places")
        self.places.setFrameShape(QFrame.Shape.NoFrame)
        self.places.setIconSize(QSize(20, 20))
        self.places.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.places.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.places.setAccessibleName(self.tr("Folders"))
        self.places.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.places.customContextMenuRequested.connect(self._menu)
        self.places.itemClicked.connect(self._chosen)
        self.places.itemActivated.connect(self._chosen)
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S3, S3, S3, S3)
        layout.setSpacing(S2)
        heading = QLabel(self.tr("Library"))
        heading.setProperty("role", "heading")
        heading.setContentsMargins(S2, 0, S4, 0)
        layout.addWidget(heading)
        layout.addWidget(self.places, 1)
        layout.addWidget(self.notice)
        layout.addWidget(self.add)
        theme.changed.connect(self._draw)

    def show_roots(self, roots: Sequence[Root], photos: int) -> None:
        """Show the folders and how many photos there are."""
        if list(roots) != self._roots or photos != self._photos or not self.places.count():
            self._roots, self._photos = list(roots), photos
            self._draw()

    def show_searches(self, names: Sequence[str]) -> None:
        """Show the saved searches."""
        self._searches = tuple(names)
        self._draw()

    def show_folder(self, folder: str | None) -> None:
        """Mark the folder that the search is limited to."""
        self._folder = folder
        for row in range(self.places.count()):
            item = self.places.item(row)
            if item.data(SEARCH) is None and item.data(PATH) == folder:
                self.places.setCurrentRow(row)
                return
        self.places.setCurrentRow(-1)

    def show_notice(self, shown: bool, recommended: str) -> None:
        """Show or hide the notice about the built-in model."""
        self._advice.setText(
            self.tr("Photos are described roughly. {model} describes them far better.").format(
                model=recommended or "LLaVA"
            )
        )
        self.notice.setVisible(shown)

    def menu_of(self, root: Root) -> QMenu:
        """What can be done with a folder."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        show = menu.addAction(self._theme.icon("folder"), self.tr("Show in the file manager"))
        show.setEnabled(root.online)
        show.triggered.connect(lambda: self.show_wanted.emit(root.path))
        menu.addSeparator()
        menu.addMenu(self._depths(root, menu))
        first = menu.addAction(self.tr("Describe this folder first"))
        first.setCheckable(True)
        first.setChecked(root.first)
        first.setEnabled(root.depth != "none")
        first.triggered.connect(lambda on: self.first_wanted.emit(root.path, on))
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
        self.places.clear()
        self._item(self.tr("All photos"), self._photos, "photos", None, "")
        for root in self._roots:
            name = PurePath(root.path).name or root.path
            state = "" if root.online else self.tr("offline")
            item = self._item(name, root.photos, _icon(root), root.path, state)
            about = [item.toolTip()]
            if root.depth != "inherit":
                about.append(tip(self.tr("Describe: {how}").format(how=depth_words()[root.depth][0])))
            if root.first:
                about.append(tip(self.tr("Its photos are described first")))
            item.setToolTip("<br>".join(about))
        for name in self._searches:
            self._item(name, 0, "star", None, "").setData(SEARCH, name)
        self.show_folder(self._folder)

    def _item(self, name: str, count: int, icon: str, path: str | None, state: str) -> QListWidgetItem:
        parts = [name, state or (number(count) if count else "")]
        item = QListWidgetItem(self._theme.icon(icon), "  ".join(part for part in parts if part), self.places)
        item.setData(PATH, path)
        item.setSizeHint(QSize(10, 34))
        if path:
            more = self.tr(" — its drive is not connected; what is known of it is kept") if state else ""
            item.setToolTip(tip(path + more))
        return item

    def _chosen(self, item: QListWidgetItem) -> None:
        search = item.data(SEARCH)
        if search is not None:
            self.search_chosen.emit(search)
        else:
            self.folder_chosen.emit(item.data(PATH))

    def _menu(self, point: QPoint) -> None:
        item = self.places.itemAt(point)
        search = item.data(SEARCH) if item is not None else None
        if search is not None:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(self.tr("Delete this saved search")).triggered.connect(
                lambda: self.search_removed.emit(search)
            )
            menu.popup(self.places.viewport().mapToGlobal(point))
            return
        path = item.data(PATH) if item is not None else None
        root = next((root for root in self._roots if root.path == path), None)
        if root is not None:
            self.menu_of(root).popup(self.places.viewport().mapToGlobal(point))
