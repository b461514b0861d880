"""The import, on one page: what would be added, then what was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.domain.import_report import ImportReport
from gui import kinds, texts, theme
from gui.delegates.bar_delegate import BarDelegate
from gui.models.import_report_model import (
    NEW,
    WHAT,
    ImportReportModel,
    foreign_counts,
)
from gui.widgets.icon_label import IconLabel
from gui.widgets.plain_label import plain_label, restyle
from gui.widgets.text_face import TextFace
from gui.words import name_text

ITEMS = "finished_units"


class ImportView(QTreeView):
    """A kind's row opens to its names; a column with nothing in it gives its room to them."""

    def __init__(self, model: ImportReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report = model
        self.setObjectName("import_list")
        self.setAccessibleName(self.tr("What the file holds"))
        self.setModel(model)
        self.setItemDelegate(BarDelegate(self))
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names differ at both ends
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.expanded.connect(self.share_width)
        self.collapsed.connect(self.share_width)

    def share_width(self, *_: object) -> None:
        header = self.header()
        numbers = range(NEW, self._report.columnCount())
        widths = [
            max(self.sizeHintForColumn(column), header.sectionSizeHint(column))
            for column in numbers
        ]
        is_tight = self.sizeHintForColumn(WHAT) > self.viewport().width() - sum(widths)
        for column in numbers:
            self.setColumnHidden(column, is_tight and not self._report.has_numbers(column))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_width()


class ImportPage(QWidget):
    """Shows a preview, is busy, shows the result, or says why there is none.

    `import_wanted` carries the kinds for which the file's changes are to be taken; the baker's own
    are kept for all others.
    """

    cancel_wanted = Signal()
    import_wanted = Signal(object)  # frozenset[str]
    make_box_wanted = Signal()
    plan_wanted = Signal()
    done_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_page")
        self._ticks: dict[str, QCheckBox] = {}
        self._added = 0  # of what the preview shows
        self._changed: dict[str, int] = {}
        self._buttons: list[QPushButton] = []
        self.model = ImportReportModel(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.SPACE_M)
        self._add_head()
        self._sentence = plain_label(name="import_sentence")
        self._layout.addWidget(self._sentence)
        self._busy = QProgressBar()
        self._busy.setObjectName("import_busy")
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Working"))
        self._layout.addWidget(self._busy)
        self._add_view()
        self._tick_rows = QVBoxLayout()
        self._tick_rows.setSpacing(theme.SPACE_XS)
        self._layout.addLayout(self._tick_rows)
        self._foreign = plain_label(name="import_foreign", look="muted")
        self._layout.addWidget(self._foreign)
        self._rest = QWidget()
        self._layout.addWidget(self._rest, 1)
        self._add_buttons()
        self._show_parts()

    def show_busy(self, text: str) -> None:
        """`text` says what is being done; Cancel stays."""
        self._sentence.setText(text)
        self._show_parts(is_busy=True, buttons=(self.cancel_button,))

    def show_preview(self, report: ImportReport, file_name: str) -> None:
        self._title.set_face(
            self.tr("Import {file}").format(file=texts.isolate(texts.one_line(file_name)))
        )
        self._show_report(report)
        self._added = sum(report.added.values())
        self._changed = dict(report.changed)
        buttons: tuple[QPushButton, ...] = (self.cancel_button, self.import_button)
        if self._added or any(self._changed.values()):
            self._sentence.setText(
                self.tr("This is what would be added. Nothing has been changed yet.")
            )
        else:
            self._sentence.setText(
                self.tr("There is nothing new in this file: all that fits is here already.")
            )
            buttons = (self.done_button,)
        self._set_accent(buttons[-1])
        self._show_ticks(report)
        self._count()
        self._show_parts(has_report=True, buttons=buttons)
        self._focus_last(buttons)

    def show_result(
        self,
        report: ImportReport,
        sentence: str,
        event_name: str = "",
        *,
        has_boxes: bool = False,
    ) -> None:
        """`event_name` is the event that came and may be planned; the last button is next."""
        self._show_report(report)
        self._clear_ticks()
        self._sentence.setText(sentence)
        self.plan_button.setText(
            self.tr("Plan {event}").format(event=texts.escape_mnemonic(name_text(event_name, 40)))
        )
        to_look_at = sum(bool(message.name) for message in report.messages)
        are_items = all(message.kind == ITEMS for message in report.messages)
        things = kinds.counted(ITEMS, to_look_at) if are_items else self._things(to_look_at)
        self.look_button.setText(self.tr("{things} to look at").format(things=things))
        buttons = [self.done_button]
        if event_name:
            buttons.append(self.plan_button)
        if not has_boxes:
            buttons.append(self.make_box_button)
        self._set_accent(buttons[-1])
        if to_look_at:
            buttons.insert(0, self.look_button)
        self._show_parts(has_report=True, buttons=tuple(buttons))
        self._focus_last(tuple(buttons))

    def show_failure(self, sentence: str) -> None:
        """The file could not be read or imported; nothing was changed."""
        self._sentence.setText(sentence)
        self._show_parts(buttons=(self.done_button,))
        self.done_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def taken_kinds(self) -> frozenset[str]:
        """The kinds whose changes she takes from the file."""
        return frozenset(kind for kind, tick in self._ticks.items() if tick.isChecked())

    def sentence(self) -> str:
        return self._sentence.text()

    def open_messages(self) -> None:
        """Opens every row that has a reason, and goes to the first of them."""
        first = None
        for at in range(self.model.rowCount()):
            index = self.model.index(at, WHAT)
            if self.model.message_count(at):
                self.view.expand(index)
                first = first or index
        if first is not None:
            self.view.setCurrentIndex(first)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_head(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(IconLabel("import", "accent", scale=1.5))
        self._title = TextFace(look="title")
        self._title.setObjectName("import_title")
        self._title.set_face(self.tr("Import"))
        row.addWidget(self._title)
        row.addStretch(1)
        self._layout.addLayout(row)

    def _add_view(self) -> None:
        self.view = ImportView(self.model)
        self._layout.addWidget(self.view, 3)

    def _add_buttons(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        self.look_button = self._button("look", "", self.open_messages)
        self.look_button.setProperty("link", True)
        self.cancel_button = self._button("cancel", self.tr("Cancel"), self.cancel_wanted.emit)
        self.done_button = self._button("done", self.tr("Done"), self.done_wanted.emit)
        self.plan_button = self._button("plan", "", self.plan_wanted.emit)
        self.import_button = self._button("do_import", "", self._on_import)
        self.make_box_button = self._button(
            "make_box", self.tr("Make your first box"), self.make_box_wanted.emit
        )
        row.addWidget(self.look_button)
        row.addStretch(1)
        for button in self._buttons[1:]:
            row.addWidget(button)
        self._layout.addLayout(row)

    def _button(self, name: str, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.clicked.connect(act)
        self._buttons.append(button)
        return button

    def _set_accent(self, next_step: QPushButton) -> None:
        for button in self._buttons:
            button.setProperty("accent", button is next_step)
            restyle(button)

    def _on_import(self) -> None:
        self.import_wanted.emit(self.taken_kinds())

    def _show_report(self, report: ImportReport) -> None:
        self.model.set_report(report)
        header = self.view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        for at in range(self.model.rowCount()):
            for child in range(self.model.message_count(at)):
                self.view.setFirstColumnSpanned(child, self.model.index(at, WHAT), True)
        self.view.share_width()
        foreign = [kinds.counted(kind, count) for kind, count in foreign_counts(report).items()]
        self._foreign.setText(
            self.tr("{things}: Proofbook has no place for these; your file keeps them.").format(
                things=", ".join(foreign)
            )
            if foreign
            else ""
        )

    def _show_ticks(self, report: ImportReport) -> None:
        self._clear_ticks()
        for kind, count in report.changed.items():
            if not count:
                continue
            words = kinds.counted(kind, count)
            tick = QCheckBox(
                self.tr("Take the file's version of {things} that you changed").format(things=words)
            )
            tick.setObjectName(f"take_{kind}")
            tick.toggled.connect(self._count)
            self._ticks[kind] = tick
            self._tick_rows.addWidget(tick)

    def _clear_ticks(self) -> None:
        for tick in self._ticks.values():
            tick.hide()
            tick.deleteLater()
        self._ticks = {}

    def _count(self) -> None:
        """Her own stays where nothing is ticked: then that is not imported."""
        count = self._added + sum(self._changed.get(kind, 0) for kind in self.taken_kinds())
        self.import_button.setEnabled(bool(count))
        self.import_button.setText(
            self.tr("Import {things}").format(things=self._things(count))
            if count
            else self.tr("Nothing to import")
        )

    def _things(self, count: int) -> str:
        one = self.tr("1 thing")
        return (
            one if count == 1 else self.tr("{count} things").format(count=texts.count_text(count))
        )

    def _show_parts(
        self,
        *,
        is_busy: bool = False,
        has_report: bool = False,
        buttons: tuple[QPushButton, ...] = (),
    ) -> None:
        self._busy.setVisible(is_busy)
        self.view.setVisible(has_report)
        self._foreign.setVisible(has_report and bool(self._foreign.text()))
        self._rest.setVisible(not has_report)
        for tick in self._ticks.values():
            tick.setVisible(has_report)
        for button in self._buttons:
            button.setVisible(button in buttons)

    def _focus_last(self, buttons: tuple[QPushButton, ...]) -> None:
        """Where nothing can be imported yet, on what would make it so."""
        target: QWidget = buttons[-1]
        if not target.isEnabled():
            target = next(iter(self._ticks.values()), buttons[0])
        target.setFocus(Qt.FocusReason.OtherFocusReason)
