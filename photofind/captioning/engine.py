"""Many views described at once by one model, decoded jointly with llama.cpp's low-level calls.

Every view has a slot: a sequence with its own part of the KV cache, which begins with the prompt up to the picture
(computed once, copied to all). ``admit`` encodes a picture and reads it into a free slot; ``step`` decodes the next
tokens of all live slots in one batch. A slot that finishes is free for the next view at once. Greedy: a text depends on
the view, the model and the prompt alone (with quantised weights, almost: see ``tests/captioning/test_engine.py``).

Like ``native``, only for the engine's own process.
"""

from __future__ import annotations

import ctypes
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from photofind.captioning import memory, pair, prompts
from photofind.captioning.looking import Lookahead, Part
from photofind.captioning.native import EngineSpec, Pair, PictureError, llama, mtmd, text_tokens
from photofind.captioning.pooling import pool
from photofind.captioning.repetition import looping, tag_loop
from photofind.captioning.views import Pixels, fit, square

log = logging.getLogger(__name__)

BATCH = 1024
_ABORTED, _NO_ROOM = 2, 1


class Aborted(Exception):  # noqa: N818 - how a cancelled decode ends
    """The abort flag was set while llama.cpp was computing."""


class ViewError(Exception):
    """llama.cpp refused this view; the engine is fine."""


