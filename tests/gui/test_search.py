"""Searching with the keyboard and the mouse, in the real window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui.main_window import MainWindow
from photofind.gui.month_bars import MonthBars, _label, bars
from photofind.records import Chip, Own, Query
from tests.gui.conftest import Ids, found, names

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def chips(window: MainWindow) -> list[str]:
    return [("-" if chip.exclude else "") + chip.text for chip in window.state.query.chips]


def test_typing_searches_live_and_enter_makes_a_chip(qtbot: QtBot, window: MainWindow) -> None:
    field = window.parts.search.field
    field.setFocus()
    qtbot.keyClicks(field, "cat ")
    found(qtbot, window, ["chelsea.png", "hostile.png"])
    assert not window.state.query.chips
    qtbot.keyClick(field, Key.Key_Return)
    assert chips(window) == ["cat"]
    assert field.text() == ""
    assert [chip.text() for chip in window.parts.search.chips] == ["cat"]
    found(qtbot, window, ["chelsea.png", "hostile.png"])
    assert "2 of 7 photos" in window.parts.results.total.text()
    assert "6 described" in window.parts.results.total.text()


def test_an_unfinished_word_does_not_empty_the_grid(qtbot: QtBot, window: MainWindow) -> None:
    field = window.parts.search.field
    qtbot.keyClicks(field, "cat tabbq")
    found(qtbot, window, ["chelsea.png", "hostile.png"])
    assert window.parts.results.note.text() == ""
    qtbot.keyClicks(field, " ")
    found(qtbot, window, [])


def test_a_word_that_is_being_typed_is_not_reported(qtbot: QtBot, window: MainWindow) -> None:
    """On the way to “dog” stands “do”, which is a stop word; and to “tabby” stands “tabb”, which no photo has."""
    field, note = window.parts.search.field, window.parts.results.note
    said: list[str] = []
    window.finder.found.connect(lambda _found: said.append(note.text()))
    for text in ("do", "of", "tabbq", "the cat -do", "camera:xyz"):
        field.setFocus()
        field.clear()
        qtbot.keyClicks(field, text)
        qtbot.waitUntil(lambda: not window.finder._timer.isActive() and not window._fast.busy)
    assert set(said) == {"", "left out: the"}
    # Once the person has stopped, what was not searched for is said.
    field.clear()
    qtbot.keyClicks(field, "cat do")
    qtbot.waitUntil(lambda: note.text() == "left out: do")
    field.clear()
    qtbot.keyClicks(field, "cat tabbq")
    qtbot.waitUntil(lambda: note.text() == "no word “tabbq” yet")
    window.finder.refresh()  # the library changes meanwhile
    qtbot.waitUntil(lambda: not window._fast.busy)
    assert note.text() == "no word “tabbq” yet"
    qtbot.keyClick(field, Key.Key_Backspace)
    qtbot.waitUntil(lambda: note.text() == "")


def test_comma_quotes_and_minus(qtbot: QtBot, window: MainWindow) -> None:
    field = window.parts.search.field
    qtbot.keyClicks(field, '"wooden table",-cup,')
    assert window.state.query.chips == (Chip("wooden table", phrase=True), Chip("cup", exclude=True))
    found(qtbot, window, [])
    window.parts.search.chips[1].setFocus()
    qtbot.keyClick(window.parts.search.chips[1], Key.Key_Space)
    found(qtbot, window, ["coffee.png"])


def test_a_comma_inside_quotes_is_text(qtbot: QtBot, window: MainWindow) -> None:
    field = window.parts.search.field
    qtbot.keyClicks(field, '"cup, cof')
    assert field.text() == '"cup, cof'
    assert not window.state.query.chips


def test_stop_words_are_left_out_visibly(qtbot: QtBot, window: MainWindow) -> None:
    field = window.parts.search.field
    qtbot.keyClicks(field, "the cat of a")
    qtbot.keyClick(field, Key.Key_Return)
    assert chips(window) == ["cat"]
    qtbot.waitUntil(lambda: "left out: the, of, a" in window.parts.results.note.text())


def test_click_toggles_and_the_cross_removes(qtbot: QtBot, window: MainWindow) -> None:
    window.state.add([Chip("table"), Chip("cup")])
    found(qtbot, window, ["coffee.png"])
    chip = window.parts.search.chips[1]
    assert chip.accessibleName() == "With cup"
    qtbot.mouseClick(chip, LEFT, pos=QPoint(14, 14))
    assert chips(window) == ["table", "-cup"]
    found(qtbot, window, ["red.png"])
    chip = window.parts.search.chips[1]
    assert chip.accessibleName() == "Without cup"
    qtbot.mouseClick(chip, LEFT, pos=chip.close_rect.center())
    assert chips(window) == ["table"]
    found(qtbot, window, ["coffee.png", "red.png"])


def test_backspace_in_the_empty_field_and_undo(qtbot: QtBot, window: MainWindow) -> None:
    field = window.parts.search.field
    field.setFocus()
    window.state.add([Chip("table")])
    window.state.add([Chip("cup")])
    qtbot.keyClick(field, Key.Key_Backspace)
    assert chips(window) == ["table"]
    qtbot.keyClick(field, Key.Key_Backspace)
    assert chips(window) == []
    qtbot.keyClick(field, Key.Key_Z, CONTROL)
    qtbot.keyClick(field, Key.Key_Z, CONTROL)
    assert chips(window) == ["table", "cup"]
    found(qtbot, window, ["coffee.png"])
    qtbot.keyClick(field, Key.Key_Z, CONTROL | SHIFT)
    assert chips(window) == ["table"]
    qtbot.keyClick(field, Key.Key_Y, CONTROL)
    assert chips(window) == []
    assert not window.state.can_redo


def test_text_has_its_own_undo_while_there_is_text(qtbot: QtBot, window: MainWindow) -> None:
    window.state.add([Chip("table")])
    field = window.parts.search.field
    qtbot.keyClicks(field, "cup")
    qtbot.keyClick(field, Key.Key_Z, CONTROL)
    assert field.text() == ""
    assert chips(window) == ["table"]


def test_all_or_any(qtbot: QtBot, window: MainWindow) -> None:
    switch = window.parts.search.any_switch
    window.state.add([Chip("cat")])
    assert not switch.isVisible()
    window.state.add([Chip("rocket")])
    found(qtbot, window, [])
    assert switch.isVisible()
    assert window.parts.empty.secondary.isVisible()
    qtbot.mouseClick(switch, LEFT)
    found(qtbot, window, ["chelsea.png", "hostile.png", "rocket.jpg"])
    assert switch.text() == "any of them"


def test_the_empty_result_offers_ways_out(qtbot: QtBot, window: MainWindow) -> None:
    window.state.add([Chip("cat"), Chip("rocket")])
    qtbot.waitUntil(lambda: window.parts.stack.currentWidget() is window.parts.empty)
    assert window.parts.empty.title.text() == "No photo matches"
    qtbot.mouseClick(window.parts.empty.secondary, LEFT)
    found(qtbot, window, ["chelsea.png", "hostile.png", "rocket.jpg"])
    assert window.parts.stack.currentWidget() is window.parts.grid
    window.state.set_any(False)
    qtbot.waitUntil(lambda: window.parts.stack.currentWidget() is window.parts.empty)
    qtbot.mouseClick(window.parts.empty.primary, LEFT)
    qtbot.waitUntil(lambda: len(window.model.ids) == 7)
    assert window.state.empty


def test_completion(qtbot: QtBot, window: MainWindow) -> None:
    field, popup = window.parts.search.field, window.parts.search.popup
    field.setFocus()
    qtbot.keyClicks(field, "table -ca")
    qtbot.waitUntil(popup.isVisible)
    words = [popup.item(row).text() for row in range(popup.count())]
    assert "cat" in words
    while popup.current_word() != "cat":
        qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Tab)
    assert chips(window) == ["table", "-cat"]
    assert not popup.isVisible()
    qtbot.keyClicks(field, "cu")
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Up)
    assert popup.current_word() is None
    qtbot.keyClick(field, Key.Key_Escape)
    assert not popup.isVisible()
    assert field.text() == "cu"
    qtbot.keyClick(field, Key.Key_Escape)
    assert field.text() == ""
    qtbot.keyClicks(field, "cu")
    qtbot.waitUntil(popup.isVisible)
    qtbot.mouseClick(popup.viewport(), LEFT, pos=popup.visualItemRect(popup.item(0)).center())
    assert "cup" in chips(window)


def test_words_that_match_nothing_offer_others(qtbot: QtBot, window: MainWindow) -> None:
    window.state.add([Chip("rockte")])
    results = window.parts.results
    qtbot.waitUntil(lambda: "No photo matches “rockte”" in results.lead)
    assert "no photo matches" in window.parts.search.chips[0].accessibleName()
    near = next(button for button in results.words if button.text() == "rocket")
    qtbot.mouseClick(near, LEFT)
    assert chips(window) == ["rocket"]
    found(qtbot, window, ["rocket.jpg"])
    window.state.add([Chip("xyzzyq")])
    qtbot.waitUntil(lambda: "xyzzyq" in results.lead)
    qtbot.mouseClick(results.words[-1], LEFT)
    assert chips(window) == ["rocket"]


def test_suggested_words_narrow(qtbot: QtBot, window: MainWindow) -> None:
    results = window.parts.results
    window.state.add([Chip("table")])
    qtbot.waitUntil(lambda: results.lead == "Narrow to:" and bool(results.words))
    button = results.words[0]
    word = button.text().split()[0]
    before = len(window.model.ids)
    qtbot.mouseClick(button, LEFT)
    assert word in chips(window)
    qtbot.waitUntil(lambda: 0 < len(window.model.ids) <= before)


def test_clear_and_its_key(qtbot: QtBot, window: MainWindow, folder: object) -> None:
    window.state.set_folder(str(folder))
    window.state.set_dates("2020-09-14", "2020-09-15")
    window.state.add([Chip("cat")])
    assert len(window.parts.search.chips) == 3
    assert window.parts.search.chips[0].accessibleName().startswith("Filter")
    qtbot.mouseClick(window.parts.search.clear_button, LEFT)
    assert window.state.empty
    assert not window.parts.search.clear_button.isVisible()
    qtbot.keyClick(window.parts.search.field, Key.Key_Z, CONTROL)
    assert len(window.parts.search.chips) == 3


def test_filter_chips_are_removed(qtbot: QtBot, window: MainWindow, folder: object) -> None:
    window.state.set_folder(str(folder))
    window.state.set_dates("2020-09-14", None)
    assert [chip.text() for chip in window.parts.search.chips][1].startswith("from ")
    chip = window.parts.search.chips[1]
    qtbot.mouseClick(chip, LEFT, pos=chip.close_rect.center())
    qtbot.keyClick(window.parts.search.chips[0], Key.Key_Delete)
    assert window.state.empty
    window.state.set_dates(None, "2020-09-14")
    window.state.set_folder(str(folder))
    field = window.parts.search.field
    qtbot.keyClick(field, Key.Key_Backspace)
    qtbot.keyClick(field, Key.Key_Backspace)
    assert window.state.empty


def test_dates(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["dates"].trigger()
    dialog = window.library_commands.dialog
    assert dialog is not None
    dialog.first.setDate(dialog.first.date().fromString("2020-09-13", Qt.DateFormat.ISODate))
    dialog.last.setDate(dialog.last.date().fromString("2020-09-14", Qt.DateFormat.ISODate))
    assert dialog.range == ("2020-09-13", "2020-09-15")
    dialog.accept()
    qtbot.waitUntil(lambda: 0 < len(window.model.ids) < 7)


def test_order(qtbot: QtBot, window: MainWindow) -> None:
    sort = window.parts.results.sort
    sort.setCurrentIndex(sort.findData("name"))
    sort.activated.emit(sort.currentIndex())
    qtbot.waitUntil(lambda: names(window) == sorted(names(window)) and window.model.query.sort == "name")
    assert names(window)[0] == "astronaut.png"


def test_saved_searches(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["save_search"].trigger()
    assert "nothing to save" in window.parts.toast.label.text()
    window.state.add([Chip("cat"), Chip("nose", exclude=True)])
    window.actions_["save_search"].trigger()
    dialog = window.library_commands.dialog
    assert dialog is not None
    assert dialog.textValue() == "cat -nose"
    dialog.setTextValue("my cats")
    dialog.accept()
    window.parts.search.clear()
    places = window.parts.sidebar.places
    qtbot.waitUntil(lambda: len(places.items("search")) == 1)
    qtbot.mouseClick(places.viewport(), LEFT, pos=places.visualItemRect(places.items("search")[0]).center())
    assert chips(window) == ["cat", "-nose"]
    window.library_commands.remove_search("my cats")
    assert places.items("search") == []


def test_the_same_word_changes_its_chip(window: MainWindow) -> None:
    window.state.add([Chip("cat")])
    window.state.add([Chip("Cat", exclude=True)])
    assert window.state.query.chips == (Chip("Cat", exclude=True),)


def test_query_helpers(window: MainWindow) -> None:
    state = window.state
    assert state.empty
    state.undo()
    state.redo()
    state.use(Query((Chip("cat"),), sort="newest"))
    assert state.query.chips == (Chip("cat"),)


def test_the_filter_menu_offers_what_is_found(qtbot: QtBot, window: MainWindow, folder: object) -> None:
    search, state = window.parts.search, window.state
    qtbot.mouseClick(search.filter_button, LEFT)
    qtbot.waitUntil(lambda: search.menu is not None)
    menu = search.menu
    assert menu is not None
    submenus = {action.text(): action.menu() for action in menu.actions() if action.menu()}
    assert {"Folder", "Orientation", "Description"} <= set(submenus)
    assert not menu.actions()[[a.text() for a in menu.actions()].index("Camera")].isEnabled()
    described = {action.text().split("\t")[0]: action for action in submenus["Description"].actions()}
    assert described["not described"].text().endswith("\t1")
    described["not described"].trigger()
    menu.close()
    found(qtbot, window, ["plain.png"])
    assert [chip.text() for chip in search.chips] == ["not described"]
    assert search.chips[0].accessibleName() == "Filter: not described"
    qtbot.mouseClick(search.chips[0], LEFT, pos=search.chips[0].close_rect.center())
    qtbot.waitUntil(lambda: len(window.model.ids) == 7)
    assert state.empty


def test_dates_are_picked_from_the_chart(qtbot: QtBot, window: MainWindow) -> None:
    search = window.parts.search
    search.show_filters()
    qtbot.waitUntil(lambda: search.menu is not None)
    menu = search.menu
    assert menu is not None
    chart = menu.findChild(MonthBars)
    assert [bar.photos for bar in chart.bars] == [7]
    chart.setFocus()
    qtbot.keyClick(chart, Key.Key_Right)
    assert "7 photos" in chart.accessibleDescription()
    qtbot.keyClick(chart, Key.Key_Return)
    assert (window.state.query.after, window.state.query.before) == ("2020-09-01", "2020-10-01")
    assert len(window.parts.search.chips) == 1


def test_typed_filters_become_chips(qtbot: QtBot, window: MainWindow) -> None:
    field, popup = window.parts.search.field, window.parts.search.popup
    field.setFocus()
    qtbot.keyClicks(field, "cat is:p")
    qtbot.waitUntil(lambda: popup.isVisible() and popup.first_word() == "is:partly")
    qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Tab)
    assert chips(window) == ["cat"]
    assert window.state.query.state == "partly"
    found(qtbot, window, ["chelsea.png", "hostile.png"])
    qtbot.keyClicks(field, "orientation:diagonal")
    qtbot.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: "left out: orientation:diagonal" in window.parts.results.note.text())
    window.state.set_filters(own=True)
    found(qtbot, window, [])
    qtbot.keyClick(field, Key.Key_Backspace)
    qtbot.keyClick(field, Key.Key_Backspace)
    assert window.state.query.own
    qtbot.keyClick(field, Key.Key_Backspace)
    assert window.state.empty


def test_a_word_without_related_ones(qtbot: QtBot, window: MainWindow) -> None:
    field = window.parts.search.field
    qtbot.keyClicks(field, "animal,")
    found(qtbot, window, ["chelsea.png", "hostile.png"])
    menu = window.parts.search.chips[0].menu()
    next(action for action in menu.actions() if action.isCheckable()).trigger()
    menu.close()
    assert window.state.query.chips == (Chip("animal", exact=True),)
    assert "itself" in window.parts.search.chips[0].accessibleName()
    found(qtbot, window, [])
    window.state.clear()
    qtbot.keyClicks(field, "=animal,")
    assert window.state.query.chips == (Chip("animal", exact=True),)


def test_photos_like_another(qtbot: QtBot, app: App, window: MainWindow, photo: Ids) -> None:
    app.set_own(photo("red.png"), Own("A wooden cup holder"))
    grid = window.parts.grid
    grid.show_row(window.model.ids.index(photo("coffee.png")))
    qtbot.waitUntil(lambda: window.model.photo_at(grid.currentIndex().row()) is not None)
    menu = window.photo_commands.menu(window)
    next(action for action in menu.actions() if action.text() == "Find similar photos").trigger()
    menu.close()
    found(qtbot, window, ["red.png"])
    qtbot.waitUntil(lambda: [chip.text() for chip in window.parts.search.chips] == ["similar to coffee.png"])
    window.state.add([Chip("ball", exclude=True)])
    found(qtbot, window, [])
    chip = window.parts.search.chips[0]
    qtbot.mouseClick(chip, LEFT, pos=chip.close_rect.center())
    assert window.state.query.similar is None


def test_saved_filters_come_back(window: MainWindow) -> None:
    query = Query((Chip("cat", exact=True),), camera="Canon", own=True, state="partly", orientation="square")
    window.library_commands._save_search("mine", query)
    window.library_commands.use_search("mine")
    assert window.state.query == query


def test_bars_by_month_and_by_year() -> None:
    assert bars([]) == []
    months = bars([("2019-11", 3), ("2020-02", 1)])
    assert [(bar.first, bar.photos) for bar in months] == [
        ("2019-11-01", 3),
        ("2019-12-01", 0),
        ("2020-01-01", 0),
        ("2020-02-01", 1),
    ]
    assert months[-1].after == "2020-03-01"
    years = bars([("1999-05", 2), ("2005-01", 1), ("2005-12", 4)])
    assert [(bar.first, bar.photos) for bar in years if bar.photos] == [("1999-01-01", 2), ("2005-01-01", 5)]
    assert sum(bar.photos for bar in bars([("0001-01", 1), ("9999-12", 2)])) == 3


def test_the_ends_of_the_chart_are_named_for_people() -> None:
    months = bars([("2019-11", 3), ("2020-02", 1)])
    assert [_label(months[0]), _label(months[-1])] == ["November 2019", "February 2020"]
    years = bars([("1999-05", 2), ("2005-01", 1)])
    assert [_label(years[0]), _label(years[-1])] == ["1999", "2005"]
