"""The contents table with the details of the chosen row below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from gui.widgets.contents_view import ContentsView
from gui.widgets.details_panel import DetailsPanel


class ContentsPane(QSplitter):
    """The table takes the room that the details leave; neither can be squeezed away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setObjectName("contents_pane")
        self.setChildrenCollapsible(False)
        self.view = ContentsView()
        self.details = DetailsPanel()
        self.addWidget(self.view)
        self.addWidget(self.details)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.details.closed.connect(self.hide_details)

    def show_details(self) -> None:
        self.details.show()

    def hide_details(self) -> None:
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.details.isAncestorOf(focus)
        self.details.hide()
        if had_focus:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
