from __future__ import annotations

import contextlib
import sqlite3
import tempfile
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from photofind.errors import NotFoundError, UsageError
from photofind.library.catalog import Catalog
from photofind.library.catalog_files import Arrival, FoundFile
from photofind.library.catalog_pending import Order, Wanted
from photofind.library.images import Probe
from photofind.library.locations import below, is_below, name_key, normal
from photofind.records import VIEWS, Caption, Failure, Own

ALL = ["whole", "v1of2", "q11"]
FP = {view: "w" if view == "whole" else "c" for view in VIEWS}


def probe(key: str, taken: str | None = None, **fields: object) -> Probe:
    values: dict[str, object] = {
        "key": key,
        "width": 640,
        "height": 480,
        "format": "JPEG",
        "taken": taken,
        "camera": None,
        "latitude": None,
        "longitude": None,
        "orientation": 1,
        "thumbnail": b"",
    }
    return Probe(**{**values, **fields})  # type: ignore[arg-type]


def put(catalog: Catalog, path: str, key: str, taken: str | None = None, root: int = 1, **more: object) -> int:
    """Record a file as a scan does; the id of its photo."""
    file = FoundFile(path, 100, 1_600_000_000_000_000_000, 0)
    outcome = catalog.record([Arrival(file, root, probe(key, taken, **more))], lambda _: False)[0]
    assert outcome.photo_id is not None
    return outcome.photo_id


def caption(photo_id: int, view: str = "whole", fingerprint: str = "w", **fields: object) -> Caption:
    values: dict[str, object] = {"model": "m", "raw": f"{view} by {fingerprint}", "created": 1.0, **fields}
    return Caption(photo_id, view, fingerprint, **values)  # type: ignore[arg-type]


def wanted(prints: Mapping[str, str], views: Sequence[str], **more: Any) -> Wanted:
    return Wanted({view: prints.get(view, "") for view in views}, **more)


def pending(
    catalog: Catalog,
    prints: Mapping[str, str],
    views: Sequence[str],
    limit: int,
    first: Sequence[int] = (),
    skip: Collection[int] = (),
    **more: Any,
) -> list[tuple[int, list[str]]]:
    return catalog.pending(wanted(prints, views, **more), limit, Order(seen=first), skip)


def pending_views(catalog: Catalog, prints: Mapping[str, str], views: Sequence[str], **more: Any) -> int:
    return catalog.pending_views(wanted(prints, views, **more))


