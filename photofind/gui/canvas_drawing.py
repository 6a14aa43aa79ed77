"""How a photo, its parts and the outlines of its views are drawn on a canvas."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from photofind.gui.theme import EVIDENCE
from photofind.records import Box


def draw_part(painter: QPainter, place: QRectF, image: QImage, view: QRectF) -> None:
    """Draw the part ``view`` of an image that fills ``place``."""
    part = view.intersected(place)
    if part.isEmpty():
        return
    across, down = image.width() / place.width(), image.height() / place.height()
    source = QRectF(
        (part.left() - place.left()) * across,
        (part.top() - place.top()) * down,
        part.width() * across,
        part.height() * down,
    )
    painter.drawImage(part, image, source)


def holds(outer: Box, inner: Box) -> bool:
    """Whether a view lies in another."""
    slack = 1e-6
    return all(outer[n] <= inner[n] + slack for n in (0, 1)) and all(outer[n] >= inner[n] - slack for n in (2, 3))


def _around(outer: QRectF, inner: QRectF) -> list[QRectF]:
    return [
        QRectF(outer.left(), outer.top(), outer.width(), inner.top() - outer.top()),
        QRectF(outer.left(), inner.bottom(), outer.width(), outer.bottom() - inner.bottom()),
        QRectF(outer.left(), inner.top(), inner.left() - outer.left(), inner.height()),
        QRectF(inner.right(), inner.top(), outer.right() - inner.right(), inner.height()),
    ]


def shade_around(painter: QPainter, outer: QRectF, inner: QRectF) -> None:
    """Darken what lies around a view."""
    painter.save()
    painter.setClipRect(outer)
    for part in _around(outer, inner):
        painter.fillRect(part, QColor(0, 0, 0, 90))
    painter.restore()


def frame(painter: QPainter, rect: QRectF, width: float, alpha: int) -> None:
    """An outline that stands out on any picture: light within a dark halo."""
    inner = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    halo = QColor(0, 0, 0, alpha * 2 // 3)
    colour = QColor(EVIDENCE)
    colour.setAlpha(alpha)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(halo, width + 2))
    painter.drawRoundedRect(inner, 3, 3)
    painter.setPen(QPen(colour, width))
    painter.drawRoundedRect(inner, 3, 3)
