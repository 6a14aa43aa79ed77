"""Captions from files: matched to photos, joined by view, chosen by view set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from photofind.errors import NotFoundError, PhotofindError, UsageError
from photofind.evaluation.captions import chosen, human, read, write
from photofind.evaluation.datasets import Item

ITEMS = (Item("a/one.jpg", (), ("x", "y", "z")), Item("b/one.jpg"), Item("two.jpg"))


def lines(path: Path, *values: Any) -> Path:
    path.write_text("\n".join(json.dumps(value) for value in values), "utf-8")
    return path


def test_lines_of_a_view_are_joined_in_order_and_files_found_by_path_or_name(tmp_path: Path) -> None:
    texts = read(
        lines(
            tmp_path / "c.jsonl",
            {"file": "a/one.jpg", "view": "c1", "text": "First."},
            {"file": "/somewhere/two.jpg", "view": "g11", "text": "A crop"},
            {"file": "a\\one.jpg", "view": "c1", "text": "Second."},
            {"file": "one.jpg", "text": "which of the two?"},
            {"path": "b/one.jpg", "text": "whole"},
            {"file": "three.jpg", "text": "unknown"},
        ),
        ITEMS,
    )
    assert texts.photos == ({"c1": "First.\nSecond."}, {"whole": "whole"}, {"g11": "A crop"})
    assert (texts.unknown, texts.described) == (2, 3)


def test_view_sets_choose_and_order_what_a_photo_has() -> None:
    views = {"c1": "1", "g11": "2", "V2": "3", "whole": "4"}
    assert chosen(views, "whole") == {"whole": "4", "c1": "1"}
    assert list(chosen(views, "17")) == ["whole", "g11", "c1"]
    assert list(chosen(views, "40")) == ["whole", "V2", "c1"]
    assert list(chosen(views, "")) == ["whole", "g11", "V2", "c1"]


def test_human_captions_leave_the_query_out() -> None:
    assert human(ITEMS, 2).photos == ({"c1": "x", "c3": "z"}, {}, {})
    assert human(ITEMS).described == 1


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    texts = ({"whole": "A “dog”\nruns."}, {}, {"g11": "x", "c1": "y"})
    write(tmp_path / "c.jsonl", ITEMS, texts)
    assert read(tmp_path / "c.jsonl", ITEMS).photos == texts
    assert list(tmp_path.iterdir()) == [tmp_path / "c.jsonl"]
    with pytest.raises(PhotofindError, match="can't write"):
        write(tmp_path / "no" / "c.jsonl", ITEMS, texts)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "line 1: not JSON"),
        ("[]", "line 1: not a JSON object"),
        ('{"file": "two.jpg"}', "must be texts"),
        ('{"file": "two.jpg", "view": 3, "text": ""}', "must be texts"),
    ],
)
def test_damaged_lines_are_named(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "c.jsonl").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=why):
        read(tmp_path / "c.jsonl", ITEMS)


def test_files_that_can_not_be_used_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="does not exist"):
        read(tmp_path / "nowhere", ITEMS)
    with pytest.raises(NotFoundError, match="can't read"):
        read(tmp_path, ITEMS)
    (tmp_path / "c").write_bytes(b"\xff\xff")
    with pytest.raises(UsageError, match="not UTF-8"):
        read(tmp_path / "c", ITEMS)
    with pytest.raises(PhotofindError, match="no caption of a photo of the dataset"):
        read(lines(tmp_path / "d", {"file": "other.jpg", "text": "x"}), ITEMS)
