"""Teaches the eyes before the language model learns to read them.

The mean of a view's image tokens is to point to the embeddings of its tags' tokens. That needs no pass through the
language model, so that a view teaches all of its tags in a hundredth of the time, and the language model, whose output
layer is its embedding, begins with tokens that mean something to it. What is to be read is what the judges of
``tagger.py`` say of the very same cells: nothing of it is chance, so that little data teach much.
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
    """Reads tags off image tokens.

    Attributes:
        words: the tags; those of several tokens are left out.
        tokens: of each, (tags,).
    """

    def __init__(self, words: Sequence[str], pieces: sentencepiece.SentencePieceProcessor) -> None:
        found = [(word, pieces.encode(word)) for word in words]
        self.words = [word for word, numbers in found if len(numbers) == 1]
        self.tokens = torch.tensor([numbers[0] for _, numbers in found if len(numbers) == 1])

    def scores(self, model: Starter, image: Tensor) -> Tensor:
        """Return the logits of the tags, (cuts, tags), that image tokens (cuts, tokens, lm_width) say."""
        tags = model.language.embedding(self.tokens.to(image.device))
        return TIMES * image.float().mean(1) @ tags.T - SHIFT

    def loss(self, model: Starter, image: Tensor, truth: Tensor) -> Tensor:
        """Return how far that is from how sure the tags are, (cuts, tags): divergence in nats, summed over the tags."""
        lost = functional.binary_cross_entropy_with_logits(self.scores(model, image), truth, reduction="none")
        return (lost - torch.special.entr(truth) - torch.special.entr(1 - truth)).sum(1).mean()


def learn_to_look(
    model: Starter,
    looker: Looker,
    show: Callable[[NDArray[np.int64]], tuple[Tensor, Tensor]],
    draw: Callable[[int], NDArray[np.int64]],
    steps: int,
) -> None:
    """Teach a model's eyes, and the embeddings of the tags' tokens.

    Args:
        model: to teach.
        looker: what is to be seen.
        show: gives the cells of cuts, (cuts, 25, 1280), and how sure the tags are, (cuts, tags).
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
        cells, truth = show(draw(BATCH))
        loss = looker.loss(model, model.eyes(cells), truth)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(taught, 10.0)
        optimiser.step()
        now = float(loss.detach())
        lost = now if step == 0 else 0.97 * lost + 0.03 * now
        if step % 200 == 199 or not step:
            print(f"look {step + 1} of {steps}: {lost:.3f}", flush=True)
