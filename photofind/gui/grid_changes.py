"""What has come and gone between two lists of photos, so that a grid goes from one to the other without a jump."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MAX_RUNS = 100
"""With more runs than this, showing the whole list anew is faster."""
_STEP = 1024

Runs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Changes:
    """How a list becomes another.

    Attributes:
        before: the list itself that ``gone`` is about.
        gone: runs of its rows (first, last) that are no more.
        come: runs of rows of the new list that are new; None if the lists have too little in common.
    """

    before: list[int]
    gone: Runs
    come: Runs | None


def changes(before: list[int], after: list[int]) -> Changes:
    """What has come and gone; on a worker thread: with 100,000 photos it takes longer than a frame."""
    start = _common(before, after)
    end = 0
    limit = min(len(before), len(after)) - start
    while end < limit and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    was, now = set(old), set(new)
    if [photo for photo in old if photo in now] != [photo for photo in new if photo in was]:
        return Changes(before, [], None)
    gone = _runs([row for row, photo in enumerate(old, start) if photo not in now])
    come = _runs([row for row, photo in enumerate(new, start) if photo not in was])
    return Changes(before, gone, come if len(gone) + len(come) <= MAX_RUNS else None)


def neighbour(gone: Runs, row: int, count: int) -> int | None:
    """The row after one that is no more, or else the one before it; None if it stays or none of ``count`` does."""
    run = next(((first, last) for first, last in gone if first <= row <= last), None)
    if run is None:
        return None
    first, last = run
    return last + 1 if last + 1 < count else first - 1 if first else None


def _common(before: Sequence[int], after: Sequence[int]) -> int:
    """How many photos both begin with."""
    start, limit = 0, min(len(before), len(after))
    while start < limit and before[start : start + _STEP] == after[start : start + _STEP]:
        start += _STEP
    start = min(start, limit)
    while start < limit and before[start] == after[start]:
        start += 1
    return start


def _runs(rows: Sequence[int]) -> Runs:
    """Ascending row numbers as runs (first, last)."""
    runs: Runs = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
