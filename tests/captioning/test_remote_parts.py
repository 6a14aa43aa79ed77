"""Addresses, what is believed of answers, and servers among the models."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photofind.captioning import catalogue as known
from photofind.captioning import models, servers
from photofind.captioning.models import fingerprint
from photofind.captioning.recipe import Recipe
from photofind.captioning.remote_address import normal, reach
from photofind.captioning.remote_protocol import (
    AnswerError,
    complaint,
    has,
    listed,
    properties,
    retry_after,
    sample,
    spoken,
)
from photofind.errors import ModelError, UsageError
from photofind.records import Model
from photofind.settings import Server, Settings


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("http://localhost:8080/v1", "http://localhost:8080/v1"),
        (" HTTP://LocalHost:8080/v1/ ", "http://localhost:8080/v1"),
        ("localhost:11434", "http://localhost:11434/v1"),
        ("192.168.1.5:1234", "http://192.168.1.5:1234/v1"),
        ("nas", "http://nas/v1"),
        ("api.example.org", "https://api.example.org/v1"),
        ("https://example.org/api/v1/chat/completions", "https://example.org/api/v1"),
        ("http://example.org/v1/models/", "http://example.org/v1"),
        ("http://[::1]:8080", "http://[::1]:8080/v1"),
        ("https://example.org/openai", "https://example.org/openai"),
    ],
)
def test_addresses_have_one_form(typed: str, url: str) -> None:
    assert normal(typed) == url
    assert normal(url) == url


@pytest.mark.parametrize(
    "typed",
    ["", "http://", "ftp://x/v1", "http://x:99999", "http://x:0/v1", "http://a b/", "http://x/v1?key=3", "http://x/#a",
     "http://[::1/v1", "file:///etc/passwd", "http://\x00/"],
)  # fmt: skip
def test_what_is_no_address_is_said(typed: str) -> None:
    with pytest.raises(UsageError, match="can't be used"):
        normal(typed)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError, match="give the key apart") as caught:
        normal("http://me:sesame@host/v1")
    assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "who"),
    [
        ("http://localhost:1/v1", "here"),
        ("http://127.0.0.2", "here"),
        ("http://[::1]", "here"),
        ("http://api.localhost", "here"),
        ("http://192.168.0.9", "near"),
        ("http://10.1.2.3", "near"),
        ("http://[fe80::1]", "near"),
        ("http://[fd00::1]", "near"),
        ("http://nas", "near"),
        ("http://nas.local", "near"),
        ("http://box.fritz.box", "near"),
        ("http://8.8.8.8", "exposed"),
        ("http://example.org", "exposed"),
        ("http://localhost.example.org", "exposed"),
        ("http://10.1.2.3.example.org", "exposed"),
        ("https://example.org", "encrypted"),
        ("https://8.8.8.8", "encrypted"),
    ],
)
def test_who_could_read_what_is_sent(url: str, who: str) -> None:
    assert reach(url) == who


def said(content: object, **usage: object) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}], "usage": usage}).encode()


def test_texts_are_text_within_limits() -> None:
    assert spoken(said(" a cat\n"), 10).text == "a cat"
    assert spoken(said("a\x00b\x1b[31mc\ud800d\te"), 10).text == "a b [31mc d\te"
    assert len(spoken(said("x" * 100_000), 10).text) == 400
    assert spoken(said("a", completion_tokens=7), 10).tokens == 7
    for wrong in (-1, 10_000, "7", None, True):
        assert spoken(said("a", completion_tokens=wrong), 10).tokens in (0, 1)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary() | st.recursive(st.none() | st.text() | st.integers(), lambda x: st.lists(x) | st.dictionaries(
    st.sampled_from(["choices", "message", "content", "usage", "data", "id", "error", "completion_tokens"]), x
)).map(lambda value: json.dumps(value).encode()))  # fmt: skip
def test_any_answer_is_read_or_refused(body: bytes) -> None:
    for read in (lambda: spoken(body, 5).text, lambda: "".join(listed(body))):
        try:
            text = read()
        except AnswerError:
            continue
        text.encode("utf-8")
        assert "\x00" not in text
    properties(body)
    assert "\n" not in complaint(500, body)


def test_an_error_in_place_of_a_text_is_told() -> None:
    with pytest.raises(AnswerError, match=r"it holds no text, but says: no such endpoint"):
        spoken(b'{"error": "no such\\nendpoint"}', 5)
    with pytest.raises(AnswerError, match=r"it holds no text$"):
        spoken(b'{"choices": []}', 5)


def test_deep_nesting_is_no_json() -> None:
    with pytest.raises(AnswerError):
        spoken(b"[" * 200_000, 5)


def test_complaints_are_one_line_without_the_key() -> None:
    assert complaint(500, b'{"error": {"message": "out of\\nmemory"}}') == "HTTP 500: out of memory"
    assert complaint(400, b'{"detail": "no"}') == "HTTP 400: no"
    assert complaint(400, b'{"error": "key abc"}', "abc") == "HTTP 400: key …"
    assert complaint(502, b"<html>Bad Gateway</html>") == "HTTP 502"
    assert complaint(502, b"bad gateway") == "HTTP 502: bad gateway"
    assert len(complaint(500, b"x" * 10_000)) < 300
    assert complaint(500, b'{"error": 3}') == "HTTP 500"


def test_the_time_asked_for() -> None:
    assert retry_after("3") == 3
    assert retry_after("-3") == 0
    assert retry_after("99999") == 600
    later = retry_after(format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True))
    assert later is not None
    assert 50 < later <= 60
    for nothing in (None, "", "soon", "nan"):
        assert retry_after(nothing) is None


def test_what_a_server_has() -> None:
    assert listed(b'{"data": [{"id": "a"}, {"id": "a"}, {"id": 3}, 4, {"id": "b\\nc"}]}') == ("a", "b c")
    assert has(("llava:latest",), "llava")
    assert has((), "anything")
    assert not has(("llava:13b",), "llava")
    assert properties(b'{"total_slots": 3}') == (3, False)
    assert properties(b'{"total_slots": 3000, "modalities": {"vision": false}}') == (32, True)
    assert properties(b'{"total_slots": "3"}') == (0, False)
    assert properties(b"no") == (0, False)


def test_the_sample_is_a_small_coloured_picture() -> None:
    picture = sample()
    assert picture.shape == (336, 336, 3)
    assert picture.dtype == np.uint8
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 6


def chosen(server: Server, folder: Path) -> Model:
    return models.active(Settings(servers=(server,), model=server.name), folder)


def test_a_server_is_a_model(tmp_path: Path) -> None:
    server = servers.server("nas:8080", " llava ", key="k")
    assert server == Server("llava", "http://nas:8080/v1", "llava", "k")
    model = chosen(server, tmp_path)
    assert (model.name, model.source, model.remote, model.installed, model.active) == (
        "llava", "http://nas:8080/v1", "llava", True, True
    )  # fmt: skip
    assert "http://nas:8080/v1" in model.about
    assert servers.find(Settings(servers=(server,)), model) == server
    with pytest.raises(ModelError, match="was removed"):
        servers.find(Settings(servers=(replace(server, url="http://other/v1"),)), model)


def test_a_server_takes_the_name_of_a_catalogue_model(tmp_path: Path) -> None:
    server = servers.server("nas", known.ENTRIES[0].name)
    names = [model.name for model in models.models(Settings(servers=(server,)), tmp_path)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("model", "key", "slots"),
    [("", "", 0), (" ", "", 0), ("m", "a b", 0), ("m", "ä", 0), ("m", "a\n", -1), ("m", "", 99)],
)
def test_what_can_not_be_kept_is_said(model: str, key: str, slots: int) -> None:
    with pytest.raises(UsageError):
        servers.server("nas", model, key=key, slots=slots)


def test_a_server_may_move_and_keeps_its_captions(tmp_path: Path, colours: Model) -> None:
    base = chosen(Server("a", "http://nas/v1", "llava"), tmp_path)
    moved = chosen(Server("b", "https://example.org/v1", "llava", "key", 3), tmp_path)
    other = chosen(Server("a", "http://nas/v1", "llava:13b"), tmp_path)
    assert fingerprint(base, "whole") == fingerprint(moved, "whole")
    different = {
        fingerprint(base, "whole"),
        fingerprint(base, "q11"),
        fingerprint(other, "whole"),
        fingerprint(base, "whole", Recipe(prompt="What?")),
        fingerprint(colours, "whole"),
    }
    assert len(different) == 5
    assert fingerprint(base, "q11", Recipe(pooled_crops=True)) == fingerprint(base, "q11")
