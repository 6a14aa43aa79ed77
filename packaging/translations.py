#!/usr/bin/env python3
"""Renew the translations: collect the window's texts, merge them into the .ts files, compile the .qm files.

    .venv/bin/python packaging/translations.py           renew resources/translations/*.ts and *.qm
    .venv/bin/python packaging/translations.py --check    change nothing; exit 1 if something is missing or stale

The texts are found by Python's own parser, because lupdate guesses the context of a module's ``tr`` helper wrongly: it
takes the class around the call, while the program asks with the helper's own context. What is found is handed to
lupdate as explicit ``QCoreApplication.translate`` calls, so that merging stays lupdate's work.
"""

from __future__ import annotations

import argparse
import ast
import json
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from photofind.captioning.catalogue import ENTRIES

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "photofind" / "gui"
FOLDER = ROOT / "resources" / "translations"
HELPERS = ("tr", "_tr")
"""What a module calls its own function that asks for a text."""
CATALOGUE = "catalogue"
"""The context of what the core says about models; asked for with a text that only the program knows."""
LANGUAGES = ("en", "de", "ja")
"""English has its plurals only: the source texts are English."""


@dataclass(frozen=True, order=True)
class Message:
    """A text as the program asks for it; ``plural`` means that it has a form for each grammatical number."""

    context: str
    text: str
    comment: str = ""
    plural: bool = False


class UnreadableError(Exception):
    """A call whose text or context can't be known from the source."""


