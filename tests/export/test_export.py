"""Exports: round trips, hostile text, and nothing left behind."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photofind import export
from photofind.errors import Cancelled, ExportError, UsageError
from photofind.export import csv_table
from photofind.export.row import Row, printable
from tests.export.samples import job


def row(path: str = "/p/a.jpg", caption: str | None = "a dog", own: str = "") -> Row:
    return Row(path, (path,), 1.5, "2024-05-01T10:00:00", 640, 480, caption, own, ("tag",), {"dog": ["whole", "g11"]})


@given(st.text(), st.text())
def test_csv_cells_come_back_and_run_no_formula(caption: str, own: str) -> None:
    stream = io.StringIO(newline="")
    csv_table.write(stream, [row(caption=caption, own=own)], {})
    header, values = list(csv.reader(io.StringIO(stream.getvalue(), newline="")))
    assert tuple(header) == csv_table.COLUMNS
    read = dict(zip(header, values, strict=True))
    assert read["caption"].removeprefix("'") == caption.removeprefix("'")
    for name in ("path", "caption", "own", "matched"):
        assert not read[name].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.lists(st.text(min_size=1), max_size=5))
def test_json_and_json_lines_come_back(captions: list[str]) -> None:
    rows = [row(caption=caption) for caption in captions]
    document, lines = io.StringIO(), io.StringIO()
    export.json_document.write(document, rows, {"chips": []})
    export.json_lines.write(lines, rows, {})
    value = json.loads(document.getvalue())
    assert [hit["caption"] for hit in value["results"]] == captions
    assert value["total"] == len(captions)
    read = [json.loads(line) for line in lines.getvalue().split("\n") if line]
    assert read == value["results"]


def test_a_path_that_is_no_unicode_is_shown() -> None:
    assert printable(b"/p/\xff.jpg".decode("utf-8", "surrogateescape")) == "/p/\\xff.jpg"


def test_paths_refuse_a_line_break(tmp_path: Path) -> None:
    out = tmp_path / "list.txt"
    assert export.write("paths", job([row("/a b.jpg"), row("/ü.jpg")], out)).photos == 2
    assert out.read_text("utf-8") == "/a b.jpg\n/ü.jpg\n"
    with pytest.raises(ExportError, match="line break"):
        export.write("paths", job([row("/a\nb.jpg")], out, overwrite=True))
    assert out.read_text("utf-8") == "/a b.jpg\n/ü.jpg\n", "the former file stays"


def test_a_cancelled_export_leaves_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    seen: list[int] = []
    with pytest.raises(Cancelled):
        export.write("json", job([row()] * 5, out, progress=seen.append, cancelled=lambda: len(seen) >= 2))
    assert seen == [1, 2]
    assert list(tmp_path.iterdir()) == []


def test_what_can_not_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="csv"):
        export.write("docx", job([], tmp_path / "x"))
    with pytest.raises(ExportError, match="folder"):
        export.write("csv", job([], tmp_path))
    with pytest.raises(ExportError, match="another place"):
        export.write("csv", job([], tmp_path / "none" / "x.csv"))
    (tmp_path / "x.csv").write_text("precious")
    with pytest.raises(ExportError, match="overwrite"):
        export.write("csv", job([], tmp_path / "x.csv"))
    assert (tmp_path / "x.csv").read_text() == "precious"


def test_a_photo_of_the_library_is_never_replaced(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"precious")
    with pytest.raises(ExportError, match="never written"):
        export.write("csv", job([], photo, overwrite=True, library=lambda path: True))
    with pytest.raises(ExportError, match="nothing is overwritten"):
        export.write("copy", job([], tmp_path, overwrite=True, library=lambda path: True))
    assert photo.read_bytes() == b"precious"
