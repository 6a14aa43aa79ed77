"""Pooled precision and recall (Nakata et al. 2024, section 4.1, equations 5 and 6), PR-AUC, mAP, standard errors.

A query is judged by the ranks of its relevant photos. A photo that was not retrieved has no rank: it is a miss at every
k. P@k divides by k also when fewer photos were retrieved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

Figures = Callable[[Floats], dict[str, Floats]]

ROUNDS = 1000
_CELLS = 20_000_000


@dataclass(frozen=True, slots=True)
class Judged:
    """One query: the ranks of its retrieved relevant photos (from 0, ascending), and how many are relevant at all."""

    ranks: Ints
    relevant: int

    @property
    def average_precision(self) -> float:
        """Mean over the relevant photos of the precision at each one's rank; 0 for those that were not retrieved."""
        return float(np.sum(np.arange(1, len(self.ranks) + 1) / (self.ranks + 1)) / self.relevant)


@dataclass(frozen=True, slots=True)
class Measures:
    """What a run achieved, and the bootstrap standard error of each figure over queries (NaN for a single query).

    Attributes:
        ks: powers of two below the number of photos, then that number: the points of the curve.
        precision, recall: at each of ``ks``.
        p_at, r_at: the same by k, and at 5 and 10.
        pr_auc: area under the curve by trapezoids, from recall 0 with P@1 on.
        map: mean of the queries' average precisions.
        errors: standard errors by ``pr_auc``, ``map``, ``p@K``, ``r@K``.
        rounds: the bootstrap's values of the same, a number a round; empty without a bootstrap.
    """

    ks: tuple[int, ...]
    precision: tuple[float, ...]
    recall: tuple[float, ...]
    p_at: dict[int, float]
    r_at: dict[int, float]
    pr_auc: float
    map: float
    errors: dict[str, float]
    rounds: dict[str, Floats] = field(default_factory=dict, compare=False, repr=False)

    def difference(self, other: Measures, name: str) -> tuple[float, float]:
        """How much higher a figure is than another run's over the same queries, and the paired standard error of that.

        Both must come from as many queries in the same order, rounds and the same seed: then each round drew the same
        queries for both. The error is NaN without a bootstrap.
        """
        value = self.figure(name) - other.figure(name)
        if name not in self.rounds or name not in other.rounds:
            return value, float("nan")
        return value, float(np.std(self.rounds[name] - other.rounds[name], ddof=1))

    def figure(self, name: str) -> float:
        """The figure called ``pr_auc``, ``map``, ``p@K`` or ``r@K``."""
        if name in {"pr_auc", "map"}:
            return self.pr_auc if name == "pr_auc" else self.map
        return (self.p_at if name[0] == "p" else self.r_at)[int(name[2:])]


def sweep(photos: int) -> tuple[int, ...]:
    """Powers of two below the number of photos, then that number."""
    powers = [1 << bit for bit in range(max(photos, 1).bit_length()) if 1 << bit < photos]
    return (*powers, max(photos, 1))


def judge(ranking: Ints, relevant: Ints, photos: int) -> Judged:
    """The ranks of the relevant photos in a ranking.

    Args:
        ranking: document numbers (0 to ``photos`` − 1), best first.
        relevant: document numbers, each once, at least one.
    """
    place = np.full(photos, -1, np.int64)
    place[ranking] = np.arange(len(ranking))
    ranks = place[relevant]
    return Judged(np.sort(ranks[ranks >= 0]), len(relevant))


def area(precision: Floats, recall: Floats) -> Floats:
    """Area under precision over recall along the last axis: trapezoids, from recall 0 with the first precision on."""
    r = np.concatenate([np.zeros_like(recall[..., :1]), recall], axis=-1)
    p = np.concatenate([precision[..., :1], precision], axis=-1)
    found: Floats = np.sum(np.diff(r, axis=-1) * (p[..., 1:] + p[..., :-1]) / 2, axis=-1)
    return found


def hits(judged: Sequence[Judged], ks: Sequence[int]) -> Floats:
    """True positives among the first k, queries × ``ks``."""
    found = np.empty((len(judged), len(ks)))
    for row, one in enumerate(judged):
        found[row] = np.searchsorted(one.ranks, ks)
    return found


def measure(judged: Sequence[Judged], photos: int, rounds: int = ROUNDS, seed: int = 0) -> Measures:
    """All figures of a run.

    Args:
        judged: the queries, at least one.
        photos: number of photos in the collection.
        rounds: bootstrap resamplings of the queries; fewer than two give no errors.
    """
    ks = sweep(photos)
    every = sorted({*ks, 5, 10})
    counts = hits(judged, every)
    relevant = np.array([one.relevant for one in judged], np.float64)
    averages = np.array([one.average_precision for one in judged])
    points = [every.index(k) for k in ks]
    columns = np.array(every, np.float64)

    def figures(weights: Floats) -> dict[str, Floats]:
        """Every figure for each row of query weights (rows × queries, each row summing to the number of queries)."""
        pooled = weights @ counts
        precision = pooled / (len(judged) * columns)
        recall = pooled / (weights @ relevant)[:, None]
        found = {
            "pr_auc": area(precision[:, points], recall[:, points]),
            "map": weights @ averages / len(judged),
        }
        found.update({f"p@{k}": precision[:, i] for i, k in enumerate(every)})
        found.update({f"r@{k}": recall[:, i] for i, k in enumerate(every)})
        return found

    drawn = _drawn(figures, len(judged), rounds, seed)
    exact = {name: float(values[0]) for name, values in figures(np.ones((1, len(judged)))).items()}
    return Measures(
        ks=ks,
        precision=tuple(exact[f"p@{k}"] for k in ks),
        recall=tuple(exact[f"r@{k}"] for k in ks),
        p_at={k: exact[f"p@{k}"] for k in every},
        r_at={k: exact[f"r@{k}"] for k in every},
        pr_auc=exact["pr_auc"],
        map=exact["map"],
        errors={name: float(np.std(drawn[name], ddof=1)) if drawn else float("nan") for name in exact},
        rounds=drawn,
    )


def _drawn(figures: Figures, queries: int, rounds: int, seed: int) -> dict[str, Floats]:
    """Every figure in each round of a bootstrap over queries; nothing for a single query or round."""
    if rounds < 2 or queries < 2:
        return {}
    generator = np.random.default_rng(seed)
    step = max(1, _CELLS // queries)
    parts: dict[str, list[Floats]] = {}
    even = np.full(queries, 1 / queries)
    for start in range(0, rounds, step):
        weights = generator.multinomial(queries, even, size=min(step, rounds - start)).astype(np.float64)
        for name, values in figures(weights).items():
            parts.setdefault(name, []).append(values)
    return {name: np.concatenate(values) for name, values in parts.items()}
