"""Loads everything that a plan or one component contains, and builds their definitions.

One recursive query a kind, whatever the size: the closure of a plan is read whole, then definitions
are made from plain rows. Amounts stay the stored text; it is canonical already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CTE, Select, Text, null, select, type_coerce
from sqlalchemy.orm import Session

from core.domain.definition import Data, material_unit_name
from core.domain.keys import ComponentKind
from core.models import (
    Composition,
    FinishedGood,
    FinishedUnit,
    Ingredient,
    Material,
    MaterialUnit,
    PlanLine,
    Recipe,
    RecipeComponent,
    RecipeIngredient,
)
from core.services.nesting import MAX_NESTING_DEPTH, check_nesting

# (kind, source id) -> (row id, uuid) of the snapshot row that holds it
SnapshotRefs = Mapping[tuple[ComponentKind, int], tuple[int, str]]
AnyRow = Any  # a Row whose columns the statements below name


def amount_json(stored: str | None) -> int | str | None:
    """A stored amount as it stands in a definition: whole numbers are integers."""
    return int(stored) if stored is not None and stored.lstrip("-").isdigit() else stored


@dataclass(frozen=True, slots=True)
class Roots:
    """Where a closure starts: selects of one id column each, or None."""

    boxes: Select[Any] | None = None
    items: Select[Any] | None = None
    materials: Select[Any] | None = None

    @staticmethod
    def of_event(event_id: int) -> Roots:
        def ids(column: Any) -> Select[Any]:
            return select(column).where(PlanLine.event_id == event_id, column.is_not(None))

        return Roots(
            ids(PlanLine.finished_good_id),
            ids(PlanLine.finished_unit_id),
            ids(PlanLine.material_unit_id),
        )


@dataclass(slots=True)
class Closure:
    """Every live row that a plan or component needs, by id."""

    boxes: dict[int, AnyRow] = field(default_factory=dict)
    contents: dict[int, list[AnyRow]] = field(default_factory=lambda: defaultdict(list))
    items: dict[int, AnyRow] = field(default_factory=dict)
    materials: dict[int, AnyRow] = field(default_factory=dict)
    generics: dict[int, AnyRow] = field(default_factory=dict)
    recipes: dict[int, AnyRow] = field(default_factory=dict)
    recipe_lines: dict[int, list[AnyRow]] = field(default_factory=lambda: defaultdict(list))
    recipe_components: dict[int, list[AnyRow]] = field(default_factory=lambda: defaultdict(list))
    _recipe_data: dict[int, Data] = field(default_factory=dict)
    _recipe_trees: dict[int, Data] = field(default_factory=dict)

    def thing(self, kind: ComponentKind, source_id: int) -> AnyRow:
        if kind is ComponentKind.FINISHED_UNIT:
            return self.items[source_id]
        if kind is ComponentKind.FINISHED_GOOD:
            return self.boxes[source_id]
        if kind is ComponentKind.MATERIAL_UNIT:
            return self.materials[source_id]
        return self.generics[source_id]

    def check_boxes(self, root_ids: list[int]) -> None:
        """Raises CircularReferenceError or MaxDepthExceededError; linear, also for diamonds."""
        check_nesting(
            root_ids,
            children=lambda box: [
                c.finished_good_id for c in self.contents.get(box, ()) if c.finished_good_id
            ],
            name=lambda box: self.boxes[box].display_name,
            max_depth=MAX_NESTING_DEPTH,
        )

    def check_recipes(self) -> None:
        check_nesting(
            [item.recipe_id for item in self.items.values() if item.recipe_id],
            children=lambda recipe: [
                c.component_recipe_id for c in self.recipe_components.get(recipe, ())
            ],
            name=lambda recipe: self.recipes[recipe].name,
            max_depth=MAX_NESTING_DEPTH,
        )

    def definition(self, kind: ComponentKind, source_id: int, refs: SnapshotRefs) -> Data:
        """The definition of one thing; `refs` say where its contents are kept."""
        if kind is ComponentKind.FINISHED_GOOD:
            return self._box(source_id, refs)
        if kind is ComponentKind.FINISHED_UNIT:
            return self._item(source_id)
        return self._material(source_id)

    def _item(self, item_id: int) -> Data:
        item = self.items[item_id]
        recipe = self.recipes.get(item.recipe_id)
        return {
            "uuid": item.uuid,
            "slug": item.slug,
            "display_name": item.display_name,
            "description": item.description,
            "recipe_id": item.recipe_id,
            "recipe_name": recipe.name if recipe is not None else None,
            "recipe_category": recipe.category if recipe is not None else None,
            "yield_mode": item.yield_mode.value,
            "items_per_batch": amount_json(item.items_per_batch),
            "item_unit": item.item_unit,
            "batch_percentage": amount_json(item.batch_percentage),
            "portion_description": item.portion_description,
            "category": item.category,
            "production_notes": item.production_notes,
            "notes": item.notes,
            "recipe": self._recipe_tree(item.recipe_id) if recipe is not None else None,
        }

    def _recipe_tree(self, root_id: int) -> Data:
        """The root and every recipe inside it, each once."""
        if root_id not in self._recipe_trees:
            reached = [root_id]
            seen = {root_id}
            for recipe_id in reached:
                for part in self.recipe_components.get(recipe_id, ()):
                    if part.component_recipe_id not in seen:
                        seen.add(part.component_recipe_id)
                        reached.append(part.component_recipe_id)
            self._recipe_trees[root_id] = {
                "root": self.recipes[root_id].uuid,
                "recipes": {self.recipes[each].uuid: self.recipe_data(each) for each in reached},
            }
        return self._recipe_trees[root_id]

    def recipe_data(self, recipe_id: int) -> Data:
        """One recipe's own facts as they stand in a definition."""
        if recipe_id not in self._recipe_data:
            recipe = self.recipes[recipe_id]
            self._recipe_data[recipe_id] = {
                "slug": recipe.slug,
                "name": recipe.name,
                "category": recipe.category,
                "notes": recipe.notes,
                "lines": [_recipe_line(line) for line in self.recipe_lines.get(recipe_id, ())],
                "components": [
                    {
                        "recipe_uuid": self.recipes[part.component_recipe_id].uuid,
                        "quantity": amount_json(part.quantity),
                    }
                    for part in self.recipe_components.get(recipe_id, ())
                ],
            }
        return self._recipe_data[recipe_id]

    def _material(self, unit_id: int) -> Data:
        unit = self.materials[unit_id]
        return {
            "uuid": unit.uuid,
            "slug": unit.slug,
            "name": unit.name,
            "description": unit.description,
            "material_id": unit.material_id,
            "material_uuid": unit.material_uuid,
            "material_name": unit.material_name,
            "material_category": unit.material_category,
            "base_unit": unit.base_unit,
            "display_unit": unit.display_unit,
            "quantity_per_unit": amount_json(unit.quantity_per_unit),
        }

    def _box(self, box_id: int, refs: SnapshotRefs) -> Data:
        box = self.boxes[box_id]
        return {
            "uuid": box.uuid,
            "slug": box.slug,
            "display_name": box.display_name,
            "description": box.description,
            "assembly_type": box.assembly_type.value,
            "packaging_instructions": box.packaging_instructions,
            "notes": box.notes,
            "components": [self._component(row, refs) for row in self.contents.get(box_id, ())],
        }

    def _component(self, row: AnyRow, refs: SnapshotRefs) -> Data:
        kind, source_id = component_source(row)
        thing = self.thing(kind, source_id)
        snapshot_id, snapshot_uuid = refs.get((kind, source_id), (None, None))
        return {
            "component_type": kind.value,
            "snapshot_id": snapshot_id,
            "snapshot_uuid": snapshot_uuid,
            "original_id": source_id,
            "original_uuid": thing.uuid,
            "component_slug": thing.slug,
            "component_name": _name(kind, thing),
            "component_quantity": amount_json(row.component_quantity),
            "component_notes": row.component_notes,
            "sort_order": row.sort_order,
            "is_generic": bool(row.is_generic),
        }


