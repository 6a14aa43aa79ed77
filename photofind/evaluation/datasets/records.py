"""What every dataset reader returns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True, slots=True)
class Item:
    """One photo: its file below the images folder (with ``/``), its labels and its human captions, in file order."""

    file: str
    labels: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a dataset is to be had, and under which terms."""

    title: str
    where: str
    licence: str
    files: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """Photos in document order, and the labels that serve as keywords.

    Attributes:
        labels: every label once; the keyword queries, in this order.
        notes: what differs from the paper's set-up, for the report.
    """

    name: str
    items: tuple[Item, ...]
    labels: tuple[str, ...]
    source: Source
    notes: tuple[str, ...] = ()

    def sampled(self, count: int, seed: int) -> Dataset:
        """A random part of the photos, in the same order; the whole dataset if it has no more than ``count``."""
        if not 0 < count < len(self.items):
            return self
        chosen = np.sort(np.random.default_rng(seed).choice(len(self.items), count, replace=False))
        note = f"{count} of {len(self.items)} photos, drawn at random (seed {seed})"
        return replace(self, items=tuple(self.items[i] for i in chosen), notes=(*self.notes, note))

    def without(self, files: frozenset[str], note: str) -> Dataset:
        """The photos that are not in ``files``, with a note that says why."""
        return replace(self, items=tuple(i for i in self.items if i.file not in files), notes=(*self.notes, note))

    def only(self, files: frozenset[str]) -> Dataset:
        """The photos whose file, or file name, is in ``files``."""
        kept = tuple(i for i in self.items if i.file in files or i.file.rsplit("/", 1)[-1] in files)
        return replace(self, items=kept)


@dataclass(frozen=True, slots=True)
class Choice:
    """How a dataset is to be read.

    Attributes:
        labels: the labels file or the dataset's folder, as each reader says.
        captions: the file of human captions, empty to look beside ``labels``.
        split: name of the part to read, empty for the one that the paper used.
    """

    labels: str
    captions: str = ""
    split: str = ""
