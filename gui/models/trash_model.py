"""What the trash holds, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from core.domain.removal import RemovedRow
from gui import texts
from gui.icons import icon
from gui.texts import plain_tooltip

WHAT, HELD, DELETED, KEPT_UNTIL = range(4)
Index = QModelIndex | QPersistentModelIndex


class TrashModel(QAbstractTableModel):
    """Columns What, Held, Deleted, Kept until; newest first, as the rows come."""

    def __init__(self, today: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._rows: tuple[RemovedRow, ...] = ()

    def rows(self) -> tuple[RemovedRow, ...]:
        return self._rows

    def set_rows(self, rows: Sequence[RemovedRow], today: date) -> None:
        self.beginResetModel()
        self._rows, self._today = tuple(rows), today
        self.endResetModel()

    def row_of(self, removed_id: int) -> int:
        """Where the row stands; -1 when it is not here."""
        return next((at for at, row in enumerate(self._rows) if row.id == removed_id), -1)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 4

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self._text(row, index.column()))
        if role == Qt.ItemDataRole.DecorationRole and index.column() == WHAT:
            return icon("event" if row.event_count else "snapshot", "muted")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._sentence(row) if index.column() == WHAT else None
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = (self.tr("What"), self.tr("Held"), self.tr("Deleted"), self.tr("Kept until"))
        return heads[section]

    def _text(self, row: RemovedRow, column: int) -> str:
        if column == WHAT:
            return texts.one_line(row.title)
        if column == HELD:
            return held_text(row)
        if column == DELETED:
            return texts.when_text(row.removed_at, self._today)
        return texts.short_date_text(row.keep_until)

    def _sentence(self, row: RemovedRow) -> str:
        return self.tr("{what}, held {held}, deleted {deleted}, kept until {until}").format(
            what=texts.one_line(row.title),
            held=held_text(row),
            deleted=texts.when_text(row.removed_at, self._today),
            until=texts.short_date_text(row.keep_until),
        )


def held_text(row: RemovedRow) -> str:
    """`4 lines, 3 snapshots, 8 items, 6 boxes`; what there is none of is left out."""
    parts = []
    if row.event_count > 1:
        parts.append(texts.events_text(row.event_count))
    if row.event_count or row.line_count:
        parts.append(texts.lines_text(row.line_count))
    if row.snapshot_count > 1 or (row.snapshot_count and row.event_count):
        parts.append(texts.snapshots_text(row.snapshot_count))
    if row.counts.total or not parts:
        parts.append(texts.counts_text(row.counts))
    return ", ".join(parts)
