"""The panel that shows how a number adds up: its keys, what stays, and what it hands on."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.domain.plan_summary import PlanSummary, Proof, Source, SourceKind
from gui import theme
from gui.delegates.list_delegate import cell_width
from gui.models.proof_model import ProofColumn
from gui.settings import ThemeMode
from gui.widgets.proof_panel import ProofPanel
from gui.widgets.proof_tree import MOST_OPENED, ProofTree
from gui.widgets.text_face import TextFace
from tests.core.domain.plans import BOX, ITEM, Plan, batch
from tests.gui.models.test_proof_model import bakery, flour


class Hands:
    """The panel in a window, beside a field that can take the focus."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.field = QLineEdit()
        self.panel = ProofPanel()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.field)
        layout.addWidget(self.panel, 1)
        self.window.resize(700, 460)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.field.setFocus()

    @property
    def tree(self) -> ProofTree:
        return self.panel.tree

    def show(self, summary: PlanSummary, proof: Proof, title: str = "Flour: 35 cup") -> None:
        self.panel.show_proof(summary, title=title, text="Dough 14 batches", proof=proof)

    def press(self, key: str) -> None:
        QTest.keySequence(QApplication.focusWidget() or self.window, key)

    def row(self, *rows: int) -> QModelIndex:
        index = QModelIndex()
        for row in rows:
            index = self.tree.proof.index(row, 0, index)
        return index

    def seen(self) -> list[str]:
        """The rows on screen, from the top."""
        found, index = [], self.tree.proof.index(0, 0)
        while index.isValid():
            found.append(plain(str(index.data())))
            index = self.tree.indexBelow(index)
        return found

    def face(self, name: str) -> TextFace:
        found = self.panel.findChild(TextFace, name)
        assert found is not None
        return found


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


@pytest.fixture
def hands(qtbot: QtBot) -> Hands:
    return Hands(qtbot)


def test_without_a_row_it_says_what_to_do(hands: Hands) -> None:
    assert not hands.tree.isVisible()
    sentences = [each.text() for each in hands.panel.findChildren(QWidget, "proof_nothing")]
    assert sentences == ["Choose a row to see how it adds up."]
    summary = bakery()
    hands.show(summary, flour(summary))
    assert hands.tree.isVisible()
    assert hands.face("proof_title").face_text() == "Flour: 35 cup"
    assert hands.panel.accessibleDescription() == "Flour: 35 cup, Dough 14 batches"
    hands.panel.show_nothing()
    assert not hands.tree.isVisible()
    assert not hands.face("proof_title").isVisible()
    assert hands.tree.proof.rowCount() == 0


def test_the_first_level_is_shown_and_a_single_way_is_opened(hands: Hands) -> None:
    summary = bakery()
    hands.show(summary, flour(summary))
    assert hands.seen() == ["Flour  35 cup needed", "You have 5 lb"]
    hands.show(summary, summary.ingredients[0].proof)
    assert [row.partition("  ")[0] for row in hands.seen()] == ["Dough", "Cookie", "Box A", "Box B"]


def test_keys_open_and_close_rows(hands: Hands) -> None:
    summary = bakery()
    hands.show(summary, flour(summary))
    hands.tree.setFocus()
    hands.press("Right")
    assert len(hands.seen()) == 3
    hands.press("Left")
    assert len(hands.seen()) == 2
    hands.press("*")
    assert len(hands.seen()) == 8


def test_opening_everything_makes_room_for_the_widest_amount(hands: Hands) -> None:
    summary = bakery(1_000_000)
    hands.show(summary, flour(summary))
    before = hands.tree.columnWidth(ProofColumn.GIVES)
    hands.tree.open_all_below(hands.row(0))
    amounts = hands.tree.proof.longest_amounts()
    assert "6000000 pieces" in map(plain, amounts)
    widest = max(cell_width(amount, hands.tree.font()) for amount in amounts)
    assert before < widest == hands.tree.columnWidth(ProofColumn.GIVES)


