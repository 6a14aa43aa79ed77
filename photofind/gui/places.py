"""The tree at the side: rows with an icon, a name and a count; headings; folders to open; searches to drag."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from photofind.gui.theme import S1, S2, Theme
from photofind.gui.wording import number

KIND = Qt.ItemDataRole.UserRole + 1
"""``heading``, ``place``, ``folder`` or ``search``."""
VALUE = Qt.ItemDataRole.UserRole + 2
"""Name of the place, path of the folder, name of the search."""
COUNT = Qt.ItemDataRole.UserRole + 3
"""Number of photos, or None."""
NOTE = Qt.ItemDataRole.UserRole + 4
"""A word in place of the count: ``offline``."""
ON = Qt.ItemDataRole.UserRole + 5
"""Whether the photos that are shown are limited to this."""
ICON = 20
SEARCH_MIME = "application/x-photofind-search"
Index = QModelIndex | QPersistentModelIndex


def local_folders(data: QMimeData) -> list[str]:
    """The folders on this machine among what is dragged."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if Path(path).is_dir()]


class Places(QTreeWidget):
    """Tells what is chosen, renamed, moved and dropped; shows what it is told."""

    chosen = Signal(object)
    """The item that was clicked, or on which Enter was pressed."""
    renamed = Signal(str, str)
    """A search's name and its new one."""
    removed = Signal(str)
    """The name of a search that is not wanted any more."""
    moved = Signal(str, int)
    """A search's name and before which one (by number) it was dropped."""
    dropped = Signal(object)
    """Folders that were dropped: a list of paths."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "places")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setIndentation(16)
        self.setItemDelegate(_Delegate(theme, self))
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(self.EditTrigger.EditKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(self.DragDropMode.DragDrop)
        self.itemChanged.connect(self._edited)
        self._filling = False

    @property
    def editing(self) -> bool:
        """Whether a name is being typed."""
        return self.state() == self.State.EditingState

    def add(
        self,
        kind: str,
        value: str,
        text: str,
        icon: QIcon | None = None,
        count: int | None = None,
        parent: QTreeWidgetItem | None = None,
    ) -> QTreeWidgetItem:
        """Add a row at the end."""
        self._filling = True
        item = QTreeWidgetItem([text])
        item.setData(0, KIND, kind)
        item.setData(0, VALUE, value)
        item.setData(0, COUNT, count)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if kind == "heading":
            flags = Qt.ItemFlag.ItemIsEnabled
        elif kind == "search":
            flags |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled
        item.setFlags(flags)
        if icon is not None:
            item.setIcon(0, icon)
        if parent is None:
            self.addTopLevelItem(item)
        else:
            parent.addChild(item)
        self._filling = False
        return item

    def set_on(self, item: QTreeWidgetItem, on: bool) -> None:
        """Mark an item as what the photos are limited to; a screen reader is told too."""
        self._filling = True
        item.setData(0, ON, on)
        parts = [item.text(0), str(item.data(0, NOTE) or "")]
        if item.data(0, COUNT) is not None:
            parts.append(self.tr("%Ln photos", None, int(item.data(0, COUNT))))
        if on:
            parts.append(self.tr("shown now"))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in parts if part))
        self._filling = False

    def items(self, kind: str = "") -> list[QTreeWidgetItem]:
        """All rows (of a kind) from top to bottom, also those in closed folders."""
        found: list[QTreeWidgetItem] = []
        waiting = [self.topLevelItem(n) for n in range(self.topLevelItemCount())][::-1]
        while waiting:
            item = waiting.pop()
            if item is None:
                continue
            if not kind or item.data(0, KIND) == kind:
                found.append(item)
            waiting += [item.child(n) for n in range(item.childCount())][::-1]
        return found

    def item(self, kind: str, value: str) -> QTreeWidgetItem | None:
        """The row of a place, a folder or a search."""
        return next((item for item in self.items(kind) if item.data(0, VALUE) == value), None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses, but for the one that opens or closes a folder."""
        item = self.itemAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        inside = item is not None and self.visualItemRect(item).contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and item is not None and inside:
            self._choose(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose, Delete removes a search."""
        item = self.currentItem()
        editing = self.state() == self.State.EditingState
        if item is not None and not editing:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
                self._choose(item)
                event.accept()
                return
            if event.key() == Qt.Key.Key_Delete and item.data(0, KIND) == "search":
                self.removed.emit(item.data(0, VALUE))
                event.accept()
                return
        super().keyPressEvent(event)

    def _choose(self, item: QTreeWidgetItem) -> None:
        if item.data(0, KIND) != "heading":
            self.chosen.emit(item)

    def _edited(self, item: QTreeWidgetItem) -> None:
        former, name = item.data(0, VALUE), item.text(0).strip()
        if not self._filling and item.data(0, KIND) == "search" and name != former:
            self.renamed.emit(former, name)

    # --- drag and drop ---

    def mimeTypes(self) -> list[str]:
        """Searches can be dragged to another place in their list; folders come from outside."""
        return [SEARCH_MIME, "text/uri-list"]

    def mimeData(self, items: list[QTreeWidgetItem]) -> QMimeData:  # type: ignore[override]
        """The name of a search."""
        data = QMimeData()
        names = [item.data(0, VALUE) for item in items if item.data(0, KIND) == "search"]
        if names:
            data.setData(SEARCH_MIME, str(names[0]).encode())
        return data

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders and own searches are welcome."""
        if event.mimeData().hasFormat(SEARCH_MIME) or local_folders(event.mimeData()):
            super().dragEnterEvent(event)
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """A search may be dropped among searches, a folder anywhere."""
        super().dragMoveEvent(event)
        item = self.itemAt(event.position().toPoint())
        searching = event.mimeData().hasFormat(SEARCH_MIME)
        if searching and (item is None or item.data(0, KIND) != "search"):
            event.ignore()
        else:
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Move a search, or add folders."""
        data = event.mimeData()
        if data.hasFormat(SEARCH_MIME):
            item = self.itemAt(event.position().toPoint())
            searches = self.items("search")
            if item in searches:
                below = event.position().toPoint().y() > self.visualItemRect(item).center().y()
                self.moved.emit(bytes(data.data(SEARCH_MIME).data()).decode(), searches.index(item) + below)
        else:
            self.dropped.emit(local_folders(data))
        event.acceptProposedAction()
        self.setState(self.State.NoState)
        self.viewport().update()


class _Delegate(QStyledItemDelegate):
    """Draws a row; the count stands at the far end, the name is shortened in the middle."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Headings have air above."""
        height = QFontMetrics(option.font).height()
        first = index.row() == 0 and not index.parent().isValid()
        return QSize(80, height + (14 if index.data(KIND) != "heading" else 10 if first else 22))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        colours = self._theme.colours
        rect: QRect = option.rect
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        leading = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        if index.data(KIND) == "heading":
            font = QFont(option.font)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(QColor(colours.muted))
            align = leading | Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignAbsolute
            painter.drawText(rect.adjusted(0, 0, 0, -5), align, index.data())
            painter.restore()
            return
        on, state = bool(index.data(ON)), option.state
        ground = QRectF(rect).adjusted(0.5, 1.5, -0.5, -1.5)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if on or focused or state & QStyle.StateFlag.State_MouseOver:
            edged = on or focused
            painter.setPen(QPen(QColor(colours.accent), 2 if focused else 1) if edged else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.soft) if on or not focused else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground, 6, 6)
        inner = rect.adjusted(S2, 0, -S2, 0)
        icon = QRect(inner.left(), 0, ICON, ICON)
        if mirrored:
            icon.moveRight(inner.right())
        icon.moveTop(rect.top() + (rect.height() - ICON) // 2)
        picture: QIcon = index.data(Qt.ItemDataRole.DecorationRole) or QIcon()
        picture.paint(painter, icon)
        gone = ICON + S2
        words = inner.adjusted(0, 0, -gone, 0) if mirrored else inner.adjusted(gone, 0, 0, 0)
        count = index.data(COUNT)
        end = str(index.data(NOTE) or ("" if count is None else number(count)))
        metrics = QFontMetrics(option.font)
        centred = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.setFont(option.font)
        if end:
            painter.setPen(QColor(colours.muted))
            trailing = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
            painter.drawText(words, trailing | centred, end)
            taken = metrics.horizontalAdvance(end) + S2 + S1
            words = words.adjusted(taken, 0, 0, 0) if mirrored else words.adjusted(0, 0, -taken, 0)
        painter.setPen(QColor(colours.muted if index.data(NOTE) else colours.text))
        mode = Qt.TextElideMode.ElideMiddle if index.data(KIND) == "folder" else Qt.TextElideMode.ElideRight
        text = metrics.elidedText(index.data(), mode, words.width())
        painter.drawText(words, leading | centred, text)
        painter.restore()
