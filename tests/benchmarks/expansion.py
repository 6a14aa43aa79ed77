"""Learned expansion (``photofind.search.expansion``): does it find more, and what does it cost?

    python -m tests.benchmarks.expansion --captions FILE [--labels FILE] [--described FILE] [--photos N] [--json]

``--captions`` (JSON lines with a list ``captions``, gzip or not): all captions but the last of each photo are indexed,
the last is the query (any of its words); its photo's rank is what counts. What is learned is learned from the indexed
captions only: of all photos, and (*folds*) of other photos than the one that is expanded. ``--labels`` (a JSON list of
{file, labels, captions}): each label is a query (all of its words) over these photos within the library of
``--captions``; ``--described`` (JSON lines of {file, view, text}) takes a model's captions of them in place of the
people's, without that library. ``--photos`` measures cost and speed on so many photos of 18 views, each made of four
photos of ``--captions``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from photofind.records import Chip, Query
from photofind.search import expansion, ranking
from photofind.search.documents import Encoder
from photofind.search.expansion import Table
from photofind.search.expansion_counts import Counts
from photofind.search.index import Document, Index
from photofind.search.text import clean, scan, stem_of
from tests.benchmarks.search import Ours, by_kind, commits, forget_scores, p95, queries, timed, words

NEVER = sys.maxsize
Kind = tuple[str, bool, bool]
KINDS: tuple[Kind, ...] = (
    ("none", False, False),
    ("synonyms", True, False),
    ("expansion", False, True),
    ("both", True, True),
)
"""Name, synonyms, expansion."""


def read_captions(file: Path) -> list[list[str]]:
    raw = file.read_bytes()
    text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line)["captions"] for line in text.splitlines()]


def table_of(documents: Sequence[Document]) -> Table:
    encoder, counts = Encoder(), Counts()
    counts.add(encoder.encode(one).views for one in documents)
    return Table(counts.stems, counts.learn())


@contextmanager
def index_of(groups: Sequence[tuple[Table, Sequence[Document]]]) -> Iterator[Index]:
    """An index whose documents are expanded by the table that stands before them."""
    with tempfile.TemporaryDirectory() as name:
        index = Index(Path(name) / "index", lambda _: (), expansion=True)
        learner = index._learner
        assert learner is not None
        learner._due = NEVER
        for table, documents in groups:
            learner.table = table
            for start in range(0, len(documents), 2000):
                index.update(documents[start : start + 2000])
        yield index
        index.close()


def chips(text: str) -> tuple[Chip, ...]:
    words = {stem_of(word): word for word, *_ in scan(text) if stem_of(word)}
    return tuple(map(Chip, words.values()))


@contextmanager
def asked(index: Index, kind: Kind) -> Iterator[Callable[[str, bool], list[int]]]:
    """Searches with the synonyms and the expansion of a kind."""
    _, synonyms, expanded = kind
    learner, related = index._learner, index._related
    index._learner = learner if expanded else None
    if not synonyms:
        index._related = lambda _ranker: lambda _stem: ()  # type: ignore[method-assign, assignment]
    forget_scores(index)
    yield lambda text, either: index.search(Query(chips(text), any=either)).ids.tolist()
    index._learner, index._related = learner, related  # type: ignore[method-assign]


def mcnemar(better: int, worse: int) -> float:
    """Two-sided exact p of so many queries won and lost."""
    n, k = better + worse, min(better, worse)
    log_tail = [
        math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) - n * math.log(2) for i in range(k + 1)
    ]
    return min(1.0, 2 * sum(map(math.exp, log_tail)))


def retrieval(photos: list[list[str]], folds: int) -> dict[str, Any]:
    documents = [Document(n, tuple(said[:-1])) for n, said in enumerate(photos)]  # one field, as in the paper
    queries = [said[-1] for said in photos]
    fold_of = [random.Random(5).choices(range(folds), k=len(photos)), [0] * len(photos)]
    out: dict[str, Any] = {"photos": len(photos)}
    ranks: dict[str, np.ndarray] = {}
    for name, of in (("folds", fold_of[0]), ("all", fold_of[1])):
        groups = []
        for fold in sorted(set(of)):
            inside = [d for d, f in zip(documents, of, strict=True) if f == fold]
            other = documents if name == "all" else [d for d, f in zip(documents, of, strict=True) if f != fold]
            groups.append((table_of(other), inside))
        with index_of(groups) as index:
            for kind in KINDS:
                if name == "folds" and not kind[2]:
                    continue
                with asked(index, kind) as ask:
                    places = [found.index(n) if n in found else NEVER for n, found in each(ask, queries)]
                ranks[kind[0] + (" (folds)" if name == "folds" else "")] = np.array(places)
            if name == "all":
                out["pairs"] = len(groups[0][0])
    base = ranks["none"]
    for label, places in ranks.items():
        hits = {k: places < k for k in (1, 5, 10)}
        out[label] = {
            "r_at": {k: round(100 * float(hit.mean()), 2) for k, hit in hits.items()},
            "p_vs_none": {
                k: mcnemar(int((hit & ~(base < k)).sum()), int((~hit & (base < k)).sum())) for k, hit in hits.items()
            },
        }
    return out


def each(ask: Callable[[str, bool], list[int]], queries: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
    for n, text in enumerate(queries):
        yield n, ask(text, True)


def keywords(judged: list[tuple[set[str], Document]], library: Sequence[Document]) -> dict[str, Any]:
    """Labels as queries; only the judged photos of a result count. Differences with 95 % bootstrap intervals."""
    documents = [document for _, document in judged]
    labels = {document.photo_id: said for said, document in judged}
    table = table_of([*documents, *library])
    queries = sorted({label for said in labels.values() for label in said})
    scores: dict[str, np.ndarray] = {}
    out: dict[str, Any] = {"photos": len(judged), "queries": len(queries), "pairs": len(table)}
    with index_of([(table, [*documents, *library])]) as index:
        for kind in KINDS:
            rows = []
            with asked(index, kind) as ask:
                for label in queries:
                    found = [label in labels[photo] for photo in ask(label, False) if photo in labels]
                    relevant = sum(label in said for said in labels.values())
                    hits = np.cumsum(found) if found else np.zeros(0)
                    average = sum(hits[at] / (at + 1) for at in range(len(found)) if found[at]) / relevant
                    rows.append((average, sum(found[:1]), sum(found[:4]) / 4, sum(found), len(found)))
            scores[kind[0]] = np.array(rows)
    for name, values in scores.items():
        picks = np.random.default_rng(1).integers(0, len(queries), (2000, len(queries)))
        gain = (values - scores["none"])[:, :3][picks].mean(1)
        low, high = np.quantile(gain, (0.025, 0.975), axis=0)
        out[name] = {"precision": round(float(values[:, 3].sum() / max(values[:, 4].sum(), 1)), 3)}
        for column, measure in enumerate(("map", "p_at_1", "p_at_4")):
            out[name][measure] = round(float(values[:, column].mean()), 4)
            out[name][f"{measure}_gain_95"] = [round(float(low[column]), 4), round(float(high[column]), 4)]
    return out


def cost(photos: list[list[str]], count: int) -> dict[str, Any]:
    """Building, size and speed of the whole, each query with its related words, without expansion and with it."""
    rng = random.Random(6)
    documents = []
    for n in range(1, count + 81):
        said = [caption for one in rng.choices(photos, k=4) for caption in one][:18]
        documents.append(Document(n, (said[0],), tuple(said[1:])))
    documents, landing = documents[:count], documents[count:]
    asked = queries([caption for said in photos for caption in said], 12, rng)
    out: dict[str, Any] = {"photos": count}
    process = psutil.Process()
    for name, on in (("off", False), ("on", True)):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "index"
            before = process.memory_info().rss
            index = Index(place, lambda _: (), expansion=on)
            measured: dict[str, Any] = {}
            if on:
                batches = (documents[start : start + 500] for start in range(0, count, 500))
                measured["learn_s"] = round(timed(partial(index.learn, batches)) / 1000, 1)
                measured["pairs"] = len(index._learner.table)  # type: ignore[union-attr]
            start = time.perf_counter()
            for at in range(0, count, 500):
                index.update(documents[at : at + 500])
            measured["index_photos_per_s"] = round(count / (time.perf_counter() - start))
            measured["rss_mb"] = round((process.memory_info().rss - before) / 1e6)
            index.close()
            files = list(place.iterdir())
            measured["index_mb"] = round(sum(f.stat().st_size for f in files) / 1e6, 1)
            learned = sum(f.stat().st_size for f in files if f.name == expansion.FILE)
            measured["expansion_file_mb"] = round(learned / 1e6, 1)
            opening = [timed(lambda p=place, o=on: Index(p, lambda _: (), expansion=o).close()) for _ in range(5)]
            measured["open_ms"] = round(float(np.median(opening)), 1)
            ours = Ours(place, expansion=on, related=True)
            ours.search(asked[0])  # the table of related words is read once
            measured["found"] = sum(len(ours.search(one).ids) for one in asked)
            detail: dict[str, Any] = {}
            for kind, measure in (("cold", ours.cold), ("rescored", ours.rescored), ("warm", ours.warm)):
                detail[kind], times = by_kind(asked, measure)
                measured[f"{kind}_p95_ms"] = p95(times)
            measured["preload_s"] = round(timed(ours.index.preload) / 1000, 2)
            measured |= words(ours, asked)
            measured |= commits(ours, asked, landing, count)
            measured["by_kind_p50_p95_ms"] = detail
            ours.index.close()
            out[name] = measured
    return out


def judged_photos(labels: Path, described: Path | None) -> list[tuple[set[str], Document]]:
    entries = [one for one in json.loads(labels.read_text("utf-8")) if one["labels"]]
    said: dict[str, tuple[str, ...]] = {one["file"]: tuple(one["captions"]) for one in entries}
    if described is not None:
        views: dict[str, dict[str, str]] = defaultdict(dict)
        for line in described.read_text("utf-8").splitlines():
            one = json.loads(line)
            views[one["file"]][one["view"]] = clean(one["text"])
        said = {
            file: (of["whole"], *(text for view, text in of.items() if view != "whole")) for file, of in views.items()
        }
    return [
        (set(one["labels"]), Document(1_000_000 + n, said[one["file"]][:1], said[one["file"]][1:]))
        for n, one in enumerate(entries)
        if said.get(one["file"])
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--captions", type=Path, required=True)
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--described", type=Path)
    parser.add_argument("--photos", type=int, default=0)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--weight", type=float, default=ranking.LEARNED_WEIGHT)
    parser.add_argument("--least", type=int, default=expansion._LEAST)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    ranking.LEARNED_WEIGHT, expansion._LEAST = options.weight, options.least
    photos = read_captions(options.captions)
    out: dict[str, Any] = {"weight": options.weight, "least": options.least}
    if options.photos:
        out["cost"] = cost(photos, options.photos)
    elif options.labels:
        library = [] if options.described else [Document(n, tuple(s[:1]), tuple(s[1:])) for n, s in enumerate(photos)]
        out["keywords"] = keywords(judged_photos(options.labels, options.described), library)
    else:
        out["retrieval"] = retrieval(photos, options.folds)
    print(json.dumps(out, indent=None if options.json else 1))


if __name__ == "__main__":
    main()
