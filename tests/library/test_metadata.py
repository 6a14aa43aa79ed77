from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from photofind.library import metadata
from photofind.library.images import probe
from tests.library import samples


def with_exif(**fields: Any) -> Image.Exif:
    """EXIF through a real file, so that Pillow's own parser reads it."""
    exif = samples.exif(camera=fields.pop("camera", None))
    for name, value in fields.items():
        directory, _, tag = name.rpartition("_")
        place = {"exif": exif.get_ifd(34665), "gps": exif.get_ifd(34853), "main": exif}[directory]
        place[int(tag)] = value
    out = io.BytesIO()
    samples.quarters().save(out, "JPEG", exif=exif)
    with Image.open(out) as image:
        return image.getexif()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021:03:04 05:06:07", "2021-03-04T05:06:07"),
        ("2021-03-04T05:06:07", "2021-03-04T05:06:07"),
        ("2021:3:4 5:06", "2021-03-04T05:06:00"),
        ("2021:03:04", "2021-03-04T00:00:00"),
        ("2021:03:04 05:06:60", "2021-03-04T05:06:59"),
        ("2021:03:04 05:06:07\0rubbish", "2021-03-04T05:06:07"),
        ("1890:01:01 00:00:00", "1890-01-01T00:00:00"),
        ("0000:00:00 00:00:00", None),
        ("2021:13:04 05:06:07", None),
        ("2021:02:30 05:06:07", None),
        ("2021:02:03 25:06:07", None),
        ("9999:02:03 25:06:07", None),
        ("9000:02:03 05:06:07", None),
        ("    :  :     :  :  ", None),
        ("\0\0\0\0", None),
        ("x" * 60_000, None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    assert metadata.from_exif(with_exif(exif_36867=text)).taken == expected


def test_the_date_of_capture_comes_first() -> None:
    found = with_exif(main_306="2003:01:01 00:00:00", exif_36868="2002:01:01 00:00:00", exif_36867="rubbish")
    assert metadata.from_exif(found).taken == "2002-01-01T00:00:00"
    assert metadata.from_exif(with_exif(main_306="2003:01:01 00:00:00")).taken == "2003-01-01T00:00:00"


@pytest.mark.parametrize(
    ("make", "model", "expected"),
    [
        ("Canon", "Canon EOS 5D", "Canon EOS 5D"),
        ("NIKON CORPORATION", "NIKON D750", "NIKON D750"),
        ("Apple", "iPhone 12", "Apple iPhone 12"),
        ("Sony\0\0\0junk", " ILCE-7 \n", "Sony ILCE-7"),
        ("", "", None),
        ("A" * 5000, "B" * 5000, "A" * 80),
    ],
)
def test_cameras(make: str, model: str, expected: str | None) -> None:
    assert metadata.from_exif(with_exif(camera=(make, model))).camera == expected


@pytest.mark.parametrize(
    ("north", "east", "expected"),
    [
        (("N", (10.0, 30.0, 0.0)), ("E", (20.0, 15.0, 36.0)), (10.5, 20.26)),
        (("S", (10.0, 30.0, 0.0)), ("W", (20.0, 15.0, 36.0)), (-10.5, -20.26)),
        (("N", (0.0, 0.0, 0.0)), ("E", (0.0, 0.0, 0.0)), (None, None)),
        (("N", (91.0, 0.0, 0.0)), ("E", (20.0, 0.0, 0.0)), (None, None)),
        (("N", (10.0, 0.0, 0.0)), ("E", (181.0, 0.0, 0.0)), (None, None)),
        (("N", (10.0, 0.0, 0.0)), ("E", ()), (None, None)),
    ],
)
def test_places(north: Any, east: Any, expected: tuple[float | None, float | None]) -> None:
    found = metadata.from_exif(with_exif(gps_1=north[0], gps_2=north[1], gps_3=east[0], gps_4=east[1]))
    assert (found.latitude, found.longitude) == expected


@given(
    st.dictionaries(
        st.sampled_from([1, 2, 3, 4]),
        st.one_of(
            st.none(),
            st.text(max_size=5),
            st.integers(),
            st.lists(st.one_of(st.floats(), st.integers(), st.text(max_size=3), st.none()), max_size=5).map(tuple),
        ),
    )
)
def test_no_place_makes_it_fail(place: dict[int, Any]) -> None:
    exif = Image.Exif()
    exif.get_ifd(34853).update(place)
    found = metadata.from_exif(exif)
    assert (found.latitude is None) == (found.longitude is None)
    if found.latitude is not None and found.longitude is not None:
        assert -90 <= found.latitude <= 90
        assert -180 <= found.longitude <= 180


@pytest.mark.parametrize("value", [0, 9, -1, 6.5, "6", None, (6, 6)])
def test_a_wrong_orientation_is_none(value: Any) -> None:
    assert metadata.orientation({274: value}) == 1


@given(st.binary(max_size=300))
def test_garbage_for_exif_never_costs_the_photo(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    path = tmp_path_factory.mktemp("exif") / "a.jpg"
    data = io.BytesIO()
    samples.quarters().save(data, "JPEG", quality=95)
    for head in (b"Exif\0\0", b"Exif\0\0II*\0\x08\0\0\0", b"Exif\0\0MM\0*\0\0\0\x08"):
        path.write_bytes(samples.insert_segment(data.getvalue(), 0xE1, head + body))
        assert probe(str(path)).format == "JPEG"


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif"])
def test_every_format_tells_date_and_camera(tmp_path: Path, suffix: str) -> None:
    path = samples.save(tmp_path / f"a.{suffix}", exif=samples.exif(1, "2021:03:04 05:06:07", ("Maker", "Phone")))
    found = probe(str(path))
    assert (found.taken, found.camera) == ("2021-03-04T05:06:07", "Maker Phone")
