"""Make ``resources/wordnet/nouns.tsv.gz`` from WordNet 3.0's noun files (Debian: ``apt-get install wordnet-base``).

    python packaging/wordnet/build.py [/usr/share/wordnet]

Kept are nouns of one word for what photos show (animals, artifacts, people, food, plants, places, weather, sports …),
each under one synset: the first such sense, if that is among its most frequent ones. A line is one synset: its number,
its words (``word`` or ``word>stem``, with ``/count`` of WordNet's tagged texts where there is one), and the numbers of
the nearest synsets above it that have words.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from photofind.search.text import normal, stem_of  # noqa: E402

# Lexicographer files: animal, artifact, body, food, location, object, person, phenomenon, plant, substance.
SHOWN = {5, 6, 8, 13, 15, 17, 18, 19, 20, 27}
PERSON, THINGS = 18, {5, 6, 13, 20}  # animal, artifact, food, plant
# Kinds that people know and WordNet files elsewhere (a bus is public transport to it, and that no vehicle).
ALSO = {"bus": "vehicle", "train": "vehicle"}
# The heads of those files stand in a file of their own, beside "entity" and "thing".
TOPS, HEADS = 3, {"person", "animal", "plant", "food"}
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*$")


def main(folder: Path) -> None:
    """Read the noun files, choose a synset for each word, write the table."""
    files, parents, words_of = {}, defaultdict(list), defaultdict(list)
    for line in (folder / "data.noun").read_text(encoding="ascii").splitlines():
        if line.startswith(" "):
            continue
        cells = line.split(" | ")[0].split()
        synset, words = cells[0], int(cells[3], 16)
        files[synset] = int(cells[1])
        words_of[synset] = [cells[4 + 2 * i] for i in range(words)]
        at = 4 + 2 * words
        for i in range(int(cells[at])):
            kind, target, part = cells[at + 1 + 4 * i : at + 4 + 4 * i]
            if kind == "@" and part == "n":
                parents[synset].append(target)
    counts: dict[tuple[str, int], int] = {}
    other: dict[str, int] = defaultdict(int)
    for line in (folder / "cntlist.rev").read_text(encoding="ascii").splitlines():
        key, sense, count = line.split()
        word, _, rest = key.partition("%")
        if rest.startswith("1:"):
            counts[word, int(sense)] = int(count)
        else:
            other[stem_of(normal(word))] += int(count)
    sports = sport_synsets(parents, words_of, files)
    chosen: dict[str, tuple[str, int]] = {}
    for line in (folder / "index.noun").read_text(encoding="ascii").splitlines():
        if line.startswith(" "):
            continue
        cells = line.split()
        word, senses = cells[0], cells[-int(cells[2]) :]
        tagged = [counts.get((word, i), 0) for i in range(1, len(senses) + 1)]
        for number, synset in enumerate(senses[:4]):
            shown = files[synset] in SHOWN or synset in sports or (files[synset] == TOPS and word in HEADS)
            # WordNet writes proper and Latin names with capitals in the data file only.
            if shown and (number < 2 or tagged[number] * 5 >= max(tagged)) and word in words_of[synset]:
                if WORD.match(word) and stem_of(normal(word)):
                    chosen[word] = thing_first(word, number, senses, tagged, files, words_of)
                break
    # The index knows stems only: one that several words share means the commonest of them ("bell", not "belle"), and
    # one that is mostly a verb or an adjective ("miss", "electric") no thing at all.
    meant: dict[str, str] = {}
    kept: dict[str, list[str]] = defaultdict(list)
    for word, (synset, count) in sorted(chosen.items(), key=lambda item: (-item[1][1], len(item[0]), item[0])):
        stem = stem_of(normal(word))
        if meant.setdefault(stem, synset) != synset or other[stem] > 3 * count:
            continue
        kept[synset].append(f"{word}{'' if stem == word else '>' + stem}{f'/{count}' if count else ''}")
    numbers = {synset: i for i, synset in enumerate(sorted(kept))}

    for word, kind in ALSO.items():
        parents[chosen[word][0]].append(chosen[kind][0])

    def above(synset: str) -> set[int]:
        found = set()
        for parent in parents[synset]:
            found |= {numbers[parent]} if parent in numbers else above(parent)
        return found

    lines = [
        f"{i}\t{' '.join(kept[synset])}\t{' '.join(map(str, sorted(above(synset))))}" for synset, i in numbers.items()
    ]
    out = ROOT / "resources" / "wordnet" / "nouns.tsv.gz"
    with out.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(("\n".join(lines) + "\n").encode("ascii"))
    print(f"{len(lines)} synsets, {len(chosen)} words, {out.stat().st_size} bytes")


def thing_first(
    word: str, number: int, senses: list[str], tagged: list[int], files: dict[str, int], words_of: dict[str, list[str]]
) -> tuple[str, int]:
    """The sense chosen, or the animal or thing of the same name: in a photo a weasel, a mug or a boxer is no person.

    A word that means a person far more often stays one (driver).
    """
    if files[senses[number]] == PERSON:
        for other, synset in enumerate(senses[:4]):
            common = tagged[number] >= 3 and tagged[number] >= 5 * tagged[other]
            if files[synset] in THINGS and word in words_of[synset] and not common:
                return synset, tagged[other]
    return senses[number], tagged[number]


def sport_synsets(parents: dict[str, list[str]], words_of: dict[str, list[str]], files: dict[str, int]) -> set[str]:
    """Sport and all its kinds: the only acts that are kept."""
    below = defaultdict(list)
    for synset, above in parents.items():
        for parent in above:
            below[parent].append(synset)
    found: set[str] = set()
    ahead = [synset for synset, words in words_of.items() if files[synset] == 4 and words[:1] == ["sport"]]
    while ahead:
        synset = ahead.pop()
        if synset not in found:
            found.add(synset)
            ahead += below[synset]
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/wordnet"))
