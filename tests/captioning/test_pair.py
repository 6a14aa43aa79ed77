"""Model files that are damaged, swapped or of different models are told apart before anything is loaded."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photofind.captioning import gguf, models
from photofind.captioning.models import check_pair
from photofind.captioning.pair import DYNAMIC_SIDE, family, geometry
from photofind.errors import ModelError
from photofind.records import Model

Entry = tuple[str, int, bytes]


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


def string(key: str, value: str) -> Entry:
    return key, 8, text(value)


def number(key: str, value: int) -> Entry:
    return key, 4, struct.pack("<I", value)


def write(path: Path, entries: list[Entry], tensors: dict[str, tuple[int, ...]] | None = None, pad: int = 0) -> Path:
    """A GGUF file of these values and F32 tensors (all at offset 0), with ``pad`` bytes of data."""
    tensors = tensors or {}
    data = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(entries))
    for key, kind, value in entries:
        data += text(key) + struct.pack("<I", kind) + value
    for name, shape in tensors.items():
        data += text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, 0)
    path.write_bytes(data + bytes(-len(data) % 32) + bytes(pad))
    return path


CLIP = [string("general.architecture", "clip"), number("clip.vision.image_size", 336)]
LM = [string("general.architecture", "llama"), number("llama.embedding_length", 64)]


def test_real_pairs_pass(starter: Model, colours: Model) -> None:
    for model in (starter, colours):
        check_pair(Path(model.lm), Path(model.mmproj))


def test_a_missing_file_is_named(pair: tuple[Path, Path]) -> None:
    lm, mmproj = pair
    mmproj.unlink()
    with pytest.raises(ModelError, match=r"the projector .*mmproj\.gguf does not exist"):
        check_pair(lm, mmproj)


def test_a_folder_is_said(pair: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is a folder"):
        check_pair(tmp_path, pair[1])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"GG", "not a GGUF file"),
        (b"PK\x03\x04" + bytes(200), "not a GGUF file"),
        (b"GGUF" + struct.pack("<I", 99) + bytes(64), "version 99"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1 << 60, 1), "invalid"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1 << 60), "invalid"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 1 << 62), "invalid"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("k") + struct.pack("<I", 77) + bytes(50), "invalid"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("k") + struct.pack("<IIQ", 9, 4, 1 << 50), "invalid"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("k") + struct.pack("<IIQ", 9, 8, 1 << 30), "invalid"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("k") + struct.pack("<IIQ", 9, 4, 90), "incomplete"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("k") + struct.pack("<IIQ", 9, 4, 900), "incomplete"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1, 0) + text("t") + struct.pack("<I", 99) + bytes(500), "invalid"),
    ],
)
def test_junk_is_refused(pair: tuple[Path, Path], content: bytes, message: str) -> None:
    lm, mmproj = pair
    lm.write_bytes(content)
    with pytest.raises(ModelError, match=message):
        check_pair(lm, mmproj)


def test_a_strange_alignment_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gguf", [number("general.alignment", 0)])
    with pytest.raises(ModelError, match="alignment"):
        gguf.read(path)


@pytest.mark.parametrize("share", [0.001, 0.3, 0.9, 0.9999])
@pytest.mark.parametrize("which", [0, 1])
def test_a_truncated_file_is_told(pair: tuple[Path, Path], share: float, which: int) -> None:
    data = pair[which].read_bytes()
    pair[which].write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ModelError, match="incomplete"):
        check_pair(*pair)


def test_swapped_files_are_told(pair: tuple[Path, Path]) -> None:
    with pytest.raises(ModelError, match="swapped"):
        check_pair(pair[1], pair[0])


def test_two_of_a_kind_are_told(pair: tuple[Path, Path]) -> None:
    with pytest.raises(ModelError, match="is a projector"):
        check_pair(pair[1], pair[1])
    with pytest.raises(ModelError, match="is a language model"):
        check_pair(pair[0], pair[0])


def test_files_of_two_models_are_told(starter: Model, colours: Model) -> None:
    with pytest.raises(ModelError, match="do not belong together"):
        check_pair(Path(starter.lm), Path(colours.mmproj))


def test_a_projector_without_vision_is_told(tmp_path: Path) -> None:
    lm = write(tmp_path / "lm.gguf", LM)
    for name, entries in {
        "no": [*CLIP, ("clip.has_vision_encoder", 7, b"\0")],
        "silent": [string("general.architecture", "clip")],
    }.items():
        mmproj = write(tmp_path / f"{name}.gguf", entries)
        with pytest.raises(ModelError, match="can't see"):
            check_pair(lm, mmproj)


def test_the_width_comes_from_the_tensor_not_from_what_the_file_claims(tmp_path: Path) -> None:
    """Real LLaVA 1.5 projectors claim CLIP's own 768."""
    lm = write(tmp_path / "lm.gguf", LM)
    claims = [*CLIP, number("clip.vision.projection_dim", 768)]
    check_pair(lm, write(tmp_path / "a.gguf", claims, {"mm.2.weight": (8, 64)}, pad=4 * 8 * 64))
    with pytest.raises(ModelError, match="do not belong together"):
        check_pair(lm, write(tmp_path / "b.gguf", claims))


