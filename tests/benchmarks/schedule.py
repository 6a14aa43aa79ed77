"""Choosing what is described next, in a large library: milliseconds, medians of several tries.

    python -m tests.benchmarks.schedule [--photos N] --json

Prints one object: ``count_ms`` counting what is left, ``count_other_ms`` for an engine that has done nothing while
another has, ``next_ms`` finding the next 64 photos, ``next_crops_ms`` the same when all whole views are done,
``prefer_ms`` the same with 1,000 photos of a search, ``depth_s`` changing the depth of half the library; ``*_cpu_ms``
the processor's share of it, which other programs disturb less.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from photofind.library.catalog import Catalog
from photofind.library.catalog_pending import Order, Wanted
from photofind.records import VIEW_SETS

NAMES = [view.name for view in VIEW_SETS["17"]]
CROPS = sum(1 << bit for bit in range(1, 18))


def fill(catalog: Catalog, photos: int) -> None:
    """A library of which three fifths have their whole view, a fifth all crops, and some only a few."""
    luck = random.Random(1)
    with catalog._write() as connection:
        connection.execute("INSERT INTO roots (id, path, added) VALUES (1, '/p', 0), (2, '/q', 0)")
        connection.execute("INSERT INTO engines VALUES (1, 'w'), (2, 'c')")
        for number in range(1, photos + 1):
            share = luck.random()
            whole = 1 if share < 0.6 else None
            crops = CROPS if share < 0.2 else luck.getrandbits(17) << 1 if share < 0.25 else 0
            taken = f"20{luck.randrange(10, 26)}-{luck.randrange(1, 13):02d}-{luck.randrange(1, 28):02d}T12:00:00"
            connection.execute(
                "INSERT INTO photos (id, key, width, height, format, taken, added, name, files, views, whole, "
                "whole_engine, crops_engine, crops_done) VALUES (?, ?, 9, 9, 'JPEG', ?, ?, 'n', 1, 1, ?, ?, ?, ?)",
                (number, f"k{number}", taken, float(number), whole or 0, whole, 2 if crops else None, crops),
            )
            if whole:
                connection.execute("INSERT INTO coverage VALUES (?, 1, 1, 0)", (number,))
            if crops:
                connection.execute("INSERT INTO coverage VALUES (?, 2, ?, 0)", (number, crops))
            root = 1 + number % 2
            path = f"/{'pq'[root - 1]}/{number % 200}/{number}.jpg"
            connection.execute("INSERT INTO files VALUES (?, ?, ?, 0, 9, 9, 9)", (path, root, number))


def timed(call: Callable[[], object], tries: int = 9) -> tuple[float, float]:
    """Median milliseconds on the clock and of this thread's processor time."""
    clock, processor = [], []
    for _ in range(tries):
        begun, used = time.perf_counter(), time.thread_time()
        call()
        clock.append((time.perf_counter() - begun) * 1000)
        processor.append((time.thread_time() - used) * 1000)
    return statistics.median(clock), statistics.median(processor)


def measure(photos: int) -> dict[str, float]:
    """All figures."""
    prints = {name: "w" if name == "whole" else "c" for name in NAMES}
    wanted, other = Wanted(prints), Wanted(dict.fromkeys(NAMES, "new"))
    found = Order(found=[number * 7 % photos + 1 for number in range(1000)])
    figures: dict[str, float] = {"photos": photos}
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(Catalog(Path(folder) / "c.sqlite3")) as catalog:
        fill(catalog, photos)

        def note(name: str, call: Callable[[], object]) -> None:
            clock, processor = timed(call)
            figures[f"{name}_ms"], figures[f"{name}_cpu_ms"] = round(clock, 1), round(processor, 1)

        note("count", lambda: catalog.pending_stages(wanted))
        note("count_other", lambda: catalog.pending_stages(other))
        note("next", lambda: catalog.pending(wanted, 64))
        note("prefer", lambda: catalog.pending(wanted, 64, found))
        begun = time.perf_counter()
        catalog.set_depth("/p", "whole")
        figures["depth_s"] = round(time.perf_counter() - begun, 2)
        note("count_depths", lambda: catalog.pending_stages(wanted))
        catalog.set_first("/q/1", True)
        note("next_depths", lambda: catalog.pending(wanted, 64, Order(fresh=[photos - 50.0], found=found.found)))
        with catalog._write() as connection:
            connection.execute("UPDATE photos SET whole_engine = 1")
        note("next_crops", lambda: catalog.pending(wanted, 64, found))
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    figures = measure(chosen.photos)
    shown = json.dumps(figures) if chosen.json else "\n".join(f"{name}: {value}" for name, value in figures.items())
    sys.stdout.write(shown + "\n")


if __name__ == "__main__":
    main()
