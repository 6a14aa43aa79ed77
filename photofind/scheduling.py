"""What a person says about the work ahead: how deep, what first, what again, and that it may go on now."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from photofind.background import Background
from photofind.conditions import Conditions
from photofind.errors import PhotofindError
from photofind.library.catalog import Catalog
from photofind.library.catalog_pending import Wanted
from photofind.library.locations import is_below
from photofind.records import Depth, FolderState, LibraryChanged, Model


class Scheduling:
    """Keeps the requests in the catalog, where the process that describes finds them.

    Args:
        model: the active model (``ModelError`` if there is none).
        changed: called when what is pending changed.
    """

    def __init__(
        self,
        catalog: Catalog,
        pipeline: Background,
        conditions: Conditions,
        model: Callable[[], Model],
        changed: Callable[[LibraryChanged], None],
    ) -> None:
        self._catalog, self._pipeline = catalog, pipeline
        self._conditions = conditions
        self._model = model
        self._changed = changed

    def set_depth(self, path: str, depth: Depth) -> str:
        """Say how deep a folder is described; see ``ScopeQueries.set_depth``."""
        place = self._catalog.set_depth(path, depth)
        self._tell()
        return place

    def set_first(self, path: str, first: bool) -> str:
        """Have a folder described before others, or no longer; see ``ScopeQueries.set_first``."""
        place = self._catalog.set_first(path, first)
        self._tell()
        return place

    def folders(self) -> list[FolderState]:
        """The folders of the library, and those in them that have a depth of their own, by path."""
        roots = {root.path: root for root in self._catalog.roots()}
        said, firsts = self._catalog.depths(), self._catalog.firsts()
        try:
            wanted = self._wanted()
        except PhotofindError:
            wanted = None
        found = []
        for path in sorted({*roots, *said, *firsts}):
            above = [root for place, root in roots.items() if is_below(path, place)]
            if not above:
                continue  # it was removed; what was said about it waits for its return
            depth, first = self._catalog.scope(path)
            photos, described = self._catalog.described(path)
            within = dataclasses.replace(wanted, paths=[path]) if wanted else None
            found.append(
                FolderState(
                    path=path,
                    root=path in roots,
                    depth=said.get(path, "inherit"),
                    effective=depth if depth != "inherit" else wanted.default if wanted else "crops",
                    first=first,
                    online=above[0].online,
                    photos=photos,
                    described=described,
                    pending=self._catalog.pending_views(within) if within else 0,
                )
            )
        return found

    def first(self, ids: Sequence[int]) -> int:
        """Have photos described before all others; see ``ScopeQueries.ask_first``."""
        count = self._catalog.ask_first(ids, self._wanted())
        self._tell()
        return count

    def again(self, ids: Sequence[int]) -> int:
        """Have photos described again; see ``ScopeQueries.ask_again``."""
        count = self._catalog.ask_again(ids, self._wanted())
        self._tell()
        return count

    def retry(self, ids: Sequence[int]) -> int:
        """Forget what photos failed at, so that they are tried again; returns how many failures that were."""
        count = sum(self._catalog.clear_failures(photo_id) for photo_id in ids)
        self._tell()
        return count

    def unknown(self) -> dict[str, str]:
        """Settings whose condition can't be read on this machine → why."""
        return self._conditions.unknown()

    def _wanted(self) -> Wanted:
        return self._pipeline.wanted(self._model())

    def _tell(self) -> None:
        self._pipeline.reorder()
        self._pipeline.wake()
        self._changed(LibraryChanged())
