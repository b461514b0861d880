"""The model of the list: events, latest day first, and below each its snapshots, newest first."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from typing_extensions import override

from core.domain.comparison import PlanChanges
from core.domain.keys import Key, ThingKind
from core.domain.rows import EventRow, SnapshotRow
from gui.models.keyed_tree_model import KeyedTreeModel
from gui.models.lazy_nodes import Node, Phase
from gui.models.node_tree_model import Index
from gui.models.nodes import (
    Column,
    EventNode,
    ListContext,
    RootNode,
    SnapshotNode,
    WithoutEventNode,
)
from gui.models.roles import Role


class PlanTreeModel(KeyedTreeModel):
    """Shows what its doors were given; asks for pages, and never for a single row.

    Doors for one row (`put_event`, `put_snapshot`, `drop`) may come in any order and repeat.
    Where a branch is being read at that moment, it is asked anew. While a search is on, rows that
    it did not find are not added by `put_event`.
    """

    state_put = Signal(int)  # an event's id: its state was said anew, or is to be asked anew

    columns = len(Column)
    readers = {
        **KeyedTreeModel.readers,
        Role.IS_TODAY_ABOVE: lambda node, _: isinstance(node, EventNode) and node.is_today_above(),
    }

    def __init__(self, today: date, parent: QObject | None = None) -> None:
        self.context = ListContext(today)
        super().__init__(parent)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = {
            Column.EVENT: self.tr("Event"),
            Column.WHAT_CHANGED: self.tr("What changed"),
            Column.WHEN: self.tr("When"),
        }
        return heads[Column(section)]

    def make_root(self) -> Node:
        return RootNode(self.context)

    def make_node(self, parent: Node, row: Any) -> Node:
        return EventNode(row) if parent is self.root else SnapshotNode(row)

    # Finding

    def without_event_index(self) -> QModelIndex:
        node = self._without_event()
        return QModelIndex() if node is None else self.index_of(node)

    def is_read(self) -> bool:
        """The first page of events has come."""
        return self.root.reading.phase is Phase.READ

    def today_index(self) -> QModelIndex:
        """The first past event, if one that is to come stands above it."""
        events = self.root.children[: self.root.paged_count()]
        first_past = bisect_left(events, True, key=_is_past)
        if 0 < first_past < len(events):
            return self.index_of(events[first_past])
        return QModelIndex()

    def row_of(self, key: Key) -> EventRow | SnapshotRow | None:
        """What is known of an event or snapshot; None where it is not in the list."""
        node = self._by_key.get(key)
        return node.row if isinstance(node, EventNode | SnapshotNode) else None

    def is_hit(self, index: Index) -> bool:
        """The search found this very row, not only something near it."""
        node = self.node_at(index)
        if isinstance(node, EventNode):
            return node.row.hit is not None or not node.children
        return isinstance(node, SnapshotNode)

    def state_wanted_at(self, index: Index) -> int | None:
        """The id of the event at an index whose state only a comparison can tell."""
        node = self.node_at(index)
        return node.row.id if isinstance(node, EventNode) and node.lacks_state() else None

    def retry_state(self, index: Index) -> bool:
        """Forgets that the state of an event could not be read; True if there was one."""
        node = self.node_at(index)
        if not isinstance(node, EventNode):
            return False
        failure = self.context.failures.pop(node.row.id, None)
        self.changed(node)
        return failure is not None

    def next_coming_event(self) -> Key | None:
        """The event that is next: the earliest day from today on, else one without a date."""
        events = [node for node in self.root.children if isinstance(node, EventNode)]
        coming = [node for node in events if not node.is_past()]
        return coming[-1].key() if coming else None

    # Doors

    def put_event(self, row: EventRow) -> None:
        """An event was made, changed or brought back: it stands at its sorted place afterwards."""
        known = self._by_key.get(Key(ThingKind.EVENT, row.id))
        if self.context.query:
            if not isinstance(known, EventNode):
                return
            row = replace(row, hit=row.hit or known.row.hit)
        if isinstance(known, EventNode) and known.row.latest_version != row.latest_version:
            self._forget_state(row.id)
        had_children = known is not None and known.has_children()
        node = self.put_node(self.root, EventNode(row))
        if not isinstance(node, EventNode):
            return
        reading = node.reading
        self._ask_anew_if_waiting(node)  # the answer may be of before, like the count
        if node is known and not node.children and node.has_children() != had_children:
            self.shape_changed(node)
        is_all = reading.phase is Phase.READ and not self.context.query
        if is_all and row.snapshot_count != reading.total:
            self.ask_again(node)

    def put_snapshot(self, row: SnapshotRow) -> None:
        """A snapshot was made, changed or moved: it stands below its event if that was opened."""
        parent = self._home_of(row)
        known = self._by_key.get(Key(ThingKind.SNAPSHOT, row.id))
        if known is not None and known.parent is not parent:
            self._drop_snapshot(known)
            known = None
        if parent is None:
            if row.event_id is None and not self.context.query:
                self.put_trailing(self.root, [WithoutEventNode(1)])
            return
        if isinstance(known, SnapshotNode):
            row = replace(row, hit=row.hit or known.row.hit)
        had_children = parent.has_children()
        if not parent.may_have_children() and parent.reading.phase is Phase.UNASKED:
            parent.reading.phase = Phase.READ  # there is nothing to ask for
            parent.reading.is_begun = True
        self.put_node(parent, SnapshotNode(row))
        self._count_in(parent, row)
        if not parent.children and parent.has_children() != had_children:
            self.shape_changed(parent)

    def drop(self, key: Key) -> None:
        """A thing is gone; an event goes with the snapshots shown below it."""
        node = self._by_key.get(key)
        if isinstance(node, EventNode):
            self.remove_node(node)
        elif node is not None:
            self._drop_snapshot(node)
        else:  # an answer under way may still bring it
            for above in (self.root, *self.root.children):
                self._ask_anew_if_waiting(above)

    def put_without_event(self, count: int) -> None:
        """How many snapshots have no event (in a search: how many of them it found)."""
        node = self._without_event()
        if count <= 0:
            self.put_trailing(self.root, [])
        elif node is None:
            self.put_trailing(self.root, [WithoutEventNode(count)])
        else:
            node.count = count
            self.changed(node)
            self._ask_anew_if_waiting(node)
            if node.reading.phase is Phase.READ and count != node.reading.total:
                self.ask_again(node)

    def put_state(self, event_id: int, changes: PlanChanges | None) -> None:
        """How an event's plan stands to its latest snapshot; None when that must be asked anew."""
        self._forget_state(event_id)
        if changes is not None:
            self.context.states[event_id] = changes
        self._event_changed(event_id)

    def put_state_failure(self, event_id: int, sentence: str) -> None:
        self._forget_state(event_id)
        self.context.failures[event_id] = sentence
        self._event_changed(event_id)

    def put_snapshot_verdict(self, snapshot_id: int, is_unchanged: bool) -> None:
        """Whether a snapshot matches its fingerprint, once somebody looked."""
        if is_unchanged:
            self.context.mismatched.discard(snapshot_id)
        else:
            self.context.mismatched.add(snapshot_id)
        node = self._by_key.get(Key(ThingKind.SNAPSHOT, snapshot_id))
        if node is not None:
            self.changed(node)

    def set_query(self, query: str) -> None:
        """Searches, or shows everything again for ""; the rows change when the answer comes."""
        if query == self.context.query:
            return
        self.context.query = query
        self.root.reading.replaces = True
        without = self._without_event()
        if without is not None:
            self.forget(without)
        self.ask_again(self.root)

    def set_today(self, today: date) -> None:
        if today != self.context.today:
            self.context.today = today
            self._all_changed()

    def set_narrow(self, is_narrow: bool) -> None:
        """Whether When leaves out the hour of snapshots."""
        if is_narrow != self.context.is_narrow:
            self.context.is_narrow = is_narrow
            self._all_changed()

    @override
    def reset(self) -> None:
        old = self.context
        self.context = ListContext(old.today, "", old.is_narrow)
        super().reset()

    def read_again(self) -> None:
        """Reads everything shown anew; what is still there keeps its row, open or chosen."""
        self.ask_again(self.root)
        for node in list(self.root.children):
            if isinstance(node, EventNode):
                self._forget_state(node.row.id)
            self.ask_again(node)
        self._all_changed()

    # Within

    def _home_of(self, row: SnapshotRow) -> Node | None:
        if row.event_id is None:
            return self._without_event()
        return self._by_key.get(Key(ThingKind.EVENT, row.event_id))

    def _without_event(self) -> WithoutEventNode | None:
        last = self.root.children[-1] if self.root.trailing else None
        return last if isinstance(last, WithoutEventNode) else None

    def _count_in(self, parent: Node, row: SnapshotRow) -> None:
        """What the parent says of its snapshots follows; its own door may still correct it."""
        if isinstance(parent, WithoutEventNode):
            parent.count = _count_of(parent, max(1, parent.count))
        elif isinstance(parent, EventNode):
            old = parent.row
            latest = max(old.latest_version or 0, row.version or 0) or None
            if latest != old.latest_version:
                self._forget_state(old.id)
            count = _count_of(parent, max(1, old.snapshot_count))
            parent.row = replace(old, snapshot_count=count, latest_version=latest)
        self.changed(parent)

    def _drop_snapshot(self, node: Node) -> None:
        parent = node.parent
        self.remove_node(node)
        if isinstance(parent, WithoutEventNode):
            self.put_without_event(_count_of(parent, parent.count))
        elif isinstance(parent, EventNode):
            count = _count_of(parent, parent.row.snapshot_count)
            parent.row = replace(parent.row, snapshot_count=count)
            self.changed(parent)

    def _forget_state(self, event_id: int) -> None:
        self.context.states.pop(event_id, None)
        self.context.failures.pop(event_id, None)
        self.state_put.emit(event_id)

    def _event_changed(self, event_id: int) -> None:
        node = self._by_key.get(Key(ThingKind.EVENT, event_id))
        if node is not None:
            self.changed(node)

    def _all_changed(self) -> None:
        for node in (self.root, *self.root.children):
            if node.children:
                self.dataChanged.emit(
                    self.index_of(node.children[0]),
                    self.index_of(node.children[-1], self.columns - 1),
                )


def _count_of(parent: Node, said: int) -> int:
    """How many children there are: counted where all are shown, else what was said last."""
    reading = parent.reading
    return parent.paged_count() if reading.is_begun and reading.next_key is None else said


def _is_past(node: Node) -> bool:
    return isinstance(node, EventNode) and node.is_past()
