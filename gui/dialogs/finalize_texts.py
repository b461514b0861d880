"""The words of the finalize dialog, from what would be kept."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QObject

from core.domain.comparison import (
    INGREDIENT,
    Change,
    ChoiceChange,
    LineChange,
    SharingChange,
    ThingChange,
)
from core.domain.definition import RECIPE
from core.domain.finalization import FinalizationPreview, ShortItem
from core.domain.keys import ComponentKind
from gui import sum_words, texts
from gui.words import TITLE_NAME, check_text, day_of_year_text, name_text

MOST_NAMES = 6
MOST_SHORT = 3  # a sentence each


class FinalizeWords(QObject):
    """A QObject only so that its texts can be translated."""

    def title(self, preview: FinalizationPreview) -> str:
        return self.tr("Finalize “{event}” as snapshot {version}?").format(
            event=name_text(preview.event_name, TITLE_NAME), version=preview.version
        )

    def since(self, preview: FinalizationPreview) -> str:
        """The head of the last column."""
        return self.tr("Since snapshot {version}").format(version=preview.changes.since_version)

    def line_change(self, change: LineChange) -> str:
        """`+8, was 40`, `new`, `removed, was 12`, `note changed`, `extra changed`, `moved`."""
        old, new = change.old, change.new
        if change.change is Change.ADDED or old is None:
            return self.tr("new")
        if new is None:
            return self.tr("removed, was {old}").format(
                old=texts.left_to_right(texts.amount_text(old.quantity))
            )
        if old.quantity == new.quantity:
            if change.change is Change.MOVED:
                return self.tr("moved")
            is_noted = old.notes != new.notes
            return self.tr("note changed") if is_noted else self.tr("extra changed")
        return self.tr("{difference}, was {old}").format(
            difference=texts.left_to_right(texts.signed_amount_text(new.quantity - old.quantity)),
            old=texts.left_to_right(texts.amount_text(old.quantity)),
        )

    def what_changed(self, preview: FinalizationPreview) -> str:
        """The sentence under the lines; "" when they say it all."""
        version = preview.changes.since_version
        if preview.is_since_unknown:
            return self.tr(
                "The snapshot before is damaged, so what changed since then is not known."
            )
        if preview.is_first:
            return self.tr("The first snapshot of this event.")
        if preview.is_unchanged:
            if preview.since_date is None:
                return self.tr("Nothing has changed since snapshot {version}.").format(
                    version=version
                )
            return self.tr("Nothing has changed since snapshot {version} of {day}.").format(
                version=version, day=day_of_year_text(preview.since_date)
            )
        names = [self.thing(thing) for thing in preview.changes.things]
        names += [self.choice(choice) for choice in preview.changes.choices]
        if not names:
            return ""
        return self.tr("Also changed since snapshot {version}: {names}.").format(
            version=version, names=texts.join_names(names, most=MOST_NAMES)
        )

    def short(self, preview: FinalizationPreview) -> str:
        """A line for each item that is short, the first few; "" when none is."""
        lines = [self._short(item) for item in preview.short[:MOST_SHORT]]
        more = len(preview.short) - len(lines)
        if more:
            lines.append(
                self.tr("And 1 more is short.")
                if more == 1
                else self.tr("And {count} more are short.").format(count=texts.count_text(more))
            )
        return "\n".join(lines)

    def kept(self, preview: FinalizationPreview) -> str:
        counts = preview.counts
        parts = []
        if counts.items == 1:
            parts.append(self.tr("1 item with its recipe"))
        elif counts.items:
            parts.append(self.tr("{count} items with their recipes").format(count=counts.items))
        if counts.boxes:
            parts.append(texts.boxes_text(counts.boxes))
        if counts.materials:
            parts.append(texts.materials_text(counts.materials))
        return self.tr("Kept with it, as they are now: {what}.").format(what=", ".join(parts))

    def to_check(self, preview: FinalizationPreview) -> str:
        """ "" when there is nothing to check."""
        checks = preview.to_check
        if not checks:
            return ""
        count = len(checks)
        things = (
            self.tr("1 thing to check")
            if count == 1
            else self.tr("{count} things to check").format(count=count)
        )
        return self.tr(
            "{things}: {which}. You can finalize all the same; it is noted in the snapshot."
        ).format(
            things=things,
            which=texts.join_names([check_text(check) for check in checks], most=MOST_NAMES),
        )

    def _short(self, item: ShortItem) -> str:
        if item.is_accepted:
            text = self.tr("{name}: {makes} of {need}, {short} short, as you chose.")
        elif item.accepted is not None:
            text = self.tr("{name}: {makes} of {need}, {short} short; you accepted {accepted}.")
        else:
            text = self.tr("{name}: {makes} of {need}, {short} short; you have not accepted that.")
        return text.format(
            name=name_text(item.name),
            makes=sum_words.number_text(item.makes),
            need=sum_words.number_text(item.need),
            short=sum_words.number_text(item.short_by),
            accepted=sum_words.number_text(item.accepted or Fraction(0)),
        )

    def thing(self, thing: ThingChange) -> str:
        """`the recipe Sugar cookies (rolled)`, `what is in Gift box`, `Sugar cookie`."""
        name = name_text(thing.name)
        if thing.kind == RECIPE:
            return self.tr("the recipe {name}").format(name=name)
        if thing.kind == ComponentKind.FINISHED_GOOD:
            return self.tr("what is in {name}").format(name=name)
        if thing.kind == INGREDIENT:
            return self.tr("the ingredient {name}").format(name=name)
        return name

    def choice(self, change: ChoiceChange) -> str:
        """`7 batches of Sugar cookie instead of 13`, `shared batches of Sugar cookies (rolled)`."""
        name = name_text(change.name)
        if isinstance(change, SharingChange):
            if change.is_shared:
                return self.tr("shared batches of {recipe}").format(recipe=name)
            return self.tr("separate batches of {recipe}").format(recipe=name)
        if change.new is None:
            return self.tr("batches of {item} as needed").format(item=name)
        batches = sum_words.batches_text(change.new)
        if change.old is None:
            return self.tr("{batches} of {item}").format(batches=batches, item=name)
        return self.tr("{batches} of {item} instead of {old}").format(
            batches=batches, item=name, old=sum_words.number_text(change.old)
        )
