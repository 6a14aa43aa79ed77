"""photofind and its peers on the same texts: by hand, against one another, and with every switch."""

from __future__ import annotations

import random
from math import log

import numpy as np
import pytest

from photofind.errors import UsageError
from photofind.evaluation.peers import Fts5, Lucene, lucene_idf, quantised
from photofind.evaluation.retrievers import Photofind, Ranking, product_weights

PETS = [{"whole": "dog dog cat"}, {"whole": "dog bird"}, {"whole": "cat"}]


def ranked(photos: list[dict[str, str]], query: str, either: bool = True, **ranking: object) -> list[int]:
    retriever = Photofind(photos, Ranking(**ranking))  # type: ignore[arg-type]
    try:
        return retriever.rank([query], either).tolist()
    finally:
        retriever.close()


def test_lucene_scores_counted_by_hand() -> None:
    oracle = Lucene(PETS)
    documents, scores = oracle.scores(["dog"], True)
    # N = 3, n = 2: idf = ln(1 + 1.5 / 2.5). Lengths 3, 2, 1: average 2. k1 = 0.9, b = 0.4.
    idf = log(1.6)
    assert lucene_idf(3, 2) == pytest.approx(idf)
    assert documents.tolist() == [0, 1]
    first = idf * 2 / (2 + 0.9 * (0.6 + 0.4 * 3 / 2))
    second = idf * 1 / (1 + 0.9 * (0.6 + 0.4 * 2 / 2))
    assert scores.tolist() == pytest.approx([first, second], abs=1e-12)
    assert scores.tolist() == pytest.approx([0.3051971, 0.2473703], abs=1e-6)
    assert oracle.rank(["dog cat"], False).tolist() == [0]
    assert set(oracle.rank(["dog cat"], True).tolist()) == {0, 1, 2}
    assert oracle.rank(["unicorn"], True).tolist() == []
    assert oracle.rank(["dog unicorn"], False).tolist() == []
    assert oracle.rank(["the"], False).tolist() == []


def test_a_word_that_a_query_repeats_counts_again_as_in_lucene() -> None:
    oracle = Lucene(PETS)
    once, twice = oracle.scores(["dog"], True)[1], oracle.scores(["dog dog"], True)[1]
    assert twice.tolist() == pytest.approx((2 * once).tolist())


def test_lengths_are_quantised_as_lucene_keeps_them() -> None:
    # From the table of SmallFloat.byte4ToInt: 0 to 40 as they are, then steps of 2, 4, 8 and so on.
    kept = [quantised(n) for n in range(60)]
    assert kept[:41] == list(range(41))
    assert kept[41:60] == [40, 42, 42, 44, 44, 46, 46, 48, 48, 50, 50, 52, 52, 54, 54, 56, 56, 56, 56]
    assert (quantised(150), quantised(781), quantised(1000)) == (144, 728, 984)


def corpus(seed: int, photos: int) -> list[dict[str, str]]:
    generator = random.Random(seed)
    words = ["dog", "cat", "horse", "tree", "house", "river", "boat", "car", "road", "child", "ball", "hat"]
    weights = [2.0 ** -(i / 2) for i in range(len(words))]
    return [
        {
            "whole": " ".join(generator.choices(words, weights, k=generator.randint(1, 9))),
            "g11": " ".join(generator.choices(words, weights, k=generator.randint(0, 20))),
        }
        for _ in range(photos)
    ]


def test_photofind_orders_one_word_as_lucene_does() -> None:
    # With one word idf cancels out, and both keep lengths up to 10 exactly: the order must be the same.
    photos = corpus(1, 150)
    photos = [{view: " ".join(text.split()[:5]) for view, text in one.items()} for one in photos]
    oracle = Lucene(photos)
    ours = Photofind(photos, Ranking())
    for word in ("dog", "river", "hat"):
        found, scores = oracle.scores([word], True)
        mine = ours.rank([word], True)
        assert sorted(mine.tolist()) == found.tolist()
        by_number = dict(zip(found.tolist(), scores.tolist(), strict=True))
        along = np.array([by_number[number] for number in mine.tolist()])
        assert (np.diff(along) <= 1e-12).all()
    ours.close()


