"""Adds a server that describes photos: its address, what would be sent there, and a trial with a drawn picture."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from photofind.app import App
from photofind.errors import UsageError
from photofind.gui.jobs import Requests
from photofind.gui.theme import S1, S2, S3, S4
from photofind.records import Model, ServerTrial
from photofind.settings import Server

PICTURE = 112
"""Side of the sample picture, in pixels."""


class ServerDialog(QDialog):
    """Adding a server sends nothing; the trial sends the sample picture that is shown, and no photo.

    Args:
        server: one to change instead.
    """

    def __init__(self, app: App, server: Server | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._requests = Requests(1, "server", self)
        self._stop = threading.Event()
        self._running = False
        self.added = ""
        self.setWindowTitle(self.tr("Use a server"))
        self.resize(600, 520)
        intro = self._plain("")
        intro.setText(
            self.tr(
                "Another program can describe your photos, here or on a faster computer: llama-server, Ollama, vLLM, "
                "LM Studio, or anything else with an OpenAI-compatible interface and a model that sees pictures."
            )
        )
        self.address = QLineEdit(server.url if server else "")
        self.address.setPlaceholderText("http://localhost:8080/v1")
        self.model = QComboBox()
        self.model.setEditable(True)
        self.model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.model.setEditText(server.model if server else "")
        self._typed_model().setPlaceholderText(self.tr("what the server calls it; a test lists them"))
        self.key = QLineEdit(server.key if server else "")
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setPlaceholderText(self.tr("only if the server wants one"))
        self.name = QLineEdit(server.name if server else "")
        self.name.setPlaceholderText(self.tr("the model's name"))
        self.name.setReadOnly(server is not None)
        self.slots = QSpinBox()
        self.slots.setRange(0, 32)
        self.slots.lineEdit().setTextMargins(S1, 0, 0, 0)
        self.slots.setSpecialValueText(self.tr("automatic"))
        self.slots.setValue(server.slots if server else 0)
        form = QFormLayout()
        form.setHorizontalSpacing(S3)
        form.setVerticalSpacing(S2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for text, widget in (
            (self.tr("&Address"), self.address),
            (self.tr("&Model"), self.model),
            (self.tr("API &key"), self.key),
            (self.tr("&Name here"), self.name),
            (self.tr("&Pictures at once"), self.slots),
        ):
            form.addRow(text, widget)
            widget.setAccessibleName(text.replace("&", ""))
        self.slots.setFixedWidth(140)
        self.sent = self._plain("")
        self.warning = self._plain("warning")
        self.warning.hide()
        self.message = self._plain("failure")
        self.message.hide()
        self.add_button = QPushButton(self.tr("Change") if server else self.tr("Add"))
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
        layout.addWidget(self.sent)
        layout.addWidget(self.warning)
        layout.addWidget(self._trial_card())
        layout.addWidget(self.message)
        layout.addStretch(1)
        layout.addLayout(bottom)
        self.address.textChanged.connect(lambda: self.answer.setText(self._invitation()))
        self.address.textChanged.connect(lambda: self._say(""))
        self.address.textChanged.connect(self._check)
        self.model.editTextChanged.connect(self._check)
        self._check()

    def _trial_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        self.picture = QLabel()
        self.picture.setFixedSize(PICTURE, PICTURE)
        self.picture.setScaledContents(True)
        self.picture.setAccessibleName(self.tr("Sample picture: a red house on a meadow under the sun"))
        drawn = QPixmap()
        drawn.loadFromData(self._app.servers.sample())
        self.picture.setPixmap(drawn)
        self.answer = self._plain("")
        self.answer.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.answer.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.answer.setText(self._invitation())
        self.test_button = QPushButton(self.tr("Test connection"))
        self.test_button.clicked.connect(self._test_or_stop)
        right = QVBoxLayout()
        right.setSpacing(S2)
        right.addWidget(self.answer, 1)
        right.addWidget(self.test_button, 0, Qt.AlignmentFlag.AlignLeading)
        row = QHBoxLayout(card)
        row.setContentsMargins(S3, S3, S3, S3)
        row.setSpacing(S3)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)
        return card

    def _invitation(self) -> str:
        return self.tr("A test sends this drawn picture, none of your photos, and shows what the model says about it.")

    def _typed_model(self) -> QLineEdit:
        line = self.model.lineEdit()
        assert line is not None  # it is editable
        return line

    def _check(self) -> None:
        """Say what will be sent where, and who could read it, while the address is typed."""
        typed = self.address.text().strip()
        servers = self._app.servers
        try:
            url = servers.address(typed) if typed else ""
            exposed = bool(url) and servers.reach(url) == "exposed"
        except UsageError as error:
            self.sent.setText(str(error) if len(typed) > len("https://") else "")
            self.warning.hide()
            self._enable(usable=False)
            return
        self.sent.setText(
            self.tr(
                "Once you use this model, your photos and their regions are sent as pictures to\n{url}\n"
                "Nothing is sent before that."
            ).format(url=url)
            if url
            else self.tr("Nothing is sent before you choose to use it.")
        )
        self.warning.setText(
            self.tr(
                "This address is neither on your network nor encrypted: everybody on the way could look at your "
                "photos. Use https, or a server nearby."
            )
        )
        self.warning.setVisible(exposed)
        self._enable(usable=bool(url))

    def _fit(self) -> None:
        """Grow for texts that came: a layout with wrapped lines squeezes its fields rather than ask for room."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            needed = layout.totalHeightForWidth(self.width())
            self.setMinimumHeight(needed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the texts readable at any width."""
        super().resizeEvent(event)
        self._fit()

    def _enable(self, *, usable: bool) -> None:
        self._fit()
        self.test_button.setEnabled(usable or self._running)
        self.add_button.setEnabled(usable and bool(self.model.currentText().strip()))

    def _test_or_stop(self) -> None:
        if self._running:
            self._stop.set()
            return
        self._stop = stop = threading.Event()
        self._set_running(running=True)
        self._say("")
        self.answer.setText(self.tr("Asking the server… the first answer can take a while."))
        url, model, key = self.address.text(), self.model.currentText().strip(), self.key.text()
        self._requests.ask(
            "trial", lambda: self._app.servers.attempt(url, model, key, stop.is_set), self._tried, self._failed
        )

    def _set_running(self, *, running: bool) -> None:
        self._running = running
        self.test_button.setText(self.tr("Stop the test") if running else self.tr("Test connection"))
        self._check()

    def _tried(self, tried: ServerTrial) -> None:
        self._set_running(running=False)
        typed = self.model.currentText().strip()
        self.model.clear()
        self.model.addItems(list(tried.models))
        self.model.setEditText(typed or tried.model)
        said = self.tr("{model} says after {seconds} s:\n“{text}”").format(
            model=tried.model, seconds=self.locale().toString(tried.seconds, "f", 1), text=tried.text
        )
        count = len(tried.models)
        listed = [self.tr("The server has %Ln models.", None, count)] if count > 1 else []
        self.answer.setText("\n".join((*listed, said)))
        self._fit()

    def _failed(self, problem: str) -> None:
        self._set_running(running=False)
        self.answer.setText(self._invitation())
        self._say(problem)

    def _say(self, problem: str) -> None:
        self.message.setText(problem)
        self.message.setVisible(bool(problem))
        self._fit()

    def _add(self) -> None:
        self._say("")
        self.add_button.setEnabled(False)
        url, model, name = self.address.text(), self.model.currentText(), self.name.text()
        key, slots = self.key.text(), self.slots.value()
        self._requests.ask(
            "add", lambda: self._app.servers.add(url, model, name, key, slots), self._added, self._not_added
        )

    def _added(self, model: Model) -> None:
        self.added = model.name
        self.accept()

    def _not_added(self, problem: str) -> None:
        self._check()
        self._say(problem)

    def hideEvent(self, event: QHideEvent) -> None:
        """A trial ends with its dialog."""
        self._stop.set()
        super().hideEvent(event)

    def done(self, result: int) -> None:
        """Close; a trial that runs is broken off."""
        self._stop.set()
        self._requests.close()
        super().done(result)

    def _plain(self, role: str) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if role:
            label.setProperty("role", role)
        return label
