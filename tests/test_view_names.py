"""Every view has a name of its own within its set."""

from __future__ import annotations

import pytest

from photofind.records import VIEW_SETS
from photofind.view_names import view_name


@pytest.mark.parametrize("views", VIEW_SETS.values())
def test_names_tell_the_views_of_a_set_apart(views) -> None:  # type: ignore[no-untyped-def]
    assert len({view_name(view.name) for view in views}) == len(views)


def test_names() -> None:
    said = {name: view_name(name) for name in ("whole", "v1of2", "h2of2", "q12", "g22", "g31", "G15", "own", "x")}
    assert said == {
        "whole": "whole photo", "v1of2": "left half", "h2of2": "bottom half", "q12": "top right quarter",
        "g22": "centre ninth", "g31": "bottom left ninth", "G15": "top right ninth", "own": "your words", "x": "x",
    }  # fmt: skip
