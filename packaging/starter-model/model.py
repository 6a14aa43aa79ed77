"""The networks behind the tower: what makes image tokens of its cells, and a small llama, as llama.cpp has them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from teacher import CHANNELS
from torch import Tensor, nn
from torch.nn import functional
from tower import CELLS

MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)
PADDING = (122, 116, 104)
"""photofind fills up what is not square with this colour."""
END = 2
"""The token that ends a text."""
MAP = 2 * CELLS
"""llama.cpp doubles the map of cells, since it puts the stage before the last beside them."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the networks.

    Attributes:
        side: image tokens along the square of all.
        middle: width of what is made of a cell.
        patterns: ways of summing up the cells.
        lm_width, lm_blocks, lm_heads, lm_hidden, vocabulary: of the language model. The image tokens are as wide as it:
            llama.cpp takes the width of one for the other's.
    """

    side: int = 4
    middle: int = 256
    patterns: int = 6
    lm_width: int = 256
    lm_blocks: int = 4
    lm_heads: int = 4
    lm_hidden: int = 768
    vocabulary: int = 4098


def _even(x: Tensor) -> Tensor:
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)


class Eyes(nn.Module):
    """Sums the cells up into image tokens.

    llama.cpp computes it as MobileNetV5's multi-scale fusion: a pointwise convolution, GELU, a convolution without a
    border, whose kernel leaves ``side`` × ``side`` places of the map, a norm, a matrix and a norm. The kernel is a sum
    of ``patterns``, each a mask over places times a matrix.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.side, self.kernel = shape.side, MAP - shape.side + 1
        self.expand = nn.Linear(CHANNELS, shape.middle)
        nn.init.normal_(self.expand.weight, std=0.04)
        y, x = torch.meshgrid(*[torch.linspace(-1, 1, self.kernel)] * 2, indexing="ij")
        centre = torch.exp(-3 * (x**2 + y**2))
        masks = [torch.ones_like(x), centre / centre.mean(), 1.7 * x, 1.7 * y, 1.5 * (x**2 + y**2 - 0.7), 3 * x * y]
        self.masks = nn.Parameter(torch.stack(masks[: shape.patterns]) / self.kernel**2)
        self.mix = nn.Parameter(torch.randn(len(self.masks), shape.middle, shape.lm_width) * 2 * shape.middle**-0.5)
        self.scale = nn.Parameter(torch.ones(shape.lm_width))
        self.project = nn.Linear(shape.lm_width, shape.lm_width, bias=False)
        nn.init.normal_(self.project.weight, std=shape.lm_width**-0.5)
        self.register_buffer("places", self._places(), persistent=False)

    def _places(self) -> Tensor:
        """Return 1 where a token (row) sees a cell (last axis) at a place of the kernel, (side², kernel², cells²)."""
        steps = torch.arange(self.side)[:, None] + torch.arange(self.kernel)
        along = functional.one_hot(steps // 2, CELLS).float()  # (side, kernel, cells)
        both = torch.einsum("iac,jbd->ijabcd", along, along)
        return both.reshape(self.side**2, self.kernel**2, CELLS**2)

    def forward(self, cells: Tensor) -> Tensor:
        """Map (views, 25, 1280) to the image's tokens (views, side², lm_width)."""
        made = functional.gelu(self.expand(cells), approximate="tanh")
        weights = torch.einsum("rk,tkc->trc", self.masks.flatten(1), self.places)
        summed = (weights.flatten(0, 1) @ made).unflatten(1, (self.side**2, -1)).flatten(2)
        summed = summed @ self.mix.flatten(0, 1)
        return _even(self.project(_even(summed * summed.shape[-1] ** 0.5) * self.scale))

    def whole_kernel(self) -> Tensor:
        """Return the convolution's weights, (lm_width, middle, kernel, kernel)."""
        return torch.einsum("ruv,rde->eduv", self.masks, self.mix)


class RMSNorm(nn.Module):
    """Root mean square norm in 32 bits, epsilon 1e-5."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        """Map (…, width) to the same."""
        x = x.float()
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


def _rotated(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    a, b = x[..., 0::2], x[..., 1::2]  # neighbours turn together, as llama.cpp's "norm" rope has it
    return torch.stack([a * cos - b * sin, a * sin + b * cos], -1).flatten(-2)


class LanguageBlock(nn.Module):
    """A llama block (Touvron et al. 2023), with dropout while it is trained."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        width, hidden = shape.lm_width, shape.lm_hidden
        self.heads, self.dropout = shape.lm_heads, dropout
        self.norm1, self.norm2 = RMSNorm(width), RMSNorm(width)
        self.q, self.k, self.v, self.o = (nn.Linear(width, width, bias=False) for _ in range(4))
        self.gate, self.up = nn.Linear(width, hidden, bias=False), nn.Linear(width, hidden, bias=False)
        self.down = nn.Linear(hidden, width, bias=False)

    def forward(self, x: Tensor, angles: Tensor, cache: list[Tensor] | None = None) -> Tensor:
        """Map (texts, tokens, width) to the same; ``cache`` holds the keys and values before them."""
        texts, tokens, width = x.shape
        y = self.norm1(x)
        q, k, v = (layer(y).view(texts, tokens, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        cos, sin = angles.cos(), angles.sin()
        q, k = _rotated(q.float(), cos, sin).to(v.dtype), _rotated(k.float(), cos, sin).to(v.dtype)
        if cache is not None:
            if cache:
                k, v = torch.cat([cache[0], k], 2), torch.cat([cache[1], v], 2)
            cache[:] = [k, v]
        attended = functional.scaled_dot_product_attention(q, k, v, is_causal=tokens > 1)
        x = x + self.o(attended.transpose(1, 2).reshape(texts, tokens, width))
        y = self.norm2(x)
        return x + functional.dropout(
            self.down(functional.silu(self.gate(y)) * self.up(y)), self.dropout, self.training
        )


class LanguageModel(nn.Module):
    """A small llama whose output layer is its embedding."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.embedding = nn.Embedding(shape.vocabulary, shape.lm_width)
        self.blocks = nn.ModuleList(LanguageBlock(shape, dropout) for _ in range(shape.lm_blocks))
        self.norm = RMSNorm(shape.lm_width)
        self.turn = shape.lm_width // shape.lm_heads
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=0.02)
        for block in self.blocks:
            nn.init.normal_(block.o.weight, std=0.02 / (2 * shape.lm_blocks) ** 0.5)
            nn.init.normal_(block.down.weight, std=0.02 / (2 * shape.lm_blocks) ** 0.5)
        nn.init.normal_(self.embedding.weight, std=0.05)

    def forward(self, x: Tensor, start: int = 0, caches: list[list[Tensor]] | None = None) -> Tensor:
        """Map embeddings (texts, tokens, width) at positions from ``start`` to what the output layer reads."""
        frequencies = 10000.0 ** (-torch.arange(0, self.turn, 2, device=x.device).float() / self.turn)
        angles = torch.arange(start, start + x.shape[1], device=x.device)[:, None].float() * frequencies
        for number, block in enumerate(self.blocks):
            x = block(x, angles, None if caches is None else caches[number])
        return self.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        """Map (…, width) to (…, vocabulary)."""
        return functional.linear(hidden, self.embedding.weight)


class Starter(nn.Module):
    """Eyes and language together; the tower before them stays as it is."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.eyes, self.language = Eyes(shape), LanguageModel(shape)

    def answer(self, cells: Tensor, prompt: tuple[list[int], list[int]], most: int = 64) -> list[list[int]]:
        """Return the greedy answer, as token ids, about each view's cells (views, 25, 1280)."""
        return answer(self.language, self.eyes(cells).float(), prompt, most)


@torch.no_grad()
def answer(
    language: LanguageModel, image: Tensor, prompt: tuple[list[int], list[int]], most: int = 64
) -> list[list[int]]:
    """Return the greedy answer, as token ids, to each view's image tokens (views, tokens, lm_width)."""
    views, device = len(image), image.device
    before, after = (language.embedding(torch.tensor(part, device=device)) for part in prompt)
    x = torch.cat([before.expand(views, -1, -1), image, after.expand(views, -1, -1)], 1)
    caches: list[list[Tensor]] = [[] for _ in language.blocks]
    hidden, said, ended = language(x, 0, caches), [], torch.zeros(views, dtype=torch.bool, device=device)
    for step in range(most):
        token = language.logits(hidden[:, -1]).argmax(-1)
        token[ended] = END
        ended |= token == END
        said.append(token)
        if bool(ended.all()):
            break
        hidden = language(language.embedding(token[:, None]), x.shape[1] + step, caches)
    rows = torch.stack(said, 1).tolist()
    return [row[: row.index(END)] if END in row else row for row in rows]


def save(model: Starter, path: Path, **more: Any) -> None:
    """Write the model to ``path`` in one step, so that a stop leaves the former file."""
    part = path.with_name(path.name + ".part")
    torch.save({"shape": asdict(model.shape), "weights": model.state_dict(), **more}, part)
    part.replace(path)


def load(path: Path) -> tuple[Starter, dict[str, Any]]:
    """Return the model that ``save`` wrote, and what was saved with it."""
    kept = torch.load(path, map_location="cpu", weights_only=True)
    model = Starter(Shape(**kept.pop("shape")))
    model.load_state_dict(kept.pop("weights"))
    return model, kept
