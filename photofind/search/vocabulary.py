"""Every word that was ever indexed, numbered in the order of their lines in ``words.txt``.

The file only grows, so that a number keeps its meaning through merges and in the eyes of every process. It is written
before the commit that uses it: a document never holds a number that the file lacks. Each batch of words ends with a
line that holds its checksum.
"""

from __future__ import annotations

import os
import threading
import zlib
from bisect import bisect_left, insort
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from photofind.errors import SearchIndexError
from photofind.search.store import WORDS
from photofind.search.text import stem_of

REMEDY = "rebuild the index (photofind rebuild)"
_LONGEST_GUESSED = 24
_FEW = 500
_END = b"\n# "  # no word begins so
_TAIL = len(_END) + 9
Numbers: TypeAlias = npt.NDArray[np.int32]


class Words:
    """A state of the vocabulary: what it holds is fixed, what is derived from it is made when first asked.

    A state that grew out of another takes over what that one has derived, so that a new word costs little.

    Attributes:
        words: the words by number.
        stems: their stems by number.
        by_stem: stem → numbers of its words; shared with later states, and so may hold words of theirs.
    """

    def __init__(self, words: tuple[str, ...] = (), stems: tuple[str, ...] = (), before: Words | None = None) -> None:
        self.words = words
        self.stems = stems
        self.by_stem: dict[str, list[int]] = before.by_stem if before else {}
        first = len(before.words) if before else 0
        for number in range(first, len(words)):
            self.by_stem.setdefault(stems[number], []).append(number)
        self._before = before
        self._lock = threading.Lock()
        self._derived: _Derived | None = None

    @property
    def stem_names(self) -> list[str]:
        """The distinct stems, in order of their first word."""
        return self._derive().stem_names

    @property
    def stem_numbers(self) -> Numbers:
        """For each word the position of its stem in ``stem_names``."""
        return self._derive().stem_numbers

    def starting(self, prefix: str) -> Numbers:
        """Numbers of the words that start with ``prefix``, alphabetically."""
        derived = self._derive()
        first = bisect_left(derived.alphabet, prefix)
        return derived.order[first : bisect_left(derived.alphabet, prefix + chr(0x10FFFF), first)]

    def _derive(self) -> _Derived:
        if self._derived is None:
            with self._lock:
                if self._derived is None:
                    before = self._before
                    self._derived = _grown(self, before._derived if before else None)  # noqa: SLF001 - its own kind
                    self._before = None  # the chain of states that were never asked ends here
        return self._derived

    @cached_property
    def _letters(
        self,
    ) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.uint32]], np.ndarray[tuple[int], np.dtype[np.int64]]]:
        """The words as a matrix of code points (zero after the end), and their lengths."""
        width = _LONGEST_GUESSED
        matrix = np.zeros((len(self.words), width), np.uint32)
        raw = np.array([word[:width] for word in self.words], dtype=f"<U{width}")
        if len(raw):
            matrix = raw.view(np.uint32).reshape(len(raw), width)
        return matrix, np.fromiter((len(word) for word in self.words), np.int64, len(self.words))

    def near(self, word: str, furthest: int) -> list[tuple[int, int]]:
        """Words within an edit distance (insert, delete, replace, swap): (distance, number), nearest first."""
        matrix, lengths = self._letters
        chosen = np.flatnonzero((np.abs(lengths - len(word)) <= furthest) & (lengths <= _LONGEST_GUESSED))
        if not len(chosen) or len(word) > _LONGEST_GUESSED:
            return []
        distance = _distances(np.array([ord(c) for c in word], np.uint32), matrix[chosen], lengths[chosen])
        within = np.flatnonzero(distance <= furthest)
        order = within[np.argsort(distance[within], kind="stable")]
        return [(int(distance[i]), int(chosen[i])) for i in order]


def _seal(batch: bytes) -> bytes:
    return b"%s%08x\n" % (_END, zlib.crc32(batch))


class _Derived(NamedTuple):
    """What is made of a state's words: distinct stems, a number for each word, the words in alphabetical order."""

    stem_names: list[str]
    stem_of: dict[str, int]
    stem_numbers: Numbers
    alphabet: list[str]
    order: Numbers


