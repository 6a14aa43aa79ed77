"""Draws one photo of the grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from photofind.gui.cell_cache import CellCache
from photofind.gui.grid_badges import Badge
from photofind.gui.photo_model import PhotoModel, Role
from photofind.gui.theme import Theme, pixmap
from photofind.gui.thumbnails import RADIUS, ThumbnailLoader
from photofind.records import Photo

INSET = 8
LINE = 24
EXTRA = QSize(2 * INSET, 2 * INSET + LINE)
"""What a cell has beyond its thumbnail."""
BADGE = 22


class PhotoDelegate(QStyledItemDelegate):
    """Thumbnail, selection ring, badges, and one line: the words that matched, else the file's name."""

    def __init__(self, theme: Theme, thumbnails: ThumbnailLoader) -> None:
        super().__init__()
        self._theme = theme
        self._thumbnails = thumbnails
        self._badges: dict[tuple[str, str, float], QPixmap] = {}
        self._cells = CellCache()
        theme.changed.connect(self._badges.clear)
        theme.changed.connect(self._cells.clear)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The size of the cell that the view gives."""
        del index
        rect: QRect = option.rect
        return rect.size()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the cell; nothing here reads a file or the catalog.

        A cell looks the same until what it shows changes, and scrolling shows the same ones again and again: it is
        drawn once and kept.
        """
        rect: QRect = option.rect
        font: QFont = option.font
        palette: QPalette = option.palette
        ratio = painter.device().devicePixelRatioF()
        model = cast("PhotoModel", index.model())
        photo_id, row = model.entry(index.row())
        picture = self._thumbnails.get(photo_id)
        shown = picture.cacheKey() if picture is not None else self._thumbnails.is_missing(photo_id)
        size = (rect.width(), rect.height(), ratio)
        look = (shown, option.state, model.views, *size, font.key(), palette.cacheKey())
        cell = self._cells.get(photo_id, row, look)
        if cell is None:
            cell = QPixmap(QSizeF(rect.width() * ratio, rect.height() * ratio).toSize())
            cell.setDevicePixelRatio(ratio)
            cell.fill(palette.color(QPalette.ColorRole.Base))
            brush = QPainter(cell)
            brush.setFont(font)
            brush.setLayoutDirection(painter.layoutDirection())
            self._draw(brush, QRect(QPoint(0, 0), rect.size()), option, index)
            brush.end()
            self._cells.put(photo_id, row, look, cell)
        painter.drawPixmap(rect.topLeft(), cell)

    def _draw(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = self._theme.colours
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        cell = QRectF(rect).adjusted(1, 1, -1, -1)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(colours.accent), 2) if selected else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.soft if selected else colours.window))
            painter.drawRoundedRect(cell, 10, 10)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.text), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(2.5, 2.5, -2.5, -2.5), 8, 8)
        side = rect.width() - 2 * INSET
        frame = QRect(rect.left() + INSET, rect.top() + INSET, side, side)
        photo: Photo | None = index.data(Role.PHOTO)
        picture = self._picture(painter, frame, index.data(Role.ID), photo)
        if photo is not None:
            self._mark(painter, picture, index.data(Role.BADGES))
        self._line(painter, QRect(frame.left(), frame.bottom() + 2, side, LINE), option, index)

    def _picture(self, painter: QPainter, frame: QRect, photo_id: int, photo: Photo | None) -> QRect:
        """Draw the thumbnail, never distorted, or a placeholder in the photo's shape; return where."""
        picture = self._thumbnails.get(photo_id)
        if picture is not None:
            size = picture.deviceIndependentSize().toSize().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            small = picture.deviceIndependentSize().toSize()
            if small.width() < size.width() and photo is not None and max(photo.width, photo.height) <= small.width():
                size = small
        elif photo is not None and photo.width and photo.height:
            size = QSize(photo.width, photo.height).scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            size = size.expandedTo(QSize(24, 24))
        else:
            size = frame.size()
        place = QRect(QPoint(0, 0), size)
        place.moveCenter(frame.center())
        place.moveBottom(frame.bottom())
        if picture is not None:
            painter.drawPixmap(place, picture)
            return place
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.stage))
        painter.drawRoundedRect(place, RADIUS, RADIUS)
        if self._thumbnails.is_missing(photo_id):
            icon = self._badge("warning", self._theme.colours.muted, painter.device().devicePixelRatioF())
            painter.drawPixmap(place.center() - QPoint(8, 8), icon)
        return place

    def _mark(self, painter: QPainter, place: QRect, badges: Sequence[Badge]) -> None:
        """Badges in the lower right corner of the thumbnail, as many as there is room for."""
        colours = self._theme.colours
        ratio = painter.device().devicePixelRatioF()
        font = QFont(painter.font())
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        x, y = float(place.right() - 3), place.bottom() - BADGE - 3
        for badge in badges:
            words = QFontMetrics(font).horizontalAdvance(badge.text) + 3 if badge.text else 0
            x -= BADGE + words
            if x < place.left() and badge is not badges[0]:
                return
            spot = QRectF(x, y, BADGE + words, BADGE)
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.setBrush(QColor(colours.panel))
            painter.drawRoundedRect(spot, BADGE / 2, BADGE / 2)
            icon = self._badge(badge.icon, getattr(colours, badge.colour), ratio)
            painter.drawPixmap(QPoint(round(x) + 3, y + 3), icon)
            if badge.text:
                painter.setPen(QColor(colours.text))
                align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(spot.adjusted(BADGE - 2, 0, -6, 0), align, badge.text)
            x -= 4

    def _line(
        self,
        painter: QPainter,
        place: QRect,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        words = index.data(Role.LINE)
        text = words or index.data(Qt.ItemDataRole.DisplayRole) or ""
        colours = self._theme.colours
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() * 0.92)
        metrics = QFontMetrics(font)
        mode = Qt.TextElideMode.ElideRight if words else Qt.TextElideMode.ElideMiddle
        text = metrics.elidedText(text, mode, place.width() - (12 if words else 0))
        painter.setFont(font)
        if words:
            width = min(place.width(), metrics.horizontalAdvance(text) + 12)
            pill = QRectF(place.center().x() - width / 2, place.top() + 2, width, LINE - 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.why))
            painter.drawRoundedRect(pill, 4, 4)
            painter.setPen(QColor(colours.why_text))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)
        else:
            painter.setPen(QColor(colours.muted))
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a name runs as its own letters do
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)

    def _badge(self, name: str, colour: str, ratio: float) -> QPixmap:
        key = (name, colour, ratio)
        if key not in self._badges:
            self._badges[key] = pixmap(name, colour, 16, ratio)
        return self._badges[key]
