"""Typed text and JSON to chips and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photofind.errors import UsageError
from photofind.records import Chip, Query
from photofind.search.query import Typed, argument, from_json, read, to_json, to_text, wanted


@pytest.mark.parametrize(
    ("typed", "chips", "dropped"),
    [
        ("red car", [Chip("red"), Chip("car")], []),
        ('a "red car" on', [Chip("red car", phrase=True)], ["a", "on"]),
        ("dog -cat", [Chip("dog"), Chip("cat", exclude=True)], []),
        ('-"red car"', [Chip("red car", exclude=True, phrase=True)], []),
        ("“red car” dog", [Chip("red car", phrase=True), Chip("dog")], []),
        ('"red car', [Chip("red car", phrase=True)], []),
        ("＂red　car＂ －dog", [Chip("red car", phrase=True), Chip("dog", exclude=True)], []),
        ("name:beach own:Birthday", [Chip("name:beach"), Chip("own:Birthday")], []),
        (
            'NAME:"summer in Rome" -own:bad',
            [Chip("name:summer in Rome", phrase=True), Chip("own:bad", exclude=True)],
            [],
        ),
        ("close-up", [Chip("close-up", phrase=True)], []),
        ("t-shirt, dogs!", [Chip("t-shirt"), Chip("dogs")], []),
        ("the", [], ["the"]),
        ("- -- \" ''", [], []),
        ("dog dog", [Chip("dog")], []),
        ("name: beach", [Chip("name"), Chip("beach")], []),
        ("man's best", [Chip("man's"), Chip("best")], []),
        ("", [], []),
    ],
)
def test_parse(typed: str, chips: list[Chip], dropped: list[str]) -> None:
    assert read(typed) == Typed(tuple(chips), {}, tuple(dropped))


@pytest.mark.parametrize(
    ("typed", "chips", "filters", "dropped"),
    [
        ('camera:"Canon EOS" dog', [Chip("dog")], {"camera": "Canon EOS"}, []),
        ("Orientation:Portrait, has:tags", [], {"orientation": "portrait", "own": True}, []),
        ("is:undescribed camera:canon", [], {"state": "undescribed", "camera": "canon"}, []),
        ("after:2020-01-31 before:2021-01-01", [], {"after": "2020-01-31", "before": "2021-01-01"}, []),
        ('folder:"/a b/c%22d" match:any sort:newest synonyms:off', [],
         {"folder": '/a b/c"d', "any": True, "sort": "newest", "synonyms": False}, []),
        ("similar:/photos/a.jpg", [], {"similar": "/photos/a.jpg"}, []),
        ("is:red after:soon -is:failed", [], {}, ["is:red", "after:soon", "-is:failed"]),
        ("camera: dog", [Chip("camera"), Chip("dog")], {}, []),
        ("=dog -=cat =name:rome =\"red car\"",
         [Chip("dog", exact=True), Chip("cat", True, exact=True), Chip("name:rome", exact=True),
          Chip("red car", phrase=True, exact=True)], {}, []),
        ("red=car ==blue", [Chip("red=car", phrase=True), Chip("blue")], {}, []),
    ],
)  # fmt: skip
def test_filters_and_words_alone(typed: str, chips: list[Chip], filters: dict[str, object], dropped: list[str]) -> None:
    assert read(typed) == Typed(tuple(chips), filters, tuple(dropped))


def test_one_argument_is_one_chip_or_filter() -> None:
    for text, one in (
        ("red car", Chip("red car", phrase=True)),
        ("  dog ", Chip("dog")),
        ('"the red car"', Chip("red car", phrase=True)),
        ("name:rome", Chip("name:rome")),
        ("=dog", Chip("dog", exact=True)),
    ):
        assert argument(text) == Typed((one,))
    assert argument("-dog", exclude=True).chips == (Chip("dog", exclude=True),)
    assert argument("the of") == Typed(dropped=("the of",))
    assert not argument("").chips
    assert argument("camera:Canon EOS").filters == {"camera": "Canon EOS"}
    assert argument('camera:"Canon EOS"').filters == {"camera": "Canon EOS"}
    for wrong in ("is:red", "orientation:up", "after:soon"):
        with pytest.raises(UsageError) as caught:
            argument(wrong)
        assert caught.value.remedy
    with pytest.raises(UsageError, match="turned round"):
        argument("is:failed", exclude=True)


def test_wanted() -> None:
    assert wanted(Chip("Dogs")).stems == ("dog",)
    assert wanted(Chip("name:summer in Rome", phrase=True)).field == "name"
    assert wanted(Chip("name:summer in Rome", phrase=True)).stems == ("summer", "rome")
    assert wanted(Chip("the")).stems == ()


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(alphabet='ab-=" :,“name own is camera%2’', max_size=40)))
def test_any_text_is_read(typed: str) -> None:
    first = read(typed)
    again = read(to_text(Query(first.chips, **first.filters)))
    assert again.chips == first.chips
    assert Query(**again.filters) == Query(**first.filters)
    assert not again.dropped
    for one in first.chips:
        assert wanted(one).stems


chips = st.builds(Chip, st.text(min_size=1).filter(str.strip), st.booleans(), st.booleans(), st.booleans())
dates = st.none() | st.dates().map(str)
lines = st.none() | st.text(min_size=1).filter(lambda text: text.strip() and text == text.strip(" ,\t\n"))
filters = {
    "any": st.booleans(),
    "folder": lines,
    "after": dates,
    "before": dates,
    "sort": st.sampled_from(["relevance", "newest", "oldest", "name"]),
    "synonyms": st.booleans(),
    "camera": lines,
    "orientation": st.sampled_from([None, "landscape", "portrait", "square"]),
    "own": st.booleans(),
    "state": st.sampled_from([None, "described", "partly", "undescribed", "failed"]),
    "similar": lines,
}
queries = st.builds(Query, st.lists(chips, max_size=4).map(tuple), **filters)


@settings(max_examples=300, deadline=None)
@given(st.builds(Query, **filters))
def test_filters_round_trip_as_text(query: Query) -> None:
    typed = read(to_text(query))
    assert not typed.dropped
    assert not typed.chips
    assert Query(**typed.filters) == query


@given(queries)
def test_json_round_trip(query: Query) -> None:
    assert from_json(json.loads(json.dumps(to_json(query)))) == query


@pytest.mark.parametrize(
    "data",
    [[], None, {"chips": {}}, {"chips": [{"text": ""}]}, {"chips": ["dog"]}, {"sort": "best"}, {"any": 1},
     {"folder": 3}, {"after": "soon"}, {"chips": [{"text": "a", "exclude": "no"}]},
     {"orientation": "up"}, {"state": 1}, {"own": "yes"}, {"camera": 3}, {"chips": [{"text": "a", "exact": 1}]}],
)  # fmt: skip
def test_wrong_json_is_a_usage_error(data: object) -> None:
    with pytest.raises(UsageError):
        from_json(data)


def test_json_defaults() -> None:
    assert from_json({"chips": [{"text": "dog"}], "later": 1}) == Query((Chip("dog"),))
