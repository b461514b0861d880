"""Where rows of a tree stand, and what they read like one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex

INDENT = "  "


def path_of(index: QModelIndex) -> tuple[int, ...]:
    """The rows from the top down to this one: what stands higher comes first."""
    above = index.parent()
    return (*(path_of(above) if above.isValid() else ()), index.row())


def indented_text(indexes: Iterable[QModelIndex], columns: Sequence[int]) -> str:
    """Each row's cells, tab separated, what is below a row indented."""
    lines = []
    for index in indexes:
        cells = "\t".join(str(index.siblingAtColumn(at).data()) for at in columns)
        lines.append(INDENT * (len(path_of(index)) - 1) + cells.rstrip("\t"))
    return "\n".join(lines)
