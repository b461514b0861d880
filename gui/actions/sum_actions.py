"""What she decides about the sums of a plan: batches, buffers, shared batches, what she has."""

from __future__ import annotations

from collections.abc import Generator, Hashable
from fractions import Fraction
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication

from core.domain.keys import Key, ThingKind
from core.domain.plan_summary import BatchRow, FeasibilityRow, Source, SourceKind
from core.domain.rows import EventRow
from core.errors import ShortfallError
from core.services import catalog_edit_service, plan_service, source_service
from gui.actions.acts import Acts, ActTexts, Place, edit_flow, tell_edit
from gui.background import Lane
from gui.dialogs.shortfall_dialog import ShortfallDialog
from gui.flow import Ask, Flow, Work
from gui.models.batch_rows import RecipeGroup, item_key, line_key, recipe_key
from gui.models.shopping_rows import Wanted, wanted_key
from gui.sum_words import batches_text, measure_text, number_text
from gui.tab_names import BATCHES, SHOPPING
from gui.words import TITLE_NAME, name_text

translate = QCoreApplication.translate
KeyFlow = Generator[Work | Ask, Any, Key]


def set_batches(acts: Acts, event: EventRow, row: BatchRow, *, batches: Fraction | None) -> Flow:
    """None takes her own number back; one that falls short is asked about with the numbers."""
    item = yield from _find(Source(SourceKind.ITEM, row.uuid, row.name))
    job = verb = partial(plan_service.set_batches, event.id, item.id, batches)
    reason: str | None = None
    while True:
        try:
            edit = yield Work(job, Lane.WRITE)
            break
        except ShortfallError as shortfall:  # once more where another window changed the plan
            assert batches is not None
            make = partial(ShortfallDialog, row.name, batches, shortfall=shortfall, reason=reason)
            reason = yield Ask(make)
            short = shortfall.need - shortfall.makes
            job = partial(verb, accept_shortfall=True, reason=reason or None, expected=short)
    words = _batches_texts(row, batches)
    tell_edit(acts, edit, texts=words, place=_place(event, BATCHES, item_key(row)))


def _batches_texts(row: BatchRow, batches: Fraction | None) -> ActTexts:
    name = name_text(row.name, TITLE_NAME)
    if batches is None:
        return ActTexts(
            translate("Acts", "Bake {name} as needed").format(name=name),
            translate("Acts", "{name}: as many batches as the plan needs.").format(name=name),
        )
    count = batches_text(batches)
    return ActTexts(
        translate("Acts", "Bake {batches} of {name}").format(batches=count, name=name),
        translate("Acts", "{name}: {batches}.").format(name=name, batches=count),
    )


def share_batch(acts: Acts, event: EventRow, group: RecipeGroup, *, shared: bool) -> Flow:
    """Whether the items of a recipe are baked together."""
    recipe = yield from _find(Source(SourceKind.RECIPE, group.uuid, group.name))
    name = name_text(group.name, TITLE_NAME)
    if shared:
        words = ActTexts(
            translate("Acts", "Share batches of {name}").format(name=name),
            translate("Acts", "What is made from {name} shares its batches.").format(name=name),
        )
    else:
        words = ActTexts(
            translate("Acts", "Separate batches of {name}").format(name=name),
            translate("Acts", "What is made from {name} has separate batches.").format(name=name),
        )
    verb = partial(plan_service.share_batch, event.id, recipe.id, shared)
    yield from edit_flow(acts, verb, texts=words, place=_place(event, BATCHES, recipe_key(group)))


def set_buffer(
    acts: Acts, event: EventRow, line: FeasibilityRow, *, percent: Fraction | None
) -> Flow:
    """How much more of a line is baked than is planned."""
    key = yield from _find(Source(SourceKind.LINE, line.line_uuid, line.name))
    name = name_text(line.name, TITLE_NAME)
    if percent:
        amount = f"{number_text(percent)} %"
        words = ActTexts(
            translate("Acts", "Bake {percent} extra of {name}").format(percent=amount, name=name),
            translate("Acts", "{name}: {percent} extra.").format(name=name, percent=amount),
        )
    else:
        words = ActTexts(
            translate("Acts", "Bake no extra of {name}").format(name=name),
            translate("Acts", "{name}: no extra.").format(name=name),
        )
    verb = partial(plan_service.set_buffer, key.id, percent)
    yield from edit_flow(acts, verb, texts=words, place=_place(event, BATCHES, line_key(line)))


def set_have(
    acts: Acts, event: EventRow, wanted: Wanted, *, amount: Fraction | None, unit: str
) -> Flow:
    """What she has of an ingredient or material; a number alone is in the unit that is needed."""
    key = yield from _find(Source(wanted.kind, wanted.row.uuid, wanted.row.name))
    name = name_text(wanted.row.name, TITLE_NAME)
    unit = (unit or wanted.row.unit) if amount is not None else ""
    if amount is None:
        notice = translate("Acts", "{name}: how much you have is not said.").format(name=name)
    else:
        notice = translate("Acts", "{name}: you have {amount}.").format(
            name=name, amount=measure_text(amount, unit)
        )
    act = translate("Acts", "Change how much {name} there is").format(name=name)
    words = ActTexts(act, notice)
    verb = partial(catalog_edit_service.set_stock, key, amount, unit)
    yield from edit_flow(acts, verb, texts=words, place=_place(event, SHOPPING, wanted_key(wanted)))


def go_to_source(acts: Acts, source: Source, *, event: EventRow | None) -> Flow:
    """Goes to the page of a thing, or to the line of the event's plan."""
    key = yield from _find(source)
    if key.kind is ThingKind.PLAN_LINE:
        if event is not None:
            acts.screen.go_to(Place(Key(ThingKind.EVENT, event.id), key.id))
            acts.screen.focus_page()
        return
    row = (source.part, source.place) if source.part else None
    acts.screen.go_to(Place(key, row=row))
    acts.screen.focus_page()


def _find(source: Source) -> KeyFlow:
    key: Key = yield Work(partial(source_service.find_source, source))
    return key


def _place(event: EventRow, tab: str, row: Hashable) -> Place:
    return Place(Key(ThingKind.EVENT, event.id), tab=tab, row=row)
