"""The widgets of the main window and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QSlider,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photofind.app import App
from photofind.gui import captions_panel, sidebar
from photofind.gui.activity import ActivityBar
from photofind.gui.captions_panel import CaptionsPanel
from photofind.gui.empty_state import EmptyState
from photofind.gui.filmstrip import Filmstrip
from photofind.gui.first_run import FirstRun
from photofind.gui.grid_view import SIDES, GridView
from photofind.gui.jobs import Requests
from photofind.gui.photo_delegate import EXTRA, PhotoDelegate
from photofind.gui.photo_model import PhotoModel
from photofind.gui.results_bar import ResultsBar
from photofind.gui.search_bar import SearchBar
from photofind.gui.search_state import SearchState
from photofind.gui.sidebar import Sidebar
from photofind.gui.theme import S1, S2, S4, Theme, pixmap
from photofind.gui.thumbnails import ThumbnailLoader
from photofind.gui.toast import Toast
from photofind.gui.viewer import Viewer
from photofind.records import Root, SearchResult

NARROW = 1040
CRAMPED = 940
"""Below this width there is no room for the captions beside the photos; F10 shows them all the same."""


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("layout", text)


class Parts:
    """Search and results; sidebar | grid, viewer or empty state | captions; activity."""

    def __init__(
        self,
        window: QMainWindow,
        app: App,
        theme: Theme,
        state: SearchState,
        requests: Requests,
        model: PhotoModel,
        thumbnails: ThumbnailLoader,
        side: int,
    ) -> None:
        self._theme = theme
        self._narrow = self._cramped = self._set_aside = False
        central = QWidget()
        window.setCentralWidget(central)
        self.search = SearchBar(app, state, requests, theme, central)
        self.results = ResultsBar(state)
        self.grid = GridView(EXTRA, side)
        self.delegate = PhotoDelegate(theme, thumbnails)
        self.grid.setItemDelegate(self.delegate)
        self.grid.setModel(model)
        self.viewer = Viewer(theme, Filmstrip(theme, model, thumbnails, lambda: self.grid.side))
        self.empty = EmptyState(theme)
        self.first_run = FirstRun(app, requests, theme)
        self.sidebar = Sidebar(theme)
        self.panel = CaptionsPanel(theme)
        self.activity = ActivityBar(theme)
        self.menu_button = QToolButton()
        self.menu_button.setIconSize(QSize(20, 20))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setToolTip(tr("Menu"))
        self.menu_button.setAccessibleName(tr("Menu"))
        theme.bind(self.menu_button, "menu")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(*SIDES)
        self.slider.setValue(self.grid.side)
        self.slider.setSingleStep(16)
        self.slider.setPageStep(48)
        self.slider.setFixedWidth(110)
        self.slider.setAccessibleName(tr("Size of the thumbnails"))
        self.slider.setToolTip(tr("Size of the thumbnails (Ctrl and wheel, Ctrl++, Ctrl+−)"))
        self._small, self._large = QLabel(), QLabel()
        for widget in (self._small, self.slider, self._large):
            self.results.add_tool(widget)
        self.stack = QStackedWidget()
        self.insights_button = QToolButton()
        self.insights_button.setIconSize(QSize(20, 20))
        self.insights_button.setToolTip(tr("Frequent words of these results (Ctrl+Shift+I)"))
        self.insights_button.setAccessibleName(tr("Frequent words"))
        theme.bind(self.insights_button, "insights")
        self.results.add_tool(self.insights_button)
        for page in (self.grid, self.viewer, self.empty, self.first_run):
            self.stack.addWidget(page)
        head = QWidget()
        top = QHBoxLayout()
        top.setContentsMargins(S4, S4 - S1, S4, 0)
        top.setSpacing(S2)
        top.addWidget(self.search, 1)
        top.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S2)
        column.addLayout(top)
        column.addWidget(self.results)
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.columns.setChildrenCollapsible(False)
        self.columns.setHandleWidth(1)
        for part, stretch in ((self.sidebar, 0), (self.stack, 1), (self.panel, 0)):
            self.columns.addWidget(part)
            self.columns.setStretchFactor(self.columns.count() - 1, stretch)
        self.columns.setSizes([sidebar.WIDTH, 800, captions_panel.WIDTH])
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        upper, lower = _rule(), _rule()
        layout.addWidget(head)
        layout.addWidget(upper)
        layout.addWidget(self.columns, 1)
        layout.addWidget(lower)
        layout.addWidget(self.activity)
        self._around: tuple[QWidget, ...] = (head, upper, lower, self.activity, self.sidebar, self.panel)
        self._put_away: list[QWidget] | None = None
        self._cleared: list[QWidget] | None = None
        self.toast = Toast(theme, central)
        theme.changed.connect(self._tint)
        self._tint()

    def choose_page(self, result: SearchResult, roots: Sequence[Root], scanning: bool) -> None:
        """Show the grid, or why there is none; an open photo stays open while there are results."""
        empty = self.empty
        if self.stack.currentWidget() is self.first_run:
            return
        if self.stack.currentWidget() not in (self.grid, empty) and result.total:
            return
        if result.total:
            self.stack.setCurrentWidget(self.grid)
            return
        if not roots and not result.photos:
            empty.no_folders()
        elif not result.photos and scanning:
            empty.reading()
        elif not result.photos:
            empty.no_photos(offline=bool(roots) and not any(root.online for root in roots))
        elif not result.captioned and result.query.chips:
            empty.not_described()
        else:
            several = sum(not chip.exclude for chip in result.query.chips) > 1 and not result.query.any
            empty.nothing_found(several, result.captioned, result.photos)
        self.stack.setCurrentWidget(empty)

    def show_sidebar(self, shown: bool) -> None:
        """Show or hide the folders."""
        self.sidebar.setVisible(shown)

    def show_panel(self, shown: bool) -> None:
        """Show or hide the captions."""
        self._set_aside = False
        self.panel.setVisible(shown)

    @property
    def panel_wanted(self) -> bool:
        """Whether the captions are shown where there is room."""
        return self._set_aside or not self.panel.isHidden()

    def immerse(self, on: bool) -> None:
        """Leave only the photo on a full screen, or bring back what was around it."""
        if on and self._put_away is None:
            self._put_away = [widget for widget in self._around if not widget.isHidden()]
            for widget in self._put_away:
                widget.hide()
        elif not on and self._put_away is not None:
            for widget in self._put_away:
                widget.show()
            self._put_away = None

    def clear_for_first_run(self, on: bool) -> None:
        """Leave the room to the first steps, or bring back what there is nothing to see in before them."""
        if on and self._cleared is None:
            self._cleared = [part for part in (self.results, self.sidebar, self.panel) if not part.isHidden()]
            for part in self._cleared:
                part.hide()
        elif not on and self._cleared is not None:
            for part in self._cleared:
                part.show()
            self._cleared = None
            self.fit(self.columns.window().width())

    def fit(self, width: int) -> None:
        """Give the photos room: in a narrow window the columns at the sides are as narrow as they can be."""
        narrow = width < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            left, right = (196, 264) if narrow else (sidebar.WIDTH, captions_panel.WIDTH)
            self.columns.setSizes([left, max(1, width - left - right), right])
        if self._cleared is not None:
            return
        cramped = width < CRAMPED
        if cramped != self._cramped:
            self._cramped = cramped
            if cramped and not self.panel.isHidden():
                self.panel.hide()
                self._set_aside = True
            elif self._set_aside and self._put_away is None:
                self.show_panel(True)

    def close(self) -> None:
        """Stop the timers of the parts."""
        self.search.close_timers()
        self.results.close_timers()
        self.grid.close_timers()
        self.toast.close_timers()
        self.first_run.close_work()

    def _tint(self) -> None:
        ratio = self.slider.devicePixelRatioF()
        self._small.setPixmap(pixmap("small", self._theme.colours.muted, 16, ratio))
        self._large.setPixmap(pixmap("large", self._theme.colours.muted, 16, ratio))


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    return rule
