"""The window around the photos: folders, activity, dialogs, empty states, what it remembers, starting and ending."""

from __future__ import annotations

import csv
import json
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui import app as gui_app
from photofind.gui import desktop, empty_state
from photofind.gui.about import AboutDialog
from photofind.gui.actions import commands
from photofind.gui.export_dialog import ExportDialog
from photofind.gui.failures_dialog import FailuresDialog
from photofind.gui.main_window import MainWindow
from photofind.gui.places import COUNT, NOTE, ON
from photofind.gui.settings_dialog import SettingsDialog
from photofind.gui.theme import DARK, LIGHT, Colours, Theme
from photofind.gui.window_state import WindowState
from photofind.paths import DataPaths
from photofind.records import Chip, Failure, LibraryChanged, Notice, Progress, ProgressChanged, Query, Root, State
from tests.conftest import COLOURS_PAIR, draw_big, draw_many
from tests.gui.conftest import found, opened

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def button(dialog: QWidget, text: str) -> QAbstractButton:
    return next(b for b in dialog.findChildren(QAbstractButton) if b.text().replace("&", "") == text)


# --- the real thing -------------------------------------------------------------------------------------------------


def test_add_a_folder_and_watch_the_words_come_in(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    """Everything real: the pipeline scans, describes with the colours model and indexes while the window is open."""
    data = tmp_path / "new"
    photos = tmp_path / "pictures"
    draw_big(photos / "one.png", "red")
    draw_big(photos / "two.png", "blue")
    draw_many(photos / "many.png", ["green"])
    (photos / "broken.jpg").write_bytes(b"no image at all")
    data.mkdir()
    with App(DataPaths(data)) as app:
        app.add_model(*COLOURS_PAIR, "colours")
        app.use_model("colours")
        window = opened(qtbot, app, theme, data, waits=False)
        empty, stack, activity = window.parts.empty, window.parts.stack, window.parts.activity
        qtbot.waitUntil(lambda: window.welcome.active)
        qtbot.mouseClick(window.parts.first_run.skip, LEFT)
        qtbot.waitUntil(lambda: stack.currentWidget() is empty and "Find your photos" in empty.title.text())
        assert not window.parts.sidebar.notice.isVisible()
        app.start()
        qtbot.mouseClick(empty.primary, LEFT)
        dialog = window.library_commands.dialog
        assert dialog is not None
        dialog.done(0)
        empty.folder_wanted.emit(str(photos))
        qtbot.waitUntil(lambda: len(window.model.ids) == 3, timeout=20_000)
        assert stack.currentWidget() is window.parts.grid
        window.parts.grid.setFocus()
        window.state.add([Chip("red")])
        qtbot.waitUntil(lambda: len(window.model.ids) == 1, timeout=60_000)
        window.state.clear()
        window.state.add([Chip("green")])
        green = [app.photo_by_path(str(photos / "many.png")).id]
        qtbot.waitUntil(lambda: window.model.ids == green, timeout=60_000)
        window.parts.grid.show_row(0)
        panel = window.parts.panel
        qtbot.waitUntil(panel.why_frame.isVisible)
        qtbot.waitUntil(activity.failed.isVisible, timeout=20_000)
        qtbot.waitUntil(lambda: activity.progress.state == "idle", timeout=90_000)
        qtbot.mouseClick(activity.pause, LEFT)
        qtbot.waitUntil(lambda: activity.progress.state == "paused", timeout=20_000)
        assert activity.state.text() == "Paused"
        assert app.settings.paused
        qtbot.mouseClick(activity.pause, LEFT)
        qtbot.waitUntil(lambda: activity.progress.state == "idle", timeout=20_000)
        window.close()


# --- folders --------------------------------------------------------------------------------------------------------


def test_a_folder_limits_the_search(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    places = window.parts.sidebar.places
    qtbot.waitUntil(lambda: len(places.items("folder")) == 1)
    everything, only = places.item("place", "all"), places.items("folder")[0]
    assert everything is not None
    assert everything.data(0, COUNT) == 7
    qtbot.mouseClick(places.viewport(), LEFT, pos=places.visualItemRect(only).center())
    assert window.state.query.folder == str(folder)
    assert only.data(0, ON)
    assert not everything.data(0, ON)
    window.parts.search.clear()
    assert not only.data(0, ON)
    assert everything.data(0, ON)


def test_remove_a_folder_asks_first(qtbot: QtBot, app: App, window: MainWindow, folder: Path) -> None:
    window.state.set_folder(str(folder))
    sidebar = window.parts.sidebar
    qtbot.waitUntil(lambda: len(sidebar.places.items("folder")) == 1)
    sidebar.places.customContextMenuRequested.emit(
        sidebar.places.visualItemRect(sidebar.places.items("folder")[0]).center()
    )
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()
    menu = sidebar.menu_of(Root(1, str(folder)))
    next(a for a in menu.actions() if a.text().startswith("Remove")).trigger()
    menu.close()
    box = window.library_commands.dialog
    assert isinstance(box, QMessageBox)
    assert str(folder) in box.text()
    box.reject()
    assert len(app.roots()) == 1
    window.library_commands.remove_folder(str(folder))
    box = window.library_commands.dialog
    assert isinstance(box, QMessageBox)
    qtbot.mouseClick(button(box, "Remove"), LEFT)
    window._memory.keep("welcomed", True)
    qtbot.waitUntil(lambda: app.roots() == [])
    qtbot.waitUntil(lambda: window.parts.empty.isVisible() and "Find your photos" in window.parts.empty.title.text())
    assert window.state.query.folder is None


def test_a_folder_that_cannot_be_added_is_said(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.library_commands.add_folders([str(tmp_path / "nowhere")])
    qtbot.waitUntil(lambda: "nowhere" in window.parts.toast.label.text())
    assert window.parts.toast.isVisible()
    window.resize(900, 600)
    qtbot.mouseClick(window.parts.toast.findChildren(QAbstractButton)[0], LEFT)
    assert not window.parts.toast.isVisible()


def test_offline_folders_are_marked(qtbot: QtBot, window: MainWindow) -> None:
    sidebar = window.parts.sidebar
    sidebar.show_roots([Root(1, "/gone/pictures", online=False, photos=3)], 3)
    item = sidebar.places.items("folder")[0]
    assert item.data(0, NOTE) == "offline"
    assert "not connected" in item.toolTip(0)
    menu = sidebar.menu_of(Root(1, "/gone/pictures", online=False))
    assert not menu.actions()[0].isEnabled()
    menu.close()
    shown: list[str] = []
    sidebar.show_wanted.disconnect()
    sidebar.show_wanted.connect(shown.append)
    menu = sidebar.menu_of(Root(1, "/here"))
    menu.actions()[0].trigger()
    menu.close()
    assert shown == ["/here"]


def test_a_folder_whose_place_has_changed_is_found_again(
    qtbot: QtBot, app: App, window: MainWindow, folder: Path, tmp_path: Path
) -> None:
    """Another mount point costs nothing: what was said about the photos comes with their content."""
    app.set_depth(str(folder), "whole")
    before = app.stats().views
    place = Path(shutil.copytree(folder, tmp_path / "elsewhere"))
    menu = window.parts.sidebar.menu_of(Root(1, str(folder), online=False))
    next(action for action in menu.actions() if "another place" in action.text()).trigger()
    dialog = window.library_commands.dialog
    assert isinstance(dialog, QFileDialog)
    assert str(folder) in dialog.windowTitle()
    dialog.filesSelected.emit([str(place)])
    dialog.reject()
    qtbot.waitUntil(lambda: [root.path for root in app.roots()] == [str(place)])
    assert app.roots()[0].depth == "whole"
    app.scan()
    assert app.stats().views == before
    assert app.stats().captioned == 6
    assert not any("another place" in a.text() for a in window.parts.sidebar.menu_of(Root(1, "/here")).actions())


def test_empty_states(qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = window.parts.empty
    empty.reading()
    assert not empty.primary.isVisibleTo(empty)
    empty.no_photos(offline=True)
    assert "not connected" in empty.text.text()
    empty.no_photos(offline=False)
    assert empty.primary.text() == "Add another folder…"
    empty.nothing_found(False, 3, 7)
    assert "4 of 7" in empty.text.text()
    empty.not_described()
    assert "Not described" in empty.title.text()
    monkeypatch.setattr(empty_state, "picture_folders", lambda: [str(tmp_path)])
    empty.no_folders()
    added: list[str] = []
    empty.folder_wanted.disconnect()
    empty.folder_wanted.connect(added.append)
    offered = empty.folders.findChildren(QAbstractButton)[0]
    offered.click()
    assert added == [str(tmp_path)]
    empty.no_folders()
    monkeypatch.undo()
    assert isinstance(empty_state.picture_folders(), list)


# --- activity -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("idle", "Up to date"),
        ("scanning", "Reading folders"),
        ("loading", "Loading the model"),
        ("describing", "Describing photos"),
        ("indexing", "Updating the search"),
        ("rebuilding", "Building the search anew"),
        ("paused", "Paused"),
        ("no-engine", "engine is missing"),
        ("no-model", "no usable model"),
        ("failed", "Describing stopped"),
        ("elsewhere", "Another photofind"),
        ("waiting-choice", "Waiting for your choice"),
    ],
)
def test_every_state_has_a_name(qtbot: QtBot, app: App, window: MainWindow, state: State, words: str) -> None:
    app._publish(ProgressChanged(Progress(state, HOSTILE_DETAIL, 3, 10, per_hour=120.0, eta=600.0)))
    activity = window.parts.activity
    qtbot.waitUntil(lambda: activity.progress.state == state)
    assert words in activity.state.text()
    assert activity.bar.isVisible() == (state in ("scanning", "loading", "describing", "indexing", "rebuilding"))
    if state == "describing":
        assert activity.pace.text() == "120 photos/h · 10 min left"
    if state == "scanning":
        assert activity.pace.text() == "3 / 10"
    assert activity.pause.isVisible() == (state not in ("no-engine", "no-model", "elsewhere", "waiting-choice"))
    assert "<b>" not in activity.detail.toolTip()


HOSTILE_DETAIL = "photo <b>x</b> " * 6


def test_notices_and_library_changes(qtbot: QtBot, app: App, window: MainWindow) -> None:
    for number in range(50):
        app._publish(Notice(f"Something <b>{number}</b> happened"))
        app._publish(LibraryChanged())
    qtbot.waitUntil(lambda: "49" in window.parts.toast.label.text())
    assert window.parts.toast.label.textFormat() == Qt.TextFormat.PlainText


def test_pause_by_key(qtbot: QtBot, app: App, window: MainWindow) -> None:
    window.actions_["pause"].trigger()
    qtbot.waitUntil(lambda: app.settings.paused)
    window.parts.activity.show_progress(Progress("paused"))
    window.actions_["pause"].trigger()
    qtbot.waitUntil(lambda: not app.settings.paused)


# --- export ---------------------------------------------------------------------------------------------------------


def export_dialog(window: MainWindow) -> ExportDialog:
    window.actions_["export"].trigger()
    dialog = window.library_commands.dialog
    assert isinstance(dialog, ExportDialog)
    return dialog


def test_export_to_csv_and_json(qtbot: QtBot, window: MainWindow, tmp_path: Path, folder: Path) -> None:
    window.state.add([Chip("table")])
    found(qtbot, window, ["coffee.png", "red.png"])
    dialog = export_dialog(window)
    assert dialog.count.text() == "2 photos will be exported."
    assert dialog.path.text().endswith("table.csv")
    dialog._picked(str(tmp_path / "out.csv"))
    with qtbot.waitSignal(dialog.written, timeout=10_000):
        qtbot.mouseClick(dialog.export_button, LEFT)
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {Path(row["path"]).name for row in rows} == {"coffee.png", "red.png"}
    assert "exported" in window.parts.toast.label.text()
    dialog = export_dialog(window)
    assert str(tmp_path) in dialog.path.text()
    dialog.path.setText(str(tmp_path / "out.csv"))
    dialog.path.textEdited.emit(dialog.path.text())
    dialog.format.setCurrentIndex(dialog.format.findData("json"))
    assert dialog.path.text() == str(tmp_path / "out.json")
    with qtbot.waitSignal(dialog.written, timeout=10_000):
        qtbot.mouseClick(dialog.export_button, LEFT)
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))


