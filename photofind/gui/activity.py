"""The bar at the bottom: what photofind is doing, how fast, how long still, and what needs a person."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from photofind.gui.theme import S1, S2, S4, Colours, Theme, pixmap
from photofind.gui.wording import duration, number, percent, size, tip
from photofind.records import DownloadProgress, Progress, State

RUNNING = ("scanning", "loading", "describing", "indexing", "rebuilding")
_WIDE = 900
"""Width in pixels from which on the bar has room for the name of what is downloaded."""
_LEAST_NAME = 120
"""Pixels that the model's button has at least."""
PROBLEMS = ("no-engine", "no-model", "failed")
PICTURE = 30
"""Side of the picture of the photo that is described now, in pixels."""
WAITING = ("waiting-power", "waiting-idle", "waiting-hours")


class ActivityBar(QFrame):
    """Shows a ``Progress``."""

    pause_wanted = Signal(bool)
    anyway_wanted = Signal()
    failures_wanted = Signal()
    models_wanted = Signal()
    checks_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._progress = Progress("idle")
        self._paused = False
        self._detail = self._model = ""
        self._paces: list[str] = [""]
        self._drawn: tuple[State, Colours] | None = None
        self.setProperty("role", "bar")
        self._icon = QLabel()
        self._icon.setFixedSize(18, 18)
        self.state = QLabel()
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.picture = QLabel()
        self.picture.setFixedSize(PICTURE, PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(self.tr("The photo that is described now"))
        self.picture.hide()
        self.detail = QLabel()
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setProperty("role", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(140)
        self.bar.setAccessibleName(self.tr("Progress"))
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(False)
        self.bar.setSizePolicy(policy)
        self.pace = QLabel()
        self.pace.setTextFormat(Qt.TextFormat.PlainText)
        self.pace.setProperty("role", "muted")
        self.pause = QToolButton()
        self.pause.setIconSize(QSize(18, 18))
        self.pause.clicked.connect(lambda: self.pause_wanted.emit(not self._paused))
        for label in (self.detail, self.pace):
            label.setMinimumWidth(1)  # else their present words would keep the window from getting narrower
        self.anyway = QPushButton(self.tr("Describe anyway"))
        self.anyway.setProperty("role", "link")
        self.anyway.setToolTip(self.tr("Describe now, until you pause or close photofind"))
        self.anyway.clicked.connect(self.anyway_wanted)
        self.anyway.hide()
        self.failed = QToolButton()
        self.failed.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.failed.setIconSize(QSize(18, 18))
        self.failed.setToolTip(self.tr("Photos that could not be read or described, and why"))
        self.failed.clicked.connect(self.failures_wanted)
        self.failed.hide()
        theme.bind(self.failed, "warning", "out")
        self.model = QToolButton()
        self.model.setProperty("role", "model")
        self.model.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.model.setIconSize(QSize(18, 18))
        self.model.setMinimumWidth(_LEAST_NAME)  # longer names are cut, so that the window can get narrow
        self.model.clicked.connect(self.models_wanted)
        self.model.setAccessibleName(
            self.tr("The model that describes your photos. Choose another one here.")  # until its name is known
        )
        theme.bind(self.model, "model")
        self.download = QToolButton()
        self.download.setProperty("role", "model")
        self.download.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.download.setIconSize(QSize(18, 18))
        self.download.clicked.connect(self.models_wanted)
        self.download.hide()
        theme.bind(self.download, "download", "accent")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(S4, S1, S2, S1)
        layout.setSpacing(S2)
        layout.addWidget(self.model)
        layout.addWidget(self.download)
        layout.addWidget(self.failed)
        layout.addStretch(1)
        layout.addWidget(self._icon)
        layout.addWidget(self.state)
        layout.addWidget(self.picture)
        layout.addWidget(self.detail)
        layout.addWidget(self.pace)
        layout.addWidget(self.anyway)
        layout.addWidget(self.bar)
        layout.addWidget(self.pause)
        self.setFixedHeight(42)
        theme.changed.connect(lambda: self.show_progress(self._progress))
        self.show_progress(self._progress)

    def show_model(self, name: str, builtin: bool) -> None:
        """Name the model that describes."""
        self._model = self.tr("Quick preview model") if builtin else name
        self.model.setAccessibleName(self._model)
        self._elide()
        self.model.setToolTip(
            self.tr("A small built-in model gives rough words at once. A LLaVA describes far better: choose one here.")
            if builtin
            else self.tr("The model that describes your photos. Choose another one here.")
        )

    def show_download(self, progress: DownloadProgress) -> None:
        """Say that a model is being downloaded, and how far that is."""
        self.download.setVisible(progress.running)
        part = percent(progress.done, progress.total) if progress.total else "…"
        name = f"{progress.model} {part}" if self.width() >= _WIDE else part
        self.download.setText(self.tr("Downloading {what}").format(what=name))
        amount = self.tr("{done} of {total}").format(done=size(progress.done), total=size(progress.total))
        left = "" if progress.eta is None else self.tr("{time} left").format(time=duration(progress.eta))
        self.download.setToolTip(tip(" · ".join(filter(None, (progress.model, amount, left)))))

    def show_picture(self, image: QImage) -> None:
        """Show the photo that is described now (a null image: none)."""
        if image.isNull():
            self.picture.clear()
            return
        ratio = self.devicePixelRatioF()
        side = round(PICTURE * ratio)
        scaled = image.scaled(
            side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        drawn = QPixmap.fromImage(scaled)
        drawn.setDevicePixelRatio(ratio)
        self.picture.setPixmap(drawn)

    def show_failed(self, count: int) -> None:
        """Say how many photos failed."""
        self.failed.setVisible(count > 0)
        self.failed.setText(self.tr("%Ln failed", None, count))

    def show_progress(self, progress: Progress) -> None:
        """Show the state by its name, and what is known of pace and end."""
        self._progress = progress
        state = progress.state
        name = {
            "idle": self.tr("Up to date"),
            "scanning": self.tr("Reading folders"),
            "loading": self.tr("Loading the model"),
            "describing": self.tr("Describing photos"),
            "indexing": self.tr("Updating the search"),
            "rebuilding": self.tr("Building the search anew"),
            "paused": self.tr("Paused"),
            "waiting": self.tr("Waiting for the server"),
            "waiting-power": self.tr("Waiting for mains power"),
            "waiting-idle": self.tr("Waiting until nobody uses the computer"),
            "waiting-hours": self.tr("Waiting for the set hours"),
            "waiting-choice": self.tr("Waiting for your choice"),
            "no-engine": self.tr("Can't describe: the engine is missing"),
            "no-model": self.tr("Can't describe: no usable model"),
            "failed": self.tr("Describing stopped"),
            "elsewhere": self.tr("Another photofind works on this library"),
        }[state]
        self.state.setText(name)
        self.picture.setVisible(state == "describing")
        remedy = self._remedy(state)
        self.state.setToolTip(tip(remedy) if remedy else "")
        self.state.setAccessibleDescription(remedy)
        self._paused = state in ("paused", "failed")
        if (state, self._theme.colours) != self._drawn:
            self._drawn = (state, self._theme.colours)
            self._draw_state(state)
        # The name of the photo is enough in the bar; the whole path is in the tool tip.
        path = PurePath(progress.detail)
        self._detail = path.name if path.is_absolute() else progress.detail
        self.detail.setToolTip("" if len(progress.detail) < 30 else tip(progress.detail))
        self.bar.setVisible(state in RUNNING)
        self.bar.setRange(0, progress.total if state != "loading" else 0)
        self.bar.setValue(min(progress.done, progress.total))
        self.anyway.setVisible(state in WAITING)
        self._paces = self._words(progress)
        self.pace.setToolTip(self._paces[0])
        self._elide()

    def _remedy(self, state: State) -> str:
        """What a person can do about a state, if anything."""
        return {
            "scanning": self.tr("New and changed photos are looked for; you can search meanwhile."),
            "loading": self.tr("This takes up to a minute with a large model."),
            "paused": self.tr("Go on with the button at the right, or Ctrl+P."),
            "waiting": self.tr("It goes on by itself when the server answers. Check that it runs, or choose a model."),
            "waiting-power": self.tr("Plug the computer in, choose “Describe anyway”, or change it in the settings."),
            "waiting-idle": self.tr("It begins when nobody uses the computer; “Describe anyway” begins now."),
            "waiting-hours": self.tr("It begins at the hours that you set; “Describe anyway” begins now."),
            "waiting-choice": self.tr("It begins when you have gone through the first steps, or skipped them."),
            "no-engine": self.tr("Install photofind with its engine (About says what is missing), or use a server."),
            "no-model": self.tr("Choose a model: click its name at the left."),
            "failed": self.tr("Try again with the button at the right, or choose another model at the left."),
            "elsewhere": self.tr("It describes and reads folders; what it finds appears here too."),
        }.get(state, "")

    def _words(self, progress: Progress) -> list[str]:
        """Pace and end in words: everything first, then less and less for narrower windows."""
        state, eta, soon = progress.state, progress.eta, progress.stage_eta
        if state in ("scanning", "indexing", "rebuilding") and progress.total:
            return [f"{number(progress.done)} / {number(progress.total)}"]
        if state == "describing" and eta is None:
            return [self.tr("measuring…")]
        if state in (*WAITING, "paused") and eta is not None and progress.total:
            return [self.tr("about {time} of work left").format(time=duration(eta)), ""]
        if state != "describing" or eta is None:
            return [""]
        left = self.tr("{time} left").format(time=duration(eta))
        longer = [left]
        if soon is not None:
            searchable = self.tr("all searchable in {time}").format(time=duration(soon))
            ended = self.tr("all described in {time}").format(time=duration(eta))
            longer = [f"{searchable} · {ended}", f"{searchable} · {left}", left]
        if not progress.per_hour:
            return longer
        pace = self.tr("{n} photos/h").format(n=number(max(1, round(progress.per_hour))))
        return [f"{pace} · {longer[0]}", *longer]

    def _draw_state(self, state: State) -> None:
        """Icon and button: drawn only when the state changes, since progress comes ten times a second."""
        icons = {"idle": "check", "elsewhere": "info"} | dict.fromkeys((*WAITING, "waiting-choice", "paused"), "pause")
        icon = "warning" if state in PROBLEMS else icons.get(state, "refresh")
        colours = self._theme.colours
        colour = colours.out if state in PROBLEMS else colours.muted if state == "idle" else colours.accent
        self._icon.setPixmap(pixmap(icon, colour, 18, self.devicePixelRatioF()))
        usable = state not in ("no-engine", "no-model", "elsewhere", "waiting-choice")
        self.pause.setVisible(usable)
        if state == "failed":
            icon_name, text = "refresh", self.tr("Try again")
        elif self._paused:
            icon_name, text = "play", self.tr("Go on describing (Ctrl+P)")
        else:
            icon_name, text = "pause", self.tr("Pause describing (Ctrl+P)")
        self._theme.bind(self.pause, icon_name)
        self.pause.setToolTip(text)
        self.pause.setAccessibleName(text.rsplit(" (", 1)[0])

    @property
    def progress(self) -> Progress:
        """What is shown."""
        return self._progress

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the detail."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        """Give pace and detail the room that the others leave: the pace as many words as fit, the detail the rest."""
        metrics = QFontMetrics(self.detail.font())
        others = (self.failed, self.state, self.picture, self.anyway, self.bar, self.pause)
        taken = (
            sum(
                max(widget.sizeHint().width(), widget.minimumWidth()) + S2 for widget in others if not widget.isHidden()
            )
            + 3 * S4
        )
        end = metrics.horizontalAdvance(next(filter(None, reversed(self._paces)), "")) + S4
        most = max(_LEAST_NAME, self.width() - taken - end) - self.model.iconSize().width() - 2 * S4
        names = QFontMetrics(self.model.font())
        self.model.setText(names.elidedText(self._model, Qt.TextElideMode.ElideRight, most))
        room = max(0, self.width() - taken - self.model.sizeHint().width() - S2)
        pace = next((words for words in self._paces if metrics.horizontalAdvance(words) <= room), "")
        self.pace.setText(pace)
        room = max(0, min(420, int(self.width() * 0.3), room - metrics.horizontalAdvance(pace) - S4))
        text = metrics.elidedText(self._detail, Qt.TextElideMode.ElideMiddle, room) if room > 60 else ""
        self.detail.setText(text)
