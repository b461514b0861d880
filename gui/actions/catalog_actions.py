"""Making an item or a box in the middle of planning, and adding it to the plan."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget

from core.domain.catalog import ThingRef
from core.domain.changes import Edit
from core.domain.keys import ComponentKind, Key, ThingKind
from core.domain.rows import Choice, EventRow
from core.errors import CoreError
from core.services import (
    catalog_service,
    finished_good_service,
    finished_unit_service,
    plan_service,
    recipe_service,
)
from core.services.database import session_scope
from core.services.finished_good_service import ContentInput
from core.services.finished_unit_service import ItemDetails
from gui import texts
from gui.actions.acts import Acts, ActTexts, Place, tell_edit
from gui.actions.box_form import BoxFormDesk
from gui.background import Lane
from gui.dialogs.new_box_dialog import NewBoxDialog
from gui.dialogs.new_item_dialog import ItemAnswer, NewItemDialog
from gui.feeders.page_feeder import PageFeeder
from gui.flow import Ask, Cancelled, Flow, Work

# A flow that says what it made.
MadeFlow = Generator[Work | Ask, Any, Choice]
KeyFlow = Generator[Work | Ask, Any, Key]


def make_item(
    acts: Acts,
    event: EventRow | None,
    *,
    name: str,
    quantity: Fraction,
    recipe: ThingRef | None = None,
) -> MadeFlow:
    """Asks what a batch makes, makes the item, and adds it to the plan; as a box is made.

    `recipe` stands in the form when it opens, also a retired one.
    """
    recipes = yield Work(recipe_service.list_recipes)
    made: Choice
    answer, error = ItemAnswer(name, None, "", None), ""
    if recipe is not None:
        answer = replace(answer, recipe_id=recipe.key.id)
        recipes = list(dict.fromkeys([*recipes, (recipe.key.id, recipe.name)]))
    while True:
        answer = yield Ask(partial(_item_dialog, recipes=recipes, typed=answer, error=error))
        job = partial(
            _make_and_plan,
            partial(_create_item, answer),
            ComponentKind.FINISHED_UNIT,
            event=event,
            quantity=quantity,
        )
        try:
            made, edit = yield Work(job, Lane.WRITE)
        except CoreError as refused:
            error = refused.sentence
            continue
        break
    words = _texts(QCoreApplication.translate("Acts", "New item {name}"), answer.name, event=event)
    tell_edit(acts, edit, texts=words, place=_place(event, edit))
    return made


def _item_dialog(
    window: QWidget, *, recipes: Sequence[tuple[int, str]], typed: ItemAnswer, error: str
) -> QDialog:
    dialog = NewItemDialog(recipes, window, typed=typed)
    if error:
        dialog.set_error(error)
    return dialog


def _create_item(answer: ItemAnswer, session: Any) -> Edit:
    details = ItemDetails(
        recipe_id=answer.recipe_id,
        items_per_batch=answer.items_per_batch,
        item_unit=answer.item_unit or None,
    )
    return finished_unit_service.create_finished_unit(answer.name, details=details, session=session)


def make_box(
    acts: Acts, event: EventRow | None, *, name: str, quantity: Fraction, feeder: PageFeeder
) -> MadeFlow:
    """Asks what is in the box, makes it, and adds it to the plan; a refusal keeps the form."""
    made: Choice
    error, contents = "", []  # type: tuple[str, list[tuple[Choice, Fraction]]]
    while True:
        answer = yield Ask(
            partial(
                _box_dialog, acts=acts, feeder=feeder, form=BoxForm(name, tuple(contents), error)
            )
        )
        name, contents = answer.name, list(answer.contents)
        inputs = [ContentInput(choice.kind, choice.id, amount) for choice, amount in contents]

        def make(session: Any, name: str = name, inputs: Sequence[ContentInput] = inputs) -> Edit:
            return finished_good_service.create_finished_good(
                name, contents=inputs, session=session
            )

        try:
            made, edit = yield Work(
                partial(
                    _make_and_plan,
                    make,
                    ComponentKind.FINISHED_GOOD,
                    event=event,
                    quantity=quantity,
                ),
                Lane.WRITE,
            )
        except CoreError as refused:
            error = refused.sentence
            continue
        break
    words = _texts(QCoreApplication.translate("Acts", "New box {name}"), name, event=event)
    tell_edit(acts, edit, texts=words, place=_place(event, edit))
    return made


def only(making: MadeFlow) -> Flow:
    """The same, for a runner that needs no answer."""
    yield from making


@dataclass(frozen=True, slots=True)
class BoxForm:
    """What stands in the form when it opens, again after a refusal."""

    name: str
    contents: tuple[tuple[Choice, Fraction], ...]
    error: str


def _box_dialog(window: QWidget, *, acts: Acts, feeder: PageFeeder, form: BoxForm) -> QDialog:
    dialog = NewBoxDialog(window, name=form.name, contents=form.contents)
    if form.error:
        dialog.set_error(form.error)

    def make_item_inside(name: str, quantity: Fraction) -> None:
        flow = make_item(acts, None, name=name, quantity=quantity)
        typed = f"{texts.amount_text(quantity)} {name}"
        acts.context.runner.run(_into_box(dialog, flow, quantity=quantity, typed=typed))

    def make_box_inside(name: str, quantity: Fraction) -> None:
        flow = make_box(acts, None, name=name, quantity=quantity, feeder=feeder)
        typed = f"{texts.amount_text(quantity)} {name}"
        acts.context.runner.run(_into_box(dialog, flow, quantity=quantity, typed=typed))

    BoxFormDesk(dialog, feeder)
    dialog.make_item_wanted.connect(make_item_inside)
    dialog.make_box_wanted.connect(make_box_inside)
    return dialog


def _into_box(dialog: NewBoxDialog, making: MadeFlow, *, quantity: Fraction, typed: str) -> Flow:
    """What was made on top of the form comes into the form; else what she typed stands again."""
    try:
        made = yield from making
    except (Cancelled, CoreError):
        dialog.adder.set_text(typed)
        raise
    dialog.add_content(made, quantity)


def _make_and_plan(
    make: Any, kind: ComponentKind, *, event: EventRow | None, quantity: Fraction
) -> tuple[Choice, Edit]:
    """Both in one transaction: a thing that was made for a line comes with its line, or not."""
    with session_scope() as session:
        made: Edit = make(session)
        assert made.key is not None
        choice = catalog_service.get_choice(kind, made.key.id, session=session)
        if event is None:
            return choice, made
        planned = plan_service.add_line(
            event.id, kind, source_id=made.key.id, quantity=quantity, session=session
        )
    return choice, made.joined_with(planned)


def _texts(pattern: str, name: str, *, event: EventRow | None) -> ActTexts:
    shown = texts.isolate(texts.elide_middle(name, 40))
    act = pattern.format(name=shown)
    if event is None:
        notice = QCoreApplication.translate("Acts", "Made {name}.").format(name=shown)
    else:
        notice = QCoreApplication.translate("Acts", "Made {name} and added it to {event}.").format(
            name=shown, event=texts.isolate(event.name)
        )
    return ActTexts(act, notice)


def _place(event: EventRow | None, edit: Edit) -> Place:
    if event is None:
        return Place(None)
    line_id = edit.key.id if edit.key is not None else None
    return Place(Key(ThingKind.EVENT, event.id), line_id)
