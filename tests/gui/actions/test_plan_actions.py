from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import pytest

from core.domain.changes import Changes
from core.domain.comparison import PlannedLine
from core.domain.keys import ComponentKind, Key, ThingKind
from core.domain.rows import Choice, ContentRow, SourceRef
from core.errors import ConflictError, CoreError, InvalidInputError, NotFoundError
from core.services import catalog_service, contents_service, plan_service
from gui.actions import plan_actions
from gui.actions.acts import Acts, Place
from gui.actions.plan_actions import Planned
from gui.flow import Flow
from tests.core.stored_rows import stored_rows, value
from tests.factories import Bakery
from tests.gui.actions.stepping import (
    ANNOUNCE,
    CLEAR,
    GO_TO,
    NOTICE,
    WRITE,
    Stage,
    event_key,
    event_row,
)

HAMPER, CAKE, BOW = 1, 2, 3  # the plan's lines, in this order
NEXT = 4
LINES = {each: Key(ThingKind.PLAN_LINE, each) for each in (HAMPER, CAKE, BOW, NEXT)}


def line(line_id: int) -> ContentRow:
    event_id = value("SELECT event_id FROM plan_lines WHERE id = :id", id=line_id)
    rows = contents_service.content_page(SourceRef(event_id=event_id)).rows
    return next(row for row in rows if row.line_id == line_id)


def planned(bakery: Bakery, line_id: int = HAMPER) -> Planned:
    return Planned(event_row(bakery.event_id), line(line_id))


def choice(bakery: Bakery, kind: ComponentKind, source_id: int) -> Choice:
    """As the add field knows it: with what the plan holds already."""
    name = catalog_service.get_choice(kind, source_id).name
    found = catalog_service.find_choices(name, event_id=bakery.event_id)
    return next(each for each in found if (each.kind, each.id) == (kind, source_id))


def add(acts: Acts, bakery: Bakery, found: Choice, *, to_line: bool) -> Flow:
    return plan_actions.add_choice(
        acts,
        event_row(bakery.event_id),
        choice=found,
        quantity=Fraction(3, 2),
        is_added_to_line=to_line,
    )


def paper(acts: Acts, bakery: Bakery) -> Flow:
    found = choice(bakery, ComponentKind.MATERIAL_UNIT, bakery.paper_id)
    return add(acts, bakery, found, to_line=True)


def more_bows(acts: Acts, bakery: Bakery) -> Flow:
    found = choice(bakery, ComponentKind.MATERIAL_UNIT, bakery.bow_id)
    return add(acts, bakery, found, to_line=True)


def bows_again(acts: Acts, bakery: Bakery) -> Flow:
    found = choice(bakery, ComponentKind.MATERIAL_UNIT, bakery.bow_id)
    return add(acts, bakery, found, to_line=False)


def delete(acts: Acts, bakery: Bakery, *line_ids: int) -> Flow:
    event = event_row(bakery.event_id)
    return plan_actions.delete_lines(acts, event, [line(each) for each in line_ids])


def remembered(bakery: Bakery) -> PlannedLine:
    """The sheet of paper, as a line that a snapshot could know."""
    uuid = value("SELECT uuid FROM material_units WHERE id = :id", id=bakery.paper_id)
    kind = ComponentKind.MATERIAL_UNIT
    return PlannedLine("of-old", kind, uuid, "Sheet of paper", Fraction(7), "red")


def put_back(acts: Acts, bakery: Bakery) -> Flow:
    return plan_actions.put_back(acts, event_row(bakery.event_id), remembered(bakery))


@dataclass(frozen=True)
class Edit:
    """One edit of a plan, and everything that is told of it."""

    make: Callable[[Acts, Bakery], Flow]
    name: str
    notice: str = ""
    undone: str = ""
    at: int | None = HAMPER  # the line that is gone to
    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    altered: tuple[int, ...] = ()


EDITS = {
    "a quantity": Edit(
        lambda acts, bakery: plan_actions.set_quantity(acts, planned(bakery), Fraction(121, 2)),
        "Change Hamper 50 to 60 1/2",
        "Hamper in Christmas market: 50 to 60 1/2.",
        "Undone: Hamper in Christmas market is 50 again.",
        altered=(HAMPER,),
    ),
    "a note": Edit(
        lambda acts, bakery: plan_actions.set_line_notes(acts, planned(bakery), "for Mary"),
        "Change the note of Hamper",
        altered=(HAMPER,),
    ),
    "moving": Edit(
        lambda acts, bakery: plan_actions.move_line(acts, planned(bakery), 1),
        "Move Hamper",
        altered=(HAMPER, CAKE),
    ),
    "a new line": Edit(
        paper,
        "Add 1 1/2 Sheet of paper",
        "Added 1 1/2 Sheet of paper.",
        at=NEXT,
        added=(NEXT,),
    ),
    "adding to a line": Edit(
        more_bows,
        "Change Bow 10 to 11 1/2",
        "Bow in Christmas market: 10 to 11 1/2.",
        "Undone: Bow in Christmas market is 10 again.",
        at=BOW,
        altered=(BOW,),
    ),
    "a second line of the same": Edit(
        bows_again, "Add 1 1/2 Bow", "Added 1 1/2 Bow.", at=NEXT, added=(NEXT,)
    ),
    "deleting one": Edit(
        lambda acts, bakery: delete(acts, bakery, CAKE),
        "Delete Celebration cake",
        "Deleted Celebration cake from Christmas market.",
        "Undone: Celebration cake is in Christmas market again.",
        at=CAKE,
        removed=(CAKE,),
    ),
    "deleting two": Edit(
        lambda acts, bakery: delete(acts, bakery, HAMPER, BOW),
        "Delete 2 lines",
        "Deleted 2 lines from Christmas market.",
        "Undone: 2 lines are in Christmas market again.",
        removed=(HAMPER, BOW),
    ),
    "putting back": Edit(
        put_back,
        "Put back Sheet of paper",
        "Sheet of paper is in the plan again.",
        at=None,
        added=(NEXT,),
    ),
}


