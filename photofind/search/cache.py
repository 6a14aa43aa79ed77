"""A least-recently-used cache bounded in bytes, for arrays that are made once and never changed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class ByteCache(Generic[V]):
    """Thread-safe. Values must be immutable: several threads hold them at once.

    Args:
        limit: bytes to keep at most; the values used longest ago go first.
        size: bytes that a value takes.
    """

    def __init__(self, limit: int, size: Callable[[V], int]) -> None:
        self._limit = limit
        self._size = size
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable) -> V | None:
        """The value, now the most recently used one, or None."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: Hashable, value: V) -> None:
        """Keep a value, dropping others if the limit asks for it; one larger than the limit is not kept."""
        size = self._size(value) + _OVERHEAD
        if size > self._limit:
            return
        with self._lock:
            old = self._values.pop(key, None)
            if old is not None:
                self._bytes -= self._size(old) + _OVERHEAD
            self._values[key] = value
            self._bytes += size
            while self._bytes > self._limit:
                _, dropped = self._values.popitem(last=False)
                self._bytes -= self._size(dropped) + _OVERHEAD

    def drop(self, condemned: Callable[[Hashable], bool]) -> None:
        """Forget every key that ``condemned`` accepts."""
        with self._lock:
            for key in [key for key in self._values if condemned(key)]:
                self._bytes -= self._size(self._values.pop(key)) + _OVERHEAD

    @property
    def bytes(self) -> int:
        """Bytes held now."""
        return self._bytes


_OVERHEAD = 200  # a key, two array objects and the links between them
