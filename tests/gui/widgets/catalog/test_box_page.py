from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.domain.catalog import BoxDetail
from core.domain.keys import ComponentKind, Key, ThingKind
from core.domain.rows import Choice, ContentRow, Page, SourceRef
from gui.models.contents_model import Column, ContentsBranch
from gui.models.tickets import Ticket
from gui.widgets.catalog.box_page import BoxPage
from tests.gui.widgets.catalog.things import (
    ODD_NAMES,
    box,
    content,
    other_field,
    press,
    row_menu,
    shown,
    take,
    type_into,
)

SAMPLER = content(
    "sampler", 2, 1, kind=ComponentKind.FINISHED_GOOD, unit="boxes", has_children=True
)
COOKIE = content("cookie", 6, 2, notes="iced")
RIBBON = content("ribbon", 1, 3, kind=ComponentKind.MATERIAL, is_generic=True, unit="each")
BISCOTTI = content("biscotti", 4, None, in_all=Fraction(8))
CHOICE = Choice(ComponentKind.FINISHED_UNIT, 9, "c9", "Gingerbread man", "cookies")


class Hands:
    """The page in a window; what its table asks is answered at once."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.rows: tuple[ContentRow, ...] = (SAMPLER, COOKIE, RIBBON)
        self.page = shown(qtbot, BoxPage)
        self.model, self.view = self.page.model, self.page.view
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Warning
        )
        self.sources: list[SourceRef] = []
        self.waiting: list[Ticket] = []
        self.clock = QTimer()
        self.clock.setSingleShot(True)
        self.clock.timeout.connect(self.answer_all)
        self.model.page_wanted.connect(self.ask)
        self.show(box())

    def show(self, detail: BoxDetail) -> None:
        self.page.show_detail(detail)
        self.settle()

    def refresh(self) -> None:
        self.model.set_source(self.model.source, is_editable=self.model.is_editable)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.waiting and not self.clock.isActive())

    def ask(self, ticket: Ticket) -> None:
        self.waiting.append(ticket)
        self.clock.start(0)

    def answer_all(self) -> None:
        waiting, self.waiting = self.waiting, []
        for ticket in waiting:
            self.answer(ticket)

    def answer(self, ticket: Ticket) -> None:
        branch = ticket.branch
        assert isinstance(branch, ContentsBranch)
        rows = (BISCOTTI,) if branch.parent is not None else self.rows
        if branch.parent is None:
            self.sources.append(branch.source)
        self.model.put_page(ticket, Page(rows, None, len(rows)))

    def choose(self, row: int, column: int = Column.WHAT) -> None:
        self.view.setFocus()
        self.view.setCurrentIndex(self.model.index(row, column))

    def editor(self) -> QLineEdit:
        found = self.view.itemDelegate().editor()  # type: ignore[attr-defined]
        assert isinstance(found, QLineEdit)
        return found

    def sentence(self) -> str:
        label = self.view.findChild(QLabel, "cell_sentence")
        return label.text() if label is not None and label.isVisible() else ""

    def text(self, row: int, column: Column) -> str:
        return str(self.model.index(row, column).data())


@pytest.fixture
def hands(qtbot: QtBot) -> Hands:
    return Hands(qtbot)


def test_the_table_asks_for_what_is_in_this_box(hands: Hands) -> None:
    assert hands.sources == [SourceRef(box_id=8)]
    assert [hands.text(row, Column.IN_EACH) for row in range(3)] == ["2", "6", "1"]
    assert hands.text(2, Column.WHAT) == "ribbon, chosen later"
    hidden = [column for column in Column if hands.view.isColumnHidden(column)]
    assert hidden == [Column.IN_ALL, Column.SINCE]


def test_what_is_in_a_nested_box_is_read_when_it_is_opened(hands: Hands, qtbot: QtBot) -> None:
    hands.choose(0)
    press(qtbot, Qt.Key.Key_Right)
    hands.settle()
    nested = hands.model.index(0, 0, hands.model.index(0, 0))
    assert nested.data() == "biscotti"
    assert nested.siblingAtColumn(Column.IN_EACH).data() == "4"
    assert not hands.model.flags(nested.siblingAtColumn(Column.IN_EACH)) & (
        Qt.ItemFlag.ItemIsEditable
    )
    hands.view.setCurrentIndex(nested)
    press(qtbot, Qt.Key.Key_7)
    assert hands.view.itemDelegate().editor() is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(("keys", "amount"), [("7", 7), ("+2", 8), ("1 dz", 12), ("½", "1/2")])
def test_typing_on_a_content_begins_how_many_are_in_each(
    hands: Hands, qtbot: QtBot, keys: str, amount: Fraction
) -> None:
    hands.choose(1)
    qtbot.keyClicks(hands.view, keys[0])
    qtbot.keyClicks(hands.editor(), keys[1:])
    with qtbot.waitSignal(hands.page.content_amount_wanted) as wish:
        press(qtbot, Qt.Key.Key_Return)
    assert wish.args == [2, Fraction(amount)]
    saved = replace(COOKIE, in_each=Fraction(amount), in_all=Fraction(amount))
    hands.model.put_line(saved)
    assert hands.model.quantity_at(hands.model.index(1, 0)) == Fraction(amount)


@pytest.mark.parametrize("text", ["0", "abc", "-6", "1e300", ""])
def test_what_is_no_amount_is_never_dropped(hands: Hands, qtbot: QtBot, text: str) -> None:
    hands.choose(1)
    press(qtbot, Qt.Key.Key_Return)
    hands.editor().setText(text)
    with qtbot.assertNotEmitted(hands.page.content_amount_wanted):
        press(qtbot, Qt.Key.Key_Return)
        assert hands.sentence().endswith(".")
        other_field(hands.page).setFocus()
        assert not hands.page.commit_edits()
    assert hands.editor().text() == text
    press(qtbot, Qt.Key.Key_Escape)
    assert hands.text(1, Column.IN_EACH) == "6"


def test_tab_goes_from_the_number_to_the_note_and_on(hands: Hands, qtbot: QtBot) -> None:
    hands.choose(1)
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(hands.editor(), "in a ring")
    with qtbot.waitSignal(hands.page.content_note_wanted) as wish:
        press(qtbot, Qt.Key.Key_Tab)
    assert wish.args == [2, "in a ring"]
    assert hands.editor().accessibleName() == "How many in each"
    press(qtbot, Qt.Key.Key_Escape)


def test_del_goes_on_in_a_box_and_what_comes_back_is_chosen(hands: Hands, qtbot: QtBot) -> None:
    gone: list[list[int]] = []
    hands.page.contents_delete_wanted.connect(gone.append)
    hands.choose(1)
    press(qtbot, Qt.Key.Key_Delete)
    hands.rows = (SAMPLER, RIBBON)
    hands.refresh()
    press(qtbot, Qt.Key.Key_Delete)
    hands.rows = (SAMPLER,)
    hands.refresh()
    assert gone == [[2], [3]]
    assert hands.view.selected_line_ids() == [1]
    hands.rows = (SAMPLER, RIBBON)
    hands.refresh()
    assert hands.view.selected_line_ids() == [3]


def test_del_and_alt_arrows_name_the_contents(hands: Hands, qtbot: QtBot) -> None:
    hands.choose(1)
    press(qtbot, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(hands.page.contents_delete_wanted) as gone:
        press(qtbot, Qt.Key.Key_Delete)
    assert gone.args == [[2, 3]]
    hands.choose(2)
    with qtbot.waitSignal(hands.page.content_move_wanted) as moved:
        press(qtbot, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert moved.args == [3, -1]
    assert hands.page.choose_content(1)
    assert hands.view.currentIndex().row() == 0


def test_the_menu_of_a_content_does_what_its_keys_do(hands: Hands, qtbot: QtBot) -> None:
    hands.choose(1)
    with qtbot.waitSignal(hands.page.content_move_wanted) as moved:
        take(hands.view, "Move down")
    assert moved.args == [2, 1]
    take(hands.view, "Edit")
    assert hands.editor().text() == "6"
    press(qtbot, Qt.Key.Key_Escape)
    with qtbot.waitSignal(hands.page.contents_delete_wanted) as gone:
        take(hands.view, "Delete")
    assert gone.args == [[2]]
    hands.choose(0)
    press(qtbot, Qt.Key.Key_Right)
    hands.settle()
    press(qtbot, Qt.Key.Key_Down)
    assert row_menu(hands.view) == {}  # what is in a box inside is changed there


def test_a_thing_is_added_by_a_part_of_its_name(hands: Hands, qtbot: QtBot) -> None:
    page = hands.page
    page.choices_wanted.connect(lambda text: page.put_choices(text, (CHOICE,)))
    page.adder.setFocus()
    qtbot.keyClicks(page.adder.edit, "6 ginger")
    with qtbot.waitSignal(page.content_add_wanted) as wish:
        press(qtbot, Qt.Key.Key_Return)
    assert wish.args == [CHOICE, Fraction(6)]
    assert page.adder.edit.accessibleName() == "Add to the box"


def test_a_refused_loop_stands_in_the_field_again_with_its_path(hands: Hands, qtbot: QtBot) -> None:
    page = hands.page
    page.refuse_add(CHOICE, Fraction(6), "Hamper > Sampler > Hamper")
    assert page.adder.pending_text() == "6 Gingerbread man"
    assert page.add_sentence.isVisible()
    page.adder.setFocus()
    press(qtbot, Qt.Key.Key_Backspace)
    assert not page.add_sentence.isVisible()


def test_a_refused_amount_gives_the_old_one_back(hands: Hands, qtbot: QtBot) -> None:
    hands.choose(1)
    press(qtbot, Qt.Key.Key_7)
    press(qtbot, Qt.Key.Key_Return)
    assert hands.text(1, Column.IN_EACH) == "7"
    hands.page.refuse_content(2, "Not now.")
    assert hands.text(1, Column.IN_EACH) == "6"
    assert hands.page.trouble.text() == "Not now."


def test_an_empty_box_says_what_belongs_there(qtbot: QtBot, hands: Hands) -> None:
    page = hands.page
    hands.rows = ()
    hands.choose(1)
    hands.refresh()
    assert page.empty.isVisible()
    assert page.adder.edit.hasFocus()
    hands.rows = (COOKIE,)
    hands.refresh()
    assert hands.view.isVisible()
    assert page.adder.edit.hasFocus()  # the next one can be typed


def test_another_box_asks_anew_and_the_same_does_not(hands: Hands, qtbot: QtBot) -> None:
    page = hands.page
    hands.show(box(description="Red paper."))
    assert len(hands.sources) == 1
    assert page.description.face.face_text() == "Red paper."
    qtbot.keyClicks(page.adder.edit, "6 gi")
    other = box()
    key = Key(ThingKind.FINISHED_GOOD, 9)
    hands.show(replace(other, row=replace(other.row, key=key, uuid="b9")))
    assert hands.sources[-1] == SourceRef(box_id=9)
    assert page.adder.pending_text() == ""
    hands.show(replace(other, row=replace(other.row, key=key, uuid="of another file")))
    assert len(hands.sources) == 3
    hands.show(box())
    assert page.adder.pending_text() == "6 gi"  # it waited for its box
    page.show_gone()
    assert hands.model.source is None


def test_notes_are_fields(hands: Hands, qtbot: QtBot) -> None:
    page = hands.page
    assert not page.category.isVisible()
    type_into(qtbot, page.packaging, "Ribbon last.")
    with qtbot.waitSignal(page.field_wanted) as wish:
        press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert wish.args == ["packaging_instructions", "Ribbon last."]


def test_space_shows_the_details_and_hides_them(hands: Hands, qtbot: QtBot) -> None:
    hands.choose(1)
    assert not hands.page.details.isVisible()
    press(qtbot, Qt.Key.Key_Space)
    assert hands.page.details.isVisible()
    press(qtbot, Qt.Key.Key_Space)
    assert not hands.page.details.isVisible()


def test_read_only_opens_but_changes_nothing(hands: Hands, qtbot: QtBot) -> None:
    page = hands.page
    page.set_read_only(True)
    hands.settle()
    assert not page.adder.isVisible()
    hands.choose(1)
    with qtbot.assertNotEmitted(page.contents_delete_wanted):
        press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_7)
    press(qtbot, Qt.Key.Key_F2)
    assert hands.view.itemDelegate().editor() is None  # type: ignore[attr-defined]
    page.set_read_only(False)
    hands.settle()
    hands.choose(1)
    press(qtbot, Qt.Key.Key_7)
    assert hands.editor().text() == "7"
    press(qtbot, Qt.Key.Key_Escape)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_plain_text(hands: Hands, name: str) -> None:
    hands.rows = (content(name, 1, 5, notes=name),)
    hands.refresh()
    assert hands.text(0, Column.WHAT) == " ".join(name.split())
    assert hands.page.window().width() <= 900
