"""The rows of the contents table: planned lines, what is in them, and lines that were taken out."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from enum import IntEnum
from fractions import Fraction
from html import escape
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt

from core.domain.comparison import (
    BatchesChange,
    Change,
    LineChange,
    PlanChanges,
    PlannedLine,
)
from core.domain.keys import ComponentKind, Key, ThingKind
from core.domain.quantity import amount_text as exact_text
from core.domain.quantity import edit_text
from core.domain.rows import ContentRow, SourceRef
from gui.kinds import kind_icon
from gui.models.lazy_nodes import Node, Phase
from gui.texts import (
    amount_text,
    left_to_right,
    one_line,
    signed_amount_text,
    unit_with_buffer,
)


class Column(IntEnum):
    """The columns of the table, for plan and snapshot alike."""

    WHAT = 0
    IN_EACH = 1
    IN_ALL = 2
    UNIT = 3
    SINCE = 4
    NOTE = 5


NUMBERS = (Column.IN_EACH, Column.IN_ALL)
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Sign = tuple[str, str]  # the name of an icon, and its colour's role


@dataclass(frozen=True, slots=True)
class ContentsBranch:
    """The lines of a source, or what is in one row of it."""

    source: SourceRef
    parent: ContentRow | None


@dataclass(slots=True)
class ContentsContext:
    """What all rows of one table share."""

    source: SourceRef | None = None
    is_editable: bool = False
    is_narrow: bool = False
    stamp: int = 0  # counts the readings of the whole table; a branch of an older one is read anew
    changes: PlanChanges = field(default_factory=PlanChanges)
    line_changes: dict[str, LineChange] = field(default_factory=dict)
    other_batches: frozenset[str] = frozenset()  # items of which she chose another number, by uuid

    @property
    def quantity_column(self) -> Column:
        """Which number is edited: how many are planned, or how many are in the box."""
        is_box = self.source is not None and self.source.box_id is not None
        return Column.IN_EACH if is_box else Column.IN_ALL

    def set_changes(self, changes: PlanChanges) -> None:
        self.changes = changes
        self.line_changes = {
            change.new.uuid: change for change in changes.lines if change.new is not None
        }
        self.other_batches = frozenset(
            change.uuid for change in changes.choices if isinstance(change, BatchesChange)
        )

    def thing_mark(self, row: ContentRow) -> str:
        marks = self.changes.marks or {}
        translate = QCoreApplication.translate
        word = marks.get((row.kind, row.thing_uuid), "")
        if word == "recipe":
            return translate("ContentsModel", "recipe changed")
        if word == "contents":
            return translate("ContentsModel", "contents changed")
        if word == "new":
            return translate("ContentsModel", "new")
        return translate("ContentsModel", "changed") if word else ""

    def batches_mark(self, row: ContentRow) -> str:
        is_other = row.kind is ComponentKind.FINISHED_UNIT and row.thing_uuid in self.other_batches
        return QCoreApplication.translate("ContentsModel", "batches changed") if is_other else ""


class ContentsRoot(Node):
    """Holds the lines."""

    __slots__ = ("context",)

    def __init__(self, context: ContentsContext) -> None:
        super().__init__()
        self.context = context

    def branch(self) -> object:
        source = self.context.source
        return None if source is None else ContentsBranch(source, None)

    def may_have_children(self) -> bool:
        return self.context.source is not None


class ContentNode(Node):
    """A planned line, or one content of a box at any depth."""

    __slots__ = ("context", "has_other_thing", "notes", "quantities", "row", "stamp")

    def __init__(self, row: ContentRow, context: ContentsContext) -> None:
        super().__init__()
        self.row = row
        self.context = context
        self.stamp = context.stamp  # of the reading that brought the children
        self.has_other_thing = False  # the children shown are another thing's
        self.quantities: list[Fraction] = []  # typed, not yet saved; the last one is shown
        self.notes: list[str] = []

    # What the model asks

    @property
    def identity(self) -> Hashable:
        return self.row.node_uuid

    def branch(self) -> object:
        source = self.context.source
        return None if source is None else ContentsBranch(source, self.row)

    def may_have_children(self) -> bool:
        return self.row.has_children

    def sort_key(self) -> tuple[Any, ...]:
        return self.row.sort_order, self.line_id or 0

    def update_from(self, newer: ContentNode) -> None:
        """A typed value goes once it is saved, or once someone else saved another."""
        old, row = self.row, newer.row
        self.row = row
        _settle(self.quantities, saved_quantity(old), saved_quantity(row))
        _settle(self.notes, old.notes or "", row.notes or "")
        if (old.kind, old.thing_uuid) != (row.kind, row.thing_uuid):
            self.has_other_thing = True

    def multiply(self) -> bool:
        """In all from the row above; whether it changed."""
        above = self.parent
        if not isinstance(above, ContentNode) or self.row.in_each is None:
            return False
        in_all = above.row.in_all * self.row.in_each
        if in_all == self.row.in_all:
            return False
        self.row = replace(self.row, in_all=in_all)
        return True

    # What it is

    @property
    def is_line(self) -> bool:
        """A line of a plan; in a box's own table what stands in the box itself."""
        return self.row.in_each is None or self.row.content_id is not None

    @property
    def line_id(self) -> int | None:
        return line_id_of(self.row)

    @property
    def is_chosen_later(self) -> bool:
        return self.row.is_generic or self.row.kind is ComponentKind.MATERIAL

    @property
    def can_edit(self) -> bool:
        return self.context.is_editable and self.is_line and self.line_id is not None

    @property
    def quantity(self) -> Fraction:
        """As shown: what was typed last, else what is saved."""
        return self.quantities[-1] if self.quantities else saved_quantity(self.row)

    @property
    def note(self) -> str:
        return self.notes[-1] if self.notes else self.row.notes or ""

    @property
    def depth(self) -> int:
        """1 for a line."""
        return self.parent.depth + 1 if isinstance(self.parent, ContentNode) else 1

    @property
    def is_loaded(self) -> bool:
        return self.reading.phase is not Phase.UNASKED

    def mark(self) -> str:
        """What differs since the snapshot that the table is compared with."""
        context, row = self.context, self.row
        parts = [self._line_mark(), context.thing_mark(row), context.batches_mark(row)]
        return ", ".join(dict.fromkeys(part for part in parts if part))

    def _line_mark(self) -> str:
        change = self.context.line_changes.get(self.row.node_uuid) if self.is_line else None
        if change is None:
            return ""
        translate = QCoreApplication.translate
        if change.change is Change.ADDED or change.old is None:
            return translate("ContentsModel", "new")
        # From the shown quantity: right at once, also before the changes are counted again.
        difference = self.quantity - change.old.quantity
        if difference:
            return translate("ContentsModel", "{difference}, was {old}").format(
                difference=left_to_right(signed_amount_text(difference)),
                old=left_to_right(amount_text(change.old.quantity)),
            )
        if (change.old.notes or "") != self.note:
            return translate("ContentsModel", "note changed")
        is_buffered = change.new is not None and (
            change.new.buffer_percent != change.old.buffer_percent
        )
        if is_buffered:
            return translate("ContentsModel", "extra changed")
        return translate("ContentsModel", "moved") if change.change is Change.MOVED else ""

    # What cells show

    def text(self, column: int) -> str:
        if column == Column.WHAT:
            name = one_line(self.row.name)
            if not self.is_chosen_later:
                return name
            return QCoreApplication.translate("ContentsModel", "{name}, chosen later").format(
                name=name
            )
        if column in NUMBERS:
            amount = self.amount(column)
            return "" if amount is None else left_to_right(amount_text(amount))
        if column == Column.UNIT:
            return unit_with_buffer(self.row.unit, self.row.buffer_percent)
        return self.mark() if column == Column.SINCE else one_line(self.note)

    def amount(self, column: int) -> Fraction | None:
        """As shown in a column of numbers."""
        if column == self.context.quantity_column and self.is_line:
            return self.quantity
        return self.row.in_each if column == Column.IN_EACH else self.quantity

    def edit_value(self, column: int) -> object:
        if column == self.context.quantity_column:
            return edit_text(self.quantity)
        return self.note if column == Column.NOTE else self.text(column)

    def tool_tip(self, column: int) -> str:
        if column in NUMBERS:
            amount = self.amount(column)
            is_exact = amount is None or exact_text(amount) == self.text(column)
            return "" if amount is None or is_exact else f"{exact_text(amount)} {self.row.unit}"
        if column == Column.WHAT:
            return _paragraphs([self.text(column), *self.remarks()])
        return _paragraphs([self.note if column == Column.NOTE else self.text(column)])

    def remarks(self) -> list[str]:
        """What the signs behind the name stand for."""
        translate = QCoreApplication.translate
        parts = []
        if self.row.has_no_yield:
            parts.append(translate("ContentsModel", "No number a batch"))
        if self.row.is_retired:
            parts.append(translate("ContentsModel", "Retired"))
        if self.context.is_narrow and self.note:
            parts.append(self.note)
        return parts

    def signs(self, column: int) -> tuple[Sign, ...]:
        if column != Column.WHAT:
            return ()
        signs = []
        if self.row.has_no_yield:
            signs.append(("changed", "caution"))
        if self.row.is_retired:
            signs.append(("retire", "muted"))
        if self.context.is_narrow and self.note:
            signs.append(("note", "muted"))
        return tuple(signs)

    def spoken(self, column: int) -> str:
        if column != Column.WHAT:
            return self.text(column)
        translate = QCoreApplication.translate
        amount = f"{self.text(Column.IN_ALL)} {self.text(Column.UNIT)}"
        if self.is_line:
            count = f"{amount_text(self.quantity)} {self.text(Column.UNIT)}"
        else:
            count = translate("ContentsModel", "{each} in each, {amount} in all").format(
                each=self.text(Column.IN_EACH), amount=amount
            )
        level = translate("ContentsModel", "level {depth}").format(depth=self.depth)
        mark = self.mark()
        if mark and self.context.changes.since_version is not None:
            mark = translate("ContentsModel", "{mark} since snapshot {version}").format(
                mark=mark, version=self.context.changes.since_version
            )
        note = "" if self.context.is_narrow else self.note
        parts = [self.text(column), count, mark, *self.remarks(), note, level]
        return ", ".join(part for part in parts if part)

    def key(self) -> object:
        if self.row.line_id is None:
            return None
        return Key(ThingKind.PLAN_LINE, self.row.line_id)

    def icon(self, column: int) -> str:
        if column != Column.WHAT:
            return ""
        return "chosen_later" if self.is_chosen_later else kind_icon(self.row.kind, self.row.unit)

    def icon_colour(self, column: int) -> str:
        if self.is_chosen_later:
            return "caution"
        return "accent" if self.is_line else "muted"

    def colour(self, column: int) -> str:
        if column == Column.WHAT:
            return "caution" if self.is_chosen_later else "text"
        if column in NUMBERS:
            is_typed = column == self.context.quantity_column and bool(self.quantities)
            return "muted" if is_typed else "text"
        return "info" if column == Column.SINCE else "muted"

    def is_bold(self, column: int) -> bool:
        return self.is_line and column in (Column.WHAT, self.context.quantity_column)

    def alignment(self, column: int) -> Qt.AlignmentFlag | None:
        return RIGHT if column in NUMBERS else None

    def flags(self, column: int) -> Qt.ItemFlag:
        flags = super().flags(column)
        if self.can_edit and column in (self.context.quantity_column, Column.NOTE):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags


