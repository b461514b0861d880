"""The item data roles that models and delegates share."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt

_FIRST = int(Qt.ItemDataRole.UserRole)


class Role(IntEnum):
    """What a cell offers beyond Qt's own roles."""

    KEY = _FIRST + 1  # core.domain.keys.Key, or None for rows that are no thing
    ICON = _FIRST + 2  # the name of an icon, or ""
    ICON_COLOUR = _FIRST + 3  # the name of a theme role
    COLOUR = _FIRST + 4  # of the text
    IS_BOLD = _FIRST + 5
    IS_STRUCK = _FIRST + 6
    IS_TODAY_ABOVE = _FIRST + 7  # the line between coming and past events runs above this row
    SIGNS = _FIRST + 8  # tuple of (icon, colour) behind the name
    CAN_PUT_BACK = _FIRST + 9
    LEVEL = _FIRST + 10  # of a row in a flat table: 1 belongs to the row above
