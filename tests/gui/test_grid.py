"""The grid: geometry, keys, selection, thumbnails, badges, changes while it is looked at."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QPoint, QPointF, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui import photo_model
from photofind.gui.grid_badges import badges
from photofind.gui.grid_drag import drawn
from photofind.gui.grid_geometry import HEAD, MARGIN, GridGeometry
from photofind.gui.grid_headings import month_name
from photofind.gui.grid_view import SIDES, GridView
from photofind.gui.jobs import Requests
from photofind.gui.main_window import MainWindow
from photofind.gui.photo_model import PhotoModel, Role
from photofind.gui.thumbnails import ThumbnailLoader, decode, read_scaled
from photofind.gui.words_dialog import Words
from photofind.records import Chip, Own, Photo, PhotosChanged, Query
from tests.gui.conftest import Ids, found

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def loaded(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until all rows and thumbnails are there."""
    qtbot.waitUntil(lambda: all(window.model.photo_at(row) for row in range(len(window.model.ids))))
    qtbot.waitUntil(lambda: all(window.thumbnails.get(photo) for photo in window.model.ids))


def centre(grid: GridView, row: int) -> QPoint:
    return grid.visualRect(grid.model().index(row, 0)).center()


def test_thumbnails_come_and_are_not_distorted(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    loaded(qtbot, window)
    picture = window.thumbnails.get(photo("chelsea.png"))
    assert picture is not None
    ratio = picture.width() / picture.height()
    assert ratio == pytest.approx(451 / 300, rel=0.02)
    assert max(picture.width(), picture.height()) == round(window.parts.grid.side * picture.devicePixelRatio())
    assert window.thumbnails.bytes > 0


def test_every_cell_is_found_where_it_is_drawn(window: MainWindow) -> None:
    grid = window.parts.grid
    for row in range(7):
        index = grid.model().index(row, 0)
        assert grid.indexAt(grid.visualRect(index).center()) == index
    assert not grid.indexAt(QPoint(2, 2)).isValid()
    assert not grid.indexAt(QPoint(grid.viewport().width() - 1, grid.viewport().height() - 1)).isValid()
    assert grid.visualRect(QModelIndex()).isNull()
    assert grid.isIndexHidden(QModelIndex())


def test_keys_move_select_and_open(qtbot: QtBot, window: MainWindow) -> None:
    grid = window.parts.grid
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_Home)
    assert grid.currentIndex().row() == 0
    for key, row in (
        (Key.Key_Right, 1),
        (Key.Key_End, 6),
        (Key.Key_Home, 0),
        (Key.Key_Left, 0),
        (Key.Key_Up, 0),
    ):
        qtbot.keyClick(grid, key)
        assert grid.currentIndex().row() == row, key
    qtbot.keyClick(grid, Key.Key_PageDown)
    assert grid.currentIndex().row() > 0
    qtbot.keyClick(grid, Key.Key_PageUp)
    assert grid.currentIndex().row() == 0
    columns = grid.geometry_of_cells().columns
    assert columns < 7
    qtbot.keyClick(grid, Key.Key_Down)
    assert grid.currentIndex().row() == min(6, columns)
    qtbot.keyClick(grid, Key.Key_A, CONTROL)
    assert grid.selected_ids() == window.model.ids
    assert grid.selected_count() == 7
    qtbot.keyClick(grid, Key.Key_Home)
    qtbot.keyClick(grid, Key.Key_Right, SHIFT)
    assert grid.selected_ids() == window.model.ids[:2]
    window.actions_["invert"].trigger()
    assert grid.selected_ids() == window.model.ids[2:]
    qtbot.keyClick(grid, Key.Key_Home)
    qtbot.keyClick(grid, Key.Key_Return)
    assert window.parts.stack.currentWidget() is window.parts.viewer


def test_mouse_selects_ranges_and_with_a_rubber_band(qtbot: QtBot, window: MainWindow) -> None:
    grid = window.parts.grid
    view = grid.viewport()
    ids = window.model.ids
    qtbot.mouseClick(view, LEFT, pos=centre(grid, 1))
    assert grid.selected_ids() == [ids[1]]
    qtbot.mouseClick(view, LEFT, SHIFT, pos=centre(grid, 2))
    assert grid.selected_ids() == ids[1:3]
    qtbot.mouseClick(view, LEFT, CONTROL, pos=centre(grid, 0))
    assert grid.selected_ids() == ids[:3]
    qtbot.mousePress(view, LEFT, pos=QPoint(2, 2))
    assert grid.selected_ids() == []
    qtbot.mouseMove(view, centre(grid, 0))
    qtbot.mouseMove(view, centre(grid, 1))
    QApplication.processEvents()
    grid.grab()
    qtbot.mouseRelease(view, LEFT, pos=centre(grid, 1))
    assert grid.selected_ids() == ids[:2]