@pytest.fixture
def filled(catalog: Catalog, tmp_path: Path) -> Catalog:
    """Five photos: 1 and 2 in folder a, 3 to 5 in folder b, taken on the first to fifth of May 2020."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    catalog.add_root(str(tmp_path))
    for number in range(1, 6):
        folder = "a" if number < 3 else "b"
        put(catalog, f"{tmp_path}/{folder}/IMG_{12 - number}.jpg", f"key{number}", f"2020-05-0{number}T12:00:00")
    catalog.clear_stale(catalog.stale())
    return catalog


def test_photos_come_in_the_order_asked(filled: Catalog, tmp_path: Path) -> None:
    assert [photo.id for photo in filled.photos([3, 99, 1, 3])] == [3, 1, 3]
    photo = filled.photo(1)
    assert photo.paths == (f"{tmp_path}/a/IMG_11.jpg",)
    assert (photo.key, photo.width, photo.height, photo.size) == ("key1", 640, 480, 100)
    assert filled.photo_by_path(f"{tmp_path}/b/../a/IMG_11.jpg") == photo
    with pytest.raises(NotFoundError):
        filled.photo(99)
    with pytest.raises(NotFoundError, match="scan again"):
        filled.photo_by_path("/nowhere.jpg")
    many = filled.photos(list(range(1, 6)) * 300)
    assert len(many) == 1500


def test_files_that_hold_no_photo_say_why(filled: Catalog, tmp_path: Path) -> None:
    broken, icon = f"{tmp_path}/a/broken.jpg", f"{tmp_path}/a/icon.png"
    files = [
        Arrival(FoundFile(broken, 1, 1), 1, reason="the file is cut short"),
        Arrival(FoundFile(icon, 1, 1), 1, ignored=True),
    ]
    assert [outcome.kind for outcome in filled.record(files, lambda _: False)] == ["failed", "ignored"]
    with pytest.raises(NotFoundError, match="cut short"):
        filled.photo_by_path(broken)
    with pytest.raises(NotFoundError, match="small"):
        filled.photo_by_path(icon)
    assert filled.counts().failed == 1
    assert filled.forget([broken, icon, "/unknown"]) == 0
    assert filled.failures() == []


def test_select_filters_and_sorts(filled: Catalog, tmp_path: Path) -> None:
    assert filled.select() == [5, 4, 3, 2, 1]
    assert filled.select(sort="relevance") == [5, 4, 3, 2, 1]
    assert filled.select(sort="oldest") == [1, 2, 3, 4, 5]
    assert filled.select(sort="name") == [5, 4, 3, 2, 1]  # IMG_7 … IMG_11: digits count as numbers
    assert filled.select(folder=f"{tmp_path}/a") == [2, 1]
    assert filled.select(folder=f"{tmp_path}/b/IMG_9.jpg") == [3]
    assert filled.select(folder=f"{tmp_path}/") == [5, 4, 3, 2, 1]
    assert filled.select(folder=f"{tmp_path}/a/IMG_1") == []
    assert filled.select(after="2020-05-03") == [5, 4, 3]
    assert filled.select(before="2020-05-03") == [2, 1]
    assert filled.select(after="2020-05-02", before="2020-05-04", folder=f"{tmp_path}/b") == [3]
    filled.add_captions([caption(4)])
    assert filled.select(state="undescribed") == [5, 3, 2, 1]
    filled.add_failure(Failure("x", "describe", "no", 2, "whole"), "w")
    assert filled.select(state="failed") == [2]
    put(filled, f"{tmp_path}/a/copy.jpg", "key5", "2020-05-05T12:00:00")
    assert filled.select(state="duplicates") == [5]
    assert filled.select(state="recent") == [5, 4, 3, 2, 1]
    with contextlib.closing(sqlite3.connect(filled.path)) as other:
        other.execute("UPDATE photos SET added = added - 30 * 86400 WHERE id < 4")
        other.commit()
    assert filled.select(state="recent", sort="oldest") == [4, 5]


def test_counts(filled: Catalog, tmp_path: Path) -> None:
    filled.add_captions([caption(1), caption(1, "q11", "c"), caption(2, "q11", "c"), caption(1, "q11", "other")])
    put(filled, f"{tmp_path}/a/copy.jpg", "key5")
    filled.add_failure(Failure("/x.jpg", "read", "bad"))
    filled.add_failure(Failure("y", "describe", "no", 2, "whole"), "w")
    filled.add_failure(Failure("y", "describe", "no", 2, "q11"), "c")
    stats = filled.counts()
    assert (stats.photos, stats.files, stats.captioned, stats.views) == (5, 6, 1, 3)
    assert (stats.failed, stats.roots, stats.index_photos, stats.model) == (2, 1, 0, "")
    assert filled.photo(1).views == 2
    assert filled.photo(1).whole
    assert filled.photo(2).failed


def test_presence(filled: Catalog, tmp_path: Path) -> None:
    filled.forget([f"{tmp_path}/a/IMG_11.jpg"])
    assert filled.present([1, 2, 99]) == {2}
    assert filled.select() == [5, 4, 3, 2]
    assert filled.photo(1).paths == ()
    assert filled.photo(1).path == ""
    assert not filled.photo(1).online


def test_the_caption_that_counts(filled: Catalog) -> None:
    filled.add_captions(
        [
            caption(1, "q11", "old", created=1.0),
            caption(1, "q11", "new", created=3.0),
            caption(1, "whole", "old", created=2.0, model="LLaVA", raw="One.", imported=True),
        ]
    )
    assert [(c.view, c.fingerprint) for c in filled.captions(1)] == [("whole", "old"), ("q11", "new")]
    assert [(c.view, c.fingerprint) for c in filled.captions(1, ["old"])] == [("whole", "old"), ("q11", "old")]
    assert [(c.view, c.fingerprint) for c in filled.captions(1, ["absent"])] == [("whole", "old"), ("q11", "new")]
    assert filled.captions(1)[0] == Caption(1, "whole", "old", "LLaVA", "One.", created=2.0, imported=True)
    assert len(filled.all_captions(1)) == 3
    filled.add_captions([caption(1, "q11", "new", raw="again", created=9.0)])
    assert [c.raw for c in filled.captions(1)] == ["One.", "again"]
    assert filled.captions(2) == []
    filled.add_captions([])


def test_captions_of_purged_photos_are_dropped(filled: Catalog) -> None:
    filled.add_captions([caption(99), caption(1)])
    assert filled.all_captions(99) == []
    assert len(filled.all_captions(1)) == 1


def test_unknown_views_are_refused(filled: Catalog) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        filled.add_captions([caption(1, "nowhere")])
    with pytest.raises(UsageError, match="nowhere"):
        pending(filled, FP, ["nowhere"], 5)
    with pytest.raises(UsageError, match="nowhere"):
        filled.add_failure(Failure("x", "describe", "no", 1, "nowhere"))


def test_pending_goes_whole_views_first(filled: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pending(filled, FP, ALL, 3) == [(5, ["whole"]), (4, ["whole"]), (3, ["whole"])]
    assert pending(filled, FP, ALL, 3, first=[1, 3]) == [(1, ["whole"]), (3, ["whole"]), (5, ["whole"])]
    assert pending(filled, FP, ALL, 2, skip={5, 4}, first=[4]) == [(3, ["whole"]), (2, ["whole"])]
    filled.add_captions([caption(5), caption(2), caption(2, "q11", "c")])
    found = pending(filled, FP, ALL, 10)
    assert found == [(4, ["whole"]), (3, ["whole"]), (1, ["whole"]), (5, ["v1of2", "q11"]), (2, ["v1of2"])]
    assert pending(filled, FP, ALL, 10, paths=[f"{tmp_path}/a"]) == [(1, ["whole"]), (2, ["v1of2"])]
    many = [f"{tmp_path}/a"] + [f"{tmp_path}/none{number}" for number in range(30)]
    assert pending(filled, FP, ALL, 10, paths=many) == [(1, ["whole"]), (2, ["v1of2"])]
    assert pending(filled, FP, ALL, 10, paths=[f"{tmp_path}/a"], first=[2, 5]) == [(1, ["whole"]), (2, ["v1of2"])]
    monkeypatch.setattr("photofind.library.catalog_pending._FEW_FILES", 1)
    assert pending(filled, FP, ALL, 10, paths=[f"{tmp_path}/a"]) == [(1, ["whole"]), (2, ["v1of2"])]
    assert pending(filled, FP, ["q11"], 10, first=[2, 3])[0] == (3, ["q11"])
    assert pending_views(filled, FP, ALL) == 5 * 3 - 3
    assert pending_views(filled, FP, ALL, paths=[f"{tmp_path}/a"]) == 4
    assert pending(filled, FP, [], 10) == []
    assert pending_views(filled, FP, []) == 0


def test_another_engine_has_everything_to_do_and_the_first_stays_done(filled: Catalog) -> None:
    first = dict.fromkeys(VIEWS, "first")
    second = dict.fromkeys(VIEWS, "second")
    filled.add_captions([caption(n, view, "first") for n in range(1, 6) for view in ALL])
    assert pending(filled, first, ALL, 10) == []
    assert pending_views(filled, second, ALL) == 15
    filled.add_captions([caption(5, view, "second") for view in ALL])
    assert pending(filled, first, ALL, 10) == []
    assert pending_views(filled, second, ALL) == 12
    assert pending_views(filled, {**first, "q11": "third"}, ALL) == 5


def test_imported_captions_count_as_described_for_every_engine(filled: Catalog) -> None:
    filled.add_captions([caption(1, "whole", "import", imported=True), caption(1, "q11", "import", imported=True)])
    assert pending(filled, FP, ALL, 10)[-1] == (1, ["v1of2"])
    assert filled.photo(1).whole


def test_failed_views_are_not_pending_until_they_are_retried(filled: Catalog, tmp_path: Path) -> None:
    filled.add_failure(Failure(f"{tmp_path}/a/IMG_11.jpg", "describe", "refused", 1, "whole", when=5.0), "w")
    filled.add_failure(Failure(f"{tmp_path}/a/IMG_11.jpg", "describe", "again", 1, "whole", when=6.0), "w")
    filled.add_failure(Failure("y", "describe", "cut short", 2))
    filled.add_failure(Failure("z", "describe", "no", 3, "q11"))
    filled.add_failure(Failure("z", "describe", "no", 4), "w")
    found = dict(pending(filled, FP, ALL, 10))
    assert found == {5: ["whole"], 3: ["whole"], 1: ["v1of2", "q11"], 4: ["v1of2", "q11"]}
    assert [failure.reason for failure in filled.failures(1)] == ["again"]
    assert filled.failures(1)[0].view == "whole"
    assert len(filled.failures()) == 4
    assert filled.clear_failures(2) == 1
    assert dict(pending(filled, FP, ALL, 10))[2] == ["whole"]
    assert not filled.photo(2).failed
    assert filled.clear_failures() == 3
    assert pending_views(filled, FP, ALL) == 15
    filled.add_failure(Failure("gone", "describe", "no", 99))
    assert filled.failures() == []


def test_describing_a_view_clears_its_failure(filled: Catalog) -> None:
    filled.add_failure(Failure("x", "describe", "no", 1, "whole"), "w")
    filled.add_failure(Failure("x", "describe", "no", 1, "q11"), "c")
    filled.add_captions([caption(1)])
    assert [failure.view for failure in filled.failures(1)] == ["q11"]
    assert filled.photo(1).failed
    filled.add_captions([caption(1, "q11", "c")])
    assert not filled.photo(1).failed


def test_clearing_failures_keeps_what_is_done(filled: Catalog) -> None:
    filled.add_captions([caption(1), caption(1, "q11", "c"), caption(2, "whole", "import", imported=True)])
    filled.add_failure(Failure("x", "describe", "no", 1, "v1of2"), "c")
    filled.add_failure(Failure("x", "describe", "no", 2), "c")
    assert filled.clear_failures() == 2
    found = dict(pending(filled, FP, ALL, 10))
    assert found[1] == ["v1of2"]
    assert found[2] == ["v1of2", "q11"]


def test_photos_on_absent_drives_are_not_pending(filled: Catalog) -> None:
    filled.set_root_state(1, online=False)
    assert pending(filled, FP, ALL, 10) == []
    assert pending_views(filled, FP, ALL) == 0
    assert filled.present([1]) == {1}
    assert not filled.photo(1).online
    assert filled.set_root_state(1, online=True)
    assert not filled.set_root_state(1, online=True)
    assert not filled.set_root_state(99, online=True)
    assert pending_views(filled, FP, ALL) == 15


def test_own_words(filled: Catalog) -> None:
    assert filled.own(1) == Own()
    filled.set_own(1, Own("Grandma’s birthday", ("cake", "2020")))
    assert filled.own(1) == Own("Grandma’s birthday", ("cake", "2020"))
    assert [photo_id for photo_id, _ in filled.stale()] == [1]
    filled.set_own(1, Own())
    assert filled.own(1) == Own()
    with pytest.raises(NotFoundError):
        filled.set_own(99, Own("x"))


def test_own_words_follow_the_path(filled: Catalog, tmp_path: Path) -> None:
    path = f"{tmp_path}/a/IMG_11.jpg"
    filled.set_own(1, Own("ours"))
    edited = put(filled, path, "edited")
    assert filled.own(edited) == Own("ours")
    assert filled.present([1]) == set()
    # An editor that deletes first and writes then comes to the same.
    filled.forget([path])
    again = put(filled, path, "edited again")
    assert filled.own(again) == Own("ours")
    # A photo that still has another file keeps its words for itself.
    put(filled, f"{tmp_path}/a/other.jpg", "edited again")
    replaced = put(filled, path, "something else")
    assert filled.own(replaced) == Own()
    # What a person wrote about the new photo is never replaced.
    filled.set_own(2, Own("two"))
    filled.set_own(3, Own("three"))
    put(filled, f"{tmp_path}/b/IMG_9.jpg", "key2")
    assert filled.own(2) == Own("two")


def test_staleness_has_versions(filled: Catalog, tmp_path: Path) -> None:
    filled.set_own(1, Own("a"))
    filled.add_captions([caption(2)])
    first = filled.stale()
    assert [photo_id for photo_id, _ in first] == [1, 2]
    filled.set_own(1, Own("b"))
    filled.clear_stale(first)
    assert [photo_id for photo_id, _ in filled.stale()] == [1]
    filled.clear_stale(filled.stale())
    filled.set_own(1, Own("c"))
    assert filled.stale()[0][1] > first[0][1]
    filled.clear_stale(filled.stale())
    put(filled, f"{tmp_path}/a/copy.jpg", "key1")
    assert [photo_id for photo_id, _ in filled.stale()] == [1]
    put(filled, f"{tmp_path}/a/copy.jpg", "key1")
    assert len(filled.stale()) == 1
    filled.forget([f"{tmp_path}/b/IMG_8.jpg"])
    assert [photo_id for photo_id, _ in filled.stale()] == [1, 4]
    assert filled.mark_all_stale() == 5
    assert len(filled.stale(3)) == 3
    filled.clear_stale([])


def test_roots(catalog: Catalog, tmp_path: Path) -> None:
    inner = tmp_path / "pictures" / "2020"
    inner.mkdir(parents=True)
    root = catalog.add_root(str(inner))
    assert catalog.add_root(f"{inner}/") == root
    put(catalog, f"{inner}/a.jpg", "key1")
    (inner / "deep").mkdir()
    assert catalog.add_root(str(inner / "deep")).path == str(inner)
    (inner / ".hidden" / "x").mkdir(parents=True)
    with pytest.raises(UsageError, match="hidden"):
        catalog.add_root(str(inner / ".hidden" / "x"))
    catalog.clear_stale(catalog.stale())
    outer = catalog.add_root(str(tmp_path / "pictures"))
    assert catalog.roots() == [outer]
    assert catalog.root_paths() == [outer.path]
    assert [photo_id for photo_id, _ in catalog.stale()] == [1], "the folders between are words of it now"
    assert outer.photos == 1
    assert catalog.photo(1).online
    (tmp_path / "link").symlink_to(tmp_path / "pictures")
    assert catalog.add_root(str(tmp_path / "link")) == outer
    with pytest.raises(NotFoundError, match="missing"):
        catalog.add_root(str(tmp_path / "missing"))
    (tmp_path / "file.txt").touch()
    with pytest.raises(NotFoundError):
        catalog.add_root(str(tmp_path / "file.txt"))


def test_removing_a_root_keeps_photos_and_captions(filled: Catalog, tmp_path: Path) -> None:
    filled.add_captions([caption(1)])
    with pytest.raises(NotFoundError, match="not a folder of the library"):
        filled.remove_root(str(tmp_path / "a"))
    assert filled.remove_root(str(tmp_path)).photos == 5
    assert filled.roots() == []
    assert filled.select() == []
    assert filled.counts().files == 0
    assert [photo_id for photo_id, _ in filled.stale()] == [1, 2, 3, 4, 5]
    assert len(filled.all_captions(1)) == 1
    root = filled.add_root(str(tmp_path))
    assert put(filled, f"{tmp_path}/a/IMG_11.jpg", "key1", root=root.id) == 1
    assert filled.photo(1).whole
    outcome = filled.record([Arrival(FoundFile("/x.jpg", 1, 1), 77, probe("x"))], lambda _: False)[0]
    assert (outcome.kind, outcome.photo_id) == ("same", None)


def test_a_root_around_an_absent_one_is_refused(catalog: Catalog, tmp_path: Path) -> None:
    drive = tmp_path / "media" / "drive"
    drive.mkdir(parents=True)
    catalog.add_root(str(drive))
    drive.rename(tmp_path / "away")
    with pytest.raises(UsageError, match="absent"):
        catalog.add_root(str(tmp_path / "media"))


def test_a_photo_without_a_date_takes_that_of_its_oldest_file(catalog: Catalog, tmp_path: Path) -> None:
    catalog.add_root(str(tmp_path))
    for path, seconds in (("b", 1_700_000_000), ("a", 1_500_000_000), ("c", 1_800_000_000)):
        file = FoundFile(f"{tmp_path}/{path}.jpg", 1, seconds * 10**9)
        catalog.record([Arrival(file, 1, probe("key"))], lambda _: False)
    assert catalog.photo(1).taken == time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(1_500_000_000))
    file = FoundFile(f"{tmp_path}/odd.jpg", 1, -(10**30))
    catalog.record([Arrival(file._replace(mtime_ns=(1 << 62)), 1, probe("odd"))], lambda _: False)
    assert catalog.photo(2).taken


def test_paths() -> None:
    assert name_key("/x/IMG_9.jpg") < name_key("/x/img_10.JPG")
    assert name_key("/x/b.jpg") > name_key("/x/A.jpg")
    assert name_key("007") == name_key("7")
    low, high = below("/photos")
    assert low <= "/photos/a" < high
    assert not low <= "/photos2/a" < high
    assert below("/") == ("/", "0")
    assert is_below("/a/b", "/")
    assert not is_below("/ab", "/a")
    assert normal("/a/./b/../c/") == "/a/c"


class Pending(RuleBasedStateMachine):
    """Whatever is recorded in whatever order, pending views are those that a plain count says."""

    engines = st.sampled_from(["e1", "e2", "e3"])
    views = st.sampled_from(["whole", "v1of2", "g33"])
    ids = st.integers(1, 3)

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.catalog = Catalog(Path(self.folder.name) / "catalog.sqlite3")
        self.catalog.add_root(self.folder.name)
        for number in (1, 2, 3):
            put(self.catalog, f"{self.folder.name}/{number}.jpg", f"key{number}", f"2020-01-0{number}")
        self.done: set[tuple[int, str, str]] = set()
        self.imported: set[tuple[int, str]] = set()
        self.failed: set[tuple[int, str, str]] = set()
        self.clock = 0.0

    @rule(photo=ids, view=views, engine=engines)
    def describe(self, photo: int, view: str, engine: str) -> None:
        self.clock += 1
        self.catalog.add_captions([caption(photo, view, engine, created=self.clock)])
        self.done.add((photo, view, engine))
        self.failed = {entry for entry in self.failed if entry != (photo, view, engine)}

    @rule(photo=ids, view=views)
    def bring_in(self, photo: int, view: str) -> None:
        self.catalog.add_captions([caption(photo, view, "import", imported=True)])
        self.imported.add((photo, view))

    @rule(photo=ids, view=views, engine=engines)
    @precondition(lambda self: hasattr(self, "catalog"))
    def fail(self, photo: int, view: str, engine: str) -> None:
        if (photo, view, engine) not in self.done:
            self.catalog.add_failure(Failure("x", "describe", "no", photo, view), engine)
            self.failed.add((photo, view, engine))

    @rule()
    def retry(self) -> None:
        self.catalog.clear_failures()
        self.failed = set()

    @invariant()
    def agree(self) -> None:
        if not hasattr(self, "catalog"):
            return
        for engine in ("e1", "e2"):
            wanted = ["whole", "v1of2", "g33"]
            fingerprint = {"whole": engine, "v1of2": engine, "g33": "e3"}
            missing = {
                photo: [
                    view
                    for view in wanted
                    if (photo, view) not in self.imported
                    and (photo, view, fingerprint[view]) not in self.done | self.failed
                ]
                for photo in (3, 2, 1)
            }
            expected = [(photo, ["whole"]) for photo, views in missing.items() if "whole" in views]
            expected += [(photo, views) for photo, views in missing.items() if views and "whole" not in views]
            assert pending(self.catalog, fingerprint, wanted, 10) == expected
            assert pending_views(self.catalog, fingerprint, wanted) == sum(map(len, missing.values()))

    def teardown(self) -> None:
        if hasattr(self, "catalog"):
            self.catalog.close()
            self.folder.cleanup()


TestPending = Pending.TestCase
TestPending.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_a_hidden_caption_stays_and_can_be_shown_again(filled: Catalog) -> None:
    filled.add_captions([caption(1, raw="A dog."), caption(1, "q11", raw="A cat.")])
    filled.clear_stale(filled.stale())
    filled.set_hidden(1, "q11", "w", True)
    assert [(c.raw, c.hidden) for c in filled.captions(1)] == [("A dog.", False), ("A cat.", True)]
    assert [photo_id for photo_id, _ in filled.stale()] == [1]
    filled.add_captions([caption(1, "q11", raw="A cat.", created=5.0)])
    assert filled.captions(1)[1].hidden, "the same words again are as wrong as before"
    filled.add_captions([caption(1, "q11", raw="A dog's ear.", created=6.0)])
    assert not filled.captions(1)[1].hidden
    filled.set_hidden(1, "whole", "w", True)
    filled.set_hidden(1, "whole", "w", False)
    assert not any(c.hidden for c in filled.captions(1))
    with pytest.raises(NotFoundError):
        filled.set_hidden(2, "whole", "w", True)
