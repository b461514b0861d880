"""The list's model: what its cells say, and rows that come, move and go at its doors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from PySide6.QtCore import QLocale, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from core.domain.comparison import BatchesChange, PlanChanges, SharingChange
from gui.models.nodes import Column
from gui.models.plan_tree_model import PlanTreeModel
from gui.models.roles import Role
from gui.models.tickets import ListBranch
from gui.texts import plain_tooltip, when_text
from tests.gui.models.list_rows import (
    TODAY,
    Hand,
    changes,
    event,
    event_key,
    page,
    snapshot,
    snapshot_key,
)
from tests.gui.models.nested import nested, outline

MARKET = event(1, "Christmas market", date(2026, 12, 12), snapshot_count=3, latest_version=3)
FAIR = event(2, "School fair", date(2026, 11, 28))
SUPPER = event(3, "Harvest supper", date(2026, 10, 17), snapshot_count=2, latest_version=2)
BOXES = event(4, "Valentine boxes", date(2026, 2, 14))


@pytest.fixture(autouse=True)
def _british() -> Iterator[None]:
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(QLocale.system())


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[PlanTreeModel]:
    made = PlanTreeModel(TODAY)
    yield made
    made.deleteLater()


@pytest.fixture
def hand(model: PlanTreeModel) -> Iterator[Hand]:
    """Holds the ticket of the root; from here on Qt's tester watches every change."""
    made = Hand(model)
    model.fetchMore(QModelIndex())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    tester.setUseFetchMore(False)
    yield made
    tester.deleteLater()


def said(model: PlanTreeModel, key: object, role: int = Qt.ItemDataRole.DisplayRole) -> object:
    found = model.find(key)  # type: ignore[arg-type]
    return found.siblingAtColumn(Column.WHAT_CHANGED).data(role)


def test_the_root_is_asked_once_and_shows_what_comes(model: PlanTreeModel, hand: Hand) -> None:
    model.fetchMore(QModelIndex())
    assert hand.branches() == [ListBranch("events")]
    hand.give([MARKET, FAIR, SUPPER, BOXES])
    assert outline(model) == [
        "Christmas market | 12 Dec 2026",
        "School fair | Not finalized yet | 28 Nov 2026",
        "Harvest supper | Finalized as 2 | 17 Oct 2026",
        "Valentine boxes | Never finalized | 14 Feb 2026",
    ]


def test_an_event_without_a_date_stands_first_with_its_year(
    model: PlanTreeModel, hand: Hand
) -> None:
    hand.give([event(9, "Wedding", year=2027, lines=0), MARKET])
    model.put_event(event(10, "Orders", lines=0))
    assert outline(model) == [
        "Orders | Nothing planned yet",
        "Wedding | Nothing planned yet | 2027",
        "Christmas market | 12 Dec 2026",
    ]


def test_an_events_state_is_said_when_known_and_names_the_changes(
    model: PlanTreeModel, hand: Hand
) -> None:
    hand.give([MARKET])
    assert model.state_wanted_at(model.find(event_key(1))) == 1
    model.put_state(1, changes(3, since=3))
    assert said(model, event_key(1)) == "3 changes since 3"
    assert said(model, event_key(1), Role.COLOUR) == "caution"
    assert said(model, event_key(1), Role.ICON) == "changed"
    tip = said(model, event_key(1), Qt.ItemDataRole.ToolTipRole)
    assert tip == plain_tooltip("Cookie 0 added, Cookie 1 added, Cookie 2 added")
    model.put_state(1, changes(1, since=3))
    assert said(model, event_key(1)) == "1 change since 3"
    model.put_state(1, changes(0, since=3))
    assert said(model, event_key(1)) == "Finalized as 3"
    assert said(model, event_key(1), Role.COLOUR) == "good"
    assert model.state_wanted_at(model.find(event_key(1))) is None
    model.put_state(1, None)
    assert said(model, event_key(1)) == ""
    assert model.state_wanted_at(model.find(event_key(1))) == 1


