"""What is being searched for: chips, filters, order, with undo and redo."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from photofind.records import Chip, Query, Sort

HISTORY = 200
NO_FILTERS: dict[str, Any] = {
    "folder": None, "after": None, "before": None, "camera": None, "orientation": None, "own": False, "state": None,
    "similar": None, "recent": False, "duplicates": False,
}  # fmt: skip
"""The filters of a query, with what they are when they are off."""


class SearchState(QObject):
    """The query that the person builds. Chips, all/any, folder and dates can be undone; order and typing can't."""

    changed = Signal()
    """The query or the typed text changed."""
    chips_changed = Signal()
    """What the search bar draws changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._query = Query()
        self._typed = ""
        self._undo: list[Query] = []
        self._redo: list[Query] = []

    @property
    def query(self) -> Query:
        """The committed query, without the text that is still being typed."""
        return self._query

    @property
    def typed(self) -> str:
        """The text in the search field."""
        return self._typed

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to bring back."""
        return bool(self._redo)

    @property
    def empty(self) -> bool:
        """Whether everything is shown."""
        return not self._filtered and not self._query.chips and not self._typed.strip()

    @property
    def _filtered(self) -> bool:
        return any(getattr(self._query, name) != default for name, default in NO_FILTERS.items())

    def set_typed(self, text: str) -> None:
        """Take the text of the search field."""
        if text.strip() != self._typed.strip() or text.endswith(" ") != self._typed.endswith(" "):
            self._typed = text
            self.changed.emit()
        self._typed = text

    def add(self, chips: Iterable[Chip], filters: Mapping[str, Any] | None = None) -> None:
        """Add chips; one whose word is there already is replaced. The typed text is used up.

        Args:
            filters: fields of the query that change too.
        """
        self._typed = ""
        result = list(self._query.chips)
        for chip in chips:
            same = [i for i, old in enumerate(result) if old.text.casefold() == chip.text.casefold()]
            if same:
                result[same[0]] = chip
            else:
                result.append(chip)
        self._set(chips=tuple(result), **(filters or {}))

    def toggle(self, index: int) -> None:
        """Turn a chip from include to exclude or back."""
        chips = list(self._query.chips)
        chips[index] = dataclasses.replace(chips[index], exclude=not chips[index].exclude)
        self._set(chips=tuple(chips))

    def remove(self, index: int) -> None:
        """Take a chip out."""
        chips = list(self._query.chips)
        del chips[index]
        self._set(chips=tuple(chips))

    def replace(self, text: str, word: str) -> None:
        """Put ``word`` in the place of the chip ``text`` (did you mean)."""
        self._set(
            chips=tuple(
                Chip(word, chip.exclude, " " in word) if chip.text == text else chip for chip in self._query.chips
            )
        )

    def clear(self) -> None:
        """Take out all chips, filters and typed text."""
        self._typed = ""
        self._set(chips=(), **NO_FILTERS)

    def set_exact(self, index: int, exact: bool) -> None:
        """Whether a chip counts without related words."""
        chips = list(self._query.chips)
        chips[index] = dataclasses.replace(chips[index], exact=exact)
        self._set(chips=tuple(chips))

    def set_filters(self, **filters: Any) -> None:
        """Change filters: fields of the query, None (``own``: False) to take them out."""
        self._set(**filters)

    def set_any(self, any_chip: bool) -> None:
        """Whether photos that match any chip are found, instead of all chips."""
        self._set(any=any_chip)

    def set_folder(self, folder: str | None) -> None:
        """Show photos of one folder only, or of all."""
        self._set(folder=folder)

    def set_dates(self, after: str | None, before: str | None) -> None:
        """Show photos of a range of ISO dates only: from ``after``, up to but without ``before``."""
        self._set(after=after, before=before)

    def set_sort(self, sort: Sort) -> None:
        """Order the result differently."""
        if sort != self._query.sort:
            self._query = dataclasses.replace(self._query, sort=sort)
            self.changed.emit()

    def use(self, query: Query) -> None:
        """Take over a whole query (a saved search)."""
        self._typed = ""
        self._take(query)

    def undo(self) -> None:
        """Take the last change back."""
        if self._undo:
            self._redo.append(self._query)
            self._go(self._undo.pop())

    def redo(self) -> None:
        """Bring the last change back that was undone."""
        if self._redo:
            self._undo.append(self._query)
            self._go(self._redo.pop())

    def _set(self, **changes: object) -> None:
        self._take(dataclasses.replace(self._query, **changes))  # type: ignore[arg-type]

    def _take(self, query: Query) -> None:
        if query != self._query:
            self._undo.append(self._query)
            del self._undo[:-HISTORY]
            self._redo.clear()
            self._query = query
        self.chips_changed.emit()
        self.changed.emit()

    def _go(self, query: Query) -> None:
        self._query = dataclasses.replace(query, sort=self._query.sort)
        self.chips_changed.emit()
        self.changed.emit()
