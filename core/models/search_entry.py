"""Folded text for search: derived from the other tables, without a guard, rebuildable."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import TABLE_OPTIONS, Base


class SearchEntry(Base):
    """One findable text of one thing: `folded` without case and accents, `shown` as it stands."""

    __tablename__ = "search_entries"
    __table_args__ = (
        Index("idx_search_entry_owner", "kind", "owner_id"),
        # A list of the catalog is read in its order, without sorting 5,000 names for each page.
        Index("idx_search_entry_name", "kind", "field", "folded", "owner_id"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))  # a ThingKind
    owner_id: Mapped[int]
    field: Mapped[str] = mapped_column(String(10))  # name, notes, reason, code, holds
    folded: Mapped[str]
    shown: Mapped[str]
