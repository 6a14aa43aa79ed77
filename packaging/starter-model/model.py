"""The networks: a DINOv2 vision tower, LLaVA's projector and a small llama, as llama.cpp computes them.

Two habits of llama.cpp's LLaVA graph are kept here, so that what is trained is what runs: the class token comes after
the patches, and the first row of what the tower gives is dropped. The language model therefore reads the patches from
the second on, then the class token: as many tokens as there are patches.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)
PADDING = (122, 116, 104)
"""llama.cpp fills up what is not square with this colour."""
END = 2
"""The token that ends a text."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the networks.

    Attributes:
        side: pixels along the square that the tower sees.
        patch: pixels along a patch.
        width, blocks, heads, hidden: of the tower.
        middle: width between the projector's two layers.
        lm_width, lm_blocks, lm_heads, lm_hidden, vocabulary: of the language model.
    """

    side: int = 168
    patch: int = 14
    width: int = 384
    blocks: int = 12
    heads: int = 6
    hidden: int = 1536
    middle: int = 512
    lm_width: int = 256
    lm_blocks: int = 4
    lm_heads: int = 4
    lm_hidden: int = 768
    vocabulary: int = 4096


class TowerBlock(nn.Module):
    """A vision transformer's block: attention and a GELU (tanh) network behind norms (Dosovitskiy et al. 2021)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.ln1, self.ln2 = nn.LayerNorm(shape.width, 1e-6), nn.LayerNorm(shape.width, 1e-6)
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.up = nn.Linear(shape.width, shape.hidden)
        self.down = nn.Linear(shape.hidden, shape.width)

    def forward(self, x: Tensor) -> Tensor:
        """Map (views, tokens, width) to the same."""
        views, tokens, width = x.shape
        q, k, v = self.qkv(self.ln1(x)).view(views, tokens, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        x = x + self.out(functional.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(views, tokens, width))
        return x + self.down(functional.gelu(self.up(self.ln2(x)), approximate="tanh"))


class Tower(nn.Module):
    """The vision tower (DINOv2's form, Oquab et al. 2023); its position grid is resized to what it is shown."""

    def __init__(self, shape: Shape, grid: int = 37) -> None:
        super().__init__()
        self.patch = nn.Conv2d(3, shape.width, shape.patch, shape.patch)
        self.class_token = nn.Parameter(torch.zeros(shape.width))
        self.positions = nn.Parameter(torch.zeros(grid, grid, shape.width), requires_grad=False)
        self.blocks = nn.ModuleList(TowerBlock(shape) for _ in range(shape.blocks))
        self.norm = nn.LayerNorm(shape.width, 1e-6)
        for block in self.blocks:
            nn.init.normal_(block.out.weight, std=0.02)

    def grid(self, side: int) -> Tensor:
        """Return the positions of a grid of ``side`` × ``side`` patches, (side², width)."""
        grid = self.positions.permute(2, 0, 1)[None]
        if grid.shape[-1] != side:
            grid = functional.interpolate(grid, size=(side, side), mode="bicubic", align_corners=False)
        return grid[0].permute(1, 2, 0).reshape(side * side, -1)

    def forward(self, pixels: Tensor, first: int = 0, last: int | None = None) -> Tensor:
        """Map pixels (views, 3, side, side), or what block ``first`` reads, to what the last block gives.

        Up to ``last`` (excluded) blocks run; after all of them comes the final norm. Shape (views, 1 + patches, width).
        """
        if first == 0:
            x = self.patch(pixels)
            x = x.flatten(2).transpose(1, 2) + self.grid(x.shape[-1])
            x = torch.cat([self.class_token.expand(len(x), 1, -1).to(x.dtype), x], 1)
        else:
            x = pixels
        end = len(self.blocks) if last is None else last
        for block in self.blocks[first:end]:
            x = block(x)
        return x if last is not None else self.norm(x)


class Projector(nn.Module):
    """LLaVA 1.5's two-layer projector, on the tokens in llama.cpp's order."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.first = nn.Linear(shape.width, shape.middle)
        self.second = nn.Linear(shape.middle, shape.lm_width)
        nn.init.normal_(self.second.weight, std=0.02)

    def forward(self, x: Tensor) -> Tensor:
        """Map (views, 1 + patches, width) to the image's tokens (views, patches, lm_width)."""
        x = torch.cat([x[:, 2:], x[:, :1]], 1)
        return self.second(functional.gelu(self.first(x), approximate="tanh"))


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
    """All three together."""

    def __init__(self, shape: Shape, grid: int = 37) -> None:
        super().__init__()
        self.shape = shape
        self.tower, self.projector, self.language = Tower(shape, grid), Projector(shape), LanguageModel(shape)

    @torch.no_grad()
    def answer(self, pixels: Tensor, prompt: tuple[list[int], list[int]], most: int = 64) -> list[list[int]]:
        """Return the greedy answer, as token ids, about each view of ``pixels`` (views, 3, side, side)."""
        views, device = len(pixels), pixels.device
        before, after = (self.language.embedding(torch.tensor(part, device=device)) for part in prompt)
        image = self.projector(self.tower(pixels)).float()
        x = torch.cat([before.expand(views, -1, -1), image, after.expand(views, -1, -1)], 1)
        caches: list[list[Tensor]] = [[] for _ in self.language.blocks]
        hidden, said, ended = self.language(x, 0, caches), [], torch.zeros(views, dtype=torch.bool, device=device)
        for step in range(most):
            token = self.language.logits(hidden[:, -1]).argmax(-1)
            token[ended] = END
            ended |= token == END
            said.append(token)
            if bool(ended.all()):
                break
            hidden = self.language(self.language.embedding(token[:, None]), x.shape[1] + step, caches)
        rows = torch.stack(said, 1).tolist()
        return [row[: row.index(END)] if END in row else row for row in rows]


def save(model: Starter, path: Path, **more: Any) -> None:
    """Write the model to ``path`` in one step, so that a stop leaves the former file."""
    part = path.with_name(path.name + ".part")
    grid = model.tower.positions.shape[0]
    torch.save({"shape": asdict(model.shape), "grid": grid, "weights": model.state_dict(), **more}, part)
    part.replace(path)


def load(path: Path) -> tuple[Starter, dict[str, Any]]:
    """Return the model that ``save`` wrote, and what was saved with it."""
    kept = torch.load(path, map_location="cpu", weights_only=True)
    model = Starter(Shape(**kept.pop("shape")), kept.pop("grid"))
    model.load_state_dict(kept.pop("weights"))
    return model, kept
