"""The only door to llama-cpp-python: its modules, one model pair loaded, and its log.

It must only be imported by the engine's own process: a bad model file can end it at any call.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from photofind.captioning import prompts
from photofind.captioning.views import Pixels
from photofind.errors import EngineMemoryError, EngineMissingError, ModelError

try:
    import llama_cpp as llama
    from llama_cpp import mtmd_cpp as mtmd
except Exception as error:
    raise EngineMissingError(
        f"llama-cpp-python can't be used ({error})", "install it: pip install 'photofind[llama]'"
    ) from error

__all__ = ["EngineSpec", "Pair", "PictureError", "llama", "mtmd", "route_logs", "text_tokens"]

log = logging.getLogger(__name__)

FLASH_OFF, FLASH_ON = 0, 1
_LONG = 2048
"""Cells of a view from which attention without flash would need too much memory for its scores."""
_LEVELS = {1: logging.DEBUG, 2: logging.DEBUG, 3: logging.INFO, 4: logging.WARNING}
_CONTINUED = 5
_ALL_LAYERS = 999
_SMALL = 64 * 2**20
"""Bytes of a vision tower that may be loaded several times."""
_MOST_ENCODERS = 4


class PictureError(Exception):
    """llama.cpp refuses a picture."""


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
    follow_up: str = ""


class Pair:
    """A language model and its vision tower, loaded.

    Args:
        spec: what to load.
        moved: called often while loading goes on; false stops it.

    Raises:
        ModelError: the files can't be loaded or can't see.
    """

    def __init__(self, spec: EngineSpec, moved: Callable[[], bool]) -> None:
        self.stack = contextlib.ExitStack()
        self._spec = spec
        llama.llama_backend_init()
        self._progress = llama.llama_progress_callback(lambda _part, _data: moved())
        self.on_gpu = bool(llama.llama_supports_gpu_offload()) and spec.gpu_layers != 0
        try:
            self.model = self._load_model()
            self.vocab = llama.llama_model_get_vocab(self.model)
            self.words: int = llama.llama_vocab_n_tokens(self.vocab)
            self.width: int = llama.llama_model_n_embd_inp(self.model)
            self.vision = self._load_vision(spec.threads)
            self._prompt = self._render().encode()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Free everything, last come first."""
        self.stack.close()

    def _load_model(self) -> Any:
        parameters = llama.llama_model_default_params()
        parameters.progress_callback = self._progress
        layers = 0
        if self.on_gpu:
            layers = self._spec.gpu_layers if self._spec.gpu_layers > 0 else _ALL_LAYERS
        while True:
            parameters.n_gpu_layers = layers
            model = llama.llama_model_load_from_file(self._spec.lm.encode(), parameters)
            if model:
                self.stack.callback(llama.llama_model_free, model)
                self.on_gpu = layers > 0
                return model
            if layers <= 0 or self._spec.gpu_layers >= 0:
                raise ModelError(
                    f"the language model {self._spec.lm} can't be loaded: this model file is invalid or unsupported",
                    "download it again or choose another model",
                )
            layers = 24 if layers > 24 else layers // 2

    def encoders(self, most: int) -> list[Any]:
        """Up to ``most`` vision towers of one thread each, which may run at the same time; none if the file is large.

        A small tower's operations are so short that two threads mostly wait for one another: two pictures at once, each
        on a thread of its own, take two thirds of the time (measured on two cores with the built-in model).
        """
        if self.on_gpu or most < 2 or Path(self._spec.mmproj).stat().st_size > _SMALL:
            return []
        return [self._load_vision(1) for _ in range(min(most, _MOST_ENCODERS))]

    def _load_vision(self, threads: int) -> Any:
        parameters = mtmd.mtmd_context_params_default()
        parameters.use_gpu = self.on_gpu
        parameters.print_timings = False
        parameters.n_threads = threads
        parameters.flash_attn_type = FLASH_ON
        parameters.warmup = False
        vision = mtmd.mtmd_init_from_file(self._spec.mmproj.encode(), self.model, parameters)
        if not vision:
            raise ModelError(
                f"the projector {self._spec.mmproj} can't be loaded: it is invalid, or model and projector do not "
                "belong together",
                "choose the projector that was published with the model",
            )
        self.stack.callback(mtmd.mtmd_free, vision)
        if not mtmd.mtmd_support_vision(vision):
            raise ModelError(f"the model {self._spec.lm} can't see", "choose a vision model with its projector")
        return vision

    def _render(self) -> str:
        return prompts.render(self._spec.family, self._spec.prompt, *self._form())

    def _form(self) -> tuple[str, str, str, str]:
        """Picture marker, chat template, begin and end token of this model."""
        template = llama.llama_model_chat_template(self.model, None)
        return (
            mtmd.mtmd_default_marker().decode(),
            template.decode("utf-8", "replace") if template else "",
            self.piece(llama.llama_vocab_bos(self.vocab), special=True).decode("utf-8", "replace"),
            self.piece(llama.llama_vocab_eos(self.vocab), special=True).decode("utf-8", "replace"),
        )

    def next_turn(self) -> list[int]:
        """Tokens of the second question, with what ends the first answer; none if there is no second question.

        Raises:
            ModelError: the model's template can't be used for it.
        """
        if not self._spec.follow_up:
            return []
        text = prompts.next_turn(self._spec.family, self._spec.prompt, self._spec.follow_up, *self._form()).encode()
        room = len(text) + 8
        tokens = (llama.llama_token * room)()
        count = llama.llama_tokenize(self.vocab, text, len(text), tokens, room, False, True)
        return list(tokens[:count])

    def cell_bytes(self) -> int:
        """Bytes of keys and values (16 bit) that one token takes over all layers."""
        heads = max(1, llama.llama_model_n_head(self.model))
        width = llama.llama_model_n_embd(self.model) // heads
        return int(llama.llama_model_n_layer(self.model) * llama.llama_model_n_head_kv(self.model) * width * 2 * 2)

    def open_context(self, slots: int, cells: int, batch: int, abort: Any) -> tuple[Any, int]:
        """A context for this many views of ``cells`` tokens each, or for half as many until memory suffices.

        Args:
            slots, cells: wanted.
            batch: most tokens of one call.
            abort: ``ggml_abort_callback``, kept alive by the caller.

        Returns:
            The context and the slots it has.

        Raises:
            EngineMemoryError: there is no room for one view.
        """
        parameters = llama.llama_context_default_params()
        parameters.n_batch = batch
        # A picture that attends to itself both ways must fit into one physical batch.
        parameters.n_ubatch = batch if mtmd.mtmd_decode_use_non_causal(self.vision, None) else min(512, batch)
        parameters.n_threads = parameters.n_threads_batch = self._spec.threads
        parameters.flash_attn_type = flash(self.on_gpu, cells)
        parameters.kv_unified = False
        parameters.swa_full = True  # a sliding window would lose the shared beginning
        parameters.no_perf = True
        parameters.abort_callback = abort
        while slots >= 1:
            parameters.n_seq_max = parameters.n_outputs_max = slots
            parameters.n_ctx = cells * slots
            context = llama.llama_init_from_model(self.model, parameters)
            if context:
                self.stack.callback(llama.llama_free, context)
                return context, slots
            log.warning("no memory for %d views at once", slots)
            slots //= 2
        raise EngineMemoryError(
            f"not enough memory to describe photos with {self._spec.lm}", "choose a smaller model or close programs"
        )

    @contextlib.contextmanager
    def chunks(self, rgb: Pixels, vision: Any = None) -> Iterator[list[Any]]:
        """The prompt around this picture as llama.cpp cuts it, for this tower: text, picture, text.

        Raises:
            PictureError: llama.cpp refuses it.
        """
        rgb = np.ascontiguousarray(rgb, np.uint8)
        pixels = rgb.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8))
        bitmap = mtmd.mtmd_bitmap_init(rgb.shape[1], rgb.shape[0], pixels)
        chunks = mtmd.mtmd_input_chunks_init()
        try:
            text = mtmd.mtmd_input_text()
            text.text, text.text_len = self._prompt, len(self._prompt)
            text.add_special = text.parse_special = True
            bitmaps = (mtmd.mtmd_bitmap_p_ctypes * 1)(bitmap)
            code = mtmd.mtmd_tokenize(vision or self.vision, chunks, ctypes.byref(text), bitmaps, 1)
            if code:
                raise PictureError(f"llama.cpp refuses this picture (status {code})")
            yield [mtmd.mtmd_input_chunks_get(chunks, i) for i in range(mtmd.mtmd_input_chunks_size(chunks))]
        finally:
            mtmd.mtmd_bitmap_free(bitmap)
            mtmd.mtmd_input_chunks_free(chunks)

    def piece(self, token: int, special: bool = False) -> bytes:
        """The bytes that a token stands for."""
        if token < 0:
            return b""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = llama.llama_token_to_piece(self.vocab, token, buffer, size, 0, special)
            if length >= 0:
                return buffer.raw[:length]
            size = -length


