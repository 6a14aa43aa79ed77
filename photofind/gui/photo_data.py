"""What the file says about a photo: when, with what and where it was taken, its size, where it lies."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from photofind.gui.theme import S1, Theme
from photofind.gui.wording import breakable, moment, place, size
from photofind.records import Photo


class PhotoData(QWidget):
    """A list of facts, and a button that shows the file where it lies."""

    show_wanted = Signal(str)
    """Path of the file that is to be shown in the file manager."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = ""
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(S1)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self.show_button = QPushButton(self.tr("Show in folder"))
        self.show_button.setProperty("role", "link")
        self.show_button.clicked.connect(lambda: self.show_wanted.emit(self._path))
        theme.bind(self.show_button, "folder", "accent")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S1)
        layout.addLayout(self._form)
        layout.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignLeading)

    def facts(self) -> dict[str, str]:
        """What is shown: name → value."""
        return {name.text(): value.text().replace("\u200b", "") for name, value in self._rows}

    def show_photo(self, photo: Photo) -> None:
        """Show another photo's facts."""
        self.clear()
        self._path = photo.path
        self.show_button.setEnabled(bool(photo.path) and photo.online)
        rows = [
            (self.tr("Taken"), moment(photo.taken)),
            (self.tr("Camera"), photo.camera or ""),
            (self.tr("Place"), place(photo.latitude, photo.longitude)),
            (self.tr("Format"), photo.format),
            (self.tr("Pixels"), _pixels(photo)),
            (self.tr("Size"), size(photo.size)),
            *((self.tr("File") if n == 0 else self.tr("Also"), path) for n, path in enumerate(photo.paths[:6])),
            *((self.tr("RAW"), path) for path in photo.raws[:3]),
        ]
        if not photo.online:
            rows.append((self.tr("State"), self.tr("offline: its drive is not connected")))
        for name, value in rows:
            if value:
                self._add(name, value)

    def clear(self) -> None:
        """Show nothing."""
        self._rows.clear()
        while self._form.rowCount():
            self._form.removeRow(0)

    def _add(self, name: str, value: str) -> None:
        title, label = QLabel(name), QLabel(breakable(value))
        title.setProperty("role", "muted")
        for part in (title, label):
            part.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        title.setBuddy(label)
        self._rows.append((title, label))
        self._form.addRow(title, label)


def _pixels(photo: Photo) -> str:
    if not photo.width:
        return ""
    millions = photo.width * photo.height / 1e6
    return f"{photo.width} × {photo.height}" + (f" ({millions:.0f} MP)" if millions >= 1.5 else "")
