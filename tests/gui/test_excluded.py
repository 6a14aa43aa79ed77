"""Photos are taken out of the library, and put back: by key, by menu, from the list."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui.excluded_dialog import ExcludedDialog
from photofind.gui.main_window import MainWindow
from photofind.gui.settings_dialog import SettingsDialog
from photofind.records import Chip
from tests.gui.conftest import Ids, found, names

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def choose(window: MainWindow, *photos: int) -> None:
    rows = [row for photo in photos if (row := window.model.row_of(photo)) is not None]
    window.parts.grid.select_rows(rows, rows[-1])
    window.parts.grid.setFocus()


def test_delete_takes_out_and_undo_puts_back(
    qtbot: QtBot, app: App, window: MainWindow, photo: Ids, folder: Path
) -> None:
    before = sorted(path.name for path in folder.iterdir())
    choose(window, photo("chelsea.png"), photo("red.png"))
    qtbot.keyClick(window.parts.grid, Key.Key_Delete)
    found(qtbot, window, [name for name in before if name not in ("chelsea.png", "red.png")])
    toast = window.parts.toast
    qtbot.waitUntil(toast.isVisible)
    assert toast.label.text() == "2 photos were taken out of the library. Their files stay where they are."
    assert sorted(path.name for path in folder.iterdir()) == before
    qtbot.waitUntil(lambda: "5" in window.parts.results.total.text())
    window.state.add([Chip("cat")])
    found(qtbot, window, ["hostile.png"])
    qtbot.mouseClick(toast.button, LEFT)
    found(qtbot, window, ["chelsea.png", "hostile.png"])
    window.state.clear()
    found(qtbot, window, before)


def test_after_delete_the_next_photo_is_chosen(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    """So that one after another can be looked at and taken out."""
    grid, ids = window.parts.grid, list(window.model.ids)
    for gone, chosen in ((2, 3), (3, 4), (6, 5)):
        row = window.model.row_of(ids[gone])
        assert row is not None
        grid.show_row(row)
        grid.setFocus()
        qtbot.keyClick(grid, Key.Key_Delete)
        qtbot.waitUntil(lambda gone=gone: ids[gone] not in window.model.ids)
        assert grid.current_id() == ids[chosen]
        assert grid.selected_ids() == [ids[chosen]]
    before = window.model.ids
    choose(window, *before)
    qtbot.keyClick(grid, Key.Key_Delete)
    qtbot.waitUntil(lambda: not window.model.ids)
    assert grid.current_id() is None


def test_delete_in_the_search_field_takes_no_photo_out(qtbot: QtBot, app: App, window: MainWindow, photo: Ids) -> None:
    choose(window, photo("chelsea.png"))
    field = window.parts.search.field
    field.setFocus()
    qtbot.keyClicks(field, "cat")
    qtbot.keyClick(field, Key.Key_Home)
    qtbot.keyClick(field, Key.Key_Delete)
    assert field.text() == "at"
    qtbot.wait(200)
    assert app.excluded() == []


def test_the_menu_and_the_list(qtbot: QtBot, app: App, window: MainWindow, photo: Ids, folder: Path) -> None:
    window.actions_["excluded"].trigger()
    dialog = window.library_commands.dialog
    assert isinstance(dialog, ExcludedDialog)
    qtbot.waitUntil(lambda: "No photo was taken out" in dialog.intro.text())
    assert not dialog.list.isVisible()
    assert not dialog.all.isEnabled()
    dialog.accept()
    for name in ("chelsea.png", "rocket.jpg", "coffee.png"):
        choose(window, photo(name))
        menu = window.photo_commands.menu(window)
        next(action for action in menu.actions() if action.text() == "Take out of the library").trigger()
        qtbot.waitUntil(lambda n=name: n not in names(window))
    window.actions_["settings"].trigger()
    settings = window.library_commands.dialog
    assert isinstance(settings, SettingsDialog)
    settings.tabs.setCurrentIndex(settings.tabs.count() - 1)
    qtbot.mouseClick(settings.excluded_button, LEFT)
    dialog = window.library_commands.dialog
    assert isinstance(dialog, ExcludedDialog)
    qtbot.waitUntil(lambda: dialog.list.count() == 3)
    assert dialog.intro.text().startswith("3 photos were taken out")
    assert str(folder) in dialog.list.item(0).text()
    qtbot.waitUntil(lambda: not dialog.list.item(0).icon().isNull())
    assert not dialog.back.isEnabled()
    assert "Choose photos" in dialog.back.toolTip()
    row = next(i for i in range(3) if dialog.list.item(i).text().startswith("rocket.jpg"))
    qtbot.mouseClick(dialog.list.viewport(), LEFT, pos=dialog.list.visualItemRect(dialog.list.item(row)).center())
    shown: list[str] = []
    dialog.show_wanted.disconnect()
    dialog.show_wanted.connect(shown.append)
    qtbot.mouseClick(dialog.show_button, LEFT)
    assert shown == [str(folder / "rocket.jpg")]
    qtbot.mouseClick(dialog.back, LEFT)
    qtbot.waitUntil(lambda: dialog.list.count() == 2)
    qtbot.waitUntil(lambda: "rocket.jpg" in names(window))
    qtbot.mouseClick(dialog.all, LEFT)
    qtbot.waitUntil(lambda: dialog.list.count() == 0)
    qtbot.waitUntil(lambda: len(window.model.ids) == 7)
    dialog.accept()
