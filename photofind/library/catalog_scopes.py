"""The catalog's scopes: how deep folders are described, and what a person wants described first or again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from photofind.errors import NotFoundError, UsageError
from photofind.library import scopes
from photofind.library.catalog_pending import PendingQueries, Wanted
from photofind.library.locations import below, is_below, normal
from photofind.records import Depth


class ScopeQueries(PendingQueries):
    """What a person says about the work ahead. All of it survives folders that are removed and added again."""

    def depths(self) -> dict[str, Depth]:
        """The folders with a depth of their own, by path; folders that were removed are among them."""
        with self._read() as connection:
            return {
                path: scope.depth for path, scope in sorted(scopes.load(connection).items()) if scope.depth != "inherit"
            }

    def firsts(self) -> list[str]:
        """The folders that are described first, by path."""
        with self._read() as connection:
            return sorted(path for path, scope in scopes.load(connection).items() if scope.first)

    def scope(self, path: str) -> scopes.Scope:
        """What counts for a folder: its own depth or that of the nearest folder above it that has one."""
        with self._read() as connection:
            return scopes.effective(scopes.load(connection), normal(path))

    def described(self, path: str) -> tuple[int, int]:
        """How many photos have a file at or below a path, and of how many of them the whole view is described."""
        with self._read() as connection:
            photos, described = connection.execute(
                "SELECT count(*), coalesce(sum(whole), 0) FROM photos WHERE files > 0 AND id IN "
                "(SELECT photo_id FROM files WHERE raw = 0 AND (path = ? OR (path >= ? AND path < ?)))",
                (normal(path), *below(normal(path))),
            ).fetchone()
        return photos, described

    def set_depth(self, path: str, depth: Depth) -> str:
        """Say how deep the photos of a folder and of the folders in it are described; no caption is lost by it.

        Args:
            depth: ``inherit`` takes back what was said.

        Returns:
            The folder's path as the catalog keeps it.

        Raises:
            NotFoundError: the folder is not in the library.
            UsageError: there is no such depth.
        """
        if depth not in scopes.BITS:
            raise UsageError(f"there is no depth “{depth}”", f"choose one of {', '.join(scopes.BITS)}")
        return self._say(path, "depth", depth)

    def set_first(self, path: str, first: bool) -> str:
        """Have the photos of a folder described before others, or no longer; returns and raises as ``set_depth``."""
        return self._say(path, "first", int(first))

    def _say(self, path: str, what: str, value: object) -> str:
        place = normal(path)
        with self._write() as connection:
            roots = [root for (root,) in connection.execute("SELECT path FROM roots")]
            known = connection.execute("SELECT 1 FROM scopes WHERE path = ?", (place,)).fetchone()
            if not known and not any(is_below(place, root) for root in roots):
                raise NotFoundError(
                    f"{place} is not a folder of the library", f"its folders: {', '.join(sorted(roots)) or 'none'}"
                )
            connection.execute("INSERT INTO scopes (path) VALUES (?) ON CONFLICT DO NOTHING", (place,))
            connection.execute(f"UPDATE scopes SET {what} = ? WHERE path = ?", (value, place))
            connection.execute("DELETE FROM scopes WHERE depth = 'inherit' AND NOT first")
            scopes.apply(connection, place)
        return place

    def ask_first(self, ids: Sequence[int], wanted: Wanted) -> int:
        """Have photos described before all others, first their whole views, then their crops.

        Photos of folders that are not described are described all the same: a person asked for them by name.

        Returns:
            How many of them have something to describe.
        """
        mask = self._mask(wanted.views)
        with self._write() as connection:
            missing = self._missing(connection, wanted, least=wanted.default)
            connection.execute(
                f"UPDATE photos AS p SET again = again | {missing} WHERE {_AMONG} "
                f"AND {self._depth(connection, mask, wanted)} = 0",
                (json.dumps(list(ids)),),
            )
            self._put_first(connection, ids)
            query = f"SELECT count(*) FROM photos p WHERE {_AMONG} AND {self._missing(connection, wanted)} != 0"
            return int(connection.execute(query, (json.dumps(list(ids)),)).fetchone()[0])

    def ask_again(self, ids: Sequence[int], wanted: Wanted) -> int:
        """Have photos described again as deep as their folders say, before all others; old captions stay until then.

        Returns:
            How many photos that are.
        """
        with self._write() as connection:
            wholly = self._depth(connection, self._mask(wanted.views), wanted, least=wanted.default)
            changed = connection.execute(
                f"UPDATE photos AS p SET again = again | {wholly} WHERE {_AMONG}", (json.dumps(list(ids)),)
            )
            self._put_first(connection, ids)
            return changed.rowcount

    def _put_first(self, connection: sqlite3.Connection, ids: Sequence[int]) -> None:
        """Put photos before those that were asked for earlier."""
        (least,) = connection.execute("SELECT coalesce(min(place), 0) FROM asked").fetchone()
        connection.execute(
            "INSERT INTO asked (photo_id, place) SELECT p.id, min(j.key) + ? FROM json_each(?) j "
            "JOIN photos p ON p.id = j.value WHERE files > 0 GROUP BY p.id "
            "ON CONFLICT DO UPDATE SET place = excluded.place",
            (least - len(ids), json.dumps(list(ids))),
        )


_AMONG = "files > 0 AND id IN (SELECT value FROM json_each(?))"
