"""The left pane: the switch, and the list of plans or of the catalog."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.catalog.catalog_panel import CatalogPanel
from gui.widgets.list_panel import ListPanel
from gui.widgets.row_view import RowView
from gui.widgets.view_switch import ViewSwitch

PLANS, CATALOG = "plans", "catalog"


class LeftPane(QWidget):
    """Shows one of two panels; `view` is the list of the one that is shown."""

    view_wanted = Signal(str)  # the switch was pressed
    went_to_page = Signal()  # a row was activated or clicked

    def __init__(
        self, plans: ListPanel, catalog: CatalogPanel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("left_pane")
        self._panels: dict[str, ListPanel | CatalogPanel] = {PLANS: plans, CATALOG: catalog}
        views = {PLANS: self.tr("Plans"), CATALOG: self.tr("Catalog")}
        self.switch = ViewSwitch("view_switch", self.tr("Plans or catalog"), views)
        self.switch.wanted.connect(self.view_wanted)
        self._stack = QStackedWidget()
        for panel in self._panels.values():
            self._stack.addWidget(panel)
            panel.activated.connect(self._on_gone)
            panel.view.clicked.connect(self._on_gone)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addWidget(self.switch)
        layout.addWidget(self._stack, 1)

    @property
    def view_name(self) -> str:
        """`plans` or `catalog`."""
        shown = self._stack.currentWidget()
        return next(name for name, panel in self._panels.items() if panel is shown)

    @property
    def panel(self) -> ListPanel | CatalogPanel:
        return self._panels[self.view_name]

    @property
    def view(self) -> RowView:
        return self.panel.view

    def show_view(self, name: str) -> None:
        self._stack.setCurrentWidget(self._panels[name])
        self.switch.set_view(name)

    def set_narrow(self, is_narrow: bool) -> None:
        for panel in self._panels.values():
            panel.set_narrow(is_narrow)

    def least_width(self) -> int:
        """Where the names of either list can be read."""
        return max(panel.view.minimumWidth() for panel in self._panels.values())

    def _on_gone(self, *_: object) -> None:
        self.went_to_page.emit()
