"""What both tabs of sums share: a headline, what is not counted, the table, and how it adds up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.domain.plan_summary import NotCounted, PlanSummary, Source
from gui import texts, theme
from gui.models.part_model import PartColumn, PartRow
from gui.models.sum_rows import PaneRows
from gui.widgets.band import Band
from gui.widgets.message_page import MessagePage
from gui.widgets.plain_label import plain_label
from gui.widgets.sums.sum_table import SumTable
from gui.words import TITLE_NAME, name_text

MOST_LEFT_OUT = 5  # rows of what is not counted, before they scroll


class SumsPane(QWidget):
    """`table` shows the rows; what was typed into it is its model's `edit_wanted`."""

    retry_wanted = Signal()
    source_wanted = Signal(object)  # core.domain.plan_summary.Source
    copy_wanted = Signal()
    save_wanted = Signal()
    details_toggled = Signal()

    def __init__(
        self, name: str, columns: Sequence[PartColumn], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._summary: PlanSummary | None = None
        self._is_editable = False
        self.table = SumTable(f"{name}_table", columns, (len(columns) - 1,))
        self.headline = plain_label(name=f"{name}_headline", look="muted")
        self.left_out = Band("info", "", (("show_left_out", self.tr("Show them")),), role="info")
        self.left_out.button("show_left_out").clicked.connect(self._on_show_left_out)
        self.left_out_table = SumTable(
            f"{name}_left_out",
            (PartColumn("what", self.tr("Not counted")), PartColumn("why", self.tr("Why"))),
            (1,),
        )
        self.message = MessagePage()
        self._buttons: list[QPushButton] = []
        self._stack = QStackedWidget()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self._connect()
        self.show_loading()

    def _lay_out(self) -> None:
        self.add_buttons()
        self._top = QHBoxLayout()
        self._top.setSpacing(theme.SPACE_M)
        self._top.addWidget(self.headline, 1)
        for button in self._buttons:
            self._top.addWidget(button)
        self.left_out_table.set_most_rows(MOST_LEFT_OUT)
        self.left_out_table.parts.set_editable(False)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.table)
        self._splitter.setStretchFactor(0, 1)
        self._stack.addWidget(self.message)
        self._stack.addWidget(self._splitter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addLayout(self._top)
        layout.addWidget(self.left_out)
        layout.addWidget(self.left_out_table)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.message.retry_wanted.connect(self.retry_wanted)
        self.copy_button.clicked.connect(self.copy_wanted)
        self.save_button.clicked.connect(self.save_wanted)
        self.table.current_part_changed.connect(self._on_current_part)
        self.table.details_toggled.connect(self.details_toggled)
        self.table.opened.connect(self._on_opened)
        self.table.menu_wanted.connect(self._open_menu)
        self.left_out_table.activated_row.connect(self._on_opened)
        self.left_out_table.opened.connect(self._on_opened)
        self.left_out_table.menu_wanted.connect(self._open_left_out_menu)

    def add_buttons(self) -> None:
        self.copy_button = self.add_button("copy_sums", self.tr("Copy"))
        self.save_button = self.add_button("save_sums", self.tr("Save as CSV…"))

    def add_button(self, name: str, text: str) -> QPushButton:
        """Beside the headline; made before the layout is."""
        button = QPushButton(text)
        button.setObjectName(name)
        button.setProperty("link", True)
        self._buttons.append(button)
        return button

    # What is shown

    @property
    def summary(self) -> PlanSummary | None:
        return self._summary

    def show_summary(self, summary: PlanSummary, rows: PaneRows) -> None:
        """Only what differs moves; what was chosen and half typed stays."""
        self._summary = summary
        self.headline.setText(rows.headline)
        self.left_out.set_text(rows.left_out_text)
        self.left_out_table.parts.set_rows(rows.left_out)
        self.table.parts.set_rows(rows.rows)
        if rows.rows:
            self._stack.setCurrentWidget(self._splitter)
        else:
            self.message.show_text(self.empty_text())
            self._stack.setCurrentWidget(self.message)
        self._show_frame(has_rows=bool(rows.rows))
        self._on_current_part()

    def show_loading(self) -> None:
        """Another plan: nothing of the one before is shown for it."""
        self._summary = None
        self.table.parts.set_rows(())
        self.left_out_table.parts.set_rows(())
        self.message.show_loading()
        self._stack.setCurrentWidget(self.message)
        self._show_frame(has_rows=False)

    def show_failure(self, sentence: str) -> None:
        self.show_loading()
        self.message.show_failure(sentence)

    def _show_frame(self, *, has_rows: bool) -> None:
        has_left_out = bool(self.left_out_table.parts.rows())
        self.left_out.setVisible(has_left_out)
        self._show_left_out(is_shown=has_left_out and self.is_left_out_shown())
        self.headline.setVisible(has_rows)
        for button in self._buttons:
            button.setVisible(has_rows)

    def text(self) -> str:
        """The whole table as it is read, its cells divided by tabs, and what is not counted."""
        lines = [self.table.head_text(), *self.table.texts_of(range(self.table.parts.rowCount()))]
        left_out = self.left_out_table
        found = left_out.texts_of(range(left_out.parts.rowCount()))
        if found:
            lines += ["", left_out.head_text(), *found]
        return texts.undirected("\n".join(lines)) + "\n"

    def set_editable(self, is_editable: bool) -> None:
        """Also whether the rows that come have cells to edit."""
        self._is_editable = is_editable
        self.table.parts.set_editable(is_editable)

    @property
    def is_editable(self) -> bool:
        return self._is_editable

    def commit_edits(self) -> bool:
        return self.table.commit_editor()

    def focus_body(self) -> None:
        if self._stack.currentWidget() is self._splitter:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        return [self.left_out_table, self.table]

    # For the two tabs

    def empty_text(self) -> str:
        """What stands in place of a table without rows."""
        raise NotImplementedError

    def source_of(self, thing: object) -> Source | None:
        """The thing or line that a row is about."""
        raise NotImplementedError

    def fill_menu(self, menu: QMenu) -> None:
        """What else can be done with the current row."""

    def part_changed(self) -> None:
        """Another row is the current one, or it says something else."""

    # What is not counted

    def is_left_out_shown(self) -> bool:
        return not self.left_out_table.isHidden()

    def _on_show_left_out(self) -> None:
        self._show_left_out(is_shown=not self.is_left_out_shown())
        if self.is_left_out_shown():
            self.left_out_table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_left_out(self, *, is_shown: bool) -> None:
        self.left_out_table.setVisible(is_shown)
        button = self.left_out.button("show_left_out")
        button.setText(self.tr("Hide them") if is_shown else self.tr("Show them"))

    # Rows

    def _on_current_part(self, _row: PartRow | None = None) -> None:
        self.part_changed()

    def _on_opened(self, thing: object) -> None:
        source = thing.source if isinstance(thing, NotCounted) else self.source_of(thing)
        if source is not None:
            self.source_wanted.emit(source)

    def _open_menu(self, place: QPoint) -> None:
        menu = self._new_menu()
        self.fill_menu(menu)
        self._add_open(menu, self.table.thing())
        menu.addAction(self.tr("Copy"), self._copy_rows)
        menu.popup(place)

    def _open_left_out_menu(self, place: QPoint) -> None:
        menu = self._new_menu()
        self._add_open(menu, self.left_out_table.thing())
        menu.popup(place)

    def _new_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("sums_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _add_open(self, menu: QMenu, thing: object) -> None:
        source = thing.source if isinstance(thing, NotCounted) else self.source_of(thing)
        if source is not None:
            name = texts.escape_mnemonic(name_text(source.name, TITLE_NAME))
            menu.addAction(
                self.tr("Go to {name}").format(name=name), lambda: self.source_wanted.emit(source)
            )

    def _copy_rows(self) -> None:
        QGuiApplication.clipboard().setText(self.table.rows_text())
