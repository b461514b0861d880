"""Joins the trash page to the trash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from core.domain.removal import RemovedRow
from gui.actions import removal_actions
from gui.actions.acts import Acts
from gui.feeders.page_feeder import PageFeeder
from gui.widgets.trash_page import TrashPage


class TrashDesk(QObject):
    """Reads the trash whole: it holds what one baker deleted in 30 days."""

    counted = Signal(int)

    def __init__(
        self, page: TrashPage, feeder: PageFeeder, acts: Acts, *, today: Callable[[], date]
    ) -> None:
        super().__init__(page)
        self._page = page
        self._feeder = feeder
        self._acts = acts
        self._today = today
        page.restore_wanted.connect(self._on_restore)
        page.purge_wanted.connect(self._on_purge)

    def read(self) -> None:
        self._feeder.read_removed(self._on_rows)

    def _on_rows(self, rows: Sequence[RemovedRow]) -> None:
        self._page.set_rows(rows, self._today())
        self.counted.emit(len(rows))

    def _on_restore(self, ids: list[int]) -> None:
        self._acts.run(removal_actions.restore, ids)

    def _on_purge(self, ids: list[int]) -> None:
        rows = self._page.rows_of(ids)
        if rows:
            self._acts.run(removal_actions.purge, rows)
