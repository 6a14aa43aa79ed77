"""Insights: the words that the captions of some photos use most, as a cloud and as bars (the paper's appendix E)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QFontInfo, QGuiApplication, QImage, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photofind.app import App
from photofind.gui.desktop import copy_text
from photofind.gui.histogram import Histogram
from photofind.gui.jobs import Requests
from photofind.gui.theme import S1, S2, S4, Theme
from photofind.gui.wordcloud import WordCloud, inks_of, summary
from photofind.gui.wording import photos
from photofind.records import Chip, Ink, PlacedWord, WordCount

CLOUD_WORDS, BARS = 60, 15
SCALE = 2
WIDE = 600
"""From this width on the bars stand beside the cloud, else below it."""
HEIGHT = 440
"""Below this height there is no room for both one below the other."""
SCOPES = ("photo", "selection", "result", "library")

Source = Callable[[str], Sequence[int] | None]
"""Scope → ids of its photos; None for the whole library."""


class InsightsPage(QFrame):
    """The page; it stands where the grid does.

    Args:
        source: gives the photos of a scope.
        chips: gives the chips of the search.
    """

    closed = Signal()
    chip_wanted = Signal(object)
    said = Signal(str)

    def __init__(
        self,
        app: App,
        requests: Requests,
        theme: Theme,
        source: Source,
        chips: Callable[[], Sequence[Chip]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._app, self._requests, self._theme, self._source, self._chips = app, requests, theme, source, chips
        self._words: list[WordCount] = []
        self._inks: dict[str, Ink] = {}
        self._count = 0
        self._low = False
        self.setProperty("role", "insights")
        self.setAccessibleName(self.tr("Frequent words"))
        self.cloud = WordCloud(theme)
        self.bars = Histogram(theme)
        self.empty = QLabel()
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(S4)
        self._body.addWidget(self.cloud, 3)
        self._body.addWidget(self.bars, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar())
        inner = QVBoxLayout()
        inner.setContentsMargins(S4, S2, S4, S4)
        inner.setSpacing(S2)
        inner.addLayout(self._scope_buttons())
        inner.addWidget(self.note)
        inner.addWidget(self.empty, 1)
        inner.addLayout(self._body, 1)
        layout.addLayout(inner, 1)
        self.cloud.room_changed.connect(self._lay_out)
        for part in (self.cloud, self.bars):
            part.chosen.connect(lambda word, exclude: self.chip_wanted.emit(Chip(word, exclude=exclude)))
            part.menu_wanted.connect(lambda word, where: self.menu(word).popup(where))
        self._show()

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "bar")
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(bar)
        row.setContentsMargins(S2, S1, S2, S1)
        row.setSpacing(S1)
        back = QToolButton()
        back.setIconSize(QSize(20, 20))
        back.setToolTip(self.tr("Back to all photos (Esc)"))
        back.setAccessibleName(self.tr("Back to all photos"))
        back.clicked.connect(self.closed)
        self._theme.bind(back, "back")
        title = QLabel(self.tr("Frequent words"))
        title.setProperty("role", "title")
        row.addWidget(back)
        row.addWidget(title)
        row.addStretch(1)
        self.copy_button = QPushButton(self.tr("Copy"))
        menu = QMenu(self.copy_button)
        menu.addAction(self.tr("The picture"), self.copy)
        menu.addAction(self.tr("The words, as a table"), self.copy_words)
        self.copy_button.setMenu(menu)
        self.save_button = QPushButton(self.tr("Save…"))
        self.save_button.setToolTip(self.tr("Save the picture as SVG or PNG"))
        self.save_button.clicked.connect(self._ask_where)
        for button, icon in ((self.copy_button, "copy"), (self.save_button, "save")):
            self._theme.bind(button, icon)
            row.addWidget(button)
        return bar

    def _scope_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(S1)
        self.scopes: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        names = (self.tr("This photo"), self.tr("Selection"), self.tr("These results"), self.tr("Whole library"))
        for scope, name in zip(SCOPES, names, strict=True):
            button = QToolButton()
            button.setText(name)
            button.setProperty("role", "switch")
            button.setCheckable(True)
            button.clicked.connect(self.refresh)
            group.addButton(button)
            self.scopes[scope] = button
            row.addWidget(button)
        self.scopes["result"].setChecked(True)
        row.addStretch(1)
        return row

    # --- what it shows ---------------------------------------------------------------------------------------------

    @property
    def scope(self) -> str:
        """Whose words are shown."""
        return next(scope for scope, button in self.scopes.items() if button.isChecked())

    @property
    def words(self) -> list[WordCount]:
        """The words that are shown."""
        return self._words

    def open(self, scope: str) -> None:
        """Show the words of a scope."""
        self.scopes[scope].setChecked(True)
        self.refresh()
        self.scopes[scope].setFocus()

    def refresh(self) -> None:
        """Count again; what is shown stays until the new is here."""
        for scope, button in self.scopes.items():
            ids = self._source(scope)
            button.setEnabled(ids is None or bool(ids) or button.isChecked())
        ids = self._source(self.scope)
        wanted = None if ids is None else list(ids)
        self._count = -1 if wanted is None else len(wanted)
        self._requests.ask("words", lambda: self._app.words(wanted, CLOUD_WORDS), self._take)

    def close_timers(self) -> None:
        """Stop the timer."""
        self.cloud.close_timers()

    def _take(self, words: list[WordCount]) -> None:
        changed = words != self._words
        self._words = words
        if changed:
            self._inks = inks_of([*(w.word for w in words), *(str(w.count) for w in words)], self._family)
        self._show()
        self._lay_out()

    def _show(self) -> None:
        some = bool(self._words)
        for part in (self.bars, self.note):
            part.setVisible(some)
        self._show_cloud()
        self.empty.setVisible(not some)
        for button in (self.copy_button, self.save_button):
            button.setEnabled(some)
        self.empty.setText(self.tr("Nothing was said about these photos yet. Words appear as photos are described."))
        self.bars.show_words(self._words[:BARS], self._used())
        whose = self.tr("the whole library") if self._count < 0 else photos(self._count)
        self.note.setText(
            self.tr(
                "How often the captions of {photos} say each word, all views counted. A click adds it to the search."
            ).format(photos=whose)
        )

    def _used(self) -> dict[str, bool]:
        return {chip.text.lower(): chip.exclude for chip in self._chips()}

    def _lay_out(self) -> None:
        words, inks, room = self._words, self._inks, self.cloud.size()
        self._requests.ask(
            "cloud", lambda: self._app.place_words(words, inks, room.width(), room.height()), self._placed
        )

    def _placed(self, placed: list[PlacedWord]) -> None:
        self.cloud.show_words(placed, self._used())

    @property
    def _family(self) -> str:
        return QFontInfo(self.font()).family()

    def menu(self, word: str) -> QMenu:
        """What can be done with a word."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = word.replace("&", "&&")
        include = menu.addAction(self._theme.icon("check"), self.tr("Only photos with “{word}”").format(word=shown))
        exclude = menu.addAction(self._theme.icon("minus"), self.tr("Leave “{word}” out").format(word=shown))
        include.triggered.connect(lambda: self.chip_wanted.emit(Chip(word)))
        exclude.triggered.connect(lambda: self.chip_wanted.emit(Chip(word, exclude=True)))
        return menu

    # --- out of the window -----------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """What stands over the picture."""
        chips = ", ".join(f"−{chip.text}" if chip.exclude else chip.text for chip in self._chips())
        whose = self.tr("whole library") if self._count < 0 else photos(self._count)
        parts = [self.tr("Frequent words"), whose, *([chips] if chips and self.scope == "result" else [])]
        return " · ".join(parts)

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        self._draw("copy", self._copied)

    def copy_words(self) -> None:
        """Put the words and their counts on the clipboard, as lines for a spreadsheet."""
        copy_text(summary(self._words))
        self.said.emit(self.tr("The words are copied."))

    def save(self, path: Path) -> None:
        """Save the picture; the suffix says in which form, SVG unless it is ``.png``."""
        self._draw("save", lambda svg: self._write(path, svg))

    def _draw(self, kind: str, done: Callable[[bytes], None]) -> None:
        words, title, dark, family = list(self._words), self.title, self._theme.dark, self._family
        inks = {**self._inks, **inks_of([title], family)}
        self._requests.ask(kind, lambda: self._app.draw_words(words, title, dark=dark, inks=inks, family=family), done)

    def _copied(self, svg: bytes) -> None:
        # Not with a QMimeData made in Python: one that is on the clipboard at exit crashes PySide 6.11.
        QGuiApplication.clipboard().setImage(rendered(svg))
        self.said.emit(self.tr("The picture is copied."))

    def _ask_where(self) -> None:
        filters = f"{self.tr('Drawing')} (*.svg);;{self.tr('Picture')} (*.png)"
        name, chosen = QFileDialog.getSaveFileName(self, self.tr("Save the picture"), "words.svg", filters)
        if name:
            path = Path(name)
            suffix = ".png" if "png" in chosen else ".svg"
            self.save(path if path.suffix.lower() in (".svg", ".png") else path.with_name(path.name + suffix))

    def _write(self, path: Path, svg: bytes) -> None:
        data = png(rendered(svg)) if path.suffix.lower() == ".png" else svg
        self._requests.ask(
            "write",
            lambda: self._app.write_picture(path, data),
            lambda _: self.said.emit(self.tr("Saved as {name}.").format(name=path.name)),
        )

    # --- events ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where there is room, else below each other."""
        super().resizeEvent(event)
        wide = event.size().width() >= WIDE
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._body.direction() != direction:
            self._body.setDirection(direction)
        self._low = not wide and event.size().height() < HEIGHT
        self._show_cloud()

    def _show_cloud(self) -> None:
        """The bars say the same: where there is no room for both, the cloud steps aside."""
        self.cloud.setVisible(bool(self._words) and not self._low)


def rendered(svg: bytes) -> QImage:
    """An SVG picture as pixels, twice its size."""
    renderer = QSvgRenderer(QByteArray(svg))
    image = QImage(renderer.defaultSize() * SCALE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    return image


def png(image: QImage) -> bytes:
    """An image as the bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
