"""The export dialog on a real library: formats, options, progress, cancelling, the outcome."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui import desktop
from photofind.gui.export_dialog import ExportDialog
from photofind.records import Chip, Query
from tests.gui.conftest import CAPTIONS

LEFT = Qt.MouseButton.LeftButton
EVERYTHING = Query()


@pytest.fixture
def dialog(qtbot: QtBot, app: App, tmp_path: Path) -> ExportDialog:
    shown = ExportDialog(app, EVERYTHING, app.search(EVERYTHING).total, str(tmp_path / "out"))
    (tmp_path / "out").mkdir()
    qtbot.addWidget(shown)
    shown.show()
    return shown


def choose(dialog: ExportDialog, name: str) -> None:
    dialog.format.setCurrentIndex(dialog.format.findData(name))


def export(qtbot: QtBot, dialog: ExportDialog) -> int:
    with qtbot.waitSignal(dialog.written, timeout=20_000) as written:
        qtbot.mouseClick(dialog.export_button, LEFT)
    count: int = written.args[1]
    return count


def test_every_format_says_what_it_is_for(dialog: ExportDialog, app: App) -> None:
    said = set()
    for name, form in app.formats().items():
        choose(dialog, name)
        said.add(dialog.about.text())
        assert dialog.path.text().endswith(form.suffix)
        assert dialog.path.accessibleName() == ("Folder" if form.folder else "File")
        for option in ("embed", "paper", "model_captions", "beside"):
            assert getattr(dialog.options, option).isVisible() == (option in form.options), (name, option)
        assert dialog.options.overwrite.isVisible() == form.folder
    assert len(said) == len(app.formats())
    assert "" not in said


def test_a_place_of_ones_own_keeps_its_name(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog._picked(str(tmp_path / "v1.5"))
    choose(dialog, "pdf")
    assert dialog.path.text() == str(tmp_path / "v1.5.pdf")
    choose(dialog, "copy")
    assert dialog.path.text() == str(tmp_path / "v1.5")


@pytest.mark.parametrize("name", ["html", "pdf", "xmp", "copy", "zip"])
def test_it_writes_and_shows_where(
    qtbot: QtBot, dialog: ExportDialog, app: App, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(dialog, name)
    place = Path(dialog.path.text())
    count = export(qtbot, dialog)
    assert place.exists()
    assert count == (len(CAPTIONS) if name == "xmp" else app.search(EVERYTHING).total)
    assert str(place) in dialog.message.text()
    assert dialog.show_button.isVisible()
    assert dialog.cancel.text() == "Close"
    assert not dialog.export_button.isVisible()
    asked: list[str] = []
    monkeypatch.setattr(desktop, "show_file", asked.append)
    qtbot.mouseClick(dialog.show_button, LEFT)
    assert asked == [str(place)]
    assert dialog.left_out.isVisible() == (name == "xmp")
    if name == "xmp":
        assert "nothing is said about it" in dialog.left_out.toPlainText()
    qtbot.mouseClick(dialog.cancel, LEFT)
    assert not dialog.isVisible()


def test_copying_again_says_what_was_there(qtbot: QtBot, dialog: ExportDialog, app: App, tmp_path: Path) -> None:
    total = app.search(EVERYTHING).total
    app.export(EVERYTHING, "copy", tmp_path / "there")
    choose(dialog, "copy")
    dialog._picked(str(tmp_path / "there"))
    assert export(qtbot, dialog) == 0
    assert f"Already there, and the same: {total}." in dialog.message.text()


def test_sidecars_beside_the_photos_need_no_place(dialog: ExportDialog) -> None:
    choose(dialog, "xmp")
    assert dialog.place.isEnabled()
    dialog.options.beside.click()
    assert not dialog.place.isEnabled()
    choose(dialog, "csv")
    assert dialog.place.isEnabled()
    choose(dialog, "xmp")
    assert dialog.options.chosen(dialog.chosen_format).beside


def test_cancelling_a_copy_says_what_stays(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    choose(dialog, "copy")
    dialog.path.clear()
    qtbot.mouseClick(dialog.export_button, LEFT)
    assert dialog.message.text() == "Say where the folder should be."
    dialog._picked(str(tmp_path / "copies"))
    # The first photo that is done cancels the rest.
    dialog._progressed.connect(dialog._stop.set, Qt.ConnectionType.DirectConnection)
    qtbot.mouseClick(dialog.export_button, LEFT)
    qtbot.waitUntil(lambda: "stays" in dialog.message.text(), timeout=20_000)
    assert dialog.export_button.isEnabled()
    assert len(list((tmp_path / "copies").iterdir())) == 1


def test_a_gallery_is_replaced_only_when_asked(qtbot: QtBot, dialog: ExportDialog) -> None:
    choose(dialog, "html")
    place = Path(dialog.path.text())
    place.write_text("mine")
    qtbot.mouseClick(dialog.export_button, LEFT)
    box = dialog.findChild(QMessageBox)
    assert box is not None
    assert place.read_text() == "mine"
    replace = next(one for one in box.findChildren(QPushButton) if "Replace" in one.text())
    with qtbot.waitSignal(dialog.written, timeout=20_000):
        qtbot.mouseClick(replace, LEFT)
    assert place.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_folder_is_browsed_for_as_one(qtbot: QtBot, dialog: ExportDialog) -> None:
    choose(dialog, "copy")
    qtbot.mouseClick(dialog.browse, LEFT)
    chooser = dialog.findChildren(QFileDialog)[-1]
    assert chooser.fileMode() == QFileDialog.FileMode.Directory
    chooser.reject()


def test_what_went_wrong_is_said(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    choose(dialog, "zip")
    dialog._picked(str(tmp_path / "no" / "such" / "x.zip"))
    qtbot.mouseClick(dialog.export_button, LEFT)
    qtbot.waitUntil(lambda: dialog.message.text() != "" and dialog.export_button.isEnabled(), timeout=20_000)
    assert "choose another place" in dialog.message.text()


def test_nothing_found_is_nothing_to_export(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    none = ExportDialog(app, Query((Chip("zebra"),)), 0, str(tmp_path))
    qtbot.addWidget(none)
    assert not none.export_button.isEnabled()
    none.close()
