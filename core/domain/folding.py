"""Text as it is searched: without case and accents."""

from __future__ import annotations

import unicodedata

# Letters that have no accent to drop but that a keyboard without them writes otherwise.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
LONGEST = 500  # of a query, which is a pattern to the database


def fold(text: str, *, longest: int = LONGEST) -> str:
    """Text without case and accents, as it is compared: "Sablés" and "SABLES" are one."""
    # A NUL would end a pattern early, and half a surrogate pair cannot be sent at all.
    kept = text[:longest].encode(errors="ignore").decode().replace("\0", "")
    # Taken apart, "™" is "TM": so its case is folded once more.
    decomposed = unicodedata.normalize("NFKD", kept.casefold()).casefold()
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(plain.translate(_LETTERS).split())
