"""Tables for a spreadsheet: no cell is taken for a formula, and what is read back is what was there."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.csv_text import csv_text, inert

STARTS = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize(
    "cell",
    ['=HYPERLINK("http://evil")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "  =1+1"],
)
def test_a_name_that_looks_like_a_formula_stays_a_name(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-12", "+3.5", "0.25", "Sugar cookie", "", "6 = 3 + 3", "1-2"])
def test_numbers_and_names_stay_as_they_are(cell: str) -> None:
    assert inert(cell) == cell


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1))
)
def test_no_cell_begins_a_formula_and_every_cell_is_read_back(rows: list[list[str]]) -> None:
    text = csv_text(rows)
    back = list(csv.reader(io.StringIO(text, newline="")))
    assert back == [[inert(cell) for cell in row] for row in rows]
    for row in back:
        for cell in row:
            assert (
                not cell.lstrip(" ").startswith(tuple(STARTS))
                or cell[1:].replace(".", "", 1).isdecimal()
            )
