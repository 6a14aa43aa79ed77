"""The datasets that can be read: one module a format, one registry. They are pointed at, never downloaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from photofind.errors import PhotofindError, UsageError
from photofind.evaluation.datasets import coco, flickr30k, folder, nuswide, voc
from photofind.evaluation.datasets.reading import lines
from photofind.evaluation.datasets.records import Choice, Dataset, Item, Source

__all__ = ["READERS", "Choice", "Dataset", "Item", "Source", "load"]

READERS: dict[str, Callable[[Choice], Dataset]] = {
    "folder": folder.read,
    "coco": coco.read,
    "voc": voc.read,
    "nuswide": nuswide.read,
    "flickr30k": flickr30k.read,
}


def load(name: str, choice: Choice, subset: str = "", sample: int = 0, seed: int = 0) -> Dataset:
    """Read a dataset, or a part of it.

    Args:
        subset: a text file of photos to keep, one a line.
        sample: keep this many photos, drawn at random with ``seed``; 0 keeps all (of NUS-WIDE, without a subset or a
            split, the 2,100 that the paper took).

    Raises:
        UsageError: there is no such format.
        NotFoundError: a file is missing; the message says where to get it.
        PhotofindError: a file is damaged, or no photo is left.
    """
    if name not in READERS:
        raise UsageError(f"there is no dataset format “{name}”", f"choose one of {', '.join(READERS)}")
    dataset = READERS[name](choice)
    if subset:
        dataset = dataset.only(frozenset(line.replace("\\", "/") for line in lines(Path(subset), dataset.source)))
    if name == "nuswide" and not (subset or sample or choice.split):
        sample = nuswide.TEST_PHOTOS
    dataset = dataset.sampled(sample, seed)
    if not dataset.items:
        raise PhotofindError(f"{dataset.source.title}: no photo is left of {choice.labels}", "choose another part")
    return dataset
