"""Insights: frequent words as a cloud and bars that become chips, copied and saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from photofind.gui.histogram import Histogram
from photofind.gui.insights import InsightsPage
from photofind.gui.main_window import MainWindow
from photofind.gui.theme import Theme
from photofind.gui.wordcloud import WordCloud, inks_of, summary
from photofind.records import Chip, WordCount
from tests.gui.conftest import Ids, found

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


def names(page: InsightsPage) -> list[str]:
    return [word.word for word in page.words]


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> Iterator[InsightsPage]:
    """The page on all photos, laid out."""
    window.actions_["insights"].trigger()
    page = window.insights
    qtbot.waitUntil(lambda: len(page.cloud.words) == len(page.words) > 0)
    yield page
    for menu in page.findChildren(QMenu):
        menu.close()


def test_the_words_of_all_results(qtbot: QtBot, window: MainWindow, page: InsightsPage) -> None:
    assert window.parts.stack.currentWidget() is page
    assert page.scope == "result"
    assert page.words[0] == WordCount("cat", 4, 2)
    assert "7 photos" in page.note.text()
    assert page.bars.count() == min(15, len(page.words))
    assert page.bars.item(0).text() == "cat: 4 times, in 2 photos"
    rects = [word.geometry().adjusted(3, 3, -3, -3) for word in page.cloud.words]
    room = page.cloud.rect()
    for number, rect in enumerate(rects):
        assert room.contains(rect)
        assert not any(rect.intersects(other) for other in rects[number + 1 :])
    assert page.cloud.words[0].accessibleName() == "cat: 4 times, in 2 photos"
    page.grab()
    qtbot.keyClick(page, Key.Key_Escape)
    assert window.parts.stack.currentWidget() is window.parts.grid


def test_the_words_of_one_photo_a_selection_the_library(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    window.open_photo(photo("rocket.jpg"))
    window.actions_["insights"].trigger()
    page = window.insights
    assert page.scope == "photo"
    qtbot.waitUntil(lambda: "rocket" in names(page))
    assert "cat" not in names(page)
    page.closed.emit()
    window.parts.grid.select_rows([window.model.row_of(photo(name)) or 0 for name in ("red.png", "coffee.png")], None)
    window.photo_commands.insights_wanted.emit()
    assert page.scope == "selection"
    qtbot.waitUntil(lambda: names(page)[:1] == ["table"])
    assert page.words[0] == WordCount("table", 3, 2)
    qtbot.mouseClick(page.scopes["library"], LEFT)
    qtbot.waitUntil(lambda: names(page)[0] == "cat")
    assert "whole library" in page.title


def test_a_click_on_a_word_adds_a_chip_and_the_words_follow(
    qtbot: QtBot, window: MainWindow, page: InsightsPage
) -> None:
    table = next(word for word in page.cloud.words if word.text() == "table")
    qtbot.mouseClick(table, LEFT)
    assert window.state.query.chips == (Chip("table"),)
    found(qtbot, window, ["coffee.png", "red.png"])
    qtbot.waitUntil(lambda: "cat" not in names(page) and len(page.cloud.words) == len(page.words))
    assert "table" in page.title
    marked = [word.text() for word in page.cloud.words if word.used]
    assert marked == ["table"]
    page.grab()
    coffee = next(word for word in page.cloud.words if word.text() == "coffee")
    qtbot.mouseClick(coffee, LEFT)
    found(qtbot, window, ["coffee.png"])
    page.cloud.chosen.emit("coffee", True)
    found(qtbot, window, ["red.png"])


def test_the_cloud_by_keyboard(qtbot: QtBot, window: MainWindow, page: InsightsPage) -> None:
    cloud = page.cloud
    words = cloud.words
    assert [word.focusPolicy() for word in words].count(Qt.FocusPolicy.StrongFocus) == 1
    words[0].setFocus()
    for key, place in ((Key.Key_Right, 1), (Key.Key_Down, 2), (Key.Key_Left, 1), (Key.Key_End, -1), (Key.Key_Home, 0)):
        qtbot.keyClick(QApplication.focusWidget(), key)
        assert QApplication.focusWidget() is words[place]
    cloud.grab()
    qtbot.keyClick(words[0], Key.Key_Return, SHIFT)
    assert window.state.query.chips == (Chip("cat", exclude=True),)
    qtbot.waitUntil(lambda: "cat" not in names(page))
    qtbot.waitUntil(lambda: len(cloud.words) == len(page.words))
    cloud.words[0].setFocus()
    first = cloud.words[0].text()
    qtbot.keyClick(cloud.words[0], Key.Key_Return)
    assert Chip(first) in window.state.query.chips


def test_the_bars_by_mouse_and_keyboard(qtbot: QtBot, window: MainWindow, page: InsightsPage) -> None:
    bars = page.bars
    wanted = bars.item(1).text().split(":")[0]
    qtbot.mouseClick(bars.viewport(), LEFT, pos=bars.visualItemRect(bars.item(1)).center())
    assert window.state.query.chips == (Chip(wanted),)
    window.state.undo()
    qtbot.waitUntil(lambda: len(window.model.ids) == 7 and names(page)[0] == "cat")
    bars.setFocus()
    bars.setCurrentRow(0)
    qtbot.keyClick(bars, Key.Key_Down)
    qtbot.keyClick(bars, Key.Key_Up)
    qtbot.keyClick(bars, Key.Key_Return, SHIFT)
    assert window.state.query.chips == (Chip("cat", exclude=True),)


def test_menus_of_words(qtbot: QtBot, window: MainWindow, page: InsightsPage) -> None:
    asked: list[str] = []
    for part in (page.cloud, page.bars):
        part.menu_wanted.disconnect()
        part.menu_wanted.connect(lambda word, _where: asked.append(word))
    word, spot = page.cloud.words[0], QPoint(3, 3)
    QApplication.sendEvent(word, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, word.mapToGlobal(spot)))
    view = page.bars.viewport()
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, view.mapToGlobal(spot)))
    assert asked == ["cat", "cat"]
    include, exclude = page.menu("cat").actions()
    include.trigger()
    assert window.state.query.chips == (Chip("cat"),)
    exclude.trigger()
    assert window.state.query.chips == (Chip("cat", exclude=True),)


def test_nothing_said_yet(qtbot: QtBot, window: MainWindow, photo: Ids) -> None:
    window.open_photo(photo("plain.png"))
    window.actions_["insights"].trigger()
    page = window.insights
    qtbot.waitUntil(page.empty.isVisible)
    assert "Nothing was said" in page.empty.text()
    assert not page.save_button.isEnabled()
    assert not page.cloud.isVisible()


def test_copied_and_saved(
    qtbot: QtBot, window: MainWindow, page: InsightsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clipboard = QApplication.clipboard()
    clipboard.clear()
    picture, table = page.copy_button.menu().actions()
    picture.trigger()
    qtbot.waitUntil(lambda: clipboard.image().width() == 2560)
    table.trigger()
    assert clipboard.text() == summary(page.words)
    assert clipboard.text().splitlines()[0] == "cat\t4\t2"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "words"), "Picture (*.png)"))
    qtbot.mouseClick(page.save_button, LEFT)
    qtbot.waitUntil((tmp_path / "words.png").exists)
    assert QImage(str(tmp_path / "words.png")).width() == 2560
    page.save(tmp_path / "words.svg")
    qtbot.waitUntil((tmp_path / "words.svg").exists)
    root = ET.parse(tmp_path / "words.svg").getroot()
    shown = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert shown.count("cat") == 2
    page.save(tmp_path / "nowhere" / "words.svg")
    qtbot.waitUntil(lambda: "can't write" in window.parts.toast.label.text())


def test_beside_or_below_each_other(qtbot: QtBot, window: MainWindow, page: InsightsPage) -> None:
    assert page.bars.x() > page.cloud.geometry().right()
    window.resize(760, 800)
    qtbot.waitUntil(lambda: page.bars.y() > page.cloud.geometry().bottom())
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    page.grab()
    window.resize(640, 520)  # no room for both: the bars say the same
    qtbot.waitUntil(page.cloud.isHidden)
    assert page.bars.isVisible()
    window.resize(900, 800)
    qtbot.waitUntil(page.cloud.isVisible)


def test_colours_follow_the_theme(qtbot: QtBot, theme: Theme) -> None:
    bars, cloud = Histogram(theme), WordCloud(theme)
    for part in (bars, cloud):
        qtbot.addWidget(part)
        part.resize(400, 300)
    bars.show_words([WordCount("dog", 4, 2), WordCount("x" * 90, 1, 1)], {"dog"})
    bars.show()
    light = bars.grab().toImage()
    theme.choose("dark")
    dark = bars.grab().toImage()
    assert light != dark
    QApplication.sendEvent(bars, QEvent(QEvent.Type.Leave))
    ink = inks_of(["jig"], bars.font().family())["jig"]
    assert ink.top < 0 < ink.bottom
    assert QRect(0, 0, 400, 300).contains(bars.visualItemRect(bars.item(0)))
