"""What a screen reader is told, what Tab reaches, and keys that never destroy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from core.domain.catalog import CATALOG_KINDS
from core.domain.keys import Key
from gui.widgets import notice_bar
from tests.journeys.bakery import go_to_the_market, one_row, snapshots_of
from tests.window import Hand, plain

pytestmark = pytest.mark.journey
TAB = Qt.FocusPolicy.TabFocus


def takes_focus(root: QWidget) -> list[QWidget]:
    """What Tab should reach in it."""
    return [
        each
        for each in root.findChildren(QWidget)
        if each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() & TAB
        and each.focusProxy() is None
        and each.window() is root
        and not isinstance(each.parent(), QAbstractItemView)
    ]


def heard_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface.text(QAccessible.Text.Name)


def tabbed(hand: Hand, root: QWidget, keys: str = "Tab") -> list[QWidget]:
    """What has the focus in turn while Tab goes once round."""
    seen: list[QWidget] = []
    for _ in range(60):
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget in seen:
            return seen
        seen.append(widget)
        hand.press(keys)
    raise AssertionError(f"Tab never comes round in {root}")


def pages(hand: Hand) -> Iterator[str]:
    """Every page in turn, with the focus in the list."""
    market = go_to_the_market(hand)
    newest = snapshots_of(hand, market)[0]
    hand.bench.list.view.setFocus()
    yield "event"
    for tab in ("batches", "shopping"):
        hand.press("Ctrl+Tab")
        hand.settle()
        assert hand.bench.event_page.tabs.shown() == tab
        yield f"event, {tab}"
    hand.press("Ctrl+Tab")
    hand.choose(newest)
    yield "snapshot"
    hand.press("Ctrl+Shift+Tab")
    yield "snapshot, about"
    hand.press("Ctrl+Tab")
    hand.press("Ctrl+1")
    hand.press("Shift+Down")
    hand.settle()
    assert hand.page == "selection"
    yield "selection"
    hand.press("Ctrl+3")
    hand.settle()
    yield "trash"


def test_all_that_takes_the_focus_has_a_name_and_is_reached_by_tab(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    for page in pages(hand):
        wanted = takes_focus(hand.window)
        nameless = [each for each in wanted if not heard_name(each).strip()]
        assert nameless == [], page
        reached = tabbed(hand, hand.window)
        missed = [each for each in wanted if each not in reached]
        assert missed == [], f"{page}: " + ", ".join(each.objectName() for each in reached)
        back = tabbed(hand, hand.window, "Shift+Tab")
        assert set(back) == set(reached), page
        hand.bench.list.view.setFocus()


def catalog_pages(hand: Hand) -> Iterator[str]:
    """The page of the first thing of each kind, with the keyboard in the list."""
    hand.press("Ctrl+2")
    for kind in CATALOG_KINDS:
        hand.bench.catalog.panel.show_kind(kind)
        hand.until(hand.bench.catalog.model.is_read)
        hand.bench.catalog.panel.view.setFocus()
        hand.press("Home")
        hand.until(hand.bench.catalog.pages[kind].detail)
        hand.settle()
        yield hand.page
    hand.press("Shift+Down")
    hand.settle()
    yield hand.page


def test_every_stop_of_the_catalog_has_a_name_and_is_reached_by_tab(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    seen = []
    for page in catalog_pages(hand):
        seen.append(page)
        wanted = [each for each in takes_focus(hand.window) if not isinstance(each, QScrollArea)]
        assert [each for each in wanted if not heard_name(each).strip()] == [], page
        reached = tabbed(hand, hand.window)
        # Of two radio buttons Tab reaches the one that is chosen; the arrows go on.
        missed = [
            each
            for each in wanted
            if each not in reached and not (isinstance(each, QRadioButton) and not each.isChecked())
        ]
        assert missed == [], f"{page}: " + ", ".join(each.objectName() for each in missed)
        assert set(tabbed(hand, hand.window, "Shift+Tab")) == set(reached), page
    assert seen == ["item", "box", "material", "recipe", "ingredient", "selection"]


def sentences(view: QAbstractItemView) -> list[str]:
    """What a screen reader says of each row that can be seen."""
    said = []
    model, index = view.model(), view.model().index(0, 0)
    while index.isValid():
        said.append(plain(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")))
        index = view.indexBelow(index)  # type: ignore[attr-defined]
    assert len(said) >= model.rowCount()
    return said


def test_rows_read_as_sentences_and_columns_have_heads(open_sample: Callable[[], Hand]) -> None:
    hand = open_sample()
    market = go_to_the_market(hand)
    newest = snapshots_of(hand, market)[0]
    row = next(said for said in sentences(hand.bench.list.view) if "Snapshot 3" in said)
    assert (
        row == "Snapshot 3, finalized Saturday 21 November 14:05, Aunt Mary: 10 more, level 2"
        or (row.startswith("Snapshot 3, finalized ") and row.endswith(", level 2"))
    )
    hand.press("Return")
    hand.press("Home")
    hand.press("*")
    hand.settle()
    plan = sentences(hand.bench.event_page.view)
    assert len(plan) > 4
    assert all("," in said for said in plan)
    assert any("60" in said and "Holiday hamper" in said for said in plan)
    hand.press("Ctrl+3")
    hand.settle()
    assert all(sentences(hand.bench.trash_page.view))
    for view in (hand.bench.list.view, hand.bench.event_page.view, hand.bench.trash_page.view):
        model = view.model()
        for column in range(model.columnCount()):
            heads = [
                model.headerData(column, Qt.Orientation.Horizontal, role)
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            ]
            assert any(heads), (view.objectName(), column)
        assert view.accessibleName()
    assert newest in hand.keys_below(market)


def test_notices_are_announced(
    open_sample: Callable[[], Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    class Ear:
        """Stands where the platform's bridge to a screen reader stands."""

        @staticmethod
        def updateAccessibility(event: QAccessibleAnnouncementEvent) -> None:  # noqa: N802
            said.append(plain(event.message()))

    monkeypatch.setattr(notice_bar, "QAccessible", Ear)
    hand = open_sample()
    hand.until(lambda: hand.bench.list.view.hasFocus())
    hand.press("Del")
    hand.until(lambda: hand.notice == "Deleted School fair and its 4 lines.")
    hand.settle()
    hand.press("Ctrl+Z")
    hand.until(lambda: hand.notice == "Undone: Delete School fair.")
    hand.settle()
    assert said == ["Deleted School fair and its 4 lines.", "Undone: Delete School fair."]


