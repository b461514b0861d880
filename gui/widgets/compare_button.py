"""The button that compares what the page shows; its arrow offers what else to compare it with."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget
from typing_extensions import override

from gui.icons import icon
from gui.models.compare_sides import Other
from gui.widgets.view_switch import set_segments

translate = QCoreApplication.translate


class CompareMenu(QMenu):
    """What a snapshot can be compared with; `other_wanted` carries None for one to be chosen."""

    other_wanted = Signal(object)  # Other | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare_menu")
        self.setTitle(translate("Compare", "Compare with"))
        self._head = self.addAction("")
        self._head.setEnabled(False)
        self._entries = [
            (self.addAction(text), name)
            for text, name in (
                (translate("Compare", "The plan now"), "event"),
                (translate("Compare", "The snapshot before"), "snapshot"),
                (translate("Compare", "Today’s catalog"), "book"),
                (translate("Compare", "Another snapshot…"), "compare"),
            )
        ]
        others = (Other.PLAN, Other.BEFORE, Other.CATALOG, None)
        for (action, _), other in zip(self._entries, others, strict=True):
            action.triggered.connect(lambda _=False, other=other: self.other_wanted.emit(other))
        self.aboutToShow.connect(self._dress)

    def show_snapshot(self, version: int | None, *, has_plan: bool) -> None:
        """Of an event that is gone there is no plan; before its first snapshot there is none."""
        text = translate("Compare", "Compare this snapshot with")
        if version is not None:
            text = translate("Compare", "Compare snapshot {version} with").format(version=version)
        self._head.setText(text)
        self._entries[0][0].setVisible(has_plan)
        self._entries[1][0].setVisible((version or 0) > 1)

    def _dress(self) -> None:
        for action, name in self._entries:
            action.setIcon(icon(name))


class CompareButton(QWidget):
    """Pressed it compares as F7 does; its arrow, or the key down, opens `choices`."""

    clicked = Signal()

    def __init__(self, text: str, tip: str) -> None:
        super().__init__()
        self.button = QPushButton(text)
        self.button.setObjectName("compare")
        self.button.setToolTip(tip)
        self.button.clicked.connect(self.clicked)
        self.arrow = QPushButton()
        self.arrow.setObjectName("compare_with")
        self.arrow.setProperty("arrow", True)
        self.arrow.setToolTip(translate("Compare", "Compare with something else"))
        self.arrow.setAccessibleName(self.arrow.toolTip())
        self.choices = CompareMenu(self)
        self.arrow.setMenu(self.choices)
        self._has_icon = not text
        if self._has_icon:
            self.button.setAccessibleName(tip)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.button)
        row.addWidget(self.arrow)
        self._dress()

    def _dress(self) -> None:
        set_segments((self.button, self.arrow), self.layoutDirection())
        if self._has_icon:
            self.button.setIcon(icon("compare", "text"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.arrow.showMenu()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.LayoutDirectionChange)
        if event.type() in kinds and hasattr(self, "_has_icon"):
            self._dress()
