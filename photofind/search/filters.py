"""The filters and switches of a query beside its chips: as typed text and as JSON.

    folder:/photos/rome  after:2020-01-31  before:2021-01-01  camera:"Canon EOS"  orientation:portrait
    has:tags  has:duplicates  is:undescribed  is:recent  similar:/photos/a.jpg  match:any  sort:newest  synonyms:off

In typed text a quotation mark inside a value is written %22, a percent sign %25.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args
from urllib.parse import quote, unquote

from photofind.errors import UsageError
from photofind.records import Described, Orientation, Query, Sort

FIELDS = (
    *("any", "folder", "after", "before", "sort", "synonyms"),
    *("camera", "orientation", "own", "state", "similar", "recent", "duplicates"),
)
"""What a query has beside its chips."""
NAMES = (
    *("folder", "after", "before", "camera", "orientation", "has", "is", "similar"),
    *("match", "sort", "synonyms"),
)
"""What may stand before the colon in typed text."""
CHOICES: dict[str, tuple[str, ...]] = {
    "orientation": get_args(Orientation),
    "state": get_args(Described),
    "sort": get_args(Sort),
}
"""The fields of a query that take one of a few values."""
_SPOKEN: dict[str, dict[str, tuple[str, Any]]] = {
    "orientation": {value: ("orientation", value) for value in CHOICES["orientation"]},
    "has": {
        **dict.fromkeys(("tags", "caption", "own"), ("own", True)),
        **dict.fromkeys(("duplicates", "copies"), ("duplicates", True)),
    },
    "is": {**{value: ("state", value) for value in CHOICES["state"]}, "recent": ("recent", True)},
    "sort": {value: ("sort", value) for value in CHOICES["sort"]},
    "match": {"all": ("any", False), "any": ("any", True)},
    "synonyms": {"on": ("synonyms", True), "off": ("synonyms", False)},
}
_QUOTED = {ord(sign): quote(sign) for sign in '%"“”„‟«»＂「」\n'}
_PLAIN = Query()


def read(name: str, value: str) -> dict[str, Any]:
    """What ``name:value`` sets of a query: the value by the name of the field.

    Raises:
        UsageError: there is no such value.
    """
    if name not in NAMES:
        raise UsageError(f"there is no filter “{name}”", f"choose one of {', '.join(NAMES)}")
    choices = _SPOKEN.get(name)
    if choices is None:
        value = unquote(value)
        if not value.strip() or (name in {"after", "before"} and not _is_date(value)):
            raise UsageError(f"“{value}” is not a value of {name}:", _REMEDIES.get(name, "name one after the colon"))
        return {name: value}
    if value.lower() not in choices:
        raise UsageError(
            f"there is no {name}:{value}", f"choose one of {', '.join(f'{name}:{one}' for one in choices)}"
        )
    field, chosen = choices[value.lower()]
    return {field: chosen}


_DAY = "write it as YYYY-MM-DD"
_REMEDIES = {"after": _DAY, "before": _DAY}


def to_text(query: Query) -> list[str]:
    """The filters of a query as ``read`` understands them."""
    found = []
    for field in FIELDS:
        value = getattr(query, field)
        if value == getattr(_PLAIN, field):
            continue
        spoken = ((n, word) for n, words in _SPOKEN.items() for word, sets in words.items() if sets == (field, value))
        found.append(as_text(*next(spoken, (field, str(value)))))
    return found


def as_text(name: str, value: str) -> str:
    """``name:value`` as it is typed, in quotes where needed."""
    word = value.translate(_QUOTED)
    return f'{name}:"{word}"' if any(sign.isspace() or sign == "," for sign in word) else f"{name}:{word}"


def from_json(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that ``data`` has; those that are missing are left out, unknown ones ignored.

    Raises:
        UsageError: a value is not one of the field's.
    """
    found: dict[str, Any] = {}
    for field in FIELDS:
        default = getattr(_PLAIN, field)
        if isinstance(default, bool):
            found[field] = flag(data, field, default)
            continue
        value = data.get(field, default)
        if value is not None and not isinstance(value, str):
            raise UsageError(f"{field!r} of a query must be text, not {value!r}")
        if field in CHOICES and value != default and value not in CHOICES[field]:
            raise UsageError(f"{field!r} of a query can't be {value!r}", f"choose one of {', '.join(CHOICES[field])}")
        if field in {"after", "before"} and value is not None and not _is_date(value):
            raise UsageError(f"{value!r} is not a date", _DAY)
        found[field] = value
    return found


def flag(data: Mapping[str, Any], key: str, default: bool) -> bool:
    """A value that is true or false (``UsageError`` if it is neither)."""
    value = data.get(key, default)
    if not isinstance(value, bool):
        raise UsageError(f"{key!r} of a query must be true or false, not {value!r}")
    return value


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
