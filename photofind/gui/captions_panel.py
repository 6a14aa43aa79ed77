"""Beside the photos: why a photo was found, what was said about it, the person's own words, its data."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from photofind.gui.canvas import PhotoCanvas
from photofind.gui.caption_card import CaptionCard
from photofind.gui.detail import Detail
from photofind.gui.own_editor import OwnEditor
from photofind.gui.theme import S1, S2, S4, Theme
from photofind.gui.wording import matched_boxes, moment, number, size, spans_by_source, view_group, view_name
from photofind.records import VIEWS, Chip

WIDTH = 340
PICTURE = 208


class CaptionsPanel(QScrollArea):
    """Shows a :class:`Detail`. The same panel serves the grid (with a small photo on top) and the viewer (without)."""

    outline_changed = Signal(object)
    """Box of the view whose caption is pointed at, or None."""
    chip_wanted = Signal(object)
    """A ``Chip`` made from a word."""
    own_saved = Signal(int, object)
    opened = Signal()
    """Double click on the small photo."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._detail: Detail | None = None
        self._with_picture = True
        self._cards: list[CaptionCard] = []
        self._headings: list[QLabel] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(264)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.picture = PhotoCanvas(theme, movable=False)
        self.picture.setFixedHeight(PICTURE)
        self.picture.opened.connect(self.opened)
        self.title = _label("title", wrap=True)
        self.subtitle = _label("muted", wrap=True)
        self.why_title = _label("heading")
        self.why_title.setText(self.tr("Why this photo"))
        self.why_frame = QFrame()
        self.why_frame.setProperty("role", "why")
        self._why = QVBoxLayout(self.why_frame)
        self._why.setContentsMargins(12, 8, 12, 8)
        self._why.setSpacing(S2)
        self.failure = _label("failure", wrap=True)
        self.hint = _label("muted", wrap=True)
        self._captions = QVBoxLayout()
        self._captions.setSpacing(2)
        self.own_title = _label("heading")
        self.own_title.setText(self.tr("Your own words"))
        self.own = OwnEditor()
        self.own.saved.connect(self.own_saved)
        self.data_title = _label("heading")
        self.data_title.setText(self.tr("Details"))
        self._data = QFormLayout()
        self._data.setLabelAlignment(Qt.AlignmentFlag.AlignLeading)
        self._data.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._data.setHorizontalSpacing(12)
        self._data.setVerticalSpacing(S1)
        self._data.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        page = QWidget()
        page.setProperty("role", "page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(S4, S4, S4, S4)
        layout.setSpacing(S2)
        for widget in (
            self.picture,
            self.title,
            self.subtitle,
            self.failure,
            self.why_title,
            self.why_frame,
            self.hint,
        ):
            layout.addWidget(widget)
        layout.addLayout(self._captions)
        layout.addSpacing(S2)
        layout.addWidget(self.own_title)
        layout.addWidget(self.own)
        layout.addSpacing(S2)
        layout.addWidget(self.data_title)
        layout.addLayout(self._data)
        layout.addStretch(1)
        self._page = page
        self.setWidget(page)
        theme.changed.connect(self._draw_why)
        self.show_nothing()

    @property
    def cards(self) -> list[CaptionCard]:
        """The captions that are shown."""
        return [card for card in self._cards if not card.isHidden()]

    @property
    def detail(self) -> Detail | None:
        """What is shown."""
        return self._detail

    def show_picture(self, shown: bool) -> None:
        """Have a small photo on top, or not."""
        self.picture.setVisible(shown and self._detail is not None)
        self._with_picture = shown

    def show_nothing(self, text: str = "") -> None:
        """No photo is chosen."""
        self.own.save()
        self._detail = None
        for widget in self._content():
            widget.hide()
        for widget in (*self._cards, *self._headings):
            widget.hide()
        self._clear_data()
        self.hint.setText(text or self.tr("Choose a photo to see what was said about it, and why it was found."))
        self.hint.show()

    def show_several(self, count: int) -> None:
        """Several photos are chosen."""
        self.show_nothing(self.tr("{n} photos are selected.").format(n=number(count)))

    def show_image(self, image: QImage) -> None:
        """The small photo came."""
        if self._detail is not None:
            photo = self._detail.photo
            self.picture.set_image(image, QSize(photo.width, photo.height) if photo.width else None, keep=True)

    def show_detail(self, detail: Detail) -> None:
        """Show a photo."""
        same = self._detail is not None and self._detail.photo.id == detail.photo.id
        self.own.show_own(detail.photo.id, detail.own)
        self._detail = detail
        photo = detail.photo
        for widget in (self.title, self.subtitle, self.own_title, self.own, self.data_title):
            widget.show()
        self.picture.setVisible(self._with_picture)
        if not same:
            self.picture.set_outline(None)
        self.title.setText(_breakable(PurePath(photo.path).name or self.tr("(no file)")))
        facts = [moment(photo.taken), f"{photo.width} × {photo.height}" if photo.width else "", size(photo.size)]
        self.subtitle.setText(" · ".join(fact for fact in facts if fact))
        reasons = [f"{view_name(f.view) + ': ' if f.view else ''}{f.reason}" for f in detail.failures]
        self.failure.setText("\n".join(reasons[:4]))
        self.failure.setVisible(bool(reasons))
        self.picture.set_matched(matched_boxes(detail.evidence.matches))
        self._draw_why()
        self._draw_captions()
        self._draw_data()
        if not same:
            self.verticalScrollBar().setValue(0)

    def point_at(self, point: tuple[float, float] | None) -> None:
        """Light the caption of the smallest view that holds this point of the photo."""
        best: CaptionCard | None = None
        if point is not None:
            x, y = point
            area = 2.0
            for card in self.cards:
                left, top, right, bottom = VIEWS[card.view].box
                if left <= x < right and top <= y < bottom and (right - left) * (bottom - top) < area:
                    best, area = card, (right - left) * (bottom - top)
        for card in self.cards:
            card.light(card is best)
        if best is not None:
            self.ensureWidgetVisible(best, 0, 24)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page is exactly as wide as the panel: long words must not push it wider."""
        super().resizeEvent(event)
        self._page.setMaximumWidth(self.viewport().width())

    def _content(self) -> list[QWidget]:
        return [
            self.picture,
            self.title,
            self.subtitle,
            self.failure,
            self.why_title,
            self.why_frame,
            self.own_title,
            self.own,
            self.data_title,
        ]

    def _draw_why(self) -> None:
        while self._why.count():
            item = self._why.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        matches = self._detail.evidence.matches if self._detail else {}
        shown = {chip: spans for chip, spans in matches.items() if spans}
        self.why_title.setVisible(bool(shown))
        self.why_frame.setVisible(bool(shown))
        for chip, spans in shown.items():
            label = QLabel()
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            words = dict.fromkeys(" ".join(word.split()).lower() for span in spans for word in span.words)
            places = [view_name(span.source) for span in spans]
            where = ", ".join(places[:4]) + (
                self.tr(" and {n} more").format(n=len(places) - 4) if len(places) > 4 else ""
            )
            label.setText(
                self.tr("“{chip}”: {words}\nin {places}").format(chip=chip, words=", ".join(words), places=where)
            )
            self._why.addWidget(label)

    def _draw_captions(self) -> None:
        assert self._detail is not None
        captions = [caption for caption in self._detail.captions if caption.view in VIEWS]
        found = spans_by_source(self._detail.evidence.matches)
        groups: list[str] = []
        while (item := self._captions.takeAt(0)) is not None:
            del item
        while len(self._cards) < len(captions):
            self._cards.append(self._new_card())
        for caption, card in zip(captions, self._cards, strict=False):
            group = view_group(caption.view)
            if group not in groups:
                if len(groups) == len(self._headings):
                    heading = _label("heading")
                    heading.setContentsMargins(0, 6, 0, 0)
                    self._headings.append(heading)
                heading = self._headings[len(groups)]
                heading.setText(group)
                self._captions.addWidget(heading)
                heading.show()
                groups.append(group)
            text, ranges = found.get(caption.view, (caption.text or caption.raw, []))
            card.show_caption(caption.view, text, ranges)
            self._captions.addWidget(card)
            card.show()
        for widget in (*self._cards[len(captions) :], *self._headings[len(groups) :]):
            widget.hide()
        if captions:
            models = dict.fromkeys(caption.model for caption in captions)
            self.hint.setText(self.tr("Described by {model}").format(model=", ".join(models)))
        else:
            self.hint.setText(self.tr("Not described yet. It can be found by its name and your own words meanwhile."))
        self.hint.show()

    def _new_card(self) -> CaptionCard:
        card = CaptionCard(self._theme, self._page)
        card.entered.connect(self._entered)
        card.left.connect(self._left)
        card.word_clicked.connect(self._word_menu)
        return card

    def _entered(self, view: str) -> None:
        box = VIEWS[view].box
        for card in self.cards:
            card.light(card.view == view)
        self.picture.set_outline(box)
        self.outline_changed.emit(box)

    def _left(self, view: str) -> None:
        for card in self.cards:
            card.light(False)
        del view
        self.picture.set_outline(None)
        self.outline_changed.emit(None)

    def _word_menu(self, word: str, where: QPoint) -> None:
        menu = self.word_menu(word)
        menu.popup(where)

    def word_menu(self, word: str) -> QMenu:
        """What can be done with a word of a caption."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = word.replace("&", "&&")
        include = menu.addAction(self._theme.icon("check"), self.tr("Only photos with “{word}”").format(word=shown))
        exclude = menu.addAction(self._theme.icon("minus"), self.tr("Leave “{word}” out").format(word=shown))
        include.triggered.connect(lambda: self.chip_wanted.emit(Chip(word)))
        exclude.triggered.connect(lambda: self.chip_wanted.emit(Chip(word, exclude=True)))
        return menu

    def _draw_data(self) -> None:
        assert self._detail is not None
        self._clear_data()
        photo = self._detail.photo
        rows = [
            (self.tr("Taken"), moment(photo.taken)),
            (self.tr("Camera"), photo.camera or ""),
            (self.tr("Format"), photo.format),
            (self.tr("Pixels"), f"{photo.width} × {photo.height}" if photo.width else ""),
            (self.tr("Size"), size(photo.size)),
            (
                self.tr("Place"),
                f"{photo.latitude:.5f}, {photo.longitude:.5f}"
                if photo.latitude is not None and photo.longitude is not None
                else "",
            ),
            *((self.tr("File") if n == 0 else self.tr("Also"), path) for n, path in enumerate(photo.paths[:6])),
            *((self.tr("RAW"), path) for path in photo.raws[:3]),
        ]
        if not photo.online:
            rows.append((self.tr("State"), self.tr("offline: its drive is not connected")))
        for name, value in rows:
            if value:
                label = _label("", wrap=True)
                label.setText(_breakable(value))
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                title = _label("muted")
                title.setText(name)
                self._data.addRow(title, label)

    def _clear_data(self) -> None:
        while self._data.rowCount():
            self._data.removeRow(0)


def _label(role: str, wrap: bool = False) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    if role:
        label.setProperty("role", role)
    return label


def _breakable(text: str) -> str:
    """Long paths and names may break after their separators."""
    zero = "\u200b"
    for sign in "/\\_-.":
        text = text.replace(sign, sign + zero)
    return text
