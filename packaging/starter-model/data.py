"""The training photos: kept small in memory, cut and coloured anew each time one is shown.

A data folder, as ``collect.py`` writes it, holds ``images/`` and ``labels.json``::

    {"imagenet_names": [1000 class names], "captions": {key: [sentence, …]}, "text": [sentence, …],
     "views": [{"src": source, "f": file below images/, "tags": [word, …], "dev": kept back, "flip": mirrored,
                "box": [left, top, right, bottom] as fractions or null, "asp": width factor, "caps": key}, …]}
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from model import DEVIATION, MEAN, PADDING
from names import plain_tags
from PIL import Image
from torch import Tensor
from torch.nn import functional

CANVAS = 224
"""Pixels along the square in the corner of which each photo is kept."""
LEAST = 40
"""Pixels along the shorter side of a cut."""
WHOLE = 0.55
"""Part of a view from which what is said about the view still holds."""


@dataclass(frozen=True)
class View:
    """One labelled view of a photo: see the module."""

    photo: int
    source: str
    box: tuple[float, float, float, float]
    stretch: float
    mirrored: bool
    tags: tuple[str, ...]
    captions: tuple[str, ...]


@dataclass(frozen=True)
class Cuts:
    """What to cut out of which photos, each a row.

    Attributes:
        photos: index into the photos, (n,).
        boxes: left, top, right, bottom in pixels of the canvas, (n, 4).
        mirrored: (n,).
        ratio: width by height of what is shown, (n,).
        squeezed: shown as a square instead of filled up to one, (n,).
        whole: the cut still shows what is said about its view, (n,).
    """

    photos: Tensor
    boxes: Tensor
    mirrored: Tensor
    ratio: Tensor
    squeezed: Tensor
    whole: list[bool]


class Data:
    """A data folder in memory: 150 KB a photo; at most ``most`` views, evenly spread.

    Attributes:
        views: those to learn from; ``kept_back`` those to check with.
        classes: names of the teacher's classes.
        text: sentences without a photo.
    """

    def __init__(self, folder: Path, device: torch.device, most: int | None = None) -> None:
        labels: dict[str, Any] = json.loads((folder / "labels.json").read_text("utf-8"))
        if most is not None:
            labels["views"] = labels["views"][:: -(-len(labels["views"]) // most)]
        files = list(dict.fromkeys(view["f"] for view in labels["views"]))
        number = {file: row for row, file in enumerate(files)}
        self.classes: list[str] = labels["imagenet_names"]
        self.text: list[str] = labels["text"]
        self.device = device
        pixels = np.zeros((len(files), 3, CANVAS, CANVAS), np.uint8)
        self.sizes = np.zeros((len(files), 2), np.int64)

        def read(row: int) -> None:
            with Image.open(folder / "images" / files[row]) as opened:
                picture = opened.convert("RGB")
            picture.thumbnail((CANVAS, CANVAS), Image.Resampling.BICUBIC)
            pixels[row, :, : picture.height, : picture.width] = np.asarray(picture).transpose(2, 0, 1)
            self.sizes[row] = picture.size

        with ThreadPoolExecutor() as pool:
            list(pool.map(read, range(len(files))))
        self.pixels = torch.from_numpy(pixels).to(device)
        self.views: list[View] = []
        self.kept_back: list[View] = []
        for view in labels["views"]:
            key = view.get("caps")
            into = self.kept_back if view["dev"] else self.views
            into.append(
                View(
                    photo=number[view["f"]],
                    source=view["src"],
                    box=tuple(view.get("box") or (0.0, 0.0, 1.0, 1.0)),
                    stretch=view.get("asp") or 1.0,
                    mirrored=view["flip"],
                    tags=plain_tags(view["tags"]),
                    captions=tuple(labels["captions"].get(key, ())) if key else (),
                )
            )

    def plain(self, views: list[View]) -> Cuts:
        """Return the views as they are."""
        return self._cuts(
            views, [view.box for view in views], [False] * len(views), [False] * len(views), [True] * len(views)
        )

    def random(self, views: list[View], rng: np.random.Generator, smallest: float = 0.3) -> Cuts:
        """Return the views cut anew: ``smallest`` to all of their area, mirrored or not, filled up or squeezed."""
        boxes, mirrored, squeezed, whole = [], [], [], []
        for view in views:
            left, top, right, bottom = view.box
            width, height, part = right - left, bottom - top, 1.0
            if rng.random() < 0.8:
                area, lean = rng.uniform(smallest, 1), np.exp(rng.uniform(-0.28, 0.28))
                pixels = self.sizes[view.photo]
                wide = np.clip(width * (area * lean) ** 0.5, min(width, LEAST / pixels[0]), width)
                high = np.clip(height * (area / lean) ** 0.5, min(height, LEAST / pixels[1]), height)
                part = wide * high / (width * height)
                left += rng.uniform(0, width - wide)
                top += rng.uniform(0, height - high)
                width, height = wide, high
            boxes.append((left, top, left + width, top + height))
            mirrored.append(bool(rng.random() < 0.5))
            squeezed.append(bool(rng.random() < 0.5))
            whole.append(bool(part >= WHOLE))
        return self._cuts(views, boxes, mirrored, squeezed, whole)

    def _cuts(
        self,
        views: list[View],
        boxes: list[tuple[float, float, float, float]],
        mirrored: list[bool],
        squeezed: list[bool],
        whole: list[bool],
    ) -> Cuts:
        photos = [view.photo for view in views]
        size = np.tile(self.sizes[photos], 2)
        pixels = np.array(boxes, np.float32) * size
        pixels[:, 2:] = np.maximum(pixels[:, 2:], pixels[:, :2] + 1)
        ratio = (pixels[:, 2] - pixels[:, 0]) / (pixels[:, 3] - pixels[:, 1]) * [view.stretch for view in views]
        turned = [view.mirrored != other for view, other in zip(views, mirrored, strict=True)]
        return Cuts(
            photos=torch.tensor(photos, device=self.device),
            boxes=torch.from_numpy(pixels.astype(np.float32)).to(self.device),
            mirrored=torch.tensor(turned, device=self.device),
            ratio=torch.from_numpy(np.asarray(ratio, np.float32)).to(self.device),
            squeezed=torch.tensor(squeezed, device=self.device),
            whole=whole,
        )

    def show(self, cuts: Cuts, side: int, colours: Tensor | None = None) -> Tensor:
        """Return the cuts as a network sees them: normalised pixels (n, 3, side, side); see ``paint``."""
        return normalised(self.paint(cuts, side, colours))

    def paint(self, cuts: Cuts, side: int, colours: Tensor | None = None) -> Tensor:
        """Return the cuts as colours from 0 to 255, (n, 3, side, side).

        What is not square is filled up to one, as llama.cpp does it. ``colours`` (n, 3) are factors of brightness,
        contrast and saturation.
        """
        times = 1 if 4 * side >= 3 * CANVAS else 2  # more points than pixels, so that shrinking leaves no stairs
        fine = times * side
        steps = (torch.arange(fine, device=self.device) + 0.5) / fine * 2 - 1
        wide = torch.where(cuts.squeezed, 1.0, cuts.ratio.clamp(max=1.0))[:, None]
        high = torch.where(cuts.squeezed, 1.0, (1 / cuts.ratio).clamp(max=1.0))[:, None]
        u, v = steps[None] / wide, steps[None] / high
        inside = (u.abs() <= 1)[:, None, None, :] & (v.abs() <= 1)[:, None, :, None]
        u = torch.where(cuts.mirrored[:, None], -u, u)
        left, top, right, bottom = cuts.boxes.T[..., None]
        x = ((left + right) + u * (right - left)) / CANVAS - 1
        y = ((top + bottom) + v * (bottom - top)) / CANVAS - 1
        grid = torch.stack(torch.broadcast_tensors(x[:, None, :], y[:, :, None]), -1)
        seen = functional.grid_sample(
            self.pixels[cuts.photos].float(), grid, padding_mode="border", align_corners=False
        )
        if colours is not None:
            bright, contrast, saturation = colours.T[..., None, None, None]
            seen = seen * bright
            seen = (seen - seen.mean((1, 2, 3), keepdim=True)) * contrast + seen.mean((1, 2, 3), keepdim=True)
            seen = (seen - seen.mean(1, keepdim=True)) * saturation + seen.mean(1, keepdim=True)
            seen = seen.clamp(0, 255)
        padding = torch.tensor(PADDING, device=self.device).float()[None, :, None, None]
        return functional.avg_pool2d(torch.where(inside, seen, padding), times)

    def colours(self, count: int, rng: np.random.Generator) -> Tensor:
        """Return random factors of brightness, contrast and saturation, (count, 3); most are 1."""
        factors = rng.uniform((0.7, 0.75, 0.5), (1.3, 1.25, 1.4), (count, 3))
        factors[rng.random(count) > 0.4] = 1.0
        return torch.from_numpy(factors.astype(np.float32)).to(self.device)


def normalised(pixels: Tensor) -> Tensor:
    """Map colours from 0 to 255, (n, 3, height, width), to what the tower and the teacher read."""
    mean = torch.tensor(MEAN, device=pixels.device)[None, :, None, None]
    return (pixels / 255 - mean) / torch.tensor(DEVIATION, device=pixels.device)[None, :, None, None]
