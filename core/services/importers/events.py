"""Reads events and their planned boxes out of a file's rows; touches no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from core.domain.import_report import ImportOutcome
from core.services.importers.findings import Findings
from core.services.importers.records import Record, Ref, Shelf, parse_rows, said
from core.services.importers.values import Fields, RowRefusedError, is_said, shown

_OUTPUT_MODES = ("bundled", "bulk_count")


@dataclass(slots=True)
class Planned:
    """So many of one box in one event's plan; the event by name, or the very one it stands in."""

    event: Ref | Record
    box: Ref
    quantity: Fraction

    @property
    def name(self) -> str:
        event = self.event.name if isinstance(self.event, Record) else str(self.event)
        return f"{event}: {self.box}"


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
        baked, planned = fields.raw("production_targets"), fields.raw("assembly_targets")
        kept: Record | None = None
        try:
            record = self._read_event(fields, shown_name)
            kept = self.events.add(record)
        finally:  # what stands in it are rows too, whatever becomes of it
            self._findings.foreign("production_targets", len(self._listed(baked, shown_name)))
            self._targets(self._listed(planned, shown_name), kept, shown_name)

    def _read_event(self, fields: Fields, shown_name: str) -> Record:
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
        return record

    def _listed(self, value: Any, shown_name: str) -> list[Any]:
        if is_said(value) and not isinstance(value, list):
            text = f"What it plans is no list but {shown(value)}; it was left out."
            self._findings.say("events", shown_name, text)
        return value if isinstance(value, list) else []

    def _targets(self, rows: list[Any], event: Record | None, shown_name: str) -> None:
        before = [each for each in self.planned if each.event is event]
        for number, raw in enumerate(rows, start=1):
            place = f"{shown_name}, box {number}"
            if event is None:
                self._findings.left_out("event_finished_goods", place, "Its event was left out.")
                continue
            parse = partial(self._target, event=event, place=place, before=before)
            parse_rows([raw], "event_finished_goods", findings=self._findings, parse=parse)

    def _target(
        self, fields: Fields, _: str, *, event: Record, place: str, before: list[Planned]
    ) -> None:
        box = fields.slug("finished_good_slug")
        quantity = fields.amount("target_quantity", "quantity over 0")
        if box is None:
            raise RowRefusedError(f"{shown(place)} names no box.")
        if quantity is None:
            raise RowRefusedError(f"{shown(place)} does not say how many {shown(box)} it plans.")
        planned = Planned(event, Ref(box), quantity)
        if planned in before:  # the event stands in the file twice, and so does this
            before.remove(planned)
            kind, same = "event_finished_goods", ImportOutcome.UNCHANGED
            self._findings.row(kind, planned.name, same, reason="The file holds it twice.")
            return
        self.planned.append(planned)

    def _planned(self, fields: Fields, _: str) -> None:
        event, box = fields.name("event_name"), fields.name("finished_good_name")
        quantity = fields.amount("quantity", "quantity over 0")
        if quantity is None:
            raise RowRefusedError(f"{shown(event)} does not say how many {shown(box)} it plans.")
        self.planned.append(Planned(Ref(name=event), Ref(name=box), quantity))
