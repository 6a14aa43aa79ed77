"""Several pictures encoded at once by small vision towers, each on a thread of its own.

Like ``native``, only for the engine's own process.
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from photofind.captioning.native import Pair, PictureError, mtmd, text_tokens
from photofind.captioning.views import Pixels

Part = list[int] | NDArray[np.float32]
"""A piece of the prompt: tokens of text, or a picture's vectors (tokens × width)."""


class Lookahead:
    """Encodes the pictures of jobs before they are asked for.

    Args:
        pair: whose prompt stands around each picture.
        towers: one for each picture at a time.
        fitted: brings a picture to the size that the towers take.
        beat: called after each picture, from any thread.
    """

    def __init__(
        self, pair: Pair, towers: list[Any], fitted: Callable[[Pixels], Pixels], beat: Callable[[], None]
    ) -> None:
        self.width = len(towers)
        self._pair, self._fitted, self._beat = pair, fitted, beat
        self._free: queue.SimpleQueue[Any] = queue.SimpleQueue()
        for tower in towers:
            self._free.put(tower)
        self._pool = ThreadPoolExecutor(self.width, thread_name_prefix="encoder")
        self._begun: dict[int, Future[list[Part]]] = {}

    def begin(self, job: int, rgb: Pixels) -> None:
        """Begin with a job's picture, unless it is begun already."""
        if job not in self._begun:
            self._begun[job] = self._pool.submit(self._look, rgb)

    def take(self, job: int, rgb: Pixels) -> list[Part]:
        """Return a job's prompt with its picture encoded.

        Raises:
            PictureError: llama.cpp refuses the picture.
        """
        self.begin(job, rgb)
        return self._begun.pop(job).result()

    def clear(self) -> None:
        """Forget what was begun; what runs, runs to its end."""
        for future in self._begun.values():
            future.cancel()
        self._begun.clear()

    def close(self) -> None:
        """End the threads. The towers may be freed afterwards."""
        self.clear()
        self._pool.shutdown()

    def _look(self, rgb: Pixels) -> list[Part]:
        tower = self._free.get()
        try:
            with self._pair.chunks(self._fitted(rgb), tower) as chunks:
                parts: list[Part] = []
                for chunk in chunks:
                    tokens = text_tokens(chunk)
                    parts.append(self._encoded(tower, chunk) if tokens is None else tokens)
                return parts
        finally:
            self._free.put(tower)
            self._beat()

    def _encoded(self, tower: Any, chunk: Any) -> NDArray[np.float32]:
        if mtmd.mtmd_encode_chunk(tower, chunk):
            raise PictureError("the vision encoder refuses this picture")
        shape = (mtmd.mtmd_input_chunk_get_n_tokens(chunk), self._pair.width)
        return np.ctypeslib.as_array(mtmd.mtmd_get_output_embd(tower), shape).copy()
