"""Gather photos with labels into a data folder: ``python collect.py DATA --coco IMAGES INSTANCES CAPTIONS …``.

Sources, each as often as wanted (none is fetched; the README says which were used and under what licence):

--described IMAGES CAPTIONS          photos with sentences: Flickr8k's ``captions.txt`` (image,caption)
--coco IMAGES INSTANCES CAPTIONS     photos with boxes and sentences, COCO's JSON; its 18 views are cut, and its things
--kinds FOLDER                       a folder of photos a kind (Caltech-101)
--classes FOLDER                     a photo an ImageNet class, ``n01440764_tench.JPEG`` (imagenet-sample-images)
--photos FOLDER                      photos without labels; the teacher names them and their 18 views

A photo whose name or number stands in ``--exclude`` (one a line) is never read: that is what is measured on.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from data import normalised
from names import ClassNames, folder_name, keywords, sentence
from PIL import Image
from prompts import build
from teacher import SIDE as TEACHER_SIDE
from teacher import Teacher

from photofind.records import VIEW_SETS

TILE = 168
"""Pixels along the longer side of a cut that is kept as a file of its own, since its photo is kept smaller."""
SUFFIXES = {".jpg", ".jpeg", ".png"}
KEPT_BACK = 120
"""Described photos, at most a tenth, that no training sees: to check with along the way."""
SEEN, COVERS = 0.5, 0.25
"""A thing belongs to a cut if that much of it is inside, or if it fills that much of the cut."""
Box = tuple[float, float, float, float]
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Cut:
    """A view to keep: see ``data``."""

    source: str
    file: Path
    tags: list[str]
    box: Box = WHOLE
    key: str = ""
    tile: bool = False
    kept_back: bool = False
    sure: float = 0.3
    more: int = 3
    captions: list[str] = field(default_factory=list)


def photos_in(folder: Path) -> list[Path]:
    """Return a folder's photos in order."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)


def left_out(path: Path, excluded: set[str]) -> bool:
    """Whether a photo must not be used: by its name, its stem, or the number in it."""
    number = path.stem.rsplit("_", 1)[-1].lstrip("0")
    return bool({path.name, path.stem, number} & excluded)


def grid() -> list[Box]:
    """Return photofind's 17 crops as boxes."""
    return [view.box for view in VIEW_SETS["17"] if view.name != "whole"]


def random_box(rng: random.Random, least: float, most: float) -> Box:
    """Return a box of ``least`` to ``most`` of the area, somewhere."""
    area, lean = rng.uniform(least, most), rng.uniform(0.75, 1.33)
    width = min(1.0, (area * lean) ** 0.5)
    height = min(1.0, area / width)
    left, top = rng.uniform(0, 1 - width), rng.uniform(0, 1 - height)
    return (left, top, left + width, top + height)


