"""The side: places with counts that limit what is shown, folders in folders, saved searches, what is dropped."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui.main_window import MainWindow
from photofind.gui.places import COUNT, ON, SEARCH_MIME, VALUE, Places
from photofind.gui.theme import Theme
from photofind.paths import DataPaths
from photofind.records import Chip, Own, Query, Root
from tests.conftest import draw_big
from tests.gui.conftest import Ids, found, opened

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
COPY, NONE = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier


def press(qtbot: QtBot, places: Places, kind: str, value: str) -> None:
    item = places.item(kind, value)
    assert item is not None
    places.scrollToItem(item)
    qtbot.mouseClick(places.viewport(), LEFT, pos=places.visualItemRect(item).center())


def count(places: Places, place: str) -> int:
    item = places.item("place", place)
    assert item is not None
    return int(item.data(0, COUNT))


def test_places_limit_what_is_shown(qtbot: QtBot, app: App, window: MainWindow, photo: Ids, folder: Path) -> None:
    app.set_own(photo("coffee.png"), Own("", ("breakfast",)))
    window._library_changed()
    places = window.parts.sidebar.places
    qtbot.waitUntil(lambda: count(places, "own") == 1)
    assert (count(places, "all"), count(places, "recent"), count(places, "undescribed")) == (7, 7, 1)
    press(qtbot, places, "place", "own")
    found(qtbot, window, ["coffee.png"])
    press(qtbot, places, "place", "undescribed")
    found(qtbot, window, ["plain.png"])
    assert window.state.query.state == "undescribed"
    assert not window.state.query.own
    item = places.item("place", "undescribed")
    assert item is not None
    assert item.data(0, ON)
    assert "1 photo" in item.data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert item.data(0, Qt.ItemDataRole.AccessibleTextRole).endswith("shown now")
    press(qtbot, places, "folder", str(folder))
    assert (window.state.query.folder, window.state.query.state) == (str(folder), "undescribed")
    window.state.add([Chip("cat")])
    found(qtbot, window, [])
    press(qtbot, places, "place", "undescribed")  # once more: off again
    found(qtbot, window, ["chelsea.png", "hostile.png"])
    press(qtbot, places, "place", "all")
    assert (window.state.query.folder, len(window.state.query.chips)) == (None, 1)


def test_nothing_is_drawn_beside_a_selected_row(qtbot: QtBot, window: MainWindow) -> None:
    places = window.parts.sidebar.places
    item = places.item("place", "recent")
    assert item is not None
    row = places.visualItemRect(item)
    beside = QPoint(places.indentation() // 2 - 4, row.center().y())
    plain = places.viewport().grab().toImage().pixelColor(beside)
    places.setCurrentItem(item)
    places.setFocus()
    assert item.isSelected()
    assert places.viewport().grab().toImage().pixelColor(beside) == plain


def test_keys_choose_too(qtbot: QtBot, window: MainWindow) -> None:
    places = window.parts.sidebar.places
    item = places.item("place", "undescribed")
    places.setFocus()
    places.setCurrentItem(item)
    qtbot.keyClick(places, Key.Key_Space)
    found(qtbot, window, ["plain.png"])
    qtbot.keyClick(places, Key.Key_Return)
    assert window.state.query.state is None
    window.parts.sidebar.grab()


def test_files_that_are_no_photos_are_listed(qtbot: QtBot, window: MainWindow) -> None:
    sidebar = window.parts.sidebar
    qtbot.waitUntil(lambda: count(sidebar.places, "all") == 7)
    sidebar.show_counts(window._app.facets(Query()), 2)
    assert count(sidebar.places, "failed") == 2
    press(qtbot, sidebar.places, "place", "failed")
    assert window.library_commands.dialog is not None
    assert window.state.query.state is None


def test_folders_in_folders(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    photos, data = tmp_path / "photos", tmp_path / "data"
    for name, colour in (("rome/day/a.png", "red"), ("paris/b.png", "blue")):
        draw_big(photos / name, colour)
    data.mkdir()
    with App(DataPaths(data)) as app:
        app.add_folder(str(photos))
        app.scan()
        window = opened(qtbot, app, theme, data, waits=False)
        places = window.parts.sidebar.places
        qtbot.waitUntil(lambda: len(places.items("folder")) == 1)
        places.items("folder")[0].setExpanded(True)
        qtbot.waitUntil(lambda: len(places.items("folder")) == 3)
        assert [item.text(0) for item in places.items("folder")] == ["photos", "paris", "rome"]
        rome = places.item("folder", str(photos / "rome"))
        assert rome is not None
        rome.setExpanded(True)
        qtbot.waitUntil(lambda: places.item("folder", str(photos / "rome" / "day")) is not None)
        press(qtbot, places, "folder", str(photos / "rome"))
        found(qtbot, window, ["a.png"])
        places.customContextMenuRequested.emit(
            places.visualItemRect(places.item("folder", str(photos / "rome"))).center()
        )
        menu = QApplication.activePopupWidget()
        assert menu is not None
        assert not any("Remove" in action.text() for action in menu.actions())
        menu.close()
        item = places.item("folder", str(photos))
        assert item is not None
        item.setExpanded(False)
        shutil.copy(photos / "paris" / "b.png", photos / "c.png")
        draw_big(photos / "vienna" / "d.png", "green")
        app.scan()
        window._library_changed()
        qtbot.waitUntil(lambda: count(places, "all") == 3)
        places.items("folder")[0].setExpanded(True)
        qtbot.waitUntil(lambda: places.item("folder", str(photos / "vienna")) is not None)
        assert count(places, "duplicates") == 1
        window.close()


def saved(window: MainWindow) -> list[str]:
    return [item.data(0, VALUE) for item in window.parts.sidebar.places.items("search")]


def test_saved_searches_are_renamed_deleted_and_moved(qtbot: QtBot, window: MainWindow) -> None:
    library, places = window.library_commands, window.parts.sidebar.places
    for name in ("one", "two", "three"):
        library._save_search(name, Query((Chip(name),)))
    assert saved(window) == ["one", "two", "three"]
    places.setFocus()
    places.setCurrentItem(places.item("search", "two"))
    qtbot.keyClick(places, Key.Key_F2)
    editor = places.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, "second")
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: saved(window) == ["one", "second", "three"])
    window.parts.sidebar._renamed("second", "one")  # taken already
    QApplication.processEvents()
    assert saved(window) == ["one", "second", "three"]
    library.move_search("three", 0)
    assert saved(window) == ["three", "one", "second"]
    drop(places, "three", "second", below=True)
    assert saved(window) == ["one", "second", "three"]
    places.setCurrentItem(places.item("search", "one"))
    qtbot.keyClick(places, Key.Key_Delete)
    assert saved(window) == ["second", "three"]
    qtbot.mouseClick(window.parts.toast.button, LEFT)
    assert saved(window) == ["one", "second", "three"]
    item = places.item("search", "one")
    places.customContextMenuRequested.emit(places.visualItemRect(item).center())
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.actions()[1].trigger()
    menu.close()
    assert saved(window) == ["second", "three"]
    press(qtbot, places, "search", "three")
    assert window.state.query.chips == (Chip("three"),)


def drop(places: Places, name: str, on: str, below: bool) -> None:
    item, target = places.item("search", name), places.item("search", on)
    assert item is not None
    data = places.mimeData([item])
    assert data.hasFormat(SEARCH_MIME)
    place = places.visualItemRect(target)
    spot = QPoint(place.center().x(), place.bottom() - 2 if below else place.top() + 2)
    move = QDragMoveEvent(spot, COPY, data, LEFT, NONE)
    places.dragMoveEvent(move)
    assert move.isAccepted()
    heading = places.visualItemRect(places.items("heading")[0]).center()
    elsewhere = QDragMoveEvent(heading, COPY, data, LEFT, NONE)
    places.dragMoveEvent(elsewhere)
    assert not elsewhere.isAccepted()
    places.dropEvent(QDropEvent(QPointF(spot), COPY, data, LEFT, NONE))


def test_a_folder_is_dragged_in(qtbot: QtBot, app: App, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    places = window.parts.sidebar.places
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "more"))])
    enter = QDragEnterEvent(QPoint(10, 10), COPY, data, LEFT, NONE)
    places.dragEnterEvent(enter)
    assert enter.isAccepted()
    places.dropEvent(QDropEvent(QPointF(10, 10), COPY, data, LEFT, NONE))
    qtbot.waitUntil(lambda: len(app.roots()) == 2)
    text = QMimeData()
    text.setText("x")
    enter = QDragEnterEvent(QPoint(10, 10), COPY, text, LEFT, NONE)
    enter.ignore()
    places.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_a_name_that_is_being_typed_survives_what_happens_meanwhile(qtbot: QtBot, window: MainWindow) -> None:
    sidebar = window.parts.sidebar
    window.library_commands._save_search("cats", Query((Chip("cat"),)))
    item = sidebar.places.item("search", "cats")
    assert item is not None
    sidebar.places.setCurrentItem(item)
    sidebar.places.editItem(item)
    field = sidebar.places.findChild(QLineEdit)
    assert field is not None
    qtbot.keyClicks(field, "felines")
    sidebar.show_roots([Root(1, "/new/folder", photos=3)], 3)  # a folder was read
    sidebar.show_roots([Root(1, "/new/folder", photos=4)], 4)
    assert field.text() == "felines"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sidebar.places.item("search", "felines") is not None)
    assert list(window._memory.searches()) == ["felines"]
