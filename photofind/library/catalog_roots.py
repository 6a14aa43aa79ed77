"""The catalog's folders: which ones the person added, and whether their drives are there."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time

from photofind.errors import NotFoundError, UsageError
from photofind.library import scopes
from photofind.library.catalog_files import FileQueries, forget
from photofind.library.database import mark_stale
from photofind.library.locations import is_below, is_text, normal, shown
from photofind.records import Root


class RootQueries(FileQueries):
    """Adding, removing and listing folders."""

    def add_root(self, path: str) -> Root:
        """Register a folder; it has to be scanned afterwards.

        A folder inside one that is registered already is covered by it, so that one is returned. A folder around
        registered ones takes them over, with all their files; their index documents become stale, as the names of the
        folders between are words of theirs now.

        Raises:
            NotFoundError: it is not a folder that can be opened.
            UsageError: it is hidden inside a registered folder, it lies around one whose drive is absent, or its
                name is not text.
        """
        place = normal(path)
        if not is_text(place):
            raise UsageError(f"the name of the folder {shown(place)} is not valid text", "rename it")
        try:
            with os.scandir(place):
                device = os.stat(place).st_dev
        except OSError as error:
            raise NotFoundError(f"can't open the folder {place} ({error.strerror})", "check its name") from error
        with self._write() as connection:
            roots = _roots(connection)
            for root in roots:
                if is_below(place, root.path) or _same(place, root.path):
                    inside = place[len(root.path) :]
                    if f"{os.sep}." in inside:
                        raise UsageError(
                            f"{place} is hidden inside {root.path}, which is in the library already",
                            "give the folder a name without a leading dot, or remove the other folder first",
                        )
                    return root
            inner = [root for root in roots if is_below(root.path, place)]
            for root in inner:
                if not os.path.isdir(root.path):
                    raise UsageError(
                        f"{place} contains the library's folder {root.path}, which is absent now",
                        "connect its drive, or remove that folder first",
                    )
            (root_id,) = connection.execute(
                "INSERT INTO roots (path, device, added) VALUES (?, ?, ?) RETURNING id", (place, device, time.time())
            ).fetchone()
            for root in inner:
                rows = connection.execute(
                    "SELECT DISTINCT photo_id FROM files WHERE root_id = ? AND raw = 0", (root.id,)
                )
                mark_stale(connection, [photo_id for (photo_id,) in rows if photo_id is not None])
                connection.execute("UPDATE files SET root_id = ? WHERE root_id = ?", (root_id, root.id))
                connection.execute("DELETE FROM roots WHERE id = ?", (root.id,))
            return next(root for root in _roots(connection) if root.id == root_id)

    def remove_root(self, path: str) -> Root:
        """Forget a folder and its files; photos and their captions stay, and come back with the folder.

        Raises:
            NotFoundError: it is not registered.
        """
        place = normal(path)
        with self._write() as connection:
            roots = _roots(connection)
            found = next((root for root in roots if root.path == place), None)
            found = found or next((root for root in roots if _same(place, root.path)), None)
            if found is None:
                known = ", ".join(root.path for root in roots) or "none"
                raise NotFoundError(f"{place} is not a folder of the library", f"its folders: {known}")
            forget(connection, [row[0] for row in connection.execute(_PATHS, (found.id,))])
            connection.execute("DELETE FROM roots WHERE id = ?", (found.id,))
        return found

    def roots(self) -> list[Root]:
        """Every registered folder, by path, with the number of photos in it."""
        with self._read() as connection:
            return _roots(connection)

    def root_paths(self) -> list[str]:
        """The registered folders, without all that ``roots`` counts."""
        with self._read() as connection:
            return [path for (path,) in connection.execute("SELECT path FROM roots ORDER BY path")]

    def root_device(self, root_id: int) -> int:
        """The device number that a folder had when photos were last seen there; 0 if it is not known."""
        with self._read() as connection:
            row = connection.execute("SELECT device FROM roots WHERE id = ?", (root_id,)).fetchone()
        return int(row[0]) if row else 0

    def set_root_state(self, root_id: int, online: bool, device: int | None = None) -> bool:
        """Note whether a folder's drive is there, and its device number; writes only what differs.

        Returns:
            Whether it went offline or came back.
        """
        with self._read() as connection:
            row = connection.execute("SELECT online, device FROM roots WHERE id = ?", (root_id,)).fetchone()
        if row is None:
            return False
        device = row[1] if device is None else device
        if (bool(row[0]), row[1]) != (online, device):
            with self._write() as connection:
                connection.execute(
                    "UPDATE roots SET online = ?, device = ? WHERE id = ?", (int(online), device, root_id)
                )
        return bool(row[0]) != online


_PATHS = "SELECT path FROM files WHERE root_id = ?"


def _roots(connection: sqlite3.Connection) -> list[Root]:
    rows = connection.execute(
        "SELECT id, path, online, (SELECT count(DISTINCT photo_id) FROM files WHERE root_id = r.id AND raw = 0 "
        "AND photo_id NOT IN (SELECT photo_id FROM excluded)) "
        "FROM roots r ORDER BY path"
    )
    said = scopes.load(connection)
    roots = []
    for root_id, path, online, photos in rows:
        depth, first = scopes.effective(said, path)
        roots.append(Root(root_id, path, bool(online), photos, depth, first))
    return roots


def _same(one: str, other: str) -> bool:
    """Whether two paths lead to the same folder (by a link, or on a file system that does not mind case)."""
    with contextlib.suppress(OSError):
        return os.path.samefile(one, other)
    return False
