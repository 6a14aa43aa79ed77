"""Walk the folders below a root and list the files that may be photos."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator

from photofind.errors import Cancelled
from photofind.library.catalog_files import FoundFile
from photofind.library.formats import EXTENSIONS
from photofind.library.ignore import Ignore
from photofind.library.locations import is_below

logger = logging.getLogger(__name__)

_HIDDEN = 2  # FILE_ATTRIBUTE_HIDDEN on Windows
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

    Attributes:
        unreadable: folders that could not be listed, so that nothing is known about the files below them.
    """

    def __init__(self, root: str, folder: str, cancelled: Callable[[], bool], recursive: bool = True) -> None:
        self._root = root
        self._start = folder
        self._cancelled = cancelled
        self._recursive = recursive
        self._real_root = os.path.realpath(root)
        self._outside: set[tuple[int, int]] = set()
        self.unreadable: list[str] = []

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
        files: list[FoundFile] = []
        folders: list[str] = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    name = entry.name
                    # The suffix first: most entries of most folders are files, and rules are slow to ask.
                    wanted = name[name.rfind(".") + 1 :].lower() in EXTENSIONS and name[0] != "."
                    try:
                        link = entry.is_symlink()
                        if entry.is_dir():
                            if not rules.ignored(name, is_folder=True) and self._enters(entry, link):
                                folders.append(entry.path)
                        elif wanted and entry.is_file() and not rules.ignored(name):
                            if link and self._is_inside(entry.path):
                                continue
                            status = entry.stat()
                            if getattr(status, "st_file_attributes", 0) & _HIDDEN:
                                continue
                            files.append(FoundFile(entry.path, status.st_size, status.st_mtime_ns, status.st_ino))
                    except OSError as error:  # it vanished in between, or its link is broken
                        logger.debug("%r is left out (%s)", entry.path, error.strerror)
        except FileNotFoundError:
            return None
        except OSError as error:
            logger.warning("%r can't be listed (%s)", folder, error.strerror)
            self.unreadable.append(folder)
            return None
        files.sort()
        return files, folders

    def _enters(self, entry: os.DirEntry[str], link: bool) -> bool:
        """Whether to go into a folder."""
        if not link:
            if os.name == "nt" and getattr(entry.stat(), "st_file_attributes", 0) & _HIDDEN:
                return False
            return not self._outside or self._first_time(entry)
        return not self._is_inside(entry.path) and self._first_time(entry)

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
