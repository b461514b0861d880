"""What the catalog says otherwise by now of a thing in a snapshot, in sentences."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from core.domain.compare.diff import Change, DiffEntry, DiffKind, DiffValue
from core.domain.quantity import kitchen_value
from core.domain.rows import SinceThen
from gui import texts
from gui.compare_words import field_text, new_text, old_text
from gui.sum_words import batches_text, unit_text
from gui.words import TITLE_NAME, name_text

translate = QCoreApplication.translate
MOST_SENTENCES = 3
_NAMES = ("name", "display_name")
_YIELD = "items_per_batch"
_LONG = ("description", "notes", "production_notes", "packaging_instructions")


def since_text(since: SinceThen | None) -> str:
    """`Changed in the catalog since: Butter 1 cup is now 3/4 cup.`; "" where nothing did."""
    if since is None:
        return ""
    if since.is_gone:
        return translate("Since", "It is not in the catalog any more.")
    if since.is_unknown:
        return translate("Since", "Whether it changed in the catalog since cannot be read.")
    said = [translate("Since", "It is retired")] if since.is_retired else []
    left = len(said) + len(since.entries) - MOST_SENTENCES
    said += [entry_text(each) for each in since.entries[: MOST_SENTENCES - len(said)]]
    if left > 0:
        more = translate("Since", "And {count} more")
        said.append(more.format(count=texts.count_text(left)))
    text = translate("Since", "Changed in the catalog since: {sentences}.")
    return text.format(sentences=". ".join(said))


def entry_text(entry: DiffEntry) -> str:
    """`Butter, unsalted 1 cup is now 3/4 cup`, `Nutmeg was added: 1/4 tsp`."""
    name = name_text(entry.name, TITLE_NAME)
    if entry.change is Change.ADDED:
        amount = _amounts(entry)[1]
        sentence = translate("Since", "{name} was added: {amount}").format(name=name, amount=amount)
    elif entry.change is Change.REMOVED:
        sentence = translate("Since", "{name} was taken out").format(name=name)
    elif entry.change is Change.MOVED:
        sentence = translate("Since", "{name} stands in another place").format(name=name)
    elif entry.field == "quantity":
        old, new = _amounts(entry)
        sentence = _is_now(name, old, new)
    elif entry.field == "is_generic":
        later = translate("Since", "{name} is chosen later now")
        fixed = translate("Since", "{name} is not chosen later any more")
        sentence = (later if entry.new else fixed).format(name=name)
    elif entry.field in _NAMES:
        return _renamed(entry)
    else:
        sentence = _field_sentence(entry)
        if len(entry.steps) > 1:  # of what is in the thing, not of itself
            sentence = _said_of(entry.name, sentence)
    return _said_of(recipe, sentence) if (recipe := _inner_recipe(entry)) else sentence


def _renamed(entry: DiffEntry) -> str:
    new = name_text(str(entry.new or ""), TITLE_NAME)
    if len(entry.steps) == 1:
        return translate("Since", "It is called {name} now").format(name=new)
    old = name_text(str(entry.old or ""), TITLE_NAME)
    return translate("Since", "{old} is called {new} now").format(old=old, new=new)


def _inner_recipe(entry: DiffEntry) -> str:
    """The name of the recipe within the recipe that a line stands in; "" elsewhere."""
    if entry.kind not in (DiffKind.RECIPE_LINE, DiffKind.RECIPE_PART) or len(entry.steps) < 2:
        return ""
    owner = entry.steps[-2]
    return owner.name if owner.kind is DiffKind.RECIPE_PART else ""


def _said_of(name: str, sentence: str) -> str:
    text = translate("Since", "{name}: {sentence}")
    return text.format(name=name_text(name, TITLE_NAME), sentence=sentence)


def _is_now(what: str, old: str, new: str) -> str:
    text = translate("Since", "{what} {old} is now {new}")
    return text.format(what=what, old=old, new=new)


def _field_sentence(entry: DiffEntry) -> str:
    entry = _in_pieces(entry)
    field = field_text(entry.field)
    is_long, is_yield = entry.field in _LONG, entry.field == _YIELD
    old, new = _values(entry)
    if entry.new in (None, ""):
        text = translate("Since", "{field} was taken out")
        if is_yield:
            text = translate("Since", "What a batch makes was taken out")
    elif is_long and entry.old not in (None, ""):
        text = translate("Since", "{field} was changed")
    elif entry.old not in (None, ""):
        return _is_now(field, old, new)
    elif is_long:
        text = translate("Since", "{field} was added")
    elif is_yield:
        text = translate("Since", "A batch makes {new} now")
    else:
        text = translate("Since", "{field} is now {new}")
    return text.format(field=field, new=new)


def _in_pieces(entry: DiffEntry) -> DiffEntry:
    """So many percent of a batch as what the details say of it: how many a batch makes."""
    if entry.field != "batch_percentage":
        return entry
    old, new = (
        100 / kitchen_value(value) if isinstance(value, Fraction) else None
        for value in (entry.old, entry.new)
    )
    if _amount(old, "") == _amount(new, ""):
        return entry
    key = entry.key._replace(field=_YIELD)
    return entry._replace(key=key, old=old, new=new, old_unit="", new_unit="")


def _values(entry: DiffEntry) -> tuple[str, str]:
    if isinstance(entry.new, Fraction) or isinstance(entry.old, Fraction):
        return _amounts(entry)
    old, new = old_text(entry), new_text(entry)
    return name_text(old, TITLE_NAME), name_text(new, TITLE_NAME)


def _amounts(entry: DiffEntry) -> tuple[str, str]:
    """As the details read them; where that is the same on both sides, to the last digit."""
    units = (entry.old_unit, entry.new_unit)
    if entry.field == _YIELD and units[0] == units[1]:
        units = ("", "")  # a batch makes 48: of what stands right above
    sides = list(zip((entry.old, entry.new), units, strict=True))
    old, new = (_amount(value, unit) for value, unit in sides)
    if old == new:
        return old_text(entry), new_text(entry)
    return old, new


def _amount(value: DiffValue, unit: str) -> str:
    if not isinstance(value, Fraction):
        return ""
    if unit == "batches":
        return batches_text(value)
    shown = unit_text(unit)
    amount = texts.left_to_right(texts.kitchen_amount_text(value))
    return f"{amount} {shown}" if shown else amount
