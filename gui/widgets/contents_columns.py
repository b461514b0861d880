"""The columns of a contents table: how wide each is, and which are hidden."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTreeView
from typing_extensions import override

from gui import theme
from gui.delegates.list_delegate import cell_width
from gui.models.contents_model import Column, ContentsModel

LONGEST_CHARACTERS = 20  # wider texts are cut, and whole in the tooltip
LEAST_NOTE, MOST_NOTE = 16, 44  # characters
LEAST_WHAT, MOST_WHAT = 24, 44  # characters; names longer than these are cut
NOTE_SHARE = 0.45  # of the room for What and Note
MOST_ROWS_MEASURED = 300

USUAL = {  # what is seldom wider
    Column.IN_EACH: "100",
    Column.IN_ALL: "1000",
    Column.UNIT: "servings",
    Column.SINCE: "+10, was 50",
}


class ContentsColumns(QObject):
    """What stretches, the others are as wide as their texts; a width that she dragged stays."""

    def __init__(self, view: QTreeView, model: ContentsModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._dragged: dict[int, int] = {}
        self._is_fitting = False
        self._is_narrow = False
        self._has_room_for_notes = True
        self._is_note_edited = False
        self._given_way: set[Column] = set()  # empty ones whose room the names need
        header = view.header()
        header.setSectionsMovable(False)
        header.setSectionsClickable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(view.fontMetrics().averageCharWidth() * 4)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.WHAT, QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(self._on_resized)
        model.page_shown.connect(self._on_page_shown)
        model.since_changed.connect(self._on_since_changed)
        model.source_shown.connect(self._on_source_shown)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.fit)
        model.dataChanged.connect(self._on_rows_changed)
        view.expanded.connect(self._on_rows_changed)
        view.collapsed.connect(self._on_rows_changed)
        view.viewport().installEventFilter(self)
        self.update_hidden(is_narrow=False)

    def update_hidden(self, *, is_narrow: bool) -> None:
        """Notes hide in a narrow window, and where large text leaves too little for the names."""
        self._is_narrow = is_narrow
        hides_notes = is_narrow or not self._has_room_for_notes
        self._is_fitting = True
        self._view.setColumnHidden(Column.NOTE, hides_notes and not self._is_note_edited)
        gives_way = set(self._given_way)
        if self._is_note_edited:
            gives_way |= {Column.SINCE} if self._model.is_box else {Column.SINCE, Column.IN_EACH}
        has_since = self._model.since_version is not None and Column.SINCE not in gives_way
        self._view.setColumnHidden(Column.SINCE, not has_since)
        self._view.setColumnHidden(Column.IN_EACH, Column.IN_EACH in gives_way)
        # Of one box, what is in all is what is in each.
        self._view.setColumnHidden(Column.IN_ALL, self._model.is_box)
        self._is_fitting = False
        self._model.set_narrow(hides_notes)

    def edit_note(self, *, is_edited: bool) -> None:
        """While a note is edited its column stands there, in the place of what is least needed."""
        hides_notes = self._is_narrow or not self._has_room_for_notes
        if is_edited != self._is_note_edited and (hides_notes or not is_edited):
            self._is_note_edited = is_edited
            self.update_hidden(is_narrow=self._is_narrow)
            self.fit()

    def widths(self) -> dict[str, int]:
        """The widths that she dragged, by the columns' names."""
        return {Column(column).name.lower(): width for column, width in self._dragged.items()}

    def restore(self, widths: dict[str, int]) -> None:
        names = {column.name.lower(): int(column) for column in Column}
        self._dragged = {names[name]: width for name, width in widths.items() if name in names}
        self.fit()

    def fit(self) -> None:
        """As wide as head and texts; never narrower than what is usual, so that little moves."""
        widths = {
            column: self._dragged.get(
                column, max(self._usual_width(column, text), self._widest_cell(column))
            )
            for column, text in USUAL.items()
        }
        self._give_way(widths)
        self._is_fitting = True
        try:
            for column, width in widths.items():
                self._view.setColumnWidth(column, width)
            self._share_rest()
        finally:
            self._is_fitting = False

    def least_width(self) -> int:
        """Where names can still be read; notes are not shown then."""
        longest = QCoreApplication.translate("ContentsModel", "recipe changed")
        usual = sum(
            self._usual_width(column, longest if column is Column.SINCE else text)
            for column, text in USUAL.items()
        )
        return usual + LEAST_WHAT * self._view.fontMetrics().averageCharWidth()

    def _usual_width(self, column: Column, text: str) -> int:
        font = QFont(self._view.font())
        font.setPointSizeF(theme.text_sizes().head)
        head = str(self._model.headerData(column, Qt.Orientation.Horizontal))
        return max(
            QFontMetrics(font).horizontalAdvance(head) + 2 * theme.SPACE_S,
            self._width(column, text),
        )

    def _give_way(self, widths: dict[Column, int]) -> None:
        """Columns in which nothing stands hide where the names need their room."""
        shown = dict(widths)
        if self._model.since_version is None:
            shown.pop(Column.SINCE)
        if self._model.is_box:
            shown.pop(Column.IN_ALL)
        character = self._view.fontMetrics().averageCharWidth()
        notes = 0 if self._view.isColumnHidden(Column.NOTE) else LEAST_NOTE * character
        room = self._view.viewport().width() - sum(shown.values()) - notes
        given: set[Column] = set()
        if room < min(self._widest_name(), MOST_WHAT * character):
            empty = {column for column in (Column.SINCE, Column.IN_EACH) if column in shown}
            given = {column for column in empty if not self._widest_cell(column)}
        if given != self._given_way:
            self._given_way = given
            self.update_hidden(is_narrow=self._is_narrow)

    def _share_rest(self) -> None:
        """What is left goes to What and Note; to What alone where it is too little for both."""
        character = self._view.fontMetrics().averageCharWidth()
        others = (Column.IN_EACH, Column.IN_ALL, Column.UNIT, Column.SINCE)
        taken = sum(self._view.columnWidth(column) for column in others)  # 0 for a hidden one
        rest = self._view.viewport().width() - taken
        has_room = rest >= (LEAST_WHAT + LEAST_NOTE) * character
        if has_room != self._has_room_for_notes:
            self._has_room_for_notes = has_room
            self.update_hidden(is_narrow=self._is_narrow)
            self._is_fitting = True
        # An empty column must not cut the names beside it.
        wished = min(int(rest * NOTE_SHARE), self._widest_cell(Column.NOTE, MOST_NOTE))
        note = min(max(wished, LEAST_NOTE * character), rest - LEAST_WHAT * character)
        self._view.setColumnWidth(Column.NOTE, self._dragged.get(Column.NOTE, max(note, 0)))

    def _widest_cell(self, column: Column, characters: int = LONGEST_CHARACTERS) -> int:
        """0 where nothing stands in the column."""
        longest = self._view.fontMetrics().averageCharWidth() * characters
        texts = (index.siblingAtColumn(column).data() for index, _ in self._open_rows())
        widths = (self._width(column, str(text)) for text in texts if text)
        return min(max(widths, default=0), longest)

    def _widest_name(self) -> int:
        indentation, font = self._view.indentation(), self._view.font()
        return max(
            (
                indentation * (depth + 1)
                + cell_width(str(index.data() or ""), font, has_icon=True, is_bold=not depth)
                for index, depth in self._open_rows()
            ),
            default=0,
        )

    def _open_rows(self) -> Iterator[tuple[QModelIndex, int]]:
        """The rows that can be seen by scrolling, and how deep each stands; not all of very many."""
        left, waiting = MOST_ROWS_MEASURED, [(QModelIndex(), 0)]
        while waiting and left > 0:
            parent, depth = waiting.pop()
            for row in range(min(self._model.rowCount(parent), left)):
                left -= 1
                index = self._model.index(row, Column.WHAT, parent)
                yield index, depth
                if self._view.isExpanded(index):
                    waiting.append((index, depth + 1))

    def _width(self, column: Column, text: str) -> int:
        return cell_width(text, self._view.font(), is_bold=column == self._model.quantity_column)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._soon.start()
        return super().eventFilter(watched, event)

    def _on_page_shown(self) -> None:
        self.fit()

    def _on_rows_changed(self) -> None:
        self._soon.start()  # one edit changes many rows

    def _on_since_changed(self) -> None:
        self.update_hidden(is_narrow=self._is_narrow)
        self.fit()

    def _on_source_shown(self) -> None:
        if self._view.isColumnHidden(Column.IN_ALL) != self._model.is_box:
            self.update_hidden(is_narrow=self._is_narrow)
            self.fit()

    def _on_resized(self, column: int, _old: int, new: int) -> None:
        is_dragged = not self._is_fitting and column != Column.WHAT and new > 0
        if is_dragged and not self._view.isColumnHidden(column) and self._view.isVisible():
            self._dragged[column] = new
