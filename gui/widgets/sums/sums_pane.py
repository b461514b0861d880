"""What both tabs of sums share: a headline, what is not counted, the table, and how it adds up."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.domain.plan_summary import NotCounted, PlanSummary, Proof, Source
from gui import texts, theme
from gui.models.part_model import PartColumn, PartRow
from gui.models.sum_rows import PaneRows
from gui.widgets.band import Band
from gui.widgets.message_page import MessagePage
from gui.widgets.proof_panel import ProofPanel
from gui.widgets.sums.sum_table import SumTable
from gui.widgets.text_face import TextFace
from gui.words import TITLE_NAME, name_text

LATE_MS = 200


class Number(NamedTuple):
    """A number of a row: what it is, what else is to say, and how it adds up."""

    title: str
    text: str
    proof: Proof


class SumsPane(QWidget):
    """`table` shows the rows; what was typed into it is its model's `edit_wanted`."""

    seen = Signal()  # it came on screen
    retry_wanted = Signal()
    source_wanted = Signal(object)  # core.domain.plan_summary.Source
    copy_wanted = Signal()
    save_wanted = Signal()
    details_toggled = Signal(bool)  # whether how it adds up is shown now

    def __init__(
        self, name: str, columns: Sequence[PartColumn], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.title = ""
        self._summary: PlanSummary | None = None
        self._is_editable = False
        self._is_left_out_shown = False
        self._wanted: Hashable | None = None
        self.table = SumTable(f"{name}_table", columns, (len(columns) - 1,))
        self.headline = TextFace()
        self.headline.setObjectName(f"{name}_headline")
        self.left_out = Band("info", "", (("show_left_out", self.tr("Show them")),), role="info")
        self.left_out.button("show_left_out").clicked.connect(self._on_show_left_out)
        self.left_out_table = SumTable(
            f"{name}_left_out",
            (PartColumn("what", self.tr("Not counted")), PartColumn("why", self.tr("Why"))),
            (1,),
        )
        self.proof = ProofPanel()
        self.message = MessagePage()
        self._buttons: list[QPushButton] = []
        self._stack = QStackedWidget()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(self._on_late)
        self._connect()
        self._on_late()

    def _lay_out(self) -> None:
        self.add_buttons()
        self._top = QHBoxLayout()
        self._top.setSpacing(theme.SPACE_M)
        self._top.addWidget(self.headline)
        self._top.addStretch(1)
        for button in self._buttons:
            self._top.addWidget(button)
        self.left_out_table.parts.set_editable(False)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(self.proof)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._stack.addWidget(self.message)
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self.left_out_table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addLayout(self._top)
        layout.addWidget(self.left_out)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.message.retry_wanted.connect(self.retry_wanted)
        self.proof_button.clicked.connect(self.toggle_proof)
        self.copy_button.clicked.connect(self.copy_wanted)
        self.table.number_opened.connect(self._on_number_opened)
        self.save_button.clicked.connect(self.save_wanted)
        self.table.current_part_changed.connect(self._on_current_part)
        self.proof.source_wanted.connect(self.source_wanted)
        self.proof.closed.connect(self._on_proof_closed)
        self.table.details_toggled.connect(self.toggle_proof)
        self.table.opened.connect(self._on_opened)
        self.table.menu_wanted.connect(self._open_menu)
        self.left_out_table.activated_row.connect(self._on_opened)
        self.left_out_table.opened.connect(self._on_opened)
        self.left_out_table.menu_wanted.connect(self._open_left_out_menu)

    def add_buttons(self) -> None:
        self.proof_button = self.add_button("show_proof", self.tr("How it adds up"))
        self.proof_button.setToolTip(self.tr("Show how the chosen number adds up (Space)"))
        self.copy_button = self.add_button("copy_sums", self.tr("Copy"))
        self.save_button = self.add_button("save_sums", self.tr("Save as CSV…"))

    def add_button(self, name: str, text: str) -> QPushButton:
        """Beside the headline; made before the layout is."""
        button = QPushButton(text)
        button.setObjectName(name)
        button.setProperty("link", True)
        self._buttons.append(button)
        return button

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen.emit()

    # What is shown

    @property
    def summary(self) -> PlanSummary | None:
        return self._summary

    def show_summary(self, summary: PlanSummary, rows: PaneRows) -> None:
        """Only what differs moves; what was chosen and half typed stays."""
        self._late.stop()
        self._summary = summary
        self.table.parts.set_editable(self._is_editable)
        self.headline.set_face(rows.headline, "muted")
        self.left_out.set_text(rows.left_out_text)
        self.left_out_table.parts.set_rows(rows.left_out)
        self.table.parts.set_rows(rows.rows)
        self.table.parts.forget_all_typed()
        for table in (self.table, self.left_out_table):
            table.share_width()
        if not rows.rows:
            is_left_out = bool(rows.left_out)
            uncounted = self.tr("Nothing in this plan could be counted.")
            self.message.show_text(uncounted if is_left_out else self.empty_text())
        self._show_frame()
        if self._wanted is not None:
            self.table.choose(self._wanted)
            self._wanted = None
        self._on_current_part()

    def show_loading(self) -> None:
        """Another plan: what is chosen, and the way down, stay for the same thing in it.

        The numbers of the one before are gone if the new ones take longer than an eye needs.
        """
        self._summary = None
        self.table.parts.set_editable(False)
        self._late.start()

    def _on_late(self) -> None:
        self._clear()
        self.message.show_loading()
        self._show_frame()

    def _clear(self) -> None:
        self._late.stop()
        self._summary = None
        self.table.parts.set_rows(())
        self.left_out_table.parts.set_rows(())

    def show_failure(self, sentence: str) -> None:
        self._clear()
        self.message.show_failure(sentence)
        self._show_frame()

    def _show_frame(self) -> None:
        """The table or what stands in its place, and around it only what there is to say."""
        has_rows = bool(self.table.parts.rows())
        has_left_out = bool(self.left_out_table.parts.rows())
        self._is_left_out_shown &= has_left_out
        self.left_out.setVisible(has_left_out)
        button = self.left_out.button("show_left_out")
        if self._is_left_out_shown:
            self._stack.setCurrentWidget(self.left_out_table)
            button.setText(self.tr("Back to the table"))
        else:
            self._stack.setCurrentWidget(self._splitter if has_rows else self.message)
            is_one = len(self.left_out_table.parts.rows()) == 1
            button.setText(self.tr("Show it") if is_one else self.tr("Show them"))
        self.headline.setVisible(has_rows)
        for each in self._buttons:
            each.setVisible(has_rows)

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
        self.table.parts.set_editable(is_editable and self._summary is not None)

    @property
    def is_editable(self) -> bool:
        return self._is_editable

    def commit_edits(self) -> bool:
        return self.table.commit_editor()

    def focus_body(self) -> None:
        focus: QWidget = self.table
        if self._is_left_out_shown:
            focus = self.left_out_table
        elif self._stack.currentWidget() is self.message:
            focus = self
        focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        return [self.left_out_table, self.table, self.proof]

    def choose(self, key: Hashable) -> None:
        """Chooses the row of that key, also once more when the rows come anew."""
        self._wanted = key
        self.table.choose(key)

    def key_of(self, thing: object) -> Hashable | None:
        """The row of a thing, by which it is found when it says something else."""
        rows = self.table.parts.rows()
        return next((row.key for row in rows if row.thing is thing or row.thing == thing), None)

    def refuse(self, key: Hashable, sentence: str) -> bool:
        """Opens the row's cell again with what was typed, and says why; False where it cannot."""
        row = next((row for row in self.table.parts.rows() if row.key == key), None)
        columns = self.table.parts.columns
        at = (
            next((at for at, cell in enumerate(row.cells) if cell.edit is not None), -1)
            if row
            else -1
        )
        if at < 0 or not self.table.isVisible():
            self.table.parts.forget_typed(key)
            return False
        return self.table.refuse(key, columns[at].name, sentence)

    # For the two tabs

    def empty_text(self) -> str:
        """What stands in place of a table without rows."""
        raise NotImplementedError

    def source_of(self, thing: object) -> Source | None:
        """The thing or line that a row is about."""
        raise NotImplementedError

    def number_of(self, thing: object, column: int) -> Number | None:
        """The number of a row that the panel below shows the way of; None where there is none."""
        raise NotImplementedError

    def fill_menu(self, menu: QMenu) -> None:
        """What else can be done with the current row."""

    def part_changed(self) -> None:
        """Another row is the current one, or it says something else."""

    # What is not counted

    def _on_show_left_out(self) -> None:
        self._is_left_out_shown = not self._is_left_out_shown
        self._show_frame()
        self.part_changed()
        self.focus_body()

    # Rows

    def _on_current_part(self, _row: PartRow | None = None) -> None:
        self._show_proof()
        self.part_changed()

    def _show_proof(self) -> None:
        summary, index = self._summary, self.table.currentIndex()
        number = None
        if summary is not None and index.isValid():
            number = self.number_of(self.table.thing(), index.column())
        if summary is None or number is None:
            self.proof.show_nothing()
        else:
            self.proof.show_proof(summary, title=number.title, text=number.text, proof=number.proof)

    def set_proof_shown(self, is_shown: bool) -> None:
        had_focus = self.proof.isAncestorOf(QApplication.focusWidget() or self)
        self.proof.setVisible(is_shown)
        if had_focus and not is_shown:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_proof(self) -> None:
        is_shown = self.proof.isHidden()
        self.set_proof_shown(is_shown)
        self.details_toggled.emit(is_shown)

    def _on_number_opened(self) -> None:
        if self.proof.isHidden():
            self.toggle_proof()

    def _on_proof_closed(self) -> None:
        self.set_proof_shown(is_shown=False)
        self.details_toggled.emit(False)

    def _on_opened(self, thing: object) -> None:
        source = thing.source if isinstance(thing, NotCounted) else self.source_of(thing)
        if source is not None:
            self.source_wanted.emit(source)

    def _open_menu(self, place: QPoint) -> None:
        menu = self._new_menu()
        self.fill_menu(menu)
        menu.addAction(self.tr("How it adds up"), self._on_number_opened)
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
