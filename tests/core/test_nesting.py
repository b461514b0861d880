"""Boxes in boxes and recipes in recipes: ten levels, no loops, shared rows, linear time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.errors import CircularReferenceError, MaxDepthExceededError, SnapshotCreationError
from core.models import Event, PlanLine
from core.services import finished_good_service as goods
from core.services import finished_unit_service as units
from core.services.definition_builder import Closure
from core.services.finalization_service import finalize_event_plan, preview_finalization
from core.services.nesting import check_nesting
from core.services.planning_snapshot_service import create_planning_snapshot, get_planning_snapshot
from tests.factories import make_bakery, make_boxes, make_recipes

Edges = dict[str, list[str]]
Start = Callable[[Session, Edges, str], object]


def chain(levels: int, prefix: str = "level") -> Edges:
    return {f"{prefix} {n}": [f"{prefix} {n + 1}"] for n in range(1, levels)}


def diamond(levels: int) -> Edges:
    """Three boxes a level, each holding all three of the next: 3^levels paths."""
    rows = [[f"{side} {n}" for side in ("left", "middle", "right")] for n in range(levels)]
    edges: Edges = {"top": rows[0]}
    for row, below in pairwise(rows):
        edges |= dict.fromkeys(row, below)
    return edges


def capture_box(session: Session, edges: Edges, root: str) -> object:
    container = create_planning_snapshot(session=session)["id"]
    return goods.create_finished_good_snapshot(make_boxes(session, edges)[root], container, session)


def capture_item(session: Session, edges: Edges, root: str) -> object:
    container = create_planning_snapshot(session=session)["id"]
    item = make_recipes(session, edges)[root]
    return units.create_finished_unit_snapshot(item, container, session)


def plan(session: Session, edges: Edges, root: str, *, boxes: bool) -> int:
    event = Event(name="Deep")
    source = (
        {"finished_good_id": make_boxes(session, edges)[root]}
        if boxes
        else {"finished_unit_id": make_recipes(session, edges)[root]}
    )
    event.plan_lines = [PlanLine(quantity=1, **source)]
    session.add(event)
    session.flush()
    return event.id


def finalize_box(session: Session, edges: Edges, root: str) -> object:
    return finalize_event_plan(plan(session, edges, root, boxes=True), session=session)


def finalize_item(session: Session, edges: Edges, root: str) -> object:
    return finalize_event_plan(plan(session, edges, root, boxes=False), session=session)


def preview_box(session: Session, edges: Edges, root: str) -> object:
    return preview_finalization(plan(session, edges, root, boxes=True), session)


EVERY_WAY = [capture_box, capture_item, finalize_box, finalize_item, preview_box]


@pytest.mark.parametrize("start", EVERY_WAY)
class TestEveryWayIn:
    def test_ten_levels_are_taken(self, db_session: Session, start: Start) -> None:
        start(db_session, chain(10), "level 1")

    def test_eleven_levels_are_refused_with_both_numbers(
        self, db_session: Session, start: Start
    ) -> None:
        with pytest.raises(MaxDepthExceededError) as refused:
            start(db_session, chain(11), "level 1")
        assert (refused.value.depth, refused.value.max_depth) == (11, 10)

    @pytest.mark.parametrize("first", ["short first", "long first"])
    def test_eleven_levels_are_refused_on_whichever_path(
        self, db_session: Session, start: Start, first: str
    ) -> None:
        """The deep box is also reached by a short path, before or after the long one."""
        branches = ["level 8", "level 2"] if first == "short first" else ["level 2", "level 8"]
        edges = chain(11) | {"level 1": branches}
        with pytest.raises(MaxDepthExceededError):
            start(db_session, edges, "level 1")

    def test_a_loop_is_refused_by_name(self, db_session: Session, start: Start) -> None:
        edges = {"Outer": ["Basket"], "Basket": ["Tin"], "Tin": ["Bag"], "Bag": ["Basket"]}
        with pytest.raises(CircularReferenceError) as refused:
            start(db_session, edges, "Outer")
        assert refused.value.path == ("Basket", "Tin", "Bag", "Basket")
        assert "Basket > Tin > Bag > Basket" in str(refused.value)

    def test_a_loop_longer_than_ten_levels_is_called_a_loop(
        self, db_session: Session, start: Start
    ) -> None:
        with pytest.raises(CircularReferenceError) as refused:
            start(db_session, chain(15) | {"level 15": ["level 1"]}, "level 1")
        assert len(refused.value.path) == 16

    def test_a_box_in_two_branches_is_no_loop(self, db_session: Session, start: Start) -> None:
        start(db_session, {"top": ["a", "b"], "a": ["both"], "b": ["both"]}, "top")

    def test_a_diamond_of_19683_paths_costs_each_thing_once(
        self, db_session: Session, start: Start, built: list[object]
    ) -> None:
        start(db_session, diamond(9), "top")
        # 28 boxes or recipes; finalizing builds one for its digest and again with its rows.
        assert 28 <= len(built) <= 2 * 28 + 2


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The definitions and recipes that were built, counted at their one door each."""
    seen: list[object] = []
    definition, recipe_data = Closure.definition, Closure.recipe_data

    def counted(self: Closure, kind: Any, source_id: int, refs: Any) -> Any:
        seen.append((kind, source_id))
        return definition(self, kind, source_id, refs)

    def counted_recipe(self: Closure, recipe_id: int) -> Any:
        seen.append(recipe_id)
        return recipe_data(self, recipe_id)

    monkeypatch.setattr(Closure, "definition", counted)
    monkeypatch.setattr(Closure, "recipe_data", counted_recipe)
    return seen


