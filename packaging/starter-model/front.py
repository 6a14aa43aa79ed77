"""Teach the tower's front what EfficientNet's first blocks give: ``python front.py DATA front.pt --minutes 45``.

For the first part of the schedule only that is compared (the stem begins with EfficientNet's own filters); then what
comes out at the end of the tower as well, and what the classes are, so that the front gets right what matters there.
Stopped and started again with the same file, the training goes on.
"""

from __future__ import annotations

import time

import torch
from data import Data
from teacher import Network, runner
from torch import Tensor, nn
from torch.nn import functional
from tower import REPLACED, SIDE, Front
from training import Losses, Schedule, arguments, go_on, start

NEAR = 0.7
"""Part of the schedule in which only what the front itself gives is compared; the rest goes in small steps."""
FAR, NAMED = 1.0, 0.15
"""Weights of what the cells hold, as a part of its variance, and of the classes (in nats)."""
SMALLEST = 0.2
"""Part of its view that a cut shows at least."""
BATCH, RATE = 16, 3e-3


class Wanted(nn.Module):
    """EfficientNet on the tower's pixels: what its first blocks give, its cells and its scores."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Map normalised pixels (views, 3, 160, 160)."""
        near = self.network.begin(pixels, REPLACED)
        far = self.network.go_on(near, REPLACED)
        return near, far, self.network.classes(far.mean((2, 3)))


def first_front(network: Network, near: Tensor) -> Front:
    """Return the front that the training starts from.

    Args:
        network: whose stem it begins with.
        near: what the replaced blocks give for some views, (views, 24, 40, 40).
    """
    front = Front()
    count = len(front.stem.weight)
    front.stem.weight.data = 2 * network.stem.weight.data[:count]  # GELU is nearer to ReLU when numbers are large
    front.stem.bias.data = 2 * network.stem.bias.data[:count]
    front.mean, front.deviation = near.mean((0, 2, 3), keepdim=True), near.std((0, 2, 3), keepdim=True)
    return front


def main() -> None:
    parser = arguments("Teach the front of the tower what EfficientNet's first blocks give.")
    parser.set_defaults(batch=BATCH, rate=RATE, minutes=45)
    options = parser.parse_args()
    device, rng = start(options)
    data, network = Data(options.data, device), Network()
    ask = runner(Wanted(network), SIDE, 3, device)
    network = network.eval().to(device, memory_format=torch.channels_last)
    kept = torch.load(options.out, map_location="cpu", weights_only=True) if options.out.exists() else None

    def drawn() -> Tensor:
        views = [data.views[row] for row in rng.integers(0, len(data.views), options.batch)]
        return data.show(data.random(views, rng, SMALLEST), SIDE, data.colours(len(views), rng))

    front = first_front(network, ask(drawn())[0]) if kept is None else Front()
    if kept:
        front.load_state_dict(kept["front"])
        go_on(rng, kept["spent"])
    front = front.to(device, memory_format=torch.channels_last).train()
    optimiser = torch.optim.AdamW(front.parameters(), options.rate, weight_decay=1e-4)
    if kept:
        optimiser.load_state_dict(kept["optimiser"])
    schedule = Schedule(options, optimiser, kept["spent"] if kept else 0.0)
    losses, saved, ends = Losses(), time.monotonic(), False

    def keep() -> None:
        part = options.out.with_name(options.out.name + ".part")
        state = {"front": front.state_dict(), "optimiser": optimiser.state_dict(), "spent": schedule.spent}
        torch.save(state, part)
        part.replace(options.out)

    for step in schedule:
        pixels = drawn()
        near, far, scores = ask(pixels)
        given = front.even(pixels.contiguous(memory_format=torch.channels_last))
        loss = missed = (given - (near - front.mean) / front.deviation).square().mean()
        losses.take(near=missed)
        if schedule.part > NEAR and not ends:
            ends = True
            front.eval()
            optimiser.state.clear()
        if ends:
            cells = network.go_on(given * front.deviation + front.mean, REPLACED)
            named = network.classes(cells.mean((2, 3))).log_softmax(-1)
            apart = (cells - far).square().mean() / far.var()
            unnamed = functional.kl_div(named, scores.log_softmax(-1), log_target=True, reduction="batchmean")
            loss = loss + FAR * apart + NAMED * unnamed
            losses.take(far=apart, classes=unnamed)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(front.parameters(), 1.0)
        optimiser.step()
        if step % 50 == 49:
            print(f"step {step + 1}: unexplained {losses}; {schedule.left()} left", flush=True)
        if time.monotonic() - saved > 60 * options.save_every:
            keep()
            saved = time.monotonic()
    keep()
    print(f"wrote {options.out}", flush=True)


if __name__ == "__main__":
    main()