def _grown(words: Words, before: _Derived | None) -> _Derived:
    """A state's derived values; few new words cost a copy of a former state's, not all the work again."""
    known = len(before.order) if before else 0
    fresh = range(known, len(words.words))
    if before is None or len(fresh) > _FEW:
        names = list(dict.fromkeys(words.stems))
        numbers = {stem: number for number, stem in enumerate(names)}
        order = sorted(range(len(words.words)), key=words.words.__getitem__)
        return _Derived(
            names,
            numbers,
            np.fromiter((numbers[stem] for stem in words.stems), np.int32, len(words.stems)),
            [words.words[number] for number in order],
            np.array(order, np.int32),
        )
    names, numbers = before.stem_names.copy(), before.stem_of.copy()
    for number in fresh:
        if words.stems[number] not in numbers:
            numbers[words.stems[number]] = len(names)
            names.append(words.stems[number])
    alphabet = before.alphabet.copy()
    added = sorted(fresh, key=words.words.__getitem__)
    places = [bisect_left(before.alphabet, words.words[number]) for number in added]
    for number in added:
        insort(alphabet, words.words[number])
    return _Derived(
        names,
        numbers,
        np.concatenate([before.stem_numbers, np.array([numbers[words.stems[n]] for n in fresh], np.int32)]),
        alphabet,
        np.insert(before.order, places, added).astype(np.int32),
    )


def _distances(
    word: np.ndarray[tuple[int], np.dtype[np.uint32]],
    matrix: np.ndarray[tuple[int, int], np.dtype[np.uint32]],
    lengths: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Optimal string alignment distance of one word to every row of a matrix at once."""
    count = len(matrix)
    width = int(lengths.max())
    columns = np.ascontiguousarray(matrix[:, :width].T)
    before: list[np.ndarray[tuple[int], np.dtype[np.int16]]] = []
    rows = [np.full(count, j, np.int16) for j in range(width + 1)]
    for i, letter in enumerate(word, 1):
        now = [np.full(count, i, np.int16)]
        for j in range(1, width + 1):
            differs = columns[j - 1] != letter
            best = np.minimum(np.minimum(rows[j], now[j - 1]) + 1, rows[j - 1] + differs)
            if i > 1 and j > 1:
                swapped = (columns[j - 1] == word[i - 2]) & (columns[j - 2] == letter)
                best = np.where(swapped, np.minimum(best, before[j - 2] + 1), best)
            now.append(best.astype(np.int16))
        before, rows = rows, now
    return np.stack(rows)[lengths, np.arange(count)]


class Vocabulary:
    """The word file of one index folder. ``words`` is safe from any thread; ``add`` is the writer's alone."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / WORDS
        self._lock = threading.Lock()
        self._words = Words()
        self._read = 0  # bytes of whole batches that are in _words
        self._expected = 0
        self._size = 0
        self._numbers: dict[str, int] | None = None

    def words(self) -> Words:
        """The words that the file holds now; cheap when it has not grown.

        Raises:
            SearchIndexError: the file can't be read, or is shorter than it was.
        """
        with self._lock:
            try:
                size = self._path.stat().st_size if self._path.exists() else 0
                if size != self._size:
                    self._grow()
                    self._size = size
                if self._read < self._expected:
                    raise ValueError("it ends too early")
            except (OSError, ValueError) as error:
                what = f"the word list of the search index can't be read ({error})"
                raise SearchIndexError(what, REMEDY) from error
            return self._words

    def _grow(self) -> None:
        with open(self._path, "rb") as file:
            file.seek(self._read)
            raw = file.read()
        lines: list[str] = []
        start = 0
        while (end := raw.find(_END, start)) >= 0 and len(raw) >= end + _TAIL:  # a kill may have cut the last batch
            batch = raw[start:end]
            if raw[end : end + _TAIL] != _seal(batch):
                raise ValueError("it is damaged")
            lines += batch.decode("utf-8").split("\n")
            start = end + _TAIL
        pairs = [line.partition(" ") for line in lines]
        words = (*self._words.words, *(word for word, _, _ in pairs))
        stems = (*self._words.stems, *(stem or word for word, _, stem in pairs))
        self._words = Words(words, stems, self._words)
        self._read += start

    def expect(self, size: int) -> None:
        """Note that whole batches of so many bytes belong to the index that is open."""
        self._expected = size

    def numbers(self) -> dict[str, int]:
        """Word → number, for the writer (under its lock); new words are entered with ``add``."""
        words = self.words().words
        if self._numbers is None or len(self._numbers) != len(words):
            self._numbers = {word: number for number, word in enumerate(words)}
        return self._numbers

    def add(self, new: Iterable[str]) -> None:
        """Append words that ``numbers`` lacks; they are on disk when this returns."""
        numbers = self.numbers()
        lines = []
        for word in new:
            if word not in numbers:
                numbers[word] = len(numbers)
                stem = stem_of(word)
                lines.append(word if stem == word else f"{word} {stem}")
        if not lines:
            return
        with open(self._path, "ab+") as file:
            file.truncate(self._read)  # a kill may have cut the last batch
            batch = "\n".join(lines).encode("utf-8")
            file.write(batch + _seal(batch))
            file.flush()
            os.fsync(file.fileno())
