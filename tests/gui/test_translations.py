"""Translations: complete, up to date, true to the placeholders of the source; no text of the window goes past them."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from photofind.app import App
from photofind.gui import language
from photofind.gui.main_window import MainWindow
from photofind.gui.theme import Theme
from photofind.gui.wording import duration, moment, number, percent, photos, size, times, view_name
from photofind.records import VIEWS
from tests.gui.conftest import opened

ROOT = Path(__file__).resolve().parents[2]
GUI = ROOT / "photofind" / "gui"
TRANSLATED = ("de", "ja")


def load_script() -> ModuleType:
    path = ROOT / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("photofind_translations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


script = load_script()


@pytest.fixture
def speaking(qapp: QApplication) -> Iterator[None]:
    """English again after a test that speaks another language."""
    yield
    language.install(qapp, "en")


# --- the files ------------------------------------------------------------------------------------------------------


def test_every_text_of_the_window_is_translated_and_compiled() -> None:
    assert script.stale() == [], "run packaging/translations.py"
    left = [text for code in language.NAMES for text in script.unfinished(script.FOLDER / f"photofind_{code}.ts")]
    assert left == []
    assert tuple(language.NAMES) == script.LANGUAGES


def signs(text: str) -> dict[str, object]:
    """What a translation must keep: placeholders, mnemonic, markup, whether it ends in an ellipsis, file patterns."""
    return {
        "fields": sorted(re.findall(r"\{[a-z_]*\}", text)),
        "number": "%Ln" in text or "%n" in text,
        "mnemonic": len(re.findall(r"&(?=\w)(?!\w+;)", text)),
        "markup": sorted(re.findall(r"</?[a-z]+[^>]*>", text)),
        "ellipsis": text.endswith("…") and len(text) < 40,
        "patterns": re.findall(r"\*\.\w+", text),
        "lines": text.count("\n"),
    }


@pytest.mark.parametrize("code", TRANSLATED)
def test_placeholders_mnemonics_and_markup_agree_with_the_source(code: str) -> None:
    wrong = []
    for message, forms in script.entries(script.FOLDER / f"photofind_{code}.ts").items():
        for form in forms:
            # A form for one thing may say it in a word: "once".
            kept = signs(form) | ({"number": True} if message.plural else {})
            if kept != signs(message.text):
                wrong.append((message.text, form))
    assert wrong == []


def test_a_translation_that_loses_a_placeholder_would_be_noticed() -> None:
    assert signs("{n} of {all}…") != signs("{n} von …")
    assert signs("&Address") != signs("Adresse")
    assert signs("<b>x</b>") != signs("x")


def test_german_keys_and_quotation_marks() -> None:
    for message, forms in script.entries(script.FOLDER / "photofind_de.ts").items():
        for form in forms:
            assert not re.search(r"\b(Ctrl|Shift|Del|Space)\b", form), form
            assert "“" not in form or "„" in form, form
            assert not re.search(r"\S…$", form), f"a space stands before the ellipsis: {form}"
            assert not re.search(r"\b([Dd]u|[Dd]ein\w*|Ihre?[mnrs]?|Sie können)\b", form), form
        assert message.text


def test_japanese_sentences_end_as_such() -> None:
    for message, forms in script.entries(script.FOLDER / "photofind_ja.ts").items():
        for form in forms:
            if message.text.endswith(".") and " " in message.text:
                assert form.endswith(("。", "。 ", "{why}")), form
            assert not re.search(r"[、。]\s", form.replace("\n", "")), form


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_compiled_file_answers_as_the_source_says(code: str) -> None:
    translator = QTranslator()
    assert translator.load(f"photofind_{code}", str(script.FOLDER))
    for message, forms in script.entries(script.FOLDER / f"photofind_{code}.ts").items():
        said = translator.translate(message.context, message.text, message.comment, 7 if message.plural else -1)
        assert said == forms[-1]


# --- the source -----------------------------------------------------------------------------------------------------

SHOWN = {
    "setText", "setToolTip", "setWindowTitle", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription",
    "setStatusTip", "setWhatsThis", "setTitle", "setLabelText", "setInformativeText", "setSuffix", "setPrefix",
    "setSpecialValueText", "setNameFilter", "setNameFilters", "addAction", "addMenu", "addRow", "addItem", "addItems",
    "addTab", "addButton", "addSection", "setHorizontalHeaderLabels", "drawText", "say",
    "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu", "QMessageBox",
    "getSaveFileName", "getOpenFileName", "getExistingDirectory", "QFileDialog",
}  # fmt: skip
"""Calls whose texts people read."""
UNTRANSLATED = {"photofind", "photofind ", "http://localhost:8080/v1", "words.svg", " (*.svg);;", " (*.png)"}
"""The program's name, an address and a file name as examples, file patterns around a translated word."""


