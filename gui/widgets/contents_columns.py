"""The columns of a contents table: how wide each is, and which are hidden."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTreeView
from typing_extensions import override

from gui import theme
from gui.delegates.list_delegate import cell_width
from gui.models.contents_model import Column, ContentsModel

LONGEST_CHARACTERS = 20  # wider texts are cut, and whole in the tooltip
LEAST_NOTE, MOST_NOTE = 16, 44  # characters
LEAST_WHAT = 24
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
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.fit)
        model.dataChanged.connect(self._on_data_changed)
        view.viewport().installEventFilter(self)
        self.update_hidden(is_narrow=False)

    def update_hidden(self, *, is_narrow: bool) -> None:
        """Notes hide in a narrow window, and where large text leaves too little for the names."""
        self._is_narrow = is_narrow
        hides_notes = is_narrow or not self._has_room_for_notes
        self._is_fitting = True
        self._view.setColumnHidden(Column.NOTE, hides_notes)
        self._view.setColumnHidden(Column.SINCE, self._model.since_version is None)
        self._is_fitting = False
        self._model.set_narrow(hides_notes)

    def widths(self) -> dict[str, int]:
        """The widths that she dragged, by the columns' names."""
        return {Column(column).name.lower(): width for column, width in self._dragged.items()}

    def restore(self, widths: dict[str, int]) -> None:
        names = {column.name.lower(): int(column) for column in Column}
        self._dragged = {names[name]: width for name, width in widths.items() if name in names}
        self.fit()

    def fit(self) -> None:
        """As wide as head and texts; never narrower than what is usual, so that little moves."""
        self._is_fitting = True
        try:
            for column, text in USUAL.items():
                width = max(self._usual_width(column, text), self._widest_cell(column))
                self._view.setColumnWidth(column, self._dragged.get(column, width))
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
        longest = self._view.fontMetrics().averageCharWidth() * characters
        widest, left, waiting = 0, MOST_ROWS_MEASURED, [QModelIndex()]
        while waiting and left > 0:
            parent = waiting.pop()
            for row in range(min(self._model.rowCount(parent), left)):
                left -= 1
                index = self._model.index(row, column, parent)
                widest = max(widest, self._width(column, str(index.data() or "")))
                first = index.siblingAtColumn(0)
                if self._view.isExpanded(first):
                    waiting.append(first)
        return min(widest, longest)

    def _width(self, column: Column, text: str) -> int:
        return cell_width(text, self._view.font(), is_bold=column == Column.IN_ALL)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._soon.start()
        return super().eventFilter(watched, event)

    def _on_page_shown(self) -> None:
        self.fit()

    def _on_data_changed(self) -> None:
        self._soon.start()  # one edit changes many rows

    def _on_since_changed(self) -> None:
        self.update_hidden(is_narrow=self._is_narrow)
        self.fit()

    def _on_resized(self, column: int, _old: int, new: int) -> None:
        is_dragged = not self._is_fitting and column != Column.WHAT and new > 0
        if is_dragged and not self._view.isColumnHidden(column) and self._view.isVisible():
            self._dragged[column] = new
