"""Teach a language model to say what the tower sees: ``python train.py DATA MODEL.pt SEEN``.

The tower stays as it is; what it gives, ``features.py`` has noted. First linear heads learn the words of people and the
detector's kinds from what the teacher saw, in minutes. Then the eyes, which hand the tower's cells to the language
model, learn to point to the tags' embeddings (``looking.py``). They are held still from then on, and the language model
learns to read them: about photos that people described it answers with one of their sentences and ``Tags: …``, about
every other view with its tags alone, since a sentence made from labels reads like what it is. The surest come first.
``--language`` and ``--eyes`` begin with what the GGUF files of an earlier model know. Stopped and started again
with the same file, the training goes on.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import sentencepiece
import torch
from data import Data, View
from detector import KINDS, likely
from features import Seen
from features import load as load_seen
from looking import Looker, learn_to_look
from model import END, Shape, Starter, save
from names import ClassNames
from numpy.typing import NDArray
from prompts import MARKS
from tagger import (
    MOST,
    Ranking,
    Words,
    all_words,
    goes_on,
    learn_words,
    named,
    opinions,
    ranked,
    said,
    vocabulary,
)
from teacher import Network, runner
from torch import Tensor
from torch.nn import functional
from tower import SIDE, Tower, load_front
from training import Average, Losses, Schedule, arguments, go_on, halves, start
from weights import eyes_from_gguf, language_from_gguf
from weights import vocabulary as known_texts

See = Callable[[Tensor], tuple[Tensor, ...]]
WEIGHTS = {"cb": 2.5, "vq": 2.5, "cm": 3.0, "cal": 0.9, "f8": 0.7, "in": 1.3}
"""How often the views of each source are shown: parts of street and kitchen scenes are few and what people search."""
DESCRIBED = 0.25
"""Share of views that people described."""
LEVEL = -0.42
"""Power of its first tag's frequency with which a view without a sentence is shown: dogs would fill every batch."""
FIRST = {"f8": 0.3}
"""Weight of the first word of an answer without a sentence, 1 if not here: such photos are still to get one."""
TAG = 2.2
"""Weight of a tag's pieces against a sentence's: the words are what people search."""
TWICE = 3.0
"""What the chance of saying a tag again counts (unlikelihood, Welleck et al. 2020)."""
TEXT_EVERY = 16
"""Steps between two batches of text without photos, which keep the sentences sound."""
UNSEEN = 0.1
"""Part of what the cells hold that is left out at random."""
MANY = 500
"""Cuts worked on at a time."""
CHECKED = 64
"""Views kept back that are asked about along the way."""
MOST_STEPS = 3000
"""Steps in which the head learns the words of people."""
ASKED = (50, 25, 4)
"""How often the first questions of prompts.json are asked, those that photofind puts; the others once each."""


