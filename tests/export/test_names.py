"""File names that every system takes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photofind.export.names import LONGEST, Names, safe_name

anything = st.text(st.characters(codec=None), max_size=300)


@given(anything)
def test_no_name_can_do_harm(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert len(safe.encode("utf-8")) <= LONGEST + 1
    assert not set(safe) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in safe)
    assert safe not in {".", ".."}
    assert not safe.endswith((".", " "))
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("IMG_1.JPG", "IMG_1.JPG"),
        ("Grüße 日本.jpg", "Grüße 日本.jpg"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\x.jpg", "C__x.jpg"),
        ("con.jpg", "con_.jpg"),
        ("COM1.tar.gz", "COM1_.tar.gz"),
        ("lpt³", "lpt³_"),
        ("console.jpg", "console.jpg"),
        ("a.jpg. . ", "a.jpg"),
        ("...", "photo"),
        ("", "photo"),
        ("gnp\u202egpj.exe", "gnp_gpj.exe"),
        (b"\xff.jpg".decode("utf-8", "surrogateescape"), "\ufffd.jpg"),
        ("e\u0301.jpg", "é.jpg"),
        ("a" * 400 + ".jpeg", "a" * (LONGEST - 5) + ".jpeg"),
    ],
)
def test_known_names(name: str, safe: str) -> None:
    assert safe_name(name).lstrip(".") == safe.lstrip(".")


def test_names_are_told_apart_on_every_system() -> None:
    names = Names()
    given = ["/a/x.jpg", "/b/x.jpg", "/b/X.JPG", "/c/x (2).jpg", "/d/e\u0301", "/e/é"]
    taken = [names.take(path) for path in given]
    assert taken == ["x.jpg", "x (2).jpg", "X (3).JPG", "x (2) (2).jpg", "é", "é (2)"]
    assert len({name.casefold() for name in taken}) == len(taken)
    assert names.take("C:\\photos\\y.jpg") == "y.jpg"


@given(st.lists(anything, max_size=20))
def test_no_two_names_are_the_same(given: list[str]) -> None:
    names = Names()
    taken = [unicodedata.normalize("NFC", names.take(name).casefold()) for name in given]
    assert len(set(taken)) == len(taken)
