"""Palette, spacing, icons: what the window looks like, light and dark."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from photofind.gui.style import sheet
from photofind.paths import resource

S1, S2, S3, S4, S6 = 4, 8, 12, 16, 24
"""Steps of the spacing grid in device-independent pixels."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One colour scheme; every pair of text and ground below has a contrast of at least 4.5 : 1 (WCAG AA).

    Attributes:
        window, panel, field: grounds, from the frame to where one types.
        text, muted: writing on any of the three grounds.
        line: borders; ``control`` is the stronger border of things that can be used (at least 3 : 1).
        accent, on_accent, soft: selection and actions, the writing on it, and a light ground of it (with ``text``).
        out, out_soft: excluded chips and failures.
        why, why_text: the marker pen: ground and writing of words that matched.
        warn, warn_soft: calm warnings.
    """

    window: str
    panel: str
    field: str
    text: str
    muted: str
    line: str
    control: str
    accent: str
    on_accent: str
    soft: str
    out: str
    out_soft: str
    why: str
    why_text: str
    warn: str
    warn_soft: str
    stage: str


LIGHT = Colours(
    window="#f3f5f6", panel="#fbfcfc", field="#ffffff", text="#1a2126", muted="#56626b", line="#d7dde1",
    control="#7f8b94", accent="#0b6e69", on_accent="#ffffff", soft="#d8efec", out="#b3261e", out_soft="#fbe6e4",
    why="#ffe08a", why_text="#2b2100", warn="#7a4f00", warn_soft="#fff3d6", stage="#e6eaec",
)  # fmt: skip
DARK = Colours(
    window="#16191c", panel="#1d2125", field="#121517", text="#e7eaec", muted="#a3adb5", line="#333a40",
    control="#75808a", accent="#5ccabf", on_accent="#06201e", soft="#1f4441", out="#ff9c93", out_soft="#4a2422",
    why="#e3b341", why_text="#1c1500", warn="#f2c46d", warn_soft="#3a2f17", stage="#0c0e10",
)  # fmt: skip

EVIDENCE = QColor("#ffc53d")
"""Outlines on photos: drawn over a dark halo, so that they stand out on any picture, in both schemes."""


class _TakesIcon(Protocol):
    def setIcon(self, icon: QIcon, /) -> None: ...


@cache
def _svg(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text("utf-8")


def pixmap(name: str, colour: str, side: int, ratio: float = 1.0) -> QPixmap:
    """The icon ``name`` drawn in ``colour``, ``side`` × ``side`` device-independent pixels."""
    return _drawn(_renderer(name, colour), side, ratio)


def app_icon() -> QIcon:
    """The program's own icon."""
    icon = QIcon()
    renderer = _renderer("photofind", "#000")
    for side in (16, 24, 32, 48, 64, 128, 256):
        icon.addPixmap(_drawn(renderer, side, 1.0))
    return icon


def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_svg(name).replace("#000", colour).encode()))


def _drawn(renderer: QSvgRenderer, side: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    return picture


def _ratios() -> set[float]:
    """The device pixels a device-independent pixel of the screens there are."""
    return {screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}


class Theme(QObject):
    """The scheme in use, applied to the application; follows the system unless told otherwise."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        super().__init__()
        self._app = app
        self._choice = choice
        self._icons: list[tuple[QObject, Callable[[QIcon], None], str, str]] = []
        self._cache: dict[tuple[str, str], QIcon] = {}
        self.colours = LIGHT
        app.setStyle("Fusion")
        self._ratios = _ratios()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)
        app.screenAdded.connect(self._screen_added)
        self._apply()

    @property
    def dark(self) -> bool:
        """Whether the dark scheme is in use."""
        return self.colours is DARK

    def choose(self, choice: str) -> None:
        """Use ``system``, ``light`` or ``dark``."""
        self._choice = choice
        self._apply()

    def icon(self, name: str, role: str = "text") -> QIcon:
        """The icon ``name`` in the colour ``role`` (a field of :class:`Colours`), dimmed where disabled."""
        key = (name, role)
        if key not in self._cache:
            colour = getattr(self.colours, role)
            icon = QIcon()
            for shade, mode in ((colour, QIcon.Mode.Normal), (self.colours.control, QIcon.Mode.Disabled)):
                renderer = _renderer(name, shade)
                for ratio in self._ratios:
                    for side in (16, 20, 24, 32):
                        icon.addPixmap(_drawn(renderer, side, ratio), mode)
            self._cache[key] = icon
        return self._cache[key]

    def bind(self, target: _TakesIcon, name: str, role: str = "text") -> None:
        """Give ``target`` (a button or an action) an icon now and again whenever the scheme changes."""
        assert isinstance(target, QObject)
        self._icons = [entry for entry in self._icons if shiboken6.isValid(entry[0]) and entry[0] is not target]
        self._icons.append((target, target.setIcon, name, role))
        target.setIcon(self.icon(name, role))

    def _screen_added(self) -> None:
        """Draw the icons for the new screen, too, if it is as sharp as none before."""
        if not _ratios() <= self._ratios:
            self._ratios = _ratios()
            self._apply()

    def _follow(self) -> None:
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        scheme = QGuiApplication.styleHints().colorScheme()
        dark = self._choice == "dark" or (self._choice == "system" and scheme == Qt.ColorScheme.Dark)
        self.colours = DARK if dark else LIGHT
        self._cache.clear()
        self._app.setPalette(palette(self.colours))
        drawn = {"arrow": "arrow", "up": "arrow-up", "tick": "tick-dark" if dark else "tick-light"}
        pictures = {name: resource("icons", f"{file}.svg").as_posix() for name, file in drawn.items()}
        self._app.setStyleSheet(sheet({**dataclasses.asdict(self.colours), **pictures}))
        self._icons = [entry for entry in self._icons if shiboken6.isValid(entry[0])]
        for _, setter, name, role in self._icons:
            setter(self.icon(name, role))
        self.changed.emit()

    def close(self) -> None:
        """Stop following the system."""
        QGuiApplication.styleHints().colorSchemeChanged.disconnect(self._follow)
        self._app.screenAdded.disconnect(self._screen_added)
        self._icons.clear()


def palette(colours: Colours) -> QPalette:
    """The Qt palette of a colour scheme."""
    result = QPalette()
    role = QPalette.ColorRole
    for name, colour in {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.field,
        role.AlternateBase: colours.panel,
        role.Text: colours.text,
        role.Button: colours.panel,
        role.ButtonText: colours.text,
        role.BrightText: colours.out,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.PlaceholderText: colours.muted,
        role.ToolTipBase: colours.panel,
        role.ToolTipText: colours.text,
        role.Light: colours.panel,
        role.Midlight: colours.line,
        role.Mid: colours.line,
        role.Dark: colours.control,
        role.Shadow: colours.stage,
    }.items():
        result.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.control))
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colours.line))
    return result


ICON = QSize(20, 20)
"""Size of icons in buttons."""
