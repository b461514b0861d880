"""The right side of the window: bands, one page at a time, and the notice below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.band import Band, ReadOnlyBand, SampleBand
from gui.widgets.focus import keeps_focus
from gui.widgets.left_pane import CATALOG
from gui.widgets.notice_bar import NoticeBar


class PagePane(QWidget):
    """Pages are added by name; `show_page` brings one to the front."""

    page_changed = Signal(str)
    focus_wanted = Signal()  # the page that had the keyboard was turned
    events_wanted = Signal()  # back to the list, where the window is too narrow for both

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_pane")
        self._pages: dict[str, QWidget] = {}
        self._retry: Callable[[], None] | None = None
        self.stack = QStackedWidget()
        self.notice = NoticeBar()
        self.sample_band = SampleBand()
        self.read_only_band = ReadOnlyBand()
        self.banner = Band(
            "bad", "", (("retry", self.tr("Retry")), ("close_banner", self.tr("Close"))), role="bad"
        )
        self.banner.setObjectName("banner")
        self.banner.button("retry").clicked.connect(self._on_retry)
        self.banner.button("close_banner").clicked.connect(self.banner.hide)
        self.to_events = QPushButton(self.tr("‹ Events"))
        self.to_events.setObjectName("to_events")
        self.to_events.setProperty("link", True)
        self.to_events.clicked.connect(self.events_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        for band in (self.banner, self.sample_band, self.read_only_band):
            band.hide()
            layout.addWidget(band)
        self.to_events.hide()
        layout.addWidget(self.to_events, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.notice)

    def set_list_name(self, view: str) -> None:
        """Where the way back to the list leads, in a narrow window."""
        is_catalog = view == CATALOG
        self.to_events.setText(self.tr("‹ Catalog") if is_catalog else self.tr("‹ Events"))

    def add_page(self, name: str, page: QWidget) -> None:
        self._pages[name] = page
        self.stack.addWidget(page)

    def show_page(self, name: str) -> None:
        old = self.stack.currentWidget()
        is_turned = self._pages[name] is not old
        had_focus = old is not None and keeps_focus(old)
        self.stack.setCurrentWidget(self._pages[name])
        self.page_changed.emit(name)
        if is_turned and had_focus:
            # Else Qt gives it to whichever button comes next, and a typed space presses that.
            self.focus_wanted.emit()

    def page_name(self) -> str:
        current = self.stack.currentWidget()
        return next((name for name, page in self._pages.items() if page is current), "")

    def focus_page(self) -> None:
        """Gives the keyboard to the first thing on the page that takes it."""
        page = self.stack.currentWidget()
        if page is None:
            return
        if page.focusPolicy() == Qt.FocusPolicy.NoFocus:
            for child in page.findChildren(QWidget):
                if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    child.setFocus(Qt.FocusReason.OtherFocusReason)
                    return
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_banner(self, sentence: str, retry: Callable[[], None] | None) -> None:
        """Something cannot be reached; it stays until it works again or is closed."""
        self._retry = retry
        self.banner.set_text(sentence)
        self.banner.button("retry").setVisible(retry is not None)
        self.banner.show()

    def _on_retry(self) -> None:
        retry, self._retry = self._retry, None
        self.banner.hide()
        if retry is not None:
            retry()
