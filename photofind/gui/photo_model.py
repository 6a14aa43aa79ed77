"""The list of found photos: holds ids, loads what it shows about them in chunks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, QUrl, Signal

from photofind.app import App
from photofind.gui.jobs import Requests
from photofind.records import Photo, Query

MAX_ROWS = 20_000
MAX_RUNS = 200

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """Data roles of the model."""

    ID = Qt.ItemDataRole.UserRole + 1
    PHOTO = Qt.ItemDataRole.UserRole + 2
    LINE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class Row:
    """What the grid shows about one photo: the photo and the words that matched."""

    photo: Photo
    words: tuple[str, ...] = ()


def load_rows(app: App, ids: Sequence[int], query: Query) -> list[Row]:
    """The rows of these photos for this query (worker thread); photos that are gone are left out."""
    included = any(not chip.exclude for chip in query.chips)
    rows = []
    for photo in app.photos(ids):
        words: dict[str, None] = {}
        if included:
            for spans in app.evidence(photo.id, query).matches.values():
                for span in spans[:1]:
                    words.update(dict.fromkeys(" ".join(word.split()).lower() for word in span.words[:2]))
        rows.append(Row(photo, tuple(words)))
    return rows


class PhotoModel(QAbstractListModel):
    """Photos in result order. A row that isn't loaded yet is a placeholder with an id."""

    replaced = Signal()
    """The list is a new one, not the former one with some photos more or less."""

    def __init__(self, app: App, requests: Requests) -> None:
        super().__init__()
        self._app = app
        self._requests = requests
        self._ids: list[int] = []
        self._query = Query()
        self._rows: dict[int, tuple[int, Row]] = {}
        self._version = 0
        self._place: dict[int, int] | None = None

    @property
    def ids(self) -> list[int]:
        """The photo ids in order; not to be changed."""
        return self._ids

    @property
    def query(self) -> Query:
        """The query whose result this is."""
        return self._query

    def row_of(self, photo_id: int) -> int | None:
        """The row of a photo, or None."""
        if self._place is None:
            self._place = {photo: row for row, photo in enumerate(self._ids)}
        return self._place.get(photo_id)

    def photo_at(self, row: int) -> Photo | None:
        """The photo of a row, if it is loaded."""
        entry = self._rows.get(self._ids[row])
        return entry[1].photo if entry else None

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
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join([PurePath(item.photo.path).name, *item.words])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Photos can be selected and dragged out."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDragActions(self) -> Qt.DropAction:
        """Dragging out copies, never moves."""
        return Qt.DropAction.CopyAction

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The files of the photos that are loaded and whose drive is there."""
        data = QMimeData()
        photos = (self.photo_at(index.row()) for index in sorted(indexes, key=lambda index: index.row()))
        data.setUrls([QUrl.fromLocalFile(photo.path) for photo in photos if photo and photo.online and photo.path])
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

    def apply(self, ids: list[int], query: Query, refresh: bool) -> None:
        """Show these photos.

        Args:
            refresh: the query is the former one; what stays keeps its place in the view.
        """
        if query != self._query or refresh:
            self._version += 1
        self._query = query
        if ids == self._ids:
            return
        if not (refresh and self._merge(ids)):
            self.beginResetModel()
            self._ids = ids
            self._place = None
            self.endResetModel()
            self.replaced.emit()

    def touch(self, ids: Collection[int]) -> None:
        """What is known of these photos is out of date; it stays until the new comes."""
        for photo_id in ids:
            entry = self._rows.get(photo_id)
            if entry is not None:
                self._rows[photo_id] = (-1, entry[1])

    def _merge(self, ids: list[int]) -> bool:
        """Go from the old list to the new one by removals and insertions, if they are few."""
        old, new = set(self._ids), set(ids)
        stay_old = [i for i in self._ids if i in new]
        stay_new = [i for i in ids if i in old]
        if stay_old != stay_new:
            return False
        gone = _runs([row for row, i in enumerate(self._ids) if i not in new])
        come = _runs([row for row, i in enumerate(ids) if i not in old])
        if len(gone) + len(come) > MAX_RUNS:
            return False
        current = list(self._ids)
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            del current[first : last + 1]
            self._ids, self._place = list(current), None
            self.endRemoveRows()
        for first, last in come:
            self.beginInsertRows(QModelIndex(), first, last)
            current[first:first] = ids[first : last + 1]
            self._ids, self._place = list(current), None
            self.endInsertRows()
        return True

    def _take(self, rows: list[Row], version: int, first: int, last: int) -> None:
        if len(self._rows) > MAX_ROWS:
            self._rows.clear()
        self._rows.update((item.photo.id, (version, item)) for item in rows)
        last = min(last, len(self._ids) - 1)
        if first <= last:
            self.dataChanged.emit(self.index(first), self.index(last))


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending row numbers as runs (first, last)."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
