"""Making a thing of the catalog from its list: ask what has to be known, make it, go to its page."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget

from core.domain.catalog import ThingRef
from core.domain.changes import Edit
from core.domain.keys import ComponentKind, Key, ThingKind
from core.errors import InvalidInputError
from core.services import ingredient_service, material_unit_service, recipe_service
from gui.actions import catalog_actions
from gui.actions.acts import Acts, ActTexts, Place, tell_edit
from gui.background import Lane
from gui.catalog_words import new_text
from gui.dialogs.new_name_dialog import NewNameDialog
from gui.feeders.page_feeder import PageFeeder
from gui.flow import Ask, Flow, Work
from gui.words import name_text

_MAKERS: dict[ThingKind, Callable[[str], Edit]] = {
    ThingKind.MATERIAL: material_unit_service.create_material,
    ThingKind.RECIPE: recipe_service.create_recipe,
    ThingKind.INGREDIENT: ingredient_service.create_ingredient,
}


def new_thing(acts: Acts, kind: ThingKind, *, name: str, feeder: PageFeeder) -> Flow:
    """Items and boxes have forms of their own; of the others a name is enough to begin with."""
    if kind is ThingKind.FINISHED_UNIT:
        made = yield from catalog_actions.make_item(acts, None, name=name, quantity=Fraction(1))
        key = Key(ThingKind.FINISHED_UNIT, made.id)
    elif kind is ThingKind.FINISHED_GOOD:
        made = yield from catalog_actions.make_box(
            acts, None, name=name, quantity=Fraction(1), feeder=feeder
        )
        assert made.kind is ComponentKind.FINISHED_GOOD
        key = Key(ThingKind.FINISHED_GOOD, made.id)
    else:
        key = yield from _named(acts, kind, name)
    acts.screen.go_to(Place(key))
    acts.screen.focus_page()


def new_item_from_recipe(acts: Acts, recipe: ThingRef) -> Flow:
    """The form has the recipe already: a name is enough."""
    made = yield from catalog_actions.make_item(
        acts, None, name="", quantity=Fraction(1), recipe=recipe
    )
    acts.screen.go_to(Place(Key(ThingKind.FINISHED_UNIT, made.id)))
    acts.screen.focus_page()


def _named(acts: Acts, kind: ThingKind, name: str) -> catalog_actions.KeyFlow:
    """Asks for the name until one is taken; a refusal keeps what was typed."""
    error = ""
    while True:
        name = yield Ask(partial(_dialog, kind=kind, name=name, error=error))
        try:
            edit: Edit = yield Work(partial(_MAKERS[kind], name), Lane.WRITE)
        except InvalidInputError as refused:
            error = refused.sentence
            continue
        break
    shown = name_text(name)
    words = ActTexts(
        f"{new_text(kind)} {shown}",
        QCoreApplication.translate("Acts", "Made {name}.").format(name=shown),
    )
    tell_edit(acts, edit, texts=words)
    assert edit.key is not None
    return edit.key


def _dialog(window: QWidget, *, kind: ThingKind, name: str, error: str) -> QDialog:
    dialog = NewNameDialog(kind, window, name=name)
    if error:
        dialog.set_error(error)
    return dialog
