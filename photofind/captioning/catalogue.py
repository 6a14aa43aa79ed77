"""The vision models that photofind knows, as data: where they come from, how large they are, under what licence.

Sizes and licences as the publishers' pages showed them. Memory is an estimate: both files, four views at once in the
KV cache (16 bit), and a few hundred megabytes for everything else.
"""

from __future__ import annotations

from dataclasses import dataclass

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A downloadable pair.

    Attributes:
        repository: on Hugging Face.
        lm, mmproj: file names in it.
        lm_size, mmproj_size: bytes, to three digits unless exact.
        slot: bytes of KV cache that one view takes.
    """

    name: str
    repository: str
    lm: str
    mmproj: str
    lm_size: int
    mmproj_size: int
    licence: str
    family: str
    slot: int
    about: str

    @property
    def size(self) -> int:
        """Bytes of both files."""
        return self.lm_size + self.mmproj_size

    @property
    def memory(self) -> int:
        """Bytes of memory that describing needs, estimated."""
        return self.size + 4 * self.slot + 300 * _MB


def _entry(
    name: str, repository: str, files: tuple[str, str], sizes: tuple[int, int], licence: str, family: str,
    slot: int, about: str,
) -> Entry:  # fmt: skip
    return Entry(name, repository, files[0], files[1], sizes[0], sizes[1], licence, family, slot * _MB, about)


_UNSTATED = "not stated"
_CHAT = "chat-template"

ENTRIES: tuple[Entry, ...] = (
    _entry(
        "llava-1.5-7b", "second-state/Llava-v1.5-7B-GGUF",
        ("llava-v1.5-7b-Q4_K_M.gguf", "llava-v1.5-7b-mmproj-model-f16.gguf"), (4080 * _MB, 624 * _MB),
        "llama2", "llava-1.5", 403, "LLaVA 1.5 with Vicuna 7B: full sentences, good all round",
    ),
    _entry(
        "llava-1.5-7b-q4k", "mys/ggml_llava-v1.5-7b",
        ("ggml-model-q4_k.gguf", "mmproj-model-f16.gguf"), (4080 * _MB, 624 * _MB),
        _UNSTATED, "llava-1.5", 403, "the same model as llava-1.5-7b from another publisher",
    ),
    _entry(
        "llava-1.5-13b", "mys/ggml_llava-v1.5-13b",
        ("ggml-model-q4_k.gguf", "mmproj-model-f16.gguf"), (7870 * _MB, 645 * _MB),
        _UNSTATED, "llava-1.5", 629, "LLaVA 1.5 with Vicuna 13B: the model of the paper; wants a graphics card",
    ),
    _entry(
        "llava-1.6-mistral-7b", "cjpais/llava-1.6-mistral-7b-gguf",
        ("llava-v1.6-mistral-7b.Q4_K_M.gguf", "mmproj-model-f16.gguf"), (4370 * _MB, 624 * _MB),
        "apache-2.0", "llava-1.6-mistral", 436, "LLaVA 1.6: sees finer detail, up to five times slower than 1.5",
    ),
    _entry(
        "llava-phi-3-mini", "xtuner/llava-phi-3-mini-gguf",
        ("llava-phi-3-mini-int4.gguf", "llava-phi-3-mini-mmproj-f16.gguf"), (2320 * _MB, 608 * _MB),
        _UNSTATED, "llava-phi-3", 403, "LLaVA with Phi-3 mini: near LLaVA 1.5 7B at half the memory",
    ),
    _entry(
        "llava-llama-3-8b", "xtuner/llava-llama-3-8b-v1_1-gguf",
        ("llava-llama-3-8b-v1_1-int4.gguf", "llava-llama-3-8b-v1_1-mmproj-f16.gguf"), (4920 * _MB, 624 * _MB),
        _UNSTATED, "llava-llama-3", 134, "LLaVA with Llama 3 8B: newer language model",
    ),
    _entry(
        "nanollava-1b", "abetlen/nanollava-gguf",
        ("nanollava-text-model-f16.gguf", "nanollava-mmproj-f16.gguf"), (1250 * _MB, 862 * _MB),
        "apache-2.0", "nanollava", 101, "small LLaVA for machines with little memory",
    ),
    _entry(
        "moondream2", "ggml-org/moondream2-20250414-GGUF",
        ("moondream2-text-model-f16_ct-vicuna.gguf", "moondream2-mmproj-f16-20250414.gguf"),
        (2_839_535_072, 909_777_984),
        "apache-2.0", "moondream2", 201, "short, plain descriptions",
    ),
    _entry(
        "smolvlm-256m", "ggml-org/SmolVLM-256M-Instruct-GGUF",
        ("SmolVLM-256M-Instruct-Q8_0.gguf", "mmproj-SmolVLM-256M-Instruct-Q8_0.gguf"), (175 * _MB, 104 * _MB),
        "apache-2.0", _CHAT, 30, "the smallest that writes sentences",
    ),
    _entry(
        "smolvlm-500m", "ggml-org/SmolVLM-500M-Instruct-GGUF",
        ("SmolVLM-500M-Instruct-Q8_0.gguf", "mmproj-SmolVLM-500M-Instruct-Q8_0.gguf"), (437 * _MB, 109 * _MB),
        "apache-2.0", _CHAT, 52, "small and quick",
    ),
    _entry(
        "smolvlm2-2.2b", "ggml-org/SmolVLM2-2.2B-Instruct-GGUF",
        ("SmolVLM2-2.2B-Instruct-Q4_K_M.gguf", "mmproj-SmolVLM2-2.2B-Instruct-Q8_0.gguf"),
        (1_112_602_656, 592_523_200),
        "apache-2.0", _CHAT, 252, "a middle way between small and good",
    ),
    _entry(
        "gemma-3-4b", "ggml-org/gemma-3-4b-it-GGUF",
        ("gemma-3-4b-it-Q4_K_M.gguf", "mmproj-model-f16.gguf"), (2490 * _MB, 851 * _MB),
        "gemma", _CHAT, 107, "Google's Gemma 3; its own licence terms",
    ),
    _entry(
        "qwen2.5-vl-3b", "ggml-org/Qwen2.5-VL-3B-Instruct-GGUF",
        ("Qwen2.5-VL-3B-Instruct-Q4_K_M.gguf", "mmproj-Qwen2.5-VL-3B-Instruct-f16.gguf"), (2060 * _MB, 1340 * _MB),
        _UNSTATED, _CHAT, 47, "reads text in photos well",
    ),
    _entry(
        "qwen3-vl-2b", "Qwen/Qwen3-VL-2B-Instruct-GGUF",
        ("Qwen3VL-2B-Instruct-Q4_K_M.gguf", "mmproj-Qwen3VL-2B-Instruct-F16.gguf"), (1_107_409_952, 819_394_848),
        "apache-2.0", _CHAT, 118, "recent and small",
    ),
)  # fmt: skip

_GIB = 1 << 30
_LADDER = (
    (32 * _GIB, "llava-1.5-13b"),
    (11 * _GIB, "llava-1.5-7b"),
    (7 * _GIB, "llava-phi-3-mini"),
    (4 * _GIB, "nanollava-1b"),
    (0, "smolvlm-500m"),
)


def recommended(memory: int, gpu: bool = False) -> str:
    """The entry for a machine with this many bytes of memory: LLaVA first, as large as leaves half to the rest.

    The 13B model takes minutes a view on a processor, so it needs a graphics card too.
    """
    return next(name for least, name in _LADDER if memory >= least and (gpu or name != "llava-1.5-13b"))
