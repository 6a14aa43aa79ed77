"""Brings the window back as it was left."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow

from photofind.gui.actions import Actions
from photofind.gui.layout import Parts
from photofind.gui.search_state import SearchState
from photofind.gui.window_state import WindowState
from photofind.records import Sort


def restore(window: QMainWindow, memory: WindowState, parts: Parts, state: SearchState, actions: Actions) -> None:
    """Size and place, columns, what is shown, the order."""
    # Not larger than the screen, with room for the frame around it.
    window.resize(QSize(1280, 820).boundedTo(window.screen().availableSize() - QSize(16, 48)))
    geometry = memory.bytes("geometry")
    if geometry is not None:
        window.restoreGeometry(geometry)
    columns = memory.bytes("columns")
    if columns is not None:
        parts.columns.restoreState(columns)
    for name, widget in (("sidebar", parts.sidebar), ("panel", parts.panel)):
        shown = memory.flag(name, True)
        widget.setVisible(shown)
        actions[name].setChecked(shown)
    grouped = memory.flag("grouped", True)
    parts.grid.set_grouped(grouped)
    actions["group"].setChecked(grouped)
    sort = memory.text("sort", "relevance")
    if parts.results.sort.findData(sort) >= 0:
        state.set_sort(cast("Sort", sort))
        parts.results.show_sort(state.query.sort)


def keep(window: QMainWindow, memory: WindowState, parts: Parts) -> None:
    """Remember it for the next start."""
    memory.keep("geometry", window.saveGeometry())
    memory.keep("columns", parts.columns.saveState())
    memory.keep("side", parts.grid.side)
    memory.keep("sidebar", not parts.sidebar.isHidden())
    memory.keep("panel", parts.panel_wanted)
    memory.sync()
