"""What stands where the photos would be while there are none: why, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from photofind.gui.folders_page import picture_folders
from photofind.gui.theme import S2, S3, S6, Theme, pixmap

OFFERED = 3


class EmptyState(QWidget):
    """An icon, a title, a line, and buttons."""

    add_wanted = Signal()
    folder_wanted = Signal(str)
    """One of the offered folders."""
    clear_wanted = Signal()
    any_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = "photos"
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.text = QLabel()
        self.text.setProperty("role", "muted")
        for label in (self.title, self.text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        self.primary = QPushButton()
        self.primary.setProperty("role", "primary")
        self.secondary = QPushButton()
        self.folders = QWidget()
        self._folders = QHBoxLayout(self.folders)
        self._folders.setContentsMargins(0, 0, 0, 0)
        self._folders.setSpacing(S2)
        buttons = QHBoxLayout()
        buttons.setSpacing(S2)
        buttons.addStretch(1)
        buttons.addWidget(self.secondary)
        buttons.addWidget(self.primary)
        buttons.addStretch(1)
        column = QWidget()
        column.setMaximumWidth(560)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(S6, S6, S6, S6)
        outer.addStretch(1)
        outer.addWidget(column, 100)
        outer.addStretch(1)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S3)
        layout.addStretch(2)
        layout.addWidget(self._icon)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addSpacing(S2)
        layout.addLayout(buttons)
        layout.addWidget(self.folders, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(3)
        self._act = ""
        self.primary.hide()
        self.secondary.hide()
        self.primary.clicked.connect(self._primary)
        self.secondary.clicked.connect(self.any_wanted)
        theme.changed.connect(self._draw)

    def no_folders(self) -> None:
        """Nothing was added yet."""
        self._show(
            "photos",
            self.tr("Find your photos by what is in them"),
            self.tr(
                "Add a folder of photos. photofind looks at each of them, describes it in words on this computer, and "
                "lets you search those words. Your files are only read, never changed; nothing leaves this computer."
            ),
            self.tr("Add a folder…"),
            "add",
        )
        self._offer(picture_folders())

    def reading(self) -> None:
        """Folders are there, photos are still being looked for."""
        self._show("refresh", self.tr("Reading your folders"), self.tr("The first photos appear in a moment."))

    def no_photos(self, offline: bool) -> None:
        """The folders hold no photos."""
        text = (
            self.tr("The drive of your folders is not connected. Connect it; what is known of its photos is kept.")
            if offline
            else self.tr("Your folders hold no photos that can be read: JPEG, PNG, WebP, TIFF, HEIC…")
        )
        self._show("folder", self.tr("No photos here"), text, self.tr("Add another folder…"), "add")

    def nothing_found(self, several: bool, described: int, photos: int) -> None:
        """The search found nothing."""
        text = self.tr("Take a chip away, or try another word.")
        if described < photos:
            text = self.tr("{text} {n} of {all} photos aren't described yet: more may be found when they are.").format(
                text=text, n=photos - described, all=photos
            )
        self._show("search", self.tr("No photo matches"), text, self.tr("Clear the search"), "clear")
        if several:
            self.secondary.setText(self.tr("Match any of the chips"))
            self.secondary.show()

    def not_described(self) -> None:
        """A search before the first photo is described."""
        self._show(
            "pending",
            self.tr("Not described yet"),
            self.tr("photofind is just about to describe your photos. Results appear here as words come in."),
            self.tr("Show all photos"),
            "clear",
        )

    def _show(self, icon: str, title: str, text: str, button: str = "", act: str = "") -> None:
        self._name = icon
        self._act = act
        self.title.setText(title)
        self.text.setText(text)
        self.primary.setText(button)
        self.primary.setVisible(bool(button))
        self.secondary.hide()
        self._offer(())
        self._draw()

    def _offer(self, folders: Sequence[str]) -> None:
        while self._folders.count():
            item = self._folders.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for folder in folders[:OFFERED]:
            button = QPushButton(Path(folder).name.replace("&", "&&"))
            button.setToolTip(folder)
            self._theme.bind(button, "folder")
            button.clicked.connect(lambda _=False, f=folder: self.folder_wanted.emit(f))
            self._folders.addWidget(button)
        self.folders.setVisible(bool(folders))

    def _primary(self) -> None:
        if self._act == "add":
            self.add_wanted.emit()
        else:
            self.clear_wanted.emit()

    def _draw(self) -> None:
        self._icon.setPixmap(pixmap(self._name, self._theme.colours.accent, 64, self.devicePixelRatioF()))
