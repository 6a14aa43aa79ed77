"""The models that can describe photos: which there are, which is used, how to add one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photofind.app import App
from photofind.gui.jobs import Requests
from photofind.gui.remote_dialog import ServerDialog
from photofind.gui.theme import S2, S3, S4, Theme
from photofind.gui.wording import size
from photofind.records import Model
from photofind.settings import Server

NAME = Qt.ItemDataRole.UserRole + 1


class ModelDialog(QDialog):
    """Lists the models, explains the chosen one, uses it, or adds a pair of files."""

    def __init__(self, app: App, requests: Requests, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._requests, self._theme = app, requests, theme
        self._models: dict[str, Model] = {}
        self.setWindowTitle(self.tr("Models"))
        self.resize(760, 520)
        intro = QLabel(
            self.tr(
                "A model looks at each photo and writes down what is in it. The better the model, the better you find. "
                "Captions of a former model stay until the new ones are in."
            )
        )
        intro.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Models"))
        self.list.setIconSize(QSize(18, 18))
        self.list.setFixedWidth(280)
        self.list.currentRowChanged.connect(self._show)
        self.title = self._plain("title")
        self.about = self._plain("")
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(S4)
        self._facts.setVerticalSpacing(S2)
        self._facts.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.how = self._plain("")
        self.how.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.page_button = QPushButton(self.tr("Open its page in the browser"))
        self.page_button.setProperty("role", "link")
        self.page_button.clicked.connect(self._open_page)
        self.message = self._plain("failure")
        self.use_button = QPushButton(self.tr("Use this model"))
        self.use_button.setProperty("role", "primary")
        self.use_button.clicked.connect(self._use)
        self.add_button = QPushButton(self.tr("Add own files…"))
        self.add_button.setToolTip(self.tr("Add a model from two GGUF files on this computer"))
        self.add_button.clicked.connect(self._add)
        self.server_button = QPushButton(self.tr("Use a server…"))
        self.server_button.setToolTip(self.tr("Have photos described by a program on this or another computer"))
        self.server_button.clicked.connect(lambda: self._add_server(None))
        self.change_button = QPushButton(self.tr("Change the server…"))
        self.change_button.setProperty("role", "link")
        self.change_button.clicked.connect(self._change_server)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        right = QVBoxLayout()
        right.setSpacing(S3)
        right.addWidget(self.title)
        right.addWidget(self.about)
        right.addLayout(self._facts)
        right.addWidget(self.how)
        right.addWidget(self.page_button, 0, Qt.AlignmentFlag.AlignLeading)
        right.addWidget(self.change_button, 0, Qt.AlignmentFlag.AlignLeading)
        right.addStretch(1)
        right.addWidget(self.message)
        middle = QHBoxLayout()
        middle.setSpacing(S4)
        middle.addWidget(self.list)
        middle.addLayout(right, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(S2)
        bottom.addWidget(self.add_button)
        bottom.addWidget(self.server_button)
        bottom.addStretch(1)
        bottom.addWidget(self.use_button)
        bottom.addWidget(close)
        rule = QFrame()
        rule.setProperty("role", "rule")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S4, S4, S4, S4)
        layout.setSpacing(S4)
        layout.addWidget(intro)
        layout.addLayout(middle, 1)
        layout.addWidget(rule)
        layout.addLayout(bottom)
        self._fill_later("")

    @property
    def chosen(self) -> Model | None:
        """The model that is explained."""
        item = self.list.currentItem()
        return self._models.get(item.data(NAME)) if item is not None else None

    def choose(self, name: str) -> None:
        """Explain a model."""
        for row in range(self.list.count()):
            if self.list.item(row).data(NAME) == name:
                self.list.setCurrentRow(row)

    def _fill_later(self, name: str) -> None:
        self._requests.ask("models", self._app.models, lambda models: self._fill(models, name))

    def _fill(self, models: list[Model], name: str) -> None:
        self._models = {model.name: model for model in models}
        self.list.clear()
        for model in models:
            marks = []
            if model.active:
                marks.append(self.tr("in use"))
            elif model.remote:
                marks.append(self.tr("on a server"))
            elif model.installed:
                marks.append(self.tr("installed"))
            if model.recommended:
                marks.append(self.tr("recommended"))
            title = self.title_of(model)
            item = QListWidgetItem(f"{title}\n{' · '.join(marks) or size(model.size)}", self.list)
            icon = "check" if model.active else "star" if model.recommended else "model"
            item.setIcon(self._theme.icon(icon, "accent" if model.active or model.recommended else "muted"))
            item.setData(NAME, model.name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join([title, *marks]))
        wanted = name or next((m.name for m in models if m.recommended and not m.installed), "")
        wanted = wanted or next((m.name for m in models if m.active), "")
        self.choose(wanted)

    def title_of(self, model: Model) -> str:
        """The model's name for people."""
        return self.tr("Quick preview model (built in)") if model.builtin else model.name

    def _show(self) -> None:
        model = self.chosen
        if model is None:
            return
        self.message.clear()
        self.title.setText(self.title_of(model))
        self.about.setText(model.about[:1].upper() + model.about[1:])
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for name, value in (
            (self.tr("Server"), model.source if model.remote else ""),
            (self.tr("Model there"), model.remote),
            (self.tr("Size"), size(model.size) if model.size else ""),
            (self.tr("Memory needed"), self.tr("about {size}").format(size=size(model.memory)) if model.memory else ""),
            (self.tr("Licence"), model.licence),
            (self.tr("Files"), "\n".join(path for path in (model.lm, model.mmproj) if path)),
        ):
            if value:
                label = self._plain("")
                label.setText(value)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._facts.addRow(name, label)
        self.use_button.setEnabled(model.installed and not model.active)
        self.use_button.setText(self.tr("In use") if model.active else self.tr("Use this model"))
        self.page_button.setVisible(bool(model.source) and not model.remote)
        self.change_button.setVisible(bool(model.remote))
        self.how.setVisible(not model.installed)
        if model.source:
            self.how.setText(
                self.tr(
                    "photofind can't download models itself yet. Get these two files:\n\n{files}\n\nfrom\n{source}\n\n"
                    "then choose “Add own files…”."
                ).format(files="\n".join(f"    {name}" for name in model.files), source=model.source)
            )
        else:
            self.how.setText(self.tr("Its files are gone. Bring them back, or add the pair again."))

    def _open_page(self) -> None:
        if self.chosen is not None:
            QDesktopServices.openUrl(QUrl(self.chosen.source))

    def _use(self) -> None:
        model = self.chosen
        if model is not None:
            self.use_button.setEnabled(False)
            name = model.name
            self._requests.ask("use-model", lambda: self._app.use_model(name), self._used, self._problem)

    def _used(self, model: Model) -> None:
        self._fill_later(model.name)

    def _problem(self, text: str) -> None:
        self._show()
        self.message.setText(text)

    def _add(self) -> None:
        dialog = OwnModelDialog(self._app, self._requests, self)
        dialog.finished.connect(lambda: self._fill_later(dialog.added))
        dialog.open()

    def _add_server(self, server: Server | None) -> None:
        dialog = ServerDialog(self._app, server, self)
        dialog.finished.connect(lambda: self._fill_later(dialog.added))
        dialog.open()

    def _change_server(self) -> None:
        model = self.chosen
        self._add_server(next((own for own in self._app.settings.servers if model and own.name == model.name), None))

    def _plain(self, role: str) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if role:
            label.setProperty("role", role)
        return label


