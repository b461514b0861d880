"""The question which of the coming plans that changed are finalized anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.domain.changed_plans import ChangedPlan, ChangedPlans
from gui.compare_words import kitchen_text
from gui.dialogs.changed_plans_texts import ChangedPlansWords
from gui.dialogs.finalize_texts import FinalizeWords
from gui.dialogs.form_dialog import FormDialog
from gui.dialogs.plain_dialog import WIDE_CHARACTERS
from gui.widgets.form_field import FormField
from gui.widgets.plan_ticks import PlanTick, PlanTicks
from gui.widgets.text_check import note_problem


@dataclass(frozen=True, slots=True)
class ChosenPlans:
    """The events that are ticked, those that are not, and the reason; "" for each its summary."""

    event_ids: tuple[int, ...] = ()
    unticked: frozenset[int] = frozenset()
    reason: str = ""


class FinalizeChangedDialog(FormDialog):
    """`answer()` is a ChosenPlans; at first every plan is ticked.

    When it asks anew because another window changed something, it is given what she had chosen.
    """

    def __init__(
        self,
        found: ChangedPlans,
        today: date,
        parent: QWidget | None = None,
        *,
        chosen: ChosenPlans | None = None,
        is_changed_meanwhile: bool = False,
    ) -> None:
        title = QCoreApplication.translate("FinalizeChangedDialog", "Finalize changed plans?")
        self._words = ChangedPlansWords()
        super().__init__(title, self._words.verb(0), parent)
        self.setObjectName("finalize_changed_dialog")
        chosen = chosen or ChosenPlans()
        text = self.tr("These coming plans are not as they were finalized.")
        self.body.addWidget(self.make_text(text, "which", role="muted"))
        self.plans = PlanTicks(
            [self._tick_of(plan, today) for plan in found.plans], chosen.unticked
        )
        self.plans.ticked.connect(self._on_ticked)
        self.body.addWidget(self.plans)
        left_out = self._words.left_out(found.left_out)
        if left_out:
            self.add_row("changed", left_out, role="caution", name="left_out")
        self.add_field(
            FormField(
                "reason",
                self.tr("Reason (optional)"),
                note_problem,
                text=chosen.reason,
                placeholder=self.tr("What changed in each"),
            )
        )
        stays = self.tr(
            "You can go on changing the plans afterwards. The snapshots stay as they are."
        )
        self.body.addWidget(self.make_text(stays, "stays", role="muted"))
        if is_changed_meanwhile:
            self.show_banner(
                self.tr("Changed in another window just now. These are the new numbers.")
            )
        self._on_ticked()
        self.plans.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self) -> ChosenPlans:
        ticked = self.plans.ticked_ids()
        unticked = frozenset(self.plans.ticks) - set(ticked)
        return ChosenPlans(ticked, unticked, self.fields[0].text().strip())

    @override
    def check_rest(self) -> bool:
        """Ctrl+Return goes past a button that is off."""
        return bool(self.plans.ticked_ids())

    @override
    def fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            edges = layout.contentsMargins()
            widest = self.fontMetrics().averageCharWidth() * WIDE_CHARACTERS
            width = self.width() if self._is_fitted else widest
            self.plans.fit_width(width - edges.left() - edges.right())
        super().fit()

    def _tick_of(self, plan: ChangedPlan, today: date) -> PlanTick:
        preview = plan.preview
        is_meant = all(item.is_accepted for item in preview.short)
        sentences = (
            (self._words.changes(plan), "muted"),
            (kitchen_text(plan.consequences), ""),
            (FinalizeWords().short(preview), "caution" if is_meant else "bad"),
        )
        return PlanTick(
            plan.event_id,
            preview.event_name,
            self._words.day(preview.event_date, today),
            tuple((text, look) for text, look in sentences if text),
        )

    def _on_ticked(self) -> None:
        count = len(self.plans.ticked_ids())
        self.verb_button.setText(self._words.verb(count))
        self.verb_button.setEnabled(bool(count))
