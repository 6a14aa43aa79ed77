"""Everyday names: of the 1,000 ImageNet classes, of the things that captions speak of."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import torch

TABLE = json.loads(Path(__file__).with_name("names.json").read_text("utf-8"))
_EVERYDAY: dict[str, list[str]] = TABLE["everyday"]
_KINDS = {index: names for low, high, names in TABLE["ranges"] for index in range(low, high)}
_PLAIN = {name for names in (*_EVERYDAY.values(), *TABLE["more"].values(), *_KINDS.values()) for name in names}
_PLURALS = {"men": "man", "women": "woman", "children": "child", "mountains": "mountain"}
_KEPT = {
    *("people", "grass", "dress", "glass", "bus", "tennis", "glasses", "across", "sunglasses", "jeans", "shorts"),
    *("pants", "skis"),
}


class ClassNames:
    """What each ImageNet class is called, the general word first, the exact one last, three at most.

    Attributes:
        words: all names, sorted.
        lists: the names of each class.
        table: 1 where the word (row) names the class (column); shape (words, classes).
        least: the probability from which a word may be said; shape (words,). Words that nobody uses need more.
    """

    def __init__(self, classes: Sequence[str], threshold: float) -> None:
        self.lists = [self._names(index, name) for index, name in enumerate(classes)]
        self.words = sorted({word for names in self.lists for word in names} - set(TABLE["withheld"]))
        row = {word: number for number, word in enumerate(self.words)}
        self.table = torch.zeros(len(self.words), len(classes))
        self.rank = torch.full((len(self.words),), 9.0)
        for index, names in enumerate(self.lists):
            for place, word in enumerate(names):
                if word in row:
                    self.table[row[word], index] = 1.0
                    self.rank[row[word]] = min(float(self.rank[row[word]]), place)
        exact = torch.tensor([word not in _PLAIN for word in self.words])
        self.least = torch.where(exact, max(threshold, 0.33), threshold)

    @staticmethod
    def _names(index: int, name: str) -> list[str]:
        found = [*TABLE["more"].get(name, []), *_KINDS.get(index, []), *_EVERYDAY.get(name, []), name.lower()]
        return list(dict.fromkeys(found))[:3]

    def tags(self, probabilities: torch.Tensor, most: int) -> list[list[tuple[str, float]]]:
        """Return what a teacher sees, per row of ``probabilities`` (views, classes): names, the surest first."""
        scores = probabilities @ self.table.to(probabilities.device).T
        scores = torch.where(scores >= self.least.to(scores.device), scores, 0.0).cpu()
        found = []
        for row in scores:
            named = torch.nonzero(row).flatten().tolist()
            named.sort(key=lambda k: (-round(float(row[k]), 2), float(self.rank[k])))
            found.append([(self.words[k], float(row[k])) for k in named[:most]])
        return found


def folder_name(folder: str) -> list[str]:
    """Return the names for a folder of photos of one kind (Caltech-101's folders)."""
    name = TABLE["folders"].get(folder, folder.replace("_", " ").lower())
    return [name, *([TABLE["also"][name]] if name in TABLE["also"] else [])]


def singular(word: str) -> str:
    """Return the singular of an English noun, by its ending."""
    if word in _PLURALS or word in _KEPT:
        return _PLURALS.get(word, word)
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def sentence(text: str) -> str:
    """Return a human caption as a sentence: one space between words, a capital, a full stop."""
    text = re.sub(r"\s+([.,!?;])", r"\1", re.sub(r"\s+", " ", text.replace('"', ""))).strip().rstrip(" .!,;")
    return text[:1].upper() + text[1:] + "." if text else ""


def tag(word: str) -> str | None:
    """Return the word by which that is said (running for run, grass for grassy); None if it says nothing of a photo.

    Nor is said what is too often wrong where it would matter.
    """
    word = TABLE["same"].get(word, word)
    return None if word in TABLE["general"] or word in TABLE["withheld"] else word


def plain_tags(words: Iterable[str]) -> tuple[str, ...]:
    """Return how a view's tags are said, each once."""
    return tuple(dict.fromkeys(said for word in words if (said := tag(word))))


def keywords(captions: Iterable[str], most: int = 7, at_least: int = 2) -> list[str]:
    """Return the words that ``at_least`` of a photo's captions share, the commonest first, with what they imply."""
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for caption in captions:
        words = dict.fromkeys(singular(word) for word in re.findall(r"[a-z]+(?:-[a-z]+)?", caption.lower()))
        for place, word in enumerate(dict.fromkeys(map(tag, words))):
            if word is None or word in TABLE["stop"] or len(word) < 3:
                continue
            counts[word] += 1
            first.setdefault(word, place)
    shared = [word for word, count in counts.items() if count >= at_least]
    shared.sort(key=lambda word: (-counts[word], first[word]))
    found = shared[:most]
    found += [TABLE["synonyms"][word] for word in found if word in TABLE["synonyms"]]
    if any(word in TABLE["people"] for word in counts):
        found.append("person")
    return list(dict.fromkeys(found))
