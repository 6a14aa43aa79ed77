"""Models in the window: the list, getting one while the window is used, own files, another folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.captioning import catalogue
from photofind.captioning.download import partial
from photofind.captioning.models import catalogue as listed
from photofind.gui.activity import ActivityBar
from photofind.gui.jobs import Requests
from photofind.gui.main_window import MainWindow
from photofind.gui.model_dialog import ModelDialog
from photofind.gui.model_list import ModelList, state_of
from photofind.gui.own_model_dialog import OwnModelDialog
from photofind.gui.theme import Theme
from photofind.records import DownloadProgress, DownloadState, Model
from tests.captioning.hub_server import Behaviour, FakeHub, serving
from tests.conftest import COLOURS_PAIR

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
NAME = "smolvlm-500m"
ENTRY = next(entry for entry in catalogue.ENTRIES if entry.name == NAME)


def button(dialog: QWidget, text: str) -> QAbstractButton:
    return next(b for b in dialog.findChildren(QAbstractButton) if b.text().replace("&", "") == text)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeHub]:
    with serving() as hub:
        hub.put(ENTRY, *map(Path, COLOURS_PAIR))
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
        yield hub


Opens = Callable[[], ModelDialog]


@pytest.fixture
def opens(qtbot: QtBot, window: MainWindow) -> Opens:
    """Opens the dialog and waits until it shows the models."""

    def open_dialog() -> ModelDialog:
        window.library_commands.show_models()
        dialog = window.library_commands.dialog
        assert isinstance(dialog, ModelDialog)
        qtbot.waitUntil(lambda: dialog.chosen is not None)
        return dialog

    return open_dialog


def answer(dialog: QDialog, text: str) -> None:
    box = dialog.findChildren(QMessageBox)[-1]
    button(box, text).click()


def test_the_recommended_model_is_explained_first(qtbot: QtBot, window: MainWindow) -> None:
    sidebar = window.parts.sidebar
    qtbot.waitUntil(sidebar.notice.isVisible)
    assert window.parts.activity.model.text() == "Quick preview model"
    qtbot.mouseClick(sidebar.choose, LEFT)
    dialog = window.library_commands.dialog
    assert isinstance(dialog, ModelDialog)
    qtbot.waitUntil(lambda: dialog.chosen is not None)
    assert dialog.chosen is not None
    assert dialog.chosen.recommended
    assert not dialog.use_button.isVisible()
    assert dialog.details.download.start_button.text().startswith("Download (")
    assert not dialog.details.download.bar.isVisible()
    dialog.choose("starter")
    assert dialog.use_button.text() == "In use"
    assert not dialog.details.download.isVisible()
    assert not dialog.details.remove_button.isVisible()
    button(dialog, "Close").click()


def test_own_files_are_checked_added_used_and_taken_off(
    qtbot: QtBot, app: App, window: MainWindow, opens: Opens, tmp_path: Path
) -> None:
    dialog = opens()
    qtbot.mouseClick(dialog.add_button, LEFT)
    adding = dialog.findChild(OwnModelDialog)
    assert adding is not None
    assert not adding.add_button.isEnabled()
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"nothing")
    adding.lm.setText(str(bad))
    adding.mmproj.setText(COLOURS_PAIR[1])
    qtbot.mouseClick(adding.add_button, LEFT)
    qtbot.waitUntil(lambda: "bad.gguf" in adding.message.text())
    adding.lm.setText(COLOURS_PAIR[0])
    adding.name.setText("colours")
    qtbot.mouseClick(adding.add_button, LEFT)
    qtbot.waitUntil(lambda: dialog.chosen is not None and dialog.chosen.name == "colours")
    assert dialog.use_button.isEnabled()
    qtbot.mouseClick(dialog.use_button, LEFT)
    qtbot.waitUntil(lambda: dialog.use_button.text() == "In use")
    assert app.settings.model == "colours"
    dialog._problem("<b>no</b>")
    assert dialog.message.text() == "<b>no</b>"
    dialog.accept()
    qtbot.waitUntil(lambda: window.parts.activity.model.text() == "colours")
    assert not window.parts.sidebar.notice.isVisible()
    dialog = opens()
    dialog.choose("colours")
    dialog.details.remove_button.click()
    answer(dialog, "Keep")
    assert app.settings.own_models
    dialog.details.remove_button.click()
    answer(dialog, "Take off the list")
    qtbot.waitUntil(lambda: not app.settings.own_models)
    assert Path(COLOURS_PAIR[0]).is_file()
    assert app.settings.model == ""


def test_opening_a_models_page_and_choosing_a_file(qtbot: QtBot, opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    urls: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", urls.append)
    dialog = opens()
    qtbot.mouseClick(dialog.page_button, LEFT)
    assert urls[-1].toString().startswith("https://huggingface.co/")
    qtbot.mouseClick(dialog.add_button, LEFT)
    adding = dialog.findChild(OwnModelDialog)
    assert adding is not None
    adding.findChildren(QAbstractButton)[0].click()
    chooser = adding.findChild(QDialog)
    assert chooser is not None
    chooser.fileSelected.emit("/some/file.gguf")
    assert adding.lm.text() == "/some/file.gguf"
    chooser.reject()
    adding.reject()


def test_a_model_is_downloaded_while_the_dialog_is_closed_and_then_used(
    qtbot: QtBot, app: App, window: MainWindow, opens: Opens, server: FakeHub
) -> None:
    server.paced = 0.01
    dialog = opens()
    assert not server.asked  # listing asks nobody
    dialog.choose(NAME)
    panel = dialog.details.download
    qtbot.mouseClick(panel.start_button, LEFT)
    qtbot.waitUntil(lambda: "MB/s" in panel.line.text() or "kB/s" in panel.line.text())
    assert panel.pause_button.isVisible()
    assert not panel.start_button.isVisible()
    assert 0 < panel.bar.value() < panel.bar.maximum()
    dialog.close()
    activity = window.parts.activity
    qtbot.waitUntil(lambda: activity.download.isVisible() and activity.download.text().endswith("%"))
    assert NAME in activity.download.text()
    qtbot.mouseClick(activity.download, LEFT)
    again = window.library_commands.dialog
    assert isinstance(again, ModelDialog)
    qtbot.waitUntil(lambda: again.chosen is not None and again.chosen.name == NAME)
    qtbot.waitUntil(again.use_button.isVisible)
    assert again.use_button.text() == "Use it now"
    assert again.details.good.text() == "It is downloaded and checked."
    assert not activity.download.isVisible()
    qtbot.mouseClick(again.use_button, LEFT)
    qtbot.waitUntil(lambda: again.use_button.text() == "In use")
    assert app.settings.model == NAME
    again.details.remove_button.click()
    answer(again, "Remove files")
    qtbot.waitUntil(lambda: again.chosen is not None and not again.chosen.installed)
    assert app.settings.model == ""
    assert again.details.download.start_button.isVisible()


def test_pause_resume_and_cancel(qtbot: QtBot, app: App, opens: Opens, server: FakeHub) -> None:
    server.paced = 0.02
    dialog = opens()
    dialog.choose(NAME)
    panel = dialog.details.download
    panel.start_button.click()
    qtbot.waitUntil(lambda: panel.pause_button.isVisible() and panel.bar.value() > 0)
    dialog.choose("nanollava-1b")
    panel.start_button.click()
    qtbot.waitUntil(lambda: "one model comes at a time" in dialog.message.text())
    dialog.choose(NAME)
    assert dialog.message.text() == ""
    panel.pause_button.click()
    qtbot.waitUntil(lambda: panel.start_button.isVisible() and panel.start_button.text() == "Resume")
    assert "are here" in panel.line.text()
    assert next(model for model in app.models() if model.name == NAME).partial > 0
    server.paced = 0.05
    panel.start_button.click()
    qtbot.waitUntil(panel.pause_button.isVisible)
    qtbot.waitUntil(lambda: any(asked.range for asked in server.asked))
    panel.cancel_button.click()
    answer(dialog, "Keep")
    assert panel.pause_button.isVisible()
    panel.cancel_button.click()
    answer(dialog, "Cancel the download")
    qtbot.waitUntil(lambda: panel.start_button.isVisible() and panel.start_button.text().startswith("Download"))
    assert next(model for model in app.models() if model.name == NAME).partial == 0


def test_a_paused_download_can_be_thrown_away(qtbot: QtBot, app: App, opens: Opens, server: FakeHub) -> None:
    server.behave(ENTRY.lm, Behaviour(status=404))
    begun = app.models_folder / NAME / f"{ENTRY.lm}.part"
    begun.parent.mkdir(parents=True)
    begun.write_bytes(b"GGUF from an earlier session")
    dialog = opens()
    dialog.choose(NAME)
    panel = dialog.details.download
    assert panel.start_button.text() == "Resume"
    panel.cancel_button.click()
    answer(dialog, "Cancel the download")
    qtbot.waitUntil(lambda: not begun.exists() and panel.start_button.text().startswith("Download"))


def test_a_failure_is_said_with_its_remedy_and_can_be_tried_again(
    qtbot: QtBot, app: App, window: MainWindow, opens: Opens, server: FakeHub
) -> None:
    server.head_status = [(403, {"X-Error-Code": "GatedRepo"})]
    dialog = opens()
    dialog.choose(NAME)
    panel = dialog.details.download
    panel.start_button.click()
    qtbot.waitUntil(panel.failure.isVisible)
    assert "licence to be accepted" in panel.failure.text()
    assert "HF_TOKEN" in panel.failure.text()
    assert panel.failure.textFormat() == Qt.TextFormat.PlainText
    assert panel.start_button.text() == "Try again"
    panel.start_button.click()
    qtbot.waitUntil(dialog.use_button.isVisible)
    assert not panel.isVisible()
    dialog.close()
    # While the dialog is closed, the window says how a download ended.
    app.remove_model(NAME)
    server.head_status = [(403, {"X-Error-Code": "GatedRepo"})]
    app.start_download(NAME)
    qtbot.waitUntil(lambda: "HF_TOKEN" in window.parts.toast.label.text())
    app.start_download(NAME)
    qtbot.waitUntil(lambda: "is downloaded" in window.parts.toast.label.text())


def test_quitting_pauses_a_download(qtbot: QtBot, app: App, window: MainWindow, opens: Opens, server: FakeHub) -> None:
    server.paced = 0.05
    dialog = opens()
    dialog.choose(NAME)
    dialog.details.download.start_button.click()
    qtbot.waitUntil(lambda: next(model for model in app.models() if model.name == NAME).partial > 0)
    window.close()
    app.close()
    assert app.downloads()[NAME].state == "paused"
    assert partial(ENTRY, app.models_folder) > 0


# --- the folder -------------------------------------------------------------------------------------------------------


def test_the_folder_is_shown_and_moved(qtbot: QtBot, app: App, opens: Opens, server: FakeHub, tmp_path: Path) -> None:
    app.download_model(NAME)
    app.use_model(NAME)
    dialog = opens()
    old, new = app.models_folder, tmp_path / "<b>elsewhere</b>"
    assert str(old)[-12:] in dialog.folder.label.text()
    dialog.folder.change_button.click()
    chooser = dialog.folder.findChild(QDialog)
    assert chooser is not None
    chooser.fileSelected.emit(str(new))
    chooser.reject()
    qtbot.waitUntil(lambda: app.models_folder == new)
    qtbot.waitUntil(lambda: not dialog.folder.moving)
    assert "elsewhere" in dialog.folder.label.text()
    assert dialog.folder.label.textFormat() == Qt.TextFormat.PlainText
    model = next(model for model in app.models() if model.active)
    assert Path(model.lm).parent == new / NAME
    assert not (old / NAME).exists()
    dialog.folder.move_to(str(new / "deeper"))
    qtbot.waitUntil(lambda: "in one another" in dialog.message.text())
    dialog.folder.move_to(str(old))
    qtbot.waitUntil(lambda: app.models_folder == old and not dialog.folder.moving)
    assert app.settings.models_folder == ""


def test_a_long_path_does_not_widen_the_dialog(qtbot: QtBot, app: App, opens: Opens, tmp_path: Path) -> None:
    app.change_settings(models_folder=str(tmp_path / ("long " * 40)))
    dialog = opens()
    assert dialog.width() == 860
    assert "…" in dialog.folder.label.text()
    dialog.resize(1200, 700)
    qtbot.waitUntil(lambda: dialog.width() == 1200)


def test_a_running_download_keeps_the_folder(
    qtbot: QtBot, app: App, opens: Opens, server: FakeHub, tmp_path: Path
) -> None:
    server.paced = 0.05
    dialog = opens()
    app.start_download(NAME)
    dialog.folder.move_to(str(tmp_path / "new"))
    qtbot.waitUntil(lambda: "pause the download first" in dialog.message.text())
    assert not (tmp_path / "new").exists()


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_can_stand_alone(qtbot: QtBot, theme: Theme) -> None:
    models = [Model("starter", installed=True, active=True, builtin=True), *listed()]
    widget = ModelList(theme)
    qtbot.addWidget(widget)
    widget.resize(320, 400)
    widget.show()
    chosen: list[Model] = []
    entered: list[Model] = []
    widget.chosen_changed.connect(chosen.append)
    widget.activated.connect(entered.append)
    widget.show_models(models, {})
    assert widget.chosen is not None
    assert widget.chosen.recommended
    assert chosen == [widget.chosen]
    qtbot.keyClick(widget.list, Key.Key_Home)
    assert widget.chosen.name == "starter"
    qtbot.keyClick(widget.list, Key.Key_Return)
    assert [model.name for model in entered] == ["starter"]
    qtbot.keyClicks(widget.list, "moon")
    assert widget.chosen.name == "moondream2"
    widget.show_download(DownloadProgress("moondream2", "downloading", 50, 200))
    widget.show_download(DownloadProgress("unknown", "downloading", 50, 200))
    item = widget.list.currentItem()
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "moondream2, downloading, 25 %"
    before = widget.grab().toImage()
    widget.show_download(DownloadProgress("moondream2", "downloading", 150, 200))
    assert widget.grab().toImage() != before
    widget.show_models(models, {})
    assert widget.chosen.name == "moondream2"
    assert not widget.choose("unknown")


@pytest.mark.parametrize(
    ("model", "state", "text"),
    [
        (Model("m", files=("a", "b"), size=5_000_000), None, "5.0 MB"),
        (Model("m", files=("a", "b"), size=5_000_000, fits=False), None, "5.0 MB · too large here"),
        (Model("m", files=("a", "b"), size=5_000_000, installed=True), None, "on this computer · 5.0 MB"),
        (Model("m", files=("a", "b"), active=True, installed=True), None, "in use"),
        (Model("m", files=("a", "b"), partial=5), "paused", "download paused"),
        (Model("m", files=("a", "b")), "failed", "download failed"),
        (Model("m", files=("a", "b")), "starting", "downloading…"),
        (Model("m", remote="llava"), None, "on a server"),
        (Model("m", builtin=True, installed=True), None, "built in"),
        (Model("m"), None, "its files are gone"),
    ],
)
def test_how_things_are_with_a_model(model: Model, state: DownloadState | None, text: str) -> None:
    assert state_of(model, DownloadProgress("m", state) if state else None) == text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_warnings_are_shown(qtbot: QtBot, theme: Theme, opens: Opens, scheme: str) -> None:
    theme.choose(scheme)
    dialog = opens()
    dialog.details.show_model(Model("m", files=("a", "b"), size=5, fits=False), None)
    assert "less memory than it needs" in dialog.details.warning.text()
    dialog.details.show_model(Model("m", lm="/gone", mmproj="/gone too"), None)
    assert "files are gone" in dialog.details.warning.text()
    dialog.details.show_model(Model("m", files=("a", "b"), licence="not stated"), None)
    assert "states no licence" in dialog.details.warning.text()
    dialog.details.show_model(Model("m", files=("a", "b"), licence="apache-2.0"), None)
    assert not dialog.details.warning.isVisible()
    waiting = DownloadProgress("m", "waiting", 0, 10, detail="<b>no</b>")
    dialog.details.show_model(Model("m", files=("a", "b"), size=10), waiting)
    assert dialog.details.download.line.text() == "Waiting: <b>no</b>"
    checking = DownloadProgress("m", "checking", 5, 10)
    dialog.details.show_model(Model("m", files=("a", "b"), size=10), checking)
    assert dialog.details.download.line.text().endswith("(50 %) · checking what is here already")


def test_the_bar_at_the_bottom_tells_of_a_download(qtbot: QtBot, theme: Theme) -> None:
    bar = ActivityBar(theme)
    qtbot.addWidget(bar)
    bar.resize(700, 42)
    bar.show()
    assert not bar.download.isVisible()
    bar.show_download(DownloadProgress("m", "downloading", 999, 1000, 1.0, 100.0))
    assert bar.download.text() == "Downloading 99 %"
    bar.resize(1000, 42)
    bar.show_download(DownloadProgress("m", "downloading", 999, 1000, 1.0, 100.0))
    assert bar.download.text() == "Downloading m 99 %"
    assert "2 min left" in bar.download.toolTip()
    bar.show_download(DownloadProgress("m", "done", 1000, 1000))
    assert not bar.download.isVisible()


def test_no_button_is_empty_before_the_models_are_known(qtbot: QtBot, app: App, theme: Theme) -> None:
    requests = Requests(1, "test")
    dialog = ModelDialog(app, requests, theme)
    qtbot.addWidget(dialog)
    requests.forget("models-dialog")
    dialog.show()
    for each in dialog.findChildren(QPushButton):
        assert each.text() or not each.isVisible()
    assert "Looking" in dialog.about.text()
    dialog.refresh()
    qtbot.waitUntil(lambda: dialog.details.use_button.isVisible() or dialog.details.download.isVisible())
    dialog.reject()
    requests.close()
