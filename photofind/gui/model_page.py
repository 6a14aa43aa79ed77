"""First run, second step: what describes the photos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from photofind.gui.choice import Choice
from photofind.gui.model_list import ModelList
from photofind.gui.models_folder import ModelsFolder
from photofind.gui.theme import S2, S3, Theme
from photofind.gui.wording import duration, size
from photofind.records import Cost, DownloadProgress, Model

PHOTOS = 1000


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("model_page", text)


def cost_words(cost: Cost | None) -> str:
    """How long a thousand photos take."""
    if cost is None:
        return tr("How long it takes is not known before it has been tried.")
    said = (
        tr("1,000 photos: {whole} for whole photos, {all} with regions (measured here).")
        if cost.measured
        else tr("1,000 photos: about {whole} for whole photos, {all} with regions (estimated).")
    )
    return said.format(whole=duration(PHOTOS * cost.whole), all=duration(PHOTOS * (cost.whole + cost.crops)))


class ModelPage(QWidget):
    """The built-in model, a recommended one, own files, a server, or nothing for the moment.

    Nothing is asked of the network before the button that downloads is pressed.
    """

    download_wanted = Signal(str)
    """Name of a model: get it, and use it when it is there."""
    own_wanted = Signal()
    server_wanted = Signal()

    def __init__(self, theme: Theme, folder: ModelsFolder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self._models: list[Model] = []
        self._costs: Mapping[str, Cost | None] = {}
        self._downloads: dict[str, DownloadProgress] = {}
        self._model: Model | None = None
        intro = QLabel(
            self.tr(
                "A model looks at each photo and writes down what is in it; you search these words. It runs on "
                "this computer: no photo leaves it. You can change this at any time."
            )
        )
        intro.setWordWrap(True)
        self.group = QButtonGroup(self)
        self.builtin = Choice(self.tr("Quick preview model, now"), "", self.group)
        self.better = Choice(self.tr("A better model, downloaded once"), "", self.group)
        self.own = Choice(self.tr("A model that I have"), self.tr("A pair of GGUF files on this computer."), self.group)
        self.server = Choice(
            self.tr("A server"),
            self.tr("A program on this or another computer that describes photos. Photos are sent to it."),
            self.group,
        )
        self.later = Choice(
            self.tr("Not now"),
            self.tr("The library fills; photos are found by file and folder names and by your own words only."),
            self.group,
        )
        self.download = QPushButton(self.tr("Download"))
        self.download.setProperty("role", "primary")
        self.download.clicked.connect(self._download)
        theme.bind(self.download, "download", "on_accent")
        self.compare = QPushButton(self.tr("Compare all models"))
        self.compare.setProperty("role", "link")
        self.compare.setCheckable(True)
        self.state = QLabel()
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(24, 0, 0, 0)
        line.setSpacing(S2)
        for widget in (self.download, self.compare):
            line.addWidget(widget)
        line.addWidget(self.state, 1)
        self.better.add(row)
        self.models = ModelList(theme)
        self.models.setMinimumHeight(190)
        self.models.hide()
        self.better.add(self.models)
        kept = QWidget()
        under = QHBoxLayout(kept)
        under.setContentsMargins(24, 0, 0, 0)
        under.addWidget(folder)
        self.better.add(kept)
        kept.hide()
        self.better.button.toggled.connect(kept.setVisible)
        folder.failed.connect(self.state.setText)
        self.models.chosen_changed.connect(self._chosen)
        self.compare.toggled.connect(self.models.setVisible)
        for choice, text, signal in (
            (self.own, self.tr("Choose the files…"), self.own_wanted),
            (self.server, self.tr("Set up the server…"), self.server_wanted),
        ):
            button = QPushButton(text)
            button.clicked.connect(signal)
            button.setEnabled(False)
            choice.button.toggled.connect(button.setEnabled)
            holder = QWidget()
            box = QHBoxLayout(holder)
            box.setContentsMargins(24, 0, 0, 0)
            box.addWidget(button)
            box.addStretch(1)
            choice.add(holder)
            holder.hide()
            choice.button.toggled.connect(holder.setVisible)
        row.hide()
        self.better.button.toggled.connect(row.setVisible)
        self.better.button.toggled.connect(lambda on: self.models.setVisible(on and self.compare.isChecked()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S3)
        layout.addWidget(intro)
        for choice in (self.builtin, self.better, self.own, self.server, self.later):
            layout.addWidget(choice)
        layout.addStretch(1)
        self.builtin.button.setChecked(True)

    def show_models(
        self,
        models: Sequence[Model],
        costs: Mapping[str, Cost | None],
        downloads: Mapping[str, DownloadProgress],
        name: str = "",
    ) -> None:
        """Show what there is.

        Args:
            costs: model → how long it takes for a photo.
            name: a model that was added just now.
        """
        self._models, self._costs, self._downloads = list(models), costs, dict(downloads)
        quick = next((model for model in models if model.builtin), None)
        if quick is not None:
            rough = self.tr("Built in: begins at once, in rough words.")
            self.builtin.say(f"{rough}\n{cost_words(costs.get(quick.name))}")
        self.models.show_models([model for model in models if model.files], downloads)
        self._chosen(self.models.chosen)
        for choice, added in ((self.own, False), (self.server, True)):
            found = next((m for m in models if m.name == name and bool(m.remote) == added and not m.files), None)
            if name and found is not None:
                choice.say(self.tr("{model} is in use.").format(model=found.name))

    def show_download(self, progress: DownloadProgress) -> None:
        """Show how far a download is."""
        self._downloads[progress.model] = progress
        self.models.show_download(progress)
        self._chosen(self._model)

    def _chosen(self, model: Model | None) -> None:
        self._model = model
        if model is None:
            self.better.setVisible(False)
            return
        facts = (
            self.tr("{model}, recommended for this computer: {size} to download, needs about {memory} of memory.")
            if model.recommended
            else self.tr("{model}: {size} to download, needs about {memory} of memory.")
        )
        lines = [facts.format(model=model.name, size=size(model.size), memory=size(model.memory))]
        if not model.fits:
            lines.append(self.tr("This computer has less memory than that."))
        # Each sentence stands on a line of its own: how sentences follow one another differs between languages.
        self.better.say("\n".join([*lines, cost_words(self._costs.get(model.name))]))
        progress = self._downloads.get(model.name)
        running = progress is not None and progress.running
        self.download.setVisible(not model.installed and not running)
        self.download.setText(self.tr("Download {size}").format(size=size(model.size)))
        if running:
            self.state.setText(self.tr("It is being downloaded; you can go on meanwhile."))
        elif progress is not None and progress.state == "failed":
            self.state.setText(f"{progress.detail}. {progress.remedy}")
        else:
            self.state.setText(self.tr("It is on this computer.") if model.installed else "")

    def _download(self) -> None:
        if self._model is not None:
            self.download_wanted.emit(self._model.name)
