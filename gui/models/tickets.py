"""Tickets: what a model asks a feeder for, so that a late answer can be told from a wanted one."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.catalog import CatalogQuery
from core.domain.keys import PageKey

FIRST_PAGE = 200
NEXT_PAGE = 2000


@dataclass(frozen=True, slots=True)
class Ticket:
    """One question for one page of one branch; void once the node is gone or was asked again."""

    node_id: int
    generation: int
    branch: object  # what is asked for; each model has its own type
    after: PageKey | None

    @property
    def limit(self) -> int:
        """How many rows the page should have."""
        return FIRST_PAGE if self.after is None else NEXT_PAGE


@dataclass(frozen=True, slots=True)
class ListBranch:
    """A branch of the list: its events, the snapshots of one event, or those without event."""

    kind: str  # "events", "event" or "without_event"
    event_id: int | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class CatalogBranch:
    """The one branch of the catalog's list."""

    query: CatalogQuery