def test_export_asks_before_it_replaces(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("mine")
    dialog = export_dialog(window)
    dialog._picked(str(out))
    qtbot.mouseClick(dialog.export_button, LEFT)
    box = dialog.findChild(QMessageBox)
    assert box is not None
    box.reject()
    assert out.read_text() == "mine"
    qtbot.mouseClick(dialog.export_button, LEFT)
    box = dialog.findChildren(QMessageBox)[-1]
    with qtbot.waitSignal(dialog.written, timeout=10_000):
        qtbot.mouseClick(button(box, "Replace"), LEFT)
    assert out.read_text() != "mine"


def test_export_says_what_went_wrong(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = export_dialog(window)
    dialog.path.setText("  ")
    qtbot.mouseClick(dialog.export_button, LEFT)
    assert dialog.message.text() == "Say where the file should go."
    dialog._picked(str(tmp_path / "no" / "such" / "out.csv"))
    qtbot.mouseClick(dialog.export_button, LEFT)
    qtbot.waitUntil(lambda: "no" in dialog.message.text() and dialog.export_button.isEnabled())
    dialog._problem("")
    assert "Cancelled" in dialog.message.text()
    dialog._set_running(True)
    dialog.reject()
    assert dialog.isVisible()
    dialog._set_running(False)
    qtbot.mouseClick(dialog.browse, LEFT)
    chooser = dialog.findChildren(QDialog)[-1]
    chooser.reject()
    dialog.close()


# --- other dialogs --------------------------------------------------------------------------------------------------


def test_failures_are_listed_and_tried_again(qtbot: QtBot, app: App, data: Path, theme: Theme, tmp_path: Path) -> None:
    pictures = tmp_path / "bad"
    pictures.mkdir()
    (pictures / "<b>broken</b>.jpg".replace("/", "_")).write_bytes(b"not an image")
    app.add_folder(str(pictures))
    app.scan()
    window = opened(qtbot, app, theme, data)
    qtbot.waitUntil(window.parts.activity.failed.isVisible)
    qtbot.mouseClick(window.parts.activity.failed, LEFT)
    dialog = window.library_commands.dialog
    assert isinstance(dialog, FailuresDialog)
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1)
    assert "<b>" in dialog.table.item(0, 0).text()
    assert "<b>" not in dialog.table.item(0, 0).toolTip()
    assert not dialog.show_button.isEnabled()
    dialog.table.selectRow(0)
    shown: list[str] = []
    dialog.show_wanted.disconnect()
    dialog.show_wanted.connect(shown.append)
    qtbot.mouseClick(dialog.show_button, LEFT)
    assert shown[0].startswith(str(pictures))
    with qtbot.waitSignal(dialog.retried):
        qtbot.mouseClick(dialog.retry, LEFT)
    qtbot.waitUntil(lambda: "tried again" in dialog.intro.text())
    assert not dialog.table.isVisible()
    app.scan()  # it fails again, and is in the list again
    window.overview.count()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1 and dialog.table.isVisible())
    (pictures / "<b>broken<_b>.jpg").unlink()
    app.scan()
    window.overview.count()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 0)
    dialog.accept()
    window.close()


