"""Contact sheets: pages, letters of every script that the fonts have, paper."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest

from photofind import export
from photofind.errors import Cancelled, ExportError
from photofind.export import contact_sheet, paper
from photofind.export.fonts import Fonts, system_folders
from photofind.records import ExportOptions
from tests.export.samples import HOSTILE, job, names, photo, row


def text_of(data: bytes) -> str:
    """What stands in the drawing orders of a sheet that was made with standard fonts."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    orders = b""
    for stream in streams:
        try:
            orders += zlib.decompress(stream)
        except zlib.error:
            continue
    return " ".join(part.decode("latin-1") for part in re.findall(rb"\((.*?)\) Tj", orders))


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photofind.export.fonts.system_folders", list)


def test_thirteen_photos_take_two_pages(tmp_path: Path, no_fonts: None) -> None:
    rows = [row(photo(tmp_path / "in" / f"{n}.jpg"), f"A dog number{n}.", photo_id=n) for n in range(13)]
    out = tmp_path / "x.pdf"
    done = export.write("pdf", job(rows, out, title="dog", options=ExportOptions(paper="letter")))
    assert done.photos == 13
    data = out.read_bytes()
    assert data.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", data)) == 2
    assert b"/MediaBox [0 0 612.00 792.00]" in data
    assert b"/DCTDecode" in data, "thumbnails are taken as they are"
    text = text_of(data)
    assert all(f"number{n}." in text for n in range(13))
    assert "2 / 2" in text
    assert names(tmp_path) == ["in", "x.pdf"]


def test_long_and_hostile_text_stays_in_its_cell(tmp_path: Path, no_fonts: None) -> None:
    rows = [row(photo(tmp_path / "a.jpg"), "word " * 500, own=HOSTILE), row("/gone.jpg", "\U0001f415 犬", photo_id=1)]
    done = export.write("pdf", job(rows, tmp_path / "x.pdf", thumbnail=lambda n: None if n else tmp_path / "a.jpg"))
    text = text_of((tmp_path / "x.pdf").read_bytes())
    assert text.count("word") < 60
    assert "alert" in text
    assert done.left_out == (("/gone.jpg", "there is no picture of it"),)


def test_a_damaged_thumbnail_is_said(tmp_path: Path, no_fonts: None) -> None:
    (tmp_path / "a.jpg").write_bytes(b"no picture")
    done = export.write("pdf", job([row(tmp_path / "a.jpg")], tmp_path / "x.pdf"))
    assert done.left_out == ((str(tmp_path / "a.jpg"), "its picture can't be read"),)


def test_other_scripts_get_a_font_of_the_system(tmp_path: Path) -> None:
    fonts = Fonts()
    if not fonts.need("Żółć"):
        pytest.skip("no font here")
    rows = [row(photo(tmp_path / "a.jpg"), "A dog.", own="Żółć")]
    export.write("pdf", job(rows, tmp_path / "x.pdf"))
    assert b"/FontFile" in (tmp_path / "x.pdf").read_bytes()


def test_fonts_are_chosen_by_what_they_have(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    (tmp_path / "readme.txt").write_text("no font")
    fonts = Fonts([tmp_path])
    assert fonts.need("a") == []
    assert fonts.shown("ab c") == "·b c", "what no font has is replaced, once it was looked for"
    real = Fonts(system_folders())
    chosen = real.need("abc")
    if chosen:
        assert real.need("cab") == [], "known already"
        assert real.shown("abc") == "abc"


def test_an_empty_result_and_one_that_is_too_large(tmp_path: Path, no_fonts: None) -> None:
    assert export.write("pdf", job([], tmp_path / "x.pdf")).photos == 0
    with pytest.raises(ExportError, match="too many"):
        export.write("pdf", job([], tmp_path / "y.pdf", total=contact_sheet.MOST + 1))
    with pytest.raises(Cancelled):
        export.write("pdf", job([row("/a.jpg")], tmp_path / "z.pdf", cancelled=lambda: True))
    assert names(tmp_path) == ["x.pdf"]


@pytest.mark.parametrize(
    ("environment", "fallback", "size"),
    [
        ({"LANG": "en_US.UTF-8"}, "", "letter"),
        ({"LANG": "en_US.UTF-8", "LC_PAPER": "de_DE.UTF-8"}, "", "a4"),
        ({"LC_ALL": "es_MX@euro"}, "", "letter"),
        ({"LANG": "C"}, "", "a4"),
        ({}, "English_United States", "letter"),
        ({}, "German_Germany", "a4"),
        ({}, "", "a4"),
    ],
)
def test_paper_of_a_country(environment: dict[str, str], fallback: str, size: str) -> None:
    assert paper.local(environment, fallback) == size
