"""The list of found photos: holds ids, loads what it shows about them in chunks."""

from __future__ import annotations

import contextlib
import html
import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, QUrl, Signal

from photofind.app import App
from photofind.gui.grid_badges import badges
from photofind.gui.grid_changes import Changes, changes
from photofind.gui.jobs import Requests
from photofind.gui.wording import marked, moment, spans_by_source
from photofind.records import Own, Photo, Query

MAX_ROWS = 20_000

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """Data roles of the model."""

    ID = Qt.ItemDataRole.UserRole + 1
    PHOTO = Qt.ItemDataRole.UserRole + 2
    LINE = Qt.ItemDataRole.UserRole + 3
    BADGES = Qt.ItemDataRole.UserRole + 4


NO_WORDS = Own()


@dataclass(frozen=True, slots=True)
class Row:
    """What the grid shows about one photo.

    Attributes:
        words: those that matched.
        said: the text that matches best, and where in it.
        own: the person's own words.
    """

    photo: Photo
    words: tuple[str, ...] = ()
    said: tuple[str, tuple[tuple[int, int], ...]] = ("", ())
    own: Own = NO_WORDS


def load_rows(app: App, ids: Sequence[int], query: Query) -> list[Row]:
    """The rows of these photos for this query (worker thread); photos that are gone are left out."""
    included = any(not chip.exclude for chip in query.chips)
    rows = []
    owns = app.owns(ids)
    for photo in app.photos(ids):
        words: dict[str, None] = {}
        said: tuple[str, tuple[tuple[int, int], ...]] = ("", ())
        if included:
            matches = app.evidence(photo.id, query).matches
            for spans in matches.values():
                for span in spans[:1]:
                    words.update(dict.fromkeys(" ".join(word.split()).lower() for word in span.words[:2]))
            said = _best(spans_by_source(matches))
        rows.append(Row(photo, tuple(words), said, owns.get(photo.id, NO_WORDS)))
    return rows


