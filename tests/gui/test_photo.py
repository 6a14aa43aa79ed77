"""One photo: the view, captions with marked words, outlines, why it was found, one's own words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QHelpEvent, QImage, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui import wording
from photofind.gui.canvas import PhotoCanvas
from photofind.gui.main_window import MainWindow
from photofind.gui.settings_dialog import SettingsDialog
from photofind.gui.theme import Theme
from photofind.paths import data_paths
from photofind.records import VIEWS, Chip, Own, Query, Span
from tests.gui.conftest import CAPTIONS, HOSTILE, Ids, found, opened

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


def choose(qtbot: QtBot, window: MainWindow, photo_id: int) -> None:
    row = window.model.row_of(photo_id)
    assert row is not None
    window.parts.grid.show_row(row)
    qtbot.waitUntil(lambda: window.parts.panel.detail is not None and window.parts.panel.detail.photo.id == photo_id)


def plain(label: QLabel) -> str:
    """What a person reads in a rich-text label."""
    document = QTextDocument()
    document.setHtml(label.text())
    return document.toPlainText()


def test_captions_by_view_in_groups(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    choose(qtbot, window, photo("astronaut.png"))
    panel = window.parts.panel
    assert [card.view for card in panel.cards] == ["whole", "v1of2", "q22", "g11"]
    assert [card.name.text() for card in panel.cards] == [
        "Whole photo", "Left half", "Bottom right quarter", "Top left ninth",
    ]  # fmt: skip
    headings = [heading.text() for heading in panel._headings if heading.isVisible()]
    assert headings == ["Whole photo", "Halves", "Quarters", "Ninths"]
    assert plain(panel.cards[0].body) == "A woman in an orange space suit smiles. A flag stands behind her."
    assert "test" in panel.hint.text()


def test_matched_words_are_marked_and_views_named(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    window.state.add([Chip("flags"), Chip("woman")])
    found(qtbot, window, ["astronaut.png"])
    choose(qtbot, window, photo("astronaut.png"))
    panel = window.parts.panel

    qtbot.waitUntil(lambda: len(panel.why_frame.labels) == 2)
    why = [plain(label).replace("\xa0", " ").replace("\u2028", "\n") for label in panel.why_frame.labels]
    assert why[0] == "flags →  flag \nin whole photo, left half, top left ninth"
    assert why[1] == "woman\nin whole photo"
    assert panel.why_frame.labels[0].accessibleName().startswith("flags: flag, in whole photo")
    colour = window._theme.colours.why
    body = panel.cards[0].body.text()
    assert body.count(colour) == 2
    assert f"background-color:{colour}" in body
    assert window.parts.viewer.canvas.matched == (VIEWS["g11"].box,)
    assert panel.picture.matched == (VIEWS["g11"].box,)


def test_hostile_captions_are_text(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    window.state.add([Chip("dog")])
    found(qtbot, window, ["hostile.png"])
    choose(qtbot, window, photo("hostile.png"))
    panel = window.parts.panel
    qtbot.waitUntil(panel.why_frame.isVisible)
    body = panel.cards[0].body
    assert "<script" not in body.text()
    assert "<img" not in body.text()
    shown = plain(body)
    assert '<script>alert("dog")</script>' in shown
    assert '<img src="file:///etc/passwd">' in shown
    assert "dog" in body.text().split("background-color", 1)[1][:120]
    for label in panel.findChildren(QLabel):
        if label is not body and label.textFormat() != Qt.TextFormat.PlainText:
            assert "<img" not in label.text()
    assert panel.cards[0].accessibleName().startswith("whole photo: ")


def test_pointing_at_a_caption_outlines_its_view(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    choose(qtbot, window, photo("astronaut.png"))
    card = window.parts.panel.cards[2]
    canvas = window.parts.viewer.canvas
    spot = QPointF(5, 5)
    QApplication.sendEvent(card, QEnterEvent(spot, spot, spot))
    assert canvas.outline == VIEWS["q22"].box == window.parts.panel.picture.outline
    assert card.property("lit") == "true"
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    assert canvas.outline is None
    card.setFocus()
    assert canvas.outline == VIEWS["q22"].box
    qtbot.keyClick(card, Key.Key_Up)
    assert canvas.outline == VIEWS["v1of2"].box
    window.parts.grid.setFocus()
    assert canvas.outline is None


def test_the_outline_is_drawn_on_the_photo(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    window.open_photo(photo("red.png"))
    canvas = window.parts.viewer.canvas
    qtbot.waitUntil(lambda: canvas.has_image)
    before = canvas.grab().toImage()
    window.parts.panel.outline_changed.emit(VIEWS["q11"].box)
    after = canvas.grab().toImage()
    rect = canvas.view_rect(VIEWS["q11"].box).toRect()
    edge = after.pixelColor(rect.right() - 2, rect.center().y())
    assert edge.red() > 200
    assert edge.green() > 150
    assert edge.blue() < 120
    inside = rect.center() + QPoint(-10, -10)
    assert after.pixel(inside) == before.pixel(inside)
    other = canvas.view_rect(VIEWS["q22"].box).center().toPoint() + QPoint(20, 20)
    assert after.pixelColor(other).lightness() < before.pixelColor(other).lightness()


def test_a_word_becomes_a_chip(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    choose(qtbot, window, photo("astronaut.png"))
    panel = window.parts.panel
    card = panel.cards[0]
    card.body.linkActivated.emit("w:2:7")
    assert window.state.query.chips == (Chip("woman"),)
    menu = panel.menu(card, "smiles")
    include, exclude = menu.actions()[:2]
    include.trigger()
    assert window.state.query.chips == (Chip("woman"), Chip("smiles"))
    exclude.trigger()
    assert window.state.query.chips == (Chip("woman"), Chip("smiles", exclude=True))
    copy = next(action for action in menu.actions() if "Copy" in action.text())
    copy.trigger()
    assert QApplication.clipboard().text() == CAPTIONS["astronaut.png"]["whole"]
    menu.close()


def test_a_word_is_clicked_with_the_mouse(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    choose(qtbot, window, photo("coffee.png"))
    card = window.parts.panel.cards[0]
    line = card.body.fontMetrics()
    spot = QPoint(line.horizontalAdvance("A cup") - 4, line.height() // 2)
    qtbot.mouseClick(card.body, LEFT, pos=spot)
    assert window.state.query.chips == (Chip("cup"),)
    card.body.linkHovered.emit("w:2:5")
    where = card.body.mapTo(card, spot)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, card.mapToGlobal(where))
    words: list[str] = []
    card.menu_wanted.disconnect()
    card.menu_wanted.connect(lambda word, _where: words.append(word))
    QApplication.sendEvent(card, event)
    assert words == ["cup"]


def test_words_by_keyboard(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    choose(qtbot, window, photo("coffee.png"))
    card = window.parts.panel.cards[0]
    card.setFocus()
    assert card.word == ""
    qtbot.keyClick(card, Key.Key_Right)
    qtbot.keyClick(card, Key.Key_Right)
    assert card.word == card.accessibleDescription() == "cup"
    assert card.body.text().count("underline") == 1
    qtbot.keyClick(card, Key.Key_Return)
    assert window.state.query.chips == (Chip("cup"),)
    qtbot.keyClick(card, Key.Key_Right)
    qtbot.keyClick(card, Key.Key_Right)
    assert card.word == "coffee"
    qtbot.keyClick(card, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert Chip("coffee", exclude=True) in window.state.query.chips
    window.parts.grid.setFocus()
    assert card.word == ""


def test_a_wrong_caption_is_hidden_and_shown_again(qtbot: QtBot, app: App, window: MainWindow, photo: Ids) -> None:
    rocket = photo("rocket.jpg")
    choose(qtbot, window, rocket)
    panel = window.parts.panel
    card = panel.cards[1]
    assert card.view == "h2of2"
    card.setFocus()
    qtbot.waitUntil(card.hide_button.isVisible)
    qtbot.mouseClick(card.hide_button, LEFT)
    qtbot.waitUntil(lambda: not card.body.isVisible())
    assert "hidden" in card.name.text()
    assert card.text not in panel.said_at((0.5, 0.9))
    assert [caption.view for caption in app.captions(rocket)] == ["whole"]
    assert app.search(Query((Chip("smoke"),))).total == 0
    qtbot.keyClick(card, Key.Key_Delete)
    qtbot.waitUntil(card.body.isVisible)
    assert app.search(Query((Chip("smoke"),))).total == 1
    menu = panel.menu(card, "")
    menu.actions()[-1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: not card.body.isVisible())


def test_a_words_menu_by_keyboard(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    choose(qtbot, window, photo("astronaut.png"))
    card = window.parts.panel.cards[0]
    words: list[str] = []
    card.menu_wanted.disconnect()
    card.menu_wanted.connect(lambda word, _where: words.append(word))
    QApplication.sendEvent(card, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1)))
    assert words == ["A"]


def test_view_opens_moves_and_closes(qtbot: QtBot, window: MainWindow) -> None:
    grid, viewer, stack = window.parts.grid, window.parts.viewer, window.parts.stack
    ids = window.model.ids
    qtbot.mouseDClick(grid.viewport(), LEFT, pos=grid.visualRect(window.model.index(1, 0)).center())
    if stack.currentWidget() is not viewer:
        grid.setFocus()
        grid.show_row(1)
        qtbot.keyClick(grid, Key.Key_Return)
    assert stack.currentWidget() is viewer
    assert window.inspector.photo == ids[1]
    qtbot.waitUntil(lambda: viewer.canvas.has_image)
    assert "2 of 7" in viewer.title.text()
    qtbot.keyClick(viewer, Key.Key_Right)
    assert window.inspector.photo == ids[2]
    qtbot.keyClick(viewer, Key.Key_Left)
    qtbot.keyClick(viewer, Key.Key_Left)
    assert window.inspector.photo == ids[0]
    assert not viewer.previous.isEnabled()
    qtbot.mouseClick(viewer.next, LEFT)
    qtbot.keyClick(viewer, Key.Key_End)
    assert window.inspector.photo == ids[6]
    qtbot.keyClick(viewer, Key.Key_Home)
    assert window.inspector.photo == ids[0]
    assert not window.parts.panel.picture.isVisible()
    qtbot.keyClick(viewer, Key.Key_Escape)
    assert stack.currentWidget() is grid
    assert grid.selected_ids() == [ids[0]]


def test_zoom_and_pan(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    window.open_photo(photo("chelsea.png"))
    viewer = window.parts.viewer
    canvas = viewer.canvas
    qtbot.waitUntil(lambda: canvas.has_image)
    fitted = canvas.photo_rect()
    assert fitted.width() / fitted.height() == pytest.approx(451 / 300, rel=0.01)
    qtbot.keyClick(viewer, Key.Key_Plus)
    assert canvas.zoom > 1
    qtbot.keyClick(viewer, Key.Key_Minus)
    assert canvas.zoom == 1
    spot = canvas.photo_rect().center() + QPointF(60, 30)
    event = QWheelEvent(
        spot, QPointF(canvas.mapToGlobal(spot.toPoint())), QPoint(), QPoint(0, 480), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)
    assert canvas.zoom > 2
    before = canvas.photo_rect().topLeft()
    middle = canvas.rect().center()
    qtbot.mousePress(canvas, LEFT, pos=middle)
    qtbot.mouseMove(canvas, middle + QPoint(15, 10))
    qtbot.mouseRelease(canvas, LEFT, pos=middle + QPoint(15, 10))
    assert canvas.photo_rect().topLeft() != before
    canvas.grab()
    qtbot.keyClick(viewer, Key.Key_0)
    assert canvas.zoom == 1
    qtbot.mouseDClick(canvas, LEFT, pos=middle)
    assert canvas.zoom > 1


def test_pointing_at_the_photo_lights_a_caption(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    window.open_photo(photo("astronaut.png"))
    canvas, panel = window.parts.viewer.canvas, window.parts.panel
    qtbot.waitUntil(lambda: canvas.has_image and len(panel.cards) == 4)
    place = canvas.view_rect(VIEWS["g11"].box).center().toPoint()
    qtbot.mouseMove(canvas, place)
    assert [card.view for card in panel.cards if card.property("lit") == "true"] == ["g11"]
    qtbot.mouseMove(canvas, QPoint(1, 1))
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert not [card for card in panel.cards if card.property("lit") == "true"]
    assert panel.said_at((0.1, 0.1)) == '<div style="max-width:320px"><b>Top left ninth</b><br>A flag.</div>'
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, place, canvas.mapToGlobal(place)))
    assert "A flag." in QToolTip.text()
    QToolTip.hideText()


def test_own_words_are_kept_and_found(qtbot: QtBot, app: App, window: MainWindow, photo: Ids) -> None:
    choose(qtbot, window, photo("plain.png"))
    own = window.parts.panel.own
    assert not own.save_button.isEnabled()
    qtbot.keyClicks(own.caption, "Grandmother's meadow")
    qtbot.keyClicks(own.tags, "summer, summer, garden ")
    assert own.save_button.isEnabled()
    qtbot.mouseClick(own.save_button, LEFT)
    assert own.state.text() == "Saved"
    qtbot.waitUntil(lambda: app.own(photo("plain.png")) == Own("Grandmother's meadow", ("summer", "garden")))
    window.state.add([Chip("meadow")])
    found(qtbot, window, ["plain.png"])
    qtbot.keyClicks(own.caption, "X")
    qtbot.mouseClick(own.revert_button, LEFT)
    assert own.caption.toPlainText() == "Grandmother's meadow"
    qtbot.mouseClick(own.undo_button, LEFT)
    qtbot.waitUntil(lambda: app.own(photo("plain.png")) == Own())
    assert own.caption.toPlainText() == own.tags.text() == ""
    qtbot.mouseClick(own.undo_button, LEFT)
    qtbot.waitUntil(lambda: app.own(photo("plain.png")) == Own("Grandmother's meadow", ("summer", "garden")))
    qtbot.keyClicks(own.caption, "Old ")
    qtbot.keyClick(own.caption, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: app.own(photo("plain.png")).text.startswith("Old"))


def test_own_words_are_saved_on_the_way_to_another_photo(
    qtbot: QtBot, app: App, window: MainWindow, photo: Ids
) -> None:
    choose(qtbot, window, photo("plain.png"))
    qtbot.keyClicks(window.parts.panel.own.tags, "meadow")
    choose(qtbot, window, photo("red.png"))
    qtbot.waitUntil(lambda: app.own(photo("plain.png")).tags == ("meadow",))
    assert window.parts.panel.own.tags.text() == ""
    qtbot.keyClicks(window.parts.panel.own.tags, "ball")
    window.close()
    assert app.own(photo("red.png")).tags == ("ball",)


def test_a_photo_that_is_gone(qtbot: QtBot, window: MainWindow) -> None:
    window.open_photo(123_456)
    panel = window.parts.panel
    qtbot.waitUntil(lambda: "123456" in panel.hint.text() or "no photo" in panel.hint.text().lower())
    qtbot.waitUntil(lambda: not window.parts.viewer.canvas.has_image)
    window.parts.viewer.canvas.grab()
    window.close_photo()


def test_small_picture_in_the_panel(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    choose(qtbot, window, photo("chelsea.png"))
    picture = window.parts.panel.picture
    qtbot.waitUntil(lambda: picture.has_image)
    wheel = QWheelEvent(
        QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    picture.wheelEvent(wheel)
    assert picture.zoom == 1
    qtbot.mouseDClick(picture, LEFT)
    assert window.parts.stack.currentWidget() is window.parts.viewer


def test_canvas_alone(qtbot: QtBot, theme: Theme) -> None:
    canvas = PhotoCanvas(theme, movable=True)
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.set_zoom(3)
    assert canvas.zoom == 1
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    canvas.set_image(image, QSize(4000, 2000))
    assert canvas.photo_rect().width() == 400
    assert canvas.full == 10
    canvas.set_zoom(100)
    assert canvas.zoom == 40
    canvas.resize(300, 300)
    canvas.grab()
    assert canvas.sizeHint().isValid()


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4), st.booleans())
def test_rich_text_says_exactly_what_the_text_says(text: str, ranges: list[tuple[int, int]], links: bool) -> None:
    import html
    import re

    spans = [(min(pair), max(pair)) for pair in ranges]
    rich = wording.marked(text, spans, "#ff0", "#000", links)
    assert html.unescape(re.sub(r"<(/?span[^>]*|/?a[^>]*)>", "", rich)) == text
    assert not re.search(r"<(?!/?(span|a)[ >])", rich)


@given(st.text(max_size=40))
def test_words_of_a_text(text: str) -> None:
    ranges = wording.word_ranges(text)
    covered = {position for start, end in ranges for position in range(start, end)}
    assert all(position in covered for position, sign in enumerate(text) if sign.isalnum())
    assert all(start < end for start, end in ranges)


def test_every_view_has_a_name() -> None:
    seen = {wording.view_name(view) for view in VIEWS}
    assert len(seen) == len(VIEWS)
    assert wording.view_name("other") == "other"
    assert {wording.view_group(view) for view in VIEWS} == {"Whole photo", "Halves", "Quarters", "Ninths"}


def test_only_the_most_specific_regions_are_boxed() -> None:
    spans = tuple(Span(view, "a dog", ((2, 5),)) for view in ("whole", "v1of2", "q11", "g33", "own"))
    boxes = wording.matched_boxes({"dog": spans})
    assert boxes == [VIEWS["q11"].box, VIEWS["g33"].box]


def test_wording() -> None:
    assert wording.photos(1) == "1 photo"
    assert wording.duration(20) == "less than a minute"
    assert wording.duration(600) == "10 min"
    assert "h" in wording.duration(3 * 3600)
    assert "days" in wording.duration(4 * 86_400)
    assert wording.moment(None) == ""
    assert wording.moment("yesterday") == "yesterday"
    assert wording.size(0) == "–"
    assert HOSTILE not in wording.tip(HOSTILE)
    assert Path("x").name == "x"


def test_a_photo_that_is_found_by_a_learned_word_says_so(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    """The switch in the settings, a search, and what the window says about a photo that nothing calls a dog."""
    folder, lines = tmp_path / "photos", []
    folder.mkdir()
    for number in range(48):
        path = folder / f"{number}.png"
        Image.new("RGB", (48, 48), (number, 255 - number, 90)).save(path)
        dog = number % 3 == 0 and number > 0
        whole = "A dog runs." if dog else "A leash lies on the floor." if number == 0 else "A car."
        for view, text in (("whole", whole), ("q11", "A leash." if dog else "A road.")):
            lines.append(json.dumps({"path": str(path), "view": view, "text": text, "model": "made"}))
    (tmp_path / "captions.jsonl").write_text("\n".join(lines), "utf-8")
    with App(data_paths(tmp_path / "data")) as app:
        app.change_settings(paused=True)
        app.add_folder(str(folder))
        app.scan()
        app.import_captions(tmp_path / "captions.jsonl")
        app.start()
        window = opened(qtbot, app, theme, tmp_path / "data", waits=False)
        qtbot.waitUntil(lambda: len(window.model.ids) == 48)
        window.actions_["settings"].trigger()
        dialog = window.library_commands.dialog
        assert isinstance(dialog, SettingsDialog)
        dialog.tabs.setCurrentIndex(4)
        qtbot.mouseClick(dialog.expansion, LEFT, pos=QPoint(8, dialog.expansion.height() // 2))
        qtbot.waitUntil(lambda: app.settings.expansion)
        dialog.accept()
        window.state.add([Chip("dog")])
        qtbot.waitUntil(lambda: len(window.model.ids) == 16)
        leash = app.photo_by_path(str(folder / "0.png")).id
        choose(qtbot, window, leash)
        panel = window.parts.panel
        qtbot.waitUntil(panel.why_frame.isVisible)
        (label,) = panel.why_frame.labels
        said = plain(label).replace("\xa0", " ").replace("\u2028", "\n")
        assert said.startswith("dog →  leash \nin whole photo\nLearned from your captions")
        assert "“leash”" in said
        assert "Learned from your captions" in label.accessibleName()
        choose(qtbot, window, window.model.ids[0])
        assert "Learned" not in panel.why_frame.labels[0].text()
        window.close()
