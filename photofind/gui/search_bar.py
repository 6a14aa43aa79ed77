"""The search bar: chips, the field, all or any, clear."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Collection
from pathlib import PurePath

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from photofind.app import App
from photofind.gui.chip import ChipButton
from photofind.gui.filter_menu import filter_chips, filter_menu
from photofind.gui.flow import FlowLayout
from photofind.gui.jobs import Requests
from photofind.gui.search_field import SIGNS, SearchField, WordPopup
from photofind.gui.search_state import SearchState
from photofind.gui.theme import S2, Theme, pixmap
from photofind.records import Facets, Query, Root

COMPLETE_MS = 80


class SearchBar(QFrame):
    """Draws the search state and changes it."""

    left = Signal()
    """The person goes on to the photos."""
    dates_wanted = Signal()
    """The person wants to choose days."""
    dropped = Signal(object)
    """Stop words that were left out when the text became chips."""

    def __init__(
        self,
        app: App,
        state: SearchState,
        requests: Requests,
        theme: Theme,
        window: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._app, self._state, self._requests, self._theme = app, state, requests, theme
        self._unmatched: Collection[str] = ()
        self.setProperty("role", "search")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._popup = WordPopup(window)
        self.field = SearchField(self._popup)
        self._glass = QLabel()
        self._glass.setFixedSize(20, 30)
        self._area = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._area.setSizePolicy(policy)
        self._flow = FlowLayout(self._area, stretch_last=True)
        self._flow.addWidget(self.field)
        self.any_switch = QToolButton()
        self.any_switch.setProperty("role", "switch")
        self.filter_button = QToolButton()
        self.filter_button.setAutoRaise(True)
        self.filter_button.setAccessibleName(self.tr("Filters"))
        self.filter_button.setToolTip(self.tr("Filters: date, folder, camera, orientation, description"))
        self.filter_button.clicked.connect(self.show_filters)
        theme.bind(self.filter_button, "filter", "muted")
        self.menu: QMenu | None = None
        self._names: dict[str, str] = {}
        self.clear_button = QToolButton()
        self.clear_button.setAutoRaise(True)
        self.clear_button.setAccessibleName(self.tr("Clear the search"))
        self.clear_button.setToolTip(self.tr("Clear the search (Ctrl+Shift+X)"))
        theme.bind(self.clear_button, "close", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 6, 4)
        layout.setSpacing(S2)
        layout.addWidget(self._glass)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.any_switch)
        layout.addWidget(self.filter_button)
        layout.addWidget(self.clear_button)
        self._complete_timer = QTimer(self)
        self._complete_timer.setSingleShot(True)
        self._complete_timer.setInterval(COMPLETE_MS)
        self._complete_timer.timeout.connect(self._complete)
        self.field.textEdited.connect(self._typed)
        self.field.textChanged.connect(self._text_changed)
        self.field.committed.connect(self.commit)
        self.field.completed.connect(self._completed)
        self.field.backspaced.connect(self._remove_last)
        self.field.undone.connect(state.undo)
        self.field.redone.connect(state.redo)
        self.field.left.connect(self.left)
        self.field.focus_changed.connect(self._focus)
        self.any_switch.clicked.connect(lambda: state.set_any(not state.query.any))
        self.clear_button.clicked.connect(self.clear)
        state.chips_changed.connect(self._draw)
        theme.changed.connect(self._tint)
        self._tint()
        self._draw()

    @property
    def chips(self) -> list[ChipButton]:
        """The chip buttons, those of filters first."""
        widgets = (self._flow.itemAt(i) for i in range(self._flow.count()))
        return [w for item in widgets if item and isinstance(w := item.widget(), ChipButton)]

    @property
    def popup(self) -> WordPopup:
        """The words that are offered."""
        return self._popup

    def commit(self) -> None:
        """Make chips of the typed text."""
        text = self.field.text()
        self._popup.hide()
        if not text.strip():
            return
        typed = self._app.typed(text)
        self._complete_timer.stop()
        self.field.clear()
        self._state.add(typed.chips, typed.filters)
        self.dropped.emit(typed.dropped)

    def clear(self) -> None:
        """Take out chips, filters and text."""
        self.field.clear()
        self._state.clear()
        self.field.setFocus()

    def set_unmatched(self, words: Collection[str]) -> None:
        """Mark the chips that no photo matches."""
        self._unmatched = words
        included = self._chip_buttons()
        for button, chip in zip(included, self._state.query.chips, strict=True):
            button.set_unmatched(not chip.exclude and chip.text in words)

    def close_timers(self) -> None:
        """Stop the timer."""
        self._complete_timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The popup would hang in the air."""
        super().resizeEvent(event)
        self._popup.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another language or direction."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._flow.invalidate()

    def _chip_buttons(self) -> list[ChipButton]:
        count = len(self._state.query.chips)
        return self.chips[len(self.chips) - count :] if count else []

    def _typed(self) -> None:
        self._complete_timer.start()

    def _text_changed(self, text: str) -> None:
        self._state.set_typed(text)
        self._show_buttons()
        if not text:
            self._popup.hide()

    def _complete(self) -> None:
        word = self.field.word()
        if len(word) < 1 or not self.field.hasFocus():
            self._popup.hide()
            return
        self._requests.ask("complete", lambda: self._app.complete(word, 8), lambda found: self._offer(word, found))

    def _offer(self, word: str, found: list[tuple[str, int]]) -> None:
        if self.field.hasFocus() and self.field.word() == word:
            self._popup.offer(found, self.field)

    def _completed(self, word: str) -> None:
        text = self.field.text()
        begun = text.split()[-1] if text.split() else ""
        signs = begun[: len(begun) - len(begun.lstrip(SIGNS))]
        self._popup.hide()
        self._complete_timer.stop()
        typed = self._app.typed(f"{text.removesuffix(begun)} {signs}{word}")
        self.field.clear()
        self._state.add(typed.chips, typed.filters)
        self.dropped.emit(typed.dropped)
        self.field.setFocus()

    def _remove_last(self) -> None:
        query = self._state.query
        if query.chips:
            self._state.remove(len(query.chips) - 1)
        elif filters := filter_chips(query, ""):
            self._state.set_filters(**filters[-1].off)

    def show_filters(self) -> None:
        """Ask what the filters would find, then open their menu."""
        query = self._state.query
        self._requests.ask("filters", lambda: (query, self._app.facets(query), self._app.roots()), self._open_filters)

    def _open_filters(self, answer: tuple[Query, Facets, list[Root]]) -> None:
        query, facets, roots = answer
        self.menu = filter_menu(
            self, self._theme, query, facets, roots, self._state.set_filters, self.dates_wanted.emit
        )
        self.menu.popup(self.filter_button.mapToGlobal(self.filter_button.rect().bottomLeft()))

    def _similar_name(self, query: Query) -> str:
        """The name of the photo that is named by its key; it is looked up the first time."""
        key = query.similar
        if key is None:
            return ""
        if key not in self._names:
            self._names[key] = PurePath(key).name[:12]
            self._requests.ask("similar", lambda: (key, self._app.photo_like(key).path), self._named)
        return self._names[key]

    def _named(self, answer: tuple[str, str]) -> None:
        key, path = answer
        self._names[key] = PurePath(path).name or self._names[key]
        self._draw()

    def _draw(self) -> None:
        had_focus = [i for i, chip in enumerate(self.chips) if chip.hasFocus()]
        for button in self.chips:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        query = self._state.query
        position = 0
        for one in filter_chips(query, self._similar_name(query)):
            button = ChipButton(self._theme, one.text, icon=one.icon, parent=self._area)
            button.removed.connect(functools.partial(self._state.set_filters, **one.off))
            self._flow.insert(position, button)
            position += 1
        for number, chip in enumerate(query.chips):
            button = ChipButton.of(self._theme, chip)
            button.setParent(self._area)
            button.set_unmatched(not chip.exclude and chip.text in self._unmatched)
            button.toggled_chip.connect(lambda n=number: self._state.toggle(n))
            button.removed.connect(lambda n=number: self._state.remove(n))
            button.exact_chosen.connect(functools.partial(self._state.set_exact, number))
            self._flow.insert(position, button)
            position += 1
        buttons = self.chips
        for button in buttons:
            button.show()
        order: list[QWidget] = [*buttons, self.field, self.any_switch, self.filter_button, self.clear_button]
        for first, second in itertools.pairwise(order):
            QWidget.setTabOrder(first, second)
        if had_focus:
            (buttons[min(had_focus[0], len(buttons) - 1)] if buttons else self.field).setFocus()
        if self.field.text() and not self._state.typed:
            self.field.clear()
        self._show_buttons()
        self._area.updateGeometry()

    def _show_buttons(self) -> None:
        query = self._state.query
        included = sum(not chip.exclude for chip in query.chips)
        self.any_switch.setVisible(included > 1 or query.any)
        self.any_switch.setText(self.tr("any of them") if query.any else self.tr("all of them"))
        self.any_switch.setToolTip(
            self.tr("Photos that match any chip are found. Click for photos that match all.")
            if query.any
            else self.tr("Photos that match all chips are found. Click for photos that match any.")
        )
        self.any_switch.setAccessibleName(self.any_switch.toolTip())
        self.clear_button.setVisible(not self._state.empty or bool(self.field.text()))

    def _focus(self, focused: bool) -> None:
        self.setProperty("focus", "true" if focused else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    def _tint(self) -> None:
        self._glass.setPixmap(pixmap("search", self._theme.colours.muted, 20, self.devicePixelRatioF()))
