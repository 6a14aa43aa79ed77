"""Everything that can be operated has a name for screen readers and is reached with the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui.about import ShortcutsDialog
from photofind.gui.actions import commands
from photofind.gui.jobs import Requests
from photofind.gui.main_window import MainWindow
from photofind.gui.own_model_dialog import OwnModelDialog
from photofind.gui.remote_dialog import ServerDialog
from photofind.gui.words_dialog import WordsDialog
from photofind.records import Chip
from tests.gui.conftest import Ids

KINDS = (
    QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSlider, QAbstractSpinBox,
    QAbstractItemView,
)  # fmt: skip


def controls(window: QWidget) -> list[QWidget]:
    """What a person can operate in a window as it is shown; parts of a control (a spin box's field) left out."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, KINDS)
        and not isinstance(widget, QScrollBar)
        and widget.isVisibleTo(window)
        and widget.window() is window
        and not isinstance(widget.parent(), QComboBox | QAbstractSpinBox | QLineEdit)
        and not widget.objectName().startswith("qt_")
        and type(widget).__name__ not in ("QTableCornerButton", "QHeaderView")
    ]


def spoken(widget: QWidget) -> str:
    """What a screen reader says."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(QAccessible.Text.Name)) if interface is not None else ""


def by_tab(window: QWidget) -> set[QWidget]:
    """What the Tab key reaches."""
    reached: set[QWidget] = set()
    widget = window.nextInFocusChain()
    while widget is not None and widget not in reached and widget is not window:
        reached.add(widget)
        widget = widget.nextInFocusChain()
    return {w for w in reached if w.focusPolicy() & Qt.FocusPolicy.TabFocus}


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()!r} {spoken(widget)!r} {widget.toolTip()!r}"


def by_arrows(button: QAbstractButton, reached: set[QWidget]) -> bool:
    """Whether arrow keys come to a button from another one of its exclusive group."""
    group = button.group()
    return group is not None and group.exclusive() and any(other in reached for other in group.buttons())


def faults(window: QWidget) -> list[str]:
    """Controls without a name, and those that neither Tab nor arrows reach."""
    reached = by_tab(window)
    nameless = [f"no name: {described(widget)}" for widget in controls(window) if not spoken(widget).strip()]
    unreached = [
        f"not reached: {described(widget)}"
        for widget in controls(window)
        if widget.isEnabled()
        and widget not in reached
        and not (isinstance(widget, QAbstractButton) and by_arrows(widget, reached))
    ]
    return nameless + unreached


def test_the_main_window(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    assert faults(window) == []
    window.open_photo(photo("astronaut.png"))
    qtbot.waitUntil(lambda: bool(window.parts.panel.cards) and window.parts.viewer.isVisible())
    assert faults(window) == []
    window.close_photo()
    window.show_insights()
    qtbot.waitUntil(lambda: window.insights.isVisible() and window.insights.bars.count() > 0)
    assert faults(window) == []


@pytest.mark.parametrize("name", ["models", "settings", "shortcuts", "about", "failures", "dates", "save_search"])
def test_the_dialogs_of_the_menu(name: str, qtbot: QtBot, window: MainWindow) -> None:
    window.state.add([Chip("flag")])
    qtbot.waitUntil(lambda: len(window.model.ids) == 1)
    window.actions_[name].trigger()
    dialog = window.library_commands.dialog
    assert dialog is not None
    # What it shows comes from another thread.
    qtbot.waitUntil(lambda: dialog.isVisible() and faults(dialog) == [])
    assert dialog.windowTitle()
    dialog.close()


def test_the_export_dialog_with_every_format(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["export"].trigger()
    dialog = window.library_commands.dialog
    assert dialog is not None
    box = next(w for w in controls(dialog) if isinstance(w, QComboBox))
    for row in range(box.count()):
        box.setCurrentIndex(row)
        assert faults(dialog) == []
    dialog.close()


@pytest.mark.parametrize(
    "make",
    [
        lambda app, window: ServerDialog(app, None, window),
        lambda app, window: OwnModelDialog(app, Requests(1, "test", window), window),
        lambda app, window: WordsDialog(3, window),
    ],
)
def test_other_dialogs(make: Callable[[App, MainWindow], QDialog], qtbot: QtBot, app: App, window: MainWindow) -> None:
    dialog = make(app, window)
    dialog.show()
    assert faults(dialog) == []
    dialog.close()


def test_what_has_no_name_would_be_noticed(qtbot: QtBot, qapp: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    window.show()
    assert faults(window) == ["no name: QLineEdit '' '' ''"]
    field.setAccessibleName("Search")
    assert faults(window) == []
    field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    assert faults(window) == ["not reached: QLineEdit '' 'Search' ''"]


def test_the_page_of_shortcuts_names_every_command_with_keys(qtbot: QtBot, qapp: QApplication) -> None:
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)

    texts = {label.text() for label in dialog.findChildren(QLabel)}
    assert {command.text for command in commands() if command.keys} <= texts
