"""What the details say about a thing, in sentences."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QCoreApplication, QLocale

from core.domain.keys import ComponentKind
from core.domain.quantity import amount_text as exact_text
from core.domain.quantity import kitchen_value
from core.domain.rows import IngredientLine, ThingDetails
from gui.texts import kitchen_amount_text as amount_text
from gui.texts import left_to_right, short_date_text

# Base units are centimetres; an inch is 2.54 of them exactly.
_INCH = Fraction(254, 100)
_CENTIMETRES = {
    "mm": Fraction(1, 10),
    "cm": Fraction(1),
    "m": Fraction(100),
    "in": _INCH,
    "ft": 12 * _INCH,
    "yd": 36 * _INCH,
    "sq cm": Fraction(1),
    "sq m": Fraction(10_000),
    "sq in": _INCH**2,
    "sq ft": (12 * _INCH) ** 2,
}
_OTHER_NAMES = {
    "linear_cm": "cm",
    "square_cm": "sq cm",
    "inch": "in",
    "inches": "in",
    "feet": "ft",
    "foot": "ft",
    "yard": "yd",
    "yards": "yd",
}


def kind_text(details: ThingDetails, locale: QLocale | None = None) -> str:
    """`item, as it was on 21 Nov 2026`, or `item, as it is now`."""
    translate = QCoreApplication.translate
    if details.kind is ComponentKind.FINISHED_GOOD:
        kind = translate("DetailsPanel", "box")
    elif details.kind is ComponentKind.FINISHED_UNIT:
        kind = translate("DetailsPanel", "item")
    else:
        kind = translate("DetailsPanel", "material")
    if details.as_of is None:
        return translate("DetailsPanel", "{kind}, as it is now").format(kind=kind)
    day = short_date_text(details.as_of.astimezone().date(), locale)
    return translate("DetailsPanel", "{kind}, as it was on {day}").format(kind=kind, day=day)


def batch_text(details: ThingDetails) -> str:
    """`A batch makes 48 cookies`; "" where no number a batch is known."""
    translate = QCoreApplication.translate
    if details.items_per_batch is not None:
        made = details.items_per_batch
        unit = details.item_unit or translate("DetailsPanel", "pieces")
    elif details.batch_percentage is not None:
        made = 100 / kitchen_value(details.batch_percentage)
        unit = details.portion_description or translate("DetailsPanel", "portions")
    else:
        return ""
    if unit[:1].isdigit():  # 4 9-inch rounds would read as one number
        unit = f"\u00d7 {unit}"
    return translate("DetailsPanel", "A batch makes {amount} {unit}").format(
        amount=amount_text(made), unit=unit
    )


def recipe_text(details: ThingDetails) -> str:
    """`from the recipe Sugar cookies (rolled)`."""
    if not details.recipe_name:
        return ""
    return QCoreApplication.translate("DetailsPanel", "from the recipe {name}").format(
        name=details.recipe_name
    )


def material_text(details: ThingDetails) -> str:
    """`One is 6 in of Ribbon, red.`; "" where it says no more than the name."""
    amount, unit = shown_amount(details)
    name = details.material_name or ""
    if amount is None or not name or (not unit and amount == 1 and name == details.name):
        return ""
    if not unit and amount == 1:
        return QCoreApplication.translate("DetailsPanel", "One is 1 {name}.").format(name=name)
    return QCoreApplication.translate("DetailsPanel", "One is {amount} of {name}.").format(
        amount=f"{amount_text(amount)} {unit}".strip(), name=name
    )


def shown_amount(details: ThingDetails) -> tuple[Fraction | None, str]:
    """How much one takes, in the unit that the baker reads; no unit where it is counted."""
    amount, unit = details.quantity_per_unit, details.display_unit or ""
    unit = _OTHER_NAMES.get(unit, unit)
    if amount is None or unit in ("", "each"):
        return amount, ""
    plain = unit.replace("_", " ").replace("square", "sq")
    factor = _CENTIMETRES.get(plain)
    return (amount, plain) if factor is None else (amount / factor, plain)


def line_amount(line: IngredientLine) -> str:
    """`2 3/4 cup`; what is counted has no unit."""
    unit = "" if line.unit == "each" else line.unit
    return left_to_right(f"{amount_text(line.quantity)} {unit}".strip())


def line_exact(line: IngredientLine) -> str:
    """The same to the last digit: `2.75 cup`."""
    unit = "" if line.unit == "each" else line.unit
    return f"{exact_text(line.quantity)} {unit}".strip()


def line_name(line: IngredientLine) -> str:
    """`Butter (softened)`."""
    return f"{line.name} ({line.notes})" if line.notes else line.name
