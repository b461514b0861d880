"""Checks what a baker typed: each value is taken as it is, or refused with a sentence."""

from __future__ import annotations

import unicodedata
from datetime import date
from fractions import Fraction

from core.domain.quantity import (
    LARGEST_BUFFER,
    Amount,
    AmountError,
    parse_amount,
    positive,
    to_amount,
)
from core.errors import InvalidInputError

LONGEST_NAME = 200
LONGEST_NOTES = 20_000

_BREAKS = {"Cc", "Zl", "Zp"}
_UNSEEN = {"Cf", "Zs"}  # zero-width marks and spaces: alone, they leave an empty row in a list


def clean_name(text: str, what: str = "name") -> str:
    """The name in NFC without spaces around it; InvalidInputError when it is none."""
    name = _storable(text, what).strip()
    if not name:
        raise InvalidInputError(f"Please give it a {what}.")
    if len(name) > LONGEST_NAME:
        raise InvalidInputError(f"This {what} is too long: at most {LONGEST_NAME} characters.")
    kinds = {unicodedata.category(letter) for letter in name}
    if kinds & _BREAKS:
        raise InvalidInputError(f"A {what} cannot hold line breaks or control characters.")
    if kinds <= _UNSEEN:
        raise InvalidInputError(f"Please give it a {what} that can be seen.")
    return name


def clean_notes(text: str | None, what: str = "note") -> str | None:
    """The notes in NFC; None where nothing is said."""
    if text is None:
        return None
    notes = _storable(text, what).replace("\r\n", "\n").strip()
    if len(notes) > LONGEST_NOTES:
        raise InvalidInputError(f"This {what} is too long: at most {LONGEST_NOTES} characters.")
    if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in notes):
        raise InvalidInputError(f"A {what} cannot hold control characters.")
    return notes or None


def clean_quantity(quantity: Amount) -> Fraction:
    """An exact quantity over 0; InvalidInputError for anything else."""
    try:
        return positive(to_amount(quantity))
    except AmountError as error:
        raise InvalidInputError(str(error)) from error


def clean_label(text: str | None, what: str) -> str | None:
    """A short text of one line, as `clean_name`; None where nothing is said."""
    if text is None or not _storable(text, what).strip():
        return None
    return clean_name(text, what)


def clean_amount(amount: Amount) -> Fraction:
    """An exact amount over 0, where it is text as a cook writes it: "2 1/4", "2,25", "½"."""
    return clean_quantity(_typed(amount))


def clean_percentage(percentage: Amount) -> Fraction:
    """A share of a batch, over 0 and at most 100 percent."""
    share = clean_amount(percentage)
    if share > 100:
        raise InvalidInputError("A portion is at most 100 percent of a batch.")
    return share


def clean_stock(amount: Amount) -> Fraction:
    """What she has of a thing, 0 or more, where it is text as a cook writes it."""
    return _not_below_nothing(amount, "You cannot have less than nothing of it.")


def _not_below_nothing(amount: Amount, sentence: str) -> Fraction:
    try:
        number = to_amount(_typed(amount))
    except AmountError as error:
        raise InvalidInputError(str(error)) from error
    if number < 0:
        raise InvalidInputError(sentence)
    return number


def clean_batches(batches: Amount) -> Fraction:
    """How many batches she makes, 0 or more, where it is text as a cook writes it."""
    return _not_below_nothing(batches, "You cannot make less than no batch.")


def clean_buffer(percent: Amount | None) -> Fraction | None:
    """How many percent more to make, at most 1,000, where it is text also as "10%"; None for none."""
    if percent is None:
        return None
    if isinstance(percent, str):
        percent = percent.strip().removesuffix("%").strip()
        if not percent or any(letter.isalpha() for letter in percent):
            raise InvalidInputError("Extra is so many percent more. Try 10 or 10 %.")
    buffer = _not_below_nothing(percent, "Extra cannot be below 0 percent.")
    if buffer > LARGEST_BUFFER:
        raise InvalidInputError("Extra is at most 1,000 percent.")
    return buffer or None


def _typed(amount: Amount) -> Amount:
    try:
        return parse_amount(amount) if isinstance(amount, str) else amount
    except AmountError as error:
        raise InvalidInputError(str(error)) from error


def clean_date(day: date | None) -> date | None:
    if day is not None and not isinstance(day, date):
        raise InvalidInputError("That is not a day.")
    if day is not None and not 1900 <= day.year <= 2200:
        raise InvalidInputError("That day is too far away.")
    return day


def clean_year(year: int | None) -> int | None:
    if year is not None and not isinstance(year, int):
        raise InvalidInputError("That is not a year.")
    if year is not None and not 1900 <= year <= 2200:
        raise InvalidInputError("That year is too far away.")
    return year


def _storable(text: str, what: str) -> str:
    if not isinstance(text, str):
        raise InvalidInputError(f"A {what} must be a text.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidInputError(f"This {what} holds characters that cannot be stored.") from None
    return unicodedata.normalize("NFC", text)
