"""What the model is asked and how: everything beside the model itself that decides a text."""

from __future__ import annotations

from dataclasses import dataclass

from photofind.captioning.prompts import FOLLOW_UP_PROMPT, PAPER_PROMPT
from photofind.settings import Settings


@dataclass(frozen=True, slots=True)
class Recipe:
    """How views are described.

    Attributes:
        prompt: the question.
        follow_up: a second question, asked after the first answer; empty for none.
        pooled_crops: "fast crops": image tokens of crops averaged 2 × 2 between encoder and language model.
    """

    prompt: str = PAPER_PROMPT
    follow_up: str = ""
    pooled_crops: bool = False

    @classmethod
    def chosen(cls, settings: Settings) -> Recipe:
        """What the person's settings say; the paper's questions unless they give their own."""
        return cls(
            prompt=settings.prompt.strip() or PAPER_PROMPT,
            follow_up=FOLLOW_UP_PROMPT if settings.follow_up else "",
            pooled_crops=settings.fast_crops,
        )

    def parts(self, view: str) -> tuple[str, ...]:
        """What counts for a view's fingerprint: whole photos are never pooled."""
        pooled = "pooled" if self.pooled_crops and view != "whole" else ""
        return (self.prompt, pooled, *([self.follow_up] if self.follow_up else []))


PAPER = Recipe()
"""The paper's first question, nothing else."""
