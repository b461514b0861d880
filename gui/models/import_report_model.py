"""What an import would do, or did: a row a kind, opened to its names and reasons."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel

from core.domain.import_report import ImportMessage, ImportOutcome, ImportReport, ImportRow
from gui import kinds, texts
from gui.models.roles import Role
from gui.texts import plain_tooltip
from gui.theme import SEMIBOLD

WHAT, NEW, CHANGED, SAME, LEFT_OUT = range(5)

MOST_ROWS = 2_000  # names shown below one kind
_OUTCOMES = (
    ImportOutcome.ADDED,
    ImportOutcome.CHANGED,
    ImportOutcome.UNCHANGED,
    ImportOutcome.LEFT_OUT,
)

# In the order in which a baker would look at them; other kinds are foreign to Proofbook.
OWN_KINDS = (
    "events",
    "event_finished_goods",
    "finished_goods",
    "compositions",
    "finished_units",
    "recipes",
    "ingredients",
    "materials",
    "material_units",
)


class ImportReportModel(QStandardItemModel):
    """Columns Kind, New, Changed, Same, Left out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._message_counts: list[int] = []
        self._set_heads()

    def set_report(self, report: ImportReport) -> None:
        self.clear()
        self._message_counts = []
        self._set_heads()
        messages: dict[str, list[ImportMessage]] = defaultdict(list)
        for message in report.messages:
            messages[message.kind].append(message)
        rows: dict[str, list[ImportRow]] = defaultdict(list)
        for row in report.rows:
            rows[row.kind].append(row)
        columns = (report.added, report.changed, report.unchanged, report.left_out)
        for kind in kinds_of(report):
            items = [self._kind_item(kinds.head(kind))]
            items += [self._number_item(column.get(kind, 0)) for column in columns]
            said = {(message.name, message.text) for message in messages[kind]}
            for message in messages[kind]:
                items[0].appendRow(self._message_items(message.name, message.text))
            for row in rows[kind][:MOST_ROWS]:
                if not row.reason or (row.name, row.reason) not in said:
                    items[0].appendRow(self._row_items(row))
            self.appendRow(items)
            self._message_counts.append(len(messages[kind]))

    def message_count(self, at: int) -> int:
        """How many of the first rows below a kind are reasons, not names."""
        return self._message_counts[at]

    def has_numbers(self, column: int) -> bool:
        return any(self.index(at, column).data() for at in range(self.rowCount()))

    def _set_heads(self) -> None:
        heads = [self.tr("Kind"), self.tr("New"), self.tr("Changed"), self.tr("Same")]
        heads.append(self.tr("Left out"))
        self.setHorizontalHeaderLabels(heads)
        for column in range(1, len(heads)):
            self.horizontalHeaderItem(column).setTextAlignment(
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )

    def _kind_item(self, text: str) -> QStandardItem:
        item = _item(text)
        font = QFont()
        font.setWeight(SEMIBOLD)
        item.setFont(font)
        return item

    def _number_item(self, count: int) -> QStandardItem:
        item = _item(f"{count:,}" if count else "")
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item

    def _message_items(self, name: str, text: str) -> list[QStandardItem]:
        name, text = texts.one_line(name), texts.one_line(text)
        item = _item(f"{texts.isolate(name)}: {text}" if name else text)
        item.setData("caution", Role.COLOUR)
        item.setToolTip(plain_tooltip(item.text()))
        return [item]

    def _row_items(self, row: ImportRow) -> list[QStandardItem]:
        """Its name, and a 1 in the column of what becomes of it."""
        items = self._message_items(row.name, row.reason) if row.reason else [_item(row.name)]
        items[0].setData("muted", Role.COLOUR)
        return items + [self._number_item(int(row.outcome is each)) for each in _OUTCOMES]


def kinds_of(report: ImportReport) -> list[str]:
    """The kinds of ours that stand in the report, then foreign ones that have a message."""
    columns = (report.added, report.changed, report.unchanged, report.left_out)
    own = [kind for kind in OWN_KINDS if any(column.get(kind) for column in columns)]
    spoken = dict.fromkeys(message.kind for message in report.messages)
    return own + [kind for kind in spoken if kind not in own]


def foreign_counts(report: ImportReport) -> dict[str, int]:
    """What the file holds that Proofbook has no place for."""
    return {
        kind: count for kind, count in report.left_out.items() if count and kind not in OWN_KINDS
    }


def _item(text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setEditable(False)
    return item
