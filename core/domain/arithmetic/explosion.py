"""Takes a plan apart: how many of every box, item and material there are in all of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from core.domain.arithmetic.reading import percent_factor, plain_factor, product
from core.domain.arithmetic.tally import Tally
from core.domain.definition import Data, ThingKey, definition_name
from core.domain.keys import ComponentKind
from core.domain.plan_summary import (
    Factor,
    Meaning,
    NotCounted,
    Source,
    SourceKind,
    Term,
    Uncounted,
)
from core.domain.planned import PlannedLine

Definitions = Mapping[ThingKey, Data]

BOX = ComponentKind.FINISHED_GOOD.value
ITEM = ComponentKind.FINISHED_UNIT.value
UNIT = ComponentKind.MATERIAL_UNIT.value
_CHOSEN_LATER = (ComponentKind.MATERIAL.value, UNIT)
_SOURCES = {BOX: SourceKind.BOX, ITEM: SourceKind.ITEM, UNIT: SourceKind.MATERIAL_UNIT}


@dataclass(slots=True)
class Exploded(Tally[ThingKey]):
    """By (kind, uuid): how many there are, and the terms that say so.

    `order` has every box before the boxes in it; `later` are materials that are chosen later.
    """

    order: list[str] = field(default_factory=list)
    later: dict[ThingKey, list[Term]] = field(default_factory=dict)
    later_names: dict[ThingKey, str] = field(default_factory=dict)
    not_counted: list[NotCounted] = field(default_factory=list)

    def of_kind(self, kind: str) -> Iterable[ThingKey]:
        return [key for key in self.totals if key[0] == kind]

    def add_line(self, line: PlannedLine) -> None:
        source = Source(SourceKind.LINE, line.uuid, line.name)
        factors = [Factor(line.quantity, Meaning.PLANNED), *buffer_factors(line)]
        term = Term(source, tuple(factors))
        self.add((line.kind.value, line.source_uuid), term.amount, term)

    def add_contents(self, uuid: str, box: Data, known: Container[ThingKey]) -> None:
        """Adds what is in all of the boxes; the boxes that hold this one must be done before.

        KeyError for what is not `known`: it would be in no sum.
        """
        total = self.totals[BOX, uuid]
        source = Source(SourceKind.BOX, uuid, box["display_name"])
        boxes = Factor(total, Meaning.BOXES)
        for entry in box["components"]:
            in_each = plain_factor(entry["component_quantity"], Meaning.IN_EACH)
            term = Term(source, (boxes, in_each))
            key = (entry["component_type"], entry["original_uuid"])
            if entry["is_generic"]:
                if key[0] not in _CHOSEN_LATER:
                    raise KeyError(key)
                self.later.setdefault(key, []).append(term)
                self.later_names.setdefault(key, entry["component_name"])
            elif key in known:
                self.add(key, product(total, in_each.value), term)
            else:
                raise KeyError(key)
        if not box["components"]:
            self.not_counted.append(NotCounted(source.name, Uncounted.EMPTY_BOX, source, total))


def buffer_factors(line: PlannedLine) -> list[Factor]:
    """How much more than the line plans is made; none where no buffer is set."""
    if not line.buffer_percent:
        return []
    percent = percent_factor(line.buffer_percent)
    return [Factor(1 + percent.value / 100, Meaning.BUFFER, "", percent.read_from)]


def explode(lines: Iterable[PlannedLine], definitions: Definitions) -> Exploded:
    """Every box once, whatever the number of ways to it; linear in lines and contents.

    KeyError for what has no definition, ValueError for boxes that hold each other.
    """
    planned = list(lines)
    found = Exploded()
    for line in planned:
        if (line.kind.value, line.source_uuid) not in definitions:
            raise KeyError(line.source_uuid)
        found.add_line(line)
    roots = [line.source_uuid for line in planned if line.kind is ComponentKind.FINISHED_GOOD]
    found.order = holders_first(
        roots, {uuid: _boxes_in(data) for (kind, uuid), data in definitions.items() if kind == BOX}
    )
    for uuid in found.order:
        found.add_contents(uuid, definitions[BOX, uuid], definitions)
    for key, terms in found.later.items():
        found.not_counted.append(_chosen_later(key, found.later_names[key], terms))
    return found


def _boxes_in(box: Data) -> list[str]:
    return [entry["original_uuid"] for entry in box["components"] if entry["component_type"] == BOX]


def holders_first(roots: Iterable[str], inside: Mapping[str, Iterable[str]]) -> list[str]:
    """The roots and all that is in them, each once, behind everything that holds it.

    ValueError where things hold each other, which only a damaged file says.
    """
    done: list[str] = []
    state: dict[str, bool] = {}  # False: its contents are being walked, True: done
    waiting = [(root, False) for root in roots]
    while waiting:
        uuid, is_walked = waiting.pop()
        if is_walked:
            state[uuid] = True
            done.append(uuid)
        elif uuid not in state:
            state[uuid] = False
            waiting.append((uuid, True))
            waiting += [(each, False) for each in inside[uuid]]
        elif not state[uuid]:
            raise ValueError("What is in a thing holds the thing itself.")
    return done[::-1]


def _chosen_later(key: ThingKey, name: str, terms: list[Term]) -> NotCounted:
    kind = SourceKind.MATERIAL_UNIT if key[0] == UNIT else SourceKind.MATERIAL
    return NotCounted(
        name,
        Uncounted.CHOSEN_LATER,
        Source(kind, key[1], name),
        quantity=sum((term.amount for term in terms), Fraction(0)),
        unit="each",
        places=tuple(term.source for term in terms),
    )


def source_of(key: ThingKey, definition: Data) -> Source:
    return Source(_SOURCES[key[0]], key[1], definition_name(definition))
