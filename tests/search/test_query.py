"""Typed text and JSON to chips and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photofind.errors import UsageError
from photofind.records import Chip, Query
from photofind.search.query import chip, from_json, parse, to_json, to_text, wanted


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
    assert parse(typed) == (chips, dropped)


def test_one_argument_is_one_chip() -> None:
    assert chip("red car") == Chip("red car", phrase=True)
    assert chip("  dog ") == Chip("dog")
    assert chip('"the red car"') == Chip("red car", phrase=True)
    assert chip("name:rome") == Chip("name:rome")
    assert chip("-dog", exclude=True) == Chip("dog", exclude=True)
    assert chip("the of") is None
    assert chip("") is None


def test_wanted() -> None:
    assert wanted(Chip("Dogs")).stems == ("dog",)
    assert wanted(Chip("name:summer in Rome", phrase=True)).field == "name"
    assert wanted(Chip("name:summer in Rome", phrase=True)).stems == ("summer", "rome")
    assert wanted(Chip("the")).stems == ()


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(alphabet='ab-" :“name own’', max_size=40)))
def test_text_round_trip(typed: str) -> None:
    chips, _ = parse(typed)
    assert parse(to_text(chips)) == (chips, [])
    assert parse(to_text(tuple(chips)))[0] == chips
    for one in chips:
        assert wanted(one).stems


chips = st.builds(Chip, st.text(min_size=1).filter(str.strip), st.booleans(), st.booleans())
dates = st.none() | st.dates().map(str)
queries = st.builds(
    Query, st.lists(chips, max_size=4).map(tuple), st.booleans(), st.none() | st.text(), dates, dates,
    st.sampled_from(["relevance", "newest", "oldest", "name"]), st.booleans(),
)  # fmt: skip


@given(queries)
def test_json_round_trip(query: Query) -> None:
    assert from_json(json.loads(json.dumps(to_json(query)))) == query


@pytest.mark.parametrize(
    "data",
    [[], None, {"chips": {}}, {"chips": [{"text": ""}]}, {"chips": ["dog"]}, {"sort": "best"}, {"any": 1},
     {"folder": 3}, {"after": "soon"}, {"chips": [{"text": "a", "exclude": "no"}]}],
)  # fmt: skip
def test_wrong_json_is_a_usage_error(data: object) -> None:
    with pytest.raises(UsageError):
        from_json(data)


def test_json_defaults() -> None:
    assert from_json({"chips": [{"text": "dog"}], "later": 1}) == Query((Chip("dog"),))
