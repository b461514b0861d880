"""The words of the question before a snapshot is the plan of its event again."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.domain.bringing_back import BringBackPreview, ReturningLine
from core.domain.comparison import PlannedLine
from gui import texts
from gui.dialogs.finalize_texts import FinalizeWords
from gui.words import TITLE_NAME, check_text, name_text

MOST_NAMES = 6
NOTE_SHOWN = 24  # characters of a note in a cell; its tooltip has them all


class BringBackWords(QObject):
    """A QObject only so that its texts can be translated."""

    def title(self, preview: BringBackPreview) -> str:
        return self.tr("Bring back snapshot {version} as the plan of “{event}”?").format(
            version=preview.version, event=name_text(preview.event_name, TITLE_NAME)
        )

    def then(self, preview: BringBackPreview) -> str:
        """The head of the last column."""
        return self.tr("Snapshot {version}").format(version=preview.version)

    def cells(self, line: ReturningLine) -> tuple[str, str]:
        """How many of it in the plan now and in the snapshot: `48 boxes`, `not in the plan`."""
        return self._amount(line.old, line.unit), self._amount(line.new, line.unit)

    def more_cells(self, line: ReturningLine) -> list[tuple[str, str, str]]:
        """What else of the line differs, a row each: `note`, now, then."""
        old, new = line.old, line.new
        if old is None or new is None:
            return []
        rows = []
        if (old.notes or None) != (new.notes or None):
            rows.append((self.tr("note"), self._note(old.notes), self._note(new.notes)))
        if line.is_moved:
            places = [
                self.tr("line {number}").format(number=texts.count_text(place))
                for place in (line.old_place, line.new_place)
            ]
            rows.append((self.tr("order"), places[0], places[1]))
        return rows

    def _amount(self, line: PlannedLine | None, unit: str) -> str:
        if line is None:
            return self.tr("not in the plan")
        if unit == "boxes" and line.quantity == 1:
            unit = self.tr("box")
        amount = texts.left_to_right(texts.amount_text(line.quantity))
        return f"{amount} {texts.unit_with_buffer(unit, line.buffer_percent)}"

    def _note(self, notes: str | None) -> str:
        if not notes:
            return self.tr("no note")
        return texts.quoted(texts.elide_middle(texts.one_line(notes), NOTE_SHOWN))

    def choices(self, preview: BringBackPreview) -> str:
        """ "" when she chose then what she has chosen now."""
        if not preview.choices:
            return ""
        words = FinalizeWords()
        names = [words.choice(choice) for choice in preview.choices]
        return self.tr("Comes back too: {what}.").format(
            what=texts.join_names(names, most=MOST_NAMES)
        )

    def not_as_then(self, preview: BringBackPreview) -> str:
        """ "" when the catalog has it all as it was."""
        words = FinalizeWords()
        names = [words.thing(thing) for thing in preview.things]
        names += [check_text(check) for check in preview.retired]
        if not names:
            return ""
        return self.tr("Also not as it was then: {what}.").format(
            what=texts.join_names(names, most=MOST_NAMES)
        )

    def left_out(self, preview: BringBackPreview) -> str:
        names = list(dict.fromkeys(name_text(name) for name in preview.left_out))
        if not names:
            return ""
        text = (
            self.tr("Left out: {names} is not in the catalog any more.")
            if len(names) == 1
            else self.tr("Left out: {names} are not in the catalog any more.")
        )
        return text.format(names=texts.join_names(names, most=MOST_NAMES))

    def what_stays(self, preview: BringBackPreview) -> str:
        """Newer snapshots are named: this one would not take their place."""
        if not preview.newer_versions:
            return self.tr("All snapshots stay, and the catalog stays as it is now.")
        numbers = [str(version) for version in preview.newer_versions]
        return self.tr(
            "All snapshots stay, the newer {numbers} as well, and the catalog stays as it is now."
        ).format(numbers=texts.join_names(numbers))
