"""Labels of plain text, and the properties by which the style sheet knows their look."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

_FLAGS = ("muted", "title", "heading", "strong", "head")


def plain_label(
    text: str = "",
    name: str = "",
    look: str = "",
    *,
    wraps: bool = True,
    can_be_marked: bool = False,
) -> QLabel:
    """A label in which a baker's "<b>" stays a "<b>".

    `look` is muted, title, heading, strong, head, or a colour role: good, caution, bad, info.
    """
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    if can_be_marked:  # with the mouse, to be copied
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if name:
        label.setObjectName(name)
    if look:
        set_look(label, look)
    return label


def set_look(widget: QWidget, look: str) -> None:
    """Changes the look after the widget was shown, too."""
    for flag in _FLAGS:
        if widget.property(flag) or flag == look:
            widget.setProperty(flag, flag == look)
    widget.setProperty("role", "" if look in _FLAGS else look)
    restyle(widget)


def restyle(widget: QWidget) -> None:
    """Lets the style sheet look at the widget's properties again."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
