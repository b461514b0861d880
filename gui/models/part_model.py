"""A flat table whose cells are edited in place: the parts of a recipe, the units of a material."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from gui.models.content_nodes import RIGHT, Sign
from gui.models.lazy_nodes import LEAF_FLAGS
from gui.models.roles import Role
from gui.texts import one_line, plain_tooltip

EDIT_FLAGS = LEAF_FLAGS | Qt.ItemFlag.ItemIsEditable

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PartColumn:
    """`name` is what an edit of it is called."""

    name: str
    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class PartCell:
    """`edit` is the text that is edited; None where nothing can be."""

    text: str = ""
    edit: str | None = None
    tip: str = ""
    colour: str = "text"
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class PartRow:
    """`key` names the row among the others, `thing` is what an edit of it is about."""

    key: Hashable
    thing: object
    cells: tuple[PartCell, ...]
    icon: str = ""
    icon_colour: str = "accent"
    spoken: str = ""
    level: int = 0  # 1 for a row that belongs to the one above it
    is_head: bool = False  # it only says what the rows below it are


_OF_THE_ROW: dict[int, Callable[[PartRow], Any]] = {
    Role.ICON: lambda row: row.icon,
    Role.ICON_COLOUR: lambda row: row.icon_colour,
    Role.IS_BOLD: lambda row: row.is_head,
    Role.LEVEL: lambda row: row.level,
}


def _nothing_wrong(_thing: object, _column: str, _text: str) -> str:
    return ""


class PartModel(QAbstractTableModel):
    """An edit is only wished for; what was typed shows, muted, until the rows come anew."""

    edit_wanted = Signal(object, str, str)  # the row's thing, the column's name, the text
    count_changed = Signal(int)

    def __init__(self, columns: Sequence[PartColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        # Why a text cannot be taken, in a sentence; "" when it can.
        self.problem: Callable[[object, str, str], str] = _nothing_wrong
        self._rows: list[PartRow] = []
        self._typed: dict[tuple[Hashable, int], str] = {}
        self._is_editable = True

    def set_titles(self, titles: Sequence[str]) -> None:
        """Other heads, where they name what the rows are about; "" leaves one as it is."""
        self.columns = tuple(
            replace(column, title=title or column.title)
            for column, title in zip(self.columns, titles, strict=True)
        )
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    @property
    def is_editable(self) -> bool:
        return self._is_editable

    def set_editable(self, is_editable: bool) -> None:
        self._is_editable = is_editable
        self._all_changed()

    def rows(self) -> tuple[PartRow, ...]:
        return tuple(self._rows)

    def row_at(self, index: Index) -> PartRow | None:
        return self._rows[index.row()] if index.isValid() else None

    def index_of(self, key: Hashable, column: int = 0) -> QModelIndex:
        for number, row in enumerate(self._rows):
            if row.key == key:
                return self.index(number, column)
        return QModelIndex()

    def first_index(self) -> QModelIndex:
        """The first row that can be chosen."""
        number = next((at for at, row in enumerate(self._rows) if not row.is_head), 0)
        return self.index(number, 0)

    def set_rows(self, rows: Sequence[PartRow]) -> None:
        """What stays keeps its place in the selection; only what differs moves."""
        self._remove_others({row.key for row in rows})
        known = {row.key for row in self._rows}
        changed: list[int] = []
        number = 0
        while number < len(rows):
            end = number
            while end < len(rows) and rows[end].key not in known:
                end += 1
            if end > number:  # in one piece: the view measures its columns after each
                self.beginInsertRows(QModelIndex(), number, end - 1)
                self._rows[number:number] = rows[number:end]
                self.endInsertRows()
                number = end
            else:
                if self._put(number, rows[number]):
                    changed.append(number)
                number += 1
        if changed:  # one piece, as a view looks at all it shows after each
            last = self.index(changed[-1], len(self.columns) - 1)
            self.dataChanged.emit(self.index(changed[0], 0), last)
        self.count_changed.emit(len(self._rows))

    def forget_typed(self, key: Hashable) -> None:
        """What was typed into this row is not saved: the old values are back."""
        for typed in [each for each in self._typed if each[0] == key]:
            del self._typed[typed]
        index = self.index_of(key)
        if index.isValid():
            self.dataChanged.emit(index, index.siblingAtColumn(len(self.columns) - 1))

    def forget_all_typed(self) -> None:
        """The rows that came tell what is saved."""
        for key in {key for key, _ in self._typed}:
            self.forget_typed(key)

    def typed(self, key: Hashable, column: int) -> str | None:
        """What was typed and is not saved yet."""
        return self._typed.get((key, column))

    def _remove_others(self, wanted: set[Hashable]) -> None:
        end = len(self._rows)
        while end:
            start = end
            while start and self._rows[start - 1].key not in wanted:
                start -= 1
            if start < end:
                self.beginRemoveRows(QModelIndex(), start, end - 1)
                gone = {row.key for row in self._rows[start:end]}
                del self._rows[start:end]
                self.endRemoveRows()
                self._typed = {at: text for at, text in self._typed.items() if at[0] not in gone}
            end = max(start - 1, 0)

    def _put(self, number: int, row: PartRow) -> bool:
        """Moves a known row here, and updates it; whether it says something else now."""
        old = next(at for at in range(number, len(self._rows)) if self._rows[at].key == row.key)
        if old != number:
            self.beginMoveRows(QModelIndex(), old, old, QModelIndex(), number)
            self._rows.insert(number, self._rows.pop(old))
            self.endMoveRows()
        before = self._rows[number]
        if before == row:
            return False
        self._rows[number] = row
        for column, (was, now) in enumerate(zip(before.cells, row.cells, strict=True)):
            if was != now:
                self._typed.pop((row.key, column), None)
        return True

    def _all_changed(self) -> None:
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # What Qt asks

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        read_row = _OF_THE_ROW.get(role)
        if read_row is not None:
            return read_row(row) if column == 0 else None
        cell, typed = row.cells[column], self._typed.get((row.key, column))
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(cell.text if typed is None else typed)
        if role == Qt.ItemDataRole.EditRole:
            return (cell.edit or "") if typed is None else typed
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(cell.tip or cell.text) if cell.tip or cell.text else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken if column == 0 and row.spoken else one_line(cell.text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.columns[column].is_number else None
        if role == Role.COLOUR:
            return cell.colour if typed is None else "muted"
        return cell.signs if role == Role.SIGNS else None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            return RIGHT if column.is_number else left
        is_text = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return column.title if is_text else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self._rows[index.row()]
        if row.is_head:
            return Qt.ItemFlag.ItemNeverHasChildren
        is_edited = self._is_editable and row.cells[index.column()].edit is not None
        return EDIT_FLAGS if is_edited else LEAF_FLAGS

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        row, column = self._rows[index.row()], index.column()
        name, text = self.columns[column].name, str(value)
        if self.problem(row.thing, name, text):
            return False
        if text == index.data(Qt.ItemDataRole.EditRole):
            return True
        self._typed[row.key, column] = text
        self.dataChanged.emit(index, index)
        self.edit_wanted.emit(row.thing, name, text)
        return True
