"""The commands of the window: names, shortcuts, menus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from photofind.gui.theme import Theme


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("actions", text)


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name in code, its text, its keys, its icon."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False


def commands() -> tuple[Command, ...]:
    """Every command of the window."""
    return (
        Command("add", tr("Add folder…"), ("Ctrl+O",), "folder-add"),
        Command("rescan", tr("Read the folders again"), ("F5", "Ctrl+R"), "refresh"),
        Command("export", tr("Export…"), ("Ctrl+Shift+E",), "export"),
        Command("models", tr("Models…"), ("Ctrl+M",), "model"),
        Command("failures", tr("Failed photos…"), (), "warning"),
        Command("excluded", tr("Photos taken out…"), (), "hide"),
        Command("settings", tr("Settings…"), ("Ctrl+,",), "settings"),
        Command("find", tr("Search"), ("Ctrl+F", "Ctrl+L"), "search"),
        Command("dates", tr("Limit to dates…"), ("Ctrl+Shift+D",), "calendar"),
        Command("clear", tr("Clear the search"), ("Ctrl+Shift+X",), "close"),
        Command("save_search", tr("Save this search…"), ("Ctrl+S",), "star"),
        Command("undo", tr("Undo the last change of the search"), ("Ctrl+Z",)),
        Command("redo", tr("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y")),
        Command("pause", tr("Pause or go on describing"), ("Ctrl+P",), "pause"),
        Command("larger", tr("Larger thumbnails"), ("Ctrl++", "Ctrl+="), "zoom-in"),
        Command("smaller", tr("Smaller thumbnails"), ("Ctrl+-",), "zoom-out"),
        Command("sidebar", tr("Folders at the side"), ("F9",), "sidebar", checkable=True),
        Command("panel", tr("Captions at the side"), ("F10",), "panel", checkable=True),
        Command("insights", tr("Frequent words"), ("Ctrl+Shift+I",), "insights"),
        Command("slideshow", tr("Slideshow"), ("Ctrl+F5",), "slideshow"),
        Command("fullscreen", tr("Full screen"), ("F11",), "fit", checkable=True),
        Command("group", tr("Headings of months"), ("Ctrl+G",), "calendar", checkable=True),
        Command("words", tr("Words for the selected photos…"), ("Ctrl+T",), "tag"),
        Command("invert", tr("Invert the selection"), ("Ctrl+I",)),
        Command("copy_path", tr("Copy path"), ("Ctrl+C",)),
        Command("shortcuts", tr("Keyboard shortcuts"), ("F1",), "info"),
        Command("about", tr("About photofind")),
        Command("quit", tr("Quit"), ("Ctrl+Q",)),
    )


class Actions:
    """The window's actions by name."""

    def __init__(self, window: QWidget, theme: Theme, handlers: dict[str, Callable[..., object]]) -> None:
        self._all: dict[str, QAction] = {}
        for command in commands():
            action = QAction(command.text, window)
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            action.setCheckable(command.checkable)
            if command.icon:
                theme.bind(action, command.icon)
            action.triggered.connect(handlers[command.name])
            window.addAction(action)
            self._all[command.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._all[name]

    def menu(self, parent: QWidget) -> QMenu:
        """The menu behind the button with three lines."""
        menu = QMenu(parent)
        for name in (
            "add", "rescan", "", "export", "save_search", "dates", "", "models", "failures", "excluded", "pause", "",
            "sidebar", "panel", "group", "insights", "slideshow", "fullscreen", "",
            "settings", "shortcuts", "about", "quit",
        ):  # fmt: skip
            if name:
                menu.addAction(self._all[name])
            else:
                menu.addSeparator()
        return menu
