"""Prints every ratio beside its aim, and how long the sample and an import take."""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.services import database
from core.services.importers import import_file
from core.services.sample_service import make_sample
from tests.benchmarks import catalog, comparing, storage, sums, window
from tests.benchmarks.measure import seconds
from tests.factories import open_file

SHARED = Path(__file__).parents[3] / "shared" / "data" / "sample_data_all_transformed.json"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="measurements of each (default 7)")
    parser.add_argument("--quick", action="store_true", help="1,000 definitions only")
    options = parser.parse_args()
    print(f"{'':<34} {'Proofbook':>12} {'plain':>12} {'ratio':>8}")
    with tempfile.TemporaryDirectory(prefix="proofbook-bench-") as name:
        folder = Path(name)
        for definitions in (1_000,) if options.quick else (1_000, 10_000):
            for found in storage.ratios(folder, definitions=definitions, rounds=options.rounds):
                print(found.line(), flush=True)
        # In a process of its own, as what the rows above left in memory is not its to collect.
        for line in in_own_process(sums.lines, rounds=options.rounds):
            print(line, flush=True)
        for line in in_own_process(comparing.lines, folder, rounds=options.rounds):
            print(line, flush=True)
        start = window.ratio(folder, rounds=options.rounds)
        print(start if isinstance(start, str) else start.line(), flush=True)
        print(in_own_process(catalog.line, folder, rounds=options.rounds), flush=True)
        sample = seconds(lambda: make_sample(folder / "sample.db"))
        print(f"{'making the sample bakery':<34} {sample * 1000:9.1f} ms")
        print_import(folder)


def in_own_process(work: Callable[..., Any], *arguments: object, **options: object) -> Any:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments, options)


def print_import(folder: Path) -> None:
    label = "importing a real catalog"
    if not SHARED.exists():
        print(f"{label}: no such file beside this checkout")
        return
    with open_file(folder / "import.db"):
        taken = seconds(lambda: import_file(SHARED))
        with database.session_scope(write=False) as session:
            rows = session.connection().exec_driver_sql("SELECT count(*) FROM ingredients")
            print(f"{label:<34} {taken * 1000:9.1f} ms ({rows.scalar_one()} ingredients)")


if __name__ == "__main__":
    main()
