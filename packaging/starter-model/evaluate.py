"""Measure models on photos they were not trained on, through photofind's own engine.

    python evaluate.py LABELS IMAGES --model before LM MMPROJ --model after LM MMPROJ --work DIR

LABELS is ``[{"file": name, "labels": [word, …]}, …]``, or a COCO ``instances_*.json``. Each label is a keyword query
over the whole photos, and over whole photos with 17 crops (Nakata et al. 2024, section 4). The teacher's tags for the
same views, and chance, are measured beside them. What a model said is kept in ``--work`` and not asked again.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from data import normalised
from names import ClassNames
from PIL import Image
from tagger import MOST
from teacher import SIDE, Teacher

from photofind.captioning.views import crop
from photofind.evaluating import Question, Request, evaluate
from photofind.evaluation import metrics
from photofind.paths import data_paths
from photofind.records import VIEW_SETS, Progress

FIGURES = (("map", 0), ("p_at", 1), ("p_at", 4), ("r_at", 16))
HEAD = "| | views | mAP | P@1 | P@4 | R@16 |\n|---|---|---|---|---|---|"
VIEWS = {"whole": "whole", "17": "whole + 17 crops"}
FAINT = 0.03
"""Probability from which the teacher's classes are said: its mAP falls where fewer are."""
DRAWS = 200
"""Random orders over which chance is averaged."""


def folder_labels(labels: Path, work: Path) -> tuple[Path, list[dict[str, Any]]]:
    """Return the labels in photofind's own form, and where they lie."""
    value = json.loads(labels.read_text("utf-8"))
    if isinstance(value, list):
        return labels, value
    names = {category["id"]: category["name"] for category in value["categories"]}
    named: dict[int, set[str]] = defaultdict(set)
    for annotation in value["annotations"]:
        named[annotation["image_id"]].add(names[annotation["category_id"]])
    entries = [{"file": image["file_name"], "labels": sorted(named[image["id"]])} for image in value["images"]]
    made = work / "labels.json"
    made.write_text(json.dumps(entries), "utf-8")
    return made, entries


def teacher_tags(entries: list[dict[str, Any]], images: Path, classes: list[str], path: Path) -> None:
    """Write what the teacher calls the whole photo and its 17 crops, as captions."""
    teacher, names = Teacher(torch.device("cpu")), ClassNames(classes, FAINT)
    with path.open("w", encoding="utf-8") as stream:
        for entry in entries:
            with Image.open(images / entry["file"]) as opened:
                photo = np.asarray(opened.convert("RGB"))
            views = [
                Image.fromarray(crop(photo, view)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
                for view in VIEW_SETS["17"]
            ]
            pixels = torch.from_numpy(np.stack([np.asarray(view, np.float32) for view in views])).permute(0, 3, 1, 2)
            said = names.tags(teacher(normalised(pixels))[1].softmax(-1), MOST)
            for view, tags in zip(VIEW_SETS["17"], said, strict=True):
                text = "Tags: " + ", ".join(word for word, _ in tags) + "."
                stream.write(json.dumps({"file": entry["file"], "view": view.name, "text": text}) + "\n")


def by_chance(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the figures of a random order of all photos."""
    rng, labels = np.random.default_rng(0), sorted({label for entry in entries for label in entry["labels"]})
    relevant = [np.flatnonzero([label in entry["labels"] for entry in entries]) for label in labels]
    orders = [rng.permutation(len(entries)) for _ in range(DRAWS)]
    drawn = [
        metrics.measure([metrics.judge(order, hits, len(entries)) for hits in relevant], len(entries), rounds=0)
        for order in orders
    ]
    return {
        "map": float(np.mean([one.map for one in drawn])),
        "p_at": {str(k): float(np.mean([one.p_at.get(k, np.nan) for one in drawn])) for k in (1, 4)},
        "r_at": {"16": float(np.mean([one.r_at.get(16, 1.0) for one in drawn]))},
    }


def row(name: str, views: str, value: dict[str, Any]) -> str:
    """Return a line of the table."""
    figures = [value["map"] if key == "map" else value[key].get(str(k), float("nan")) for key, k in FIGURES]
    return f"| {name} | {views} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure models on photos they were not trained on.")
    parser.add_argument("labels", type=Path)
    parser.add_argument("images", type=Path)
    parser.add_argument("--model", nargs=3, action="append", default=[], metavar=("NAME", "LM", "MMPROJ"))
    parser.add_argument("--classes", type=Path, help="labels.json of a data folder: adds the teacher's own tags")
    parser.add_argument("--work", type=Path, required=True, help="folder for what was said")
    parser.add_argument("--samples", type=int, default=20, help="photos whose captions are shown, evenly spread")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    labels, entries = folder_labels(options.labels, options.work)
    rows, shown, speeds = [row("chance", "", by_chance(entries))], {}, []

    def measure(name: str, **source: Any) -> None:
        request = Request("folder", str(labels), views=("whole", "17"), rounds=0, overwrite=True, **source)
        report = evaluate(request, data_paths(str(options.work / "photofind")), told)
        rows.extend(row(name, VIEWS[result.views], result.as_json()) for result in report.results)

    began: dict[str, float] = {}

    def told(progress: Progress) -> None:
        began.setdefault(progress.state, time.monotonic())

    if options.classes:
        said = options.work / "teacher.jsonl"
        if not said.exists():
            classes = json.loads(options.classes.read_text("utf-8"))["imagenet_names"]
            teacher_tags(entries, options.images, classes, said)
        measure("EfficientNet-Lite0's tags", captions=str(said))
    for name, language, tower in options.model:
        said = options.work / f"{name}.jsonl"
        fresh = not said.exists() and not (options.work / name).exists()  # else a part was described before
        began.clear()
        measure(
            name,
            images=str(options.images),
            question=Question(lm=language, mmproj=tower),
            work=str(options.work / name),
            save_captions=str(said),
        )
        if fresh and "describing" in began:
            took = time.monotonic() - began["describing"]
            speeds.append(f"{name}: {18 * len(entries) / took:.1f} views a second")
        lines = (json.loads(line) for line in said.read_text("utf-8").splitlines())
        shown[name] = {line["file"]: line["text"] for line in lines if line["view"] == "whole"}
    print("\n".join([HEAD, *rows, "", *speeds, ""]))
    chosen = [entries[round(k)]["file"] for k in np.linspace(0, len(entries) - 1, min(options.samples, len(entries)))]
    truth = {entry["file"]: ", ".join(entry["labels"]) for entry in entries}
    print(f"| photo | labels | {' | '.join(shown)} |\n|---|---|{'---|' * len(shown)}")
    for file in chosen:
        print(f"| {Path(file).stem} | {truth[file]} | {' | '.join(said.get(file, '') for said in shown.values())} |")


if __name__ == "__main__":
    main()
