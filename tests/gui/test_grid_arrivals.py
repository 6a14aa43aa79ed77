"""Photos that come and go while somebody looks: nothing moves under the mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui.grid_changes import MAX_RUNS, changes
from photofind.gui.grid_view import GridView
from photofind.gui.main_window import MainWindow
from photofind.gui.photo_model import PhotoModel
from photofind.records import Chip, Query

LEFT = Qt.MouseButton.LeftButton


class Crowd:
    """A grid of thousands of photos in months of 50, whose rows nobody loads."""

    def __init__(self, window: MainWindow) -> None:
        self.grid, self.model = window.parts.grid, window.model
        self.show(list(range(10_000, 13_000)), refresh=False)

    def show(self, ids: list[int], refresh: bool = True) -> None:
        months: dict[str, int] = {}
        for photo in ids:
            month = f"{1000 + photo // 50 // 12:04}-{photo // 50 % 12 + 1:02}"
            months[month] = months.get(month, 0) + 1
        self.model.apply(ids, Query(), refresh, tuple(months.items()))

    def places(self) -> dict[int, QPoint]:
        """Where the photos in view are."""
        rows = self.grid.visible_rows()
        assert rows is not None
        return {
            self.model.ids[row]: self.grid.visualRect(self.model.index(row)).topLeft()
            for row in range(rows[0], rows[1] + 1)
        }


@pytest.fixture
def crowd(qtbot: QtBot, window: MainWindow) -> Crowd:
    window.bridge.close()
    window.finder.close()
    return Crowd(window)


def test_arrivals_above_move_nothing(qtbot: QtBot, crowd: Crowd) -> None:
    grid, model = crowd.grid, crowd.model
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 2)
    before = crowd.places()
    middle = model.ids[1500]
    qtbot.mouseClick(grid.viewport(), LEFT, pos=before[middle] + QPoint(20, 20) if middle in before else QPoint(60, 60))
    current = grid.current_id()
    assert current is not None
    for come in range(3):
        crowd.show([*range(9_950 - 50 * come, 10_000), *range(10_000, 13_000)])
        assert crowd.places() == before, "nothing moved, also before the next paint"
        qtbot.wait(60)
        assert crowd.places() == before
        assert grid.current_id() == current
        assert grid.selected_ids() == [current]
    # Far below, within months, and some go: the same.
    crowd.show([photo for photo in range(9_850, 14_000) if photo % 7 or photo in before])
    kept = crowd.places()
    assert {y.y() for y in kept.values()} == {y.y() for y in before.values()}
    assert kept[current].y() == before[current].y(), "it may stand in another column of its month now"


def test_a_list_with_little_in_common_keeps_the_place_too(qtbot: QtBot, crowd: Crowd) -> None:
    grid = crowd.grid
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 2)
    before = crowd.places()
    first = min(before)
    crowd.show([photo for photo in range(9_000, 13_000) if photo % 2 == 0 or photo in before])
    assert crowd.places()[first].y() == before[first].y()


def test_the_first_photo_is_gone(crowd: Crowd) -> None:
    grid = crowd.grid
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 2)
    before = crowd.places()
    first, second = sorted(before)[:2]
    crowd.show([photo for photo in range(9_900, 13_000) if photo != first])
    assert second in crowd.places()
    assert abs(crowd.places()[second].y() - before[second].y()) <= grid.geometry_of_cells().down


def test_at_the_top_the_newest_are_seen_coming(qtbot: QtBot, crowd: Crowd) -> None:
    grid = crowd.grid
    assert grid.verticalScrollBar().value() == 0
    crowd.show(list(range(9_950, 13_000)))
    assert grid.verticalScrollBar().value() == 0
    assert crowd.model.ids[0] in crowd.places()


def test_at_the_top_too_nothing_moves_for_who_has_chosen_a_photo(qtbot: QtBot, crowd: Crowd) -> None:
    grid = crowd.grid
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    current = grid.current_id()
    assert current is not None
    before = crowd.places()
    crowd.show(list(range(9_950, 13_000)))
    assert crowd.places()[current] == before[current]
    assert grid.current_id() == current


def test_a_new_search_begins_at_the_top(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(700, 520)
    bar = window.parts.grid.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    window.state.add([Chip("table")])
    qtbot.waitUntil(lambda: bool(window.model.query.chips))
    assert bar.value() == 0


def test_a_scan_that_finds_photos(qtbot: QtBot, app: App, window: MainWindow, tmp_path: Path, data: Path) -> None:
    """By the real pipeline: the photo that somebody looks at stays where it is while a folder is read."""
    from tests.conftest import draw_big

    window.resize(700, 520)
    grid: GridView = window.parts.grid
    bar = grid.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(100)
    rows = grid.visible_rows()
    assert rows is not None
    index = grid.model().index(rows[1], 0)
    grid.setCurrentIndex(index)
    photo, place = grid.current_id(), grid.visualRect(grid.currentIndex()).top()
    count = len(window.model.ids)
    new = tmp_path / "new"
    new.mkdir()
    for colour in ("red", "green", "blue", "pink", "orange"):
        draw_big(new / f"{colour}.png", colour).touch()  # newer than all others: they come first
    app.add_folder(str(new))
    app.scan()
    qtbot.waitUntil(lambda: len(window.model.ids) > count)
    assert grid.current_id() == photo
    assert grid.selected_ids() == [photo]
    assert abs(grid.visualRect(grid.currentIndex()).top() - place) <= grid.geometry_of_cells().down
    qtbot.wait(50)
    assert grid.visualRect(grid.currentIndex()).intersects(grid.viewport().rect())


@given(st.lists(st.integers(0, 60), unique=True), st.lists(st.integers(0, 60), unique=True), st.booleans())
def test_changes_lead_from_one_list_to_the_other(before: list[int], after: list[int], ordered: bool) -> None:
    if ordered:
        before, after = sorted(before), sorted(after)
    found = changes(before, after)
    assert found.before is before
    if found.come is None:
        assert not ordered
        common = [photo for photo in before if photo in set(after)]
        assert common != [photo for photo in after if photo in set(before)]
        return
    now = list(before)
    for first, last in reversed(found.gone):
        del now[first : last + 1]
    for first, last in found.come:
        now[first:first] = after[first : last + 1]
    assert now == after


def test_too_many_runs_are_no_changes() -> None:
    assert changes(list(range(1000)), list(range(0, 1000, 2))).come is None
    assert len(changes(list(range(1000)), [*range(0, 2 * MAX_RUNS, 2), *range(2 * MAX_RUNS, 1000)]).gone) == MAX_RUNS


def test_signals_of_qt_are_kept_to(qtbot: QtBot, qtmodeltester: object, crowd: Crowd) -> None:
    model: PhotoModel = crowd.model
    counts: list[int] = []
    model.rowsInserted.connect(lambda: counts.append(model.rowCount()))
    model.rowsRemoved.connect(lambda: counts.append(model.rowCount()))
    crowd.show([*range(9_990, 10_010), *range(10_020, 12_000), *range(12_000, 13_100)])
    assert counts == [2990, 3000, 3100]
