"""Note what the tower sees in random cuts: ``python features.py DATA FRONT.pt SEEN --views 26000``.

The tower stays as it is, so that what it gives is computed once and the language model is trained on that. ``SEEN``
becomes a folder of ``cells.npy`` (cuts, 25, 1280; a 255th of the ceiling is 1), ``front.pt``, and ``cuts.npz``: what
the teachers see in the same cuts at their own larger sizes, which view each is cut from, and whether it still shows
what is said about it. 36 KB a cut, 20 ms on two cores, 60 with the detector.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from data import Data
from detector import KINDS, Detector
from detector import SIDE as DETECTOR_SIDE
from numpy.typing import NDArray
from teacher import CEILING, CHANNELS, CLASSES, Network, Teacher, runner
from teacher import SIDE as TEACHER_SIDE
from torch import Tensor
from tower import CELLS, SIDE, Tower, load_front
from weights import front_from_gguf

BATCH = 24
SMALLEST = 0.25
"""Part of its view that a cut shows at least."""
STEPS = 255


@dataclass(frozen=True)
class Seen:
    """What a folder of this script holds.

    Attributes:
        cells: (cuts, 25, 1280), 0 to 255.
        pooled: means of the teacher's cells, (cuts, 1280).
        scores: of the teacher's classes, (cuts, 1000).
        things: how strongly the detector sees each of its kinds, (cuts, 80), 0 to 1; (cuts, 0) without one.
        front: weights of the tower's front.
        views: number of each cut's view among the training's, (cuts,).
        whole: whether the cut shows what is said about the view, (cuts,).
    """

    cells: NDArray[np.uint8]
    pooled: NDArray[np.float16]
    scores: NDArray[np.float16]
    things: NDArray[np.float16]
    views: NDArray[np.int32]
    whole: NDArray[np.bool_]
    front: dict[str, Any]

    def show(self, rows: NDArray[np.int64]) -> Tensor:
        """Return the cells of these cuts, (rows, 25, 1280), 0 to 6."""
        return torch.from_numpy(self.cells[rows].astype(np.float32)) * (CEILING / STEPS)


def load(folder: Path) -> Seen:
    """Return what ``main`` wrote."""
    cuts = np.load(folder / "cuts.npz")
    cells = np.load(folder / "cells.npy", mmap_mode="r")
    front = torch.load(folder / "front.pt", map_location="cpu", weights_only=True)
    return Seen(cells, cuts["pooled"], cuts["scores"], cuts["things"], cuts["views"], cuts["whole"], front)


def main() -> None:
    parser = argparse.ArgumentParser(description="Note what the tower sees in random cuts of the training photos.")
    parser.add_argument("data", type=Path, help="data folder, as collect.py writes it")
    parser.add_argument("front", type=Path, help="what front.py wrote, or the GGUF file of a tower that has it")
    parser.add_argument("seen", type=Path, help="folder to write")
    parser.add_argument("--views", type=int, default=26_000, help="how many cuts")
    parser.add_argument("--detector", type=Path, help="archive of @vladmandic/human 3.3 (npm pack), for detector.py")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()
    device, rng, count = torch.device(options.device), np.random.default_rng(options.seed), options.views
    front = front_from_gguf(options.front) if options.front.suffix == ".gguf" else load_front(options.front)
    data, teacher, tower = Data(options.data, device), Teacher(device), runner(Tower(front, Network()), SIDE, 1, device)
    options.seen.mkdir(parents=True, exist_ok=True)
    shape = (count, CELLS**2, CHANNELS)
    cells = np.lib.format.open_memmap(options.seen / "cells.npy", "w+", np.uint8, shape)
    pooled, scores = np.zeros((count, CHANNELS), np.float16), np.zeros((count, CLASSES), np.float16)
    detector = runner(Detector(options.detector), DETECTOR_SIDE, 1, device) if options.detector else None
    things, whole = np.zeros((count, len(KINDS) if detector else 0), np.float16), np.zeros(count, bool)
    rounds = -(-count // len(data.views))
    order = np.concatenate([rng.permutation(len(data.views)) for _ in range(rounds)])[:count]
    began = spoke = time.monotonic()
    for begin in range(0, count, BATCH):
        rows = order[begin : begin + BATCH]
        cuts = data.random([data.views[row] for row in rows], rng, SMALLEST)
        part, colours = slice(begin, begin + BATCH), data.colours(len(rows), rng)
        held = tower(data.show(cuts, SIDE, colours))[0]
        cells[part] = (held * (STEPS / CEILING)).round().byte().cpu().numpy()
        pooled[part], scores[part] = (one.cpu().numpy() for one in teacher(data.show(cuts, TEACHER_SIDE, colours)))
        if detector:
            things[part] = detector(data.paint(cuts, DETECTOR_SIDE, colours))[0].cpu().numpy()
        whole[part] = cuts.whole
        if time.monotonic() - spoke > 15:
            spoke = time.monotonic()
            done = begin + len(rows)
            print(f"{done} of {count}; {(spoke - began) / done * (count - done) / 60:.0f} min left", flush=True)
    cells.flush()
    torch.save(front.state_dict(), options.seen / "front.pt")
    told = {"pooled": pooled, "scores": scores, "things": things, "views": order.astype(np.int32), "whole": whole}
    np.savez(options.seen / "cuts.npz", **told)
    print(f"wrote {options.seen}", flush=True)


if __name__ == "__main__":
    main()
