"""Menus of rows: where they open, and what a row that is edited in place offers the pointer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget


def menu_place(view: QAbstractItemView, event: QContextMenuEvent) -> QPoint:
    """In global coordinates: at the pointer, or below the current row when a key asked."""
    if event.reason() is not QContextMenuEvent.Reason.Keyboard:
        return event.globalPos()
    return view.viewport().mapToGlobal(view.visualRect(view.currentIndex()).bottomLeft())


def open_row_menu(
    parent: QWidget,
    place: QPoint,
    *,
    edit: Callable[[], object],
    delete: Callable[[], object],
    move: Callable[[int], object] | None = None,  # -1 or +1; None where rows have no order of hers
) -> QMenu:
    """`place` in global coordinates."""
    translate = QCoreApplication.translate
    menu = QMenu(parent)
    menu.setObjectName("row_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(translate("RowMenu", "Edit"), edit)
    menu.addAction(translate("RowMenu", "Delete"), delete)
    if move is not None:
        menu.addSeparator()
        menu.addAction(translate("RowMenu", "Move up"), lambda: move(-1))
        menu.addAction(translate("RowMenu", "Move down"), lambda: move(1))
    menu.popup(place)
    return menu
