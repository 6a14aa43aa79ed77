"""A segment's terms and postings, read straight from the two files that Whoosh wrote.

Whoosh's reader takes half a dozen reads of a file, and as many objects, to look up one term (12 to 22 µs; here 4), and
more for its postings. A prefix asks for ten words in every field of every segment: hundreds of terms, which took more
than twice as long so.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from hashlib import md5
from io import BytesIO
from pathlib import Path
from struct import Struct
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filetables import HashReader
from whoosh.filedb.structfile import StructFile

from photofind.search.sums import Checked, Sums

# The layouts of Whoosh's filetables and whoosh3, which is pinned; tests compare with what its own reader finds.
_FIELD = Struct("!H")  # before the term in a key
_SLOT = Struct("!Iq")  # hash, position of the record
_RECORD = Struct("!ii")  # sizes of key and value, which follow
_INLINED = 0  # the byte of a value that says that postings follow, not where they are: our codec writes none such
_EXTENT = Struct("!qi")  # offset and size in the file of postings
_EXTENT_AT = Struct("!BfIBBfII").size
_MAGIC = b"W3Bl"
_SIZE = Struct("!i")  # of a block, which follows; negative for the last


class Postings(NamedTuple):
    """The documents of one segment that hold a term, ascending, and how often: equally long arrays."""

    docs: npt.NDArray[np.int32]
    counts: npt.NDArray[np.float32]


EMPTY = Postings(np.empty(0, np.int32), np.empty(0, np.float32))


class Terms:
    """The terms of one segment, thread-safe.

    Args:
        table: sizes and sums of the segment's files, see ``sums.read``.

    Raises:
        ValueError: the list of terms is damaged.
    """

    def __init__(self, folder: Path, segment: str, table: dict[str, tuple[int, Sums]]) -> None:
        terms, self._postings = (
            Checked(folder / f"{segment}{ending}", *table[ending]) for ending in (W3Codec.TERMS_EXT, W3Codec.POSTS_EXT)
        )
        terms.check()
        self._data = terms.data
        reader = HashReader(StructFile(terms.data), terms.size)
        if reader.hashtype:
            raise ValueError("the terms have another hash than MD5")
        self._tables: list[tuple[int, int]] = reader.tables
        self._range = (reader.startofdata, reader.endofdata)
        self._numbers: dict[str, int] = reader.extras["fieldmap"]

    def find(self, field: str, term: bytes) -> Postings:
        """The postings of a term, deleted documents included; any error means that they are damaged."""
        number = self._numbers.get(field)
        if number is None:
            return EMPTY
        key = _FIELD.pack(number) + term
        wanted = int.from_bytes(md5(key, usedforsecurity=False).digest()[-4:], "big")
        start, slots = self._tables[wanted & 255]
        for slot in range(slots):
            found, at = _SLOT.unpack_from(self._data, start + ((wanted >> 8) + slot) % slots * _SLOT.size)
            if not at:
                break
            if found == wanted:
                held, value = self._record(at)
                if held == key:
                    return self._read(value)
        return EMPTY

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """Field and term of all."""
        return ((field, term) for field, term, _ in self._records())

    def items(self) -> Iterator[tuple[str, bytes, Postings]]:
        """Field, term and postings of all."""
        return ((field, term, self._read(value)) for field, term, value in self._records())

    def _records(self) -> Iterator[tuple[str, bytes, bytes]]:
        fields = {number: field for field, number in self._numbers.items()}
        at, end = self._range
        while at < end:
            key, value = self._record(at)
            yield fields[_FIELD.unpack_from(key)[0]], key[_FIELD.size :], value
            at += _RECORD.size + len(key) + len(value)

    def _record(self, at: int) -> tuple[bytes, bytes]:
        first, second = _RECORD.unpack_from(self._data, at)
        middle = at + _RECORD.size + first
        return self._data[middle - first : middle], self._data[middle : middle + second]

    def _read(self, value: bytes) -> Postings:
        """The postings that a term's value points to, block by block (see ``codec``)."""
        offset, size = _EXTENT.unpack_from(value, _EXTENT_AT)
        self._postings.check(offset, offset + size)
        data = self._postings.data[offset : offset + size]
        if value[_INLINED] or not data.startswith(_MAGIC):
            raise ValueError("postings are not where they should be")
        blocks = []
        at = len(_MAGIC)
        while at < size:
            (length,) = _SIZE.unpack_from(data, at)
            at += _SIZE.size
            block = BytesIO(data[at : at + abs(length)])
            pickle.load(block)  # noqa: S301 - the block's highest; a folder that is not ours is not opened (see ``store``)
            blocks.append(_decoded(*pickle.load(block)[:2]))  # noqa: S301
            at += abs(length)
        return blocks[0] if len(blocks) == 1 else Postings(*map(np.concatenate, zip(*blocks, strict=True)))


def _decoded(deltas: bytes | tuple[int, ...], weights: bytes | tuple[float, ...] | float | None) -> Postings:
    steps = np.frombuffer(deltas, np.uint8) if isinstance(deltas, bytes) else np.array(deltas, np.int32)
    docs = steps.cumsum(dtype=np.int32)
    if isinstance(weights, bytes):
        return Postings(docs, np.frombuffer(weights, np.uint8).astype(np.float32))
    return Postings(docs, np.full(len(docs), 1.0 if weights is None else weights, np.float32))
