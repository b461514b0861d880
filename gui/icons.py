"""Icons by the name of what they mean, tinted with a colour of the theme, crisp at any scale."""

from __future__ import annotations

import importlib.resources
import logging
import tempfile
import zipfile
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

from gui import theme

logger = logging.getLogger(__name__)

# What an icon means here, and its name in the lucide set.
_LUCIDE = {
    "event": "calendar",
    "event_done": "calendar-check",
    "snapshot": "lock",
    "snapshot_open": "lock-open",
    "box": "gift",
    "item": "cookie",
    "cake": "cake",
    "material": "ribbon",
    "recipe": "book-open",
    "ingredient": "wheat",
    "have": "refrigerator",
    "chosen_later": "circle-question-mark",
    "draft": "pencil",
    "changed": "triangle-alert",
    "differs": "equal-not",
    "removed": "minus",
    "moved": "arrow-up-down",
    "good": "check",
    "bad": "circle-alert",
    "without_event": "archive",
    "trash": "trash-2",
    "search": "search",
    "add": "plus",
    "import": "download",
    "open": "folder-open",
    "sample": "cookie",
    "book": "book-open-text",
    "compare": "arrow-right-left",
    "swap": "arrow-left-right",
    "undo": "undo-2",
    "redo": "redo-2",
    "restore": "rotate-ccw",
    "close": "x",
    "up": "arrow-up",
    "down": "arrow-down",
    "back": "arrow-left",
    "forward": "arrow-right",
    "edit": "pencil",
    "plan_again": "copy",
    "copy": "copy",
    "verified": "badge-check",
    "note": "sticky-note",
    "link": "external-link",
    "retry": "rotate-cw",
    "info": "info",
    "retire": "archive",
    "new_event": "calendar-plus",
    "help": "circle-question-mark",
    "menu": "ellipsis",
    "loading": "loader",
}
# Drawn for Proofbook; the style sheet needs them before the first paint, without the zip.
OWN = ("chevron_down", "chevron_left", "chevron_right", "chevron_up", "dash", "dot", "tick")


def names() -> tuple[str, ...]:
    return (*_LUCIDE, *OWN)


def icon(name: str, role: str = "text") -> QIcon:
    """The icon in a role's colour of the current theme; ask again after ThemeManager.changed."""
    return _icon(name, theme.current().color(role).name())


def icon_file(name: str, color: str) -> Path:
    """An SVG file of the icon in one colour, kept until the program ends."""
    return _icon_file(name, QColor(color).name())


@lru_cache(maxsize=512)
def _icon(name: str, color: str) -> QIcon:
    made = QIcon()
    try:
        path = str(_icon_file(name, color))
    except OSError:
        # Every icon stands beside its word; without it the window still says everything.
        logger.warning("The icon %s could not be made", name, exc_info=True)
        return made
    # Qt renders the file anew for each size and scale. Named for Selected too, or Qt would
    # blend it with the highlight, and a state's colour must stay on a selected row.
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        made.addFile(path, QSize(), mode)
    return made


@lru_cache(maxsize=512)
def _icon_file(name: str, color: str) -> Path:
    path = Path(_folder().name) / f"{name}-{color.lstrip('#')}.svg"
    path.write_text(_svg(name).replace("currentColor", color), encoding="utf-8")
    return path


@lru_cache(maxsize=1)
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="proofbook-icons-", ignore_cleanup_errors=True)


def _svg(name: str) -> str:
    """The icon as SVG text that draws in currentColor; KeyError for a name that is not ours."""
    if name in OWN:
        file = importlib.resources.files("resources") / "icons" / f"{name}.svg"
        return file.read_text(encoding="utf-8")
    return _lucide_texts()[_LUCIDE[name]]


@lru_cache(maxsize=1)
def _lucide_texts() -> dict[str, str]:
    """All that is used of the set at once: opening the zip is what costs (20 ms), not reading."""
    wanted = set(_LUCIDE.values())
    source = importlib.resources.files("lucide") / "lucide.zip"
    with source.open("rb") as stream, zipfile.ZipFile(stream) as archive:
        return {each: archive.read(f"{each}.svg").decode("utf-8") for each in wanted}
