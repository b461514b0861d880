"""Takes single values out of a row of JSON: text, amounts and days, or why they cannot be taken."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from core.domain.quantity import AmountError, to_amount
from core.services.input_values import LONGEST_NAME, LONGEST_NOTES

_LONGEST_SHOWN = 60
_UNSTORABLE = "holds characters that cannot be stored"


class RowRefusedError(Exception):
    """The whole row is left out; `str()` is the reason, a sentence."""


def is_said(value: Any) -> bool:
    """Fields that are empty are left out by the exporter, so an empty one says nothing either."""
    return value is not None and value != "" and not (isinstance(value, list) and not value)


def shown(value: Any, longest: int = _LONGEST_SHOWN) -> str:
    """What stood in the file, for a sentence: never long, never a thing that cannot be shown."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, (dict, list)):
        return "a list" if isinstance(value, list) else "an object"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = plain(value if isinstance(value, str) else repr(value))
    return f"“{text if len(text) <= longest else text[: longest - 1] + '…'}”"


def plain(text: str) -> str:
    """Text in NFC on one line without control characters and halves of characters."""
    whole = text.encode("utf-8", "replace").decode()
    spaced = "".join(" " if unicodedata.category(each) == "Cc" else each for each in whole)
    return unicodedata.normalize("NFC", " ".join(spaced.split()))


def exact_amount(value: Any, most: int | None = None) -> Fraction:
    """An amount over 0 that can be stored and read again; raises AmountError."""
    if not isinstance(value, (int, float, str)):
        raise AmountError("That is no number.")
    amount = to_amount(value)
    if amount <= 0 or (most is not None and amount > most):
        raise AmountError("That is not a possible amount.")
    return amount


def exact_day(value: Any) -> date:
    """A day, also from a moment like 2026-01-07T23:23:19+00:00Z; raises ValueError."""
    if not isinstance(value, str) or len(value) > 40 or value[10:11] not in ("", "T", " "):
        raise ValueError("no day")
    day = date.fromisoformat(value[:10])
    if not 1900 <= day.year <= 2200:
        raise ValueError("too far away")
    return day


class Fields:
    """One row of JSON; what cannot be taken is told to `tell`, what was not asked for is known."""

    def __init__(self, raw: Mapping[str, Any], tell: Callable[[str], None]) -> None:
        self._raw = raw
        self._tell = tell
        self._asked: set[str] = set()

    def raw(self, key: str) -> Any:
        self._asked.add(key)
        return self._raw.get(key)

    def has(self, key: str) -> bool:
        """Whether the row says anything of it, be it that it is empty."""
        return key in self._raw

    def unasked(self) -> set[str]:
        """Keys that say something and that nobody asked for."""
        return {key for key, value in self._raw.items() if key not in self._asked and value}

    def name(self, *keys: str) -> str:
        """The first name that is said; RowRefusedError where there is none that can be kept."""
        value = next((self._raw[key] for key in keys if is_said(self._raw.get(key))), None)
        self._asked.update(keys)
        if value is None:
            raise RowRefusedError("It has no name.")
        if not isinstance(value, str):
            raise RowRefusedError(f"Its name is no text: {shown(value)}.")
        if not _is_storable(value):
            raise RowRefusedError(f"Its name {_UNSTORABLE}.")
        name = plain(value)
        if not name:
            raise RowRefusedError("It has no name.")
        if len(name) > LONGEST_NAME:
            raise RowRefusedError(f"Its name is longer than {LONGEST_NAME} characters.")
        if any(unicodedata.category(each) == "Cc" for each in value.strip()):
            self._tell("Its name held control characters; they were taken out.")
        return name

    def slug(self, key: str = "slug") -> str | None:
        """What other rows know it by: opaque, so compared exactly and never changed."""
        value = self.raw(key)
        if not is_said(value) or (isinstance(value, str) and not value.strip()):
            return None
        word = f"What the file knows it by ({key})"
        if not isinstance(value, str):
            raise RowRefusedError(f"{word} is no text: {shown(value)}.")
        if not _is_storable(value) or any(unicodedata.category(each) == "Cc" for each in value):
            raise RowRefusedError(f"{word} {_UNSTORABLE}.")
        if len(value) > LONGEST_NAME:
            raise RowRefusedError(f"{word} is longer than {LONGEST_NAME} characters.")
        return unicodedata.normalize("NFC", value)

    def text(self, key: str, what: str = "") -> str | None:
        """A short text on one line."""
        value = self._text(key, what or key)
        if value is None:
            return None
        text = plain(value)
        if len(text) > LONGEST_NAME:
            self._tell(f"Its {what or key} is longer than {LONGEST_NAME} characters; left empty.")
            return None
        return text or None

    def notes(self, key: str = "notes", what: str = "") -> str | None:
        """A text of many lines; what is beyond 20,000 characters is cut off, and told."""
        value = self._text(key, what or key)
        if value is None:
            return None
        value = value.replace("\r\n", "\n").replace("\r", "\n")
        kept = "".join(e for e in value if e in "\n\t" or unicodedata.category(e) != "Cc")
        if kept != value:
            self._tell(f"Its {what or key} held control characters; they were taken out.")
        notes = unicodedata.normalize("NFC", kept).strip()
        if len(notes) > LONGEST_NOTES:
            notes = notes[:LONGEST_NOTES].strip()
            self._tell(
                f"The end of its {what or key} was cut off: over {LONGEST_NOTES:,} characters."
            )
        return notes or None

    def amount(self, key: str, what: str, *, most: int | None = None) -> Fraction | None:
        value = self.raw(key)
        if not is_said(value):
            return None
        try:
            return exact_amount(value, most)
        except AmountError:
            self._tell(f"{shown(value)} is no {what}; it was left empty.")
            return None

    def day(self, key: str) -> date | None:
        value = self.raw(key)
        if not is_said(value):
            return None
        try:
            return exact_day(value)
        except ValueError:
            self._tell(f"{shown(value)} is no day; it was left empty.")
            return None

    def _text(self, key: str, what: str) -> str | None:
        value = self.raw(key)
        if not is_said(value):
            return None
        if not isinstance(value, str):
            self._tell(f"{shown(value)} is no text for its {what}; it was left empty.")
            return None
        if not _is_storable(value):
            self._tell(f"Its {what} held characters that cannot be stored; they became “?”.")
            return value.encode("utf-8", "replace").decode()
        return value


def _is_storable(text: str) -> bool:
    return not any("\ud800" <= each <= "\udfff" for each in text)
