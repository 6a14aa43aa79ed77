"""The catalog's photos: one, many, all that match, and how many there are."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from photofind.errors import NotFoundError
from photofind.library.database import Database, chunks, mark_stale, marks
from photofind.library.locations import below, normal
from photofind.records import Own, Photo, Sort, Stats

State = Literal["all", "undescribed", "failed", "recent", "duplicates"]

RECENT_DAYS = 7
_STATES: dict[State, str] = {
    "all": "",
    "undescribed": " AND whole = 0",
    "failed": " AND failed = 1",
    "recent": " AND added >= :recent",
    "duplicates": " AND files > 1",
}
_ORDERS: dict[Sort, tuple[str, str]] = {
    "relevance": ("photos_taken", "taken DESC, id DESC"),
    "newest": ("photos_taken", "taken DESC, id DESC"),
    "oldest": ("photos_taken", "taken, id"),
    "name": ("photos_name", "name, id"),
}
_COLUMNS = "id, key, width, height, format, taken, camera, latitude, longitude, views, whole, failed"


class PhotoQueries(Database):
    """Reading photos, and what a person says about them."""

    def photo(self, photo_id: int) -> Photo:
        """One photo, present or not.

        Raises:
            NotFoundError: there is none of this id.
        """
        found = self.photos([photo_id])
        if not found:
            raise NotFoundError(f"there is no photo {photo_id}", "it may have been purged; search again")
        return found[0]

    def photos(self, ids: Sequence[int]) -> list[Photo]:
        """The photos of these ids, in the order asked; those that don't exist are left out."""
        found: dict[int, Photo] = {}
        with self._read() as connection:
            for chunk in chunks(dict.fromkeys(ids)):
                found.update(_load(connection, chunk))
        return [found[photo_id] for photo_id in ids if photo_id in found]

    def photo_by_path(self, path: str) -> Photo:
        """The photo that a file holds (or belongs to, if it is the RAW file of a pair).

        Raises:
            NotFoundError: the file is not in the catalog, or could not be read.
        """
        path = normal(path)
        with self._read() as connection:
            row = connection.execute("SELECT photo_id FROM files WHERE path = ?", (path,)).fetchone()
            if row is None:
                raise NotFoundError(f"{path} is not in the library", "add its folder, or scan again")
            if row[0] is None:
                failure = connection.execute("SELECT reason FROM failures WHERE path = ?", (path,)).fetchone()
                raise NotFoundError(f"{path} is not shown: {failure[0] if failure else 'it is too small'}")
            return self.photo(row[0])

    def select(
        self,
        folder: str | None = None,
        after: str | None = None,
        before: str | None = None,
        sort: Sort = "newest",
        state: State = "all",
    ) -> list[int]:
        """Ids of the present photos that match, in order.

        Args:
            folder: only photos with a file at or below this path.
            after, before: ISO dates (or a part of one) that the date is compared with; inclusive and exclusive.
            sort: ``relevance`` is the same as ``newest`` here.
            state: ``undescribed`` has no caption of the whole view; ``failed`` could not be described;
                ``recent`` came within the last week; ``duplicates`` has more than one file.
        """
        index, order = _ORDERS[sort]
        where = f"files > 0{_STATES[state]}"
        values: dict[str, object] = {"recent": time.time() - RECENT_DAYS * 86400}
        if folder is not None:
            values["path"] = normal(folder)
            values["low"], values["high"] = below(normal(folder))
            where += f" AND id IN (SELECT photo_id FROM files WHERE {_WITHIN} AND photo_id IS NOT NULL)"
        if after is not None:
            where, values["after"] = f"{where} AND taken >= :after", after
        if before is not None:
            where, values["before"] = f"{where} AND taken < :before", before
        with self._read() as connection:
            cursor = connection.execute(
                f"SELECT id FROM photos INDEXED BY {index} WHERE {where} ORDER BY {order}", values
            )
            return [photo_id for (photo_id,) in cursor]

    def present(self, ids: Sequence[int]) -> set[int]:
        """Those of the photos that have at least one known file, also if its drive is absent."""
        found: set[int] = set()
        with self._read() as connection:
            for chunk in chunks(ids):
                query = f"SELECT id FROM photos WHERE files > 0 AND id IN ({marks(len(chunk))})"
                found.update(photo_id for (photo_id,) in connection.execute(query, chunk))
        return found

    def counts(self) -> Stats:
        """How many present photos, files, described photos and views, failures and folders there are."""
        with self._read() as connection:
            photos, files, captioned, views = connection.execute(
                "SELECT count(*), coalesce(sum(files), 0), coalesce(sum(whole), 0), coalesce(sum(views), 0) "
                "FROM photos INDEXED BY photos_taken WHERE files > 0"
            ).fetchone()
            (failed,) = connection.execute(
                "SELECT count(DISTINCT CASE WHEN photo_id IS NULL THEN path ELSE photo_id END) FROM failures f WHERE "
                "photo_id IS NULL OR EXISTS (SELECT 1 FROM photos p WHERE p.id = f.photo_id AND p.files > 0)"
            ).fetchone()
            (roots,) = connection.execute("SELECT count(*) FROM roots").fetchone()
        return Stats(photos=photos, files=files, captioned=captioned, views=views, failed=failed, roots=roots)

    def own(self, photo_id: int) -> Own:
        """What the person wrote about a photo; empty if nothing."""
        with self._read() as connection:
            row = connection.execute("SELECT text, tags FROM owns WHERE photo_id = ?", (photo_id,)).fetchone()
        return Own(row[0], tuple(json.loads(row[1]))) if row else Own()

    def set_own(self, photo_id: int, own: Own) -> None:
        """Keep what the person wrote about a photo; it is never overwritten by anything else.

        Raises:
            NotFoundError: there is no such photo.
        """
        if not self.set_owns({photo_id: own}):
            raise NotFoundError(f"there is no photo {photo_id}", "it may have been purged; search again")

    def owns(self, ids: Sequence[int]) -> dict[int, Own]:
        """What the person wrote about these photos; those without are left out."""
        found: dict[int, Own] = {}
        with self._read() as connection:
            for chunk in chunks(ids):
                query = f"SELECT photo_id, text, tags FROM owns WHERE photo_id IN ({marks(len(chunk))})"
                for photo_id, text, tags in connection.execute(query, chunk):
                    found[photo_id] = Own(text, tuple(json.loads(tags)))
        return found

    def set_owns(self, owns: Mapping[int, Own]) -> int:
        """Keep what the person wrote about several photos, all or none; returns how many of them there are."""
        with self._write() as connection:
            present = []
            for photo_id, own in owns.items():
                if connection.execute("SELECT 1 FROM photos WHERE id = ?", (photo_id,)).fetchone() is None:
                    continue
                present.append(photo_id)
                if own == Own():
                    connection.execute("DELETE FROM owns WHERE photo_id = ?", (photo_id,))
                else:
                    connection.execute(
                        "INSERT INTO owns (photo_id, text, tags) VALUES (?, ?, ?) ON CONFLICT (photo_id) DO UPDATE "
                        "SET text = excluded.text, tags = excluded.tags",
                        (photo_id, own.text, json.dumps(own.tags)),
                    )
            mark_stale(connection, present)
        return len(present)