@dataclass(frozen=True)
class Answer:
    """An answer in pieces, what each counts, and where several would be right.

    Attributes:
        tokens: the pieces.
        weights: of each piece.
        choices: at the first piece of a tag, the first pieces of all tags not said yet and how sure those are, summing
            to 1: the language model learns the judges' whole opinion. Behind a tag, whether there is another.
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
        opens, closes = range(self.pieces.get_piece_size(), self.pieces.get_piece_size() + len(MARKS))
        if any(before[-1] != opens or after[0] != closes for before, after in self.prompts):
            raise SystemExit(f"{data / 'prompts.json'} is of an earlier recipe: run prompts.py {data} again.")
        self._comma, self._stop = (self.pieces.encode(f"Tags{mark}")[-1] for mark in ",.")

    def prompt(self) -> tuple[list[int], list[int]]:
        """Return what stands before and after the image, one of the questions."""
        return self.prompts[int(self._rng.choice(len(self.prompts), p=self._odds))]

    def answer(self, view: View, ranking: Ranking) -> Answer:
        """Return what is to be said about a cut of a view."""
        tags = said(ranking)
        tokens: list[int] = []
        if view.captions:
            tokens = list(self._cut(view.captions[int(self._rng.integers(len(view.captions)))]))
        weights = [1.0] * len(tokens)
        if tags or not tokens:
            listed = self._cut("Tags:")
            weights += [1.0 if tokens else FIRST.get(view.source, 1.0), *[1.0] * (len(listed) - 1)]
            tokens += listed
        left = ranking[len(tags)][1] if len(tags) < min(MOST, len(ranking)) else 0.0
        choices, taken = self._listed(tags, left, tokens, weights)
        return Answer([*tokens, END], [*weights, 1.0], choices, taken)

    def _listed(
        self, tags: Ranking, unsaid: float, tokens: list[int], weights: list[float]
    ) -> tuple[dict[int, dict[int, float]], dict[int, set[int]]]:
        """Append the tags and what their pieces count; what is left to say counts by how sure it is.

        Args:
            tags: to say.
            unsaid: how sure the next one is.
            tokens, weights: of the answer so far.
        """
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
            last = number == len(tags) - 1
            more = goes_on(unsaid if last else tags[number + 1][1])
            choices[len(tokens) + len(word)] = {self._comma: more, self._stop: 1 - more}
            tokens += [*word, self._stop if last else self._comma]
            weights += [counts, *[counts * tags[number][1] ** 0.5] * (len(word) - 1), counts]
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
    counts = weights > 0
    place_of = counts.flatten().cumsum(0).view_as(weights) - 1  # among the pieces that count
    logs = model.language.logits(hidden[counts]).float().log_softmax(-1)
    tokens, weights = tokens[counts], weights[counts]
    lost = -logs.gather(1, tokens[:, None])[:, 0]
    chosen = [
        (row, place, piece, odds)
        for row, answer in enumerate(answers)
        for place, choice in answer.choices.items()
        for piece, odds in choice.items()
    ]
    if chosen:
        rows, places, pieces, odds = map(torch.tensor, zip(*chosen, strict=True))
        at = place_of[rows, places]
        lost = lost.index_fill(0, at, 0.0)
        lost = lost.index_put((at,), -odds.to(device) * logs[at, pieces.to(device)], accumulate=True)
    again = [
        (row, place, piece)
        for row, answer in enumerate(answers)
        for place, pieces in answer.taken.items()
        for piece in pieces
    ]
    if again:
        rows, places, pieces = torch.tensor(again).T
        at = place_of[rows, places]
        twice = torch.zeros_like(lost).index_put((at,), logs[at, pieces.to(device)].exp(), accumulate=True)
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
    """Chooses cuts: those that show what a sentence says, and the others levelled by what they show."""

    def __init__(self, views: list[View], told: list[Ranking], rng: np.random.Generator) -> None:
        """Take each cut's view, without sentences where it doesn't show them, and its tags."""
        self.told, self._rng = told, rng
        described = [row for row, view in enumerate(views) if view.captions]
        others = [row for row, view in enumerate(views) if not view.captions and said(told[row])]
        seen = Counter(told[row][0][0] for row in others)
        self._pools = [np.array(rows, np.int64) for rows in (described, others)]
        chances = (
            [WEIGHTS.get(views[row].source, 1.0) for row in described],
            [WEIGHTS.get(views[row].source, 1.0) * seen[told[row][0][0]] ** LEVEL for row in others],
        )
        self._odds = [np.array(odds) / sum(odds) for odds in chances]

    def batch(self, size: int) -> NDArray[np.int64]:
        """Return ``size`` rows, in order."""
        described = round(size * DESCRIBED) if len(self._pools[1]) else size
        shares = (described, size - described) if len(self._pools[0]) else (0, size)
        drawn = [
            self._rng.choice(pool, share, p=odds)
            for pool, share, odds in zip(self._pools, shares, self._odds, strict=True)
            if share
        ]
        return np.sort(np.concatenate(drawn))


def cut_views(data: Data, seen: Seen) -> list[View]:
    """Return what is said about each cut: about its view, if the cut still shows it."""
    return [
        data.views[number] if whole else replace(data.views[number], tags=(), captions=())
        for number, whole in zip(seen.views, seen.whole, strict=True)
    ]


@torch.no_grad()
def in_parts(count: int, get: Callable[[NDArray[np.int64]], Tensor]) -> Tensor:
    """Return what ``get`` gives for all of ``count`` cuts, as 16-bit numbers."""
    return torch.cat([get(np.arange(at, min(at + MANY, count))).half().cpu() for at in range(0, count, MANY)])


def learn_heads(data: Data, seen: Seen, views: list[View]) -> list[Words]:
    """Return the heads on what the teacher sees: for the words of people, and for the detector's kinds of things."""
    shown, pooled = np.flatnonzero(seen.whole), torch.from_numpy(seen.pooled).float()
    words = vocabulary(data.views)
    truth = named([views[row].tags for row in shown], words)
    heads = [learn_words(pooled[shown], truth, words, min(MOST_STEPS, 10 * len(shown)))]
    if seen.things.shape[1]:
        truth = likely(torch.from_numpy(seen.things).float())
        heads.append(learn_words(pooled, truth, KINDS, min(MOST_STEPS, 10 * len(views))))
    return heads


