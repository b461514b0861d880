"""When a snapshot is not brought back, and what is said then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from core.domain.keys import Key, ThingKind
from core.errors import (
    ConflictError,
    CorruptDatabaseError,
    InvalidInputError,
    NotFoundError,
)
from core.services import (
    catalog_edit_service,
    event_service,
    finished_good_service,
    plan_service,
    planning_snapshot_service,
    recipe_service,
    removal_service,
)
from core.services.bring_back_service import bring_back, preview_bring_back
from core.services.database import session_scope
from core.services.edits import revert
from core.services.finalization_service import finalize_event_plan
from tests.core.stored_rows import (
    bakery_in_memory,
    run,
    stored_rows,
    value,
)
from tests.core.tampering import tamper
from tests.factories import Bakery

HAMPER, BOW = 1, 3  # lines of the small bakery


@pytest.fixture
def bakery() -> Iterator[Bakery]:
    with bakery_in_memory() as made:
        yield made


def finalized(bakery: Bakery) -> int:
    return finalize_event_plan(bakery.event_id).id


Meanwhile = Callable[[Bakery], object]
MEANWHILE: dict[str, Meanwhile] = {
    "a line of the plan": lambda b: plan_service.set_quantity(BOW, 11),
    "a note": lambda b: plan_service.set_line_notes(BOW, "blue"),
    "a choice": lambda b: plan_service.share_batch(b.event_id, b.cream_id, True),
    "a recipe in it": lambda b: recipe_service.set_recipe_line(1, quantity=9),
    "a box that comes back": lambda b: finished_good_service.set_content_quantity(1, 7),
    "the event's name": lambda b: event_service.rename_event(b.event_id, "Fair"),
    "a newer snapshot": finalized,
    "one of its things": lambda b: catalog_edit_service.retire(
        [Key(ThingKind.FINISHED_GOOD, b.hamper_id)]
    ),
}


class TestRefused:
    @pytest.mark.parametrize("name", MEANWHILE)
    def test_another_plan_than_was_shown(self, bakery: Bakery, name: str) -> None:
        snapshot = finalized(bakery)
        plan_service.remove_lines([HAMPER])
        digest = preview_bring_back(snapshot).digest
        assert preview_bring_back(snapshot).digest == digest
        MEANWHILE[name](bakery)
        before = stored_rows()
        with pytest.raises(ConflictError, match="another window"):
            bring_back(snapshot, expected=digest)
        assert stored_rows() == before
        bring_back(snapshot, expected=preview_bring_back(snapshot).digest)

    def test_where_nothing_would_change(self, bakery: Bakery) -> None:
        snapshot = finalized(bakery)
        recipe_service.set_recipe_line(1, quantity=9)  # of the catalog, which stays as it is
        before = stored_rows()
        for verb in (preview_bring_back, bring_back):
            with pytest.raises(InvalidInputError, match="as in snapshot 1 already"):
                verb(snapshot)
        assert stored_rows() == before

    def test_a_snapshot_that_is_gone_open_or_without_its_event(self, bakery: Bakery) -> None:
        gone = 99
        open_one = planning_snapshot_service.create_planning_snapshot(bakery.event_id)["id"]
        snapshot = finalized(bakery)
        for each, error, sentence in (
            (gone, NotFoundError, "This snapshot was deleted."),
            (open_one, InvalidInputError, "not finalized"),
        ):
            for verb in (preview_bring_back, bring_back):
                with pytest.raises(error, match=sentence):
                    verb(each)
        removal_service.remove_event(bakery.event_id)
        before = stored_rows()
        for verb in (preview_bring_back, bring_back):
            with pytest.raises(NotFoundError, match="event of this snapshot was deleted"):
                verb(snapshot)
        assert stored_rows() == before

    def test_one_of_which_a_part_is_gone(self, bakery: Bakery) -> None:
        snapshot = finalized(bakery)
        plan_service.set_quantity(HAMPER, 1)
        with session_scope() as s:
            s.connection().exec_driver_sql("DROP TRIGGER guard_planning_snapshots_update")
        run("UPDATE planning_snapshots SET manifest_hash = NULL")
        with pytest.raises(CorruptDatabaseError, match="cannot be brought back"):
            preview_bring_back(snapshot)

    def test_undoing_over_something_newer(self, bakery: Bakery) -> None:
        snapshot = finalized(bakery)
        plan_service.set_quantity(HAMPER, 60)
        edit = bring_back(snapshot)
        plan_service.set_quantity(HAMPER, 61)
        with pytest.raises(ConflictError):
            revert(edit)


def test_one_that_does_not_match_comes_back_and_says_so(bakery: Bakery) -> None:
    snapshot = finalized(bakery)
    plan_service.set_quantity(HAMPER, 60)
    assert preview_bring_back(snapshot).is_as_finalized
    with session_scope() as s:
        s.connection().exec_driver_sql("DROP TRIGGER guard_finished_unit_snapshots_update")
    run("UPDATE finished_unit_snapshots SET definition_data = '[]'")
    preview = preview_bring_back(snapshot)
    assert not preview.is_as_finalized
    assert preview.things == ()
    bring_back(snapshot)
    assert value("SELECT quantity FROM plan_lines WHERE id = 1") == "50"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan_lines SET notes = x'ff'",
        "UPDATE events SET last_version = x'ff'",
        "UPDATE planning_snapshots SET version = x'ff' WHERE id = 2",
    ],
)
def test_what_is_damaged_elsewhere_bars_nothing(bakery: Bakery, statement: str) -> None:
    snapshot = finalized(bakery)
    plan_service.set_quantity(HAMPER, 60)
    finalize_event_plan(bakery.event_id)
    tamper(statement)
    bring_back(snapshot, expected=preview_bring_back(snapshot).digest)
    assert value("SELECT quantity FROM plan_lines WHERE id = 1") == "50"


def test_a_callers_session_is_joined(bakery: Bakery) -> None:
    snapshot = finalized(bakery)
    before = stored_rows()
    with session_scope() as s:
        plan_service.set_quantity(HAMPER, 60, s)
        preview = preview_bring_back(snapshot, s)
        bring_back(snapshot, s, expected=preview.digest)
        assert replace(preview, digest="").lines[0].new_place == 1
        s.rollback()
    assert stored_rows() == before
