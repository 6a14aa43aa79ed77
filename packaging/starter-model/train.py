"""Teach the language model to say what the tower sees: second of the two trainings.

    python train.py DATA MODEL.pt --tagger TAGGER.pt [--language starter-lm-q8.gguf starter-mmproj-q8.gguf]

Photos that people described are answered with one of their sentences and ``Tags: …``; every other view with its tags
alone, since a sentence made from labels reads like what it is. Tags are what people said, then what the teacher and the
tagger of ``features.py`` see in this very cut, the surest first. Stopped and started again with the same file, the
training goes on.
"""

from __future__ import annotations

import copy
import json
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import sentencepiece
import torch
from data import Cuts, Data, View
from features import WEIGHTS, load_tagger, words_of
from model import END, Shape, Starter, save
from names import ClassNames
from tagger import FAINT, Tagger, said
from teacher import SIDE, Teacher
from torch import Tensor
from torch.nn import functional
from training import Average, Losses, Schedule, arguments, freeze, halves, layer_rates, start

DESCRIBED = 0.4
"""Share of views that people described."""
LEVEL = -0.42
"""Power of its first tag's frequency with which a view without a sentence is shown: dogs would fill every batch."""
FIRST = {"f8": 0.1, "vq": 0.25, "cb": 0.25}
"""Weight of the first word of an answer without a sentence: natural photos are still to get one."""
TAG = 2.2
"""Weight of a tag's pieces against a sentence's: the words are what people search."""
TEXT_EVERY = 4
"""Steps between two batches of text without photos, which keep the sentences sound."""
ASKED = (50, 25, 4)
"""How often the first questions of prompts.json are asked, those that photofind puts; the others once each."""


@dataclass(frozen=True)
class Answer:
    """An answer in pieces, and what each counts."""

    tokens: list[int]
    weights: list[float]


class Writer:
    """Writes answers and packs them into batches."""

    def __init__(self, data: Path, rng: np.random.Generator) -> None:
        self.pieces = sentencepiece.SentencePieceProcessor(model_file=str(data / "sp.model"))
        self.prompts: list[tuple[list[int], list[int]]] = json.loads((data / "prompts.json").read_text("utf-8"))
        odds = np.ones(len(self.prompts))
        odds[: len(ASKED)] = ASKED
        self._odds, self._rng = odds / odds.sum(), rng

    def prompt(self) -> tuple[list[int], list[int]]:
        """Return what stands before and after the image, one of the questions."""
        return self.prompts[int(self._rng.choice(len(self.prompts), p=self._odds))]

    def answer(self, view: View, tags: list[str], *, whole: bool) -> Answer:
        """Return what is to be said about a cut of a view."""
        listed = f"Tags: {', '.join(tags)}." if tags else ""
        if whole and view.captions:
            sentence = self.pieces.encode(view.captions[int(self._rng.integers(len(view.captions)))])
            rest = self.pieces.encode(listed) if listed else []
            return Answer([*sentence, *rest, END], [1.0] * len(sentence) + [TAG] * len(rest) + [1.0])
        tokens = self.pieces.encode(listed or "Tags:")
        return Answer([*tokens, END], [FIRST.get(view.source, 0.5)] + [TAG] * len(tokens))


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
    lost = functional.cross_entropy(
        model.language.logits(hidden).float().flatten(0, 1), tokens.flatten(), reduction="none"
    )
    return (lost * weights.flatten()).sum() / weights.sum()


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
    """Who says what a cut shows."""

    teacher: Teacher
    tagger: Tagger
    side: int
    names: ClassNames

    @torch.no_grad()
    def ask(self, data: Data, views: list[View], cuts: Cuts, colours: Tensor) -> tuple[list[list[str]], Tensor]:
        """Return the tags of each cut, and the teacher's probabilities (views, 1000)."""
        with halves(data.device):
            classes = self.teacher(data.show(cuts, SIDE, colours))[1].float().softmax(-1)
            bag = self.tagger(data.show(cuts, self.side, colours))[1].float().sigmoid()
        known = [view.tags if whole else () for view, whole in zip(views, cuts.whole, strict=True)]
        return said(self.names, self.tagger.words, classes, bag, known), classes


def first_model(tagger: Tagger, shape: Shape, pair: list[Path] | None) -> Starter:
    """Return the model that the training starts from: the tagger's tower, and an earlier or a new language model."""
    if pair is None:
        model = Starter(shape, tagger.tower.positions.shape[0])
    else:
        from weights import pair_from_gguf

        made = pair_from_gguf(*pair)
        words = {name: getattr(made.shape, name) for name in vars(made.shape) if name.startswith("lm_")}
        shape = replace(shape, vocabulary=made.shape.vocabulary, **words)
        model = Starter(shape, tagger.tower.positions.shape[0])
        model.language.load_state_dict(made.language.state_dict())
    model.tower.load_state_dict(tagger.tower.state_dict())
    return model