def test_the_panel_follows_the_selection(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    grid, panel = window.parts.grid, window.parts.panel
    row = window.model.row_of(photo("chelsea.png"))
    assert row is not None
    qtbot.mouseClick(grid.viewport(), LEFT, pos=centre(grid, row))
    qtbot.waitUntil(lambda: panel.title.isVisible() and "chelsea" in panel.title.text())
    qtbot.keyClick(grid, Key.Key_A, CONTROL)
    assert "7 photos are selected" in panel.hint.text()
    assert not panel.title.isVisible()


def test_size_by_wheel_slider_and_keys(qtbot: QtBot, window: MainWindow) -> None:
    grid, slider = window.parts.grid, window.parts.slider
    before = grid.side
    spot = QPointF(100, 100)
    event = QWheelEvent(
        spot, QPointF(grid.viewport().mapToGlobal(spot.toPoint())), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        CONTROL, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid.viewport(), event)
    assert grid.side == before + 16 == slider.value()
    slider.setValue(SIDES[0])
    assert grid.side == SIDES[0]
    window.actions_["larger"].trigger()
    assert slider.value() == SIDES[0] + 32
    window.actions_["smaller"].trigger()
    window.actions_["smaller"].trigger()
    assert grid.side == SIDES[0]
    loaded(qtbot, window)


def test_a_scroll_of_a_hundred_thousand(qtbot: QtBot, app: App, window: MainWindow) -> None:
    model = window.model
    model.apply(list(range(1, 100_001)), Query(sort="oldest"), refresh=False)
    grid = window.parts.grid
    QApplication.processEvents()
    bar = grid.verticalScrollBar()
    assert bar.maximum() > 100_000
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_End)
    assert grid.currentIndex().row() == 99_999
    assert bar.value() == bar.maximum() or grid.visualRect(grid.currentIndex()).bottom() <= grid.viewport().height()
    assert grid.visible_rows() is not None
    rows = grid.visible_rows()
    assert rows is not None
    assert rows[1] == 99_999
    qtbot.keyClick(grid, Key.Key_A, CONTROL)
    assert grid.selected_count() == 100_000
    assert len(grid.selectionModel().selection()) == 1
    grid.scrollTo(model.index(50_000, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
    assert grid.viewport().rect().contains(grid.visualRect(model.index(50_000, 0)))
    grid.set_side(120)
    assert grid.visible_rows() is not None
    window.resize(1000, 700)


def test_refresh_keeps_selection_and_place(qtbot: QtBot, app: App, window: MainWindow) -> None:
    model, grid = window.model, window.parts.grid
    ids = list(range(1, 2001))
    model.apply(ids, Query(), refresh=False)
    QApplication.processEvents()
    grid.verticalScrollBar().setValue(3000)
    grid.selectionModel().select(model.index(500, 0), QItemSelectionModel.SelectionFlag.Select)
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.apply(list(ids), Query(), refresh=True)
    new = [i for i in ids if i not in (3, 4, 700)]
    new[10:10] = [5001, 5002]
    new.append(5003)
    model.apply(new, Query(), refresh=True)
    assert model.ids == new
    assert resets == []
    assert grid.selected_ids() == [501]
    QApplication.processEvents()
    assert grid.verticalScrollBar().value() == 3000
    model.apply(list(reversed(new)), Query(), refresh=True)
    assert resets == [1]


def test_photos_that_change_are_searched_again(qtbot: QtBot, app: App, window: MainWindow, photo: Ids) -> None:
    window.state.add([Chip("cat")])
    found(qtbot, window, ["chelsea.png", "hostile.png"])
    cat = window.model.row_of(photo("chelsea.png"))
    assert cat is not None
    window.parts.grid.show_row(cat)
    app.set_own(photo("plain.png"), Own("my cat", ()))
    app._publish(PhotosChanged((photo("plain.png"),)))
    found(qtbot, window, ["chelsea.png", "hostile.png", "plain.png"])
    assert window.parts.grid.selected_ids() == [photo("chelsea.png")]


def test_rows_show_the_words_that_matched(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    window.state.add([Chip("tables")])
    found(qtbot, window, ["coffee.png", "red.png"])
    row = window.model.row_of(photo("coffee.png"))
    assert row is not None
    index = window.model.index(row, 0)
    qtbot.waitUntil(lambda: index.data(Role.LINE) == "table")
    assert index.data() == "coffee.png"
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("coffee.png, ")
    assert spoken.endswith(", table")
    assert "in part: 2 of 18" in index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>coffee.png</b>" in tip
    assert "wooden <span" in tip.replace(';">table', ';">table')
    assert index.data(Role.PHOTO).id == photo("coffee.png")
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert window.model.data(QModelIndex()) is None
    window.parts.grid.grab()


def test_dragging_out_gives_files(qtbot: QtBot, window: MainWindow, photo: Ids, folder: Path) -> None:
    loaded(qtbot, window)
    rows = [window.model.row_of(photo(name)) for name in ("chelsea.png", "red.png")]
    data = window.model.mimeData([window.model.index(row, 0) for row in rows if row is not None])
    assert {Path(url.toLocalFile()).name for url in data.urls()} == {"chelsea.png", "red.png"}
    assert window.model.supportedDragActions() == Qt.DropAction.CopyAction
    assert window.model.flags(window.model.index(0, 0)) & Qt.ItemFlag.ItemIsDragEnabled


def entering(data: QMimeData) -> QDragEnterEvent:
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    try:
        return QDragEnterEvent(QPointF(10, 10), copy, data, LEFT, none)
    except TypeError:  # before PySide6 6.12
        return QDragEnterEvent(QPoint(10, 10), copy, data, LEFT, none)


def test_dropping_a_folder_adds_it(qtbot: QtBot, app: App, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "file.txt").write_text("x")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "more")), QUrl.fromLocalFile(str(tmp_path / "file.txt"))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = entering(data)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(10, 10), copy, data, LEFT, none))
    qtbot.waitUntil(lambda: len(app.roots()) == 2)
    qtbot.waitUntil(lambda: len(window.parts.sidebar.places.items("folder")) == 2)
    qtbot.waitUntil(lambda: "is being read" in window.parts.toast.label.text())
    plain = QMimeData()
    plain.setText("x")
    enter = entering(plain)
    enter.ignore()
    window.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_badges_and_placeholders_are_drawn(qtbot: QtBot, window: MainWindow, photo: Ids, tmp_path: Path) -> None:
    import dataclasses

    loaded(qtbot, window)
    model, row = window.model, 0
    version, entry = model._rows[model.ids[row]]
    model._rows[model.ids[row]] = (
        version,
        dataclasses.replace(entry, photo=dataclasses.replace(entry.photo, online=False, failed=True, views=0)),
    )
    window.thumbnails._missing.add(999)
    model.apply([*model.ids, 999], Query(), refresh=True)
    image = window.parts.grid.viewport().grab(QRect(QPoint(), QSize(600, 400))).toImage()
    colours = {image.pixel(x, y) for x in range(0, 600, 3) for y in range(0, 400, 3)}
    assert len(colours) > 50
    assert window.thumbnails.is_missing(999)
    window.thumbnails.retry()
    assert not window.thumbnails.is_missing(999)


