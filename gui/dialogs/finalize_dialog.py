"""The question before a plan is kept under a number."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.domain.finalization import FinalizationPreview
from gui import texts
from gui.dialogs.finalize_texts import FinalizeWords
from gui.dialogs.line_table import LineTable
from gui.dialogs.plain_dialog import PlainDialog
from gui.widgets.form_field import FormField
from gui.widgets.text_check import note_problem


class FinalizeDialog(PlainDialog):
    """`answer()` is the reason, or "" to take the summary that stands in its place.

    When it asks anew because another window changed the plan, it is given what she had typed.
    """

    def __init__(
        self,
        preview: FinalizationPreview,
        today: date,
        parent: QWidget | None = None,
        *,
        reason: str = "",
        is_changed_meanwhile: bool = False,
    ) -> None:
        words = FinalizeWords()
        super().__init__(words.title(preview), parent)
        self.setObjectName("finalize_dialog")
        when = texts.event_date_text(preview.event_date, today)
        self.body.addWidget(self.make_text(when, "date", role="muted"))
        self.lines = LineTable(preview)
        self.body.addWidget(self.lines)
        self._add_rows(preview, words)
        self.reason = FormField(
            "reason",
            self.tr("Reason (optional)"),
            note_problem,
            text=reason,
            # A first snapshot is compared with nothing, and is called so in the list.
            placeholder=preview.summary or self.tr("First plan"),
        )
        self.reason.resized.connect(self.grow)
        self.body.addWidget(self.reason)
        self.body.addWidget(
            self.make_text(
                self.tr("You can go on changing the plan afterwards. The snapshot stays as it is."),
                role="muted",
            )
        )
        self._add_buttons(preview)
        if is_changed_meanwhile:
            self.show_banner(
                self.tr("Changed in another window just now. These are the new numbers.")
            )
        self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self) -> str:
        return self.reason.text().strip()

    @override
    def take(self) -> None:
        if self.reason.check():
            self.accept()

    def _add_rows(self, preview: FinalizationPreview, words: FinalizeWords) -> None:
        changed = words.what_changed(preview)
        if changed:
            icon = "info" if preview.is_first or preview.is_unchanged else "differs"
            self.add_row(icon, changed, role="info", name="changed")
        short = words.short(preview)
        if short:
            is_meant = all(item.is_accepted for item in preview.short)
            icon, role = ("changed", "caution") if is_meant else ("bad", "bad")
            self.add_row(icon, short, role=role, name="short")
        if preview.counts.total:
            self.add_row("snapshot", words.kept(preview), role="good", name="kept")
        checks = words.to_check(preview)
        if checks:
            self.add_row("chosen_later", checks, role="caution", name="to_check")

    def _add_buttons(self, preview: FinalizationPreview) -> None:
        cancel = self.add_button(self.tr("Cancel"), "cancel")
        cancel.clicked.connect(self.reject)
        finalize = self.add_button(self.tr("Finalize"), "confirm")
        finalize.clicked.connect(self.take)
        # Nothing changed: the accent and Enter are not for making the same snapshot again.
        finalize.setProperty("accent", not preview.is_unchanged)
        (cancel if preview.is_unchanged else finalize).setDefault(True)
