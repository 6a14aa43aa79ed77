"""The figures that the paper prints (Nakata et al. 2024, arXiv 2408.16296): Tables 1 and 2.

Figures 3, 4, 5 and 6 are drawings: their values stand nowhere in the text, so that none are given here. What the text
says of figure 6: R@1 rises with every label that is added to a caption.
"""

from __future__ import annotations

from dataclasses import dataclass

SOURCE = "Nakata et al. 2024, arXiv 2408.16296"


@dataclass(frozen=True, slots=True)
class Printed:
    """One row of a table of the paper: what it is of, which task, and the figures by ``pr_auc`` or ``r@K`` (0 to 1)."""

    method: str
    dataset: str
    task: str
    figures: dict[str, float]
    table: str


TITLES = {
    "coco": "MS-COCO 2017 validation",
    "voc": "PASCAL VOC 2007 test",
    "nuswide": "NUS-WIDE, 21 classes test",
    "flickr30k": "Flickr30k 1k test",
}
_METHODS = (
    "paper: CLIP ViT-L/14@336px",
    "paper: ALIGN",
    "paper: LLaVA-1.5-13B, whole",
    "paper: LLaVA-1.5-13B, 17 crops",
)
_PR_AUC = {
    ("coco", "keyword"): (0.382, 0.398, 0.666, 0.682),
    ("coco", "multi"): (0.070, 0.069, 0.112, 0.210),
    ("voc", "keyword"): (0.587, 0.622, 0.722, 0.765),
    ("voc", "multi"): (0.083, 0.100, 0.080, 0.123),
    ("nuswide", "keyword"): (0.523, 0.543, 0.535, 0.619),
    ("nuswide", "multi"): (0.029, 0.036, 0.016, 0.039),
}
_RECALL = {
    "coco": ((33.9, 58.5, 69.2), (40.2, 64.5, 74.7), (22.1, 42.5, 53.2), (27.3, 49.5, 59.9)),
    "flickr30k": ((73.6, 93.4, 97.3), (81.4, 96.7, 98.7), (42.8, 67.4, 75.3), (57.3, 81.8, 88.0)),
}

PRINTED: tuple[Printed, ...] = (
    *(
        Printed(method, dataset, task, {"pr_auc": value}, "Table 1")
        for (dataset, task), values in _PR_AUC.items()
        for method, value in zip(_METHODS, values, strict=True)
    ),
    *(
        Printed(
            method, dataset, "caption", {f"r@{k}": v / 100 for k, v in zip((1, 5, 10), values, strict=True)}, "Table 2"
        )
        for dataset, several in _RECALL.items()
        for method, values in zip(_METHODS, several, strict=True)
    ),
)


def beside(dataset: str, task: str) -> tuple[Printed, ...]:
    """The paper's figures for a dataset and a task; for one that the paper has not, those of MS-COCO.

    Feedback starts from the caption task: its figures are those that the text prints for the first retrieval.
    """
    if dataset not in TITLES:
        dataset = "coco"
    return tuple(
        row for row in PRINTED if row.dataset == dataset and row.task == ("caption" if task == "feedback" else task)
    )
