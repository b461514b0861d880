"""The tab Shopping: what the plan needs, what is in the house, and what is to buy."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from core.domain.plan_summary import Source
from gui import texts
from gui.models.part_model import PartColumn
from gui.models.shopping_rows import BUY, HAVE, Wanted, needed_text
from gui.uncounted_words import reason_text
from gui.widgets.catalog.checks import HAVE as HAVE_CHECK
from gui.widgets.sums.sums_pane import Number, SumsPane


class ShoppingPane(SumsPane):
    """Wishes for another amount that she has, typed into Have."""

    have_wanted = Signal(object, str)  # Wanted; what was typed, "" for not said

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            PartColumn("what", self.tr("What")),
            PartColumn("needed", self.tr("Needed"), True),
            PartColumn("have", self.tr("Have"), True),
            PartColumn("buy", self.tr("Buy"), True),
            PartColumn("how", self.tr("How it adds up")),
        )
        super().__init__("shopping", columns, parent)
        self.title = self.tr("Shopping")
        self.table.setAccessibleName(self.title)
        self.table.set_number("have")
        self.table.parts.problem = lambda _thing, _column, text: HAVE_CHECK.problem(text)
        self.table.parts.edit_wanted.connect(self._on_edit)
        self.table.reset_wanted.connect(self._on_reset)

    @override
    def empty_text(self) -> str:
        return self.tr("Nothing is needed for this plan yet.")

    @override
    def source_of(self, thing: object) -> Source | None:
        if not isinstance(thing, Wanted):
            return None
        return Source(thing.kind, thing.row.uuid, thing.row.name)

    @override
    def number_of(self, thing: object, column: int) -> Number | None:
        if not isinstance(thing, Wanted):
            return None
        name, row, buy = texts.isolate(thing.row.name), thing.row, thing.buy
        if buy is not None and column in (HAVE, BUY):
            title = self.tr("{name}: buy {amount}").format(
                name=name, amount=needed_text(buy.quantity, buy.unit)
            )
            return Number(title, "", buy.proof)
        title = self.tr("{name}: {amount} needed").format(
            name=name, amount=needed_text(row.quantity, row.unit)
        )
        reason = reason_text(thing.reason) if thing.reason is not None else ""
        return Number(title, reason, row.proof)

    @override
    def fill_menu(self, menu: QMenu) -> None:
        if self.is_editable and isinstance(self.table.thing(), Wanted):
            menu.addAction(self.tr("Say how much you have"), self.table.edit_current)

    def _on_edit(self, thing: object, _column: str, typed: str) -> None:
        if isinstance(thing, Wanted):
            self.have_wanted.emit(thing, typed.strip())

    def _on_reset(self, thing: object) -> None:
        has_said = isinstance(thing, Wanted) and (
            thing.buy is not None or (thing.reason is not None and thing.reason.have is not None)
        )
        if has_said:
            self.have_wanted.emit(thing, "")
