"""Ways round the tabs of sums that several journeys take."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.widgets.page_tabs import PageTabs
from gui.widgets.sums.sums_pane import SumsPane
from tests.window import Hand, plain


def pane(hand: Hand) -> SumsPane:
    found = hand.bench.event_page.tabs.sums()
    assert found is not None
    return found


def cells(shown: SumsPane, name: str) -> list[str]:
    """The row of that name, as it is read."""
    parts = shown.table.parts
    for number in range(parts.rowCount()):
        row = [plain(str(parts.index(number, at).data())) for at in range(parts.columnCount())]
        if row[0] == name:
            return row
    raise LookupError(name)


def turn_to(hand: Hand, tab: str) -> SumsPane:
    """By keyboard from wherever the event's page is."""
    return turn(hand, hand.bench.event_page.tabs, tab)


def turn(hand: Hand, tabs: PageTabs, tab: str) -> SumsPane:
    for _ in range(tabs.count()):
        if tabs.shown() != tab:
            hand.press("Ctrl+Tab")
    assert tabs.shown() == tab
    hand.settle()
    shown = tabs.sums()
    assert shown is not None
    hand.until(lambda: shown.table.parts.rowCount() or shown.message.text())
    return shown


def go_to_row(hand: Hand, shown: SumsPane, name: str) -> None:
    shown.table.setFocus(Qt.FocusReason.OtherFocusReason)
    key = next(row.key for row in shown.table.parts.rows() if row.cells[0].text == name)
    assert shown.table.choose(key)


def type_into_row(hand: Hand, shown: SumsPane, name: str, text: str) -> None:
    """Types over what can be edited in that row, and presses Enter."""
    go_to_row(hand, shown, name)
    hand.press("Return")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    hand.type(text) if text else hand.press("Del")
    hand.press("Return")
