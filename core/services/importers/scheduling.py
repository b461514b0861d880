"""Plans the import of events and of the boxes that they plan; writes nothing."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.services.importers.deciding import Decider
from core.services.importers.events import EventReader, Planned
from core.services.importers.findings import Findings
from core.services.importers.held import (
    Held,
    compare_held,
    settle_held,
    tell_held,
    tell_unresolved,
)
from core.services.importers.records import Record, Ref
from core.services.importers.things import Things


class EventPlan:
    """What is to be written of events and their plans."""

    def __init__(
        self, session: Session, reader: EventReader, *, findings: Findings, decider: Decider
    ) -> None:
        self._findings = findings
        self._decider = decider
        self._reader = reader
        self._known = Things(session, "events", reader.events.records)
        self.events = list(reader.events.records)
        self.lines: list[Held] = []

    def settle(self, boxes: Things) -> None:
        for event in self.events:
            self._decider.decide(event)
            self._decider.tell(event)
        for planned in self._reader.planned:
            held = self._held(planned, boxes)
            if held is not None:
                self.lines.append(held)
        compare_held(self.lines, lambda event: event.plan_lines)
        for held in self.lines:
            settle_held(held, self._decider.takes("events", "event_finished_goods"))
            tell_held(held, self._findings)

    def _held(self, planned: Planned, boxes: Things) -> Held | None:
        kind, name, event = "event_finished_goods", planned.name, planned.event
        events = [event] if isinstance(event, Record) else self._known.find(event)
        named = boxes.find(planned.box)
        references: list[tuple[str, Ref, list[Record]]] = [
            ("events", event.ref if isinstance(event, Record) else event, events),
            ("finished_goods", planned.box, named),
        ]
        for of_kind, ref, found in references:
            if len(found) != 1:
                reason = tell_unresolved(self._findings, of_kind, ref=ref, found=found, place=name)
                self._findings.left_out(kind, name, reason)
                return None
        return Held(kind, events[0], named[0], "finished_good", {"quantity": planned.quantity})
