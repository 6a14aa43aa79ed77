"""Synonyms and kinds: found, ranked below the word itself, shown in the evidence, off when asked."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from photofind.paths import resource
from photofind.records import Chip, Query
from photofind.search.index import Document
from photofind.search.synonyms import Thesaurus
from photofind.search.text import normal, stem_of

SAID = {
    1: "a puppy on a rug",
    2: "a dog on a rug",
    3: "a red car",
    4: "a bus in the street",
    5: "a vehicle",
    6: "a kitten",
    7: "a bird in a tree",
}


@pytest.fixture
def zoo(tmp_path: Path):
    from photofind.search.index import Index

    index = Index(tmp_path / "zoo", lambda photo: [("whole", SAID[photo])])
    index.update([Document(photo, (text,)) for photo, text in SAID.items()])
    yield index
    index.close()


def found(zoo, word: str, **options: bool) -> list[int]:
    return zoo.search(Query((Chip(word, **options),))).ids.tolist()


def test_kinds_and_the_commoner_word(zoo) -> None:
    assert found(zoo, "puppy") == [1, 2]
    assert found(zoo, "dog") == [2, 1]
    assert found(zoo, "vehicle") == [5, 3, 4]
    assert found(zoo, "automobile") == [3]
    assert sorted(found(zoo, "animal")) == [1, 2, 6, 7]
    assert found(zoo, "rug") == [1, 2]


def test_off_by_query_phrase_and_exclusion(zoo) -> None:
    assert zoo.search(Query((Chip("vehicle"),), synonyms=False)).ids.tolist() == [5]
    assert zoo.search(Query((Chip("animal"),), synonyms=False)).unmatched
    assert zoo.search(Query((Chip("animal"),))).unmatched == {}
    assert found(zoo, "dog", phrase=True) == [2]
    assert found(zoo, "dog", exclude=True) == [1, 3, 4, 5, 6, 7]


def test_evidence_shows_the_word_that_stood_for_it(zoo) -> None:
    query = Query((Chip("vehicle"),))
    assert zoo.evidence(4, query).matches["vehicle"][0].words == ("bus",)
    off = Query(query.chips, synonyms=False)
    assert zoo.evidence(4, off).matches["vehicle"] == ()


def test_counts_of_suggestions_are_what_the_chip_finds(zoo) -> None:
    everything = Query()
    for word, count in zoo.suggest(everything, zoo.search(everything).ids):
        assert len(zoo.search(Query((Chip(word),))).ids) == count


def test_the_table_holds_the_stems_of_the_analysis() -> None:
    with gzip.open(resource("wordnet", "nouns.tsv.gz"), "rt", encoding="ascii") as lines:
        for line in lines:
            for entry in line.split("\t")[1].split():
                word, _, stem = entry.partition("/")[0].partition(">")
                assert stem_of(normal(word)) == (stem or word)


def test_related_words_are_bounded_and_known() -> None:
    table = Thesaurus()
    known = {stem_of(word) for word in ("dog", "cat", "horse", "car")}
    assert set(table.related(stem_of("animal"), known, lambda _: 1)) == {
        stem_of("dog"),
        stem_of("cat"),
        stem_of("horse"),
    }

    class Everything:
        def __contains__(self, _: object) -> bool:
            return True

    assert len(table.related(stem_of("animal"), Everything(), len)) == 24
    assert table.related("nosuchword", Everything(), len) == ()


def test_without_the_table_words_stand_for_themselves(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert Thesaurus(tmp_path / "none.gz").related("dog", {"puppi"}, len) == ()
    broken = tmp_path / "broken.gz"
    broken.write_bytes(gzip.compress(b"0\tdog\tx\n"))
    assert Thesaurus(broken).related("dog", {"puppi"}, len) == ()
    assert "no synonyms" in caplog.text
