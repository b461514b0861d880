"""Things of the catalog: each edit saved at once, told with the coming plans that use the thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication

from core.domain.catalog import MaterialUnitRow, PlanRef, ThingRef
from core.domain.changes import Edit
from core.domain.keys import Key, ThingKind
from core.errors import InUseError
from core.services import catalog_edit_service, usage_service
from core.services.database import session_scope
from gui.actions.acts import Acts, ActTexts, Place, tell_edit
from gui.background import Lane
from gui.catalog_words import counted_text, field_text
from gui.dialogs.in_use_dialog import InUseDialog, Leave
from gui.flow import Ask, Flow, Work
from gui.texts import join_names
from gui.words import name_text

PLANS_NAMED = 3

# A verb that still wants its session; it returns the Edit.
Verb = Callable[..., Edit]


@dataclass(frozen=True, slots=True)
class Saved:
    """What an edit wrote, and the coming plans that use the thing."""

    edit: Edit
    plans: tuple[PlanRef, ...]


def edit_thing(acts: Acts, thing: ThingRef, verb: Verb, *, act: str) -> Flow:
    """Runs a verb on a thing or on what is in it; `act` names it in the Undo menu."""
    yield from edited(acts, thing, verb, act=act)


def edited(acts: Acts, thing: ThingRef, verb: Verb, *, act: str) -> Any:
    """The same, for a flow that goes on with the edit."""
    saved: Saved = yield Work(partial(_save, thing.key, verb), Lane.WRITE)
    name = name_text(thing.name)
    text = QCoreApplication.translate("Acts", "{name} saved.").format(name=name)
    words = ActTexts(act, " ".join(part for part in (text, plans_text(saved.plans)) if part))
    tell_edit(acts, saved.edit, texts=words, place=Place(thing.key))
    if saved.plans and not saved.edit.is_empty():
        acts.screen.offer_plans(tuple(Key(ThingKind.EVENT, plan.event_id) for plan in saved.plans))
    return saved.edit


def _save(key: Key, verb: Verb) -> Saved:
    """In one transaction: the plans are those that use the thing as it is now."""
    with session_scope() as session:
        edit = verb(session=session)
        return Saved(edit, usage_service.coming_plans_using([key], session=session))


def plans_text(plans: Sequence[PlanRef]) -> str:
    """`2 coming plans use it: Christmas market, School fair.`; nothing where there is none."""
    if not plans:
        return ""
    names = join_names([name_text(plan.name) for plan in plans], most=PLANS_NAMED)
    if len(plans) == 1:
        return QCoreApplication.translate("Acts", "1 coming plan uses it: {names}.").format(
            names=names
        )
    text = QCoreApplication.translate("Acts", "{count} coming plans use it: {names}.")
    return text.format(count=len(plans), names=names)


def set_field(acts: Acts, thing: ThingRef, *, field: str, value: object) -> Flow:
    """Changes one field of a thing."""
    verb = partial(catalog_edit_service.set_field, thing.key, field, value)
    name = name_text(thing.name)
    if field == "name":
        act = QCoreApplication.translate("Acts", "Rename {name}").format(name=name)
        thing = replace(thing, name=str(value))
    else:
        act = QCoreApplication.translate("Acts", "Change {field} of {name}").format(
            field=field_text(field), name=name
        )
    return edit_thing(acts, thing, verb, act=act)


def duplicate(acts: Acts, thing: ThingRef) -> Flow:
    """Makes a copy, goes to it, and lets her name it."""
    edit = yield Work(partial(catalog_edit_service.duplicate, thing.key), Lane.WRITE)
    name = name_text(thing.name)
    words = ActTexts(
        QCoreApplication.translate("Acts", "Duplicate {name}").format(name=name),
        QCoreApplication.translate("Acts", "Made a copy of {name}.").format(name=name),
    )
    tell_edit(acts, edit, texts=words)
    acts.screen.go_to(Place(edit.key, edits_name=True))


def retire(acts: Acts, things: Sequence[ThingRef]) -> Flow:
    """Takes things out of use; what uses them keeps them."""
    act = QCoreApplication.translate("Acts", "Retire {what}").format(what=things_text(things))
    pattern = QCoreApplication.translate("Acts", "{what} retired.")
    return _of_all(acts, things, catalog_edit_service.retire, act=act, pattern=pattern)


def bring_back(acts: Acts, things: Sequence[ThingRef]) -> Flow:
    act = QCoreApplication.translate("Acts", "Bring back {what}").format(what=things_text(things))
    pattern = QCoreApplication.translate("Acts", "{what} in use again.")
    return _of_all(acts, things, catalog_edit_service.bring_back, act=act, pattern=pattern)


def _of_all(
    acts: Acts, things: Sequence[ThingRef], verb: Callable[..., Edit], *, act: str, pattern: str
) -> Flow:
    keys = [thing.key for thing in things]
    edit = yield Work(partial(verb, keys), Lane.WRITE)
    words = ActTexts(act, pattern.format(what=things_text(things)))
    tell_edit(acts, edit, texts=words, place=Place(keys[0]))


def delete(acts: Acts, things: Sequence[ThingRef], *, place: Place | None = None) -> Flow:
    """Deletes what nothing uses without a question; of the rest it says where it is used."""
    what = things_text(things)
    try:
        edit = yield Work(
            partial(catalog_edit_service.delete_things, [thing.key for thing in things]),
            Lane.WRITE,
        )
    except InUseError as used:
        yield from _say_in_use(acts, things, used)
        return
    words = ActTexts(
        QCoreApplication.translate("Acts", "Delete {what}").format(what=what),
        QCoreApplication.translate("Acts", "Deleted {what}.").format(what=what),
    )
    tell_edit(acts, edit, texts=words, place=place or Place(things[0].key))


def delete_unit(acts: Acts, material: ThingRef, unit: MaterialUnitRow) -> Flow:
    """One way to plan a material, as any other thing; its page is the material's."""
    things = (ThingRef(Key(ThingKind.MATERIAL_UNIT, unit.id), unit.name, unit.is_retired),)
    return delete(acts, things, place=Place(material.key))


def _say_in_use(acts: Acts, things: Sequence[ThingRef], used: InUseError) -> Flow:
    """No question but an explanation; its ways out are a link, or retiring instead."""
    can_retire = not all(thing.is_retired for thing in things)
    answer: Key | Leave = yield Ask(lambda window: InUseDialog(used, window, can_retire=can_retire))
    if isinstance(answer, Key):
        acts.screen.go_to(Place(answer))
    else:
        yield from retire(acts, [thing for thing in things if not thing.is_retired])


def explain_in_use(acts: Acts, used: InUseError) -> Flow:
    """Of what cannot be taken back because something needs it: its places, each a link."""
    answer: Key = yield Ask(lambda window: InUseDialog(used, window, can_retire=False))
    acts.screen.go_to(Place(answer))


def things_text(things: Sequence[ThingRef]) -> str:
    """The name of one, `3 items` of many."""
    if len(things) == 1:
        return name_text(things[0].name)
    return counted_text(things[0].key.kind, len(things))