def test_a_diamond_of_1024_paths_is_walked_edge_by_edge() -> None:
    edges: dict[int, list[int]] = {n: [n + 1, n + 1] for n in range(10)}
    asked: list[int] = []

    def children(node: int) -> list[int]:
        asked.append(node)
        return edges.get(node, [])

    check_nesting([0], children=children, name=str, max_depth=11)
    assert len(asked) == 2 * 11


def test_a_chain_longer_than_pythons_stack_is_refused_not_crashed() -> None:
    with pytest.raises(MaxDepthExceededError) as refused:
        check_nesting([0], children=lambda n: [n + 1] if n < 50_000 else [], name=str)
    assert refused.value.depth == 50_001


def test_a_refused_box_leaves_nothing_behind(db_session: Session) -> None:
    container = create_planning_snapshot(session=db_session)["id"]
    ids = make_boxes(db_session, chain(11))
    db_session.commit()
    with pytest.raises(MaxDepthExceededError):
        goods.create_finished_good_snapshot(ids["level 1"], container)
    read = get_planning_snapshot(container, session=db_session)
    assert read is not None
    assert read["total_snapshots"] == 0


def test_the_errors_carry_a_sentence_and_are_creation_errors() -> None:
    assert issubclass(CircularReferenceError, SnapshotCreationError)
    assert MaxDepthExceededError(11, 10).sentence == (
        "Nested 11 levels deep; at most 10 levels are possible."
    )


@given(st.dictionaries(st.integers(0, 12), st.lists(st.integers(0, 12), max_size=4), max_size=13))
def test_nesting_agrees_with_walking_every_path(edges: dict[int, list[int]]) -> None:
    def depth(node: int, path: tuple[int, ...]) -> int:
        if node in path:
            return 99
        return 1 + max((depth(each, (*path, node)) for each in edges.get(node, [])), default=0)

    expected = depth(0, ())

    def check() -> None:
        check_nesting([0], children=lambda n: edges.get(n, []), name=str, max_depth=4)

    if expected >= 99:
        with pytest.raises(CircularReferenceError) as loop:
            check()
        path = [int(name) for name in loop.value.path]
        assert path[0] == path[-1]
        assert all(b in edges[a] for a, b in pairwise(path))
    elif expected > 4:
        with pytest.raises(MaxDepthExceededError) as deep:
            check()
        assert deep.value.depth == expected
    else:
        check()


