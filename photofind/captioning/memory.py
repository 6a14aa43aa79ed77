"""How many views fit side by side: from the memory there is and what one view's KV cache takes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

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


def available(cgroups: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")) -> int:
    """Bytes of memory free for the taking: what the machine has left, and what a container's limit leaves.

    Args:
        cgroups: where Linux shows control groups (version 2).
        own: the file that names the group of this process.
    """
    import psutil  # a window starts without it

    machine = int(psutil.virtual_memory().available)
    return min([machine, *(limit - used for limit, used in _groups(cgroups, own))])


def total(cgroups: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")) -> int:
    """Bytes of memory of the machine, or of the container that this process lives in."""
    import psutil

    machine = int(psutil.virtual_memory().total)
    return min([machine, *(limit for limit, _used in _groups(cgroups, own))])


def _groups(cgroups: Path, own: Path) -> Iterator[tuple[int, int]]:
    """Limit and use, in bytes, of the process's control group and those around it; file cache that can go is free.

    Source: the kernel's documentation, admin-guide/cgroup-v2, memory interface files.
    """
    with contextlib.suppress(OSError, ValueError):
        name = next((line[3:] for line in own.read_text("utf-8").splitlines() if line.startswith("0::")), "")
        group = cgroups / name.lstrip("/")
        for folder in (group, *group.parents):
            if not folder.is_relative_to(cgroups):
                return
            with contextlib.suppress(OSError, ValueError):
                limit = int((folder / "memory.max").read_text("ascii"))
                used = int((folder / "memory.current").read_text("ascii"))
                stat = dict(line.split() for line in (folder / "memory.stat").read_text("ascii").splitlines())
                yield limit, max(0, used - int(stat.get("inactive_file", 0)))
