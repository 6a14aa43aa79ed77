"""The small signs on a photo of the grid: which there are, and what they mean in words."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from photofind.gui.wording import number
from photofind.records import Own, Photo


class Badge(NamedTuple):
    """A sign: its icon and the colour of it (a field of ``theme.Colours``), a few signs beside it, and its meaning."""

    icon: str
    colour: str
    text: str
    meaning: str


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("grid_badges", text)


def badges(photo: Photo, own: Own, views: int) -> list[Badge]:
    """The signs of a photo, the most urgent first.

    Args:
        own: what the person wrote about it.
        views: number of views that a fully described photo has.
    """
    found = []
    if photo.failed:
        found.append(Badge("warning", "out", "", tr("Could not be described in full: see Failed photos")))
    if not photo.online:
        found.append(Badge("offline", "text", "", tr("Offline: its drive is not connected")))
    if not photo.views:
        found.append(Badge("pending", "muted", "", tr("Not described yet")))
    elif photo.views < views:
        meaning = tr("Described in part: {n} of {all} views").format(n=photo.views, all=views)
        found.append(Badge("partial", "muted", "", meaning))
    if own != Own():
        tags = ", ".join(own.tags)
        meaning = tr("Your tags: {tags}").format(tags=tags) if tags else tr("With your own caption")
        found.append(Badge("tag", "accent", "", meaning))
    if len(photo.paths) > 1:
        count = number(len(photo.paths))
        found.append(Badge("copy", "text", count, tr("The same photo in {n} files").format(n=count)))
    return found
