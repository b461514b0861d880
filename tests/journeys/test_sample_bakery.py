"""Round the sample bakery: down to the last nested box, along its snapshots, and two windows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit, QTreeView
from sqlalchemy import select, text

from core.domain.changes import Changes
from core.domain.keys import Key, ThingKind
from core.models import FinishedUnit
from core.services import catalog_edit_service, finalization_service, plan_service
from core.services.database import session_scope
from core.services.planning_snapshot_service import get_planning_snapshot
from gui.models.contents_model import Column
from tests.journeys.bakery import (
    go_to_the_market,
    line_id_of,
    one_row,
    shown_texts,
    snapshots_of,
)
from tests.window import Hand, nested, plain

pytestmark = pytest.mark.journey


def test_the_market_opens_down_to_the_last_nested_box_and_says_what_an_item_is_made_of(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    assert hand.bench.pane.sample_band.isVisible()
    go_to_the_market(hand)
    assert hand.bench.event_page.head.state_button.text() == "3 changes since snapshot 3"
    hand.press("Return")
    view = hand.bench.event_page.view
    assert view.hasFocus()
    hand.press("Home")
    hand.press("*")
    hand.settle()
    hamper = hand.rows(view)["Holiday hamper"]
    assert hamper == {
        "Cookie sampler": {"Sugar cookie": {}, "Almond biscotti": {}, "Cello bag, medium": {}},
        "Red ribbon bow": {},
        "Gift box, chosen later": {},
    }
    assert hand.column(view, Column.IN_ALL) == ["60", "48", "12", "60"]
    assert hand.column(view, Column.SINCE) == ["", "+8, was 40", "", "new"]
    hand.press("Down")
    hand.press("Down")
    hand.press("Space")
    hand.settle()
    cookie = view.currentIndex()
    assert plain(cookie.siblingAtColumn(Column.WHAT).data()) == "Sugar cookie"
    assert cookie.siblingAtColumn(Column.IN_ALL).data() == "360"
    assert cookie.siblingAtColumn(Column.SINCE).data() == "recipe changed"
    made_of = " ".join(shown_texts(hand.bench.event_page.details))
    assert "A batch makes 48 cookies" in made_of
    assert "3/4 cup Butter, unsalted" in made_of


def test_flipping_through_snapshots_moves_only_the_numbers(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    snapshots = snapshots_of(hand, go_to_the_market(hand))
    hand.bench.list.view.setFocus()
    hand.press("Down")
    hand.until(lambda: hand.bench.navigation.current == snapshots[0])
    hand.settle()
    hand.press("Return")
    page = hand.bench.snapshot_page
    hand.press("Home")
    hand.press("*")
    hand.settle()
    hand.press("Down")
    hand.press("Down")
    if page.details.isHidden():
        hand.press("Space")
    hand.settle()
    before = what_holds_still(hand)
    assert before[0] == ["Holiday hamper", "Cookie sampler", "Sugar cookie"]
    since = "Changed in the catalog since: Butter, unsalted 1 cup is now 3/4 cup."
    assert since in [plain(each) for each in shown_texts(page.details)]
    numbers = [hand.column(page.view, Column.IN_ALL)]
    for arrow in (page.head.older, page.head.older, page.head.newer, page.head.newer):
        arrow.click()
        hand.settle()
        assert what_holds_still(hand) == before
        details = page.details.shown()
        assert details is not None
        assert details.name == "Sugar cookie"
        numbers.append(hand.column(page.view, Column.IN_ALL))
    three, two, one = ["60", "40", "12"], ["50", "40", "16"], ["40", "40", "16"]
    assert numbers == [three, two, one, two, three]
    assert not page.head.newer.isEnabled()
    assert page.head.older.isEnabled()


def test_a_change_of_the_catalog_is_said_while_the_snapshot_is_shown(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    hand.choose(snapshots_of(hand, go_to_the_market(hand))[0])
    page = hand.bench.snapshot_page
    page.view.setFocus()
    hand.press("End")
    hand.press("Space")
    hand.settle()
    assert page.details.shown().name == "Lemon bliss cake"
    assert page.details.shown().since is None
    with hand.watch.allow_sql(), session_scope() as session:
        cake = session.scalars(
            select(FinishedUnit).where(FinishedUnit.display_name == "Lemon bliss cake")
        ).one()
        key = Key(ThingKind.FINISHED_UNIT, cake.id)
        catalog_edit_service.set_field(key, "items_per_batch", "3", session=session)
    hand.bench.context.changes.committed.emit(Changes.of(altered=[key]))
    hand.settle()
    since = "Changed in the catalog since: A batch makes {} is now {}."
    assert since.format(2, 3) in [plain(each) for each in shown_texts(page.details)]
    with hand.watch.allow_sql():  # in another window
        catalog_edit_service.set_field(key, "items_per_batch", "4")
    hand.press("F5")
    hand.settle()
    assert since.format(2, 4) in [plain(each) for each in shown_texts(page.details)]


def what_holds_still(hand: Hand) -> tuple[object, ...]:
    view = hand.bench.snapshot_page.view
    path, index = [], view.currentIndex()
    while index.isValid():
        path.insert(0, plain(index.siblingAtColumn(Column.WHAT).data()))
        index = index.parent()
    opened = nested(view, view.rootIndex(), 0)
    open_rows = [name for name, inside in opened.items() if inside]
    return (
        path,
        open_rows,
        view.verticalScrollBar().value(),
        hand.bench.snapshot_page.tabs.currentIndex(),
    )


def test_the_tab_stays_while_the_list_flips_and_the_fingerprint_is_checked_each_time(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    snapshots = snapshots_of(hand, go_to_the_market(hand))
    hand.choose(snapshots[0])
    hand.press("Ctrl+Shift+Tab")
    page = hand.bench.snapshot_page
    assert page.about.isVisible()
    hand.bench.list.view.setFocus()
    codes = set()
    for key in snapshots[1:]:
        hand.press("Down")
        hand.until(lambda key=key: hand.bench.navigation.current == key)
        hand.settle()
        assert page.about.isVisible()
        said = " ".join(shown_texts(page.head))
        assert "Unchanged since it was finalized" in said
        codes.add(said)
    assert len(codes) == 2


def test_finalizing_meets_a_change_of_another_window_and_keeps_what_was_shown(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    event = go_to_the_market(hand)
    hand.press("Ctrl+Return")
    first = hand.dialog("finalize_dialog")
    assert "60 boxes" in table_of(first)
    assert "70 boxes" not in table_of(first)
    hand.type("The mayor comes too")
    with hand.watch.allow_sql():
        plan_service.set_quantity(line_id_of(event, 0), "70")
    hand.press("Return")
    hand.until(lambda: not first.isVisible())
    second = hand.dialog("finalize_dialog")
    assert "Changed in another window just now." in " ".join(shown_texts(second))
    assert "70 boxes" in table_of(second)
    reason = second.findChild(QLineEdit, "reason")
    assert isinstance(reason, QLineEdit)
    assert reason.text() == "The mayor comes too"
    assert reason.hasFocus()
    hand.press("Return")
    hand.until(lambda: "Finalized Christmas market as snapshot 4." in hand.notice)
    hand.settle()
    kept = hand.bench.navigation.current
    assert kept is not None
    assert kept.kind is ThingKind.SNAPSHOT
    assert hand.bench.list.selected_keys() == (kept,)
    assert hand.column(hand.bench.snapshot_page.view, Column.IN_ALL) == ["70", "48", "12", "60"]
    with hand.watch.allow_sql():
        snapshot = get_planning_snapshot(kept.id)
    assert snapshot is not None
    assert snapshot["notes"] == "The mayor comes too"


def table_of(dialog: QDialog) -> str:
    """All that the dialog's table says."""
    table = dialog.findChild(QTreeView)
    if table is not None:
        model = table.model()
        cells = [
            str(model.index(row, column).data() or "")
            for row in range(model.rowCount())
            for column in range(model.columnCount())
        ]
        return plain(" ".join(cells))
    return "\n".join(shown_texts(dialog))


