"""Random edits, undos and redos over every verb end in the rows they started from."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core.domain.changes import Edit
from core.domain.keys import Key, ThingKind
from core.errors import CoreError, ImmutableSnapshotError
from core.services import catalog_edit_service, recipe_service, removal_service
from core.services.edits import revert
from core.services.finalization_service import finalize_event_plan
from core.services.history_service import verify_snapshot
from tests.core.stored_rows import (
    bakery_in_memory,
    rebuilt_search_rows,
    search_rows,
    stored_rows,
)
from tests.core.verb_acts import ACTS, NO_ACT, Chance, verbs
from tests.factories import SNAPSHOT_TABLES, Bakery

WALKS, STEPS = 5, 400  # 2,000 steps

Side = tuple[Edit, dict[str, Any], dict[str, Any]]


def test_every_verb_has_its_random_act() -> None:
    """A new verb is not in the window before it is walked here."""
    assert verbs() == set(ACTS) | NO_ACT
    assert len(ACTS) > 35


class Walk:
    """One window's history over a bakery with a sealed snapshot and one in the trash."""

    def __init__(self, seed: int) -> None:
        self.seed = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.undo: list[Side] = []
        self.redo: list[Side] = []

    def run(self, steps: int) -> None:
        with bakery_in_memory() as bakery:
            with_more(bakery)
            removal_service.remove_snapshots([finalize_event_plan(bakery.event_id).id])
            chance = Chance(self.seed, finalize_event_plan(bakery.event_id).id)
            start = now = stored_rows()
            for _ in range(steps):
                drawn = self.seed.random()
                if drawn < 0.2:
                    now = self.turn(self.undo, self.redo, now)
                elif drawn < 0.3:
                    now = self.turn(self.redo, self.undo, now)
                else:
                    now = self.act(chance, now)
            assert search_rows() == rebuilt_search_rows()
            while self.undo:
                now = self.turn(self.undo, self.redo, now)
            assert now == start
            assert search_rows() == rebuilt_search_rows()
            assert verify_snapshot(chance.snapshot_id).is_unchanged

    def act(self, chance: Chance, now: dict[str, Any]) -> dict[str, Any]:
        name = self.seed.choice(list(ACTS))
        if self.seed.random() < 0.2:  # those that seldom can be must come to their turn
            name = min(ACTS, key=lambda each: self.done[each])
        try:
            edit = ACTS[name](chance)
        except CoreError as error:
            self.done["refused"] += 1
            said = error
        else:
            return self.done_by(name, edit, now)
        assert not isinstance(said, ImmutableSnapshotError)
        assert said.sentence
        assert "SQL" not in said.sentence
        assert stored_rows() == now, name
        return now

    def done_by(self, name: str, edit: Edit, now: dict[str, Any]) -> dict[str, Any]:
        after = stored_rows()
        assert (after == now) is edit.is_empty(), name
        if edit.is_empty():
            return now
        self.done[name] += 1
        self.undo.append((edit, now, after))
        self.redo.clear()
        return after

    def turn(self, here: list[Side], there: list[Side], now: dict[str, Any]) -> dict[str, Any]:
        if not here:
            return now
        edit, target, source = here.pop()
        there.append((revert(edit), source, target))
        self.done["turned"] += 1
        found = stored_rows()
        assert found == target
        return found


# Without shrinking: a step is a few transactions, and a walk is named by its seed.
@pytest.mark.slow
def test_two_thousand_random_steps_end_where_they_began() -> None:
    done: Counter[str] = Counter()

    @settings(
        max_examples=WALKS, deadline=None, database=None, phases=[Phase.explicit, Phase.generate]
    )
    @given(seed=st.integers(0, 2**32))
    def walk(seed: int) -> None:
        one = Walk(seed)
        one.run(STEPS)
        done.update(one.done)

    walk()
    assert {name for name in ACTS if not done[name]} == set(), "never succeeded in all walks"
    assert done["turned"] > 200
    assert done["refused"] > 100


def with_more(bakery: Bakery) -> None:
    """Something retired, and a recipe with two others in it: else two verbs could do nothing."""
    glaze = recipe_service.create_recipe("Glaze").key
    assert glaze is not None
    recipe_service.add_recipe_component(bakery.dough_id, glaze.id, quantity=1)
    catalog_edit_service.retire([Key(ThingKind.FINISHED_UNIT, 1), Key(ThingKind.RECIPE, 1)])


@pytest.mark.parametrize("name", ACTS)
def test_a_sealed_snapshot_is_the_same_before_and_after(name: str) -> None:
    """Byte for byte, whatever a verb does to what the snapshot was made of; its undo too."""
    with bakery_in_memory() as bakery:
        with_more(bakery)
        snapshot = finalize_event_plan(bakery.event_id).id
        chance = Chance(random.Random(name), snapshot)
        kept = {table: rows for table, rows in stored_rows().items() if table in SNAPSHOT_TABLES}
        succeeded = 0
        for _ in range(60):
            try:
                edit = ACTS[name](chance)
            except CoreError:
                continue
            revert(revert(edit))
            succeeded += not edit.is_empty()
            rows = stored_rows()
            assert {table: rows[table] for table in SNAPSHOT_TABLES} == kept
            if succeeded == 3:
                break
        assert succeeded
        assert verify_snapshot(snapshot).is_unchanged
