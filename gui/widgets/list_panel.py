"""The left pane: search, new event, the list, and the way to the trash."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.domain.keys import Key
from core.domain.rows import ListHits
from gui import theme
from gui.models.node_tree_model import ROOT_ID
from gui.models.plan_tree_model import PlanTreeModel
from gui.models.tickets import Ticket
from gui.texts import elide_middle, one_line, quoted
from gui.widgets.empty_card import EmptyCard
from gui.widgets.icon_label import set_button_icon
from gui.widgets.list_places import PlaceKeeper, Places
from gui.widgets.list_view import ListView
from gui.widgets.read_only import set_usable
from gui.widgets.search_field import SearchField
from gui.widgets.state_watch import StateWatch


class ListPanel(QWidget):
    """Shows a PlanTreeModel, searches in it, and says what was chosen.

    `selection_changed` comes when the chosen keys really changed: not while a search replaces the
    rows, and not again for the same keys.
    """

    selection_changed = Signal(object)  # tuple[Key, ...]
    activated = Signal(object)  # Key: go into its page
    new_event_wanted = Signal()
    trash_wanted = Signal()
    search_wanted = Signal(str)  # for the hits; the rows are asked for by the model
    states_wanted = Signal(list)  # event ids, answered with put_state or put_state_failure
    context_menu_wanted = Signal(QPoint, object)  # global place, tuple[Key, ...]

    def __init__(self, model: PlanTreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._announced: tuple[Key, ...] = ()
        self._before_search = Places()
        self._is_replacing = False  # the rows shown are not yet those of the search
        self._goes_back = True
        self._chooses_hit = False
        self._is_read_only = False
        self.search = SearchField(self)
        self.new_event = QPushButton(self.tr("New event"), self)
        self.new_event.setObjectName("new_event")
        self.view = ListView(model, self)
        self.view.setObjectName("list")
        self.trash = QToolButton(self)
        self.trash.setObjectName("trash")
        self.trash.setProperty("flat", True)
        self.trash.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._empty = EmptyCard("list_empty")
        self._lay_out()
        self._places = PlaceKeeper(model, self.view)
        self._watch = StateWatch(model, self.view)
        self._connect()
        self._take_look()
        self.set_trash_count(0)
        self._update_empty()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_S)
        top.addWidget(self.search, 1)
        top.addWidget(self.new_event)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.trash, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        self.search.search_wanted.connect(self._on_search_wanted)
        self.search.left.connect(self._on_search_left)
        self.new_event.clicked.connect(self.new_event_wanted)
        self.trash.clicked.connect(self.trash_wanted)
        self._empty.button.clicked.connect(self._on_empty_action)
        self.view.row_activated.connect(self.activated)
        self.view.menu_wanted.connect(self._on_menu_wanted)
        self.view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._watch.states_wanted.connect(self.states_wanted)
        self.model.branch_answered.connect(self._on_branch_answered)
        self.model.rowsInserted.connect(self._on_rows_inserted)
        self.model.rowsRemoved.connect(self._update_empty)
        self.model.modelReset.connect(self._on_reset)

    # For the window

    def select(self, key: Key, *, under: Key | None = None) -> None:
        """Chooses a row now, or when it has been read; `under` is the event of a snapshot.

        A search that did not find it is cleared.
        """
        if self.model.context.query and not self.model.find(key).isValid():
            self.clear_search(goes_back=False)
        self._places.select(key, under)

    def select_all(self, keys: tuple[Key, ...]) -> None:
        """Chooses what of these is shown, the first of them as the current row."""
        self._places.restore_chosen(keys)

    def selected_keys(self) -> tuple[Key, ...]:
        return self.view.chosen_keys()

    def expanded_keys(self) -> tuple[Key, ...]:
        """What is open, WITHOUT_EVENT for the branch of that name."""
        if self.model.context.query or self._is_replacing:
            return self._before_search.expanded
        return self._places.expanded_keys()

    def restore(self, expanded: tuple[Key, ...], selected: tuple[Key, ...]) -> None:
        """Opens and chooses as last time; with nothing to restore, the next coming event."""
        self._places.restore(Places(expanded, selected), or_next_event=True)

    def is_restoring(self) -> bool:
        """What is to be chosen is still being read."""
        return self._places.is_waiting()

    def clear_search(self, *, goes_back: bool = True) -> None:
        """Shows everything again, and with `goes_back` the rows she had before the search."""
        self._goes_back = goes_back
        self.search.clear()

    def put_hits(self, hits: ListHits | None) -> None:
        """How much the search found, for the search field."""
        self.search.set_hits(hits)

    def select_hit(self, step: int) -> None:
        """Chooses the next (1) or previous (-1) row that the search found."""
        index = self.view.currentIndex().siblingAtColumn(0)
        move = self.view.indexBelow if step > 0 else self.view.indexAbove
        index = move(index) if index.isValid() else self.model.index(0, 0)
        while index.isValid() and not self.model.is_hit(index):
            index = move(index)
        if index.isValid():
            self.view.go_to(index)

    def set_trash_count(self, count: int) -> None:
        text = self.tr("Trash") if count <= 0 else self.tr("Trash ({count})").format(count=count)
        self.trash.setText(text)

    def set_read_only(self, is_read_only: bool) -> None:
        self._is_read_only = is_read_only
        set_usable(self.new_event, is_read_only=is_read_only)
        self._update_empty()

    def set_narrow(self, is_narrow: bool) -> None:
        """Leaves out the hour of snapshots, so that names keep their room."""
        self.model.set_narrow(is_narrow)
        self.view.columns.fit()

    # Choosing

    def _on_selection_changed(self) -> None:
        if self._is_replacing:
            return
        keys = self.view.chosen_keys()
        if keys and not self._places.is_choosing:
            self._places.forget()
        self._announce(keys)

    def _announce(self, keys: tuple[Key, ...]) -> None:
        if keys != self._announced:
            self._announced = keys
            self.selection_changed.emit(keys)

    def _on_menu_wanted(self, place: QPoint) -> None:
        self.context_menu_wanted.emit(place, self.view.chosen_keys())

    # Searching

    def _on_search_wanted(self, text: str) -> None:
        if text and not self.model.context.query:
            self._before_search = self._places.places()
        self._is_replacing = True
        self.model.set_query(text)
        self.search_wanted.emit(text)

    def _on_search_left(self, chooses_hit: bool) -> None:
        self.view.setFocus()
        if not chooses_hit or not self.model.context.query:
            return
        self._chooses_hit = self._is_replacing
        if not self._is_replacing:
            self._choose_first_hit()

    def _choose_first_hit(self) -> None:
        self.view.setCurrentIndex(QModelIndex())
        self.select_hit(1)

    def _on_branch_answered(self, ticket: Ticket) -> None:
        self._update_empty()
        is_first = ticket.node_id == ROOT_ID and ticket.after is None
        if is_first and self._is_replacing:
            self._is_replacing = False
            self._settle_search()
        self._places.settle()

    def _settle_search(self) -> None:
        """The rows are those of the search now, or all again."""
        if self.model.context.query:
            self._places.restore_chosen(self._announced)
            if self._chooses_hit:
                self._choose_first_hit()
        elif self._goes_back:
            self._places.restore(self._before_search)
        else:
            self._places.open(self._before_search.expanded)
        self._chooses_hit = False
        self._goes_back = True

    def _on_rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        self._update_empty()
        if parent.isValid() or not self.model.context.query:
            return
        for row in range(first, last + 1):
            index = self.model.index(row, 0)
            if self.model.hasChildren(index):
                self.view.expand(index)

    def _on_reset(self) -> None:
        self.search.forget()
        self._is_replacing = False
        self._update_empty()
        self._announce(())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.clear_search()
        else:
            super().keyPressEvent(event)

    # Nothing to show

    def _update_empty(self) -> None:
        is_empty = self.model.is_read() and not self.model.rowCount()
        self._stack.setCurrentWidget(self._empty if is_empty else self.view)
        query = self.model.context.query
        set_usable(self._empty.button, is_read_only=self._is_read_only and not query)
        if query:
            text = self.tr(
                "Nothing found for {text} in events, notes and everything snapshots hold."
            )
            self._empty.label.setText(text.format(text=quoted(elide_middle(one_line(query)))))
            self._empty.button.setText(self.tr("Clear"))
        else:
            self._empty.label.setText(
                self.tr(
                    "No events yet. An event is anything you bake for: "
                    "a market, a wedding, a week of orders."
                )
            )
            self._empty.button.setText(self.tr("New event"))

    def _on_empty_action(self) -> None:
        if self.model.context.query:
            self.clear_search()
            self.view.setFocus()
        else:
            self.new_event_wanted.emit()

    # Look

    def _take_look(self) -> None:
        set_button_icon(self.new_event, "add", "accent")
        set_button_icon(self.trash, "trash", "muted")
        self.view.take_look()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        looks = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if event.type() in looks and hasattr(self, "_watch"):  # not while it is being made
            self._take_look()
