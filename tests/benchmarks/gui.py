"""The window with a large library: time to start, frames while scrolling, stalls of the GUI thread, memory.

    python -m tests.benchmarks.gui [--photos N] [--seconds S] [--data DIR] [--json]

The library is synthetic (its drive is offline, its thumbnails are cached, each photo has three captions); DIR keeps it
for the next run. *start_s* counts from the moment a new process is asked for (by the clock of the one that asks: what
the system says is rounded to a second on Linux) to the first screen with its thumbnails; modules are compiled, as an
installer leaves them. A stall is how much later than asked a 5 ms timer of the GUI thread fires: *settle_ms* is the
longest while what the first screen can do without is loaded. The busy part runs the real pipeline: it scans a folder
of new photos, describes them with the built-in model in its own process and indexes them, while searches run twice a
second and the grid scrolls.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

BATCH = 2000
PICTURES = 48
BEAT_MS = 5
POLL_MS = 2
WORDS = [
    *("dog", "cat", "person", "beach", "snow", "street", "car", "tree", "table", "boat", "horse", "sky", "red", "blue"),
    *("green", "white", "black", "water", "grass", "house", "window", "door", "chair", "food", "plate", "cup", "field"),
    *("road", "train", "plane", "kite", "surfboard", "bench", "bird", "cow", "elephant", "umbrella"),
]


def build(data: Path, photos: int) -> None:
    """Make the library: catalog, thumbnails, index."""
    from photofind.app import App
    from photofind.library.catalog import Catalog
    from photofind.library.catalog_files import Arrival, FoundFile
    from photofind.library.images import Probe
    from photofind.library.thumbnails import ThumbnailStore
    from photofind.paths import DataPaths
    from photofind.records import Caption

    rng = random.Random(7)
    paths = DataPaths(data)
    folder = data / "drive"
    folder.mkdir(parents=True)
    pictures = [thumbnail(rng) for _ in range(PICTURES)]
    store = ThumbnailStore(paths.thumbnails)
    catalog = Catalog(paths.catalog)
    root = catalog.add_root(str(folder))
    first: dict[int, Path] = {}
    for start in range(0, photos, BATCH):
        arrivals = []
        for number in range(start, min(photos, start + BATCH)):
            key = f"{number:040x}"
            path = folder / f"trip {number // 500}" / f"IMG_{number:06d}.jpg"
            when = 1_500_000_000 + number * 600
            taken = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(when))
            probe = Probe(key, 4000, 3000, "JPEG", taken, "Camera", None, None, 1, b"")
            arrivals.append(Arrival(FoundFile(str(path), 3_000_000, when * 10**9), root.id, probe=probe))
            kind = number % PICTURES
            if kind not in first:
                first[kind] = store.put(key, pictures[kind])
            else:
                place = store.path(key)
                place.parent.mkdir(parents=True, exist_ok=True)
                os.link(first[kind], place)
        outcomes = catalog.record(arrivals, lambda _path: False)
        captions = [
            Caption(outcome.photo_id, view, "bench", "bench", said(rng, long=view == "whole"))
            for outcome in outcomes
            if outcome.photo_id is not None
            for view in ("whole", "q11", "g22")
        ]
        catalog.add_captions(captions)
    catalog.close()
    folder.rmdir()
    with App(paths) as app:
        app.rebuild()


def said(rng: random.Random, long: bool) -> str:
    words = rng.choices(WORDS, [1 / (n + 2) for n in range(len(WORDS))], k=6 if long else 3)
    return f"A {' and a '.join(words)}."


def thumbnail(rng: random.Random) -> bytes:
    import io

    import numpy as np
    from PIL import Image

    noise = np.random.default_rng(rng.randrange(1 << 30)).integers(0, 255, (24, 32, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).resize((512, 384), Image.Resampling.BICUBIC).save(out, "JPEG", quality=85)
    return out.getvalue()


def measure(data: Path, fresh: Path, seconds: float, asked: float) -> dict[str, float]:
    """Run the window on a library (in this process, which should be new and was asked for at the time ``asked``)."""
    from photofind.gui.app import read_ahead
    from photofind.paths import DataPaths

    paths = DataPaths(data)
    app = read_ahead(paths)
    from photofind.gui import session

    theme, window = session.opened(app, paths)
    window.resize(1400, 900)
    window.show()
    from PySide6.QtCore import QEventLoop, QTimer

    grid = window.parts.grid

    def until(check: Callable[[], bool], limit: float) -> None:
        """Run events as the program does, asleep while there are none, until ``check`` says so."""
        end = time.monotonic() + limit
        loop = QEventLoop()
        look = QTimer()
        look.timeout.connect(lambda: loop.quit() if check() or time.monotonic() >= end else None)
        look.start(POLL_MS)
        loop.exec()

    until(lambda: window.settling.complete and grid.visible_rows() is not None, 60)
    start = time.time() - asked
    import psutil

    from photofind.records import Chip

    lags: list[float] = []
    last = time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        lags.append(max(0.0, (now - last) * 1000 - BEAT_MS))
        last = now

    timer = QTimer()
    timer.setInterval(BEAT_MS)
    timer.timeout.connect(beat)

    def beats(work: Callable[[], None]) -> list[float]:
        nonlocal last
        lags.clear()
        last = time.perf_counter()
        timer.start()
        work()
        timer.stop()
        return list(lags)

    def wait(duration: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(duration * 1000), loop.quit)
        loop.exec()

    settling = beats(lambda: wait(4.0))
    idle = beats(lambda: wait(min(10.0, seconds)))
    frames: list[float] = []
    bar = grid.verticalScrollBar()

    def scroll(steps: int, pixels: int) -> None:
        for _ in range(steps):
            begun = time.perf_counter()
            bar.setValue(bar.value() + pixels)
            grid.viewport().repaint()
            frames.append((time.perf_counter() - begun) * 1000)
            wait(0.016)

    bar.setValue(0)
    scroll(400, 60)
    app.start()
    app.add_folder(str(fresh))
    rng = random.Random(3)

    def busy() -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            window.state.clear()
            window.state.add([Chip(word) for word in rng.sample(WORDS[:14], rng.randint(0, 2))])
            wait(0.25)
            bar.setValue(rng.randrange(max(1, bar.maximum())))
            wait(0.25)

    loaded = beats(busy)
    described = app.stats().captioned
    memory = psutil.Process().memory_info().rss / 1e6
    result = {
        "start_s": round(start, 2),
        "scroll_p95_ms": round(percentile(frames, 95), 2),
        "max_stall_ms": round(max(loaded), 1),
        "stall_p999_ms": round(percentile(loaded, 99.9), 1),
        "idle_p999_ms": round(percentile(idle, 99.9), 1),
        "settle_ms": round(max(settling), 1),
        "rss_mb": round(memory),
        "described_meanwhile": described,
    }
    window.close()
    app.close()
    theme.close()
    return result


def percentile(values: list[float], percent: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--fresh", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--asked", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if arguments.fresh:
        print(json.dumps(measure(arguments.data, arguments.fresh, arguments.seconds, arguments.asked)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        data = arguments.data or Path(temporary) / "data"
        if not (data / "catalog.sqlite3").exists():
            build(data, arguments.photos)
        fresh = Path(temporary) / "new"
        fresh.mkdir()
        rng = random.Random(11)
        for number in range(150):
            (fresh / f"{number}.jpg").write_bytes(thumbnail(rng))
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(temporary) / "compiled")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        loaded = [sys.executable, "-c", "import photofind.gui.session, tests.benchmarks.gui, psutil"]
        subprocess.run(loaded, check=True, env=environment)
        answer = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.gui", "--data", data, "--fresh", fresh,
             "--seconds", str(arguments.seconds), "--asked", str(time.time())],
            check=True, stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
    result = {"photos": arguments.photos, **json.loads(answer.stdout.splitlines()[-1])}
    if arguments.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:>20} {value}")


if __name__ == "__main__":
    main()
