"""The person's own caption and tags of a photo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from photofind.gui.theme import S1, S2
from photofind.records import Own


class OwnEditor(QWidget):
    """Two fields; saved with the button, Ctrl+Enter, or by going on to another photo."""

    saved = Signal(int, object)
    """Photo id and its new ``Own``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo: int | None = None
        self._own = Own()
        self._before: Own | None = None
        self.caption = QPlainTextEdit()
        self.caption.setPlaceholderText(self.tr("Describe the photo in your own words"))
        self.caption.setTabChangesFocus(True)
        self.caption.setAccessibleName(self.tr("Your own caption"))
        self.caption.setFixedHeight(64)
        self.tags = QLineEdit()
        self.tags.setPlaceholderText(self.tr("Tags, separated by commas"))
        self.tags.setAccessibleName(self.tr("Your own tags"))
        self.save_button = QPushButton(self.tr("Save"))
        self.save_button.setToolTip(self.tr("Save your words (Ctrl+Enter)"))
        self.revert_button = QPushButton(self.tr("Revert"))
        self.undo_button = QPushButton(self.tr("Undo"))
        self.undo_button.setProperty("role", "link")
        self.undo_button.setToolTip(self.tr("Take back what was saved; once more brings it again"))
        self.undo_button.clicked.connect(self.undo)
        self.state = QLabel()
        self.state.setProperty("role", "muted")
        buttons = QHBoxLayout()
        buttons.setSpacing(S2)
        buttons.addWidget(self.state)
        buttons.addWidget(self.undo_button)
        buttons.addStretch(1)
        buttons.addWidget(self.revert_button)
        buttons.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S1)
        layout.addWidget(self.caption)
        layout.addWidget(self.tags)
        layout.addLayout(buttons)
        self.caption.textChanged.connect(self._changed)
        self.tags.textChanged.connect(self._changed)
        self.tags.returnPressed.connect(self.save)
        self.save_button.clicked.connect(self.save)
        self.revert_button.clicked.connect(lambda: self._fill(self._own))
        self.caption.installEventFilter(self)
        self._changed()

    def show_own(self, photo_id: int | None, own: Own) -> None:
        """Edit another photo; what was typed for the former one is saved. The same photo keeps what is typed."""
        if photo_id == self._photo:
            # What was there before the last save may have been read before that was written.
            if not self.dirty and own not in (self._own, self._before):
                self._fill(own)
            return
        self.save()
        self._photo = photo_id
        self._before = None
        self._fill(own)
        self.state.clear()

    @property
    def dirty(self) -> bool:
        """Whether there is something to save."""
        return self._photo is not None and self._now() != self._own

    def save(self) -> None:
        """Save what was typed."""
        if self.dirty and self._photo is not None:
            self._before, self._own = self._own, self._now()
            self.state.setText(self.tr("Saved"))
            self.saved.emit(self._photo, self._own)
            self._changed()

    def undo(self) -> None:
        """Bring back what was there before the last save; doing it again brings back what was saved."""
        if self._photo is not None and self._before is not None and not self.dirty:
            before, self._before = self._before, self._own
            self._fill(before)
            self.state.setText(self.tr("Taken back"))
            self.saved.emit(self._photo, before)
            self._changed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter saves."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
                return True
        return super().eventFilter(watched, event)

    def _now(self) -> Own:
        tags = dict.fromkeys(tag.strip() for tag in self.tags.text().split(",") if tag.strip())
        return Own(self.caption.toPlainText().strip(), tuple(tags))

    def _fill(self, own: Own) -> None:
        self._own = own
        self.caption.setPlainText(own.text)
        self.tags.setText(", ".join(own.tags))
        self._changed()

    def _changed(self) -> None:
        dirty = self.dirty
        self.save_button.setEnabled(dirty)
        self.revert_button.setEnabled(dirty)
        self.undo_button.setVisible(self._before is not None and not dirty)
        if dirty:
            self.state.clear()
