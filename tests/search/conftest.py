"""A small library of texts, and indexes over it that are closed when the test ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photofind.search.index import Document, Index

TEXTS: dict[int, list[tuple[str, str]]] = {
    1: [
        ("whole", "A man rides a brown horse on the beach."),
        ("q11", "A brown horse. Tags: sky, man."),
        ("own", "Party"),
        ("name", "2019 Rome"),
    ],
    2: [("whole", "A dog runs on green grass."), ("q11", "Dogs running."), ("g22", "green grass"), ("name", "Rome")],
    3: [
        ("whole", "A tennis racket and a ball."),
        ("q12", "A player with a racket on a tennis court."),
        ("own", "party at the beach"),
    ],
    4: [("whole", "A red car. A blue bike."), ("h1of2", "The car is red and a bike is blue.")],
}


def document(photo_id: int) -> Document:
    texts = TEXTS[photo_id]
    crops = tuple(text for source, text in texts if source not in {"whole", "own", "name"})
    by = {source: (text,) for source, text in texts}
    return Document(photo_id, by.get("whole", ()), crops, by.get("own", ()), by.get("name", ()))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Index]]:
    """Opens the index of the test's folder; any number of times."""
    indexes: list[Index] = []

    def make(folder: Path = tmp_path / "index") -> Index:
        indexes.append(Index(folder, lambda photo: TEXTS.get(photo, [])))
        return indexes[-1]

    yield make
    for index in indexes:
        index.close()


@pytest.fixture
def index(opened: Callable[..., Index]) -> Index:
    """The four photos, in two commits."""
    made = opened()
    made.update([document(1), document(2)])
    made.update([document(3), document(4)])
    return made
