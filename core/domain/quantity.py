"""Exact amounts: parsing what a cook writes, canonical text, and kitchen fractions for the eye."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from core.domain.units import is_known_unit as is_known_unit

# Beyond this an amount is a slip of the finger, and sums would fill the screen.
LARGEST_AMOUNT = Fraction(10_000_000)
LARGEST_BUFFER = Fraction(1000)  # percent more than is planned
LONGEST_TEXT = 60
# Of the number below the line: a longer one would make a stored text too long to be read again.
LONGEST_DENOMINATOR = 24

Amount = int | str | Decimal | Fraction | float

_VULGAR = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5",
    "⅗": "3/5", "⅘": "4/5", "⅙": "1/6", "⅚": "5/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8",
    "⅞": "7/8",
}  # fmt: skip
_PLAIN = re.compile(r"(?P<sign>[+-]?)(?P<number>\d+(?:[.,]\d+)?|[.,]\d+)", re.ASCII)
_FRACTION = re.compile(
    r"(?P<sign>[+-]?)(?:(?P<whole>\d+) +)?(?P<n>\d+) ?[/⁄] ?(?P<d>\d+)", re.ASCII
)
_DOZEN = re.compile(r"^(?P<amount>.+?) ?(?:dz|doz|dozen)\.?$", re.IGNORECASE)
_SHOWN_DENOMINATORS = (2, 3, 4, 6, 8)
_SURE_DIGITS = 15  # of a float: what it was made from has these, whatever follows


class AmountError(ValueError):
    """The text or number is no amount that can be taken; `str()` says why in a sentence."""


class StoredAmountError(AmountError):
    """What is stored as an amount is none that was ever written: the file is damaged."""

    def __init__(self) -> None:
        super().__init__("The file is damaged: an amount in it is none that Proofbook writes.")


def to_amount(value: Amount) -> Fraction:
    """Any number the program meets, exactly; a float by its repr, so 0.1 is one tenth.

    Raises AmountError for text that is no number, for NaN, infinities and enormous numbers.
    """
    if isinstance(value, bool):
        raise AmountError("Yes or no is not an amount.")
    if isinstance(value, Fraction):
        amount = value
    elif isinstance(value, int):
        amount = Fraction(value)
    elif isinstance(value, str):
        amount = _from_stored_text(value)
    else:
        try:
            number = Decimal(repr(value)) if isinstance(value, float) else value
            if not isinstance(number, Decimal):
                raise AmountError("That is not a quantity.")
            if not number.is_finite() or abs(number.adjusted()) > LONGEST_TEXT:
                raise AmountError("That number is not a quantity.")
            amount = Fraction(number)
        except InvalidOperation:
            raise AmountError("That number is not a quantity.") from None
    if abs(amount) > LARGEST_AMOUNT:
        raise AmountError("That number is too large for a quantity.")
    if len(str(amount.denominator)) > LONGEST_DENOMINATOR:
        raise AmountError("That number has too many places for a quantity.")
    return amount


def _from_stored_text(text: str) -> Fraction:
    stripped = text.strip()
    if not stripped or len(stripped) > LONGEST_TEXT or not stripped.isascii():
        raise AmountError(f"“{stripped[:20]}” is not a number.")
    if not re.fullmatch(r"[+-]?(\d+(\.\d+)?|\.\d+|\d+/\d+)", stripped, re.ASCII):
        raise AmountError(f"“{stripped[:20]}” is not a number.")
    try:
        return Fraction(stripped)
    except ZeroDivisionError:
        raise AmountError("A fraction cannot have 0 below the line.") from None


def parse_amount(text: str) -> Fraction:
    """An amount as a cook writes it: `60`, `2 1/4`, `2.25`, `2,25`, `½`, `1½`, `4 dz`.

    Raises AmountError with a sentence for the cell it was typed in.
    """
    typed = text.strip()
    if len(typed) > LONGEST_TEXT:
        raise AmountError("That number is too long for a quantity.")
    factor = 1
    dozen = _DOZEN.match(typed)
    if dozen:
        typed, factor = dozen["amount"], 12
    for sign, plain in _VULGAR.items():
        typed = re.sub(rf"(?<=\d) ?{sign}", f" {plain}", typed).replace(sign, plain)
    typed = re.sub(r"\s+", " ", typed)
    if plain_match := _PLAIN.fullmatch(typed):
        amount = Fraction(plain_match["number"].replace(",", "."))
        negative = plain_match["sign"] == "-"
    elif fraction_match := _FRACTION.fullmatch(typed):
        if int(fraction_match["d"]) == 0:
            raise AmountError("A fraction cannot have 0 below the line.")
        amount = Fraction(int(fraction_match["n"]), int(fraction_match["d"]))
        amount += int(fraction_match["whole"] or 0)
        negative = fraction_match["sign"] == "-"
    else:
        raise AmountError(f"“{text.strip()[:20]}” is not a number. Try 60, 1/2 or 4 dz.")
    return to_amount((-amount if negative else amount) * factor)


def parse_quantity(text: str, *, current: Fraction | None = None) -> Fraction:
    """A quantity over 0 typed into a plan; `+10` and `-4` change `current` where there is one."""
    typed = text.strip()
    amount = parse_amount(typed)
    if typed[:1] in "+-" and typed and current is not None:
        amount += current
        if amount <= 0:
            raise AmountError("That would leave nothing. To take it out, delete the line.")
    return positive(amount)


def positive(amount: Fraction) -> Fraction:
    """The same amount if it is over 0; else AmountError."""
    if amount <= 0:
        raise AmountError("A quantity must be over 0.")
    return to_amount(amount)


def amount_text(amount: Fraction) -> str:
    """The one canonical text of an amount: "60", "2.25" where it ends, else "1/3"."""
    if amount.denominator == 1:
        return str(amount.numerator)
    places = _decimal_places(amount)
    if places is None or places > 12:
        return f"{amount.numerator}/{amount.denominator}"
    digits = str(abs(amount.numerator) * 10**places // amount.denominator).rjust(places + 1, "0")
    return f"{'-' if amount < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def kitchen_text(amount: Fraction) -> str:
    """A volume as a cook reads it: "2 1/4", "1/3"; what is no kitchen fraction as a decimal."""
    amount = kitchen_value(amount)
    if amount.denominator in (1, *_SHOWN_DENOMINATORS):
        return _mixed_text(amount)
    return f"{float(amount):.3f}".rstrip("0").rstrip(".")


def plan_text(amount: Fraction) -> str:
    """A quantity as it is planned, exactly: "2 1/4", and "0.33" is no third."""
    if amount.denominator in (1, *_SHOWN_DENOMINATORS):
        return _mixed_text(amount)
    text = amount_text(amount)
    return _mixed_text(amount) if "/" in text else text


def edit_text(amount: Fraction) -> str:
    """A quantity as it is typed over: as a cook reads it, if that is read as the same again."""
    text = plan_text(amount)
    try:
        is_same = parse_amount(text) == amount
    except AmountError:
        is_same = False
    return text if is_same else amount_text(amount)


def _mixed_text(amount: Fraction) -> str:
    whole, rest = divmod(abs(amount.numerator), amount.denominator)
    sign = "-" if amount.numerator < 0 else ""
    if rest == 0:
        return f"{sign}{whole}"
    part = f"{rest}/{amount.denominator}"
    return f"{sign}{whole} {part}" if whole else f"{sign}{part}"


def kitchen_value(amount: Fraction) -> Fraction:
    """Reads a third or sixth rounded to its own two or more places (0.33, 16.67) as that fraction.

    Of more than 15 digits only those count: the last ones of a float's repr are no rounding.
    """
    places = _decimal_places(amount)
    if places is None or places < 2:
        return amount
    sure = min(places, _SURE_DIGITS - len(str(abs(amount.numerator) // amount.denominator)))
    for denominator in (3, 6):
        exact = Fraction(round(amount * denominator), denominator)
        if exact.denominator in (3, 6) and round(exact, sure) == round(amount, sure):
            return exact
    return amount


def _decimal_places(amount: Fraction) -> int | None:
    """How many decimals the amount has; None where they never end."""
    rest, twos, fives = amount.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
