"""Names what a view shows: the teacher's classes, and heads on its cells for words of people and the detector's kinds.

llama.cpp runs no such heads. ``train.py`` teaches the eyes and the language model to say what they see. The heads'
words stand in where there is no class (a person, a giraffe, snow).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import torch
from data import View
from names import ClassNames
from teacher import CHANNELS
from torch import Tensor, nn
from torch.nn import functional

COMMON = 12
"""Views that a word must name before the head learns it."""
SURE = 0.3
"""Probability from which a word is said."""
ENOUGH = 0.35
"""Probability of the next tag at which the language model is to stop: above ``SURE``, since who went on by mistake
must have learned to stop behind what should not have been said."""
GUESS = 0.02
"""Probability from which the surest word is said in any case: a photo without words is never found."""
MOST = 12
"""Words said about a view."""
Ranking = list[tuple[str, float]]
"""Tags and how sure they are, the surest first."""


def vocabulary(views: Sequence[View], common: int = COMMON) -> list[str]:
    """Return the words that name at least ``common`` views, the commonest first."""
    counts = Counter(tag for view in views for tag in view.tags)
    return sorted((word for word, count in counts.items() if count >= common), key=lambda word: (-counts[word], word))


class Words(nn.Module):
    """A linear head on the mean of the cells that names words of people."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.words = list(words)
        self.register_buffer("mean", torch.zeros(CHANNELS))
        self.register_buffer("deviation", torch.ones(CHANNELS))
        self.linear = nn.Linear(CHANNELS, max(1, len(self.words)))
        nn.init.normal_(self.linear.weight, std=0.01)
        nn.init.constant_(self.linear.bias, -5.0)

    def forward(self, pooled: Tensor) -> Tensor:
        """Map the mean of the cells (views, 1280) to the words' scores (views, words)."""
        return self.linear((pooled - self.mean) / self.deviation)


def named(tags: Sequence[Sequence[str]], words: Sequence[str]) -> Tensor:
    """Return 1 where a word (column) names a view (row)."""
    column = {word: number for number, word in enumerate(words)}
    found = torch.zeros(len(tags), max(1, len(words)))
    for row, said_about in enumerate(tags):
        for tag in said_about:
            if tag in column:
                found[row, column[tag]] = 1.0
    return found


def learn_words(pooled: Tensor, truth: Tensor, words: Sequence[str], steps: int) -> Words:
    """Return the head, taught with binary cross-entropy.

    Args:
        pooled: means of the cells, (views, 1280).
        truth: how sure it is that a word names a view, (views, words).
        words: to learn.
        steps: of 256 views.
    """
    head = Words(words)
    head.mean, head.deviation = pooled.mean(0), pooled.std(0) + 1e-3
    optimiser = torch.optim.AdamW(head.parameters(), 2e-3, weight_decay=0.05)
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = 2e-3 * (0.5 + 0.5 * math.cos(math.pi * step / steps))
        rows = torch.randint(len(pooled), (256,))
        shown = (pooled[rows] - head.mean) / head.deviation
        guess = head.linear(functional.dropout(shown, 0.3))
        loss = functional.binary_cross_entropy_with_logits(guess, truth[rows], reduction="none").sum(1).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return head.eval()


def all_words(names: ClassNames, heads: Sequence[Words]) -> list[str]:
    """Return every tag that the classes and the heads know, sorted."""
    return sorted({*names.words, *(word for head in heads for word in head.words)})


def opinions(words: Sequence[str], names: ClassNames, heads: Sequence[Words], classes: Tensor, mean: Tensor) -> Tensor:
    """Return how sure each tag is, (views, tags): of the classes' and the heads' opinions the surest.

    Args:
        words: the tags.
        names, heads: who judge.
        classes: probabilities (views, 1000).
        mean: of the cells, (views, 1280).
    """
    found = torch.zeros(len(mean), len(words))
    column = {word: number for number, word in enumerate(words)}
    judged: list[tuple[Sequence[str], Tensor]] = [(names.words, classes @ names.table.T)]
    judged += [(head.words, head(mean).sigmoid()) for head in heads]
    for own, odds in judged:
        kept = [(number, column[word]) for number, word in enumerate(own) if word in column]
        if kept:
            mine, theirs = map(list, zip(*kept, strict=True))
            found[:, theirs] = torch.maximum(found[:, theirs], odds[:, mine])
    return found


def ranked(words: Sequence[str], sure: Tensor) -> list[Ranking]:
    """Return the surest tags of each view: one more than may be said.

    Args:
        words: the tags.
        sure: probabilities (views, tags).
    """
    best = sure.topk(min(MOST + 1, len(words)))
    return [
        [(words[number], value) for number, value in zip(row, values, strict=True)]
        for row, values in zip(best.indices.tolist(), best.values.tolist(), strict=True)
    ]


def said(ranking: Ranking) -> Ranking:
    """Return the tags that are said: those that are sure, and the first even where it is not."""
    return [tag for place, tag in enumerate(ranking[:MOST]) if tag[1] >= (SURE if place else GUESS)]


def goes_on(sure: float) -> float:
    """Return the chance with which the next tag is to be said, of how sure it is: a half at ``ENOUGH``.

    Near there it is nearly the same whether a tag is said. Were that all or nothing, so little could be learned of it
    that commas, being more frequent than full stops, would always win.
    """
    return sure**2 / (sure**2 + ENOUGH**2)
