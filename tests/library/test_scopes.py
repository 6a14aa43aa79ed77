"""How deep folders are described, what comes first, and what is described again."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photofind.errors import NotFoundError, UsageError
from photofind.library import scopes
from photofind.library.catalog import Catalog
from photofind.library.catalog_pending import Entry, Order, Wanted
from photofind.records import Caption, Depth, Failure
from tests.library.test_catalog import caption, put

VIEWS = ["whole", "v1of2", "q11"]
CROPS = VIEWS[1:]
WANTED = Wanted(dict.fromkeys(VIEWS, "e"))


@pytest.fixture
def tree(catalog: Catalog, tmp_path: Path) -> Catalog:
    """Photos 1 and 2 in a, 3 in a/deep, 4 and 5 in b; taken on the first to fifth of May."""
    for number, folder in enumerate(("a", "a", "a/deep", "b", "b"), 1):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        if number == 1:
            catalog.add_root(str(tmp_path))
        put(catalog, f"{tmp_path}/{folder}/{number}.jpg", f"key{number}", f"2020-05-0{number}T12:00:00")
    return catalog


def describe(catalog: Catalog, ids: Sequence[int], views: Sequence[str] = VIEWS, engine: str = "e") -> None:
    catalog.add_captions([caption(photo, view, engine) for photo in ids for view in views])


def ids(entries: Sequence[Entry]) -> list[int]:
    return [photo for photo, _views in entries]


def test_the_nearest_folder_decides(tree: Catalog, tmp_path: Path) -> None:
    assert tree.pending_stages(WANTED) == (5, 10)
    assert tree.set_depth(f"{tmp_path}/a/", "none") == f"{tmp_path}/a"
    assert tree.pending_stages(WANTED) == (2, 4)
    assert ids(tree.pending(WANTED, 10)) == [5, 4]
    tree.set_depth(f"{tmp_path}/a/deep", "whole")
    assert tree.pending_stages(WANTED) == (3, 4)
    tree.set_depth(str(tmp_path), "whole")
    assert tree.pending_stages(WANTED) == (3, 0)
    tree.set_depth(f"{tmp_path}/a/deep", "crops")
    assert tree.pending_stages(WANTED) == (3, 2)
    assert tree.depths() == {str(tmp_path): "whole", f"{tmp_path}/a": "none", f"{tmp_path}/a/deep": "crops"}
    assert tree.scope(f"{tmp_path}/a/deep/x") == ("crops", False)
    assert tree.roots()[0].depth == "whole"
    for folder in ("", "a", "a/deep"):
        tree.set_depth(f"{tmp_path}/{folder}", "inherit")
    assert tree.depths() == {}
    assert tree.pending_stages(WANTED) == (5, 10)


def test_the_default_and_a_view_set_that_is_asked_for_outright(tree: Catalog, tmp_path: Path) -> None:
    tree.set_depth(f"{tmp_path}/a", "crops")
    tree.set_depth(f"{tmp_path}/a/deep", "none")
    prints = WANTED.prints
    assert tree.pending_stages(Wanted(prints, "whole")) == (4, 4)
    assert tree.pending_stages(Wanted(prints, "none")) == (2, 4)
    tree.set_depth(f"{tmp_path}/b", "whole")
    assert tree.pending_stages(WANTED) == (4, 4)
    assert tree.pending_stages(Wanted(prints, force=True)) == (4, 8)
    assert tree.pending_stages(Wanted({"whole": "e"}, force=True)) == (4, 0)
    assert tree.missing(WANTED, [1, 3, 5, 99]) == {1: VIEWS, 5: ["whole"]}


def test_a_lower_depth_costs_no_caption_and_a_higher_one_goes_on_from_there(tree: Catalog, tmp_path: Path) -> None:
    describe(tree, [4, 5])
    tree.set_depth(f"{tmp_path}/b", "none")
    assert len(tree.captions(4)) == 3
    assert tree.photo(4).views == 3
    tree.set_depth(f"{tmp_path}/b", "crops")
    assert ids(tree.pending(WANTED, 10)) == [3, 2, 1]


def test_a_photo_in_several_folders_is_described_as_deep_as_any_says(tree: Catalog, tmp_path: Path) -> None:
    tree.set_depth(f"{tmp_path}/a", "none")
    put(tree, f"{tmp_path}/b/copy of 1.jpg", "key1", "2020-05-01T12:00:00")
    assert ids(tree.pending(WANTED, 10)) == [5, 4, 1]
    tree.set_depth(f"{tmp_path}/b", "whole")
    assert tree.pending_stages(WANTED) == (3, 0)
    tree.forget([f"{tmp_path}/b/copy of 1.jpg"])
    assert ids(tree.pending(WANTED, 10)) == [5, 4]


def test_what_was_said_comes_back_with_the_folder(tree: Catalog, tmp_path: Path) -> None:
    tree.set_depth(f"{tmp_path}/b", "none")
    tree.remove_root(str(tmp_path))
    assert tree.depths() == {f"{tmp_path}/b": "none"}
    with pytest.raises(NotFoundError, match="not a folder"):
        tree.set_depth(f"{tmp_path}/a", "none")
    tree.set_depth(f"{tmp_path}/b", "whole")
    tree.add_root(str(tmp_path))
    put(tree, f"{tmp_path}/b/4.jpg", "key4", root=2)
    put(tree, f"{tmp_path}/a/1.jpg", "key1", root=2)
    assert tree.pending_stages(WANTED) == (2, 2)
    with pytest.raises(UsageError, match="no depth"):
        tree.set_depth(str(tmp_path), "deep")  # type: ignore[arg-type]


def test_the_order_of_work(tree: Catalog, tmp_path: Path) -> None:
    assert ids(tree.pending(WANTED, 5)) == [5, 4, 3, 2, 1]
    with tree._write() as connection:
        connection.executemany("UPDATE photos SET added = id * 100 WHERE id = ?", [(n,) for n in range(1, 6)])
        connection.execute("UPDATE photos SET added = 1000 WHERE id = 2")
    order = Order(seen=[3], fresh=[900.0], found=[1, 4])
    assert ids(tree.pending(WANTED, 10, order)) == [3, 2, 1, 4, 5]
    tree.set_first(f"{tmp_path}/b", True)
    assert tree.firsts() == [f"{tmp_path}/b"]
    assert tree.scope(f"{tmp_path}/b").first
    assert ids(tree.pending(WANTED, 10, order)) == [3, 5, 4, 2, 1]
    describe(tree, [5, 4, 1], ["whole"])
    found = tree.pending(WANTED, 10, order)
    assert found == [(3, ["whole"]), (2, ["whole"]), (5, CROPS), (4, CROPS), (1, CROPS)], "no crops before whole views"
    tree.set_first(f"{tmp_path}/b", False)
    assert tree.firsts() == []
    assert ids(tree.pending(WANTED, 10, order)) == [3, 2, 1, 4, 5]
    assert ids(tree.pending(WANTED, 2, order, skip={3})) == [2, 1]


def test_what_is_asked_for_by_name_comes_first_and_wholly(tree: Catalog) -> None:
    assert tree.ask_first([2, 4], WANTED) == 2
    found = tree.pending(WANTED, 10)
    assert found[:4] == [(2, ["whole"]), (4, ["whole"]), (2, CROPS), (4, CROPS)]
    assert ids(found[4:]) == [5, 3, 1]
    assert tree.ask_first([3, 99], WANTED) == 1
    assert ids(tree.pending(WANTED, 3)) == [3, 2, 4]
    assert tree.pending(WANTED, 9, skip={3, 2})[:2] == [(4, ["whole"]), (4, CROPS)]
    describe(tree, [2, 3, 4])
    assert ids(tree.pending(WANTED, 10)) == [5, 1]
    with tree._read() as connection:
        assert connection.execute("SELECT count(*) FROM asked").fetchone() == (0,)
    assert tree.ask_first([2], WANTED) == 0


def test_asking_by_name_overrules_a_folder_that_is_not_described(tree: Catalog, tmp_path: Path) -> None:
    tree.set_depth(f"{tmp_path}/b", "none")
    describe(tree, [4], ["v1of2"])
    assert tree.ask_first([4], WANTED) == 1
    assert tree.pending(WANTED, 2) == [(4, ["whole"]), (4, ["q11"])]
    assert tree.pending_stages(WANTED) == (4, 7)
    describe(tree, [4], ["whole", "q11"])
    assert ids(tree.pending(WANTED, 10)) == [3, 2, 1]
    tree.set_depth(f"{tmp_path}/a", "whole")
    tree.ask_first([1], WANTED)
    assert tree.pending(WANTED, 1) == [(1, ["whole"])]
    assert tree.missing(WANTED, [1]) == {1: ["whole"]}, "a folder that is described, however little, stays as it is"


def test_describing_again_keeps_the_old_words_until_the_new_are_in(tree: Catalog, tmp_path: Path) -> None:
    describe(tree, [1, 2, 3, 4, 5])
    tree.add_captions([caption(2, "whole", "import", imported=True, raw="imported")])
    tree.set_depth(f"{tmp_path}/b", "whole")
    assert tree.pending(WANTED, 10) == []
    assert tree.ask_again([2, 4], WANTED) == 2
    assert tree.pending(WANTED, 10) == [(2, ["whole"]), (4, ["whole"]), (2, CROPS)]
    assert tree.pending_stages(WANTED) == (2, 2)
    assert tree.captions(2)[0].raw == "imported"
    tree.add_captions([Caption(2, "whole", "e", "m", "new words", created=9.0)])
    assert tree.captions(2, ["e"])[0].raw == "new words"
    assert tree.missing(WANTED, [2]) == {2: CROPS}
    tree.add_captions([caption(2, "v1of2", "import", imported=True)])
    assert tree.missing(WANTED, [2]) == {2: CROPS}, "only the engine's own words are what was asked for"
    describe(tree, [2])
    describe(tree, [4], ["whole"])
    assert tree.pending_stages(WANTED) == (0, 0)


def test_describing_again_fails_only_once(tree: Catalog) -> None:
    describe(tree, [1])
    tree.ask_again([1], WANTED)
    tree.add_failure(Failure("x", "describe", "no", 1, "whole"), "e")
    tree.add_failure(Failure("x", "describe", "no", 1, "v1of2"))
    assert tree.missing(WANTED, [1]) == {1: ["q11"]}
    tree.add_failure(Failure("x", "describe", "no", 1))
    assert tree.missing(WANTED, [1]) == {}


def test_what_one_engine_failed_at_is_tried_again_though_another_has_done_it(tree: Catalog) -> None:
    tree.add_failure(Failure("x", "describe", "no", 1, "whole"), "e")
    tree.add_captions([caption(1, "whole", "other")])
    assert tree.missing(WANTED, [1]) == {1: CROPS}
    tree.clear_failures(1)
    assert tree.missing(WANTED, [1]) == {1: VIEWS}


def test_requests_survive_a_restart(tree: Catalog, tmp_path: Path) -> None:
    describe(tree, [4])
    tree.set_depth(f"{tmp_path}/a", "none")
    tree.ask_again([4], WANTED)
    tree.ask_first([5], WANTED)
    with contextlib.closing(Catalog(tree.path)) as again:
        assert again.pending(WANTED, 10) == tree.pending(WANTED, 10)
        assert ids(again.pending(WANTED, 2)) == [5, 4]


def test_counts_by_folder(tree: Catalog, tmp_path: Path) -> None:
    describe(tree, [1, 4])
    assert tree.described(f"{tmp_path}/a") == (3, 1)
    assert tree.described(str(tmp_path)) == (5, 2)
    assert tree.described(f"{tmp_path}/none") == (0, 0)


@given(
    st.dictionaries(st.sampled_from(["r", "r/a", "r/a/b", "r/c"]), st.sampled_from(list(scopes.BITS)), max_size=4),
    st.lists(st.sampled_from(["r/1", "r/a/2", "r/a/b/3", "r/a/b/4", "r/c/5"]), min_size=1, max_size=5, unique=True),
    st.sampled_from(["none", "whole", "crops"]),
    st.booleans(),
)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_depths_count_as_a_plain_look_at_the_paths_says(
    said: dict[str, Depth], files: list[str], default: Depth, force: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(Catalog(Path(folder) / "c.sqlite3")) as catalog:
        root = str(Path(folder).resolve())
        catalog.add_root(root)
        half = len(files) // 2
        for path in files[:half]:
            put(catalog, os.path.join(root, path), path[-1])
        for path, depth in said.items():
            catalog.set_depth(os.path.join(root, path), depth)
        for path in files[half:]:
            put(catalog, os.path.join(root, path), path[-1])
        whole = crops = 0
        for path in files:
            parts = path.split("/")[:-1]
            above = ["/".join(parts[:n]) for n in range(len(parts), 0, -1)]
            depth = next((said[each] for each in above if said.get(each, "inherit") != "inherit"), default)
            whole += depth != "none"
            crops += 2 * (depth == "crops" or (depth == "whole" and force))
        assert catalog.pending_stages(Wanted(WANTED.prints, default, force)) == (whole, crops)


def test_many_photos_change_their_depth_at_once(catalog: Catalog, tmp_path: Path) -> None:
    catalog.add_root(str(tmp_path))
    with catalog._write() as connection:
        connection.executemany(
            "INSERT INTO photos (id, key, width, height, format, taken, added, files) "
            "VALUES (?, ?, 9, 9, 'x', ?, 0, 1)",
            ((n, str(n), f"2020-01-01T00:00:{n % 60:02d}") for n in range(1, 5001)),
        )
        connection.executemany(
            "INSERT INTO files (path, root_id, photo_id, size, mtime_ns) VALUES (?, 1, ?, 1, 1)",
            ((f"{tmp_path}/{n % 10}/{n}.jpg", n) for n in range(1, 5001)),
        )
    begun = time.monotonic()
    catalog.set_depth(f"{tmp_path}/3", "none")
    assert catalog.pending_stages(WANTED) == (4500, 9000)
    catalog.set_depth(str(tmp_path), "whole")
    assert catalog.pending_stages(WANTED) == (4500, 0)
    assert time.monotonic() - begun < 10
