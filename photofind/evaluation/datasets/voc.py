"""PASCAL VOC: one XML file of objects a photo, and image sets (VOC 2007 development kit, section 3).

The paper uses the test set of 2007: 4,952 photos, 20 classes. Objects marked difficult count: the paper does not leave
them out.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from photofind.errors import NotFoundError
from photofind.evaluation.datasets.reading import damaged, lines, missing, relative, text
from photofind.evaluation.datasets.records import Choice, Dataset, Item, Source

SOURCE = Source(
    title="PASCAL VOC",
    where="http://host.robots.ox.ac.uk/pascal/VOC/voc2007/",
    licence="the photos under the terms of Flickr",
    files="VOCtest_06-Nov-2007.tar (VOCdevkit/VOC2007 with Annotations, ImageSets/Main/test.txt, JPEGImages)",
)
SPLIT = "test"
CLASSES = (
    *("aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable", "dog"),
    *("horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor"),
)
WORDS = {"diningtable": "dining table", "pottedplant": "potted plant", "tvmonitor": "tv monitor"}
"""Class names that are two words run together, as people write them: no caption holds "pottedplant"."""


def read(choice: Choice) -> Dataset:
    """Read an image set and the annotations of its photos.

    Args:
        choice: ``labels`` is the folder ``VOC2007`` (or another year's), or an image-set file in its
            ``ImageSets/Main``.

    Raises:
        NotFoundError: a file is missing.
        PhotofindError: a file is damaged.
    """
    path = Path(choice.labels)
    if path.is_dir():
        root = path
        path = root / "ImageSets" / "Main" / f"{choice.split or SPLIT}.txt"
    else:
        root = path.absolute().parent.parent.parent
    names = [line.split()[0] for line in lines(path, SOURCE)]
    annotations = root / "Annotations"
    if not annotations.is_dir():
        raise missing(annotations, SOURCE)
    items = tuple(_item(annotations, path, name) for name in dict.fromkeys(names))
    found = {label for item in items for label in item.labels}
    known = [WORDS.get(name, name) for name in CLASSES]
    labels = (*(name for name in known if name in found), *sorted(found - set(known)))
    note = "class names of two words are written apart (dining table, potted plant, tv monitor)"
    return Dataset("voc", items, labels, SOURCE, (note,))


def _item(annotations: Path, path: Path, name: str) -> Item:
    if relative(name) is None or "/" in name.replace("\\", "/"):
        raise damaged(path, f"{name!r} is no name of a photo", SOURCE)
    file = annotations / f"{name}.xml"
    try:
        written = text(file, SOURCE)
    except NotFoundError as error:
        raise missing(file, SOURCE) from error
    if "<!DOCTYPE" in written or "<!ENTITY" in written:
        raise damaged(file, "it declares entities", SOURCE)
    try:
        tree = ET.fromstring(written)  # noqa: S314 - entities are refused above
    except ET.ParseError as error:
        raise damaged(file, f"not XML: {error}", SOURCE) from error
    found = {(one.findtext("name") or "").strip() for one in tree.iter("object")} - {""}
    image = relative((tree.findtext("filename") or "").strip() or f"{name}.jpg")
    if tree.tag != "annotation" or image is None:
        raise damaged(file, "it is no annotation of a photo", SOURCE)
    ordered = [label for label in CLASSES if label in found] + sorted(found - set(CLASSES))
    return Item(image, tuple(WORDS.get(label, label) for label in ordered))
