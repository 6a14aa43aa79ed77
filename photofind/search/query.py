"""Typed text, command-line arguments and JSON to chips and back.

A chip's text may name a field, ``name:beach`` or ``own:birthday``: then only file and folder words, or only the
person's own text, count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from photofind.errors import UsageError
from photofind.records import Chip, Query
from photofind.search.text import scan, stem_of

NAMED_FIELDS = ("name", "own")
_FIELD = re.compile(r"(name|own)[:：]\s*(?=\S)", re.IGNORECASE)
_QUOTES = '"“”„‟«»＂「」'
_MINUS = "−–－-"  # the hyphen last: these stand in character classes
_PIECE = re.compile(
    rf"(?P<minus>[{_MINUS}](?=[^\s{_MINUS}]))?(?P<field>(?:name|own)[:：])?"
    rf"(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)(?:[{_QUOTES}]|$)|(?P<word>[^\s{_QUOTES}]+))",
    re.IGNORECASE,
)
_SORTS = ("relevance", "newest", "oldest", "name")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a chip asks of the index: its stems in order, the one field it is limited to (or None), its text proper."""

    stems: tuple[str, ...]
    field: str | None
    words: str


def wanted(chip: Chip) -> Wanted:
    """A chip analysed. No stems: the chip holds only stop words."""
    field, words = split_field(chip.text)
    return Wanted(tuple(stem for word, *_ in scan(words) if (stem := stem_of(word))), field, words)


def split_field(text: str) -> tuple[str | None, str]:
    """``name:beach`` → ("name", "beach"); (None, text) for a chip of all fields."""
    match = _FIELD.match(text)
    return (match.group(1).lower(), text[match.end() :]) if match else (None, text)


def parse(text: str) -> tuple[list[Chip], list[str]]:
    """Typed text to chips, one a word; ``"quotes"`` make a phrase, ``-word`` excludes, ``field:word`` limits.

    Typographic and full-width quotes and signs work too, and a quote that is not closed ends with the text.

    Returns:
        The chips in order, each once, and the stop words that were left out.
    """
    chips: dict[Chip, None] = {}
    dropped: list[str] = []
    for match in _PIECE.finditer(text):
        quoted, word = match.group("quoted"), match.group("word")
        exclude = match.group("minus") is not None
        body = quoted if quoted is not None else word
        field = (match.group("field") or "")[:-1].lower()
        found, left_out = _chip(body, field, exclude, whole=quoted is not None)
        dropped += left_out
        if found:
            chips[found] = None
    return list(chips), dropped


def chip(argument: str, exclude: bool = False) -> Chip | None:
    """One command-line argument: a word, or a phrase when it has several words; None when only stop words.

    Args:
        argument: the text, with a ``name:`` or ``own:`` before it or not; quotes around it are ignored.
        exclude: whether photos that match are to be left out.
    """
    field, words = split_field(argument.strip().strip(_QUOTES))
    return _chip(words.strip(_QUOTES), field or "", exclude, whole=True)[0]


def _chip(body: str, field: str, exclude: bool, *, whole: bool) -> tuple[Chip | None, list[str]]:
    """The chip of one word or quoted text, and the stop words that are lost with it."""
    words = list(scan(body))
    content = [word for word in words if stem_of(word[0])]
    if not content:
        return None, [body[start:end] for _, start, end, _ in words]
    # A phrase keeps the stop words between its words, as typed; at the ends they can't matter.
    kept = body[content[0][1] : content[-1][2]]
    kept = " ".join(kept.translate({ord(quote): " " for quote in _QUOTES}).split())
    if split_field(kept)[0] and not field:
        kept = kept.replace(":", " ", 1).replace("：", " ", 1)
    lost = [] if whole else [body[w[1] : w[2]] for w in words if w[1] < content[0][1] or w[2] > content[-1][2]]
    return Chip(f"{field}:{kept}" if field else kept, exclude, len(content) > 1), lost


def to_text(chips: list[Chip] | tuple[Chip, ...]) -> str:
    """Chips as a person could have typed them: ``parse`` gives the same chips back."""
    out = []
    for one in chips:
        field, words = split_field(one.text)
        body = f'"{words}"' if one.phrase or re.search(r"\s", words) else words
        out.append(f"{'-' if one.exclude else ''}{field + ':' if field else ''}{body}")
    return " ".join(out)


def to_json(query: Query) -> dict[str, Any]:
    """A query as JSON data: what saved searches, the CLI and exports write."""
    return {
        "chips": [{"text": one.text, "exclude": one.exclude, "phrase": one.phrase} for one in query.chips],
        "any": query.any,
        "folder": query.folder,
        "after": query.after,
        "before": query.before,
        "sort": query.sort,
        "synonyms": query.synonyms,
    }


def from_json(data: object) -> Query:
    """The query that ``to_json`` wrote; keys that are missing take their defaults, unknown ones are ignored.

    Raises:
        UsageError: the data is not that of a query.
    """
    if not isinstance(data, Mapping):
        raise UsageError("a query must be a JSON object", 'as in {"chips": [{"text": "dog"}]}')
    chips = data.get("chips", [])
    if not isinstance(chips, list):
        raise UsageError("the chips of a query must be a list", 'as in {"chips": [{"text": "dog"}]}')
    sort = data.get("sort", "relevance")
    if sort not in _SORTS:
        raise UsageError(f"a query can't be sorted by {sort!r}", f"choose one of {', '.join(_SORTS)}")
    return Query(
        chips=tuple(_json_chip(one) for one in chips),
        any=_flag(data, "any", False),
        folder=_text(data, "folder"),
        after=_date(data, "after"),
        before=_date(data, "before"),
        sort=sort,
        synonyms=_flag(data, "synonyms", True),
    )


def _json_chip(data: object) -> Chip:
    if not isinstance(data, Mapping) or not isinstance(data.get("text"), str) or not data["text"].strip():
        raise UsageError(f"{data!r} is not a chip", 'a chip is an object such as {"text": "dog", "exclude": false}')
    return Chip(data["text"], _flag(data, "exclude", False), _flag(data, "phrase", False))


def _flag(data: Mapping[str, Any], key: str, default: bool) -> bool:
    value = data.get(key, default)
    if not isinstance(value, bool):
        raise UsageError(f"{key!r} of a query must be true or false, not {value!r}")
    return value


def _text(data: Mapping[str, Any], key: str) -> str | None:
    value = data.get(key)
    if value is not None and not isinstance(value, str):
        raise UsageError(f"{key!r} of a query must be text, not {value!r}")
    return value


def _date(data: Mapping[str, Any], key: str) -> str | None:
    value = _text(data, key)
    if value is not None:
        try:
            date.fromisoformat(value)
        except ValueError:
            raise UsageError(f"{value!r} is not a date", "write it as YYYY-MM-DD") from None
    return value
