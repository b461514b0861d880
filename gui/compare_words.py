"""What differs, in words: signs, values of both sides, and one sentence for all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from core.domain.compare.diff import (
    Change,
    Consequence,
    ConsequenceKind,
    DiffEntry,
    DiffKind,
    DiffSide,
    DiffValue,
    SideKind,
    SnapshotDiff,
)
from core.domain.comparison import thing_count
from gui import texts
from gui.sum_words import batches_text, exact_text, measure_text, number_text, unit_text
from gui.words import TITLE_NAME, name_text

translate = QCoreApplication.translate
MOST_CONSEQUENCES = 3
SIGNS = {
    Change.ADDED: ("add", "good"),
    Change.REMOVED: ("removed", "bad"),
    Change.CHANGED: ("differs", "info"),
    Change.MOVED: ("moved", "muted"),
}


def change_text(change: Change) -> str:
    words = {
        Change.ADDED: translate("Compare", "added"),
        Change.REMOVED: translate("Compare", "removed"),
        Change.CHANGED: translate("Compare", "changed"),
        Change.MOVED: translate("Compare", "moved"),
    }
    return words[change]


def side_text(side: DiffSide, *, with_event: bool = False) -> str:
    """`Snapshot 3`, `The plan now`, with the event's name where the two differ in it."""
    if side.kind is SideKind.PLAN:
        text = translate("Compare", "The plan now")
    elif side.kind is SideKind.CATALOG:
        text = translate("Compare", "Today’s catalog")
    elif side.version is None:
        text = translate("Compare", "Open snapshot")
    else:
        text = translate("Compare", "Snapshot {version}").format(version=side.version)
    if with_event and side.event_name:
        return f"{name_text(side.event_name, TITLE_NAME)}, {text}"
    return text


# Values


def value_text(value: DiffValue, unit: str, kind: DiffKind) -> str:
    """`1 cup`, `48 boxes`, `yes`; "" where the side has none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return translate("Compare", "yes") if value else translate("Compare", "no")
    if isinstance(value, Fraction):
        if kind in (DiffKind.RECIPE_LINE, DiffKind.INGREDIENT):
            return measure_text(value, unit)
        amount = texts.left_to_right(texts.amount_text(value))
        return f"{amount} {texts.isolate(unit)}" if unit else amount
    return texts.one_line(value)


def old_text(entry: DiffEntry) -> str:
    return _side_text(entry, entry.old, entry.old_unit)


def new_text(entry: DiffEntry) -> str:
    return _side_text(entry, entry.new, entry.new_unit)


def _side_text(entry: DiffEntry, value: DiffValue, unit: str) -> str:
    known = _known_word(entry.field, value)
    if known:
        return known
    if isinstance(value, Fraction) and entry.old != entry.new and _reads_alike(entry):
        return f"{exact_text(value)} {unit_text(unit)}".strip()
    return value_text(value, unit, entry.kind)


def _reads_alike(entry: DiffEntry) -> bool:
    """Whether both are rounded to the same: 1.2500 and 1.2522 cup."""
    old, new = entry.old, entry.new
    both = isinstance(old, Fraction) and isinstance(new, Fraction)
    return both and number_text(old) == number_text(new)  # type: ignore[arg-type]


def _known_word(field: str, value: DiffValue) -> str:
    """For what is kept as a word of the program's own."""
    words = {
        ("yield_mode", "discrete_count"): translate("Compare", "pieces"),
        ("yield_mode", "batch_portion"): translate("Compare", "portions"),
        ("assembly_type", "bare"): translate("Compare", "single"),
        ("assembly_type", "bundle"): translate("Compare", "several things"),
    }
    return words.get((field, value), "") if isinstance(value, str) else ""


