"""The first run: folders, model, depth; skipping, going back, and what is there afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui import first_run, folders_page
from photofind.gui.main_window import MainWindow
from photofind.gui.own_model_dialog import OwnModelDialog
from photofind.gui.remote_dialog import ServerDialog
from photofind.gui.theme import Theme
from photofind.paths import DataPaths
from photofind.records import Cost, DownloadProgress
from photofind.settings import OwnModel
from tests.conftest import COLOURS_PAIR, draw_big
from tests.gui.conftest import opened

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    draw_big(tmp_path / "pictures" / "a.png", "red")
    return tmp_path / "pictures"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[App]:
    (tmp_path / "empty").mkdir()
    with App(DataPaths(tmp_path / "empty")) as app:
        yield app


@pytest.fixture
def fresh(
    qtbot: QtBot, library: App, theme: Theme, tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setattr(first_run, "picture_folders", lambda: [str(photos)])
    window = opened(qtbot, library, theme, tmp_path / "empty", waits=False)
    qtbot.waitUntil(lambda: window.welcome.active)
    qtbot.waitUntil(lambda: "estimated" in window.parts.first_run.model.builtin.about.text())
    yield window
    window.close()


def test_a_folder_that_came_another_way_is_ticked(
    qtbot: QtBot, library: App, fresh: MainWindow, photos: Path, tmp_path: Path
) -> None:
    page = fresh.parts.first_run
    library.start()
    draw_big(tmp_path / "others" / "b.png", "blue")
    fresh.library_commands.add_folders([str(tmp_path / "others")])
    qtbot.waitUntil(lambda: page.folders.folders == [str(tmp_path / "others")])
    assert page.next.text() == "Next"
    chosen: list[object] = []
    page.folders_chosen.connect(chosen.append)
    qtbot.mouseClick(page.next, LEFT)
    assert chosen == []  # it is there already
    assert fresh.welcome.active


def test_through_all_steps(qtbot: QtBot, library: App, fresh: MainWindow, photos: Path) -> None:
    page = fresh.parts.first_run
    library.start()
    assert page.step.text() == "Step 1 of 3"
    assert not page.back.isVisible()
    assert page.folders.folders == []
    assert page.next.text() == "Without folders for now"
    page.folders.list.setFocus()
    qtbot.keyClick(page.folders.list, Key.Key_Space)
    assert page.folders.folders == [str(photos)]
    qtbot.mouseClick(page.next, LEFT)
    assert page.title.text() == "How are they described?"
    qtbot.waitUntil(lambda: len(library.roots()) == 1)  # the library fills while one goes on
    better = page.model.better
    assert "recommended for this computer" in better.about.text()
    assert "(estimated)" in better.about.text()
    qtbot.mouseClick(page.model.later.button, LEFT)
    qtbot.mouseClick(page.model.builtin.button, LEFT)
    qtbot.mouseClick(page.next, LEFT)
    assert page.title.text() == "How thoroughly?"
    assert "1,000 photos (estimated)" in page.thoroughness.crops.about.text()
    qtbot.mouseClick(page.back, LEFT)
    assert page.title.text() == "How are they described?"
    qtbot.mouseClick(page.next, LEFT)
    qtbot.mouseClick(page.thoroughness.whole.button, LEFT)
    page.grab()
    qtbot.mouseClick(page.next, LEFT)
    qtbot.waitUntil(lambda: library.settings.views == "whole")
    qtbot.waitUntil(lambda: fresh.parts.stack.currentWidget() is fresh.parts.grid and len(fresh.model.ids) == 1)
    fresh.welcome.offer(0, 0)
    assert not fresh.welcome.active  # once is enough


def test_it_can_be_skipped_and_does_not_come_again(
    qtbot: QtBot, library: App, fresh: MainWindow, theme: Theme, tmp_path: Path
) -> None:
    qtbot.mouseClick(fresh.parts.first_run.skip, LEFT)
    empty = fresh.parts.empty
    qtbot.waitUntil(lambda: fresh.parts.stack.currentWidget() is empty)
    assert "Find your photos" in empty.title.text()
    fresh.close()
    again = opened(qtbot, library, theme, tmp_path / "empty", waits=False)
    qtbot.waitUntil(lambda: again.parts.stack.currentWidget() is again.parts.empty and again._found is not None)
    assert not again.welcome.active
    again.close()


def test_not_now_describes_nothing(qtbot: QtBot, library: App, fresh: MainWindow) -> None:
    page = fresh.parts.first_run
    qtbot.mouseClick(page.next, LEFT)
    qtbot.mouseClick(page.model.later.button, LEFT)
    qtbot.mouseClick(page.next, LEFT)
    qtbot.waitUntil(lambda: library.settings.paused)
    assert not fresh.welcome.active


def test_folders_are_dropped_or_looked_for(qtbot: QtBot, fresh: MainWindow, tmp_path: Path) -> None:
    folders = fresh.parts.first_run.folders
    more, other = tmp_path / "more", tmp_path / "other"
    more.mkdir()
    other.mkdir()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(more))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(10, 10), copy, data, LEFT, none)
    folders.dragEnterEvent(enter)
    assert enter.isAccepted()
    folders.dropEvent(QDropEvent(QPointF(10, 10), copy, data, LEFT, none))
    assert folders.folders == [str(more)]
    fresh.dropEvent(QDropEvent(QPointF(10, 10), copy, data, LEFT, none))
    assert folders.folders == [str(more)]
    qtbot.mouseClick(folders.add_button, LEFT)
    dialog = fresh.welcome.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.filesSelected.emit([str(other)])
    dialog.reject()
    assert folders.folders == [str(more), str(other)]
    assert isinstance(folders_page.picture_folders(), list)


def test_a_download_is_asked_for_and_used(qtbot: QtBot, library: App, fresh: MainWindow) -> None:
    page = fresh.parts.first_run
    page.go(1)
    model = page.model
    qtbot.mouseClick(model.better.button, LEFT)
    assert model.download.isVisible()
    assert "Download" in model.download.text()
    qtbot.mouseClick(model.compare, LEFT)
    assert model.models.isVisible()
    name = model.models.chosen.name
    model.models.choose("smolvlm-500m" if name != "smolvlm-500m" else "smolvlm-256m")
    assert model.models.chosen.name in model.better.about.text()
    asked: list[str] = []
    page.download_wanted.disconnect()
    page.download_wanted.connect(asked.append)
    qtbot.mouseClick(model.download, LEFT)
    assert asked == [model.models.chosen.name]
    fresh.welcome.show_download(DownloadProgress(asked[0], "downloading", 10, 100))
    assert "being downloaded" in model.state.text()
    assert not model.download.isVisible()
    page.go(2)
    qtbot.mouseClick(page.next, LEFT)
    fresh._memory.keep("use_after", asked[0])
    fresh.welcome.show_download(DownloadProgress(asked[0], "failed", detail="the disk is full", remedy="make room"))
    assert fresh._memory.text("use_after", "") == asked[0]
    fresh.welcome.show_download(DownloadProgress(asked[0], "done", 100, 100))
    assert fresh._memory.text("use_after", "") == ""


def test_the_models_folder_is_chosen_at_the_first_run(
    qtbot: QtBot, library: App, fresh: MainWindow, tmp_path: Path
) -> None:
    page = fresh.parts.first_run
    page.go(1)
    folder = page.model.folder
    assert not folder.isVisible()
    qtbot.mouseClick(page.model.better.button, LEFT)
    assert folder.isVisible()
    assert str(library.models_folder)[-12:] in folder.label.text()
    qtbot.mouseClick(folder.change_button, LEFT)
    dialog = folder.findChild(QFileDialog)
    assert dialog is not None
    (tmp_path / "large-disk").mkdir()
    dialog.fileSelected.emit(str(tmp_path / "large-disk"))
    dialog.reject()
    qtbot.waitUntil(
        lambda: library.models_folder == tmp_path / "large-disk" or folder.label.text().endswith("large-disk")
    )


def test_own_files_are_used_at_once(qtbot: QtBot, library: App, fresh: MainWindow) -> None:
    page = fresh.parts.first_run
    page.go(1)
    qtbot.mouseClick(page.model.own.button, LEFT)
    page.own_wanted.emit()
    dialog = fresh.welcome.dialog
    assert isinstance(dialog, OwnModelDialog)
    dialog.lm.setText(COLOURS_PAIR[0])
    dialog.mmproj.setText(COLOURS_PAIR[1])
    dialog.name.setText("mine")
    qtbot.mouseClick(dialog.add_button, LEFT)
    qtbot.waitUntil(lambda: library.settings.model == "mine")
    qtbot.waitUntil(lambda: "mine is in use" in page.model.own.about.text())
    qtbot.mouseClick(page.next, LEFT)
    qtbot.mouseClick(page.next, LEFT)
    assert library.settings.model == "mine"
    page.server_wanted.emit()
    server = fresh.welcome.dialog
    assert isinstance(server, ServerDialog)
    server.reject()


def test_times_are_measured_or_estimated(library: App) -> None:
    models = {model.name: model for model in library.models()}
    quick, large = library.cost(models["starter"]), library.cost(models["llava-1.5-7b"])
    assert isinstance(quick, Cost)
    assert large is not None
    assert not large.measured
    assert large.whole > 10 * quick.whole
    assert large.crops > large.whole
    library.change_settings(fast_crops=True)
    faster = library.cost(models["llava-1.5-7b"])
    assert faster is not None
    assert faster.crops * 2 < large.crops
    name = models["starter"]
    pace = library._pipeline.pace(library._pipeline.wanted(name))
    pace.add(40, 0, 8.0)
    measured = library.cost(name)
    assert measured is not None
    assert measured.measured
    assert 0.1 < measured.whole < 0.5


@pytest.mark.parametrize(("width", "height"), [(1200, 800), (640, 520)])
def test_a_message_covers_no_button(qtbot: QtBot, fresh: MainWindow, width: int, height: int) -> None:
    page = fresh.parts.first_run
    fresh.resize(width, height)
    fresh.say("/a/folder/of/photos/with/a/fairly/long/name is being read. " * 2)
    assert fresh.parts.toast.isVisible()
    for button in (page.next, page.skip):
        middle = button.mapTo(fresh, button.rect().center())
        assert fresh.childAt(middle) is button
    qtbot.mouseClick(page.next, LEFT)
    fresh.say("Something else")
    middle = page.back.mapTo(fresh, page.back.rect().center())
    assert fresh.childAt(middle) is page.back


def test_the_first_steps_have_the_room_and_give_it_back(qtbot: QtBot, fresh: MainWindow) -> None:
    parts = fresh.parts
    around = (parts.sidebar, parts.results, parts.panel)
    assert not any(part.isVisible() for part in around)
    fresh.resize(640, 520)
    fresh.resize(1200, 800)
    assert not any(part.isVisible() for part in around)
    qtbot.mouseClick(parts.first_run.skip, LEFT)
    assert all(part.isVisible() for part in around)
    fresh.resize(640, 520)
    qtbot.waitUntil(parts.panel.isHidden)


def test_what_is_hidden_for_the_first_steps_is_not_remembered(
    qtbot: QtBot, library: App, fresh: MainWindow, theme: Theme, tmp_path: Path
) -> None:
    fresh.close()
    assert fresh._memory.flag("sidebar", False)
    assert fresh._memory.flag("panel", False)


def test_nothing_is_described_before_the_choice(qtbot: QtBot, library: App, fresh: MainWindow, photos: Path) -> None:
    page = fresh.parts.first_run
    library.change_settings(own_models=(OwnModel("colours", *COLOURS_PAIR),), model="colours")
    library.start()
    fresh.open_folders([str(photos)])  # photofind gui FOLDER
    qtbot.waitUntil(lambda: page.folders.folders == [str(photos)])
    qtbot.waitUntil(lambda: library.progress.state == "waiting-choice" and library.stats().photos == 1)
    qtbot.waitUntil(lambda: "Waiting for your choice" in fresh.parts.activity.state.text())
    assert not fresh.parts.activity.anyway.isVisible()
    assert not fresh.parts.activity.pause.isVisible()
    assert fresh.welcome.active
    qtbot.mouseClick(page.next, LEFT)
    qtbot.wait(1500)
    assert library.stats().views == 0
    library.use_model("colours")
    page.refresh()
    page.model.better.button.setChecked(True)
    qtbot.mouseClick(page.skip, LEFT)
    qtbot.waitUntil(lambda: library.stats().captioned == 1)


def test_a_first_run_that_was_left_begins_again(
    qtbot: QtBot, library: App, fresh: MainWindow, theme: Theme, tmp_path: Path, photos: Path
) -> None:
    page = fresh.parts.first_run
    page.folders.list.item(0).setCheckState(Qt.CheckState.Checked)
    qtbot.mouseClick(page.next, LEFT)
    qtbot.waitUntil(lambda: len(library.roots()) == 1)
    fresh.close()
    again = opened(qtbot, library, theme, tmp_path / "empty", waits=False)
    qtbot.waitUntil(lambda: again.welcome.active)
    qtbot.waitUntil(lambda: again.parts.first_run.folders.folders == [str(photos)])
    library.start()
    qtbot.waitUntil(lambda: library.progress.state == "waiting-choice")
    again.close()


def test_a_library_that_is_there_is_not_held_back(
    qtbot: QtBot, library: App, theme: Theme, tmp_path: Path, photos: Path
) -> None:
    library.change_settings(own_models=(OwnModel("colours", *COLOURS_PAIR),), model="colours")
    library.add_folder(str(photos))
    library.start()
    window = opened(qtbot, library, theme, tmp_path / "empty", waits=False)
    qtbot.waitUntil(lambda: library.stats().captioned == 1)
    assert not window.welcome.active
    window.close()


def test_without_usual_folders_it_says_what_to_do(
    qtbot: QtBot, library: App, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_run, "picture_folders", list)
    window = opened(qtbot, library, theme, tmp_path / "empty", waits=False)
    qtbot.waitUntil(lambda: window.welcome.active)
    folders = window.parts.first_run.folders
    assert not folders.list.isVisible()
    assert folders.nothing.isVisible()
    assert "Drag a folder" in folders.nothing.text()
    assert folders.add_button.text() == "Choose a folder…"
    assert folders.add_button.hasFocus()
    qtbot.mouseClick(folders.add_button, LEFT)
    dialog = window.welcome.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.filesSelected.emit([str(tmp_path)])
    dialog.reject()
    assert folders.list.isVisible()
    assert not folders.nothing.isVisible()
    assert folders.add_button.text() == "Add another folder…"
    window.close()
