"""How a number adds up, as a tree whose levels are built when they are opened."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt
from typing_extensions import override

from core.domain.keys import ComponentKind
from core.domain.plan_summary import PlanSummary, Proof, Source, SourceKind
from core.domain.proof_steps import PlanNumber, ProofStep, ProofSteps
from gui import sum_words
from gui.kinds import kind_icon, source_icon
from gui.models.content_nodes import RIGHT
from gui.models.lazy_nodes import LEAF_FLAGS, Node, Phase
from gui.models.node_tree_model import Index, NodeTreeModel
from gui.texts import plain_tooltip

_LEAVES = (SourceKind.LINE, SourceKind.STOCK)
_NOWHERE = QModelIndex()


class ProofColumn(IntEnum):
    """The columns of the tree."""

    HOW = 0
    GIVES = 1


class ProofNode(Node):
    """One term of a level; `place` tells terms of one thing from each other."""

    __slots__ = ("place", "snapshot", "step")

    def __init__(self, step: ProofStep, place: int, snapshot: int | None) -> None:
        super().__init__()
        self.step = step
        self.place = place
        self.snapshot = snapshot  # the number of the snapshot that all of it is in

    @property
    @override
    def identity(self) -> Hashable:
        source, through = self.step.term.source, self.step.term.through
        return source.kind, source.uuid, source.place, through and through.uuid, self.place

    @override
    def may_have_children(self) -> bool:
        return not self.step.is_leaf

    @override
    def update_from(self, newer: Any) -> None:
        self.step, self.snapshot = newer.step, newer.snapshot

    @override
    def text(self, column: int) -> str:
        if column == ProofColumn.GIVES:
            return sum_words.gives_text(self.step)
        return sum_words.step_text(self.step, self.snapshot)

    @override
    def tool_tip(self, column: int) -> str:
        if column == ProofColumn.GIVES:
            text = sum_words.gives_exactly_text(self.step)
        else:
            text = self.text(column)
        return plain_tooltip(text) if text else ""

    @override
    def spoken(self, column: int) -> str:
        if column == ProofColumn.GIVES:
            return self.text(column)
        return sum_words.step_sentence(self.step, self.snapshot)

    @override
    def icon(self, column: int) -> str:
        if column == ProofColumn.GIVES:
            return ""
        kind, item = self.step.term.source.kind, self.step.item
        if kind is SourceKind.ITEM:
            return kind_icon(ComponentKind.FINISHED_UNIT, item.unit if item else "")
        if kind is SourceKind.LINE:
            return "draft" if self.snapshot is None else "snapshot"
        return source_icon(kind)

    @override
    def icon_colour(self, column: int) -> str:
        return "muted" if self.step.term.source.kind in _LEAVES else "accent"

    @override
    def alignment(self, column: int) -> Qt.AlignmentFlag | None:
        return RIGHT if column == ProofColumn.GIVES else None

    @override
    def flags(self, column: int) -> Qt.ItemFlag:
        return LEAF_FLAGS if self.step.is_leaf and not self.children else super().flags(column)


class ProofModel(NodeTreeModel):
    """Columns How it adds up, Gives; what stays when a number is shown anew keeps its row."""

    columns = len(ProofColumn)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = ProofSteps(PlanSummary())
        self._number: PlanNumber | None = None
        self._is_changing = False  # who hears of one change must not ask for another meanwhile

    def show_proof(self, summary: PlanSummary, proof: Proof) -> bool:
        """Whether it is the number that was shown before, by now maybe another amount."""
        if summary is not self._steps.summary:
            self._steps = ProofSteps(summary)
        number = self._steps.number_of(proof)
        is_same = number is not None and number == self._number
        if not is_same:
            self.clear()
        self._number = number
        self._put(self.root, self._steps.under(proof))
        return is_same

    def clear(self) -> None:
        self._number = None
        self._is_changing = True
        self._remove(self.root, 0, len(self.root.children))
        self._is_changing = False

    def source_at(self, index: Index) -> Source | None:
        """The thing or planned line that a row is about; None for what she has."""
        node = self.node_at(index)
        if not isinstance(node, ProofNode) or node.step.term.source.kind is SourceKind.STOCK:
            return None
        return node.step.term.source

    def longest_amounts(self) -> tuple[str, ...]:
        """The few amounts that may be the widest."""
        nodes = (node for node in self._nodes.values() if isinstance(node, ProofNode))
        texts = {node.text(ProofColumn.GIVES) for node in nodes}
        return tuple(sorted(texts, key=len)[-8:])

    @override
    def make_root(self) -> Node:
        return Node()

    @override
    def canFetchMore(self, parent: Index) -> bool:
        node = self.node_at(parent)
        return node.reading.phase is Phase.UNASKED and node.may_have_children()

    @override
    def fetchMore(self, parent: Index) -> None:
        node = self.node_at(parent)
        if isinstance(node, ProofNode) and self.canFetchMore(parent) and not self._is_changing:
            self._put(node, self._steps.of(node.step))

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        heads = (
            QCoreApplication.translate("Proof", "How it adds up"),
            QCoreApplication.translate("Proof", "Gives"),
        )
        return self.head(section, role, heads, right=(ProofColumn.GIVES,))

    def _put(self, parent: Node, steps: Sequence[ProofStep]) -> None:
        parent.reading.phase = Phase.READ
        self._is_changing = True
        self._merge(parent, steps)
        self._is_changing = False

    def _merge(self, parent: Node, steps: Sequence[ProofStep]) -> None:
        """Puts these rows below `parent`, and what is below them where that was opened before."""
        wanted = self._nodes_of(steps)
        self._remove_others(parent, {node.identity for node in wanted})
        place = 0
        while place < len(wanted):
            end = place
            while end < len(wanted) and (parent.id, wanted[end].identity) not in self._known:
                end += 1
            if end > place:  # in one piece: each numbers the rows behind it
                self._insert(parent, place, wanted[place:end])
                place = end
            else:
                node = self._known[parent.id, wanted[place].identity]
                self._move(node, place)
                self._renew(node, wanted[place])
                place += 1

    def _renew(self, node: Node, newer: ProofNode) -> None:
        node.update_from(newer)
        self.changed(node)
        if node.reading.phase is Phase.READ:
            self._merge(node, self._steps.of(newer.step))

    def _nodes_of(self, steps: Sequence[ProofStep]) -> list[ProofNode]:
        seen: dict[Hashable, int] = {}
        nodes = []
        for step in steps:
            node = ProofNode(step, 0, self._steps.summary.snapshot_version)
            first = node.identity
            node.place = seen[first] = seen.get(first, -1) + 1
            nodes.append(node)
        return nodes

    def _remove_others(self, parent: Node, identities: set[Hashable]) -> None:
        end = len(parent.children)
        while end:
            first = end
            while first and parent.children[first - 1].identity not in identities:
                first -= 1
            self._remove(parent, first, end - first)
            end = first - 1 if first else 0
