"""Folded text for search: derived from the other tables, without a guard, rebuildable."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import TABLE_OPTIONS, Base


class SearchEntry(Base):
    """One findable text of one thing: `folded` without case and accents, `shown` as it stands."""

    __tablename__ = "search_entries"
    # None by name: it made a page of 5,000 items 0.7 ms faster, and SQLite took it where it should
    # go by owner (a statement of 10 ms took 1 s).
    __table_args__ = (Index("idx_search_entry_owner", "kind", "owner_id"), TABLE_OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))  # a ThingKind
    owner_id: Mapped[int]
    field: Mapped[str] = mapped_column(String(10))  # name, notes, reason, code, holds
    folded: Mapped[str]
    shown: Mapped[str]