def test_settings(qtbot: QtBot, app: App, window: MainWindow) -> None:
    window.actions_["settings"].trigger()
    dialog = window.library_commands.dialog
    assert isinstance(dialog, SettingsDialog)
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    dialog.theme.activated.emit(dialog.theme.currentIndex())
    assert window._theme.dark
    dialog.views.setCurrentIndex(dialog.views.findData("whole"))
    dialog.views.activated.emit(dialog.views.currentIndex())
    dialog.threads.setValue(1)
    dialog.threads.editingFinished.emit()
    dialog.min_side.editingFinished.emit()
    qtbot.waitUntil(lambda: (app.settings.theme, app.settings.views, app.settings.threads) == ("dark", "whole", 1))
    qtbot.waitUntil(lambda: window.model.views == 1)
    dialog.accept()


def test_about_and_shortcuts(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["about"].trigger()
    dialog = window.library_commands.dialog
    assert isinstance(dialog, AboutDialog)
    qtbot.waitUntil(lambda: "Qt" in dialog.report.toPlainText(), timeout=20_000)
    qtbot.mouseClick(button(dialog, "Copy"), LEFT)
    assert QGuiApplication.clipboard().text() == dialog.report.toPlainText()
    dialog.accept()
    window.actions_["shortcuts"].trigger()
    keys = window.library_commands.dialog
    assert keys is not None
    keys.accept()


# --- keys, accessibility, looks -------------------------------------------------------------------------------------


def test_ways_between_search_and_photos(qtbot: QtBot, window: MainWindow) -> None:
    field, grid = window.parts.search.field, window.parts.grid
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert field.hasFocus()
    qtbot.keyClick(field, Key.Key_Escape)
    assert grid.hasFocus()
    assert grid.currentIndex().isValid()
    window.open_photo(window.model.ids[0])
    window.actions_["find"].trigger()
    assert window.parts.stack.currentWidget() is grid
    qtbot.keyClick(field, Key.Key_Down)
    assert grid.hasFocus()
    window.actions_["rescan"].trigger()
    for name in ("sidebar", "panel"):
        window.actions_[name].trigger()
    assert window.parts.sidebar.isHidden()
    assert window.parts.panel.isHidden()
    window.actions_["fullscreen"].trigger()
    assert window.isFullScreen()
    window.actions_["fullscreen"].trigger()
    assert not window.isFullScreen()


def test_no_two_commands_share_keys() -> None:
    keys = [QKeySequence(key).toString() for command in commands() for key in command.keys]
    assert len(keys) == len(set(keys))


def test_every_control_has_a_name(window: MainWindow) -> None:
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QSlider)
    nameless = [
        widget
        for kind in kinds
        for widget in window.findChildren(kind)
        if not widget.isHidden() and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


def _luminance(colour: str) -> float:
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(first: str, second: str) -> float:
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(colours: Colours) -> None:
    for ground in (colours.window, colours.panel, colours.field):
        for ink in (colours.text, colours.muted, colours.accent, colours.out):
            assert _contrast(ink, ground) >= 4.5, (ink, ground)
        assert _contrast(colours.control, ground) >= 3
    assert _contrast(colours.on_accent, colours.accent) >= 4.5
    assert _contrast(colours.out, colours.out_soft) >= 4.5
    assert _contrast(colours.text, colours.soft) >= 4.5
    assert _contrast(colours.why_text, colours.why) >= 4.5
    assert _contrast(colours.text, colours.warn_soft) >= 4.5


def test_light_and_dark(qtbot: QtBot, window: MainWindow, theme: Theme) -> None:
    light = window.grab().toImage().pixelColor(4, window.height() // 2).lightness()
    theme.choose("dark")
    dark = window.grab().toImage().pixelColor(4, window.height() // 2).lightness()
    assert light > 200
    assert dark < 60
    theme.choose("system")
    theme._follow()
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    window.state.add([Chip("cat"), Chip("dog", exclude=True)])
    window.grab()
    chip = window.parts.search.chips[0]
    assert chip.close_rect.left() < chip.width() / 2


# --- what it remembers ----------------------------------------------------------------------------------------------


def test_the_window_comes_back_as_it_was(qtbot: QtBot, app: App, theme: Theme, data: Path) -> None:
    window = opened(qtbot, app, theme, data)
    window.resize(1000, 700)
    window.parts.grid.set_side(240)
    window.actions_["sidebar"].trigger()
    window._sort("name")
    window.close()
    assert (data / "window.ini").exists()
    window = opened(qtbot, app, theme, data)
    assert window.parts.grid.side == 240
    assert window.parts.sidebar.isHidden()
    assert window.state.query.sort == "name"
    assert window.parts.results.sort.currentData() == "name"
    window.close()


def test_a_damaged_memory_is_no_harm(data: Path) -> None:
    (data / "window.ini").write_text("[window]\nside=many\ngeometry=x\nsearches={\nsidebar=maybe\n")
    state = WindowState(data)
    assert state.number("side", 5) == 5
    assert state.bytes("geometry") is None
    assert state.searches() == {}
    assert state.flag("sidebar", True) is False
    state.keep_searches({"a": Query((Chip("x", True, True),), any=True, folder="/f")})
    assert state.searches() == {"a": Query((Chip("x", True, True),), any=True, folder="/f")}
    state.sync()


# --- the desktop ----------------------------------------------------------------------------------------------------


@pytest.fixture
def urls(qapp: QApplication) -> Iterator[list[str]]:
    """What the desktop was asked to open."""
    opener = Opener()
    for scheme in ("file", "https"):
        QDesktopServices.setUrlHandler(scheme, opener, "open")
    yield opener.urls
    for scheme in ("file", "https"):
        QDesktopServices.unsetUrlHandler(scheme)


from PySide6.QtCore import QObject, Slot  # noqa: E402


class Opener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url.toString())


def test_files_are_opened_and_shown(qtbot: QtBot, window: MainWindow, folder: Path, urls: list[str]) -> None:
    qtbot.waitUntil(lambda: window.model.photo_at(0) is not None)
    window.parts.grid.show_row(0)
    photo = window.model.photo_at(0)
    assert photo is not None
    window.photo_commands.open_default()
    assert urls[-1] == QUrl.fromLocalFile(photo.path).toString()
    window.photo_commands.show_in_folder()
    assert urls[-1] == QUrl.fromLocalFile(str(folder)).toString()
    desktop.show_file(str(folder))
    assert len(urls) == 3
    assert desktop.show_command("win32", "C:/a/b.jpg") == ["explorer.exe", "/select,", "C:\\a\\b.jpg"]
    assert desktop.show_command("darwin", "/a/b.jpg") == ["open", "-R", "/a/b.jpg"]


# --- start and end --------------------------------------------------------------------------------------------------


def test_run_opens_and_ends(qtbot: QtBot, tmp_path: Path, folder: Path) -> None:
    data = tmp_path / "fresh"
    data.mkdir()
    seen: list[MainWindow] = []

    def end() -> None:
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
        if windows and len(windows[0].model.ids) == 7:
            seen.append(windows[0])
            signal.raise_signal(signal.SIGINT)
        else:
            QTimer.singleShot(100, end)

    QTimer.singleShot(100, end)
    former = signal.getsignal(signal.SIGTERM)
    try:
        assert gui_app.run(DataPaths(data), [str(folder)]) == 0
    finally:
        signal.signal(signal.SIGTERM, former)
    assert seen


def test_an_error_at_the_start_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    data = tmp_path / "damaged"
    data.mkdir()
    (data / "catalog.sqlite3").write_bytes(b"this is no database" * 100)
    texts: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            texts.append(box.text())
            box.accept()
        else:
            QTimer.singleShot(50, answer)

    QTimer.singleShot(50, answer)
    assert gui_app.run(DataPaths(data)) == 3
    assert "catalog" in texts[0]
    shutil.rmtree(data)
    assert QPoint().isNull()


def test_what_has_all_photos_described_again_is_asked_first(qtbot: QtBot, app: App, window: MainWindow) -> None:
    window.library_commands.show_settings()
    dialog = window.library_commands.dialog
    assert isinstance(dialog, SettingsDialog)

    def question() -> QMessageBox:
        qtbot.waitUntil(lambda: window.library_commands.question is not None)
        box = window.library_commands.question
        assert box is not None
        return box

    dialog.follow.click()
    box = question()
    assert "Describe 6 photos again?" in box.text()
    assert "That takes about" in box.informativeText()
    box.reject()
    qtbot.waitUntil(lambda: not dialog.follow.isChecked())
    assert not app.settings.follow_up
    qtbot.waitUntil(lambda: window.library_commands.question is None)
    dialog.prompt.setPlainText("What is on the table?")
    assert dialog.use_prompt.isEnabled()
    dialog.use_prompt.click()
    qtbot.mouseClick(button(question(), "Describe again"), LEFT)
    qtbot.waitUntil(lambda: app.settings.prompt == "What is on the table?")
    qtbot.waitUntil(lambda: not dialog.use_prompt.isEnabled() and window.library_commands.question is None)
    dialog.reset_prompt.click()
    qtbot.mouseClick(button(question(), "Describe again"), LEFT)
    qtbot.waitUntil(lambda: app.settings.prompt == "")
    dialog.expansion.click()
    qtbot.waitUntil(lambda: app.settings.expansion)
    dialog.gpu_layers.setValue(7)
    dialog.gpu_layers.editingFinished.emit()
    qtbot.waitUntil(lambda: app.settings.gpu_layers == 7)
    for page in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(page)
        dialog.grab()
    dialog.models_button.click()
    models = window.library_commands.dialog
    assert models is not None
    assert models is not dialog
    models.reject()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_window_works_from_right_to_left(qtbot: QtBot, window: MainWindow, theme: Theme, scheme: str) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.choose(scheme)
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        qtbot.waitUntil(lambda: all(window.thumbnails.get(photo) for photo in window.model.ids))
        grid, sidebar = window.parts.grid, window.parts.sidebar
        qtbot.waitUntil(lambda: sidebar.mapTo(window, QPoint()).x() > grid.mapTo(window, QPoint()).x())
        first, second = (grid.visualRect(grid.model().index(row, 0)) for row in (0, 1))
        assert first.left() > second.left()
        grid.setFocus()
        grid.show_row(0)
        qtbot.keyClick(grid, Key.Key_Left)
        assert grid.currentIndex().row() == 1
        picture = window.grab().toImage()
        assert picture.width() >= 1200
    finally:
        application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_photo_that_is_described_is_shown_and_states_have_a_remedy(
    qtbot: QtBot, app: App, window: MainWindow, folder: Path
) -> None:
    activity = window.parts.activity
    app._publish(ProgressChanged(Progress("describing", str(folder / "chelsea.png"), 1, 10, 100.0, 60.0)))
    qtbot.waitUntil(activity.picture.isVisible)
    qtbot.waitUntil(lambda: not activity.picture.pixmap().isNull())
    assert activity.detail.text() == "chelsea.png"
    app._publish(ProgressChanged(Progress("describing", "/nowhere.jpg", 2, 10, 100.0, 60.0)))
    qtbot.waitUntil(lambda: activity.picture.pixmap().isNull())
    app._publish(ProgressChanged(Progress("waiting-power", "", 2, 10)))
    qtbot.waitUntil(lambda: "Plug the computer in" in activity.state.toolTip())
    assert not activity.picture.isVisible()


def test_chosen_failures_are_tried_again(qtbot: QtBot, app: App, window: MainWindow, folder: Path) -> None:
    photo = app.photo_by_path(str(folder / "plain.png")).id
    dialog = FailuresDialog(app, window._fast, window)
    dialog._fill([Failure(str(folder / "x.jpg"), "read", "broken"), Failure("/p.png", "describe", "why", photo)])
    dialog.show()
    assert not dialog.retry_one.isEnabled()
    assert "Choose photos" in dialog.hint.text()  # why it is grey
    assert dialog.retry_one.toolTip() == dialog.hint.text()
    dialog.table.selectRow(0)
    assert not dialog.retry_one.isEnabled()  # no photo: only reading it again can help
    assert "could not be read" in dialog.hint.text()
    dialog.table.selectRow(1)
    assert dialog.retry_one.isEnabled()
    assert not dialog.hint.isVisible()
    dialog.show_list(list(dialog._failures))
    assert dialog.retry_one.isEnabled()  # the same list anew: what is chosen stays chosen
    with qtbot.waitSignal(dialog.retried):
        dialog.retry_one.click()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 0)
    dialog.reject()
