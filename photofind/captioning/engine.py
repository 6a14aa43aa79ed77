"""llama.cpp itself, driven by its low-level calls: many views in one process, decoded jointly.

Every view has a slot: a sequence with its own part of the KV cache, which begins with the prompt up to the picture
(computed once, copied to all). ``admit`` encodes a picture and reads it into a free slot; ``step`` decodes the next
tokens of all live slots in one batch. A slot that finishes is free for the next view at once.

This module must only be imported by the engine's own process: a bad model file can end it at any call.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import psutil
from numpy.typing import NDArray

from photofind.captioning import memory, pair, prompts
from photofind.captioning.repetition import looping, tag_loop
from photofind.captioning.views import Pixels, fit, square
from photofind.errors import EngineMemoryError, EngineMissingError, ModelError

try:
    import llama_cpp as llama
    from llama_cpp import mtmd_cpp as mtmd
except Exception as error:
    raise EngineMissingError(
        f"llama-cpp-python can't be used ({error})", "install it: pip install 'photofind[llama]'"
    ) from error

log = logging.getLogger(__name__)

BATCH = 1024
_LEVELS = {1: logging.DEBUG, 2: logging.DEBUG, 3: logging.INFO, 4: logging.WARNING}
_FLASH_ON = 1
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
    """

    seq: int
    job: int
    limit: int
    started: float
    position: int = 0
    pending: list[int] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    text: bytes = b""