def _name(kind: ComponentKind, thing: AnyRow) -> str:
    if kind in (ComponentKind.FINISHED_GOOD, ComponentKind.FINISHED_UNIT):
        return str(thing.display_name)
    if kind is ComponentKind.MATERIAL_UNIT:
        return material_unit_name(thing.name, thing.material_name)
    return str(thing.name)


def _recipe_line(line: AnyRow) -> Data:
    density = None
    if line.density_volume_amount is not None:
        density = {
            "volume_amount": amount_json(line.density_volume_amount),
            "volume_unit": line.density_volume_unit,
            "weight_amount": amount_json(line.density_weight_amount),
            "weight_unit": line.density_weight_unit,
        }
    return {
        "ingredient_uuid": line.ingredient_uuid,
        "slug": line.slug,
        "name": line.name,
        "quantity": amount_json(line.quantity),
        "unit": line.unit,
        "notes": line.notes,
        "density": density,
    }


def component_source(row: Any) -> tuple[ComponentKind, int]:
    """Kind and source id of a composition or plan line."""
    if row.finished_good_id is not None:
        return ComponentKind.FINISHED_GOOD, row.finished_good_id
    if row.finished_unit_id is not None:
        return ComponentKind.FINISHED_UNIT, row.finished_unit_id
    if row.material_unit_id is not None:
        return ComponentKind.MATERIAL_UNIT, row.material_unit_id
    return ComponentKind.MATERIAL, row.material_id


def _ids(select_or_none: Select[Any] | None) -> Select[Any]:
    return select_or_none if select_or_none is not None else select(null().label("id"))


def _amount(column: Any, name: str) -> Any:
    """The stored text of an amount: 10,000 Fractions would be made only to be written again."""
    return type_coerce(column, Text).label(name)


