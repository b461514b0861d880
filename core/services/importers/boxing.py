"""Plans the import of materials, boxes and their contents; writes nothing."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.services.importers.deciding import Decider
from core.services.importers.findings import Findings
from core.services.importers.held import Held, compare_held, settle_held, tell_held, tell_unresolved
from core.services.importers.levels import Levels
from core.services.importers.material_units import UnitPlan
from core.services.importers.packing import Content, PackingReader
from core.services.importers.things import Things

# Of a content's kind: the name of the thing in `compositions`.
_NAMES = {
    "finished_units": "finished_unit",
    "finished_goods": "finished_good",
    "material_units": "material_unit",
    "materials": "material",
}


class PackingPlan:
    """What is to be written of materials, their units, boxes and contents, in this order."""

    def __init__(
        self, session: Session, reader: PackingReader, *, findings: Findings, decider: Decider
    ) -> None:
        self._findings = findings
        self._decider = decider
        self._reader = reader
        self.materials = list(reader.materials.records)
        self.boxes = list(reader.boxes.records)
        self.contents: list[Held] = []
        self.known_boxes = Things(session, "finished_goods", self.boxes)
        known = Things(session, "materials", self.materials)
        self._materials = known
        self.units = UnitPlan(reader, known, findings=findings, decider=decider)
        self._levels = Levels()

    def settle(self, items: Things) -> None:
        for record in (*self.materials, *self.boxes):
            self._decider.decide(record)
            self._decider.tell(record)
        self.units.settle()
        here = self.known_boxes.of_row
        for record in list(here.values()):
            for component in record.row.components:
                if component.finished_good_id is not None:
                    self._levels.link(record, here[component.finished_good_id])
        for content in self._reader.contents:
            held = self._held(content, items)
            if held is not None:
                self.contents.append(held)
        compare_held(self.contents, lambda box: box.components)
        for held in list(self.contents):
            if not self._settle_content(held):
                self.contents.remove(held)

    def _held(self, content: Content, items: Things) -> Held | None:
        boxes = self.known_boxes.find(content.box)
        if content.kind == "material_units":
            things = self.units.find(content.thing.slug or "", content.material)
        else:
            known = {
                "finished_units": items,
                "finished_goods": self.known_boxes,
                "materials": self._materials,
            }
            things = known[content.kind].find(content.thing)
        box = boxes[0].name if boxes else str(content.box)
        name = f"{box}: {things[0].name if things else content.thing}"
        for kind, ref, found in (
            ("finished_goods", content.box, boxes),
            (content.kind, content.thing, things),
        ):
            if len(found) != 1:
                reason = tell_unresolved(self._findings, kind, ref=ref, found=found, place=name)
                self._findings.left_out("compositions", name, reason)
                return None
        held = Held("compositions", boxes[0], things[0], _NAMES[content.kind], content.fields)
        held.uuid = content.uuid
        return held

    def _settle_content(self, held: Held) -> bool:
        """Tells its outcome; False where it is left out as a loop or too deep."""
        settle_held(held, self._decider.takes("finished_goods", "compositions"))
        if held.is_written and held.row is None and held.thing_name == "finished_good":
            why = self._levels.try_link(held.owner, held.thing)
            if why is not None:
                self._findings.left_out(held.kind, held.name, why)
                return False
        tell_held(held, self._findings)
        return True