@torch.no_grad()
def check(model: Starter, data: Data, writer: Writer, judges: Judges, batch: int) -> str:
    """Return the loss on the views kept back, and the first answers about them."""
    views = data.kept_back[:batch]
    if not views:
        return "no view was kept back"
    model.eval()
    cuts = data.plain(views)
    tags, _ = judges.ask(data, views, cuts, torch.ones(len(views), 3, device=data.device))
    pixels = data.show(cuts, model.shape.side)
    with halves(data.device):
        image = model.projector(model.tower(pixels))
        answers = [writer.answer(view, named, whole=True) for view, named in zip(views, tags, strict=True)]
        lost = answer_loss(model, image, writer.prompts[0], answers)
        spoken = [writer.pieces.decode(row) for row in model.answer(pixels[:4], writer.prompts[0])]
    return f"kept back: loss {float(lost):.3f}; " + " | ".join(spoken)


def main() -> None:
    parser = arguments("Teach the language model to say what the tower sees.")
    parser.add_argument("--tagger", type=Path, required=True, help="checkpoint of features.py")
    parser.add_argument("--tagger-side", type=int, default=112, help="pixels along the square that the tagger sees")
    parser.add_argument("--language", type=Path, nargs=2, metavar=("LM", "MMPROJ"), help="earlier model to start from")
    parser.add_argument("--side", type=int, default=168, help="pixels along the square that the model sees")
    parser.add_argument("--lm-width", type=int, default=256, help="width of a new language model")
    parser.add_argument("--lm-blocks", type=int, default=4, help="blocks of a new language model")
    options = parser.parse_args()
    device, rng = start(options)
    writer = Writer(options.data, rng)
    tagger, shape = load_tagger(options.tagger)
    shape = replace(
        shape,
        side=options.side,
        vocabulary=writer.pieces.get_piece_size(),
        lm_width=options.lm_width,
        lm_blocks=options.lm_blocks,
        lm_heads=options.lm_width // 64,
        lm_hidden=3 * options.lm_width,
    )
    model = first_model(tagger, shape, options.language)
    kept = torch.load(options.out, map_location="cpu", weights_only=True) if options.out.exists() else None
    if kept:
        model.load_state_dict(kept["network"])
    model.to(device).train()
    freeze(model.tower, options.frozen)
    data = Data(options.data, device)
    tagger.to(device)
    heads = copy.deepcopy(tagger).train()
    heads.tower = model.tower
    average = Average(model)
    groups = [
        *layer_rates(model.tower.blocks, options.frozen, options.rate / 3),
        {"params": list(model.tower.norm.parameters()), "lr": options.rate / 3},
        {"params": [*model.projector.parameters(), *heads.heads()], "lr": 3 * options.rate},
        {"params": list(model.language.parameters()), "lr": 2.5 * options.rate},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.02, betas=(0.9, 0.98))
    schedule = Schedule(options, optimiser, kept["spent"] if kept else 0.0)
    if kept:
        average.network.load_state_dict(kept["weights"])
        optimiser.load_state_dict(kept["optimiser"])
        heads.load_state_dict(kept["heads"])
    judges = Judges(Teacher().to(device), tagger, options.tagger_side, ClassNames(data.classes, FAINT))
    sampler, losses, saved = Sampler(data.views, rng), Losses(), time.monotonic()

    def keep() -> None:
        more = {"network": model.state_dict(), "heads": heads.state_dict(), "optimiser": optimiser.state_dict()}
        save(average.network, options.out, spent=schedule.spent, **more)

    for step in schedule:
        views = sampler.batch(options.batch)
        cuts = data.random(views, rng, 0.45)
        colours = data.colours(len(views), rng)
        tags, classes = judges.ask(data, views, cuts, colours)
        answers = [writer.answer(view, tags[row], whole=cuts.whole[row]) for row, view in enumerate(views)]
        with halves(device):
            seen = model.tower(data.show(cuts, options.side, colours))
            guess, bag, _ = heads.judge(seen)
            of_answers = answer_loss(model, model.projector(seen), writer.prompt(), answers)
        target = (classes + 1e-9).log()
        of_classes = functional.kl_div(guess.float().log_softmax(-1), target, reduction="batchmean", log_target=True)
        shown = torch.tensor(cuts.whole, device=device).float()
        of_words = functional.binary_cross_entropy_with_logits(
            bag.float(), words_of(views, tagger.words, device), reduction="none"
        )
        of_words = (of_words.sum(1) * shown).sum() / shown.sum().clamp(min=1)
        loss = of_answers + 0.5 * of_classes + 0.05 * of_words
        losses.take(answers=of_answers, classes=of_classes, words=of_words)
        if step % TEXT_EVERY == 0 and data.text:
            sentences = [data.text[row] for row in rng.integers(len(data.text), size=options.batch)]
            with halves(device):
                of_text = text_loss(model, writer, sentences, device)
            loss = loss + 0.3 * of_text
            losses.take(text=of_text)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([weight for group in groups for weight in group["params"]], 1.0)
        optimiser.step()
        average.take(model)
        if step % 50 == 49:
            print(f"step {step + 1}: {losses}; {schedule.left()} left", flush=True)
        if time.monotonic() - saved > 60 * options.save_every:
            keep()
            print(check(average.network, data, writer, judges, options.batch), flush=True)
            saved = time.monotonic()
    keep()
    print(check(average.network, data, writer, judges, options.batch), flush=True)
    print(f"wrote {options.out}", flush=True)


if __name__ == "__main__":
    main()
