"""Sums that tell a damaged file of the index from a whole one: a flipped bit may still decode, to something wrong.

Beside the files of each segment lies one with the sums of their chunks, written with the segment. A chunk is compared
before it is first used, which costs little beside using it; what is never used is never read. Each sum is that of the
chunk's 64-bit words: any single flipped bit changes it, and random damage goes unnoticed once in 2⁶⁴ times. The table
of contents ends with a checksum of its own, as does every batch of words in the word list.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

CHUNK = 1 << 14
SUFFIX = ".sums"
_SEAL = b"PFSEAL"

Sums = npt.NDArray[np.uint64]


def sums_of(data: bytes | mmap.mmap | memoryview, start: int, end: int) -> Sums:
    """The sum of each chunk of ``data`` between two offsets; ``start`` and, but for the file's, ``end`` are chunks'."""
    whole = (end - start) // CHUNK
    words = np.frombuffer(data, "<u8", whole * CHUNK // 8, start).reshape(whole, CHUNK // 8)
    found: Sums = words.sum(axis=1, dtype=np.uint64)
    rest = bytes(data[start + whole * CHUNK : end])
    if rest:
        last = np.frombuffer(rest + bytes(-len(rest) % 8), "<u8").sum(dtype=np.uint64)
        found = np.append(found, last)
    return found


def write(folder: Path, segment: str) -> None:
    """Write the sums of the files of a segment, all of which are closed."""
    table = {}
    for name, path in _files(folder, segment):
        data = path.read_bytes()
        table[name] = [len(data), sums_of(data, 0, len(data)).tolist()]
    text = json.dumps(table).encode("ascii")
    (folder / f"{segment}{SUFFIX}").write_bytes(b"%08x\n" % zlib.crc32(text) + text)


def read(folder: Path, segment: str) -> dict[str, tuple[int, Sums]]:
    """File's ending → its size and sums.

    Raises:
        ValueError: the file of sums is damaged itself.
    """
    head, _, text = (folder / f"{segment}{SUFFIX}").read_bytes().partition(b"\n")
    if head != b"%08x" % zlib.crc32(text):
        raise ValueError("the checksums are damaged")
    return {name: (size, np.array(sums, np.uint64)) for name, (size, sums) in json.loads(text).items()}


def verify(folder: Path, segment: str) -> None:
    """Compare every file of a segment.

    Raises:
        ValueError: one of them is damaged.
    """
    table = read(folder, segment)
    for name, path in _files(folder, segment):
        Checked(path, *table.get(name, (0, np.empty(0, np.uint64)))).check()


def _files(folder: Path, segment: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.glob(f"{segment}.*")):
        if path.suffix != SUFFIX:
            yield path.name.removeprefix(segment), path


class Checked:
    """A file, mapped, whose chunks are compared with their sums before they are first used. Thread-safe.

    Attributes:
        data: what it holds; call ``check`` for a range before using it.

    Raises:
        ValueError: the file has another size.
    """

    def __init__(self, path: Path, size: int, sums: Sums) -> None:
        self._name, self._sums, self.size = path.name, sums, size
        with open(path, "rb") as file:
            if os.fstat(file.fileno()).st_size != size:
                raise ValueError(f"{self._name} has another size")
            self.data: mmap.mmap | bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        self._seen = np.zeros(len(sums), np.bool_)
        self._all = False

    def check(self, start: int = 0, end: int | None = None) -> None:
        """Compare the chunks that hold a range of bytes, those that were compared before left out.

        Raises:
            ValueError: one of them is damaged.
        """
        end = self.size if end is None else min(end, self.size)
        first, last = max(start, 0) // CHUNK, -(-end // CHUNK)
        if self._all or first >= last or self._seen[first:last].all():
            return
        found = sums_of(self.data, first * CHUNK, min(last * CHUNK, self.size))
        if not np.array_equal(found, self._sums[first:last]):
            raise ValueError(f"{self._name} is damaged")
        self._seen[first:last] = True
        self._all = bool(self._seen.all())

    def check_ranges(self, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> None:
        """Compare the chunks that hold these ranges of bytes, which ascend.

        Raises:
            ValueError: one of them is damaged.
        """
        if self._all or not len(starts):
            return
        used = np.zeros(len(self._sums) + 1, np.int64)
        np.add.at(used, starts // CHUNK, 1)
        np.add.at(used, -(-ends // CHUNK), -1)
        wanted = (np.cumsum(used[:-1]) > 0) & ~self._seen
        edges = np.flatnonzero(np.diff(np.concatenate(([False], wanted, [False]))))
        for first, last in edges.reshape(-1, 2).tolist():
            self.check(first * CHUNK, last * CHUNK)
        self._all = bool(self._seen.all())


def seal(path: Path, words: int) -> None:
    """End a table of contents with a checksum, and the size that the word list had when it was written."""
    data = path.read_bytes() + words.to_bytes(8, "little")
    with open(path, "ab") as file:
        file.write(data[-8:] + _SEAL + zlib.crc32(data).to_bytes(4, "little"))


def unseal(path: Path) -> int:
    """Check a table of contents; the size of the word list that belongs to it.

    Raises:
        ValueError: it is damaged.
    """
    data = path.read_bytes()
    body, end = data[: -len(_SEAL) - 4], data[-len(_SEAL) - 4 :]
    if end != _SEAL + zlib.crc32(body).to_bytes(4, "little"):
        raise ValueError(f"{path.name} is damaged")
    return int.from_bytes(body[-8:], "little")
