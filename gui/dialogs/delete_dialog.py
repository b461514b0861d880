"""The question before snapshots and events go to the trash."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from core.domain.removal import RemovalImpact
from gui.dialogs.confirm_dialog import ConfirmDialog
from gui.dialogs.delete_texts import DeleteTexts, DeleteWords


class DeleteDialog(ConfirmDialog):
    """`answer()` is whether the events' other snapshots go too (False where there are none)."""

    def __init__(
        self,
        impact: RemovalImpact,
        parent: QWidget | None = None,
        *,
        with_snapshots: bool = False,
        is_changed_meanwhile: bool = False,
    ) -> None:
        words = DeleteWords()
        shown = words.texts_for(impact, with_snapshots=with_snapshots)
        super().__init__(shown.title, shown.verb, parent)
        self._impact = impact
        self._words = words
        self.setObjectName("delete_dialog")
        self._goes = self.add_row("trash", shown.goes, role="bad", name="goes")
        self._names = self._add_names(shown)
        self._stays = self.add_row("good", shown.stays, role="good", name="stays")
        self.tick = QCheckBox(shown.tick)
        self.tick.setObjectName("tick")
        self.tick.setVisible(bool(shown.tick))
        self.tick.setChecked(with_snapshots and bool(shown.tick))
        if shown.tick:
            self.body.addLayout(self._indented(self.tick))
        else:
            self.tick.setParent(self)
        self.add_row("restore", shown.back, name="back")
        self.tick.toggled.connect(self._on_ticked)
        if is_changed_meanwhile:
            self.show_banner(
                QCoreApplication.translate("DeleteDialog", "Changed in another window just now.")
            )

    def answer(self) -> bool:
        return self.tick.isChecked()

    def _add_names(self, shown: DeleteTexts) -> QLabel:
        label = self.make_text("\n".join(shown.names), "names", role="muted")
        if shown.names:
            self.body.addLayout(self._indented(label))
        else:
            label.setParent(self)
            label.hide()
        return label

    def _indented(self, widget: QWidget) -> QHBoxLayout:
        """Below the text of the row above, not below its icon."""
        row = QHBoxLayout()
        row.addSpacing(self.fontMetrics().height() + 8)
        row.addWidget(widget, 1)
        return row

    def _on_ticked(self, is_ticked: bool) -> None:
        shown = self._words.texts_for(self._impact, with_snapshots=is_ticked)
        self._goes.setText(shown.goes)
        self._stays.setText(shown.stays)
        self.title_label.setText(shown.title)
        self.verb_button.setText(shown.verb)
        self.fit()