def test_what_she_chose_about_batches_is_counted_and_named(
    model: PlanTreeModel, hand: Hand
) -> None:
    hand.give([MARKET])
    choices = (
        BatchesChange("c", "Sugar cookie", None, Fraction(7)),
        SharingChange("r", "Sugar cookies", True),
    )
    model.put_state(1, PlanChanges(3, 33, choices=choices))
    assert said(model, event_key(1)) == "2 changes since 3"
    tip = said(model, event_key(1), Qt.ItemDataRole.ToolTipRole)
    assert tip == plain_tooltip("Sugar cookie 7 batches, Sugar cookies batches shared")


def test_a_name_is_no_html_in_its_tooltip(model: PlanTreeModel, hand: Hand) -> None:
    hand.give([event(1, "<b>Tom</b> & Jerry", date(2026, 12, 12))])
    index = model.find(event_key(1)).siblingAtColumn(Column.EVENT)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "<qt>&lt;b&gt;Tom&lt;/b&gt; &amp; Jerry</qt>"


def test_a_state_since_an_older_snapshot_is_not_shown(model: PlanTreeModel, hand: Hand) -> None:
    hand.give([MARKET])
    model.put_state(1, changes(3, since=3))
    model.put_snapshot(snapshot(40, 1, 4))
    assert said(model, event_key(1)) == ""
    assert model.state_wanted_at(model.find(event_key(1))) == 1
    model.put_state(1, changes(3, since=3))  # an answer that was under way
    assert said(model, event_key(1)) == ""


def test_a_state_that_could_not_be_read_says_so_until_retried(
    model: PlanTreeModel, hand: Hand
) -> None:
    hand.give([MARKET])
    model.put_state_failure(1, "The file is in use.")
    index = model.find(event_key(1))
    assert said(model, event_key(1)) == "Could not be read. Retry"
    tip = said(model, event_key(1), Qt.ItemDataRole.ToolTipRole)
    assert tip == plain_tooltip("The file is in use.")
    assert model.state_wanted_at(index) is None
    assert model.retry_state(index)
    assert model.state_wanted_at(index) == 1


def test_a_past_event_is_never_compared(model: PlanTreeModel, hand: Hand) -> None:
    hand.give([SUPPER])
    model.put_state(3, changes(3, since=2))
    assert said(model, event_key(3)) == "Finalized as 2"
    assert said(model, event_key(3), Role.COLOUR) == "muted"
    assert model.state_wanted_at(model.find(event_key(3))) is None


def test_an_event_is_past_only_when_its_day_is_over(model: PlanTreeModel, hand: Hand) -> None:
    hand.give([event(1, "Today's", TODAY), BOXES])
    assert said(model, event_key(1)) == "Not finalized yet"
    assert model.today_index() == model.find(event_key(4))
    assert model.find(event_key(4)).data(Role.IS_TODAY_ABOVE)
    model.set_today(date(2026, 11, 24))
    assert said(model, event_key(1)) == "Never finalized"
    assert not model.today_index().isValid()


def test_snapshots_say_their_reason_their_summary_or_first_plan(
    model: PlanTreeModel, hand: Hand
) -> None:
    hand.give([MARKET])
    rows = [
        snapshot(5, 1, None),
        snapshot(4, 1, 3, notes="Aunt Mary: 10 more\nand fewer cakes"),
        snapshot(3, 1, 2, summary="Holiday hamper 50 to 60"),
        snapshot(2, 1, 1),
    ]
    hand.open(event_key(1), rows)
    when = [when_text(row.created_at, TODAY) for row in rows]
    assert outline(model) == [
        "Christmas market | 12 Dec 2026",
        f"  Snapshot | Open, not finalized | {when[0]}",
        f"  Snapshot 3 | Aunt Mary: 10 more | {when[1]}",
        f"  Snapshot 2 | Holiday hamper 50 to 60 | {when[2]}",
        f"  Snapshot 1 | First plan | {when[3]}",
    ]
    tip = said(model, snapshot_key(4), Qt.ItemDataRole.ToolTipRole)
    assert tip == plain_tooltip("Aunt Mary: 10 more\nand fewer cakes")
    model.put_snapshot_verdict(4, False)
    assert said(model, snapshot_key(4)) == "Does not match what was finalized"
    assert said(model, snapshot_key(4), Role.COLOUR) == "bad"
    model.put_snapshot_verdict(4, True)
    assert said(model, snapshot_key(4)) == "Aunt Mary: 10 more"


