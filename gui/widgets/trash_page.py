"""The trash: what was deleted in the last 30 days, and how to bring it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.domain.removal import RemovedRow
from gui import theme
from gui.delegates.bar_delegate import BarDelegate
from gui.models.trash_model import DELETED, HELD, KEPT_UNTIL, WHAT, TrashModel
from gui.widgets.icon_label import IconLabel
from gui.widgets.message_page import MessagePage
from gui.widgets.plain_label import plain_label
from gui.widgets.read_only import set_usable
from gui.widgets.row_menu import menu_place


class TrashView(QTreeView):
    """Enter restores what is chosen, Del deletes it forever."""

    restore_pressed = Signal()
    purge_pressed = Signal()
    menu_wanted = Signal(QPoint)  # in global coordinates

    def __init__(self, model: TrashModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trash_list")
        self.setAccessibleName(self.tr("Trash"))
        self.setModel(model)
        self.setItemDelegate(BarDelegate(self))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setIndentation(0)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(self.fontMetrics().height(), self.fontMetrics().height()))
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(HELD, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(DELETED, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(KEPT_UNTIL, QHeaderView.ResizeMode.ResizeToContents)
        self.doubleClicked.connect(self.restore_pressed)

    def share_width(self) -> None:
        """Held has what its words need, as long as What keeps as much as it needs, or half."""
        rest = self.viewport().width() - self.columnWidth(DELETED) - self.columnWidth(KEPT_UNTIL)
        room = rest - min(self.sizeHintForColumn(WHAT) + theme.SPACE_S, rest // 2)
        held = max(
            self.sizeHintForColumn(HELD) + theme.SPACE_S, self.header().sectionSizeHint(HELD)
        )
        self.setColumnWidth(HELD, min(held, room))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_width()

    @override
    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Delete
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ):
            event.accept()  # Del belongs to the pane with focus
            return True
        return super().event(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(menu_place(self, event))
        event.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.restore_pressed.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.purge_pressed.emit()
        else:
            super().keyPressEvent(event)


class TrashPage(QWidget):
    """Wishes name the ids; `rows_of(ids)` gives the rows for the question before a purge."""

    restore_wanted = Signal(list)
    purge_wanted = Signal(list)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trash_page")
        self._is_read_only = False
        self._next: list[int] = []
        self.model = TrashModel(today, self)
        self.view = TrashView(self.model)
        self.view.restore_pressed.connect(self.restore_chosen)
        self.view.purge_pressed.connect(self.purge_chosen)
        self.view.menu_wanted.connect(self._open_menu)
        self._empty = MessagePage()
        self._empty.show_text(self.tr("Nothing deleted in the last 30 days."))
        self._body = QStackedWidget()
        self._body.addWidget(self._empty)
        self._body.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_M)
        layout.addLayout(self._head())
        layout.addWidget(self._body, 1)
        self.view.selectionModel().selectionChanged.connect(self._update_buttons)
        self._update_buttons()

    def _head(self) -> QHBoxLayout:
        self.restore_button = QPushButton(self.tr("Restore"))
        self.restore_button.setObjectName("restore")
        self.restore_button.clicked.connect(self.restore_chosen)
        self.purge_button = QPushButton(self.tr("Delete forever…"))
        self.purge_button.setObjectName("purge")
        self.purge_button.setProperty("danger", True)
        self.purge_button.clicked.connect(self.purge_chosen)
        self.empty_button = QPushButton(self.tr("Empty trash…"))
        self.empty_button.setObjectName("empty_trash")
        self.empty_button.setProperty("danger", True)
        self.empty_button.clicked.connect(self.purge_all)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(IconLabel("trash", "muted", scale=1.5))
        row.addWidget(plain_label(self.tr("Trash"), look="title", wraps=False))
        row.addStretch(1)
        for button in (self.restore_button, self.purge_button, self.empty_button):
            row.addWidget(button)
        return row

    def set_rows(self, rows: Sequence[RemovedRow], today: date) -> None:
        """Shows these; what was chosen stays chosen as far as it is still there."""
        # Coming here anew, what was deleted last is what she most likely means.
        chosen = self.chosen_ids() if self.isVisible() else []
        current = self.view.currentIndex().row() if self.isVisible() else 0
        self.model.set_rows(rows, today)
        self.view.share_width()
        self._body.setCurrentWidget(self.view if rows else self._empty)
        if rows and self.hasFocus():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)  # the page came before its rows
        self._choose(self._next or chosen, current)
        self._next = []
        self._update_buttons()

    def choose_next(self, removed_id: int) -> None:
        """The entry that the rows to come begin with, where a link led to it."""
        self._next = [removed_id] if removed_id else []

    def chosen_ids(self) -> list[int]:
        rows = self.model.rows()
        return [rows[index.row()].id for index in self.view.selectionModel().selectedRows()]

    def rows_of(self, ids: Sequence[int]) -> list[RemovedRow]:
        return [row for row in self.model.rows() if row.id in ids]

    def set_read_only(self, is_read_only: bool) -> None:
        self._is_read_only = is_read_only
        self._update_buttons()

    def restore_chosen(self) -> None:
        self._wish(self.restore_wanted, self.chosen_ids())

    def purge_chosen(self) -> None:
        self._wish(self.purge_wanted, self.chosen_ids())

    def purge_all(self) -> None:
        self._wish(self.purge_wanted, [row.id for row in self.model.rows()])

    def _open_menu(self, place: QPoint) -> None:
        """What the buttons do."""
        menu = QMenu(self)
        menu.setObjectName("trash_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in (self.restore_button, self.purge_button, self.empty_button):
            action = menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        menu.popup(place)

    def _wish(self, wish: SignalInstance, ids: list[int]) -> None:
        if ids and not self._is_read_only:
            wish.emit(ids)

    def _choose(self, ids: Sequence[int], current: int) -> None:
        flags = self.view.selectionModel().SelectionFlag
        found = [at for at in map(self.model.row_of, ids) if at >= 0]
        if not found and self.model.rows():
            # The next row takes the place of the one that went, so that Enter, Enter goes on.
            found = [min(max(current, 0), len(self.model.rows()) - 1)]
        for at in found:
            self.view.selectionModel().setCurrentIndex(
                self.model.index(at, WHAT), flags.Select | flags.Rows
            )

    def _update_buttons(self) -> None:
        has_chosen = bool(self.chosen_ids())
        for button, can_be_used in (
            (self.restore_button, has_chosen),
            (self.purge_button, has_chosen),
            (self.empty_button, bool(self.model.rows())),
        ):
            set_usable(button, is_read_only=self._is_read_only, can_be_used=can_be_used)
