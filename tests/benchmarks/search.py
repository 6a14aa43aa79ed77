"""Search speed: ours, Whoosh, SQLite FTS5 and tantivy (where installed) on the same photos and queries, in one run.

    python -m tests.benchmarks.search [--photos N] [--captions FILE] [--json]

FILE holds one JSON object a line with a list ``captions`` (gzip or not); without it, captions are generated. Every
photo gets one caption of its whole and 17 of its crops. *Warm* means that the terms of a query are cached, its
result not; *rescored* that their postings are cached but not their scores, as after a commit; *cold* that nothing of
them is.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import FileIndex
from whoosh.query import And, AndNot, Or, Term
from whoosh.scoring import BM25F

from photofind.records import Chip, Query
from photofind.search.index import Document, Index
from photofind.search.ranking import FIELD_WEIGHTS, K1, B
from photofind.search.store import FIELDS, NAME, Store
from photofind.search.text import scan, stem_of, stems

CROPS = 17
KINDS = ("common", "rare", "and3", "and5", "or5", "phrase", "not")
Asked = tuple[str, list[str], list[str]]
"""Kind, included words (a phrase's in order), excluded words."""


def captions_of(file: Path | None, rng: random.Random) -> list[str]:
    if file is not None:
        raw = file.read_bytes()
        text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8")
        return [caption for line in text.splitlines() for caption in json.loads(line)["captions"]]
    syllables = [
        a + b
        for a in ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v"]
        for b in ("a", "e", "i", "o", "u", "an", "or", "ip")
    ]
    words = sorted({"".join(rng.choices(syllables, k=rng.randint(2, 3))) for _ in range(6000)})
    rng.shuffle(words)
    weights = [1 / (i + 3) for i in range(len(words))]
    return [" ".join(rng.choices(words, weights, k=rng.randint(5, 12))) + "." for _ in range(25_000)]


def corpus(captions: list[str], photos: int, rng: random.Random) -> Iterator[Document]:
    for photo in range(1, photos + 1):
        said = rng.choices(captions, k=CROPS + 1)
        yield Document(photo, (said[0],), tuple(said[1:]), (), (f"holiday {photo % 40 + 1980}",))


def queries(captions: list[str], each: int, rng: random.Random) -> list[Asked]:
    analysed = [[word for word, *_ in scan(caption) if stem_of(word)] for caption in captions]
    frequency = Counter(word for said in analysed for word in said)
    ranked = [word for word, count in frequency.most_common() if count > 2]
    asked: list[Asked] = []
    for _ in range(each):
        said = rng.choice([s for s in rng.choices(analysed, k=400) if len(set(s)) >= 5])
        start = rng.randrange(len(said) - 1)
        asked += [
            ("common", [rng.choice(ranked[:20])], []),
            ("rare", [rng.choice(ranked[1000:])], []),
            ("and3", rng.sample(sorted(set(said)), 3), []),
            ("and5", rng.sample(sorted(set(said)), 5), []),
            ("or5", rng.sample(ranked[:300], 5), []),
            ("phrase", said[start : start + 2], []),
            ("not", [rng.choice(ranked[:60])], [rng.choice(ranked[60:120])]),
        ]
    return asked


def as_query(asked: Asked, synonyms: bool = False) -> Query:
    kind, included, excluded = asked
    chips = [Chip(" ".join(included), phrase=True)] if kind == "phrase" else [Chip(stem) for stem in included]
    return Query((*chips, *(Chip(stem, exclude=True) for stem in excluded)), any=kind == "or5", synonyms=synonyms)


def analysed(asked: Asked) -> Asked:
    """The stems of the words, each once but in a phrase."""
    kind, included, excluded = asked
    found = [stem for word in included for stem in stems(word)]
    return (
        kind,
        found if kind == "phrase" else list(dict.fromkeys(found)),
        [stem for w in excluded for stem in stems(w)],
    )


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def p95(times: list[float]) -> float:
    return round(float(np.percentile(times, 95)), 2)


def forget_scores(index: Index) -> None:
    with index._lease() as ranker:
        ranker._vectors.drop(lambda _: True)
        ranker._tables.clear()
        ranker._other = None


class Ours:
    """Our index, with the caches thrown away as the measure asks; ``related``: queries ask for related words too."""

    def __init__(self, folder: Path, *, expansion: bool = False, related: bool = False) -> None:
        self.index = Index(folder, lambda _: (), expansion=expansion)
        self.related = related

    def search(self, asked: Asked) -> Any:
        return self.index.search(as_query(asked, self.related))

    def forget_scores(self) -> None:
        forget_scores(self.index)

    def warm(self, asked: Asked) -> float:
        self.rescored(asked)
        with self.index._lease() as ranker:
            ranker._vectors.drop(lambda key: isinstance(key, tuple) and key[0] == "phrase")
        return timed(lambda: self.search(asked))

    def rescored(self, asked: Asked) -> float:
        self.search(asked)
        self.forget_scores()
        return timed(lambda: self.search(asked))

    def cold(self, asked: Asked) -> float:
        self.index._cache.drop(lambda _: True)
        self.forget_scores()
        return timed(lambda: self.search(asked))


class Whoosh:
    """Whoosh's own scorer over the same files; it has no positions to find phrases with."""

    def __init__(self, folder: Path) -> None:
        store = Store(folder)
        self.searcher = FileIndex(store.storage, store.schema, NAME).searcher(weighting=BM25F(B=B, K1=K1))
        reader = self.searcher.reader()
        self.photos = np.concatenate([list(leaf.column_reader("photo")) for leaf, _ in reader.leaf_readers()])

    def search(self, asked: Asked) -> dict[int, float]:
        kind, included, excluded = analysed(asked)
        each = [Or([Term(f, stem, boost=FIELD_WEIGHTS[f]) for f in FIELDS]) for stem in included]
        query: Any = Or(each) if kind == "or5" else And(each)
        if excluded:
            query = AndNot(query, Or([Term(f, stem) for f in FIELDS for stem in excluded]))
        found = self.searcher.search(query.normalize(), limit=None, optimize=False)
        return {int(self.photos[number]): score for score, number in found.top_n}


class Fts5:
    """SQLite FTS5 over the same stems, the same field weights."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:")
        self.db.execute(
            "create virtual table photos using fts5(whole, crops, own, name, content='', tokenize='unicode61')"
        )

    def add(self, document: Document) -> None:
        said = [" . ".join(" ".join(stems(text)) for text in getattr(document, field)) for field in FIELDS]
        self.db.execute(
            "insert into photos(rowid, whole, crops, own, name) values (?, ?, ?, ?, ?)", (document.photo_id, *said)
        )

    def search(self, asked: Asked) -> list[Any]:
        kind, included, excluded = analysed(asked)
        if kind == "phrase":
            match = '"' + " ".join(included) + '"'
        else:
            match = (" OR " if kind == "or5" else " AND ").join(f'"{stem}"' for stem in included)
        for stem in excluded:
            match = f'({match}) NOT "{stem}"'
        weights = ", ".join(str(FIELD_WEIGHTS[field]) for field in FIELDS)
        return self.db.execute(
            f"select rowid, bm25(photos, {weights}) s from photos where photos match ? order by s", (match,)
        ).fetchall()


class Tantivy:
    """tantivy over the same stems, the same field weights."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("photo", stored=True, fast=True)
        for field in FIELDS:
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
        folder.mkdir()
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, path=str(folder))
        self.writer = self.index.writer(200_000_000, 1)
        self.count = 0

    def add(self, document: Document) -> None:
        said = {field: " . ".join(" ".join(stems(text)) for text in getattr(document, field)) for field in FIELDS}
        self.writer.add_document(self.tantivy.Document(photo=document.photo_id, **said))
        self.count += 1

    def done(self) -> None:
        self.writer.commit()
        self.writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, asked: Asked) -> Any:
        kind, included, excluded = analysed(asked)
        t, must = self.tantivy.Query, self.tantivy.Occur

        def word(stem: str) -> Any:
            return t.boolean_query(
                [(must.Should, t.boost_query(t.term_query(self.schema, f, stem), w)) for f, w in FIELD_WEIGHTS.items()]
            )

        if kind == "phrase":
            clauses = [
                (must.Should, t.boost_query(t.phrase_query(self.schema, f, included), w))
                for f, w in FIELD_WEIGHTS.items()
            ]
        else:
            clauses = [(must.Should if kind == "or5" else must.Must, word(stem)) for stem in included]
        clauses += [(must.MustNot, word(stem)) for stem in excluded]
        return self.searcher.search(t.boolean_query(clauses), self.count).hits


