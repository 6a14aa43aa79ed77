"""Which words captions use most, and how often: the numbers behind word clouds and histograms.

Paper: Nakata et al. 2024, appendix E: the captions of the photo and of all its crops are joined, and the words counted.
So a word counts as often as the captions (and the person's own words) say it, in every view; file and folder names
don't count, nor do stop words and words about the picture as such. Forms of one stem are one word, shown as the form
that is used most.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from photofind.records import WordCount
from photofind.search.ranking import Ranker
from photofind.search.segments import Ids
from photofind.search.suggest import Sample, worth
from photofind.search.text import normal, stem_of, tokens
from photofind.search.vocabulary import Words

FEW = 40
"""Up to so many photos are counted by reading their texts; more, by the index."""
_SAID = ("own", "whole", "crops")
_CANDIDATES = 4
"""Times as many words as wanted are taken from the sample and then counted in all photos."""


def of_texts(photos: Iterable[Sequence[tuple[str, str]]], limit: int) -> list[WordCount]:
    """The most frequent words of some photos.

    Args:
        photos: the (source, text) pairs of each photo; those of the source ``name`` don't count.
    """
    said: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for texts in photos:
        here: set[str] = set()
        for source, text in texts:
            if source == "name":
                continue
            for token, _, _, _ in tokens(text):
                word = normal(token)
                stem = stem_of(word)
                if worth(stem):
                    said[stem] += 1
                    forms[stem][word] += 1
                    here.add(stem)
        inside.update(here)
    counted = [
        WordCount(min(forms[stem].items(), key=lambda form: (-form[1], form[0]))[0], count, inside[stem])
        for stem, count in said.items()
    ]
    return ranked(counted, limit)


def of_rows(ranker: Ranker, words: Words, rows: Ids, limit: int) -> list[WordCount]:
    """The most frequent words of the index's ``rows``, each counted in all of them.

    Which words are counted is found in an even sample of the photos, so that a word which hardly any photo holds may
    be missed when there are more than a thousand.
    """
    sample = Sample(ranker, words, rows)
    said = np.bincount(words.stem_numbers[sample.tokens], minlength=len(words.stem_names))
    order = (int(number) for number in np.argsort(-said, kind="stable") if said[number])
    picked: list[int] = []
    for number in order:
        if worth(words.stem_names[number]):
            picked.append(number)
            if len(picked) == limit * _CANDIDATES:
                break
    inside = np.zeros(ranker.snapshot.rows, np.bool_)
    inside[rows] = True
    counted = []
    for number, form in zip(picked, sample.surface(picked), strict=True):
        holds = np.zeros(ranker.snapshot.rows, np.bool_)
        count = 0
        for field in _SAID:
            found = ranker.snapshot.postings(field, words.stem_names[number])
            kept = inside[found.docs]
            count += round(float(found.counts[kept].sum(dtype=np.float64)))
            holds[found.docs[kept]] = True
        if count:
            counted.append(WordCount(form, count, int(holds.sum())))
    return ranked(counted, limit)


def ranked(counted: Sequence[WordCount], limit: int) -> list[WordCount]:
    """The most frequent first, then those in more photos, then by the alphabet."""
    return sorted(counted, key=lambda word: (-word.count, -word.photos, word.word))[:limit]
