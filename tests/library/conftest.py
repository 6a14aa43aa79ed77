"""A catalog, a decoder whose workers are shared by the session, a scanner, and a folder of a few photos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from photofind.library.catalog import Catalog
from photofind.library.decoding import Decoder
from photofind.library.scan import Scanner
from photofind.library.thumbnails import ThumbnailStore
from photofind.records import Photo, ScanSummary


@pytest.fixture(scope="session")
def decoder() -> Iterator[Decoder]:
    shared = Decoder()
    yield shared
    shared.close()


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog(tmp_path / "catalog.sqlite3")
    yield opened
    opened.close()


@dataclass
class Library:
    """A catalog with one folder, and what scans it."""

    folder: Path
    catalog: Catalog
    scanner: Scanner
    thumbnails: ThumbnailStore

    def scan(self, *paths: Path) -> ScanSummary:
        return self.scanner.scan([str(path) for path in paths])

    def photo(self, path: Path) -> Photo:
        return self.catalog.photo_by_path(str(path))

    def stale(self) -> set[int]:
        """The stale photos, cleared so that the next call tells what happened since."""
        rows = self.catalog.stale(100_000)
        self.catalog.clear_stale(rows)
        return {photo_id for photo_id, _ in rows}


@pytest.fixture
def library(tmp_path: Path, catalog: Catalog, decoder: Decoder) -> Library:
    folder = tmp_path / "photos"
    folder.mkdir()
    catalog.add_root(str(folder))
    thumbnails = ThumbnailStore(tmp_path / "thumbnails")
    return Library(folder, catalog, Scanner(catalog, decoder, thumbnails), thumbnails)
