"""Adding, testing and using a server in the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui.jobs import Requests
from photofind.gui.model_dialog import ModelDialog
from photofind.gui.remote_dialog import ServerDialog
from photofind.gui.theme import Theme
from tests.captioning.remote_servers import Unruly

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def server() -> Iterator[Unruly]:
    unruly = Unruly(models=("llava", "moondream"))
    yield unruly
    unruly.stop()


@pytest.fixture
def models(qtbot: QtBot, app: App, theme: Theme) -> Iterator[ModelDialog]:
    requests = Requests()
    dialog = ModelDialog(app, requests, theme)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.list.count() > 1)
    yield dialog
    dialog.close()
    requests.close()


@pytest.fixture
def dialog(qtbot: QtBot, models: ModelDialog) -> Iterator[ServerDialog]:
    qtbot.mouseClick(models.server_button, LEFT)
    opened = models.findChild(ServerDialog)
    assert opened is not None
    yield opened
    opened.reject()


def test_what_is_sent_where_is_said_while_one_types(dialog: ServerDialog) -> None:
    assert dialog.sent.text() == "Nothing is sent before you choose to use it."
    assert not dialog.add_button.isEnabled()
    assert not dialog.test_button.isEnabled()
    dialog.address.setText("nas:8080")
    assert "are sent as pictures to\nhttp://nas:8080/v1\nNothing is sent before that" in dialog.sent.text()
    assert not dialog.warning.isVisible()
    assert dialog.test_button.isEnabled()
    assert not dialog.add_button.isEnabled()
    dialog.model.setEditText("llava")
    assert dialog.add_button.isEnabled()
    dialog.address.setText("http://example.org")
    assert dialog.warning.isVisible()
    assert "everybody on the way" in dialog.warning.text()
    dialog.address.setText("https://example.org")
    assert not dialog.warning.isVisible()
    dialog.address.setText("http://me:pw@example.org")
    assert "give the key apart" in dialog.sent.text()
    assert "pw" not in dialog.sent.text()
    assert not dialog.add_button.isEnabled()


def test_every_control_has_a_name_and_the_key_is_hidden(dialog: ServerDialog) -> None:
    controls: list[QWidget] = [dialog.address, dialog.model, dialog.key, dialog.name, dialog.slots, dialog.picture]
    assert all(control.accessibleName() for control in controls)
    assert dialog.key.echoMode() == QLineEdit.EchoMode.Password
    assert not dialog.picture.pixmap().isNull()


def test_nothing_is_squeezed_by_long_texts(dialog: ServerDialog) -> None:
    height = dialog.address.height()
    dialog.address.setText("http://photos.example.org")
    dialog._say("why it failed, at length " * 30)
    QApplication.processEvents()
    assert dialog.address.height() == height
    assert dialog.message.height() >= dialog.message.heightForWidth(dialog.message.width())


def test_a_test_shows_the_models_and_what_one_says(qtbot: QtBot, dialog: ServerDialog, server: Unruly) -> None:
    server.behave = lambda handler, _call: handler.describe("<b>a red house</b>")
    dialog.address.setText(server.url)
    qtbot.mouseClick(dialog.test_button, LEFT)
    assert dialog.test_button.text() == "Stop the test"
    qtbot.waitUntil(lambda: "red house" in dialog.answer.text())
    assert dialog.answer.textFormat() == Qt.TextFormat.PlainText
    assert "The server has 2 models.\nllava says after 0" in dialog.answer.text()
    assert [dialog.model.itemText(i) for i in range(dialog.model.count())] == ["llava", "moondream"]
    assert dialog.model.currentText() == "llava"
    assert dialog.test_button.text() == "Test connection"
    assert len(server.views) == 1


def test_a_test_that_fails_says_why(qtbot: QtBot, dialog: ServerDialog, server: Unruly) -> None:
    dialog.address.setText(server.url)
    dialog.model.setEditText("other")
    qtbot.mouseClick(dialog.test_button, LEFT)
    qtbot.waitUntil(lambda: "has no model other: it has: llava, moondream" in dialog.message.text())
    assert dialog.message.isVisible()
    assert dialog.model.currentText() == "other"
    assert server.views == []


def test_a_test_can_be_stopped(qtbot: QtBot, dialog: ServerDialog, server: Unruly) -> None:
    server.behave = lambda handler, _call: handler.hang()
    dialog.address.setText(server.url)
    qtbot.mouseClick(dialog.test_button, LEFT)
    qtbot.waitUntil(lambda: len(server.views) == 1)
    qtbot.mouseClick(dialog.test_button, LEFT)
    qtbot.waitUntil(lambda: dialog.test_button.text() == "Test connection")
    assert dialog.message.text() == ""
    qtbot.mouseClick(dialog.test_button, LEFT)
    qtbot.waitUntil(lambda: len(server.views) == 2)
    dialog.reject()  # and closing ends one, too: no thread is left behind


def test_a_server_is_added_used_changed_and_removed(
    qtbot: QtBot, app: App, models: ModelDialog, dialog: ServerDialog, server: Unruly
) -> None:
    dialog.address.setText(server.url)
    dialog.model.setEditText("llava")
    dialog.name.setText("starter")
    qtbot.mouseClick(dialog.add_button, LEFT)
    qtbot.waitUntil(lambda: "is taken" in dialog.message.text())
    dialog.name.setText("the lab")
    dialog.key.setText("sesame")
    dialog.slots.setValue(2)
    qtbot.mouseClick(dialog.add_button, LEFT)
    qtbot.waitUntil(lambda: models.chosen is not None and models.chosen.name == "the lab")
    assert server.calls == []
    assert f"Pictures of your photos are sent to {server.url}" in models.about.text()
    assert app.settings.model == ""
    assert models.use_button.isEnabled()
    assert not models.page_button.isVisible()
    qtbot.mouseClick(models.use_button, LEFT)
    qtbot.waitUntil(lambda: models.use_button.text() == "In use")
    assert app.settings.model == "the lab"

    qtbot.mouseClick(models.change_button, LEFT)
    changing = models.findChildren(ServerDialog)[-1]
    assert changing.name.isReadOnly()
    assert (changing.address.text(), changing.model.currentText(), changing.key.text(), changing.slots.value()) == (
        server.url, "llava", "sesame", 2
    )  # fmt: skip
    changing.model.setEditText("moondream")
    qtbot.mouseClick(changing.add_button, LEFT)
    qtbot.waitUntil(lambda: models.chosen is not None and models.chosen.remote == "moondream")
    assert [own.model for own in app.settings.servers] == ["moondream"]
    assert app.remove_model("the lab") == 0
    assert app.settings.servers == ()
    assert app.settings.model == ""
    assert server.calls == []