def difference_text(entry: DiffEntry) -> str:
    """`+8 boxes`, `−1/4 cup`; "" where the values are no numbers of one unit."""
    difference = entry.difference
    if difference is None or difference == 0:
        return ""
    amount = number_text(difference)
    signed = texts.left_to_right(f"+{amount}") if difference > 0 else amount
    return f"{signed} {texts.isolate(entry.unit)}" if entry.unit else signed


def field_text(field: str) -> str:
    """What a field is called on its page."""
    words = {
        "name": translate("Compare", "Name"),
        "display_name": translate("Compare", "Name"),
        "description": translate("Compare", "Description"),
        "notes": translate("Compare", "Note"),
        "quantity": translate("Compare", "How many"),
        "place": translate("Compare", "Place"),
        "unit": translate("Compare", "Unit"),
        "buffer_percent": translate("Compare", "Extra, percent"),
        "items_per_batch": translate("Compare", "A batch makes"),
        "item_unit": translate("Compare", "Counted in"),
        "batch_percentage": translate("Compare", "Percent of a batch"),
        "portion_description": translate("Compare", "Portion"),
        "yield_mode": translate("Compare", "How a batch is counted"),
        "category": translate("Compare", "Category"),
        "production_notes": translate("Compare", "Note for baking"),
        "packaging_instructions": translate("Compare", "How it is packed"),
        "assembly_type": translate("Compare", "Kind of box"),
        "quantity_per_unit": translate("Compare", "How much one takes"),
        "display_unit": translate("Compare", "Read in"),
        "base_unit": translate("Compare", "Counted in"),
        "density": translate("Compare", "What it weighs"),
        "batches": translate("Compare", "Batches"),
        "shared": translate("Compare", "Shares batches"),
        "recipe": translate("Compare", "Recipe"),
        "material": translate("Compare", "Material"),
        "slug": translate("Compare", "Short name"),
        "is_generic": translate("Compare", "Chosen later"),
    }
    return words.get(field, field.replace("_", " ").capitalize())


def entry_sentence(entry: DiffEntry, old_head: str, new_head: str) -> str:
    """`Cookie sampler, changed: Snapshot 3 40 boxes, The plan now 48 boxes, +8 boxes`."""
    said = [
        f"{head} {value}"
        for head, value in ((old_head, old_text(entry)), (new_head, new_text(entry)))
        if value
    ]
    difference = difference_text(entry)
    said += [difference] if difference else []
    return translate("Compare", "{name}, {change}: {values}").format(
        name=name_text(entry.name), change=change_text(entry.change), values=", ".join(said)
    )


# All of it


def summary_text(diff: SnapshotDiff) -> str:
    """`3 differences in 2 things: 1 added, 2 changed.`, or `Nothing differs.`

    The things are what the list counts; where each has one difference they are not told.
    """
    if diff.is_empty:
        return _nothing_text(diff)
    counts = Counter(entry.change for entry in diff.entries)
    parts = [
        f"{texts.count_text(counts[each])} {change_text(each)}" for each in Change if counts[each]
    ]
    count, things = len(diff.entries), thing_count(diff.entries)
    text = translate("Compare", "1 difference: {parts}.")
    if count != things:
        text = translate("Compare", "{count} differences in {things} things: {parts}.")
        if things == 1:
            text = translate("Compare", "{count} differences in 1 thing: {parts}.")
    elif count != 1:
        text = translate("Compare", "{count} differences: {parts}.")
    return text.format(
        count=texts.count_text(count),
        things=texts.count_text(things),
        parts=", ".join(parts),
    )


def _nothing_text(diff: SnapshotDiff) -> str:
    """With since when, where one side is of today."""
    sides = (diff.old_side, diff.new_side)
    kept = [side for side in sides if side.created_at is not None]
    if len(kept) != 1 or kept[0].created_at is None:
        return translate("Compare", "Nothing differs.")
    moment = texts.moment_text(kept[0].created_at)
    return translate("Compare", "Nothing differs since {moment}.").format(moment=moment)


