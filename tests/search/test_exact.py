"""Our scores against Whoosh's own BM25F through its public interface: any corpus, any history of updates."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.index import FileIndex
from whoosh.query import And, NullQuery, Or, Term
from whoosh.scoring import BM25F

from photofind.records import Chip, Query
from photofind.search.index import Document, Index
from photofind.search.ranking import FIELD_WEIGHTS, K1, B, Vector, ranked
from photofind.search.store import FIELDS, NAME, Store

WORDS = ("dog", "dogs", "cat", "red", "car", "tree", "snowboard", "running", "x-ray", "café")
STEMS = ("dog", "cat", "red", "car", "tree", "snowboard", "run", "xray", "cafe")

texts = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
fields = st.lists(texts, max_size=3).map(tuple)
documents = st.builds(Document, st.integers(1, 12), fields, fields, fields, fields)
batches = st.lists(
    st.tuples(st.lists(documents, max_size=6), st.lists(st.integers(1, 12), max_size=3)), min_size=1, max_size=12
)
chips = st.lists(st.builds(Chip, st.sampled_from(WORDS)), min_size=1, max_size=4)


def whoosh_scores(folder: Path, query: Query) -> dict[int, float]:
    """Photo id → score by Whoosh itself, every document."""
    store = Store(folder)
    index = FileIndex(store.storage, store.schema, NAME)
    stems = [STEMS[{"dogs": 0, "running": 6, "x-ray": 7, "café": 8}.get(c.text, -1)] for c in query.chips]
    stems = [c.text if c.text in STEMS else stem for c, stem in zip(query.chips, stems, strict=True)]
    each = [Or([Term(name, stem, boost=FIELD_WEIGHTS[name]) for name in FIELDS]) for stem in dict.fromkeys(stems)]
    with index.searcher(weighting=BM25F(B=B, K1=K1)) as searcher:
        asked = (Or(each) if query.any else And(each)).normalize()
        if asked == NullQuery or not searcher.doc_count_all():
            return {}
        results = searcher.search(asked, limit=None, optimize=False)
        column = searcher.reader().column_reader("photo")
        return {column[hit.docnum]: hit.score for hit in results}


def check(index: Index, folder: Path, query: Query) -> None:
    ranking = index.search(query)
    expected = whoosh_scores(folder, query)
    assert dict.fromkeys(ranking.ids.tolist(), 0) == dict.fromkeys(expected, 0)
    for photo, score in zip(ranking.ids.tolist(), ranking.scores.tolist(), strict=True):
        assert score == pytest.approx(expected[photo], abs=1e-9, rel=0)
    pairs = list(zip((-ranking.scores).tolist(), ranking.ids.tolist(), strict=True))
    assert pairs == sorted(pairs)
    assert len(set(ranking.ids.tolist())) == len(ranking.ids)


@settings(max_examples=35, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(batches, st.lists(st.tuples(chips, st.booleans()), min_size=1, max_size=4))
def test_scores_equal_whoosh_after_any_updates_deletions_and_merges(batches, queries) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "index"
        index = Index(folder, lambda _: ())
        living: dict[int, Document] = {}
        for added, deleted in batches:
            index.update(added, deleted)
            for photo in deleted:
                living.pop(photo, None)
            living.update({document.photo_id: document for document in added})
        assert index.count == len(living)
        for included, either in queries:
            distinct = tuple(dict.fromkeys(included))
            check(index, folder, Query(distinct, any=either, synonyms=False))
        everything = index.search(Query())
        assert everything.ids.tolist() == sorted(living)
        assert not everything.scores.any()
        index.close()


def test_many_segments_blocks_and_merges(tmp_path: Path) -> None:
    """More than one block of postings a term (4096), segments of all sizes, deletions between."""
    folder = tmp_path / "index"
    index = Index(folder, lambda _: ())
    random = np.random.default_rng(7)
    photo = 0
    for size in (4500, 30, *[1] * 20, 200):
        batch = []
        for _ in range(size):
            photo += 1
            said = [" ".join(random.choice(WORDS[:6], size=8)) for _ in range(2)]
            batch.append(Document(photo, (said[0],), (said[1], "a dog"), (), ("tree",) if photo % 3 else ()))
        index.update(batch, random.integers(1, photo + 1, size=3).tolist())
    with index._lease() as ranker:
        assert 1 < len(ranker.snapshot.segments) <= 30
        assert not ranker.snapshot.all_live
    for included in (("dog",), ("tree",), ("cat", "red"), ("dog", "car", "tree")):
        for either in (False, True):
            check(index, folder, Query(tuple(map(Chip, included)), any=either, synonyms=False))
    # Our reader of terms and postings gives what the public loop of Whoosh's gives.
    store = Store(folder)
    with FileIndex(store.storage, store.schema, NAME).reader() as reader, index._lease() as ranker:
        for field, stem in itertools.product(FIELDS, STEMS):
            slow = by_posting(reader.postings(field, stem)) if (field, stem) in reader else []
            fast = ranker.snapshot.postings(field, stem)
            live = ranker.snapshot.live[fast.docs]
            assert list(zip(fast.docs[live], fast.counts[live], strict=True)) == slow, (field, stem)
        held = {(field, term) for segment in ranker.snapshot.segments for field, term in segment._terms}
        assert held == set(reader.all_terms())
    index.close()


def by_posting(matcher) -> list[tuple[int, float]]:
    found = []
    while matcher.is_active():
        found.append((matcher.id(), matcher.weight()))
        matcher.next()
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(documents, min_size=1, max_size=20), chips, chips)
def test_a_chip_narrows_an_exclusion_excludes(corpus, included, more) -> None:
    with tempfile.TemporaryDirectory() as name:
        index = Index(Path(name) / "index", lambda _: ())
        index.update(corpus)
        before = index.search(Query(tuple(included)))
        narrowed = index.search(Query((*included, *more)))
        assert set(narrowed.ids.tolist()) <= set(before.ids.tolist())
        excluded = tuple(Chip(one.text, exclude=True) for one in more)
        without = index.search(Query((*included, *excluded)))
        for one in more:
            with_word = set(index.search(Query((one,))).ids.tolist())
            assert not with_word & set(without.ids.tolist())
        after = index.search(Query(tuple(included)))
        assert after.ids.tolist() == before.ids.tolist()
        assert after.scores.tolist() == before.scores.tolist()
        index.close()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), min_size=1, max_size=60),
    st.randoms(use_true_random=False),
)
def test_order_by_score_then_photo(close, random) -> None:
    """Scores that are equal, that differ in their last bits, and that differ."""
    scores = np.array([1.0 + whole + bits * 2**-50 for whole, bits in close])
    photos = list(range(1, len(close) + 1))
    random.shuffle(photos)

    class Photos:
        count = len(photos)
        ranks = np.array(photos, np.int32) - 1

        def ids(self) -> np.ndarray:
            return np.arange(1, len(photos) + 1)

    found, sorted_scores = ranked(Vector(np.arange(len(photos), dtype=np.int32), scores), Photos())  # type: ignore[arg-type]
    expected = sorted(zip(-scores, photos, strict=True))
    assert list(zip((-sorted_scores).tolist(), found.tolist(), strict=True)) == expected


def test_counts_and_gaps_that_no_byte_holds(tmp_path: Path) -> None:
    """A word said 300 times, and a word 400 documents after its last."""
    folder = tmp_path / "index"
    index = Index(folder, lambda _: ())
    index.update(
        [Document(n, ("dog " * (300 if n == 7 else 1),), ("tree",) if n in (1, 401) else ()) for n in range(1, 411)]
    )
    check(index, folder, Query((Chip("dog"),), synonyms=False))
    check(index, folder, Query((Chip("tree"), Chip("dog")), synonyms=False))
    index.update([], [2])
    check(index, folder, Query((Chip("dog"),), synonyms=False))
    index.close()
