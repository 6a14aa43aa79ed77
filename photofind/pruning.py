"""What could be removed from the data directory, and removing it: only ever because a person asked for it."""

from __future__ import annotations

import contextlib
import logging
import shutil
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from photofind.captioning import catalogue, leftovers
from photofind.errors import CatalogError, SearchIndexError, UsageError
from photofind.library.catalog import Catalog
from photofind.library.thumbnails import ThumbnailStore
from photofind.paths import DataPaths
from photofind.records import Prunable, Pruned

log = logging.getLogger(__name__)

DAYS = 90
"""How long a photo's files must have been gone, unless the person says otherwise."""
CAPTIONS = frozenset({"captions-of-missing", "old-models"})
"""Kinds that the catalog is copied before."""
KINDS = ("thumbnails", "captions-of-missing", "old-models", "downloads", "index", "backups")
_BACKUP = "before-prune"


class Pruner:
    """Counts and removes. Thread-safe.

    Args:
        fingerprints: gives those of the active model.
        model: gives its name.
        models_folder: gives where models are kept; ``downloading`` names those that are on their way.
    """

    def __init__(
        self,
        paths: DataPaths,
        catalog: Catalog,
        thumbnails: ThumbnailStore,
        fingerprints: Callable[[], Sequence[str]],
        model: Callable[[], str],
        models_folder: Callable[[], Path],
        downloading: Callable[[], Collection[str]],
    ) -> None:
        self._paths, self._catalog, self._thumbnails = paths, catalog, thumbnails
        self._fingerprints, self._model = fingerprints, model
        self._models_folder, self._downloading = models_folder, downloading

    def report(self, days: float = DAYS) -> list[Prunable]:
        """What could be removed, of every kind."""
        return [self._counted(kind, days) for kind in KINDS]

    def prune(self, kinds: Collection[str], days: float = DAYS) -> Pruned:
        """Remove things of these kinds. The catalog is copied before captions are, and the copy checked.

        Args:
            kinds: of ``KINDS``.
            days: captions of missing photos go whose files have been gone for so long.

        Raises:
            UsageError: there is no such kind, or the days are negative.
            CatalogError: the catalog can't be copied (nothing was removed then) or written.
            OwnedError: another process downloads models or writes the index.
        """
        for kind in kinds:
            if kind not in KINDS:
                raise UsageError(f"there is nothing called “{kind}” to remove", f"choose from {', '.join(KINDS)}")
        _check_days(days)
        backup = ""
        if any(self._counted(kind, days).count for kind in CAPTIONS & set(kinds)):
            backup = str(self._copy())
        # Older copies: the one that has just been made stays.
        removed = [self._removed(kind, days, backup) for kind in KINDS if kind in kinds]
        if backup:
            try:
                self._catalog.compact()
            except CatalogError as error:  # it is smaller inside all the same
                log.warning("%s", error)
        return Pruned(tuple(removed), backup)

    def _counted(self, kind: str, days: float) -> Prunable:
        _check_days(days)
        match kind:
            case "thumbnails":
                count, size = _sizes(self._thumbnails.strays(self._catalog.present_keys()))
            case "captions-of-missing":
                count, size = self._catalog.count_missing(_before(days))
            case "old-models":
                count, size = self._catalog.count_superseded(self._fingerprints())
            case "downloads":
                found = leftovers.unfinished(catalogue.ENTRIES, self._models_folder(), self._downloading())
                count, size = len(found), sum(found.values())
            case "index":
                from photofind.search import tidying  # brings Whoosh along: a window starts without it

                try:
                    count, size = _sizes(tidying.leftovers(self._paths.index))
                except SearchIndexError as error:  # it will be made anew as a whole
                    log.info("%s", error)
                    count, size = 0, 0
            case _:
                count, size = _sizes(self._backups())
        return Prunable(kind, self._about(kind, days), count, size)

    def _removed(self, kind: str, days: float, backup: str) -> Prunable:
        match kind:
            case "thumbnails":
                count, size = _deleted(self._thumbnails.strays(self._catalog.present_keys()))
            case "captions-of-missing":
                count, size = self._catalog.purge_missing(_before(days))
            case "old-models":
                count, size = self._catalog.purge_superseded(self._fingerprints())
            case "downloads":
                folder, running = self._models_folder(), self._downloading()
                count, size = leftovers.throw_away(catalogue.ENTRIES, folder, running)
            case "index":
                from photofind.search import tidying

                count, size = tidying.tidy(self._paths.index)
            case _:
                count, size = _deleted([path for path in self._backups() if str(path) != backup])
        return Prunable(kind, self._about(kind, days), count, size)

    def _about(self, kind: str, days: float) -> str:
        model = self._model()
        return {
            "thumbnails": "thumbnails and previews of photos that have left the library; made again if they come back",
            "captions-of-missing": f"captions of photos whose files have been gone for more than {days:g} days; "
            "your own captions and tags stay",
            "old-models": f"captions that {model} has superseded; another model would have to describe again"
            if model
            else "captions that the active model has superseded; there is none now, so all count",
            "downloads": "unfinished downloads of models; they would begin anew",
            "index": "files of former generations of the search index",
            "backups": "copies of the catalog from before an update or a purge",
        }[kind]

    def _backups(self) -> list[Path]:
        name = self._paths.catalog.name
        found = [*self._paths.root.glob(f"{name}.v*"), *self._paths.root.glob(f"{name}.{_BACKUP}-*")]
        return sorted(path for path in found if path.is_file())

    def _copy(self) -> Path:
        catalog = self._paths.catalog
        needed, free = catalog.stat().st_size, shutil.disk_usage(catalog.parent).free
        if needed > free:
            raise CatalogError(
                f"there is no room for a copy of the catalog ({needed / 1e6:.0f} MB), without which nothing is purged",
                "make room first, for example with photofind prune --thumbnails --downloads",
            )
        stamp = time.strftime("%Y%m%d-%H%M%S")
        target = catalog.with_name(f"{catalog.name}.{_BACKUP}-{stamp}")
        number = 2
        while target.exists():
            target = catalog.with_name(f"{catalog.name}.{_BACKUP}-{stamp}-{number}")
            number += 1
        self._catalog.backup(target)
        return target


def _check_days(days: float) -> None:
    if not days >= 0:
        raise UsageError(f"{days} days make no sense", "name 0 or more")


def _before(days: float) -> float:
    return time.time() - days * 86_400


def _sizes(paths: Collection[Path]) -> tuple[int, int]:
    from photofind.search import tidying

    size = 0
    for path in paths:
        with contextlib.suppress(OSError):
            size += tidying.size_of(path)
    return len(paths), size


def _deleted(paths: Collection[Path]) -> tuple[int, int]:
    count = size = 0
    for path in paths:
        with contextlib.suppress(OSError):
            taken = path.stat().st_size
            path.unlink()
            count, size = count + 1, size + taken
    return count, size
