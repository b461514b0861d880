"""Which of the two panes is shown: both, the page alone, or in a narrow window one at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.main_window import ALL_COLUMNS_FROM, LIST_HIDES_BELOW, MainWindow
from gui.settings import UiSettings
from gui.widgets.contents_view import ContentsView
from gui.widgets.left_pane import LeftPane
from gui.widgets.page_pane import PagePane


def at_text_size(width: int) -> float:
    """A width that was drawn for 10 pt text, at the size of text in force."""
    return width * theme.text_sizes().text / 10


class PaneLayout(QObject):
    """F9 hides the list for good; a window below 900 px shows the list instead of the page."""

    def __init__(self, window: MainWindow, panel: LeftPane, pane: PagePane) -> None:
        super().__init__(window)
        self._window = window
        self._panel = panel
        self._pane = pane
        self._settings: UiSettings = window.settings
        self._is_list_in_front = False  # in a narrow window
        self.tables: tuple[ContentsView, ...] = ()
        window.width_changed.connect(self.update)
        pane.page_changed.connect(self.update)
        pane.events_wanted.connect(self.show_list)
        panel.went_to_page.connect(self.show_page)

    @property
    def is_narrow(self) -> bool:
        return self._window.width() < max(LIST_HIDES_BELOW, self._width_of_both())

    def _width_of_both(self) -> int:
        """Where the list and a table stand side by side and the names of both can be read."""
        edges = self._window.width() - self._window.splitter.width()
        return self._panel.least_width() + theme.SPACE_L + self._least_page() + edges

    def _least_page(self) -> int:
        return max((table.least_width() for table in self.tables), default=0)

    def update(self, *_: object) -> None:
        """Follows the window's width, the page and what the baker wished."""
        has_all_columns = self._window.width() >= at_text_size(ALL_COLUMNS_FROM)
        self._panel.set_narrow(not has_all_columns)
        for table in self.tables:
            table.set_narrow(not has_all_columns)
        is_start = self._pane.page_name() == "start"
        if self.is_narrow:
            shows_list = self._is_list_in_front and not is_start
            shows_page = not shows_list
        else:
            shows_list = self._settings.is_list_visible() and not is_start
            shows_page = True
        self._panel.setVisible(shows_list)
        self._pane.setVisible(shows_page)
        # Beside the list the page cannot be squeezed below what its names need.
        self._pane.setMinimumWidth(self._least_page() if shows_list and shows_page else 0)
        self._pane.to_events.setVisible(not shows_list and not is_start)

    def show_list(self) -> None:
        """Brings the list to where it can be seen, and gives it the keyboard."""
        self._is_list_in_front = True
        self._settings.set_list_visible(True)
        self.update()
        self._panel.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(self, *_: object) -> None:
        """In a narrow window the page that was chosen takes the list's place."""
        if self._is_list_in_front:
            self._is_list_in_front = False
            self.update()

    def toggle_list(self) -> None:
        if self.is_narrow:
            self._is_list_in_front = not self._is_list_in_front
        else:
            self._settings.set_list_visible(not self._settings.is_list_visible())
        focus = QApplication.focusWidget()
        is_in_list = focus is None or self._panel.isAncestorOf(focus)
        self.update()
        if not self._panel.isHidden():
            self._panel.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif is_in_list:
            self._pane.focus_wanted.emit()
