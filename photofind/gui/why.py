"""Why a photo was found: chip → words → views."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from photofind.gui.theme import S2, Theme
from photofind.gui.wording import view_name
from photofind.records import VIEWS, Evidence, Span

FEW = 4
"""Views that are named; further ones are only counted."""


class WhyFrame(QFrame):
    """One paragraph a chip. Pointing at the name of a view outlines it, a click goes to its caption."""

    pointed = Signal(str)
    """The view whose name is pointed at; empty when none is."""
    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._evidence: Evidence | None = None
        self._labels: list[QLabel] = []
        self.setProperty("role", "why")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 8, 12, 8)
        self._layout.setSpacing(S2)
        theme.changed.connect(self._draw)

    @property
    def labels(self) -> list[QLabel]:
        """The paragraphs that are shown."""
        return [label for label in self._labels if not label.isHidden()]

    def show_evidence(self, evidence: Evidence | None) -> bool:
        """Show another photo's evidence; says whether there is any."""
        self._evidence = evidence
        self._draw()
        return bool(self.labels)

    def _draw(self) -> None:
        matches = self._evidence.matches if self._evidence else {}
        shown = [(chip, spans) for chip, spans in matches.items() if spans]
        while len(self._labels) < len(shown):
            self._labels.append(self._new_label())
        for (chip, spans), label in zip(shown, self._labels, strict=False):
            label.setText(self._paragraph(chip, spans))
            words = ", ".join(_words(spans))
            where = ", ".join(view_name(span.source) for span in spans)
            said = self.tr("{chip}: {words}, in {places}").format(chip=chip, words=words, places=where)
            if chip in self._learned:
                said += "\n" + self._lesson(chip)
            label.setAccessibleName(said)
            label.show()
        for label in self._labels[len(shown) :]:
            label.hide()

    def _paragraph(self, chip: str, spans: tuple[Span, ...]) -> str:
        colours = self._theme.colours
        marker = f"background-color:{colours.why}; color:{colours.why_text};"
        said = _words(spans)
        words = " ".join(f'<span style="{marker}">&nbsp;{html.escape(word)}&nbsp;</span>' for word in said)
        places = [self._place(span.source) for span in spans[:FEW]]
        where = ", ".join(places)
        if len(spans) > FEW:
            where = html.escape(self.tr("{places} and %Ln more", None, len(spans) - FEW)).format(places=where)
        head = f"<b>{html.escape(chip)}</b>"
        if said != [chip.lower()]:
            head += f" → {words}"
        before, _, after = html.escape(self.tr("in {places}")).partition("{places}")
        muted = f'<span style="color:{colours.muted}">'
        lesson = f"<br>{muted}{html.escape(self._lesson(chip))}</span>" if chip in self._learned else ""
        return f"{head}<br>{muted}{before}</span>{where}{muted}{after}</span>{lesson}"

    @property
    def _learned(self) -> dict[str, tuple[str, ...]]:
        return self._evidence.learned if self._evidence else {}

    def _lesson(self, chip: str) -> str:
        """Why a photo is found by a word that nothing says about it."""
        words = ", ".join(f"“{word}”" for word in self._learned[chip])
        return self.tr(
            "Learned from your captions: photos with {words} are often said to show “{chip}” too. Nothing here says so."
        ).format(words=words, chip=chip)

    def _place(self, source: str) -> str:
        name = html.escape(view_name(source))
        if source not in VIEWS:
            return name
        return f'<a href="v:{source}" style="color:{self._theme.colours.accent}; text-decoration:none;">{name}</a>'

    def _new_label(self) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        label.linkHovered.connect(lambda target: self.pointed.emit(target.removeprefix("v:")))
        label.linkActivated.connect(lambda target: self.chosen.emit(target.removeprefix("v:")))
        self._layout.addWidget(label)
        return label


def _words(spans: tuple[Span, ...]) -> list[str]:
    """The words that matched, each once, as they stand in the texts."""
    return list(dict.fromkeys(" ".join(word.split()).lower() for span in spans for word in span.words))