def messages(folder: Path = SOURCES) -> list[Message]:
    """All texts of the window.

    Raises:
        UnreadableError: a call to ``tr`` without a literal text, or on an object whose class is not known here.
    """
    found = {Message(CATALOGUE, about) for about in _about_models()}
    for path in sorted(folder.glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        context = _helper_context(tree, folder)
        for class_name, call in _calls(tree, ""):
            where = f"{path.name}:{call.lineno}"
            message = _message(call, class_name, context, where)
            if message is not None:
                found.add(message)
    return sorted(found)


def _about_models() -> Iterator[str]:
    """What the core says about models: the lines of the catalogue, and those of built-in, own and remote models."""
    yield from (entry.about for entry in ENTRIES)
    tree = ast.parse((SOURCES.parent / "captioning" / "models.py").read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "about" and (text := _literal(node.value)) is not None:
            yield text


def _helper_context(tree: ast.Module, folder: Path) -> str:
    """The context of the module's own ``tr`` function, or of the one it imports; empty if it has none."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in HELPERS:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call) and _is_translate(inner.func):
                    return _literal(inner.args[0]) or ""
        if isinstance(node, ast.ImportFrom) and any(name.name in HELPERS for name in node.names):
            module = folder / f"{(node.module or '').rpartition('.')[2]}.py"
            return _helper_context(ast.parse(module.read_text("utf-8")), folder)
    return ""


def _calls(node: ast.AST, class_name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call below a node with the class it stands in; the helpers themselves are left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef) and child.name in HELPERS:
            continue
        if isinstance(child, ast.Call):
            yield class_name, child
        yield from _calls(child, child.name if isinstance(child, ast.ClassDef) else class_name)


def _message(call: ast.Call, class_name: str, helper: str, where: str) -> Message | None:
    func = call.func
    arguments = list(call.args)
    if isinstance(func, ast.Name) and func.id in HELPERS:
        context = helper
        # A helper takes (text, n).
        plural = len(arguments) > 1
        comment = ""
    elif _is_translate(func):
        context = _literal(arguments.pop(0)) or ""
        if context == CATALOGUE:
            return None
        plural, comment = len(arguments) > 2, _comment(arguments, where)
    elif isinstance(func, ast.Attribute) and func.attr == "tr":
        if not (isinstance(func.value, ast.Name) and func.value.id == "self"):
            raise UnreadableError(f"{where}: tr() of another object has that object's context; use self.tr or a helper")
        context = class_name
        plural, comment = len(arguments) > 2, _comment(arguments, where)
    else:
        return None
    plural = plural or any(word.arg == "n" for word in call.keywords)
    text = _literal(arguments[0]) if arguments else None
    if text is None or not context:
        raise UnreadableError(f"{where}: the text or its context is no literal")
    return Message(context, text, comment, plural)


def _comment(arguments: list[ast.expr], where: str) -> str:
    if len(arguments) < 2 or (isinstance(arguments[1], ast.Constant) and arguments[1].value is None):
        return ""
    comment = _literal(arguments[1])
    if comment is None:
        raise UnreadableError(f"{where}: the disambiguation is no literal")
    return comment


def _is_translate(func: ast.expr) -> bool:
    return (
        isinstance(func, ast.Attribute) and func.attr == "translate" and ast.unparse(func.value) == "QCoreApplication"
    )


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def renew(folder: Path = FOLDER, *, keep_obsolete: bool = False) -> None:
    """Merge the texts into each .ts file of a folder and compile it.

    Raises:
        subprocess.CalledProcessError: lupdate or lrelease failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        shadow = Path(temporary) / "texts.py"
        shadow.write_text("".join(map(_as_call, messages())), "utf-8")
        for language in LANGUAGES:
            ts = folder / f"photofind_{language}.ts"
            options = ["-locations", "none", "-source-language", "en", "-target-language", language]
            options += [] if keep_obsolete else ["-no-obsolete"]
            options += ["-pluralonly"] if language == "en" else []
            _qt("lupdate", *options, str(shadow), "-ts", str(ts))
            _qt("lrelease", str(ts), "-qm", str(ts.with_suffix(".qm")))


def _as_call(message: Message) -> str:
    parts = [message.context, message.text]
    number = ""
    if message.plural or message.comment:
        parts.append(message.comment)
    if message.plural:
        number = ", 1"
    return f"QCoreApplication.translate({', '.join(json.dumps(p, ensure_ascii=False) for p in parts)}{number})\n"


def _qt(tool: str, *arguments: str) -> None:
    beside = Path(sys.executable).with_name(f"pyside6-{tool}")
    program = str(beside) if beside.exists() else shutil.which(f"pyside6-{tool}") or f"pyside6-{tool}"
    subprocess.run([program, *arguments], check=True, capture_output=True, text=True, timeout=120)


def entries(ts: Path) -> dict[Message, tuple[str, ...]]:
    """The texts of a .ts file with their finished translations: one, one for each grammatical number, or none."""
    found = {}
    for context in ET.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            plural = message.get("numerus") == "yes"
            key = Message(
                context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", ""), plural
            )
            translation = message.find("translation")
            if translation is None or translation.get("type") is not None:
                found[key] = ()
            elif plural:
                found[key] = tuple(form.text or "" for form in translation.iter("numerusform"))
            else:
                found[key] = (translation.text or "",)
    return found


def unfinished(ts: Path) -> list[str]:
    """Texts of a .ts file that have no finished translation."""
    return [f"{key.context}: {key.text}" for key, forms in entries(ts).items() if not forms or not all(forms)]


def stale(folder: Path = FOLDER) -> list[str]:
    """Names of the files that renewing would change."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary)
        for language in LANGUAGES:
            ts = folder / f"photofind_{language}.ts"
            if ts.exists():
                shutil.copy(ts, copy)
        renew(copy)
        changed = []
        for language in LANGUAGES:
            ts, qm = f"photofind_{language}.ts", f"photofind_{language}.qm"
            if not (folder / ts).exists() or entries(folder / ts) != entries(copy / ts):
                changed.append(ts)
            if not (folder / qm).exists() or (folder / qm).read_bytes() != (copy / qm).read_bytes():
                changed.append(qm)
        return changed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--keep-obsolete", action="store_true", help="keep translations of texts that are gone")
    options = parser.parse_args()
    if options.check:
        changed = stale()
        for name in changed:
            print(f"{name} is not up to date")
    else:
        changed = []
        renew(keep_obsolete=options.keep_obsolete)
    left = [f"{ts.name}: {text}" for ts in sorted(FOLDER.glob("*.ts")) for text in unfinished(ts)]
    for text in left:
        print(text)
    print(f"{len(messages())} texts, {len(left)} translations left to do")
    return 1 if changed or left else 0


if __name__ == "__main__":
    sys.exit(main())