def by_kind(asked: list[Asked], measure: Callable[[Asked], float]) -> tuple[dict[str, str], list[float]]:
    times: dict[str, list[float]] = {}
    for one in asked:
        times.setdefault(one[0], []).append(measure(one))
    every = [ms for some in times.values() for ms in some]
    table = {kind: f"{np.median(some):.2f}/{p95(some)}" for kind, some in times.items()}
    return table, every


def run(photos: int, file: Path | None, *, peers: bool = True) -> dict[str, Any]:
    rng = random.Random(5)
    captions = captions_of(file, rng)
    asked = queries(captions, 12, rng)
    out: dict[str, Any] = {"photos": photos}
    detail: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = Ours(folder / "index")
        documents = list(corpus(captions, photos, rng))
        start = time.perf_counter()
        for at in range(0, photos, 500):
            ours.index.update(documents[at : at + 500])
        out["index_photos_per_s"] = round(photos / (time.perf_counter() - start))
        out["index_mb"] = round(sum(f.stat().st_size for f in (folder / "index").iterdir()) / 1e6)
        with ours.index._lease() as ranker:
            out["segments"] = len(ranker.snapshot.segments)
        ours.index.close()
        opening = [timed(lambda: Index(folder / "index", lambda _: ()).close()) for _ in range(5)]
        out["open_ms"] = round(float(np.median(opening)), 1)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        ours = Ours(folder / "index")
        detail["ours cold"], cold = by_kind(asked, ours.cold)
        detail["ours rescored"], rescored = by_kind(asked, ours.rescored)
        detail["ours warm"], warm = by_kind(asked, ours.warm)
        out["rescored_p95_ms"] = p95(rescored)
        out["cold_p95_ms"], out["warm_p95_ms"], out["warm_p50_ms"] = (
            p95(cold),
            p95(warm),
            round(float(np.median(warm)), 2),
        )
        out["preload_s"] = round(timed(ours.index.preload) / 1000, 2)
        out["cache_mb"] = round(ours.index._cache.bytes / 1e6)
        out.update(words(ours, asked))
        out["search_rss_mb"] = round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
        if peers:
            _peers(out, detail, asked, documents, folder, ours)
        out.update(commits(ours, asked, corpus(captions, 80, rng), photos))
        ours.index.close()
    out["by_kind_p50_p95_ms"] = detail
    return out


