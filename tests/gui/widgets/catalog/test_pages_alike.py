"""What holds for the page of every kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.catalog.box_page import BoxPage
from gui.widgets.catalog.ingredient_page import IngredientPage
from gui.widgets.catalog.item_page import ItemPage
from gui.widgets.catalog.material_page import MaterialPage
from gui.widgets.catalog.recipe_page import RecipePage
from gui.widgets.catalog.thing_page import ThingPage
from gui.widgets.text_face import TextFace
from tests.gui.widgets.catalog.things import (
    BUTTER,
    FLOUR,
    box,
    ingredient,
    item,
    material,
    other_field,
    press,
    recipe,
    shown,
    type_into,
)


def a_recipe() -> Any:
    return recipe(FLOUR, BUTTER)


KINDS = (
    (ItemPage, item),
    (BoxPage, box),
    (MaterialPage, material),
    (RecipePage, a_recipe),
    (IngredientPage, ingredient),
)


@pytest.fixture(params=KINDS, ids=lambda kind: kind[0].__name__)
def page(qtbot: QtBot, request: pytest.FixtureRequest) -> ThingPage:
    make, detail = request.param
    made: ThingPage = shown(qtbot, make)
    made.show_detail(detail())
    made.again = detail  # type: ignore[attr-defined]
    return made


def again(page: ThingPage) -> Callable[[], Any]:
    return page.again  # type: ignore[attr-defined, no-any-return]


def test_tab_goes_from_the_head_through_the_page_and_out_of_it(
    page: ThingPage, qtbot: QtBot
) -> None:
    for is_read_only in (True, False):
        page.set_read_only(is_read_only)
    page.name.face.setFocus()
    stops: list[QWidget] = []
    while len(stops) < 60:
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is other_field(page):
            break
        name = focus.accessibleName() or str(getattr(focus, "text", str)())
        assert name, f"{focus.objectName()} has no name"
        stops.append(focus)
        press(qtbot, Qt.Key.Key_Tab)
    assert len(stops) < 60, "Tab never leaves"
    assert len(stops) == len(set(stops))
    assert stops[0] is page.name.face
    tops = [stop.mapTo(page, stop.rect().topLeft()).y() for stop in stops]
    head = page.head.height()
    below = [top for top in tops if top > head]
    assert below == sorted(below), [stop.objectName() for stop in stops]
    assert stops[-1].objectName().startswith("used_in")


def test_every_field_that_is_shown_is_a_stop_with_a_name(page: ThingPage) -> None:
    faces = [face for face in page.findChildren(TextFace) if face.isVisible()]
    assert faces
    for face in faces:
        if face.objectName() != "details_title":
            assert face.accessibleName()
            assert face.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_focus_goes_somewhere_inside(page: ThingPage) -> None:
    page.focus_body()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert page.isAncestorOf(focus)


def test_the_same_thing_read_again_leaves_the_name_she_types(page: ThingPage, qtbot: QtBot) -> None:
    type_into(qtbot, page.name, "Half typ")
    page.show_detail(again(page)())
    assert page.name.typed_text() == "Half typ"
    assert page.name.editor.hasFocus()
    press(qtbot, Qt.Key.Key_Escape)
    assert page.name.face.face_text() == again(page)().row.name


@pytest.mark.parametrize("text", ["", "   ", "x" * 201, "x" * 10_000])
def test_what_can_be_no_name_stays_with_a_sentence(
    page: ThingPage, qtbot: QtBot, text: str
) -> None:
    with qtbot.assertNotEmitted(page.field_wanted):
        page.name.start_editing()
        page.name.editor.setText(text)  # type: ignore[union-attr]
        press(qtbot, Qt.Key.Key_Return)
        assert not page.commit_edits()
    assert page.name.sentence.text().endswith(".")
    assert page.name.typed_text() == text


def test_no_label_reads_a_name_as_html(page: ThingPage) -> None:
    wrong = [
        label.objectName() or label.text()
        for label in page.findChildren(QLabel)
        if label.text() and label.textFormat() != Qt.TextFormat.PlainText
    ]
    assert wrong == []


def test_all_stands_the_other_way_round_from_right_to_left(page: ThingPage, qtbot: QtBot) -> None:
    page.window().setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: page.name.mapTo(page, page.name.rect().center()).x() > page.width() / 2)
    assert page.delete_button.mapTo(page, page.delete_button.rect().center()).x() < page.width() / 2


def test_a_page_fits_into_a_window_of_800_and_of_large_letters(page: ThingPage) -> None:
    assert page.minimumSizeHint().width() <= 500
    assert page.minimumSizeHint().height() <= 500


def test_a_narrow_page_leaves_the_name_its_room(page: ThingPage, qtbot: QtBot) -> None:
    assert page.duplicate_button.text() == "Duplicate"
    page.window().resize(480, 600)
    qtbot.waitUntil(lambda: page.duplicate_button.text() == "")
    for button, word in ((page.duplicate_button, "Duplicate"), (page.retire_button, "Retire")):
        assert not button.icon().isNull()
        assert button.accessibleName() == button.toolTip() == word
    page.set_read_only(True)
    assert page.retire_button.toolTip() == "This file is read-only"
    page.window().resize(900, 600)
    qtbot.waitUntil(lambda: page.duplicate_button.text() == "Duplicate")
    assert page.retire_button.toolTip() == "This file is read-only"


def test_what_is_gone_takes_no_wishes(page: ThingPage, qtbot: QtBot) -> None:
    type_into(qtbot, page.name, "Half typ")
    with qtbot.assertNotEmitted(page.field_wanted):
        page.show_gone()
    assert page.commit_edits()
    page.show_detail(again(page)())
    assert page.name.isVisible()
