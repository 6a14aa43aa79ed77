"""What the desktop does for us: open a file, show it in the file manager, the clipboard."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QProcess, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication


def open_file(path: str) -> bool:
    """Open a file with the program that the system has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(path))


def show_file(path: str) -> bool:
    """Show a file or folder in the file manager, selected where that is possible."""
    if Path(path).is_dir():
        return open_file(path)
    command = show_command(sys.platform, path)
    if command is not None and QProcess.startDetached(command[0], command[1:])[0]:
        return True
    return open_file(str(Path(path).parent))


def show_command(platform: str, path: str) -> list[str] | None:
    """The command that selects a file in the platform's file manager; None where there is no common one."""
    if platform == "win32":
        return ["explorer.exe", "/select,", path.replace("/", "\\")]
    if platform == "darwin":
        return ["open", "-R", path]
    return None


def copy_files(paths: Sequence[str]) -> None:
    """Put files on the clipboard, to be copied, never moved; as text, their paths."""
    data = QMimeData()
    urls = [QUrl.fromLocalFile(path) for path in paths]
    data.setUrls(urls)
    data.setText("\n".join(paths))
    listed = "\n".join(["copy", *(url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in urls)])
    data.setData("x-special/gnome-copied-files", listed.encode())  # what file managers on Linux ask for
    QGuiApplication.clipboard().setMimeData(data)


def copy_text(text: str) -> None:
    """Put text on the clipboard."""
    QGuiApplication.clipboard().setText(text)
