"""The recipe's second teacher: a detector computed from a TensorFlow.js graph, here one of a few nodes."""

from __future__ import annotations

import base64
import io
import json
import math
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

RECIPE = Path(__file__).parents[1] / "packaging" / "starter-model"


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def node(name: str, kind: str, *inputs: str, stride: int = 0, fused: tuple[str, ...] = ()) -> dict[str, Any]:
    made: dict[str, Any] = {"name": name, "op": kind, "input": list(inputs), "attr": {}}
    if stride:
        made["attr"] = {
            "strides": {"list": {"i": ["1", str(stride), str(stride), "1"]}},
            "padding": {"s": coded("SAME")},
            "fused_ops": {"list": {"s": [coded(part) for part in fused]}},
        }
    return made


def write_package(path: Path) -> Path:
    """An archive as npm has it: sums of 3 × 3 places (stride 2), doubled in size, mapped to 80 kinds.

    Kind 0 is sigmoid(sum / 10), kind 1 sigmoid(-sum / 10), kind 2 sigmoid(mean / 10), kind 3 hard_swish(1), the others
    sigmoid(0).
    """
    mixed = np.zeros((1, 1, 3, 80), np.float32)
    mixed[0, 0, 0, 0], mixed[0, 0, 0, 1], mixed[0, 0, 1, 2], mixed[0, 0, 2, 3] = 0.1, -0.1, 0.1, 1.0
    weights = {
        "sum/w": np.ones((3, 3, 3, 1), np.float32) / 3,
        "sum/b": np.zeros(1, np.float32),
        "deep/w": np.full((1, 1, 1, 1), 1, np.float32),
        "deep/b": np.zeros(1, np.float32),
        "axes": np.array([1, 2], np.int32),
        "size": np.array([32, 32], np.int32),
        "axis": np.array(3, np.int32),
        "mix/w": mixed,
        "mix/b": np.zeros(80, np.float32),
        "zero": np.array(0, np.float32),
        "three": np.array(3, np.float32),
        "sixth": np.array(1 / 6, np.float32),
        "one": np.array(1, np.float32),
    }
    nodes = [node(name, "Const") for name in weights]
    nodes += [
        node("images", "Placeholder"),
        node("sum", "_FusedConv2D", "images", "sum/w", "sum/b", stride=2, fused=("BiasAdd", "Relu")),
        node("deep", "FusedDepthwiseConv2dNative", "sum", "deep/w", "deep/b", stride=1, fused=("BiasAdd",)),
        node("double", "ResizeBilinear", "deep", "size"),
        node("mean", "Mean", "double", "axes"),
        node("nothing", "Mul", "double", "zero"),
        node("even", "Add", "nothing", "mean"),
        node("ones", "Add", "nothing", "one"),
        node("up", "Add", "ones", "three"),
        node("cut", "Relu6", "up"),
        node("part", "Mul", "ones", "sixth"),
        node("swish", "Mul", "part", "cut"),
        node("all", "ConcatV2", "double", "even", "swish", "axis"),
        node("mix", "_FusedConv2D", "all", "mix/w", "mix/b", stride=1, fused=("BiasAdd",)),
        node("odds", "Sigmoid", "mix"),
        node("tower_0/keypoints", "Identity", "odds"),
    ]
    told = []
    for name, values in weights.items():
        weight: dict[str, Any] = {"name": name, "shape": list(values.shape), "dtype": str(values.dtype)}
        if values.ndim == 4:
            weight["quantization"] = {"dtype": "float16", "original_dtype": "float32"}
        told.append(weight)
    graph = {"modelTopology": {"node": nodes}, "weightsManifest": [{"weights": told}]}
    data = b"".join(
        values.astype("float16" if values.ndim == 4 else values.dtype).tobytes() for values in weights.values()
    )
    with tarfile.open(path, "w:gz") as archive:
        for name, part in (("centernet.json", json.dumps(graph).encode()), ("centernet.bin", data)):
            entry = tarfile.TarInfo(f"package/models/{name}")
            entry.size = len(part)
            archive.addfile(entry, io.BytesIO(part))
    return path


DETECTS = """
import json, sys
from pathlib import Path
import torch
from detector import KINDS, Detector, likely
from teacher import runner
network = Detector(Path(sys.argv[1]))
pixels = torch.ones(2, 3, 32, 32)
plain = network(pixels)
quick = runner(network, 32, 1, torch.device("cpu"))(pixels)[0]
print(json.dumps([plain.tolist(), quick.tolist(), len(KINDS), likely(torch.tensor([0.05, 0.3, 0.9])).tolist()]))
"""


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, *map(str, arguments)],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(RECIPE)},
    )  # fmt: skip


def odds(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def test_the_detector_computes_what_its_graph_says(tmp_path: Path) -> None:
    done = run(DETECTS, write_package(tmp_path / "human.tgz"))
    assert done.returncode == 0, done.stderr
    plain, quick, kinds, likely = json.loads(done.stdout.splitlines()[-1])
    assert np.shape(plain) == (2, kinds) == (2, 80)
    # TensorFlow's "same" with a stride of 2 adds zeros behind only: sums are 9, at two borders 6, in the last corner 4.
    sums = np.full((16, 16), 9.0)
    sums[-1, :] = sums[:, -1] = 6.0
    sums[-1, -1] = 4.0
    assert plain[0][0] == pytest.approx(odds(0.9), abs=1e-3)
    assert plain[0][1] == pytest.approx(odds(-0.4), abs=1e-3)
    doubled = np.interp(np.arange(32) / 2, np.arange(16), np.arange(16))  # every second place is an old one
    low, high = np.floor(doubled).astype(int), np.ceil(doubled).astype(int)
    along = (sums[low] + sums[high]) / 2
    mean = ((along[:, low] + along[:, high]) / 2).mean()
    assert plain[0][2] == pytest.approx(odds(mean / 10), abs=1e-3)
    assert plain[0][3] == pytest.approx(odds(4 / 6), abs=1e-3)
    assert plain[0][4:] == pytest.approx([0.5] * 76)
    assert quick[1] == pytest.approx(plain[0], abs=1e-4)
    assert likely == pytest.approx([0, 0.5, 1])


def test_an_archive_without_a_detector_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "other.tgz", "w:gz"):
        pass
    done = run("import sys; from pathlib import Path; from detector import Detector; Detector(Path(sys.argv[1]))",
               tmp_path / "other.tgz")  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"{tmp_path / 'other.tgz'} holds no package/models/centernet.json: take @vladmandic/human 3.3 from npm."
    )
