"""CLIP's tokenizer: byte-pair encoding with the vocabulary and merges of the model's own files.

As in ``clip/simple_tokenizer.py`` of the authors' repository (Radford et al. 2021): lower case, words split from signs,
the last piece of a word marked ``</w>``, merged by rank.
"""

from __future__ import annotations

import functools
import itertools
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

from photofind.errors import ModelError

START, END = "<|startoftext|>", "<|endoftext|>"
CONTEXT = 77
_WORD = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|(?:[^\s\w]|_)+")
_FILES = "tokenizer.json, or vocab.json and merges.txt"


def _letters() -> dict[int, str]:
    """A printable character for each byte, as GPT-2 and CLIP write them."""
    shown = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    letters = {byte: chr(byte) for byte in shown}
    hidden = [byte for byte in range(256) if byte not in letters]
    return {**letters, **{byte: chr(256 + place) for place, byte in enumerate(hidden)}}


_LETTERS = _letters()


class Tokenizer:
    """Text → token numbers, with start and end, at most ``CONTEXT``.

    Args:
        vocabulary: token → number; must hold the start and the end token.
        merges: pairs of pieces in the order in which they are joined.

    Raises:
        ModelError: the vocabulary has no start or end.
    """

    def __init__(self, vocabulary: dict[str, int], merges: list[tuple[str, str]]) -> None:
        if START not in vocabulary or END not in vocabulary:
            raise ModelError("the tokenizer is none of CLIP's (no start or end token)", f"give the model's {_FILES}")
        self._numbers = vocabulary
        self._ranks = {pair: rank for rank, pair in enumerate(merges)}
        self._pieces = functools.lru_cache(maxsize=20_000)(self._split)

    def __call__(self, text: str) -> list[int]:
        """Token numbers; pieces that the vocabulary lacks are left out."""
        text = " ".join(unicodedata.normalize("NFC", text).lower().split())
        numbers = [number for word in _WORD.findall(text) for number in self._pieces(word)]
        return [self._numbers[START], *numbers[: CONTEXT - 2], self._numbers[END]]

    def _split(self, word: str) -> tuple[int, ...]:
        parts = [_LETTERS[byte] for byte in word.encode("utf-8")]
        parts[-1] += "</w>"
        while len(parts) > 1:
            pairs = list(itertools.pairwise(parts))
            best = min(pairs, key=lambda pair: self._ranks.get(pair, len(self._ranks)))
            if best not in self._ranks:
                break
            merged: list[str] = []
            at = 0
            while at < len(parts):
                if at + 1 < len(parts) and (parts[at], parts[at + 1]) == best:
                    merged.append(parts[at] + parts[at + 1])
                    at += 2
                else:
                    merged.append(parts[at])
                    at += 1
            parts = merged
        return tuple(self._numbers[part] for part in parts if part in self._numbers)


def load(folder: Path) -> Tokenizer:
    """The tokenizer of a model's folder.

    Raises:
        ModelError: its files are missing or damaged.
    """
    whole = folder / "tokenizer.json"
    try:
        if whole.is_file():
            value = json.loads(whole.read_text("utf-8"))
            vocabulary = {str(token): int(number) for token, number in value["model"]["vocab"].items()}
            vocabulary |= {str(one["content"]): int(one["id"]) for one in value.get("added_tokens", [])}
            return Tokenizer(vocabulary, [_pair(one) for one in value["model"]["merges"]])
        vocabulary = {str(k): int(v) for k, v in json.loads((folder / "vocab.json").read_text("utf-8")).items()}
        lines = (folder / "merges.txt").read_text("utf-8").splitlines()
        return Tokenizer(
            vocabulary, [_pair(line) for line in lines if line.strip() and not line.startswith("#version")]
        )
    except FileNotFoundError as error:
        raise ModelError(f"the CLIP model's {error.filename} is missing", f"its folder must hold {_FILES}") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"the tokenizer in {folder} is damaged ({error})", f"get {_FILES} of the model again"
        ) from error


def _pair(entry: Any) -> tuple[str, str]:
    first, second = entry.split() if isinstance(entry, str) else entry
    return (first, second)