@dataclass(slots=True)
class Slot:
    """A view that is being described.

    Attributes:
        position: where the next token stands.
        pending: tokens to decode next: the end of the prompt, then the last token that was chosen.
        answers: texts and tokens of the questions before the one that is being answered.
    """

    seq: int
    job: int
    limit: int
    started: float
    position: int = 0
    pending: list[int] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    text: bytes = b""
    answers: list[tuple[bytes, list[int]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Finished:
    """A view that is described: its text, its tokens, and seconds since it was admitted."""

    job: int
    text: str
    tokens: tuple[int, ...]
    seconds: float


class Engine:
    """A loaded model pair with its slots.

    Args:
        spec: what to load.
        beat: called often while something moves (loading, encoding, decoding), from any thread.

    Raises:
        ModelError: the files can't be loaded or can't see.
        EngineMemoryError: not even one view fits into memory.
    """

    def __init__(self, spec: EngineSpec, beat: Callable[[], None]) -> None:
        self._spec = spec
        self._beat = beat
        self.abort = threading.Event()
        self._live: list[Slot] = []
        self._ready: set[int] = set()
        self._ahead: Lookahead | None = None
        self._plain = False
        self.image_side, self._always_square = pair.geometry(spec.mmproj)
        available = memory.available()
        self._pair = Pair(spec, self._moved)
        try:
            self._open(available)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Free everything."""
        self._live = []
        if self._ahead is not None:
            self._ahead.close()
        self._pair.close()

    @property
    def together(self) -> int:
        """Pictures that are encoded at the same time."""
        return 1 if self._ahead is None else self._ahead.width

    @property
    def gpu(self) -> bool:
        """Whether llama.cpp can use a graphics card here."""
        return bool(llama.llama_supports_gpu_offload())

    @property
    def free(self) -> int:
        """Slots without a view."""
        return self.slots - len(self._live)

    @property
    def live(self) -> list[int]:
        """Jobs in the slots."""
        return [slot.job for slot in self._live]

    def _moved(self) -> bool:
        self._beat()
        return not self.abort.is_set()

    def _open(self, available: int) -> None:
        """Measure a view, make room for as many as fit, and read the prompt's beginning into every slot."""
        self._prefix, image, question = self._measure()
        self._next_turn = self._pair.next_turn()
        texts = prompts.WHOLE_LIMIT * (2 if self._next_turn else 1) + len(self._next_turn)
        self.cells = memory.cells(len(self._prefix) + question, image, texts)
        self._batch_size = (
            -(-max(BATCH, image, len(self._prefix), question, len(self._next_turn)) // memory.GRAIN) * memory.GRAIN
        )
        weights = 0 if self._pair.on_gpu else llama.llama_model_size(self._pair.model)
        wanted = self._spec.slots or memory.slots(self._pair.cell_bytes(), self.cells, max(0, available - weights))
        self._abort_callback = llama.ggml_abort_callback(lambda _data: self.abort.is_set())
        self._context: Any
        self._context, self.slots = self._pair.open_context(wanted, self.cells, self._batch_size, self._abort_callback)
        self._batch = llama.llama_batch_init(self._batch_size, 0, 1)
        self._pair.stack.callback(llama.llama_batch_free, self._batch)
        self._kv = llama.llama_get_memory(self._context)
        if self._prefix:
            self._decode([(token, place, 0, False) for place, token in enumerate(self._prefix)])
            for seq in range(1, self.slots):
                llama.llama_memory_seq_cp(self._kv, 0, seq, -1, -1)
        self._ready.update(range(self.slots))
        if self._plain and (towers := self._pair.encoders(min(self._spec.threads, self.slots))):
            self._ahead = Lookahead(self._pair, towers, self._fitted, self._beat)
        log.info(
            "engine ready: %d slots of %d cells, %d image tokens, side %d, %d threads, family %s",
            *(self.slots, self.cells, image, self.image_side, self._spec.threads, self._spec.family),
        )

    def _measure(self) -> tuple[list[int], int, int]:
        """The prompt's tokens before the picture, and counts: image tokens (at most) and the rest of the prompt."""
        image = other = 0
        prefix: list[int] = []
        with self._pair.chunks(np.zeros((self.image_side, self.image_side, 3), np.uint8)) as chunks:
            for index, chunk in enumerate(chunks):
                tokens = text_tokens(chunk)
                if tokens is None:
                    image += mtmd.mtmd_input_chunk_get_n_tokens(chunk)
                    self._plain = self._is_plain(chunk)
                elif index == 0:
                    prefix = tokens
                else:
                    other += len(tokens)
        return prefix, image, other

    def look_ahead(self, job: int, rgb: Pixels) -> None:
        """Begin to encode the picture of a job that is to be admitted soon, if several can be encoded at once."""
        if self._ahead is not None:
            self._ahead.begin(job, rgb)

    def forget(self) -> None:
        """Forget which pictures were looked at ahead."""
        if self._ahead is not None:
            self._ahead.clear()

    def _fitted(self, rgb: Pixels) -> Pixels:
        return square(rgb, self.image_side) if self._always_square else fit(rgb, self.image_side)

    def admit(self, job: int, view: str, rgb: Pixels, limit: int) -> None:
        """Encode a view and read it into a free slot; the next ``step`` begins its text.

        Raises:
            ViewError: llama.cpp refuses it.
            Aborted: the abort flag was set.
        """
        used = {slot.seq for slot in self._live}
        slot = Slot(next(seq for seq in range(self.slots) if seq not in used), job, limit, time.monotonic())
        pooled = self._spec.pooled_crops and view != "whole"
        try:
            if self._ahead is None:
                self._read(slot, self._fitted(rgb), pooled=pooled)
            else:
                self._read_parts(slot, self._ahead.take(job, rgb), pooled=pooled)
        except PictureError as error:
            raise ViewError(str(error)) from error
        except BaseException:
            self._reset(slot.seq)
            raise
        slot.limit = min(limit, self.cells - slot.position - len(slot.pending))
        self._live.append(slot)

    def step(self) -> list[Finished]:
        """Decode the next tokens of all live views jointly; those that ended.

        Raises:
            ViewError: llama.cpp refuses the batch (all live views stay as they were).
            Aborted: the abort flag was set (likewise).
        """
        chosen: list[Slot] = []
        rows: list[tuple[int, int, int, bool]] = []
        for slot in self._live:
            if len(rows) + len(slot.pending) > self._batch_size:
                continue  # waits for the next step
            last = len(slot.pending) - 1
            rows += [(token, slot.position + i, slot.seq, i == last) for i, token in enumerate(slot.pending)]
            chosen.append(slot)
        self._decode(rows)
        row = -1
        finished: list[Finished] = []
        for slot in chosen:
            row += len(slot.pending)
            slot.position += len(slot.pending)
            logits = np.ctypeslib.as_array(llama.llama_get_logits_ith(self._context, row), (self._pair.words,))
            if self._append(slot, int(logits.argmax())) and not self._ask_on(slot):
                finished.append(self._finish(slot))
        self._beat()
        return finished

    def drop(self, jobs: set[int] | None = None) -> list[int]:
        """Forget these live views (all of them if None); their jobs."""
        gone = [slot for slot in self._live if jobs is None or slot.job in jobs]
        for slot in gone:
            self._release(slot)
        return [slot.job for slot in gone]

    def _append(self, slot: Slot, token: int) -> bool:
        """Take the token that was chosen; whether the text ends."""
        if llama.llama_vocab_is_eog(self._pair.vocab, token):
            slot.pending = []
            return True
        slot.tokens.append(token)
        slot.pending = [token]
        piece = self._pair.piece(token)
        slot.text += piece
        if len(slot.tokens) >= slot.limit or looping(slot.tokens):
            return True
        return b"," in piece and tag_loop(slot.text.decode("utf-8", "replace"))

    def _ask_on(self, slot: Slot) -> bool:
        """Go on with the second question, if there is one and room for it."""
        # The last token of an answer that was cut off has been chosen but not read yet.
        turn = [*slot.pending, *self._next_turn]
        room = self.cells - slot.position - len(turn)
        if not self._next_turn or slot.answers or room <= 0:
            return False
        slot.answers.append((slot.text, slot.tokens))
        slot.text, slot.tokens, slot.pending = b"", [], turn
        slot.limit = min(slot.limit, room)
        return True

    def _finish(self, slot: Slot) -> Finished:
        self._release(slot)
        answers = [*slot.answers, (slot.text, slot.tokens)]
        texts = [text.decode("utf-8", "replace").strip() for text, _tokens in answers]
        tokens = tuple(token for _text, part in answers for token in part)
        return Finished(slot.job, "\n".join(filter(None, texts)), tokens, time.monotonic() - slot.started)

    def _release(self, slot: Slot) -> None:
        self._live.remove(slot)
        self._reset(slot.seq)

    def _reset(self, seq: int) -> None:
        """Empty a slot down to the shared prefix; wholly where the model's memory can't be cut."""
        if not llama.llama_memory_seq_rm(self._kv, seq, len(self._prefix), -1):
            llama.llama_memory_seq_rm(self._kv, seq, -1, -1)
            self._ready.discard(seq)

    def _read(self, slot: Slot, rgb: Pixels, pooled: bool) -> None:
        with self._pair.chunks(rgb) as chunks:
            for index, chunk in enumerate(chunks):
                tokens = text_tokens(chunk)
                if tokens is None:
                    self._read_image(slot, chunk, pooled)
                else:
                    self._read_tokens(slot, tokens, first=index == 0, last=index == len(chunks) - 1)
                self._check_room(slot)
        self._check_end(slot)

    def _read_parts(self, slot: Slot, parts: list[Part], pooled: bool) -> None:
        """Read a prompt whose picture is encoded already."""
        if self.abort.is_set():
            raise Aborted
        for index, part in enumerate(parts):
            if isinstance(part, list):
                self._read_tokens(slot, part, first=index == 0, last=index == len(parts) - 1)
            else:
                self._decode_vectors(slot, pool(part) if pooled else part)
            self._check_room(slot)
        llama.llama_synchronize(self._context)
        self._beat()
        self._check_end(slot)

    def _read_tokens(self, slot: Slot, tokens: list[int], *, first: bool, last: bool) -> None:
        if first and tokens == self._prefix and slot.seq in self._ready:
            slot.position = len(tokens)
        elif last:
            slot.pending = tokens
        else:
            self._read_text(slot, tokens)

    def _check_room(self, slot: Slot) -> None:
        if slot.position + len(slot.pending) >= self.cells:
            raise ViewError("the picture has more tokens than the context has room for")

    def _check_end(self, slot: Slot) -> None:
        if not slot.pending:
            raise ViewError("the prompt ends with the picture")

    def _read_text(self, slot: Slot, tokens: list[int]) -> None:
        """Text between pictures, or the prefix where it isn't shared."""
        if slot.position == 0:
            llama.llama_memory_seq_rm(self._kv, slot.seq, -1, -1)
        self._decode([(token, slot.position + i, slot.seq, False) for i, token in enumerate(tokens)])
        slot.position += len(tokens)

    def _read_image(self, slot: Slot, chunk: Any, pooled: bool) -> None:
        vision = self._pair.vision
        if mtmd.mtmd_encode_chunk(vision, chunk):
            raise ViewError("the vision encoder refuses this picture")
        self._beat()
        if self.abort.is_set():
            raise Aborted
        vectors = mtmd.mtmd_get_output_embd(vision)
        if pooled and self._is_plain(chunk):
            count = mtmd.mtmd_input_chunk_get_n_tokens(chunk)
            self._decode_vectors(slot, pool(np.ctypeslib.as_array(vectors, (count, self._pair.width))))
        else:
            past = llama.llama_pos(slot.position)
            code = mtmd.mtmd_helper_decode_image_chunk(
                *(vision, self._context, chunk, vectors, llama.llama_pos(slot.position)),
                *(llama.llama_seq_id(slot.seq), self._batch_size, ctypes.byref(past)),
                *(mtmd.mtmd_helper_post_decode_callback(), None),
            )
            self._check(code)
            slot.position = past.value
        # The picture's rows must be read before the next picture overwrites its vectors.
        llama.llama_synchronize(self._context)
        self._beat()

    def _is_plain(self, chunk: Any) -> bool:
        """Whether a picture's vectors are read like text, one after the other."""
        vision = self._pair.vision
        return not mtmd.mtmd_decode_use_non_causal(vision, chunk) and not mtmd.mtmd_decode_use_mrope(vision)

    def _decode_vectors(self, slot: Slot, vectors: NDArray[np.float32]) -> None:
        """Decode image vectors (tokens × width) at consecutive positions."""
        count = len(vectors)
        batch = llama.llama_batch_init(count, self._pair.width, 1)
        try:
            ctypes.memmove(batch.embd, vectors.ctypes.data, vectors.nbytes)
            batch.n_tokens = count
            for i in range(count):
                batch.pos[i] = slot.position + i
                batch.n_seq_id[i] = 1
                batch.seq_id[i][0] = slot.seq
                batch.logits[i] = 0
            self._check(llama.llama_decode(self._context, batch))
        finally:
            llama.llama_batch_free(batch)
        slot.position += count

    def _decode(self, rows: list[tuple[int, int, int, bool]]) -> None:
        """Decode (token, position, sequence, wants logits) rows in one call."""
        batch = self._batch
        batch.n_tokens = len(rows)
        for i, (token, position, seq, logits) in enumerate(rows):
            batch.token[i] = token
            batch.pos[i] = position
            batch.n_seq_id[i] = 1
            batch.seq_id[i][0] = seq
            batch.logits[i] = logits
        self._check(llama.llama_decode(self._context, batch))

    def _check(self, code: int) -> None:
        if code == 0:
            return
        if code == _ABORTED or self.abort.is_set():
            raise Aborted
        if code == _NO_ROOM:
            raise ViewError("the context is too small for this view")
        raise ViewError(f"llama.cpp refuses this view (status {code})")
