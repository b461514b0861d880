"""What a plan's things add up to, each with the terms that say so."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, TypeVar

from core.domain.plan_summary import Term

Key = TypeVar("Key")


@dataclass(slots=True)
class Tally(Generic[Key]):
    """How many there are of each, and the terms of that sum."""

    totals: dict[Key, Fraction] = field(default_factory=dict)
    terms: dict[Key, list[Term]] = field(default_factory=dict)

    def add(self, key: Key, amount: Fraction, term: Term) -> None:
        total = self.totals.get(key)
        if total is None:
            self.totals[key] = amount
            self.terms[key] = [term]
            return
        if total.denominator == 1 and amount.denominator == 1:  # a third of the time of "+"
            self.totals[key] = Fraction(total.numerator + amount.numerator)
        else:
            self.totals[key] = total + amount
        self.terms[key].append(term)