@dataclass(frozen=True, slots=True)
class Finished:
    """A view that is described: its text, token count and seconds since it was admitted."""

    job: int
    text: str
    tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """What to load and how. ``slots`` 0 = as many as memory allows; ``gpu_layers`` −1 = all that fit."""

    lm: str
    mmproj: str
    family: str
    prompt: str
    threads: int
    gpu_layers: int = -1
    slots: int = 0
    pooled_crops: bool = False


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
        self._stack = contextlib.ExitStack()
        try:
            self._load()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Free everything, in the order that llama.cpp wants."""
        self._live: list[Slot] = []
        self._stack.close()

    @property
    def free(self) -> int:
        """Slots without a view."""
        return self.slots - len(self._live)

    @property
    def live(self) -> list[int]:
        """Jobs in the slots."""
        return [slot.job for slot in self._live]

    # loading

    def _load(self) -> None:
        spec = self._spec
        llama.llama_backend_init()
        self._progress = llama.llama_progress_callback(lambda _part, _data: self._moved())
        self._abort_callback = llama.ggml_abort_callback(lambda _data: self.abort.is_set())
        available = psutil.virtual_memory().available
        layers = 0
        if llama.llama_supports_gpu_offload():
            layers = spec.gpu_layers if spec.gpu_layers >= 0 else 999
        self._model = self._load_model(layers)
        self._vocab = llama.llama_model_get_vocab(self._model)
        self._words = llama.llama_vocab_n_tokens(self._vocab)
        self._width = llama.llama_model_n_embd_inp(self._model)
        self._vision = self._load_vision(layers > 0)
        self.image_side, self._always_square = pair.geometry(spec.mmproj)
        self._prompt = self._render().encode()
        self._prefix, image, question = self._measure()
        self.cells = memory.cells(self._prefix_length + question, image, prompts.WHOLE_LIMIT)
        self._batch_size = -(-max(BATCH, image, len(self._prefix), question) // memory.GRAIN) * memory.GRAIN
        weights = llama.llama_model_size(self._model) if layers == 0 else 0
        wanted = spec.slots or memory.slots(self._cell_bytes(), self.cells, max(0, available - weights))
        self.slots = self._open_context(wanted)
        self._batch = llama.llama_batch_init(self._batch_size, 0, 1)
        self._stack.callback(llama.llama_batch_free, self._batch)
        self._kv = llama.llama_get_memory(self._context)
        self._share_prefix()
        log.info(
            "engine ready: %d slots of %d cells, %d image tokens, side %d, %d threads, family %s",
            self.slots, self.cells, image, self.image_side, spec.threads, spec.family,
        )  # fmt: skip

    def _moved(self) -> bool:
        self._beat()
        return not self.abort.is_set()

    def _load_model(self, layers: int) -> Any:
        parameters = llama.llama_model_default_params()
        parameters.progress_callback = self._progress
        while True:
            parameters.n_gpu_layers = layers
            model = llama.llama_model_load_from_file(self._spec.lm.encode(), parameters)
            if model:
                self._stack.callback(llama.llama_model_free, model)
                return model
            if layers <= 0 or self._spec.gpu_layers >= 0:
                raise ModelError(
                    f"the language model {self._spec.lm} can't be loaded: this model file is invalid or unsupported",
                    "download it again or choose another model",
                )
            layers = 24 if layers > 24 else layers // 2

    def _load_vision(self, gpu: bool) -> Any:
        parameters = mtmd.mtmd_context_params_default()
        parameters.use_gpu = gpu
        parameters.print_timings = False
        parameters.n_threads = self._spec.threads
        parameters.flash_attn_type = _FLASH_ON
        parameters.warmup = False
        vision = mtmd.mtmd_init_from_file(self._spec.mmproj.encode(), self._model, parameters)
        if not vision:
            raise ModelError(
                f"the projector {self._spec.mmproj} can't be loaded: it is invalid, or model and projector do not "
                "belong together",
                "choose the projector that was published with the model",
            )
        self._stack.callback(mtmd.mtmd_free, vision)
        if not mtmd.mtmd_support_vision(vision):
            raise ModelError(f"the model {self._spec.lm} can't see", "choose a vision model with its projector")
        return vision

    def _render(self) -> str:
        template = llama.llama_model_chat_template(self._model, None)
        return prompts.render(
            self._spec.family,
            self._spec.prompt,
            mtmd.mtmd_default_marker().decode(),
            template.decode("utf-8", "replace") if template else "",
            self._piece(llama.llama_vocab_bos(self._vocab), special=True).decode("utf-8", "replace"),
            self._piece(llama.llama_vocab_eos(self._vocab), special=True).decode("utf-8", "replace"),
        )

    def _measure(self) -> tuple[list[int], int, int]:
        """Prefix tokens, image tokens (the most a view can have) and tokens of the rest of the prompt."""
        image = other = 0
        prefix: list[int] = []
        with self._chunks(np.zeros((self.image_side, self.image_side, 3), np.uint8)) as chunks:
            for index, chunk in enumerate(chunks):
                tokens = self._text_tokens(chunk)
                if tokens is None:
                    image += mtmd.mtmd_input_chunk_get_n_tokens(chunk)
                elif index == 0:
                    prefix = tokens
                else:
                    other += len(tokens)
        self._prefix_length = len(prefix)
        return prefix, image, other

    def _cell_bytes(self) -> int:
        heads = max(1, llama.llama_model_n_head(self._model))
        width = llama.llama_model_n_embd(self._model) // heads
        return int(llama.llama_model_n_layer(self._model) * llama.llama_model_n_head_kv(self._model) * width * 2 * 2)

    def _open_context(self, wanted: int) -> int:
        parameters = llama.llama_context_default_params()
        parameters.n_batch = self._batch_size
        parameters.n_ubatch = min(512, self._batch_size)
        if mtmd.mtmd_decode_use_non_causal(self._vision, None):
            parameters.n_ubatch = self._batch_size  # a picture must fit into one physical batch
        parameters.n_threads = parameters.n_threads_batch = self._spec.threads
        parameters.flash_attn_type = _FLASH_ON
        parameters.kv_unified = False
        parameters.swa_full = True
        parameters.no_perf = True
        parameters.abort_callback = self._abort_callback
        while wanted >= 1:
            parameters.n_seq_max = wanted
            parameters.n_outputs_max = wanted
            parameters.n_ctx = self.cells * wanted
            self._context = llama.llama_init_from_model(self._model, parameters)
            if self._context:
                self._stack.callback(llama.llama_free, self._context)
                return wanted
            log.warning("no memory for %d views at once", wanted)
            wanted //= 2
        raise EngineMemoryError(
            f"not enough memory to describe photos with {self._spec.lm}", "choose a smaller model or close programs"
        )

    def _share_prefix(self) -> None:
        """Read the prompt up to the picture once and copy it into every slot."""
        self._ready = set[int]()
        self._live = []
        if self._prefix:
            self._decode([(token, place, 0, False) for place, token in enumerate(self._prefix)])
            for seq in range(1, self.slots):
                llama.llama_memory_seq_cp(self._kv, 0, seq, -1, -1)
        self._ready.update(range(self.slots))

    # describing

    def admit(self, job: int, view: str, rgb: Pixels, limit: int) -> None:
        """Encode a view and read it into a free slot; the next ``step`` begins its text.

        Raises:
            ViewError: llama.cpp refuses it.
            Aborted: the abort flag was set.
        """
        used = {slot.seq for slot in self._live}
        slot = Slot(next(seq for seq in range(self.slots) if seq not in used), job, limit, time.monotonic())
        rgb = square(rgb, self.image_side) if self._always_square else fit(rgb, self.image_side)
        try:
            self._read(slot, rgb, pooled=self._spec.pooled_crops and view != "whole")
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
            logits = np.ctypeslib.as_array(llama.llama_get_logits_ith(self._context, row), (self._words,))
            if self._append(slot, int(logits.argmax())):
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
        if llama.llama_vocab_is_eog(self._vocab, token):
            return True
        slot.tokens.append(token)
        slot.pending = [token]
        piece = self._piece(token)
        slot.text += piece
        if len(slot.tokens) >= slot.limit or looping(slot.tokens):
            return True
        return b"," in piece and tag_loop(slot.text.decode("utf-8", "replace"))

    def _finish(self, slot: Slot) -> Finished:
        self._release(slot)
        text = slot.text.decode("utf-8", "replace").strip()
        return Finished(slot.job, text, len(slot.tokens), time.monotonic() - slot.started)

    def _release(self, slot: Slot) -> None:
        self._live.remove(slot)
        self._reset(slot.seq)

    def _reset(self, seq: int) -> None:
        """Empty a slot down to the shared prefix; wholly where the model's memory can't be cut."""
        if not llama.llama_memory_seq_rm(self._kv, seq, len(self._prefix), -1):
            llama.llama_memory_seq_rm(self._kv, seq, -1, -1)
            self._ready.discard(seq)

    def _read(self, slot: Slot, rgb: Pixels, pooled: bool) -> None:
        with self._chunks(rgb) as chunks:
            for index, chunk in enumerate(chunks):
                tokens = self._text_tokens(chunk)
                if tokens is None:
                    self._read_image(slot, chunk, pooled)
                elif index == 0 and tokens == self._prefix and slot.seq in self._ready:
                    slot.position = len(tokens)
                elif index == len(chunks) - 1:
                    slot.pending = tokens
                else:
                    if index == 0:
                        llama.llama_memory_seq_rm(self._kv, slot.seq, -1, -1)
                        self._ready.discard(slot.seq)
                    self._decode([(token, slot.position + i, slot.seq, False) for i, token in enumerate(tokens)])
                    slot.position += len(tokens)
                if slot.position + len(slot.pending) >= self.cells:
                    raise ViewError("the picture has more tokens than the context has room for")
        if not slot.pending:
            raise ViewError("the prompt ends with the picture")

    def _read_image(self, slot: Slot, chunk: Any, pooled: bool) -> None:
        if mtmd.mtmd_encode_chunk(self._vision, chunk):
            raise ViewError("the vision encoder refuses this picture")
        self._beat()
        if self.abort.is_set():
            raise Aborted
        vectors = mtmd.mtmd_get_output_embd(self._vision)
        if (
            pooled
            and not mtmd.mtmd_decode_use_non_causal(self._vision, chunk)
            and not mtmd.mtmd_decode_use_mrope(self._vision)
        ):
            count = mtmd.mtmd_input_chunk_get_n_tokens(chunk)
            slot.position = self._decode_vectors(
                pool(np.ctypeslib.as_array(vectors, (count, self._width))), slot.position, slot.seq
            )
        else:
            past = llama.llama_pos(slot.position)
            code = mtmd.mtmd_helper_decode_image_chunk(
                self._vision, self._context, chunk, vectors, llama.llama_pos(slot.position),
                llama.llama_seq_id(slot.seq), self._batch_size, ctypes.byref(past),
                mtmd.mtmd_helper_post_decode_callback(), None,
            )  # fmt: skip
            self._check(code)
            slot.position = past.value
        # The picture's rows must be read before the next picture overwrites its vectors.
        llama.llama_synchronize(self._context)
        self._beat()

    # llama.cpp calls

    def _check(self, code: int) -> None:
        if code == 0:
            return
        if code == _ABORTED or self.abort.is_set():
            raise Aborted
        if code == _NO_ROOM:
            raise ViewError("the context is too small for this view")
        raise ViewError(f"llama.cpp refuses this view (status {code})")

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

    def _decode_vectors(self, vectors: NDArray[np.float32], position: int, seq: int) -> int:
        """Decode image vectors (tokens × width) at consecutive positions; the position after them."""
        count = len(vectors)
        batch = llama.llama_batch_init(count, self._width, 1)
        try:
            ctypes.memmove(batch.embd, vectors.ctypes.data, vectors.nbytes)
            batch.n_tokens = count
            for i in range(count):
                batch.pos[i] = position + i
                batch.n_seq_id[i] = 1
                batch.seq_id[i][0] = seq
                batch.logits[i] = 0
            self._check(llama.llama_decode(self._context, batch))
        finally:
            llama.llama_batch_free(batch)
        return position + count

    @contextlib.contextmanager
    def _chunks(self, rgb: Pixels) -> Iterator[list[Any]]:
        """The prompt around this picture as llama.cpp cuts it: text, picture, text."""
        rgb = np.ascontiguousarray(rgb, np.uint8)
        pixels = rgb.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8))
        bitmap = mtmd.mtmd_bitmap_init(rgb.shape[1], rgb.shape[0], pixels)
        chunks = mtmd.mtmd_input_chunks_init()
        try:
            text = mtmd.mtmd_input_text()
            text.text, text.text_len = self._prompt, len(self._prompt)
            text.add_special = text.parse_special = True
            bitmaps = (mtmd.mtmd_bitmap_p_ctypes * 1)(bitmap)
            code = mtmd.mtmd_tokenize(self._vision, chunks, ctypes.byref(text), bitmaps, 1)
            if code:
                raise ViewError(f"llama.cpp refuses this picture (status {code})")
            yield [mtmd.mtmd_input_chunks_get(chunks, i) for i in range(mtmd.mtmd_input_chunks_size(chunks))]
        finally:
            mtmd.mtmd_bitmap_free(bitmap)
            mtmd.mtmd_input_chunks_free(chunks)

    @staticmethod
    def _text_tokens(chunk: Any) -> list[int] | None:
        """The tokens of a text chunk, None for a picture."""
        if mtmd.mtmd_input_chunk_get_type(chunk) != mtmd.MTMD_INPUT_CHUNK_TYPE_TEXT:
            return None
        count = ctypes.c_size_t()
        tokens = mtmd.mtmd_input_chunk_get_tokens_text(chunk, ctypes.byref(count))
        return [tokens[i] for i in range(count.value)]

    def _piece(self, token: int, special: bool = False) -> bytes:
        """The bytes that a token stands for."""
        if token < 0:
            return b""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = llama.llama_token_to_piece(self._vocab, token, buffer, size, 0, special)
            if length >= 0:
                return buffer.raw[:length]
            size = -length


def pool(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Image vectors (tokens × width, a square grid row by row) averaged 2 × 2; edges of odd grids over what is there.

    A count that is no square is returned as it is.
    """
    count, width = vectors.shape
    side = round(count**0.5)
    if side * side != count:
        return np.ascontiguousarray(vectors)
    grid = vectors.reshape(side, side, width)
    starts = np.arange(0, side, 2)
    sizes = np.minimum(2, side - starts).astype(np.float32)
    sums = np.add.reduceat(np.add.reduceat(grid, starts, axis=0), starts, axis=1)
    means = sums / (sizes[:, None, None] * sizes[None, :, None])
    return np.ascontiguousarray(means.reshape(-1, width), np.float32)


_kept: list[Any] = []


def route_logs(sink: Callable[[int, str], None]) -> None:
    """Send everything that llama.cpp and its parts say to ``sink`` (logging level, line), for the process's life."""
    partial: dict[int, tuple[int, str]] = {}

    def receive(level: int, text: bytes, _data: object) -> None:
        thread = threading.get_ident()
        former, begun = partial.pop(thread, (level, ""))
        level = former if level == 5 else level  # 5: goes on in the same line
        *lines, rest = (begun + text.decode("utf-8", "replace")).split("\n")
        for line in lines:
            if line.strip(" ."):
                sink(_LEVELS.get(level, logging.DEBUG), line.rstrip())
        if rest:
            partial[thread] = (level, rest[:4096])

    callback = llama.llama_log_callback(receive)
    _kept.append(callback)
    llama.llama_log_set(callback, ctypes.c_void_p(0))
    mtmd.mtmd_helper_log_set(callback, ctypes.c_void_p(0))