def test_headings_of_months(qtbot: QtBot, app: App, window: MainWindow) -> None:
    model, grid = window.model, window.parts.grid
    assert [count for _, count in model.months] == [7]
    month = model.months[0][0]
    assert month == "2020-09"
    assert month_name(month) in {"September 2020", month_name("2020-09")}
    assert month_name("") == "Without a date"
    months = tuple((f"{2000 + n // 12}-{n % 12 + 1:02d}", 10) for n in range(200))
    model.apply(list(range(1, 2001)), Query(sort="oldest"), refresh=False, months=months)
    QApplication.processEvents()
    cells = grid.geometry_of_cells()
    assert cells.starts == tuple(range(0, 2000, 10))
    bar = grid.verticalScrollBar()
    bar.setValue(cells.rect(100).center().y())
    assert cells.headings(bar.value())[0][0] == 10
    assert cells.headings(bar.value())[0][1].top() <= 0
    grid.grab()
    # Up and down keep the column across headings.
    grid.setFocus()
    grid.show_row(101)
    assert grid.visualRect(grid.currentIndex()).top() >= HEAD
    column = cells.line_of(101)[1]
    qtbot.keyClick(grid, Key.Key_Up)
    assert cells.line_of(grid.currentIndex().row())[1] <= column
    assert grid.currentIndex().row() < 101
    # A click on a heading selects its photos; with Ctrl it adds them.
    heads = cells.headings(bar.value())
    section, place = heads[1]
    spot = QPoint(place.center().x(), place.center().y())
    qtbot.mouseClick(grid.viewport(), LEFT, pos=spot)
    assert grid.selected_ids() == [row + 1 for row in range(section * 10, section * 10 + 10)]
    assert grid.selected_count() == 10
    section, place = cells.headings(bar.value())[0]
    qtbot.mouseClick(grid.viewport(), LEFT, CONTROL, pos=place.center())
    assert grid.selected_count() == 20
    window.actions_["group"].trigger()
    assert grid.geometry_of_cells().starts == ()
    assert not grid.grouped
    window.actions_["group"].trigger()
    assert grid.geometry_of_cells().starts


