"""Random plans and random edits: what always holds of a comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.arithmetic import PlanInput, summarize
from core.domain.arithmetic.kitchen import converter_of
from core.domain.compare.ordering import align
from core.domain.comparison import Consequence, ConsequenceKind, SnapshotDiff
from core.domain.units import UNITS, Dimension
from tests.core.domain.compared import compared, frozen, mirrored, straight
from tests.core.domain.random_edits import two_sides, visible
from tests.core.domain.test_arithmetic_by_chance import plans

Sides = tuple[PlanInput, PlanInput]


@settings(max_examples=100, deadline=None)
@given(plans())
def test_a_plan_does_not_differ_from_itself(drawn: tuple[Any, dict[str, Any]]) -> None:
    plan, choices = drawn
    side = frozen(plan, **choices)
    assert compared(side, side) == SnapshotDiff(*_sides_of(side))


def _sides_of(side: PlanInput) -> tuple[Any, Any]:
    diff = compared(side, side)
    return diff.old_side, diff.new_side


@settings(max_examples=100, deadline=None)
@given(two_sides())
def test_what_differs_is_told_and_what_does_not_is_not(sides: Sides) -> None:
    old, new = sides
    assert compared(old, new).is_empty == (visible(old) == visible(new))


@settings(max_examples=100, deadline=None)
@given(two_sides())
def test_old_and_new_changed_over_give_the_mirrored_differences(sides: Sides) -> None:
    old, new = sides
    assert straight(compared(new, old)) == mirrored(compared(old, new))


@settings(max_examples=100, deadline=None)
@given(two_sides())
def test_every_key_is_there_once_and_every_path_leads_from_a_line(sides: Sides) -> None:
    old, new = sides
    diff = compared(old, new)
    assert len({entry.key for entry in diff.entries}) == len(diff.entries)
    lines = {line.uuid for side in sides for line in side.lines}
    for entry in diff.entries:
        assert entry.path
        assert entry.name == entry.path[-1]
        # Of what no line leads to, as these plans hold it too, the thing itself is the first.
        first = entry.steps[0]
        assert (
            first.uuid in lines
            if first.kind == "line"
            else (first.kind in ("box", "item", "material_unit"))
        )


def _row_amounts(side: PlanInput, rows: Iterable[Any]) -> dict[str, dict[Any, Fraction]]:
    """By uuid and dimension in its base; with a density weights are volumes."""
    densities = {
        line["ingredient_uuid"]: line["density"]
        for data in side.definitions.values()
        if data.get("recipe")
        for made in data["recipe"]["recipes"].values()
        for line in made["lines"]
    }
    found: dict[str, dict[Any, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for row in rows:
        found[row.uuid][_dimension(row.unit, densities.get(row.uuid))] += _base(
            row.quantity, row.unit, densities.get(row.uuid)
        )
    return found


def _base(number: Fraction, unit: str, density: Any) -> Fraction:
    base, ml = number * UNITS[unit].factor, converter_of(density).grams_per_ml
    is_dense = UNITS[unit].dimension is Dimension.WEIGHT and ml is not None
    return base / ml if is_dense and ml else base


def _dimension(unit: str, density: Any) -> Dimension:
    is_dense = density is not None and UNITS[unit].dimension is Dimension.WEIGHT
    return Dimension.VOLUME if is_dense else UNITS[unit].dimension


@settings(max_examples=100, deadline=None)
@given(two_sides())
def test_consequences_agree_with_the_sums_of_both_sides(sides: Sides) -> None:
    found = compared(*sides).consequences
    sums = [summarize(side) for side in sides]
    for kind, read in (
        (ConsequenceKind.PIECES, lambda row: row.need),
        (ConsequenceKind.BATCHES, lambda row: row.batches),
    ):
        old, new = ({row.uuid: read(row) for row in each.batches} for each in sums)
        told = {each.uuid: each for each in found if each.kind is kind}
        for uuid in old.keys() | new.keys():
            if uuid in told:
                assert (told[uuid].old or 0) == old.get(uuid, 0)
                assert (told[uuid].new or 0) == new.get(uuid, 0)
                assert told[uuid].old != told[uuid].new
            else:
                assert old.get(uuid, 0) == new.get(uuid, 0)
        assert told.keys() <= old.keys() | new.keys()
    for kind in (ConsequenceKind.INGREDIENT, ConsequenceKind.MATERIAL, ConsequenceKind.BUY):
        name = {"ingredient": "ingredients", "material": "materials", "buy": "to_buy"}[kind.value]
        _agree(
            [each for each in found if each.kind is kind],
            sides,
            rows=[getattr(each, name) for each in sums],
        )


def _agree(told: list[Consequence], sides: Sides, *, rows: list[Any]) -> None:
    """By uuid and dimension: what is told is what the sums say, and what is not told is equal."""
    amounts = [_row_amounts(side, each) for side, each in zip(sides, rows, strict=True)]
    for uuid in amounts[0].keys() | amounts[1].keys():
        about = [each for each in told if each.uuid == uuid]
        old, new = amounts[0].get(uuid, {}), amounts[1].get(uuid, {})
        densities = [_density(side, uuid) for side in sides]
        covered = set()
        for each in about:
            if each.old:
                assert _is_sum(each.old, each.old_unit, old, density=densities[0])
                covered.add(_dimension(each.old_unit, densities[0]))
            if each.new:
                assert _is_sum(each.new, each.unit, new, density=densities[1])
                covered.add(_dimension(each.unit, densities[1]))
            assert (each.old, each.old_unit) != (each.new, each.unit)
        differing = {each for each in {*old, *new} if old.get(each, 0) != new.get(each, 0)}
        if not differing <= covered:  # a weight and a volume of one amount are no difference
            assert differing - covered <= {Dimension.WEIGHT, Dimension.VOLUME}
            assert _grams(old, densities[0]) == _grams(new, densities[1])


def _grams(amounts: Any, density: Any) -> Fraction:
    """Of the one row that is a weight, or a volume by its side's density."""
    (found,) = {Dimension.WEIGHT, Dimension.VOLUME}.intersection(amounts)
    if found is Dimension.WEIGHT:
        return Fraction(amounts[found])
    per_ml = converter_of(density).grams_per_ml
    assert per_ml is not None
    return Fraction(amounts[found] * per_ml)


