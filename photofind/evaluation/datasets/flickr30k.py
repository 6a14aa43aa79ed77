"""Flickr30k: captions as ``results.csv``, as a token file, or as the annotations table with splits.

    results.csv               image_name| comment_number| comment
    results_*.token           1000092795.jpg#0<tab>Two young guys …
    flickr_annotations_30k.csv   raw, sentids, split, filename, img_id   (Karpathy's splits)

The paper uses the 1,000 photos of Karpathy's test split. It has no labels: only the caption task can be run.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

from photofind.evaluation.datasets.reading import damaged, relative, rows, text
from photofind.evaluation.datasets.records import Choice, Dataset, Item, Source

SOURCE = Source(
    title="Flickr30k",
    where="https://shannon.cs.illinois.edu/DenotationGraph/",
    licence="research and education only, on request; the photos under the terms of Flickr",
    files="results.csv, the token file or flickr_annotations_30k.csv, and the photos",
)
SPLIT = "test"
_TOKEN = re.compile(r"^(\S.*?)#(\d+)\s+(\S.*)$")


def read(choice: Choice) -> Dataset:
    """Read the captions of the photos.

    Args:
        choice: ``labels`` is one of the three files. ``split`` (else ``test``) applies to the annotations table only.

    Raises:
        NotFoundError: the file is missing.
        PhotofindError: it is damaged.
    """
    path = Path(choice.captions or choice.labels)
    written = text(path, SOURCE)
    first = written.split("\n", 1)[0]
    notes: tuple[str, ...] = (_ALL,)
    if _TOKEN.match(first):
        found = _tokens(path, written)
    elif "|" in first:
        found = _results(path)
    else:
        found, notes = _table(path, choice.split or SPLIT), ()
    if not found:
        raise damaged(path, "it holds no captions", SOURCE)
    items = []
    for name, captions in found.items():
        file = relative(name)
        if file is None:
            raise damaged(path, f"{name!r} is no file name", SOURCE)
        items.append(Item(file, (), tuple(captions)))
    return Dataset("flickr30k", tuple(items), (), SOURCE, notes)


_ALL = "this file has no splits: the paper's 1,000 test photos are a part of it (name them with --subset)"


def _tokens(path: Path, written: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(written.splitlines(), 1):
        if not line.strip():
            continue
        match = _TOKEN.match(line)
        if not match:
            raise damaged(path, f"line {number} is not “photo#number caption”", SOURCE)
        found[match[1]].append(match[3].strip())
    return found


def _results(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for number, row in enumerate(rows(path, SOURCE, "|"), 2):
        name, comment = row.get("image_name"), row.get("comment")
        if not name or comment is None:
            # One line of the published file has lost the mark between number and comment.
            lost = re.match(r"\d+\s+(\S.*)", row.get("comment_number", ""))
            if not name or not lost:
                raise damaged(path, f"line {number} is not “image_name| comment_number| comment”", SOURCE)
            comment = lost[1]
        found[name].append(comment)
    return found


def _table(path: Path, split: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for number, row in enumerate(rows(path, SOURCE), 2):
        if not {"raw", "split", "filename"} <= row.keys():
            raise damaged(path, "it has no columns raw, split and filename", SOURCE)
        if row["split"] != split:
            continue
        try:
            captions = json.loads(row["raw"])
        except (ValueError, RecursionError) as error:
            raise damaged(path, f"line {number}: the captions are not JSON", SOURCE) from error
        if not isinstance(captions, list) or not all(isinstance(one, str) for one in captions):
            raise damaged(path, f"line {number}: the captions are not a list of texts", SOURCE)
        found[row["filename"]] = captions
    return found
