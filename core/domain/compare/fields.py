"""What differs in a thing's own fields, each told with the unit it is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import Any, NamedTuple

from core.domain.arithmetic.materials import read_in
from core.domain.arithmetic.reading import exact
from core.domain.compare.diff import Change, DiffKey, DiffKind, DiffValue
from core.domain.compare.sides import Node, Opened
from core.domain.definition import Data
from core.domain.quantity import amount_text

# A slug is nothing that she edits, but another file may bring one.
_TEXTS: dict[DiffKind, tuple[str, ...]] = {
    DiffKind.BOX: (
        "display_name",
        "slug",
        "description",
        "assembly_type",
        "packaging_instructions",
        "notes",
    ),
    DiffKind.ITEM: (
        "display_name",
        "slug",
        "description",
        "category",
        "yield_mode",
        "item_unit",
        "portion_description",
        "production_notes",
        "notes",
    ),
    DiffKind.MATERIAL_UNIT: ("name", "slug", "description"),
    DiffKind.MATERIAL: ("name", "slug", "category", "base_unit", "display_unit"),
    DiffKind.RECIPE: ("name", "slug", "category", "notes"),
    DiffKind.INGREDIENT: ("name", "slug"),
}


class Told(NamedTuple):
    """A difference before it is known where it stands."""

    key: DiffKey
    change: Change
    old: DiffValue
    new: DiffValue
    old_unit: str = ""
    new_unit: str = ""


Measured = tuple[DiffValue, str]  # a value and its unit


@dataclass(frozen=True, slots=True)
class Measure:
    """A field that is no plain text, and how it is read."""

    name: str
    read: Callable[[Data], Measured]


def text_of(stored: Any) -> str | None:
    """A stored text; TypeError for what is none, as of a damaged definition."""
    if stored is not None and not isinstance(stored, str):
        raise TypeError
    return stored


def amount_of(stored: Any) -> Fraction | None:
    """An amount of a definition, or one that is read already; AmountError for what is none over 0."""
    # By its type: asking whether it is an instance takes six times as long, for every line.
    return stored if stored is None or type(stored) is Fraction else exact(stored)


def _pieces(item: Data) -> Measured:
    amount = amount_of(item["items_per_batch"])
    return amount, "" if amount is None else text_of(item["item_unit"]) or "pieces"


def _percentage(item: Data) -> Measured:
    amount = amount_of(item["batch_percentage"])
    return amount, "" if amount is None else "%"


def _per_unit(unit: Data) -> Measured:
    name, base = read_in(unit)
    return exact(unit["quantity_per_unit"]) / base, name


def _density(ingredient: Data) -> Measured:
    """4 1/4 "oz per cup"; of another volume than one, "oz per 2 cup"."""
    density = ingredient["density"]
    if density is None:
        return None, ""
    volume = exact(density["volume_amount"])
    of_volume = "" if volume == 1 else f"{amount_text(volume)} "
    unit = f"{density['weight_unit']} per {of_volume}{density['volume_unit']}"
    return exact(density["weight_amount"]), unit


MEASURES: dict[DiffKind, tuple[Measure, ...]] = {
    DiffKind.ITEM: (
        Measure("items_per_batch", _pieces),
        Measure("batch_percentage", _percentage),
    ),
    DiffKind.MATERIAL_UNIT: (Measure("quantity_per_unit", _per_unit),),
    DiffKind.INGREDIENT: (Measure("density", _density),),
}
_OWN = {
    kind: itemgetter(*_TEXTS[kind], *(each.name for each in MEASURES.get(kind, ())))
    for kind in _TEXTS
    if kind is not DiffKind.MATERIAL  # of some of which only the name and slug are known
}


def own_differences(opened: Opened, node: Node) -> list[Told]:
    """Of a thing that stands on both sides; what it holds is told by itself."""
    kind, token = node
    old, new = opened.old.things[kind][token], opened.new.things[kind][token]
    told: list[Told] = []
    if old is new:
        return told
    if kind not in _OWN or _OWN[kind](old) != _OWN[kind](new):
        told += _fields(opened, node)
    if kind is DiffKind.ITEM or kind is DiffKind.MATERIAL_UNIT:
        told += _references(opened, node)
    return told


def _fields(opened: Opened, node: Node) -> Iterator[Told]:
    kind, token = node
    old, new = opened.old.things[kind][token], opened.new.things[kind][token]
    for name in _TEXTS[kind]:
        if old.get(name) == new.get(name):
            continue
        if kind is not DiffKind.MATERIAL or (name in old and name in new):
            key = DiffKey(kind, "", token, 0, name)
            yield Told(key, Change.CHANGED, text_of(old.get(name)), text_of(new.get(name)))
    for each in MEASURES.get(kind, ()):
        if old[each.name] != new[each.name]:
            before, unit = each.read(old)
            now, new_unit = each.read(new)
            # One number can be written in two ways, though Proofbook writes it in one.
            if before != now or unit != new_unit:
                key = DiffKey(kind, "", token, 0, each.name)
                yield Told(key, Change.CHANGED, before, now, unit, new_unit)


def _references(opened: Opened, node: Node) -> Iterator[Told]:
    """An item that took another recipe, a unit that took another material: by name."""
    kind, token = node
    inside = DiffKind.RECIPE if kind is DiffKind.ITEM else DiffKind.MATERIAL
    old, new = opened.old.things[kind][token], opened.new.things[kind][token]
    before, now = _inner_uuid(kind, old), _inner_uuid(kind, new)
    if before == now or (
        before and now and opened.node(inside, before) == opened.node(inside, now)
    ):
        return
    names = [
        opened_side.name(opened.node(inside, uuid)) if uuid else None
        for opened_side, uuid in ((opened.old, before), (opened.new, now))
    ]
    key = DiffKey(kind, "", token, 0, inside.value)
    yield Told(key, Change.CHANGED, names[0], names[1])


def _inner_uuid(kind: DiffKind, data: Data) -> str | None:
    if kind is DiffKind.ITEM:
        return text_of(data["recipe"]["root"]) if data["recipe"] else None
    return text_of(data["material_uuid"])
