"""A box's page: what is packed in it, down to the boxes in it, with the field that adds to it."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from core.domain.catalog import BoxDetail
from core.domain.quantity import amount_text as exact_text
from core.domain.rows import Choice, ContentRow, SourceRef
from gui.texts import one_line
from gui.widgets.add_field import AddField
from gui.widgets.catalog.table_page import TablePage
from gui.widgets.contents_pane import ContentsPane
from gui.widgets.focus import keeps_focus
from gui.widgets.plain_label import plain_label
from gui.widgets.row_menu import open_row_menu
from gui.widgets.sentence_label import SentenceLabel


class BoxPage(TablePage):
    """Fields: name, description, packaging_instructions, notes.

    `model` asks for what is in the box with `page_wanted`, as on an event's page; its source is
    the box that `show_detail` names.
    """

    content_add_wanted = Signal(object, object)  # Choice, Fraction
    content_amount_wanted = Signal(int, object)  # content_id, Fraction
    content_note_wanted = Signal(int, str)
    contents_delete_wanted = Signal(list)  # of content_id
    content_move_wanted = Signal(int, int)  # content_id, -1 or +1
    make_item_wanted = Signal(str, object)  # name, Fraction
    make_box_wanted = Signal(str, object)
    choices_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("box_page", "box", parent)
        self._count = 0
        self._deleted: set[int] = set()  # wished away, and maybe still here
        self.description = self.add_text("description", self.tr("Description"), self.tr("None"))
        self.packaging = self.add_text(
            "packaging_instructions", self.tr("How to pack it"), self.tr("None")
        )
        self.notes = self.add_text("notes", self.tr("Notes"), self.tr("None"))
        self.adder = AddField()
        self.adder.set_verb_in_box(True)
        self.adder.edit.setPlaceholderText(
            self.tr('Add a box, item or material: type its name, or "6 sugar cookie"')
        )
        self.add_sentence = SentenceLabel()
        self.add_sentence.setObjectName("add_problem")
        self.pane = ContentsPane()
        self.pane.hide_details()
        self.view = self.pane.view
        self.view.setAccessibleName(self.tr("What is in the box"))
        self.model = self.view.contents
        self.details = self.pane.details
        self.empty = plain_label(
            self.tr("Nothing in this box yet. Type a box, item or material above, with how many."),
            "box_empty",
            "muted",
        )
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._contents = QStackedWidget()
        self._contents.addWidget(self.pane)
        self._contents.addWidget(self.empty)
        self.add_table(self.adder, self.add_sentence, self._contents)
        self._connect()

    def _connect(self) -> None:
        self.adder.choices_wanted.connect(self.choices_wanted)
        self.adder.add_wanted.connect(self._on_add)
        self.adder.make_item_wanted.connect(self.make_item_wanted)
        self.adder.make_box_wanted.connect(self.make_box_wanted)
        self.adder.edit.textEdited.connect(self._on_typed)
        self.model.quantity_edit_wanted.connect(self._on_quantity)
        self.model.note_edit_wanted.connect(self.content_note_wanted)
        self.model.line_count_changed.connect(self._on_count)
        self.view.delete_lines_wanted.connect(self._on_delete)
        self.view.context_menu_wanted.connect(self._open_menu)
        self.view.move_line_wanted.connect(self.content_move_wanted)
        self.view.details_toggled.connect(self.toggle_details)

    def put_choices(self, text: str, choices: tuple[Choice, ...]) -> None:
        """The answer to `choices_wanted(text)`."""
        self.adder.put_choices(text, choices)

    def put_choices_failure(self, text: str, sentence: str) -> None:
        self.adder.put_failure(text, sentence)

    def refuse_add(self, choice: Choice, amount: Fraction, sentence: str) -> None:
        """Core did not add it, for example because of a loop: the text stands in the field again."""
        if not self.adder.pending_text():
            self.adder.set_text(f"{exact_text(amount)} {one_line(choice.name)}")
        self.add_sentence.say(sentence)

    def refuse_content(self, content_id: int, sentence: str) -> None:
        """Core did not take an amount or a note: the old ones are back, and the sentence says why."""
        self.model.edit_refused(content_id)
        self.trouble.say(sentence)

    def choose_content(self, content_id: int) -> bool:
        """One that was just added or moved."""
        return self.view.go_to_line(content_id)

    def toggle_details(self) -> None:
        if self.details.isHidden():
            self.pane.show_details()
        else:
            self.pane.hide_details()

    def set_narrow(self, is_narrow: bool) -> None:
        """Without room for the notes."""
        self.view.set_narrow(is_narrow)

    @override
    def edit_current(self) -> None:
        if keeps_focus(self.view):
            self.view.edit_current()
        else:
            super().edit_current()

    @override
    def delete_parts(self) -> None:
        if keeps_focus(self.view):
            self.view.delete_lines()

    @override
    def regions(self) -> list[QWidget]:
        return [self.name.face, self.adder, self.view]

    @override
    def has_category(self) -> bool:
        return False

    @override
    def commit_edits(self) -> bool:
        fields = super().commit_edits()
        return self.view.commit_editor() and fields

    @override
    def focus_body(self) -> None:
        """To the contents, or to the add field while there are none."""
        if self._contents.currentWidget() is self.pane or self._is_read_only:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.adder.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def other_thing(self) -> None:
        self.keep_half_typed(self.adder)
        self.add_sentence.say("")
        self.details.show_nothing()
        self.model.set_source(None, is_editable=False)  # ids of two files may be the same

    @override
    def body_read_only(self, *, is_read_only: bool) -> None:
        self.adder.setVisible(not is_read_only)
        source = self.model.source
        if source is not None and self.model.is_editable == is_read_only:
            self.model.set_source(source, is_editable=not is_read_only)

    @override
    def show_gone(self) -> None:
        self.model.set_source(None, is_editable=False)
        super().show_gone()

    @override
    def show_body(self, detail: BoxDetail) -> None:
        row = detail.row
        self.description.set_value(detail.description or "")
        self.packaging.set_value(detail.packaging_instructions or "")
        self.notes.set_value(detail.notes or "")
        source = SourceRef(box_id=row.key.id)
        if source != self.model.source:
            self.model.set_source(source, is_editable=not self._is_read_only)
            self._count = row.item_count + row.box_count + row.material_count
        self._show_contents()

    def _show_contents(self) -> None:
        body = self.pane if self._count else self.empty
        had_focus = keeps_focus(self._contents)
        is_other = self._contents.currentWidget() is not body
        self._contents.setCurrentWidget(body)
        if had_focus and is_other:
            self.focus_body()

    def _on_count(self, count: int) -> None:
        has_more, self._count = count > self._count, count
        self._show_contents()
        back = [each for each in self._deleted if self.model.line_index(each).isValid()]
        if has_more and back:
            self.view.go_to_line(min(back))  # its deletion was undone
            self._deleted.difference_update(back)

    def _open_menu(self, place: QPoint, _row: ContentRow | None) -> None:
        """Only of what is in this very box."""
        lines = self.view.selected_line_ids()
        if not self.model.is_editable or not lines or not self.view.commit_editor():
            return
        move = partial(self.content_move_wanted.emit, lines[0]) if len(lines) == 1 else None
        edit, delete = self.view.edit_current, self.view.delete_lines
        open_row_menu(self.view, place, edit=edit, delete=delete, move=move)

    def _on_delete(self, content_ids: list[int]) -> None:
        self._deleted.update(content_ids)
        self.contents_delete_wanted.emit(content_ids)

    def _on_add(self, choice: Choice, amount: Fraction, _to_existing: bool) -> None:
        self.content_add_wanted.emit(choice, amount)

    def _on_typed(self) -> None:
        self.add_sentence.say("")

    def _on_quantity(self, content_id: int, new: Fraction, _old: Fraction) -> None:
        self.content_amount_wanted.emit(content_id, new)
