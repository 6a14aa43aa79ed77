"""First run, first step: which folders hold photos."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from photofind.gui.places import local_folders
from photofind.gui.theme import S3, Theme

LEAST, ROOM = 90, 24
"""Least height of the list, and what stands around its rows, in pixels."""
PATH = Qt.ItemDataRole.UserRole + 1
_USUAL = ("Photos", "DCIM", "OneDrive/Pictures", "Dropbox/Camera Uploads", "Nextcloud/Photos")


def picture_folders() -> list[str]:
    """The usual picture folders of this person that exist."""
    locations = QStandardPaths.StandardLocation
    home = QStandardPaths.standardLocations(locations.HomeLocation)
    places = [*QStandardPaths.standardLocations(locations.PicturesLocation)]
    places += [str(Path(folder) / name) for folder in home for name in _USUAL]
    return [place for place in dict.fromkeys(places) if place not in home and Path(place).is_dir()]


class FoldersPage(QWidget):
    """A list of folders to tick; more are added with a button or dropped."""

    changed = Signal()
    """Other folders are ticked."""
    more_wanted = Signal()
    """The person wants to look for another folder."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAcceptDrops(True)
        intro = QLabel(
            self.tr(
                "Which folders hold your photos? Tick them, or drag folders here. Files are only read, never changed, "
                "moved or copied."
            )
        )
        intro.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Folders of photos"))
        self.list.setMinimumHeight(LEAST)
        self.list.itemChanged.connect(self.changed)
        self.list.hide()
        self.nothing = QLabel(
            self.tr("None of the usual picture folders was found on this computer.")
            + "\n"
            + self.tr("Drag a folder of photos here, or choose one below. It can also be done later, at the side.")
        )
        self.nothing.setProperty("role", "drop")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.nothing.setMinimumHeight(110)
        self.add_button = QPushButton(self.tr("Choose a folder…"))
        self.add_button.clicked.connect(self.more_wanted)
        theme.bind(self.add_button, "folder-add")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S3)
        layout.addWidget(intro)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.nothing)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addStretch(0)

    def offer(self, paths: list[str], ticked: bool) -> None:
        """Add folders to the list; those that are there already are only ticked."""
        for path in paths:
            item = next((item for item in self._items() if item.data(PATH) == path), None)
            if item is None:
                item = QListWidgetItem(self._theme.icon("folder"), path, self.list)
                item.setData(PATH, path)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked)
            if ticked:
                item.setCheckState(Qt.CheckState.Checked)
        some = self.list.count() > 0
        self.list.setVisible(some)
        # No larger than its rows: a large empty box looks as if something were missing.
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        self.list.setMaximumHeight(max(LEAST, rows + ROOM))
        self.nothing.setVisible(not some)
        self.add_button.setText(self.tr("Add another folder…") if some else self.tr("Choose a folder…"))
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.changed.emit()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.list if self.list.count() else self.add_button

    @property
    def folders(self) -> list[str]:
        """The folders that are ticked."""
        return [str(item.data(PATH)) for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders are welcome."""
        if local_folders(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tick what is dropped."""
        self.offer(local_folders(event.mimeData()), ticked=True)
        event.acceptProposedAction()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]