def literals(node: ast.AST) -> Iterator[str]:
    """Texts in an expression, but those that are translated, keys of mappings and names of roles."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ("tr", "_tr", "translate", "icon", "removeprefix", "replace", "rsplit", "toString", "join", "get"):
            return
        if name == "format" and isinstance(node.func, ast.Attribute):
            yield from literals(node.func.value)
            return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        whole = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
        yield re.sub(r"<[^>]*>?|&\w+;", "", whole)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from literals(part.value)
    elif isinstance(node, ast.Subscript | ast.Compare | ast.Dict | ast.Lambda):
        return
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    else:
        for child in ast.iter_child_nodes(node):
            yield from literals(child)


def bare_texts(source: str) -> list[tuple[int, str]]:
    """Texts with letters that are shown without being translated."""
    found = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in SHOWN:
            texts = [text for argument in call.args for text in literals(argument)]
            found += [(call.lineno, t) for t in texts if re.search(r"[^\W\d_]{2}", t) and t not in UNTRANSLATED]
    return found


def test_no_text_is_shown_without_being_translated() -> None:
    found = [
        (path.name, line, text)
        for path in sorted(GUI.glob("*.py"))
        for line, text in bare_texts(path.read_text("utf-8"))
        # Values of a combo box are no texts; nor are icons' names.
        if not (path.name == "results_bar.py" and text in ("relevance", "newest", "oldest", "name"))
    ]
    assert found == []


def test_a_bare_text_would_be_noticed() -> None:
    assert bare_texts('label.setText("Hello")') == [(1, "Hello")]
    assert bare_texts('label.setText(f"{n} photos")') == [(1, " photos")]
    assert bare_texts('label.setText(a if b else "or this")') == [(1, "or this")]
    assert bare_texts('label.setText(self.tr("Hello {name}").format(name=name))') == []
    assert bare_texts('label.setText(f"<b>{name}</b>")') == []


def test_a_text_that_cannot_be_collected_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("class A:\n    def f(self, window):\n        window.tr('x')\n")
    with pytest.raises(script.UnreadableError, match=r"a\.py:3"):
        script.messages(tmp_path)
    (tmp_path / "a.py").write_text("class A:\n    def f(self, text):\n        self.tr(text)\n")
    with pytest.raises(script.UnreadableError, match="no literal"):
        script.messages(tmp_path)


def test_contexts_are_those_the_program_asks_with(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "def tr(text, n=-1):\n    return QCoreApplication.translate('helper', text, None, n)\n"
        "class A:\n    def f(self):\n        tr('in a class')\n        self.tr('own')\n        tr('%Ln', 3)\n"
        "        self.tr('said', 'how')\n"
    )
    (tmp_path / "b.py").write_text("from photofind.gui.a import tr\nx = tr('imported')\n")
    found = [m for m in script.messages(tmp_path) if m.context != script.CATALOGUE]
    assert [(m.context, m.text, m.comment, m.plural) for m in found] == [
        ("A", "own", "", False),
        ("A", "said", "how", False),
        ("helper", "%Ln", "", True),
        ("helper", "imported", "", False),
        ("helper", "in a class", "", False),
    ]


# --- the language of the window -------------------------------------------------------------------------------------


def test_the_language_is_the_chosen_one_or_the_first_that_the_system_prefers() -> None:
    assert language.choose("ja", ["de-DE"]) == "ja"
    assert language.choose("", ["de-Latn-AT", "de-AT", "en-US"]) == "de"
    assert language.choose("", ["fr-FR", "ja-JP"]) == "ja"
    assert language.choose("", ["fr-FR"]) == "en"
    assert language.choose("xx", []) == "en"


def test_numbers_are_written_as_the_language_does_it_where_the_person_lives() -> None:
    swiss, british = QLocale("de_CH"), QLocale("en_GB")
    assert language.locale_for("de", swiss) == swiss
    assert language.locale_for("de", british).language() == QLocale.Language.German
    assert language.locale_for("en", QLocale("de_DE")).territory() == QLocale.Country.Germany


def test_german(qapp: QApplication, speaking: None) -> None:
    assert language.install(qapp, "de") == "de"
    QLocale.setDefault(QLocale("de_DE"))
    assert photos(1) == "1 Foto"
    assert photos(1234) == "1.234 Fotos"
    assert times(1, 1) == "einmal, in 1 Foto"
    assert times(5, 2) == "5-mal, in 2 Fotos"
    assert number(100000) == "100.000"
    assert percent(1, 3) == "33 %"
    assert duration(9000) == "2,5 h"
    assert size(1_500_000) == "1,5 MB"
    assert moment("2024-03-01T14:05:00") == "01.03.24 14:05"
    assert QLocale().toString(QDate(2024, 3, 1), "MMMM yyyy") == "März 2024"
    assert view_name("q11") == "Viertel oben links"
    # Qt's own texts: buttons of standard dialogs, menus of text fields.
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"


def test_japanese(qapp: QApplication, speaking: None) -> None:
    assert language.install(qapp, "ja") == "ja"
    assert photos(1) == "1枚の写真"
    assert photos(1234) == "1,234枚の写真"
    assert view_name("v1of2") == "左半分"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "キャンセル"
    names = {view_name(view) for view in VIEWS}
    assert len(names) == len(VIEWS)


def test_english_knows_one_and_many(qapp: QApplication, speaking: None) -> None:
    assert language.install(qapp, "en") == "en"
    assert photos(1) == "1 photo"
    assert photos(2) == "2 photos"
    assert times(1, 1) == "once, in 1 photo"
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_without_the_files_the_window_speaks_english(
    qapp: QApplication, speaking: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(language, "resource", lambda *_parts: tmp_path / "nothing here")
    language.install(qapp, "de")
    assert view_name("whole") == "whole photo"


# --- the window in another language ---------------------------------------------------------------------------------


def shown_texts(window: QWidget) -> set[str]:
    """What people can read or hear in a window."""
    texts: set[str] = set()
    for widget in [window, *window.findChildren(QWidget)]:
        texts |= {widget.toolTip(), widget.accessibleName(), widget.windowTitle()}
        if isinstance(widget, QLabel | QAbstractButton):
            texts.add(widget.text())
        elif isinstance(widget, QLineEdit):
            texts.add(widget.placeholderText())
        elif isinstance(widget, QComboBox):
            texts |= {widget.itemText(row) for row in range(widget.count())}
        elif isinstance(widget, QMenu):
            texts.add(widget.title())
    return texts | {action.text() for action in window.findChildren(QAction)}


@pytest.mark.parametrize("code", TRANSLATED)
def test_nothing_of_the_window_stays_english(
    code: str, qapp: QApplication, qtbot: QtBot, app: App, theme: Theme, data: Path, speaking: None
) -> None:
    entries = script.entries(script.FOLDER / f"photofind_{code}.ts")
    # Words that are the same in both languages are no proof.
    english = {m.text for m, forms in entries.items() if len(m.text) > 3 and m.text not in forms}
    language.install(qapp, code)
    window = opened(qtbot, app, theme, data)
    try:
        commands = window.library_commands
        assert not shown_texts(window) & english
        for show in (commands.show_models, commands.show_settings, commands.show_shortcuts, commands.show_about):
            show()
            dialog = commands.dialog
            assert dialog is not None
            assert not shown_texts(dialog) & english
            dialog.close()
    finally:
        window.close()


def test_the_language_is_chosen_in_the_settings(qtbot: QtBot, window: MainWindow, app: App) -> None:
    window.library_commands.show_settings()
    dialog = window.library_commands.dialog
    assert dialog is not None
    box = dialog.language  # type: ignore[attr-defined]
    assert [box.itemText(row) for row in range(1, box.count())] == ["English", "Deutsch", "日本語"]
    box.setCurrentIndex(box.findData("ja"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: app.settings.language == "ja")
    dialog.close()
