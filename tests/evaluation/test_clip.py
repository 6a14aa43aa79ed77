"""CLIP through real ONNX files that are written here: colours are the space that photos and words share."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from photofind.errors import EngineMissingError, ModelError, NotFoundError, UsageError
from photofind.evaluating import Request, evaluate
from photofind.evaluation import dense
from photofind.evaluation.clip import Clip, prepared
from photofind.evaluation.clip_tokens import END, START, Tokenizer, load
from photofind.paths import data_paths
from tests.conftest import draw_big

SIDE = 8
VOCABULARY = {
    "r": 0,
    "e": 1,
    "d</w>": 2,
    "re": 3,
    "red</w>": 4,
    "g": 5,
    "n</w>": 6,
    "gr": 7,
    "een</w>": 8,
    "green</w>": 9,
    "ee": 10,
    "b": 11,
    "l": 12,
    "u": 13,
    "blue</w>": 14,
    "bl": 15,
    "ue</w>": 16,
    "e</w>": 17,
    ",</w>": 18,
    START: 19,
    END: 20,
}
MERGES = ["e e", "ee n</w>", "g r", "gr een</w>", "r e", "re d</w>", "b l", "u e</w>", "bl ue</w>"]
COLOUR = {"red": (0.9, 0.1, 0.1), "green": (0.1, 0.6, 0.2), "blue": (0.1, 0.3, 0.9)}


def save(graph: onnx.GraphProto, path: Path) -> None:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def clip_model(folder: Path) -> Path:
    """The vector of a photo is its mean colour above gray; that of a text the sum of its words' colours."""
    folder.mkdir()
    pixels = helper.make_tensor_value_info("pixel_values", TensorProto.FLOAT, ["n", 3, SIDE, SIDE])
    embeds = helper.make_tensor_value_info("image_embeds", TensorProto.FLOAT, ["n", 3])
    nodes = [helper.make_node("ReduceMean", ["pixel_values"], ["image_embeds"], axes=[2, 3], keepdims=0)]
    save(helper.make_graph(nodes, "vision", [pixels], [embeds]), folder / "vision_model.onnx")

    table = np.zeros((len(VOCABULARY), 3), np.float32)
    for word, colour in COLOUR.items():
        table[VOCABULARY[f"{word}</w>"]] = np.array(colour) - 0.5
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["n", "length"])
    mask = helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["n", "length"])
    embeds = helper.make_tensor_value_info("text_embeds", TensorProto.FLOAT, ["n", 3])
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["words"]),
        helper.make_node("Cast", ["attention_mask"], ["kept"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["kept", "last"], ["column"]),
        helper.make_node("Mul", ["words", "column"], ["masked"]),
        helper.make_node("ReduceSum", ["masked", "middle"], ["text_embeds"], keepdims=0),
    ]
    constants = [
        numpy_helper.from_array(table, "table"),
        numpy_helper.from_array(np.array([2]), "last"),
        numpy_helper.from_array(np.array([1]), "middle"),
    ]
    save(helper.make_graph(nodes, "text", [ids, mask], [embeds], constants), folder / "text_model.onnx")
    (folder / "tokenizer.json").write_text(json.dumps({"model": {"vocab": VOCABULARY, "merges": MERGES}}), "utf-8")
    config = {"crop_size": {"height": SIDE, "width": SIDE}, "image_mean": [0.5] * 3, "image_std": [1.0] * 3}
    (folder / "preprocessor_config.json").write_text(json.dumps(config), "utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clip_model(tmp_path_factory.mktemp("models") / "colour-clip")


def flat(colour: tuple[float, float, float]) -> np.ndarray:
    return np.full((20, 30, 3), np.array(colour) * 255, np.uint8)


def test_pieces_are_merged_by_rank_and_framed() -> None:
    pairs = [(first, second) for first, second in (merge.split() for merge in MERGES)]
    tokens = Tokenizer(VOCABULARY, pairs)
    assert tokens("Red,  GREEN") == [19, 4, 18, 9, 20]
    assert tokens("gree") == [19, 7, 1, 17, 20]  # "gr", "e", "e</w>": no more merges apply
    assert tokens("zzz") == [19, 20]
    assert len(tokens("red " * 500)) == 77
    assert tokens("red " * 500)[-1] == 20


def test_a_tokenizer_of_two_files_reads_the_same(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "vocab.json").write_text(json.dumps(VOCABULARY), "utf-8")
    (tmp_path / "merges.txt").write_text("#version: 0.2\n" + "\n".join(MERGES) + "\n", "utf-8")
    assert load(tmp_path)("red blue") == load(folder)("red blue") == [19, 4, 14, 20]
    (tmp_path / "merges.txt").write_text("one\n", "utf-8")
    with pytest.raises(ModelError, match="damaged"):
        load(tmp_path)
    (tmp_path / "merges.txt").unlink()
    with pytest.raises(ModelError, match=r"merges\.txt is missing"):
        load(tmp_path)
    (tmp_path / "tokenizer.json").write_text('{"model": {"vocab": {"a": 1}, "merges": []}}', "utf-8")
    with pytest.raises(ModelError, match="none of CLIP's"):
        load(tmp_path)


def test_pixels_are_scaled_cut_to_the_middle_and_normalised() -> None:
    wide = np.zeros((10, 40, 3), np.uint8)
    wide[:, 15:25] = 255
    value = prepared(wide, 5, (0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
    assert value.shape == (3, 5, 5)
    assert value[:, 2, 2] == pytest.approx([1, 1, 1])
    assert prepared(np.zeros((40, 10, 3), np.uint8), 5, (0.5,) * 3, (0.5,) * 3) == pytest.approx(np.full((3, 5, 5), -1))


def test_clip_scores_are_those_of_equations_1_to_4(folder: Path) -> None:
    clip = Clip(folder)
    red, blue = clip.photo(flat(COLOUR["red"])), clip.photo(flat(COLOUR["blue"]))
    words = np.stack([clip.text("red"), clip.text("blue"), clip.text("green")])
    assert np.linalg.norm(red) == pytest.approx(1)
    scores = dense.clip_scores(np.stack([red, blue]), words)
    assert scores[0, 0] == pytest.approx(2.5, abs=0.01)
    assert scores[1, 1] == pytest.approx(2.5, abs=0.01)
    first, second = np.array(COLOUR["red"]) - 0.5, np.array(COLOUR["blue"]) - 0.5
    cosine = first @ second / np.linalg.norm(first) / np.linalg.norm(second)
    assert cosine < 0
    assert scores[0, 1] == 0  # below 0 counts as 0
    assert clip.text("zzz").tolist() == [0, 0, 0]


def test_the_baseline_and_clip_score_through_a_whole_run(folder: Path, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    for name, colour in COLOUR.items():
        Image.fromarray(flat(colour)).resize((90, 60)).save(photos / f"{name}.png")
    labels = tmp_path / "labels.json"
    labels.write_text(json.dumps([{"file": f"{one}.png", "labels": [one]} for one in COLOUR]), "utf-8")
    captions = tmp_path / "captions.jsonl"
    captions.write_text("\n".join(json.dumps({"file": f"{one}.png", "text": f"all {one}"}) for one in COLOUR), "utf-8")
    request = Request(
        *("folder", str(labels), str(photos)),
        captions=str(captions),
        clip=str(folder),
        clip_score=True,
        views=("whole", "17"),
        tasks=("keyword", "multi"),
        rounds=0,
    )
    paths = data_paths(tmp_path / "data")
    done = evaluate(request, paths)
    found = [one for one in done.results if one.system.startswith("CLIP")]
    assert [(one.system, one.task, one.views) for one in found] == [
        ("CLIP (colour-clip)", "keyword", "whole"),
        ("CLIP (colour-clip)", "multi", "whole"),
    ]
    assert [one.measures.map for one in found] == [1.0, 1.0]
    clip = Clip(folder)
    vectors = {one: clip.photo(flat(colour)) for one, colour in COLOUR.items()}
    expected = np.mean(
        [[2.5 * max(float(vectors[photo] @ clip.text(word)), 0) for word in sorted(COLOUR)] for photo in COLOUR]
    )
    assert done.clip_scores["whole"][0] == pytest.approx(expected, abs=0.01)
    assert done.clip_scores["17"][0] == pytest.approx(expected, abs=0.01)  # every crop has the photo's colour
    assert set(done.as_json()["clip_score"]) == {"whole", "17"}

    for one in COLOUR:  # vectors are made once: with the files' stamps unchanged no pixel is read again
        status = (photos / f"{one}.png").stat()
        (photos / f"{one}.png").write_bytes(b"\0" * status.st_size)
        import os

        os.utime(photos / f"{one}.png", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert evaluate(request, paths).clip_scores == done.clip_scores


def test_what_clip_needs_is_said(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw_big(tmp_path / "red.jpg", "red")
    labels = tmp_path / "labels.json"
    labels.write_text('[{"file": "red.jpg", "labels": ["red"], "captions": ["red", "red"]}]', "utf-8")
    paths = data_paths(tmp_path / "data")

    def ask(**changes: object) -> None:
        request = Request("folder", str(labels), human=True, rounds=0, **changes)  # type: ignore[arg-type]
        evaluate(request, paths)

    with pytest.raises(UsageError, match="needs a CLIP model"):
        ask(clip_score=True)
    with pytest.raises(UsageError, match="photos themselves"):
        ask(clip=str(folder))
    with pytest.raises(UsageError, match="view sets"):
        ask(clip=str(folder), images=str(tmp_path), clip_score=True)
    with pytest.raises(NotFoundError, match="not in"):
        ask(clip=str(folder), images=str(tmp_path / "data"))
    with pytest.raises(ModelError, match=r"no vision_model\.onnx"):
        Clip(tmp_path)
    for name in ("vision_model.onnx", "text_model.onnx"):
        (tmp_path / name).write_bytes(b"no model")
    with pytest.raises(ModelError, match="can't be used as an ONNX model"):
        Clip(tmp_path)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(EngineMissingError, match=r"photofind\[clip\]"):
        Clip(folder)


@pytest.mark.parametrize("text", ["{", "[]", '{"size": 0}', '{"image_mean": [1]}'])
def test_a_damaged_preparation_is_named(folder: Path, tmp_path: Path, text: str) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "preprocessor_config.json").write_text(text, "utf-8")
    with pytest.raises(ModelError, match=r"preprocessor_config\.json is damaged"):
        Clip(tmp_path)
    (tmp_path / "preprocessor_config.json").unlink()
    with pytest.raises(ModelError, match=r"no preprocessor_config\.json"):
        Clip(tmp_path)
