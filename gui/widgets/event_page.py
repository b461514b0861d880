"""An event's page: its head, the add field, and its plan."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from core.domain.comparison import PlanChanges
from core.domain.rows import EventDetail, EventRow
from gui import texts, theme
from gui.event_state import event_state, is_past
from gui.tab_names import HISTORY, PLAN
from gui.widgets.add_field import AddField
from gui.widgets.contents_pane import ContentsPane
from gui.widgets.event_head import EventHead
from gui.widgets.focus import keeps_focus
from gui.widgets.history_pane import HistoryPane
from gui.widgets.page_tabs import PageTabs
from gui.widgets.plain_label import plain_label
from gui.words import name_text


class EmptyPlan(QWidget):
    """What a plan without lines says, with the button that begins it."""

    start_from_wanted = Signal()
    make_item_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty_plan")
        self._like = ""
        self._is_catalog_empty = False
        self._label = plain_label(name="empty_text", look="muted")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.start_from_button = self._button("start_from", "")
        self.start_from_button.clicked.connect(self.start_from_wanted)
        self.make_item_button = self._button("make_item", self.tr("Make an item"))
        self.make_item_button.clicked.connect(self.make_item_wanted)
        self.import_button = self._button("empty_import", self.tr("Import…"))
        self.import_button.clicked.connect(self.import_wanted)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addStretch(1)
        for button in (self.start_from_button, self.make_item_button, self.import_button):
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACE_M)
        layout.addStretch(1)
        layout.addWidget(self._label)
        layout.addLayout(row)
        layout.addStretch(2)
        self._show()

    def text(self) -> str:
        return self._label.text()

    def set_like_event(self, name: str | None) -> None:
        self._like = name or ""
        self._show()

    def set_catalog_empty(self, is_empty: bool) -> None:
        self._is_catalog_empty = is_empty
        self._show()

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        return button

    def _show(self) -> None:
        if self._is_catalog_empty:
            self._label.setText(self.tr("Nothing to choose from yet."))
        else:
            self._label.setText(
                self.tr("Nothing planned yet. Type a box, item or material above, with how many.")
            )
        self.start_from_button.setText(
            self.tr("Start from {event}").format(
                event=texts.escape_mnemonic(name_text(self._like, 40))
            )
        )
        self.start_from_button.setVisible(bool(self._like) and not self._is_catalog_empty)
        self.make_item_button.setVisible(self._is_catalog_empty)
        self.import_button.setVisible(self._is_catalog_empty)


class EventPage(QWidget):
    """`head`, `adder`, `view`, `model`, `details`, `tabs` and `history` are open to the feeders."""

    rename_wanted = Signal(str)
    date_wanted = Signal(object)  # date | None
    notes_wanted = Signal(str)
    state_clicked = Signal()
    state_retry_wanted = Signal()
    finalize_wanted = Signal()
    start_from_wanted = Signal()
    make_item_wanted = Signal()  # from the empty catalog; the add field has its own
    import_wanted = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("event_page")
        self._today = today
        self._detail: EventDetail | None = None
        self._changes: PlanChanges | None = None
        self._given: PlanChanges | None = None  # as they came, before or after the head
        self._failure = ""  # why the changes could not be read
        self._line_count = 0
        self._is_read_only = False
        self.head = EventHead(today)
        self.adder = AddField()
        self.pane = ContentsPane()
        self.view = self.pane.view
        self.details = self.pane.details
        self.model = self.view.contents
        self.empty = EmptyPlan()
        self._body = QStackedWidget()
        self._body.addWidget(self.empty)
        self._body.addWidget(self.pane)
        self.tabs = PageTabs("event_tabs", self._plan())
        self.history = HistoryPane()
        self.tabs.add(HISTORY, self.history.title, self.history)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addWidget(self.head)
        layout.addWidget(self.tabs, 1)
        self._connect()

    def _plan(self) -> QWidget:
        """The first tab: the add field over the table, or over what an empty plan says."""
        plan = QWidget()
        layout = QVBoxLayout(plan)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addWidget(self.adder)
        layout.addWidget(self._body, 1)
        return plan

    def _connect(self) -> None:
        self.head.rename_wanted.connect(self.rename_wanted)
        self.head.date_wanted.connect(self.date_wanted)
        self.head.notes_wanted.connect(self.notes_wanted)
        self.head.finalize_wanted.connect(self.finalize_wanted)
        self.head.state_clicked.connect(self._on_state_clicked)
        self.history.finalize_wanted.connect(self.finalize_wanted)
        self.empty.start_from_wanted.connect(self.start_from_wanted)
        self.empty.make_item_wanted.connect(self.make_item_wanted)
        self.empty.import_wanted.connect(self.import_wanted)
        self.model.line_count_changed.connect(self._on_line_count)
        self.model.source_changing.connect(self._on_source_changing)

    def event_row(self) -> EventRow | None:
        return self._detail.row if self._detail is not None else None

    def title(self) -> str:
        """The event's name, for files."""
        row = self.event_row()
        return row.name if row is not None else ""

    def show_event(self, detail: EventDetail, today: date) -> None:
        """The head; the plan itself comes by the model's pages."""
        old = self._detail.row if self._detail is not None else None
        # Two files may give the same id to different things.
        is_other = old is None or (old.id, old.uuid) != (detail.row.id, detail.row.uuid)
        self._detail, self._today = detail, today
        if is_other:
            self.adder.set_text("")
            if self.model.source is None:
                self._given = self._changes = None
        self._line_count = detail.row.line_count
        self.head.show_row(detail.row, today)
        if self._given is not self._changes:
            self._take_given()
        else:
            self._update()

    def set_changes(self, changes: PlanChanges | None) -> None:
        """What differs from the latest snapshot; None: not known, or nothing to compare with."""
        self._given = changes
        self._failure = ""
        self._take_given()

    def set_changes_failure(self, sentence: str) -> None:
        """The state cannot be told; its button tries again."""
        self._failure = sentence
        self._update()

    def _take_given(self) -> None:
        """Head and changes are read side by side: either may come first."""
        row, source = self.event_row(), self.model.source
        if row is None or (source is not None and source.event_id != row.id):
            return  # the head will come
        self._changes = None if is_past(row, self._today) else self._given
        self.model.put_changes(self._changes)
        self._update()

    def _on_source_changing(self, holds: bool) -> None:
        if not holds:
            self._given = self._changes = None
            self._failure = ""

    def set_like_event(self, name: str | None) -> None:
        """An older event that an empty plan could start from."""
        self.empty.set_like_event(name)

    def set_catalog_empty(self, is_empty: bool) -> None:
        self.empty.set_catalog_empty(is_empty)

    def set_read_only(self, is_read_only: bool) -> None:
        self._is_read_only = is_read_only
        self.head.set_read_only(is_read_only)
        self.adder.setVisible(not is_read_only)
        self.empty.setEnabled(not is_read_only)
        self._update()

    def commit_edits(self) -> bool:
        """Takes what is half typed; False when something stays open with its sentence."""
        if not self.head.commit_edits() or not self.tabs.commit_edits():
            return False
        if not self.view.commit_editor():
            self.tabs.show_tab(PLAN)
            return self.view.commit_editor()  # its sentence could not be seen before
        return True

    def edit_name(self) -> None:
        self.head.name.start_editing()

    def focus_body(self) -> None:
        """Where Enter in the list leads: to the lines, or to the add field while there are none."""
        sums = self.tabs.sums()
        if sums is not None:
            sums.focus_body()
        elif self.tabs.shown() == HISTORY:
            self.history.focus_body()
        elif self._body.currentWidget() is self.pane:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.adder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_state_clicked(self) -> None:
        if self._failure:
            self.state_retry_wanted.emit()
            return
        self.state_clicked.emit()

    def _on_line_count(self, count: int) -> None:
        self._line_count = count
        self._update()

    def _update(self) -> None:
        row = self.event_row()
        if row is None:
            return
        changes = self._failure or self._changes
        self.head.set_state(event_state(row, self._line_count, changes, today=self._today))
        self.head.set_can_finalize(self._line_count > 0)
        self.history.set_can_finalize(self._line_count > 0 and not self._is_read_only)
        has_removed = self._changes is not None and bool(self._changes.lines)
        shows_table = self._line_count > 0 or has_removed
        body = self.pane if shows_table else self.empty
        had_focus = keeps_focus(self._body)
        is_other = self._body.currentWidget() is not body
        self._body.setCurrentWidget(body)
        if had_focus and is_other:
            # Else Qt gives it to whichever button comes next, and a typed space presses that.
            self.focus_body()
