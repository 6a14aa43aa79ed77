"""Photos found by words that their captions imply: ranking, evidence, narrowing, and the index on disk."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import fields

from photofind.records import Chip, Query
from photofind.search import index as index_module
from photofind.search import store
from photofind.search.expansion import FILE
from photofind.search.expansion_counts import Counts
from photofind.search.index import Document, Index
from tests.search.test_exact import check

THINGS = ("grass", "street", "beach", "house", "tree", "car")


def library(photos: int = 240) -> list[Document]:
    """Dogs whose leash another view sees, and two photos (1 and 2) whose views say leash only."""
    rng = random.Random(7)
    made = [
        Document(1, ("A leash on the grass.",), ("A leash lies.", "Grass."), ("holiday",), ("rome",)),
        Document(2, ("A cat looks at a leash.",), ("A cat.", "The leash.")),
    ]
    for number in range(3, photos + 1):
        what = ("A dog plays.", "A leash.") if number % 4 == 0 else (f"A cat by the {rng.choice(THINGS)}.", "A cat.")
        said = list(what) if number % 8 else [what[1], what[0]]
        made.append(Document(number, (said[0],), (said[1], f"A {rng.choice(THINGS)}.")))
    return made


def texts(documents: list[Document]) -> dict[int, list[tuple[str, str]]]:
    views = ("q11", "q12", "q21")
    return {
        one.photo_id: [
            *(("whole", text) for text in one.whole),
            *zip(views, one.crops, strict=False),
            *(("own", text) for text in one.own),
            *(("name", text) for text in one.name),
        ]
        for one in documents
    }


@pytest.fixture
def taught(tmp_path: Path) -> Iterator[Index]:
    documents = library()
    made = Index(tmp_path / "index", lambda photo: texts(documents)[photo], expansion=True)
    made.learn([documents])
    made.update(documents)
    yield made
    made.close()


def ids(index: Index, *chips: Chip, **options: bool) -> list[int]:
    return index.search(Query(chips, **options)).ids.tolist()


def test_what_is_implied_is_found_below_what_is_said(taught: Index) -> None:
    found = ids(taught, Chip("dog"), synonyms=True)
    said = ids(taught, Chip("dog"), synonyms=False)
    assert {1, 2}.isdisjoint(said)
    assert found[: len(said)] == said
    assert set(found) - set(said) == {1, 2}
    # Only the word itself counts where that is asked for: exact, as a phrase, in a field, and to leave photos out.
    assert ids(taught, Chip("dog", exact=True)) == ids(taught, Chip("dog", phrase=True)) == said
    assert ids(taught, Chip("own:dog")) == ids(taught, Chip("name:dog")) == []
    assert {1, 2} <= set(ids(taught, Chip("dog", exclude=True)))
    assert ids(taught, Chip("dog"), Chip("dog", exclude=True)) == [1, 2]
    assert dict(taught.suggest(Query((Chip("leash"),)), [1, 2, 4], 30)).get("dog") in {None, 3}


def test_evidence_names_the_words_that_imply_it(taught: Index) -> None:
    evidence = taught.evidence(1, Query((Chip("dog"),)))
    assert evidence.learned == {"dog": ("leash",)}
    assert [(span.source, span.words) for span in evidence.matches["dog"]] == [
        ("whole", ("leash",)),
        ("q11", ("leash",)),
    ]
    said = taught.evidence(4, Query((Chip("dog"),)))
    assert said.learned == {}
    assert said.matches["dog"][0].words == ("dog",)
    for query in (Query((Chip("dog"),), synonyms=False), Query((Chip("dog", exact=True),)), Query((Chip("car"),))):
        nothing = taught.evidence(1, query)
        assert nothing.learned == {}
        assert not any(nothing.matches.values())


def test_off_it_changes_nothing(tmp_path: Path) -> None:
    documents = library()
    scores = []
    for name, expansion in (("off", False), ("on", True)):
        index = Index(tmp_path / name, lambda _: (), expansion=expansion)
        assert index.unlearned is expansion
        index.learn([documents])
        assert not index.unlearned
        index.update(documents)
        assert (tmp_path / name / FILE).exists() is expansion
        ranking = index.search(Query((Chip("dog"), Chip("leash")), any=True, synonyms=False))
        scores.append((ranking.ids.tolist(), ranking.scores.tolist()))
        check(index, tmp_path / name, Query((Chip("dog"), Chip("tree")), any=True, synonyms=False))
        index.close()
    assert scores[0] == scores[1]
    index = Index(tmp_path / "on", lambda _: ())  # switched off again: what was written is not asked
    assert {1, 2}.isdisjoint(ids(index, Chip("dog")))
    assert not index.unlearned
    index.close()
    Index.wipe(tmp_path / "on")
    assert not (tmp_path / "on" / FILE).exists()


def test_it_learns_as_captions_land_and_survives_merges_and_deletions(tmp_path: Path) -> None:
    documents = library()
    index = Index(tmp_path / "index", lambda _: (), expansion=True)
    for start in range(2, len(documents), 10):
        index.update(documents[start : start + 10])
    index.update(documents[:1])
    index.update(documents[1:2])
    found = ids(index, Chip("dog"))
    assert {1, 2} <= set(found)
    index.close()
    index = Index(tmp_path / "index", lambda _: (), expansion=True)
    assert ids(index, Chip("dog")) == found
    index.update([Document(1, ("A cat.",))], [4])
    assert ids(index, Chip("dog")) == [photo for photo in found if photo not in {1, 4}]
    for photo in range(1000, 1040):  # enough commits of one photo to merge
        index.update([Document(photo, ("A leash.",), ("Grass.",))])
    assert {2, 1000, 1039} <= set(ids(index, Chip("dog")))
    with index._lease() as ranker:
        assert len(ranker.snapshot.segments) < 40
    index.close()


def test_an_index_from_before_takes_it_up(tmp_path: Path, monkeypatch) -> None:
    """The field is not in the index's own record of its fields."""

    def before() -> fields.Schema:
        made = store.schema()
        made.remove(store.LEARNED)
        return made

    documents = library()
    original = before()
    with monkeypatch.context() as patched:
        patched.setattr(store, "schema", lambda: original)
        index = Index(tmp_path / "index", lambda _: ())
        index.update(documents[2:200])
        index.close()
    index = Index(tmp_path / "index", lambda _: (), expansion=True)
    assert index.unlearned
    index.learn([documents])
    index.update(documents[:2])
    index.update(documents[200:])
    assert {1, 2} <= set(ids(index, Chip("dog")))
    index.close()


