from __future__ import annotations

from pathlib import Path

import pytest

from photofind.errors import PhotofindError
from photofind.library.thumbnails import ThumbnailStore

KEY, OTHER = "ab" + "0" * 38, "cd" + "1" * 38


def test_thumbnails_are_kept_by_key_and_kind(tmp_path: Path) -> None:
    store = ThumbnailStore(tmp_path / "thumbnails")
    assert not store.path(KEY).exists()
    assert store.put(KEY, b"small") == store.path(KEY)
    store.put(KEY, b"large", "preview")
    assert store.path(KEY).read_bytes() == b"small"
    assert store.path(KEY, "preview").read_bytes() == b"large"
    store.put(KEY, b"other")
    assert store.path(KEY).read_bytes() == b"other"
    assert not list(tmp_path.rglob("*.part"))


def test_pruning_keeps_the_photos_that_are_named(tmp_path: Path) -> None:
    store = ThumbnailStore(tmp_path)
    store.put(KEY, b"1")
    store.put(KEY, b"2", "preview")
    store.put(OTHER, b"3")
    (tmp_path / "ab" / f"{KEY}.99-1-1.part").write_bytes(b"half")
    assert store.prune({OTHER}) == 3
    assert store.path(OTHER).exists()
    assert not store.path(KEY).exists()
    assert ThumbnailStore(tmp_path / "none").prune(set()) == 0


def test_a_folder_that_cannot_be_written_has_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PhotofindError, match="space"):
        ThumbnailStore(tmp_path / "file").put(KEY, b"x")


def test_thumbnails_are_never_taken_for_photos(tmp_path: Path) -> None:
    from photofind.library.folders import walk

    ThumbnailStore(tmp_path / "thumbnails").put(KEY, b"x")
    assert list(walk(str(tmp_path), lambda: False)) == []
