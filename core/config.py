"""Where the baker's file is and how patient we are with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

FILE_NAME = "proofbook.db"
SAMPLE_FILE_NAME = "sample-bakery.db"


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """A database file; `busy_timeout` in seconds is how long to wait for another program."""

    path: Path
    busy_timeout: float = 5.0
    is_read_only: bool = False


def data_folder() -> Path:
    """The user's data folder for Proofbook; it may not exist yet."""
    return user_data_path("proofbook", appauthor=False)


def default_database() -> Path:
    return data_folder() / FILE_NAME


def sample_database() -> Path:
    return data_folder() / SAMPLE_FILE_NAME
