from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.domain.keys import ComponentKind
from core.domain.rows import Choice
from gui.widgets.add_field import AddField
from gui.widgets.add_popup import AddPopup, PopupRow, RowKind

HAMPER = Choice(
    ComponentKind.FINISHED_GOOD, 1, "u1", "Holiday hamper", "boxes", Fraction(60), line_id=7
)
BISCOTTI = Choice(ComponentKind.FINISHED_UNIT, 2, "u2", "Almond biscotti", "slices")
BAG = Choice(ComponentKind.MATERIAL_UNIT, 3, "u3", "Box hamper kraft", "each")
GIFT_BOX = Choice(ComponentKind.MATERIAL, 4, "u4", "Gift box", "each")
DRUM = Choice(ComponentKind.MATERIAL_UNIT, 5, "u5", "12 inch drum", "each")


class Page:
    """A window with the field, and all that the field said."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        self.window.setObjectName("window")
        layout = QVBoxLayout(self.window)
        self.field = AddField()
        self.other = QLineEdit()
        layout.addWidget(self.field)
        layout.addStretch(1)
        layout.addWidget(self.other)
        self.window.resize(700, 600)
        qtbot.addWidget(self.window)
        self.qtbot = qtbot
        self.asked: list[str] = []
        self.added: list[tuple[Choice, Fraction, bool]] = []
        self.made: list[tuple[str, str, Fraction]] = []
        self.field.choices_wanted.connect(self.asked.append)
        self.field.add_wanted.connect(lambda *wish: self.added.append(wish))
        self.field.make_box_wanted.connect(lambda *wish: self.made.append(("box", *wish)))
        self.field.make_item_wanted.connect(lambda *wish: self.made.append(("item", *wish)))
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.field.setFocus()
        qtbot.waitUntil(self.field.edit.hasFocus)

    @property
    def popup(self) -> AddPopup:
        return self.window.findChild(AddPopup, "add_popup")

    def type(self, text: str) -> None:
        """Types and waits until the field has asked."""
        self.asked.clear()
        self.qtbot.keyClicks(self.field.edit, text)
        self.qtbot.waitUntil(lambda: bool(self.asked))

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.field.edit, key)

    def shown(self) -> list[str]:
        return [" | ".join(filter(None, (row.text, row.hint))) for row in self.rows()]

    def rows(self) -> list[PopupRow]:
        return self.field.popup_rows()


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return Page(qtbot)


def test_it_asks_once_after_the_typing_for_the_whole_and_for_the_rest(page: Page) -> None:
    page.type("50 hamper")

    assert page.asked == ["50 hamper", "hamper"]


def test_a_thing_already_planned_is_added_to_its_line_first(page: Page) -> None:
    page.type("10 hamper")
    page.field.put_choices("hamper", (HAMPER, BAG))
    assert page.shown() == []
    page.field.put_choices("10 hamper", ())

    assert page.shown() == [
        "BOXES, what you pack together",
        "Holiday hamper | add 10 to the 60 planned",
        "Holiday hamper | 10 as a line of its own",
        "MATERIALS, what you pack it in",
        "Box hamper kraft | add 10",
        'Make a new box "hamper", 10 of it…',
        'Make a new item "hamper", 10 of it…',
    ]
    page.press(Qt.Key.Key_Return)
    assert page.added == [(HAMPER, Fraction(10), True)]
    assert page.field.pending_text() == ""
    assert page.field.edit.hasFocus()
    assert page.shown() == []


def test_arrow_keys_choose_another_row_and_pass_over_heads(page: Page) -> None:
    page.type("2 a")
    page.field.put_choices("2 a", ())
    page.field.put_choices("a", (HAMPER, BISCOTTI))
    page.press(Qt.Key.Key_Down)
    page.press(Qt.Key.Key_Down)
    assert page.field.edit.accessibleDescription() == "Almond biscotti, add 2"
    page.press(Qt.Key.Key_Return)

    assert page.added == [(BISCOTTI, Fraction(2), False)]


def test_up_from_the_first_row_reaches_the_last(page: Page) -> None:
    page.type("cookie")
    page.field.put_choices("cookie", (BISCOTTI,))
    page.press(Qt.Key.Key_Up)
    page.press(Qt.Key.Key_Return)

    assert page.made == [("item", "cookie", Fraction(1))]


def test_nothing_found_still_offers_to_make_it(page: Page) -> None:
    page.type("4 dz marzipan")
    page.field.put_choices("4 dz marzipan", ())
    page.field.put_choices("marzipan", ())
    assert page.shown() == [
        'Make a new box "marzipan", 48 of it…',
        'Make a new item "marzipan", 48 of it…',
    ]
    page.press(Qt.Key.Key_Return)

    assert page.made == [("box", "marzipan", Fraction(48))]


def test_a_number_is_no_quantity_when_a_name_begins_with_it(page: Page) -> None:
    page.type("12 inch")
    page.field.put_choices("inch", (BAG,))
    page.field.put_choices("12 inch", (DRUM,))
    assert page.shown()[:2] == ["MATERIALS, what you pack it in", "12 inch drum | add 1"]
    page.press(Qt.Key.Key_Return)

    assert page.added == [(DRUM, Fraction(1), False)]


def test_a_number_in_the_middle_of_a_name_is_still_the_quantity(page: Page) -> None:
    page.type("12 drum")
    page.field.put_choices("12 drum", (Choice(DRUM.kind, 9, "u9", "Box 12 drum", "each"),))
    page.field.put_choices("drum", (DRUM,))
    page.press(Qt.Key.Key_Return)

    assert page.added == [(DRUM, Fraction(12), False)]


def test_enter_before_the_answer_waits_for_it(page: Page) -> None:
    page.qtbot.keyClicks(page.field.edit, "30 bisc")
    page.press(Qt.Key.Key_Return)
    assert page.asked == ["30 bisc", "bisc"]
    assert page.added == []
    page.field.put_choices("30 bisc", ())
    page.field.put_choices("bisc", (BISCOTTI,))

    assert page.added == [(BISCOTTI, Fraction(30), False)]
    assert page.field.pending_text() == ""


def test_answers_that_come_at_once_are_taken_by_enter(page: Page) -> None:
    page.field.choices_wanted.connect(
        lambda text: page.field.put_choices(text, (BISCOTTI,) if text == "bisc" else ())
    )
    page.qtbot.keyClicks(page.field.edit, "30 bisc")
    page.press(Qt.Key.Key_Return)

    assert page.added == [(BISCOTTI, Fraction(30), False)]


def test_a_late_answer_for_another_text_is_dropped(page: Page) -> None:
    page.type("ham")
    page.qtbot.keyClicks(page.field.edit, "per")
    page.field.put_choices("ham", (BISCOTTI,))

    assert page.shown() == []


def test_a_quantity_of_nothing_is_refused_with_a_sentence(page: Page) -> None:
    page.type("0 hamper")
    page.field.put_choices("0 hamper", ())
    assert page.shown() == ["A quantity must be over 0."]
    page.press(Qt.Key.Key_Return)

    assert page.added == page.made == []
    assert page.field.pending_text() == "0 hamper"


def test_escape_closes_the_popup_then_clears_the_field(page: Page) -> None:
    page.type("ham")
    page.field.put_choices("ham", (HAMPER,))
    page.press(Qt.Key.Key_Escape)
    assert page.shown() == []
    assert page.field.pending_text() == "ham"
    page.press(Qt.Key.Key_Escape)

    assert page.field.pending_text() == ""


def test_down_in_the_empty_field_shows_all_there_is(page: Page) -> None:
    page.press(Qt.Key.Key_Down)
    assert page.asked == [""]
    page.field.put_choices("", (GIFT_BOX,))

    assert page.shown() == [
        "MATERIALS, what you pack it in",
        "Gift box, chosen later | add 1",
        "Make a new box…",
        "Make a new item…",
    ]


def test_in_the_form_for_a_box_nothing_is_said_of_the_plan(page: Page) -> None:
    page.field.set_verb_in_box(True)
    page.type("ham")
    page.field.put_choices("ham", (HAMPER,))
    assert page.shown()[:3] == [
        "BOXES, what you pack together",
        "Holiday hamper | add 1",
        'Make a new box "ham"…',
    ]
    page.press(Qt.Key.Key_Return)

    assert page.added == [(HAMPER, Fraction(1), False)]


def test_a_question_that_failed_says_so_and_leaves_no_dead_end(page: Page) -> None:
    page.type("ham")
    page.field.put_failure("ham", "Could not be read.")

    assert page.shown()[0] == "Could not be read."
    assert page.rows()[1].kind is RowKind.MAKE_BOX


def test_a_click_takes_a_row_and_the_field_keeps_the_focus(page: Page) -> None:
    page.type("ham")
    page.field.put_choices("ham", (HAMPER,))
    listing = page.popup._list
    place = listing.visualRect(listing.model().index(2, 0)).center()
    page.qtbot.mouseClick(listing.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert page.added == [(HAMPER, Fraction(1), False)]
    assert page.field.edit.hasFocus()


def test_a_click_on_a_head_takes_nothing(page: Page) -> None:
    page.type("ham")
    page.field.put_choices("ham", (HAMPER,))
    listing = page.popup._list
    place = listing.visualRect(listing.model().index(0, 0)).center()
    page.qtbot.mouseClick(listing.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert page.added == []
    assert page.field.edit.hasFocus()


def test_the_popup_stays_inside_the_window_and_leaves_with_the_focus(page: Page) -> None:
    page.type("a")
    many = tuple(
        Choice(ComponentKind.FINISHED_UNIT, n, f"u{n}", f"Item {n} <b>&", "each") for n in range(60)
    )
    page.field.put_choices("a", many)
    popup = page.popup
    assert not popup.isWindow()
    assert page.window.rect().contains(popup.geometry())
    page.other.setFocus()

    assert page.shown() == []
    assert page.field.pending_text() == "a"


def test_enter_does_not_press_the_default_button_of_a_form(qtbot: QtBot) -> None:
    form = QDialog()
    qtbot.addWidget(form)
    layout = QVBoxLayout(form)
    field, button = AddField(), QPushButton("Make")
    button.setDefault(True)
    layout.addWidget(field)
    layout.addWidget(button)
    form.show()
    qtbot.waitExposed(form)
    form.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.edit.hasFocus)
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.keyClicks(field.edit, "ham")
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
        qtbot.keyClick(field.edit, Qt.Key.Key_Escape)

    assert form.isVisible()
    assert field.pending_text() == ""
