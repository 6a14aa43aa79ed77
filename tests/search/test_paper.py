"""The paper's retrieval against BM25 written out."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from photofind.search.index import Index
from photofind.search.paper import PAPER, Document, PaperIndex, Parameters

PHOTOS = [
    (0, ["A dog runs on the beach.", "Two dogs."]),
    (3, ["A cat and a dog."]),
    (5, ["The beach at night.", "Waves running in."]),
    (9, ["A car."]),
]
LENGTHS = {0: 5, 3: 2, 5: 4, 9: 1}


def bm25(count: int, documents: int, length: int, k1: float, b: float) -> float:
    average = sum(LENGTHS.values()) / len(PHOTOS)
    idf = math.log(len(PHOTOS) / (documents + 1)) + 1
    return idf * count * (k1 + 1) / (count + k1 * (1 - b + b * length / average))


@pytest.mark.parametrize(("k1", "b"), [(0.9, 0.4), (1.2, 0.75), (2.0, 0.0), (0.0, 1.0)])
def test_scores_are_bm25_of_all_texts_as_one_field(k1: float, b: float) -> None:
    with PaperIndex(PHOTOS) as index:
        assert index.count == 4
        found = index.search("dogs", parameters=Parameters(k1, b, {"whole": 1.0}))
        expected = {0: bm25(2, 2, LENGTHS[0], k1, b), 3: bm25(1, 2, LENGTHS[3], k1, b)}
        assert dict(zip(found.ids.tolist(), found.scores.tolist(), strict=True)) == pytest.approx(expected)
        assert sorted(found.scores, reverse=True) == found.scores.tolist()


def test_all_any_without_and_nothing() -> None:
    with PaperIndex(PHOTOS) as index:
        assert index.search("the dog at the beach").ids.tolist() == [0]
        assert set(index.search(["dog", "beach"], any=True).ids.tolist()) == {0, 3, 5}
        assert index.search("beach", without="dogs").ids.tolist() == [5]
        assert index.search("the").ids.tolist() == []
        assert index.search("zebra", any=True).ids.tolist() == []
        assert index.stems("the Dogs, dog running") == ["dog", "run"]


def test_a_word_that_is_repeated_counts_again() -> None:
    with PaperIndex(PHOTOS) as index:
        once, twice = index.search("dog"), index.search("dog dogs")
        assert once.ids.tolist() == twice.ids.tolist()
        assert (2 * once.scores).tolist() == twice.scores.tolist()
        assert index.search("cat dog car car car", any=True).ids[0] == 9


def test_without_stemming_and_with_stop_words() -> None:
    with PaperIndex(PHOTOS, stemming=False) as index:
        assert index.search("dogs").ids.tolist() == [0]
        assert index.search("running").ids.tolist() == [5]
        assert index.search("the").ids.tolist() == []
    with PaperIndex(PHOTOS, stop_words=False) as index:
        assert set(index.search("the").ids.tolist()) == {0, 5}


def test_field_weights_count_per_query() -> None:
    documents = [Document(1, ("dog",), ("cat",)), Document(2, ("cat",), ("dog",))]
    with PaperIndex.of(documents) as index:
        assert index.search("dog", parameters=Parameters(weights={"whole": 1, "crops": 0.5})).ids.tolist() == [1, 2]
        assert index.search("dog", parameters=Parameters(weights={"whole": 0.5, "crops": 1})).ids.tolist() == [2, 1]
        assert index.search("dog", parameters=Parameters(weights={"crops": 1})).ids.tolist() == [2]
        assert index.search("dog").ids.tolist() == [1], PAPER


def test_what_it_makes_it_deletes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    index = PaperIndex(PHOTOS)
    assert any(tmp_path.iterdir())
    index.close()
    index.close()
    assert not any(tmp_path.iterdir())


def test_a_failure_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken():
        yield PHOTOS[0]
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        PaperIndex(broken())
    assert not any(tmp_path.iterdir())


def test_the_same_scores_as_the_index(tmp_path: Path) -> None:
    index = Index(tmp_path / "index", lambda _: ())
    index.update([Document(photo, tuple(texts)) for photo, texts in PHOTOS])
    with PaperIndex(PHOTOS) as paper:
        ours = index.rank(["dog", "beach"], either=True)
        theirs = paper.search("dog beach", any=True)
        assert ours.ids.tolist() == theirs.ids.tolist()
        assert ours.scores.tolist() == theirs.scores.tolist()
    index.close()
