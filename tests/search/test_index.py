"""Searching, evidence and words to go on with, on a real index on disk."""

from __future__ import annotations

import itertools
import random
import tempfile
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photofind.errors import PhotofindError
from photofind.records import Chip, Query
from photofind.search.index import Document, Index, Ranking
from photofind.search.query import read
from photofind.search.text import analyse, stems


def find(index: Index, typed: str, *, any: bool = False, allowed: set[int] | None = None) -> Ranking:  # noqa: A002
    return index.search(Query(tuple(read(typed).chips), any=any, synonyms=False), allowed)


def ids(index: Index, typed: str, **options: object) -> list[int]:
    return sorted(find(index, typed, **options).ids.tolist())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "photos"),
    [
        ("horse", [1]), ("dogs", [2]), ("run", [2]), ("man horse", [1]), ("man dog", []), ("", [1, 2, 3, 4]),
        ("-horse", [2, 3, 4]), ("beach -man", [3]), ("rome", [1, 2]), ("name:rome", [1, 2]), ("own:rome", []),
        ("own:party", [1, 3]), ('own:"party at the beach"', [3]), ('own:"beach party"', []), ('name:"2019 rome"', [1]),
        ('"brown horse"', [1]), ('"horse brown"', []), ('"horse on the beach"', [1]), ('"green grass" running', [2]),
        ('"horse sky"', []), ('"sky man"', []), ('"tennis racket"', [3]), ('"racket ball"', [3]), ('"ball racket"', []),
        ('"car blue"', []), ('"car red"', [4]), ('-"red car"', [1, 2, 3]), ('"red red"', []),
    ],
)  # fmt: skip
def test_chips(index: Index, typed: str, photos: list[int]) -> None:
    assert ids(index, typed) == photos


def test_any_and_allowed(index: Index) -> None:
    assert ids(index, "horse tennis", any=True) == [1, 3]
    assert ids(index, "horse tennis", any=True, allowed={3, 4, 99}) == [3]
    assert ids(index, "horse", allowed=set()) == []
    assert ids(index, "", allowed={4, 2}) == [2, 4]
    assert ids(index, "-rome", allowed={4, 2}) == [4]
    assert index.search(Query(), np.array([3, 1])).ids.tolist() == [1, 3]


def test_order_and_weights(index: Index) -> None:
    """A person's own word counts more than a caption's, the whole photo's caption more than a crop's."""
    assert find(index, "beach").ids.tolist() == [3, 1]
    index.update(
        [
            Document(7, ("an owl",), ("a fox",)),
            Document(8, ("a fox",), ("an owl",)),
            Document(6, ("a fox",), ("an owl",)),
        ]
    )
    ranking = find(index, "owl")
    assert ranking.ids.tolist() == [7, 6, 8]  # equal scores by id
    assert ranking.scores[1] == ranking.scores[2] < ranking.scores[0]
    assert ranking.ids.dtype == np.int64
    assert ranking.scores.dtype == np.float64


def test_unmatched_and_dropped(index: Index) -> None:
    ranking = find(index, "hrose")
    assert ranking.unmatched["hrose"][0] == "horse"
    assert len(ranking.ids) == 0
    assert find(index, "tenis dog").unmatched == {"tenis": ("tennis",)}
    assert find(index, "playing").unmatched["playing"] == ("player",)
    assert find(index, '"red horse"').unmatched == {"red horse": ()}
    assert find(index, "-zebra").unmatched == {}
    assert find(index, "日本").unmatched == {"日本": ()}
    dropped = index.search(Query((Chip("the"), Chip("horse"))))
    assert dropped.dropped == ("the",)
    assert dropped.ids.tolist() == [1]
    assert index.search(Query((Chip("the"),))).ids.tolist() == [1, 2, 3, 4]


def test_the_same_word_twice_counts_once(index: Index) -> None:
    once, twice = find(index, "dog"), find(index, "dog dogs")
    assert once.ids.tolist() == twice.ids.tolist()
    assert once.scores.tolist() == twice.scores.tolist()


def test_update_replaces_and_deletes(index: Index) -> None:
    index.update([Document(2, ("A cat",))], [3])
    index.update([Document(2, ("A cat",))], [3])  # again: the same
    assert index.count == 3
    assert ids(index, "dog") == []
    assert ids(index, "cat") == [2]
    assert ids(index, "") == [1, 2, 4]
    assert find(index, "dog").unmatched == {"dog": ()}
    index.update([], [99])
    index.update([])
    index.update([], [1, 2, 4])
    assert index.count == 0
    assert ids(index, "") == []
    assert ids(index, "cat") == []
    assert index.suggest(Query(), []) == []
    assert index.complete("c") == []
    assert index.frequent(None) == []
    index.update([Document(5)])
    assert ids(index, "") == [5]


