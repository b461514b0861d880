"""Reads events and their planned boxes out of a file's rows; touches no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from core.services.importers.findings import Findings
from core.services.importers.records import Record, Ref, Shelf, parse_rows, said
from core.services.importers.values import Fields, RowRefusedError, is_said, shown

_OUTPUT_MODES = ("bundled", "bulk_count")


@dataclass(slots=True)
class Planned:
    """A row of `event_finished_goods`: so many of one box, both by name."""

    event: Ref
    box: Ref
    quantity: Fraction


class EventReader:
    """Fills the shelf `events`, whose things are unique by name and day, and the planned boxes."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.events = Shelf("events", findings)
        self.planned: list[Planned] = []

    def read_events(self, rows: Iterable[Any]) -> None:
        parse_rows(rows, "events", findings=self._findings, parse=self._event)

    def read_planned(self, rows: Iterable[Any]) -> None:
        parse_rows(rows, "event_finished_goods", findings=self._findings, parse=self._planned)

    def _event(self, fields: Fields, shown_name: str) -> None:
        name = fields.name("name", "display_name")
        day = fields.day("event_date")
        year = fields.raw("year")
        if is_said(year) and not (type(year) is int and 1900 <= year <= 2200):
            self._findings.say("events", shown_name, f"{shown(year)} is no year; left empty.")
            year = None
        if day is not None and is_said(year) and year != day.year:
            text = f"Its year {year} is not that of its day, {day}; the day was taken."
            self._findings.say("events", shown_name, text)
        mode = fields.raw("output_mode")
        if is_said(mode) and mode not in _OUTPUT_MODES:
            text = f"{shown(mode)} is no way to hand out what was baked; it was left empty."
            self._findings.say("events", shown_name, text)
        record = Record("events", name, scope=str(day or ""))
        record.fields = said(
            {
                "event_date": day,
                "year": day.year if day is not None else year or None,
                "notes": fields.notes("notes"),
            }
        )
        self.events.add(record)

    def _planned(self, fields: Fields, _: str) -> None:
        event, box = fields.name("event_name"), fields.name("finished_good_name")
        quantity = fields.amount("quantity", "quantity over 0")
        if quantity is None:
            raise RowRefusedError(f"{shown(event)} does not say how many {shown(box)} it plans.")
        self.planned.append(Planned(Ref(name=event), Ref(name=box), quantity))