def test_no_headings_when_the_best_match_comes_first(qtbot: QtBot, window: MainWindow) -> None:
    window.state.add([Chip("cat")])
    found(qtbot, window, ["chelsea.png", "hostile.png"])
    assert window.model.months == ()
    window.state.set_sort("newest")
    qtbot.waitUntil(lambda: [count for _, count in window.model.months] == [2])


def test_space_gives_a_quick_look(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    loaded(qtbot, window)
    grid, look = window.parts.grid, window.peeking.look
    row = window.model.row_of(photo("chelsea.png"))
    assert row is not None
    grid.setFocus()
    grid.show_row(row)
    qtbot.keyClick(grid, Key.Key_Space)
    assert look.isVisible()
    assert look.name == "chelsea.png"
    qtbot.waitUntil(lambda: look.caption == "A tabby cat looks at the camera.")
    qtbot.waitUntil(lambda: window.pictures.get(photo("chelsea.png")) is not None, timeout=20_000)
    look.grab()
    qtbot.keyClick(grid, Key.Key_Home)
    assert look.name != "chelsea.png" or row == 0
    qtbot.keyClick(grid, Key.Key_Escape)
    assert not look.isVisible()
    qtbot.keyClick(grid, Key.Key_Space)
    qtbot.keyClick(grid, Key.Key_Space)
    assert not look.isVisible()
    qtbot.keyClick(grid, Key.Key_Space)
    qtbot.mouseDClick(look, LEFT)
    assert window.parts.stack.currentWidget() is window.parts.viewer


def test_a_screen_reader_is_told(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    loaded(qtbot, window)
    grid = window.parts.grid
    reader = QAccessible.queryAccessibleInterface(grid)
    assert reader.text(QAccessible.Text.Name) == "Photos"
    row = window.model.row_of(photo("chelsea.png"))
    assert row is not None
    grid.setFocus()
    grid.show_row(row)
    index = window.model.index(row, 0)
    qtbot.waitUntil(lambda: "A tabby cat" in index.data(Qt.ItemDataRole.AccessibleTextRole))
    cell = reader.child(row)
    assert "chelsea.png" in cell.text(QAccessible.Text.Name)
    assert "A tabby cat" in cell.text(QAccessible.Text.Name)


def test_words_for_a_selection_with_undo(qtbot: QtBot, app: App, window: MainWindow, photo: Ids) -> None:
    loaded(qtbot, window)
    cat, cup = photo("chelsea.png"), photo("coffee.png")
    app.set_own(cup, Own("my cup", ("old",)))
    grid, commands = window.parts.grid, window.photo_commands
    rows = [row for each in (cat, cup) if (row := window.model.row_of(each)) is not None]
    grid.select_rows(rows, rows[0])
    window.actions_["words"].trigger()
    dialog = commands.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: [box.text() for box in dialog.tags] == ["old  (1)"])
    assert not dialog.apply.isEnabled()
    qtbot.keyClicks(dialog.add, "holiday, home,, holiday")
    qtbot.keyClicks(dialog.text, "At home")
    dialog.tags[0].click()
    assert dialog.words.add == ("holiday", "home")
    dialog.grab()
    dialog.apply.click()
    qtbot.waitUntil(lambda: app.own(cat) == Own("At home", ("holiday", "home")))
    assert app.own(cup) == Own("my cup", ("holiday", "home"))
    window.state.add([Chip("holiday")])
    found(qtbot, window, ["chelsea.png", "coffee.png"])
    qtbot.waitUntil(window.parts.toast.button.isVisible)
    qtbot.mouseClick(window.parts.toast.button, LEFT)
    qtbot.waitUntil(lambda: app.own(cat) == Own())
    assert app.own(cup) == Own("my cup", ("old",))
    window.state.clear()
    assert Words(replace=True, text="x").changed(Own("y")) == Own("x")
    window.parts.grid.clearSelection()
    commands.add_words()
    commands.take_words_back()
    grid.selectAll()
    commands._change_words([cup], Words(("OLD",)))
    qtbot.waitUntil(lambda: "Nothing to change" in window.parts.toast.label.text())


def test_files_are_copied_and_dragged(qtbot: QtBot, window: MainWindow, photo: Ids, folder: Path) -> None:
    loaded(qtbot, window)
    window.parts.grid.selectAll()
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    window.photo_commands.copy_files()
    qtbot.waitUntil(lambda: len(clipboard.mimeData().urls()) == 7)
    assert clipboard.mimeData().data("x-special/gnome-copied-files").data().startswith(b"copy\nfile:///")
    window.model._rows.clear()
    data = window.model.files_of(window.model.ids)
    assert len(data.urls()) == 7
    picture = drawn(window.thumbnails.get(photo("red.png")), 7, window.palette(), 2.0)
    assert (picture.width(), picture.deviceIndependentSize().width()) == (192, 96)
    window.model.apply(list(range(1, 6000)), Query(), refresh=False)
    window.parts.grid.selectAll()
    window.parts.grid.startDrag(Qt.DropAction.CopyAction)
    assert "too many" in window.parts.toast.label.text()
    window.photo_commands.copy_files()
    window.photo_commands.retry()
    qtbot.waitUntil(lambda: "failures are tried again" in window.parts.toast.label.text())


def test_badges_say_what_they_mean() -> None:
    plain = Photo(1, "k", 4, 3, "JPEG", None, None, None, None, ("/a", "/b"), online=False, failed=True)
    words = [badge.meaning for badge in badges(plain, Own("", ("sea",)), 18)]
    assert [word.split(":")[0] for word in words] == [
        "Could not be described in full", "Offline", "Not described yet", "Your tags", "The same photo in 2 files"
    ]  # fmt: skip
    assert badges(plain, Own("only text"), 18)[3].meaning == "With your own caption"


def test_context_menu(qtbot: QtBot, window: MainWindow, photo: Ids, folder: Path) -> None:
    loaded(qtbot, window)
    row = window.model.row_of(photo("chelsea.png"))
    assert row is not None
    grid = window.parts.grid
    grid.show_row(row)
    menu = window.photo_commands.menu(window)
    texts = {action.text(): action for action in menu.actions() if action.text()}
    assert texts["Open with the default program"].isEnabled()
    texts["Copy path"].trigger()
    clipboard = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: clipboard.text() == str(folder / "chelsea.png"))
    texts["Copy caption"].trigger()
    qtbot.waitUntil(lambda: clipboard.text() == "A tabby cat looks at the camera.")
    menu.close()
    grid.selectAll()
    menu = window.photo_commands.menu(window)
    assert "Copy 7 paths" in [action.text() for action in menu.actions()]
    menu.close()
    window.actions_["copy_path"].trigger()
    qtbot.waitUntil(lambda: clipboard.text().count("\n") == 6)
    grid.customContextMenuRequested.emit(centre(grid, 0))
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


