"""Compares two plans: what differs, side by side, and what it means for the kitchen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui import texts, theme
from gui.icons import icon
from gui.models.compare_rows import CompareRows
from gui.models.compare_sides import SideChoice, Sides
from gui.models.part_model import PartColumn
from gui.widgets.compare_tree import CompareTree
from gui.widgets.icon_label import IconLabel
from gui.widgets.message_page import MessagePage
from gui.widgets.part_table import PartTable
from gui.widgets.plain_label import plain_label
from gui.widgets.text_face import TextFace


class SideButton(QToolButton):
    """Says what stands on a side, and opens a menu of what else could."""

    side_wanted = Signal(object)  # Side

    def __init__(self, name: str, accessible_name: str) -> None:
        super().__init__()
        self._icon = ""
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMenu(QMenu(self))

    def show_choices(self, choices: Sequence[SideChoice], chosen: object) -> None:
        menu = self.menu()
        menu.clear()
        self._icon = ""
        self.setText("")
        for each in choices:
            action = menu.addAction(texts.escape_mnemonic(each.text))
            action.setData(each.icon)
            action.triggered.connect(lambda _=False, side=each.side: self.side_wanted.emit(side))
            if each.side == chosen:
                self.setText(texts.escape_mnemonic(each.text))
                self._icon = each.icon
        self.setEnabled(bool(choices))
        self.dress()

    def dress(self) -> None:
        """In the colours of the theme in force."""
        side = self.fontMetrics().height()
        self.setIconSize(QSize(side, side))
        self.setIcon(icon(self._icon) if self._icon else QIcon())
        for action in self.menu().actions():
            action.setIcon(icon(str(action.data())))


class ComparePage(QWidget):
    """`tree` and `kitchen` are filled by `show_comparison`."""

    sides_wanted = Signal(object)  # Sides
    close_wanted = Signal()
    copy_wanted = Signal()
    save_wanted = Signal()
    retry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare_page")
        self._sides: Sides | None = None
        self._shown: CompareRows | None = None
        self.name = TextFace()
        self.name.setObjectName("compare_name")
        self.old_button = SideButton("compare_old", self.tr("From"))
        self.new_button = SideButton("compare_new", self.tr("to"))
        self.summary = plain_label(name="compare_summary")
        self.tree = CompareTree()
        columns = (
            PartColumn("what", self.tr("In the kitchen")),
            PartColumn("old", "", True),
            PartColumn("new", "", True),
            PartColumn("difference", self.tr("Difference"), True),
        )
        self.kitchen = PartTable("compare_kitchen", columns, goes_on=False, is_ordered=False)
        self.kitchen.setAccessibleName(self.tr("In the kitchen"))
        self.kitchen.parts.set_editable(False)
        self.message = MessagePage()
        self._body = QStackedWidget()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self._connect()
        self._say_place()

    def _lay_out(self) -> None:
        self.copy_button = _button("compare_copy", self.tr("Copy"))
        self.save_button = _button("compare_save", self.tr("Save as CSV…"))
        self.close_button = _button("compare_close", self.tr("Close"))
        self.previous_button = _button("previous_difference", "")
        self.next_button = _button("next_difference", "")
        for button, name, tip in (
            (self.previous_button, "up", self.tr("The difference before (Shift+F8)")),
            (self.next_button, "down", self.tr("The next difference (F8)")),
        ):
            button.setProperty("icon_name", name)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
        self._dress()
        self.place = plain_label(name="compare_place", look="muted", wraps=False)
        head = _row(
            IconLabel("compare", "accent", scale=1.5),
            plain_label(self.tr("Compare"), look="title", wraps=False),
            self.name,
            None,
            self.copy_button,
            self.save_button,
            self.close_button,
        )
        sides = _row(
            plain_label(self.tr("From"), look="muted", wraps=False),
            self.old_button,
            plain_label(self.tr("to"), look="muted", wraps=False),
            self.new_button,
            None,
            self.previous_button,
            self.next_button,
            self.place,
        )
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.tree)
        self._splitter.addWidget(self.kitchen)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 1)
        self._body.addWidget(self.message)
        self._body.addWidget(self._splitter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addLayout(head)
        layout.addLayout(sides)
        layout.addWidget(self.summary)
        layout.addWidget(self._body, 1)

    def _connect(self) -> None:
        self.old_button.side_wanted.connect(self._on_old)
        self.new_button.side_wanted.connect(self._on_new)
        self.copy_button.clicked.connect(self.copy_wanted)
        self.save_button.clicked.connect(self.save_wanted)
        self.close_button.clicked.connect(self.close_wanted)
        self.previous_button.clicked.connect(lambda: self.turn(-1))
        self.next_button.clicked.connect(lambda: self.turn(1))
        self.message.retry_wanted.connect(self.retry_wanted)
        self.tree.close_wanted.connect(self.close_wanted)
        self.tree.selectionModel().currentChanged.connect(self._say_place)

    @property
    def shown(self) -> CompareRows | None:
        return self._shown

    def show_sides(
        self, sides: Sides, old: Sequence[SideChoice], new: Sequence[SideChoice], *, name: str
    ) -> None:
        """What stands on both sides, and what else could; `name` is the event's."""
        self._sides = sides
        self.name.set_face(name, "muted")
        self.old_button.show_choices(old, sides.old)
        self.new_button.show_choices(new, sides.new)

    def show_comparison(self, rows: CompareRows) -> None:
        """Read anew, what is the same stays where it is."""
        if self._shown == rows:
            return
        current = self.tree.current_key()
        self._shown = rows
        for button in (self.copy_button, self.save_button):
            button.setEnabled(True)
        said = [rows.summary, rows.kitchen_text]
        self.summary.setText(" ".join(each for each in said if each))
        self.tree.rows.show_rows(rows.rows, rows.heads)
        self.kitchen.parts.set_titles(("", *rows.heads, ""))
        self.kitchen.parts.set_rows(rows.kitchen)
        self.kitchen.setVisible(bool(rows.kitchen))
        if rows.rows or rows.kitchen:
            self._body.setCurrentWidget(self._splitter)
            self.tree.begin(current)
        else:
            self.message.show_text(rows.summary)
            self._body.setCurrentWidget(self.message)
        self._say_place()

    def show_loading(self) -> None:
        """Another one: nothing of the one before is said of it."""
        self._sides = None
        self.name.set_face("", "muted")
        for button in (self.old_button, self.new_button):
            button.show_choices((), None)
        self._clear()
        self.message.show_loading()

    def _clear(self) -> None:
        self._shown = None
        for button in (self.copy_button, self.save_button):
            button.setEnabled(False)
        self.summary.setText("")
        self.tree.rows.show_rows((), ("", ""))
        self._body.setCurrentWidget(self.message)
        self._say_place()

    def show_failure(self, sentence: str) -> None:
        """The sides stay: another one can be chosen."""
        self._clear()
        self.message.show_failure(sentence)

    def turn(self, step: int) -> None:
        """To another difference."""
        self.tree.turn(step)

    def text(self) -> str:
        """All of it as it is read, for a message."""
        parts = [self.summary.text(), self.tree.text()]
        rows = self.kitchen.texts_of(range(self.kitchen.parts.rowCount()))
        if rows:
            parts.append("\n".join([self.kitchen.head_text(), *rows]))
        return texts.undirected("\n\n".join(part for part in parts if part)) + "\n"

    def focus_body(self) -> None:
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_old(self, side: object) -> None:
        if self._sides is not None:
            self.sides_wanted.emit(Sides(side, self._sides.new))  # type: ignore[arg-type]

    def _on_new(self, side: object) -> None:
        if self._sides is not None:
            self.sides_wanted.emit(Sides(self._sides.old, side))  # type: ignore[arg-type]

    def _dress(self) -> None:
        for button in (self.previous_button, self.next_button):
            button.setIcon(icon(str(button.property("icon_name"))))
        for side in (self.old_button, self.new_button):
            side.dress()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "place"):
            self._dress()

    def _say_place(self, *_: object) -> None:
        count = len(self._shown.diff.entries) if self._shown is not None else 0
        at = self.tree.place()
        text = self.tr("{place} of {count}").format(place=at + 1, count=texts.count_text(count))
        self.place.setText(text if count and at >= 0 else "")
        for button in (self.previous_button, self.next_button):
            button.setEnabled(count > 0)


def _button(name: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setProperty("link" if text else "flat", True)
    return button


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """None stands for the room between."""
    row = QHBoxLayout()
    row.setSpacing(theme.SPACE_S)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