def flash(on_gpu: bool, cells: int) -> int:
    """Whether the language model's attention is computed the flash way, for views of so many cells.

    On processors without 16-bit vectors as wide as AVX-512's or ARM's, flash attention saves little when a picture is
    read but makes every token of the text slower (measured with AVX2, 576 image tokens, 24 × 1024: 33 instead of
    20 ms a token).
    """
    features = llama.llama_print_system_info().decode()
    wide = "AVX512 = 1" in features or "FP16_VA = 1" in features
    return FLASH_ON if on_gpu or wide or cells > _LONG else FLASH_OFF


def text_tokens(chunk: Any) -> list[int] | None:
    """The tokens of a text chunk, None for a picture."""
    if mtmd.mtmd_input_chunk_get_type(chunk) != mtmd.MTMD_INPUT_CHUNK_TYPE_TEXT:
        return None
    count = ctypes.c_size_t()
    tokens = mtmd.mtmd_input_chunk_get_tokens_text(chunk, ctypes.byref(count))
    return [tokens[i] for i in range(count.value)]


_kept: list[Any] = []


def route_logs(sink: Callable[[int, str], None]) -> None:
    """Send everything that llama.cpp and its parts say to ``sink`` (logging level, line), for the process's life."""
    partial: dict[int, tuple[int, str]] = {}

    def receive(level: int, text: bytes, _data: object) -> None:
        thread = threading.get_ident()
        former, begun = partial.pop(thread, (level, ""))
        level = former if level == _CONTINUED else level
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
