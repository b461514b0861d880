"""Saves a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from core.domain.csv_text import csv_text
from core.services.whole_file import write_whole


def save_csv(path: str | Path, rows: Iterable[Sequence[str]]) -> None:
    """UTF-8 with the mark that tells it, without which one spreadsheet reads accents as rubbish.

    ExportFileError where it cannot be written.
    """
    write_whole(path, csv_text(rows).encode("utf-8-sig"), what="The table")
