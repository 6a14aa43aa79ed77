"""A narrow window keeps its room for the photos."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui import language
from photofind.gui.main_window import MainWindow
from photofind.gui.places import ICON
from photofind.gui.theme import S2, Theme
from tests.gui.conftest import opened


def test_the_captions_step_aside_and_come_back(qtbot: QtBot, window: MainWindow) -> None:
    panel, action = window.parts.panel, window.actions_["panel"]
    assert panel.isVisible()
    window.resize(700, 600)
    qtbot.waitUntil(panel.isHidden)
    assert not action.isChecked()
    assert window.parts.panel_wanted, "what is kept for the next start is the person's choice"
    window.resize(1200, 800)
    qtbot.waitUntil(panel.isVisible)
    assert action.isChecked()


def test_a_person_may_have_them_all_the_same_and_may_do_without_them(qtbot: QtBot, window: MainWindow) -> None:
    panel, action = window.parts.panel, window.actions_["panel"]
    window.resize(700, 600)
    qtbot.waitUntil(panel.isHidden)
    action.trigger()
    assert panel.isVisible()
    action.trigger()
    assert panel.isHidden()
    window.resize(1200, 800)
    qtbot.waitUntil(lambda: window.width() == 1200)
    assert panel.isHidden()
    assert not window.parts.panel_wanted


@pytest.mark.parametrize("code", ["en", "de", "ja"])
def test_the_places_can_be_read_in_the_smallest_window(
    qtbot: QtBot, qapp: QApplication, app: App, theme: Theme, data: Path, code: str
) -> None:
    language.install(qapp, code)
    try:
        window = opened(qtbot, app, theme, data)
        window.resize(640, 520)
        window.parts.sidebar.show_notice(True, "llava-1.5-7b")
        qtbot.waitUntil(window.parts.panel.isHidden)
        sidebar = window.parts.sidebar
        places = sidebar.places
        metrics = places.fontMetrics()
        for item in places.items("place"):
            row = places.visualItemRect(item)
            assert places.viewport().rect().contains(row), item.text(0)
            room = row.width() - ICON - 4 * S2 - metrics.horizontalAdvance("999")
            assert metrics.horizontalAdvance(item.text(0)) <= room, item.text(0)
        for button in (sidebar.add, sidebar.choose):
            assert button.width() >= button.sizeHint().width()
        assert not sidebar.notice.isVisible()
        window.resize(640, 640)  # a little higher: one line, and its button
        qtbot.waitUntil(sidebar.notice.isVisible)
        assert all(places.viewport().rect().contains(places.visualItemRect(i)) for i in places.items("place"))
        assert sidebar.notice.height() >= sidebar.notice.heightForWidth(sidebar.notice.width())
        assert not sidebar._advice.isVisible()
        window.resize(1200, 800)
        qtbot.waitUntil(sidebar._advice.isVisible)
        window.close()
    finally:
        language.install(qapp, "en")


def test_no_button_of_the_photo_view_covers_another(
    qtbot: QtBot, qapp: QApplication, app: App, theme: Theme, data: Path
) -> None:
    language.install(qapp, "de")
    try:
        window = opened(qtbot, app, theme, data)
        window.open_photo(window.model.ids[0])
        for width in (640, 700, 900, 960, 1200):
            window.resize(width, 520)
            qtbot.waitUntil(lambda w=width: window.width() == w)
            qapp.processEvents()
            viewer = window.parts.viewer
            shown = [each for each in viewer.bar.findChildren(QToolButton) if each.isVisible()]
            rects = [each.geometry() for each in shown]
            assert not any(a.intersects(b) for a, b in itertools.combinations(rects, 2)), width
        assert viewer.larger.isVisible()
        window.close()
    finally:
        language.install(qapp, "en")