words = st.sampled_from(("dog", "leash", "cat", "red", "tree"))
said = st.lists(st.lists(words, min_size=1, max_size=3).map(" ".join), max_size=3).map(tuple)
documents_ = st.builds(Document, st.integers(1, 30), said, said, said, said)
chips = st.lists(st.builds(Chip, words), min_size=1, max_size=3)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(documents_, min_size=1, max_size=12), chips, chips, st.booleans())
def test_a_chip_narrows_and_an_exclusion_excludes_what_is_said(corpus, included, more, one_by_one) -> None:
    living = {one.photo_id: one for one in corpus}
    with tempfile.TemporaryDirectory() as name:
        index = Index(Path(name) / "index", lambda photo: texts([living[photo]])[photo], expansion=True)
        index.learn([library(80)])
        for batch in [[one] for one in living.values()] if one_by_one else [list(living.values())]:
            index.update(batch)
        before = index.search(Query(tuple(included)))
        narrowed = index.search(Query((*included, *more)))
        assert set(narrowed.ids.tolist()) <= set(before.ids.tolist())
        either = index.search(Query((*included, *more), any=True))
        assert set(before.ids.tolist()) <= set(either.ids.tolist())
        without = index.search(Query((*included, *(Chip(one.text, exclude=True) for one in more))))
        for photo in without.ids.tolist():
            everything = " ".join(text for _, text in texts([living[photo]])[photo])
            assert not {one.text for one in more} & set(everything.split())
        again = index.search(Query(tuple(included)))
        assert again.ids.tolist() == before.ids.tolist()
        assert again.scores.tolist() == before.scores.tolist()
        for photo in before.ids.tolist():  # every photo that was found says why
            evidence = index.evidence(photo, Query(tuple(included)))
            assert all(evidence.matches[one.text] for one in included)
        index.close()


def test_what_is_written_is_what_the_table_says(taught: Index) -> None:
    """Levels go to the file and back; none is given for a word that stands in the document."""
    table = taught._learner.table  # type: ignore[union-attr]
    with taught._lease() as ranker:
        postings = ranker.snapshot.postings(store.LEARNED, "dog")
        found = dict(zip(ranker.snapshot.photos[postings.docs].tolist(), postings.counts.tolist(), strict=True))
    expected = {}
    for one in library():
        encoded = index_module.Encoder().encode(one)
        stems = {stem for part in encoded.stems.values() for stem in part}
        level = table.expand({stem for view in encoded.views for stem in view}, stems).get("dog")
        if level:
            expected[one.photo_id] = level
    assert found == expected != {}
    assert not np.isin(list(found), ids(taught, Chip("dog"), synonyms=False)).any()
    assert Counts().learn().weights.size == 0
