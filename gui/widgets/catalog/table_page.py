"""A thing with a table in it: the table takes the room, the rest stays small around it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from core.domain.keys import Key
from gui.widgets.add_field import AddField
from gui.widgets.catalog.checks import TEXT
from gui.widgets.catalog.field_label import FieldLabel
from gui.widgets.catalog.form_row import Form
from gui.widgets.catalog.thing_page import ThingPage

NOTE_LINES = 2
FIRST_NAMES = 2
MOST_SHARE = 0.22  # of the page, for where it is used


class LowScroll(QScrollArea):
    """As high as what is in it, up to a part of the page; then it scrolls."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setObjectName("low_scroll")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._inner = inner
        self.setWidget(inner)
        inner.installEventFilter(self)

    @override
    def sizeHint(self) -> QSize:
        width = max(self.viewport().width(), 1)
        height = self._inner.heightForWidth(width)
        if height < 0:
            height = self._inner.sizeHint().height()
        page = self.parentWidget()
        most = round(page.height() * MOST_SHARE) if page is not None else height
        return QSize(width, min(height, max(most, self.fontMetrics().height() * 3)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.updateGeometry()
        return super().eventFilter(watched, event)


class TablePage(ThingPage):
    """`form` stands above; pages add their table with `add_table`."""

    def __init__(self, name: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, icon_name, parent)
        self.used_in.set_first_names(FIRST_NAMES)
        self._half_typed: dict[tuple[Key, str], str] = {}  # by key and uuid, as files share keys
        self._typed_for: tuple[Key, str] | None = None
        self.form = Form()
        self.body.addWidget(self.form)

    def add_text(self, field: str, label: str, placeholder: str) -> FieldLabel:
        """A note of the form."""
        made = FieldLabel(field, accessible_name=label, check=TEXT, max_lines=NOTE_LINES)
        made.set_placeholder(placeholder)
        self.form.add_row(label, made)
        self.add_field(field, made)
        return made

    def keep_half_typed(self, adder: AddField) -> None:
        """Keeps what stands in the add field for the thing before, and puts back this one's."""
        if self._typed_for is not None:
            self._half_typed[self._typed_for] = adder.pending_text()
        row = self.detail().row
        self._typed_for = row.key, row.uuid
        adder.set_text(self._half_typed.pop(self._typed_for, ""))

    def add_table(self, *widgets: QWidget) -> None:
        """The last of them takes the room; below it stands where the thing is used."""
        for widget in widgets[:-1]:
            self.body.addWidget(widget)
        self.body.addWidget(widgets[-1], 1)
        self.body.addWidget(LowScroll(self.used_in))
