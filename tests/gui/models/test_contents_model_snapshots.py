"""The contents' model beside snapshots: what differs since one, and going from source to source."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.domain.comparison import (
    BatchesChange,
    Change,
    LineChange,
    PlanChanges,
    SharingChange,
)
from core.domain.rows import Page, SourceRef
from gui.models.contents_model import Column, ContentsBranch
from gui.models.roles import Role
from tests.gui.models.contents_rows import (
    BOX,
    COOKIE,
    HAMPER,
    ITEM,
    SAMPLER,
    SNAPSHOT_2,
    SNAPSHOT_3,
    UNIT,
    Bakery,
    changed,
    changes_of,
    line,
    nested,
    part,
    planned,
)
from tests.gui.models.contents_rows import bakery as bakery


def test_since_the_snapshot_each_line_says_what_differs(bakery: Bakery) -> None:
    noted = replace(COOKIE, notes="two for tasting")
    card = line("card", 60, UNIT, sort_order=4, line_id=4)
    bakery.show_plan(HAMPER, SAMPLER, noted, card)
    bakery.model.put_changes(
        changes_of(
            changed(HAMPER, 64),
            changed(SAMPLER, 40),
            LineChange(Change.CHANGED, planned(noted, 12), planned(noted, 12, "two for tasting")),
            LineChange(Change.ADDED, None, planned(card, 60)),
            marks={(BOX.value, "sampler"): "contents", (UNIT.value, "card"): "new"},
        )
    )

    assert bakery.column(Column.SINCE) == [
        "\u22124, was 64",
        "+8, was 40, contents changed",
        "note changed",
        "new",
    ]
    head = bakery.model.headerData(Column.SINCE, Qt.Orientation.Horizontal)
    assert head == "Since snapshot 3"


def test_a_buffer_that_changed_is_said_and_is_no_note(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    was = planned(HAMPER, 60, HAMPER.notes)
    change = LineChange(Change.CHANGED, was, replace(was, buffer_percent=Fraction(10)))
    bakery.model.put_changes(changes_of(change))
    assert bakery.column(Column.SINCE) == ["extra changed"]


def test_a_line_that_was_only_moved_says_so_until_something_else_differs(bakery: Bakery) -> None:
    bakery.show_plan(SAMPLER, HAMPER)
    was = planned(HAMPER, 60, HAMPER.notes)
    bakery.model.put_changes(changes_of(LineChange(Change.MOVED, was, was)))
    assert bakery.column(Column.SINCE) == ["", "moved"]
    bakery.show_plan(SAMPLER, replace(HAMPER, notes="blue"))
    assert bakery.column(Column.SINCE) == ["", "note changed"]


def test_an_item_with_another_number_of_batches_says_so_wherever_it_stands(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER, SAMPLER, COOKIE)
    bakery.open("hamper", rows=(part("cookie", 6, HAMPER),))
    choices = (BatchesChange("cookie", "cookie", None, Fraction(7)),)
    bakery.model.put_changes(changes_of(choices=choices, marks={(ITEM.value, "cookie"): "recipe"}))

    both = "recipe changed, batches changed"
    assert bakery.column(Column.SINCE) == ["", "", both]
    assert bakery.at("hamper", "cookie", column=Column.SINCE).data() == both
    bakery.model.put_changes(changes_of(choices=(SharingChange("cookie", "cookie", True),)))
    assert bakery.column(Column.SINCE) == ["", "", ""]


def test_the_column_is_told_to_hide_while_there_is_no_snapshot(
    bakery: Bakery, qtbot: QtBot
) -> None:
    bakery.show_plan(HAMPER)
    with qtbot.waitSignal(bakery.model.since_changed) as shown:
        bakery.model.put_changes(changes_of())
    with qtbot.waitSignal(bakery.model.since_changed) as hidden:
        bakery.model.put_changes(None)

    assert (shown.args, hidden.args) == ([3], [None])


def test_a_removed_line_stays_struck_at_the_end_and_can_be_put_back(
    bakery: Bakery, qtbot: QtBot
) -> None:
    bakery.show_plan(HAMPER)
    gone = planned(COOKIE, 12)
    bakery.model.put_changes(changes_of(LineChange(Change.REMOVED, gone, None)))
    row = bakery.at("cookie")

    assert row.row() == 1
    assert row.data(Role.IS_STRUCK)
    assert row.data(Role.CAN_PUT_BACK)
    assert bakery.column(Column.SINCE) == ["", "removed, was 12"]
    with qtbot.waitSignal(bakery.model.put_back_wanted) as wish:
        bakery.model.put_back(row)
    assert wish.args == [gone]
    bakery.model.put_line(COOKIE)
    bakery.model.put_changes(changes_of())
    assert nested(bakery.model) == {"hamper 60": {}, "cookie 12": {}}


def test_in_a_snapshot_nothing_can_be_put_back_or_edited(bakery: Bakery, qtbot: QtBot) -> None:
    bakery.show(SNAPSHOT_3, replace(HAMPER, line_id=None))
    bakery.model.put_changes(changes_of(LineChange(Change.REMOVED, planned(COOKIE, 12), None)))
    editable = Qt.ItemFlag.ItemIsEditable

    assert not bakery.at("cookie").data(Role.CAN_PUT_BACK)
    assert not any(bakery.at("hamper", column=column).flags() & editable for column in Column)
    index = bakery.at("hamper", column=Column.IN_ALL)
    with qtbot.assertNotEmitted(bakery.model.quantity_edit_wanted):
        assert not bakery.model.setData(index, "70")


def test_flipping_keeps_the_rows_and_reads_the_open_ones_anew(bakery: Bakery) -> None:
    hamper_2 = replace(HAMPER, line_id=None, in_all=Fraction(50))
    hamper_3 = replace(HAMPER, line_id=None)
    bakery.show(SNAPSHOT_2, hamper_2)
    bakery.open("hamper", rows=(part("cookie", 6, hamper_2),))
    node = bakery.model.node_at(bakery.at("hamper", "cookie"))
    bakery.model.set_source(SNAPSHOT_3, is_editable=False)
    assert nested(bakery.model) == {"hamper 50": {"cookie 300": {}}}
    bakery.answer(hamper_3)
    assert nested(bakery.model) == {"hamper 60": {"cookie 360": {}}}
    assert bakery.ticket("hamper").branch == ContentsBranch(SNAPSHOT_3, hamper_3)
    bakery.answer(part("cookie", 8, hamper_3), part("card", 1, hamper_3, UNIT), of="hamper")

    assert nested(bakery.model) == {"hamper 60": {"cookie 480": {}, "card 60": {}}}
    assert bakery.model.node_at(bakery.at("hamper", "cookie")) is node


def test_a_late_answer_about_the_other_snapshot_is_dropped(bakery: Bakery) -> None:
    hamper = replace(HAMPER, line_id=None)
    bakery.show(SNAPSHOT_2, hamper)
    bakery.model.fetchMore(bakery.at("hamper"))
    late = bakery.ticket("hamper")
    bakery.show(SNAPSHOT_3, hamper)
    bakery.model.put_page(late, Page((part("old cookie", 1, hamper),), None, 1))
    assert nested(bakery.model) == {"hamper 60": {}}
    bakery.answer(part("cookie", 6, hamper), of="hamper")

    assert nested(bakery.model) == {"hamper 60": {"cookie 360": {}}}


def test_a_place_that_holds_another_thing_now_is_closed(bakery: Bakery) -> None:
    hamper = replace(HAMPER, line_id=None)
    bakery.show(SNAPSHOT_2, hamper)
    bakery.open("hamper", rows=(part("cookie", 6, hamper),))
    bakery.show(SNAPSHOT_3, replace(hamper, thing_uuid="other", name="other"))

    assert nested(bakery.model) == {"other 60": {}}
    assert bakery.model.hasChildren(bakery.at("other"))


def test_the_marks_of_another_snapshot_do_not_stand_on_its_rows(bakery: Bakery) -> None:
    hamper = replace(HAMPER, line_id=None)
    bakery.show(SNAPSHOT_3, hamper)
    bakery.model.put_changes(changes_of(changed(HAMPER, 50)))
    bakery.show(SNAPSHOT_2, replace(hamper, in_all=Fraction(50)))
    assert bakery.column(Column.SINCE) == [""]
    bakery.model.put_changes(PlanChanges(since_version=1, lines=(changed(HAMPER, 40),)))

    assert bakery.column(Column.SINCE) == ["+10, was 40"]


def test_another_plan_starts_from_nothing(bakery: Bakery) -> None:
    bakery.show_plan(HAMPER)
    bakery.model.put_changes(changes_of(changed(HAMPER, 50)))
    bakery.model.set_source(SourceRef(event_id=2), is_editable=True)

    assert nested(bakery.model) == {}
    assert bakery.model.since_version is None


def test_a_flip_that_takes_long_clears_the_rows_of_the_other_snapshot(
    bakery: Bakery, qtbot: QtBot
) -> None:
    bakery.show(SNAPSHOT_2, replace(HAMPER, line_id=None))
    bakery.model.set_source(SNAPSHOT_3, is_editable=False)
    qtbot.waitUntil(lambda: nested(bakery.model) == {"Reading…": {}})
    bakery.answer(replace(SAMPLER, line_id=None))

    assert nested(bakery.model) == {"sampler 48": {}}


def test_a_failure_says_so_and_can_be_asked_again(bakery: Bakery) -> None:
    bakery.show(SNAPSHOT_2, replace(HAMPER, line_id=None))
    bakery.model.set_source(SNAPSHOT_3, is_editable=False)
    bakery.model.put_failure(bakery.ticket(), "The file is in use.")
    assert nested(bakery.model) == {"Could not be read. Retry": {}}
    bakery.model.want_more(bakery.model.index(0, 0))
    bakery.answer(replace(SAMPLER, line_id=None))

    assert nested(bakery.model) == {"sampler 48": {}}
