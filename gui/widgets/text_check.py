"""Whether a typed name or text can be taken, and if not the sentence that says why."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QCoreApplication

LONGEST_NAME = 200
LONGEST_NOTE = 10_000


def clean_name(text: str) -> str:
    """A name as it is kept: one line, without spaces at the ends."""
    return " ".join(text.split())


def name_problem(text: str) -> str:
    """Why this cannot be a name, in a sentence; "" when it can."""
    name = clean_name(text)
    if not name:
        return QCoreApplication.translate("TextCheck", "It needs a name.")
    if len(name) > LONGEST_NAME:
        return QCoreApplication.translate(
            "TextCheck", "A name can have up to {most} characters; this one has {count}."
        ).format(most=LONGEST_NAME, count=f"{len(name):,}")
    return _character_problem(name)


def line_problem(text: str) -> str:
    """As for a name, but it may be empty."""
    return name_problem(text) if clean_name(text) else ""


def note_problem(text: str) -> str:
    """Why this cannot be a note or a reason, in a sentence; "" when it can. Empty is fine."""
    if len(text) > LONGEST_NOTE:
        return QCoreApplication.translate(
            "TextCheck", "A note can have up to {most} characters; this one has {count}."
        ).format(most=f"{LONGEST_NOTE:,}", count=f"{len(text):,}")
    return _character_problem(text.replace("\n", " ").replace("\t", " "))


def _character_problem(text: str) -> str:
    categories = {unicodedata.category(character) for character in text}
    if "Cs" in categories:
        return QCoreApplication.translate(
            "TextCheck", "It holds half a character, which cannot be kept. Please type it again."
        )
    if "Cc" in categories:
        return QCoreApplication.translate(
            "TextCheck", "It holds a control character, which cannot be kept."
        )
    return ""
