"""Names what a view shows: the teacher's classes, and a head on its cells that learns the words of people.

llama.cpp runs no such heads. ``train.py`` teaches the language model to say what they see. The words stand in where
there is no class (a person, a giraffe, snow).
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
SURE = 0.05
"""Probability from which one of the head's own words is said."""
FAINT = 0.03
"""Probability from which a name of the teacher's is said: what is said faintly ranks last, but is found."""
KNOWN = 0.8
"""Probability of a word that people say: they seldom say all that is there, or the same."""
MOST = 10
"""Words said about a view."""


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


def learn_words(pooled: Tensor, tags: Sequence[Sequence[str]], words: Sequence[str], steps: int) -> Words:
    """Return the head, taught with binary cross-entropy.

    Args:
        pooled: means of the cells, (views, 1280).
        tags: what people said about each view.
        words: to learn.
        steps: of 256 views.
    """
    head, truth = Words(words), named(tags, words)
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


def said(
    names: ClassNames,
    words: Sequence[str],
    classes: Tensor,
    bag: Tensor,
    known: Sequence[Sequence[str]],
    most: int = MOST,
) -> list[list[tuple[str, float]]]:
    """Return the words about each view and how sure they are, distinct, the surest first.

    Args:
        names: of the classes.
        words: of the bag.
        classes: probabilities (views, 1000), of the teacher.
        bag: probabilities (views, words), of the head.
        known: what people say about each view, the most important first; it comes before everything guessed.
        most: words a view.
    """
    found = []
    own = bag.cpu()
    for row, guessed in enumerate(names.tags(classes, most)):
        scores = dict(guessed)
        for number in torch.nonzero(own[row] >= SURE).flatten().tolist():
            scores[words[number]] = max(scores.get(words[number], 0.0), float(own[row][number]))
        told = {word: max(scores.pop(word, 0.0), KNOWN) for word in dict.fromkeys(known[row])}
        guesses = sorted(scores, key=lambda word: -round(scores[word], 2))
        found.append([*told.items(), *((word, scores[word]) for word in guesses)][:most])
    return found
