"""Why a photo was found: for every chip, the texts that hold it and where in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from photofind.records import Chip, Evidence, Query, Span
from photofind.search.query import Wanted, wanted
from photofind.search.text import Term, analyse

Related = Callable[[str], Sequence[str]]
"""Stem → related stems, which count too."""


def alone(_: str) -> Sequence[str]:
    """No word is related to another: synonyms are off."""
    return ()


SIMILAR = "similar:"
"""Under this the evidence holds the words that a photo shares with the one that it is found to be like."""


def explain(
    photo_id: int, query: Query, texts: Sequence[tuple[str, str]], related: Related, shared: Collection[str] = ()
) -> Evidence:
    """The evidence of one photo for the included chips of a query.

    Args:
        texts: (source, cleaned text) in the order in which the spans are wanted.
        related: what the query's words stand for besides themselves; empty sequences when that is off.
        shared: stems that tell most about the photo that those found are like.

    Returns:
        For each included chip its spans, none for a chip that did not match (as may be with *any*). Chips of stop words
        only are left out.
    """
    analysed = [(source, text, analyse(text)) for source, text in texts]
    matches: dict[str, tuple[Span, ...]] = {}
    for chip in query.chips:
        want = wanted(chip)
        if chip.exclude or not want.stems:
            continue
        matches[chip.text] = tuple(
            Span(source, text, ranges)
            for source, text, terms in analysed
            if want.field in (None, source) and (ranges := ranges_of(want, chip, terms, related))
        )
    if shared:
        matches[SIMILAR] = tuple(
            Span(source, text, ranges)
            for source, text, terms in analysed
            if (ranges := tuple((term.start, term.end) for term in terms if term.stem in shared))
        )
    return Evidence(photo_id, matches)


def ranges_of(want: Wanted, chip: Chip, terms: Sequence[Term], related: Related) -> tuple[tuple[int, int], ...]:
    """Character ranges of a chip in one analysed text, ascending; a phrase's reach from its first word to its last."""
    if len(want.stems) == 1:
        (stem,) = want.stems
        accepted: Collection[str] = {stem, *([] if chip.phrase or chip.exact else related(stem))}
        return tuple((term.start, term.end) for term in terms if term.stem in accepted)
    size = len(want.stems)
    found: list[tuple[int, int]] = []
    for i in range(len(terms) - size + 1):
        run = terms[i : i + size]
        if tuple(term.stem for term in run) == want.stems and run[0].sentence == run[-1].sentence:
            if found and run[0].start < found[-1][1]:  # "dog dog dog" for the phrase "dog dog"
                found[-1] = (found[-1][0], run[-1].end)
            else:
                found.append((run[0].start, run[-1].end))
    return tuple(found)