class TestSharing:
    """What lies below a root is shared; the root of a call is always a new row."""

    def captured(self, session: Session, container: int) -> dict[str, list[int | None]]:
        read: Any = get_planning_snapshot(container, session=session)
        return {
            kind: [row[f"{kind}_id"] for row in read[f"{kind}_snapshots"]]
            for kind in ("finished_good", "finished_unit", "material_unit")
        }

    def test_one_row_for_each_source_below_the_root(self, db_session: Session) -> None:
        bakery = make_bakery(db_session)
        container = create_planning_snapshot(session=db_session)["id"]
        made = goods.create_finished_good_snapshot(bakery.hamper_id, container, db_session)
        assert self.captured(db_session, container) == {
            "finished_good": [bakery.hamper_id, bakery.gift_box_id],
            "finished_unit": [bakery.cookie_id],
            "material_unit": [bakery.bow_id],
        }
        inner, cookie, _ = made["definition_data"]["components"]
        gift: Any = goods.get_finished_good_snapshot(inner["snapshot_id"], db_session)
        assert gift["definition_data"]["components"][0]["snapshot_uuid"] == cookie["snapshot_uuid"]

    def test_a_second_call_makes_a_new_root_and_shares_the_rest(self, db_session: Session) -> None:
        bakery = make_bakery(db_session)
        container = create_planning_snapshot(session=db_session)["id"]
        first = goods.create_finished_good_snapshot(bakery.hamper_id, container, db_session)
        second = goods.create_finished_good_snapshot(bakery.hamper_id, container, db_session)
        assert first["id"] != second["id"]
        assert first["definition_data"] == second["definition_data"]
        assert self.captured(db_session, container) == {
            "finished_good": [bakery.hamper_id, bakery.gift_box_id, bakery.hamper_id],
            "finished_unit": [bakery.cookie_id],
            "material_unit": [bakery.bow_id],
        }

    def test_a_thing_captured_before_is_shared_by_a_box(self, db_session: Session) -> None:
        bakery = make_bakery(db_session)
        container = create_planning_snapshot(session=db_session)["id"]
        cookie = units.create_finished_unit_snapshot(bakery.cookie_id, container, db_session)
        box = goods.create_finished_good_snapshot(bakery.gift_box_id, container, db_session)
        assert box["definition_data"]["components"][0]["snapshot_id"] == cookie["id"]
        assert self.captured(db_session, container)["finished_unit"] == [bakery.cookie_id]

    def test_nothing_is_shared_between_containers(self, db_session: Session) -> None:
        bakery = make_bakery(db_session)
        one = create_planning_snapshot(session=db_session)["id"]
        other = create_planning_snapshot(session=db_session)["id"]
        goods.create_finished_good_snapshot(bakery.gift_box_id, one, db_session)
        box = goods.create_finished_good_snapshot(bakery.gift_box_id, other, db_session)
        held = units.get_finished_unit_snapshots_by_planning_id(other, db_session)
        assert box["definition_data"]["components"][0]["snapshot_id"] == held[0]["id"]

    def test_finalizing_shares_everything(self, db_session: Session) -> None:
        bakery = make_bakery(db_session)
        db_session.add(
            PlanLine(event_id=bakery.event_id, finished_good_id=bakery.gift_box_id, quantity=3)
        )
        db_session.add(
            PlanLine(event_id=bakery.event_id, finished_good_id=bakery.hamper_id, quantity=4)
        )
        db_session.flush()
        row = finalize_event_plan(bakery.event_id, session=db_session)
        held = self.captured(db_session, row.id)
        assert sorted(held["finished_good"]) == sorted([bakery.hamper_id, bakery.gift_box_id])
        assert sorted(held["finished_unit"]) == sorted([bakery.cookie_id, bakery.cake_id])
        assert held["material_unit"] == [bakery.bow_id]
