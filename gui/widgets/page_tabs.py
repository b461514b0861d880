"""The tabs of a page, each known by its name: the plan, and what it adds up to."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from gui import theme
from gui.tab_names import BATCHES, PLAN, SHOPPING
from gui.widgets.sums.batches_pane import BatchesPane
from gui.widgets.sums.shopping_pane import ShoppingPane
from gui.widgets.sums.sums_pane import SumsPane


class PageTabs(QTabWidget):
    """Plan, Batches and Shopping; a page adds what else it has."""

    turned = Signal(str)  # the name of the tab that is shown now

    def __init__(self, name: str, plan: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setDocumentMode(True)
        self._names: list[str] = []
        self.batches = BatchesPane()
        self.shopping = ShoppingPane()
        self.add(PLAN, self.tr("Plan"), plan)
        self.add(BATCHES, self.batches.title, self.batches)
        self.add(SHOPPING, self.shopping.title, self.shopping)
        self.currentChanged.connect(lambda _at: self.turned.emit(self.shown()))

    def add(self, name: str, title: str, body: QWidget) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, theme.SPACE_S, 0, 0)
        layout.addWidget(body)
        self._names.append(name)
        self.addTab(page, title)

    @property
    def panes(self) -> tuple[SumsPane, ...]:
        return self.batches, self.shopping

    def regions(self) -> list[QWidget]:
        """What F6 goes through in the sums."""
        return [region for pane in self.panes for region in pane.regions()]

    def set_proof_shown(self, is_shown: bool) -> None:
        for pane in self.panes:
            pane.set_proof_shown(is_shown)

    def shown(self) -> str:
        """The name of the tab that is shown."""
        return self._names[self.currentIndex()]

    def sums(self) -> SumsPane | None:
        """The tab of sums that is shown."""
        return {BATCHES: self.batches, SHOPPING: self.shopping}.get(self.shown())

    def show_tab(self, name: str) -> None:
        self.setCurrentIndex(self._names.index(name))

    def title(self, name: str) -> str:
        return self.tabText(self._names.index(name))

    def choose(self, row: Hashable) -> None:
        """Chooses the row of that key on the tab of sums that is shown, now or once it is read."""
        pane = self.sums()
        if pane is not None and row is not None:
            pane.choose(row)

    def set_title(self, name: str, title: str) -> None:
        self.setTabText(self._names.index(name), title)

    def tell_short(self, count: int) -> None:
        """How many items are short by more than she accepted."""
        short = self.tr("Batches ({count} short)").format(count=count)
        self.set_title(BATCHES, short if count else self.batches.title)

    def turn(self, step: int) -> None:
        """The next tab, and from the last one the first."""
        self.setCurrentIndex((self.currentIndex() + step) % self.count())

    def commit_edits(self) -> bool:
        """Takes what is half typed in the sums; False when a cell stays open, which is then shown."""
        for name, pane in ((BATCHES, self.batches), (SHOPPING, self.shopping)):
            if not pane.commit_edits():
                self.show_tab(name)
                pane.commit_edits()  # its sentence could not be seen before
                return False
        return True
