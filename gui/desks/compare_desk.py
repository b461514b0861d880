"""Joins the page of a comparison to what is read for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from core.domain.changes import Changes
from core.domain.rows import SnapshotRow
from gui import texts
from gui.actions import copy_actions, export_actions
from gui.actions.acts import Acts
from gui.feeders.compare_feeder import Compared, CompareFeeder
from gui.feeders.failure import sentence_of
from gui.models.compare_filter import CompareView, Found
from gui.models.compare_sides import CATALOG, PLAN, CompareRequest, SideChoice, Sides, snapshot_side
from gui.models.compare_table import compare_table
from gui.widgets.compare_page import ComparePage
from gui.words import TITLE_NAME, name_text

translate = QCoreApplication.translate


class CompareDesk(QObject):
    """Each request has a number, by which back and forward lead to it again."""

    shown = Signal(str)  # the event's name
    sides_wanted = Signal(object)  # CompareRequest: other sides were chosen on the page

    def __init__(self, page: ComparePage, acts: Acts, *, today: Callable[[], date]) -> None:
        super().__init__(page)
        self._page = page
        self._acts = acts
        self._today = today
        self._feeder = CompareFeeder(acts.context.background)
        self._requests: list[CompareRequest] = []
        self._request: CompareRequest | None = None
        self._offers_others = False
        page.sides_wanted.connect(self._on_sides_wanted)
        page.view_wanted.connect(self._on_view_wanted)
        page.copy_wanted.connect(self.copy)
        page.save_wanted.connect(self._on_save)
        page.retry_wanted.connect(self.read)

    def start_anew(self) -> None:
        """Another file: its snapshots are others."""
        self._feeder.start_anew()
        self._requests.clear()
        self._request = None

    def number_of(self, request: CompareRequest) -> int:
        """What stands for it on the way through the pages."""
        if request not in self._requests:
            self._requests.append(request)
        return self._requests.index(request)

    def offer_others(self) -> None:
        """The menu of what else could stand beside the snapshot opens as soon as it is known."""
        self._offers_others = True

    def show(self, number: int) -> bool:
        """Reads it; whether it is another one, and not the same with its sides swapped."""
        self._offers_others = False
        self._request = request = self._requests[number]
        sides = self._page.sides
        is_turned = sides is not None and request.sides == sides.swapped()
        if not is_turned:
            self._page.show_loading()
        self.read()
        return not is_turned

    @Slot()
    def read(self) -> None:
        request = self._request
        if request is not None:
            view = self._page.wanted_view()
            self._feeder.read(
                request,
                view,
                on_done=partial(self._on_compared, request, view),
                on_failed=self._on_failed,
            )

    @Slot(object)
    def _on_view_wanted(self, view: CompareView) -> None:
        rows = self._page.shown
        is_missing = rows is None or (view.is_everything and rows.everything is None)
        if rows is None or is_missing or self._feeder.is_reading:
            self.read()
        else:
            self._feeder.find(
                rows, view, on_done=partial(self._on_found, view), on_failed=self._on_failed
            )

    def _on_found(self, view: CompareView, found: Found) -> None:
        self._page.show_found(found, view)

    def take_changes(self, changes: Changes) -> None:
        """The plan, the catalog or one of the snapshots may be another by now."""
        if changes != Changes():
            self.read()

    @Slot()
    def copy(self) -> None:
        """All of it, as text."""
        if self._page.shown is not None:
            self._acts.run(copy_actions.copy_text, self._page.text())

    @Slot()
    def _on_save(self) -> None:
        rows = self._page.shown
        if rows is not None:
            old, new = rows.heads
            name = translate("Compare", "{event}, {old} to {new}").format(
                event=self._page.name.face_text(), old=old, new=new
            )
            table = compare_table(
                rows, self._page.found, is_everything=self._page.view.is_everything
            )
            self._acts.run(export_actions.save_table, name, table)

    def _on_compared(self, request: CompareRequest, view: CompareView, compared: Compared) -> None:
        if request is not self._request:
            return
        with_event = len(compared.names) > 1
        old = [self._choice(row, with_event=with_event) for row in compared.old_choices]
        new = [self._choice(row, with_event=with_event) for row in compared.new_choices]
        new.insert(0, SideChoice(CATALOG, translate("Compare", "Today’s catalog"), "book"))
        if compared.has_plan:
            new.insert(0, SideChoice(PLAN, translate("Compare", "The plan now"), "event"))
        name = texts.join_names([texts.one_line(each) for each in compared.names])
        self._page.show_sides(compared.sides, old, new, name=name)
        if compared.rows is None:
            self._page.show_failure(compared.failure)
        else:
            self._page.show_comparison(compared.rows, compared.found, view)
        self.shown.emit(name)
        if self._offers_others:
            self._offers_others = False
            base = request.snapshot_id  # of an event it is the old side
            is_new = base is not None and compared.sides.new.snapshot_id == base
            if self._page.isVisible():  # else she went on meanwhile
                self._page.offer_others(beside_new=is_new)

    def _on_failed(self, error: BaseException) -> None:
        self._page.show_failure(sentence_of(error))

    def _choice(self, row: SnapshotRow, *, with_event: bool) -> SideChoice:
        moment = texts.when_text(row.created_at, self._today())
        text = translate("Compare", "Open snapshot, {moment}")
        if row.version is not None:
            text = translate("Compare", "Snapshot {version}, {moment}")
        text = text.format(version=row.version, moment=moment)
        if with_event:
            text = f"{name_text(row.event_name or '', TITLE_NAME)}, {text}"
        return SideChoice(snapshot_side(row.id), text, "snapshot")

    def _on_sides_wanted(self, sides: Sides) -> None:
        """Core puts the older one left, whichever was chosen."""
        self.sides_wanted.emit(CompareRequest(sides=sides))
