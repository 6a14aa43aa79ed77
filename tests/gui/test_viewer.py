"""The viewer: the photo's own pixels, filmstrip, full screen, slideshow, reading ahead."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui import desktop, motion, pictures
from photofind.gui.main_window import MainWindow
from photofind.gui.placement import Placement
from photofind.gui.slideshow import Slideshow
from photofind.gui.theme import Theme
from photofind.paths import DataPaths
from tests.gui.conftest import Ids, opened

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def turn(widget: object, spot: QPointF, angle: int) -> QWheelEvent:
    return QWheelEvent(
        spot, spot, QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip


def test_zooming_in_shows_the_photos_own_pixels(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    folder = tmp_path / "large"
    folder.mkdir()
    (tmp_path / "new").mkdir()
    Image.new("RGB", (90, 90), "navy").save(folder / "a.png")
    lines = Image.new("RGB", (3200, 2000), "white")
    for x in range(0, 3200, 2):
        lines.paste((0, 0, 0), (x, 0, x + 1, 2000))
    lines.save(folder / "b.png")
    with App(DataPaths(tmp_path / "new")) as app:
        app.add_folder(str(folder))
        app.scan()
        window = MainWindow(app, theme, tmp_path / "new")
        qtbot.addWidget(window)
        window.resize(1200, 800)
        window.show()
        qtbot.waitUntil(lambda: len(window.model.ids) == 2)
        window.open_photo(app.photo_by_path(str(folder / "b.png")).id)
        viewer, canvas = window.parts.viewer, window.parts.viewer.canvas
        qtbot.waitUntil(lambda: canvas._image.width() == pictures.LARGE)
        assert viewer.scale.text() == "Fit"
        qtbot.keyClick(viewer, Key.Key_1)
        assert viewer.scale.text() == "100%"
        qtbot.waitUntil(lambda: canvas.sharp is not None)
        shot = canvas.grab().toImage()
        row = [shot.pixelColor(x, 200).lightness() for x in range(100, 140)]
        assert all(abs(one - other) > 200 for one, other in itertools.pairwise(row)), "each line is seen"
        held = canvas.sharp
        qtbot.keyClick(viewer, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        canvas.grab()
        canvas.move_by(5.0, 0.0)
        qtbot.waitUntil(lambda: canvas.sharp != held)
        qtbot.mouseClick(viewer.scale, LEFT)
        assert canvas.zoom == 1
        canvas.set_zoom(1.3)
        canvas.grab()
        window.close()


def test_the_strip_follows_and_leads(qtbot: QtBot, window: MainWindow) -> None:
    ids = window.model.ids
    window.open_photo(ids[0])
    viewer, strip = window.parts.viewer, window.parts.viewer.strip
    assert strip.isVisible()
    qtbot.waitUntil(lambda: all(window.thumbnails.get(photo) is not None for photo in ids))
    strip.grab()
    spot = strip.rect_of(2).center().toPoint()
    qtbot.mouseMove(strip, spot)
    assert strip.row_at(QPointF(spot)) == 2
    qtbot.mouseClick(strip, LEFT, pos=spot)
    assert window.inspector.photo == ids[2]
    assert window.parts.grid.current_id() == ids[2]
    qtbot.keyClick(viewer, Key.Key_Right)
    assert strip.row == 3
    assert "4 of 7" in strip.accessibleDescription()
    QApplication.sendEvent(strip, turn(strip, QPointF(spot), -240))
    QApplication.sendEvent(strip, QHelpEvent(QEvent.Type.ToolTip, spot, strip.mapToGlobal(spot)))
    QToolTip.hideText()
    QApplication.sendEvent(strip, QEvent(QEvent.Type.Leave))
    assert window.inspector.photo == ids[3]
    assert strip.row_at(QPointF(-5, 5)) is None
    qtbot.keyClick(viewer, Key.Key_T)
    assert not strip.isVisible()
    qtbot.mouseClick(viewer.show_strip, LEFT)
    assert strip.isVisible()


def test_neighbours_are_read_ahead_and_shown_at_once(qtbot: QtBot, window: MainWindow) -> None:
    ids = window.model.ids
    window.open_photo(ids[1])
    qtbot.waitUntil(lambda: all(window.pictures.get(photo) is not None for photo in ids[0:3]))
    qtbot.keyClick(window.parts.viewer, Key.Key_Right)
    image = window.pictures.get(ids[2])
    assert image is not None
    assert window.parts.viewer.canvas._image.cacheKey() == image[0].cacheKey()
    assert window.pictures.bytes > 0
    window.pictures.forget(ids)
    assert window.pictures.bytes == 0


def test_only_few_pictures_are_kept(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "CACHE_BYTES", 1)
    ids = window.model.ids
    for photo in ids[:3]:
        window.pictures.want(photo)
        qtbot.waitUntil(lambda photo=photo: window.pictures.get(photo) is not None)
    assert window.pictures.get(ids[0]) is None


def test_full_screen_leaves_only_the_photo(qtbot: QtBot, window: MainWindow) -> None:
    window.open_photo(window.model.ids[0])
    parts, viewer = window.parts, window.parts.viewer
    qtbot.keyClick(viewer, Key.Key_F)
    assert window.isFullScreen()
    assert window.actions_["fullscreen"].isChecked()
    assert not any(widget.isVisible() for widget in (parts.sidebar, parts.panel, parts.activity, parts.search))
    qtbot.keyClick(viewer, Key.Key_I)
    assert parts.panel.isVisible()
    qtbot.keyClick(viewer, Key.Key_Escape)
    assert not window.isFullScreen()
    assert parts.stack.currentWidget() is viewer
    assert parts.sidebar.isVisible()
    assert parts.search.isVisible()
    qtbot.keyClick(viewer, Key.Key_Space)
    assert parts.stack.currentWidget() is parts.grid
    window.actions_["fullscreen"].trigger()
    assert window.isFullScreen()
    assert parts.search.isVisible()


def started(qtbot: QtBot, window: MainWindow) -> Slideshow:
    window.actions_["slideshow"].trigger()
    show = window.viewing.slideshow
    assert show is not None
    qtbot.waitUntil(lambda: show.shown == show.photo)
    return show


def test_a_slideshow_goes_on_stays_and_ends(qtbot: QtBot, window: MainWindow) -> None:
    ids = window.model.ids
    window.open_photo(ids[1])
    show = started(qtbot, window)
    assert show.isFullScreen()
    assert show.photo == ids[1]
    show._timer.setInterval(1)
    show._timer.start()
    qtbot.waitUntil(lambda: show.shown == ids[3])
    qtbot.keyClick(show, Key.Key_Space)
    assert not show.playing
    here = show.photo
    show.grab()
    qtbot.keyClick(show, Key.Key_Left)
    qtbot.keyClick(show, Key.Key_Right)
    qtbot.keyClick(show, Key.Key_Plus)
    assert show.choices.seconds == 6
    assert show.photo == here
    qtbot.mouseClick(show, LEFT)
    qtbot.mouseClick(show, Qt.MouseButton.RightButton)
    assert show.photo == here
    qtbot.keyClick(show, Key.Key_Escape)
    assert window.viewing.slideshow is None
    assert window.inspector.photo == here
    assert window.parts.stack.currentWidget() is window.parts.viewer
    again = started(qtbot, window)
    assert again.choices.seconds == 6, "what was chosen is remembered"
    again.close()
    assert window.viewing.slideshow is None


def test_a_slideshow_never_begins_black(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """The thumbnail stands for the first photo while that is read."""
    thumbnails, ids = window.thumbnails, window.model.ids
    qtbot.waitUntil(lambda: all(thumbnails.get(photo) for photo in ids))
    monkeypatch.setattr(window.viewing._pictures, "want", lambda *_wanted: None)
    window.viewing.start_slideshow()
    show = window.viewing.slideshow
    assert show is not None
    assert show.shown is None
    middle = show.grab().toImage().pixelColor(show.width() // 2, show.height() // 2)
    assert middle.lightness() > 0
    show.end()


def test_orders_of_a_slideshow(qtbot: QtBot, window: MainWindow) -> None:
    show = started(qtbot, window)
    ids = window.model.ids
    qtbot.keyClick(show, Key.Key_Space)
    qtbot.keyClick(show, Key.Key_R)
    first = show.photo
    seen = {first}
    for _ in range(6):
        show.go(1)
        seen.add(show.photo)
    assert seen == set(ids), "each once"
    show.go(1)
    assert show.photo == first
    qtbot.keyClick(show, Key.Key_L)
    show.play.setChecked(True)
    show.go(-1)
    assert show.photo == first
    assert not show.playing
    qtbot.keyClick(show, Key.Key_R)
    assert ids[show._place] == first
    show.end()


def test_the_controls_hide_with_the_pointer(qtbot: QtBot, window: MainWindow) -> None:
    show = started(qtbot, window)
    assert show.bar.isVisible()
    show._rest()
    assert not show.bar.isVisible()
    assert show.cursor().shape() == Qt.CursorShape.BlankCursor
    spot = QPointF(50, 50)
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(
        show, QMouseEvent(QEvent.Type.MouseMove, spot, spot, none, none, Qt.KeyboardModifier.NoModifier)
    )
    assert show.bar.isVisible()
    assert show.cursor().shape() != Qt.CursorShape.BlankCursor
    window.close()
    assert window.viewing.slideshow is None


def test_nothing_fades_where_motion_is_reduced(qtbot: QtBot, window: MainWindow) -> None:
    fading = motion.animated()
    assert fading
    show = started(qtbot, window)
    show.go(1)
    qtbot.waitUntil(lambda: show.shown == show.photo)
    assert show._fade.state() == show._fade.State.Running
    show.grab()
    motion.set_reduced(True)
    try:
        show._fade.stop()
        show.go(1)
        qtbot.waitUntil(lambda: show.shown == show.photo)
        assert show._fade.state() == show._fade.State.Stopped
        window.parts.viewer.strip.show_row(3)
        assert window.parts.viewer.strip._move.state() == show._fade.State.Stopped
    finally:
        motion.set_reduced(False)
        show.end()


def test_a_photo_that_cant_be_shown(qtbot: QtBot, app: App, theme: Theme, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    Image.new("RGB", (90, 90), "navy").save(folder / "x.png")
    app.add_folder(str(folder))
    app.scan()
    gone = app.photo_by_path(str(folder / "x.png"))
    window = opened(qtbot, app, theme, data, waits=False)
    qtbot.waitUntil(lambda: gone.id in window.model.ids)
    shutil.rmtree(folder)
    shutil.rmtree(data / "thumbnails", ignore_errors=True)
    assert app.region(gone.id, (0, 0, 1, 1), 100) is None
    window.open_photo(gone.id)
    qtbot.waitUntil(lambda: window.pictures.get(gone.id) is not None)
    show = started(qtbot, window)
    show.grab()
    window.close()


def test_the_file_is_shown_where_it_lies(
    qtbot: QtBot, window: MainWindow, photo: Ids, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(desktop, "show_file", lambda path: bool(shown.append(path)))
    window.open_photo(photo("red.png"))
    data = window.parts.panel.data
    qtbot.waitUntil(lambda: data.facts().get("File") == str(folder / "red.png"))
    qtbot.mouseClick(data.show_button, LEFT)
    assert shown == [str(folder / "red.png")]
    assert "can't be opened" in window.parts.toast.label.text()


def test_placement_of_a_large_photo() -> None:
    place = Placement(movable=True)
    place.set_room(QSize(800, 600), 2.0)
    place.set_photo(QSize(8000, 6000), keep=False)
    assert place.full == 5.0
    assert place.zoom_to(place.full, QPointF(0, 0))
    assert place.rect().topLeft() == QPointF(0, 0)
    assert place.seen() == (0.0, 0.0, 0.2, 0.2)
    place.move(QPointF(-400, -300))
    assert place.seen() == pytest.approx((0.1, 0.1, 0.3, 0.3))
    assert not place.zoom_to(place.full)
    place.set_photo(QSize(8000, 6000), keep=True)
    assert place.zoom == 5.0
