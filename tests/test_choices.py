"""Settings as a person types them."""

from __future__ import annotations

import dataclasses

import pytest

from photofind import choices
from photofind.errors import UsageError
from photofind.settings import Settings


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("fast_crops", "yes", True),
        ("follow_up", "OFF", False),
        ("threads", "0", 0),
        ("gpu_layers", "-1", -1),
        ("views", "40", "40"),
        ("hours", "22:00-07:00", "22:00-07:00"),
        ("hours", "", ""),
        ("prompt", "What is there?", "What is there?"),
    ],
)
def test_a_typed_value(name: str, text: str, value: object) -> None:
    assert choices.parse(name, text) == {name: value}


@pytest.mark.parametrize(
    ("name", "text", "remedy"),
    [
        ("fast_crop", "yes", "fast_crops"),
        ("fast_crops", "maybe", "yes or no"),
        ("threads", "many", "whole number from 0"),
        ("threads", "-1", "whole number from 0"),
        ("views", "18", "17"),
        ("theme", "pink", "dark"),
        ("hours", "at night", "22:00-07:00"),
        ("model", "llava", "models use"),
        ("servers", "x", "add-server"),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy(name: str, text: str, remedy: str) -> None:
    with pytest.raises(UsageError, match=remedy):
        choices.parse(name, text)


def test_every_setting_is_shown_here_or_set_elsewhere() -> None:
    shown = choices.shown(Settings())
    for item in dataclasses.fields(Settings):
        if item.name not in shown:
            with pytest.raises(UsageError, match="photofind "):
                choices.parse(item.name, "x")
        elif type(shown[item.name]) is int:
            assert choices.parse(item.name, "100") == {item.name: 100}
