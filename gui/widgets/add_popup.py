"""The list under the add field: what could be meant, grouped by kind, with what Enter would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from core.domain.keys import ComponentKind
from core.domain.rows import Choice
from gui.icons import icon
from gui.kinds import kind_icon
from gui.texts import amount_text
from gui.theme import (
    RADIUS,
    ROW_EXTRA,
    SPACE_M,
    SPACE_S,
    SPACE_XL,
    SPACE_XS,
    current,
    text_sizes,
)

MOST_ROWS_SHOWN = 14
LEAST_ROWS_SHOWN = 3
ONE = Fraction(1)
_ROW_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


class RowKind(Enum):
    """What a row of the popup is."""

    HEAD = auto()
    CHOICE = auto()
    MAKE_BOX = auto()
    MAKE_ITEM = auto()
    SENTENCE = auto()


@dataclass(frozen=True, slots=True)
class PopupRow:
    """One row: its text, and the muted hint that says what taking it does."""

    kind: RowKind
    text: str
    hint: str = ""
    icon_name: str = ""
    choice: Choice | None = None
    is_to_existing: bool = False

    @property
    def can_be_taken(self) -> bool:
        return self.kind not in (RowKind.HEAD, RowKind.SENTENCE)


def choice_rows(
    choices: Sequence[Choice], quantity: Fraction, *, has_plan: bool = True
) -> list[PopupRow]:
    """The choices under a head for each kind; `has_plan` False leaves out what is planned."""
    translate = QCoreApplication.translate
    groups = (
        (
            (ComponentKind.FINISHED_GOOD,),
            translate("AddField", "BOXES, what you pack together"),
        ),
        ((ComponentKind.FINISHED_UNIT,), translate("AddField", "ITEMS, what you bake")),
        (
            (ComponentKind.MATERIAL_UNIT, ComponentKind.MATERIAL),
            translate("AddField", "MATERIALS, what you pack it in"),
        ),
    )
    rows: list[PopupRow] = []
    for kinds, head in groups:
        members = [choice for choice in choices if choice.kind in kinds]
        if members:
            rows.append(PopupRow(RowKind.HEAD, head))
        for choice in members:
            rows += _rows_of(choice, quantity, has_plan=has_plan)
    return rows


def _rows_of(choice: Choice, quantity: Fraction, *, has_plan: bool) -> list[PopupRow]:
    translate = QCoreApplication.translate
    name = choice.name
    if choice.kind is ComponentKind.MATERIAL:
        name = translate("AddField", "{name}, chosen later").format(name=name)
    symbol = kind_icon(choice.kind, choice.unit)
    amount = amount_text(quantity)
    if has_plan and choice.line_id is not None and choice.planned is not None:
        joined = translate("AddField", "add {amount} to the {planned} planned").format(
            amount=amount, planned=amount_text(choice.planned)
        )
        apart = translate("AddField", "{amount} as a line of its own").format(amount=amount)
        return [
            PopupRow(RowKind.CHOICE, name, joined, symbol, choice, is_to_existing=True),
            PopupRow(RowKind.CHOICE, name, apart, symbol, choice),
        ]
    hint = translate("AddField", "add {amount}").format(amount=amount)
    return [PopupRow(RowKind.CHOICE, name, hint, symbol, choice)]


def make_rows(name: str, quantity: Fraction = ONE) -> list[PopupRow]:
    """The rows that are always there, so that no name is a dead end; they say how many of it."""
    translate = QCoreApplication.translate
    if not name:
        return [
            PopupRow(RowKind.MAKE_BOX, translate("AddField", "Make a new box…"), "", "add"),
            PopupRow(RowKind.MAKE_ITEM, translate("AddField", "Make a new item…"), "", "add"),
        ]
    amount = amount_text(quantity)
    if quantity == ONE:
        box = translate("AddField", 'Make a new box "{name}"…')
        item = translate("AddField", 'Make a new item "{name}"…')
    else:
        box = translate("AddField", 'Make a new box "{name}", {amount} of it…')
        item = translate("AddField", 'Make a new item "{name}", {amount} of it…')
    return [
        PopupRow(RowKind.MAKE_BOX, box.format(name=name, amount=amount), "", "add"),
        PopupRow(RowKind.MAKE_ITEM, item.format(name=name, amount=amount), "", "add"),
    ]


class PopupModel(QAbstractListModel):
    """The rows of the popup."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[PopupRow, ...] = ()

    def set_rows(self, rows: Sequence[PopupRow]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row_at(self, number: int) -> PopupRow:
        return self._rows[number]

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.text}, {row.hint}" if row.hint else row.text
        if role == _ROW_ROLE:
            return row
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not self._rows[index.row()].can_be_taken:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )


