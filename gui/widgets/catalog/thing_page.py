"""The page of one thing of the catalog: its head, what it says of itself, and where it is used."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.domain.catalog import CatalogRow
from gui.icons import icon
from gui.theme import SPACE_L, SPACE_M, SPACE_S
from gui.widgets.band import Band
from gui.widgets.catalog.checks import NAME
from gui.widgets.catalog.field_label import FieldLabel
from gui.widgets.catalog.form_row import Form
from gui.widgets.catalog.used_in import UsedIn
from gui.widgets.editable_label import EditableLabel
from gui.widgets.focus import keeps_focus, order_tabs
from gui.widgets.message_page import MessagePage
from gui.widgets.page_head import PageHead
from gui.widgets.part_table import PartTable
from gui.widgets.sentence_label import SentenceLabel

LEAST_CHARACTERS = 80  # of a page in which the buttons are words


class PageField(Protocol):
    """What a page asks of each of its fields."""

    def commit(self) -> bool: ...
    def cancel(self) -> None: ...
    def refuse(self, sentence: str) -> None: ...
    def set_read_only(self, is_read_only: bool) -> None: ...


class ThingPage(QWidget):
    """Each edit is wished for at once; what the page shows changes only by `show_detail`."""

    field_wanted = Signal(str, object)  # the field, and its value: text, number, bool or None
    duplicate_wanted = Signal()
    retire_wanted = Signal()
    bring_back_wanted = Signal()
    delete_wanted = Signal()
    place_wanted = Signal(object)  # Key of what a link names
    retry_wanted = Signal()

    def __init__(self, name: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._detail: Any = None
        self._is_read_only = False
        self._is_narrow = False
        self._fields: dict[str, PageField] = {}
        self.head = PageHead(icon_name, "accent")
        self.name = FieldLabel("name", accessible_name=self.tr("Name"), check=NAME, look="title")
        self.category = FieldLabel("category", accessible_name=self.tr("Category"))
        self.category.set_placeholder(self.tr("No category"))
        self.category.set_names(())
        self.head.title_row.addWidget(self.name)
        self.duplicate_button = self.head.add_button(self.tr("Duplicate"), "duplicate")
        self.duplicate_button.clicked.connect(self.duplicate_wanted)
        self.retire_button = self.head.add_button(self.tr("Retire"), "retire")
        self.retire_button.clicked.connect(self.retire_wanted)
        self.delete_button = self._link(self.tr("Delete…"), "delete")
        self.delete_button.clicked.connect(self.delete_wanted)
        self.band = Band("retire", "", (("bring_back", self.tr("Bring back")),))
        self.band.set_text(self.retired_text())
        self.band.button("bring_back").clicked.connect(self.bring_back_wanted)
        self.band.hide()
        self.trouble = SentenceLabel()
        self.trouble.setObjectName("trouble")
        self.used_in = UsedIn()
        self.used_in.place_wanted.connect(self.place_wanted)
        self.message = MessagePage()
        self.message.retry_wanted.connect(self.retry_wanted)
        self._lay_out()
        self.add_field("name", self.name)
        self.head.add_line(self.category)
        self.category.setVisible(self.has_category())
        if self.has_category():
            self.add_field("category", self.category)

    def _lay_out(self) -> None:
        self._whole = QWidget()
        self.body = QVBoxLayout(self._whole)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(SPACE_S)
        self.body.addWidget(self.head)
        self.body.addWidget(self.band)
        self.body.addWidget(self.trouble)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._whole)
        self._stack.addWidget(self.message)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _link(self, text: str, name: str) -> QPushButton:
        button = self.head.add_button(text, name)
        button.setProperty("link", True)
        return button

    # What each kind says for itself

    def retired_text(self) -> str:
        return self.tr("Retired: not offered for new plans and boxes.")

    def has_category(self) -> bool:
        return True

    def show_body(self, detail: Any) -> None:
        """What stands below the head."""

    def other_thing(self) -> None:
        """What was typed for the thing before is gone."""

    def body_read_only(self, *, is_read_only: bool) -> None:
        """Beside the fields."""

    # What the window asks

    def detail(self) -> Any:
        """What is shown; None before anything was."""
        return self._detail

    def show_detail(self, detail: Any) -> None:
        """An open field keeps what she typed, unless another thing is shown from now on."""
        row: CatalogRow = detail.row
        old = self._detail.row if self._detail is not None else None
        # Two files may give the same key to different things.
        is_other = old is None or (old.key, old.uuid) != (row.key, row.uuid)
        self._detail = detail
        if is_other:
            for field in self._fields.values():
                field.cancel()
            self.other_thing()
        self.trouble.say("")
        self._turn_to(self._whole)
        self.name.set_value(row.name)
        self.category.set_value(row.category or "", role="muted")
        had_focus = keeps_focus(self.band) or self.retire_button.hasFocus()
        self.band.setVisible(row.is_retired)
        self.retire_button.setVisible(not row.is_retired)
        if had_focus:
            goal = self.band.button("bring_back") if row.is_retired else self.retire_button
            goal.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_body(detail)
        self.used_in.show_usage(detail.usage)
        order_tabs(self)

    def show_loading(self) -> None:
        self.message.show_loading()
        self._turn_to(self.message)

    def show_failure(self, sentence: str = "") -> None:
        """With Retry."""
        self.message.show_failure(sentence)
        self._turn_to(self.message)

    def show_gone(self) -> None:
        """Another window deleted it; what was typed into it has no place any more."""
        for field in self._fields.values():
            field.cancel()
        self._detail = None
        self.message.show_gone(has_event=False)
        self._turn_to(self.message)

    def refuse(self, field: str, sentence: str) -> None:
        """Core did not take a field's value; a sentence of no field stands below the head."""
        if field in self._fields:
            self._fields[field].refuse(sentence)
        else:
            self.trouble.say(sentence)

    def set_categories(self, names: tuple[str, ...]) -> None:
        """Offered while a category is typed."""
        self.category.set_names(names)

    def set_read_only(self, is_read_only: bool) -> None:
        self._is_read_only = is_read_only
        self._dress_buttons()
        for field in self._fields.values():
            field.set_read_only(is_read_only)
        self.body_read_only(is_read_only=is_read_only)
        order_tabs(self)

    def commit_edits(self) -> bool:
        """Takes what is half typed; False when something stays open with its sentence."""
        taken = [field.commit() for field in self._fields.values()]  # each, not only the first
        return all(taken)

    def edit_name(self) -> None:
        self.name.start_editing()

    def edit_current(self) -> None:
        """What F2 means here: the field or the cell with the keyboard, else the name."""
        field = QApplication.focusWidget()
        while field is not None and field is not self:
            if isinstance(field, EditableLabel):
                field.start_editing()
                return
            field = field.parentWidget()
        table = self.parts_table()
        if table is None or not keeps_focus(table) or not table.edit_current():
            self.edit_name()

    def delete_parts(self) -> None:
        """What Del means here: the chosen rows of the table with the keyboard."""
        table = self.parts_table()
        if table is not None and keeps_focus(table):
            table.delete_chosen()

    def regions(self) -> list[QWidget]:
        """What F6 goes through on the page, in reading order."""
        table = self.parts_table()
        return [self.name.face, *([table] if table is not None else [])]

    def choose_row(self, row: Hashable) -> None:
        """Chooses what is in the thing, where a number comes from it."""

    def parts_table(self) -> PartTable | None:
        """What is in the thing, where that is a table."""
        return None

    def focus_body(self) -> None:
        """Where Enter in the list leads: to the first thing that can be edited."""
        self.name.face.setFocus(Qt.FocusReason.OtherFocusReason)

    # For the pages

    def add_field(self, field: str, widget: PageField) -> None:
        """From now on it is asked with the others; a FieldLabel's wishes are passed on."""
        self._fields[field] = widget
        if isinstance(widget, FieldLabel):
            widget.wanted.connect(self.field_wanted)

    def _turn_to(self, page: QWidget) -> None:
        had_focus = keeps_focus(self._stack)
        is_other = self._stack.currentWidget() is not page
        self._stack.setCurrentWidget(page)
        if had_focus and is_other:
            # Else Qt gives it to whichever button comes next, and a typed space presses that.
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dress_buttons(self) -> None:
        """Where there is little room the name has it, and two of the buttons are signs."""
        can, tip = not self._is_read_only, self.tr("This file is read-only")
        for button in (self.delete_button, self.band.button("bring_back")):
            button.setEnabled(can)
            button.setToolTip("" if can else tip)
        signs = (
            (self.duplicate_button, self.tr("Duplicate"), "copy"),
            (self.retire_button, self.tr("Retire"), "retire"),
        )
        for button, text, sign in signs:
            button.setEnabled(can)
            button.setAccessibleName(text)
            button.setText("" if self._is_narrow else text)
            if self._is_narrow:
                button.setIcon(icon(sign, "text"))
                button.setToolTip(text if can else tip)
            else:
                button.setIcon(QIcon())
                button.setToolTip("" if can else tip)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self.fontMetrics().averageCharWidth() * LEAST_CHARACTERS
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._dress_buttons()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "message"):
            self._dress_buttons()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_F2 and is_plain and self._detail is not None:
            self.edit_current()
            return
        super().keyPressEvent(event)


class FormPage(ThingPage):
    """A thing that is a form: it scrolls, with where it is used at the end."""

    def __init__(self, name: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, icon_name, parent)
        self.form = Form()
        inner = QWidget()
        inner.setObjectName("page")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, SPACE_S, 0, SPACE_S)
        layout.setSpacing(SPACE_L)
        layout.addWidget(self.form)
        self._parts = QWidget()  # its own, so that Tab comes here before where it is used
        self._parts.hide()
        parts = QVBoxLayout(self._parts)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(SPACE_M)
        layout.addWidget(self._parts)
        layout.addWidget(self.used_in)
        layout.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("form_scroll")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._scroll, 1)

    def add_part(self, widget: QWidget) -> None:
        """Below the form, before where the thing is used."""
        layout = self._parts.layout()
        if layout is not None:
            layout.addWidget(widget)
        self._parts.show()

    @override
    def other_thing(self) -> None:
        self._scroll.verticalScrollBar().setValue(0)
