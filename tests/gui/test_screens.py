"""Screens with two device pixels a point, and people who want nothing to move."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from photofind.gui import motion
from photofind.gui.main_window import MainWindow
from photofind.gui.thumbnails import ThumbnailLoader

PROGRAM = """
import json, sys, time
from pathlib import Path
from photofind.gui.app import read_ahead
from photofind.paths import DataPaths
paths = DataPaths(Path(sys.argv[1]))
app = read_ahead(paths)
app.change_settings(theme="light")
from photofind.gui import session
from PySide6.QtCore import QSize
theme, window = session.opened(app, paths)
window.resize(1000, 700)
window.show()
end = time.monotonic() + 60
grid = window.parts.grid
while time.monotonic() < end and not window.settling.complete:
    session.QApplication.processEvents()
picture = window.thumbnails.get(window.model.ids[0])
shown = window.grab()
icon = theme.icon("menu")
drawn = icon.pixmap(QSize(20, 20), 2.0)
print(json.dumps({
    "ratio": grid.devicePixelRatioF(),
    "side": grid.side,
    "long": max(picture.width(), picture.height()),
    "points": max(picture.deviceIndependentSize().toTuple()),
    "cell": grid.visualRect(grid.model().index(0, 0)).width(),
    "shown": [shown.width(), shown.height()],
    "icon": [drawn.width(), len({drawn.toImage().pixelColor(x, y).alpha() for x in range(40) for y in range(40)})],
    "sizes": sorted({round(ratio, 2) for ratio in theme._ratios}),
}))
window.close()
app.close()
theme.close()
"""


@pytest.mark.parametrize("factor", [1, 2])
def test_thumbnails_and_icons_have_the_pixels_of_the_screen(data: Path, factor: int) -> None:
    """In a new process: the ratio of a screen is fixed when Qt starts."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(data)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(factor)},
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["ratio"] == factor
    assert found["long"] == found["side"] * factor, "as many pixels as the screen has there"
    assert found["points"] == pytest.approx(found["side"]), "and no larger for that"
    assert found["cell"] >= found["side"]
    assert found["shown"] == [1000 * factor, 700 * factor]
    assert found["icon"][0] == 20 * 2 if factor == 2 else found["icon"][0] in (20, 32, 40)
    assert found["icon"][1] > 2, "it is drawn, with smooth edges"
    assert found["sizes"] == [factor]


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
def test_a_thumbnail_is_read_for_the_ratio(qtbot: QtBot, tmp_path: Path, ratio: float) -> None:
    image = QImage(512, 384, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    image.save(str(tmp_path / "1.jpg"))
    loader = ThumbnailLoader(lambda photo: tmp_path / f"{photo}.jpg")
    try:
        with qtbot.waitSignal(loader.ready):
            loader.want([1], 160, ratio)
        picture = loader.get(1)
        assert picture is not None
        assert picture.width() == min(512, round(160 * ratio))
        assert picture.devicePixelRatio() == ratio
        # Another screen: read anew, the former is shown until then.
        with qtbot.waitSignal(loader.ready):
            loader.want([1], 160, ratio / 2)
        again = loader.get(1)
        assert again is not None
        assert again.width() == round(80 * ratio)
    finally:
        loader.close()


def test_the_setting_and_the_desktop_both_still_the_window(window: MainWindow, qapp: object) -> None:
    app = window._app
    assert motion.animated()
    try:
        app.change_settings(reduced_motion=True)
        window.settings_changed()
        assert not motion.animated()
        app.change_settings(reduced_motion=False)
        window.settings_changed()
        assert motion.animated()
    finally:
        motion.set_reduced(False)
