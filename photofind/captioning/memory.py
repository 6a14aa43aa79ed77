"""How many views fit side by side: from the memory there is and what one view's KV cache takes."""

from __future__ import annotations

MOST_SLOTS = 18
"""The views of one photo; more gains little (research: 16–18 on a CPU)."""
GRAIN = 256
"""llama.cpp rounds the cells of a context up to this."""


def cells(prompt: int, image: int, limit: int) -> int:
    """KV cells that one view needs for these counts of tokens, rounded up to ``GRAIN``."""
    return -(-(prompt + image + limit) // GRAIN) * GRAIN


def slots(cell_bytes: int, cells: int, available: int, most: int = MOST_SLOTS) -> int:
    """Views that fit, at least 1: half of what is available is left to everything else.

    Args:
        cell_bytes: bytes of keys and values that one token takes over all layers.
        cells: cells of one view.
        available: bytes of memory free for the taking.
        most: upper bound.
    """
    return max(1, min(most, available // 2 // max(1, cell_bytes * cells)))