def test_finalize_that_is_left_by_esc_keeps_nothing(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    event = go_to_the_market(hand)
    hand.press("Ctrl+Return")
    dialog = hand.dialog("finalize_dialog")
    hand.press("Esc")
    hand.until(lambda: not dialog.isVisible())
    hand.settle()
    assert len(snapshots_of(hand, event)) == 3
    assert hand.notice == ""
    assert not hand.window.commands["undo"].isEnabled()


def test_the_delete_dialog_counts_what_the_tables_hold_and_asks_anew_when_that_changes(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    event = go_to_the_market(hand)
    snapshots = snapshots_of(hand, event)
    hand.bench.list.view.setFocus()
    hand.press("Del")
    first = hand.dialog("delete_dialog")
    with hand.watch.allow_sql():
        before = counts_of(snapshots)
        said = " ".join(shown_texts(first)) + tick_of(first)
        assert f"its 3 snapshots too ({before})" in said
        finalization_service.finalize_event_plan(event.id, "From the other window")
        with session_scope(write=False) as session:
            ids = session.execute(
                text("SELECT id FROM planning_snapshots WHERE event_id = :id"), {"id": event.id}
            ).scalars()
            everything = [Key(ThingKind.SNAPSHOT, each) for each in ids]
        after = counts_of(everything)
    assert before != after
    hand.answer(first, "Delete event")
    second = hand.dialog("delete_dialog")
    said = " ".join(shown_texts(second)) + tick_of(second)
    assert "Changed in another window just now." in said
    assert f"its 4 snapshots too ({after})" in said
    second.tick.click()  # type: ignore[attr-defined]
    hand.answer(second, "Delete event and 4 snapshots")
    hand.until(lambda: f"({after})" in hand.notice)
    hand.settle()
    with hand.watch.allow_sql():
        left = one_row("SELECT count(*) FROM planning_snapshots WHERE event_id = :id", id=event.id)
        assert left == (0,)
    hand.press("Ctrl+Z")
    hand.until(lambda: "Undone" in hand.notice)
    hand.settle()
    assert set(snapshots_of(hand, event)) == set(everything)


def tick_of(dialog: QDialog) -> str:
    return plain(dialog.tick.text())  # type: ignore[attr-defined,no-any-return]


def counts_of(snapshots: list[Key]) -> str:
    """What the three definition tables hold of these, in the words of the screen."""
    ids = ",".join(str(key.id) for key in snapshots)
    parts = []
    for table, word in (
        ("finished_unit", "item"),
        ("finished_good", "box"),
        ("material_unit", "material"),
    ):
        (count,) = one_row(
            f"SELECT count(*) FROM {table}_snapshots WHERE planning_snapshot_id IN ({ids})"
        )
        plural = {"box": "boxes"}.get(word, f"{word}s")
        parts.append(f"{count} {word if count == 1 else plural}")
    return ", ".join(parts)
