"""Things of the catalog for tests of their pages, and hands to type with."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.domain.catalog import (
    BoxDetail,
    BoxRow,
    Density,
    IngredientDetail,
    IngredientRow,
    ItemDetail,
    ItemRow,
    MaterialDetail,
    MaterialRow,
    MaterialUnitRow,
    RecipeDetail,
    RecipeLineRow,
    RecipeRow,
    ThingRef,
    Usage,
    UsePlace,
    Yield,
)
from core.domain.keys import ComponentKind, Key, ThingKind
from core.domain.rows import ContentRow
from gui.widgets.editable_label import EditableLabel

PageT = TypeVar("PageT", bound=QWidget)
ODD_NAMES = ("<b>x</b>", "Tom & Jerry", "שוק חג המולד", "🎄 " * 40, "x" * 200, "a &amp; b")
SUGAR = Key(ThingKind.FINISHED_UNIT, 1)
ROLLED = ThingRef(Key(ThingKind.RECIPE, 3), "Sugar cookies (rolled)")
SAMPLER = UsePlace(Key(ThingKind.FINISHED_GOOD, 7), "Cookie sampler")
MARKET = UsePlace(Key(ThingKind.EVENT, 5), "Christmas market")


def snapshots(count: int) -> tuple[UsePlace, ...]:
    return tuple(
        UsePlace(Key(ThingKind.SNAPSHOT, number), f"Snapshot {number} of Christmas market")
        for number in range(count, 0, -1)
    )


def usage() -> Usage:
    return Usage((SAMPLER, MARKET, *snapshots(3)), box_count=1, plan_count=1, snapshot_count=3)


def item(**more: Any) -> ItemDetail:
    """A sugar cookie of which a batch makes 48; `more` goes into row or detail."""
    row = {"key": SUGAR, "uuid": "u1", "name": "Sugar cookie", "category": "Cookies"}
    row |= {"is_retired": False, "yields": Yield(False, Fraction(48), "cookies")}
    detail = {"description": None, "recipe": ROLLED, "production_notes": None, "notes": None}
    detail |= {"usage": usage()}
    return ItemDetail(
        ItemRow(**{name: more.get(name, value) for name, value in row.items()}),
        **{name: more.get(name, value) for name, value in detail.items()},
    )


INCH = Fraction("2.54")
BOW = MaterialUnitRow(1, "bow", "Bow", 30 * INCH, False, True)
TIE = MaterialUnitRow(2, "tie", "Gift tag tie", Fraction(9, 2) * INCH, False, False)
CUP = Density(Fraction(1), "cup", Fraction("4.25"), "oz")


def ingredient(**more: Any) -> IngredientDetail:
    fields = {"density": None, "stock": None} | more
    key = Key(ThingKind.INGREDIENT, 4)
    return IngredientDetail(IngredientRow(key, "i4", "Flour", "Dry", False, **fields), usage())


def material(*units: MaterialUnitRow, **more: Any) -> MaterialDetail:
    """A ribbon that is shown in inches."""
    fields = {"base_unit": "linear_cm", "display_unit": "in", "stock": None} | more
    row = MaterialRow(Key(ThingKind.MATERIAL, 6), "m6", "Ribbon, red", "Ribbon", False, **fields)
    return MaterialDetail(row, units or (BOW, TIE), usage())


FLOUR = RecipeLineRow(
    1, ThingRef(Key(ThingKind.INGREDIENT, 4), "Flour"), Fraction(11, 4), "cup", None
)
BUTTER = RecipeLineRow(
    2, ThingRef(Key(ThingKind.INGREDIENT, 5), "Butter"), Fraction(1), "cup", "softened"
)
ICING = RecipeLineRow(1, ThingRef(Key(ThingKind.RECIPE, 9), "Royal icing"), Fraction(2), None, None)


def recipe(*lines: RecipeLineRow, **more: Any) -> RecipeDetail:
    fields = {"source": None, "notes": None} | more
    row = RecipeRow(Key(ThingKind.RECIPE, 3), "r3", "Sugar cookies", "Cookies", False)
    return RecipeDetail(row, lines=lines, usage=usage(), **fields)


def content(name: str, each: int, content_id: int | None, **more: Any) -> ContentRow:
    """One thing in a box: of the very box with a content_id, else of one inside."""
    fields: dict[str, Any] = {
        "node_uuid": f"content {content_id} {name}",
        "kind": ComponentKind.FINISHED_UNIT,
        "thing_uuid": name,
        "unit": "cookies",
        "in_each": Fraction(each),
        "in_all": Fraction(each),
        "notes": None,
        "has_children": False,
        "content_id": content_id,
        "sort_order": content_id or 0,
        "thing_id": 1,
    }
    return ContentRow(name=name, **(fields | more))


def box(count: int = 3, **more: Any) -> BoxDetail:
    fields = {"description": None, "packaging_instructions": None, "notes": None} | more
    row = BoxRow(Key(ThingKind.FINISHED_GOOD, 8), "b8", "Holiday hamper", None, False, count)
    return BoxDetail(row, is_bare=False, usage=usage(), **fields)


def shown(qtbot: QtBot, make: Callable[[], PageT]) -> PageT:
    """The page in a window with another field, so that it can be left."""
    window = QWidget()
    page = make()
    other = QLineEdit()
    other.setObjectName("other")
    layout = QVBoxLayout(window)
    layout.addWidget(page)
    layout.addWidget(other)
    window.resize(820, 600)
    qtbot.addWidget(window)
    page.test_window = window  # type: ignore[attr-defined]  # qtbot alone would let it go
    window.show()
    qtbot.waitExposed(window)
    with qtbot.waitActive(window):
        window.activateWindow()
    return page


def other_field(page: QWidget) -> QLineEdit:
    found = page.window().findChild(QLineEdit, "other")
    assert isinstance(found, QLineEdit)
    return found


def type_into(qtbot: QtBot, label: EditableLabel, text: str) -> None:
    """As she does: Enter on the text, then over what it says."""
    label.face.setFocus()
    if not label.is_editing():
        qtbot.keyClick(label.face, Qt.Key.Key_Return)
    label.editor.selectAll()
    qtbot.keyClicks(label.editor, text)


def press(qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    """A key for what has the focus."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifiers or Qt.KeyboardModifier.NoModifier)


def row_menu(table: QAbstractItemView, index: QModelIndex | None = None) -> dict[str, QAction]:
    """What a right click on the cell opens, else the key for the current one; by text."""
    place = table.visualRect(index or table.currentIndex()).center()
    reason = QContextMenuEvent.Reason.Mouse if index else QContextMenuEvent.Reason.Keyboard
    over = table.viewport().mapToGlobal(place)
    QApplication.sendEvent(table.viewport(), QContextMenuEvent(reason, place, over))
    menu = table.findChild(QMenu, "row_menu")
    return {each.text(): each for each in menu.actions() if each.text()} if menu else {}


def close_menu(table: QAbstractItemView) -> None:
    menu = table.findChild(QMenu, "row_menu")
    if menu is not None:
        menu.close()
        QApplication.sendPostedEvents(menu, QEvent.Type.DeferredDelete)


def take(table: QAbstractItemView, text: str, index: QModelIndex | None = None) -> None:
    row_menu(table, index)[text].trigger()
    close_menu(table)
