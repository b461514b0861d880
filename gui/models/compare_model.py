"""The tree of a comparison: what differs, and its value on both sides."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt
from typing_extensions import override

from core.domain.compare.diff import Change, DiffEntry
from core.domain.csv_text import inert
from gui import compare_words as words
from gui.models.compare_rows import CompareRow, every_row
from gui.models.content_nodes import RIGHT, Sign
from gui.models.index_path import INDENT
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
        if column == CompareColumn.WHAT:
            return one_line(self.row.name)
        if column == CompareColumn.OLD:
            return self.row.old
        if column == CompareColumn.NEW:
            return self.row.new
        return self._difference()

    def _difference(self) -> str:
        """The numbers' difference, else the word for what happened: how much came stands beside it."""
        entry = self.row.entry
        if entry is None:
            return ""
        difference = words.difference_text(entry) if entry.change is Change.CHANGED else ""
        return difference or words.change_text(entry.change)

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
        return self.row.icon_name if column == CompareColumn.WHAT else ""

    @override
    def icon_colour(self, column: int) -> str:
        return "accent"

    @override
    def colour(self, column: int) -> str:
        sign = self.row.sign
        if sign and column == CompareColumn.DIFFERENCE:
            return sign[1]
        is_value = column in (CompareColumn.OLD, CompareColumn.NEW)
        return "muted" if is_value and sign is None else "text"

    @override
    def alignment(self, column: int) -> Qt.AlignmentFlag | None:
        return None if column == CompareColumn.WHAT else RIGHT

    @override
    def flags(self, column: int) -> Qt.ItemFlag:
        return super().flags(column) if self.has_children() else LEAF_FLAGS

    @override
    def has_children(self) -> bool:
        return self.row.has_children

    def copied(self) -> str:
        """All cells, in which nothing of hers can be taken for a formula."""
        *hers, difference = (self.text(column) for column in CompareColumn)
        return "\t".join([*map(inert, hers), difference]).rstrip("\t")

    @property
    def is_filled(self) -> bool:
        return bool(self.children) or not self.row.has_children

    def signs(self, column: int) -> tuple[Sign, ...]:
        sign = self.row.sign
        return (sign,) if sign and column == CompareColumn.DIFFERENCE else ()


class CompareModel(NodeTreeModel):
    """Rows come when what they stand in is opened, by `open_row`: some stand in very many places."""

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
        self._insert(self.root, 0, [CompareNode(row) for row in rows])

    def find_path(self, path: Sequence[Hashable]) -> QModelIndex:
        """The row at the end of these identities, from the top down; no index where one is gone."""
        node: Node = self.root
        for identity in path:
            found = self._child(node, identity)
            if found is None:
                return QModelIndex()
            node = found
        return self.index_of(node)

    def path_of(self, index: Index) -> tuple[Hashable, ...]:
        """What `find_path` finds it by, in another comparison too."""
        path: list[Hashable] = []
        node: Node | None = self.node_at(index)
        while node is not None and node is not self.root:
            path.append(node.identity)
            node = node.parent
        return tuple(reversed(path))

    def entry_at(self, index: Index) -> DiffEntry | None:
        node = self.node_at(index)
        return node.row.entry if isinstance(node, CompareNode) else None

    def text(self) -> str:
        """All of it, tab separated, what is below a row indented; what stands in it twice once."""
        lines = [
            "\t".join(str(self.headerData(at, Qt.Orientation.Horizontal)) for at in CompareColumn)
        ]
        for way, row in every_row(_rows_of(self.root)):
            lines.append(INDENT * (len(way) - 1) + CompareNode(row).copied())
        return "\n".join(lines)

    def row_text(self, index: Index) -> str:
        """One row of it."""
        node = self.node_at(index)
        depth = len(self.path_of(index)) - 1
        return INDENT * depth + node.copied() if isinstance(node, CompareNode) else ""

    def _child(self, parent: Node, identity: Hashable) -> Node | None:
        self._fill(parent)
        return self._known.get((parent.id, identity))

    def open_row(self, index: Index) -> None:
        """Brings the rows in one. Not by fetchMore, which Qt's tester calls amid other insertions."""
        self._fill(self.node_at(index))

    def _fill(self, node: Node) -> None:
        if isinstance(node, CompareNode) and not node.is_filled:
            self._insert(node, 0, [CompareNode(row) for row in node.row.children])

    @override
    def canFetchMore(self, parent: Index) -> bool:
        return False

    @override
    def make_root(self) -> Node:
        return Node()

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        translate = QCoreApplication.translate
        what, difference = translate("Compare", "What"), translate("Compare", "Difference")
        values = (CompareColumn.OLD, CompareColumn.NEW, CompareColumn.DIFFERENCE)
        return self.head(section, role, (what, *self._heads, difference), right=values)


def _rows_of(parent: Node) -> Iterator[CompareRow]:
    return (node.row for node in parent.children if isinstance(node, CompareNode))
