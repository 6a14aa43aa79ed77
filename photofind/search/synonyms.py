"""Words that a typed word stands for too: synonyms, kinds, and the common word of which it is a kind.

From WordNet 3.0's nouns (``resources/wordnet``): "vehicle" finds car and bus, "puppy" finds dog.
"""

from __future__ import annotations

import gzip
import logging
import threading
from collections.abc import Callable, Container
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from photofind.errors import NotFoundError
from photofind.paths import resource

log = logging.getLogger(__name__)

_MOST = 24
_DEEPEST = 12
_COMMONER = 5


class _Synset(NamedTuple):
    stems: tuple[str, ...]
    counts: tuple[int, ...]
    parents: tuple[int, ...]
    children: list[int]


class Thesaurus:
    """The table, read when it is first asked; thread-safe. Without the file no word is related to another."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._synsets: list[_Synset] | None = None
        self._of: dict[str, list[int]] = {}
        self._near = lru_cache(maxsize=2048)(self._find)

    def related(self, stem: str, known: Container[str], uses: Callable[[str], int]) -> tuple[str, ...]:
        """Stems that a word stands for too, the most used first; at most 24, so that no query grows out of hand.

        Args:
            stem: the typed word's.
            known: stems of the index; others are left out.
            uses: how often a stem is used there.
        """
        found = [other for other in self._near(stem) if other in known]
        if len(found) > _MOST:
            found = sorted(found, key=lambda other: (-uses(other), other))[:_MOST]
        return tuple(found)

    def _find(self, stem: str) -> tuple[str, ...]:
        synsets = self._load()
        found: dict[str, None] = {}
        for start in self._of.get(stem, ()):
            ahead, seen = [start], {start}
            for _ in range(_DEEPEST):
                for number in ahead:
                    found.update(dict.fromkeys(synsets[number].stems))
                ahead = [n for number in ahead for n in synsets[number].children if n not in seen]
                seen.update(ahead)
            own = max(count for s, count in zip(synsets[start].stems, synsets[start].counts, strict=True) if s == stem)
            # "puppy" stands for dog, a far commoner word; but "dog" does not stand for every canine.
            above = [
                pair for n in synsets[start].parents for pair in zip(synsets[n].counts, synsets[n].stems, strict=True)
            ]
            count, other = max(above, default=(0, ""))
            if count >= _COMMONER * max(own, 1):
                found[other] = None
        found.pop(stem, None)
        return tuple(found)

    def _load(self) -> list[_Synset]:
        with self._lock:
            if self._synsets is None:
                self._synsets, self._of = _read(self._path)
            return self._synsets


def _read(path: Path | None) -> tuple[list[_Synset], dict[str, list[int]]]:
    synsets: list[_Synset] = []
    of: dict[str, list[int]] = {}
    try:
        with gzip.open(path or resource("wordnet", "nouns.tsv.gz"), "rt", encoding="ascii") as lines:
            for number, line in enumerate(lines):
                _, words, parents = line.rstrip("\n").split("\t")
                stems, counts = [], []
                for word in words.split(" "):
                    said, _, count = word.partition("/")
                    written, _, stem = said.partition(">")
                    stems.append(stem or written)
                    counts.append(int(count or 0))
                    of.setdefault(stems[-1], []).append(number)
                above = tuple(map(int, parents.split())) if parents else ()
                synsets.append(_Synset(tuple(stems), tuple(counts), above, []))
        for number, synset in enumerate(synsets):
            for parent in synset.parents:
                synsets[parent].children.append(number)
    except (NotFoundError, OSError, ValueError, IndexError, EOFError) as error:
        log.warning("no synonyms: the word table can't be read (%s)", error)
        return [], {}
    return synsets, of