def changes(edit: Edit, bakery: Bakery) -> Changes:
    return Changes.of(
        added=[LINES[each] for each in edit.added],
        removed=[LINES[each] for each in edit.removed],
        altered=[event_key(bakery.event_id), *(LINES[each] for each in edit.altered)],
    )


def opposite(told: Changes) -> Changes:
    return Changes(told.removed, told.added, told.altered)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
class TestEdits:
    def test_are_one_write_told_exactly(self, bakery: Bakery, stage: Stage, edit: Edit) -> None:
        before = stored_rows()
        stage.play(edit.make(stage.acts, bakery))
        assert stage.diary == [WRITE, ANNOUNCE, NOTICE if edit.notice else CLEAR]
        assert stage.announced == [changes(edit, bakery)]
        assert stage.screen.notices == ([(edit.notice, True)] if edit.notice else [])
        assert stage.undo_text == edit.name
        assert stored_rows() != before

    def test_go_back_and_forth_by_name_at_their_line(
        self, bakery: Bakery, stage: Stage, edit: Edit
    ) -> None:
        before, told = stored_rows(), changes(edit, bakery)
        stage.play(edit.make(stage.acts, bakery))
        after = stored_rows()
        for _ in range(2):
            stage.undo()
            assert stored_rows() == before
            assert stage.diary == [GO_TO, WRITE, ANNOUNCE, GO_TO, NOTICE]
            assert stage.announced[-1] == opposite(told)
            assert stage.screen.notices[-1] == (edit.undone or f"Undone: {edit.name}.", False)
            assert (stage.undo_text, stage.redo_text) == ("", edit.name)
            stage.redo()
            assert stored_rows() == after
            assert stage.announced[-1] == told
            assert stage.screen.notices[-1] == (f"Done again: {edit.name}.", False)
            assert (stage.undo_text, stage.redo_text) == (edit.name, "")
        assert set(stage.screen.places) == {Place(event_key(bakery.event_id), edit.at)}


NOTHING_TO_DO: dict[str, Callable[[Acts, Bakery], Flow]] = {
    "the same quantity": lambda acts, bakery: plan_actions.set_quantity(
        acts, planned(bakery), Fraction(50)
    ),
    "the same note": lambda acts, bakery: plan_actions.set_line_notes(
        acts, planned(bakery), "for the Johnsons"
    ),
    "beyond the end": lambda acts, bakery: plan_actions.move_line(acts, planned(bakery, BOW), 1),
}


@pytest.mark.parametrize("make", NOTHING_TO_DO.values(), ids=NOTHING_TO_DO.keys())
def test_an_edit_that_changes_nothing_is_not_told(
    bakery: Bakery, stage: Stage, make: Callable[[Acts, Bakery], Flow]
) -> None:
    before = stored_rows()
    stage.play(make(stage.acts, bakery))
    assert stage.diary == [WRITE]
    assert stage.has_told_nothing()
    assert stored_rows() == before


def test_lines_that_another_window_deleted_are_no_error_and_not_told(
    bakery: Bakery, stage: Stage
) -> None:
    flow = delete(stage.acts, bakery, CAKE)
    plan_service.remove_lines([CAKE])
    stage.play(flow)
    assert stage.diary == [WRITE]
    assert stage.has_told_nothing()


class TestRefused:
    def is_refused(self, stage: Stage, flow: Flow, error: type[CoreError]) -> None:
        before = stored_rows()
        with pytest.raises(error):
            stage.play(flow)
        assert stage.diary == [WRITE]
        assert stage.has_told_nothing()
        assert stored_rows() == before

    def test_less_than_nothing(self, bakery: Bakery, stage: Stage) -> None:
        flow = plan_actions.set_quantity(stage.acts, planned(bakery), Fraction(-1))
        self.is_refused(stage, flow, InvalidInputError)

    def test_a_line_that_is_gone(self, bakery: Bakery, stage: Stage) -> None:
        flow = plan_actions.set_line_notes(stage.acts, planned(bakery), "for Mary")
        plan_service.remove_lines([HAMPER])
        self.is_refused(stage, flow, NotFoundError)

    def test_adding_to_a_line_that_is_gone(self, bakery: Bakery, stage: Stage) -> None:
        flow = more_bows(stage.acts, bakery)
        plan_service.remove_lines([BOW])
        self.is_refused(stage, flow, NotFoundError)

    def test_putting_back_what_is_there(self, bakery: Bakery, stage: Stage) -> None:
        flow = put_back(stage.acts, bakery)
        plan_service.put_back(bakery.event_id, remembered(bakery))
        self.is_refused(stage, flow, InvalidInputError)

    def test_undoing_over_another_windows_newer_quantity(
        self, bakery: Bakery, stage: Stage
    ) -> None:
        stage.play(plan_actions.set_quantity(stage.acts, planned(bakery), Fraction(60)))
        plan_service.set_quantity(HAMPER, 70)
        with pytest.raises(ConflictError):
            stage.undo()
        assert stage.diary == [GO_TO, WRITE]
        assert line(HAMPER).in_all == 70
        assert (len(stage.announced), len(stage.screen.notices)) == (1, 1)
        assert not stage.history.can_undo()
