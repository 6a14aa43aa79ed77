"""The headings of the grid: one for each month."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette

from photofind.gui.grid_geometry import MARGIN
from photofind.gui.wording import photos


def month_name(month: str) -> str:
    """``2024-03`` for people; photos without a date are called so."""
    if not month:
        return QCoreApplication.translate("grid_headings", "Without a date")
    date = QDate(int(month[:4]), int(month[5:7]), 1)
    # Japanese writes the year first: the order belongs to the language, the name of the month to the locale.
    return QLocale().toString(date, QCoreApplication.translate("grid_headings", "MMMM yyyy"))


def draw_headings(
    painter: QPainter,
    headings: Sequence[tuple[int, QRect]],
    months: Sequence[tuple[str, int]],
    palette: QPalette,
    mirrored: bool,
    font: QFont,
) -> None:
    """Draw the headings in view over the cells; the one at the top hides what passes under it."""
    bold = QFont(font)
    bold.setPointSizeF(font.pointSizeF() * 1.1)
    bold.setWeight(QFont.Weight.DemiBold)
    leading = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    align = leading | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    for section, place in headings:
        if section >= len(months):
            continue
        month, count = months[section]
        ground = QColor(palette.color(QPalette.ColorRole.Base))
        if place.top() <= 0:
            ground.setAlpha(242)
            painter.fillRect(place, ground)
            painter.setPen(palette.color(QPalette.ColorRole.Midlight))
            painter.drawLine(place.bottomLeft(), place.bottomRight())
        line = place.adjusted(MARGIN + 8, 0, -MARGIN - 8, 0)
        painter.setFont(bold)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        name = month_name(month)
        painter.drawText(line, align, name)
        width = QFontMetrics(bold).horizontalAdvance(name) + 12
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        rest = line.adjusted(0, 0, -width, 0) if mirrored else line.adjusted(width, 0, 0, 0)
        painter.drawText(rest, align, photos(count))
