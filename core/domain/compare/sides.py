"""Opens both sides up, and finds what is the same thing on both: by uuid, then by slug."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.arithmetic import PlanInput
from core.domain.compare.diff import DiffKind
from core.domain.definition import Data, definition_name
from core.domain.keys import ComponentKind

Node = tuple[DiffKind, str]  # a thing by kind and token: the same on both sides
Things = dict[str, Data]

PLAN: Node = (DiffKind.LINE, "")  # what the lines stand in
KIND_OF = {
    ComponentKind.FINISHED_GOOD.value: DiffKind.BOX,
    ComponentKind.FINISHED_UNIT.value: DiffKind.ITEM,
    ComponentKind.MATERIAL_UNIT.value: DiffKind.MATERIAL_UNIT,
    ComponentKind.MATERIAL.value: DiffKind.MATERIAL,
}
COMPONENT_OF = {kind: component for component, kind in KIND_OF.items()}
THING_KINDS = (
    DiffKind.BOX,
    DiffKind.ITEM,
    DiffKind.MATERIAL_UNIT,
    DiffKind.RECIPE,
    DiffKind.INGREDIENT,
    DiffKind.MATERIAL,
)


@dataclass(frozen=True, slots=True)
class OpenSide:
    """One side's plan, and everything in it by kind and token, each once."""

    plan: PlanInput
    things: Mapping[DiffKind, Things]

    def get(self, node: Node) -> Data | None:
        return self.things[node[0]].get(node[1])

    def name(self, node: Node, fallback: str = "") -> str:
        """The thing's name; `fallback` where a material chosen later has no definition."""
        data = self.get(node)
        return fallback if data is None else definition_name(data)


@dataclass(frozen=True, slots=True)
class Opened:
    """Both sides, keyed alike: a token is the uuid, of a thing made anew the lesser of the two."""

    old: OpenSide
    new: OpenSide
    made_anew: Mapping[DiffKind, Mapping[str, str]]  # the greater uuid -> the token
    new_uuids: Mapping[DiffKind, Mapping[str, str]]  # a token -> the new side's greater uuid

    def node(self, kind: DiffKind, uuid: str) -> Node:
        return kind, self.made_anew[kind].get(uuid, uuid)

    def new_uuid(self, node: Node) -> str:
        """The uuid on the new side of what stands there."""
        kind, token = node
        return self.new_uuids[kind].get(token, token)


def open_sides(old: PlanInput, new: PlanInput) -> Opened:
    """Both sides taken apart and matched, in linear time."""
    before, after = _things_in(old), _things_in(new)
    made_anew, new_uuids = {}, {}
    for kind in THING_KINDS:
        by_name = kind is DiffKind.MATERIAL
        made_anew[kind] = tokens = _made_anew(before[kind], after[kind], by_name=by_name)
        new_uuids[kind] = {token: uuid for uuid, token in tokens.items() if uuid in after[kind]}
        if tokens:
            for side in (before, after):
                side[kind] = {tokens.get(uuid, uuid): data for uuid, data in side[kind].items()}
    return Opened(OpenSide(old, before), OpenSide(new, after), made_anew, new_uuids)


def _things_in(plan: PlanInput) -> dict[DiffKind, Things]:
    """Also of what no line holds, as in a snapshot that was never finalized."""
    found: dict[DiffKind, Things] = {kind: {} for kind in THING_KINDS}
    for (kind, uuid), data in plan.definitions.items():
        found[KIND_OF[kind]][uuid] = data
    recipes, ingredients = found[DiffKind.RECIPE], found[DiffKind.INGREDIENT]
    for item in found[DiffKind.ITEM].values():
        tree = item["recipe"]
        if tree and tree["root"] not in recipes:  # else all that is inside it is known too
            recipes |= tree["recipes"]
    for recipe in recipes.values():
        for line in recipe["lines"]:
            if line["ingredient_uuid"] not in ingredients:
                ingredients[line["ingredient_uuid"]] = line
    found[DiffKind.MATERIAL] = _materials_in(found)
    return found


def _materials_in(found: Mapping[DiffKind, Things]) -> Things:
    """From their units all but the slug; from boxes, where one is chosen later, that and the name."""
    materials: Things = {}
    for unit in found[DiffKind.MATERIAL_UNIT].values():
        if unit["material_uuid"] not in materials:
            materials[unit["material_uuid"]] = {
                "name": unit["material_name"],
                "category": unit.get("material_category"),
                "base_unit": unit["base_unit"],
                "display_unit": unit["display_unit"],
            }
    for box in found[DiffKind.BOX].values():
        for entry in box["components"]:
            if entry["component_type"] == ComponentKind.MATERIAL:
                data = materials.setdefault(
                    entry["original_uuid"], {"name": entry["component_name"]}
                )
                data.setdefault("slug", entry.get("component_slug"))
    return materials


def _made_anew(old: Things, new: Things, *, by_name: bool) -> dict[str, str]:
    """What stands on one side only, but with another's slug: the greater uuid -> the lesser.

    A material's slug is seldom known; its name stands in for it.
    """
    gone = [uuid for uuid in old if uuid not in new]
    come = [uuid for uuid in new if uuid not in old]
    tokens: dict[str, str] = {}
    paired: set[str] = set()
    for key in ("slug", "name") if by_name else ("slug",):
        waiting: defaultdict[str, deque[str]] = defaultdict(deque)
        for uuid in gone:
            if uuid not in paired and old[uuid].get(key):
                waiting[old[uuid][key]].append(uuid)
        for uuid in come:
            same = waiting.get(new[uuid].get(key) or "")
            if same and uuid not in paired:
                least, most = sorted((uuid, same.popleft()))
                tokens[most] = least
                paired |= {least, most}
    return tokens


def made_anew(old: PlanInput, new: PlanInput) -> tuple[dict[str, str], dict[str, str]]:
    """The new uuids of items, and of recipes, that were made anew, by their old ones."""
    if not old.batches and not old.shared:
        return {}, {}
    before, after = _things_in(old), _things_in(new)
    renamed = []
    for kind in (DiffKind.ITEM, DiffKind.RECIPE):
        tokens = _made_anew(before[kind], after[kind], by_name=False)
        pairs = {**tokens, **{least: most for most, least in tokens.items()}}
        renamed.append({uuid: pairs[uuid] for uuid in before[kind] if uuid in pairs})
    return renamed[0], renamed[1]
