"""The paper's retrieval, for evaluation: all texts of a photo as one field, no names, no own words, no synonyms.

    with PaperIndex((photo_id, texts_of_all_views) for …) as index:
        ranking = index.search("dog beach")                          # photos with both words, best first
        ranking = index.search("a dog on a beach", any=True)         # with any of them: a caption as query
        ranking = index.search("dog", without="cat", parameters=Parameters(k1=1.2, b=0.75))
        ranking.ids, ranking.scores                                  # the whole result, arrays of equal length

What is measured is what the application runs: the same analysis, Whoosh's files, the same scorer. ``PaperIndex.of``
takes documents of several fields instead, to compare field weights: ``Parameters(weights={"whole": 1, "crops": 0.7})``.

Paper: Nakata et al. 2024, section 3.2 (BM25, k1 = 0.9, b = 0.4, Porter stem, stop words).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from photofind.search.documents import Document, Encoder
from photofind.search.index import Index
from photofind.search.ranking import Parameters
from photofind.search.searching import Ranking
from photofind.search.text import scan, stem_of
from photofind.search.words import STOP_WORDS

__all__ = ["PAPER", "Document", "PaperIndex", "Parameters", "Ranking"]

PAPER = Parameters(weights={"whole": 1.0})
"""k1 = 0.9, b = 0.4, one field."""
_BATCH = 4000


class PaperIndex:
    """An index in a temporary folder, deleted on ``close``; also a context manager. Any thread may search it.

    Args:
        photos: (photo id, texts of all its views), each id once, from 0 on. Texts are analysed as they are: clean model
            output with ``photofind.search.text.clean`` first, as the application does.
        stemming: whether words are reduced to their stems.
        stop_words: whether stop words are left out. Single letters always are.
    """

    def __init__(
        self, photos: Iterable[tuple[int, Sequence[str]]], *, stemming: bool = True, stop_words: bool = True
    ) -> None:
        documents = (Document(photo_id, tuple(texts)) for photo_id, texts in photos)
        self._fill(documents, stemming, stop_words)

    @classmethod
    def of(cls, documents: Iterable[Document], *, stemming: bool = True, stop_words: bool = True) -> PaperIndex:
        """An index of documents with fields, for ``search`` with ``Parameters(weights=…)``."""
        made = cls.__new__(cls)
        made._fill(documents, stemming, stop_words)  # noqa: SLF001 - another constructor
        return made

    def _fill(self, documents: Iterable[Document], stemming: bool, stop_words: bool) -> None:
        def stem(word: str) -> str:
            if word in STOP_WORDS and not stop_words:
                return word
            found = stem_of(word)
            return found if stemming or not found else word

        self._stem = stem
        self._folder = tempfile.TemporaryDirectory(prefix="photofind-", ignore_cleanup_errors=True)
        try:
            self._index = Index(Path(self._folder.name) / "index", lambda _: (), Encoder(stem))
            rest = iter(documents)
            while batch := list(islice(rest, _BATCH)):
                self._index.update(batch)
        except BaseException:
            self.close()
            raise

    def search(
        self,
        words: str | Sequence[str],
        *,
        any: bool = False,  # noqa: A002 - as in Query and the command line
        without: str | Sequence[str] = (),
        parameters: Parameters = PAPER,
    ) -> Ranking:
        """The whole ordered result: photo ids by score descending, then id ascending, and the scores.

        Args:
            words: text, or several texts; each of its words is a term, stop words are dropped, repeats count again
                (as in Lucene, by which the paper ranks). Photos must hold all of them. Nothing is found for stop words
                alone.
            any: photos that hold any of the words are found.
            without: photos with one of these words are left out.
            parameters: k1, b and field weights of this search.
        """
        return self._index.rank(
            list(self._stems(words)), list(self._stems(without)), either=any, repeats=True, parameters=parameters
        )

    def stems(self, words: str | Sequence[str]) -> list[str]:
        """The terms that ``search`` makes of words, in order, each once."""
        return list(dict.fromkeys(self._stems(words)))

    def _stems(self, words: str | Sequence[str]) -> Iterator[str]:
        for text in (words,) if isinstance(words, str) else words:
            for word, *_ in scan(text):
                if stem := self._stem(word):
                    yield stem

    @property
    def count(self) -> int:
        """Number of photos in the index."""
        return self._index.count

    def __enter__(self) -> PaperIndex:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Delete the index. Calling it again does nothing."""
        if hasattr(self, "_index"):
            self._index.close()
        self._folder.cleanup()
