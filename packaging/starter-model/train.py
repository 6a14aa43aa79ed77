"""Teach the language model to say what the tower sees, and the tower to see better.

    python train.py DATA MODEL.pt --pair starter-lm-q8.gguf starter-mmproj-q8.gguf      goes on from an earlier model
    python train.py DATA MODEL.pt --earlier EARLIER.pt                                  goes on from its checkpoint
    python train.py DATA MODEL.pt --tagger TAGGER.pt [--pair …]                         begins with features.py's tower

Photos that people described are answered with one of their sentences and ``Tags: …``; every other view with its tags
alone, since a sentence made from labels reads like what it is. Tags are what people said, then what the teacher and a
tagger see in this very cut, the surest first: the tagger of ``features.py``, or else the heads that are trained along.
The tower keeps learning all that ``features.py`` teaches it. The first part may be done on smaller views (``--small``),
which cost a fraction. Stopped and started again with the same file, the training goes on.
"""

from __future__ import annotations

import argparse
import copy
import json
import time
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
import torch
from data import Cuts, Data, View
from features import SHARES, WEIGHTS, load_tagger, of_cells, of_classes, of_kinds, of_words, words_of
from model import END, Starter, load, save
from names import ClassNames
from tagger import FAINT, Tagger, said, vocabulary
from teacher import SIDE, Teacher
from torch import Tensor
from torch.nn import functional
from training import Average, Losses, Schedule, arguments, freeze, go_on, halves, layer_rates, start

DESCRIBED = 0.25
"""Share of views that people described."""
LEVEL = -0.42
"""Power of its first tag's frequency with which a view without a sentence is shown: dogs would fill every batch."""
FIRST = {"f8": 0.3}
"""Weight of the first word of an answer without a sentence: natural photos are still to get one."""
TAG = 2.2
"""Weight of a tag's pieces against a sentence's: the words are what people search."""
TWICE = 1.5
"""What the chance of saying a tag again counts (unlikelihood, Welleck et al. 2020)."""
TEXT_EVERY = 8
"""Steps between two batches of text without photos, which keep the sentences sound."""
ASKED = (50, 25, 4)
"""How often the first questions of prompts.json are asked, those that photofind puts; the others once each."""


@dataclass(frozen=True)
class Answer:
    """An answer in pieces, what each counts, and where several would be right.

    Attributes:
        tokens: the pieces.
        weights: of each piece.
        choices: at the first piece of a tag, the first pieces of all tags not said yet and how sure those are, summing
            to 1: the language model learns the judges' whole opinion.
        taken: at the same places, the first pieces of what was said already.
    """

    tokens: list[int]
    weights: list[float]
    choices: dict[int, dict[int, float]]
    taken: dict[int, set[int]]


class Writer:
    """Writes answers and packs them into batches."""

    def __init__(self, data: Path, rng: np.random.Generator) -> None:
        self.pieces = sentencepiece.SentencePieceProcessor(model_file=str(data / "sp.model"))
        self.prompts: list[tuple[list[int], list[int]]] = json.loads((data / "prompts.json").read_text("utf-8"))
        odds = np.ones(len(self.prompts))
        odds[: len(ASKED)] = ASKED
        self._odds, self._rng = odds / odds.sum(), rng
        self._cut = lru_cache(maxsize=10_000)(self.pieces.encode)
        self._comma, self._stop = (self.pieces.encode(f"Tags{mark}")[-1] for mark in ",.")

    def prompt(self) -> tuple[list[int], list[int]]:
        """Return what stands before and after the image, one of the questions."""
        return self.prompts[int(self._rng.choice(len(self.prompts), p=self._odds))]

    def answer(self, view: View, tags: list[tuple[str, float]], *, whole: bool) -> Answer:
        """Return what is to be said about a cut of a view."""
        tokens: list[int] = []
        if whole and view.captions:
            tokens = list(self._cut(view.captions[int(self._rng.integers(len(view.captions)))]))
        weights = [1.0] * len(tokens)
        if tags or not tokens:
            listed = self._cut("Tags:")
            weights += [1.0 if tokens else FIRST.get(view.source, 0.5), *[1.0] * (len(listed) - 1)]
            tokens += listed
        choices, taken = self._listed(tags, tokens, weights)
        return Answer([*tokens, END], [*weights, 1.0], choices, taken)

    def _listed(
        self, tags: list[tuple[str, float]], tokens: list[int], weights: list[float]
    ) -> tuple[dict[int, dict[int, float]], dict[int, set[int]]]:
        """Append the tags and what their pieces count; what is left to say counts by how sure it is."""
        choices, taken = {}, {}
        pieces = [self._cut(word) for word, _ in tags]
        for number, word in enumerate(pieces):
            left = sum(sure for _, sure in tags[number:])
            first: dict[int, float] = {}
            for other, (_, sure) in zip(pieces[number:], tags[number:], strict=True):
                first[other[0]] = first.get(other[0], 0.0) + sure / left
            choices[len(tokens)] = first
            taken[len(tokens)] = {before[0] for before in pieces[:number]} - first.keys()
            counts = TAG * min(1.0, left) ** 0.5
            tokens += [*word, self._comma if number < len(tags) - 1 else self._stop]
            weights += [counts, *[counts * tags[number][1] ** 0.5] * (len(word) - 1), counts / 2]
        return choices, taken


