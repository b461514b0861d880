"""What every table shares: naming, ids that are never reused, UTC times, exact amounts, NFC text."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from enum import Enum as PyEnum
from fractions import Fraction
from typing import Any, ClassVar
from uuid import uuid4

from sqlalchemy import Date, DateTime, Dialect, Enum, MetaData, String, Text, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from core.domain.quantity import Amount, AmountError, StoredAmountError, amount_text, to_amount
from core.utils.datetime_utils import as_utc, utc_now

NAMING_CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# SQLite gives the id of a deleted last row away again unless told not to.
TABLE_OPTIONS: dict[str, Any] = {"sqlite_autoincrement": True}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: UTC and aware in Python, naive UTC in SQLite, where plain DateTime loses the offset."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = as_utc(value)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else as_utc(value)


class StoredValueError(ValueError):
    """What is stored is no value of its column: another tool wrote it; `str()` is a sentence."""


class StoredDateError(StoredValueError):
    def __init__(self) -> None:
        super().__init__("The file is damaged: a day or moment in it is none.")


class StoredTextError(StoredValueError):
    def __init__(self) -> None:
        super().__init__("The file is damaged: bytes stand in it where a text should.")


class LiveDate(TypeDecorator[date]):
    """A day that sums are told with; StoredDateError where what is stored is none."""

    impl = Date
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        return _or_refused(super().result_processor(dialect, coltype))


class LiveMoment(UtcDateTime):
    """A moment that is frozen with the plan; StoredDateError where what is stored is none."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        return _or_refused(super().result_processor(dialect, coltype))


class KeptDate(TypeDecorator[date]):
    """A day; None where what is stored is none, so that one row hides no others."""

    impl = Date
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        return _or_else(super().result_processor(dialect, coltype), None)


class KeptMoment(UtcDateTime):
    """A snapshot's moment; 1970 where what is stored is none, so that one row hides no others."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        return _or_else(
            super().result_processor(dialect, coltype), datetime(1970, 1, 1, tzinfo=UTC)
        )


def _or_else(process: Any, fallback: Any) -> Any:
    """A result processor that gives `fallback` for what cannot be read."""
    if process is None:
        return None

    def read(value: Any) -> Any:
        try:
            return process(value)
        except (TypeError, ValueError):
            return fallback

    return read


def _or_refused(process: Any) -> Any:
    """A result processor that raises StoredDateError for what cannot be read."""

    def read(value: Any) -> Any:
        try:
            return process(value) if process is not None else value
        except (TypeError, ValueError) as error:
            raise StoredDateError from error

    return read


class ExactAmount(TypeDecorator[Fraction]):
    """An exact number stored as text; over `over`, at least `least`, at most `most`, checked here.

    A CHECK on text would let '0.0' pass, so the bound is the type's own.
    """

    impl = Text
    cache_ok = True

    def __init__(
        self, over: int | None = 0, most: int | None = None, *, least: int | None = None
    ) -> None:
        super().__init__()
        self.over = over
        self.least = least
        self.most = most

    def process_bind_param(self, value: Amount | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        amount = to_amount(value)
        if self.over is not None and amount <= self.over:
            raise AmountError(f"An amount must be over {self.over}.")
        if self.least is not None and amount < self.least:
            raise AmountError(f"An amount must be at least {self.least}.")
        if self.most is not None and amount > self.most:
            raise AmountError(f"An amount must be at most {self.most}.")
        return amount_text(amount)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:
        """Another tool may have written what this column never takes."""
        if value is None:
            return None
        try:
            amount = to_amount(value)
            self.process_bind_param(amount, dialect)
        except AmountError as error:
            raise StoredAmountError from error
        return amount


class NfcText(TypeDecorator[str]):
    """Text normalised to NFC as it enters, so that equal names are equal bytes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else unicodedata.normalize("NFC", value)


def value_enum(kind: type[PyEnum]) -> Enum:
    """An enum column that stores the values and is checked by the database."""
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        length=30,
        create_constraint=True,
        name=re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower(),
    )


def new_uuid() -> str:
    return str(uuid4())


class Base(DeclarativeBase):
    """The declarative base; its metadata carries the guards (see guards.py)."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: NfcText(),
        datetime: UtcDateTime(),
        Fraction: ExactAmount(),
    }


class BaseModel(Base):
    """An integer id that is never used twice, and a uuid that means the same everywhere."""

    __abstract__ = True
    __table_args__: Any = TABLE_OPTIONS

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uuid)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(id={self.id})"


class CatalogModel(BaseModel):
    """A thing of the catalog: a slug that files know it by, and perhaps retired."""

    __abstract__ = True
    slug_source: ClassVar[str] = "name"

    slug: Mapped[str] = mapped_column(unique=True)
    retired_at: Mapped[datetime | None]


class Stocked:
    """What the baker has of a thing, and since when that is so; all three parts or none."""

    stock_amount: Mapped[Fraction | None] = mapped_column(ExactAmount(over=None, least=0))
    stock_unit: Mapped[str | None]
    stock_as_of: Mapped[date | None] = mapped_column(LiveDate())


def slugify(name: str) -> str:
    """`name` as a slug: lower case letters (of any script) and digits, joined by hyphens."""
    folded = unicodedata.normalize("NFC", name.casefold())
    return re.sub(r"[\W_]+", "-", folded).strip("-")[:80] or "unnamed"


@event.listens_for(Session, "before_flush")
def _give_missing_slugs(session: Session, *_: object) -> None:
    """A slug that was not given is made from the name, with a number if that one is taken."""
    wanting: dict[type[CatalogModel], list[CatalogModel]] = {}
    for row in session.new:
        if isinstance(row, CatalogModel) and not row.slug:
            wanting.setdefault(type(row), []).append(row)
    for model, rows in wanting.items():
        stems = {row: slugify(getattr(row, row.slug_source) or "") for row in rows}
        with session.no_autoflush:
            taken = {
                slug
                for stem in set(stems.values())
                for slug in session.scalars(
                    select(model.slug).where(model.slug.startswith(stem, autoescape=True))
                )
            }
        taken |= {row.slug for row in session.new if type(row) is model and row.slug}
        for row, stem in stems.items():
            slug, number = stem, 2
            while slug in taken:
                slug, number = f"{stem}-{number}", number + 1
            row.slug = slug
            taken.add(slug)


__all__ = [
    "TABLE_OPTIONS",
    "Base",
    "BaseModel",
    "CatalogModel",
    "ExactAmount",
    "KeptDate",
    "KeptMoment",
    "LiveDate",
    "LiveMoment",
    "NfcText",
    "Stocked",
    "StoredDateError",
    "StoredTextError",
    "StoredValueError",
    "UtcDateTime",
    "new_uuid",
    "slugify",
    "utc_now",
    "value_enum",
]
