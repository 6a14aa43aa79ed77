"""Galleries: what is untrusted does nothing, words are marked, pages are whole."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photofind import export
from photofind.errors import Cancelled, ExportError
from photofind.export import gallery
from photofind.export.gallery_style import STYLE
from photofind.export.highlight import escaped, marked
from photofind.records import ExportOptions, Span
from tests.export.samples import HOSTILE, job, names, photo, row

BESIDE = ExportOptions(embed=False)


class Page(HTMLParser):
    """What a browser would find."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marks: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "mark":
            self.marks.append(data)
            self.tags.append(("", {}))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_a_page_holds_everything_and_runs_nothing(tmp_path: Path) -> None:
    caption = f"A red dog {HOSTILE}"
    spans = (Span("whole", caption, ((2, 5), (4, 9))), Span("g13", "a <red> kite", ((3, 6),)))
    found = row(photo(tmp_path / "<img src=x onerror=alert(1)>.jpg".replace("/", "")), caption, spans=spans, own="red!")
    out = tmp_path / "out.html"
    done = export.write("html", job([found, row(photo(tmp_path / "b.jpg"), None, photo_id=1)], out, title=HOSTILE))
    assert done.photos == 2
    page = Page(out)
    assert {tag for tag, _ in page.tags} & {"script", "iframe", "object", "link", "form"} == set()
    assert all(not name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert page.marks == ["red dog", "red"]
    assert len(page.all("img")) == 2
    assert base64.b64decode(str(page.all("img")[0]["src"]).partition(",")[2]) == Path(found.path).read_bytes()
    policy = next(str(a["content"]) for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    style = re.search(r"<style>(.*?)</style>", out.read_text("utf-8"), re.DOTALL)
    assert style is not None
    assert base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode() in policy
    assert policy.startswith("default-src 'none'")
    assert "prefers-color-scheme:dark" in STYLE
    assert "@media print" in STYLE
    assert "\u202e" not in out.read_text("utf-8")


def test_many_photos_come_on_pages_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "PAGE", 2)
    rows = [row(photo(tmp_path / "in" / f"{n}.jpg"), photo_id=n) for n in range(5)]
    out = tmp_path / "a b#.html"
    export.write("html", job(rows, out, options=BESIDE))
    folder = tmp_path / "a b#_files"
    assert names(tmp_path) == ["a b#.html", "a b#_files", "in"]
    pictures = [f"{n:06d}.jpg" for n in range(1, 6)]
    assert names(folder) == [".photofindignore", *pictures, "page-2.html", "page-3.html", "photofind-gallery.txt"]
    first, last = Page(out), Page(folder / "page-3.html")
    assert [a["src"] for a in first.all("img")] == ["a%20b%23_files/000001.jpg", "a%20b%23_files/000002.jpg"]
    assert [a["src"] for a in last.all("img")] == ["000005.jpg"]
    assert {a["href"] for a in first.all("a")} == {"#", "a%20b%23_files/page-2.html", "a%20b%23_files/page-3.html"}
    assert {a["href"] for a in last.all("a")} == {"../a%20b%23.html", "page-2.html", "page-3.html"}
    with pytest.raises(ExportError, match="exists already"):
        export.write("html", job(rows, out, options=BESIDE))
    export.write("html", job(rows[:1], out, options=BESIDE, overwrite=True))
    assert names(folder) == [".photofindignore", "000001.jpg", "photofind-gallery.txt"]
    (folder / "mine.txt").write_text("precious")
    with pytest.raises(ExportError, match="other files"):
        export.write("html", job(rows, out, options=BESIDE, overwrite=True))
    assert (folder / "mine.txt").read_text() == "precious"
    out.unlink()
    with pytest.raises(ExportError, match="exists already"):
        export.write("html", job(rows, out, options=BESIDE))


def test_a_large_gallery_is_not_one_page(tmp_path: Path) -> None:
    file = photo(tmp_path / "a.jpg")
    export.write("html", job([row(file)] * (gallery.EMBEDDED + 1), tmp_path / "x.html"))
    assert (tmp_path / "x_files" / "000201.jpg").exists()


def test_a_stopped_gallery_leaves_nothing(tmp_path: Path) -> None:
    rows = [row(photo(tmp_path / "in" / f"{n}.jpg")) for n in range(3)]
    for options in (ExportOptions(), BESIDE):
        seen: list[int] = []
        stopped = job(
            rows, tmp_path / "x.html", options=options, progress=seen.append, cancelled=lambda seen=seen: len(seen) == 1
        )
        with pytest.raises(Cancelled):
            export.write("html", stopped)
        assert names(tmp_path) == ["in"]


def test_photos_without_a_picture_are_named(tmp_path: Path) -> None:
    rows = [row("/p/a.jpg"), row("/p/b.jpg", online=False), row(tmp_path / "gone.jpg")]
    pictures = [None, None, tmp_path / "gone.jpg"]
    source = iter(pictures)
    done = export.write("html", job(rows, tmp_path / "x.html", thumbnail=lambda _id: next(source)))
    assert done.photos == 3
    assert [reason.split(" (")[0] for _, reason in done.left_out] == [
        "there is no picture of it",
        "its drive is absent",
        "its picture can't be read",
    ]
    assert "no picture" in (tmp_path / "x.html").read_text("utf-8")


def test_a_place_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="can't write"):
        export.write("html", job([], tmp_path / "no" / "x.html", options=BESIDE))


@given(st.text(), st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60))))
def test_marking_changes_no_text(text: str, ranges: list[tuple[int, int]]) -> None:
    plain = re.sub("</?mark>", "", marked(text, ranges))
    assert "<" not in plain
    if not any(sign.isspace() for sign in text):
        assert plain == escaped(text)
