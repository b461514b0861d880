"""Joins the tabs of sums to what is read for them and to the flows of what is decided there."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.domain.plan_summary import BatchRow, FeasibilityRow, Source, SourceKind
from core.domain.rows import EventRow, SourceRef
from core.errors import CoreError, DatabaseBusyError, DatabaseUnavailableError
from gui.actions import copy_actions, export_actions, sum_actions
from gui.actions.acts import Acts
from gui.feeders.failure import sentence_of
from gui.feeders.page_feeder import PageFeeder
from gui.flow import Flow
from gui.models.batch_rows import RecipeGroup
from gui.models.shopping_rows import Wanted
from gui.models.sum_rows import SumRows
from gui.models.sum_tables import batches_table, shopping_table
from gui.widgets.catalog.checks import HAVE
from gui.widgets.page_tabs import PageTabs
from gui.widgets.sums.checks import BUFFER, COUNT_OR_NONE
from gui.widgets.sums.sums_pane import SumsPane

REST_MS = 400


class SumsPage(Protocol):
    """A page with the tabs of sums."""

    tabs: PageTabs

    def title(self) -> str: ...


class SumsDesk(QObject):
    """Reads the sums when one of their tabs is shown; one for each of the two pages.

    A plan's are read behind its other tab, too, once she rests: what falls short by more than she
    accepted is told on the tab of the batches.
    """

    line_wanted = Signal(str)  # the uuid of a line of the snapshot shown

    def __init__(
        self,
        page: SumsPage,
        feeder: PageFeeder,
        acts: Acts,
        *,
        event: Callable[[], EventRow | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._feeder = feeder
        self._acts = acts
        self._event = event
        self._source: SourceRef | None = None
        self._is_stale = False
        self._is_editable = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._read)
        tabs = page.tabs
        tabs.turned.connect(self._read_if_shown)
        for pane in tabs.panes:
            pane.seen.connect(self._read_if_shown)
            pane.retry_wanted.connect(self._on_retry)
            pane.source_wanted.connect(self._on_source_wanted)
            pane.copy_wanted.connect(self.copy)
            pane.save_wanted.connect(self._on_save)
        tabs.batches.batches_wanted.connect(self._on_batches)
        tabs.batches.buffer_wanted.connect(self._on_buffer)
        tabs.batches.share_wanted.connect(self._on_share)
        tabs.shopping.have_wanted.connect(self._on_have)

    def show(self, source: SourceRef | None, *, is_editable: bool = False) -> None:
        """Shown already, the numbers stay until the new ones are there."""
        is_other = source != self._source or is_editable != self._is_editable
        self._source, self._is_editable, self._is_stale = source, is_editable, True
        if is_other:
            for pane in self._page.tabs.panes:
                pane.set_editable(is_editable)
                pane.show_loading()
            self._page.tabs.tell_short(0)
        self._read_if_shown()

    @Slot()
    def _read_if_shown(self, *_: object) -> None:
        if self._page.tabs.sums() is not None:
            self._read()
        elif self._source is not None and self._source.is_plan:
            self._rest.start()

    @Slot()
    def _read(self) -> None:
        self._rest.stop()
        source = self._source
        if source is None or not self._is_stale or not self._page.tabs.isVisible():
            return  # it is read when it is seen
        self._is_stale = False
        self._feeder.read_sums(
            source,
            is_editable=self._is_editable,
            on_done=partial(self._on_sums, source),
            on_failed=partial(self._on_failed, source),
        )

    def _on_sums(self, source: SourceRef, rows: SumRows) -> None:
        if source == self._source:
            tabs = self._page.tabs
            tabs.batches.show_summary(rows.summary, rows.batches)
            tabs.shopping.show_summary(rows.summary, rows.shopping)
            tabs.tell_short(sum(row.is_to_confirm for row in rows.summary.batches))

    def _on_failed(self, source: SourceRef, error: BaseException) -> None:
        if source == self._source:
            for pane in self._page.tabs.panes:
                pane.show_failure(sentence_of(error))

    def _on_retry(self) -> None:
        self._is_stale = True
        for pane in self._page.tabs.panes:
            pane.show_loading()
        self._read_if_shown()

    # Taken along

    @Slot()
    def copy(self) -> None:
        """The table that is shown, as text."""
        pane = self._page.tabs.sums()
        if pane is not None and pane.summary is not None:
            self._acts.run(copy_actions.copy_text, pane.text())

    @Slot()
    def _on_save(self) -> None:
        tabs = self._page.tabs
        pane = tabs.sums()
        if pane is None or pane.summary is None:
            return
        name = f"{self._page.title()}, {pane.title}"
        table = batches_table if pane is tabs.batches else shopping_table
        self._acts.run(export_actions.save_table, name, table(pane.summary))

    # What is decided

    def _on_batches(self, row: BatchRow, typed: str) -> None:
        batches: Any = COUNT_OR_NONE.value(typed)
        self._decide(
            partial(sum_actions.set_batches, batches=batches), row, pane=self._page.tabs.batches
        )

    def _on_buffer(self, line: FeasibilityRow, typed: str) -> None:
        percent: Any = BUFFER.value(typed)
        self._decide(
            partial(sum_actions.set_buffer, percent=percent), line, pane=self._page.tabs.batches
        )

    def _on_share(self, group: RecipeGroup, shared: bool) -> None:
        self._decide(
            partial(sum_actions.share_batch, shared=shared), group, pane=self._page.tabs.batches
        )

    def _on_have(self, wanted: Wanted, typed: str) -> None:
        value: Any = HAVE.value(typed)
        amount, unit = value or (None, "")
        action = partial(sum_actions.set_have, amount=amount, unit=unit)
        self._decide(action, wanted, pane=self._page.tabs.shopping)

    def _decide(self, action: Callable[..., Flow], about: Any, *, pane: SumsPane) -> None:
        event, key = self._event(), pane.key_of(about)
        if event is not None and key is not None and pane.summary is not None:
            self._acts.run(
                self._or_typed_again, lambda acts: action(acts, event, about), pane=pane, key=key
            )

    def _or_typed_again(
        self, acts: Acts, decide: Callable[[Acts], Flow], *, pane: SumsPane, key: Hashable
    ) -> Flow:
        """What core refuses opens its cell again, with the sentence; else the cell tells what is."""
        try:
            yield from decide(acts)
        except (DatabaseBusyError, DatabaseUnavailableError):
            pane.table.parts.forget_typed(key)
            raise
        except CoreError as refused:
            self._read_anew()
            if not pane.refuse(key, refused.sentence):
                raise
            acts.context.errors.note_shown(refused)
        except Exception:
            pane.table.parts.forget_typed(key)
            raise
        else:
            self._read_anew()  # also where nothing was changed: 10 for what was 10 % already

    def _read_anew(self) -> None:
        self._is_stale = True
        self._read_if_shown()

    def _on_source_wanted(self, source: Source) -> None:
        shown = self._source
        if source.kind is SourceKind.LINE and shown is not None and not shown.is_plan:
            self.line_wanted.emit(source.uuid)
            return
        self._acts.run(sum_actions.go_to_source, source, event=self._event())
