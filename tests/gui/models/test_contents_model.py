"""The contents' model: what it asks for, what its cells say, how lines are edited and move."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.domain.comparison import Change, LineChange, PlanChanges
from gui.models.contents_model import Column, ContentsBranch
from gui.models.roles import Role
from tests.gui.models.contents_rows import (
    BOX,
    COOKIE,
    HAMPER,
    ITEM,
    MATERIAL,
    PLAN,
    SAMPLER,
    UNIT,
    Bakery,
    changed,
    changes_of,
    nested,
    part,
    planned,
)
from tests.gui.models.contents_rows import bakery as bakery


def test_a_source_is_asked_for_and_its_lines_are_shown(bakery: Bakery, qtbot: QtBot) -> None:
    bakery.model.set_source(PLAN, is_editable=True)
    assert bakery.tickets[0].branch == ContentsBranch(PLAN, None)
    assert bakery.model.is_waiting
    with qtbot.waitSignals([bakery.model.source_shown, bakery.model.line_count_changed]):
        bakery.answer(HAMPER, COOKIE)

    assert nested(bakery.model) == {"hamper 60": {}, "cookie 12": {}}
    assert bakery.model.line_count == 2


def test_a_box_is_asked_for_when_it_is_opened_and_never_twice(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER, COOKIE)
    assert bakery.model.hasChildren(bakery.at("hamper"))
    assert not bakery.model.hasChildren(bakery.at("cookie"))
    bakery.open("hamper", rows=(part("sampler", 2, HAMPER, BOX), part("card", 1, HAMPER, UNIT)))

    assert not bakery.model.canFetchMore(bakery.at("hamper"))
    assert nested(bakery.model) == {
        "hamper 60": {"sampler 120": {}, "card 60": {}},
        "cookie 12": {},
    }
    bakery.model.fetchMore(bakery.at("hamper", "sampler"))
    inner = part("sampler", 2, HAMPER, BOX)
    assert bakery.ticket("sampler").branch == ContentsBranch(PLAN, inner)
    assert (
        len([each for each in bakery.tickets if each.branch == ContentsBranch(PLAN, HAMPER)]) == 1
    )


def test_the_cells_of_a_line_and_of_what_is_in_it(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    bakery.open("hamper", rows=(part("cookie", 6, HAMPER),))

    def cells(*path: str) -> list[str]:
        return [bakery.at(*path, column=column).data() for column in Column]

    assert cells("hamper") == ["hamper", "", "60", "boxes", "", "white boxes"]
    assert cells("hamper", "cookie") == ["cookie", "6", "360", "cookies", "", ""]
    assert bakery.at("hamper", column=Column.IN_ALL).data(Role.IS_BOLD)
    assert not bakery.at("hamper", "cookie", column=Column.IN_ALL).data(Role.IS_BOLD)


def test_a_line_is_read_out_as_a_sentence(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    bakery.open("hamper", rows=(part("cookie", 6, HAMPER),))
    bakery.model.put_changes(PlanChanges(since_version=3, marks={(ITEM.value, "cookie"): "recipe"}))
    role = Qt.ItemDataRole.AccessibleTextRole

    assert bakery.at("hamper").data(role) == "hamper, 60 boxes, white boxes, level 1"
    assert bakery.at("hamper", "cookie").data(role) == (
        "cookie, 6 in each, 360 cookies in all, recipe changed since snapshot 3, level 2"
    )


def test_kitchen_fractions_are_shown_and_the_exact_value_is_in_the_tooltip(bakery: Bakery) -> None:
    bakery.show_plan(replace(COOKIE, in_all=Fraction("2.25")))
    index = bakery.at("cookie", column=Column.IN_ALL)

    assert index.data() == "2 1/4"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "2.25 cookies"
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert index.data(Qt.ItemDataRole.TextAlignmentRole) == right
    head = bakery.model.headerData(
        Column.IN_ALL, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
    )
    assert head == right


def test_what_is_to_check_has_its_sign_and_sentence(bakery: Bakery) -> None:
    bakery.show_plan(
        replace(COOKIE, has_no_yield=True, is_retired=True),
        replace(HAMPER, kind=MATERIAL, name="Gift box", is_generic=True, has_children=False),
    )
    cookie, later = bakery.at("cookie"), bakery.at("Gift box, chosen later")

    assert cookie.data(Role.SIGNS) == (("changed", "caution"), ("retire", "muted"))
    tip = cookie.data(Qt.ItemDataRole.ToolTipRole)
    assert "No number a batch" in tip
    assert "Retired" in tip
    assert (later.data(Role.ICON), later.data(Role.COLOUR)) == ("chosen_later", "caution")


def test_a_name_is_no_html_in_its_tooltip(bakery: Bakery) -> None:
    bakery.show_plan(replace(COOKIE, name="<b>Tom & Jerry</b>"))

    tip = bakery.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;Tom &amp; Jerry" in tip


def test_a_narrow_table_has_a_sign_for_a_note(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    assert bakery.at("hamper").data(Role.SIGNS) == ()
    bakery.model.set_narrow(True)

    assert bakery.at("hamper").data(Role.SIGNS) == (("note", "muted"),)
    assert "white boxes" in bakery.at("hamper").data(Qt.ItemDataRole.ToolTipRole)


def test_only_in_all_and_note_of_a_line_can_be_edited(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    bakery.open("hamper", rows=(part("cookie", 6, HAMPER),))
    editable = Qt.ItemFlag.ItemIsEditable

    def columns(*path: str) -> list[Column]:
        return [each for each in Column if bakery.at(*path, column=each).flags() & editable]

    assert columns("hamper") == [Column.IN_ALL, Column.NOTE]
    assert columns("hamper", "cookie") == []


def test_an_edit_is_a_wish_and_shown_muted_until_the_line_comes_back(
    bakery: Bakery, qtbot: QtBot
) -> None:
    bakery.show_plan(SAMPLER)
    bakery.open("sampler", rows=(part("cookie", 6, SAMPLER),))
    bakery.model.put_changes(changes_of(changed(SAMPLER, 40)))
    index = bakery.at("sampler", column=Column.IN_ALL)
    with qtbot.waitSignal(bakery.model.quantity_edit_wanted) as wish:
        assert bakery.model.setData(index, "+10")

    assert wish.args == [2, Fraction(58), Fraction(48)]
    assert (index.data(), index.data(Role.COLOUR)) == ("58", "muted")
    assert bakery.column(Column.SINCE) == ["+18, was 40"]
    assert nested(bakery.model) == {"sampler 58": {"cookie 288": {}}}
    bakery.model.put_line(replace(SAMPLER, in_all=Fraction(58)))
    assert index.data(Role.COLOUR) == "text"
    assert nested(bakery.model) == {"sampler 58": {"cookie 348": {}}}


def test_a_refused_edit_brings_the_old_value_back(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    index = bakery.at("hamper", column=Column.IN_ALL)
    bakery.model.setData(index, Fraction(70))
    bakery.model.setData(bakery.at("hamper", column=Column.NOTE), "red boxes")
    assert bakery.at("hamper", column=Column.NOTE).data() == "red boxes"
    bakery.model.edit_refused(1)

    assert (index.data(), index.data(Role.COLOUR)) == ("60", "text")
    assert bakery.at("hamper", column=Column.NOTE).data() == "white boxes"


def test_of_two_edits_in_a_row_the_last_stays_shown_while_the_first_is_saved(
    bakery: Bakery,
) -> None:
    bakery.show_plan(HAMPER)
    wishes: list[tuple[Any, ...]] = []
    bakery.model.quantity_edit_wanted.connect(lambda *wish: wishes.append(wish))
    index = bakery.at("hamper", column=Column.IN_ALL)
    bakery.model.setData(index, "70")
    bakery.model.setData(index, "+5")
    assert wishes == [(1, Fraction(70), Fraction(60)), (1, Fraction(75), Fraction(70))]
    bakery.model.put_line(replace(HAMPER, in_all=Fraction(70)))
    assert (index.data(), index.data(Role.COLOUR)) == ("75", "muted")
    bakery.model.put_line(replace(HAMPER, in_all=Fraction(75)))

    assert (index.data(), index.data(Role.COLOUR)) == ("75", "text")


def test_a_value_saved_by_someone_else_is_shown_instead(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    index = bakery.at("hamper", column=Column.IN_ALL)
    bakery.model.setData(index, "70")
    bakery.model.put_line(replace(HAMPER, in_all=Fraction(99)))

    assert (index.data(), index.data(Role.COLOUR)) == ("99", "text")


@pytest.mark.parametrize("text", ["0", "abc", "", "1e300", "-60", "NaN", "1/0"])
def test_what_is_no_quantity_is_not_wished_for(bakery: Bakery, qtbot: QtBot, text: str) -> None:
    bakery.show_plan(HAMPER)
    index = bakery.at("hamper", column=Column.IN_ALL)
    with qtbot.assertNotEmitted(bakery.model.quantity_edit_wanted):
        assert not bakery.model.setData(index, text)

    assert index.data() == "60"


def test_the_same_value_again_is_no_edit(bakery: Bakery, qtbot: QtBot) -> None:
    bakery.show_plan(HAMPER)
    with (
        qtbot.assertNotEmitted(bakery.model.quantity_edit_wanted),
        qtbot.assertNotEmitted(bakery.model.note_edit_wanted),
    ):
        assert bakery.model.setData(bakery.at("hamper", column=Column.IN_ALL), "60")
        assert bakery.model.setData(bakery.at("hamper", column=Column.NOTE), "white boxes")


def test_a_line_is_put_where_it_belongs_and_moves_with_what_is_in_it(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER, COOKIE)
    bakery.open("hamper", rows=(part("card", 1, HAMPER, UNIT),))
    bakery.model.put_line(SAMPLER)
    assert list(nested(bakery.model)) == ["hamper 60", "sampler 48", "cookie 12"]
    bakery.model.put_line(replace(HAMPER, sort_order=9))

    assert nested(bakery.model) == {"sampler 48": {}, "cookie 12": {}, "hamper 60": {"card 60": {}}}
    assert bakery.model.line_count == 3


def test_a_new_line_stands_above_the_removed_ones(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    bakery.model.put_changes(changes_of(LineChange(Change.REMOVED, planned(SAMPLER, 12), None)))
    bakery.model.put_line(COOKIE)

    assert list(nested(bakery.model)) == ["hamper 60", "cookie 12", "sampler"]


def test_reading_again_keeps_what_is_open(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER, COOKIE)
    bakery.open("hamper", rows=(part("cookie", 6, HAMPER),))
    bakery.model.set_source(PLAN, is_editable=True)
    assert nested(bakery.model) == {"hamper 60": {"cookie 360": {}}, "cookie 12": {}}
    bakery.answer(replace(HAMPER, in_all=Fraction(61)))
    bakery.answer(part("card", 2, replace(HAMPER, in_all=Fraction(61)), UNIT), of="hamper")

    assert nested(bakery.model) == {"hamper 61": {"card 122": {}}}


def test_an_answer_that_was_multiplied_by_the_old_quantity_is_put_right(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    bakery.model.fetchMore(bakery.at("hamper"))
    bakery.model.put_line(replace(HAMPER, in_all=Fraction(61)))
    bakery.answer(part("cookie", 6, HAMPER), of="hamper")

    assert nested(bakery.model) == {"hamper 61": {"cookie 366": {}}}


def test_a_row_is_found_by_its_path_and_a_line_by_id_and_thing(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    bakery.open("hamper", rows=(part("cookie", 6, HAMPER),))
    model = bakery.model

    assert model.path_of(bakery.at("hamper", "cookie")) == ("hamper", "cookie")
    assert model.line_index(1) == model.thing_index(BOX, "hamper") == bakery.at("hamper")
    assert not model.line_index(99).isValid()
    assert not model.thing_index(ITEM, "cookie").isValid()
    assert model.row_at(bakery.at("hamper")) == HAMPER
