"""The contents table's model: an event's plan or a snapshot, down to the last nested box."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from typing_extensions import override

from core.domain.comparison import PlanChanges, PlannedLine
from core.domain.quantity import AmountError, parse_quantity
from core.domain.rows import ContentRow, Page, SourceRef
from gui.models.content_nodes import (
    NUMBERS,
    RIGHT,
    Column,
    ContentNode,
    ContentsBranch,
    ContentsContext,
    ContentsRoot,
    RemovedNode,
    Sign,
)
from gui.models.lazy_nodes import Node, Phase
from gui.models.lazy_tree_model import LOADING_AFTER_MS, LazyTreeModel
from gui.models.node_tree_model import Index
from gui.models.roles import Role
from gui.models.tickets import Ticket

__all__ = ["Column", "ContentsBranch", "ContentsModel", "ThingPath"]


ThingPath = tuple[str, ...]  # uuids of things, from the line down


def _signs(node: Node, column: int) -> tuple[Sign, ...]:
    return node.signs(column) if isinstance(node, ContentNode) else ()


def _is_struck(node: Node, column: int) -> bool:
    return isinstance(node, RemovedNode) and node.is_struck(column)


def _can_put_back(node: Node, column: int) -> bool:
    return isinstance(node, RemovedNode) and node.can_put_back and column == Column.WHAT


class ContentsModel(LazyTreeModel):
    """Lines and what is in them. An edit is only wished for: the row changes by `put_line`.

    From one snapshot to another rows that are in both keep their node, and with it whether they
    are open and chosen; only what differs moves.
    """

    source_changing = Signal(bool)  # whether rows hold still; before anything changes
    source_shown = Signal()  # the first lines of a source, or its failure, have come
    page_shown = Signal(QModelIndex)  # below this row
    since_changed = Signal(object)  # int, or None: there is no snapshot to compare with
    line_count_changed = Signal(int)
    quantity_edit_wanted = Signal(int, object, object)  # line_id, new and old Fraction
    note_edit_wanted = Signal(int, str)
    put_back_wanted = Signal(object)  # PlannedLine

    columns = len(Column)
    readers = LazyTreeModel.readers | {
        Role.IS_STRUCK: _is_struck,
        Role.SIGNS: _signs,
        Role.CAN_PUT_BACK: _can_put_back,
    }

    def __init__(self, parent: QObject | None = None) -> None:
        self._context = ContentsContext()
        self._lines: dict[int, ContentNode] = {}
        self._line_count = 0
        self._has_old_changes = False
        self._is_shown = True
        super().__init__(parent)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(LOADING_AFTER_MS)
        self._patience.timeout.connect(self._stop_holding)

    # Nodes

    @override
    def make_root(self) -> Node:
        return ContentsRoot(self._context)

    @override
    def make_node(self, parent: Node, row: ContentRow) -> Node:
        return ContentNode(row, self._context)

    @override
    def node_added(self, node: Node) -> None:
        if isinstance(node, ContentNode) and node.line_id is not None:
            self._lines[node.line_id] = node

    @override
    def node_removed(self, node: Node) -> None:
        if isinstance(node, ContentNode) and self._lines.get(node.line_id or 0) is node:
            del self._lines[node.line_id or 0]

    @override
    def _merge(self, parent: Node, fresh: Sequence[Node]) -> None:
        super()._merge(parent, fresh)
        self._register_lines(parent)

    @override
    def _append(self, parent: Node, fresh: Sequence[Node]) -> None:
        super()._append(parent, fresh)
        self._register_lines(parent)

    def _register_lines(self, parent: Node) -> None:
        """A line put back is the same row, updated in place, under a new id."""
        if parent is self.root:
            self._lines = {
                node.line_id: node
                for node in self.root.children
                if isinstance(node, ContentNode) and node.line_id is not None
            }

    # What is shown

    @property
    def source(self) -> SourceRef | None:
        return self._context.source

    @property
    def is_editable(self) -> bool:
        return self._context.is_editable

    @property
    def is_box(self) -> bool:
        """Whether it is a box of the catalog whose contents are shown."""
        source = self._context.source
        return source is not None and source.box_id is not None

    @property
    def quantity_column(self) -> Column:
        return self._context.quantity_column

    @property
    def since_version(self) -> int | None:
        return self._context.changes.since_version

    @property
    def line_count(self) -> int:
        """How many lines there are, also those of pages that were not read."""
        return self._line_count

    @property
    def is_waiting(self) -> bool:
        """Whether the lines are still being read."""
        return self.root.reading.phase is Phase.WAITING

    def set_source(self, source: SourceRef | None, *, is_editable: bool) -> None:
        """Shows the lines of `source`, reading them anew if it is the one shown already."""
        context = self._context
        is_other = source != context.source
        is_flip = (
            is_other
            and source is not None
            and context.source is not None
            and source.snapshot_id is not None
            and context.source.snapshot_id is not None
        )
        holds = is_flip or not is_other
        self.source_changing.emit(holds)
        context.source, context.is_editable = source, is_editable
        context.stamp += 1
        self._has_old_changes = self._has_old_changes or is_other
        self._is_shown = False
        if holds:
            for node in self._content_nodes():
                node.reading.generation += 1  # answers under way are about the other source
        else:
            self.forget(self.root)
            self.put_changes(None)
        if source is None:
            self._is_shown = True
            self._count_lines()
            return
        if is_flip:
            self._patience.start()
        self._ask(self.root)

    def set_narrow(self, is_narrow: bool) -> None:
        """Without room for the notes a line shows a sign instead."""
        if is_narrow != self._context.is_narrow:
            self._context.is_narrow = is_narrow
            self._all_changed()

    def put_changes(self, changes: PlanChanges | None) -> None:
        """What differs since a snapshot; None or no version: there is none to compare with."""
        old_version = self.since_version
        self._has_old_changes = False
        self._context.set_changes(changes or PlanChanges())
        gone = [change.old for change in self._context.changes.lines if change.new is None]
        self._put_removed([line for line in gone if line is not None])
        self._all_changed()
        if self.since_version != old_version:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, Column.SINCE, Column.SINCE)
            self.since_changed.emit(self.since_version)

    @override
    def put_page(self, ticket: Ticket, page: Page[Any]) -> None:
        if not self.is_valid(ticket):
            return
        node = self._nodes[ticket.node_id]
        is_root = node is self.root
        if is_root:
            self._patience.stop()
            if self._has_old_changes:  # those of the other source are not here yet
                version, source_id = self.since_version, self._context.changes.since_id
                self.put_changes(PlanChanges(since_version=version, since_id=source_id))
        super().put_page(ticket, page)
        if isinstance(node, ContentNode):
            node.stamp = self._context.stamp
        self._read_below(node)
        self._count_lines()
        self.page_shown.emit(self.index_of(node))
        if is_root:
            self._tell_shown()

    @override
    def put_failure(self, ticket: Ticket, sentence: str) -> None:
        if not self.is_valid(ticket):
            return
        is_root = ticket.node_id == self.root.id
        if is_root:
            self._patience.stop()
            if not self._is_shown and self._has_old_changes:
                self.root.reading.replaces = True  # the rows shown are another source's
        node = self._nodes[ticket.node_id]
        super().put_failure(ticket, sentence)
        self._count_lines()
        self.page_shown.emit(self.index_of(node))
        if is_root:
            self._tell_shown()

    # Lines

    def put_line(self, row: ContentRow) -> None:
        """Inserts, updates or moves one line; what is in it follows."""
        fresh = self.make_node(self.root, row)
        known = self._known.get((self.root.id, fresh.identity))
        had_children = known.has_children() if known is not None else False
        old_id = known.line_id if isinstance(known, ContentNode) else None
        node = self.put_node(self.root, fresh)
        if isinstance(node, ContentNode):
            if isinstance(known, ContentNode) and old_id != node.line_id:
                self._register_lines(self.root)
            self._forget_other_thing(node)
            self._multiply_below(node)
            if node is known and node.has_children() != had_children:
                self.shape_changed(node)
        self._count_lines()

    def edit_refused(self, line_id: int) -> None:
        """What was typed is not saved: the old values are back."""
        node = self._lines.get(line_id)
        if node is not None:
            node.quantities.clear()
            node.notes.clear()
            self.changed(node)

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        node = self.node_at(index)
        if not isinstance(node, ContentNode) or not node.can_edit or node.line_id is None:
            return False
        if index.column() == self.quantity_column:
            return self._edit_quantity(node, node.line_id, value)
        if index.column() == Column.NOTE:
            note = str(value).strip()
            if note != node.note:
                node.notes.append(note)
                self.changed(node)
                self.note_edit_wanted.emit(node.line_id, note)
            return True
        return False

    def _edit_quantity(self, node: ContentNode, line_id: int, value: Any) -> bool:
        old = node.quantity
        try:
            new = value if isinstance(value, Fraction) else parse_quantity(str(value), current=old)
        except AmountError:
            return False
        if new != old:
            node.quantities.append(new)
            self.changed(node)
            self.quantity_edit_wanted.emit(line_id, new, old)
        return True

    def put_back(self, index: Index) -> None:
        """Asks for a removed line; nothing where the plan cannot be edited."""
        node = self.node_at(index)
        if isinstance(node, RemovedNode) and node.can_put_back:
            self.put_back_wanted.emit(node.line)

    # Places

    def index_at(self, place: QPersistentModelIndex) -> QModelIndex:
        """The row that a persistent index points to."""
        return self.index_of(self.node_at(place))

    def row_at(self, index: Index) -> ContentRow | None:
        node = self.node_at(index) if index.isValid() else None
        return node.row if isinstance(node, ContentNode) else None

    def is_line(self, index: Index) -> bool:
        node = self.node_at(index) if index.isValid() else None
        return isinstance(node, ContentNode) and node.is_line

    def is_being_read(self, index: Index) -> bool:
        """A branch that holds the row is read anew: what the row says may be of before."""
        node = self.node_at(index) if index.isValid() else None
        above = node.parent if node is not None else None
        while above is not None:
            if above.reading.phase is Phase.WAITING:
                return True
            above = above.parent
        return False

    def quantity_at(self, index: Index) -> Fraction | None:
        """As shown, typed or saved."""
        node = self.node_at(index) if index.isValid() else None
        return node.quantity if isinstance(node, ContentNode) else None

    def line_index(self, line_id: int, column: int = 0) -> QModelIndex:
        node = self._lines.get(line_id)
        return QModelIndex() if node is None else self.index_of(node, column)

    def line_next_to(self, line_ids: Sequence[int]) -> int | None:
        """The line below the lowest of these, else the one above, that is none of them."""
        nodes = [node for node in self.root.children if isinstance(node, ContentNode)]
        lines = [node.line_id for node in nodes if node.line_id is not None]
        last = max((at for at, line_id in enumerate(lines) if line_id in line_ids), default=-1)
        others = (*lines[last + 1 :], *reversed(lines[: last + 1]))
        return next((line_id for line_id in others if line_id not in line_ids), None)

    def thing_index(self, kind: str, uuid: str) -> QModelIndex:
        """The first line with this thing: the way from a snapshot to the plan."""
        return self._first(lambda row: (row.kind, row.thing_uuid) == (kind, uuid))

    def node_index(self, uuid: str) -> QModelIndex:
        """The line of a snapshot, which has no id that could be edited."""
        return self._first(lambda row: row.node_uuid == uuid)

    def _first(self, is_wanted: Callable[[ContentRow], bool]) -> QModelIndex:
        for node in self.root.children:
            if isinstance(node, ContentNode) and is_wanted(node.row):
                return self.index_of(node)
        return QModelIndex()

    def path_of(self, index: Index) -> ThingPath:
        """The uuids of the things from the line down to this row; () for rows that are no thing."""
        node = self.node_at(index) if index.isValid() else None
        path: list[str] = []
        while isinstance(node, ContentNode):
            path.insert(0, node.row.thing_uuid)
            node = node.parent
        return tuple(path)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            return RIGHT if section in NUMBERS else left
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return self._head(section)

    def _head(self, column: int) -> str:
        if column == Column.WHAT:
            return self.tr("What")
        if column == Column.IN_EACH:
            return self.tr("In each")
        if column == Column.IN_ALL:
            return self.tr("In all")
        if column == Column.UNIT:
            return self.tr("Unit")
        if column == Column.NOTE:
            return self.tr("Note")
        if self.since_version is None:
            return self.tr("Since")
        return self.tr("Since snapshot {version}").format(version=self.since_version)

    # Inside

    def _content_nodes(self) -> Iterator[ContentNode]:
        return (node for node in tuple(self._nodes.values()) if isinstance(node, ContentNode))

    def _all_changed(self) -> None:
        for node in (self.root, *self._content_nodes()):
            if node.children:
                last = self.index_of(node.children[-1], self.columns - 1)
                self.dataChanged.emit(self.index_of(node.children[0]), last)

    def _put_removed(self, lines: list[PlannedLine]) -> None:
        can_put_back = self._context.is_editable
        shown = [
            (node.line, node.can_put_back)
            for node in self.root.children
            if isinstance(node, RemovedNode)
        ]
        if shown != [(line, can_put_back) for line in lines]:
            self.put_trailing(
                self.root, [RemovedNode(line, can_put_back=can_put_back) for line in lines]
            )

    def _read_below(self, node: Node) -> None:
        """What is in the rows of a page follows them, and is read anew if they were."""
        for child in tuple(node.children):
            if isinstance(child, ContentNode):
                self._forget_other_thing(child)
                if child.is_loaded and child.stamp != self._context.stamp:
                    self.ask_again(child)
        self._multiply_below(node)

    def _forget_other_thing(self, node: ContentNode) -> None:
        if node.has_other_thing or (node.is_loaded and not node.row.has_children):
            node.has_other_thing = False
            self.forget(node)

    def _multiply_below(self, node: Node) -> None:
        for parent in (node, *_below(node)):
            followed = [
                child
                for child in parent.children
                if isinstance(child, ContentNode) and child.multiply()
            ]
            if followed:
                last = self.index_of(followed[-1], self.columns - 1)
                self.dataChanged.emit(self.index_of(followed[0]), last)

    def _stop_holding(self) -> None:
        """The rows of the other snapshot must not stand for long under this one's head."""
        if self.is_waiting and not self._is_shown:
            self.forget(self.root)
            self._ask(self.root)

    def _tell_shown(self) -> None:
        if not self._is_shown:
            self._is_shown = True
            self.source_shown.emit()

    def _count_lines(self) -> None:
        count = self.root.reading.total if self.root.reading.is_begun else 0
        if count != self._line_count:
            self._line_count = count
            self.line_count_changed.emit(count)


def _below(node: Node) -> Iterator[ContentNode]:
    """Everything read below a row, from the top down."""
    for child in node.children:
        if isinstance(child, ContentNode):
            yield child
            yield from _below(child)
