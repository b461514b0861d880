"""Reads ingredients, recipes and items out of a file's rows; touches no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from core.domain.quantity import AmountError
from core.domain.units import is_known_unit
from core.models import YieldMode
from core.services.importers.findings import Findings
from core.services.importers.records import (
    Line,
    Part,
    Record,
    Ref,
    Shelf,
    parse_rows,
    row_name,
    said,
)
from core.services.importers.values import Fields, RowRefusedError, exact_amount, is_said, shown
from core.utils.datetime_utils import utc_now

# A unit of bake-tracker's that no cook writes.
_OTHER_UNITS = frozenset({"linear_inches"})
_UNIT_WORDS = {"count": "each"}
_RECIPE_LEFT_OUT = "Its recipe was left out."


class RecipeReader:
    """Fills the shelves `ingredients`, `recipes` and `items`."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.ingredients = Shelf("ingredients", findings)
        self.recipes = Shelf("recipes", findings)
        self.items = Shelf("finished_units", findings)

    def read_ingredients(self, rows: Iterable[Any]) -> None:
        parse_rows(rows, "ingredients", findings=self._findings, parse=self._ingredient)

    def read_recipes(self, rows: list[Any]) -> None:
        parse_rows(rows, "recipes", findings=self._findings, parse=self._recipe)

    def read_items(self, rows: Iterable[Any]) -> None:
        def parse(fields: Fields, _: str) -> None:
            self._item(fields, _recipe_ref(fields, "recipe_slug", "recipe_name"))

        parse_rows(rows, "finished_units", findings=self._findings, parse=parse)

    def _ingredient(self, fields: Fields, shown_name: str) -> None:
        record = Record("ingredients", fields.name("display_name", "name"), fields.slug())
        density = {
            "density_volume_amount": fields.amount("density_volume_value", "volume over 0"),
            "density_volume_unit": fields.text("density_volume_unit", "volume's unit"),
            "density_weight_amount": fields.amount("density_weight_value", "weight over 0"),
            "density_weight_unit": fields.text("density_weight_unit", "weight's unit"),
        }
        missing = [key for key, value in density.items() if value is None]
        if 0 < len(missing) < len(density):
            self._findings.say(
                "ingredients", shown_name, "Its weight by volume is incomplete; it was left empty."
            )
            density = {}
        record.fields = said({"category": fields.text("category"), **density})
        self.ingredients.add(record)

    def _recipe(self, fields: Fields, shown_name: str) -> None:
        nested = fields.raw("finished_units")
        ref: Ref | None = None
        try:
            record = Record("recipes", fields.name("name", "display_name"), fields.slug())
            record.fields = said(
                {
                    "category": fields.text("category"),
                    "source": fields.notes("source"),
                    "notes": fields.notes("notes"),
                }
            )
            record.lines = list(self._lines(fields.raw("ingredients"), shown_name))
            record.parts = list(self._parts(fields.raw("components"), shown_name))
            kept = self.recipes.add(record)
            ref = kept.ref if kept is not None else None
        finally:  # its items are rows too, whatever becomes of it
            self._nested_items(nested, ref, shown_name)

    def _nested_items(self, rows: Any, recipe: Ref | None, shown_name: str) -> None:
        for number, raw in enumerate(self._listed(rows, "items", shown_name), start=1):
            place = f"{shown_name}, item {number}"
            if recipe is None:
                name = row_name(raw) if isinstance(raw, dict) else ""
                self._findings.left_out("finished_units", name or place, _RECIPE_LEFT_OUT)
                continue

            def parse(fields: Fields, _: str, of: Ref = recipe) -> None:
                self._item(fields, of)

            parse_rows([raw], "finished_units", findings=self._findings, parse=parse)

    def _listed(self, value: Any, what: str, shown_name: str) -> list[Any]:
        """The value if it is a list; anything else that says something is told."""
        if isinstance(value, list):
            return value
        if is_said(value):
            text = f"Its {what} are no list but {shown(value)}; they were left out."
            self._findings.say("recipes", shown_name, text)
        return []

    def _lines(self, value: Any, recipe: str) -> Iterator[Line]:
        for number, raw in enumerate(self._listed(value, "ingredients", recipe), start=1):
            ingredient = ""
            try:
                if not isinstance(raw, dict):
                    raise RowRefusedError(f"it is no object: {shown(raw)}")
                ingredient = _line_name(raw)
                fields = Fields(raw, self._findings.teller("recipes", recipe))
                yield self._line(fields, recipe)
                self._findings.no_place("recipes", fields.unasked())
            except RowRefusedError as refusal:
                what = shown(ingredient) if ingredient else str(number)
                text = f"Its line {what} was left out: {str(refusal).rstrip('.')}."
                self._findings.say("recipes", recipe, text)

    def _line(self, fields: Fields, recipe: str) -> Line:
        slug = fields.slug("ingredient_slug")
        name = None if slug else fields.name("ingredient_name", "name")
        quantity = _line_amount(fields.raw("quantity"))
        raw_unit = fields.raw("unit")
        unit = fields.text("unit") or ""
        if is_said(raw_unit) and not unit:
            raise RowRefusedError(f"{shown(raw_unit)} is no unit")
        unit = _UNIT_WORDS.get(unit, unit)
        if unit not in _OTHER_UNITS and not is_known_unit(unit):
            self._findings.unknown_unit(unit, recipe)
        return Line(Ref(slug, name), quantity, unit, fields.notes("notes"))

    def _parts(self, value: Any, recipe: str) -> Iterator[Part]:
        for number, raw in enumerate(self._listed(value, "recipes inside", recipe), start=1):
            try:
                if not isinstance(raw, dict):
                    raise RowRefusedError(f"it is no object: {shown(raw)}")
                fields = Fields(raw, self._findings.teller("recipes", recipe))
                ref = _recipe_ref(
                    fields, "component_recipe_slug", "component_recipe_name", "recipe_name"
                )
                if ref is None:
                    raise RowRefusedError("it names no recipe")
                yield Part(ref, _line_amount(fields.raw("quantity")))
                self._findings.no_place("recipes", fields.unasked())
            except RowRefusedError as refusal:
                text = f"The recipe inside it, number {number}, was left out: {refusal}"
                self._findings.say("recipes", recipe, f"{text.rstrip('.')}.")

    def _item(self, fields: Fields, recipe: Ref | None) -> None:
        name = fields.name("display_name", "name")
        tell = self._findings.teller("finished_units", name)
        record = Record("finished_units", name, fields.slug(), str(recipe.name if recipe else ""))
        record.fields = said(
            {
                "recipe": recipe,
                "description": fields.notes("description"),
                "category": fields.text("category"),
                "production_notes": fields.notes("production_notes", "notes on making it"),
                "notes": fields.notes("notes"),
                **_yield_of(fields, tell),
            }
        )
        if fields.raw("is_archived") is True:
            record.defaults = {"retired_at": utc_now()}
        if self.items.add(record) is not None and not _has_yield(record):
            tell("No number a batch: it can be planned all the same.")


