"""Which words captions use most."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from photofind.records import WordCount
from photofind.search import frequency
from photofind.search.index import Document, Index

Sources = dict[int, list[tuple[str, str]]]


def made(folder: Path, sources: Sources) -> Index:
    index = Index(folder, lambda photo: sources[photo])
    index.update(
        [
            Document(
                photo,
                whole=tuple(text for source, text in texts if source == "whole"),
                crops=tuple(text for source, text in texts if source not in ("whole", "own", "name")),
                own=tuple(text for source, text in texts if source == "own"),
                name=tuple(text for source, text in texts if source == "name"),
            )
            for photo, texts in sources.items()
        ]
    )
    return index


def test_every_view_counts_and_file_names_do_not(tmp_path: Path) -> None:
    sources: Sources = {
        1: [
            ("whole", "A photo of two sheep behind a fence."),
            ("q11", "A sheep."),
            ("q12", "A sheep."),
            ("g11", "Fences and the sheep's rocks."),
            ("own", "my sheep"),
            ("name", "tractor sheep"),
        ],
        2: [("whole", "A fence.")],
    }
    with contextlib.closing(made(tmp_path, sources)) as index:
        assert index.frequent([1], 2) == [WordCount("sheep", 5, 1), WordCount("fence", 2, 1)]
        assert WordCount("fence", 3, 2) in index.frequent([1, 2])
        said = {word.word for word in index.frequent([1, 2], 50)}
        assert not said & {"a", "of", "the", "photo", "two", "tractor"}


def test_texts_and_index_count_alike(tmp_path: Path) -> None:
    animals = ["dog", "dogs", "cat", "horses"]
    sources: Sources = {
        n: [
            ("whole", f"A {animals[n % 4]} and a {animals[n % 3]}."),
            ("v1of2", f"The {animals[n % 4]}."),
            ("own", "zoo"),
        ]
        for n in range(1, 90)
    }
    with contextlib.closing(made(tmp_path, sources)) as index:
        assert len(sources) > frequency.FEW
        by_texts = frequency.of_texts(sources.values(), 10)
        assert index.frequent(None, 10) == by_texts
        assert index.frequent(list(sources), 2) == by_texts[:2]
        assert by_texts[1] == WordCount("zoo", 89, 89)
        assert [word.word for word in by_texts] == ["dogs", "zoo", "cat", "horses"]


def test_deleted_photos_and_empty_indexes(tmp_path: Path, opened: Callable[[], Index]) -> None:
    sources: Sources = {n: [("whole", "A boat.")] for n in range(60)}
    with contextlib.closing(made(tmp_path / "one", sources)) as index:
        index.update([], list(range(50)))
        assert index.frequent(None) == [WordCount("boat", 10, 10)]
        assert index.frequent([]) == []
    assert opened().frequent(None) == []
