"""A table as CSV, in which no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# A spreadsheet takes a cell that begins so for a formula, also in their wide forms.
_STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Lines end as the format's description (RFC 4180) has it; a suspicious cell gets a `'` before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([inert(cell) for cell in row])
    return out.getvalue()


def inert(cell: str) -> str:
    """The cell as text that nothing is computed from; numbers stay numbers."""
    is_formula = cell.lstrip(" ").startswith(_STARTS_A_FORMULA)
    return f"'{cell}" if is_formula and not _NUMBER.fullmatch(cell) else cell
