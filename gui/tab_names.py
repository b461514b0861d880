"""The names of a page's tabs, by which an act says where it happened."""

from __future__ import annotations

PLAN = "plan"
BATCHES = "batches"
SHOPPING = "shopping"
HISTORY = "history"
ABOUT = "about"
