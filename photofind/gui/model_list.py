"""A list of the models to choose from: which is used, which is here, which suits this machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from photofind.gui.theme import S1, S2, S3, Theme, pixmap
from photofind.gui.wording import percent, size
from photofind.records import DownloadProgress, Model

MODEL = Qt.ItemDataRole.UserRole + 1
PROGRESS = Qt.ItemDataRole.UserRole + 2
_ICON = 20


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("models", text)


def title_of(model: Model) -> str:
    """The model's name for people."""
    return tr("Quick preview model") if model.builtin else model.name


def about_of(model: Model) -> str:
    """What the model is good for; the lines of the catalogue are collected with the window's own texts."""
    if model.remote:
        return tr("Pictures of your photos are sent to {url}, where {model} describes them.").format(
            url=model.source, model=model.remote
        )
    about = QCoreApplication.translate("catalogue", model.about)
    return about[:1].upper() + about[1:]


def state_of(model: Model, progress: DownloadProgress | None) -> str:
    """In a few words, how things are with a model."""
    if progress is not None and progress.running:
        if not progress.total:
            return tr("downloading…")
        return tr("downloading, {part}").format(part=percent(progress.done, progress.total))
    if model.active:
        return tr("in use")
    if model.builtin:
        return tr("built in")
    if model.remote:
        return tr("on a server")
    if model.installed:
        return tr("on this computer · {size}").format(size=size(model.size))
    if progress is not None and progress.state == "failed":
        return tr("download failed")
    if model.partial:
        return tr("download paused")
    if not model.files:
        return tr("its files are gone")
    return size(model.size) if model.fits else tr("{size} · too large here").format(size=size(model.size))


class ModelList(QWidget):
    """The models, one to be chosen; the recommended one is marked, and chosen at first unless told otherwise."""

    chosen_changed = Signal(object)
    """The ``Model`` that is chosen now."""
    activated = Signal(object)
    """The ``Model`` that was double-clicked, or on which Enter was pressed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Models"))
        self.list.setItemDelegate(_Delegate(theme, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        self.setFocusProxy(self.list)
        self.list.currentItemChanged.connect(self._tell)
        self.list.itemActivated.connect(lambda item: self.activated.emit(item.data(MODEL)))
        theme.changed.connect(self.list.viewport().update)

    @property
    def chosen(self) -> Model | None:
        """The model that is chosen."""
        item = self.list.currentItem()
        model = item.data(MODEL) if item is not None else None
        return model if isinstance(model, Model) else None

    def choose(self, name: str) -> bool:
        """Choose a model by name; whether it is there."""
        item = self._item(name)
        if item is not None:
            self.list.setCurrentItem(item)
            self.list.scrollToItem(item)
        return item is not None

    def show_models(self, models: Sequence[Model], downloads: Mapping[str, DownloadProgress], name: str = "") -> None:
        """Show these models.

        Args:
            downloads: model → how far its download is.
            name: which to choose; else the one chosen so far, a running download, the recommended one, the one in use.
        """
        wanted = [name, self.chosen.name if self.chosen else ""]
        wanted += [progress.model for progress in downloads.values() if progress.running]
        wanted += [model.name for model in models if model.recommended and not model.installed]
        wanted += [model.name for model in models if model.active]
        self.list.blockSignals(True)
        self.list.clear()
        for model in models:
            item = QListWidgetItem(self.list)
            item.setData(MODEL, model)
            self._update(item, model, downloads.get(model.name))
        self.list.blockSignals(False)
        next((True for each in wanted if each and self.choose(each)), False)

    def show_download(self, progress: DownloadProgress) -> None:
        """Show how far a download is."""
        item = self._item(progress.model)
        if item is not None:
            self._update(item, item.data(MODEL), progress)

    def _update(self, item: QListWidgetItem, model: Model, progress: DownloadProgress | None) -> None:
        item.setData(PROGRESS, progress)
        words = [title_of(model), state_of(model, progress)]
        if model.recommended:
            words.append(self.tr("recommended for this computer"))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(words))
        item.setData(Qt.ItemDataRole.DisplayRole, title_of(model))  # what typing searches

    def _item(self, name: str) -> QListWidgetItem | None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(MODEL).name == name:
                return item
        return None

    def _tell(self) -> None:
        if self.chosen is not None:
            self.chosen_changed.emit(self.chosen)


class _Delegate(QStyledItemDelegate):
    """Two lines, an icon, a badge on the recommended model, and a thin bar while one is downloaded."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines high."""
        del index
        return QSize(120, 2 * QFontMetrics(option.font).height() + S1 + 2 * S2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a model."""
        model, progress = index.data(MODEL), index.data(PROGRESS)
        rect: QRect = option.rect
        state = option.state
        colours = self._theme.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(rect).adjusted(1, 1, -1, -1)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setBrush(QColor(colours.soft))
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(QPen(QColor(colours.accent), 1) if chosen else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(ground, 5, 5)
        running = progress is not None and progress.running
        name, role = ("check", "accent") if model.active else ("model", "muted")
        if running or (model.files and not model.installed):
            name, role = "download", "accent" if running else "muted"
        ratio = painter.device().devicePixelRatio()
        top = rect.top() + (rect.height() - _ICON) // 2
        painter.drawPixmap(rect.left() + S2, top, pixmap(name, getattr(colours, role), _ICON, ratio))
        inner = rect.adjusted(S2 + _ICON + S3, S2, -S3, -S2)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        line = QRect(inner.left(), inner.top(), inner.width(), metrics.height())
        if model.recommended:
            line.setRight(self._badge(painter, option.font, line) - S2)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, align, metrics.elidedText(title_of(model), Qt.TextElideMode.ElideRight, line.width()))
        plain = QFont(option.font)
        painter.setFont(plain)
        failed = progress is not None and progress.state == "failed" and not model.installed
        painter.setPen(QColor(colours.out if failed else colours.accent if model.active or running else colours.muted))
        second = QRect(inner.left(), line.bottom() + 1 + S1, inner.width(), QFontMetrics(plain).height())
        text = QFontMetrics(plain).elidedText(state_of(model, progress), Qt.TextElideMode.ElideRight, second.width())
        painter.drawText(second, align, text)
        if running and progress.total:
            self._bar(painter, ground, progress.done / progress.total)
        painter.restore()

    def _badge(self, painter: QPainter, font: QFont, line: QRect) -> int:
        """Draw the badge at the right end of the line; where it begins."""
        colours = self._theme.colours
        small = QFont(font)
        if small.pointSizeF() > 0:
            small.setPointSizeF(small.pointSizeF() * 0.85)
        text = tr("recommended")
        metrics = QFontMetrics(small)
        width = metrics.horizontalAdvance(text) + 2 * S2
        box = QRectF(line.right() - width, line.top() - 1, width, metrics.height() + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(small)
        painter.setPen(QColor(colours.on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return int(box.left())

    def _bar(self, painter: QPainter, ground: QRectF, part: float) -> None:
        colours = self._theme.colours
        place = QRectF(ground.left() + S2, ground.bottom() - 4, ground.width() - 2 * S2, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(place, 1.5, 1.5)
        place.setWidth(place.width() * min(1.0, part))
        painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(place, 1.5, 1.5)