def test_a_projector_of_another_kind_is_left_to_llama_cpp(tmp_path: Path) -> None:
    lm = write(tmp_path / "lm.gguf", LM)
    check_pair(lm, write(tmp_path / "a.gguf", [*CLIP, string("clip.projector_type", "pixtral")]))


def test_a_language_model_that_says_nothing_is_refused(tmp_path: Path) -> None:
    mmproj = write(tmp_path / "mm.gguf", CLIP)
    lm = write(tmp_path / "lm.gguf", [string("general.architecture", "llama")])
    with pytest.raises(ModelError, match="architecture or width"):
        check_pair(lm, mmproj)


def test_missing_tensor_data_is_counted(tmp_path: Path) -> None:
    header = gguf.read(write(tmp_path / "a.gguf", LM, {"t": (10, 10)}, pad=300))
    assert header.missing == 100


def test_geometry(tmp_path: Path, starter: Model) -> None:
    assert geometry(starter.mmproj) == (160, True)
    grid = ("clip.vision.image_grid_pinpoints", 9, struct.pack("<IQ4i", 5, 4, 336, 672, 672, 1008))
    assert geometry(write(tmp_path / "16.gguf", [*CLIP, grid])) == (1008, False)
    gemma = write(tmp_path / "g.gguf", [*CLIP, string("clip.projector_type", "gemma3")])
    assert geometry(gemma) == (DYNAMIC_SIDE, False)
    square = write(tmp_path / "n.gguf", [*CLIP, string("clip.projector_type", "gemma3nv")])
    assert geometry(square) == (336, True)  # the built-in model's kind: never cut into tiles


def test_family_of_own_files(tmp_path: Path, starter: Model) -> None:
    assert family(starter.lm) == "chat-template"
    assert family(write(tmp_path / "llava-v1.5-7b.gguf", LM)) == "llava-1.5"


def test_long_arrays_are_skipped_and_short_ones_kept(starter: Model) -> None:
    header = gguf.read(starter.lm)
    assert "tokenizer.ggml.tokens" not in header.values
    assert header.number("llama.embedding_length") == 256
    assert gguf.read(starter.mmproj).values["clip.vision.image_mean"]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(seed=st.integers(0, 1 << 32))
def test_hostile_headers_never_do_more_than_raise(seed: int, tmp_path: Path, colours: Model) -> None:
    """The header of a real file with bytes overwritten, or random bytes behind the magic."""
    rng = random.Random(seed)
    data = bytearray(Path(colours.mmproj).read_bytes()[:6000])
    if seed % 3 == 0:
        data[8:] = rng.randbytes(rng.randrange(2000))
    for _ in range(rng.randrange(1, 12)):
        data[rng.randrange(4, len(data))] = rng.randrange(256)
    path = tmp_path / f"hostile{seed}.gguf"
    path.write_bytes(data)
    try:
        header = gguf.read(path)
    except ModelError:
        return
    assert header.version in (2, 3)


def test_the_builtin_pair_is_sound() -> None:
    model = models.starter()
    check_pair(Path(model.lm), Path(model.mmproj))
