"""Names what a view shows: a head on the tower that repeats the teacher's classes and learns the words of people.

llama.cpp runs no such head. It stands in for the teacher where the teacher has no word (a person, a giraffe, snow), and
``train.py`` teaches the language model to say what it sees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import torch
from data import View
from model import Tower
from names import ClassNames
from teacher import CELLS, CHANNELS, CLASSES
from torch import Tensor, nn
from torch.nn import functional

COMMON = 12
"""Views that a word must name before the head learns it."""
SURE = 0.15
"""Probability from which one of the head's own words is said."""
FAINT = 0.03
"""Probability from which a name of the teacher's is said: what is said faintly ranks last, but is found."""
KNOWN = 0.8
"""Probability of a word that people say: they seldom say all that is there, or the same."""
MOST = 8
"""Words said about a view."""


def vocabulary(views: Sequence[View], common: int = COMMON) -> list[str]:
    """Return the words that name at least ``common`` views, the commonest first."""
    counts = Counter(tag for view in views for tag in view.tags)
    return sorted((word for word, count in counts.items() if count >= common), key=lambda word: (-counts[word], word))


class Tagger(nn.Module):
    """A tower with heads for the teacher's classes, for words, and for what the teacher's cells hold."""

    def __init__(self, tower: Tower, width: int, words: Sequence[str]) -> None:
        super().__init__()
        self.tower, self.words = tower, list(words)
        self.classes, self.bag = nn.Linear(2 * width, CLASSES), nn.Linear(2 * width, max(1, len(words)))
        self.cells = nn.Linear(width, CHANNELS)
        for head in (self.classes, self.bag):
            nn.init.normal_(head.weight, std=0.01)
        nn.init.constant_(self.bag.bias, -4.0)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Map (views, 3, side, side) to scores of classes and words, and to the cells (views, 49, 1280)."""
        return self.judge(self.tower(pixels))

    def judge(self, seen: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Do the same for what the tower gave already, (views, 1 + patches, width)."""
        pooled = torch.cat([seen[:, 0], seen[:, 1:].mean(1)], 1)
        side = round((seen.shape[1] - 1) ** 0.5)
        grid = seen[:, 1:].transpose(1, 2).unflatten(2, (side, side))
        grid = functional.adaptive_avg_pool2d(grid, CELLS)
        return self.classes(pooled), self.bag(pooled), self.cells(grid.flatten(2).transpose(1, 2)).relu()

    def heads(self) -> list[nn.Parameter]:
        """Return the weights that are no part of the tower."""
        return [*self.classes.parameters(), *self.bag.parameters(), *self.cells.parameters()]


def said(
    names: ClassNames,
    words: Sequence[str],
    classes: Tensor,
    bag: Tensor | None,
    known: Sequence[Sequence[str]],
    most: int = MOST,
) -> list[list[tuple[str, float]]]:
    """Return the words about each view and how sure they are, distinct, the surest first.

    Args:
        names: of the classes.
        words: of the bag.
        classes: probabilities (views, 1000), of the teacher.
        bag: probabilities (views, words), of the tagger; None: not asked.
        known: what people say about each view, the most important first; it comes before everything guessed.
        most: words a view.
    """
    found = []
    own = bag.cpu() if bag is not None else None
    for row, guessed in enumerate(names.tags(classes, most)):
        scores = dict(guessed)
        if own is not None:
            for number in torch.nonzero(own[row] >= SURE).flatten().tolist():
                scores[words[number]] = max(scores.get(words[number], 0.0), float(own[row][number]))
        told = {word: max(scores.pop(word, 0.0), KNOWN) for word in dict.fromkeys(known[row])}
        guesses = sorted(scores, key=lambda word: -round(scores[word], 2))
        found.append([*told.items(), *((word, scores[word]) for word in guesses)][:most])
    return found
