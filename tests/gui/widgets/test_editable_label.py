from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.texts import plain_tooltip
from gui.widgets.editable_label import EditableLabel
from gui.widgets.text_check import name_problem
from gui.widgets.text_face import TextFace


class Page(QWidget):
    """A name that is edited in place, a note of several lines, and another field."""

    def __init__(self) -> None:
        super().__init__()
        self.name = EditableLabel("name", accessible_name="Name", problem=name_problem)
        self.name.set_value("Christmas market")
        self.note = EditableLabel("note", accessible_name="Note", max_lines=3)
        self.note.set_placeholder("Add a note")
        self.other = QLineEdit()
        layout = QVBoxLayout(self)
        for widget in (self.name, self.note, self.other):
            layout.addWidget(widget)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page()
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def type_into(qtbot: QtBot, label: EditableLabel, text: str) -> None:
    label.editor.selectAll()
    qtbot.keyClicks(label.editor, text)


def test_a_click_opens_the_field_with_its_text_chosen(qtbot: QtBot, page: Page) -> None:
    qtbot.mouseClick(page.name.face, Qt.MouseButton.LeftButton)
    editor = page.name.editor
    assert isinstance(editor, QLineEdit)
    assert editor.hasFocus()
    assert editor.selectedText() == "Christmas market"


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_field_is_opened_by_the_keyboard_too(qtbot: QtBot, page: Page, key: Qt.Key) -> None:
    page.name.face.setFocus()
    qtbot.keyClick(page.name.face, key)
    assert page.name.is_editing()


def test_enter_says_what_was_typed_and_gives_the_focus_back(qtbot: QtBot, page: Page) -> None:
    page.name.start_editing()
    type_into(qtbot, page.name, "Winter market")
    with qtbot.waitSignal(page.name.edited) as edited:
        qtbot.keyClick(page.name.editor, Qt.Key.Key_Return)
    assert edited.args == ["Winter market"]
    assert page.name.face.hasFocus()
    assert page.name.face.face_text() == "Christmas market"  # until core said yes


def test_esc_brings_the_old_text_back(qtbot: QtBot, page: Page) -> None:
    page.name.start_editing()
    type_into(qtbot, page.name, "Winter market")
    with qtbot.assertNotEmitted(page.name.edited):
        qtbot.keyClick(page.name.editor, Qt.Key.Key_Escape)
    assert not page.name.is_editing()
    page.name.start_editing()
    assert page.name.typed_text() == "Christmas market"


def test_leaving_the_field_takes_what_was_typed(qtbot: QtBot, page: Page) -> None:
    page.name.start_editing()
    type_into(qtbot, page.name, "Winter market")
    with qtbot.waitSignal(page.name.edited):
        page.other.setFocus()


def test_an_unchanged_text_is_no_edit(qtbot: QtBot, page: Page) -> None:
    page.name.start_editing()
    with qtbot.assertNotEmitted(page.name.edited):
        assert page.name.commit()
    assert not page.name.is_editing()


def test_a_text_that_cannot_be_taken_stays_open_with_a_sentence(qtbot: QtBot, page: Page) -> None:
    page.name.start_editing()
    type_into(qtbot, page.name, "x" * 201)
    with qtbot.assertNotEmitted(page.name.edited):
        page.other.setFocus()
        assert not page.name.commit()
    assert page.name.is_editing()
    assert page.name.sentence.isVisible()
    assert page.name.typed_text() == "x" * 201
    type_into(qtbot, page.name, "Fair")
    assert page.name.sentence.isHidden()


def test_a_note_has_lines_and_ctrl_return_ends_it(qtbot: QtBot, page: Page) -> None:
    page.note.start_editing()
    qtbot.keyClicks(page.note.editor, "Stall 14")
    qtbot.keyClick(page.note.editor, Qt.Key.Key_Return)
    qtbot.keyClicks(page.note.editor, "Ask Tom")
    with qtbot.waitSignal(page.note.edited) as edited:
        qtbot.keyClick(page.note.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert edited.args == ["Stall 14\nAsk Tom"]


def test_a_reason_ends_with_enter_and_goes_on_with_shift_enter(qtbot: QtBot, page: Page) -> None:
    page.note.set_enter_takes()
    page.note.start_editing()
    qtbot.keyClicks(page.note.editor, "Mary")
    qtbot.keyClick(page.note.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(page.note.editor, "more")
    with qtbot.waitSignal(page.note.edited) as edited:
        qtbot.keyClick(page.note.editor, Qt.Key.Key_Return)
    assert edited.args == ["Mary\nmore"]


def test_what_she_types_outlives_news_from_elsewhere(qtbot: QtBot, page: Page) -> None:
    page.name.start_editing()
    type_into(qtbot, page.name, "Winter")
    page.name.set_value("Renamed in another window")
    assert page.name.typed_text() == "Winter"


def test_an_empty_note_invites_and_a_read_only_one_cannot_be_opened(page: Page) -> None:
    assert page.note.face.face_text() == "Add a note"
    page.note.set_read_only(True)
    page.note.start_editing()
    assert not page.note.is_editing()
    assert page.note.face.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_refusal_from_core_opens_the_field_again(page: Page) -> None:
    page.name.set_error("There is an event of that name.", "School fair")
    assert page.name.is_editing()
    assert page.name.typed_text() == "School fair"
    assert page.name.sentence.text() == "There is an event of that name."


def test_a_refusal_leaves_a_field_that_she_has_opened_again_as_it_is(page: Page) -> None:
    page.name.start_editing()
    page.name.editor.setText("Summer fair")
    page.name.set_error("There is an event of that name.", "School fair")
    assert page.name.typed_text() == "Summer fair"
    assert page.name.sentence.text() == "There is an event of that name."


def test_a_long_name_is_cut_in_the_middle_and_whole_in_the_tooltip(qtbot: QtBot) -> None:
    face = TextFace()
    qtbot.addWidget(face)
    face.set_face("a <b>very</b> long name " * 20)
    face.resize(200, 30)
    face.show()
    assert face.is_elided()
    assert "&lt;b&gt;very&lt;/b&gt;" in face.toolTip()
    face.set_face("short")
    assert face.toolTip() == ""


def test_a_note_shows_its_first_lines_only_with_any_letters(qtbot: QtBot) -> None:
    face = TextFace(max_lines=3)
    qtbot.addWidget(face)
    face.set_face("🎄 " * 400 + "\nשוק\n" + "x" * 10_000)
    face.resize(300, face.heightForWidth(300))
    face.show()
    assert face.height() <= face.fontMetrics().height() * 3 + 8
    assert face.is_elided()
    face.set_face("one\ntwo")
    assert not face.is_elided()
    assert face.heightForWidth(300) == face.fontMetrics().height() * 2 + 8


def test_a_tooltip_is_plain_text() -> None:
    assert plain_tooltip("<b>x</b>\ny") == "<qt>&lt;b&gt;x&lt;/b&gt;<br>y</qt>"


def test_a_shorter_wording_stands_in_where_there_is_less_room(qtbot: QtBot) -> None:
    face = TextFace()
    qtbot.addWidget(face)
    face.set_face("Saturday 12 December 2026, in 19 days", short="12 Dec")
    face.resize(face.sizeHint())
    assert face._lines(face.width() - 8) == ["Saturday 12 December 2026, in 19 days"]
    face.resize(face.width() // 2, face.height())
    assert face._lines(face.width() - 8) == ["12 Dec"]
    face.show()
    assert "Saturday 12 December 2026" in face.toolTip()