def _best(sources: dict[str, tuple[str, list[tuple[int, int]]]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text that says most of what was looked for; of those, the first."""
    text, ranges = max(sources.values(), key=lambda source: len(set(source[1])), default=("", []))
    return text, tuple(sorted(set(ranges)))


class PhotoModel(QAbstractListModel):
    """Photos in result order. A row that isn't loaded yet is a placeholder with an id."""

    replaced = Signal()
    """The list is a new one, not the former one with some photos more or less."""
    about_to_change = Signal()
    """Some photos are about to come and go; all others stay."""
    has_changed = Signal()
    """They have."""
    months_changed = Signal()
    """The photos are the same, their months are not."""

    def __init__(self, app: App, requests: Requests) -> None:
        super().__init__()
        self._app = app
        self._requests = requests
        self._ids: list[int] = []
        self._query = Query()
        self._rows: dict[int, tuple[int, Row]] = {}
        self._version = 0
        self._place: dict[int, int] | None = None
        self._captions: dict[int, str] = {}
        self.months: tuple[tuple[str, int], ...] = ()
        """Runs of one month ("YYYY-MM") in the list and how many photos each has; empty if it is in no such order."""
        self._starts_of: object = None
        self._starts: tuple[int, ...] = ()
        self.views = 18
        """Number of views that a fully described photo has."""
        self.marker = ("#ffe08a", "#2b2100")
        """Ground and writing of words that matched."""

    @property
    def ids(self) -> list[int]:
        """The photo ids in order; not to be changed."""
        return self._ids

    @property
    def starts(self) -> tuple[int, ...]:
        """The first row of each month; empty if the photos are in no order of date."""
        if self._starts_of is not self.months:
            self._starts_of = self.months
            self._starts = tuple(itertools.accumulate((count for _, count in self.months[:-1]), initial=0))
        return self._starts if self.months else ()

    @property
    def query(self) -> Query:
        """The query whose result this is."""
        return self._query

    def row_of(self, photo_id: int) -> int | None:
        """The row of a photo, or None."""
        if self._place is None:
            self._place = {photo: row for row, photo in enumerate(self._ids)}
        return self._place.get(photo_id)

    def find(self, photo_id: int) -> int | None:
        """The row of a photo, or None; quicker than ``row_of`` when the list is new and only one is asked for."""
        if self._place is not None:
            return self._place.get(photo_id)
        with contextlib.suppress(ValueError):
            return self._ids.index(photo_id)
        return None

    def photo_at(self, row: int) -> Photo | None:
        """The photo of a row, if it is loaded."""
        entry = self._rows.get(self._ids[row])
        return entry[1].photo if entry else None

    def entry(self, row: int) -> tuple[int, Row | None]:
        """The photo of a row and what is shown about it; the latter is None while it isn't loaded."""
        photo_id = self._ids[row]
        entry = self._rows.get(photo_id)
        return photo_id, entry[1] if entry else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of photos."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The value of a role; a placeholder where the row isn't loaded."""
        row = index.row()
        if not index.isValid() or row >= len(self._ids):
            return None
        photo_id = self._ids[row]
        if role == Role.ID:
            return photo_id
        entry = self._rows.get(photo_id)
        if entry is None:
            return None
        item = entry[1]
        if role == Qt.ItemDataRole.DisplayRole:
            return PurePath(item.photo.path).name
        if role == Role.PHOTO:
            return item.photo
        if role == Role.LINE:
            return " · ".join(item.words)
        if role == Role.BADGES:
            return badges(item.photo, item.own, self.views)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (PurePath(item.photo.path).name, moment(item.photo.taken), self._captions.get(photo_id, ""))
            return ", ".join(part for part in (*parts, *item.words) if part)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return ". ".join(badge.meaning for badge in badges(item.photo, item.own, self.views))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(item)
        return None

    def _tip(self, item: Row) -> str:
        """Name, date, what was said best about what is looked for, what the badges mean."""
        name = html.escape(PurePath(item.photo.path).name)
        when = html.escape(moment(item.photo.taken))
        parts = [f"<b>{name}</b>" + (f"<br>{when}" if when else "")]
        text, ranges = item.said
        if text:
            ground, ink = self.marker
            parts.append(marked(text, list(ranges), ground, ink))
        parts += [html.escape(badge.meaning) for badge in badges(item.photo, item.own, self.views)]
        return "<div style='white-space:normal'>" + "<br>".join(parts) + "</div>"

    def note(self, photo_id: int, caption: str) -> None:
        """Keep what the whole photo was described as, for who can't see it."""
        self._captions = {photo_id: caption}

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Photos can be selected and dragged out."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDragActions(self) -> Qt.DropAction:
        """Dragging out copies, never moves."""
        return Qt.DropAction.CopyAction

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The files of photos whose drive is there."""
        return self.files_of([self._ids[row] for row in sorted(index.row() for index in indexes)])

    def files_of(self, ids: Sequence[int]) -> QMimeData:
        """The files of these photos whose drive is there, also of photos that aren't loaded."""
        known = {photo: entry[1].photo for photo in ids if (entry := self._rows.get(photo)) is not None}
        known.update((photo.id, photo) for photo in self._app.photos([photo for photo in ids if photo not in known]))
        data = QMimeData()
        found = [known[photo] for photo in ids if photo in known]
        data.setUrls([QUrl.fromLocalFile(photo.path) for photo in found if photo.online and photo.path])
        return data

    def want(self, first: int, last: int) -> None:
        """Load the rows from ``first`` to ``last`` (inclusive) that aren't loaded or are out of date."""
        version, first = self._version, max(0, first)
        missing = [
            photo_id
            for photo_id in self._ids[first : last + 1]
            if (entry := self._rows.get(photo_id)) is None or entry[0] != version
        ]
        if missing:
            query = self._query
            self._requests.ask(
                "rows",
                lambda: load_rows(self._app, missing, query),
                lambda rows: self._take(rows, version, first, last),
            )

    def apply(
        self,
        ids: list[int],
        query: Query,
        refresh: bool,
        months: tuple[tuple[str, int], ...] = (),
        found: Changes | None = None,
    ) -> None:
        """Show these photos.

        Args:
            refresh: the query is the former one; what stays keeps its place in the view.
            months: runs of one month in them, if they are in order of date.
            found: what has come and gone, if that is known already.
        """
        if refresh:
            self.about_to_change.emit()
        changed, self.months = months != self.months, months
        if query != self._query or refresh:
            self._version += 1
        self._query = query
        if ids == self._ids:
            if changed:
                self.months_changed.emit()
        else:
            if refresh and (found is None or found.before is not self._ids):
                found = changes(self._ids, ids)
            if not (refresh and found is not None and self._merge(ids, found)):
                self.beginResetModel()
                self._ids = ids
                self._place = None
                self.endResetModel()
                self.replaced.emit()
        if refresh:
            self.has_changed.emit()

    def touch(self, ids: Collection[int]) -> None:
        """What is known of these photos is out of date; it stays until the new comes."""
        for photo_id in ids:
            entry = self._rows.get(photo_id)
            if entry is not None:
                self._rows[photo_id] = (-1, entry[1])

    def _merge(self, ids: list[int], found: Changes) -> bool:
        """Go from the old list to the new one by removals and insertions, if they are few."""
        if found.come is None:
            return False
        # The former list may still be read by other threads: only a copy of it changes.
        self._ids = list(self._ids)
        for first, last in reversed(found.gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._ids[first : last + 1]
            self._place = None
            self.endRemoveRows()
        for first, last in found.come:
            self.beginInsertRows(QModelIndex(), first, last)
            self._ids[first:first] = ids[first : last + 1]
            self._place = None
            self.endInsertRows()
        self._ids = ids
        return True

    def _take(self, rows: list[Row], version: int, first: int, last: int) -> None:
        if len(self._rows) > MAX_ROWS:
            self._rows.clear()
        self._rows.update((item.photo.id, (version, item)) for item in rows)
        last = min(last, len(self._ids) - 1)
        if first <= last:
            self.dataChanged.emit(self.index(first), self.index(last))
