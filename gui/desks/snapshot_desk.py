"""Joins the snapshot's page to what is read for it and to its few flows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from core.domain.changes import Changes
from core.domain.comparison import PlanChanges
from core.domain.keys import Key, ThingKind
from core.domain.rows import ContentRow, SnapshotDetail, SourceRef, Verification
from gui.actions import event_actions, snapshot_actions
from gui.actions.acts import Acts, Typed
from gui.desks.contents_desk import ContentsDesk
from gui.desks.field_again import or_field_again
from gui.desks.sums_desk import SumsDesk
from gui.dialogs.new_event_dialog import EventAnswer
from gui.feeders.list_feeder import CATALOG
from gui.feeders.page_feeder import PageFeeder
from gui.flow import Flow
from gui.widgets.snapshot_page import SnapshotPage


class SnapshotDesk(QObject):
    """Shows one snapshot, and checks its fingerprint each time the page opens."""

    shown = Signal(object)  # SnapshotRow
    missing = Signal(object)
    select_wanted = Signal(object)  # Key
    line_wanted = Signal(object, object)  # Key of the event, ContentRow to change there
    verified = Signal(int, bool)

    def __init__(
        self, page: SnapshotPage, feeder: PageFeeder, acts: Acts, *, today: Callable[[], date]
    ) -> None:
        super().__init__(page)
        self._page = page
        self._feeder = feeder
        self._acts = acts
        self._today = today
        self._snapshot_id: int | None = None
        self._verification: Verification | None = None
        self.is_writable = True
        self.contents = ContentsDesk(page, feeder, self)
        self.sums = SumsDesk(page, feeder, acts, event=lambda: None, parent=self)
        self.sums.line_wanted.connect(page.show_line)
        page.older_wanted.connect(self._on_older)
        page.newer_wanted.connect(self._on_newer)
        page.plan_again_wanted.connect(self.plan_again)
        page.bring_back_wanted.connect(self.bring_back)
        page.go_to_plan_wanted.connect(self._on_go_to_plan)
        page.reason_wanted.connect(self._on_reason)
        page.change_in_plan_wanted.connect(self._on_change_in_plan)

    @property
    def detail(self) -> SnapshotDetail | None:
        return self._page.detail()

    def show(self, snapshot_id: int) -> None:
        is_other = snapshot_id != self._snapshot_id
        self._snapshot_id = snapshot_id
        source = SourceRef(snapshot_id=snapshot_id)
        self.contents.show(source, is_editable=False)
        self.sums.show(source)
        self._feeder.read_snapshot(snapshot_id, self._on_detail, self.missing.emit)
        self._feeder.read_snapshot_changes(snapshot_id, self._on_changes)
        if is_other:
            self._verification = None
            self._page.set_verification(None)
        self._feeder.verify_snapshot(snapshot_id, self._on_verified)

    def clear(self) -> None:
        """Another file was opened."""
        self._snapshot_id = None
        self.contents.clear()
        self.sums.show(None)

    def take_changes(self, changes: Changes) -> None:
        """A change of the catalog is nothing to a snapshot, but its details name it."""
        if self._snapshot_id is None:
            return
        if changes.touches(Key(ThingKind.SNAPSHOT, self._snapshot_id)):
            self._feeder.read_snapshot(self._snapshot_id, self._on_detail, self.missing.emit)
        if any(key.kind in CATALOG for key in changes.added | changes.removed | changes.altered):
            self.contents.read_details()

    def _on_detail(self, detail: SnapshotDetail) -> None:
        self._page.set_read_only(not self.is_writable)
        self._page.show_snapshot(detail)
        # The verdict may have come before the head, and a new reason does not ask for it again.
        self._page.set_verification(self._verification)
        self.shown.emit(detail.row)

    def _on_changes(self, changes: PlanChanges) -> None:
        self.contents.put_changes(changes)

    def _on_verified(self, verification: Verification) -> None:
        self._verification = verification
        self._page.set_verification(verification)
        if self._snapshot_id is not None:
            self.verified.emit(self._snapshot_id, verification.is_unchanged)

    @Slot()
    def plan_again(self) -> None:
        if self.detail is not None:
            typed: Typed[EventAnswer | None] = Typed(None)  # kept over a Retry
            self._acts.run(
                partial(event_actions.plan_again, typed=typed), self.detail.row, self._today()
            )

    @Slot()
    def bring_back(self) -> None:
        if self.detail is not None:
            self._acts.run(snapshot_actions.bring_back, self.detail.row)

    def _on_reason(self, reason: str) -> None:
        if self.detail is None:
            return
        snapshot, field = self.detail.row, self._page.head.reason

        def edit(acts: Acts) -> Flow:
            flow = snapshot_actions.set_reason(acts, snapshot, reason)
            return or_field_again(acts, flow, field=field, typed=reason)

        self._acts.run(edit)

    def _on_older(self) -> None:
        self._flip(self.detail.previous_id if self.detail is not None else None)

    def _on_newer(self) -> None:
        self._flip(self.detail.next_id if self.detail is not None else None)

    def _flip(self, snapshot_id: int | None) -> None:
        if snapshot_id is not None:
            self.select_wanted.emit(Key(ThingKind.SNAPSHOT, snapshot_id))

    def _event_key(self) -> Key | None:
        event_id = self.detail.row.event_id if self.detail is not None else None
        return Key(ThingKind.EVENT, event_id) if event_id is not None else None

    def _on_go_to_plan(self) -> None:
        key = self._event_key()
        if key is not None:
            self.select_wanted.emit(key)

    def _on_change_in_plan(self, row: ContentRow) -> None:
        key = self._event_key()
        if key is not None:
            self.line_wanted.emit(key, row)
