"""Making an item or a box in the middle of planning, and adding it to the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget

from core.domain.changes import Changes, Edit
from core.domain.keys import ComponentKind, Key, ThingKind
from core.domain.rows import Choice, EventRow
from core.errors import CoreError
from core.services import finished_good_service, finished_unit_service, plan_service, recipe_service
from core.services.database import session_scope
from core.services.finished_good_service import ContentInput
from core.services.finished_unit_service import ItemDetails
from gui import texts
from gui.actions.acts import Acts, ActTexts, Place, tell_edit
from gui.background import Lane
from gui.dialogs.new_box_dialog import NewBoxDialog
from gui.dialogs.new_item_dialog import ItemAnswer, NewItemDialog
from gui.feeders.page_feeder import PageFeeder
from gui.flow import Ask, Flow, Work


def make_item(acts: Acts, event: EventRow | None, *, name: str, quantity: Fraction) -> Flow:
    """Asks what a batch makes, makes the item, and adds it to the event's plan."""
    recipes = yield Work(recipe_service.list_recipes)
    answer: ItemAnswer = yield Ask(lambda window: NewItemDialog(recipes, window, name=name))
    details = ItemDetails(
        recipe_id=answer.recipe_id,
        items_per_batch=answer.items_per_batch,
        item_unit=answer.item_unit or None,
    )

    def make(session: Any) -> Edit:
        return finished_unit_service.create_finished_unit(
            answer.name, details=details, session=session
        )

    edit = yield Work(
        partial(_make_and_plan, make, ComponentKind.FINISHED_UNIT, event=event, quantity=quantity),
        Lane.WRITE,
    )
    words = _texts(QCoreApplication.translate("Acts", "New item {name}"), answer.name, event=event)
    tell_edit(acts, edit, texts=words, place=_place(event, edit))


def make_box(
    acts: Acts, event: EventRow | None, *, name: str, quantity: Fraction, feeder: PageFeeder
) -> Flow:
    """Asks what is in the box, makes it, and adds it to the plan; a refusal keeps the form."""
    error, contents = "", []  # type: tuple[str, list[tuple[Choice, Fraction]]]
    while True:
        answer = yield Ask(
            partial(_box_dialog, feeder=feeder, name=name, contents=contents, error=error)
        )
        name, contents = answer.name, list(answer.contents)
        inputs = [ContentInput(choice.kind, choice.id, amount) for choice, amount in contents]

        def make(session: Any, name: str = name, inputs: Sequence[ContentInput] = inputs) -> Edit:
            return finished_good_service.create_finished_good(
                name, contents=inputs, session=session
            )

        try:
            edit = yield Work(
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


def _box_dialog(
    window: QWidget,
    *,
    feeder: PageFeeder,
    name: str,
    contents: list[tuple[Choice, Fraction]],
    error: str,
) -> QDialog:
    dialog = NewBoxDialog(window, name=name)
    for choice, amount in contents:
        dialog.add_content(choice, amount)
    if error:
        dialog.set_error(error)

    def ask(text: str) -> None:
        feeder.find_choices(text, partial(dialog.put_choices, text), has_generic=True)

    dialog.choices_wanted.connect(ask)
    return dialog


def _make_and_plan(
    make: Any, kind: ComponentKind, *, event: EventRow | None, quantity: Fraction
) -> Edit:
    """Both in one transaction: a thing that was made for a line comes with its line, or not."""
    with session_scope() as session:
        made: Edit = make(session)
        if event is None or made.key is None:
            return made
        planned = plan_service.add_line(
            event.id, kind, source_id=made.key.id, quantity=quantity, session=session
        )
    changes = made.changes | planned.changes
    return replace(
        planned,
        rows=made.rows + planned.rows,
        changes=Changes.of(
            added=changes.added, removed=changes.removed, altered=changes.altered - changes.added
        ),
    )


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
