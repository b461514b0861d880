"""What may be said on the command line."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core import __version__


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for; paths are as typed, nothing was looked at yet."""

    database: Path | None = None
    is_sample_wanted: bool = False
    import_file: Path | None = None


def parse_arguments(arguments: Sequence[str]) -> Options:
    """Read the arguments after the program's name; --help, --version and nonsense end the program."""
    parser = argparse.ArgumentParser(
        prog="proofbook",
        description="Plan what to bake for an event, finalize the plan, "
        "and still see years later what was decided.",
        allow_abbrev=False,
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--database",
        type=Path,
        metavar="PATH",
        help="open this file, and make it if it is not there (default: one in your data folder)",
    )
    where.add_argument(
        "--sample", action="store_true", help="open the sample bakery, a file of its own"
    )
    parser.add_argument(
        "--import",
        dest="import_file",
        type=Path,
        metavar="FILE",
        help="show what this bake-tracker file would bring in, and ask before bringing it in",
    )
    parser.add_argument("--version", action="version", version=f"Proofbook {__version__}")
    found = parser.parse_args(arguments)
    return Options(found.database, found.sample, found.import_file)
