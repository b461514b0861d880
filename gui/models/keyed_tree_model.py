"""A lazy tree whose rows are things with keys, each found at once wherever it stands."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject
from typing_extensions import override

from core.domain.keys import Key
from gui.models.lazy_nodes import Node
from gui.models.lazy_tree_model import LazyTreeModel


class KeyedTreeModel(LazyTreeModel):
    """Keeps by its key every node that has one."""

    def __init__(self, parent: QObject | None = None) -> None:
        self._by_key: dict[Key, Node] = {}
        super().__init__(parent)

    @override
    def node_added(self, node: Node) -> None:
        key = node.key()
        if isinstance(key, Key):
            self._by_key[key] = node

    @override
    def node_removed(self, node: Node) -> None:
        key = node.key()
        if isinstance(key, Key) and self._by_key.get(key) is node:
            del self._by_key[key]

    def find(self, key: Key) -> QModelIndex:
        """Where a thing stands; invalid when it is not shown, or not read yet."""
        node = self._by_key.get(key)
        return QModelIndex() if node is None else self.index_of(node)