def test_two_of_one_photo_in_one_update(index: Index) -> None:
    index.update([Document(9, ("a fox",)), Document(9, ("an owl",))])
    assert ids(index, "owl") == [9]
    assert ids(index, "fox") == []


def test_evidence(index: Index) -> None:
    found = index.evidence(1, Query(tuple(read('horse "rides horse" sky the -dog name:rome zebra').chips)))
    assert found.views == {
        "horse": ["whole", "q11"], "rides horse": [], "sky": ["q11"], "name:rome": ["name"], "zebra": []
    }  # fmt: skip
    assert [span.words for span in found.matches["horse"]] == [("horse",), ("horse",)]


def test_evidence_of_phrases(index: Index) -> None:
    found = index.evidence(1, Query((Chip("brown horse", phrase=True), Chip("horse on the beach", phrase=True))))
    assert [span.words for span in found.matches["brown horse"]] == [("brown horse",), ("brown horse",)]
    (span,) = found.matches["horse on the beach"]
    assert span.words == ("horse on the beach",)
    assert span.box == (0, 0, 1, 1)
    assert index.evidence(12345, Query((Chip("dog"),))).matches == {"dog": ()}


def test_rare_misspellings_of_common_words_are_not_offered(opened) -> None:  # type: ignore[no-untyped-def]
    index = opened()
    index.update(
        [
            Document(n, ("An umbrella and a lens.",), (), ("Lena", "Zermatt") if n == 7 else ())
            if n % 100
            else Document(n, ("An umbrrella, a lenns.",))
            for n in range(1, 301)
        ]
    )
    assert find(index, "umbrllla").unmatched["umbrllla"] == ("umbrella",)
    assert find(index, "umbrrela").unmatched["umbrrela"] == ("umbrella",), "though the rare one is nearer"
    assert find(index, "lenna").unmatched["lenna"] == ("lens", "lena"), "a person's own words are no misspellings"
    assert find(index, "zermat").unmatched["zermat"] == ("zermatt",), "rare, but nothing common is near"


def test_only_what_is_said_about_photos_is_suggested(opened) -> None:  # type: ignore[no-untyped-def]
    index = opened()
    index.update(
        [
            Document(n, (f"A {'dog' if n % 2 else 'cat'}.",), (), ("Zermatt",) if n % 3 else (), ("home Rome",))
            if n % 4
            else Document(n, ("A dog.",), (), (), (f"mountain {'lake' if n % 8 else 'dog'}",))
            for n in range(1, 40)
        ]
    )
    everything = index.search(Query()).ids
    assert {word for word, _ in index.suggest(Query(), everything)} == {"dog", "cat", "zermatt"}
    assert {word.word for word in index.frequent(None)} == {"dog", "cat", "zermatt"}
    assert len(find(index, "rome").ids) == 30, "found by their names all the same"
    assert find(index, '"home rome"').ids.tolist() == find(index, "rome").ids.tolist()
    assert [word for word, _ in index.complete("mou")] == ["mountain"], "who types it may mean the folder"
    few = list(range(4, 40, 4))
    assert index.suggest(Query(), few) == []  # all say dog; only their names differ


def test_suggestions_narrow(opened) -> None:
    index = opened()
    animals = ["dog", "cat", "horse", "cow"]
    index.update(
        [Document(n, (f"a {animals[n % 4]} outdoors",), (f"the {animals[n % 4]}s", "a photo")) for n in range(1, 41)]
    )
    everything = index.search(Query())
    suggested = index.suggest(Query(), everything.ids, 3)
    assert len(suggested) == 3
    assert {word for word, _ in suggested} <= {"dogs", "cats", "horses", "cows", "dog", "cat", "horse", "cow"}
    assert all(count == 10 for _, count in suggested)
    for word, count in suggested:
        assert len(find(index, word).ids) == count
    dogs = Query((Chip("dog"),))
    assert index.suggest(dogs, index.search(dogs).ids) == []  # nothing tells them apart


def test_a_large_result_is_sampled_but_counted_exactly(opened) -> None:
    index = opened()
    index.update([Document(n, ("a dog" if n % 3 else "a cat",)) for n in range(1, 2500)])
    suggested = dict(index.suggest(Query(), index.search(Query()).ids))
    assert suggested == {"dog": 1666, "cat": 833}


def test_complete(index: Index) -> None:
    assert index.complete("ra") == [("racket", 1)]
    assert (
        dict(index.complete("r")) == {"rome": 2, "rides": 1, "runs": 1, "racket": 1, "red": 1}
        or len(index.complete("r")) == 5
    )
    assert index.complete("R", 1) == [("rome", 2)]
    assert index.complete("") == index.complete("zz") == index.complete("'") == []
    index.update([], [1, 2])
    assert ("rome", 2) not in index.complete("r")
    assert index.complete("rom") == []


