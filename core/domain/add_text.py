"""What is typed to add something to a plan: `50 hamper` is fifty of what is called hamper."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from core.domain.quantity import parse_amount, positive

_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_QUANTITY = re.compile(
    rf"""(?P<amount>
        [+-]?
        (?: \d+\ +\d+\ ?[/⁄]\ ?\d+      # 2 1/4
          | \d+\ ?[/⁄]\ ?\d+            # 1/2
          | \d+\ ?[{_VULGAR}]           # 1½
          | [{_VULGAR}]
          | \d+(?:[.,]\d+)? | [.,]\d+   # 50, 2.25
        )
        (?:\ ?(?:dozen|doz|dz)\.?)?     # 4 dz
    )
    (?:\ ?[x×])?                        # 50 x hamper, 50x hamper
    (?:\s+(?P<name>.*)|$)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL | re.ASCII,
)


def parse_add_text(text: str) -> tuple[Fraction | None, str]:
    """The quantity in front and the rest: "4 dz bisc" is (48, "bisc"), "hamper" (None, "hamper").

    Raises AmountError, with a sentence, where the number in front cannot be a quantity.
    """
    typed = text.strip()
    match = _QUANTITY.match(typed)
    if match is None:
        return None, typed
    return positive(parse_amount(match["amount"])), (match["name"] or "").strip()


def split_amount(text: str) -> tuple[str, str] | None:
    """The number in front as typed, and the rest; None where there is none."""
    match = _QUANTITY.match(text.strip())
    return None if match is None else (match["amount"], (match["name"] or "").strip())


def begins_with(name: str, typed: str) -> bool:
    """Whether the name begins with what was typed, accents and case apart."""
    return _folded(name).startswith(_folded(typed))


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())
