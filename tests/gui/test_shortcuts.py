"""Shortcuts that the search field would swallow never reach the window: the field has the focus most of the time."""

from __future__ import annotations

from PySide6.QtGui import QAction

from photofind.gui.main_window import MainWindow

TAKEN = {"Ctrl+E", "Ctrl+D", "Ctrl+K", "Ctrl+U"}
"""What a text field does on X11: end of line, delete, delete to the end and to the start of the line."""


def test_no_shortcut_is_one_of_a_text_field_on_x11(window: MainWindow) -> None:
    keys = {key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()}
    assert "Ctrl+Shift+E" in keys
    assert not keys & TAKEN
