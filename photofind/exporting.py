"""Joins results with the catalog's texts and pictures for what is written out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from photofind import export
from photofind.documents import Documents
from photofind.export import Job, Row
from photofind.library.catalog import Catalog
from photofind.records import WHOLE, Evidence, Exported, ExportOptions, Query, SearchResult
from photofind.search import query as query_text

_BATCH = 200
_EXPLAINED = {"csv", "json", "jsonl", "html", "zip"}
"""Formats that say why a photo was found."""


class Exporter:
    """Gives the rows of results and writes them. Thread-safe.

    Args:
        evidence: says why a photo was found.
        thumbnail: file of a photo's thumbnail, made if missing; None if it can't be.
    """

    def __init__(
        self,
        catalog: Catalog,
        documents: Documents,
        evidence: Callable[[int, Query], Evidence],
        thumbnail: Callable[[int], Path | None],
    ) -> None:
        self._catalog, self._documents = catalog, documents
        self._evidence, self._thumbnail = evidence, thumbnail

    def write(
        self,
        result: SearchResult,
        form: str,
        out: Path,
        overwrite: bool,
        options: ExportOptions | None,
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
    ) -> Exported:
        """Write a whole result (raises what ``export.write`` does)."""
        title = query_text.to_text(result.query)
        job = Job(
            rows=lambda: self.rows(result, 0, form in _EXPLAINED),
            out=out.expanduser().absolute(),
            total=result.total,
            query=query_text.to_json(result.query),
            title=title,
            overwrite=overwrite,
            options=options or ExportOptions(),
            thumbnail=self._thumbnail,
            library=self._in_library,
            size=lambda: sum(photo.size for part in _parts(result.ids) for photo in self._catalog.photos(part)),
            progress=lambda done: progress(done, result.total),
            cancelled=cancelled,
        )
        return export.write(form, job)

    def rows(self, result: SearchResult, limit: int = 0, explained: bool = True) -> Iterator[Row]:
        """The results one by one, with their captions.

        Args:
            limit: so many at most; 0 means all.
            explained: also why each was found.
        """
        ids = result.ids[:limit] if limit else result.ids
        scores = iter(result.scores)
        for part in _parts(ids):
            photos = {photo.id: photo for photo in self._catalog.photos(part)}
            for photo_id, score in zip(part, scores, strict=False):
                photo = photos.get(photo_id)
                if photo is None:
                    continue
                own = self._catalog.own(photo_id)
                whole = next((c for c in self._documents.captions(photo_id) if c.view == WHOLE.name), None)
                evidence = Evidence(photo_id)
                if explained and result.query.scored:
                    evidence = self._evidence(photo_id, result.query)
                yield Row(
                    path=photo.path,
                    paths=photo.paths,
                    score=round(float(score), 9),
                    date=photo.taken,
                    width=photo.width,
                    height=photo.height,
                    caption=whole.text if whole else None,
                    own=own.text,
                    tags=own.tags,
                    matched=evidence.views,
                    learned=evidence.learned,
                    related=evidence.related,
                    shared=evidence.shared,
                    spans=tuple(span for spans in evidence.matches.values() for span in spans),
                    model=whole.model if whole else "",
                    photo_id=photo_id,
                    online=photo.online,
                )

    def _in_library(self, path: Path) -> bool:
        """Whether a path is, or lies in, a folder of the library, also by another name."""
        path = path.resolve()
        return any(path.is_relative_to(Path(root.path).resolve()) for root in self._catalog.roots())


def _parts(ids: Sequence[int]) -> Iterator[list[int]]:
    several = [int(photo_id) for photo_id in ids]
    for start in range(0, len(several), _BATCH):
        yield several[start : start + _BATCH]
