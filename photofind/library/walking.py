"""Walk the folders below a root and list the files that may be photos."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Callable, Iterable, Iterator

from photofind.errors import Cancelled
from photofind.library.catalog_files import FoundFile, KnownRow
from photofind.library.formats import EXTENSIONS, RAW_EXTENSIONS
from photofind.library.ignore import Ignore
from photofind.library.locations import is_below

logger = logging.getLogger(__name__)

_HIDDEN = 2  # FILE_ATTRIBUTE_HIDDEN on Windows
_WINDOWS = os.name == "nt"
_KIND = 0o170000  # S_IFMT without a call
_MAX_DEPTH = 200


class Walk:
    """One walk; iterate it to get the folders one after the other, each with its photos.

    Symbolic links are followed if they lead out of the root; what lies inside it is found anyway. A folder that is
    reached again through such a link is not entered twice.

    Args:
        root: absolute path of the registered folder.
        folder: where to start, at or below the root.
        cancelled: asked once a folder.
        recursive: whether to enter the folders below.
        known: files that the catalog knows. Those that have not changed are taken out of it and not listed, except
            in folders with RAW files. (Nearly every file at every start is one of those: hence here.)

    Attributes:
        unchanged: how many files were taken out of ``known``.
        unreadable: folders that could not be listed, so that nothing is known about the files below them.
    """

    def __init__(
        self,
        root: str,
        folder: str,
        cancelled: Callable[[], bool],
        recursive: bool = True,
        known: dict[str, KnownRow] | None = None,
    ) -> None:
        self._root = root
        self._start = folder
        self._cancelled = cancelled
        self._recursive = recursive
        self._real_root = os.path.realpath(root)
        self._outside: set[tuple[int, int]] = set()
        self._known = {} if known is None else known
        self.unreadable: list[str] = []
        self.unchanged = 0

    def __iter__(self) -> Iterator[tuple[str, list[FoundFile]]]:
        """Folders and their photos (both sorted by name), each folder before those below it.

        Raises:
            Cancelled: ``cancelled`` said so.
        """
        rules = Ignore.within(self._root, self._start)
        waiting = [(self._start, rules, 0)] if rules else []
        while waiting:
            if self._cancelled():
                raise Cancelled
            folder, rules, depth = waiting.pop()
            found = self._list(folder, rules)
            if found is None:
                continue
            files, folders = found
            yield folder, files
            if self._recursive and depth < _MAX_DEPTH:
                folders.sort(reverse=True)
                waiting += [(path, Ignore(path, rules), depth + 1) for path in folders]

    def _list(self, folder: str, rules: Ignore) -> tuple[list[FoundFile], list[str]] | None:
        """The photos of one folder and the folders to go into; None if it can't be listed.

        The common cases (a regular file that no rule is about, with and without the suffix of a photo) come first
        and cost one call each: this loop runs for every file of the library at every start.
        """
        try:
            with os.scandir(folder) as entries:
                files, folders = self._sort_out(folder, entries, rules)
        except FileNotFoundError:
            return None
        except OSError as error:
            logger.warning("%r can't be listed (%s)", folder, error.strerror)
            self.unreadable.append(folder)
            return None
        files.sort()
        return files, folders

    def _sort_out(
        self, folder: str, entries: Iterable[os.DirEntry[str]], rules: Ignore
    ) -> tuple[list[FoundFile], list[str]]:
        files: list[FoundFile] = []
        folders: list[str] = []
        skipped: list[KnownRow] = []
        raws = False
        ruled = bool(rules.levels)
        known = self._known
        start = folder if folder.endswith(os.sep) else folder + os.sep
        for entry in entries:
            name = entry.name
            try:
                end = name[name.rfind(".") + 1 :].lower()
                if end in EXTENSIONS and name[0] != ".":
                    status = entry.stat(follow_symlinks=False)
                    kind = status.st_mode & _KIND
                    if kind == stat.S_IFLNK and not entry.is_dir():
                        if self._is_inside(start + name):
                            continue
                        status = entry.stat()
                        kind = status.st_mode & _KIND
                    if kind == stat.S_IFREG:
                        if _WINDOWS and getattr(status, "st_file_attributes", 0) & _HIDDEN:
                            continue
                        if ruled and rules.ignored(name):
                            continue
                        path = start + name
                        row = known.get(path)
                        if row is not None and row[2] == status.st_mtime_ns and row[1] == status.st_size:
                            skipped.append(row)
                        else:
                            files.append(FoundFile(path, status.st_size, status.st_mtime_ns, status.st_ino))
                        raws = raws or end in RAW_EXTENSIONS
                        continue
                if entry.is_dir() and not rules.ignored(name, is_folder=True) and self._enters(entry, start + name):
                    folders.append(start + name)
            except OSError as error:  # it vanished in between, or its link is broken
                logger.debug("%r is left out (%s)", start + name, error.strerror)
        if raws:  # whether a RAW file is one of a pair depends on the other files of the folder
            files += [FoundFile(row[0], row[1], row[2], row[5]) for row in skipped]
        else:
            self.unchanged += len(skipped)
            for row in skipped:
                del known[row[0]]
        return files, folders

    def _enters(self, entry: os.DirEntry[str], path: str) -> bool:
        """Whether to go into a folder."""
        if entry.is_symlink():
            return not self._is_inside(path) and self._first_time(entry)
        if _WINDOWS and getattr(entry.stat(), "st_file_attributes", 0) & _HIDDEN:
            return False
        return not self._outside or self._first_time(entry)

    def _first_time(self, entry: os.DirEntry[str]) -> bool:
        status = entry.stat()
        identity = (status.st_dev, status.st_ino)
        if identity in self._outside:
            return False
        self._outside.add(identity)
        return True

    def _is_inside(self, path: str) -> bool:
        real = os.path.realpath(path)
        # A folder that contains the root would lead back into it.
        return is_below(real, self._real_root) or is_below(self._real_root, real)


def walk(root: str, cancelled: Callable[[], bool]) -> Iterator[FoundFile]:
    """All files below a folder that may be photos, by folder and name; see ``Walk`` for links and rules.

    Raises:
        Cancelled: ``cancelled`` said so.
    """
    for _, files in Walk(root, root, cancelled):
        yield from files