def answer_loss(model: Starter, image: Tensor, prompt: tuple[list[int], list[int]], answers: list[Answer]) -> Tensor:
    """Return the weighted cross-entropy of the answers behind the image's tokens (views, patches, lm_width)."""
    device = image.device
    most = max(len(answer.tokens) for answer in answers)
    tokens, weights = torch.full((len(answers), most), END), torch.zeros(len(answers), most)
    for row, answer in enumerate(answers):
        tokens[row, : len(answer.tokens)] = torch.tensor(answer.tokens)
        weights[row, : len(answer.tokens)] = torch.tensor(answer.weights)
    tokens, weights = tokens.to(device), weights.to(device)
    embed = model.language.embedding
    before, after = (embed(torch.tensor(part, device=device)).expand(len(answers), -1, -1) for part in prompt)
    x = torch.cat([before, image.float(), after, embed(tokens[:, :-1])], 1)
    hidden = model.language(x)[:, before.shape[1] + image.shape[1] + after.shape[1] - 1 :]
    logits = model.language.logits(hidden).float()
    odds = functional.one_hot(tokens, logits.shape[-1]).float()
    for row, answer in enumerate(answers):
        for place, choice in answer.choices.items():
            odds[row, place, tokens[row, place]] = 0.0
            odds[row, place, list(choice)] = torch.tensor(list(choice.values()), device=device)
    lost = functional.cross_entropy(logits.flatten(0, 1), odds.flatten(0, 1), reduction="none").view_as(weights)
    again = [
        (row, place, piece)
        for row, answer in enumerate(answers)
        for place, pieces in answer.taken.items()
        for piece in pieces
    ]
    if again:
        rows, places, pieces = torch.tensor(again, device=device).T
        twice = torch.zeros_like(weights).index_put(
            (rows, places), logits.log_softmax(-1)[rows, places, pieces].exp(), accumulate=True
        )
        lost = lost - TWICE * (1 - twice.clamp(max=0.999)).log()
    return (lost * weights).sum() / weights.sum()


def text_loss(model: Starter, writer: Writer, sentences: list[str], device: torch.device) -> Tensor:
    """Return the cross-entropy of sentences without a photo."""
    rows = [[1, *writer.pieces.encode(sentence), END] for sentence in sentences]
    most = max(map(len, rows))
    tokens = torch.tensor([row + [-100] * (most - len(row)) for row in rows], device=device)
    hidden = model.language(model.language.embedding(tokens[:, :-1].clamp(min=0)))
    return functional.cross_entropy(model.language.logits(hidden).float().flatten(0, 1), tokens[:, 1:].flatten())


class Sampler:
    """Chooses views: those with sentences, and the others levelled by what they show."""

    def __init__(self, views: list[View], rng: np.random.Generator) -> None:
        self._rng = rng
        self._described = [view for view in views if view.captions]
        self._named = [view for view in views if view.tags and not view.captions]
        whole = np.array([WEIGHTS.get(view.source, 1.0) for view in self._described])
        seen = Counter(view.tags[0] for view in self._named)
        level = np.array([WEIGHTS.get(view.source, 1.0) * seen[view.tags[0]] ** LEVEL for view in self._named])
        self._odds = [odds / odds.sum() if len(odds) else odds for odds in (whole, level)]

    def batch(self, size: int) -> list[View]:
        """Return ``size`` views."""
        found = []
        for pool, odds, count in zip((self._described, self._named), self._odds, self._shares(size), strict=True):
            if count:
                found += [pool[row] for row in self._rng.choice(len(pool), count, p=odds)]
        return found

    def _shares(self, size: int) -> tuple[int, int]:
        if not self._described or not self._named:
            return (size, 0) if self._described else (0, size)
        described = round(size * DESCRIBED)
        return described, size - described


