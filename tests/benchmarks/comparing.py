"""Comparing two snapshots of one event, against reading and parsing both, and showing it against that."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from sqlalchemy import text

from core.config import DatabaseSettings
from core.services import database
from core.services.comparison_service import compare_snapshots
from core.services.finalization_service import finalize_event_plan
from core.services.snapshot_reader import read_stored
from gui.models.compare_filter import CompareView, find_rows
from gui.models.compare_rows import compare_rows
from gui.widgets.compare_page import ComparePage
from tests.benchmarks.measure import Ratio, compare, seconds
from tests.factories import make_big_plan, open_file

AIM = 2.0
SHOW_AIM = 0.15  # of a second or so: then nothing is felt to stand still
DEFINITIONS = 10_000
# Of all lines, contents, recipe lines and items one in ten, and then every one.
EDITS = (
    "UPDATE plan_lines SET quantity = quantity + 1 WHERE id % :every = 0",
    "UPDATE compositions SET component_quantity = component_quantity + 1 WHERE id % :every = 0",
    "UPDATE recipe_ingredients SET quantity = '7.75' WHERE id % :every = 0",
    "UPDATE finished_units SET items_per_batch = '36' WHERE id % :every = 0",
)


class TwoSnapshots:
    """A file with two snapshots of one plan, between which one in `every` was edited."""

    def __init__(self, folder: Path, every: int) -> None:
        self.path = folder / f"compared-{every}.db"
        with open_file(self.path):
            with database.session_scope() as session:
                event_id = make_big_plan(session, DEFINITIONS)
            self.old_id = finalize_event_plan(event_id).id
            with database.session_scope() as session:
                for edit in EDITS:
                    session.execute(text(edit), {"every": every})
            self.new_id = finalize_event_plan(event_id).id

    def read_and_parse(self) -> None:
        with database.session_scope(write=False) as session:
            both = [read_stored(session, each) for each in (self.old_id, self.new_id)]
        kept = [[json.loads(row.text) for row in stored.definitions] for stored in both]
        kept.append([json.loads(stored.head.plan_data) for stored in both])


def lines(folder: Path, *, rounds: int) -> list[str]:
    """The rows as text, for a process of their own."""
    return [found.line() for found in ratios(folder, rounds=rounds)]


def ratios(folder: Path, *, rounds: int) -> Iterator[Ratio]:
    """Frozen as in the program; the whole act is measured: reading, parsing, comparing, adding up."""
    for every, words in ((10, "1 in 10 differs"), (1, "all differs")):
        two = TwoSnapshots(folder, every)
        database.prepare(DatabaseSettings(two.path))
        gc.collect()
        gc.freeze()
        try:
            yield compare(
                f"compare, {words} / reading both",
                lambda two=two: seconds(lambda: compare_snapshots(two.old_id, two.new_id)),
                lambda two=two: seconds(two.read_and_parse),
                aim=AIM,
                rounds=rounds,
            )
            yield _shown(two, f"show it, {words} / comparing", rounds=rounds)
        finally:
            gc.unfreeze()
            database.close()


def _shown(two: TwoSnapshots, name: str, *, rounds: int) -> Ratio:
    """What the window's thread does of it, first painting included, against the lane's part."""
    app = QApplication.instance() or QApplication([])
    made: dict[str, Any] = {}

    def on_the_lane() -> None:
        made["rows"] = compare_rows(compare_snapshots(two.old_id, two.new_id))
        made["found"] = find_rows(made["rows"], CompareView())

    def in_the_window() -> float:
        page = ComparePage()
        page.resize(1000, 700)
        page.show()
        app.processEvents()

        def show() -> None:
            page.show_comparison(made["rows"], made["found"], CompareView())
            app.processEvents()

        taken = seconds(show)
        page.close()
        page.deleteLater()
        app.processEvents()
        return taken

    on_the_lane()
    return compare(name, in_the_window, lambda: seconds(on_the_lane), aim=SHOW_AIM, rounds=rounds)
