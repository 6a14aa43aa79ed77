"""Reading the header of a GGUF file, defensively: the file may be cut short, hostile, or not a model at all.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3, little endian).
"""

from __future__ import annotations

import functools
import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from photofind.errors import ModelError

Value = int | float | bool | str | tuple[int | float | bool | str, ...]

MAGIC = b"GGUF"
MAX_ENTRIES = 200_000
MAX_STRING = 16 << 20
MAX_STRINGS = 4_000_000
MAX_ARRAY = 1 << 40
KEPT_ARRAY = 256
"""Longer arrays (vocabularies) are skipped, not kept."""

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
# ggml type → (weights in a block, bytes of a block)
_BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292),
    16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82),
    23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2),
    34: (256, 54), 35: (256, 66), 39: (32, 17),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """What a GGUF file says about itself.

    Attributes:
        values: metadata; arrays of more than ``KEPT_ARRAY`` entries are left out.
        shapes: tensor name → dimensions, fastest first.
        missing: bytes that the tensors need beyond the end of the file; 0 for a whole one.
    """

    path: str
    version: int
    values: dict[str, Value]
    shapes: dict[str, tuple[int, ...]]
    missing: int

    def text(self, key: str) -> str:
        """A string value, empty if there is none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int | None:
        """A whole number, or None."""
        value = self.values.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def numbers(self, key: str) -> tuple[int, ...]:
        """The whole numbers of an array, empty if there is none."""
        value = self.values.get(key)
        return tuple(v for v in value if isinstance(v, int)) if isinstance(value, tuple) else ()

    @property
    def architecture(self) -> str:
        """``general.architecture``: ``clip`` for a projector."""
        return self.text("general.architecture")


class _Cut(Exception):  # noqa: N818 - the file ends early
    pass


class _Reader:
    """Reads little-endian values and never asks for more than the file has left."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size
        self.position = 0

    def take(self, count: int) -> bytes:
        if count > self._size - self.position:
            raise _Cut
        data = self._file.read(count)
        if len(data) != count:
            raise _Cut
        self.position += count
        return data

    def skip(self, count: int) -> None:
        if count > self._size - self.position:
            raise _Cut
        self._file.seek(count, os.SEEK_CUR)
        self.position += count

    def scalar(self, code: str) -> int | float | bool:
        value: int | float | bool = struct.unpack("<" + code, self.take(struct.calcsize("<" + code)))[0]
        return value

    def count(self, most: int, what: str) -> int:
        value = int(self.scalar("Q"))
        if value > most:
            raise ValueError(f"{value} {what}")
        return value

    def string(self) -> str:
        return self.take(self.count(MAX_STRING, "bytes in one string")).decode("utf-8", "replace")

    def value(self, kind: int, depth: int = 0) -> Value | None:
        if kind in _SCALARS:
            return self.scalar(_SCALARS[kind])
        if kind == _STRING:
            return self.string()
        if kind != _ARRAY or depth > 1:
            raise ValueError(f"value type {kind}")
        inner = int(self.scalar("I"))
        if inner in _SCALARS:
            code = _SCALARS[inner]
            length = self.count(MAX_ARRAY, "array entries")
            if length > KEPT_ARRAY:
                self.skip(length * struct.calcsize("<" + code))
                return None
            return struct.unpack(f"<{length}{code}", self.take(length * struct.calcsize("<" + code)))
        length = self.count(MAX_STRINGS, "array entries")
        entries: list[int | float | bool | str] = []
        for _ in range(length):
            if inner == _STRING and length > KEPT_ARRAY:
                self.skip(self.count(MAX_STRING, "bytes in one string"))
                continue
            entry = self.value(inner, depth + 1)
            if isinstance(entry, int | float | bool | str):
                entries.append(entry)
        return tuple(entries) if length <= KEPT_ARRAY else None


def read(path: str | os.PathLike[str], what: str = "the model file") -> Header:
    """The header of a GGUF file.

    Args:
        path: the file.
        what: how messages name it.

    Raises:
        ModelError: missing, unreadable, empty, not GGUF, of an unknown version, cut inside the header, or nonsense.
    """
    name = os.fspath(path)
    try:
        status = os.stat(name)
    except OSError as error:
        raise ModelError(f"{what} {name} does not exist ({error.strerror})", "choose another file") from error
    return _read(name, status.st_size, status.st_mtime_ns, what)


@functools.lru_cache(maxsize=32)
def _read(name: str, size: int, _modified: int, what: str) -> Header:
    if Path(name).is_dir():
        raise ModelError(f"{what} {name} is a folder", "choose the .gguf file in it")
    if size == 0:
        raise ModelError(f"{what} {name} is empty", "download it again")
    try:
        with open(name, "rb") as file:
            return _parse(name, _Reader(file, size), size, what)
    except OSError as error:
        raise ModelError(f"{what} {name} can't be read ({error.strerror})", "choose another file") from error
    except _Cut:
        raise ModelError(f"{what} {name} is incomplete: it ends within its header", "download it again") from None
    except (ValueError, OverflowError, MemoryError) as error:
        raise ModelError(f"{what} {name} is invalid ({error})", "download it again or choose another file") from error


def _parse(name: str, reader: _Reader, size: int, what: str) -> Header:
    if size < 4 or reader.take(4) != MAGIC:
        raise ModelError(f"{what} {name} is invalid: it is not a GGUF file", "choose a file made for llama.cpp (.gguf)")
    version = int(reader.scalar("I"))
    if version not in (2, 3):
        raise ModelError(f"{what} {name} is of GGUF version {version}", "choose a file of version 2 or 3")
    tensors = reader.count(MAX_ENTRIES, "tensors")
    entries = reader.count(MAX_ENTRIES, "metadata entries")
    values: dict[str, Value] = {}
    for _ in range(entries):
        key = reader.string()
        value = reader.value(int(reader.scalar("I")))
        if value is not None:
            values[key] = value
    shapes: dict[str, tuple[int, ...]] = {}
    needed = 0
    for _ in range(tensors):
        key = reader.string()
        rank = int(reader.scalar("I"))
        if rank > 8:
            raise ValueError(f"{rank} dimensions")
        shape = tuple(int(reader.scalar("Q")) for _ in range(rank))
        kind, offset = int(reader.scalar("I")), int(reader.scalar("Q"))
        weights = 1
        for dimension in shape:
            weights *= dimension
        block, width = _BLOCKS.get(kind, (1, 0))
        shapes[key] = shape
        needed = max(needed, offset + -(-weights // block) * width)
    alignment = values.get("general.alignment", 32)
    if not isinstance(alignment, int) or isinstance(alignment, bool) or not 0 < alignment <= 1 << 20:
        raise ValueError(f"alignment {alignment}")
    start = -(-reader.position // alignment) * alignment
    return Header(name, version, values, shapes, max(0, start + needed - size) if tensors else 0)
