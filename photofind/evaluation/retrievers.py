"""Rankings by photofind itself: the application's analysis, index and scorer."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from photofind.errors import UsageError
from photofind.evaluation.captions import Views
from photofind.records import VIEWS, WHOLE, Chip, Query
from photofind.search.documents import Document
from photofind.search.index import Index
from photofind.search.paper import PaperIndex
from photofind.search.ranking import FIELD_WEIGHTS, K1, B, Parameters
from photofind.search.text import clean, scan, stem_of

Ints = npt.NDArray[np.int64]
BATCH = 4000
FIELDS = ("whole", "crops")


class Retriever(Protocol):
    """Ranks the photos of a collection for a query; ``close`` it."""

    @property
    def name(self) -> str:
        """What it is called in reports."""
        ...

    def rank(self, texts: Sequence[str], either: bool) -> Ints:
        """Document numbers, best first, equal scores by number; photos that don't match are left out.

        Args:
            texts: the parts of a query: a label, all labels of a photo, a caption, a caption and labels.
            either: photos with any of the words instead of all.
        """
        ...

    def close(self) -> None:
        """Free what it holds."""
        ...


@dataclass(frozen=True, slots=True)
class Ranking:
    """How photofind ranks.

    Attributes:
        k1, b: of BM25.
        weights: field (``whole``, ``crops``) → weight; empty for the paper's way, all views as one field.
        stemming: whether words are reduced to their stems.
        synonyms: whether related words count.
        expansion: whether words that captions imply count too, which the application does beside related words only.
        cleaning: whether the boilerplate of model output is taken out before indexing, as the application does.
    """

    k1: float = K1
    b: float = B
    weights: dict[str, float] = field(default_factory=dict)
    stemming: bool = True
    synonyms: bool = False
    expansion: bool = False
    cleaning: bool = True

    def check(self) -> None:
        """Refuse what can't be.

        Raises:
            UsageError: a value is out of range, or two don't go together.
        """
        if not 0 <= self.k1 < 1e6 or not 0 <= self.b <= 1:
            raise UsageError(f"k1 = {self.k1:g}, b = {self.b:g} make no BM25", "k1 is 0 or more, b from 0 to 1")
        unknown = set(self.weights) - set(FIELDS)
        if unknown or any(not 0 <= weight < 1e6 for weight in self.weights.values()):
            raise UsageError("a field weight is wrong", "as in whole=1,crops=0.7; no other fields are filled here")
        usual = self.weights in ({}, product_weights()) and (self.k1, self.b) == (K1, B) and self.stemming
        if (self.synonyms or self.expansion) and not usual:
            raise UsageError(
                "related and implied words are ranked as the application ranks them",
                "leave out --k1, --b, --field-weights and --no-stemming",
            )


def product_weights() -> dict[str, float]:
    """The application's own weights of the fields that are filled here."""
    return {name: FIELD_WEIGHTS[name] for name in FIELDS}


def cleaned(views: Views, cleaning: bool = True) -> dict[str, str]:
    """The texts as they are indexed: cleaned, empty ones left out."""
    texts = {view: clean(text) if cleaning else text for view, text in views.items()}
    return {view: text for view, text in texts.items() if text.strip()}


class Photofind:
    """The application's index, in a temporary folder.

    Args:
        photos: the texts by view of each photo, in document order.
        indexed: called with the number of photos indexed so far.
    """

    def __init__(
        self, photos: Sequence[Views], ranking: Ranking, indexed: Callable[[int], None] = lambda _done: None
    ) -> None:
        ranking.check()
        self._parameters = Parameters(ranking.k1, ranking.b, ranking.weights or {"whole": 1.0})
        self._chips: _Chips | None = None
        self._paper: PaperIndex | None = None
        documents = self._documents(photos, ranking, indexed)
        if ranking.synonyms or ranking.expansion:
            self._chips = _Chips(list(documents), ranking.expansion)
        else:
            self._paper = PaperIndex.of(documents, stemming=ranking.stemming)

    @property
    def name(self) -> str:
        """See ``Retriever``."""
        return "photofind"

    @staticmethod
    def _documents(photos: Sequence[Views], ranking: Ranking, indexed: Callable[[int], None]) -> Iterable[Document]:
        for number, views in enumerate(photos):
            texts = cleaned(views, ranking.cleaning)
            if ranking.weights:
                crops = {view: text for view, text in texts.items() if view in VIEWS and view != WHOLE.name}
                whole = tuple(text for view, text in texts.items() if view not in crops)
                yield Document(number, whole, tuple(crops.values()))
            else:
                yield Document(number, tuple(texts.values()))
            indexed(number + 1)

    def rank(self, texts: Sequence[str], either: bool) -> Ints:
        """See ``Retriever``."""
        if self._chips is not None:
            return self._chips.rank(texts, either)
        assert self._paper is not None
        return self._paper.search(texts, any=either, parameters=self._parameters).ids

    def close(self) -> None:
        """Delete the index."""
        for part in (self._chips, self._paper):
            if part is not None:
                part.close()


class _Chips:
    """Chips on the application's index, one a word: with related words, and with implied ones if ``expansion``."""

    def __init__(self, documents: Sequence[Document], expansion: bool) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="photofind-", ignore_cleanup_errors=True)
        self._index: Index | None = None
        try:
            self._index = Index(Path(self._folder.name) / "index", lambda _: (), expansion=expansion)
            batches = [documents[start : start + BATCH] for start in range(0, len(documents), BATCH)]
            self._index.learn(batches)
            for batch in batches:
                self._index.update(batch)
        except BaseException:
            self.close()
            raise

    def rank(self, texts: Sequence[str], either: bool) -> Ints:
        words = dict.fromkeys(word for text in texts for word, *_ in scan(text) if stem_of(word))
        if not words:
            return np.empty(0, np.int64)
        assert self._index is not None
        return self._index.search(Query(tuple(Chip(word) for word in words), any=either, synonyms=True)).ids

    def close(self) -> None:
        if self._index is not None:
            self._index.close()
        self._folder.cleanup()
