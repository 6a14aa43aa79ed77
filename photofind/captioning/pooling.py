"""Fewer image tokens for crops: neighbours averaged between the vision encoder and the language model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def pool(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Image vectors (tokens × width, a square grid row by row) averaged 2 × 2; edges of odd grids over what is there.

    A count that is no square is returned as it is.
    """
    count, width = vectors.shape
    side = round(count**0.5)
    if side * side != count:
        return np.ascontiguousarray(vectors)
    grid = vectors.reshape(side, side, width)
    starts = np.arange(0, side, 2)
    sizes = np.minimum(2, side - starts).astype(np.float32)
    sums = np.add.reduceat(np.add.reduceat(grid, starts, axis=0), starts, axis=1)
    means = sums / (sizes[:, None, None] * sizes[None, :, None])
    return np.ascontiguousarray(means.reshape(-1, width), np.float32)
