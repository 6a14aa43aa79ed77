"""Small models fall into loops; greedy decoding never leaves them. These tests say when going on is pointless."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST = 32
"""Longest loop that is looked for, in tokens."""
_TIMES = {1: 8, 2: 6}
"""Loops of one or two tokens must go on longer: numbers and dots repeat by right."""


def looping(tokens: Sequence[int]) -> bool:
    """Whether the tokens end in the same n-gram three times in a row (see ``_TIMES`` for short ones)."""
    length = len(tokens)
    for size in range(1, LONGEST + 1):
        times = _TIMES.get(size, 3)
        if length < size * times:
            if size > 2:
                return False
            continue
        last = tokens[length - size :]
        if all(tokens[length - size * (k + 1) : length - size * k] == last for k in range(1, times)):
            return True
    return False


def tags(text: str) -> list[str]:
    """The finished entries of the tag list that the text ends with (``Tags: a, b, c`` gives a and b), lower case."""
    _, found, listed = text.rpartition("Tags:")
    if not found:
        return []
    return [entry.strip().lower() for entry in listed.split(",")[:-1]]


def tag_loop(text: str, times: int = 3) -> bool:
    """Whether the last finished tag stands in the list for the ``times``-th time."""
    entries = tags(text)
    return bool(entries) and entries.count(entries[-1]) >= times