def _has_yield(record: Record) -> bool:
    return "items_per_batch" in record.fields or "batch_percentage" in record.fields


def _yield_of(fields: Fields, tell: Any) -> dict[str, Any]:
    """What a batch makes, from any of the shapes; nothing of it where its kind is not known."""
    mode = fields.raw("yield_mode")
    count, share = fields.raw("items_per_batch"), fields.raw("batch_percentage")
    unit_key = "item_unit" if is_said(fields.raw("item_unit")) else "unit_yield_unit"
    nested = fields.raw("unit_yield_quantity")
    unit = fields.text(unit_key, "unit")
    portion = fields.text("portion_description", "portion")
    if is_said(mode) and mode not in list(YieldMode):
        stood = next((value for value in (count, share, nested) if is_said(value)), None)
        number = f", and so was {shown(stood)}" if stood is not None else ""
        tell(f"{shown(mode)} is no way to count what a batch makes; it was left empty{number}.")
        return {"item_unit": unit, "portion_description": portion}
    if mode == YieldMode.BATCH_PORTION or (not is_said(mode) and is_said(share)):
        key = "batch_percentage" if is_said(share) else "unit_yield_quantity"
        return {
            "yield_mode": YieldMode.BATCH_PORTION,
            "batch_percentage": fields.amount(key, "percentage of a batch", most=100),
            "portion_description": portion or unit,
        }
    key = "items_per_batch" if is_said(count) else "unit_yield_quantity"
    return {
        "yield_mode": YieldMode.DISCRETE_COUNT if is_said(mode) else None,
        "items_per_batch": fields.amount(key, "number a batch"),
        "item_unit": unit,
        "portion_description": portion,
    }


def _recipe_ref(fields: Fields, slug_key: str, *name_keys: str) -> Ref | None:
    """A recipe by slug or name; None where none is named."""
    slug = fields.slug(slug_key)
    has_name = any(is_said(fields.raw(key)) for key in name_keys)
    name = fields.name(*name_keys) if has_name else None
    return Ref(slug, name) if slug or name else None


def _line_amount(value: Any) -> Fraction:
    try:
        return exact_amount(value)
    except AmountError:
        raise RowRefusedError(f"{shown(value)} is no possible amount") from None


def _line_name(raw: dict[str, Any]) -> str:
    for key in ("ingredient_slug", "ingredient_name", "name"):
        if isinstance(raw.get(key), str) and raw[key]:
            return str(raw[key])
    return ""
