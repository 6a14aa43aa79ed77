"""What the window says about the work ahead, and what a person can say about it there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui.activity import ActivityBar
from photofind.gui.main_window import MainWindow
from photofind.gui.settings_dialog import SettingsDialog
from photofind.gui.theme import Theme
from photofind.gui.wording import duration
from photofind.records import Chip, Progress, State
from tests.gui.conftest import Ids, found

LEFT = Qt.MouseButton.LeftButton
HOUR, DAY = 3600.0, 86400.0


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> ActivityBar:
    shown = ActivityBar(theme)
    qtbot.addWidget(shown)
    shown.resize(1200, 42)
    shown.show()
    return shown


def action(menu: QMenu, text: str) -> QAction:
    return next(each for each in menu.actions() if each.text() == text)


# --- the bar at the bottom ---


def test_both_ends_are_told(bar: ActivityBar) -> None:
    bar.show_progress(Progress("describing", "/x/a.jpg", 10, 1800, 620.0, 3 * DAY, stage_eta=2 * HOUR))
    assert bar.pace.text() == "620 photos/h · all searchable in 2 h · all described in 3 days"
    assert bar.pace.toolTip() == bar.pace.text()
    bar.show_progress(Progress("describing", "/x/a.jpg", 10, 1800, 62.0, 3 * DAY))
    assert bar.pace.text() == "62 photos/h · 3 days left"


def test_nothing_measured_is_no_number(bar: ActivityBar) -> None:
    bar.show_progress(Progress("describing", "/x/a.jpg", 0, 1800))
    assert bar.pace.text() == "measuring…"


def test_narrow_windows_tell_the_end_only(bar: ActivityBar) -> None:
    progress = Progress("describing", "/x/" + "long " * 20 + ".jpg", 10, 1800, 620.0, 3 * DAY, stage_eta=2 * HOUR)
    bar.show_model("A model with a fairly long name", builtin=False)
    widths, texts = (1200, 860, 700, 640), []
    for width in widths:
        bar.resize(width, 42)
        bar.show_progress(progress)
        assert bar.width() == width, "the bar never forces the window to be wider"
        texts.append(bar.pace.text())
    assert texts[0].startswith("620 photos/h · all searchable")
    assert len(set(texts)) > 2
    assert sorted(texts, key=len, reverse=True) == texts
    assert bar.pace.toolTip().startswith("620 photos/h · all searchable")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("waiting-power", "Waiting for mains power"),
        ("waiting-idle", "Waiting until nobody uses the computer"),
        ("waiting-hours", "Waiting for the set hours"),
    ],
)
def test_waiting_says_for_what_and_what_can_be_done(qtbot: QtBot, bar: ActivityBar, state: State, words: str) -> None:
    bar.show_progress(Progress(state, "22:00-07:00", total=1800, eta=5 * DAY))
    assert bar.state.text() == words
    assert bar.detail.text() == "22:00-07:00"
    assert bar.pace.text() == "about 5 days of work left"
    assert bar.pause.isVisible()
    assert not bar.bar.isVisible()
    with qtbot.waitSignal(bar.anyway_wanted):
        qtbot.mouseClick(bar.anyway, LEFT)
    bar.show_progress(Progress("describing", total=1))
    assert not bar.anyway.isVisible()


def test_describe_anyway_reaches_the_pipeline(qtbot: QtBot, app: App, window: MainWindow) -> None:
    window.parts.activity.show_progress(Progress("waiting-idle", total=9))
    qtbot.mouseClick(window.parts.activity.anyway, LEFT)
    qtbot.waitUntil(lambda: app._pipeline._anyway)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (20.0, "less than a minute"),
        (600.0, "10 min"),
        (5.23 * HOUR, "5.2 h"),
        (20 * HOUR, "20 h"),
        (3.23 * DAY, "3.2 days"),
        (40 * DAY, "40 days"),
        (120 * DAY, "4 months"),
        (900 * DAY, "2.5 years"),
    ],
)
def test_long_times_are_told_in_long_units(seconds: float, words: str) -> None:
    assert duration(seconds) == words


# --- folders ---


def test_a_folders_depth_is_chosen_in_its_menu(qtbot: QtBot, app: App, window: MainWindow, folder: Path) -> None:
    sidebar = window.parts.sidebar
    qtbot.waitUntil(lambda: bool(sidebar.places.items("folder")))

    def menu() -> QMenu:
        return sidebar.menu_of(sidebar._roots[0])

    def depths(of: QMenu) -> QMenu:
        found = action(of, "Describe").menu()
        assert isinstance(found, QMenu)
        return found

    first = menu()
    assert action(depths(first), "As the settings say").isChecked()
    action(depths(first), "Whole photo only").trigger()
    qtbot.waitUntil(lambda: app.depths() == {str(folder): "whole"})
    qtbot.waitUntil(lambda: sidebar._roots[0].depth == "whole")
    second = menu()
    assert [each.isChecked() for each in depths(second).actions()] == [False, True, False, False]
    assert "Describe: Whole photo only" in sidebar.places.items("folder")[0].toolTip(0)
    action(second, "Describe this folder first").trigger()
    qtbot.waitUntil(lambda: sidebar._roots[0].first)
    third = menu()
    assert action(third, "Describe this folder first").isChecked()
    action(depths(third), "Not at all").trigger()
    qtbot.waitUntil(lambda: sidebar._roots[0].depth == "none")
    fourth = menu()
    assert not action(fourth, "Describe this folder first").isEnabled()
    action(depths(fourth), "As the settings say").trigger()
    qtbot.waitUntil(lambda: app.depths() == {})


# --- photos ---


def test_chosen_photos_come_first_or_again(qtbot: QtBot, app: App, window: MainWindow, photo: Ids) -> None:
    grid = window.parts.grid
    row = window.model.row_of(photo("plain.png"))
    assert row is not None
    grid.show_row(row)
    qtbot.waitUntil(lambda: grid.selected_ids() == [photo("plain.png")])
    window.photo_commands.describe_first()
    qtbot.waitUntil(lambda: "Described next: 1 photo" in window.parts.toast.label.text())
    window.photo_commands.describe_again()
    qtbot.waitUntil(lambda: "Described again: 1 photo" in window.parts.toast.label.text())
    menu = window.photo_commands.menu(window)
    texts = [each.text() for each in menu.actions()]
    assert "Describe first" in texts
    assert "Describe again" in texts


def test_what_is_searched_for_is_preferred(qtbot: QtBot, app: App, window: MainWindow, photo: Ids) -> None:
    assert app._pipeline._order.found == ()
    window.state.add([Chip("cat")])
    found(qtbot, window, ["chelsea.png", "hostile.png"])
    assert set(app._pipeline._order.found) == {photo("chelsea.png"), photo("hostile.png")}
    window.parts.search.clear()
    qtbot.waitUntil(lambda: len(window.model.ids) == 7)
    assert app._pipeline._order.found == ()


# --- settings ---


def test_conditions_in_the_settings(qtbot: QtBot, app: App, window: MainWindow) -> None:
    window.actions_["settings"].trigger()
    dialog = window.library_commands.dialog
    assert isinstance(dialog, SettingsDialog)
    dialog.mains.setChecked(True)
    qtbot.waitUntil(lambda: app.settings.on_mains)
    dialog.show_unknown({})
    dialog.idle.setChecked(True)
    assert not dialog.start.isEnabled()
    dialog.between.setChecked(True)
    qtbot.waitUntil(lambda: app.settings.hours == "22:00-07:00")
    dialog.start.setTime(QTime(20, 30))
    dialog.start.editingFinished.emit()
    qtbot.waitUntil(lambda: app.settings.hours == "20:30-07:00")
    dialog.accept()
    qtbot.waitUntil(lambda: window.library_commands.dialog is None)
    window.actions_["settings"].trigger()
    again = window.library_commands.dialog
    assert isinstance(again, SettingsDialog)
    assert (again.mains.isChecked(), again.idle.isChecked()) == (True, True)
    assert again.start.time() == QTime(20, 30)
    again.between.setChecked(False)
    qtbot.waitUntil(lambda: app.settings.hours == "")
    again.accept()


def test_a_condition_that_is_not_known_here_says_why(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["settings"].trigger()
    dialog = window.library_commands.dialog
    assert isinstance(dialog, SettingsDialog)
    dialog.mains.setChecked(True)
    dialog.show_unknown({"only_idle": "no <desktop>", "on_mains": "no battery"})
    assert not dialog.idle.isEnabled()
    assert "&lt;desktop&gt;" in dialog.idle.toolTip()
    assert dialog.mains.isEnabled(), "what is on can be switched off"
    dialog.accept()
