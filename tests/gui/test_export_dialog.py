"""The export dialog on a real library: formats, options, progress, cancelling, the outcome."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui import desktop
from photofind.gui.export_dialog import ExportDialog
from photofind.gui.main_window import MainWindow
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


def select(window: MainWindow, rows: list[int]) -> list[int]:
    window.parts.grid.select_rows(rows, rows[0])
    return [window.model.ids[row] for row in rows]


def exported(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> list[str]:
    """Export from the open dialog as paths; the names of the photos in the file."""
    dialog = window.library_commands.dialog
    assert isinstance(dialog, ExportDialog)
    choose(dialog, "paths")
    dialog._picked(str(tmp_path / "list.txt"))
    export(qtbot, dialog)
    dialog.reject()
    return [Path(line).name for line in (tmp_path / "list.txt").read_text("utf-8").splitlines()]


def from_menu(window: MainWindow) -> ExportDialog:
    menu = window.photo_commands.menu(window)
    action = next(action for action in menu.actions() if action.text() == "Export…")
    action.trigger()
    menu.deleteLater()
    dialog = window.library_commands.dialog
    assert isinstance(dialog, ExportDialog)
    return dialog


@pytest.mark.parametrize("rows", [[1], [1, 3, 4]])
def test_the_context_menu_exports_what_it_was_opened_on(
    qtbot: QtBot, window: MainWindow, app: App, tmp_path: Path, rows: list[int]
) -> None:
    ids = select(window, rows)
    dialog = from_menu(window)
    assert dialog.scope.selected.isChecked()
    assert dialog.scope.isVisible()
    assert not dialog.count.isVisible()
    assert str(len(rows)) in dialog.scope.selected.text() or len(rows) == 1
    assert exported(qtbot, window, tmp_path) == [Path(photo.path).name for photo in app.photos(ids)]


def test_all_results_can_be_chosen_instead(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    select(window, [0, 1])
    dialog = from_menu(window)
    qtbot.mouseClick(dialog.scope.all, LEFT, pos=QPoint(8, dialog.scope.all.height() // 2))
    assert dialog.scope.count == len(window.model.ids)
    assert len(exported(qtbot, window, tmp_path)) == len(window.model.ids)


@pytest.mark.parametrize(("rows", "selected"), [([2], False), ([2, 3], True)])
def test_the_command_exports_a_selection_of_several(window: MainWindow, rows: list[int], selected: bool) -> None:
    """A click selects one photo, without a thought of exporting just that."""
    select(window, rows)
    window.actions_["export"].trigger()
    dialog = window.library_commands.dialog
    assert isinstance(dialog, ExportDialog)
    assert dialog.scope.offered
    assert dialog.scope.selected.isChecked() == selected
    assert (dialog.scope.ids is not None) == selected
    dialog.reject()


def test_nothing_to_choose_when_all_or_nothing_is_selected(window: MainWindow) -> None:
    for rows in ([], list(range(len(window.model.ids)))):
        window.parts.grid.select_rows(rows, None)
        window.actions_["export"].trigger()
        dialog = window.library_commands.dialog
        assert isinstance(dialog, ExportDialog)
        assert not dialog.scope.isVisible()
        assert dialog.count.isVisible()
        assert dialog.scope.ids is None
        dialog.reject()


def test_a_selected_photo_that_is_found_no_more_is_exported_all_the_same(app: App, tmp_path: Path) -> None:
    found = app.search(Query(chips=(Chip("cat"),))).ids
    other = next(photo for photo in app.search(EVERYTHING).ids if photo not in found)
    out = tmp_path / "list.txt"
    done = app.export(Query(chips=(Chip("cat"),)), "paths", out, ids=[other, found[0], 12345])
    assert done.photos == 2
    names = [Path(line).name for line in out.read_text("utf-8").splitlines()]
    assert names == [Path(app.photo(photo).path).name for photo in (found[0], other)]
