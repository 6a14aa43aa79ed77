"""The search index: captions in, ranked photos out.

``Index`` is what the rest of photofind sees. Any thread may call it. Searches run on immutable snapshots
(``segments``), scores come from ``ranking``; writing goes through Whoosh under a lock of this process and one of all
processes.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

from photofind.courtesy import courtesy
from photofind.errors import PhotofindError, SearchIndexError
from photofind.records import Evidence, Query, WordCount
from photofind.search import frequency, ranking, suggest
from photofind.search.documents import Document, Encoded, Encoder
from photofind.search.evidence import Implying, Related, alone, explain, unlearned
from photofind.search.expansion import Learner
from photofind.search.leases import Leases
from photofind.search.query import wanted
from photofind.search.searching import Ranking, Search, Texts
from photofind.search.segments import BREAK, NAMES, Ids, entry_cache
from photofind.search.store import CAPTIONS, LEARNED, Store, damaged, wipe
from photofind.search.synonyms import Thesaurus
from photofind.search.turns import Turns
from photofind.search.vocabulary import Vocabulary, Words
from photofind.search.writing import Writer, merge_policy

__all__ = ["Document", "Index", "Ranking", "Texts"]

log = logging.getLogger(__name__)

_ENTRY_CACHE = 192 << 20
_THESAURUS = Thesaurus()  # one table for all indexes of the process; read when a query first asks


class Index:
    """One index folder, opened or created.

    Args:
        folder: where it lies; made if missing, readable to its owner only.
        texts: the texts of a photo, for evidence and for phrases limited to a field.
        encoder: analyses the documents; another than the usual one suits ``rank`` only, not chips.
        expansion: whether photos are found by words that their captions imply, too; see ``expansion``.

    Raises:
        SearchIndexError: the folder is damaged, of another version, or not ours.
    """

    def __init__(self, folder: Path, texts: Texts, encoder: Encoder | None = None, expansion: bool = False) -> None:
        self._store = Store(folder)
        self._texts = texts
        self._vocabulary = Vocabulary(folder)
        self._cache = entry_cache(_ENTRY_CACHE)
        self._write_lock = threading.Lock()
        self._leases = Leases(self._store, self._vocabulary, self._cache)
        self._lease = self._leases.lease
        self._turns = Turns()
        self._encoder = encoder or Encoder()
        self._learner = Learner(folder) if expansion else None
        self._popularity: tuple[int, npt.NDArray[np.int64]] = (-1, np.empty(0, np.int64))

    @staticmethod
    def wipe(folder: Path) -> None:
        """Delete an index so that a new one can be made."""
        wipe(folder)

    @property
    def identity(self) -> str:
        """The random id that the index got when it was created."""
        return self._store.identity

    @property
    def count(self) -> int:
        """Number of photos in the index."""
        with self._lease() as ranker:
            return ranker.snapshot.count

    @contextmanager
    def _urgent(self) -> Iterator[ranking.Ranker]:
        """The current snapshot, for what somebody waits for: a commit stands back meanwhile."""
        with self._turns.search(), self._lease() as ranker:
            yield ranker

    def refresh(self) -> bool:
        """Pick up what this or another process committed. Whether there was anything.

        Raises:
            SearchIndexError: the index was wiped or damaged.
        """
        return self._leases.refresh()

    def close(self) -> None:
        """Close all files. Searches that are under way end first; later calls raise."""
        with self._write_lock:
            self._leases.close()

    # writing

    @property
    def unlearned(self) -> bool:
        """Whether expansion is on and nothing was learned from captions yet."""
        return self._learner is not None and not self._learner.photos

    def learn(self, batches: Iterable[Sequence[Document]]) -> None:
        """Learn from the captions of all photos, so that those indexed next are expanded by what all of them teach.

        Without this the index learns from the photos that ``update`` gets, a little late for the first of them.
        """
        learner = self._learner
        if learner is None:
            return
        for batch in batches:
            with self._write_lock:
                learner.count((one.photo_id, one.views) for one in map(self._encoder.encode, batch))
        with self._write_lock:
            learner.learn()

    def update(self, documents: Sequence[Document], deleted: Sequence[int] = ()) -> None:
        """Put documents in place of what the index holds of their photos, and take photos out: one commit.

        Raises:
            SearchIndexError: the index is damaged or can't be written.
            OwnedError: another process writes it.
        """
        wanted_documents = {document.photo_id: document for document in documents}
        gone = {*deleted, *wanted_documents}
        if not gone:
            return
        with self._write_lock, self._turns.commit():
            encoded = []
            for document in wanted_documents.values():
                self._turns.give_way()
                encoded.append(self._encoder.encode(document))
            try:
                if self._learner is not None:
                    self._learner.add((one.photo_id, one.views) for one in encoded)
                with self._store.storage.tidy():
                    self._commit(encoded, sorted(gone))
            except PhotofindError:
                raise
            except OSError as error:
                what = f"the search index in {self._store.folder} can't be written ({error.strerror or error})"
                raise SearchIndexError(what, "make room on the disk, or rebuild the index") from error
            except Exception as error:
                raise damaged(self._store.folder, f"{type(error).__name__}: {error}") from error
        self.refresh()

    def _commit(self, encoded: Sequence[Encoded], gone: list[int]) -> None:
        writer = Writer(self._store, self._turns.give_way)
        try:
            self._write(writer, encoded, gone)
        except BaseException:
            if not writer.is_closed:
                with suppress(Exception):  # what made it fail is what matters
                    writer.cancel()
            writer.release()
            raise

    def _write(self, writer: Writer, encoded: Sequence[Encoded], gone: list[int]) -> None:
        self.refresh()  # the lock is ours: what is current now stays so until the commit
        with self._lease() as ranker:
            snapshot = ranker.snapshot
            if [segment.id for segment in snapshot.segments] != [one.segment_id() for one in writer.segments]:
                raise damaged(self._store.folder, "its segments changed under the writer's lock")
            rows = snapshot.find(gone)
        if not len(rows) and not encoded:
            writer.cancel()
            return
        self._vocabulary.add(word for one in encoded for word in one.words if word is not None)
        numbers = self._vocabulary.numbers()
        for row in rows.tolist():
            writer.delete_document(row)
        for one in encoded:
            stream = [BREAK if word is None else numbers[word] for word in one.words]
            if one.said < len(stream):
                stream.insert(one.said, NAMES)
            writer.add_document(
                photo=one.photo_id, stream=np.array(stream, "<u4").tobytes(), **one.stems, **self._implied(one)
            )
        writer.commit(mergetype=merge_policy)

    def _implied(self, one: Encoded) -> dict[str, dict[str, int]]:
        """The field of learned words of a document; none if there are none."""
        if self._learner is None:
            return {}
        said = {stem for name in CAPTIONS for stem in one.stems.get(name, ())}
        found = self._learner.table.expand(said, {stem for stems in one.stems.values() for stem in stems})
        return {LEARNED: found} if found else {}

    # searching

    def _search(self, ranker: ranking.Ranker) -> Search:
        return Search(ranker, self._vocabulary.words, self._texts, self._related, self._learner is not None)

    def _related(self, ranker: ranking.Ranker) -> Related:
        """What words stand for besides themselves in this index; the table is only asked when a query is."""

        def related(stem: str) -> Sequence[str]:
            if stem not in ranker.standing:  # asked for each row in view
                ranker.standing[stem] = find(stem)
            return ranker.standing[stem]

        def find(stem: str) -> Sequence[str]:
            words = self._vocabulary.words()
            used = self._used(ranker, words)

            def uses(other: str) -> int:
                return sum(int(used[number]) for number in words.by_stem[other] if number < len(used))

            return _THESAURUS.related(stem, words.by_stem, uses)

        return related

    def search(
        self,
        query: Query,
        allowed: Collection[int] | npt.NDArray[np.int64] | None = None,
        like: int | None = None,
    ) -> Ranking:
        """The whole ordered result of a query's chips; its filters and order are the caller's.

        Args:
            allowed: only these photos, None for all.
            like: only photos whose captions are like those of this photo, which itself is left out.

        Raises:
            SearchIndexError: the index is damaged.
        """
        with self._urgent() as ranker:
            similar = None if like is None else self._like(ranker, like)[1]
            return self._search(ranker).run(query, allowed, similar)

    def _like(self, ranker: ranking.Ranker, photo_id: int) -> tuple[list[str], ranking.Vector]:
        """The stems that tell most about a photo, and the documents that share enough of them."""
        words = self._vocabulary.words()
        rows = ranker.snapshot.find([photo_id])
        if not len(rows):
            return [], ranking.NOTHING
        said = ranker.under(ranking.SAID)  # what is in one folder is not alike for that
        told = suggest.telling(suggest.Sample(ranker, words, rows), words, self._used(ranker, words), 24)
        found = [stem for stem in told if rows[0] in said.word(stem).rows][:12]
        return found, said.like(found, int(rows[0]))

    def rank(
        self,
        stems: Sequence[str],
        excluded: Sequence[str] = (),
        *,
        either: bool = False,
        repeats: bool = False,
        parameters: ranking.Parameters = ranking.DEFAULTS,
    ) -> Ranking:
        """The whole ordered result for stems as they are: no chips, no synonyms.

        Args:
            stems: photos must hold all of them, or with ``either`` any. None: nothing is found.
            repeats: whether a stem that is given twice counts twice, as in Lucene; else once.
            excluded: photos with one of these are left out.
        """
        with self._urgent() as usual:
            ranker = usual.under(parameters)
            counts = Counter(stems) if repeats else dict.fromkeys(stems, 1)
            vectors = [ranking.times(ranker.word(stem), count) for stem, count in counts.items()] or [ranking.NOTHING]
            rows, scores = ranking.union(vectors, ranker.snapshot.rows) if either else ranking.intersect(vectors)
            if excluded:
                kept = ranking.subtract(rows, [ranker.word(stem) for stem in excluded], ranker.snapshot.rows)
                rows, scores = rows[kept], scores[kept]
            return Ranking(*ranking.ranked(ranking.Vector(rows, scores), ranker.snapshot))

    def evidence(self, photo_id: int, query: Query, like: int | None = None) -> Evidence:
        """Why a photo matches: spans by chip; for chips that don't match it, none.

        Args:
            like: the photo that those found are like; the words shared with it stand under ``SIMILAR``.
        """
        with self._urgent() as ranker:
            related = self._related(ranker) if query.synonyms else alone
            shared = () if like is None else self._like(ranker, like)[0]
            implying = self._implying(ranker, photo_id) if query.synonyms else unlearned
            return explain(photo_id, query, self._texts(photo_id), related, shared, implying)

    def _implying(self, ranker: ranking.Ranker, photo_id: int) -> Implying:
        """The words that imply one that a photo was given."""
        learner = self._learner
        if learner is None:
            return unlearned
        rows = ranker.snapshot.find([photo_id])

        def implying(stem: str) -> Mapping[str, float]:
            given = np.isin(rows, ranker.snapshot.postings(LEARNED, stem).docs).any()
            return learner.table.implying(stem) if given else {}

        return implying

    # words to go on with

    def suggest(self, query: Query, ids: Sequence[int] | Ids, limit: int = 12) -> list[tuple[str, int]]:
        """The words that would narrow a result best, each with the number of photos of ``ids`` that it would leave."""
        with self._urgent() as ranker:
            words = self._vocabulary.words()
            rows = ranker.snapshot.find(np.asarray(ids, np.int64))
            sample = suggest.Sample(ranker, words, rows)
            used = {stem for chip in query.chips for stem in wanted(chip).stems}
            found = suggest.narrowing(sample, words, used, limit)
            return self._counted(ranker, found, rows, query.synonyms)

    def similar(self, photo_id: int, limit: int = 100) -> Ranking:
        """Photos whose captions share the words that tell most about a photo, the nearest first, itself left out."""
        with self._urgent() as ranker:
            ids, scores = ranking.ranked(self._like(ranker, photo_id)[1], ranker.snapshot)
            return Ranking(ids[:limit], scores[:limit])

    def frequent(self, ids: Sequence[int] | Ids | None, limit: int = 15) -> list[WordCount]:
        """The words that the captions of these photos (None: of all) use most; see ``search.frequency``."""
        if ids is not None and len(ids) <= frequency.FEW:
            return frequency.of_texts((self._texts(int(photo_id)) for photo_id in ids), limit)
        with self._lease() as ranker:
            words = self._vocabulary.words()
            rows = (
                np.flatnonzero(ranker.snapshot.live) if ids is None else ranker.snapshot.find(np.asarray(ids, np.int64))
            )
            return frequency.of_rows(ranker, words, rows, limit)

    def _counted(
        self, ranker: ranking.Ranker, found: list[tuple[str, str]], rows: Ids, synonyms: bool
    ) -> list[tuple[str, int]]:
        inside = np.zeros(ranker.snapshot.rows, np.bool_)
        inside[rows] = True
        related = self._related(ranker) if synonyms else alone
        learned = synonyms and self._learner is not None
        counted = []
        for word, stem in found:
            courtesy.give_way()
            others = related(stem)
            if others or learned:
                number = int(np.count_nonzero(inside & ranker.matching(stem, others, learned=learned)))
            else:
                number = ranker.snapshot.number_of(stem, inside)
            counted.append((word, number))
        return counted

    def complete(self, prefix: str, limit: int = 10) -> list[tuple[str, int]]:
        """Words of the index that start with a prefix, each with the number of photos it would find, most first."""
        with self._urgent() as ranker:
            words = self._vocabulary.words()
            found = suggest.completions(words, prefix, self._used(ranker, words), limit)
            counted: list[tuple[str, int]] = []
            for word, stem in found:  # the most used first: what no photo holds any more is passed over
                photos = ranker.snapshot.number_of(stem)
                if photos:
                    counted.append((word, photos))
                if len(counted) == limit:
                    break
        return sorted(counted, key=lambda item: -item[1])

    def preload(self, limit: int = 3000, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Read the postings of the most used words into the cache, so that their first search is quick too.

        Meant for a background thread after start; any number of calls do no harm.
        """
        with self._lease() as ranker:
            words = self._vocabulary.words()
            used = self._used(ranker, words)
            for number in np.argsort(-used, kind="stable")[:limit].tolist():
                if cancelled():
                    return
                ranker.snapshot.load(words.stems[number])

    def _used(self, ranker: ranking.Ranker, words: Words) -> npt.NDArray[np.int64]:
        """How often words are used, from a sample that is taken anew only when the index has grown by an eighth."""
        count, used = self._popularity
        if count < 0 or abs(ranker.snapshot.count - count) * 8 > count:
            used = suggest.surface_popularity(ranker, words)
            self._popularity = (ranker.snapshot.count, used)
        return used
