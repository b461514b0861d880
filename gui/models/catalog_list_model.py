"""The model of the catalog's list: the things of one kind, page by page, in the order asked for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from core.domain.catalog import CatalogQuery, CatalogRow
from core.domain.keys import Key, ThingKind
from gui.models.catalog_nodes import CatalogColumn, CatalogNode, CatalogRoot
from gui.models.keyed_tree_model import KeyedTreeModel
from gui.models.lazy_nodes import Node, Phase


class CatalogListModel(KeyedTreeModel):
    """Shows what its doors were given; `set_query` changes what is asked for."""

    columns = len(CatalogColumn)

    def __init__(self, parent: QObject | None = None) -> None:
        self.query = CatalogQuery(ThingKind.FINISHED_UNIT)
        super().__init__(parent)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = {
            CatalogColumn.NAME: self.tr("Name"),
            CatalogColumn.SAYS: self.tr("What it is"),
            CatalogColumn.CATEGORY: self.tr("Category"),
        }
        return heads[CatalogColumn(section)]

    def make_root(self) -> Node:
        return CatalogRoot(self.query)

    def make_node(self, parent: Node, row: Any) -> Node:
        return CatalogNode(row, self.query)

    # Finding

    def is_read(self) -> bool:
        """The first page has come, and it is of what was asked for last."""
        reading = self.root.reading
        return reading.phase is Phase.READ and not reading.replaces

    def total(self) -> int:
        """How many rows there are, read or not."""
        return self.root.reading.total

    # Doors

    def set_query(self, query: CatalogQuery) -> None:
        """Asks for other rows; those shown change when the answer comes."""
        if query == self.query:
            return
        self.query = query
        if isinstance(self.root, CatalogRoot):
            self.root.query = query
        self.root.reading.replaces = True
        self.ask_again(self.root)

    def put_row(self, row: CatalogRow) -> None:
        """A thing was made or changed, and the list's question still finds it."""
        if self.root.reading.replaces:
            self.ask_again(self.root)  # the rows shown are another question's
        else:
            self.put_node(self.root, self.make_node(self.root, row))

    def drop(self, key: Key) -> None:
        """A thing is gone, or the list's question does not find it any more."""
        node = self._by_key.get(key)
        if node is not None:
            self.remove_node(node)
        else:  # an answer under way may still bring it
            self._ask_anew_if_waiting(self.root)

    def read_again(self) -> None:
        """Reads anew; what is still there keeps its row."""
        self.ask_again(self.root)

    @override
    def reset(self) -> None:
        self.query = CatalogQuery(self.query.kind)
        super().reset()
