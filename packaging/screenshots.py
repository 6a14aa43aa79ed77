#!/usr/bin/env python3
"""Make the README's pictures anew, or pictures of any view in any language, scheme and size.

    .venv/bin/python packaging/screenshots.py                                the README's pictures
    .venv/bin/python packaging/screenshots.py --out DIR --all --language de  every view in German
    … --theme dark --size 640x440 --reversed  VIEW…                          some views, dark, small, right to left

The library is a handful of photographs that scikit-image ships, described by the built-in model; no photo of anybody
else is read, and the window is drawn off the screen.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import skimage
from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from photofind.app import App
from photofind.gui import first_run, language, session
from photofind.gui.activity import ActivityBar
from photofind.gui.failures_dialog import FailuresDialog
from photofind.gui.jobs import Requests
from photofind.gui.main_window import MainWindow
from photofind.gui.own_model_dialog import OwnModelDialog
from photofind.gui.remote_dialog import ServerDialog
from photofind.gui.settings_dialog import SettingsDialog
from photofind.gui.theme import Theme
from photofind.gui.words_dialog import WordsDialog
from photofind.paths import DataPaths
from photofind.records import Chip, DownloadProgress, Failure, Own, Progress, State

OUT = Path(__file__).resolve().parent / "screenshots"
PHOTOS = (
    "astronaut.png", "camera.png", "chelsea.png", "clock_motion.png", "coffee.png", "coins.png", "grass.png",
    "horse.png", "hubble_deep_field.jpg", "moon.png", "motorcycle_left.png", "rocket.jpg",
)  # fmt: skip
FIRST_DAY = 1_714_000_000
"""Seconds since 1970 of the oldest photo's date; the others follow, a few weeks apart."""
STEP = 1_700_000
TIMEOUT_S = 30
STILL = 4
"""So many pictures in a row, a quarter of a second apart, are the same when nothing goes on any more."""
MOST_BYTES = 300_000


@dataclass(frozen=True)
class Stage:
    """A window that can be photographed."""

    app: App
    window: MainWindow
    theme: Theme

    def photo(self, name: str) -> int:
        """The id of a photo of the library."""
        folder = self.app.roots()[0].path
        return self.app.photo_by_path(str(Path(folder) / name)).id

    def search(self, *words: str, without: tuple[str, ...] = ()) -> None:
        """Search for chips and wait for what is found."""
        self.window.state.clear()
        self.window.state.add([*map(Chip, words), *(Chip(word, exclude=True) for word in without)])
        self.still()

    def still(self) -> None:
        """Wait until nothing in the window changes any more."""
        before, same, deadline = b"", 0, time.monotonic() + TIMEOUT_S
        while same < STILL and time.monotonic() < deadline:
            wait(250)
            now = png(self.window)
            same = same + 1 if now == before else 0
            before = now


