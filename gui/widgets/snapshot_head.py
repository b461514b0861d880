"""The head of a snapshot's page: number, event as it was, band, reason and fingerprint."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from core.domain.rows import SnapshotDetail, SnapshotRow
from gui import texts, theme
from gui.icons import icon
from gui.widgets.band import Band
from gui.widgets.compare_button import CompareButton
from gui.widgets.editable_label import EditableLabel
from gui.widgets.fingerprint_line import FingerprintLine
from gui.widgets.icon_label import set_button_icon
from gui.widgets.page_head import PageHead, wrap
from gui.widgets.read_only import event_gone_text, set_usable
from gui.widgets.text_check import note_problem
from gui.widgets.text_face import TextFace
from gui.words import day_text

LEAST_REASON = 24  # characters of a reason beside the fingerprint


class SnapshotHead(QWidget):
    """Everything but the reason is read-only, the event's name too."""

    older_wanted = Signal()
    newer_wanted = Signal()
    compare_wanted = Signal()
    plan_again_wanted = Signal()
    bring_back_wanted = Signal()
    go_to_plan_wanted = Signal()
    reason_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot_id: int | None = None
        self._top = PageHead("snapshot", "good")
        self.title = TextFace(look="title")
        self.title.setObjectName("snapshot_title")
        self.event_face = TextFace()
        self.event_face.setObjectName("snapshot_event")
        self._top.title_row.addWidget(self.title)
        self._top.title_row.addWidget(self.event_face)
        self._event_below = TextFace()  # the same, where the title line has no room for it
        self._event_below.hide()
        self._top.add_line(self._event_below)
        self.older = self._top.add_icon_button("down", "older", self.tr("Older snapshot"))
        self.older.clicked.connect(self.older_wanted)
        self.newer = self._top.add_icon_button("up", "newer", self.tr("Newer snapshot"))
        self.newer.clicked.connect(self.newer_wanted)
        tip = self.tr("Compare with the snapshot before (F7)")
        self.compare_button = CompareButton("", tip)
        self._top.buttons.addWidget(self.compare_button)
        self.compare_button.clicked.connect(self.compare_wanted)
        self.plan_again = self._top.add_button(self.tr("Plan again…"), "plan_again")
        self.plan_again.clicked.connect(self.plan_again_wanted)
        self._is_read_only = False
        self._why_not: str | None = ""  # why the snapshot cannot be brought back
        links = (("bring_back", self.tr("Bring back…")), ("go_to_plan", self.tr("Go to the plan")))
        self.band = Band("snapshot", "", links)
        self.bring_back = self.band.button("bring_back")
        self.bring_back.clicked.connect(self.bring_back_wanted)
        self.band.button("go_to_plan").clicked.connect(self.go_to_plan_wanted)
        self.fingerprint = FingerprintLine()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addWidget(self._top)
        layout.addWidget(self.band)
        self._reason_line = self._reason_row()
        layout.addLayout(self._reason_line)
        self._dress()

    def _reason_row(self) -> QHBoxLayout:
        self.reason = EditableLabel(
            "reason",
            accessible_name=self.tr("Reason"),
            problem=note_problem,
            max_lines=2,
            look="strong",
        )
        self.reason.set_placeholder(self.tr("Add a reason"))
        self.reason.set_enter_takes()
        self.reason.edited.connect(self._on_reason)
        self.edit_button = QToolButton()
        self.edit_button.setObjectName("edit_reason")
        self.edit_button.setProperty("flat", True)
        self.edit_button.setToolTip(self.tr("Change the reason"))
        self.edit_button.setAccessibleName(self.tr("Change the reason"))
        self.edit_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the reason itself has it
        self.edit_button.clicked.connect(self.reason.start_editing)
        self.reason.editing_changed.connect(self.edit_button.setHidden)
        words = QHBoxLayout()
        words.setSpacing(theme.SPACE_XS)
        words.addWidget(self.reason, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignTop)
        words.addStretch(1)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(self.fingerprint, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _place_fingerprint(self) -> None:
        """Beside the reason, or below it where that would be cut after a few words."""
        words = self.fontMetrics().averageCharWidth() * LEAST_REASON
        needed = min(words, self.reason.sizeHint().width()) + self.edit_button.width()
        needed += self.fingerprint.sizeHint().width() + 2 * theme.SPACE_M
        wrap(self._reason_line, (self.fingerprint,), is_below=needed > self.width())

    def show_snapshot(self, detail: SnapshotDetail) -> None:
        row = detail.row
        if row.id != self._snapshot_id:
            self._snapshot_id = row.id
            self.reason.cancel()
        if row.version is None:
            self.title.set_face(self.tr("Open snapshot"))
        else:
            self.title.set_face(self.tr("Snapshot {version}").format(version=row.version))
        has_plan = row.event_id is not None
        self.compare_button.choices.show_snapshot(row.version, has_plan=has_plan)
        self.title.setMinimumWidth(self.title.sizeHint().width())  # the event's name gives way
        self._top.set_icon(
            "snapshot" if row.is_sealed else "snapshot_open", "good" if row.is_sealed else "caution"
        )
        self.event_face.set_face(self._event_text(row), "muted")
        self._event_below.set_face(self._event_text(row), "muted")
        self._place_event()
        self._show_band(detail)
        self.reason.set_value(
            row.notes or "", "" if row.notes else row.summary or "", role=self._reason_role(row)
        )
        self.fingerprint.set_code(row.code)
        self.fingerprint.set_verification(None)
        self.fingerprint.setVisible(row.is_sealed)
        self.older.setEnabled(detail.previous_id is not None)
        self.newer.setEnabled(detail.next_id is not None)
        self._why_not = None if row.is_sealed else self.band.text()
        if row.is_sealed and not detail.event_exists:
            self._why_not = event_gone_text()
        self._show_usable()

    def set_read_only(self, is_read_only: bool) -> None:
        self.reason.set_read_only(is_read_only)
        set_usable(self.edit_button, is_read_only=is_read_only)
        set_usable(self.plan_again, is_read_only=is_read_only)
        self._is_read_only = is_read_only
        self._show_usable()

    def _show_usable(self) -> None:
        set_usable(
            self.bring_back,
            is_read_only=self._is_read_only,
            can_be_used=self._why_not is None,
            why_not=self._why_not or "",
        )

    def _place_event(self) -> None:
        """Beside the title, or below it where it would be cut."""
        taken = self.title.sizeHint().width() + self._top.buttons.sizeHint().width()
        room = self.width() - taken - 3 * self.fontMetrics().height()
        is_below = self.event_face.sizeHint().width() > room
        self.event_face.setVisible(not is_below)
        self._event_below.setVisible(is_below)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_event()
        self._place_fingerprint()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and hasattr(self, "_reason_line"):
            self._place_fingerprint()
        return super().event(event)

    def _reason_role(self, row: SnapshotRow) -> str:
        return "text" if row.notes else "muted"  # a summary is not her own words

    def _event_text(self, row: SnapshotRow) -> str:
        if row.event_name is None:
            return ""
        name = texts.isolate(texts.one_line(row.event_name))
        if row.event_date is None:
            return name
        return self.tr("{event}, {day}").format(event=name, day=day_text(row.event_date))

    def _show_band(self, detail: SnapshotDetail) -> None:
        row = detail.row
        if row.is_sealed:
            text = self.tr("The plan as it was on {when}. It stays as it is.").format(
                when=texts.moment_text(row.created_at)
            )
        else:
            text = self.tr("Open: not finalized, it can still change.")
        if not detail.event_exists and row.event_name is not None:
            gone = self.tr("The event was deleted; these are its name and date then.")
            text = f"{text} {gone}"
        self.band.set_text(text)
        self.band.set_icon("snapshot" if row.is_sealed else "snapshot_open")
        self.band.button("go_to_plan").setVisible(detail.event_exists)

    def _on_reason(self, text: str) -> None:
        self.reason_wanted.emit(text.strip())

    def _dress(self) -> None:
        side = self.fontMetrics().height()
        self.edit_button.setIcon(icon("edit", "muted"))
        self.edit_button.setIconSize(QSize(side, side))
        height = self.reason.face.sizeHint().height()
        self.edit_button.setFixedHeight(height)
        self.fingerprint.setMinimumHeight(height)
        set_button_icon(self.plan_again, "plan_again")
        self.title.setMinimumWidth(self.title.sizeHint().width())
        self._top.dress()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "edit_button"):
            self._dress()