def words(ours: Ours, asked: list[Asked]) -> dict[str, float]:
    index = ours.index
    suggesting, completing, nearest = [], [], []
    for one in asked:
        query = as_query(one, ours.related)
        ids = index.search(query).ids
        suggesting.append(timed(lambda q=query, i=ids: index.suggest(q, i)))
        completing.append(timed(lambda s=one[1][0]: [index.complete(s[:size]) for size in (1, 2, 3)]) / 3)
        nearest.append(timed(lambda s=one[1][0]: index.search(Query((Chip(s + "qx"),)))))
    return {
        "suggest_p95_ms": p95(suggesting[7:]),
        "complete_p95_ms": p95(completing[7:]),
        "nearest_p95_ms": p95(nearest[7:]),
    }


def _peers(
    out: dict[str, Any], detail: dict[str, Any], asked: list[Asked], documents: list[Document], folder: Path, ours: Ours
) -> None:
    whoosh = Whoosh(folder / "index")
    few = [one for one in asked[: 7 * 4] if one[0] != "phrase"]
    difference = 0.0
    for one in few:
        if one[0] == "not":  # AndNot may return an excluded first document
            continue
        expected, ranking = whoosh.search(one), ours.index.search(as_query(one))
        assert set(expected) == set(ranking.ids.tolist()), one
        found = zip(ranking.ids.tolist(), ranking.scores.tolist(), strict=True)
        difference = max([difference, *(abs(expected[photo] - score) for photo, score in found)])
    out["max_score_diff"] = difference
    detail["whoosh"], times = by_kind(few, lambda one: timed(lambda: whoosh.search(one)))
    out["whoosh_p95_ms"] = p95(times)
    whoosh.searcher.close()
    fts5 = Fts5()
    for document in documents:
        fts5.add(document)
    for one in asked:
        fts5.search(one)
    detail["fts5"], times = by_kind(asked, lambda one: timed(lambda: fts5.search(one)))
    out["fts5_p95_ms"] = p95(times)
    fts5.db.close()
    try:
        tantivy = Tantivy(folder / "tantivy")
    except ImportError:
        out["tantivy_p95_ms"] = None
        return
    for document in documents:
        tantivy.add(document)
    tantivy.done()
    for one in asked:
        tantivy.search(one)
    detail["tantivy"], times = by_kind(asked, lambda one: timed(lambda: tantivy.search(one)))
    out["tantivy_p95_ms"] = p95(times)