class RemovedNode(Node):
    """A line that the snapshot has and the plan no longer; it stays until the next finalize."""

    __slots__ = ("can_put_back", "line")

    def __init__(self, line: PlannedLine, *, can_put_back: bool) -> None:
        super().__init__()
        self.line = line
        self.can_put_back = can_put_back

    def text(self, column: int) -> str:
        if column == Column.WHAT:
            return one_line(self.line.name)
        if column == Column.SINCE:
            return QCoreApplication.translate("ContentsModel", "removed, was {old}").format(
                old=left_to_right(amount_text(self.line.quantity))
            )
        return one_line(self.line.notes or "") if column == Column.NOTE else ""

    def tool_tip(self, column: int) -> str:
        return _paragraphs([self.text(column)])

    def spoken(self, column: int) -> str:
        if column != Column.WHAT:
            return self.text(column)
        parts = [self.text(Column.WHAT), self.text(Column.SINCE)]
        if self.can_put_back:
            parts.append(QCoreApplication.translate("ContentsModel", "Enter puts it back"))
        return ", ".join(parts)

    def icon(self, column: int) -> str:
        return kind_icon(self.line.kind) if column == Column.WHAT else ""

    def colour(self, column: int) -> str:
        return "info" if column == Column.SINCE else "muted"

    def is_struck(self, column: int) -> bool:
        return column == Column.WHAT

    def flags(self, column: int) -> Qt.ItemFlag:
        return super().flags(column) | Qt.ItemFlag.ItemNeverHasChildren


def line_id_of(row: ContentRow) -> int | None:
    """What an edit of a row names: the line of the plan, or the content of the box."""
    return row.content_id if row.line_id is None else row.line_id


def saved_quantity(row: ContentRow) -> Fraction:
    """Of a line how many are planned; of a content of the very box how many are in each."""
    return row.in_all if row.content_id is None or row.in_each is None else row.in_each


def _settle(typed: list[Any], old: object, new: object) -> None:
    if new in typed:
        del typed[: typed.index(new) + 1]
    elif new != old:
        typed.clear()  # saved by someone else: the truth is shown


def _paragraphs(lines: list[str]) -> str:
    """As a tooltip that wraps and in which a name is no HTML."""
    text = "<br>".join(escape(line).replace("\n", "<br>") for line in lines if line)
    return f"<qt>{text}</qt>" if text else ""
