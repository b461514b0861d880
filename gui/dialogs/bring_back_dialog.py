"""The question before a snapshot is the plan of its event again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.domain.bringing_back import BringBackPreview, ReturningLine
from gui import texts
from gui.dialogs.bring_back_texts import BringBackWords
from gui.dialogs.form_dialog import FormDialog
from gui.dialogs.read_table import ReadTable
from gui.kinds import kind_icon
from gui.models.roles import Role

NOW, THEN = 1, 2


class ReturningTable(ReadTable):
    """The lines that differ, as they are now and as they were."""

    def __init__(self, preview: BringBackPreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lines")
        self.setAccessibleName(self.tr("Lines that change"))
        self._words = BringBackWords(self)
        self.set_heads([self.tr("What"), self.tr("The plan now"), self._words.then(preview)])
        for line in preview.lines:
            self._add_line(line)
        self.fit_rows()

    def _add_line(self, line: ReturningLine) -> None:
        item = self.add_row(line.line.name, kind_icon(line.line.kind, line.unit))
        now, then = self._words.cells(line)
        item.setText(NOW, now)
        item.setText(THEN, then)
        for column, side in ((NOW, line.old), (THEN, line.new)):
            if side is None:
                item.setData(column, Role.COLOUR, "muted")
        if line.new is None:
            self.strike(item)
        for label, now, then in self._words.more_cells(line):
            more = self.add_row_below(label)
            more.setText(NOW, now)
            more.setText(THEN, then)
            for column, side in ((NOW, line.old), (THEN, line.new)):
                if side is not None and side.notes:
                    more.setToolTip(column, texts.plain_tooltip(side.notes))


class BringBackDialog(FormDialog):
    """`answer()` is True; what differs is shown before, and undo brings the plan of now back."""

    def __init__(
        self,
        preview: BringBackPreview,
        parent: QWidget | None = None,
        *,
        is_changed_meanwhile: bool = False,
    ) -> None:
        words = BringBackWords()
        super().__init__(words.title(preview), self.tr("Bring back"), parent)
        self.setObjectName("bring_back_dialog")
        if preview.lines:
            self.body.addWidget(ReturningTable(preview))
        else:
            self.body.addWidget(self.make_text(self.tr("The lines stay as they are."), "no_lines"))
        self._add_rows(preview, words)
        if is_changed_meanwhile:
            self.show_banner(
                self.tr("Changed in another window just now. This is what would change by now.")
            )
        self.verb_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self) -> bool:
        return True

    def _add_rows(self, preview: BringBackPreview, words: BringBackWords) -> None:
        if not preview.is_as_finalized:
            text = self.tr("This snapshot does not match what was finalized.")
            self.add_row("bad", text, role="bad", name="mismatch")
        choices = words.choices(preview)
        if choices:
            self.add_row("restore", choices, role="info", name="choices")
        differing = words.not_as_then(preview)
        if differing:
            self.add_row("differs", differing, role="info", name="not_as_then")
        left_out = words.left_out(preview)
        if left_out:
            self.add_row("changed", left_out, role="caution", name="left_out")
        self.add_row("snapshot", words.what_stays(preview), role="good", name="stays")
