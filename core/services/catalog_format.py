"""Our own catalog file: which tables it holds, and how a cell of theirs is written and read."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from enum import Enum as PyEnum
from fractions import Fraction
from typing import Any

from sqlalchemy import Boolean, Date, Enum, Integer
from sqlalchemy.sql.elements import KeyedColumnElement

from core.domain.quantity import amount_text, to_amount
from core.models import BaseModel
from core.models.base import ExactAmount, LiveDate, UtcDateTime
from core.services.input_values import LONGEST_NAME, LONGEST_NOTES
from core.utils.datetime_utils import as_utc

APPLICATION = "proofbook"
FORMAT = 1  # a file with a higher number is one that this program cannot know

# One line each, and short.
_SHORT = frozenset({"name", "display_name", "slug", "category", "unit"})
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Cell = str | int | bool | None


def said_columns_of(model: type[BaseModel]) -> tuple[KeyedColumnElement[Any], ...]:
    """What a row says of itself: neither its id nor the ids of others, which mean nothing elsewhere."""
    columns = model.__table__.columns
    return tuple(each for each in columns if each.name != "id" and not each.foreign_keys)


def written_row(row: BaseModel) -> dict[str, Cell]:
    """The row's own cells by column, empty ones too."""
    return {each.name: _written(getattr(row, each.name)) for each in said_columns_of(type(row))}


def _written(value: Any) -> Cell:
    """A cell as JSON holds it: whole amounts as numbers, others as exact text."""
    if isinstance(value, PyEnum):
        return str(value.value)
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else amount_text(value)
    if isinstance(value, datetime):
        return as_utc(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (bool, int, str)):
        return value
    raise TypeError(f"No way to write {type(value).__name__} is known.")


def read_cell(column: KeyedColumnElement[Any], value: Any) -> Any:
    """What was written, exactly; ValueError for anything that the column cannot have held."""
    if value is None:
        if not column.nullable:
            raise ValueError("it may not be empty")
        return None
    kind = column.type
    if isinstance(kind, ExactAmount):
        return _amount(kind, value)
    if isinstance(kind, Enum):
        assert kind.enum_class is not None
        return kind.enum_class(value)
    if isinstance(kind, (Boolean, Integer)):
        wanted = bool if isinstance(kind, Boolean) else int
        if type(value) is not wanted or abs(value) >= 2**31:
            raise ValueError("no whole number")
        return value
    if not isinstance(value, str):
        raise ValueError("no text")
    if isinstance(kind, UtcDateTime):
        return _moment(value)
    if isinstance(kind, (Date, LiveDate)):
        return _in_reach(date.fromisoformat(value))
    return _text(column.name, value)


def _amount(kind: ExactAmount, value: Any) -> Fraction:
    if isinstance(value, float) or not isinstance(value, (int, str)):
        raise ValueError("no amount")
    amount = to_amount(value)
    if amount < 0 or (kind.over is not None and amount <= kind.over):
        raise ValueError("too little")
    if kind.most is not None and amount > kind.most:
        raise ValueError("too much")
    return amount


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    _in_reach(moment.date())
    return as_utc(moment)


def _in_reach(day: date) -> date:
    if not 1900 <= day.year <= 2200:
        raise ValueError("too far away")
    return day


def _text(name: str, value: str) -> str:
    value.encode()  # half a character cannot be stored; its error is a ValueError
    if name == "uuid" and not _UUID.fullmatch(value):
        raise ValueError("no uuid")
    allowed = "" if name in _SHORT else "\n\t"
    if any(unicodedata.category(each) == "Cc" and each not in allowed for each in value):
        raise ValueError("control characters")
    if len(value) > (LONGEST_NAME if name in _SHORT else LONGEST_NOTES):
        raise ValueError("too long")
    return unicodedata.normalize("NFC", value)
