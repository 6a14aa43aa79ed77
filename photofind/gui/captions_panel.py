"""Beside the photos: why a photo was found, what was said about it, the person's own words, its data."""

from __future__ import annotations

import html
from pathlib import PurePath

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from photofind.gui.canvas import PhotoCanvas
from photofind.gui.caption_card import CaptionCard
from photofind.gui.desktop import copy_text
from photofind.gui.detail import Detail
from photofind.gui.own_editor import OwnEditor
from photofind.gui.photo_data import PhotoData
from photofind.gui.theme import S2, S4, Theme
from photofind.gui.why import WhyFrame
from photofind.gui.wording import breakable, matched_boxes, moment, size, spans_by_source, view_group, view_name
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
    caption_hidden = Signal(object, bool)
    """A ``Caption``, and whether it is to be hidden (else shown again)."""
    describe_wanted = Signal(int)
    """A photo that is to be described again."""
    show_wanted = Signal(str)
    """Path of a file that is to be shown in the file manager."""
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
        self.why_frame = WhyFrame(theme)
        self.why_frame.pointed.connect(self._why_pointed)
        self.why_frame.chosen.connect(self.show_view)
        self.failure = _label("failure", wrap=True)
        self.hint = _label("muted", wrap=True)
        self.again = QPushButton(self.tr("Describe again"))
        self.again.setProperty("role", "link")
        self.again.setToolTip(
            self.tr("Have the model that is in use describe this photo anew; what it said stays until then")
        )
        self.again.clicked.connect(self._ask_again)
        theme.bind(self.again, "refresh", "accent")
        self._captions = QVBoxLayout()
        self._captions.setSpacing(2)
        self.own_title = _label("heading")
        self.own_title.setText(self.tr("Your own words"))
        self.own = OwnEditor()
        self.own.saved.connect(self.own_saved)
        self.data_title = _label("heading")
        self.data_title.setText(self.tr("Details"))
        self.data = PhotoData(theme)
        self.data.show_wanted.connect(self.show_wanted)
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
        layout.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addLayout(self._captions)
        layout.addSpacing(S2)
        layout.addWidget(self.own_title)
        layout.addWidget(self.own)
        layout.addSpacing(S2)
        layout.addWidget(self.data_title)
        layout.addWidget(self.data)
        layout.addStretch(1)
        self._page = page
        self.setWidget(page)
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
        self.data.clear()
        self.hint.setText(text or self.tr("Choose a photo to see what was said about it, and why it was found."))
        self.hint.show()

    def show_several(self, count: int) -> None:
        """Several photos are chosen."""
        self.show_nothing(self.tr("%Ln photos are selected.", None, count))

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
        for widget in (self.title, self.subtitle, self.own_title, self.own, self.data_title, self.data):
            widget.show()
        self.picture.setVisible(self._with_picture)
        if not same:
            self.picture.set_outline(None)
        self.title.setText(breakable(PurePath(photo.path).name or self.tr("(no file)")))
        facts = [moment(photo.taken), f"{photo.width} × {photo.height}" if photo.width else "", size(photo.size)]
        self.subtitle.setText(" · ".join(fact for fact in facts if fact))
        reasons = [f"{view_name(f.view) + ': ' if f.view else ''}{f.reason}" for f in detail.failures]
        self.failure.setText("\n".join(reasons[:4]))
        self.failure.setVisible(bool(reasons))
        self.picture.set_matched(matched_boxes(detail.evidence.matches))
        found = self.why_frame.show_evidence(detail.evidence)
        self.why_title.setVisible(found)
        self.why_frame.setVisible(found)
        self._draw_captions()
        self.data.show_photo(photo)
        if not same:
            self.verticalScrollBar().setValue(0)

    def point_at(self, point: tuple[float, float] | None) -> None:
        """Light the caption of the smallest view that holds this point of the photo."""
        best = self._card_at(point) if point is not None else None
        for card in self.cards:
            card.light(card is best)
        if best is not None and not self.own.hasFocus():
            self.ensureWidgetVisible(best, 0, 24)

    def said_at(self, point: tuple[float, float]) -> str:
        """What was said about the smallest view that holds a point, as the rich text of a tip; else nothing."""
        card = self._card_at(point)
        if card is None:
            return ""
        head, text = html.escape(card.name.text()), html.escape(card.text)
        return f'<div style="max-width:320px"><b>{head}</b><br>{text}</div>'

    def show_view(self, view: str) -> None:
        """Go to the caption of a view."""
        for card in self.cards:
            if card.view == view:
                self.ensureWidgetVisible(card, 0, 24)
                card.setFocus()

    def _ask_again(self) -> None:
        if self._detail is not None:
            self.describe_wanted.emit(self._detail.photo.id)

    def _card_at(self, point: tuple[float, float]) -> CaptionCard | None:
        best, area = None, 2.0
        x, y = point
        for card in self.cards:
            left, top, right, bottom = VIEWS[card.view].box
            size_ = (right - left) * (bottom - top)
            if card.body.isVisibleTo(card) and left <= x < right and top <= y < bottom and size_ < area:
                best, area = card, size_
        return best

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
            self.data,
            self.again,
        ]

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
            card.show_caption(caption, text, [] if caption.hidden else ranges)
            self._captions.addWidget(card)
            card.show()
        for widget in (*self._cards[len(captions) :], *self._headings[len(groups) :]):
            widget.hide()
        if captions:
            models = dict.fromkeys(caption.model for caption in captions)
            self.hint.setText(self.tr("Described by {model}").format(model=", ".join(models)))
            self.again.show()
        else:
            self.again.hide()
            self.hint.setText(self.tr("Not described yet. It can be found by its name and your own words meanwhile."))
        self.hint.show()

    def _new_card(self) -> CaptionCard:
        card = CaptionCard(self._theme, self._page)
        card.entered.connect(self._entered)
        card.left.connect(self._left)
        card.word_chosen.connect(lambda word, exclude: self.chip_wanted.emit(Chip(word, exclude=exclude)))
        card.menu_wanted.connect(lambda word, where: self.menu(card, word).popup(where))
        card.hide_wanted.connect(self.caption_hidden)
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

    def _why_pointed(self, view: str) -> None:
        if view:
            self._entered(view)
        else:
            self._left(view)

    def menu(self, card: CaptionCard, word: str) -> QMenu:
        """What can be done with a caption, and with one of its words."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if word:
            shown = word.replace("&", "&&")
            include = menu.addAction(self._theme.icon("check"), self.tr("Only photos with “{word}”").format(word=shown))
            exclude = menu.addAction(self._theme.icon("minus"), self.tr("Leave “{word}” out").format(word=shown))
            include.triggered.connect(lambda: self.chip_wanted.emit(Chip(word)))
            exclude.triggered.connect(lambda: self.chip_wanted.emit(Chip(word, exclude=True)))
            menu.addSeparator()
        caption = card.caption
        if caption is not None:
            copy = menu.addAction(self._theme.icon("copy"), self.tr("Copy this caption"))
            copy.triggered.connect(lambda: copy_text(card.text))
            text = self.tr("Show this caption again") if caption.hidden else self.tr("Hide this caption: it is wrong")
            hide = menu.addAction(self._theme.icon("show" if caption.hidden else "hide"), text)
            hide.triggered.connect(lambda: self.caption_hidden.emit(caption, not caption.hidden))
        return menu


def _label(role: str, wrap: bool = False) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    if role:
        label.setProperty("role", role)
    return label