def test_the_hour_of_snapshots_goes_when_narrow_and_the_year_stands_when_it_is_another(
    model: PlanTreeModel, hand: Hand
) -> None:
    hand.give([MARKET])
    old = snapshot(2, 1, 1, created_at=datetime(2025, 11, 2, 12, 0, tzinfo=UTC))
    hand.open(event_key(1), [snapshot(20, 1, 2), old])
    index = model.find(snapshot_key(20)).siblingAtColumn(Column.WHEN)
    assert index.data() == when_text(snapshot(20, 1).created_at, TODAY)
    model.set_narrow(True)
    assert index.data() == "21 Nov"
    assert model.find(snapshot_key(2)).siblingAtColumn(Column.WHEN).data() == "2 Nov 2025"


def test_rows_are_read_as_sentences(model: PlanTreeModel, hand: Hand) -> None:
    hand.give([MARKET])
    hand.open(event_key(1), [snapshot(20, 1, 3, notes="Aunt Mary: 10 more")])
    model.put_state(1, changes(2, since=3))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.find(event_key(1)).data(role) == (
        "Christmas market, Saturday 12 December 2026, 2 changes since 3, level 1"
    )
    sentence = model.find(snapshot_key(20)).data(role)
    assert sentence.startswith("Snapshot 3, finalized Saturday 21 November 2026, ")
    assert sentence.endswith(", Aunt Mary: 10 more, level 2")


def test_an_event_that_changes_its_date_moves_and_keeps_its_open_branch(
    model: PlanTreeModel, hand: Hand
) -> None:
    hand.give([MARKET, FAIR, SUPPER])
    hand.open(event_key(1), [snapshot(n, 1, n) for n in (3, 2, 1)])
    kept = model.find(snapshot_key(2))
    model.put_event(event(1, "Spring market", date(2026, 3, 1), snapshot_count=3, latest_version=3))
    assert [line for line in outline(model) if not line.startswith(" ")] == [
        "School fair | Not finalized yet | 28 Nov 2026",
        "Harvest supper | Finalized as 2 | 17 Oct 2026",
        "Spring market | Finalized as 3 | 1 Mar 2026",
    ]
    assert model.node_at(model.find(snapshot_key(2))) is model.node_at(kept)
    assert hand.tickets == []


def test_a_new_snapshot_stands_first_where_its_branch_was_opened_only(
    model: PlanTreeModel, hand: Hand
) -> None:
    hand.give([MARKET, FAIR])
    model.put_snapshot(snapshot(20, 1, 4))
    assert model.rowCount(model.find(event_key(1))) == 0
    hand.open(event_key(1), [snapshot(20, 1, 4), snapshot(3, 1, 3)])
    model.put_snapshot(snapshot(21, 1, 5))
    assert [line.split(" | ")[0] for line in outline(model)] == [
        "Christmas market",
        "  Snapshot 5",
        "  Snapshot 4",
        "  Snapshot 3",
        "School fair",
    ]


def test_the_first_snapshot_of_an_event_is_shown_without_asking(
    model: PlanTreeModel, hand: Hand
) -> None:
    hand.give([FAIR])
    assert not model.hasChildren(model.find(event_key(2)))
    model.put_snapshot(snapshot(20, 2, 1))
    assert list(nested(model)["School fair | 28 Nov 2026"]) == [
        f"Snapshot 1 | First plan | {when_text(snapshot(20, 2).created_at, TODAY)}"
    ]
    assert hand.tickets == []


def test_an_event_that_now_has_snapshots_can_be_opened(model: PlanTreeModel, hand: Hand) -> None:
    hand.give([FAIR])
    model.put_event(event(2, "School fair", date(2026, 11, 28), snapshot_count=1, latest_version=1))
    index = model.find(event_key(2))
    assert model.hasChildren(index)
    assert model.canFetchMore(index)


