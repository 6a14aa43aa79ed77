"""A narrow window keeps its room for the photos."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from photofind.gui.main_window import MainWindow


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
