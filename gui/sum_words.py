"""Numbers of a plan's sums as a cook reads them, and how they add up, in words."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from core.domain.plan_summary import BatchRow, Factor, Meaning, Proof, Source, SourceKind, Term
from core.domain.proof_steps import NumberKind, ProofStep
from core.domain.quantity import amount_text as canonical_text
from core.domain.quantity import plan_text
from gui import texts
from gui.words import TITLE_NAME, name_text

MOST_TERMS = 4
LONG_NUMBER = 10_000  # from here on it is read in threes
TIMES = "\u00d7"
_READ_PARTS = (1, 2, 3, 4, 6, 8)  # what a measuring cup has
translate = QCoreApplication.translate


# Numbers


def number_text(amount: Fraction) -> str:
    """`2 1/4` where a cup has such a part, else rounded to two places: `18.82`."""
    if amount.denominator in _READ_PARTS:
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
    """`13 batches`, `2/3 batch`."""
    if batches == 1:
        return translate("Sums", "1 batch")
    if 0 < batches < 1:
        return translate("Sums", "{part} batch").format(part=number_text(batches))
    count = number_text(batches)
    if batches.denominator == 1 and batches >= LONG_NUMBER:
        count = texts.count_text(batches.numerator)
    return translate("Sums", "{count} batches").format(count=count)


def boxes_text(boxes: Fraction) -> str:
    """`60 boxes`."""
    if boxes == 1:
        return translate("Sums", "1 box")
    return translate("Sums", "{count} boxes").format(count=number_text(boxes))


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
        is_one = (
            factor.meaning is Meaning.PER_UNIT and factor.value == 1 and not unit_text(factor.unit)
        )
        if is_one or factor.meaning in (Meaning.UNIT, Meaning.TAKEN_AWAY):
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


# The way down


def step_text(step: ProofStep, snapshot: int | None = None) -> str:
    """`Box A  50 × 6`, `60 + 10 % planned in snapshot 3`, `You have 5 lb`, with whole names."""
    name, says = _step_parts(step, snapshot)
    return f"{name}  {says}" if name else says


def step_sentence(step: ProofStep, snapshot: int | None = None) -> str:
    """`Sugar cookies (rolled), Flour: 6 batches × 2 1/2 cup, gives 15 cup`."""
    name, says = _step_parts(step, snapshot, is_whole=True)
    said = f"{name}: {says}" if name else says
    return translate("Sums", "{term}, gives {amount}").format(term=said, amount=gives_text(step))


def gives_text(step: ProofStep) -> str:
    """`15 cup`, `13 batches`; without a unit where nobody knows what is counted."""
    amount, number = step.term.amount, step.number
    if number is None:
        return number_text(amount)
    if number.kind is NumberKind.BATCHES:
        return batches_text(amount)
    if number.kind is NumberKind.BOXES:
        return boxes_text(amount)
    return measure_text(amount, number.unit)


def gives_exactly_text(step: ProofStep) -> str:
    """What the amount is to the last digit, and which units were turned into it; else ""."""
    amount = step.term.amount
    said = [] if exact_text(amount) == number_text(amount) else [_exactly(step)]
    before = ""
    for factor in step.term.factors:
        if factor.meaning is Meaning.UNIT and before:
            one = translate("Sums", "1 {unit} is {amount}")
            to = f"{exact_text(factor.value)} {unit_text(factor.unit)}".strip()
            said.append(one.format(unit=texts.isolate(texts.one_line(before)), amount=to))
        before = factor.unit or before
    return "\n".join(said)


def _exactly(step: ProofStep) -> str:
    unit = unit_text(step.number.unit) if step.number is not None else ""
    amount = f"{exact_text(step.term.amount)} {unit}".strip()
    return translate("Sums", "Exactly {amount}").format(amount=amount)


def _step_parts(
    step: ProofStep, snapshot: int | None, *, is_whole: bool = False
) -> tuple[str, str]:
    """What the term is of, "" where it goes without saying, and what it says."""
    term = step.term
    product = product_text(term.factors)
    name = _source_name(term.source, is_whole=is_whole)
    if term.source.kind is SourceKind.LINE:
        says = _planned_text(product, snapshot)
        name = name if is_whole else ""
    elif term.source.kind is SourceKind.STOCK:
        says = _have_text(product, snapshot)
        name = name if is_whole else ""
    elif term.source.kind in (SourceKind.INGREDIENT, SourceKind.MATERIAL):
        says = translate("Sums", "{amount} needed").format(amount=product)
    elif step.item is not None:
        says = _rounding_text(step.item)
        if len(term.factors) > 1:  # of what the batches make, not only how many there are
            says = f"{product} ({says})"
    else:
        says = product
    if term.through is not None:
        through = texts.isolate(texts.one_line(term.through.name))
        says = translate("Sums", "{product} as {unit}").format(product=says, unit=through)
    return name, says


def _source_name(source: Source, *, is_whole: bool) -> str:
    name = texts.isolate(texts.one_line(source.name))
    if is_whole and source.part:
        return f"{name}, {texts.isolate(texts.one_line(source.part))}"
    return name


def _planned_text(product: str, snapshot: int | None) -> str:
    if snapshot is None:
        return translate("Sums", "{quantity} planned").format(quantity=product)
    text = translate("Sums", "{quantity} planned in snapshot {number}")
    return text.format(quantity=product, number=snapshot)


def _have_text(product: str, snapshot: int | None) -> str:
    if snapshot is None:
        return translate("Sums", "You have {amount}").format(amount=product)
    text = translate("Sums", "You had {amount} in snapshot {number}")
    return text.format(amount=product, number=snapshot)


def _rounding_text(item: BatchRow) -> str:
    """`600 cookies needed, 48 a batch: 12 1/2 batches, rounded up to 13`."""
    exactly = item.need / item.per_batch
    needed = translate("Sums", "{amount} needed, {yield_text}").format(
        amount=measure_text(item.need, item.unit), yield_text=_yield_text(item)
    )
    if item.choice is not None:
        batches = translate("Sums", "{batches}, {count} chosen")
    elif item.shared_batches is not None:
        batches = translate("Sums", "{batches}, {count} of the {shared} that are shared")
    elif item.batches != exactly:
        batches = translate("Sums", "{batches}, rounded up to {count}")
    else:
        batches = "{batches}"
    said = batches.format(
        batches=batches_text(exactly),
        count=number_text(item.batches),
        shared=number_text(item.shared_batches or Fraction(0)),
    )
    return f"{needed}: {said}"


def _yield_text(item: BatchRow) -> str:
    """`48 a batch`, `3 a batch (30 % each)`."""
    pieces = translate("Sums", "{count} a batch").format(count=number_text(item.per_batch))
    if item.percentage is None:
        return pieces
    percent = translate("Sums", "{count} % each").format(count=number_text(item.percentage.value))
    if item.percentage.read_from is not None:
        read = translate("Sums", "{percent}, from {typed}")
        typed = exact_text(item.percentage.read_from)
        percent = read.format(percent=percent, typed=typed)
    return f"{pieces} ({percent})"