def test_equal_scores_go_by_document_order_and_repeats_lead() -> None:
    assert ranked(PETS, "dog") == [0, 1]
    photos = [{"whole": "dog"}, {"whole": "dog"}, {"whole": "dog dog dog"}]
    assert ranked(photos, "dog", cleaning=False) == [2, 0, 1]
    assert ranked(photos, "dog") == [0, 1, 2]  # cleaning says everything once


def test_every_view_counts_as_one_field_unless_fields_are_weighted() -> None:
    photos = [{"whole": "sea", "g11": "dog"}, {"whole": "dog", "g11": "sea"}]
    assert ranked(photos, "dog") == [0, 1]
    assert ranked(photos, "dog", weights=product_weights()) == [1, 0]
    assert ranked(photos, "dog", weights={"whole": 1.0}) == [1]
    assert ranked(photos, "dog", weights={"whole": 0.1, "crops": 1.0}) == [0, 1]
    assert ranked([{"c1": "dog"}, {"g11": "dog"}], "dog", weights={"whole": 1.0}) == [0]


def test_switches_of_the_ranking_do_what_they_say() -> None:
    forms = [{"whole": "a dog"}, {"whole": "two dogs"}]
    assert ranked(forms, "dogs") == [0, 1]
    assert ranked(forms, "dogs", stemming=False) == [1]
    kinds = [{"whole": "a puppy"}, {"whole": "a dog"}, {"whole": "a car"}]
    assert ranked(kinds, "dog") == [1]
    assert ranked(kinds, "dog", synonyms=True) == [1, 0]
    assert ranked(kinds, "dog car", either=False, synonyms=True) == []
    assert ranked(kinds, "the", synonyms=True) == []
    long = [{"whole": "dog dog dog " + "tree " * 60}, {"whole": "dog tree"}]
    assert ranked(long, "dog", k1=2.0, b=0.0, cleaning=False) == [0, 1]
    assert ranked(long, "dog", k1=2.0, b=1.0, cleaning=False) == [1, 0]
    told = [{"whole": "The image features a dog. The image features a dog."}, {"whole": "A dog, a dog."}]
    cleaned, raw = ranked(told, "image"), ranked(told, "image", cleaning=False)
    assert (cleaned, raw) == ([], [0])


def test_words_that_captions_imply_count_where_that_is_asked_for() -> None:
    # One view in three of a puppy calls it a dog; the last photo is only ever called a puppy.
    puppies = [{"whole": f"a puppy number{n}", "g11": "a dog" if n % 3 else f"grass{n}"} for n in range(60)]
    others = [{"whole": f"a bus number{n}", "g11": f"street{n}"} for n in range(60)]
    photos = [*puppies, *others, {"whole": "a zorse and a puppy", "g11": "lawn"}]
    plain = set(ranked(photos, "dog"))
    implied = set(ranked(photos, "dog", expansion=True))
    assert 120 not in plain
    assert plain < implied
    assert 120 in implied
    assert not implied & set(range(60, 120))


@pytest.mark.parametrize(
    "wrong",
    [
        {"k1": -1.0},
        {"k1": float("nan")},
        {"b": 1.5},
        {"weights": {"name": 1.0}},
        {"weights": {"whole": -1.0}},
        {"synonyms": True, "k1": 1.2},
        {"synonyms": True, "stemming": False},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Ranking(**wrong).check()  # type: ignore[arg-type]


def test_fts5_ranks_the_same_texts_its_own_way() -> None:
    peer = Fts5(PETS)
    assert peer.rank(["dog"], True).tolist() == [0, 1]
    assert peer.rank(["dog", "cat"], False).tolist() == [0]
    assert set(peer.rank(["dog", "cat"], True).tolist()) == {0, 1, 2}
    assert peer.rank(["a the"], True).tolist() == []
    assert peer.rank(['dog" OR "cat'], False).tolist() == [0]  # nothing of a query is read as syntax
    peer.close()


def test_all_agree_on_which_photos_hold_a_word() -> None:
    photos = corpus(2, 80)
    retrievers = [Photofind(photos, Ranking()), Lucene(photos), Fts5(photos)]
    for query, either in ((["boat"], True), (["dog", "tree"], False), (["hat ball"], True)):
        found = [sorted(one.rank(query, either).tolist()) for one in retrievers]
        assert found[0] == found[1] == found[2] != []
    for one in retrievers:
        one.close()