def stock(hand: Hand) -> tuple[object, ...]:
    with hand.watch.allow_sql():
        return one_row(
            "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM planning_snapshots),"
            " (SELECT count(*) FROM plan_lines), (SELECT count(*) FROM removed_records)"
        )


def test_esc_and_enter_never_destroy_and_every_dialog_can_be_heard_and_walked(
    open_sample: Callable[[], Hand],
) -> None:
    hand = open_sample()
    market = go_to_the_market(hand)
    newest = snapshots_of(hand, market)[0]
    before = stock(hand)
    for key in ("Esc", "Return"):
        for chosen, opens in ((market, "Del"), (newest, "Del"), (None, "Del")):
            choose(hand, chosen)
            hand.press(opens)
            leave(hand, open_dialog(hand), key)
            assert stock(hand) == before, (chosen, key)
    for opens in ("Ctrl+N", "Ctrl+Return", "F1"):
        choose(hand, market)
        hand.press(opens)
        leave(hand, open_dialog(hand), "Esc")
    hand.command("finalize_changed")
    leave(hand, open_dialog(hand), "Esc")
    choose(hand, newest)
    hand.press("Ctrl+Shift+N")
    leave(hand, open_dialog(hand), "Esc")
    assert stock(hand) == before
    assert not hand.window.commands["undo"].isEnabled()


def choose(hand: Hand, key: Key | None) -> None:
    """A row of the list, or without one the trash."""
    if key is None:
        hand.press("Ctrl+3")
        hand.settle()
        return
    hand.choose(key)
    hand.bench.navigation.show_selection()
    hand.bench.list.view.setFocus()
    hand.settle()


def open_dialog(hand: Hand) -> QDialog:
    hand.until(lambda: isinstance(QApplication.activeModalWidget(), QDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    dialog.activateWindow()
    hand.until(lambda: dialog.isAncestorOf(QApplication.focusWidget() or hand.window))
    return dialog


def leave(hand: Hand, dialog: QDialog, key: str) -> None:
    """Walks through the dialog by Tab, then leaves it by that key from where it began."""
    began = QApplication.focusWidget()
    assert began is not None
    assert dialog.windowTitle()
    wanted = [each for each in takes_focus(dialog) if not isinstance(each, QScrollArea)]
    assert [each for each in wanted if not heard_name(each).strip()] == []
    assert [each for each in wanted if each not in tabbed(hand, dialog)] == []
    began.setFocus()
    QTest.keySequence(began, key)
    hand.until(lambda: QApplication.activeModalWidget() is None)
    hand.settle()
    hand.window.activateWindow()  # offscreen nobody does it when a dialog closes
    hand.until(hand.window.isActiveWindow)
