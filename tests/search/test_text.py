"""Cleaning and analysis: what people read, what is indexed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photofind.search.text import analyse, clean, normal, sources_of_name, stem_of, stems

PIECES = st.sampled_from(
    ["A dog", "a cat sits", ".", ". ", "! ", "\n", "\n\n", "1. ", "2) ", "- ", "* ", "Tags:", "tags : ", "dog, ", "dog",
     "This image shows ", "In the image, there is ", "Sure! ", "Here is a description:", "</s>", "<|im_end|>", "**",
     "the", " and ", "ASSISTANT: ", "\x00", "\u200b", "ﬀ", "ß", "é", "…", "\r\n", "dog dog dog ", "The image", "<<s>s>"]
)  # fmt: skip
ANY = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=25).map("".join))


@settings(max_examples=600, deadline=None)
@given(ANY)
def test_clean_is_idempotent_and_never_longer(raw: str) -> None:
    once = clean(raw)
    assert clean(once) == once
    assert len(once) <= len(raw)
    assert once == once.strip()


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_terms_stand_where_they_say(raw: str) -> None:
    last = 0
    for term in analyse(raw):
        assert last <= term.start < term.end <= len(raw)
        assert stem_of(normal(raw[term.start : term.end])) == term.stem != ""
        last = term.end
    assert stems(raw) == [term.stem for term in analyse(raw)]


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("A man rides a horse. Tags: man, horse, man, grass.", "A man rides a horse. Tags: man, horse, grass."),
        ("Tags: dog, dog, Dog, cat", "Tags: dog, cat"),
        ("Tags: ", ""),
        ("A dog. Tags: .", "A dog."),
        ("1. A dog\n2. A cat sits on the mat\n3. A", "A dog. A cat sits on the mat."),
        ("This image shows a red car.", "A red car."),
        ("In the image, there are two dogs. In the image, there are two dogs.", "Two dogs."),
        ("A dog runs. A dog runs. The dog is running on", "A dog runs."),
        ("In the image, there is a dog on the", "A dog on the"),
        ("Sure! Here is a description:\n- red car\n- blue car", "red car. blue car."),
        ("a dog and a dog and a dog and a dog", "a dog and a dog"),
        ("ASSISTANT: A **red** car.</s>", "A red car."),
        ("The scene shows a beach, and in the", "A beach, and in the"),
        ("A cat sits.\nA cat sits!\nA bird", "A cat sits."),
        ("", ""),
        ("The image", "The image"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    "junk",
    [
        "a " * 50_000,
        "Tags: " * 20_000,
        "In the image, " * 8000,
        "1. " * 30_000,
        "</s" * 30_000,
        "\x00\ud800" * 50_000,
        "a" * 100_000,
        ". " * 50_000,
        "x, " * 30_000,
        "<s" * 40_000 + ">" * 40_000,
        "assistant: " * 9000,
        "a b a b a b c " * 7000,
        "Tags: a. " * 9000,
        "_*" * 50_000,
    ],
)
def test_junk_is_cleaned_in_bounded_time(junk: str) -> None:
    start = time.perf_counter()
    cleaned = clean(junk)
    stems(cleaned)
    stems(junk)
    assert time.perf_counter() - start < 5
    assert len(cleaned) <= len(junk)


@pytest.mark.parametrize(
    ("one", "other"),
    [("dog", "Dogs"), ("running", "runs"), ("men", "man"), ("people", "person"), ("colour", "color"), ("grey", "gray"),
     ("café", "cafe"), ("cafe\u0301", "café"), ("T-shirt", "t shirts"), ("X-ray", "xray"), ("man's", "man"),
     ("buses", "bus"), ("sitting", "sits"), ("don't", "dont"), ("ＤＯＧ", "dog"), ("tyres", "tire")],
)  # fmt: skip
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other) != []


def test_words_that_differ_stay_apart() -> None:
    assert stems("x-ray") == ["xray"]
    assert stems("a T-shirt") != stems("a shirt")
    assert stems("close-up") == ["close", "up"]
    assert stems("the of and") == []
    assert stems("b 7 2019") == ["7", "2019"]


def test_sentences_and_tags_bound_phrases() -> None:
    terms = analyse("Red car. Blue bike, green tree\nA 3.5 metre boat! Tags: dog, cat")
    at = {term.stem: term.sentence for term in terms}
    assert at["red"] == at["car"] < at["blue"] == at["green"] < at["3"] == at["5"] == at["boat"] < at["dog"] < at["cat"]
    assert "tag" not in at


@pytest.mark.parametrize(
    ("path", "root", "words"),
    [
        ("/home/anna/Pictures/2019 Italy/IMG_1234.jpg", "/home/anna/Pictures", "2019 Italy"),
        ("C:\\Users\\bob\\Photos\\beachSunset_02.JPG", "C:\\Users\\bob\\Photos", "beach Sunset"),
        ("/x/DSC01234 lake.jpg", "/x", "lake"),
        ("/p/20210101_123456.jpg", "/p", ""),
        ("/photos/party.jpg", "/photos", "party"),
        ("/photos/cat1.png", "/photos/", "cat"),
        ("/a/PXL_20210101_1234.jpg", "/a", ""),
        ("/a/9f86d081884c7d659a2feaa0c55ad015.jpg", "/a", ""),
        ("/z/HTMLPage Rome/rome.jpg", "/z", "HTML Page Rome"),
        # All folders below the root count, and the root's own name; what lies above it does not.
        (
            "/data/archive/Holidays/Italy/Rome/day 1/forum.jpg",
            "/data/archive/Holidays",
            "Holidays Italy Rome day forum",
        ),
        ("/srv/home/club/sailing/boat.jpg", "/srv/home/club", "club sailing boat"),
        ("/Volumes/Card/DCIM/boat.jpg", "/Volumes/Card", "Card boat"),
        # The account's name says nothing: it would stand in every path.
        ("/home/anna/lake.jpg", "/home/anna", "lake"),
        ("C:\\Users\\bob\\lake.jpg", "C:\\Users\\bob", "lake"),
        ("/home/anna/trips/lake.jpg", "/home", "trips lake"),
        ("C:\\trips\\lake.jpg", "C:\\", "trips lake"),
        ("/trips/lake.jpg", "/", "trips lake"),
        # Not below the root: only the file's own name.
        ("/home/anna/lake.jpg", "/data", "lake"),
        ("/database/lake.jpg", "/data", "lake"),
        ("photo.jpg", "", ""),
        ("", "", ""),
    ],
)
def test_names(path: str, root: str, words: str) -> None:
    assert sources_of_name(path, root) == words


@given(st.text(max_size=80), st.integers(0, 80))
def test_names_never_raise(path: str, size: int) -> None:
    assert "\n" not in sources_of_name(path, path[:size])
