"""First run, third step: how deep photos are described."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QLabel, QVBoxLayout, QWidget

from photofind.gui.choice import Choice
from photofind.gui.model_page import PHOTOS
from photofind.gui.theme import S3
from photofind.gui.wording import duration
from photofind.records import Cost


class DepthPage(QWidget):
    """Whole photos, or their regions too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        intro = QLabel(
            self.tr(
                "All photos are described as wholes first, so that you can search them soon. After that, regions of "
                "each photo can be described too: small things are found that way."
            )
        )
        intro.setWordWrap(True)
        self.group = QButtonGroup(self)
        self.crops = Choice(self.tr("Whole photos first, then their regions"), "", self.group)
        self.whole = Choice(self.tr("Whole photos only"), "", self.group)
        self.show_cost(None)
        self.crops.button.setChecked(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S3)
        layout.addWidget(intro)
        layout.addWidget(self.crops)
        layout.addWidget(self.whole)
        layout.addStretch(1)

    def show_cost(self, cost: Cost | None) -> None:
        """Say how long both take with the model that was chosen."""
        thorough = self.tr("The person in the corner, the cup on the shelf. Recommended.")
        quick = self.tr("Fastest; small things may not be found.")
        if cost is not None:
            took = (
                self.tr("About {time} for 1,000 photos (measured).")
                if cost.measured
                else self.tr("About {time} for 1,000 photos (estimated).")
            )
            thorough += "\n" + took.format(time=duration(PHOTOS * (cost.whole + cost.crops)))
            quick += "\n" + took.format(time=duration(PHOTOS * cost.whole))
        self.crops.say(thorough)
        self.whole.say(quick)

    @property
    def views(self) -> str:
        """The view set that is chosen."""
        return "whole" if self.whole.button.isChecked() else "17"
