"""The photos that a person took out of the library, and how they come back."""

from __future__ import annotations

from pathlib import PurePath

import shiboken6
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photofind.app import App
from photofind.gui.jobs import Requests
from photofind.gui.theme import S2, S3, S4
from photofind.gui.thumbnails import read_scaled
from photofind.gui.wording import tip
from photofind.records import Photo

SHOWN = 2000
PICTURES = 100
"""So many of them are shown with their picture."""
SIDE = 48
ID = Qt.ItemDataRole.UserRole


class ExcludedDialog(QDialog):
    """A list of photos; those that are chosen, or all, are put back."""

    include_wanted = Signal(object)
    """Ids of photos that are to be put back."""
    show_wanted = Signal(str)
    """A path to show in the file manager."""

    def __init__(self, app: App, requests: Requests, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._requests = app, requests
        self._photos: list[Photo] = []
        self.setWindowTitle(self.tr("Photos taken out"))
        self.resize(620, 440)
        self.intro = QLabel()
        self.intro.setTextFormat(Qt.TextFormat.PlainText)
        self.intro.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Photos taken out"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setIconSize(QSize(SIDE, SIDE))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.itemSelectionChanged.connect(self._enable)
        self.back = QPushButton(self.tr("Put the chosen back"))
        self.back.clicked.connect(lambda: self._include(self._chosen()))
        self.all = QPushButton(self.tr("Put all back"))
        self.all.clicked.connect(lambda: self._include([photo.id for photo in self._photos]))
        self.show_button = QPushButton(self.tr("Show in the file manager"))
        self.show_button.clicked.connect(lambda: self.show_wanted.emit(self._photos[self.list.currentRow()].path))
        close = QPushButton(self.tr("Close"))
        close.setProperty("role", "primary")
        close.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.setSpacing(S2)
        bottom.addWidget(self.show_button)
        bottom.addStretch(1)
        for button in (self.back, self.all, close):
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S4, S4, S4, S4)
        layout.setSpacing(S3)
        layout.addWidget(self.intro)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)
        layout.addLayout(bottom)
        self._enable()
        self.fill()

    def fill(self) -> None:
        """Read the list anew."""
        self._requests.ask("excluded", self._app.excluded, self._fill)

    def _fill(self, photos: list[Photo]) -> None:
        if not shiboken6.isValid(self):
            return  # closed before the answer came
        self._photos = photos[:SHOWN]
        if photos:
            self.intro.setText(
                self.tr(
                    "%Ln photos were taken out of the library. Their files are untouched, and what was said about them "
                    "is kept.",
                    None,
                    len(photos),
                )
            )
        else:
            self.intro.setText(
                self.tr("No photo was taken out of the library. The menu of a photo, or Delete, does that.")
            )
        self.list.clear()
        for photo in self._photos:
            path = PurePath(photo.path)
            item = QListWidgetItem(f"{path.name}  ·  {path.parent}", self.list)
            item.setData(ID, photo.id)
            item.setToolTip(tip(photo.path))
        self.list.setVisible(bool(photos))
        ids = [photo.id for photo in self._photos[:PICTURES]]
        if ids:
            self._requests.ask("excluded-pictures", lambda: self._pictures(ids), self._show_pictures)
        self._enable()

    def _pictures(self, ids: list[int]) -> dict[int, QImage]:
        """Small pictures (worker thread)."""
        thumbnails = {photo: self._app.thumbnail(photo) for photo in ids}
        return {photo: read_scaled(path, 2 * SIDE) for photo, path in thumbnails.items() if path is not None}

    def _show_pictures(self, pictures: dict[int, QImage]) -> None:
        if not shiboken6.isValid(self):
            return
        for item in (self.list.item(row) for row in range(self.list.count())):
            image = pictures.get(item.data(ID))
            if image is not None:
                item.setIcon(QIcon(QPixmap.fromImage(image)))

    def _chosen(self) -> list[int]:
        return [item.data(ID) for item in self.list.selectedItems()]

    def _include(self, ids: list[int]) -> None:
        self.include_wanted.emit(ids)

    def _enable(self) -> None:
        chosen = bool(self._chosen())
        self.back.setEnabled(chosen)
        self.back.setToolTip("" if chosen or not self._photos else self.tr("Choose photos in the list first."))
        self.all.setEnabled(bool(self._photos))
        self.show_button.setEnabled(bool(self._photos) and self.list.currentRow() >= 0)
