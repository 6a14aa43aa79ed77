"""Why a photo was found: for every chip, the texts that hold it and where in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from photofind.records import SIMILAR, VIEWS, Chip, Evidence, Query, Span
from photofind.search.query import Wanted, wanted
from photofind.search.text import Term, analyse, stems

Related = Callable[[str], Sequence[str]]
"""Stem → related stems, which count too."""


Implying = Callable[[str], Mapping[str, float]]
"""Stem → the stems by which this photo was found in its place, with weights: none if it was not."""
_TOLD = 3


def alone(_: str) -> Sequence[str]:
    """No word is related to another: synonyms are off."""
    return ()


def unlearned(_: str) -> Mapping[str, float]:
    """No word implies another: expansion is off."""
    return {}


def explain(
    photo_id: int,
    query: Query,
    texts: Sequence[tuple[str, str]],
    related: Related,
    shared: Collection[str] = (),
    implying: Implying = unlearned,
) -> Evidence:
    """The evidence of one photo for the included chips of a query.

    Args:
        texts: (source, cleaned text) in the order in which the spans are wanted.
        related: what the query's words stand for besides themselves; empty sequences when that is off.
        shared: stems that tell most about the photo that those found are like.
        implying: what stands for a word that the photo does not hold but implies; the strongest few are told.

    Returns:
        For each included chip its spans, none for a chip that did not match (as may be with *any*). Chips of stop words
        only are left out.
    """
    analysed = [(source, text, analyse(text)) for source, text in texts]
    matches: dict[str, tuple[Span, ...]] = {}
    learned: dict[str, tuple[str, ...]] = {}
    told: dict[str, tuple[str, ...]] = {}
    for chip in query.chips:
        want = wanted(chip)
        if chip.exclude or not want.stems:
            continue
        accepted = _accepted(want, chip, related)
        matches[chip.text] = tuple(
            Span(source, text, ranges)
            for source, text, terms in analysed
            if want.field in (None, source) and (ranges := _ranges(want, terms, accepted))
        )
        if not matches[chip.text] and len(want.stems) == 1 and not (chip.phrase or chip.exact or want.field):
            captions = [said for said in analysed if said[0] in VIEWS]
            found = _told(captions, implying(want.stems[0]))
            if found:
                matches[chip.text] = found
                learned[chip.text] = words_of(found)
        elif len(want.stems) == 1 and any(stems(word) != [*want.stems] for word in words_of(matches[chip.text])):
            told[chip.text] = words_of(matches[chip.text])
    if shared:
        matches[SIMILAR] = tuple(
            Span(source, text, ranges)
            for source, text, terms in analysed
            if source != "name" and (ranges := tuple((term.start, term.end) for term in terms if term.stem in shared))
        )
    return Evidence(photo_id, matches, learned, told, words_of(matches.get(SIMILAR, ())))


def words_of(spans: Sequence[Span]) -> tuple[str, ...]:
    """The words that matched, in lower case; of several forms of one the first."""
    found: dict[tuple[str, ...], str] = {}
    for span in spans:
        for word in span.words:
            found.setdefault(tuple(stems(word)), word.lower())
    return tuple(found.values())


def _told(captions: Sequence[tuple[str, str, Sequence[Term]]], implying: Mapping[str, float]) -> tuple[Span, ...]:
    """Where the words stand that imply one best."""
    said = {term.stem for _, _, terms in captions for term in terms}
    best = sorted(said & implying.keys(), key=lambda stem: (-implying[stem], stem))[:_TOLD]
    return tuple(
        Span(source, text, ranges)
        for source, text, terms in captions
        if (ranges := tuple((term.start, term.end) for term in terms if term.stem in best))
    )


def ranges_of(want: Wanted, chip: Chip, terms: Sequence[Term], related: Related) -> tuple[tuple[int, int], ...]:
    """Character ranges of a chip in one analysed text, ascending; a phrase's reach from its first word to its last."""
    return _ranges(want, terms, _accepted(want, chip, related))


def _accepted(want: Wanted, chip: Chip, related: Related) -> Collection[str]:
    """The stems that a chip of one word is found by; a chip of several takes no others."""
    if len(want.stems) != 1:
        return ()
    (stem,) = want.stems
    return {stem, *([] if chip.phrase or chip.exact else related(stem))}


def _ranges(want: Wanted, terms: Sequence[Term], accepted: Collection[str]) -> tuple[tuple[int, int], ...]:
    if len(want.stems) == 1:
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
