"""Text analysis: what becomes a term of the index, of a query, and a highlighted word.

One analysis serves all three, so that a word that was typed is found and marked in every form that the index holds.
Lower case, accents folded, stop words dropped, Porter stem (the paper's choice). Whoosh's ``porter`` leaves "runn" of
"running", its ``porter2`` does not; ``words`` holds the forms that no rule reaches. ``clean`` lives in ``cleaning`` and
is re-exported here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from whoosh.lang.porter2 import stem as porter

from photofind.search.cleaning import clean
from photofind.search.words import NORMAL_FORMS, STOP_WORDS

__all__ = ["Term", "analyse", "clean", "normal", "scan", "sources_of_name", "stem_of", "stems", "tokens"]

_MARKS = r"\u0300-\u036f"
# A word: letters and digits with their combining marks, apostrophes inside it; "t-shirt" and "x-ray" are one word.
_WORD = re.compile(
    rf"[tT][- ][sS]hirts?(?!\w)|[xX][- ][rR]ays?(?!\w)|[^\W_][{_MARKS}]*(?:[^\W_][{_MARKS}]*|['’](?=[^\W_]))*"
)
_SENTENCE_END = re.compile(r"[.!?…](?=[\s\"'”’)\]])|[。！？\n;]")
_TAGS = re.compile(r"\btags\s*:", re.IGNORECASE)
_LONGEST = 64
_CACHE_LIMIT = 200_000


class Term(NamedTuple):
    """One indexed word: its stem, where it stands in the text, and the number of its sentence (from 0)."""

    stem: str
    start: int
    end: int
    sentence: int


def normal(word: str) -> str:
    """A word as the vocabulary spells it: lower case, accents folded, no apostrophes, no possessive, no hyphen."""
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in word if not unicodedata.combining(c))
    word = word.lower().replace("’", "'")
    if "'" in word:
        word = word.removesuffix("'s").replace("'", "")
    return word.replace("-", "").replace(" ", "")[:_LONGEST]


_stems: dict[str, str] = {}


def stem_of(word: str) -> str:
    """The stem of a ``normal`` word; empty for a stop word or a single letter, which are not indexed."""
    found = _stems.get(word)
    if found is None:
        if len(_stems) > _CACHE_LIMIT:  # file names may hold any number of words: bound the memory
            _stems.clear()
        found = _stems[word] = _stem(word)
    return found


def _stem(word: str) -> str:
    if not word or word in STOP_WORDS or (len(word) == 1 and word.isascii() and word.isalpha()):
        return ""
    word = NORMAL_FORMS.get(word, word)
    if not (word.isascii() and word.isalpha()):
        return word
    stem: str = porter(word)
    return stem or word


def tokens(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Every word of a text as it stands there, stop words included: (word, start, end, sentence)."""
    sentence, last = 0, 0
    tags = _TAGS.search(text) if ":" in text else None
    first_tag, label = (tags.end(), tags.start()) if tags else (len(text) + 1, len(text) + 1)
    for match in _WORD.finditer(text):
        start, end = match.span()
        if start - last != 1 or text[last] != " ":
            gap = text[last:start]
            # Tags stand beside each other by chance: each is a sentence of its own.
            if _SENTENCE_END.search(gap) or (last >= first_tag and "," in gap):
                sentence += 1
        last = end
        if label <= start < first_tag:
            sentence += 1  # the label itself is not a word of the caption
            continue
        yield match.group(), start, end, sentence


def scan(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Every word of a text, stop words included: (normal form, start, end, sentence)."""
    return ((normal(word), start, end, sentence) for word, start, end, sentence in tokens(text))


def analyse(text: str) -> list[Term]:
    """The terms of a text in order, with character offsets into it."""
    return [Term(stem, start, end, at) for word, start, end, at in scan(text) if (stem := stem_of(word))]


def stems(text: str) -> list[str]:
    """The stems of a text in order, repeats included."""
    return [stem for word, _, _, _ in scan(text) if (stem := stem_of(word))]


# What cameras, phones and messengers call their files: a prefix and a number say nothing about the picture.
_CAMERA = re.compile(
    r"^_?(?:mv)?(?:img|mg|image|dsc[nf]?|dcp|dcim|pict?|pxl|gopr|gp|gh|dji|pano|vid|sam|imgp|cimg|hpim|kic|wp|p|pb|burst"
    r"|photo|cover|fb|received|signal|snapchat)?(?:[-_ ]?(?=[\d(])|$)",
    re.IGNORECASE,
)
_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z_]+|\d+")
_ACCOUNTS = frozenset({"home", "users"})
_PLACES = frozenset(
    {
        *("home", "users", "user", "pictures", "photos", "images", "media", "mnt", "volumes", "dcim", "desktop"),
        *("downloads", "documents", "camera", "tmp", "var", "private"),
    }
)
_HASH = re.compile(r"^(?=.*\d)[0-9a-fA-F-]{12,}$")


def sources_of_name(path: str, root: str) -> str:
    """The words of a file's name, of the folders around it up to one that a person added (``root``), and of that one.

    camelCase, digits and underscores are split. Camera names (``IMG_1234``), hashes and general places such as
    ``Pictures`` are dropped, and numbers other than years; so are names of accounts, which stand in every path.
    """
    parts, above = _parts(path), _parts(root)
    if not parts:
        return ""
    *folders, name = parts
    account = 1 if folders and folders[0].lower() in _ACCOUNTS else None
    below = folders[max(len(above) - 1, 0) :] if folders[: len(above)] == above else []
    first = len(folders) - len(below)
    chosen = [part for at, part in enumerate(below, first) if part.lower() not in _PLACES and at != account]
    name = PurePosixPath(name).stem
    words: list[str] = []
    for part in (*chosen, name):
        if _HASH.match(part):
            continue
        camera = _CAMERA.match(part)
        kept = part[camera.end() :] if camera else part
        for piece in _PIECES.findall(kept):
            if piece.isdigit():
                if (camera and camera.end()) or len(piece) != 4 or not 1826 <= int(piece) <= 2100:
                    continue
            elif len(piece) == 1 and piece.isascii():
                continue
            if piece.lower() not in (word.lower() for word in words[-8:]):
                words.append(piece)
    return " ".join(words)


def _parts(path: str) -> list[str]:
    """The folders and the name of a path of any system, without the letter of a drive."""
    return [part for part in path.replace("\\", "/").split("/") if part and not part.endswith(":")]
