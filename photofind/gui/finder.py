"""Runs searches off the GUI thread, as the person types and as captions land."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from photofind.app import App
from photofind.gui.grid_changes import Changes, changes
from photofind.gui.jobs import Requests
from photofind.gui.search_state import SearchState
from photofind.gui.urgent import urgent
from photofind.records import Query, SearchResult

DEBOUNCE_MS = 150


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        result: the result for ``result.query``, which includes words that are still being typed.
        ids: its photo ids as a plain list.
        dropped: stop words that were left out.
        waiting: the unfinished word that matches nothing yet and was left out, or empty.
        begun: the unfinished word that is a stop word so far and was left out, or empty.
        refresh: whether the query is the former one and only the library changed.
        months: runs of one month ("YYYY-MM") and their lengths, if the photos are in order of date.
        changes: of a refresh: what has come and gone since the list that was shown when it was asked for.
    """

    result: SearchResult
    ids: list[int]
    dropped: tuple[str, ...]
    waiting: str
    refresh: bool
    months: tuple[tuple[str, int], ...] = ()
    begun: str = ""
    changes: Changes | None = None


def find(app: App, query: Query, typed: str, refresh: bool) -> Found:
    """Search for the chips and the typed text; an unfinished last word that matches nothing is left out.

    Runs on a worker thread.
    """
    if not typed:
        # The first screen asks for this: nothing is loaded to read words while there are none.
        return _found(app, app.search(query), (), refresh)
    read = app.typed(typed)
    dropped = read.dropped
    unfinished = bool(typed) and not typed[-1].isspace() and typed[-1] not in '",'
    begun = ""
    if unfinished and len(dropped) > len(app.typed(typed[: -len(typed.rsplit(maxsplit=1)[-1])]).dropped):
        dropped, begun = dropped[:-1], dropped[-1]
    known = {chip.text.casefold() for chip in query.chips}
    added = [chip for chip in read.chips if chip.text.casefold() not in known]
    full = dataclasses.replace(query, chips=(*query.chips, *added), **read.filters)
    result = app.search(full)
    waiting = ""
    if unfinished and added and added[-1].text in result.unmatched:
        waiting = added[-1].text
        result = app.search(dataclasses.replace(full, chips=full.chips[:-1]))
    return _found(app, result, dropped, refresh, waiting, begun)


def _found(
    app: App, result: SearchResult, dropped: Sequence[str], refresh: bool, waiting: str = "", begun: str = ""
) -> Found:
    ids: list[int] = result.ids.tolist() if hasattr(result.ids, "tolist") else list(result.ids)
    query = result.query
    dated = query.sort in ("newest", "oldest") or (query.sort == "relevance" and not query.scored)
    months = tuple(app.months(ids)) if dated else ()
    return Found(result, ids, tuple(dict.fromkeys([*dropped, *result.dropped])), waiting, refresh, months, begun)


class Finder(QObject):
    """Turns changes of the search state and of the library into results and suggestions."""

    found = Signal(object)
    """A :class:`Found`."""
    suggested = Signal(object)
    """(query, [(word, count)]): words that would narrow the result."""

    def __init__(
        self,
        app: App,
        state: SearchState,
        requests: Requests,
        shown: Callable[[], list[int]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._shown = shown
        self._state = state
        self._requests = requests
        self._typed = ""
        self._query: Query | None = None
        self._pending = False
        self._suggests = False
        self._waiting: Found | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self.search)
        state.changed.connect(self._changed)

    def _changed(self) -> None:
        if self._state.query != self._query or not self._state.typed:
            self.search()
        else:
            self._timer.start()

    def search(self) -> None:
        """Search now for what the state says."""
        self._timer.stop()
        self._query = self._state.query
        self._typed = self._state.typed
        self._ask(refresh=False)

    def refresh(self) -> None:
        """Search again for the same: the library changed."""
        if self._query is None:
            self.search()
        elif not self._timer.isActive():
            self._ask(refresh=True)

    def begin_suggesting(self) -> None:
        """From now on words are suggested; they wait for the first screen."""
        self._suggests = True
        if self._waiting is not None:
            self._ask_suggestions(self._waiting)

    def close(self) -> None:
        """Stop the timer."""
        self._timer.stop()

    def _ask(self, refresh: bool) -> None:
        urgent()
        query, typed = self._query or Query(), self._typed
        # A refresh must not turn a new search that is still under way into a mere refresh.
        refresh = refresh and not self._pending
        self._pending = not refresh
        shown = self._shown() if refresh else None

        def work() -> Found:
            found = find(self._app, query, typed, refresh)
            return found if shown is None else dataclasses.replace(found, changes=changes(shown, found.ids))

        self._requests.ask("search", work, self._take)

    def _take(self, found: Found) -> None:
        self._pending = False
        self.found.emit(found)
        if self._suggests:
            self._ask_suggestions(found)
        else:
            self._waiting = found

    def _ask_suggestions(self, found: Found) -> None:
        self._waiting = None
        query = found.result.query
        if found.ids:
            self._requests.ask("suggest", lambda: (query, self._app.suggest(query, 12)), self._suggest)
        else:
            self.suggested.emit((query, []))

    def _suggest(self, answer: tuple[Query, Sequence[tuple[str, int]]]) -> None:
        self.suggested.emit(answer)
