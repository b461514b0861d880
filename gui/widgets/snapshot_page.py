"""A snapshot's page: the plan as it was then."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.domain.rows import ContentRow, SnapshotDetail, Verification
from gui import texts, theme
from gui.tab_names import ABOUT, PLAN
from gui.widgets.about_panel import AboutPanel
from gui.widgets.band import Band
from gui.widgets.contents_pane import ContentsPane
from gui.widgets.page_tabs import PageTabs
from gui.widgets.snapshot_head import SnapshotHead
from gui.words import name_text


class SnapshotPage(QWidget):
    """Flipping to another snapshot keeps the tab; the table keeps what is open and chosen."""

    older_wanted = Signal()
    newer_wanted = Signal()
    plan_again_wanted = Signal()
    bring_back_wanted = Signal()
    go_to_plan_wanted = Signal()
    reason_wanted = Signal(str)
    change_in_plan_wanted = Signal(object)  # ContentRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("snapshot_page")
        self._detail: SnapshotDetail | None = None
        self._frozen_row: ContentRow | None = None
        self.head = SnapshotHead()
        self.pane = ContentsPane()
        self.view = self.pane.view
        self.details = self.pane.details
        self.model = self.view.contents
        self.about = AboutPanel()
        self.tabs = PageTabs("snapshot_tabs", self.pane)
        self.tabs.add(ABOUT, self.tr("About"), self.about)
        self.frozen = Band("snapshot", "", (("change_in_plan", ""),))
        self.frozen.button("change_in_plan").clicked.connect(self._on_change_in_plan)
        self.frozen.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addWidget(self.head)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.frozen)
        self._connect()

    def _connect(self) -> None:
        self.head.older_wanted.connect(self.older_wanted)
        self.head.newer_wanted.connect(self.newer_wanted)
        self.head.plan_again_wanted.connect(self.plan_again_wanted)
        self.head.bring_back_wanted.connect(self.bring_back_wanted)
        self.head.go_to_plan_wanted.connect(self.go_to_plan_wanted)
        self.head.reason_wanted.connect(self.reason_wanted)
        self.head.fingerprint.details_wanted.connect(self._show_about)
        self.view.frozen_edit_wanted.connect(self.show_frozen)
        for pane in self.tabs.panes:
            pane.table.frozen_edit_wanted.connect(self.show_frozen)
            pane.table.current_part_changed.connect(self.hide_frozen)
        self.view.current_row_changed.connect(self.hide_frozen)
        self.tabs.currentChanged.connect(self.hide_frozen)

    def detail(self) -> SnapshotDetail | None:
        return self._detail

    def title(self) -> str:
        """The event's name and the number, for files."""
        row = self._detail.row if self._detail is not None else None
        if row is None:
            return ""
        return self.tr("{event}, snapshot {number}").format(
            event=row.event_name or self.tr("Without event"), number=row.version or ""
        )

    def show_snapshot(self, detail: SnapshotDetail) -> None:
        """Head and About; the plan comes by the model's pages, the verdict by set_verification."""
        old = self._detail.row if self._detail is not None else None
        # Two files may give the same id to different things.
        is_other = old is None or (old.id, old.uuid) != (detail.row.id, detail.row.uuid)
        self._detail = detail
        self.head.show_snapshot(detail)
        self.about.show_snapshot(detail)
        to_check = len(detail.row.to_check)
        about = self.tr("About ({count} to check)").format(count=to_check)
        self.tabs.set_title(ABOUT, about if to_check else self.tr("About"))
        if is_other:
            self.hide_frozen()

    def set_verification(self, verification: Verification | None) -> None:
        """None while it is being checked."""
        self.head.fingerprint.set_verification(verification)
        self.about.set_verification(verification)

    def set_read_only(self, is_read_only: bool) -> None:
        self.head.set_read_only(is_read_only)

    def commit_edits(self) -> bool:
        """Takes a half typed reason; False when it stays open with its sentence."""
        return self.head.reason.commit()

    def focus_body(self) -> None:
        """Where Enter in the list leads."""
        sums = self.tabs.sums()
        if sums is not None:
            sums.focus_body()
        elif self.tabs.shown() == PLAN:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.about.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_line(self, line_uuid: str) -> None:
        """The line of the plan that a number came from."""
        self.tabs.show_tab(PLAN)
        self.view.go_to_node(line_uuid)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_frozen(self, row: ContentRow | None = None) -> None:
        """She typed on a number that stays as it is: where it can be changed instead."""
        detail = self._detail
        if detail is None:
            return
        version = detail.row.version
        if version is None:
            self.frozen.set_text(self.tr("A snapshot is not changed here."))
        else:
            self.frozen.set_text(
                self.tr("Snapshot {version} stays as it is.").format(version=version)
            )
        self._frozen_row = row
        button = self.frozen.button("change_in_plan")
        if row is not None:
            button.setText(
                self.tr("Change {name} in the plan").format(
                    name=texts.escape_mnemonic(name_text(row.name, 40))
                )
            )
        button.setVisible(detail.event_exists and row is not None)
        self.frozen.show()
        self.frozen.announce()

    def hide_frozen(self) -> None:
        self._frozen_row = None
        self.frozen.hide()

    def _show_about(self) -> None:
        self.tabs.show_tab(ABOUT)

    def _on_change_in_plan(self) -> None:
        row = self._frozen_row
        self.hide_frozen()
        if row is not None:
            self.change_in_plan_wanted.emit(row)