def wait(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def png(widget: QWidget) -> bytes:
    """A widget as it looks now, as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    return bytes(buffer.data().data())


def grid(stage: Stage) -> QWidget:
    stage.search()
    return stage.window


def search(stage: Stage) -> QWidget:
    stage.search("man", without=("cat",))
    stage.window.parts.grid.select_rows([0], 0)
    stage.still()
    return stage.window


def nothing_found(stage: Stage) -> QWidget:
    stage.search("submarine", "person")
    return stage.window


def photo(stage: Stage) -> QWidget:
    stage.search("cat")
    stage.window.open_photo(stage.photo("chelsea.png"))
    stage.still()
    return stage.window


def several(stage: Stage) -> QWidget:
    stage.search()
    stage.window.parts.grid.select_rows([1, 2, 3], 2)
    stage.still()
    return stage.window


def insights(stage: Stage) -> QWidget:
    stage.search()
    stage.window.show_insights()
    stage.still()
    return stage.window


def slideshow(stage: Stage) -> QWidget:
    stage.search()
    stage.window.viewing.start_slideshow()
    show = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "Slideshow" and w.isVisible())
    deadline = time.monotonic() + TIMEOUT_S
    while time.monotonic() < deadline and show.grab().toImage().pixelColor(show.rect().center()).value() < 8:
        wait(250)  # black until the first photo is there
    return show


def filters(stage: Stage) -> QWidget:
    stage.search("person")
    bar = stage.window.parts.search
    bar.show_filters()
    while bar.menu is None:
        wait(50)
    wait(300)
    return bar.menu


def photo_menu(stage: Stage) -> QWidget:
    stage.search()
    stage.window.parts.grid.select_rows([1], 1)
    stage.still()
    menu = stage.window.photo_commands.menu(stage.window)
    menu.popup(stage.window.pos())
    wait(300)
    return menu


def activity(stage: Stage) -> QWidget:
    """The bar at the bottom in all its states, one below the other."""
    sheet = QWidget(stage.window, Qt.WindowType.Window)
    column = QVBoxLayout(sheet)
    for state in get_args(State):
        bar = ActivityBar(stage.theme)
        bar.show_model("", builtin=True)
        bar.show_failed(3 if state in ("describing", "idle") else 0)
        bar.show_progress(Progress(state, "chelsea.png", 120, 1800, 620.0, 250_000.0, stage_eta=7200.0))
        if state == "scanning":
            bar.show_download(DownloadProgress("llava-1.5-7b", "downloading", 2_000_000_000, 4_700_000_000, eta=900.0))
        column.addWidget(bar)
    sheet.resize(stage.window.width(), 10)
    sheet.show()
    wait(300)
    return sheet


def failures(stage: Stage) -> None:
    sample = [
        Failure("clock_motion.png", "read", "the file ends too early: image file is truncated"),
        Failure("coffee.png", "describe", "the model said nothing", stage.photo("coffee.png"), "q22"),
    ]
    stage.window.library_commands.show_failures()
    stage.still()
    dialog = stage.window.library_commands.dialog
    assert isinstance(dialog, FailuresDialog)
    dialog.show_list(sample)


def _step(number: int, *folders: str) -> Callable[[Stage], QWidget]:
    """A step of the first run; only on an empty library."""

    def view(stage: Stage) -> QWidget:
        page = stage.window.parts.first_run
        if folders:
            page.folders.offer(list(folders), ticked=False)
            page.folders.list.item(0).setCheckState(Qt.CheckState.Checked)
        page.go(number)
        if number == 1:
            page.model.better.button.setChecked(True)
        stage.still()
        return stage.window

    return view


def _dialog(show: Callable[[Stage], None]) -> Callable[[Stage], QWidget]:
    def view(stage: Stage) -> QWidget:
        stage.search("person")
        show(stage)
        stage.still()
        return next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())

    return view


def own_model(stage: Stage) -> None:
    OwnModelDialog(stage.app, Requests(1, "pictures", stage.window), stage.window).show()


def server(stage: Stage) -> None:
    ServerDialog(stage.app, None, stage.window).show()


def settings(page: int) -> Callable[[Stage], None]:
    def show(stage: Stage) -> None:
        stage.window.library_commands.show_settings()
        dialog = stage.window.library_commands.dialog
        assert isinstance(dialog, SettingsDialog)
        dialog.tabs.setCurrentIndex(page)

    return show


def words(stage: Stage) -> None:
    WordsDialog(3, stage.window).show()


VIEWS: dict[str, Callable[[Stage], QWidget]] = {
    "grid": grid,
    "search": search,
    "nothing": nothing_found,
    "photo": photo,
    "several": several,
    "insights": insights,
    "slideshow": slideshow,
    "models": _dialog(lambda stage: stage.window.library_commands.show_models()),
    "own-model": _dialog(own_model),
    "server": _dialog(server),
    "words": _dialog(words),
    "settings": _dialog(settings(0)),
    **{f"settings-{page + 1}": _dialog(settings(page)) for page in range(1, 5)},
    "shortcuts": _dialog(lambda stage: stage.window.library_commands.show_shortcuts()),
    "about": _dialog(lambda stage: stage.window.library_commands.show_about()),
    "failures": _dialog(failures),
    "filters": filters,
    "menu": photo_menu,
    "activity": activity,
    "dates": _dialog(lambda stage: stage.window.library_commands.choose_dates()),
    "export": _dialog(lambda stage: stage.window.library_commands.export(stage.window.model.query, 12)),
    "save-search": _dialog(lambda stage: stage.window.library_commands.save_search()),
}
FIRST: dict[str, Callable[[Stage], QWidget]] = {
    "first-run": _step(0, "/home/you/Pictures", "/home/you/Photos"),
    "first-run-nothing": _step(0),
    "first-run-model": _step(1),
    "first-run-depth": _step(2),
}
README = (("search", "light"), ("photo", "dark"), ("insights", "light"), ("models", "dark"))


def make_library(folder: Path) -> Path:
    """Photographs, dated and described, in a data directory that is returned; made once per folder."""
    data, pictures = folder / "data", folder / "Pictures"
    if (folder / "done").exists():
        return data
    pictures.mkdir(parents=True)
    data.mkdir()
    for number, name in enumerate(PHOTOS):
        copied = Path(shutil.copy(Path(skimage.__file__).parent / "data" / name, pictures))
        os.utime(copied, (FIRST_DAY + number * STEP,) * 2)
    with App(DataPaths(data)) as app:
        app.add_folder(str(pictures))
        app.scan()
        app.describe()
        cat = app.photo_by_path(str(pictures / "chelsea.png")).id
        app.set_own(cat, Own(text="Chelsea on the sofa", tags=("cat", "home")))
    (folder / "done").touch()
    return data


@contextlib.contextmanager
def stage_on(data: Path, theme_name: str, size: tuple[int, int]) -> Iterator[Stage]:
    """The window on a copy of a data directory, the pipeline not running."""
    qt = session.application()
    first_run.picture_folders = list  # none of this machine's
    with tempfile.TemporaryDirectory() as temporary:
        # A home of its own: the pictures show no path of this machine.
        os.environ["HOME"] = temporary
        copy = Path(temporary) / ".local" / "share" / "photofind"
        copy.parent.mkdir(parents=True)
        if data.exists():
            shutil.copytree(data, copy)
        copy.mkdir(exist_ok=True)
        with App(DataPaths(copy)) as app:
            theme = Theme(qt, theme_name)
            window = MainWindow(app, theme, copy)
            window.resize(*size)
            window.show()
            stage = Stage(app, window, theme)
            stage.still()
            try:
                yield stage
            finally:
                window.close()
                theme.close()
                wait(50)


def take(stage: Stage, name: str, path: Path) -> None:
    """Show a view, write its picture, put the view away."""
    shown = (VIEWS | FIRST)[name](stage)
    # A dialog is shown without its frame: on the ground of a window it would look cut out.
    image = Image.open(io.BytesIO(png(shown))).convert("RGB")
    for colours in (256, 128, 64):
        image.quantize(colours, Image.Quantize.MEDIANCUT).save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            break
    print(f"{path.name}: {image.width} × {image.height}, {path.stat().st_size / 1000:.0f} kB")
    if shown is not stage.window:
        shown.close()
        wait(50)
    stage.window.close_photo()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("views", nargs="*", metavar="VIEW", help=", ".join((*VIEWS, *FIRST)))
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--all", action="store_true", help="every view")
    parser.add_argument("--language", default="en")
    parser.add_argument("--theme", default="light", choices=("light", "dark"))
    parser.add_argument("--size", default="1200x780")
    parser.add_argument("--reversed", action="store_true", help="right to left")
    parser.add_argument("--library", type=Path, help="keep the described photographs here, for the next time")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qt = session.application()
    qt.setCursorFlashTime(0)  # a caret that blinks is never still
    language.install(qt, options.language)
    if options.reversed:
        qt.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    width, height = map(int, options.size.split("x"))
    options.out.mkdir(parents=True, exist_ok=True)
    names = [*VIEWS, *FIRST] if options.all else options.views
    jobs = [(name, options.theme) for name in names] or list(README)
    with tempfile.TemporaryDirectory() as temporary:
        data = make_library(options.library or Path(temporary) / "library")
        for theme in ("light", "dark"):
            for name in (name for name, wanted in jobs if wanted == theme):
                library = Path(temporary) / "none" if name in FIRST else data
                with stage_on(library, theme, (width, height)) as stage:
                    take(stage, name, options.out / f"{name}-{theme}.png")


if __name__ == "__main__":
    main()
