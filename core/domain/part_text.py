"""What is typed to put something into a recipe: `2 1/4 cup flour`, `2 batches royal icing`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from core.domain.add_text import split_amount
from core.domain.quantity import parse_amount, positive
from core.domain.units import is_known_unit

LONGEST_UNIT = 2  # words: "fl oz"
_BATCHES = frozenset({"batch", "batches"})


@dataclass(frozen=True, slots=True)
class PartText:
    """`quantity` None: no number was typed; `unit` as typed, "" for none."""

    quantity: Fraction | None
    unit: str
    name: str

    @property
    def is_batches(self) -> bool:
        """Whether another recipe is meant."""
        return is_batches(self.unit)


def is_batches(unit: str) -> bool:
    return unit.casefold() in _BATCHES


def parse_part_text(text: str) -> PartText:
    """`3 eggs` is (3, "", "eggs"), `flour` (None, "", "flour"), `1 cup of flour` one cup.

    Raises AmountError, with a sentence, where the number in front cannot be a quantity.
    """
    typed = text.strip()
    found = split_amount(typed)
    if found is None:
        return PartText(None, "", typed)
    unit, name = _split_unit(found[1])
    return PartText(positive(parse_amount(found[0])), unit, name)


def parse_measure(text: str) -> tuple[Fraction, str] | None:
    """`4.25 oz` is (4.25, "oz"): all behind the number is the unit; None without a number.

    Raises AmountError where the number is none; 0 is allowed, and so is less.
    """
    found = split_amount(text)
    if found is None:
        return None
    return parse_amount(found[0]), " ".join(found[1].split())


def _split_unit(rest: str) -> tuple[str, str]:
    words = rest.split()
    for count in range(min(LONGEST_UNIT, len(words)), 0, -1):
        unit = " ".join(words[:count])
        if is_known_unit(unit) or (count == 1 and is_batches(unit)):
            name = " ".join(words[count:])
            return unit.rstrip("."), re.sub(r"^of\s+", "", name, flags=re.IGNORECASE)
    return "", " ".join(words)
