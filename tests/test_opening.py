"""The first screen: the same answer as the search gives, from the catalog alone; what a start doesn't load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from photofind.app import App
from photofind.library.catalog import Catalog
from photofind.library.catalog_files import Arrival, FoundFile
from photofind.library.probe import Probe
from photofind.library.thumbnails import ThumbnailStore
from photofind.paths import DataPaths
from photofind.records import WHOLE, Caption, Query, Sort

TAKEN = [
    *("2024-03-01T10:00:00", "2024-03-01T09:00:00", "2023-12-31T23:59:59", None, "2024-03-31T00:00:00", "2024-13-01"),
    *("2024", "0000-00-00T00:00:00", "2023-12-01T00:00:00", None, "2021-01-05T08:00:00", "2024-03-01T10:00:00"),
]


@pytest.fixture
def library(tmp_path: Path) -> DataPaths:
    """Photos of all kinds of dates; two are described, one was in a folder that is gone."""
    paths = DataPaths(tmp_path / "data")
    paths.root.mkdir()
    folder = tmp_path / "photos"
    folder.mkdir()
    catalog = Catalog(paths.catalog)
    root = catalog.add_root(str(folder))
    arrivals = [
        Arrival(
            FoundFile(str(folder / f"{(7 * number) % 12:02}.jpg"), 1000, 10**18 + number),
            root.id,
            probe=Probe(f"{number:040x}", 40, 30, "JPEG", taken, None, None, None, 1, b""),
        )
        for number, taken in enumerate(TAKEN)
    ]
    catalog.record(arrivals, lambda _path: False)
    ids = catalog.select()
    catalog.add_captions([Caption(photo, WHOLE.name, "m", "f", "A dog.") for photo in ids[:2]])
    catalog.close()
    store = ThumbnailStore(paths.thumbnails)
    for number in range(len(TAKEN)):
        store.put(f"{number:040x}", b"a thumbnail")
    return paths


@pytest.mark.parametrize("sort", get_args(Sort))
def test_first_answer_is_that_of_the_search(library: DataPaths, sort: Sort) -> None:
    query = Query(sort=sort)
    with App(library) as app:
        first = app.search(query)
        months = app.months(first.ids)
        assert app._loaded is None or sort == "name"
        found = app._finder.search(query)
        assert (first.ids, first.scores, first.photos, first.captioned) == (
            *(found.ids, found.scores, found.photos, found.captioned),
        )
        assert first.captioned == 2
        assert first.photos == len(TAKEN)
        if sort != "name":
            runs = app._finder.months(found.ids)
            assert [month for month, count in months for _ in range(count)] == [
                month for month, count in runs for _ in range(count)
            ]
        assert app.search(query).ids == first.ids, "the search proper answers from now on"


def test_what_narrows_is_not_the_first_screen(library: DataPaths) -> None:
    with App(library) as app:
        assert len(app.search(Query(after="2024-03-01", before="2024-04-01")).ids) == 4
        assert app._loaded is not None


HEAVY = ("numpy", "PIL", "whoosh", "pathspec", "filelock", "psutil", "watchdog", "httpx2", "huggingface_hub", "rich")
LATER = ("typer", "photofind.export", "photofind.cli", "photofind.search", "photofind.evaluation", "xml.sax", "ssl")


@pytest.mark.parametrize("module", ["photofind.app", "photofind.__main__", "photofind.gui.app"])
def test_a_start_loads_nothing_heavy(module: str, library: DataPaths) -> None:
    """These modules take longer to load than all else that the first screen needs."""
    program = f"""
import sys
import {module}
from pathlib import Path
from photofind.app import App
from photofind.paths import DataPaths
from photofind.records import Query
with App(DataPaths(Path({str(library.root)!r}))) as app:
    found = app.search(Query())
    assert len(found.ids) == {len(TAKEN)}
    app.months(found.ids)
    app.photos(found.ids)
    app.owns(found.ids)
    app.thumbnail(found.ids[0])
print(*sorted(name for name in sys.modules if name.startswith({(*HEAVY, *LATER)!r})))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.split() == []
