"""The tab Batches: how many batches of each item, and which boxes can be made of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from core.domain.plan_summary import BatchRow, FeasibilityRow, Proof, Source, SourceKind
from gui import texts
from gui.models.batch_rows import (
    BATCHES,
    MAKES,
    RecipeGroup,
    choice_text,
    how_text,
    making_text,
    possible_text,
    spare_text,
)
from gui.models.part_model import PartColumn
from gui.sum_words import batches_text, measure_text
from gui.widgets.sums.checks import BUFFER, COUNT_OR_NONE
from gui.widgets.sums.sums_pane import Number, SumsPane


def _problem(thing: object, _column: str, text: str) -> str:
    """Why a number of batches, or a percentage, cannot be taken; an empty one takes it back."""
    check = COUNT_OR_NONE if isinstance(thing, BatchRow) else BUFFER
    return check.problem(text)


class BatchesPane(SumsPane):
    """Wishes for another number of batches, a buffer, and for batches to be shared or not."""

    batches_wanted = Signal(object, str)  # BatchRow; what was typed, "" for as the plan needs it
    buffer_wanted = Signal(object, str)  # FeasibilityRow; percent as typed, "" for none
    share_wanted = Signal(object, bool)  # RecipeGroup

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            PartColumn("what", self.tr("What")),
            PartColumn("needed", self.tr("Needed"), True),
            PartColumn("batches", self.tr("Batches"), True),
            PartColumn("makes", self.tr("Makes"), True),
            PartColumn("spare", self.tr("Spare"), True),
            PartColumn("how", self.tr("How it adds up")),
        )
        super().__init__("batches", columns, parent)
        self.title = self.tr("Batches")
        self.table.setAccessibleName(self.title)
        self.table.set_number("batches")
        self.table.parts.problem = _problem
        self.table.parts.edit_wanted.connect(self._on_edit)
        self.table.activated_row.connect(self._on_activated)
        self.table.reset_wanted.connect(self._on_reset)

    @override
    def add_buttons(self) -> None:
        self.share_button = self.add_button("share_batches", self.tr("Share batches"))
        self.share_button.clicked.connect(self._on_share)
        self.reset_button = self.add_button("reset_batches", self.tr("As needed"))
        self.reset_button.setToolTip(self.tr("Take your own number back"))
        self.reset_button.clicked.connect(lambda: self._on_reset(self.table.thing()))
        super().add_buttons()

    @override
    def empty_text(self) -> str:
        return self.tr("Nothing in this plan is baked yet.")

    @override
    def source_of(self, thing: object) -> Source | None:
        if isinstance(thing, BatchRow):
            return Source(SourceKind.ITEM, thing.uuid, thing.name)
        if isinstance(thing, RecipeGroup):
            return Source(SourceKind.RECIPE, thing.uuid, thing.name)
        if isinstance(thing, FeasibilityRow):
            return Source(SourceKind.LINE, thing.line_uuid, thing.name)
        return None

    @override
    def number_of(self, thing: object, column: int) -> Number | None:
        if isinstance(thing, BatchRow):
            if column in (MAKES, BATCHES):
                made = measure_text(thing.makes, thing.unit)
                title = self.tr("{name}: {amount} made").format(
                    name=texts.isolate(thing.name), amount=made
                )
                return Number(title, choice_text(thing) or spare_text(thing), thing.making)
            needed = measure_text(thing.need, thing.unit)
            title = self.tr("{name}: {amount} needed").format(
                name=texts.isolate(thing.name), amount=needed
            )
            return Number(title, f"{making_text(thing)}; {spare_text(thing)}", thing.proof)
        if isinstance(thing, RecipeGroup):
            return self._recipe_number(thing)
        if isinstance(thing, FeasibilityRow):
            return self._line_number(thing)
        return None

    def _recipe_number(self, group: RecipeGroup) -> Number | None:
        recipes = self.summary.recipes if self.summary is not None else ()
        for recipe in recipes:
            if recipe.uuid == group.uuid:
                title = self.tr("{name}: {batches}").format(
                    name=texts.isolate(group.name), batches=batches_text(recipe.quantity)
                )
                return Number(title, "", recipe.proof)
        return None

    def _line_number(self, line: FeasibilityRow) -> Number | None:
        """What it runs short of, else how many of it there are in all."""
        summary = self.summary
        title = f"{texts.isolate(line.name)}: {possible_text(line)}"
        wanted = line.limits[0].uuid if line.limits else line.source_uuid
        rows = summary.batches if summary is not None else ()
        for row in rows:
            if row.uuid == wanted:
                return Number(title, how_text(row), row.proof)
        for box in summary.boxes if summary is not None else ():
            if box.uuid == wanted:
                return Number(title, "", box.proof)
        return Number(title, "", Proof())

    @override
    def fill_menu(self, menu: QMenu) -> None:
        thing = self.table.thing()
        if not self.is_editable:
            return
        if isinstance(thing, BatchRow):
            menu.addAction(self.tr("Another number of batches"), self.table.edit_current)
        if isinstance(thing, FeasibilityRow):
            menu.addAction(self.tr("Bake extra"), self.table.edit_current)
        for button in (self.reset_button, self.share_button):
            if button.isEnabled():
                menu.addAction(button.text(), button.click)

    @override
    def part_changed(self) -> None:
        group = self._group()
        is_own = self._has_choice(self.table.thing())
        self.share_button.setEnabled(self.is_editable and group is not None)
        self.reset_button.setEnabled(self.is_editable and is_own)
        is_shared = group is not None and group.is_shared
        self.share_button.setText(
            self.tr("Separate batches") if is_shared else self.tr("Share batches")
        )
        has_groups = any(isinstance(row.thing, RecipeGroup) for row in self.table.parts.rows())
        self.share_button.setVisible(self.is_editable and has_groups)
        has_choices = any(self._has_choice(row.thing) for row in self.table.parts.rows())
        self.reset_button.setVisible(self.is_editable and has_choices)

    def _group(self) -> RecipeGroup | None:
        """The recipe of the current row, where several items of the plan are of it."""
        thing = self.table.thing()
        if isinstance(thing, RecipeGroup):
            return thing
        if not isinstance(thing, BatchRow):
            return None
        for row in self.table.parts.rows():
            if isinstance(row.thing, RecipeGroup) and row.thing.uuid == thing.recipe_uuid:
                return row.thing
        return None

    @staticmethod
    def _has_choice(thing: object) -> bool:
        """A number or a buffer of her own."""
        if isinstance(thing, BatchRow):
            return thing.choice is not None
        return isinstance(thing, FeasibilityRow) and bool(thing.buffer_percent)

    def _on_edit(self, thing: object, _column: str, typed: str) -> None:
        if isinstance(thing, BatchRow):
            self.batches_wanted.emit(thing, typed.strip())
        elif isinstance(thing, FeasibilityRow):
            self.buffer_wanted.emit(thing, typed.strip())

    def _on_activated(self, thing: object) -> None:
        """Enter where nothing can be typed."""
        if isinstance(thing, RecipeGroup) and self.is_editable:
            self.share_wanted.emit(thing, not thing.is_shared)

    def _on_share(self) -> None:
        group = self._group()
        if group is not None and self.commit_edits():
            self.share_wanted.emit(group, not group.is_shared)

    def _on_reset(self, thing: object) -> None:
        if not self._has_choice(thing) or not self.commit_edits():
            return
        if isinstance(thing, BatchRow):
            self.batches_wanted.emit(thing, "")
        else:
            self.buffer_wanted.emit(thing, "")
