"""Draws the rows of a proof as those of the contents are, a frame around one that is not chosen."""

from __future__ import annotations

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from typing_extensions import override

from gui import theme
from gui.delegates.contents_delegate import ContentsDelegate
from gui.models.node_tree_model import Index


class ProofDelegate(ContentsDelegate):
    """Nothing of it can be edited."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        is_current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_current and not is_chosen and option.widget.hasFocus():  # Ctrl+arrows did that
            painter.save()
            painter.setPen(theme.current().color("accent"))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
            painter.restore()
