"""What the index keeps of a photo: its stems by field, and its words in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from photofind.search.store import CAPTIONS, FIELDS
from photofind.search.text import normal, stem_of, tokens

_CACHE_LIMIT = 300_000


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed of one photo: its cleaned texts by field."""

    photo_id: int
    whole: tuple[str, ...] = ()
    crops: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    name: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Encoded:
    """A document analysed.

    Attributes:
        stems: field → stems in order; empty fields are left out.
        words: the words in order, None after each sentence. A sentence that several views share stands here once.
        said: how many of them come before those of names.
        views: the stems that each caption says.
    """

    photo_id: int
    stems: dict[str, list[str]]
    words: list[str | None]
    said: int
    views: list[list[str]]


class Encoder:
    """Analyses documents, remembering words it has seen. For one thread at a time.

    Args:
        stem: what becomes of a normal word; empty for a word that is not indexed.
    """

    def __init__(self, stem: Callable[[str], str] = stem_of) -> None:
        self._stem = stem
        self._seen: dict[str, tuple[str, str]] = {}

    def encode(self, document: Document) -> Encoded:
        """Analyse one document."""
        if len(self._seen) > _CACHE_LIMIT:
            self._seen.clear()
        seen = self._seen
        fields: dict[str, list[str]] = {}
        words: list[str | None] = []
        views: list[list[str]] = []
        sentences: set[tuple[str, ...]] = set()
        said = 0
        for name in FIELDS:
            if name == "name":  # the last
                said = len(words)
            stems: list[str] = []
            for text in getattr(document, name):
                start = len(stems)
                run: list[str] = []
                current = 0
                for token, _, _, sentence in tokens(text):
                    known = seen.get(token)
                    if known is None:
                        word = normal(token)
                        known = seen[token] = (word, self._stem(word))
                    if sentence != current:
                        _close(run, sentences, words)
                        run, current = [], sentence
                    if known[1]:
                        stems.append(known[1])
                        run.append(known[0])
                _close(run, sentences, words)
                if name in CAPTIONS:
                    views.append(stems[start:])
            if stems:
                fields[name] = stems
        return Encoded(document.photo_id, fields, words, said, views)


def _close(run: list[str], sentences: set[tuple[str, ...]], words: list[str | None]) -> None:
    key = tuple(run)
    if run and key not in sentences:
        sentences.add(key)
        words += run
        words.append(None)
