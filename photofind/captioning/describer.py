"""What a run of describing needs of whatever describes views: the local engine process, or a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from photofind.captioning.worker import Answer

if TYPE_CHECKING:  # a window starts without numpy
    from photofind.captioning.views import Pixels


class ViewDescriber(Protocol):
    """Views in, texts out. Methods are called from one thread, except ``stop``; see ``worker.Describer``."""

    @property
    def slots(self) -> int:
        """Views described at once, known after ``start``."""
        ...

    @property
    def image_side(self) -> int:
        """Pixels of the longer side beyond which a view is not seen any sharper."""
        ...

    @property
    def backlog(self) -> int:
        """Views submitted and not answered."""
        ...

    def start(self) -> None:
        """Make ready; blocks.

        Raises:
            ModelError: the model can't be used.
            Cancelled: ``stop`` was called.
        """
        ...

    def submit(self, job: int, view: str, rgb: Pixels, limit: int) -> None:
        """Hand over a view under a number that no unanswered view has."""
        ...

    def poll(self, timeout: float) -> list[Answer]:
        """Answers that are in, waiting up to ``timeout`` seconds for the first.

        Raises:
            ModelError: the model can't be used any more.
            EngineCrashedError: it is broken for good.
        """
        ...

    def cancel(self) -> list[int]:
        """Forget all unanswered views; returns their numbers."""
        ...

    def stop(self) -> None:
        """End it for good, within a second; thread-safe, idempotent."""
        ...