def test_a_deleted_event_leaves_its_snapshots_without_event(
    model: PlanTreeModel, hand: Hand
) -> None:
    hand.give([MARKET, FAIR])
    hand.open(event_key(1), [snapshot(20, 1, 2), snapshot(19, 1, 1)])
    model.drop(event_key(1))
    model.put_without_event(2)
    gone = {"event_name": "Christmas market"}
    model.fetchMore(model.without_event_index())
    hand.give([snapshot(20, None, 2, **gone), snapshot(19, None, 1, **gone)])
    texts = [line.rsplit(" | ", 1)[0] for line in outline(model)]
    assert texts == [
        "School fair | Not finalized yet",
        "Without event",
        "  Christmas market, snapshot 2 | First plan",
        "  Christmas market, snapshot 1 | First plan",
    ]
    model.put_snapshot(snapshot(20, 2, 2))  # linked again
    assert model.find(snapshot_key(20)).parent() == model.find(event_key(2))
    model.drop(snapshot_key(19))
    assert not model.without_event_index().isValid()


def test_without_event_is_read_again_when_its_count_tells_of_others(
    model: PlanTreeModel, hand: Hand
) -> None:
    hand.give([FAIR])
    model.put_without_event(1)
    model.fetchMore(model.without_event_index())
    hand.give([snapshot(19, None, 1)])
    kept = model.node_at(model.find(snapshot_key(19)))
    model.put_without_event(2)
    assert hand.branches() == [ListBranch("without_event")]
    hand.give([snapshot(20, None, 2), snapshot(19, None, 1)])
    assert model.node_at(model.find(snapshot_key(19))) is kept
    assert model.rowCount(model.without_event_index()) == 2


def test_later_pages_come_by_the_tail_only(model: PlanTreeModel, hand: Hand) -> None:
    hand.give([MARKET, FAIR], more=True, total=5000)
    tail = model.index(2, 0)
    assert tail.data() == "Show 2,000 more"
    assert not model.canFetchMore(QModelIndex())
    model.want_more(tail)
    model.want_more(tail)
    ticket = hand.take()
    assert ticket.after is not None
    assert ticket.limit == 2000
    model.put_page(ticket, page([SUPPER, BOXES]))
    assert [line.split(" | ")[0] for line in outline(model)] == [
        "Christmas market",
        "School fair",
        "Harvest supper",
        "Valentine boxes",
    ]


def test_what_stands_below_the_tail_is_not_shown_before_it_is_read(
    model: PlanTreeModel, hand: Hand
) -> None:
    hand.give([MARKET, FAIR], more=True, total=4)
    model.put_event(BOXES)
    model.put_event(event(1, "Christmas market", date(2024, 12, 12), lines=1))  # moved down there
    assert outline(model) == ["School fair | Not finalized yet | 28 Nov 2026", "Show 3 more"]


def test_reading_is_said_after_a_moment_only(
    qtbot: QtBot, model: PlanTreeModel, hand: Hand
) -> None:
    assert outline(model) == []
    qtbot.waitUntil(lambda: outline(model) == ["Reading…"])
    hand.give([FAIR])
    assert outline(model) == ["School fair | Not finalized yet | 28 Nov 2026"]


def test_a_failed_branch_says_so_and_is_asked_again(model: PlanTreeModel, hand: Hand) -> None:
    first = hand.take()
    model.put_failure(first, "The file is in use.")
    assert outline(model) == ["Could not be read. Retry"]
    failed = model.index(0, 0)
    assert failed.data(Qt.ItemDataRole.ToolTipRole) == "The file is in use."
    assert not model.canFetchMore(QModelIndex())
    model.want_more(failed)
    assert outline(model) == ["Reading…"]
    model.put_page(first, page([SUPPER]))  # too late
    hand.give([FAIR])
    assert outline(model) == ["School fair | Not finalized yet | 28 Nov 2026"]


def test_an_answer_is_void_once_its_row_is_gone(model: PlanTreeModel, hand: Hand) -> None:
    hand.give([MARKET, FAIR])
    model.fetchMore(model.find(event_key(1)))
    ticket = hand.take()
    model.drop(event_key(1))
    model.put_page(ticket, page([snapshot(20, 1)]))
    model.put_failure(ticket, "Too late.")
    assert outline(model) == ["School fair | Not finalized yet | 28 Nov 2026"]


