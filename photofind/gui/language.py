"""The language of the window: its texts, Qt's own texts, how numbers and dates are written, the reading direction."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from photofind.errors import NotFoundError
from photofind.paths import resource

NAMES = {"en": "English", "de": "Deutsch", "ja": "日本語"}
"""Code → the language's name in itself, which is never translated."""
SOURCE = "en"

logger = logging.getLogger(__name__)


def choose(wanted: str, preferred: list[str]) -> str:
    """The language that the window speaks.

    Args:
        wanted: code of the language that the person chose; empty for the system's.
        preferred: the system's languages, best first, as ``de-AT``.

    Returns:
        The chosen language if there is a translation, else the first preferred one that has one, else English.
    """
    if wanted in NAMES:
        return wanted
    codes = (name.replace("_", "-").partition("-")[0] for name in preferred)
    return next((code for code in codes if code in NAMES), SOURCE)


def locale_for(language: str, system: QLocale) -> QLocale:
    """How numbers and dates are written: the system's way if it is of this language, else this language's there."""
    if QLocale.languageToCode(system.language()) == language:
        return system
    return QLocale(QLocale.codeToLanguage(language), QLocale.Script.AnyScript, system.territory())


def install(application: QApplication, wanted: str = "") -> str:
    """Let the window speak a language from now on; what is shown already stays as it is.

    Args:
        wanted: code of the language that the person chose; empty for the system's.

    Returns:
        The code of the language.
    """
    for former in application.findChildren(QTranslator):
        application.removeTranslator(former)
        former.deleteLater()
    system = QLocale.system()
    language = choose(wanted, system.uiLanguages())
    QLocale.setDefault(locale_for(language, system))
    # What is installed later is asked first: English knows the plurals of texts that another language lacks.
    codes = [SOURCE] if language == SOURCE else [SOURCE, language]
    qt_texts = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    try:
        ours = str(resource("translations"))
    except NotFoundError as error:
        logger.warning("%s", error)
        ours = ""
    for code in codes:
        for name, folder in ((f"qtbase_{code}", qt_texts), (f"photofind_{code}", ours)):
            translator = QTranslator(application)
            if (Path(folder) / f"{name}.qm").is_file() and translator.load(name, folder):
                application.installTranslator(translator)
            else:
                translator.deleteLater()
                logger.debug("no translation %s in %s", name, folder)
    application.setLayoutDirection(QLocale(language).textDirection())
    return language