def first_model(language: Path | None, width: int, blocks: int, texts: list[str]) -> Starter:
    """Return the model that the training starts from: with a new language model, or with an earlier one's.

    Args:
        language: GGUF file of the earlier one. What it knows of a token goes to the token of the same text.
        width, blocks: of a new one.
        texts: of the vocabulary's tokens.
    """
    if language is None:
        sizes = {"lm_width": width, "lm_heads": width // 64, "lm_hidden": 3 * width, "lm_blocks": blocks}
        return Starter(Shape(vocabulary=len(texts), **sizes))
    earlier, shape = language_from_gguf(language)
    model = Starter(replace(shape, vocabulary=len(texts)))
    known = {text: row for row, text in enumerate(known_texts(language))}
    shared = [row for row, text in enumerate(texts) if text in known]
    old = earlier.embedding.weight.data
    fresh = old.mean(0) + old.std(0) * torch.randn(len(texts), shape.lm_width)
    fresh[shared] = old[[known[texts[row]] for row in shared]]
    model.language.load_state_dict({**earlier.state_dict(), "embedding.weight": fresh})
    return model


@torch.no_grad()
def check(model: Starter, looker: Looker, data: Data, writer: Writer, tower: See) -> str:
    """Return the loss on views kept back, and the first answers about them."""
    views = data.kept_back[:: max(1, len(data.kept_back) // CHECKED)][:CHECKED]
    if not views:
        return "no view was kept back"
    cells = tower(data.show(data.plain(views), SIDE))[0]
    image = model.eyes(cells)
    told = ranked(looker.words, looker.scores(model, image).sigmoid().cpu())
    answers = [writer.answer(view, tags) for view, tags in zip(views, told, strict=True)]
    lost = float(answer_loss(model, image, writer.prompts[0], answers))
    spoken = [writer.pieces.decode(row) for row in model.answer(cells[:8], writer.prompts[0])]
    return f"kept back: answers {lost:.3f}\n  " + "\n  ".join(spoken)


def main() -> None:
    parser = arguments("Teach a language model to say what the tower sees.")
    parser.add_argument("seen", type=Path, help="folder that features.py wrote")
    parser.add_argument("--language", type=Path, help="GGUF file of an earlier language model to start from")
    parser.add_argument("--eyes", type=Path, help="GGUF file of an earlier tower whose eyes go on learning")
    parser.add_argument(
        "--looks", type=int, default=2500, help="steps in which the eyes learn before the language model"
    )
    parser.add_argument("--lm-width", type=int, default=256, help="width of a new language model")
    parser.add_argument("--lm-blocks", type=int, default=4, help="blocks of a new language model")
    options = parser.parse_args()
    device, rng = start(options)
    writer = Writer(options.data, rng)
    texts = [*map(writer.pieces.id_to_piece, range(writer.pieces.get_piece_size())), *MARKS]
    data, seen = Data(options.data, device), load_seen(options.seen)
    names, views, count = ClassNames(data.classes, 0.0), cut_views(data, seen), len(seen.views)
    model = first_model(options.language, options.lm_width, options.lm_blocks, texts)
    if options.eyes:
        model.eyes = eyes_from_gguf(options.eyes)
    kept = torch.load(options.out, map_location="cpu", weights_only=True) if options.out.exists() else None
    network = Network()
    if kept:
        model.load_state_dict(kept["network"])
        words, heads = kept["tags"], []
    else:
        heads = learn_heads(data, seen, views)
        words = all_words(names, heads)
    looker = Looker(words, writer.pieces)
    model.to(device).train()

    def judged(rows: NDArray[np.int64]) -> Tensor:
        mean = seen.show(rows).mean(1)
        return opinions(looker.words, names, heads, network.classes(mean).softmax(-1), mean)

    def told_of(sure: Tensor) -> Sampler:
        return Sampler(views, ranked(looker.words, sure.float()), rng)

    def keep() -> None:
        more = {"network": model.state_dict(), "optimiser": optimiser.state_dict(), "front": seen.front}
        save(average.network, options.out, spent=schedule.spent, tags=looker.words, **more)

    if not kept:
        sure = in_parts(count, judged)

        def show(rows: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
            return functional.dropout(seen.show(rows).to(device), UNSEEN), sure[rows].float().to(device)

        learn_to_look(model, looker, show, told_of(sure).batch, options.looks)
    model.eyes.requires_grad_(False)
    model.language.embedding.weight.register_hook(lambda slope: slope.index_fill(0, looker.tokens.to(device), 0.0))
    images = in_parts(count, lambda rows: model.eyes(seen.show(rows).to(device)))
    sampler = told_of(in_parts(count, lambda rows: looker.scores(model, images[rows].to(device)).sigmoid()))
    average = Average(model)
    embedding = model.language.embedding.weight
    groups = [
        {"params": [weight for weight in model.language.parameters() if weight is not embedding], "weight_decay": 0.02},
        {"params": [embedding], "weight_decay": 0.0},  # the tags' rows stay as the eyes know them
    ]
    optimiser = torch.optim.AdamW(groups, options.rate, betas=(0.9, 0.98))
    schedule = Schedule(options, optimiser, kept["spent"] if kept else 0.0)
    if kept:
        average.network.load_state_dict(kept["weights"])
        optimiser.load_state_dict(kept["optimiser"])
        go_on(rng, kept["spent"])
    else:
        keep()
    losses, saved, tower = Losses(), time.monotonic(), runner(Tower(load_front(seen.front), network), SIDE, 1, device)
    for step in schedule:
        drawn, loss = sampler.batch(options.batch), torch.zeros((), device=device)
        spoken_of = np.array([bool(views[row].captions) for row in drawn])
        for rows in (drawn[spoken_of], drawn[~spoken_of]):  # apart, since sentences make answers long
            if not len(rows):
                continue
            answers = [writer.answer(views[row], sampler.told[row]) for row in rows]
            with halves(device):
                of_answers = answer_loss(model, images[rows].to(device), writer.prompt(), answers)
            loss = loss + len(rows) / len(drawn) * of_answers
            losses.take(answers=of_answers)
        if step % TEXT_EVERY == 0 and data.text:
            sentences = [data.text[row] for row in rng.integers(len(data.text), size=options.batch // 2)]
            with halves(device):
                of_text = text_loss(model, writer, sentences, device)
            loss = loss + 0.3 * of_text
            losses.take(text=of_text)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.language.parameters(), 2.0)
        optimiser.step()
        average.take(model)
        if step % 50 == 49:
            print(f"step {step + 1}: {losses}; {schedule.left()} left", flush=True)
        if time.monotonic() - saved > 60 * options.save_every:
            keep()
            print(check(average.network, looker, data, writer, tower), flush=True)
            saved = time.monotonic()
    keep()
    print(check(average.network, looker, data, writer, tower), flush=True)
    print(f"wrote {options.out}", flush=True)


if __name__ == "__main__":
    main()
