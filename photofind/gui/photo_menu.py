"""The menu of one photo or of a selection."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from photofind.gui.theme import Theme
from photofind.records import Photo


def tr(text: str, n: int = -1) -> str:
    """The text in the person's language; ``%Ln`` in it is the number ``n``."""
    return QCoreApplication.translate("photo_menu", text, None, n)


def photo_menu(
    parent: QWidget,
    theme: Theme,
    photo: Photo | None,
    count: int,
    handlers: dict[str, Callable[[], None]],
    undoable: bool = False,
) -> QMenu:
    """What can be done with a photo.

    Args:
        photo: the current photo, or None while it isn't loaded.
        count: number of photos that are selected.
        handlers: ``view``, ``open``, ``show``, ``similar``, ``copy_files``, ``copy_path``, ``copy_caption``, ``words``,
            ``unwords``, ``first``, ``again``, ``retry``, ``insights``, ``export``,
            ``exclude``.
        undoable: own words were changed that can be taken back.
    """
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    here = photo is not None and photo.online
    paths = tr("Copy path") if count < 2 else tr("Copy %Ln paths", count)
    out = tr("Take out of the library") if count < 2 else tr("Take %Ln photos out of the library", count)
    for name, text, icon, enabled in (
        ("view", tr("View"), "photos", True),
        ("open", tr("Open with the default program"), "", here),
        ("show", tr("Show in the file manager"), "folder", here),
        ("similar", tr("Find similar photos"), "similar", photo is not None and photo.whole),
        ("", "", "", True),
        ("copy_files", tr("Copy file") if count < 2 else tr("Copy %Ln files", count), "copy", here),
        ("copy_path", paths, "", True),
        ("copy_caption", tr("Copy caption"), "", photo is not None and photo.whole),
        ("", "", "", True),
        ("words", tr("Add words…") if count < 2 else tr("Words for %Ln photos…", count), "tag", True),
        *([("unwords", tr("Take back the last change of words"), "", True)] if undoable else []),
        ("", "", "", True),
        ("first", tr("Describe first") if count < 2 else tr("Describe these first"), "", here),
        ("again", tr("Describe again"), "refresh", here),
        *([("retry", tr("Try again what failed"), "", here)] if photo is not None and photo.failed else []),
        ("", "", "", True),
        ("insights", tr("Frequent words"), "insights", True),
        ("export", tr("Export…"), "export", True),
        ("", "", "", True),
        ("exclude", out, "hide", True),
    ):
        if not name:
            menu.addSeparator()
            continue
        action = menu.addAction(text)
        if icon:
            action.setIcon(theme.icon(icon))
        action.setEnabled(enabled)
        action.triggered.connect(handlers[name])
    return menu
