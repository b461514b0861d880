"""Compares two plans: what differs, side by side, and what it means for the kitchen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.domain.rows import ListHits
from gui import texts, theme
from gui.icons import icon
from gui.models.compare_filter import NOTHING_FOUND, CompareView, Found
from gui.models.compare_rows import CompareRows
from gui.models.compare_sides import Side, SideChoice, Sides
from gui.models.part_model import PartColumn
from gui.widgets.compare_text import CompareText
from gui.widgets.compare_tree import CompareTree
from gui.widgets.icon_label import IconLabel
from gui.widgets.kitchen_table import KitchenTable
from gui.widgets.message_page import LOADING_AFTER_MS, MessagePage
from gui.widgets.plain_label import plain_label
from gui.widgets.search_field import SearchField
from gui.widgets.side_button import SideButton
from gui.widgets.text_face import TextFace
from gui.widgets.view_switch import ViewSwitch

DIFFERENCES, EVERYTHING = "differences", "everything"
SEARCH_WIDTH = 24  # characters
LONGEST_QUERY = 40  # characters of it in a sentence


class ComparePage(QWidget):
    """`tree` and `kitchen` are filled by `show_comparison`."""

    sides_wanted = Signal(object)  # Sides
    view_wanted = Signal(object)  # CompareView: the other view, or a search
    close_wanted = Signal()
    copy_wanted = Signal()
    save_wanted = Signal()
    retry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare_page")
        self._sides: Sides | None = None
        self._shown: CompareRows | None = None
        self._found = NOTHING_FOUND
        self._view = CompareView()  # of what is shown
        self.name = TextFace()
        self.name.setObjectName("compare_name")
        self.old_button = SideButton("compare_old", self.tr("From"))
        self.new_button = SideButton("compare_new", self.tr("to"))
        self.summary = plain_label(name="compare_summary")
        views = {DIFFERENCES: self.tr("Differences"), EVERYTHING: self.tr("Everything")}
        self.switch = ViewSwitch("compare_view", self.tr("What is shown"), views)
        self.search = SearchField()
        self.search.setObjectName("compare_search")
        self.search.setPlaceholderText(self.tr("Find here"))
        self.search.setAccessibleName(self.tr("Find in this comparison"))
        self.tree = CompareTree()
        columns = (
            PartColumn("what", self.tr("In the kitchen")),
            PartColumn("old", "", True),
            PartColumn("new", "", True),
            PartColumn("difference", self.tr("Difference"), True),
        )
        self.kitchen = KitchenTable("compare_kitchen", columns)
        self.kitchen.setAccessibleName(self.tr("In the kitchen"))
        self.long_text = CompareText()
        self.message = MessagePage()
        self._late = QTimer(self)  # another view that takes longer than a glance
        self._late.setSingleShot(True)
        self._late.setInterval(LOADING_AFTER_MS)
        self._late.timeout.connect(self._on_late)
        self._body = QStackedWidget()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self._connect()
        self._say_place()

    def _lay_out(self) -> None:
        self.copy_button = _button("compare_copy", self.tr("Copy"))
        self.save_button = _button("compare_save", self.tr("Save as CSV…"))
        self.close_button = _button("compare_close", self.tr("Close"))
        self.copy_button.setToolTip(self.tr("Copy all of it as text (Ctrl+Shift+C)"))
        self.save_button.setToolTip(self.tr("Save what is shown for a spreadsheet"))
        self.close_button.setToolTip(self.tr("Back to the page before (Esc)"))
        self.previous_button = _button("previous_difference", "")
        self.next_button = _button("next_difference", "")
        self.swap_button = _button("swap_sides", "")
        for button, name, tip in (
            (self.swap_button, "swap", self.tr("Swap the two sides")),
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
            self.swap_button,
            None,
        )
        self.search.setMinimumWidth(self.search.fontMetrics().averageCharWidth() * SEARCH_WIDTH)
        way = (self.previous_button, self.next_button, self.place)
        view = _row(self.switch, None, *way, self.search)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.tree)
        self._splitter.addWidget(self.long_text)
        self._splitter.addWidget(self.kitchen)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setStretchFactor(2, 1)
        self._body.addWidget(self.message)
        self._body.addWidget(self._splitter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addLayout(head)
        layout.addLayout(sides)
        layout.addWidget(self.summary)
        layout.addLayout(view)
        layout.addWidget(self._body, 1)

    def _connect(self) -> None:
        self.old_button.side_wanted.connect(self._on_left)
        self.new_button.side_wanted.connect(self._on_right)
        self.swap_button.clicked.connect(self._on_swap)
        self.switch.wanted.connect(self._on_view_chosen)
        self.search.search_wanted.connect(self._on_view_chosen)
        self.search.left.connect(self._on_search_left)
        self.message.action_wanted.connect(self.clear_search)
        self.copy_button.clicked.connect(self.copy_wanted)
        self.save_button.clicked.connect(self.save_wanted)
        self.close_button.clicked.connect(self.close_wanted)
        self.previous_button.clicked.connect(lambda: self.turn(-1))
        self.next_button.clicked.connect(lambda: self.turn(1))
        self.message.retry_wanted.connect(self.retry_wanted)
        self.tree.selectionModel().currentChanged.connect(self._on_current_changed)

    @property
    def shown(self) -> CompareRows | None:
        return self._shown

    @property
    def found(self) -> Found:
        """What is shown of it: all, or what the search left."""
        return self._found

    @property
    def sides(self) -> Sides | None:
        return self._sides

    @property
    def view(self) -> CompareView:
        """How what is shown is looked at."""
        return self._view

    def wanted_view(self) -> CompareView:
        """How it is to be looked at."""
        return CompareView(self.switch.view == EVERYTHING, self.search.text().strip())

    def show_sides(
        self, sides: Sides, old: Sequence[SideChoice], new: Sequence[SideChoice], *, name: str
    ) -> None:
        """What stands on both sides, and what else could; `name` is the event's."""
        self._sides = sides
        self.name.set_face(name, "muted")
        self.swap_button.setEnabled(True)
        left, right = (new, old) if sides.is_swapped else (old, new)
        self.old_button.show_choices(left, sides.left)
        self.new_button.show_choices(right, sides.right)

    def show_comparison(self, rows: CompareRows, found: Found, view: CompareView) -> None:
        """Read anew, what is the same stays where it is."""
        self._late.stop()
        is_same = self._shown == rows and self._view == view and self._found.rows
        if is_same and self._body.currentWidget() is self._splitter:
            return
        is_begun = self._shown is not None
        self._shown = rows
        for button in (self.copy_button, self.save_button):
            button.setEnabled(True)
        said = [rows.summary if rows.diff.entries else "", rows.kitchen_text]
        self.summary.setText(" ".join(each for each in said if each))
        self.show_found(found, view, is_begun=is_begun)

    def show_found(self, found: Found, view: CompareView, *, is_begun: bool = True) -> None:
        """Another view of it: everything, or what a search left."""
        rows = self._shown
        if rows is None:
            return
        self._late.stop()
        is_other = self._view != view or not is_begun
        has_focus = self.hasFocus() or self.message.button.hasFocus()
        self._found, self._view = found, view
        self.tree.show_rows(found, rows.diff.entries, rows.heads)
        self.kitchen.show_rows(found.kitchen, rows.heads)
        self.kitchen.setVisible(bool(found.kitchen))
        if found.rows or found.kitchen:
            self._body.setCurrentWidget(self._splitter)
            if is_other and (view.query or not view.is_everything):
                self.tree.open_all()
            is_off = view.query and self.tree.place() < 0
            if not self.tree.currentIndex().isValid() or (is_other and is_off):
                self.tree.begin()
            self.tree.fit()
            if is_other:
                self._share_room()
        elif view.query:
            text = self.tr("Nothing found for “{query}” in this comparison.")
            query = texts.isolate(texts.elide_middle(view.query, LONGEST_QUERY))
            self._show_message(text.format(query=query), self.tr("Clear"))
        else:
            self._show_message(rows.summary)
        hits = ListHits(len(found.ways), len(rows.diff.entries))
        if view.is_everything:
            hits = ListHits(len(found.hits), found.total)
        self.search.set_hits(hits if view.query else None)
        self._on_current_changed()
        if has_focus:
            self.focus_body()

    def _show_message(self, text: str, button: str = "") -> None:
        self.message.show_text(text, button)
        self._body.setCurrentWidget(self.message)

    def _share_room(self) -> None:
        """The tree takes what its rows need, at most three quarters; the kitchen has the rest."""
        total = sum(self._splitter.sizes())
        if total and self.kitchen.isVisibleTo(self._splitter):
            tree = min(self.tree.height_needed(), total * 3 // 4)
            self._splitter.setSizes([tree, 0, total - tree])

    def show_loading(self) -> None:
        """Another one: nothing of the one before is said of it."""
        self._sides = None
        self.name.set_face("", "muted")
        self.swap_button.setEnabled(False)
        for button in (self.old_button, self.new_button):
            button.show_choices((), None)
        self.search.forget()
        self._clear()
        self.message.show_loading()

    def _clear(self) -> None:
        self._late.stop()
        self._shown, self._found, self._view = None, NOTHING_FOUND, CompareView()
        for button in (self.copy_button, self.save_button):
            button.setEnabled(False)
        self.summary.setText("")
        self.tree.show_rows(NOTHING_FOUND, (), ("", ""))
        self._body.setCurrentWidget(self.message)
        self._on_current_changed()

    def clear_search(self) -> None:
        self.search.clear()
        self.focus_body()

    def show_failure(self, sentence: str) -> None:
        """The sides stay: another one can be chosen."""
        has_focus = self.hasFocus() or self.tree.hasFocus()
        self._clear()
        self.message.show_failure(sentence)
        if has_focus:
            self.focus_body()

    def turn(self, step: int) -> None:
        """To another difference."""
        self.tree.turn(step)

    def text(self) -> str:
        """All of it as it is read, for a message."""
        sides = self.tr("{event}: {old} to {new}").format(
            event=self.name.face_text(), old=self.old_button.text(), new=self.new_button.text()
        )
        parts = [sides, self.summary.text(), self.tree.text()]
        rows = self.kitchen.texts_of(range(self.kitchen.parts.rowCount()))
        if rows:
            parts.append("\n".join([self.kitchen.head_text(), *rows]))
        return texts.undirected("\n\n".join(part for part in parts if part)) + "\n"

    def focus_body(self) -> None:
        body: QWidget = self.tree
        if self._body.currentWidget() is self.message:
            body = self if self.message.button.isHidden() else self.message.button
        body.setFocus(Qt.FocusReason.OtherFocusReason)

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        return [self.search, self.tree, *self.long_text.sides, self.kitchen, self.message.button]

    def offer_others(self, *, beside_new: bool) -> None:
        """Opens the menu of the side that is not the snapshot in question."""
        button = self.old_button if beside_new else self.new_button
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        button.showMenu()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _on_left(self, side: Side) -> None:
        self._choose(side, is_left=True)

    def _on_right(self, side: Side) -> None:
        self._choose(side, is_left=False)

    def _choose(self, side: Side, *, is_left: bool) -> None:
        if self._sides is not None:
            is_old = is_left is not self._sides.is_swapped
            old, new = (side, self._sides.new) if is_old else (self._sides.old, side)
            self.sides_wanted.emit(replace(self._sides, old=old, new=new))

    def _on_swap(self) -> None:
        if self._sides is not None:
            self.sides_wanted.emit(self._sides.swapped())

    def _on_view_chosen(self, _name_or_text: str) -> None:
        self._late.start()
        self.view_wanted.emit(self.wanted_view())

    def _on_search_left(self, chooses_hit: bool) -> None:
        self.focus_body()

    def _on_escape(self) -> None:
        """A search is cleared first."""
        if self.search.text():
            self.clear_search()
        else:
            self.close_wanted.emit()

    def _on_late(self) -> None:
        if self._shown is not None:
            self.message.show_loading()
            self._body.setCurrentWidget(self.message)

    def _on_current_changed(self, *_: object) -> None:
        self._say_place()
        entry = self.tree.rows.entry_at(self.tree.currentIndex())
        heads = ("", "") if self._shown is None else self._shown.heads
        has_focus = any(side.hasFocus() for side in self.long_text.sides)
        was_shown = not self.long_text.isHidden()
        self.long_text.show_entry(entry, heads)
        if self.long_text.isHidden():
            if has_focus:
                self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not was_shown:
            self._make_room_for_text()

    def _make_room_for_text(self) -> None:
        """From the kitchen's room, as far as it goes."""
        tree, _, kitchen = self._splitter.sizes()
        needed = self.long_text.height_needed()
        self._splitter.setSizes([tree, needed, max(kitchen - needed, 0)])
        QTimer.singleShot(0, self.tree, self.tree.show_current)

    def _dress(self) -> None:
        for button in (self.swap_button, self.previous_button, self.next_button):
            button.setIcon(icon(str(button.property("icon_name"))))
        for side in (self.old_button, self.new_button):
            side.dress()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_escape()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "place"):
            self._dress()

    def _say_place(self, *_: object) -> None:
        count = self.tree.count
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