def described(images: Path, captions: Path, excluded: set[str], rng: random.Random) -> Iterator[Cut]:
    """Yield photos with sentences, and a larger or smaller part of each."""
    with captions.open(encoding="utf-8", newline="") as stream:
        said: dict[str, list[str]] = defaultdict(list)
        for row in csv.reader(stream):
            text = sentence(",".join(row[1:]))
            if row and 3 <= len(text.split()) <= 22:
                said[row[0]].append(text)
    files = [path for path in photos_in(images) if not left_out(path, excluded) and said.get(path.name)]
    back = set(rng.sample(files, min(KEPT_BACK, len(files) // 10)))
    for path in files:
        own = said[path.name]
        yield Cut("f8", path, keywords(own)[:5], key=path.name, kept_back=path in back, sure=0.35, captions=own)
        if path not in back:
            large = rng.random() < 0.5
            box = random_box(rng, 0.55, 0.95) if large else random_box(rng, 0.12, 0.4)
            if large:
                yield Cut("f8", path, keywords(own)[:4], box, key=path.name, sure=0.35, captions=own)
            else:
                yield Cut("f8", path, [], box, sure=0.14, more=6)


def inside(things: list[tuple[str, Box]], box: Box) -> list[str]:
    """Return what is to be seen in ``box``, the largest first; all boxes are fractions of the photo."""
    found: dict[str, float] = {}
    for name, (left, top, right, bottom) in things:
        wide = min(right, box[2]) - max(left, box[0])
        high = min(bottom, box[3]) - max(top, box[1])
        if wide <= 0 or high <= 0:
            continue
        part = wide * high / ((right - left) * (bottom - top))
        covers = wide * high / ((box[2] - box[0]) * (box[3] - box[1]))
        if (part > SEEN and covers > 0.008) or covers > COVERS:
            found[name] = max(found.get(name, 0.0), covers)
    return sorted(found, key=lambda name: -found[name])


def coco(images: Path, instances: Path, captions: Path, excluded: set[str], rng: random.Random) -> Iterator[Cut]:
    """Yield COCO's photos with sentences, their 17 crops, and the things in them with some of what is around."""
    value = json.loads(instances.read_text("utf-8"))
    names = {category["id"]: category["name"] for category in value["categories"]}
    said: dict[int, list[str]] = defaultdict(list)
    for one in json.loads(captions.read_text("utf-8"))["annotations"]:
        said[one["image_id"]].append(sentence(one["caption"]))
    boxes: dict[int, list[tuple[str, Box]]] = defaultdict(list)
    size = {image["id"]: (image["width"], image["height"]) for image in value["images"]}
    for one in value["annotations"]:
        (x, y, w, h), (width, height) = one["bbox"], size[one["image_id"]]
        if w > 0 and h > 0:
            box = (x / width, y / height, (x + w) / width, (y + h) / height)
            boxes[one["image_id"]].append((names[one["category_id"]], box))
    for image in value["images"]:
        path, things = images / image["file_name"], boxes[image["id"]]
        if not path.exists() or left_out(path, excluded):
            continue
        own, key = said[image["id"]], str(image["id"])
        for box in (WHOLE, random_box(rng, 0.5, 0.9), random_box(rng, 0.5, 0.9)):
            tags = list(dict.fromkeys([*inside(things, box)[:5], *keywords(own)[:3]]))
            yield Cut("cm", path, tags, box, key=key, tile=box != WHOLE, sure=0.4, more=2, captions=own)
        for box in grid():
            yield Cut("cb", path, inside(things, box)[:5], box, tile=True)
        width, height = size[image["id"]]
        for name, (left, top, right, bottom) in things:
            if min((right - left) * width, (bottom - top) * height) < 26:
                continue
            for _ in range(1 if name in {"person", "book", "chair"} else 2):
                scale = rng.uniform(1.1, 2.2)
                wide, high = (right - left) * scale / 2, (bottom - top) * scale / 2
                x, y = (left + right) / 2, (top + bottom) / 2
                box = (max(0.0, x - wide), max(0.0, y - high), min(1.0, x + wide), min(1.0, y + high))
                if seen := inside(things, box)[:5]:
                    yield Cut("cb", path, seen, box, tile=True)


def kinds(folder: Path, excluded: set[str], rng: random.Random, most: int = 35) -> Iterator[Cut]:
    """Yield some photos of each kind."""
    for kind in sorted(path for path in folder.iterdir() if path.is_dir()):
        if kind.name.startswith("BACKGROUND") or kind.name == "Faces_easy":
            continue
        files = [path for path in photos_in(kind) if not left_out(path, excluded)]
        rng.shuffle(files)
        for path in files[:most]:
            yield Cut("cal", path, ["person"] if kind.name == "Faces" else folder_name(kind.name))


def classes(folder: Path, names: ClassNames, excluded: set[str], rng: random.Random) -> Iterator[Cut]:
    """Yield the photo of each class, and three cuts of it."""
    for number, path in enumerate(photos_in(folder)):
        if not left_out(path, excluded):
            for box in (WHOLE, random_box(rng, 0.3, 0.8), WHOLE, random_box(rng, 0.2, 0.5)):
                yield Cut("in", path, names.lists[number], box, sure=0.25, more=5)


def unlabelled(folder: Path, excluded: set[str]) -> Iterator[Cut]:
    """Yield photos and their 17 crops, for the teacher to name."""
    for path in photos_in(folder):
        if not left_out(path, excluded):
            for box in (WHOLE, *grid()):
                yield Cut("vq", path, [], box, tile=box != WHOLE, sure=0.14, more=6)


class Keeper:
    """Writes photos and labels below the data folder."""

    def __init__(self, out: Path, names: ClassNames, side: int, rng: random.Random) -> None:
        self.out, self._names, self._side, self._rng = out, names, side, rng
        self._teacher, self._written = Teacher(torch.device("cpu")), set[str]()
        self.views: list[dict[str, Any]] = []
        self.captions: dict[str, list[str]] = {}

    def keep(self, cut: Cut) -> None:
        """Keep a view, named by the teacher besides; one that nobody has a word for is left out."""
        with Image.open(cut.file) as opened:
            opened.draft("RGB", (2 * self._side, 2 * self._side))
            photo = opened.convert("RGB")
        width, height = photo.size
        left, top, right, bottom = cut.box
        pixels = (int(left * width), int(top * height), max(int(left * width) + 8, int(right * width)), 0)
        part = photo.crop((*pixels[:3], max(pixels[1] + 8, int(bottom * height))))
        mirrored = self._rng.random() < 0.5
        tags = list(dict.fromkeys([*cut.tags, *self._named(part, cut.sure)[: cut.more]]))
        if not tags and not cut.captions:
            return
        if cut.tile:
            file, box = f"tiles/{len(self.views):06d}.jpg", None
            self._write(part, file, TILE)
        else:
            file, box = f"{cut.source}/{cut.file.parent.name}/{cut.file.stem}.jpg", list(cut.box)
            self._write(photo, file, self._side)
        view = {"src": cut.source, "f": file, "tags": tags, "dev": cut.kept_back, "flip": mirrored, "box": box}
        if len(cut.captions) >= 3 or (cut.captions and cut.source == "f8"):
            view["caps"] = cut.key
            self.captions[cut.key] = cut.captions
        self.views.append(view)

    def _named(self, picture: Image.Image, sure: float) -> list[str]:
        small = np.asarray(picture.resize((TEACHER_SIDE, TEACHER_SIDE), Image.Resampling.BICUBIC), np.float32)
        scores = self._teacher(normalised(torch.from_numpy(small).permute(2, 0, 1)[None]))[1].softmax(-1)
        return [word for word, score in self._names.tags(scores, 12)[0] if score >= sure]

    def _write(self, picture: Image.Image, file: str, side: int) -> None:
        if file in self._written:
            return
        self._written.add(file)
        path = self.out / "images" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.thumbnail((side, side), Image.Resampling.BICUBIC)
        picture.save(path, "JPEG", quality=80, optimize=True)


def class_names(path: Path) -> list[str]:
    """Return the teacher's classes in order: a JSON list, or the file names of imagenet-sample-images."""
    if path.is_dir():
        return [file.stem.partition("_")[2].replace("_", " ") for file in photos_in(path)]
    value = json.loads(path.read_text("utf-8"))
    return list(value["imagenet_names"] if isinstance(value, dict) else value)


def main() -> None:
    parser = argparse.ArgumentParser(description="Gather photos with labels into a data folder.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--names", type=Path, required=True, help="the 1,000 classes: JSON, or imagenet-sample-images")
    parser.add_argument("--described", type=Path, nargs=2, action="append", default=[])
    parser.add_argument("--coco", type=Path, nargs=3, action="append", default=[])
    parser.add_argument("--kinds", type=Path, action="append", default=[])
    parser.add_argument("--classes", type=Path, action="append", default=[])
    parser.add_argument("--photos", type=Path, action="append", default=[])
    parser.add_argument("--text", type=Path, help="more sentences without photos, one a line")
    parser.add_argument("--exclude", type=Path, help="names or numbers of photos to leave out, one a line")
    parser.add_argument("--side", type=int, default=224, help="pixels along the longer side of a kept photo")
    parser.add_argument("--vocabulary", type=int, default=4096, help="pieces of the language model's vocabulary")
    parser.add_argument("--tar", type=Path, help="also pack the folder into this file")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    excluded = set(options.exclude.read_text("utf-8").split()) if options.exclude else set()
    raw = class_names(options.names)
    names = ClassNames(raw, 0.0)
    keeper = Keeper(options.data, names, options.side, rng)
    sources = [
        *(described(*paths, excluded, rng) for paths in options.described),
        *(coco(*paths, excluded, rng) for paths in options.coco),
        *(kinds(path, excluded, rng) for path in options.kinds),
        *(classes(path, names, excluded, rng) for path in options.classes),
        *(unlabelled(path, excluded) for path in options.photos),
    ]
    for source in sources:
        for cut in source:
            keeper.keep(cut)
            if len(keeper.views) % 500 == 0:
                print(f"{len(keeper.views)} views", flush=True)
    lines = options.text.read_text("utf-8").splitlines() if options.text else []
    text = [line for line in map(sentence, lines) if 3 <= len(line.split()) <= 22]
    labels = {"imagenet_names": raw, "captions": keeper.captions, "text": text, "views": keeper.views}
    options.data.mkdir(parents=True, exist_ok=True)
    (options.data / "labels.json").write_text(json.dumps(labels), "utf-8")
    build(options.data, options.vocabulary)
    print(f"{len(keeper.views)} views {dict(Counter(view['src'] for view in keeper.views))} in {options.data}")
    if options.tar:
        with tarfile.open(options.tar, "w") as archive:
            archive.add(options.data, options.data.name)


if __name__ == "__main__":
    main()
