"""Things of the small bakery by their names, as flows are given them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from core.domain.catalog import RecipeLineRow, ThingRef
from core.domain.keys import Key, ThingKind
from core.services import catalog_detail_service
from core.services.catalog_rows import MODELS, name_of
from core.services.database import session_scope
from core.utils.datetime_utils import clock_set_to
from gui.flow import Flow
from tests.core.stored_rows import stored_rows, value
from tests.gui.actions.stepping import ANNOUNCE, GO_TO, NOTICE, WRITE, Stage

ITEM, BOX = ThingKind.FINISHED_UNIT, ThingKind.FINISHED_GOOD
MATERIAL, UNIT = ThingKind.MATERIAL, ThingKind.MATERIAL_UNIT
RECIPE, INGREDIENT = ThingKind.RECIPE, ThingKind.INGREDIENT
KINDS = (ITEM, BOX, MATERIAL, RECIPE, INGREDIENT)
USED_BY_MARKET = " 1 coming plan uses it: Christmas market."


@contextmanager
def before_the_market() -> Iterator[None]:
    """Its plan is a coming one: it is for 12 December 2026."""
    with clock_set_to(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        yield


def ref_of(kind: ThingKind, thing_id: int) -> ThingRef:
    with session_scope(write=False) as session:
        row = session.get_one(MODELS[kind], thing_id)
        return ThingRef(Key(kind, thing_id), name_of(row), row.retired_at is not None)


def named(kind: ThingKind, name: str) -> ThingRef:
    column = "display_name" if kind in (ITEM, BOX) else "name"
    table = MODELS[kind].__tablename__
    return ref_of(kind, value(f"SELECT id FROM {table} WHERE {column} = :name", name=name))


def newest(kind: ThingKind) -> Key:
    return Key(kind, value(f"SELECT max(id) FROM {MODELS[kind].__tablename__}"))


def part_of(recipe: ThingRef, place: int) -> RecipeLineRow:
    """A row of a recipe as its page shows it."""
    return catalog_detail_service.recipe_detail(recipe.key.id).lines[place]


def goes_back_and_forth(stage: Stage, make: Callable[[], Flow], name: str) -> None:
    """The act is in the history by its name; undo and redo bring all rows there and back."""
    before = stored_rows()
    stage.play(make())
    after, told = stored_rows(), stage.announced[-1]
    assert after != before
    assert stage.undo_text == name
    for _ in range(2):
        stage.undo()
        assert stored_rows() == before
        assert [step for step in stage.diary if step != GO_TO] == [WRITE, ANNOUNCE, NOTICE]
        assert stage.announced[-1].added == told.removed
        assert stage.announced[-1].removed == told.added
        assert stage.last_notice == f"Undone: {name}."
        assert stage.redo_text == name
        stage.redo()
        assert stored_rows() == after
        assert stage.announced[-1] == told
        assert stage.last_notice == f"Done again: {name}."
