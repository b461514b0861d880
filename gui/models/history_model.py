"""The table and the log of the History tab as Qt models."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from gui import texts
from gui.icons import icon
from gui.models.content_nodes import RIGHT
from gui.models.history_values import (
    NOW,
    HistoryCell,
    HistoryHead,
    HistoryRow,
    HistoryRows,
    LogEntry,
)
from gui.models.roles import Role

Index = QModelIndex | QPersistentModelIndex
MORE = "more"  # the key of the column that stands for those that are not shown
NEWEST = 5
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


class HistoryModel(QAbstractTableModel):
    """Names, then the first snapshot, the newest ones and the plan now; between them "6 more".

    It is reset where its columns or rows become others: the view keeps what is chosen by key.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = HistoryRows()
        self._columns: list[int | None] = []  # the place of each head; None for those not shown
        self._newest = NEWEST
        self._is_short = False

    def set_history(self, history: HistoryRows) -> None:
        if history != self.history:
            self.beginResetModel()
            self.history = history
            self._columns = self.columns_for(self._newest)
            self.endResetModel()

    def show_columns(self, newest: int, *, is_short: bool) -> None:
        """So many of the newest snapshots beside the first; short heads say only the number."""
        columns = self.columns_for(newest)
        self._newest = newest
        if (columns, is_short) != (self._columns, self._is_short):
            self.beginResetModel()
            self._columns, self._is_short = columns, is_short
            self.endResetModel()

    def columns_for(self, newest: int) -> list[int | None]:
        """The heads that would be shown: all, where the newest and the first are all there are."""
        count = len(self.history.heads)
        has_now = count > 0 and self.history.heads[-1].key == NOW
        snapshots = count - has_now
        if snapshots <= newest + 1:
            return list(range(count))
        return [0, None, *range(snapshots - newest, count)]

    @property
    def is_short(self) -> bool:
        return self._is_short

    @property
    def hidden_count(self) -> int:
        """How many snapshots stand behind "6 more"."""
        return len(self.history.heads) - sum(at is not None for at in self._columns)

    # Places

    def head_at(self, column: int) -> HistoryHead | None:
        """None for the names, and for what stands for others."""
        at = self._columns[column - 1] if 0 < column <= len(self._columns) else None
        return None if at is None else self.history.heads[at]

    def column_key(self, column: int) -> Hashable:
        """Of a head; MORE; None for the names."""
        head = self.head_at(column)
        if head is not None:
            return head.key
        return MORE if 0 < column <= len(self._columns) else None

    def column_of(self, key: Hashable) -> int:
        """0 where it is not shown."""
        for column in range(1, len(self._columns) + 1):
            if self.column_key(column) == key:
                return column
        return 0

    def row_of(self, key: Hashable) -> int:
        """-1 where there is none."""
        return next((at for at, row in enumerate(self.history.rows) if row.key == key), -1)

    def row_at(self, index: Index) -> HistoryRow:
        return self.history.rows[index.row()]

    def cell_at(self, index: Index) -> HistoryCell | None:
        at = self._columns[index.column() - 1] if index.column() else None
        return None if at is None else self.row_at(index).cells[at]

    # What Qt asks

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.history.rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self._columns else 1 + len(self._columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if index.column() == 0:
            return self._name(self.row_at(index), role)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT
        cell = self.cell_at(index)
        if cell is None:
            return self._more(role)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.plain_tooltip(cell.says) if cell.says else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index, cell)
        if role == Role.COLOUR:
            return cell.colour
        return cell.signs if role == Role.SIGNS else None

    def _name(self, row: HistoryRow, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.plain_tooltip(row.name)
        if role == Role.ICON:
            return row.icon
        if role == Role.ICON_COLOUR:
            return row.icon_colour
        return row.is_line if role == Role.IS_BOLD else None

    def _more(self, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return texts.ELLIPSIS
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return more_text(self.hidden_count)
        return "muted" if role == Role.COLOUR else None

    def _spoken(self, index: Index, cell: HistoryCell) -> str:
        """`Holiday hamper, Snapshot 2: 50 boxes, +10, was 40`."""
        head = self.head_at(index.column())
        title = head.title if head is not None else ""
        says = cell.says or self.tr("nothing to compare with")
        return f"{texts.isolate(self.row_at(index).name)}, {title}: {says}"

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section or self._is_short else _LEFT
        head = self.head_at(section)
        if head is None:
            return self._other_head(section, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return head_text(head, is_short=self._is_short)
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.plain_tooltip(head.spoken)
        if role == Qt.ItemDataRole.DecorationRole:
            return icon("bad", "bad") if head.is_damaged else None
        return head.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _other_head(self, section: int, role: int) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if section:
            return more_text(self.hidden_count)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("What")
        return self.tr("Snapshot") if self._is_short else ""

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        """A column of names, and one that stands for others, are no snapshot to choose."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.head_at(index.column()) is None:
            return _PLAIN
        return _PLAIN | Qt.ItemFlag.ItemIsSelectable


def head_text(head: HistoryHead, *, is_short: bool) -> str:
    """Two lines: which, and when."""
    title = head.short if is_short else head.title
    return f"{title}\n{head.day}" if head.day else title


def more_text(count: int) -> str:
    """Over the column that stands for so many."""
    text = QCoreApplication.translate("HistoryModel", "{count} more")
    return text.format(count=texts.count_text(count))


class LogModel(QAbstractListModel):
    """The entries of the log; ENTRY gives the whole of one."""

    ENTRY = Qt.ItemDataRole.UserRole + 100

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[LogEntry, ...] = ()

    def set_entries(self, entries: tuple[LogEntry, ...]) -> None:
        if entries != self.entries:
            self.beginResetModel()
            self.entries = entries
            self.endResetModel()

    def row_of(self, key: Hashable) -> int:
        """-1 where there is none."""
        return next((at for at, entry in enumerate(self.entries) if entry.key == key), -1)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title or entry.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken
        return entry if role == self.ENTRY else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemNeverHasChildren if index.isValid() else flags
