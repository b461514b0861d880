"""Loads everything that a plan or one component contains, and builds their definitions.

One recursive query a kind, whatever the size: the closure of a plan is read whole, then definitions
are made from plain rows. Amounts stay the stored text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from core.domain.definition import Data, material_unit_name
from core.domain.keys import ComponentKind
from core.domain.quantity import AmountError, StoredAmountError, amount_text, positive, to_amount
from core.errors import CorruptDatabaseError
from core.services.chunks import in_chunks
from core.services.closure_statements import (
    ClosureStatements,
    Many,
    closure_statements,
    root_ids,
)
from core.services.nesting import MAX_NESTING_DEPTH, check_nesting

# (kind, source id) -> (row id, uuid) of the snapshot row that holds it
SnapshotRefs = Mapping[tuple[ComponentKind, int], tuple[int, str]]
THINGS_AT_ONCE = 2_000  # in one statement, which may name them more than once
AnyRow = Any  # a Row whose columns the statements below name


_WHOLE = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)


def amount_json(stored: Any, most: int | None = None) -> int | str | None:
    """A stored amount as it stands in a definition: canonical, whole numbers as integers.

    CorruptDatabaseError for what is no amount over 0, which only another tool writes.
    """
    if stored is None:
        return None
    # Most are whole: 10,000 Fractions would be made only to be written again.
    if (
        isinstance(stored, str)
        and _WHOLE.fullmatch(stored)
        and (most is None or int(stored) <= most)
    ):
        return int(stored)
    try:
        amount = positive(to_amount(stored))
    except AmountError as error:
        raise CorruptDatabaseError(str(StoredAmountError())) from error
    if most is not None and amount > most:
        raise CorruptDatabaseError(str(StoredAmountError()))
    return amount.numerator if amount.denominator == 1 else amount_text(amount)


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

    def take(self, other: Closure) -> None:
        """All of another closure too; what both hold is the same."""
        self.boxes |= other.boxes
        self.contents |= other.contents
        self.items |= other.items
        self.materials |= other.materials
        self.generics |= other.generics
        self.recipes |= other.recipes
        self.recipe_lines |= other.recipe_lines
        self.recipe_components |= other.recipe_components

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
            "batch_percentage": amount_json(item.batch_percentage, most=100),
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
            "is_generic": is_chosen_later(row),
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


def is_chosen_later(row: Any) -> bool:
    """Whether a content only says which material it will be: by itself, or by one of its units."""
    return row.material_id is not None or (row.material_unit_id is not None and row.is_generic)


def component_source(row: Any) -> tuple[ComponentKind, int]:
    """Kind and source id of a composition or plan line."""
    if row.finished_good_id is not None:
        return ComponentKind.FINISHED_GOOD, row.finished_good_id
    if row.finished_unit_id is not None:
        return ComponentKind.FINISHED_UNIT, row.finished_unit_id
    if row.material_unit_id is not None:
        return ComponentKind.MATERIAL_UNIT, row.material_unit_id
    return ComponentKind.MATERIAL, row.material_id


def plan_closure(session: Session, event_id: int) -> Closure:
    """All that the event's plan needs, in eight statements at every size."""
    return _load(session, closure_statements(None), {"root": event_id})


def thing_closure(session: Session, kind: ComponentKind, source_id: int) -> Closure:
    """All that one box, item or material needs; the thing itself is absent where there is none."""
    return _load(session, closure_statements(kind), {"root": source_id})


def things_closure(session: Session, things: Iterable[tuple[ComponentKind, int]]) -> Closure:
    """All that these boxes, items and materials need, in eight statements for every 2,000 of them."""
    whole = Closure()
    for some in in_chunks(sorted(set(things)), THINGS_AT_ONCE):
        roots: dict[str, list[int]] = {
            root_ids(kind): [each for its_kind, each in some if its_kind is kind]
            for kind in ComponentKind
        }
        whole.take(_load(session, closure_statements(Many.THINGS), roots))
    return whole


def _load(session: Session, statements: ClosureStatements, roots: Mapping[str, Any]) -> Closure:
    def rows(statement: Any) -> Any:
        return session.execute(statement, roots)

    closure = Closure(
        boxes={row.id: row for row in rows(statements.boxes)},
        items={row.id: row for row in rows(statements.items)},
        materials={row.id: row for row in rows(statements.materials)},
        generics={row.id: row for row in rows(statements.generics)},
        recipes={row.id: row for row in rows(statements.recipes)},
    )
    for row in rows(statements.contents):
        closure.contents[row.assembly_id].append(row)
    for row in rows(statements.recipe_lines):
        closure.recipe_lines[row.recipe_id].append(row)
    for row in rows(statements.recipe_components):
        closure.recipe_components[row.recipe_id].append(row)
    return closure
