"""The planned lines in the finalize dialog: read, not edited."""

from __future__ import annotations

from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from core.domain.finalization import FinalizationPreview
from core.domain.keys import ComponentKind
from gui import texts
from gui.dialogs.finalize_texts import FinalizeWords
from gui.dialogs.read_table import ReadTable
from gui.kinds import kind_icon
from gui.models.roles import Role

QUANTITY, UNIT, SINCE = 1, 2, 3


class LineTable(ReadTable):
    """All lines; removed ones struck at the end."""

    def __init__(self, preview: FinalizationPreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lines")
        self.setAccessibleName(self.tr("What is planned"))
        self._words = FinalizeWords(self)
        since = "" if preview.is_first else self._words.since(preview)
        self.set_heads([self.tr("What is planned"), self.tr("How many"), "", since])
        self._add_rows(preview)
        self.setColumnHidden(SINCE, preview.is_first)
        self.align_right(QUANTITY)
        self.fit_rows()

    def _add_rows(self, preview: FinalizationPreview) -> None:
        changes = preview.changes.lines
        by_uuid = {change.new.uuid: change for change in changes if change.new is not None}
        for line in preview.lines:
            change = by_uuid.get(line.uuid)
            item = self._add_row(line.kind, line.name, line.unit)
            item.setText(QUANTITY, texts.left_to_right(texts.amount_text(line.quantity)))
            item.setText(UNIT, line.unit)
            if change is not None and not preview.is_first:
                item.setText(SINCE, self._words.line_change(change))
        for change in changes:
            if change.new is None and change.old is not None:
                item = self._add_row(change.old.kind, change.old.name)
                item.setText(SINCE, self._words.line_change(change))
                self.strike(item)

    def _add_row(self, kind: ComponentKind, name: str, unit: str = "") -> QTreeWidgetItem:
        item = self.add_row(name, kind_icon(kind, unit))
        item.setData(UNIT, Role.COLOUR, "muted")
        item.setData(SINCE, Role.COLOUR, "info")
        return item
