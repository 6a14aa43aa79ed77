"""Own words for a whole selection: tags to add and to take away, a caption for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from photofind.gui.theme import S1, S2, S3, S4
from photofind.gui.wording import number, photos
from photofind.records import Own

SHOWN = 30
"""Tags that are offered to be taken away, the most used first."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is to be done with the own words of each photo.

    Attributes:
        add, remove: tags.
        text: caption; empty leaves the captions alone.
        replace: whether it takes the place of captions that are there, instead of only filling empty ones.
    """

    add: tuple[str, ...] = ()
    remove: frozenset[str] = frozenset()
    text: str = ""
    replace: bool = False

    def changed(self, own: Own) -> Own:
        """The own words of a photo after that."""
        tags = [tag for tag in own.tags if tag not in self.remove]
        known = {tag.casefold() for tag in tags}
        tags += [tag for tag in self.add if tag.casefold() not in known]
        text = self.text if self.text and (self.replace or not own.text.strip()) else own.text
        return Own(text, tuple(tags))


def split_tags(text: str) -> tuple[str, ...]:
    """Typed tags: separated by commas, each once."""
    return tuple(dict.fromkeys(tag.strip() for tag in text.split(",") if tag.strip()))


class WordsDialog(QDialog):
    """Asks for the words; nothing is changed before the button is pressed."""

    wanted = Signal(object)
    """``Words``."""

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Words for several photos"))
        self.resize(460, 420)
        self.intro = QLabel(
            self.tr("Your own words for {photos}. They are searchable at once.").format(photos=photos(count))
        )
        self.intro.setTextFormat(Qt.TextFormat.PlainText)
        self.intro.setWordWrap(True)
        self.add = QLineEdit()
        self.add.setPlaceholderText(self.tr("Tags, separated by commas"))
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(64)
        self.text.setPlaceholderText(self.tr("The same caption for all of them"))
        self.replace = QCheckBox(self.tr("Also where there is a caption of mine already"))
        self.tags: list[QCheckBox] = []
        self._present = QWidget()
        self._present.setProperty("role", "page")
        self._column = QVBoxLayout(self._present)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(S1)
        self.none = QLabel(self.tr("They have no tags of yours."))
        self.none.setProperty("role", "muted")
        self._column.addWidget(self.none)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._present)
        scroll.setAccessibleName(self.tr("Take tags away"))
        form = QFormLayout()
        form.setHorizontalSpacing(S3)
        form.setVerticalSpacing(S3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, widget in ((self.tr("&Add tags"), self.add), (self.tr("&Caption"), self.text)):
            form.addRow(title, widget)
            widget.setAccessibleName(title.replace("&", ""))
        form.addRow("", self.replace)
        form.addRow(self.tr("Take away"), scroll)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.apply = self.buttons.addButton(
            self.tr("Change %Ln photos", None, count), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.apply.setProperty("role", "primary")
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S4, S4, S4, S4)
        layout.setSpacing(S2)
        layout.addWidget(self.intro)
        layout.addLayout(form, 1)
        layout.addWidget(self.buttons)
        self.add.textChanged.connect(self._enable)
        self.text.textChanged.connect(self._enable)
        self._enable()

    def show_owns(self, owns: Mapping[int, Own]) -> None:
        """Offer the tags that are there."""
        counts = Counter(tag for own in owns.values() for tag in own.tags)
        self.none.setVisible(not counts)
        for tag, count in counts.most_common(SHOWN):
            box = QCheckBox(f"{tag.replace('&', '&&')}  ({number(count)})")
            box.setProperty("tag", tag)
            box.toggled.connect(self._enable)
            self._column.insertWidget(self._column.count() - 1, box)
            self.tags.append(box)

    @property
    def words(self) -> Words:
        """What is asked for now."""
        remove = frozenset(str(box.property("tag")) for box in self.tags if box.isChecked())
        text = self.text.toPlainText().strip()
        return Words(split_tags(self.add.text()), remove, text, self.replace.isChecked())

    def _enable(self) -> None:
        words = self.words
        self.replace.setEnabled(bool(words.text))
        self.apply.setEnabled(bool(words.add or words.remove or words.text))

    def _accept(self) -> None:
        self.wanted.emit(self.words)
        self.accept()


def changes(owns: Mapping[int, Own], ids: Sequence[int], words: Words) -> dict[int, Own]:
    """The photos whose own words change, with their new ones."""
    after = {photo: words.changed(owns.get(photo, Own())) for photo in ids}
    return {photo: own for photo, own in after.items() if own != owns.get(photo, Own())}
