"""A tree model over nodes: Qt's questions, and rows that come, go and move in begin/end pairs."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from gui.models.content_nodes import RIGHT
from gui.models.lazy_nodes import Node
from gui.models.roles import Role

Index = QModelIndex | QPersistentModelIndex
Reader = Callable[[Node, int], object]

ROOT_ID = 0
_NOWHERE = QModelIndex()

_READERS: dict[int, Reader] = {
    Qt.ItemDataRole.DisplayRole: lambda node, column: node.text(column),
    Qt.ItemDataRole.EditRole: lambda node, column: node.edit_value(column),
    Qt.ItemDataRole.ToolTipRole: lambda node, column: node.tool_tip(column) or None,
    Qt.ItemDataRole.AccessibleTextRole: lambda node, column: node.spoken(column),
    Qt.ItemDataRole.TextAlignmentRole: lambda node, column: node.alignment(column),
    Role.KEY: lambda node, column: node.key(),
    Role.ICON: lambda node, column: node.icon(column),
    Role.ICON_COLOUR: lambda node, column: node.icon_colour(column),
    Role.COLOUR: lambda node, column: node.colour(column),
    Role.IS_BOLD: lambda node, column: node.is_bold(column),
}


class NodeTreeModel(QAbstractItemModel):
    """Owns the nodes and answers Qt from them.

    An index carries the integer id of its node: a stale index is a KeyError instead of a crash.
    Ids are never used twice, but for the root's.
    """

    readers: dict[int, Reader] = _READERS
    columns: int = 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last_id = ROOT_ID
        self._nodes: dict[int, Node] = {}
        self._known: dict[tuple[int, Hashable], Node] = {}
        self.root: Node = self._new_root()

    # For subclasses

    def make_root(self) -> Node:
        raise NotImplementedError

    def node_added(self, node: Node) -> None:
        """A row came; for lookups of the subclass. Never called for the root."""

    def node_removed(self, node: Node) -> None:
        """A row went; called for it and for everything below it."""

    # Qt's questions

    def node_at(self, index: Index) -> Node:
        return self._nodes[index.internalId()] if index.isValid() else self.root

    def index_of(self, node: Node, column: int = 0) -> QModelIndex:
        if node is self.root:
            return QModelIndex()
        return self.createIndex(node.position, column, node.id)

    @override
    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        if row < 0 or not 0 <= column < self.columns or (parent.isValid() and parent.column() != 0):
            return QModelIndex()
        children = self.node_at(parent).children
        if row >= len(children):
            return QModelIndex()
        return self.createIndex(row, column, children[row].id)

    @override
    def parent(self, child: Index | None = None) -> Any:
        if child is None:
            return super().parent()
        if not child.isValid():
            return QModelIndex()
        above = self._nodes[child.internalId()].parent
        return QModelIndex() if above is None else self.index_of(above)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if parent.isValid() and parent.column() != 0:
            return 0
        return len(self.node_at(parent).children)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return self.columns

    @override
    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        if parent.isValid() and parent.column() != 0:
            return False
        return self.node_at(parent).has_children()

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return self.node_at(index).flags(index.column())

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        reader = self.readers.get(role)
        if reader is None or not index.isValid():
            return None
        return reader(self._nodes[index.internalId()], index.column())

    def head(self, section: int, role: int, titles: Sequence[str], *, right: Sequence[int]) -> Any:
        """What a head says, and on which side: of these columns on the right."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section in right else None
        return titles[section] if role == Qt.ItemDataRole.DisplayRole else None

    def changed(self, node: Node) -> None:
        """The row is to be drawn anew."""
        if node is not self.root:
            self.dataChanged.emit(self.index_of(node), self.index_of(node, self.columns - 1))

    def shape_changed(self, node: Node) -> None:
        """Whether a row can be opened changed while no row came or went: views must look again."""
        self.layoutAboutToBeChanged.emit()
        self.layoutChanged.emit()

    def reset(self) -> None:
        """Forgets everything; for another database only."""
        self.beginResetModel()
        self.root = self._new_root()
        self.endResetModel()

    # Rows

    def _new_root(self) -> Node:
        # Ids go on counting, so that a ticket or an index from before can never meet a new node;
        # only the root keeps its id, hence the generation.
        old = self._nodes.get(ROOT_ID)
        for node in self._nodes.values():
            if node is not old:
                self.node_removed(node)
        self._nodes.clear()
        self._known.clear()
        root = self.make_root()
        root.id = ROOT_ID
        root.reading.generation = 0 if old is None else old.reading.generation + 1
        self._nodes[ROOT_ID] = root
        return root

    def _insert(self, parent: Node, place: int, nodes: Sequence[Node]) -> None:
        if not nodes:
            return
        self.beginInsertRows(self.index_of(parent), place, place + len(nodes) - 1)
        self._adopt(parent, place, nodes)
        self.endInsertRows()

    def _adopt(self, parent: Node, place: int, nodes: Sequence[Node]) -> None:
        parent.children[place:place] = nodes
        _number(parent, place)
        for node in nodes:
            self._last_id += 1
            node.id = self._last_id
            node.parent = parent
            self._register(node)

    def _register(self, node: Node) -> None:
        self._nodes[node.id] = node
        if node.parent is not None and node.identity is not None:
            self._known[node.parent.id, node.identity] = node
        self.node_added(node)

    def _remove(self, parent: Node, first: int, count: int) -> None:
        if count > 0:
            self._remove_at(parent, first, count)

    def _remove_at(self, parent: Node, first: int, count: int) -> None:
        self.beginRemoveRows(self.index_of(parent), first, first + count - 1)
        gone = parent.children[first : first + count]
        del parent.children[first : first + count]
        _number(parent, first)
        while gone:
            node = gone.pop()
            gone += node.children
            self._unregister(node)
        self.endRemoveRows()

    def _unregister(self, node: Node) -> None:
        del self._nodes[node.id]
        if node.parent is not None:
            self._known.pop((node.parent.id, node.identity), None)
        self.node_removed(node)

    def _move(self, node: Node, place: int) -> None:
        """Moves a row to `place`, counted as if the row were not there."""
        parent = node.parent
        if parent is None or node.position == place:
            return
        index = self.index_of(parent)
        before = place if place < node.position else place + 1  # as Qt counts
        self.beginMoveRows(index, node.position, node.position, index, before)
        parent.children.insert(place, parent.children.pop(node.position))
        _number(parent, 0)
        self.endMoveRows()

    def _set_extra(self, parent: Node, extra: Node | None) -> None:
        """Sets, replaces in place or takes out the row that stands behind the paged ones."""
        old = parent.extra
        if extra is None:
            if old is not None:
                parent.extra = None
                self._remove_at(parent, old.position, 1)
        elif old is None:
            place = parent.paged_count()
            self.beginInsertRows(self.index_of(parent), place, place)
            parent.extra = extra
            self._adopt(parent, place, [extra])
            self.endInsertRows()
        else:
            extra.id, extra.parent, extra.position = old.id, parent, old.position
            parent.children[old.position] = extra
            parent.extra = extra
            self._nodes[extra.id] = extra
            self.changed(extra)


def _number(parent: Node, first: int) -> None:
    for position in range(first, len(parent.children)):
        parent.children[position].position = position
