"""What is going on with the download of one model, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from photofind.gui.theme import S2
from photofind.gui.wording import duration, percent, size
from photofind.records import DownloadProgress, Model

_STEPS = 1000


class DownloadPanel(QWidget):
    """A bar, a line about pace and end, what went wrong, and buttons."""

    start_wanted = Signal(str)
    """Name of the model; also to go on, and to try again."""
    pause_wanted = Signal(str)
    cancel_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Download"))
        self.line = _label("muted")
        self.failure = _label("failure")
        self.start_button = QPushButton()
        self.start_button.setProperty("role", "primary")
        self.start_button.clicked.connect(lambda: self.start_wanted.emit(self._name))
        self.pause_button = QPushButton(self.tr("Pause"))
        self.pause_button.clicked.connect(lambda: self.pause_wanted.emit(self._name))
        self.cancel_button = QPushButton(self.tr("Cancel the download"))
        self.cancel_button.setToolTip(self.tr("Stop, and delete what has come so far"))
        self.cancel_button.clicked.connect(lambda: self.cancel_wanted.emit(self._name))
        buttons = QHBoxLayout()
        buttons.setSpacing(S2)
        for button in (self.start_button, self.pause_button, self.cancel_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S2)
        layout.addWidget(self.failure)
        layout.addWidget(self.bar)
        layout.addWidget(self.line)
        layout.addLayout(buttons)

    def show_state(self, model: Model, progress: DownloadProgress | None) -> None:
        """Show a model that can be downloaded, and how far that is, if it was begun."""
        self._name = model.name
        running = progress is not None and progress.running
        failed = progress is not None and progress.state == "failed"
        begun = model.partial > 0 or (progress is not None and progress.state == "paused" and progress.done > 0)
        self.setVisible(bool(model.files) and not model.installed)
        total = progress.total if progress is not None and progress.total else model.size
        done = progress.done if progress is not None and progress.done else model.partial
        self.bar.setVisible(running or begun)
        unknown = progress is not None and progress.state == "starting" and not progress.done
        self.bar.setRange(0, 0 if unknown else _STEPS)
        self.bar.setValue(min(_STEPS, round(_STEPS * done / total)) if total else 0)
        self.failure.setVisible(failed)
        if progress is not None and failed:
            self.failure.setText(
                "\n".join(part for part in (_sentence(progress.detail), _sentence(progress.remedy)) if part)
            )
        self.line.setVisible(running or begun)
        self.line.setText(self._line(progress if running else None, done, total))
        self.start_button.setVisible(not running)
        if failed:
            self.start_button.setText(self.tr("Try again"))
        elif begun:
            self.start_button.setText(self.tr("Resume"))
        else:
            self.start_button.setText(self.tr("Download ({size})").format(size=size(model.size)))
        self.start_button.setEnabled(True)
        self.pause_button.setVisible(running)
        self.pause_button.setEnabled(True)
        self.cancel_button.setVisible(running or begun)
        self.cancel_button.setEnabled(True)

    def busy(self) -> None:
        """Something was asked for and is not answered yet."""
        for button in (self.start_button, self.pause_button, self.cancel_button):
            button.setEnabled(False)

    def _line(self, progress: DownloadProgress | None, done: int, total: int) -> str:
        amount = self.tr("{done} of {total}").format(done=size(done), total=size(total))
        if progress is None:
            return self.tr("{amount} are here").format(amount=amount)
        if progress.state == "starting":
            return self.tr("Asking what there is…")
        parts = [f"{amount} ({percent(done, total)})"] if done else []
        if progress.state == "waiting":
            parts.append(self.tr("waiting: {reason}").format(reason=progress.detail))
        elif progress.state == "checking":
            parts.append(self.tr("checking what is here already"))
        else:
            if progress.rate:
                parts.append(self.tr("{size}/s").format(size=size(round(progress.rate))))
            if progress.eta is not None:
                parts.append(self.tr("{time} left").format(time=duration(progress.eta)))
        line = " · ".join(parts)
        return line[:1].upper() + line[1:]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".") if text else ""


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
