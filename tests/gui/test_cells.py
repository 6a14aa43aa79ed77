"""Cells of the grid are drawn once, and anew when anything that they show changes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.courtesy import courtesy
from photofind.gui.cell_cache import CellCache
from photofind.gui.main_window import MainWindow
from photofind.gui.theme import Theme
from photofind.gui.urgent import urgent
from photofind.records import Own, PhotosChanged
from tests.gui.conftest import Ids
from tests.gui.test_grid import loaded


def cell(window: MainWindow, row: int) -> QImage:
    """What the grid shows of a photo."""
    grid = window.parts.grid
    return grid.viewport().grab(grid.visualRect(grid.model().index(row, 0))).toImage()


def test_a_cell_shows_every_change(
    qtbot: QtBot, app: App, theme: Theme, window: MainWindow, photo: Ids, qapp: QApplication
) -> None:
    loaded(qtbot, window)
    row = window.model.row_of(photo("chelsea.png"))
    assert row is not None
    grid = window.parts.grid
    grid.setFocus()
    plain = cell(window, row)
    assert cell(window, row) == plain, "nothing changed"

    grid.show_row(row)
    chosen = cell(window, row)
    assert chosen != plain
    grid.clearSelection()
    grid.setCurrentIndex(grid.model().index(row, 0))
    grid.clearSelection()
    assert cell(window, row) not in (plain, chosen), "the keyboard is here"
    grid.setCurrentIndex(grid.model().index((row + 1) % 7, 0))
    grid.clearSelection()
    assert cell(window, row) == plain

    former = window.model.entry(row)[1]
    app.set_own(photo("chelsea.png"), Own("", ("mine",)))
    app._publish(PhotosChanged((photo("chelsea.png"),)))
    qtbot.waitUntil(lambda: window.model.entry(row)[1] not in (None, former))
    tagged = cell(window, row)
    assert tagged != plain, "own tags have a badge"

    window.model.views = 1
    whole = cell(window, row)
    assert whole != tagged, "with fewer views wanted it is described in full"
    font = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(font.pointSizeF() * 1.5)
    grid.setFont(larger)
    assert cell(window, row) != whole
    grid.setFont(font)
    theme.choose("dark")
    qapp.processEvents()
    assert cell(window, row) != whole


def test_what_is_kept_is_bounded_and_exact() -> None:
    cells, row, other = CellCache(3 * 10 * 10 * 4), object(), object()
    for number in range(3):
        cells.put(number, row, ("plain",), QPixmap(10, 10))
    assert cells.get(0, row, ("plain",)) is not None
    assert cells.get(0, other, ("plain",)) is None, "another row"
    assert cells.get(0, row, ("chosen",)) is None, "another look"
    cells.put(3, row, ("plain",), QPixmap(10, 10))
    assert cells.get(1, row, ("plain",)) is None, "not used for longest"
    assert cells.get(0, row, ("plain",)) is not None
    cells.put(0, row, ("chosen",), QPixmap(10, 10))
    assert [cells.get(number, row, ("plain",)) is not None for number in range(4)] == [False, False, True, True]
    cells.put(9, row, ("plain",), QPixmap(100, 100))
    assert cells.get(9, row, ("plain",)) is not None, "one is always kept"
    assert cells.get(3, row, ("plain",)) is None
    cells.clear()
    assert cells.get(9, row, ("plain",)) is None


def test_the_window_goes_first_until_no_event_is_left(qtbot: QtBot) -> None:
    courtesy.end()
    urgent()
    assert not courtesy.begin(), "it goes first already"
    qtbot.waitUntil(lambda: not courtesy._busy)
    assert courtesy.begin()
    courtesy.end()


def test_a_frame_goes_first(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not courtesy._busy)
    window.parts.grid.viewport().repaint()
    assert courtesy._busy
    qtbot.waitUntil(lambda: not courtesy._busy)
    assert window.parts.grid.focusPolicy() != Qt.FocusPolicy.NoFocus
