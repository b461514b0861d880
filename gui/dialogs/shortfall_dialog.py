"""Asks, with the numbers, whether fewer shall be made than are needed."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtWidgets import QWidget

from core.errors import ShortfallError
from gui.dialogs.form_dialog import FormDialog
from gui.sum_words import batches_text, number_text
from gui.widgets.form_field import FormField
from gui.widgets.text_check import note_problem
from gui.words import TITLE_NAME, name_text


class ShortfallDialog(FormDialog):
    """`answer()` is her reason, or ""."""

    def __init__(
        self,
        name: str,
        batches: Fraction,
        parent: QWidget | None = None,
        *,
        shortfall: ShortfallError,
        reason: str | None = None,
    ) -> None:
        """A `reason` was typed already: it is asked anew, with the numbers as they are by now."""
        count = batches_text(batches)
        title = self.tr("Make {batches} of “{item}”?").format(
            batches=count, item=name_text(name, TITLE_NAME)
        )
        super().__init__(title, self.tr("Make {batches}").format(batches=count), parent)
        self.setObjectName("shortfall_dialog")
        self.add_row(
            "bad",
            self.tr("They make {makes} of {need}: {short} short.").format(
                makes=number_text(shortfall.makes),
                need=number_text(shortfall.need),
                short=number_text(shortfall.need - shortfall.makes),
            ),
            role="bad",
            name="shortfall",
        )
        self.reason = FormField(
            "reason", self.tr("Reason (optional)"), note_problem, text=reason or ""
        )
        self.add_field(self.reason)
        self.body.addWidget(
            self.make_text(
                self.tr("It is kept with the plan, and you are told when it falls short by more."),
                role="muted",
            )
        )
        if reason is not None:
            self.show_banner(
                self.tr("Changed in another window just now. These are the new numbers.")
            )
        self.reason.edit.setFocus()

    def answer(self) -> str:
        return self.reason.text().strip()
