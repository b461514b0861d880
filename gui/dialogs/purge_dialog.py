"""The question before something in the trash is deleted forever."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from core.domain.removal import RemovedRow
from gui import texts, theme
from gui.dialogs.confirm_dialog import ConfirmDialog
from gui.models.trash_model import held_text
from gui.words import TITLE_NAME, name_text

ASKED_TO_TYPE_OVER = 20
NAMES_SHOWN = 10


class PurgeDialog(ConfirmDialog):
    """`answer()` is the ids to delete; over 20 of them she types the number first."""

    def __init__(self, rows: Sequence[RemovedRow], parent: QWidget | None = None) -> None:
        count = len(rows)
        translate = QCoreApplication.translate
        if count == 1:
            title = translate("PurgeDialog", "Delete “{name}” forever?").format(
                name=name_text(rows[0].title, TITLE_NAME)
            )
        else:
            title = translate("PurgeDialog", "Delete {count} things forever?").format(count=count)
        super().__init__(title, translate("PurgeDialog", "Delete forever"), parent)
        self.setObjectName("purge_dialog")
        self._ids = tuple(row.id for row in rows)
        if count == 1:
            what = held_text(rows[0])
        else:
            what = texts.join_names([name_text(row.title) for row in rows], most=NAMES_SHOWN)
        goes = self.tr("Goes for good: {what}.").format(what=what)
        self.add_row("trash", goes, name="names")
        self.add_row("bad", self.tr("This cannot be undone."), role="bad", name="goes")
        stays = self.tr("Stays: everything that is not in the trash.")
        self.add_row("good", stays, role="good", name="stays")
        self.number = QLineEdit(self)
        self.number.setObjectName("number")
        self.number.setVisible(count > ASKED_TO_TYPE_OVER)
        if count > ASKED_TO_TYPE_OVER:
            self._ask_number(count)

    def answer(self) -> list[int]:  # type: ignore[override]
        return list(self._ids)

    def _ask_number(self, count: int) -> None:
        text = self.tr("To go on, type {count}.").format(count=count)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        label = self.make_text(text, "number_label")
        label.setBuddy(self.number)
        self.number.setAccessibleName(text)
        self.number.setMaximumWidth(self.fontMetrics().averageCharWidth() * 16)
        row.addWidget(label, 1)
        row.addWidget(self.number)
        self.body.addLayout(row)
        self.verb_button.setEnabled(False)
        self.number.textChanged.connect(self._on_typed)
        self.number.installEventFilter(self)

    def _is_typed(self) -> bool:
        return self.number.text().strip() == str(len(self._ids))

    def _on_typed(self) -> None:
        self.verb_button.setEnabled(self._is_typed())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_enter = (
            watched is self.number
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        )
        if is_enter:
            # Enter never deletes, and Cancel would throw away what she just typed.
            if self._is_typed():
                self.verb_button.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)