def load_closure(session: Session, roots: Roots) -> Closure:
    """Reads all that hangs below the roots, in eight statements at every size."""
    closure = Closure()
    boxes = _box_closure(roots)
    for box in session.execute(
        select(*FinishedGood.__table__.c).where(FinishedGood.id.in_(select(boxes.c.id)))
    ):
        closure.boxes[box.id] = box
    contents = Composition.__table__.c
    columns = [c for c in contents if c.name != "component_quantity"]
    for row in session.execute(
        select(*columns, _amount(contents.component_quantity, "component_quantity"))
        .where(contents.assembly_id.in_(select(boxes.c.id)))
        .order_by(contents.assembly_id, contents.sort_order, contents.id)
    ):
        closure.contents[row.assembly_id].append(row)
    _load_items(session, closure, roots=roots, boxes=boxes)
    _load_materials(session, closure, roots=roots, boxes=boxes)
    _load_recipes(session, closure, roots=roots, boxes=boxes)
    return closure


def _box_closure(roots: Roots) -> CTE:
    first = _ids(roots.boxes).subquery()
    found = select(next(iter(first.c)).label("id")).cte("box_ids", recursive=True)
    return found.union(
        select(Composition.finished_good_id)
        .join(found, Composition.assembly_id == found.c.id)
        .where(Composition.finished_good_id.is_not(None))
    )


def _item_ids(roots: Roots, boxes: CTE) -> Any:
    inside = select(Composition.finished_unit_id).where(
        Composition.assembly_id.in_(select(boxes.c.id)), Composition.finished_unit_id.is_not(None)
    )
    return inside.union(_ids(roots.items))


def _load_items(session: Session, closure: Closure, *, roots: Roots, boxes: CTE) -> None:
    table = FinishedUnit.__table__.c
    amounts = ("items_per_batch", "batch_percentage")
    columns = [c for c in table if c.name not in amounts]
    for item in session.execute(
        select(*columns, *(_amount(table[name], name) for name in amounts)).where(
            table.id.in_(_item_ids(roots, boxes))
        )
    ):
        closure.items[item.id] = item


def _load_materials(session: Session, closure: Closure, *, roots: Roots, boxes: CTE) -> None:
    unit, material = MaterialUnit.__table__.c, Material.__table__.c
    inside = select(Composition.material_unit_id).where(
        Composition.assembly_id.in_(select(boxes.c.id)), Composition.material_unit_id.is_not(None)
    )
    for row in session.execute(
        select(
            *(c for c in unit if c.name != "quantity_per_unit"),
            _amount(unit.quantity_per_unit, "quantity_per_unit"),
            material.uuid.label("material_uuid"),
            material.name.label("material_name"),
            material.category.label("material_category"),
            material.base_unit,
            material.display_unit,
        )
        .join(Material.__table__, unit.material_id == material.id)
        .where(unit.id.in_(inside.union(_ids(roots.materials))))
    ):
        closure.materials[row.id] = row
    for row in session.execute(
        select(*material).where(
            material.id.in_(
                select(Composition.material_id).where(
                    Composition.assembly_id.in_(select(boxes.c.id))
                )
            )
        )
    ):
        closure.generics[row.id] = row


def _load_recipes(session: Session, closure: Closure, *, roots: Roots, boxes: CTE) -> None:
    first = select(FinishedUnit.recipe_id.label("id")).where(
        FinishedUnit.id.in_(_item_ids(roots, boxes)), FinishedUnit.recipe_id.is_not(None)
    )
    found = first.cte("recipe_ids", recursive=True)
    part = RecipeComponent.__table__.c
    every = found.union(select(part.component_recipe_id).join(found, part.recipe_id == found.c.id))
    ids = select(every.c.id)
    for recipe in session.execute(select(*Recipe.__table__.c).where(Recipe.id.in_(ids))):
        closure.recipes[recipe.id] = recipe
    line, ingredient = RecipeIngredient.__table__.c, Ingredient.__table__.c
    densities = ("density_volume_amount", "density_weight_amount")
    for row in session.execute(
        select(
            line.recipe_id,
            _amount(line.quantity, "quantity"),
            line.unit,
            line.notes,
            ingredient.uuid.label("ingredient_uuid"),
            ingredient.slug,
            ingredient.name,
            ingredient.density_volume_unit,
            ingredient.density_weight_unit,
            *(_amount(ingredient[name], name) for name in densities),
        )
        .join(Ingredient.__table__, line.ingredient_id == ingredient.id)
        .where(line.recipe_id.in_(ids))
        .order_by(line.recipe_id, line.sort_order, line.id)
    ):
        closure.recipe_lines[row.recipe_id].append(row)
    for row in session.execute(
        select(part.recipe_id, part.component_recipe_id, _amount(part.quantity, "quantity"))
        .where(part.recipe_id.in_(ids))
        .order_by(part.recipe_id, part.sort_order, part.id)
    ):
        closure.recipe_components[row.recipe_id].append(row)