def test_a_change_while_a_branch_is_read_asks_it_anew(model: PlanTreeModel, hand: Hand) -> None:
    hand.give([MARKET])
    model.fetchMore(model.find(event_key(1)))
    before = hand.take()
    model.put_snapshot(snapshot(20, 1, 4))
    model.put_page(before, page([snapshot(3, 1, 3)]))  # was read without it
    assert model.rowCount(model.find(event_key(1))) == 0
    hand.give([snapshot(20, 1, 4), snapshot(3, 1, 3)])
    assert model.rowCount(model.find(event_key(1))) == 2


def test_a_search_replaces_the_rows_when_its_answer_comes(model: PlanTreeModel, hand: Hand) -> None:
    hand.give([MARKET, FAIR])
    model.put_without_event(1)
    model.set_query("bisc")
    assert hand.branches() == [ListBranch("events", None, "bisc")]
    assert len(outline(model)) == 3
    found = event(
        1, "Christmas market", date(2026, 12, 12), snapshot_count=1, hit="holds Almond biscotti"
    )
    hand.give([found])
    model.put_without_event(0)
    hand.open(event_key(1), [snapshot(20, 1, 3, notes="Aunt", hit="holds Almond biscotti")])
    assert [line.rsplit(" | ", 1)[0] for line in outline(model)] == [
        "Christmas market | holds Almond biscotti",
        "  Snapshot 3 | holds Almond biscotti",
    ]
    model.put_event(FAIR)  # not found, so not shown
    model.put_event(MARKET)
    assert said(model, event_key(1)) == "holds Almond biscotti"
    model.set_query("")
    hand.give([MARKET, FAIR])
    assert outline(model) == [
        "Christmas market | 12 Dec 2026",
        "School fair | Not finalized yet | 28 Nov 2026",
    ]


def test_a_search_that_fails_shows_no_rows_of_before(model: PlanTreeModel, hand: Hand) -> None:
    hand.give([MARKET, FAIR])
    model.set_query("bisc")
    model.put_failure(hand.take(), "The file is in use.")
    assert outline(model) == ["Could not be read. Retry"]


def test_reading_again_keeps_the_rows_that_are_still_there(
    model: PlanTreeModel, hand: Hand
) -> None:
    hand.give([MARKET, FAIR, SUPPER])
    kept = [model.node_at(model.find(event_key(n))) for n in (3, 1)]
    model.read_again()
    later = event(1, "Christmas market", date(2026, 1, 2), snapshot_count=3, latest_version=3)
    hand.give([event(8, "Gala", date(2027, 1, 1)), SUPPER, later])
    assert [line.split(" | ")[0] for line in outline(model)] == [
        "Gala",
        "Harvest supper",
        "Christmas market",
    ]
    assert [model.node_at(model.find(event_key(n))) for n in (3, 1)] == kept


def test_another_database_starts_anew(model: PlanTreeModel, hand: Hand) -> None:
    hand.give([MARKET])
    model.set_query("bisc")
    late = hand.take()
    model.reset()
    model.put_page(late, page([MARKET]))
    assert outline(model) == []
    model.fetchMore(QModelIndex())
    assert hand.branches() == [ListBranch("events")]
    hand.give([FAIR])
    assert model.find(event_key(1)) == QModelIndex()
    assert outline(model) == ["School fair | Not finalized yet | 28 Nov 2026"]


def test_the_next_event_is_the_earliest_that_is_not_over(model: PlanTreeModel, hand: Hand) -> None:
    hand.give([event(9, "Wedding"), MARKET, FAIR, SUPPER])
    assert model.next_coming_event() == event_key(2)


@pytest.mark.parametrize("name", ["<b>x</b>", "Tom & Jerry", "a\nb", "\u202eabc", "x" * 10_000])
def test_any_name_is_shown_as_it_is_on_one_line(
    model: PlanTreeModel, hand: Hand, name: str
) -> None:
    hand.give([event(1, name)])
    assert model.index(0, 0).data() == " ".join(name.split())
