"""NUS-WIDE: a list of photos and one file of 0 or 1 a line for each of 81 concepts.

The paper takes the 195,834 photos with one of the 21 most common concepts and tests on 2,100 of them; which ones is not
published, so that a random 2,100 stand in for them unless a list of files is given.
"""

from __future__ import annotations

from pathlib import Path

from photofind.evaluation.datasets.reading import damaged, lines, missing, relative
from photofind.evaluation.datasets.records import Choice, Dataset, Item, Source

SOURCE = Source(
    title="NUS-WIDE",
    where="https://lms.comp.nus.edu.sg/wp-content/uploads/2019/research/nuswide/NUS-WIDE.html",
    licence="research only; the photos belong to their owners on Flickr",
    files="ImageList/Imagelist.txt and Groundtruth/AllLabels/Labels_*.txt, and the photos",
)
CONCEPTS = (
    *("sky", "clouds", "person", "water", "animal", "grass", "buildings", "window", "plants", "lake", "ocean", "road"),
    *("flowers", "sunset", "reflection", "rocks", "vehicle", "snow", "tree", "beach", "mountain"),
)
"""The 21 most common of the 81 concepts."""
TEST_PHOTOS = 2100


def read(choice: Choice) -> Dataset:
    """Read the photos that have one of the 21 concepts.

    Args:
        choice: ``labels`` is the folder that holds ``Imagelist.txt`` and the ``Labels_*.txt`` files, at any depth. With
            a ``split`` (``Train`` or ``Test``) the lists of that part are read instead of all.

    Raises:
        NotFoundError: a file is missing.
        PhotofindError: a file is damaged, or the lists have different lengths.
    """
    root = Path(choice.labels)
    if not root.is_dir():
        raise missing(root, SOURCE)
    part = choice.split.capitalize()
    listing = f"{part}Imagelist.txt" if part else "Imagelist.txt"
    names = lines(_find(root, listing), SOURCE)
    found: list[list[str]] = [[] for _ in names]
    for concept in CONCEPTS:
        path = _find(root, f"Labels_{concept}_{part}.txt" if part else f"Labels_{concept}.txt")
        values = lines(path, SOURCE)
        if len(values) != len(names):
            raise damaged(path, f"{len(values)} lines for {len(names)} photos of {listing}", SOURCE)
        for row, value in enumerate(values):
            if value not in {"0", "1"}:
                raise damaged(path, f"line {row + 1} is {value[:20]!r}, not 0 or 1", SOURCE)
            if value == "1":
                found[row].append(concept)
    items = []
    for name, labels in zip(names, found, strict=True):
        file = relative(name)
        if file is None:
            raise damaged(_find(root, listing), f"{name!r} is no file name", SOURCE)
        if labels:
            items.append(Item(file, tuple(labels)))
    return Dataset("nuswide", tuple(items), CONCEPTS, SOURCE)


def _find(root: Path, name: str) -> Path:
    for path in (root / name, *(root / folder / name for folder in ("ImageList", "Groundtruth/AllLabels"))):
        if path.exists():
            return path
    return next(iter(sorted(root.rglob(name))), root / name)
