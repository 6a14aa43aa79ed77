"""MS-COCO: ``instances_*.json`` and ``captions_*.json`` (https://cocodataset.org/#format-data).

The paper uses the 2017 validation set: 5,000 photos, 4,952 of them with objects of 80 categories.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from photofind.evaluation.datasets.reading import damaged, json_object, relative
from photofind.evaluation.datasets.records import Choice, Dataset, Item, Source

SOURCE = Source(
    title="MS-COCO",
    where="https://cocodataset.org/#download",
    licence="annotations CC BY 4.0; the photos under the terms of Flickr, each with its own licence",
    files="annotations_trainval2017.zip (instances_val2017.json, captions_val2017.json) and val2017.zip",
)
SPLIT = "val2017"


def read(choice: Choice) -> Dataset:
    """Read the annotations.

    Args:
        choice: ``labels`` is an instances file, a captions file, or the folder ``annotations``.

    Raises:
        NotFoundError: a file is missing.
        PhotofindError: a file is damaged.
    """
    path = Path(choice.labels)
    if path.is_dir():
        path = path / f"instances_{choice.split or SPLIT}.json"
    beside = path.with_name(path.name.replace("instances_", "captions_", 1))
    captions_path = Path(choice.captions) if choice.captions else beside
    value = json_object(path, SOURCE, "images", "annotations")
    try:
        files = _files(path, value)
        labels, names = _labels(value) if "categories" in value else ({}, [])
        captions: dict[int, list[str]] = {}
        if choice.captions or captions_path.exists():
            annotations = value if captions_path == path else json_object(captions_path, SOURCE, "annotations")
            captions = _captions(annotations)
    except (KeyError, TypeError, AttributeError) as error:
        raise damaged(path, f"an entry is not as the format says: {error!r}", SOURCE) from error
    items = tuple(
        Item(file, tuple(labels.get(number, ())), tuple(captions.get(number, ()))) for number, file in files.items()
    )
    return Dataset("coco", items, tuple(names), SOURCE)


def _files(path: Path, value: dict[str, Any]) -> dict[int, str]:
    files: dict[int, str] = {}
    for image in value["images"]:
        file = relative(str(image["file_name"]))
        if file is None:
            raise damaged(path, f"{image['file_name']!r} is no file name", SOURCE)
        files[int(image["id"])] = file
    return files


def _labels(value: dict[str, Any]) -> tuple[dict[int, list[str]], list[str]]:
    """Image → names of its categories, each once, in the order of the categories; and all names in that order."""
    names = {int(one["id"]): str(one["name"]) for one in sorted(value["categories"], key=lambda one: int(one["id"]))}
    found: dict[int, set[int]] = defaultdict(set)
    for annotation in value["annotations"]:
        found[int(annotation["image_id"])].add(int(annotation["category_id"]))
    return {image: [names[one] for one in sorted(ones)] for image, ones in found.items()}, list(names.values())


def _captions(value: dict[str, Any]) -> dict[int, list[str]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for annotation in value["annotations"]:
        if "caption" in annotation:
            found[int(annotation["image_id"])].append((int(annotation["id"]), " ".join(annotation["caption"].split())))
    return {image: [text for _, text in sorted(texts)] for image, texts in found.items()}
