"""Damaged index files: whatever bit flips, results are right or the index says that it is damaged."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from photofind.errors import SearchIndexError
from photofind.records import Chip, Query
from photofind.search import sums
from photofind.search.index import Document, Index

WORDS = [f"{a}{b}" for a in ("ba", "do", "fi", "ku", "mo") for b in ("ran", "tel", "vis", "nor", "lap", "gem")]


def filled(folder: Path) -> None:
    rng = random.Random(4)
    index = Index(folder, lambda _: ())
    for start in range(0, 300, 100):
        documents = [
            Document(n, (" ".join(rng.choices(WORDS, k=9)),), (" ".join(rng.choices(WORDS, k=6)),), (), ("rome",))
            for n in range(start + 1, start + 101)
        ]
        index.update(documents, [start // 2 + 3])
    index.close()


def answers(folder: Path) -> list[object]:
    """Everything that the files are asked for."""
    index = Index(folder, lambda _: ())
    found: list[object] = []
    try:
        for word in (*WORDS[::4], "rome", "nothing"):
            ranking = index.search(Query((Chip(word),), synonyms=False))
            found += [ranking.ids.tolist(), ranking.scores.tolist(), ranking.unmatched]
        for pair in zip(WORDS[:6], WORDS[6:12], strict=True):
            found.append(index.search(Query((Chip(" ".join(pair), phrase=True),))).ids.tolist())
        found += [index.complete("ba"), index.count, index.similar(7).ids.tolist()]
        found.append(index.suggest(Query((Chip(WORDS[0]),)), list(range(1, 301))))
    finally:
        index.close()
    return found


def test_any_flipped_bit_is_noticed_or_does_no_harm(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    filled(whole)
    expected = answers(whole)
    rng = random.Random(11)
    files = sorted(path for path in whole.iterdir() if path.is_file() and path.stat().st_size)
    noticed: list[SearchIndexError] = []
    for path in files:
        size = path.stat().st_size
        for place in {0, size - 1, *(rng.randrange(size) for _ in range(4))}:
            broken = tmp_path / "broken"
            shutil.copytree(whole, broken)
            data = bytearray((broken / path.name).read_bytes())
            data[place] ^= 1 << rng.randrange(8)
            (broken / path.name).write_bytes(data)
            try:
                assert answers(broken) == expected, (path.name, place)
            except SearchIndexError as error:
                noticed.append(error)
            shutil.rmtree(broken)
    assert len(noticed) > len(files)
    assert all(error.remedy for error in noticed)


def test_damage_is_not_merged_into_sound_segments(tmp_path: Path) -> None:
    filled(tmp_path / "index")
    index = Index(tmp_path / "index", lambda _: ())
    postings = min((tmp_path / "index").glob("*.pst"))
    data = bytearray(postings.read_bytes())
    data[len(data) // 2] ^= 4
    postings.write_bytes(data)

    def replace_all() -> None:
        for start in range(1000, 1100):  # single photos: their segments, and those half deleted, are merged
            index.update([Document(start, ("dog",))], list(range((start - 1000) * 4, (start - 1000) * 4 + 4)))

    with pytest.raises(SearchIndexError):
        replace_all()
    index.close()


def test_only_what_is_used_is_compared(tmp_path: Path) -> None:
    path = tmp_path / "file"
    data = bytearray(np.random.default_rng(1).bytes(sums.CHUNK * 5 + 77))
    path.write_bytes(data)
    table = sums.sums_of(bytes(data), 0, len(data))
    assert len(table) == 6
    data[sums.CHUNK * 2 + 5] ^= 1
    path.write_bytes(data)
    checked = sums.Checked(path, len(data), table)
    checked.check(0, sums.CHUNK * 2)
    checked.check(sums.CHUNK * 3)
    checked.check_ranges(np.array([5, sums.CHUNK * 4]), np.array([9, sums.CHUNK * 5 + 70]))
    for start, end in ((sums.CHUNK * 2, sums.CHUNK * 2 + 1), (0, None)):
        with pytest.raises(ValueError, match="damaged"):
            checked.check(start, end)
    with pytest.raises(ValueError, match="damaged"):
        checked.check_ranges(np.array([0]), np.array([sums.CHUNK * 6]))
    with pytest.raises(ValueError, match="another size"):
        sums.Checked(path, len(data) - 1, table)
