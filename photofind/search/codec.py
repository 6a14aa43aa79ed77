"""Whoosh's codec, its postings written so that they load as bytes.

Whoosh pickles a block's document deltas and weights as tuples of numbers: eleven bytes and 80 ns a posting. Nearly
all of both are small whole numbers, and ``bytes`` is a sequence of just those to Whoosh's own reader too: two bytes,
2 ns.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3PostingsWriter


class _PostingsWriter(W3PostingsWriter):  # type: ignore[misc]
    def _mini_ids(self) -> Sequence[int]:
        ids = self._ids
        deltas = [ids[0], *(after - before for before, after in pairwise(ids))]
        try:
            return bytes(deltas)
        except ValueError:  # a delta above 255
            return tuple(deltas)

    def _mini_weights(self) -> Sequence[float] | float | None:
        try:
            small = bytes(map(int, self._weights))
        except ValueError:
            return tuple(self._weights)
        return None if small.count(1) == len(small) else small


class Codec(W3Codec):  # type: ignore[misc]
    """Large uncompressed blocks, which load three times as fast as Whoosh's default of 128 compressed postings."""

    # Shortest and longest document by block serve only Whoosh's early stopping; taking them is a sixth of the writing.
    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=4096, compression=0)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _PostingsWriter:
        """The writer of one field's postings."""
        return _PostingsWriter(
            dbfile,
            blocklimit=self._blocklimit,
            byteids=byteids,
            compression=self._compression,
            inlinelimit=self._inlinelimit,
        )