def kitchen_text(consequences: Iterable[Consequence]) -> str:
    """`In the kitchen 2 more batches; 4 3/4 cup more All-purpose flour ; 3 other amounts.`"""
    found = list(consequences)
    batches = [each for each in found if each.kind is ConsequenceKind.BATCHES and each.difference]
    ingredients = [
        each for each in found if each.kind is ConsequenceKind.INGREDIENT and each.difference
    ]
    ingredients.sort(key=_weight, reverse=True)
    named = ingredients[:MOST_CONSEQUENCES]
    said = [_batches_sentence(batches)] if batches else []
    said += [_amount_sentence(each) for each in named]
    pieces = [each for each in found if each.kind is ConsequenceKind.PIECES and each.difference]
    if not said:  # no batch more or less: then what is needed says it
        named = pieces[:MOST_CONSEQUENCES]
        said = [_amount_sentence(each) for each in named]
    told = {id(each) for each in (*batches, *named, *pieces)}
    left = sum(id(each) not in told for each in found)
    if left == 1:
        said.append(translate("Compare", "1 other amount"))
    elif left:
        said.append(
            translate("Compare", "{count} other amounts").format(count=texts.count_text(left))
        )
    if not said:
        return ""
    return translate("Compare", "In the kitchen {listed}.").format(listed="; ".join(said))


def _weight(each: Consequence) -> Fraction:
    """How much of the larger side the difference is: what comes or goes whole weighs most."""
    larger = max(abs(each.old or Fraction(0)), abs(each.new or Fraction(0)))
    return abs(each.difference or Fraction(0)) / larger if larger else Fraction(0)


def _batches_sentence(batches: list[Consequence]) -> str:
    total = sum((each.difference or Fraction(0) for each in batches), Fraction(0))
    if not total:
        return translate("Compare", "other batches of {items}").format(
            items=texts.items_text(len(batches))
        )
    one, many = translate("Compare", "1 more batch"), translate("Compare", "{count} more batches")
    if total < 0:
        one = translate("Compare", "1 fewer batch")
        many = translate("Compare", "{count} fewer batches")
    if abs(total) == 1:
        return one
    is_whole = total.denominator == 1
    count = texts.count_text(abs(total.numerator)) if is_whole else number_text(abs(total))
    return many.format(count=count)


def _amount_sentence(each: Consequence) -> str:
    difference = each.difference or Fraction(0)
    text = translate("Compare", "{amount} more {name}")
    if difference < 0:
        text = translate("Compare", "{amount} less {name}")
        if each.unit in ("", "each"):
            text = translate("Compare", "{amount} fewer {name}")
    return text.format(
        amount=measure_text(abs(difference), each.unit), name=name_text(each.name, TITLE_NAME)
    )


def consequence_name(each: Consequence) -> str:
    """`Sugar cookie, batches`."""
    words = {
        ConsequenceKind.PIECES: translate("Compare", "{name}, needed"),
        ConsequenceKind.BATCHES: translate("Compare", "{name}, batches"),
        ConsequenceKind.INGREDIENT: translate("Compare", "{name}"),
        ConsequenceKind.MATERIAL: translate("Compare", "{name}"),
        ConsequenceKind.BUY: translate("Compare", "{name}, to buy"),
    }
    return words[each.kind].format(name=texts.one_line(each.name))


def consequence_values(each: Consequence) -> tuple[str, str, str]:
    """Old, new and the difference; "not counted" where a side does not know it."""

    def shown(amount: Fraction | None, unit: str) -> str:
        if amount is None:
            return translate("Compare", "not counted")
        is_batches = each.kind is ConsequenceKind.BATCHES
        return batches_text(amount) if is_batches else measure_text(amount, unit)

    difference = each.difference
    signed = ""
    if difference:
        sign = "+" if difference > 0 else texts.MINUS
        signed = f"{sign}{shown(abs(difference), each.unit)}"
    return shown(each.old, each.old_unit), shown(each.new, each.unit), texts.left_to_right(signed)
