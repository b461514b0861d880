"""Numbers of a plan's sums as a cook reads them, and how they add up, in words."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from core.domain.plan_summary import Factor, Meaning, Proof, SourceKind, Term
from core.domain.quantity import amount_text as canonical_text
from core.domain.quantity import plan_text
from gui import texts
from gui.words import TITLE_NAME, name_text

MOST_TERMS = 4
TIMES = "\u00d7"
_READ_PARTS = (1, 2, 3, 4, 6, 8)  # what a measuring cup has
translate = QCoreApplication.translate


# Numbers


def number_text(amount: Fraction) -> str:
    """`2 1/4` where a cup has such a part, else rounded to two places: `18.82`."""
    if (abs(amount) % 1).denominator in _READ_PARTS:
        text = plan_text(amount)
    else:
        places = 2 if abs(amount) >= Fraction(1, 10) else 4
        text = f"{float(amount):.{places}f}".rstrip("0").rstrip(".")
        if text in ("0", "-0"):
            text = canonical_text(amount)
    return texts.left_to_right(text.replace("-", texts.MINUS))


def exact_text(amount: Fraction) -> str:
    """To the last digit: `18.75`, or `18 14/17` where no digit is the last."""
    text = plan_text(amount) if "/" in canonical_text(amount) else canonical_text(amount)
    return texts.left_to_right(text.replace("-", texts.MINUS))


def measure_text(amount: Fraction, unit: str) -> str:
    """`18.82 cup`; what is counted has no unit."""
    shown = unit_text(unit)
    return f"{number_text(amount)} {shown}" if shown else number_text(amount)


def unit_text(unit: str) -> str:
    """The unit behind a number; nothing for what is counted."""
    return "" if unit == "each" else texts.isolate(texts.one_line(unit)) if unit else ""


def batches_text(batches: Fraction) -> str:
    """`13 batches`."""
    if batches == 1:
        return translate("Sums", "1 batch")
    return translate("Sums", "{count} batches").format(count=number_text(batches))


# How it adds up


def factor_text(factor: Factor) -> str:
    """`50`, `13 batches`, `2 1/2 cup`, with what it was read from where that is another number."""
    amount = factor.value
    if factor.meaning is Meaning.BATCHES:
        text = batches_text(amount)
    elif factor.unit:
        text = measure_text(amount, factor.unit)
    else:
        text = number_text(amount)
    if factor.read_from is None or factor.meaning is Meaning.BUFFER:
        return text
    return translate("Sums", "{number} (from {typed})").format(
        number=text, typed=exact_text(factor.read_from)
    )


def percent_text(factor: Factor) -> str:
    """`10 %`, of a buffer that is kept as 11/10."""
    return f"{number_text((factor.value - 1) * 100)} %"


def product_text(factors: Iterable[Factor]) -> str:
    """`50 × 6`, `60 + 10 %`; what only turns one unit into another is left out."""
    text = ""
    for factor in factors:
        if factor.meaning in (Meaning.UNIT, Meaning.TAKEN_AWAY):
            continue
        if factor.meaning is Meaning.BUFFER:
            text = f"{text} + {percent_text(factor)}"
        else:
            part = factor_text(factor)
            text = f"{text} {TIMES} {part}" if text else part
    return text


def term_text(term: Term) -> str:
    """`Box A 50 × 6`, `60 planned`, `Sugar cookies 6 batches × 2 1/2 cup`."""
    product = product_text(term.factors)
    if term.source.kind is SourceKind.LINE:
        text = translate("Sums", "{quantity} planned").format(quantity=product)
    else:
        text = f"{name_text(term.source.name, TITLE_NAME)} {product}"
    if term.through is not None:
        through = name_text(term.through.name, TITLE_NAME)
        return translate("Sums", "{product} as {unit}").format(product=text, unit=through)
    return text


def sum_text(proof: Proof, most: int = MOST_TERMS) -> str:
    """`Box A 50 × 6 + Box B 50 × 6`; beyond `most` terms it counts them."""
    shown = [term_text(term) for term in proof.terms[:most]]
    text = " + ".join(shown)
    more = len(proof.terms) - len(shown)
    if not more:
        return text
    return translate("Sums", "{terms} and {count} more").format(
        terms=text, count=texts.count_text(more)
    )