class OwnModelDialog(QDialog):
    """Asks for the two files of a model and has them checked."""

    def __init__(self, app: App, requests: Requests, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._requests = app, requests
        self.added = ""
        self.setWindowTitle(self.tr("Add a model from files"))
        self.resize(560, 260)
        self.lm, self.mmproj, self.name = QLineEdit(), QLineEdit(), QLineEdit()
        self.lm.setAccessibleName(self.tr("Language model file"))
        self.mmproj.setAccessibleName(self.tr("Projector file"))
        self.name.setAccessibleName(self.tr("Name"))
        self.name.setPlaceholderText(self.tr("the file's name"))
        intro = QLabel(
            self.tr(
                "A model that can see has two GGUF files: the language model, and the projector, whose name usually "
                "has “mmproj” in it. The files stay where they are."
            )
        )
        intro.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(S3)
        form.setVerticalSpacing(S2)
        form.addRow(self.tr("Language model"), self._with_button(self.lm))
        form.addRow(self.tr("Projector (mmproj)"), self._with_button(self.mmproj))
        form.addRow(self.tr("Name"), self.name)
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setProperty("role", "failure")
        self.add_button = QPushButton(self.tr("Add"))
        self.add_button.setProperty("role", "primary")
        self.add_button.clicked.connect(self._add)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        bottom = QHBoxLayout()
        bottom.setSpacing(S2)
        bottom.addStretch(1)
        bottom.addWidget(cancel)
        bottom.addWidget(self.add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S4, S4, S4, S4)
        layout.setSpacing(S3)
        layout.addWidget(intro)
        layout.addLayout(form)
        layout.addWidget(self.message)
        layout.addStretch(1)
        layout.addLayout(bottom)
        for field in (self.lm, self.mmproj):
            field.textChanged.connect(self._check)
        self._check()

    def _with_button(self, field: QLineEdit) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S2)
        button = QPushButton(self.tr("Browse…"))
        button.clicked.connect(lambda: self._browse(field))
        row.addWidget(field, 1)
        row.addWidget(button)
        return box

    def _browse(self, field: QLineEdit) -> None:
        dialog = QFileDialog(self, field.accessibleName(), "", self.tr("GGUF files (*.gguf)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(field.setText)
        dialog.open()

    def _check(self) -> None:
        self.add_button.setEnabled(bool(self.lm.text().strip() and self.mmproj.text().strip()))

    def _add(self) -> None:
        self.message.clear()
        self.add_button.setEnabled(False)
        lm, mmproj, name = self.lm.text().strip(), self.mmproj.text().strip(), self.name.text().strip()
        self._requests.ask("add-model", lambda: self._app.add_model(lm, mmproj, name), self._added, self._problem)

    def _added(self, model: Model) -> None:
        self.added = model.name
        self.accept()

    def _problem(self, text: str) -> None:
        self._check()
        self.message.setText(text)
