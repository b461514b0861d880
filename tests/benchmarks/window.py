"""From the start of the process to the painted window, against a bare tree view."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.measure import Ratio, compare, seconds

ROOT = Path(__file__).parents[2]
AIM = 1.5

OURS = """
from gui.app import run
from gui.arguments import Options
raise SystemExit(run(Options(), exit_after_paint=True))
"""
BARE = """
import sys
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTreeView
app = QApplication(sys.argv[:1])
model = QStandardItemModel()
for n in range(20):
    model.appendRow(QStandardItem(f"Event {n}"))
view = QTreeView()
view.setModel(model)
view.resize(1000, 700)
view.show()
app.processEvents()
"""


def ratio(folder: Path, *, rounds: int) -> Ratio | str:
    """The ratio, or why there is none."""
    for package in ("core", "gui", "resources"):
        compileall.compile_dir(ROOT / package, quiet=2)
    environment = os.environ | {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
    }

    def start(program: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    tried = start(OURS)
    if tried.returncode != 0:
        return f"the window did not open: {(tried.stderr.splitlines() or ['?'])[-1]}"
    return compare(
        "start to painted window",
        lambda: seconds(lambda: start(OURS)),
        lambda: seconds(lambda: start(BARE)),
        aim=AIM,
        rounds=rounds,
    )
