"""How long reading an unchanged library again takes, against listing the same folders.

    python -m tests.benchmarks.scan [--photos N] [--folder-size N] [--rounds N] [--json]

The files are small (nothing opens them) and known to the catalog. Each round times a scan of everything and the peer in
turns: ``find FOLDER -printf '%p %s %T@ %i'``, which reads the same facts from the disk and writes them to /dev/null;
where there is no such find, a walk with ``os.scandir``. Figures are medians; a warm file cache on both sides.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from photofind.library.catalog import Catalog
from photofind.library.catalog_files import Arrival, FoundFile
from photofind.library.decoding import Decoder
from photofind.library.images import Probe
from photofind.library.scan import Scanner
from photofind.library.thumbnails import ThumbnailStore

BATCH = 2000


def build(catalog: Catalog, folder: Path, photos: int, folder_size: int) -> None:
    """Write files and record them as the photos that a first scan would have found."""
    root = catalog.add_root(str(folder))
    arrivals = []
    for number in range(photos):
        path = folder / f"{number // (folder_size * 20):04d}" / f"{number // folder_size:05d}" / f"IMG_{number:06d}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\xff\xd8%d" % number)
        status = path.stat()
        probe = Probe(f"{number:040x}", 4000, 3000, "JPEG", None, None, None, None, 1, b"")
        found = FoundFile(str(path), status.st_size, status.st_mtime_ns, status.st_ino)
        arrivals.append(Arrival(found, root.id, probe=probe))
        if len(arrivals) == BATCH or number == photos - 1:
            catalog.record(arrivals, lambda _path: False)
            arrivals.clear()


def listed(folder: Path) -> float:
    """Seconds that the peer takes."""
    find = shutil.which("find") if sys.platform.startswith("linux") else None
    begun = time.perf_counter()
    if find:
        with open(os.devnull, "wb") as nowhere:
            subprocess.run([find, str(folder), "-printf", "%p %s %T@ %i\n"], stdout=nowhere, check=True)
    else:
        waiting = [str(folder)]
        while waiting:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        entry.stat(follow_symlinks=False)
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--folder-size", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with contextlib.ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder = place / "photos"
        folder.mkdir()
        catalog = stack.enter_context(contextlib.closing(Catalog(place / "catalog.db")))
        decoder = stack.enter_context(contextlib.closing(Decoder()))
        build(catalog, folder, wanted.photos, wanted.folder_size)
        scanner = Scanner(catalog, decoder, ThumbnailStore(place / "thumbnails"))
        first = scanner.scan()
        if first.added or first.changed or first.removed or first.failed:
            raise SystemExit(f"the library is not unchanged: {first}")
        scans, peers = [], []
        for _ in range(wanted.rounds):
            peers.append(listed(folder))
            begun = time.perf_counter()
            scanner.scan()
            scans.append(time.perf_counter() - begun)
    result = {
        "files": wanted.photos,
        "unchanged_s": round(statistics.median(scans), 3),
        "find_s": round(statistics.median(peers), 3),
        "ratio": round(statistics.median(ours / theirs for ours, theirs in zip(scans, peers, strict=True)), 2),
    }
    print(json.dumps(result) if wanted.json else "\n".join(f"{key:12} {value}" for key, value in result.items()))


if __name__ == "__main__":
    main()
