"""Finalize, read and delete at two sizes, against plain sqlite3."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import text

from core.config import DatabaseSettings
from core.services import database
from core.services.finalization_service import finalize_event_plan, preview_finalization
from core.services.planning_snapshot_service import delete_planning_snapshot, get_planning_snapshot
from tests.benchmarks import plain
from tests.benchmarks.measure import Ratio, compare, seconds
from tests.factories import make_big_plan, open_file

AIMS = {"finalize": 1.6, "read": 1.25, "delete": 1.1}


class Templates:
    """Two closed files of one size, and fresh copies of them."""

    def __init__(self, folder: Path, definitions: int) -> None:
        self._folder = folder
        self.planned = folder / f"planned-{definitions}.db"
        self.kept = folder / f"kept-{definitions}.db"
        with open_file(self.planned), database.session_scope() as session:
            self.event_id = make_big_plan(session, definitions)
            session.execute(text("UPDATE events SET event_date = NULL"))
        shutil.copy(self.planned, self.kept)
        with open_file(self.kept):
            self.digest = preview_finalization(self.event_id).digest
            self.snapshot_id = finalize_event_plan(self.event_id).id
        with_plain = self.fresh(self.planned)
        connection = plain.connect(with_plain)
        _, self.plain_digest = plain.finalize(connection, self.event_id, None)
        connection.close()
        require_same(self.kept, with_plain)

    def fresh(self, template: Path) -> Path:
        return Path(shutil.copy(template, self._folder / "measured.db"))

    def ours(
        self, template: Path, before: Callable[[], object], work: Callable[[], object]
    ) -> float:
        """Seconds of `work`; `before` is what the window did just before it."""
        database.prepare(DatabaseSettings(self.fresh(template)))
        try:
            before()
            return seconds(work)
        finally:
            database.close()

    def plain(
        self,
        template: Path,
        before: Callable[[sqlite3.Connection], object],
        work: Callable[[sqlite3.Connection], object],
    ) -> float:
        connection = plain.connect(self.fresh(template))
        try:
            before(connection)
            return seconds(lambda: work(connection))
        finally:
            connection.close()


def require_same(ours: Path, by_hand: Path) -> None:
    """Both ways keep the same texts, or the comparison is worth nothing."""
    found = []
    for path in (ours, by_hand):
        connection = sqlite3.connect(path)
        found.append(
            [
                connection.execute(query).fetchall()
                for query in (
                    "SELECT definition_data FROM finished_unit_snapshots ORDER BY 1",
                    "SELECT definition_data FROM material_unit_snapshots ORDER BY 1",
                    "SELECT count(*), sum(length(definition_data)) FROM finished_good_snapshots",
                    "SELECT length(plan_data), event_name, version FROM planning_snapshots",
                )
            ]
        )
        connection.close()
    if found[0] != found[1]:
        raise AssertionError("Proofbook and the plain way do not keep the same")


def ratios(folder: Path, *, definitions: int, rounds: int) -> Iterator[Ratio]:
    t = Templates(folder, definitions)
    yield compare(
        f"finalize {definitions:,} definitions",
        lambda: t.ours(
            t.planned,
            lambda: preview_finalization(t.event_id),
            lambda: finalize_event_plan(t.event_id, expected=t.digest),
        ),
        lambda: t.plain(
            t.planned,
            lambda c: plain.Plan(c, t.event_id),
            lambda c: plain.finalize(c, t.event_id, t.plain_digest),
        ),
        aim=AIMS["finalize"],
        rounds=rounds,
    )
    yield compare(
        f"read {definitions:,} definitions",
        lambda: t.ours(
            t.kept,
            lambda: get_planning_snapshot(t.snapshot_id),
            lambda: get_planning_snapshot(t.snapshot_id),
        ),
        lambda: t.plain(
            t.kept,
            lambda c: plain.read(c, t.snapshot_id),
            lambda c: plain.read(c, t.snapshot_id),
        ),
        aim=AIMS["read"],
        rounds=rounds,
    )
    yield compare(
        f"delete {definitions:,} definitions",
        lambda: t.ours(
            t.kept,
            lambda: get_planning_snapshot(t.snapshot_id, include_snapshots=False),
            lambda: delete_planning_snapshot(t.snapshot_id),
        ),
        lambda: t.plain(
            t.kept,
            lambda c: c.execute("SELECT * FROM planning_snapshots").fetchall(),
            lambda c: plain.delete(c, t.snapshot_id),
        ),
        aim=AIMS["delete"],
        rounds=rounds,
    )
