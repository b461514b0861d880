"""The tree of a comparison: what differs, and its value on both sides."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt
from typing_extensions import override

from core.domain.compare.diff import Change
from gui import compare_words as words
from gui.models.compare_rows import CompareRow
from gui.models.content_nodes import RIGHT, Sign
from gui.models.lazy_nodes import LEAF_FLAGS, Node
from gui.models.node_tree_model import Index, NodeTreeModel
from gui.models.roles import Role
from gui.texts import one_line, plain_tooltip

LONG_TEXT = 20  # characters


class CompareColumn(IntEnum):
    """What, both sides, and the difference."""

    WHAT = 0
    OLD = 1
    NEW = 2
    DIFFERENCE = 3


class CompareNode(Node):
    """One CompareRow."""

    __slots__ = ("row",)

    def __init__(self, row: CompareRow) -> None:
        super().__init__()
        self.row = row

    @property
    @override
    def identity(self) -> Hashable:
        return self.row.key

    @override
    def text(self, column: int) -> str:
        entry = self.row.entry
        if column == CompareColumn.WHAT:
            return one_line(self.row.name)
        if entry is None:
            return ""
        if column == CompareColumn.OLD:
            return words.old_text(entry)
        return words.new_text(entry) if column == CompareColumn.NEW else self._difference()

    def _difference(self) -> str:
        """The numbers' difference, else the word for what happened."""
        entry = self.row.entry
        if entry is None:
            return ""
        difference, word = words.difference_text(entry), words.change_text(entry.change)
        is_plain = entry.change is Change.CHANGED and difference
        return difference if is_plain else f"{word} {difference}".strip()

    @override
    def tool_tip(self, column: int) -> str:
        """The whole of it, a note with all its lines."""
        entry = self.row.entry
        raw = {CompareColumn.OLD: entry.old, CompareColumn.NEW: entry.new} if entry else {}
        value = raw.get(column)  # type: ignore[call-overload]
        text = value if isinstance(value, str) and len(value) > LONG_TEXT else self.text(column)
        return plain_tooltip(text) if text else ""

    @override
    def spoken(self, column: int) -> str:
        return self.row.spoken if column == CompareColumn.WHAT else self.text(column)

    @override
    def icon(self, column: int) -> str:
        return self.row.icon if column == CompareColumn.WHAT else ""

    @override
    def icon_colour(self, column: int) -> str:
        return "accent"

    @override
    def colour(self, column: int) -> str:
        sign = self.row.sign
        return sign[1] if sign and column == CompareColumn.DIFFERENCE else "text"

    @override
    def alignment(self, column: int) -> Qt.AlignmentFlag | None:
        return None if column == CompareColumn.WHAT else RIGHT

    @override
    def flags(self, column: int) -> Qt.ItemFlag:
        return super().flags(column) if self.children else LEAF_FLAGS

    def signs(self, column: int) -> tuple[Sign, ...]:
        sign = self.row.sign
        return (sign,) if sign and column == CompareColumn.DIFFERENCE else ()


class CompareModel(NodeTreeModel):
    """All rows at once: there are as many as differ."""

    columns = len(CompareColumn)
    readers = NodeTreeModel.readers | {
        Role.SIGNS: lambda node, column: node.signs(column) if isinstance(node, CompareNode) else ()
    }

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads = ("", "")

    def show_rows(self, rows: Sequence[CompareRow], heads: tuple[str, str]) -> None:
        """Another comparison takes the place of the one before."""
        self._remove(self.root, 0, len(self.root.children))
        self._heads = heads
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columns - 1)
        self._put(self.root, rows)

    def _put(self, parent: Node, rows: Sequence[CompareRow]) -> None:
        nodes = [CompareNode(row) for row in rows]
        if nodes:
            self._insert(parent, 0, nodes)
        for node in nodes:
            self._put(node, node.row.children)

    def every_index(self) -> Iterator[QModelIndex]:
        """All rows, from the top down."""
        return (self.index_of(node) for node in _all_below(self.root))

    def differences(self) -> Iterator[QModelIndex]:
        """Every row that is a difference, from the top down."""
        for node in _all_below(self.root):
            if isinstance(node, CompareNode) and node.row.entry is not None:
                yield self.index_of(node)

    @override
    def make_root(self) -> Node:
        return Node()

    @override
    def canFetchMore(self, parent: Index) -> bool:
        return False

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return None if section == CompareColumn.WHAT else RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        translate = QCoreApplication.translate
        what, difference = translate("Compare", "What"), translate("Compare", "Difference")
        return (what, *self._heads, difference)[section]


def _all_below(parent: Node) -> Iterator[Node]:
    for node in parent.children:
        yield node
        yield from _all_below(node)
