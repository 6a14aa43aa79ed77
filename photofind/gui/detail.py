"""What the side panel and the viewer show of one photo, read off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from photofind.app import App
from photofind.records import Caption, Evidence, Failure, Own, Photo, Query


@dataclass(frozen=True, slots=True)
class Detail:
    """A photo, what was said about it (hidden captions too), and why it was found."""

    photo: Photo
    captions: tuple[Caption, ...]
    own: Own
    evidence: Evidence
    failures: tuple[Failure, ...]


def load(app: App, photo_id: int, query: Query) -> Detail:
    """Read it all (worker thread). ``NotFoundError`` if the photo is gone."""
    included = any(not chip.exclude for chip in query.chips)
    return Detail(
        app.photo(photo_id),
        tuple(app.captions(photo_id, hidden=True)),
        app.own(photo_id),
        app.evidence(photo_id, query) if included else Evidence(photo_id),
        tuple(app.failures(photo_id)),
    )