def _density(side: PlanInput, uuid: str) -> Any:
    for data in side.definitions.values():
        for made in ((data.get("recipe") or {}).get("recipes") or {}).values():
            for line in made["lines"]:
                if line["ingredient_uuid"] == uuid:
                    return line["density"]
    return None


def _is_sum(number: Fraction, unit: str, sums: Any, *, density: Any) -> bool:
    return bool(sums[_dimension(unit, density)] == _base(number, unit, density))


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_the_fewest_are_moved_and_the_same_from_both_sides(old: list[int], new: list[int]) -> None:
    def moved(old: list[int], new: list[int]) -> set[int]:
        found = align(old, new, passes=[lambda each: each], tie=str)
        assert sorted(i for i, _ in found.pairs if i is not None) == list(range(len(old)))
        assert [j for _, j in found.pairs if j is not None] == list(range(len(new)))
        return {new[place] for place in found.moved}

    both = [each for each in old if each in new]
    order = [each for each in new if each in old]
    found = moved(old, new)
    assert [each for each in both if each not in found] == [e for e in order if e not in found]
    assert len(both) - len(found) == _longest([both.index(each) for each in order])
    assert moved(new, old) == found


def _longest(values: list[int]) -> int:
    """The longest rising run, by trying every end."""
    best: list[int] = []
    for place, value in enumerate(values):
        best.append(1 + max((best[i] for i in range(place) if values[i] < value), default=0))
    return max(best, default=0)
