"""What is left out below a root: hidden entries, system folders, and what ``.photofindignore`` says."""

from __future__ import annotations

import logging
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

logger = logging.getLogger(__name__)

IGNORE_FILE = ".photofindignore"
_MAX_SIZE = 1 << 20
_SYSTEM = frozenset(("@eadir", "#recycle", "#snapshot", "$recycle.bin", "system volume information", "lost+found"))
"""Folders that systems and network drives make, in lower case; their thumbnails and leftovers are nobody's photos."""


class Ignore:
    """The rules that hold in one folder: its own ``.photofindignore`` and those of the folders above, up to the root.

    The files are written like ``.gitignore``; a deeper one has the last word.

    Args:
        folder: absolute path of the folder.
        parent: the rules of the folder above it; None at a root.
    """

    def __init__(self, folder: str, parent: Ignore | None = None) -> None:
        self._folder = folder
        spec = _read(os.path.join(folder, IGNORE_FILE))
        levels = parent.levels if parent else ()
        self.levels: tuple[tuple[int, GitIgnoreSpec], ...] = (
            ((len(folder.rstrip(os.sep)) + 1, spec), *levels) if spec else levels
        )

    def ignored(self, name: str, is_folder: bool = False) -> bool:
        """Whether an entry of this folder is left out.

        Args:
            name: its name within the folder.
            is_folder: rules that end in a slash hold for folders only.
        """
        if name.startswith(".") or (is_folder and name.lower() in _SYSTEM):
            return True
        if not self.levels:
            return False
        path = os.path.join(self._folder, name)
        for start, spec in self.levels:
            relative = path[start:].replace(os.sep, "/")
            verdict = spec.check_file(relative + "/" if is_folder else relative).include
            if verdict is not None:
                return verdict
        return False

    @staticmethod
    def within(root: str, folder: str) -> Ignore | None:
        """The rules that hold in a folder at or below a root; None if the folder itself is left out.

        Args:
            root, folder: absolute, normal paths.
        """
        rules = Ignore(root)
        place = root
        for part in folder[len(root) :].split(os.sep):
            if part:
                if rules.ignored(part, is_folder=True):
                    return None
                place = os.path.join(place, part)
                rules = Ignore(place, rules)
        return rules


def _read(path: str) -> GitIgnoreSpec | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_SIZE:
        logger.warning("%s is not a text file of a sensible size; it is not followed", path)
        return None
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError as error:
        logger.warning("%s can't be read (%s); it is not followed", path, error.strerror)
        return None
    from pathspec import GitIgnoreSpec  # only where there are rules: a window starts without it

    rules = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError as error:
            logger.warning("%s: %r is not a valid rule (%s)", path, line, error)
        else:
            rules.append(line)
    return GitIgnoreSpec.from_lines(rules) if any(rules) else None
