"""The filters beside the words: what the menu offers, and what stands on their chips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple, get_args

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from photofind.gui.month_bars import MonthBars
from photofind.gui.search_state import NO_FILTERS
from photofind.gui.theme import Theme
from photofind.gui.wording import date_range, number
from photofind.records import Described, Facets, Orientation, Query, Root

CAMERAS = 25
Choose = Callable[..., None]


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("filters", text)


class FilterChip(NamedTuple):
    """A filter that is on: its icon, what stands on its chip, and how it is taken out."""

    icon: str
    text: str
    off: dict[str, Any]


def filter_chips(query: Query, similar: str) -> list[FilterChip]:
    """The filters of a query in the order of their chips.

    Args:
        similar: name of the photo that those found are like.
    """
    found = []
    if query.similar is not None:
        found.append(FilterChip("similar", tr("similar to {name}").format(name=similar), {"similar": None}))
    if query.folder:
        found.append(FilterChip("folder", PurePath(query.folder).name or query.folder, {"folder": None}))
    if query.after or query.before:
        found.append(FilterChip("calendar", date_range(query.after, query.before), {"after": None, "before": None}))
    if query.camera is not None:
        found.append(FilterChip("camera", query.camera, {"camera": None}))
    if query.orientation is not None:
        found.append(FilterChip("orientation", orientation_name(query.orientation), {"orientation": None}))
    if query.own:
        found.append(FilterChip("tag", tr("with words of mine"), {"own": False}))
    if query.recent:
        found.append(FilterChip("recent", tr("added lately"), {"recent": False}))
    if query.duplicates:
        found.append(FilterChip("copy", tr("in several files"), {"duplicates": False}))
    if query.state is not None:
        found.append(FilterChip("partial", state_name(query.state), {"state": None}))
    return found


def orientation_name(orientation: Orientation) -> str:
    """An orientation for people."""
    return {"landscape": tr("landscape"), "portrait": tr("portrait"), "square": tr("square")}[orientation]


def state_name(state: Described) -> str:
    """How far photos are described, for people."""
    return {
        "described": tr("fully described"),
        "partly": tr("partly described"),
        "undescribed": tr("not described"),
        "failed": tr("failed"),
    }[state]


def filter_menu(
    parent: QWidget,
    theme: Theme,
    query: Query,
    facets: Facets,
    roots: Sequence[Root],
    choose: Choose,
    dates: Callable[[], None],
) -> QMenu:
    """The menu of filters for the photos that are found now.

    Args:
        facets: what these photos are.
        choose: called with the fields of the query that change.
        dates: opens the dialog for days.
    """
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addSection(tr("Date"))
    if facets.months:
        chart = MonthBars(theme, facets.months, menu)

        def picked(after: str, before: str) -> None:
            menu.close()
            choose(after=after, before=before)

        chart.picked.connect(picked)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(chart)
        menu.addAction(holder)
    menu.addAction(theme.icon("calendar"), tr("Days…"), dates)
    menu.addSeparator()
    folders = menu.addMenu(theme.icon("folder"), tr("Folder"))
    for root in roots:
        _option(folders, root.path, None, query.folder == root.path, choose, "folder", root.path)
    folders.setEnabled(bool(roots))
    cameras = menu.addMenu(theme.icon("camera"), tr("Camera"))
    for name, count in facets.cameras[:CAMERAS]:
        _option(cameras, name, count, query.camera == name, choose, "camera", name)
    cameras.setEnabled(bool(facets.cameras))
    shapes = menu.addMenu(theme.icon("orientation"), tr("Orientation"))
    for shape in get_args(Orientation):
        count = facets.orientations.get(shape, 0)
        _option(shapes, orientation_name(shape), count, query.orientation == shape, choose, "orientation", shape)
    states = menu.addMenu(theme.icon("partial"), tr("Description"))
    for state in get_args(Described):
        count = facets.states.get(state, 0)
        _option(states, state_name(state), count, query.state == state, choose, "state", state)
    for text, count, on, field, icon in (
        (tr("With words of mine"), facets.own, query.own, "own", "tag"),
        (tr("Added in the last 30 days"), facets.recent, query.recent, "recent", "recent"),
        (tr("In several files"), facets.duplicates, query.duplicates, "duplicates", "copy"),
    ):
        _option(menu, text, count, on, choose, field, True).setIcon(theme.icon(icon))
    return menu


def _option(
    menu: QMenu,
    text: str,
    count: int | None,
    on: bool,
    choose: Choose,
    field: str,
    value: Any,
) -> QAction:
    """One choice with its count; the one that is on is ticked, and taken out by choosing it again."""
    shown = text.replace("&", "&&").replace("\t", " ")
    action = menu.addAction(shown if count is None else f"{shown}\t{number(count)}")
    action.setCheckable(True)
    action.setChecked(on)
    action.setEnabled(on or count is None or count > 0)
    off = NO_FILTERS[field]
    action.triggered.connect(lambda: choose(**{field: off if on else value}))
    return action
