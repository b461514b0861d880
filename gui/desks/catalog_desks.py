"""The desks of the catalog's five kinds, each with what its page has besides the head."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

from core.domain.catalog import Density, RecipeLineRow
from core.domain.keys import ThingKind
from core.domain.rows import Choice, RecipeChoice
from gui import texts
from gui.actions import catalog_actions, part_actions, thing_actions
from gui.actions.acts import Acts
from gui.actions.catalog_actions import MadeFlow
from gui.desks.contents_desk import ContentsDesk
from gui.desks.thing_desk import ThingDesk
from gui.feeders.catalog_feeder import CatalogFeeder
from gui.feeders.failure import sentence_of
from gui.feeders.page_feeder import PageFeeder
from gui.flow import Flow
from gui.widgets.catalog.box_page import BoxPage
from gui.widgets.catalog.ingredient_page import IngredientPage
from gui.widgets.catalog.item_page import ItemPage
from gui.widgets.catalog.material_page import MaterialPage
from gui.widgets.catalog.recipe_page import RecipePage
from gui.widgets.part_add_field import batches_text, is_recipe


class ItemDesk(ThingDesk):
    """An item: its fields, and the recipes that it can be made from."""

    def __init__(self, page: ItemPage, feeder: CatalogFeeder, *, acts: Acts) -> None:
        super().__init__(ThingKind.FINISHED_UNIT, page, feeder, acts=acts)
        page.recipes_wanted.connect(self._on_recipes_wanted)

    def _on_recipes_wanted(self) -> None:
        self._feeder.read_recipes(self.page.set_recipes)


class IngredientDesk(ThingDesk):
    """An ingredient: what it weighs, and how much there is."""

    def __init__(self, page: IngredientPage, feeder: CatalogFeeder, *, acts: Acts) -> None:
        super().__init__(ThingKind.INGREDIENT, page, feeder, acts=acts)
        page.density_wanted.connect(self._on_density)
        page.stock_wanted.connect(self._on_stock)

    def _on_density(self, density: Density | None) -> None:
        refuse = partial(self.page.refuse, "density")
        self.run_or(refuse, part_actions.set_density, self.thing, density)

    def _on_stock(self, amount: Fraction | None, unit: str) -> None:
        refuse = partial(self.page.refuse, "stock")
        self.run_or(refuse, part_actions.set_stock, self.thing, amount=amount, unit=unit)


class MaterialDesk(ThingDesk):
    """A material: how much there is, and the ways in which a plan counts it."""

    def __init__(self, page: MaterialPage, feeder: CatalogFeeder, *, acts: Acts) -> None:
        super().__init__(ThingKind.MATERIAL, page, feeder, acts=acts)
        page.stock_wanted.connect(self._on_stock)
        page.unit_field_wanted.connect(self._on_unit_field)
        page.unit_add_wanted.connect(self._on_unit_add)
        page.unit_delete_wanted.connect(self._on_unit_delete)
        page.unit_retire_wanted.connect(self._on_unit_retire)

    def _on_stock(self, amount: Fraction | None, unit: str) -> None:
        refuse = partial(self.page.refuse, "stock")
        self.run_or(refuse, part_actions.set_stock, self.thing, amount=amount, unit=unit)

    def _on_unit_field(self, unit_id: int, field: str, value: object) -> None:
        refuse = partial(self.page.refuse_unit, unit_id, field)
        action = partial(part_actions.set_unit_field, unit_id=unit_id, field=field, value=value)
        self.run_or(refuse, action, self.thing)

    def _on_unit_add(self, name: str, quantity: Fraction) -> None:
        refuse = partial(self.page.refuse_unit_add, name)
        self.run_or(refuse, part_actions.add_unit, self.thing, name=name, quantity=quantity)

    def _on_unit_delete(self, unit_id: int) -> None:
        detail = self.page.detail()
        for unit in detail.units if detail is not None else ():
            if unit.id == unit_id:
                self.run(thing_actions.delete_unit, self.thing, unit)

    def _on_unit_retire(self, unit_id: int, is_retired: bool) -> None:
        self.run(part_actions.retire_unit, self.thing, unit_id=unit_id, is_retired=is_retired)


class RecipeDesk(ThingDesk):
    """A recipe: its ingredient lines, and the recipes in it."""

    def __init__(self, page: RecipePage, feeder: CatalogFeeder, *, acts: Acts) -> None:
        super().__init__(ThingKind.RECIPE, page, feeder, acts=acts)
        page.choices_wanted.connect(self._on_choices_wanted)
        page.part_add_wanted.connect(self._on_add)
        page.make_ingredient_wanted.connect(self._on_make_ingredient)
        page.part_amount_wanted.connect(self._on_amount)
        page.part_unit_wanted.connect(self._on_unit)
        page.part_note_wanted.connect(self._on_note)
        page.parts_delete_wanted.connect(self._on_delete)
        page.part_move_wanted.connect(self._on_move)

    def _on_choices_wanted(self, text: str) -> None:
        self._feeder.find_recipe_choices(
            text,
            partial(self.page.put_choices, text),
            partial(self._on_choices_failed, text),
        )

    def _on_choices_failed(self, text: str, error: BaseException) -> None:
        self.page.put_choices_failure(text, sentence_of(error))

    def _on_add(self, choice: RecipeChoice, quantity: Fraction, unit: str) -> None:
        refuse = partial(
            self.page.refuse_add, _typed(quantity, _unit_of(choice, quantity, unit), choice.name)
        )
        action = partial(part_actions.add_part, choice=choice, quantity=quantity, unit=unit)
        self.run_or(refuse, action, self.thing)

    def _on_make_ingredient(self, name: str, quantity: Fraction, unit: str) -> None:
        refuse = partial(self.page.refuse_add, _typed(quantity, unit, name))
        action = partial(part_actions.make_ingredient, name=name, quantity=quantity, unit=unit)
        self.run_or(refuse, action, self.thing)

    def _on_amount(self, part: RecipeLineRow, quantity: Fraction) -> None:
        self._set(part, "amount", quantity=quantity)

    def _on_unit(self, part: RecipeLineRow, unit: str) -> None:
        self._set(part, "unit", unit=unit)

    def _on_note(self, part: RecipeLineRow, notes: str | None) -> None:
        self._set(part, "note", notes=notes or "")

    def _set(self, part: RecipeLineRow, column: str, **changed: object) -> None:
        refuse = partial(self.page.refuse_part, part, column)
        self.run_or(refuse, part_actions.set_part, self.thing, part, **changed)

    def _on_delete(self, parts: list[RecipeLineRow]) -> None:
        self.run(part_actions.remove_parts, self.thing, parts)

    def _on_move(self, part: RecipeLineRow, steps: int) -> None:
        self.run(part_actions.move_part, self.thing, part, steps=steps)


class BoxDesk(ThingDesk):
    """A box: what is packed in it, down to the boxes in it."""

    def __init__(
        self, page: BoxPage, feeder: CatalogFeeder, *, pages: PageFeeder, acts: Acts
    ) -> None:
        super().__init__(ThingKind.FINISHED_GOOD, page, feeder, acts=acts)
        self._pages = pages
        self.contents = ContentsDesk(page, pages, self)
        page.choices_wanted.connect(self._on_choices_wanted)
        page.content_add_wanted.connect(self._on_add)
        page.content_amount_wanted.connect(self._on_amount)
        page.content_note_wanted.connect(self._on_note)
        page.contents_delete_wanted.connect(self._on_delete)
        page.content_move_wanted.connect(self._on_move)
        page.make_item_wanted.connect(self._on_make_item)
        page.make_box_wanted.connect(self._on_make_box)
        page.view.details_toggled.connect(self.contents.read_details)

    def read(self) -> None:
        super().read()
        source = self.page.model.source
        if source is not None and source.box_id == self._thing_id:
            self.contents.show(source, is_editable=self.page.model.is_editable)

    def _on_choices_wanted(self, text: str) -> None:
        self._pages.find_contents(
            self,
            text,
            on_done=partial(self.page.put_choices, text),
            on_failed=partial(self._on_choices_failed, text),
        )

    def _on_choices_failed(self, text: str, error: BaseException) -> None:
        self.page.put_choices_failure(text, sentence_of(error))

    def _on_add(self, choice: Choice, quantity: Fraction) -> None:
        refuse = partial(self.page.refuse_add, choice, quantity)
        action = partial(part_actions.add_content, choice=choice, quantity=quantity)
        self.run_or(refuse, action, self.thing)

    def _on_amount(self, content_id: int, quantity: Fraction) -> None:
        refuse = partial(self.page.refuse_content, content_id)
        self.run_or(
            refuse, part_actions.set_content_quantity, self.thing, content_id, quantity=quantity
        )

    def _on_note(self, content_id: int, notes: str) -> None:
        refuse = partial(self.page.refuse_content, content_id)
        self.run_or(refuse, part_actions.set_content_notes, self.thing, content_id, notes=notes)

    def _on_delete(self, content_ids: list[int]) -> None:
        self.run(part_actions.remove_contents, self.thing, content_ids)

    def _on_move(self, content_id: int, steps: int) -> None:
        self.run(part_actions.move_content, self.thing, content_id, steps=steps)

    def _on_make_item(self, name: str, quantity: Fraction) -> None:
        self._make(catalog_actions.make_item, name, quantity)

    def _on_make_box(self, name: str, quantity: Fraction) -> None:
        self._make(partial(catalog_actions.make_box, feeder=self._pages), name, quantity)

    def _make(self, make: Callable[..., MadeFlow], name: str, quantity: Fraction) -> None:
        self._acts.context.runner.run(self._into_box(make, name, quantity))

    def _into_box(self, make: Callable[..., MadeFlow], name: str, quantity: Fraction) -> Flow:
        """What was made comes into the box; where she thinks better of it, her text is back."""
        box = self.thing
        if box is None:
            return
        made: Any = None
        try:
            made = yield from make(self._acts, None, name=name, quantity=quantity)
        finally:
            if made is None and name:
                self.page.adder.set_text(f"{texts.amount_text(quantity)} {name}")
        yield from part_actions.add_content(self._acts, box, choice=made, quantity=quantity)


def _unit_of(choice: RecipeChoice, quantity: Fraction, unit: str) -> str:
    """Another recipe goes in by the batch."""
    return batches_text(quantity) if is_recipe(choice) else unit


def _typed(quantity: Fraction, unit: str, name: str) -> str:
    """What she may have typed, for the field to show again."""
    return " ".join(part for part in (texts.amount_text(quantity), unit, name) if part)