def commits(ours: Ours, asked: list[Asked], documents: Iterable[Document], photos: int) -> dict[str, float]:
    """One photo a commit, and searches in another thread meanwhile, their terms cached.

    Of the searches' time, what they did not wait for a processor that other programs had is given too, where the system
    counts that.
    """
    for one in asked:
        ours.search(one)
    stop = threading.Event()
    busy: list[float] = []
    alone: list[float] = []

    def search() -> None:
        while not stop.is_set():
            for one in asked:
                before = queued()
                busy.append(timed(lambda o=one: ours.search(o)))
                alone.append(busy[-1] - (queued() - before))
                if stop.wait(0.005):
                    break

    thread = threading.Thread(target=search)
    thread.start()
    times = []
    for document in documents:
        fresh = Document(
            document.photo_id if document.photo_id % 2 else photos + document.photo_id, document.whole, document.crops
        )
        times.append(timed(lambda d=fresh: ours.index.update([d])))
        time.sleep(0.05)
    stop.set()
    thread.join()
    return {
        "commit_p95_ms": p95(times),
        "commit_p50_ms": round(float(np.median(times)), 1),
        "warm_while_committing_p95_ms": p95(busy),
        "warm_while_committing_without_other_programs_p95_ms": p95(alone),
    }


def queued() -> float:
    """Milliseconds for which this thread has waited for a processor in all; 0 where the system does not count them."""
    try:
        return int(Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text().split()[1]) / 1e6
    except (OSError, IndexError, ValueError):
        return 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=20_000)
    parser.add_argument("--captions", type=Path)
    parser.add_argument("--no-peers", action="store_true", help="ours only")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    out = run(options.photos, options.captions, peers=not options.no_peers)
    if options.json:
        print(json.dumps(out))
    else:
        for key, value in out.items():
            if isinstance(value, dict):
                for row, cells in value.items():
                    print(f"{row:12}", cells)
            else:
                print(f"{key:32}{value}")


if __name__ == "__main__":
    sys.exit(main())