class PopupDelegate(QStyledItemDelegate):
    """Draws icon, name elided in the middle, and the hint at the right."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(
            option.fontMetrics.averageCharWidth() * 20, option.fontMetrics.height() + ROW_EXTRA
        )

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(_ROW_ROLE)
        theme = current()
        painter.save()
        box = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(theme.soft))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(theme.accent))
        if row.kind is RowKind.MAKE_BOX and index.row():
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(box.left() + SPACE_M, box.top(), box.right() - SPACE_M, box.top())
        box.adjust(SPACE_M, 0, -SPACE_M, 0)
        if row.kind is RowKind.HEAD:
            self._draw_head(painter, option, (row, box))
        else:
            self._draw_row(painter, option, (row, box))
        painter.restore()

    def _draw_head(
        self, painter: QPainter, option: QStyleOptionViewItem, what: tuple[PopupRow, QRect]
    ) -> None:
        row, box = what
        font = QFont(option.font)
        font.setPointSizeF(text_sizes().head)
        painter.setFont(font)
        painter.setPen(QColor(current().muted))
        low = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        painter.drawText(box.adjusted(0, 0, 0, -2), low, row.text)

    def _draw_row(
        self, painter: QPainter, option: QStyleOptionViewItem, what: tuple[PopupRow, QRect]
    ) -> None:
        row, box = what
        theme = current()
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        metrics = option.fontMetrics
        side = metrics.height()
        if row.icon_name:
            role = "caution" if row.icon_name == "chosen_later" else "accent"
            place = QRect(box.left(), box.center().y() - side // 2, side, side)
            icon(row.icon_name, role).paint(painter, place)
            box.setLeft(box.left() + side + SPACE_S)
        hint_width = metrics.horizontalAdvance(row.hint)
        room = max(box.width() - hint_width - SPACE_XL, box.width() // 3)
        painter.setPen(QColor(theme.caution if row.kind is RowKind.SENTENCE else theme.text))
        name = metrics.elidedText(row.text, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(box, middle | int(Qt.AlignmentFlag.AlignLeft), name)
        painter.setPen(QColor(theme.muted))
        painter.drawText(box, middle | int(Qt.AlignmentFlag.AlignRight), row.hint)


class AddPopup(QFrame):
    """A frame over the page that never takes the focus from the field it belongs to."""

    taken = Signal(object)  # PopupRow

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("add_popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = PopupModel(self)
        self._list = QListView(self)
        self._list.setObjectName("add_popup_list")
        self._list.setAccessibleName(self.tr("What could be added"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(PopupDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.clicked.connect(self._on_clicked)
        self._list.entered.connect(self._on_entered)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, SPACE_XS, 1, SPACE_XS)
        layout.addWidget(self._list)
        self.hide()

    def set_rows(self, rows: Sequence[PopupRow]) -> None:
        """Shows these rows with the first that can be taken chosen."""
        self._model.set_rows(rows)
        self._choose(self._next_from(-1, 1))
        self._list.scrollToTop()

    def rows(self) -> list[PopupRow]:
        return [self._model.row_at(number) for number in range(self._model.rowCount())]

    def current_row(self) -> PopupRow | None:
        index = self._list.currentIndex()
        return self._model.row_at(index.row()) if index.isValid() else None

    def move_current(self, step: int) -> None:
        """To the next row that can be taken, round the ends."""
        self._choose(self._next_from(self._list.currentIndex().row(), step))

    def place_under(self, field: QWidget) -> None:
        """Puts the frame under `field`, as high as its rows, within the window."""
        host = self.parentWidget() or self
        corner = field.mapTo(host, QPoint(0, field.height() + 2))
        row_height = self._list.fontMetrics().height() + ROW_EXTRA
        edges = 2 * SPACE_XS + 2
        wanted = min(self._model.rowCount(), MOST_ROWS_SHOWN) * row_height + edges
        room = host.height() - corner.y() - SPACE_S
        least = LEAST_ROWS_SHOWN * row_height + edges
        self.setGeometry(corner.x(), corner.y(), field.width(), min(wanted, max(room, least)))
        self.raise_()

    def _next_from(self, start: int, step: int) -> int:
        count = self._model.rowCount()
        for distance in range(1, count + 1):
            number = (start + step * distance) % count
            if self._model.row_at(number).can_be_taken:
                return number
        return -1

    def _choose(self, number: int) -> None:
        self._list.setCurrentIndex(self._model.index(number) if number >= 0 else QModelIndex())

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self._model.row_at(index.row())
        if row.can_be_taken:
            self.taken.emit(row)

    def _on_entered(self, index: QModelIndex) -> None:
        if self._model.row_at(index.row()).can_be_taken:
            self._list.setCurrentIndex(index)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.field), 1))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), RADIUS, RADIUS)
        painter.end()