def test_what_is_open_and_chosen_stays_when_the_number_is_shown_anew(hands: Hands) -> None:
    before, after = bakery(), bakery(10)
    hands.show(before, flour(before))
    hands.tree.open_all_below(hands.row(0))
    hands.tree.collapse(hands.row(0, 0, 0, 1))
    hands.tree.setCurrentIndex(hands.row(0, 0, 0, 0))
    hands.show(after, flour(after), "Flour: 20 cup")
    assert len(hands.seen()) == 7
    assert plain(str(hands.tree.currentIndex().data())) == "Box A  10 × 6"
    assert hands.tree.selectionModel().isSelected(hands.row(0, 0, 0, 0))
    hands.show(after, batch(after, "Cookie").proof)
    assert not hands.tree.currentIndex().isValid()


def test_what_was_closed_stays_closed(hands: Hands) -> None:
    before, after = bakery(), bakery(10)
    hands.show(before, before.ingredients[0].proof)
    hands.tree.collapse(hands.row(0))
    hands.show(after, after.ingredients[0].proof)
    assert hands.seen() == ["Dough  9 batches × 2 1/2 cup"]


def test_enter_and_a_double_click_hand_on_where_a_row_comes_from(hands: Hands) -> None:
    summary = bakery()
    hands.show(summary, flour(summary))
    hands.tree.open_all_below(hands.row(0))
    wanted: list[Source] = []
    hands.panel.source_wanted.connect(wanted.append)
    hands.tree.setFocus()
    hands.tree.setCurrentIndex(hands.row(0, 0))
    hands.press("Return")
    place = hands.tree.visualRect(hands.row(0, 0, 0, 0, 0)).center()
    for act in (QTest.mouseClick, QTest.mouseDClick):
        act(hands.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    line = Source(SourceKind.LINE, "line 0", "Box A")
    assert wanted == [Source(SourceKind.RECIPE_LINE, "Dough", "Dough", 0, "Flour"), line]
    place = hands.tree.visualRect(hands.row(0, 0)).center()
    for act in (QTest.mouseClick, QTest.mouseDClick):
        act(hands.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted.pop() == wanted[0]
    hands.tree.setCurrentIndex(hands.row(1))  # what she has
    hands.press("Return")
    bottom = QPoint(20, hands.tree.viewport().height() - 2)
    QTest.mouseDClick(hands.tree.viewport(), Qt.MouseButton.LeftButton, pos=bottom)
    assert len(wanted) == 2
    assert hands.tree.isExpanded(hands.row(0, 0))


def test_chosen_rows_are_copied_with_tabs_and_indented(hands: Hands) -> None:
    summary = bakery()
    hands.show(summary, flour(summary))
    hands.tree.expand(hands.row(0))
    hands.tree.setFocus()
    hands.press("Ctrl+A")
    hands.press("Ctrl+C")
    assert QApplication.clipboard().text() == (
        "Flour  35 cup needed\t35 cup\n"
        "  Dough  14 batches × 2 1/2 cup\t35 cup\n"
        "You have 5 lb\t\u221218.82 cup"
    )


def test_space_and_the_button_close_it(hands: Hands, qtbot: QtBot) -> None:
    summary = bakery()
    hands.show(summary, flour(summary))
    hands.tree.setFocus()
    with qtbot.waitSignal(hands.panel.closed):
        hands.press("Space")
    close = hands.panel.findChild(QPushButton, "proof_close")
    assert close is not None
    with qtbot.waitSignal(hands.panel.closed):
        close.click()


def test_the_keyboard_goes_to_the_rows_and_chooses_the_first(hands: Hands) -> None:
    summary = bakery()
    hands.panel.setFocus()
    assert hands.panel.hasFocus()
    hands.show(summary, flour(summary))
    assert hands.tree.hasFocus()
    assert hands.tree.selectionModel().isSelected(hands.row(0))
    hands.panel.show_nothing()
    assert QApplication.focusWidget() is hands.panel
    hands.show(summary, flour(summary))
    hands.field.setFocus()
    hands.panel.setFocus()
    assert hands.tree.hasFocus()


@pytest.mark.parametrize("mode", [ThemeMode.LIGHT, ThemeMode.DARK])
def test_the_bar_of_the_chosen_row_says_where_the_keyboard_is(
    qtbot: QtBot, app: QApplication, mode: ThemeMode
) -> None:
    theme.apply(app, mode)
    hands = Hands(qtbot)
    summary = bakery()
    hands.show(summary, flour(summary))

    def bar() -> str:
        picture: QImage = hands.tree.viewport().grab().toImage()
        return picture.pixelColor(1, hands.tree.visualRect(hands.row(0)).center().y()).name()

    hands.tree.setFocus()
    assert bar() == theme.current().color("accent").name()
    hands.field.setFocus()
    assert bar() == theme.current().color("field").name()
    hands.panel.show_nothing()
    hands.panel.setFocus()
    edge = hands.panel.grab().toImage().pixelColor(1, hands.panel.height() // 2)
    assert edge.name() == theme.current().color("accent").name()


@pytest.mark.parametrize("zoom", [0, 4])
def test_its_size_follows_the_text_and_not_what_it_shows(
    qtbot: QtBot, app: QApplication, zoom: int
) -> None:
    theme.apply(app, ThemeMode.LIGHT, 2)
    hands = Hands(qtbot)
    theme.apply(app, ThemeMode.LIGHT, zoom)
    hints = (hands.panel.sizeHint(), hands.panel.minimumSizeHint())
    summary = bakery()
    hands.show(summary, flour(summary))
    assert (hands.panel.sizeHint(), hands.panel.minimumSizeHint()) == hints
    assert hands.tree.rowHeight(hands.row(0)) == theme.row_height()
    assert hints[0].height() > 6 * theme.row_height()


@pytest.mark.parametrize("width", [260, 700])
def test_amounts_are_whole_however_narrow_it_is(hands: Hands, width: int) -> None:
    summary = bakery()
    hands.window.resize(width, 400)
    hands.show(summary, flour(summary))

    def needed(amount: str) -> int:
        return cell_width(amount, hands.tree.font())

    def room() -> int:
        return hands.tree.columnWidth(ProofColumn.GIVES)

    cup = "\u221218.82 \u2068cup\u2069"
    assert room() == needed(cup)
    hands.tree.setFocus()
    for key in ("Right", "Down", "Right"):
        hands.press(key)
    assert room() == max(needed(cup), needed("14 batches"))
    hands.show(summary, batch(summary, "Cookie").proof)
    assert room() == needed("300 \u2068pieces\u2069")
    after = bakery(1_000_000)
    hands.show(after, batch(after, "Cookie").proof)
    assert room() == needed("6000000 \u2068pieces\u2069")
    columns = sum(hands.tree.columnWidth(column) for column in ProofColumn)
    assert columns == hands.tree.viewport().width()


def test_a_diamond_of_boxes_is_not_opened_without_end(hands: Hands) -> None:
    plan = Plan()
    plan.item("Cookie", 1)
    plan.box("b0", (ITEM, "Cookie", 1))
    for n in range(1, 12):
        plan.box(f"b{n}", (BOX, f"b{n - 1}", 1), (BOX, f"b{n - 1}", 2))
    plan.line(BOX, "b11", Fraction(1))
    summary = plan.sum()
    hands.show(summary, summary.batches[0].proof)
    hands.tree.setFocus()
    hands.press("*")
    assert MOST_OPENED < len(hands.seen()) < MOST_OPENED * 3
    assert hands.tree.isExpanded(hands.row(0, 1, 1))


def test_names_of_her_own_are_shown_as_they_are(hands: Hands) -> None:
    plan = Plan()
    plan.item("<b>Cookie</b>", 1)
    plan.box("<i>Box</i> " * 20, (ITEM, "<b>Cookie</b>", 1))
    plan.line(BOX, "<i>Box</i> " * 20, 1)
    summary = plan.sum()
    hands.show(summary, summary.batches[0].proof, title="<b>Cookie</b>")
    assert hands.seen()[0].startswith("<i>Box</i> <i>Box</i>")
    tip = str(hands.row(0).data(Qt.ItemDataRole.ToolTipRole))
    assert tip.count("&lt;i&gt;") == 20
