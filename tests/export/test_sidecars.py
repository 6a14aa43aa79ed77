"""XMP sidecars, read back by Pillow and by a hardened XML parser."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from photofind import export
from photofind.errors import Cancelled, ExportError
from photofind.export.sidecars import NAMESPACE, packet
from photofind.records import ExportOptions
from tests.export.samples import HOSTILE, job, names, photo, row

BESIDE = ExportOptions(beside=True)


def read(text: str) -> dict[str, Any]:
    """The fields of a packet, as Pillow reads them from a photo."""
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "JPEG", xmp=text.encode())
    found: dict[str, Any] = Image.open(file).getxmp()["xmpmeta"]["RDF"]["Description"]
    return found


def test_own_words_and_the_models_are_told_apart() -> None:
    full = row("a.jpg", "A dog.", own="Rex & me", tags=("dog", "<b>", "dog", " "), model="llava")
    fields = read(packet(full))
    assert fields["description"]["Alt"]["li"] == {"lang": "x-default", "text": "Rex & me"}
    assert fields["subject"]["Bag"]["li"] == ["dog", "<b>"]
    assert (fields["Caption"], fields["Model"]) == ("A dog.", "llava")
    assert NAMESPACE in packet(full)
    alone = row("a.jpg", "A dog.", model="llava")
    assert "description" not in read(packet(alone))
    assert read(packet(alone, "description"))["description"]["Alt"]["li"]["text"] == "A dog."
    assert read(packet(full, "description"))["description"]["Alt"]["li"]["text"] == "Rex & me"
    assert "Caption" not in read(packet(full, "no"))
    assert packet(alone, "no") == packet(row("a.jpg", None)) == ""


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_text_makes_sound_xml(own: str, tag: str) -> None:
    text = packet(row("a.jpg", HOSTILE, own=own, tags=(tag,)))
    tree = ElementTree.fromstring(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    said = [each.text for each in tree.iter(f"{{{NAMESPACE}}}Caption")]
    assert said[0].startswith('<script>alert("1")</script> & ')
    if own.strip().isalnum():
        found = next(tree.iter("{http://purl.org/dc/elements/1.1/}description"))
        assert "".join(found.itertext()) == own.strip()


def test_a_folder_of_sidecars_has_the_names_that_copies_have(tmp_path: Path) -> None:
    rows = [row(photo(tmp_path / "a" / "x.jpg")), row(tmp_path / "q.jpg", None), row(photo(tmp_path / "b" / "x.jpg"))]
    out = tmp_path / "out"
    done = export.write("xmp", job(rows, out))
    assert (done.photos, done.path) == (2, str(out))
    assert done.left_out == ((str(tmp_path / "q.jpg"), "nothing is said about it"),)
    export.write("copy", job(rows, out))
    assert names(out) == ["x (2).jpg", "x (2).jpg.xmp", "x.jpg", "x.jpg.xmp"]
    assert export.write("xmp", job(rows, out)).kept == 2
    (out / "x.jpg.xmp").write_text("mine")
    assert "already" in export.write("xmp", job(rows, out)).left_out[0][1]
    assert (out / "x.jpg.xmp").read_text() == "mine"
    assert export.write("xmp", job(rows, out, overwrite=True)).photos == 1
    assert "A dog." in (out / "x.jpg.xmp").read_text("utf-8")


def test_beside_the_photos_no_sidecar_is_touched(tmp_path: Path) -> None:
    one, two, three = (photo(tmp_path / name) for name in ("1.jpg", "2.jpg", "3.jpg"))
    (tmp_path / "2.jpg.xmp").write_text("darktable's")
    (tmp_path / "3.xmp").write_text("lightroom's")
    rows = [row(one), row(two), row(three), row(tmp_path / "gone.jpg")]
    before = [path.read_bytes() for path in (one, two, three)]
    done = export.write("xmp", job(rows, Path(), options=BESIDE, library=lambda path: True))
    assert (done.photos, done.path) == (1, "")
    assert [reason for _, reason in done.left_out] == [
        "there is a sidecar already (2.jpg.xmp)",
        "there is a sidecar already (3.xmp)",
        "the file is gone, or its drive is absent",
    ]
    assert names(tmp_path) == ["1.jpg", "1.jpg.xmp", "2.jpg", "2.jpg.xmp", "3.jpg", "3.xmp"]
    assert (tmp_path / "2.jpg.xmp").read_text() == "darktable's"
    replaced = export.write("xmp", job(rows, Path(), options=BESIDE, overwrite=True))
    assert (replaced.photos, replaced.kept) == (2, 1)
    assert (tmp_path / "3.xmp").read_text() == "lightroom's"
    assert [path.read_bytes() for path in (one, two, three)] == before


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    file = photo(tmp_path / "a.jpg")
    (tmp_path / "a.jpg.xmp").mkdir()
    done = export.write("xmp", job([row(file)], Path(), options=BESIDE, overwrite=True))
    assert "can't be written" in done.left_out[0][1]
    with pytest.raises(ExportError, match="can't write"):
        export.write("xmp", job([row(file)], tmp_path, overwrite=True))


def test_stopped_sidecars_say_what_stays(tmp_path: Path) -> None:
    rows = [row(f"/p/{n}.jpg") for n in range(3)]
    seen: list[int] = []
    with pytest.raises(Cancelled, match="2 sidecars"):
        export.write("xmp", job(rows, tmp_path / "o", progress=seen.append, cancelled=lambda: len(seen) == 2))
    assert names(tmp_path / "o") == ["0.jpg.xmp", "1.jpg.xmp"]
