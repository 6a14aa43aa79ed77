"""Typed text, command-line arguments and JSON to queries and back.

A chip's text may name a field, ``name:beach`` or ``own:birthday``: then only file and folder words, or only the
person's own text, count. Filters are typed as ``camera:"Canon EOS"`` (see ``filters``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from photofind.errors import UsageError
from photofind.records import Chip, Query
from photofind.search import filters
from photofind.search.text import scan, stem_of

NAMED_FIELDS = ("name", "own")
_FIELD = re.compile(r"(name|own)[:：]\s*(?=\S)", re.IGNORECASE)
_QUOTES = '"“”„‟«»＂「」'
_MINUS = "−–－-"  # the hyphen last: these stand in character classes
_PIECE = re.compile(
    rf"(?P<filter>[={_MINUS}]?(?:{'|'.join(filters.NAMES)})[:：](?:[{_QUOTES}][^{_QUOTES}]*(?:[{_QUOTES}]|$)|[^\s{_QUOTES}]+))|"
    rf"(?P<minus>[{_MINUS}](?=[^\s{_MINUS}]))?(?P<exact>=(?=[^\s=]))?(?P<field>(?:name|own)[:：])?"
    rf"(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)(?:[{_QUOTES}]|$)|(?P<word>[^\s{_QUOTES}]+))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What typed text says.

    Attributes:
        chips: in order, each once.
        filters: what it sets of a ``Query``, by the name of the field.
        dropped: stop words, and filters with a value that there is not.
    """

    chips: tuple[Chip, ...] = ()
    filters: dict[str, Any] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


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


def read(text: str) -> Typed:
    """Typed text to chips, one a word, and filters.

    ``"quotes"`` make a phrase, ``-word`` excludes, ``=word`` counts without related words, ``field:word`` limits.
    Typographic and full-width quotes and signs work too, and a quote that is not closed ends with the text.
    """
    chips: dict[Chip, None] = {}
    chosen: dict[str, Any] = {}
    dropped: list[str] = []
    for match in _PIECE.finditer(text):
        if match.group("filter") is not None:
            name, _, value = match.group("filter").replace("：", ":", 1).partition(":")
            try:  # a filter can't be turned round: with a sign before it, it is none
                chosen.update(filters.read(name.lower(), value.strip(_QUOTES + " ,")))
            except UsageError:
                dropped.append(match.group("filter"))
            continue
        quoted, word = match.group("quoted"), match.group("word")
        exclude, exact = match.group("minus") is not None, match.group("exact") is not None
        body = quoted if quoted is not None else word
        field = (match.group("field") or "")[:-1].lower()
        found, left_out = _chip(body, field, exclude, exact, whole=quoted is not None)
        dropped += left_out
        if found:
            chips[found] = None
    return Typed(tuple(chips), chosen, tuple(dropped))


def argument(text: str, exclude: bool = False) -> Typed:
    """One command-line argument: a word, a phrase when it has several words, or a filter.

    Args:
        text: with a ``=``, a ``name:``, an ``own:`` or a filter's name before it or not; quotes around it are ignored.
        exclude: whether photos that match are to be left out.

    Raises:
        UsageError: the filter has no such value.
    """
    text = text.strip().strip(_QUOTES)
    name, colon, value = text.replace("：", ":", 1).partition(":")
    if colon and name.lower() in filters.NAMES and value.strip():
        if exclude:
            raise UsageError(f"“{text}” is a filter, which can't be turned round", "leave words out with --not")
        return Typed(filters=filters.read(name.lower(), value.strip(_QUOTES + " ")))
    exact = text.startswith("=")
    limit, words = split_field(text[exact:])
    found, _ = _chip(words.strip(_QUOTES), limit or "", exclude, exact, whole=True)
    return Typed((found,)) if found else Typed(dropped=(text,))


def _chip(body: str, field: str, exclude: bool, exact: bool, *, whole: bool) -> tuple[Chip | None, list[str]]:
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
    return Chip(f"{field}:{kept}" if field else kept, exclude, len(content) > 1, exact), lost


def to_text(query: Query) -> str:
    """A query as a person could have typed it: ``read`` gives the same chips and filters back."""
    out = []
    for one in query.chips:
        limit, words = split_field(one.text)
        body = f'"{words}"' if one.phrase or re.search(r"\s", words) else words
        signs = ("-" if one.exclude else "") + ("=" if one.exact else "")
        out.append(f"{signs}{limit + ':' if limit else ''}{body}")
    return " ".join([*out, *filters.to_text(query)])


def to_json(query: Query) -> dict[str, Any]:
    """A query as JSON data: what saved searches, the CLI and exports write."""
    return {
        "chips": [
            {"text": one.text, "exclude": one.exclude, "phrase": one.phrase, "exact": one.exact} for one in query.chips
        ],
        **{name: getattr(query, name) for name in filters.FIELDS},
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
    return Query(tuple(_json_chip(one) for one in chips), **filters.from_json(data))


def _json_chip(data: object) -> Chip:
    if not isinstance(data, Mapping) or not isinstance(data.get("text"), str) or not data["text"].strip():
        raise UsageError(f"{data!r} is not a chip", 'a chip is an object such as {"text": "dog", "exclude": false}')
    return Chip(data["text"], *(filters.flag(data, key, False) for key in ("exclude", "phrase", "exact")))
