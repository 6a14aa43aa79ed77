"""What the window remembers between starts: an ini file in the data directory, never the registry or the home."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from photofind.gui.search_state import NO_FILTERS
from photofind.records import Chip, Query

FILE = "window.ini"


class WindowState:
    """Geometry, columns, thumbnail size, order."""

    def __init__(self, folder: Path) -> None:
        self._settings = QSettings(str(folder / FILE), QSettings.Format.IniFormat)

    def bytes(self, name: str) -> QByteArray | None:
        """A blob that Qt made."""
        value = self._settings.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else None

    def number(self, name: str, default: int) -> int:
        """A whole number; the default when the file has something else."""
        try:
            return int(str(self._settings.value(f"window/{name}", default)))
        except ValueError:
            return default

    def text(self, name: str, default: str) -> str:
        """A text."""
        return str(self._settings.value(f"window/{name}", default))

    def flag(self, name: str, default: bool) -> bool:
        """Yes or no."""
        return str(self._settings.value(f"window/{name}", default)).lower() in ("true", "1")

    def keep(self, name: str, value: Any) -> None:
        """Remember a value."""
        self._settings.setValue(f"window/{name}", value)

    def searches(self) -> dict[str, Query]:
        """The saved searches by name; entries that can't be read are left out."""
        try:
            entries = json.loads(self.text("searches", "{}"))
            return {str(name): _query(values) for name, values in entries.items()}
        except (ValueError, TypeError, AttributeError, KeyError):
            return {}

    def keep_searches(self, searches: dict[str, Query]) -> None:
        """Remember the saved searches."""
        self.keep("searches", json.dumps({name: _values(query) for name, query in searches.items()}))

    def sync(self) -> None:
        """Write the file now."""
        self._settings.sync()


def _values(query: Query) -> dict[str, Any]:
    chips = [[chip.text, chip.exclude, chip.phrase, chip.exact] for chip in query.chips]
    return {"chips": chips, "any": query.any, **{name: getattr(query, name) for name in NO_FILTERS}}


def _query(values: dict[str, Any]) -> Query:
    chips = tuple(Chip(str(text), *map(bool, signs)) for text, *signs in values["chips"])
    return Query(chips, bool(values["any"]), **{name: values.get(name, off) for name, off in NO_FILTERS.items()})
