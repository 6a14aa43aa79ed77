"""Teaches the eyes before the language model learns to read them.

The mean of a view's image tokens is to point to the embeddings of its tags' tokens. That needs no pass through the
language model, so that a view teaches all of its tags in a hundredth of the time, and the language model, whose output
layer is its embedding, begins with tokens that mean something to it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import sentencepiece
import torch
from model import Starter
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

BATCH = 128
RATE = 2e-3
TIMES, SHIFT = 4.0, 4.0
"""A tag's score is ``TIMES`` × (mean token · embedding) - ``SHIFT``: few tags are true of a view."""


class Looker:
    """Knows which tags are true of which cuts, and how sure that is."""

    def __init__(
        self, told: Sequence[Sequence[tuple[str, float]]], pieces: sentencepiece.SentencePieceProcessor
    ) -> None:
        """Take each cut's tags; those of several tokens are left to the language model."""
        tokens = {word: pieces.encode(word) for word in {word for row in told for word, _ in row}}
        found = sorted({numbers[0] for numbers in tokens.values() if len(numbers) == 1})
        column = {number: place for place, number in enumerate(found)}
        self.tokens = torch.tensor(found)
        self._told = [[(column[tokens[word][0]], sure) for word, sure in row if len(tokens[word]) == 1] for row in told]

    def truth(self, rows: NDArray[np.int64]) -> Tensor:
        """Return how sure each tag is of these cuts, (cuts, tags)."""
        found = torch.zeros(len(rows), len(self.tokens))
        for place, row in enumerate(rows):
            for column, sure in self._told[row]:
                found[place, column] = sure
        return found

    def loss(self, model: Starter, image: Tensor, rows: NDArray[np.int64]) -> Tensor:
        """Return the cross-entropy of the tags, summed, of the image's tokens (cuts, tokens, lm_width)."""
        tags = model.language.embedding(self.tokens.to(image.device))
        scores = TIMES * image.float().mean(1) @ tags.T - SHIFT
        truth = self.truth(rows).to(image.device)
        return functional.binary_cross_entropy_with_logits(scores, truth, reduction="none").sum(1).mean()


def learn_to_look(
    model: Starter,
    looker: Looker,
    show: Callable[[NDArray[np.int64]], Tensor],
    draw: Callable[[int], NDArray[np.int64]],
    steps: int,
) -> None:
    """Teach a model's eyes, and the embeddings of the tags' tokens.

    Args:
        model: to teach.
        looker: what is to be seen.
        show: gives the cells of cuts, (cuts, 25, 1280).
        draw: gives that many cuts.
        steps: of ``BATCH`` cuts.
    """
    taught = [*model.eyes.parameters(), model.language.embedding.weight]
    optimiser = torch.optim.AdamW(taught, RATE, weight_decay=0.02, betas=(0.9, 0.98))
    lost = math.nan
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = (
            RATE * min(1.0, (step + 1) / 50) * (0.5 + 0.5 * math.cos(math.pi * step / steps))
        )
        rows = draw(BATCH)
        loss = looker.loss(model, model.eyes(show(rows)), rows)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(taught, 10.0)
        optimiser.step()
        now = float(loss.detach())
        lost = now if step == 0 else 0.97 * lost + 0.03 * now
        if step % 200 == 199:
            print(f"look {step + 1} of {steps}: {lost:.3f}", flush=True)
