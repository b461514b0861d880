"""The tab History: lines by snapshots, and under them what each snapshot changed, in words."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from gui import texts, theme
from gui.models.history_model import NEWEST
from gui.models.history_values import NOW, HistoryRows
from gui.widgets.focus import keeps_focus
from gui.widgets.history_log import HistoryLog
from gui.widgets.history_table import HistoryTable
from gui.widgets.message_page import MessagePage

LATE_MS = 200
BOTH = 2  # columns that are compared with each other


class HistoryPane(QWidget):
    """`table` and `log` choose the same snapshot; Enter on either goes to it."""

    seen = Signal()  # it came on screen
    retry_wanted = Signal()
    finalize_wanted = Signal()
    opened = Signal(object)  # the id of a snapshot, or NOW
    compare_chosen_wanted = Signal()  # as F7 does
    compare_wanted = Signal(object, object)  # ids of two snapshots, the older first; None: the plan

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self.title = self.tr("History")
        self._history: HistoryRows | None = None
        self._can_finalize = False
        self.table = HistoryTable()
        self.log = HistoryLog()
        self.message = MessagePage()
        self.all_button = QPushButton()
        self.all_button.setObjectName("all_snapshots")
        self.all_button.setProperty("link", True)
        self._body = QWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(self._on_late)
        self._connect()
        self._on_late()

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.SPACE_S)
        inside.addWidget(self.table, 3)
        inside.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.log, 2)
        self._stack.addWidget(self.message)
        self._stack.addWidget(self._body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _connect(self) -> None:
        self.message.retry_wanted.connect(self.retry_wanted)
        self.message.action_wanted.connect(self.finalize_wanted)
        self.all_button.clicked.connect(self._on_all_clicked)
        self.table.all_wanted.connect(self._on_all_clicked)
        self.table.opened.connect(self.opened)
        self.table.compare_wanted.connect(self._on_compare)
        self.table.chosen.connect(self.log.show_key)
        self.table.columns_changed.connect(self._on_columns_changed)
        self.table.menu_wanted.connect(self._open_table_menu)
        self.log.opened.connect(self.opened)
        self.log.chosen.connect(self._on_log_chosen)
        self.log.menu_wanted.connect(self._open_log_menu)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen.emit()

    # What is shown

    def show_history(self, history: HistoryRows) -> None:
        """What is chosen stays, also in another event's: the same place of it."""
        self._late.stop()
        self._history = history
        self.log.set_entries(history.log)
        self.table.set_history(history)
        self._show_frame()

    def show_loading(self) -> None:
        """Another event: what there is of the one before goes if reading takes long."""
        self._history = None
        self.table.shows_all = False
        self._late.start()

    def _on_late(self) -> None:
        self._clear()
        self.message.show_loading()
        self._show(self.message)

    def show_failure(self, sentence: str) -> None:
        self._clear()
        self.message.show_failure(sentence)
        self._show(self.message)

    def _clear(self) -> None:
        self._late.stop()
        self._history = None
        self.table.set_history(HistoryRows())
        self.log.set_entries(())

    def set_can_finalize(self, can_finalize: bool) -> None:
        """Whether the plan holds a line and the file can be written."""
        if can_finalize != self._can_finalize:
            self._can_finalize = can_finalize
            if self._history is not None:
                self._show_frame()

    def _show_frame(self) -> None:
        history = self._history
        if history is None:
            return
        if history.heads:
            self._show(self._body)
            return
        empty = self.tr("Finalize the plan to keep it as it is today. You can go on changing it.")
        text = "\n".join(part for part in (history.missing_text, empty) if part)
        self.message.show_text(text, self.tr("Finalize…") if self._can_finalize else "")
        self._show(self.message)

    def _show(self, shown: QWidget) -> None:
        """The keyboard goes along, else Qt gives it to whatever comes next."""
        if self._stack.currentWidget() is not shown:
            had_focus = keeps_focus(self) or self.window().focusWidget() is self
            self._stack.setCurrentWidget(shown)
            if had_focus:
                self.focus_body()

    def _on_columns_changed(self) -> None:
        """The table is no higher than its rows: what is left is the log's."""
        self.table.setMaximumHeight(self.table.sizeHint().height())
        self._show_all_button()

    def _show_all_button(self) -> None:
        hidden = self.table.history.hidden_count
        if self.table.shows_all:
            self.all_button.setText(self.tr("Show the newest only"))
        else:
            self.all_button.setText(
                self.tr("Show {count} more").format(count=texts.count_text(hidden))
            )
        has_more = self._history is not None and len(self._history.heads) > NEWEST + 1
        self.all_button.setVisible(bool(hidden) or (self.table.shows_all and has_more))

    def _on_all_clicked(self) -> None:
        self.table.set_all_shown(is_shown=not self.table.shows_all)

    def focus_body(self) -> None:
        is_table = self._stack.currentWidget() is self._body
        body: QWidget = self.table if is_table else self.message.button
        if not is_table and self.message.button.isHidden():
            body = self
        body.setFocus(Qt.FocusReason.OtherFocusReason)

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        return [self.table, self.log, self.message.button]

    def text(self) -> str:
        """The table and the log as they are read; "" while there is nothing."""
        if self._history is None or not self._history.heads:
            return ""
        return f"{self.table.text()}\n\n{self.log.text()}\n"

    # What is chosen

    def _on_log_chosen(self, key: Hashable) -> None:
        if key is not None and self.table.chosen_keys() != (key,):
            self.table.choose(key)

    def _on_compare(self, old: Hashable, new: Hashable) -> None:
        ids = [None if key == NOW else key for key in (old, new)]
        self.compare_wanted.emit(*ids)

    def chosen_ids(self) -> list[int | None]:
        """Of one or two columns chosen, the oldest first; None is the plan now."""
        keys = self.table.chosen_keys() if self._stack.currentWidget() is self._body else ()
        known = [
            key if isinstance(key, int) else None
            for key in keys
            if key == NOW or isinstance(key, int)
        ]
        return known if len(known) <= BOTH else []

    # Menus

    def _open_table_menu(self, place: QPoint) -> None:
        key = self.table.history.column_key(self.table.currentIndex().column())
        self._open_menu(place, key, self.table)

    def _open_log_menu(self, place: QPoint) -> None:
        self._open_menu(place, self.log.key_at(self.log.currentIndex()), self.log)

    def _open_menu(self, place: QPoint, key: Hashable, view: HistoryTable | HistoryLog) -> None:
        menu = QMenu(self)
        menu.setObjectName("history_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heads = self._history.heads if self._history is not None else ()
        head = next((each for each in heads if each.key == key), None)
        if head is not None:
            is_now = head.key == NOW
            text = self.tr("Go to the plan") if is_now else self.tr("Go to {snapshot}")
            menu.addAction(text.format(snapshot=head.title), lambda: self.opened.emit(head.key))
        ids = self.chosen_ids()
        if len(ids) == BOTH or (len(ids) == 1 and ids[0] is not None):
            menu.addAction(self.tr("Compare"), self.compare_chosen_wanted.emit)
        menu.addAction(
            self.tr("Copy"), lambda: QGuiApplication.clipboard().setText(view.rows_text())
        )
        menu.popup(place)
