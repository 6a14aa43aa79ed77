"""What the index and the evidence read of a photo: its cleaned captions, a person's own words, its file names."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from photofind.library.catalog import Catalog
from photofind.library.locations import is_below
from photofind.records import WHOLE, Caption, Own, Photo

if TYPE_CHECKING:
    from photofind.search.index import Document

OWN = "own"
NAME = "name"


@lru_cache(maxsize=50_000)
def cleaned(raw: str) -> str:
    """``search.text.clean``, remembered: short captions recur often and are read again for evidence."""
    from photofind.search.text import clean  # brings Whoosh along, which a window starts without

    return clean(raw)


class Documents:
    """Reads the texts of photos from the catalog.

    Args:
        catalog: the truth.
        fingerprints: gives the engine fingerprints of the active model, whose captions count before others.
    """

    def __init__(self, catalog: Catalog, fingerprints: Callable[[], Sequence[str]]) -> None:
        self._catalog = catalog
        self._fingerprints = fingerprints

    def captions(self, photo_id: int, hidden: bool = False) -> list[Caption]:
        """The captions that count, one a view in the order of ``VIEWS``, with ``text`` cleaned.

        Args:
            hidden: also those that a person has hidden; their views have no other that counts.
        """
        return [
            dataclasses.replace(caption, text=cleaned(caption.raw))
            for caption in self._catalog.captions(photo_id, self._fingerprints())
            if hidden or not caption.hidden
        ]

    def texts(self, photo_id: int) -> list[tuple[str, str]]:
        """(source, text) pairs of a photo: views first, then ``own``, then ``name``."""
        found = [(c.view, c.text) for c in self.captions(photo_id) if c.text]
        found += [(OWN, text) for text in own_texts(self._catalog.own(photo_id))]
        roots = self._catalog.root_paths()
        for photo in self._catalog.photos([photo_id]):
            found += [(NAME, text) for text in name_texts(photo, roots)]
        return found

    def build(self, ids: Sequence[int]) -> tuple[list[Document], list[int]]:
        """The index documents of photos, and those ids that have left the library and belong in no index."""
        here = self._catalog.present(ids)
        present = {photo.id: photo for photo in self._catalog.photos([i for i in ids if i in here])}
        from photofind.search.index import Document

        documents = []
        roots = self._catalog.root_paths()
        for photo in present.values():
            whole: list[str] = []
            crops: list[str] = []
            for caption in self.captions(photo.id):
                if caption.text:
                    (whole if caption.view == WHOLE.name else crops).append(caption.text)
            documents.append(
                Document(
                    photo_id=photo.id,
                    whole=tuple(whole),
                    crops=tuple(crops),
                    own=tuple(own_texts(self._catalog.own(photo.id))),
                    name=tuple(name_texts(photo, roots)),
                )
            )
        return documents, [photo_id for photo_id in ids if photo_id not in present]


def own_texts(own: Own) -> list[str]:
    """A person's caption, then the tags as one text."""
    texts = [own.text] if own.text.strip() else []
    if own.tags:
        texts.append(", ".join(own.tags))
    return texts


def name_texts(photo: Photo, roots: Sequence[str]) -> list[str]:
    """The words of each file's name and of its folders in the library, without repeats."""
    from photofind.search.text import sources_of_name

    texts = (sources_of_name(path, _root_of(path, roots)) for path in photo.paths)
    return list(dict.fromkeys(text for text in texts if text))


def _root_of(path: str, roots: Sequence[str]) -> str:
    """The folder of the library that holds a file; its own folder if none does."""
    return max((root for root in roots if is_below(path, root)), key=len, default=os.path.dirname(path))