def test_loader_drops_what_is_no_longer_wanted(qtbot: QtBot, tmp_path: Path) -> None:
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    path = tmp_path / "a.jpg"
    assert image.save(str(path))
    asked: list[int] = []

    def find(photo: int) -> Path | None:
        asked.append(photo)
        if photo == 3:
            raise RuntimeError("broken")
        return path if photo != 2 else None

    loader = ThumbnailLoader(find)
    loader.want(range(1000, 1400), 100, 1.0)
    loader.want([1, 2, 3], 100, 2.0)
    qtbot.waitUntil(lambda: loader.get(1) is not None and loader.is_missing(2) and loader.is_missing(3))
    picture = loader.get(1)
    assert picture is not None
    assert (picture.width(), picture.height()) == (200, 150)
    assert len(asked) < 50
    loader.close()
    assert read_scaled(tmp_path / "none.jpg", 100).isNull()


def test_only_jpegs_are_read_off_the_gui_thread(tmp_path: Path) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>'
    path = tmp_path / "thumbnail.jpg"
    path.write_bytes(drawing)
    assert read_scaled(path, 100).isNull(), "Qt's SVG reader, if it is asked, can lock threads up"
    assert decode(drawing).isNull()
    Image.new("RGB", (40, 30), "red").save(path)
    assert read_scaled(path, 20).size() == QSize(20, 15)
    assert decode(path.read_bytes()).size() == QSize(40, 30)