def test_a_completion_counts_what_its_search_finds(opened) -> None:
    """In one segment and in many, with photos that were deleted and others that now say something else."""
    index = opened()
    rng = random.Random(3)
    syllables = ("ba", "bo", "be", "ro", "ra", "na", "ne")
    words = [a + b for a, b in itertools.product(syllables, syllables)]

    def says(count: int) -> str:
        return " ".join(words[int(len(words) * rng.random() ** 3)] for _ in range(count))

    for size in (300, 40, 8, 1, 1, 60):
        documents = [
            Document(rng.randrange(1, 500), (says(3),), (says(2), says(1)), (says(1),) if rng.random() < 0.2 else ())
            for _ in range(size)
        ]
        index.update(documents, rng.sample(range(1, 500), size // 4))
        for prefix in ("b", "r", "ba", "ne", "rob"):
            found = index.complete(prefix)
            assert found, prefix
            assert [number for _, number in found] == sorted((number for _, number in found), reverse=True)
            for word, number in found:
                assert number == len(ids(index, word)), word
    with index._lease() as ranker:
        assert len(ranker.snapshot.segments) > 3
        assert not ranker.snapshot.all_live


def test_similar(index: Index) -> None:
    index.update([Document(20, ("A man rides a horse.",)), Document(21, ("A green bike on the beach.",)), Document(22)])
    assert index.similar(1).ids.tolist()[0] == 20
    assert 1 not in index.similar(1).ids.tolist()
    assert len(index.similar(1, 1).ids) == 1
    assert index.similar(99).ids.tolist() == index.similar(22).ids.tolist() == []


def test_preload_and_cancel(index: Index) -> None:
    index.preload(cancelled=lambda: True)
    index.preload()
    assert index._cache.bytes > 0
    assert ids(index, "horse") == [1]


def test_closed(index: Index) -> None:
    index.close()
    index.close()
    with pytest.raises(PhotofindError, match="closed"):
        find(index, "dog")


words = st.sampled_from(["red", "car", "cars", "blue", "bike", "the", "and"])
sentences = st.lists(st.lists(words, max_size=5).map(" ".join), max_size=3).map(". ".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(sentences, st.lists(sentences, max_size=2)), min_size=1, max_size=8),
    st.lists(words, min_size=1, max_size=4),
)
def test_phrases_equal_reading_the_texts(photos, phrase) -> None:
    """The word streams against a check of the texts themselves."""
    texts = {n: [("whole", whole), *(("q11", crop) for crop in crops)] for n, (whole, crops) in enumerate(photos, 1)}
    wanted = stems(" ".join(phrase))
    with tempfile.TemporaryDirectory() as name:
        index = Index(Path(name) / "index", texts.__getitem__)
        half = len(photos) // 2
        documents = [Document(n, (whole,), tuple(crops)) for n, (whole, crops) in enumerate(photos, 1)]
        index.update(documents[:half])
        index.update(documents[half:])
        query = Query((Chip(" ".join(phrase), phrase=True),))
        found = index.search(query).ids.tolist()
        expected = []
        for photo, said in texts.items():
            runs = []
            for _, text in said:
                for _, sentence in itertools.groupby(analyse(text), key=lambda term: term.sentence):
                    here = [term.stem for term in sentence]
                    runs += [here[i : i + len(wanted)] for i in range(len(here))]
            if not wanted or wanted in runs:
                expected.append(photo)
        assert sorted(found) == expected
        if wanted:
            for photo in texts:
                assert (photo in found) == bool(index.evidence(photo, query).matches[query.chips[0].text])
        index.close()


def test_threads_search_while_commits_land(opened) -> None:
    """Every search sees one commit whole: photos 1 to n, all with the same words."""
    index = opened()
    index.update([Document(1, ("a red car",), ("a wheel",))])
    failures: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                ranking = find(index, "car wheel")
                assert sorted(ranking.ids.tolist()) == list(range(1, len(ranking.ids) + 1))
                index.suggest(Query(), ranking.ids)
                ((word, number),) = index.complete("wh")
                assert word == "wheel"
                assert number >= len(ranking.ids)
                find(index, '"red car"')
                index.refresh()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(2, 40):
        index.update([Document(n, ("a red car",), ("a wheel",)), Document(1, ("a red car",), ("a wheel",))])
    stop.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert ids(index, "wheel") == list(range(1, 40))
    with index._lease() as ranker:
        assert len(ranker.snapshot.segments) < 20
