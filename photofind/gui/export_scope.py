"""Which photos are exported: the selected ones or all that were found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from photofind.gui.theme import S1


class ExportScope(QWidget):
    """Two radio buttons; nothing to choose when nothing, or everything, is selected.

    Args:
        selected: ids of the selected photos, in order.
        found: how many photos were found.
        prefer_selected: the selected ones are meant until the person says otherwise.
    """

    changed = Signal()

    def __init__(
        self, selected: Sequence[int], found: int, prefer_selected: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ids, self._found = list(selected), found
        self.selected = QRadioButton(self.tr("The %Ln selected photos", None, len(selected)))
        self.all = QRadioButton(self.tr("All %Ln results", None, found))
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S1)
        for button in (self.selected, self.all):
            group.addButton(button)
            layout.addWidget(button)
        (self.selected if prefer_selected and self.offered else self.all).setChecked(True)
        self.selected.toggled.connect(lambda _on: self.changed.emit())

    @property
    def offered(self) -> bool:
        """Whether there is anything to choose."""
        return 0 < len(self._ids) < self._found

    @property
    def ids(self) -> list[int] | None:
        """The photos that are meant; None for all results."""
        return self._ids if self.offered and self.selected.isChecked() else None

    @property
    def count(self) -> int:
        """How many photos are meant."""
        return self._found if self.ids is None else len(self._ids)
