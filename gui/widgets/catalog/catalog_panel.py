"""The left pane of the catalog: its five kinds, search, the list, and which rows it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.domain.catalog import CATALOG_KINDS, CatalogFilter, CatalogQuery, CatalogSort
from core.domain.keys import Key, ThingKind
from core.domain.rows import ListHits
from gui import texts, theme
from gui.catalog_words import counted_text, empty_text, kinds_head, new_text, search_text
from gui.models.catalog_list_model import CatalogListModel
from gui.models.lazy_nodes import TailNode
from gui.models.tickets import Ticket
from gui.texts import elide_middle, one_line, quoted
from gui.widgets.catalog.catalog_list_view import CatalogListView
from gui.widgets.empty_card import EmptyCard
from gui.widgets.icon_label import set_button_icon
from gui.widgets.plain_label import plain_label
from gui.widgets.search_field import SearchField


class CatalogPanel(QWidget):
    """Shows a CatalogListModel and says what was chosen.

    `selection_changed` comes when the chosen keys really changed: not while other rows are on
    their way, and not again for the same keys.
    """

    selection_changed = Signal(object)  # tuple[Key, ...]
    activated = Signal(object)  # Key: go into its page
    new_wanted = Signal(object, str)  # ThingKind, and the name that was searched for
    kind_changed = Signal(object)
    context_menu_wanted = Signal(QPoint, object)  # global place, tuple[Key, ...]

    def __init__(self, model: CatalogListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("catalog_panel")
        self.model = model
        self._announced: tuple[Key, ...] = ()
        self._to_choose: Key | None = None
        self._others: list[CatalogFilter] = []  # lists in which what is to be chosen may stand
        self._left_for_others: CatalogFilter | None = None  # the list she had chosen herself
        self._chosen: dict[ThingKind, Key] = {}  # of each kind, to come back to
        self._unsearched = 0  # how many rows there are without the search
        self._chooses_hit = False
        self.kinds = QTabBar()
        self.kinds.setObjectName("catalog_kinds")
        self.kinds.setAccessibleName(self.tr("Kinds of things"))
        self.kinds.setExpanding(False)
        self.kinds.setDrawBase(False)
        self.kinds.setElideMode(Qt.TextElideMode.ElideNone)
        for kind in CATALOG_KINDS:
            self.kinds.addTab(kinds_head(kind))
        self.search = SearchField(self)
        self.new = QPushButton()
        self.new.setObjectName("new_thing")
        self.view = CatalogListView(model, self)
        self.shows = QPushButton()
        self.shows.setObjectName("catalog_filter")
        self.shows.setProperty("flat", True)
        self.shows.setProperty("menu", True)
        self.shows.setAccessibleDescription(self.tr("Which rows the list shows"))
        self._filters: dict[CatalogFilter, QAction] = {}
        self._make_filter_menu()
        self.count = plain_label(name="catalog_count", look="muted", wraps=False)
        self._empty = EmptyCard("catalog_empty")
        self._lay_out()
        self._connect()
        self._take_look()
        self._show_words()

    def _make_filter_menu(self) -> None:
        menu = QMenu(self.shows)
        group = QActionGroup(menu)
        for shows, text in (
            (CatalogFilter.IN_USE, self.tr("In use")),
            (CatalogFilter.TO_LOOK_AT, self.tr("To look at")),
            (CatalogFilter.RETIRED, self.tr("Retired")),
        ):
            action = QAction(text, group)
            action.setCheckable(True)
            action.setData(shows.value)
            menu.addAction(action)
            self._filters[shows] = action
        group.triggered.connect(self._on_filter)
        self._order = self._make_order_menu(menu)
        self._by_category = menu.addMenu(self.tr("Category"))
        self._by_category.setObjectName("catalog_categories")
        self._categories: QActionGroup | None = None
        self.shows.setMenu(menu)

    def _make_order_menu(self, menu: QMenu) -> QActionGroup:
        """What a click on a head does, for the keyboard."""
        orders = menu.addMenu(self.tr("Order"))
        orders.setObjectName("catalog_order")
        group = QActionGroup(orders)
        for sort, is_descending, text in (
            (CatalogSort.NAME, False, self.tr("By name")),
            (CatalogSort.NAME, True, self.tr("By name, from the end")),
            (CatalogSort.CATEGORY, False, self.tr("By category")),
            (CatalogSort.CATEGORY, True, self.tr("By category, from the end")),
        ):
            action = QAction(text, group)
            action.setCheckable(True)
            action.triggered.connect(partial(self._on_sort, sort, is_descending))
            action.setData((sort.value, is_descending))
            orders.addAction(action)
        return group

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_S)
        top.addWidget(self.search, 1)
        top.addWidget(self.new)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.SPACE_S)
        bottom.addWidget(self.shows)
        bottom.addStretch(1)
        bottom.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addWidget(self.kinds)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        layout.addLayout(bottom)

    def _connect(self) -> None:
        self.kinds.currentChanged.connect(self._on_kind)
        self.search.search_wanted.connect(self._on_search)
        self.search.left.connect(self._on_search_left)
        self.new.clicked.connect(self._on_new)
        self._empty.button.clicked.connect(self._on_empty_action)
        self.view.row_activated.connect(self.activated)
        self.view.menu_wanted.connect(self._on_menu)
        self.view.sort_wanted.connect(self._on_sort)
        self.view.selectionModel().selectionChanged.connect(self._on_selection)
        self.model.branch_answered.connect(self._on_answered)
        queued = Qt.ConnectionType.QueuedConnection  # the model counts after its rows have come
        self.model.rowsInserted.connect(self._on_rows_changed, queued)
        self.model.rowsRemoved.connect(self._on_rows_changed, queued)
        self.model.modelReset.connect(self._on_reset)

    # For the window

    @property
    def query(self) -> CatalogQuery:
        return self.model.query

    def show_kind(self, kind: ThingKind) -> None:
        self.kinds.setCurrentIndex(CATALOG_KINDS.index(kind))

    def select(self, key: Key, *, reaches: bool = True) -> None:
        """Chooses a row now, or when it has been read; a search that hides it is cleared.

        `reaches`: also where it stands in another list than the one that is shown; without it
        only back in the list that another such search led away from.
        """
        if key.kind is not self.query.kind:
            self._chosen[key.kind] = key
            self.show_kind(key.kind)
        if self.query.text and not self.model.find(key).isValid():
            self.search.clear()
        self._to_choose = key
        both = (CatalogFilter.IN_USE, CatalogFilter.RETIRED)
        others = both if reaches else (self._left_for_others,)
        self._others = [each for each in others if each not in (None, self.query.shows)]
        self._choose()

    def selected_keys(self) -> tuple[Key, ...]:
        return self.view.chosen_keys()

    def set_narrow(self, is_narrow: bool) -> None:
        self.view.set_narrow(is_narrow)

    def set_read_only(self, is_read_only: bool) -> None:
        self.new.setEnabled(not is_read_only)
        self._empty.button.setEnabled(not is_read_only or bool(self.query.text))

    def put_categories(self, names: Sequence[str]) -> None:
        """The categories that the kind's list can be cut down to."""
        self._by_category.clear()
        self._by_category.menuAction().setVisible(bool(names))
        group = QActionGroup(self._by_category)
        for name in ("", *names):
            text = texts.escape_mnemonic(one_line(name)) if name else self.tr("All")
            action = QAction(text, group)
            action.setCheckable(True)
            action.setChecked((name or None) == self.query.category)
            action.setData(name)
            self._by_category.addAction(action)
        group.triggered.connect(self._on_category)
        self._categories = group

    def turn_kind(self, step: int) -> None:
        """The next (1) or previous (-1) kind."""
        self.kinds.setCurrentIndex((self.kinds.currentIndex() + step) % self.kinds.count())

    def select_hit(self, step: int) -> None:
        """Chooses the next (1) or previous (-1) row."""
        index = self.view.currentIndex().siblingAtColumn(0)
        row = index.row() + step if index.isValid() else 0
        target = self.model.index(row, 0)
        if target.isValid():
            self.view.go_to(target)

    # What is asked for

    def _ask(self, query: CatalogQuery) -> None:
        self.model.set_query(query)
        self.view.show_sort(query.sort, is_descending=query.is_descending)
        for action in self._order.actions():
            action.setChecked(tuple(action.data()) == (query.sort.value, query.is_descending))
        self._show_words()

    def _on_kind(self, place: int) -> None:
        keys = self.view.chosen_keys()
        if len(keys) == 1:
            self._chosen[keys[0].kind] = keys[0]
        kind = CATALOG_KINDS[place]
        self._others = []
        self.search.forget()
        self._to_choose = self._chosen.get(kind)
        self.view.show_kind(has_category=kind is not ThingKind.FINISHED_GOOD)
        self._ask(CatalogQuery(kind, shows=CatalogFilter.IN_USE))
        self.kind_changed.emit(kind)

    def _on_search(self, text: str) -> None:
        keys = self.view.chosen_keys()
        if len(keys) == 1:
            self._to_choose = keys[0]
        self._ask(replace(self.query, text=text))

    def _on_filter(self, action: QAction) -> None:
        self._left_for_others = None
        self._ask(replace(self.query, shows=CatalogFilter(action.data())))

    def _on_category(self, action: QAction) -> None:
        self._ask(replace(self.query, category=str(action.data()) or None))

    def _on_sort(self, sort: CatalogSort, is_descending: bool, *_: object) -> None:
        keys = self.view.chosen_keys()
        if len(keys) == 1:
            self._to_choose = keys[0]
        self._ask(replace(self.query, sort=sort, is_descending=is_descending))

    # What comes

    def _on_answered(self, ticket: Ticket) -> None:
        if ticket.after is None and not self.query.text:
            self._unsearched = self.model.total()
        self._show_count()
        self._choose()
        if self._to_choose is None and self.model.is_read():
            self._announce(self.view.chosen_keys())
        if self._chooses_hit and self.model.is_read():
            self._chooses_hit = False
            self.view.go_to(self.model.index(0, 0))

    def _on_rows_changed(self) -> None:
        self._show_count()
        key = self._to_choose
        if key is not None and self.model.is_read() and self.model.find(key).isValid():
            self._choose()

    def _choose(self) -> None:
        """Chooses what was wished, reading on while it may still come."""
        key = self._to_choose
        if key is None or not self.model.is_read():
            return
        index = self.model.find(key)
        if index.isValid():
            self._to_choose = None
            self.view.go_to(index)
            return
        extra = self.model.root.extra
        if isinstance(extra, TailNode):
            self.model.want_more(self.model.index_of(extra))
        elif self._others:
            shows = self._others.pop(0)
            is_back = shows is self._left_for_others
            self._left_for_others = None if is_back else self.query.shows
            self._ask(CatalogQuery(key.kind, shows=shows))
        else:
            # The page shows what the list does not: then no other row must seem to be meant.
            self._announced = ()
            self.view.clearSelection()

    def _on_selection(self) -> None:
        keys = self.view.chosen_keys()
        if not keys and (self._to_choose is not None or not self.model.is_read()):
            return  # other rows are on their way
        if keys and self._to_choose is not None and keys != (self._to_choose,):
            self._to_choose = None  # she chose something herself
        self._announce(keys)

    def _announce(self, keys: tuple[Key, ...]) -> None:
        if keys != self._announced:
            self._announced = keys
            self.selection_changed.emit(keys)

    def _on_search_left(self, chooses_hit: bool) -> None:
        self.view.setFocus()
        if not chooses_hit or not self.query.text:
            return
        if self.model.is_read():
            self.view.go_to(self.model.index(0, 0))
        else:
            self._chooses_hit = True

    def _on_menu(self, place: QPoint) -> None:
        self.context_menu_wanted.emit(place, self.view.chosen_keys())

    def _on_new(self) -> None:
        self.new_wanted.emit(self.query.kind, "")

    def _on_empty_action(self) -> None:
        if self.query.text:
            self.new_wanted.emit(self.query.kind, self.query.text)
        elif self.query.shows is not CatalogFilter.IN_USE:
            self._filters[CatalogFilter.IN_USE].trigger()
        else:
            self._on_new()

    def _on_reset(self) -> None:
        self.search.forget()
        self._chosen.clear()
        self._to_choose = None
        self.kinds.blockSignals(True)
        self.kinds.setCurrentIndex(CATALOG_KINDS.index(self.query.kind))
        self.kinds.blockSignals(False)
        self.view.show_kind(has_category=self.query.kind is not ThingKind.FINISHED_GOOD)
        self._show_words()
        self._announce(())

    # Words

    def _show_words(self) -> None:
        kind = self.query.kind
        self.new.setText(new_text(kind))
        self.search.setPlaceholderText(search_text(kind))
        action = self._filters[self.query.shows]
        action.setChecked(True)
        category = self.query.category
        text = action.text()
        if category is not None:
            text = f"{text}, {texts.escape_mnemonic(texts.elide_middle(one_line(category), 24))}"
        self.shows.setText(text)
        self._show_count()

    def _show_count(self) -> None:
        total, query = self.model.total(), self.query
        self.count.setText(counted_text(query.kind, total))
        is_searched = bool(query.text) and self.model.is_read()
        self.search.set_hits(ListHits(total, self._unsearched) if is_searched else None)
        is_empty = self.model.is_read() and not self.model.rowCount()
        self._stack.setCurrentWidget(self._empty if is_empty else self.view)
        if not is_empty:
            return
        self._empty.button.setText(new_text(query.kind))
        if query.text:
            name = quoted(elide_middle(one_line(query.text)))
            self._empty.label.setText(self.tr("Nothing is called {name}.").format(name=name))
            self._empty.button.setText(
                self.tr("{new} {name}").format(new=new_text(query.kind), name=name)
            )
        elif query.shows is CatalogFilter.IN_USE:
            self._empty.label.setText(empty_text(query.kind))
        else:
            text = self.tr("Nothing is retired.")
            if query.shows is CatalogFilter.TO_LOOK_AT:
                text = self.tr("Nothing is left to look at.")
            self._empty.label.setText(text)
            self._empty.button.setText(self.tr("Show what is in use"))

    # Look

    def _take_look(self) -> None:
        set_button_icon(self.new, "add", "accent")
        self.view.take_look()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        looks = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if event.type() in looks and hasattr(self, "_stack"):
            self._take_look()