@dataclass(frozen=True)
class Judges:
    """Who says what a cut shows.

    Attributes:
        teacher: names 1,000 classes.
        tagger: names words, seeing views of ``side`` pixels; None: the heads that are trained along do.
        words: that the tagger or the heads name.
        names: what the classes are called.
    """

    teacher: Teacher
    tagger: Tagger | None
    side: int
    words: list[str]
    names: ClassNames

    @torch.no_grad()
    def tags(
        self, data: Data, views: list[View], cuts: Cuts, colours: Tensor | None, scores: Tensor, bag: Tensor
    ) -> list[list[tuple[str, float]]]:
        """Return the tags of each cut and how sure they are.

        Args:
            data: what the views are of.
            views, cuts, colours: what is shown, ``n`` of each.
            scores: the teacher's, (n, 1000).
            bag: the scores of the heads that are trained along, (n, words).
        """
        if self.tagger is not None:
            with halves(data.device):
                bag = self.tagger(data.show(cuts, self.side, colours))[1]
        known = [view.tags if whole else () for view, whole in zip(views, cuts.whole, strict=True)]
        return said(self.names, self.words, scores.float().softmax(-1), bag.float().sigmoid(), known)


def first_model(options: argparse.Namespace, pieces: int) -> tuple[Starter, Tagger | None, dict[str, Any] | None]:
    """Return the model that the training starts from, the tagger whose tower it has, and what an earlier one knew.

    Without a tagger it is the earlier model; with one, the earlier or a new language model behind the tagger's tower.
    """
    if (options.earlier is None) == (options.pair is None and options.tagger is None):
        raise SystemExit("Name what to start from: --earlier alone, or --tagger, --pair or both.")
    made, known = load(options.earlier) if options.earlier is not None else (None, None)
    if options.pair is not None:
        from weights import pair_from_gguf

        made = pair_from_gguf(*options.pair)
    if made is not None and made.shape.vocabulary != pieces:
        raise SystemExit(f"{options.earlier or options.pair[0]} has another vocabulary than {options.data}.")
    if options.tagger is None:
        made.shape = replace(made.shape, side=options.side)
        return made, None, known
    tagger, shape = load_tagger(options.tagger)
    if made is not None:
        words = {name: getattr(made.shape, name) for name in vars(made.shape) if name.startswith("lm_")}
    else:
        width = options.lm_width
        words = {"lm_width": width, "lm_heads": width // 64, "lm_hidden": 3 * width, "lm_blocks": options.lm_blocks}
    shape = replace(shape, side=options.side, vocabulary=pieces, **words)
    model = Starter(shape, tagger.tower.positions.shape[0])
    if made is not None:
        model.language.load_state_dict(made.language.state_dict())
    model.tower.load_state_dict(tagger.tower.state_dict())
    return model, tagger, None


@torch.no_grad()
def check(model: Starter, heads: Tagger, data: Data, writer: Writer, judges: Judges, batch: int) -> str:
    """Return the losses on the views kept back, and the first answers about them."""
    views = data.kept_back[:: max(1, len(data.kept_back) // batch)][:batch]
    if not views:
        return "no view was kept back"
    model.eval()
    cuts = data.plain(views)
    pixels = data.show(cuts, model.shape.side)
    with halves(data.device):
        _, scores = judges.teacher(data.show(cuts, SIDE))
        seen = model.tower(pixels)
        guess, bag, _ = heads.judge(seen)
        answers = [
            writer.answer(view, named, whole=True)
            for view, named in zip(views, judges.tags(data, views, cuts, None, scores, bag), strict=True)
        ]
        of_answers = answer_loss(model, model.projector(seen), writer.prompts[0], answers)
        spoken = [writer.pieces.decode(row) for row in model.answer(pixels[:8], writer.prompts[0])]
    kinds = judges.names.kinds.to(data.device)
    mine, right = ((one.float().softmax(-1) @ kinds).argmax(-1) for one in (guess, scores))
    losses = f"answers {float(of_answers):.3f}, kinds {float(of_kinds(guess, scores, kinds)):.3f}"
    same = float((mine == right).float().mean())
    return f"kept back: {losses}, the teacher's first kind {same:.2f}\n  " + "\n  ".join(spoken)


def main() -> None:
    parser = arguments("Teach the language model to say what the tower sees.")
    parser.add_argument("--tagger", type=Path, help="checkpoint of features.py")
    parser.add_argument("--tagger-side", type=int, default=112, help="pixels along the square that the tagger sees")
    parser.add_argument("--pair", type=Path, nargs=2, metavar=("LM", "MMPROJ"), help="earlier model to start from")
    parser.add_argument("--earlier", type=Path, help="checkpoint of a training that is over, to start a new one from")
    parser.add_argument("--side", type=int, default=112, help="pixels along the square that the model sees")
    parser.add_argument("--small", type=int, default=112, help="pixels along it in the first part of the training")
    parser.add_argument("--small-part", type=float, default=0.8, help="how much of the training that part is")
    parser.add_argument("--spoken", type=float, default=0.5, help="share of the views that are answered")
    parser.add_argument("--lm-width", type=int, default=256, help="width of a new language model")
    parser.add_argument("--lm-blocks", type=int, default=4, help="blocks of a new language model")
    options = parser.parse_args()
    device, rng = start(options)
    writer = Writer(options.data, rng)
    model, tagger, earlier = first_model(options, writer.pieces.get_piece_size())
    data = Data(options.data, device)
    words = tagger.words if tagger is not None else earlier["words"] if earlier else vocabulary(data.views)
    heads = copy.deepcopy(tagger).train() if tagger is not None else Tagger(model.tower, model.shape.width, words)
    if earlier:
        heads.load_state_dict(earlier["heads"])
    kept = torch.load(options.out, map_location="cpu", weights_only=True) if options.out.exists() else None
    if kept:
        model.load_state_dict(kept["network"])
    model.to(device).train()
    freeze(model.tower, options.frozen)
    heads.tower = model.tower
    heads.to(device).train()
    average = Average(model)
    rate = options.rate if tagger is None else options.rate / 3
    groups = [
        *layer_rates(model.tower.blocks, options.frozen, rate),
        {"params": list(model.tower.norm.parameters()), "lr": rate},
        {"params": [*model.projector.parameters(), *heads.heads()], "lr": 3.3 * options.rate},
        {"params": list(model.language.parameters()), "lr": 2.3 * options.rate},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.02, betas=(0.9, 0.98))
    schedule = Schedule(options, optimiser, kept["spent"] if kept else 0.0)
    if kept:
        average.network.load_state_dict(kept["weights"])
        optimiser.load_state_dict(kept["optimiser"])
        go_on(rng, kept["spent"])
        heads.load_state_dict(kept["heads"])
    if tagger is not None:
        tagger.to(device)
    judges = Judges(Teacher(device), tagger, options.tagger_side, words, ClassNames(data.classes, FAINT))
    kinds = judges.names.kinds.to(device)
    sampler, losses, saved = Sampler(data.views, rng), Losses(), time.monotonic()

    def keep() -> None:
        more = {"network": model.state_dict(), "heads": heads.state_dict(), "optimiser": optimiser.state_dict()}
        more["words"] = words
        save(average.network, options.out, spent=schedule.spent, **more)

    def checked() -> str:
        return check(average.network, heads, data, writer, judges, options.batch)

    for step in schedule:
        views = sampler.batch(options.batch)
        cuts = data.random(views, rng, 0.25)
        colours = data.colours(len(views), rng)
        spoken = sorted(rng.permutation(options.batch)[: max(1, round(options.batch * options.spoken))].tolist())
        with halves(device):
            cells, scores = judges.teacher(data.show(cuts, SIDE, colours))
            side = options.small if schedule.part < options.small_part else options.side
            seen = model.tower(data.show(cuts, side, colours))
            guess, bag, held = heads.judge(seen)
            tags = judges.tags(data, views, cuts, colours, scores, bag.detach())
            answers = [writer.answer(views[row], tags[row], whole=cuts.whole[row]) for row in spoken]
            of_answers = answer_loss(model, model.projector(seen[spoken]), writer.prompt(), answers)
        parts = {
            "classes": of_classes(guess, scores),
            "kinds": of_kinds(guess, scores, kinds),
            "words": of_words(bag, words_of(views, words, device), cuts.whole),
            "cells": of_cells(held, cells),
        }
        loss = of_answers + sum(SHARES[name] * part for name, part in parts.items())
        losses.take(answers=of_answers, **parts)
        if step % TEXT_EVERY == 0 and data.text:
            sentences = [data.text[row] for row in rng.integers(len(data.text), size=options.batch)]
            with halves(device):
                of_text = text_loss(model, writer, sentences, device)
            loss = loss + 0.3 * of_text
            losses.take(text=of_text)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([weight for group in groups for weight in group["params"]], 2.0)
        optimiser.step()
        average.take(model)
        if step % 50 == 49:
            print(f"step {step + 1}: {losses}; {schedule.left()} left", flush=True)
        if time.monotonic() - saved > 60 * options.save_every:
            keep()
            print(checked(), flush=True)
            saved = time.monotonic()
    keep()
    print(checked(), flush=True)
    print(f"wrote {options.out}", flush=True)


if __name__ == "__main__":
    main()
