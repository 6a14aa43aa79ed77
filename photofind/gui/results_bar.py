"""The lines between search bar and grid: totals, order, words that would narrow, words that match nothing."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from photofind.gui.finder import Found
from photofind.gui.flow import FlowLayout
from photofind.gui.search_state import SearchState
from photofind.gui.theme import S2
from photofind.gui.wording import number, photos
from photofind.records import Chip, Query, Sort

ROW = 30
SHOWN = 12
PAUSE_MS = 1500
"""So long after the last key a word counts as typed: only then it is said that it was left out."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """A button: what stands on it, what a screen reader says, what it does."""

    text: str
    name: str
    act: Callable[[], None]


class ResultsBar(QWidget):
    """Says what was found and offers what to do next. Its height never changes, so that the grid stands still."""

    sort_chosen = Signal(str)

    def __init__(self, state: SearchState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._offered: object = None
        self._buttons: list[QPushButton] = []
        self._offers: list[_Offer] = []
        self._dropped: tuple[str, ...] = ()
        self._notes: list[str] = []
        self._late = ""
        self._paused = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._stopped)
        self.total = QLabel()
        self.total.setTextFormat(Qt.TextFormat.PlainText)
        self.total.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setProperty("role", "muted")
        self.sort = QComboBox()
        self.sort.setAccessibleName(self.tr("Order"))
        self.sort.setToolTip(self.tr("Order of the photos"))
        for name, text in (
            ("relevance", self.tr("Best match")),
            ("newest", self.tr("Newest first")),
            ("oldest", self.tr("Oldest first")),
            ("name", self.tr("By file name")),
        ):
            self.sort.addItem(text, name)
        self.sort.activated.connect(self._sort_chosen)
        self._lead = QLabel()
        self._lead.setTextFormat(Qt.TextFormat.PlainText)
        self._lead.setProperty("role", "muted")
        self._lead.setFixedHeight(ROW)
        self._words = QWidget()
        self._words.setFixedHeight(ROW)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._flow = FlowLayout(self._words, lines=1)
        self._flow.setContentsMargins(0, 2, 0, 0)
        top = QHBoxLayout()
        top.setSpacing(S2)
        top.addWidget(self.total, 1)
        top.addWidget(self.note)
        top.addWidget(self.sort)
        self._top = top
        bottom = QHBoxLayout()
        bottom.setSpacing(S2)
        bottom.addWidget(self._lead)
        bottom.addWidget(self._words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 6)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addLayout(bottom)

    @property
    def words(self) -> list[QPushButton]:
        """The word buttons that are shown."""
        return [button for button in self._buttons if not button.isHidden()]

    @property
    def lead(self) -> str:
        """What stands before the word buttons."""
        return self._lead.text()

    def add_tool(self, widget: QWidget) -> None:
        """Put a widget beside the order."""
        self._top.addWidget(widget)

    def keep_dropped(self, words: Sequence[str]) -> None:
        """Name the stop words that were left out when the text became chips, until the search changes again."""
        self._dropped = tuple(words)

    def show_found(self, found: Found) -> None:
        """Say how many were found, out of how many, and what could not be searched for."""
        result = found.result
        described = self.tr("{n} described").format(n=number(result.captioned))
        if self._state.empty:
            text = f"{photos(result.photos)} · {described}"
        else:
            text = self.tr("{found} of {all} · {described}").format(
                found=number(result.total), all=photos(result.photos), described=described
            )
        self.total.setText(text)
        if 0 < result.captioned < result.photos:
            self.total.setToolTip(
                self.tr("Photos that aren't described yet can only be found by their name and your own words.")
            )
        else:
            self.total.setToolTip("")
        notes = []
        dropped = found.dropped or self._dropped
        if not found.refresh:
            self._dropped = ()
        if dropped:
            notes.append(self.tr("left out: {words}").format(words=", ".join(dropped)))
        late = ""
        if found.begun:
            late = self.tr("left out: {words}").format(words=found.begun)
        elif found.waiting:
            late = self.tr("no word “{word}” yet").format(word=found.waiting)
        if late != self._late:
            self._late, self._paused = late, False
            self._pause.stop()
            if late:
                self._pause.start()
        self._notes = notes
        self._say()
        self._offered = None
        if result.unmatched:
            self._did_you_mean(result.unmatched)

    def close_timers(self) -> None:
        """Stop the timer."""
        self._pause.stop()

    def _stopped(self) -> None:
        """The person has stopped typing: say what became of the last word."""
        self._paused = True
        self._say()

    def _say(self) -> None:
        self.note.setText(" · ".join([*self._notes, self._late] if self._late and self._paused else self._notes))

    def show_suggestions(self, answer: tuple[Query, Sequence[tuple[str, int]]]) -> None:
        """Offer words that would narrow the result, unless there is something more urgent to say."""
        if self._offered == "unmatched":
            return
        query, words = answer
        self._offered = query
        self._lead.setText("" if not words else self.tr("Narrow to:") if query.chips else self.tr("Often seen:"))
        self._offer(
            _Offer(
                f"{word}  {number(count)}",
                self.tr("Only photos with {word}: {count}").format(word=word, count=count),
                functools.partial(self._state.add, [Chip(word)]),
            )
            for word, count in words[:SHOWN]
        )

    def show_sort(self, sort: Sort) -> None:
        """Show the order in use."""
        self.sort.setCurrentIndex(self.sort.findData(sort))

    def _did_you_mean(self, unmatched: dict[str, tuple[str, ...]]) -> None:
        self._offered = "unmatched"
        word, near = next(iter(unmatched.items()))
        text = self.tr("No photo matches “{word}”").format(word=word)
        self._lead.setText(self.tr("{text} — did you mean:").format(text=text) if near else f"{text}.")
        offers = [
            _Offer(
                other,
                self.tr("Search for {word} instead").format(word=other),
                functools.partial(self._replace, word, other),
            )
            for other in near[:6]
        ]
        if any(chip.text == word for chip in self._state.query.chips):
            leave = self.tr("Leave “{word}” out").format(word=word)
            offers.append(_Offer(leave, leave, functools.partial(self._remove, word)))
        self._offer(offers)

    def _replace(self, word: str, other: str) -> None:
        if any(chip.text == word for chip in self._state.query.chips):
            self._state.replace(word, other)
        else:
            self._state.add([Chip(other)])

    def _remove(self, word: str) -> None:
        for number_, chip in enumerate(self._state.query.chips):
            if chip.text == word:
                self._state.remove(number_)
                return

    def _offer(self, offers: Iterable[_Offer]) -> None:
        """Show buttons; they are kept, since making a dozen anew would take longer than a search."""
        self._offers = list(offers)
        while len(self._buttons) < len(self._offers):
            button = QPushButton()
            button.setProperty("role", "word")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(functools.partial(self._chosen, len(self._buttons)))
            self._buttons.append(button)
            self._flow.addWidget(button)
        for button, offer in zip(self._buttons, self._offers, strict=False):
            button.setText(offer.text.replace("&", "&&"))
            button.setAccessibleName(offer.name)
            button.show()
        for button in self._buttons[len(self._offers) :]:
            button.hide()

    def _chosen(self, place: int, checked: bool = False) -> None:
        del checked
        self._offers[place].act()

    def _sort_chosen(self) -> None:
        self.sort_chosen.emit(self.sort.currentData())
