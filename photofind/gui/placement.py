"""Where a photo lies in a widget: fitted, or zoomed and moved."""

from __future__ import annotations

from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt

from photofind.records import Box

MOST = 8.0
"""The largest zoom of photos that have few pixels; others can be enlarged to ``MOST_PIXELS`` screen pixels a pixel."""
MOST_PIXELS = 4.0
_SMALL = 256


class Placement:
    """Zoom and place. Lengths are device-independent pixels.

    Attributes:
        zoom: 1 is the fitted photo.
        ratio: device pixels a device-independent pixel.
    """

    def __init__(self, movable: bool) -> None:
        self._movable = movable
        self._photo = QSize()
        self._room = QSizeF(1, 1)
        self._centre = QPointF(0.5, 0.5)
        self.zoom = 1.0
        self.ratio = 1.0

    @property
    def photo(self) -> QSize:
        """Pixels of the photo."""
        return self._photo

    def set_photo(self, size: QSize, keep: bool) -> None:
        """Place another photo; ``keep`` zoom and place if it is the same one, sharper."""
        self._photo = QSize(size)
        if not keep:
            self.zoom, self._centre = 1.0, QPointF(0.5, 0.5)
        self._hold()

    def set_room(self, room: QSize, ratio: float) -> None:
        """The widget has another size."""
        if self._room != QSizeF(room) or self.ratio != ratio:
            self._room, self.ratio = QSizeF(room), ratio
            self._hold()

    @property
    def full(self) -> float:
        """The zoom at which a pixel of the photo is a pixel of the screen."""
        return self._photo.width() / max(1.0, self._fitted().width() * self.ratio)

    @property
    def most(self) -> float:
        """The largest zoom."""
        return max(MOST, MOST_PIXELS * self.full)

    def rect(self) -> QRectF:
        """Where the photo lies."""
        fitted = self._fitted()
        width, height = max(1.0, fitted.width() * self.zoom), max(1.0, fitted.height() * self.zoom)
        left = self._room.width() / 2 - self._centre.x() * width
        top = self._room.height() / 2 - self._centre.y() * height
        # On whole pixels of the screen: a photo at its own pixels would be blurred between them.
        return QRectF(round(left * self.ratio) / self.ratio, round(top * self.ratio) / self.ratio, width, height)

    def box_rect(self, box: Box) -> QRectF:
        """Where a part of the photo lies."""
        place = self.rect()
        return QRectF(
            place.left() + box[0] * place.width(),
            place.top() + box[1] * place.height(),
            (box[2] - box[0]) * place.width(),
            (box[3] - box[1]) * place.height(),
        )

    def seen(self, margin: float = 0.0) -> Box:
        """The part of the photo that is in view, with a margin around as a part of the room, in whole pixels of it."""
        place = self.rect()
        wide, high = self._room.width() * margin, self._room.height() * margin
        view = QRectF(-wide, -high, self._room.width() + 2 * wide, self._room.height() + 2 * high).intersected(place)
        wide, high = max(1, self._photo.width()), max(1, self._photo.height())
        across, down = wide / place.width(), high / place.height()
        slack = 1e-6
        return (
            floor((view.left() - place.left()) * across + slack) / wide,
            floor((view.top() - place.top()) * down + slack) / high,
            ceil((view.right() - place.left()) * across - slack) / wide,
            ceil((view.bottom() - place.top()) * down - slack) / high,
        )

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> bool:
        """Zoom so that the point ``at`` stays where it is; says whether anything changed."""
        zoom = max(1.0, min(self.most, zoom))
        if zoom == self.zoom:
            return False
        middle = QPointF(self._room.width() / 2, self._room.height() / 2)
        at = middle if at is None else at
        before = self.rect()
        x, y = (at.x() - before.left()) / before.width(), (at.y() - before.top()) / before.height()
        self.zoom = zoom
        after = self.rect()
        self._centre = QPointF(
            x - (at.x() - middle.x()) / after.width(),
            y - (at.y() - middle.y()) / after.height(),
        )
        self._hold()
        return True

    def move(self, delta: QPointF) -> None:
        """Move the photo."""
        place = self.rect()
        self._centre -= QPointF(delta.x() / place.width(), delta.y() / place.height())
        self._hold()

    def _fitted(self) -> QSizeF:
        size = QSizeF(self._photo)
        fitted = size.scaled(self._room, Qt.AspectRatioMode.KeepAspectRatio)
        large = max(size.width(), size.height()) > _SMALL
        if (large or not self._movable) and fitted.width() > size.width() * 2:
            fitted = size * 2
        return fitted

    def _hold(self) -> None:
        """Keep the photo from leaving the room."""
        place = self.rect()

        def hold(centre: float, length: float, room: float) -> float:
            if length <= room:
                return 0.5
            edge = room / 2 / length
            return max(edge, min(1 - edge, centre))

        self._centre = QPointF(
            hold(self._centre.x(), place.width(), self._room.width()),
            hold(self._centre.y(), place.height(), self._room.height()),
        )
