"""A tree model that asks for a branch when it is opened, and changes rows at its doors only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QMetaMethod, QObject, QTimer, QTimerEvent, Signal
from typing_extensions import override

from core.domain.keys import PageKey
from core.domain.rows import Page
from gui.models.lazy_nodes import FailedNode, LoadingNode, Node, Phase, TailNode
from gui.models.node_tree_model import Index, NodeTreeModel
from gui.models.tickets import Ticket

__all__ = ["LOADING_AFTER_MS", "Index", "LazyTreeModel"]

LOADING_AFTER_MS = 200


class LazyTreeModel(NodeTreeModel):
    """The machinery of a lazy tree; a subclass says what the nodes are (`make_root`, `make_node`).

    Nothing is asked before somebody listens to `page_wanted`. Void tickets, those of rows that are
    gone or were asked anew since, are dropped at the doors.
    """

    page_wanted = Signal(object)  # Ticket, answered with put_page or put_failure
    branch_answered = Signal(object)  # Ticket, after its page or failure stands in the tree

    def __init__(self, parent: QObject | None = None) -> None:
        self._loading_timers: dict[int, Ticket] = {}
        super().__init__(parent)
        self._listener_timer = QTimer(self)
        self._listener_timer.setSingleShot(True)
        self._listener_timer.timeout.connect(self._on_listener_came)

    def make_node(self, parent: Node, row: Any) -> Node:
        """The node of a row that a page brought."""
        raise NotImplementedError

    # Asking

    @override
    def canFetchMore(self, parent: Index) -> bool:
        node = self.node_at(parent)
        return (
            node.reading.phase is Phase.UNASKED
            and node.may_have_children()
            and node.branch() is not None
            and self.isSignalConnected(QMetaMethod.fromSignal(self.page_wanted))
        )

    @override
    def connectNotify(self, signal: QMetaMethod) -> None:
        super().connectNotify(signal)
        if signal == QMetaMethod.fromSignal(self.page_wanted):
            self._listener_timer.start()  # not now: Qt is still connecting

    def _on_listener_came(self) -> None:
        self.shape_changed(self.root)  # views that were shown before ask now

    @override
    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):  # Qt's tester calls it regardless
            self._ask(self.node_at(parent))

    def want_more(self, index: Index) -> None:
        """A "Show more" or failed row was activated."""
        node = self.node_at(index)
        above = node.parent
        if above is None or above.extra is not node or above.reading.phase is Phase.WAITING:
            return
        if isinstance(node, TailNode):
            self._ask(above, above.reading.next_key)
        elif isinstance(node, FailedNode):
            self._ask(above, above.reading.after)
            if above.extra is node:  # else it was answered at once
                self._set_extra(above, LoadingNode())

    def ask_again(self, node: Node) -> None:
        """Reads a branch anew; its rows stay until the answer comes, and are changed to it."""
        if node.reading.phase is not Phase.UNASKED:
            self._ask(node)

    def is_valid(self, ticket: Ticket) -> bool:
        node = self._nodes.get(ticket.node_id)
        return (
            node is not None
            and node.reading.phase is Phase.WAITING
            and node.reading.generation == ticket.generation
        )

    def _ask(self, node: Node, after: PageKey | None = None) -> None:
        reading = node.reading
        reading.phase = Phase.WAITING
        reading.generation += 1
        reading.after = after
        ticket = Ticket(node.id, reading.generation, node.branch(), after)
        if not isinstance(node.extra, LoadingNode):
            self._loading_timers[self.startTimer(LOADING_AFTER_MS)] = ticket
        self.page_wanted.emit(ticket)

    @override
    def timerEvent(self, event: QTimerEvent) -> None:
        ticket = self._loading_timers.pop(event.timerId(), None)
        if ticket is None:
            super().timerEvent(event)
            return
        self.killTimer(event.timerId())
        if self.is_valid(ticket):
            node = self._nodes[ticket.node_id]
            if ticket.after is not None or node.extra is not None or not node.paged_count():
                self._set_extra(node, LoadingNode())

    # Doors

    def put_page(self, ticket: Ticket, page: Page[Any]) -> None:
        """The answer to a ticket; dropped when the ticket is void."""
        if not self.is_valid(ticket):
            return
        node = self._nodes[ticket.node_id]
        reading = node.reading
        had_children = node.has_children()
        reading.phase = Phase.READ
        fresh = [self.make_node(node, row) for row in page.rows]
        if ticket.after is None:
            if reading.replaces:
                reading.replaces = False
                self._remove(node, 0, node.paged_count())
            self._merge(node, fresh)
        else:
            self._append(node, fresh)
        reading.is_begun = True
        reading.next_key = page.next_key
        reading.total = page.total
        if fresh:
            reading.frontier = fresh[-1].sort_key()
        left = page.total - node.paged_count()
        self._set_extra(node, None if page.next_key is None else TailNode(left))
        self._tell_shape(node, had_children)
        self.branch_answered.emit(ticket)

    def put_failure(self, ticket: Ticket, sentence: str) -> None:
        """Says why a page could not be read; the row that says so asks again when activated."""
        if not self.is_valid(ticket):
            return
        node = self._nodes[ticket.node_id]
        node.reading.phase = Phase.FAILED
        if node.reading.replaces:  # the rows shown are not about what was asked
            node.reading.is_begun = False
            node.reading.next_key = None
            self._remove(node, 0, node.paged_count())
        self._set_extra(node, FailedNode(sentence))
        self.branch_answered.emit(ticket)

    def put_node(self, parent: Node, node: Node) -> Node | None:
        """Inserts, updates or moves one row of a branch to its sorted place.

        Gives the row's node; None when its place is not read yet, so that a page will bring it.
        """
        reading = parent.reading
        if not reading.is_begun:
            self._ask_anew_if_waiting(parent)
            return None
        known = self._known.get((parent.id, node.identity))
        sort_key = node.sort_key()
        if reading.next_key is not None and sort_key > reading.frontier:
            if known is not None:
                self.remove_node(known)
                reading.total += 1  # it is still there, below the tail
                if isinstance(parent.extra, TailNode):
                    parent.extra.left += 1
                    self.changed(parent.extra)
            self._ask_anew_if_waiting(parent)
            return None
        if known is None:
            known = node
            self._insert(parent, self._place_for(parent, sort_key), [node])
            reading.total += 1
        else:
            known.update_from(node)
            self._move(known, self._place_for(parent, sort_key, without=known))
            self.changed(known)
        self._ask_anew_if_waiting(parent)
        return known

    def remove_node(self, node: Node) -> None:
        """Takes out one row and everything below it."""
        above = node.parent
        if above is None:
            return
        if node.position < above.paged_count():
            above.reading.total -= 1
            self._ask_anew_if_waiting(above)
        elif node is above.extra:
            above.extra = None
        else:
            above.trailing -= 1
        self._remove_at(above, node.position, 1)

    def put_trailing(self, parent: Node, nodes: Sequence[Node]) -> None:
        """Replaces the rows that stand behind everything that pages bring."""
        if parent.trailing:
            first, count = len(parent.children) - parent.trailing, parent.trailing
            parent.trailing = 0
            self._remove_at(parent, first, count)
        if nodes:
            self.beginInsertRows(
                self.index_of(parent),
                len(parent.children),
                len(parent.children) + len(nodes) - 1,
            )
            parent.trailing = len(nodes)
            self._adopt(parent, len(parent.children), nodes)
            self.endInsertRows()

    def forget(self, node: Node) -> None:
        """Drops what was read below a node; it is asked for when the branch is next opened."""
        had_children = node.has_children()
        generation = node.reading.generation
        node.reading = type(node.reading)()
        node.reading.generation = generation + 1
        self._set_extra(node, None)
        self._remove(node, 0, node.paged_count())
        self._tell_shape(node, had_children)

    # Within

    def _ask_anew_if_waiting(self, parent: Node) -> None:
        # The answer under way may have been read before what has just been put.
        if parent.reading.phase is Phase.WAITING:
            self._ask(parent, parent.reading.after)

    def _tell_shape(self, node: Node, had_children: bool) -> None:
        if not node.children and node is not self.root and node.has_children() != had_children:
            self.shape_changed(node)

    def _place_for(
        self, parent: Node, sort_key: tuple[Any, ...], *, without: Node | None = None
    ) -> int:
        paged = parent.children[: parent.paged_count()]
        if without is not None:
            del paged[without.position]
        return bisect_right(paged, sort_key, key=_sort_key_of)

    def _merge(self, parent: Node, fresh: Sequence[Node]) -> None:
        """Makes the paged rows those of `fresh`; rows that stay keep their node."""
        wanted = {node.identity for node in fresh}
        last = parent.paged_count()
        while last > 0:
            first = last
            while first > 0 and parent.children[first - 1].identity not in wanted:
                first -= 1
            self._remove(parent, first, last - first)
            last = first - 1
        coming: list[Node] = []
        for place, node in enumerate(fresh):
            known = self._known.get((parent.id, node.identity))
            if known is None:
                coming.append(node)
                continue
            self._insert(parent, place - len(coming), coming)
            coming = []
            known.update_from(node)
            self._move(known, place)
            self.changed(known)
        self._insert(parent, len(fresh) - len(coming), coming)

    def _append(self, parent: Node, fresh: Sequence[Node]) -> None:
        coming = []
        for node in fresh:
            known = self._known.get((parent.id, node.identity))
            if known is None:
                coming.append(node)
            else:
                known.update_from(node)
                self.changed(known)
        self._insert(parent, parent.paged_count(), coming)


def _sort_key_of(node: Node) -> tuple[Any, ...]:
    return node.sort_key()
