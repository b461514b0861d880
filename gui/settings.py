"""What the window remembers between two starts, in an ini file; bad values fall back."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSettings

from core.domain.keys import Key, ThingKind

T = TypeVar("T")
logger = logging.getLogger(__name__)

MAX_RECENT = 8
MAX_EXPANDED = 500
LARGEST_ZOOM = 12
SMALLEST_ZOOM = -3
LARGEST_WIDTH = 20_000


class ThemeMode(StrEnum):
    """Which look is wanted; SYSTEM follows the system's light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class UiSettings:
    """Typed values over QSettings; a value that cannot be read is logged and its default taken."""

    def __init__(self, path: Path | None = None) -> None:
        if path is None:
            self._store = QSettings(
                QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Proofbook", "Proofbook"
            )
        else:
            self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def sync(self) -> bool:
        """Writes to disk; False, and a log line, where that is not possible."""
        self._store.sync()
        if self._store.status() is QSettings.Status.NoError:
            return True
        logger.warning("Settings could not be written to %s", self._store.fileName())
        return False

    # The window

    def window_geometry(self) -> QByteArray | None:
        return self._bytes("window/geometry")

    def set_window_geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("window/geometry", geometry)

    def window_state(self) -> QByteArray | None:
        return self._bytes("window/state")

    def set_window_state(self, state: QByteArray) -> None:
        self._store.setValue("window/state", state)

    def splitter_sizes(self, name: str) -> list[int]:
        """Empty when never set."""
        return self._widths(f"splitter/{name}")

    def set_splitter_sizes(self, name: str, sizes: Sequence[int]) -> None:
        self._set_widths(f"splitter/{name}", sizes)

    def column_widths(self, view: str) -> list[int]:
        """Empty when never set."""
        return self._widths(f"columns/{view}")

    def set_column_widths(self, view: str, widths: Sequence[int]) -> None:
        self._set_widths(f"columns/{view}", widths)

    def is_details_visible(self) -> bool:
        return self._flag("window/details_visible", default=False)

    def set_details_visible(self, is_visible: bool) -> None:
        self._store.setValue("window/details_visible", "true" if is_visible else "false")

    def is_list_visible(self) -> bool:
        return self._flag("window/list_visible", default=True)

    def set_list_visible(self, is_visible: bool) -> None:
        self._store.setValue("window/list_visible", "true" if is_visible else "false")

    # The look

    def text_zoom(self) -> int:
        """Points added to every text size."""
        text = self._text("look/text_zoom")
        if text is None:
            return 0
        try:
            zoom = int(text)
        except ValueError:
            return self._bad("look/text_zoom", text, 0)
        if not SMALLEST_ZOOM <= zoom <= LARGEST_ZOOM:
            return self._bad("look/text_zoom", text, 0)
        return zoom

    def set_text_zoom(self, points: int) -> None:
        self._store.setValue("look/text_zoom", str(max(SMALLEST_ZOOM, min(LARGEST_ZOOM, points))))

    def theme_mode(self) -> ThemeMode:
        text = self._text("look/theme")
        if text is None:
            return ThemeMode.SYSTEM
        try:
            return ThemeMode(text)
        except ValueError:
            return self._bad("look/theme", text, ThemeMode.SYSTEM)

    def set_theme_mode(self, mode: ThemeMode) -> None:
        self._store.setValue("look/theme", mode.value)

    # Files

    def last_database(self) -> Path | None:
        text = self._text("files/last")
        return Path(text) if text else None

    def set_last_database(self, path: Path | None) -> None:
        """None forgets it."""
        if path is None:
            self._store.remove("files/last")
        else:
            self._store.setValue("files/last", str(path))

    def recent_files(self) -> list[Path]:
        """Newest first."""
        return [Path(text) for text in self._texts("files/recent")][:MAX_RECENT]

    def add_recent_file(self, path: Path) -> None:
        recent = [path, *(each for each in self.recent_files() if each != path)]
        for forgotten in recent[MAX_RECENT:]:
            self._store.remove(_tree_group(forgotten))
        self._set_texts("files/recent", [str(each) for each in recent[:MAX_RECENT]])

    # The list, for each file of its own: an id means nothing in another one

    def expanded_keys(self, database: Path) -> list[Key] | None:
        """None when never set: then only the next coming event opens."""
        name = f"{_tree_group(database)}/expanded"
        if not self._store.contains(name):
            return None
        keys = [self._key(name, text) for text in self._texts(name)]
        return [key for key in keys if key is not None][:MAX_EXPANDED]

    def set_expanded_keys(self, database: Path, keys: Sequence[Key]) -> None:
        texts = [_key_text(key) for key in keys[:MAX_EXPANDED]]
        self._set_texts(f"{_tree_group(database)}/expanded", texts)

    def selected_key(self, database: Path) -> Key | None:
        name = f"{_tree_group(database)}/selected"
        text = self._text(name)
        return self._key(name, text) if text else None

    def set_selected_key(self, database: Path, key: Key | None) -> None:
        text = _key_text(key) if key is not None else ""
        self._store.setValue(f"{_tree_group(database)}/selected", text)

    def half_typed(self, database: Path) -> dict[int, str]:
        """What stood in the add field of an event when the file was left, by the event's id."""
        name = f"{_tree_group(database)}/half_typed"
        found: dict[int, str] = {}
        for text in self._texts(name):
            number, _, typed = text.partition(":")
            if number.isdigit():
                found[int(number)] = typed
            else:
                self._bad(name, text, None)
        return found

    def set_half_typed(self, database: Path, half_typed: dict[int, str]) -> None:
        texts = [f"{event_id}:{typed}" for event_id, typed in half_typed.items()]
        self._set_texts(f"{_tree_group(database)}/half_typed", texts)

    # Reading and writing one value

    def _bad(self, name: str, value: object, fallback: T) -> T:
        logger.warning("Setting %s has a value that cannot be used: %.80r", name, value)
        return fallback

    def _text(self, name: str) -> str | None:
        value = self._store.value(name)
        if value is None or isinstance(value, str):
            return value
        return self._bad(name, value, None)

    def _texts(self, name: str) -> list[str]:
        value = self._store.value(name)
        if value is None or value == "":
            return []
        # QSettings gives a list of one back as a plain text.
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            return self._bad(name, value, [])
        return values

    def _set_texts(self, name: str, texts: Sequence[str]) -> None:
        self._store.setValue(name, list(texts))

    def _bytes(self, name: str) -> QByteArray | None:
        value = self._store.value(name)
        if value is None or isinstance(value, QByteArray):
            return value
        return self._bad(name, value, None)

    def _flag(self, name: str, *, default: bool) -> bool:
        text = self._text(name)
        if text is None:
            return default
        if text not in ("true", "false"):
            return self._bad(name, text, default)
        return text == "true"

    def _widths(self, name: str) -> list[int]:
        texts = self._texts(name)
        try:
            widths = [int(text) for text in texts]
        except ValueError:
            return self._bad(name, texts, [])
        if any(not 0 <= width <= LARGEST_WIDTH for width in widths):
            return self._bad(name, texts, [])
        return widths

    def _set_widths(self, name: str, widths: Sequence[int]) -> None:
        self._set_texts(name, [str(width) for width in widths])

    def _key(self, name: str, text: str) -> Key | None:
        kind, _, number = text.partition(":")
        try:
            return Key(ThingKind(kind), int(number))
        except ValueError:
            return self._bad(name, text, None)


def _key_text(key: Key) -> str:
    return f"{key.kind.value}:{key.id}"


def _tree_group(database: Path) -> str:
    """A group's name must not hold a path: "/" divides groups."""
    return (
        "tree-" + hashlib.sha256(str(database).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    )