_WITHIN = "(path = :path OR (path >= :low AND path < :high))"


def _load(connection: sqlite3.Connection, ids: list[int]) -> dict[int, Photo]:
    images: dict[int, list[tuple[bool, str, int]]] = defaultdict(list)
    raws: dict[int, list[tuple[bool, str, int]]] = defaultdict(list)
    rows = connection.execute(
        "SELECT f.photo_id, f.raw, r.online, f.path, f.size FROM files f JOIN roots r ON r.id = f.root_id "
        f"WHERE f.photo_id IN ({marks(len(ids))})",
        ids,
    )
    for photo_id, raw, online, path, size in rows:
        (raws if raw else images)[photo_id].append((not online, path, size))
    found = {}
    for row in connection.execute(f"SELECT {_COLUMNS} FROM photos WHERE id IN ({marks(len(ids))})", ids):
        photo_id, key, width, height, kind, taken, camera, latitude, longitude, views, whole, failed = row
        files = sorted(images[photo_id])
        found[photo_id] = Photo(
            id=photo_id,
            key=key,
            width=width,
            height=height,
            format=kind,
            taken=taken,
            camera=camera,
            latitude=latitude,
            longitude=longitude,
            paths=tuple(path for _, path, _ in files),
            online=bool(files) and not files[0][0],
            raws=tuple(path for _, path, _ in sorted(raws[photo_id])),
            size=files[0][2] if files else 0,
            views=views,
            whole=bool(whole),
            failed=bool(failed),
        )
    return found