def test_cache_is_bounded(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from photofind.gui import thumbnails

    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    path = tmp_path / "a.jpg"
    assert image.save(str(path))
    monkeypatch.setattr(thumbnails, "CACHE_BYTES", 5 * 40_000)
    loader = ThumbnailLoader(lambda _photo: path)
    for photo in range(12):
        loader.want([photo], 100, 1.0)
        qtbot.waitUntil(lambda p=photo: loader.get(p) is not None)
    assert loader.bytes <= 5 * 40_000
    assert loader.get(0) is None
    loader.close()


def test_the_model_forgets_rows_when_there_are_too_many(
    qtbot: QtBot, app: App, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(qtbot, window)
    monkeypatch.setattr(photo_model, "MAX_ROWS", 3)
    window.model.touch(window.model.ids)
    window.model.want(0, 6)
    loaded(qtbot, window)
    requests = Requests(1)
    model = PhotoModel(app, requests)
    model.apply([], Query(), refresh=False)
    model.want(0, 10)
    assert model.rowCount() == 0
    requests.close()


@given(
    st.integers(1, 400), st.integers(60, 400), st.integers(60, 420),
    st.integers(80, 2000), st.integers(80, 1500), st.booleans(), st.lists(st.integers(1, 399), max_size=6),
)  # fmt: skip
def test_geometry(count: int, wide: int, high: int, width: int, height: int, mirrored: bool, cuts: list[int]) -> None:
    starts = (0, *sorted(set(cuts))) if cuts else ()
    cells = GridGeometry(count, QSize(wide, high), width, height, mirrored, starts)
    rects = [cells.rect(row) for row in range(count)]
    assert not any(one.intersects(other) for one, other in itertools.pairwise(rects))
    for row, rect in enumerate(rects):
        assert cells.row_at(rect.center()) == row
        line, column = cells.line_of(row)
        assert cells.row_in(line, column) == row
        if row in starts and row:
            assert column == 0
            assert rect.top() >= rects[row - 1].bottom() + HEAD
        if cells.columns > 1:
            assert rect.left() >= 0
            assert rect.right() < width
    assert cells.scroll_range == max(0, rects[-1].bottom() + 1 + MARGIN - height)
    for offset in (0, cells.scroll_range // 2, cells.scroll_range):
        seen = cells.visible(offset)
        assert seen is not None
        area = QRect(0, offset, width, height)
        drawn = [row for row, rect in enumerate(rects) if rect.intersects(area)]
        assert not drawn or (seen[0] <= drawn[0] and drawn[-1] <= seen[1])
        runs = cells.touched(area)
        assert [row for first, last in runs for row in range(first, last + 1)] == drawn
        heads = cells.headings(offset)
        assert bool(heads) == bool(starts)
        if heads and offset:
            assert heads[0][1].top() <= MARGIN
        for (_, one), (_, other) in itertools.pairwise(heads):
            assert one.bottom() < other.top()
        for section, place in heads:
            first, last = cells.section_rows(section)
            assert first <= last
            assert place.top() <= rects[first].top() - offset or place.top() <= 0
    empty = GridGeometry(0, QSize(wide, high), width, height)
    assert empty.visible(0) is None
    assert empty.row_at(QPoint(20, 20)) is None
    assert empty.touched(QRect(0, 0, 50, 50)) == []
